"""What passes between fetching and keeping: a feed to pull, and what came of it, in portions."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from readlist.library.pull.days import DONE, Read
from readlist.model import NOTHING
from readlist.services.announced import Announced
from readlist.store.feeds import Feed, State

if TYPE_CHECKING:
    from readlist.errors import ReadlistError
    from readlist.formats.base import Document
    from readlist.services.base import Request

T = TypeVar("T")

WEEKEND, HOLIDAY, EARLY, STALE = "weekend", "holiday", "not yet announced", "stale"
UNMODIFIED, THROTTLED, FAILED, EMPTY = "not modified", "rate limited", "failed", "empty"
PAUSED, NOT_DUE, INTERRUPTED, GONE = "paused", "not due", "interrupted", "gone"
RESTING = "resting after failures"
ALL_KNOWN, ALL_FILTERED, ALL_OLD = "all known", "all filtered", "all known or filtered"
"""Why nothing new came, as it stands in the ledger."""


class Task(NamedTuple):
    """A feed that is to be pulled, with all that its fetching may know; values alone.

    ``days`` are those that were planned before; ``since`` is a day from which on everything is to
    be read once more.
    """

    feed: Feed
    now: datetime
    state: State = State()
    days: Mapping[date, Read] = NOTHING  # type: ignore[assignment]
    since: date | None = None

    def failures(self, day: str) -> int:
        """Return how often a day alone could not be read so far."""
        known = self.days.get(date.fromisoformat(day))
        return known.failures if known else 0

    def in_order(self, days: Sequence[date]) -> Sequence[date]:
        """Return days in the order in which they are read.

        The oldest first, so that a new version comes after the paper; with a limit the newest.
        """
        return days[::-1] if self.feed.options.get("limit") else days


class Portion(NamedTuple):
    """A part of what a feed has, which is kept in one transaction.

    ``day`` is the one that it is about, empty for feeds without days, and ``state`` what became of
    it: ``done``, ``partial``, ``empty``. ``reason`` is why there is nothing, or not all, as far as
    fetching can tell. ``through`` is the day up to which a feed without days is now complete.
    ``document`` is a curated list. ``others`` are items in which no paper was recognised.
    ``fault`` is why this day alone could not be read.
    ``moved_to`` is the address of the feed from now on; ``feed`` is the feed as it is from now on,
    where that is another one than before.
    """

    items: tuple[Announced, ...] = ()
    day: str = ""
    state: str = DONE
    reason: str = ""
    through: str = ""
    document: "Document | None" = None
    others: int = 0
    moved_to: str = ""
    feed: Feed | None = None
    fault: "ReadlistError | None" = None


class Asking(Protocol):
    """Asks services for one feed after the other, in one thread.

    ``requests`` counts those that went out so far; ``heard`` says how the last answer came:
    ``fresh``, ``kept`` without a request, or ``unchanged``; ``moved_to`` is the address that takes
    the place of the one that was asked, if any.
    """

    heard: str
    moved_to: str

    @property
    def requests(self) -> int:
        """The requests that went out so far."""
        ...

    def __call__(self, request: "Request[T]", /) -> T | None:
        """Return the answer to a question, None where there is none. Raises ``NetworkError``."""
        ...


class MakeAsking(Protocol):
    """Opens the connections of one thread."""

    def __call__(self) -> AbstractContextManager[Asking]:
        """Return what asks, until the end of its block."""
        ...
