"""What a format is: a small frozen value that turns a document into items, or papers into text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from readlist.model import NOTHING, FeedInfo, Item, ListInfo, Paper, SearchInfo


class Document(Protocol):
    """Text to read papers from, already decoded."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        ...

    @property
    def head(self) -> str:
        """The first 16,384 characters or fewer, for sniffing."""
        ...

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends, from the beginning; may be called again."""
        ...

    def blocks(self) -> Iterator[str]:
        """Yield the text in pieces of any length, also where it is one long line."""
        ...

    def text(self) -> str:
        """Return everything at once, line ends as LF."""
        ...


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A document that is already in memory."""

    body: str
    name: str = ""

    @property
    def head(self) -> str:
        """The first 16,384 characters."""
        return self.body[:16_384]

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends."""
        return iter(self.body.split("\n"))

    def blocks(self) -> Iterator[str]:
        """Yield the text in pieces."""
        return (self.body[at : at + 65_536] for at in range(0, len(self.body), 65_536))

    def text(self) -> str:
        """Return everything at once."""
        return self.body


def _nothing() -> Mapping[str, str]:
    return NOTHING


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the person says of a file that is read.

    ``year`` is the year of a date that has none; ``today`` (``YYYY-MM-DD``) bounds an inferred one.
    ``columns`` says which column of a table holds what (field name to header), ``all_links`` that
    links of a curated list which are no papers are taken as well.
    """

    year: int | None = None
    today: str = ""
    columns: Mapping[str, str] = field(default_factory=_nothing)
    all_links: bool = False


@dataclass(frozen=True, slots=True)
class DumpOptions:
    """How papers are written; ``latex`` asks for ASCII with LaTeX commands where there are any.

    ``lists`` are the curated lists that the papers stand in, for formats that carry them; ``feeds``
    are all feeds and ``searches`` all that were saved, for a full export. ``list`` names the one
    list that is written with its sections, where it is one. ``extras`` are fields asked for beyond
    what a format writes by itself, such as ``abstract`` and ``notes``. ``style`` is the citation
    style of formatted references. ``wants`` says whether a field is written, by the name that the
    format gives it. ``query`` is what was asked for, for formats that have no other name.
    ``sorted`` says that the person asked for an order.
    """

    latex: bool = False
    columns: tuple[str, ...] = ()
    lists: tuple[ListInfo, ...] = ()
    feeds: tuple[FeedInfo, ...] = ()
    searches: tuple[SearchInfo, ...] = ()
    list: str = ""
    extras: frozenset[str] = frozenset()
    style: str = ""
    wants: Callable[[str], bool] = bool  # every name; a function of our own would be called often
    query: str = ""
    sorted: bool = False


BIBLIOGRAPHIES = frozenset({"bibtex", "biblatex"})
"""The formats whose entries LaTeX cites by their keys."""

Load = Callable[[Document, LoadOptions], Iterator[Item]]
Dump = Callable[[Iterable[Paper], DumpOptions], Iterator[str]]
Former = Callable[[str], str | None]
"""Returns the text of a file of the folder that is written to, by its name; None: not there."""
DumpFolder = Callable[[Iterable[Paper], DumpOptions, Former], Iterator[tuple[str, str]]]
"""Yields the files to write, name and text; those that stay as they are are not among them."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format; ``sniff`` answers 0 (no) to 1 (certainly) for the head and name of a document.

    ``suffixes`` are how its files are called, first the one that names the format to be written.
    A format of many files has ``dump_folder`` in place of ``dump``.
    ``makes_list`` says that a file of this format is a curated list whose order is kept; ``needs``
    names those of ``lists``, ``feeds`` and ``searches`` in ``DumpOptions`` that it writes; a list
    has its own.
    ``ignores`` are the fields of a paper that it writes only where some are asked for by name: they
    need not be loaded.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...] = field(default=())
    sniff: Callable[[str, str], float] | None = None
    load: Load | None = None
    dump: Dump | None = None
    dump_folder: DumpFolder | None = None
    makes_list: bool = False
    needs: tuple[str, ...] = ()
    ignores: frozenset[str] = frozenset()
