"""The values that the program speaks in; immutable, without any I/O.

``Record`` is what one source says of one paper; ``Paper`` is what the library knows of it. Small
values are named tuples: made in half the time of a frozen dataclass, hashed in a third, and every
start of the program saves 0.7 ms for each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from readlist import status

Status = status.Status
FINISHED = status.FINISHED

MORE_AUTHORS = "more_authors"
"""Stands in ``extra`` where the authors are only the first of an unknown number ("et al.")."""

PDF = "pdf"
"""The source of what a PDF says of itself, read from its first page."""
STATED = "stated"
"""Stands in ``extra`` for identifiers that a source gives and that name another paper, with why."""

NOTICES = "notices"
"""Stands in ``extra`` for what was published about the work: ``retraction in: Letters. 2020``."""

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


LINE, BLOCK, NUMBER, DATE = "line", "block", "number", "date"
"""Kinds of facts: text of one line, of several, a whole number, ``YYYY``, ``-MM``, ``-DD``."""
DAY = "day"
"""A day of the reader's, ``2026-12-24``: it is that day wherever the reader is."""
SET, OTHER = "set", "other"
"""Kinds that have a shape of their own: several values in order, none twice; anything else."""


def _fact(kind: str, blank: Any = "") -> Any:
    """Declare a fact, which one source says and a better one corrects."""
    return field(default=blank, metadata={"kind": kind, "ranked": True})


def _word(kind: str, blank: Any = "") -> Any:
    """Declare what no source corrects: the person's own, or what gathers."""
    return field(default=blank, metadata={"kind": kind})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader does with one paper; moments are UTC, ISO 8601.

    It is to be read until the day ``due``; lists, inbox and ``next`` leave it out until the day
    ``wait``. A field is declared here and nowhere else: whatever stores, shows, writes and reads
    readings goes by ``OF_READING``.
    """

    status: Status | None = field(default=None, metadata={"kind": OTHER})
    priority: int = _word(NUMBER, 0)
    rating: int | None = _word(NUMBER, None)
    progress: str = _word(LINE)
    started: str = _word(LINE)
    finished: str = _word(LINE)
    reader: str = ""
    due: str = _word(DAY)
    wait: str = _word(DAY)


OF_READING: Mapping[str, str] = {
    one.name: one.metadata["kind"] for one in fields(Reading) if one.metadata
}
"""What a reader says of a paper, with the kind of each."""


@dataclass(frozen=True, slots=True, kw_only=True, init=False, repr=False, eq=False)
class Facts:
    """What there is to say of a work, by one source (``Record``) and in the library (``Paper``).

    A field is declared here and nowhere else: whatever stores, merges, shows, writes and reads
    papers goes by ``FIELDS`` and ``FACTS``. ``ranks`` names the source and the rank of single
    facts. ``aliases`` are citation keys and ``titles`` folded titles that once named the paper. The
    person's own words (``tags``, ``notes``, ``key``) come only from the person and from the
    program's own export.
    """

    key: str = _word(LINE)
    title: str = _fact(LINE)
    authors: tuple[Author, ...] = _fact(OTHER, ())
    author_count: int | None = _fact(NUMBER, None)
    abstract: str = _fact(BLOCK)
    year: int | None = _fact(NUMBER, None)
    published: str = _fact(DATE)
    venue: str = _fact(LINE)
    kind: str = _fact(LINE)
    organization: str = _fact(LINE)
    identifiers: tuple[Identifier, ...] = _word(SET, ())
    links: tuple[Link, ...] = _word(SET, ())
    extra: Mapping[str, Any] = field(default_factory=_nothing)
    ranks: Mapping[str, tuple[str, int]] = field(default_factory=_nothing)
    others: tuple[Reading, ...] = ()
    tags: tuple[str, ...] = _word(SET, ())
    notes: tuple[Note, ...] = ()
    aliases: tuple[str, ...] = _word(SET, ())
    titles: tuple[str, ...] = _word(SET, ())
    added: str = _word(LINE)

    def part(self, name: str) -> Mapping[str, Any]:
        """Return what stands in ``extra`` under a name; nothing where that has no names itself."""
        found = self.extra.get(name)
        return found if isinstance(found, Mapping) else NOTHING


FIELDS: Mapping[str, str] = {one.name: one.metadata.get("kind", OTHER) for one in fields(Facts)}
"""Every field of a paper with its kind, in the order of a full export."""
FACTS = tuple(one.name for one in fields(Facts) if one.metadata.get("ranked"))
"""The fields that have a source and a rank."""
SETS = tuple(name for name, kind in FIELDS.items() if kind == SET)
"""The fields that gather values: a record adds to what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Facts):
    """What one source says of one paper at one time.

    ``source`` and ``rank`` are those of the facts that ``ranks`` does not name.
    """

    source: str = ""
    rank: int = Rank.FILE
    reading: Reading | None = None
    entries: tuple[ListEntry, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Facts):
    """What the library knows of one paper, seen by one reader."""

    id: int
    key: str
    reading: Reading = field(default_factory=Reading)
    lists: tuple[ListEntry, ...] = ()


class Problem(NamedTuple):
    """One bad item in a batch: its line in the file (0: the whole file) and a sentence."""

    line: int
    message: str


NO_LINK = "no link: "
"""How the reason begins where what was skipped looks like a paper that nobody linked."""


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


class SearchInfo(NamedTuple):
    """What a file says of a saved search."""

    name: str
    query: str
    added: str = ""
    line: int = 0


Item = Record | Problem | Skipped | ListInfo | FeedInfo | SearchInfo
