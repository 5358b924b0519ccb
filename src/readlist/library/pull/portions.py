"""What passes between fetching and keeping: a feed to pull, and what came of it, in portions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from readlist.errors import NetworkError, ReadlistError, SilentError, ThrottledError
from readlist.library.pull.days import DONE, PARTIAL, Read
from readlist.model import NOTHING, Identifier
from readlist.services.base import KINDS, REPLACE, REPLACE_CROSS, Announced, Announcements, Request
from readlist.store.feeds import Feed, State

if TYPE_CHECKING:
    from readlist.formats.base import Document

T = TypeVar("T")

WEEKEND, HOLIDAY, EARLY, STALE = "weekend", "holiday", "not yet announced", "stale"
UNMODIFIED, THROTTLED, FAILED, EMPTY = "not modified", "rate limited", "failed", "empty"
PAUSED, NOT_DUE, INTERRUPTED, GONE = "paused", "not due", "interrupted", "gone"
RESTING = "resting after failures"
ALL_KNOWN, ALL_FILTERED, ALL_OLD = "all known", "all filtered", "all known or filtered"
"""Why nothing new came, as it stands in the ledger."""
OVERLAP = timedelta(days=7)
"""How much of the time before a query asks for again: what is submitted is announced later."""


class Task(NamedTuple):
    """A feed that is to be pulled, with all that its fetching may know; values alone.

    ``days`` are those that were planned before; ``since`` is a day from which on everything is to
    be read once more. ``seeds`` are the papers of the library that a feed of citations is about.
    """

    feed: Feed
    now: datetime
    state: State = State()
    days: Mapping[date, Read] = NOTHING  # type: ignore[assignment]
    since: date | None = None
    seeds: tuple[Identifier, ...] = ()

    def failures(self, day: str) -> int:
        """Return how often a day alone could not be read so far."""
        known = self.days.get(date.fromisoformat(day))
        return known.failures if known else 0

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day that a query asks for; a new one begins a week back."""
        last = self.now.date()
        through = date.fromisoformat(self.state.through) if self.state.through else last
        return self.since or min(through, last) - OVERLAP, last

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
    fault: ReadlistError | None = None


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

    def __call__(self, request: Request[T], /) -> T | None:
        """Return the answer to a question, None where there is none. Raises ``NetworkError``."""
        ...


class MakeAsking(Protocol):
    """Opens the connections of one thread."""

    def __call__(self) -> AbstractContextManager[Asking]:
        """Return what asks, until the end of its block."""
        ...


PAGES = 60
"""Pages of one answer, more than any service has: an end for one that goes round in a circle."""
FAULTS = 10
"""Days of one feed that may fail in one pull before it ends."""


class Pages(NamedTuple):
    """All pages of an answer; ``whole`` says that nothing of what it counts is missing.

    ``fresh`` says that at least one of them was new.
    """

    items: tuple[Announced, ...] = ()
    day: str = ""
    whole: bool = True
    fresh: bool = False
    there: bool = True
    others: int = 0


def all_pages(
    ask: Asking, question: Callable[[int], Request[Announcements]], first: int = 0,
    age_s: float | None = None, last: int = PAGES,
) -> Pages:  # fmt: skip
    """Return every page of an answer, from the page or the entry ``first`` on.

    ``age_s`` is how old a kept answer may be, ``last`` the number of pages that are wanted at all.
    A service that says that there is no such thing has nothing ``there``. Raises ``NetworkError``.
    """
    found: dict[object, Announced] = {}
    place: int | None = first
    total = others = 0
    day, fresh = "", False
    for _ in range(last):
        if place is None:
            break
        request = question(place)
        answer = ask(request if age_s is None else replace(request, age_s=age_s))
        if answer is None:
            return Pages(tuple(found.values()), day, False, fresh, bool(found), others)
        fresh = fresh or ask.heard == "fresh"
        total = max(total, sum(answer.totals.values()))
        day, others = day or answer.day, others + answer.others
        known = len(found)
        for one in answer.items:
            found.setdefault(name_of(one), one)
        # A page that repeats what came before leads nowhere.
        place = answer.next if len(found) > known else None
    whole = (place is None or last < PAGES) and len(found) + others >= total
    return Pages(tuple(found.values()), day, whole, fresh, True, others)


def name_of(one: Announced) -> object:
    """Return by what two announcements of a paper are the same."""
    names = one.record.identifiers
    return names[0] if names else (one.record.title, one.day)


def united(parts: Sequence[Iterable[Announced]]) -> tuple[Announced, ...]:
    """Return announcements of one day, each paper once as the first part has it.

    A paper that one category lists from another and that is new in the other is new.
    """
    found: dict[object, Announced] = {}
    for part in parts:
        for one in part:
            known = found.setdefault(name_of(one), one)
            if KINDS.index(one.kind) < KINDS.index(known.kind):
                found[name_of(one)] = known._replace(kind=one.kind)
    return tuple(found.values())


def day_by_day(
    task: Task, days: Sequence[date], today: date, read: Callable[[date], Iterator[Portion]]
) -> Iterator[Portion]:
    """Yield what is read of days; where some fail while others come, it is those days.

    They are yielded with their fault, except ``today``, which may still become well. Raises
    ``NetworkError`` where it is not the days: where the service wants patience, is silent from a
    day on, or has answered nothing else.
    """
    faults: list[tuple[date, NetworkError, int]] = []
    answered: list[date] = []
    waiting = sorted(task.in_order(days), key=lambda day: _is_failing(task, day))
    while waiting and len(faults) < FAULTS:
        day = waiting.pop(0)
        try:
            yield from read(day)
        except ThrottledError:
            raise
        except NetworkError as error:
            if faults and not (answered or _is_failing(task, day)):
                raise
            faults.append((day, error, len(answered)))
            if isinstance(error, SilentError):
                # Two silences end the asking: the next day may be as silent, the newest is not.
                waiting.sort(key=lambda one: (_is_failing(task, one), -one.toordinal()))
        else:
            answered.append(day)
    for day, fault, before in faults:
        if day == today or not _is_its_own(task, day, fault, answered, before, today):
            raise fault
        yield Portion(day=day.isoformat(), state=PARTIAL, fault=fault)


def _is_its_own(
    task: Task, day: date, fault: NetworkError, answered: Sequence[date], before: int, today: date
) -> bool:
    """Say whether it is a day that cannot be read, and not its service.

    ``before`` is how many days were answered when this one failed.
    """
    if not isinstance(fault, SilentError):
        return bool(answered) or _is_failing(task, day)
    if _is_failing(task, day):
        return bool(answered)  # it is asked last: nothing is answered after it
    # A service that falls silent answers no more; today's papers may come from another address.
    return any(one != today for one in answered[before:])


def _is_failing(task: Task, day: date) -> bool:
    return day in task.days and task.days[day].is_failing


def is_replacement(one: Announced) -> bool:
    """Say whether a paper is announced because there is a new version of it."""
    return one.kind in (REPLACE, REPLACE_CROSS)
