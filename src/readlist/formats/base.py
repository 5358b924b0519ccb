"""What a format is: a small frozen value that turns a document into items, or papers into text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from readlist.model import Item, ListInfo, Paper


class Document(Protocol):
    """Text to read papers from, already decoded; ``name`` is the file's name without its folder."""

    name: str
    head: str
    """The first 16,384 characters or fewer, for sniffing."""

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends, from the beginning; may be called again."""
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

    def text(self) -> str:
        """Return everything at once."""
        return self.body


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the person says of a file that is read.

    ``year`` is the year of a date that has none; ``today`` (``YYYY-MM-DD``) bounds an inferred one.
    """

    year: int | None = None
    today: str = ""


@dataclass(frozen=True, slots=True)
class DumpOptions:
    """How papers are written; ``latex`` asks for ASCII with LaTeX commands where there are any.

    ``lists`` are the curated lists that the papers stand in, for formats that carry them.
    """

    latex: bool = False
    columns: tuple[str, ...] = ()
    lists: tuple[ListInfo, ...] = ()


Load = Callable[[Document, LoadOptions], Iterator[Item]]
Dump = Callable[[Iterable[Paper], DumpOptions], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format; ``sniff`` answers 0 (no) to 1 (certainly) for the head and name of a document.

    ``makes_list`` says that a file of this format is a curated list whose order is kept.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...] = field(default=())
    sniff: Callable[[str, str], float] | None = None
    load: Load | None = None
    dump: Dump | None = None
    makes_list: bool = False
