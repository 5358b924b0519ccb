"""The documented JSON of every command, as types: fields are added, never removed or renamed.

``docs/make.py`` writes them as JSON Schema files, which ``readlist help json NAME`` prints; the
tests hold every answer of the program to them. A docstring is what the schema says of its shape.
"""

from typing import Any, TypedDict

from readlist.model import FACTS, FIELDS, NUMBER


class Author(TypedDict):
    """A person with the parts of the name, or a group, which has the whole name alone."""

    family: str | None
    given: str | None
    name: str | None


class Note(TypedDict):
    """A note of a reader, in Markdown."""

    body: str
    created: str | None
    reader: str | None


class Entry(TypedDict):
    """A place in a curated list: the headings above it, and what the curator says there."""

    section: list[str]
    position: int
    remark: str | None
    list: str


class Paper(TypedDict):
    """A paper in full; what is not known is null.

    Identifiers and links show the first value of each name; where a name has several,
    identifiers_all or links_all has every pair.
    """

    id: int
    key: str
    title: str | None
    authors: list[Author]
    year: int | None
    published: str | None
    venue: str | None
    abstract: str | None
    identifiers: dict[str, str]
    links: dict[str, str]
    status: str | None
    priority: int
    rating: int | None
    tags: list[str]
    notes: list[Note]
    lists: list[Entry]
    added: str | None
    started: str | None
    finished: str | None
    author_count: int | None
    organization: str | None
    kind: str | None
    progress: str | None
    extra: dict[str, Any]


for _name in FACTS:  # those that are newer than the list above
    _kind = int | None if FIELDS[_name] == NUMBER else str | None
    Paper.__annotations__.setdefault(_name, _kind)
