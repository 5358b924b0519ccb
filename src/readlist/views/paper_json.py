"""The documented JSON shape of a paper: fields are added to it, never removed or renamed.

What is not known is ``null``, never an empty text; what there can be several of is always a list
or an object. Times are UTC, ISO 8601.
"""

from collections.abc import Iterable
from typing import Any

from readlist.model import (
    BLOCK,
    DATE,
    FIELDS,
    LINE,
    NUMBER,
    OF_READING,
    Author,
    ListEntry,
    Paper,
)

VERSION = 1
"""Stands beside ``papers`` in every JSON answer; goes up only if a field changes its meaning."""


_PLAIN = tuple(name for name, kind in FIELDS.items() if kind in (LINE, BLOCK, NUMBER, DATE))
_FIRST = (
    "id", "key", "title", "authors", "year", "published", "venue", "abstract", "identifiers",
    "links", "status", "priority", "rating", "tags", "notes", "lists", "added", "started",
    "finished", "author_count", "organization", "kind", "progress",
)  # fmt: skip
_NEWER = dict.fromkeys(name for name in (*_PLAIN, *OF_READING) if name not in _FIRST)
_ORDER = (*_FIRST, "extra", *_NEWER)
"""The order of the names, where newer facts come last."""


def paper_json(paper: Paper) -> dict[str, Any]:
    """Return a paper as JSON values, always with the same keys in the same order.

    ``identifiers`` and ``links`` show the first value of each name; where a name has several,
    ``identifiers_all`` or ``links_all`` has every pair.
    """
    reading = paper.reading
    identifiers = [(found.scheme, found.value) for found in paper.identifiers]
    links = [(link.name, link.url) for link in paper.links]
    said: dict[str, Any] = {name: getattr(paper, name) or None for name in _PLAIN}
    said |= {
        "id": paper.id,
        "authors": [_author(author) for author in paper.authors],
        "identifiers": _first_of_each(identifiers),
        "links": _first_of_each(links),
        **{name: getattr(reading, name) or None for name in OF_READING},
        "status": str(reading.status) if reading.status else None,
        "priority": int(reading.priority),
        "tags": list(paper.tags),
        "notes": [
            {"body": note.body, "created": note.created or None, "reader": note.reader or None}
            for note in paper.notes
        ],
        "lists": [_entry(entry) for entry in paper.lists],
        "extra": dict(paper.extra),
    }
    shape = {name: said[name] for name in _ORDER}
    return shape | _all_of("identifiers", identifiers) | _all_of("links", links)


def paper_ref(number: int, key: str, title: str, status: str | None) -> dict[str, Any]:
    """Return the short form of a paper, wherever an answer names one without telling all of it."""
    return {"id": number, "key": key, "title": title or None, "status": status or None}


def ref_of(paper: Paper) -> dict[str, Any]:
    """Return the short form of a paper that is there in full."""
    return paper_ref(paper.id, paper.key, paper.title, paper.reading.status)


def _author(author: Author) -> dict[str, str | None]:
    """Return family, given and the whole name; a group has only the last."""
    shape: dict[str, str | None] = {
        "family": author.family or None,
        "given": author.given or None,
        "name": author.name or None,
    }
    return shape | {"suffix": author.suffix} if author.suffix else shape


def _entry(entry: ListEntry) -> dict[str, Any]:
    return {
        "list": entry.list,
        "section": list(entry.section),
        "position": entry.position,
        "remark": entry.remark or None,
    }


def _first_of_each(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _all_of(name: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    if len({first for first, _ in pairs}) == len(pairs):
        return {}
    return {f"{name}_all": [list(pair) for pair in pairs]}
