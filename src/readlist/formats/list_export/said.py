"""What an entry of a list that was written here says of its paper, and where in the list it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from readlist.formats.list_export.arrange import Address, authors_of, facts_of_links
from readlist.model import MORE_AUTHORS, NOTHING, ListEntry, Rank, Record
from readlist.text import TITLE_LIMIT, clean, clean_block

SECTIONS = 200
"""Sections within sections that are told apart; deeper ones are left out."""


class Sections:
    """The path of the sections that are open."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, depth: int, name: str) -> None:
        """Begin a section, which ends all that are as deep; depth 0 only ends them."""
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        if depth and len(self._open) < SECTIONS and (name := clean(name)):
            self._open.append((depth, name))

    def path(self) -> tuple[str, ...]:
        """Return the names of the open sections, from the outermost."""
        return tuple(name for _, name in self._open)


@dataclass(slots=True)
class Said:
    """The parts of an entry; ``url`` is where its title leads, ``links`` are the others."""

    title: str = ""
    url: str = ""
    authors: str = ""
    organization: str = ""
    venue: str = ""
    year: int | None = None
    links: Iterable[Address] = field(default_factory=tuple)
    remark: str = ""
    abstract: str = ""


def record(source: str, said: Said) -> Record:
    """Return the record that an entry is; its place in the list is set by its reader."""
    identifiers, links = facts_of_links(said.url, said.links)
    # Names stand without the full stop behind them, which an initial keeps: "A. Lovelace." and
    # "Lovelace A."
    names = said.authors
    if not re.search(r"(?:et al|\b[A-Z]|\b[JS]r)\.$", names):
        names = names.removesuffix(".")
    authors, more = authors_of(names)
    title = clean(said.title, TITLE_LIMIT)
    return Record(
        source=source,
        rank=Rank.LIST,
        title="" if title == said.url else title,
        authors=authors,
        organization=clean(said.organization),
        venue=clean(said.venue),
        year=said.year,
        abstract=clean_block(said.abstract),
        identifiers=identifiers,
        links=links,
        extra={MORE_AUTHORS: True} if more and authors else NOTHING,
        entries=(ListEntry(remark=clean_block(said.remark)),),
    )
