"""Names of CSL items: parts with their particles, or a literal."""

from collections.abc import Mapping, Sequence
from typing import Any

from readlist.bib import names
from readlist.model import Author
from readlist.text import TITLE_LIMIT, clean

PEOPLE_LIMIT = 20_000
"""People of one item that are read; the largest collaborations have 6,000."""
_NAME_PARTS = frozenset({"family", "given", "suffix", "literal", "non-dropping-particle"})
OTHERS = {"literal": "others"}
"""What stands for authors who are not named; pandoc writes the same for ``and others``."""
MORE = "more-authors"
"""The name in ``custom`` that says so in an item, in which every author is a person or a group."""


def read(value: Any) -> tuple[tuple[Author, ...], bool]:
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


def written(people: Sequence[Author]) -> list[dict[str, str]]:
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


def is_plain(value: Any) -> bool:
    """Say whether a variable says no more of its people than their names."""
    if not isinstance(value, list):
        return False
    return all(isinstance(one, Mapping) and _NAME_PARTS.issuperset(one) for one in value)
