"""The values that the program speaks in; immutable, without any I/O.

``Record`` is what one source says of one paper; ``Paper`` is what the library knows of it. Small
values are named tuples: made in half the time of a frozen dataclass, hashed in a third, and every
start of the program saves 0.7 ms for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple


class Status(StrEnum):
    """What a reader does with a paper; the order is the order of a paper's life."""

    INBOX = "inbox"
    TO_READ = "to-read"
    READING = "reading"
    SKIMMED = "skimmed"
    READ = "read"
    DROPPED = "dropped"


MORE_AUTHORS = "more_authors"
"""Stands in ``extra`` where the authors are only the first of an unknown number ("et al.")."""

VENUE_YEAR = "venue_year"
"""Stands in ``extra`` where the venue's year is known and is not the paper's: a preprint's is."""


class Priority(IntEnum):
    """How urgent a paper is; 0 means that nobody said."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Rank(IntEnum):
    """How far a source is believed; a fact gives way only to one of a higher rank."""

    GUESS = 10  # read out of a remark, or inferred
    LIST = 20  # a curated list, a web page saved as text
    FILE = 30  # a bibliography or an export of another program
    AGGREGATOR = 50  # a service that collects from others
    REGISTRY = 60  # the publisher's registry
    ISSUER = 70  # the service that issues the identifier
    PERSON = 90  # the person who keeps the library


NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    """Return the one empty mapping; dataclasses refuse it as a plain default, being unhashable."""
    return NOTHING


class Author(NamedTuple):
    """One author; a group such as ``OpenAI`` has a name only, no family."""

    name: str
    family: str = ""
    given: str = ""
    suffix: str = ""


class Identifier(NamedTuple):
    """A name that a service gave to a paper, in the normal form of its scheme (see ``ids``)."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Link(NamedTuple):
    """A named address that belongs to a paper: ``code``, ``project``, ``pdf``, ``video``."""

    name: str
    url: str


class ListEntry(NamedTuple):
    """A paper's place in a curated list; ``list`` is empty until the import names the list."""

    section: tuple[str, ...] = ()
    position: int = 0
    remark: str = ""
    list: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's Markdown on a paper; times are UTC, ISO 8601 with ``Z``."""

    body: str
    created: str = ""
    reader: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader does with one paper; dates are UTC, ISO 8601."""

    status: Status | None = None
    priority: int = 0
    rating: int | None = None
    progress: str = ""
    started: str = ""
    finished: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of one paper at one time.

    ``published`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. ``ranks`` names the source and the
    rank of single facts where they differ from ``source`` and ``rank``, by field name. The
    person's own words (``reading``, ``tags``, ``notes``, ``key``) come only from the person and
    from the program's own export.
    """

    source: str = ""
    rank: int = Rank.FILE
    title: str = ""
    authors: tuple[Author, ...] = ()
    author_count: int | None = None
    abstract: str = ""
    year: int | None = None
    published: str = ""
    venue: str = ""
    kind: str = ""
    organization: str = ""
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_nothing)
    ranks: Mapping[str, tuple[str, int]] = field(default_factory=_nothing)
    entries: tuple[ListEntry, ...] = ()
    key: str = ""
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    reading: Reading | None = None
    others: tuple[Reading, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    added: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """What the library knows of one paper, seen by one reader.

    ``aliases`` are citation keys and ``titles`` folded titles that once named the paper.
    """

    id: int
    key: str
    title: str = ""
    authors: tuple[Author, ...] = ()
    author_count: int | None = None
    abstract: str = ""
    year: int | None = None
    published: str = ""
    venue: str = ""
    kind: str = ""
    organization: str = ""
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_nothing)
    ranks: Mapping[str, tuple[str, int]] = field(default_factory=_nothing)
    reading: Reading = field(default_factory=Reading)
    others: tuple[Reading, ...] = ()
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    lists: tuple[ListEntry, ...] = ()
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    added: str = ""


class Problem(NamedTuple):
    """One bad item in a batch: its line in the file (0: the whole file) and a sentence."""

    line: int
    message: str


class Skipped(NamedTuple):
    """Something in a file that is deliberately not taken as a paper."""

    line: int
    reason: str


class ListInfo(NamedTuple):
    """What a file says of the list that it is; ``name`` is set where the file knows its name."""

    title: str = ""
    name: str = ""
    source: str = ""
    added: str = ""


class FeedInfo(NamedTuple):
    """What a file says of a feed: where it is pulled from, and the page that it belongs to.

    ``url`` is where any program finds it; ``kind``, ``address`` and ``options`` say what it is
    here, in files that this program wrote (``store.feeds.Feed``).
    """

    url: str
    title: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()
    line: int = 0
    name: str = ""
    kind: str = ""
    address: str = ""
    options: Mapping[str, Any] = NOTHING


Item = Record | Problem | Skipped | ListInfo | FeedInfo
