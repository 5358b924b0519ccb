"""Dates and people of CSL items, in all the shapes that programs write them."""

from collections.abc import Mapping, Sequence
from typing import Any

from readlist.bib import dates, names
from readlist.model import Author
from readlist.text import TITLE_LIMIT, clean

PEOPLE_LIMIT = 20_000
"""People of one item that are read; the largest collaborations have 6,000."""
_NAME_PARTS = frozenset({"family", "given", "suffix", "literal", "non-dropping-particle"})
OTHERS = {"literal": "others"}
"""What stands for authors who are not named; pandoc writes the same for ``and others``."""
MORE = "more-authors"
"""The name in ``custom`` that says so in an item, in which every author is a person or a group."""


def date_of(value: Any) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; of a range its beginning, else nothing.

    ``value`` is ``{"date-parts": [[2017, 6, 12]]}`` with numbers or texts, ``{"raw": …}``,
    ``{"literal": …}``, or a text or a year alone.
    """
    if isinstance(value, Mapping):
        if found := _of_parts(value.get("date-parts")):
            return found
        for name in ("raw", "literal", "date-time"):
            said = value.get(name)
            if isinstance(said, str) and (found := dates.read(said)):
                return found
        return ""
    if isinstance(value, list):
        return _of_parts(value if value and isinstance(value[0], list) else [value])
    if isinstance(value, str | int) and not isinstance(value, bool):
        return dates.read(str(value))
    return ""


def _of_parts(parts: Any) -> str:
    """Return the first date of ``[[2017, 6, 12]]``; some write ``"06"``, ``12.0``."""
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not first:
        return ""
    numbers = []
    for part in first[:3]:
        text = str(part).strip()[:6] if isinstance(part, str | int | float) else ""
        text = text.removesuffix(".0")
        numbers.append(int(text) if text.isascii() and text.isdecimal() else 0)
    return dates.joined(*numbers)


def date_parts(date: str) -> dict[str, list[list[int]]]:
    """Return a date as an item has it."""
    return {"date-parts": [[int(part) for part in date.split("-")]]}


def is_plain_date(value: Any, date: str) -> bool:
    """Say whether a variable says nothing but this date, in numbers or as text."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    if "raw" in value:
        return bool(value["raw"] == date)
    said = value.get("date-parts")
    one = said[0] if isinstance(said, list) and len(said) == 1 else None
    return isinstance(one, list) and len(one) == len(date.split("-"))


def people_of(value: Any) -> tuple[tuple[Author, ...], bool]:
    """Return the people of a variable, and whether there are others that are not named."""
    if isinstance(value, str):
        return names.parse_people(value)
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        return (), False
    found = [author for one in value[:PEOPLE_LIMIT] if (author := _author(one)).name]
    named = tuple(author for author in found if not names.is_others(author.name))
    return named, len(named) < len(found)


def _author(value: Any) -> Author:
    if isinstance(value, str):
        return names.parse_author(value)
    if not isinstance(value, Mapping):
        return Author("")
    if literal := _part(value, "literal") or _part(value, "name"):
        return Author(literal)
    particles = [_part(value, f"{kind}-particle") for kind in ("dropping", "non-dropping")]
    family = " ".join(filter(None, [*particles, _part(value, "family")]))
    given, suffix = _part(value, "given"), _part(value, "suffix")
    if not (family and given):
        alone = family or given
        return names.parse_author(alone) if "," in alone else Author(alone)
    return Author(" ".join(filter(None, (given, family, suffix))), family, given, suffix)


def _part(value: Mapping[str, Any], name: str) -> str:
    part = value.get(name)
    return clean(part, TITLE_LIMIT) if isinstance(part, str) else ""


def written_people(people: Sequence[Author]) -> list[dict[str, str]]:
    """Return people as an item has them; a name that is not split is a literal."""
    return [_written(author) for author in people if names.display(author)]


def _written(author: Author) -> dict[str, str]:
    if not (author.family and author.given):
        return {"literal": names.display(author)}
    words = author.family.split()
    at = 0
    while at < len(words) - 1 and words[at].islower():
        at += 1
    parts = {
        "family": " ".join(words[at:]),
        "given": author.given,
        "non-dropping-particle": " ".join(words[:at]),
        "suffix": author.suffix,
    }
    return {name: part for name, part in parts.items() if part}


def without_others(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item whose authors are only those that are named; ``custom`` tells of the rest."""
    named = [author for author in item["author"] if author != OTHERS]
    custom = item.get("custom")
    said = custom if isinstance(custom, Mapping) else {}
    return {**item, "author": named, "custom": {**said, MORE: True}}


def are_plain_people(value: Any) -> bool:
    """Say whether a variable says no more of its people than their names."""
    if not isinstance(value, list):
        return False
    return all(isinstance(one, Mapping) and _NAME_PARTS.issuperset(one) for one in value)
