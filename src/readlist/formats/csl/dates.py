"""Dates of CSL items, in all the shapes that programs write them."""

import re
from collections.abc import Mapping
from typing import Any

from readlist.bib.dates import date_of

_MONTH_YEAR = re.compile(r"(?<![0-9/.-])([0-9]{1,2})[/.-]([0-9]{4})(?![0-9])")
_YEAR = re.compile(r"(?<![0-9])(1[0-9]{3}|20[0-9]{2})(?![0-9])")
_TEXT_LIMIT = 200


def iso(value: Any) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; of a range its beginning, else nothing.

    ``value`` is ``{"date-parts": [[2017, 6, 12]]}`` with numbers or texts, ``{"raw": …}``,
    ``{"literal": …}``, or a text or a year alone.
    """
    if isinstance(value, Mapping):
        if found := _of_parts(value.get("date-parts")):
            return found
        said = (value.get(name) for name in ("raw", "literal", "date-time"))
        return next((found for one in said if isinstance(one, str) and (found := of_text(one))), "")
    if isinstance(value, list):
        return _of_parts(value if value and isinstance(value[0], list) else [value])
    if isinstance(value, str | int) and not isinstance(value, bool):
        return of_text(str(value))
    return ""


def _of_parts(parts: Any) -> str:
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list):
        return ""
    numbers = [_number(part) for part in first[:3]]
    return _joined(*numbers) if numbers else ""


def _number(part: Any) -> int:
    text = str(part).strip()[:6] if isinstance(part, str | int | float) else ""
    text = text.removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() else 0


def _joined(year: int, month: int = 0, day: int = 0) -> str:
    if not 1 <= year <= 9999:
        return ""
    if not 1 <= month <= 12:  # 13 to 24 are seasons
        return f"{year:04}"
    return f"{year:04}-{month:02}" + (f"-{day:02}" if 1 <= day <= 31 else "")


def of_text(text: str) -> str:
    """Return the date that a text says: ``2017-06-12``, ``June 2017``, ``6/2017``."""
    text = text[:_TEXT_LIMIT].strip()
    if found := date_of(text):
        return found
    if month := _MONTH_YEAR.search(text):
        return _joined(int(month[2]), int(month[1]))
    year = _YEAR.search(text)
    return year[0] if year else ""


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
