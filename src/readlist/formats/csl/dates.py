"""Dates of CSL items, in all the shapes that programs write them."""

from collections.abc import Mapping
from typing import Any

from readlist.bib.dates import joined, read


def iso(value: Any) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; of a range its beginning, else nothing.

    ``value`` is ``{"date-parts": [[2017, 6, 12]]}`` with numbers or texts, ``{"raw": …}``,
    ``{"literal": …}``, or a text or a year alone.
    """
    if isinstance(value, Mapping):
        if found := _of_parts(value.get("date-parts")):
            return found
        said = (value.get(name) for name in ("raw", "literal", "date-time"))
        return next((found for one in said if isinstance(one, str) and (found := read(one))), "")
    if isinstance(value, list):
        return _of_parts(value if value and isinstance(value[0], list) else [value])
    if isinstance(value, str | int) and not isinstance(value, bool):
        return read(str(value))
    return ""


def _of_parts(parts: Any) -> str:
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list):
        return ""
    numbers = [_number(part) for part in first[:3]]
    return joined(*numbers) if numbers else ""


def _number(part: Any) -> int:
    text = str(part).strip()[:6] if isinstance(part, str | int | float) else ""
    text = text.removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() else 0


def parts(date: str) -> dict[str, list[list[int]]]:
    """Return a date as an item has it."""
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def is_plain(value: Any, date: str) -> bool:
    """Say whether a variable says nothing but this date, in numbers or as text."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    if "raw" in value:
        return bool(value["raw"] == date)
    said = value.get("date-parts")
    one = said[0] if isinstance(said, list) and len(said) == 1 else None
    return isinstance(one, list) and len(one) == len(date.split("-"))
