"""The figures of a reader's list: what came and left, what waits and since when, and how it goes.

Each figure stands beside the query that lists its papers. Days are those of the reader.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from readlist import local_time
from readlist.library.papers.search import Search, prepare
from readlist.library.statistics.forecast import Forecast, Lasting, forecast, half_life
from readlist.local_time import Days
from readlist.query import Or, unparse_node
from readlist.store.connection import Library
from readlist.store.moves import Move, moves
from readlist.store.select import any_snoozed, ids_sql

WEEKS = 26
"""Weeks of the flow, with the one that is not over."""
HEAT_WEEKS = 53
"""Weeks of the map of a year that ends today."""
RECENT_DAYS = 30
# Days that a paper waits, as a person says them.
AGES = (("a week", 7), ("a month", 30), ("3 months", 91), ("a year", 365))
ON_LIST = ("to-read", "reading")
ANY_STATUS = "status:inbox,to-read,reading,skimmed,read,dropped"
"""What keeps ``list`` from leaving out what waits and what was dropped."""


class Figure(NamedTuple):
    """A number of papers, and the query that lists them."""

    papers: int
    query: str


class Period(NamedTuple):
    """What moved from a day to another: came at all, came onto the list, was read, was dropped."""

    first: str
    last: str
    arrived: Figure
    kept: Figure
    finished: Figure
    let_go: Figure


class Age(NamedTuple):
    """Papers on the list for less than ``name``, and not for less than the name before."""

    name: str
    waiting: Figure


class Streak(NamedTuple):
    """Days on which something was finished: of the last 30, in a row up to now, most in a row."""

    recent: int
    current: int
    longest: int
    longest_until: str


class Statistics(NamedTuple):
    """How a reader's list goes; ``asked`` is the query that all figures are restricted to.

    ``days`` holds what was finished by day in the year of ``map``. ``reading_days`` are the median
    and the ninth tenth of the days from the list to finished; None where too few were.
    """

    asked: str
    today: str
    map: Period
    days: dict[str, int]
    weeks: list[Period]
    flow: Period
    inbox: Figure
    to_read: Figure
    reading: Figure
    waiting: Figure
    ages: list[Age]
    half_life: int | None
    timed: Figure
    reading_days: tuple[int, int] | None
    forecast: Forecast
    streak: Streak


class Moved(NamedTuple):
    """Papers by the days of their moves; ``lasting`` how long they stayed on the list."""

    arrived: Counter[str]
    kept: Counter[str]
    finished: Counter[str]
    let_go: Counter[str]
    waiting: Counter[str]
    statuses: Counter[str]
    papers: list[Move]


def statistics(library: Library, words: Sequence[str], now: str) -> Statistics:
    """Return how a reader's list goes, or the part that a query finds. Raises ``QueryError``."""
    asked, moved = moved_papers(library, words, now)
    named = naming(library, asked, now)
    today = Days()(now)
    this_day = date.fromisoformat(today)
    monday = this_day - timedelta(days=this_day.weekday())
    mapped = period(moved, named, str(monday - timedelta(weeks=HEAT_WEEKS - 1)), today)
    weeks = [
        period(moved, named, str(first), str(first + timedelta(days=6)))
        for first in (monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    ]
    timed = [move for move in moved.papers if move.kept and mapped.first <= move.finished <= today]
    spans = sorted(days_between(move.kept, move.finished) for move in timed if _whole(move))
    on_list = "status:to-read,reading"
    return Statistics(
        asked=asked,
        today=today,
        map=mapped,
        days={day: n for day, n in sorted(moved.finished.items()) if mapped.first <= day <= today},
        weeks=weeks,
        flow=period(moved, named, weeks[0].first, today),
        inbox=Figure(moved.statuses["inbox"], named("status:inbox")),
        to_read=Figure(moved.statuses["to-read"], named("status:to-read")),
        reading=Figure(moved.statuses["reading"], named("status:reading")),
        waiting=Figure(sum(moved.statuses[one] for one in ON_LIST), named(on_list)),
        ages=list(_ages(moved, named, this_day)),
        half_life=half_life(_lasting(moved, today)),
        timed=Figure(
            len(timed), named(f"finished:{mapped.first}..{today} kept:..{today} is:finished")
        ),
        reading_days=_spread(spans),
        forecast=forecast(
            moved.kept, moved.finished, moved.let_go,
            sum(moved.statuses[one] for one in ON_LIST), this_day,
        ),
        streak=_streak(moved.finished, this_day),
    )  # fmt: skip


def moved_papers(library: Library, words: Sequence[str], now: str) -> tuple[str, Moved]:
    """Return what the query is, and its papers by the days of their moves."""
    found: Search | None = prepare(library, words, now=now) if words else None
    if found is None or found.query.where is None:
        return "", _counted(moves(library))
    where = found.query.where
    asked = unparse_node(where)
    statement, values = ids_sql(found.selection)
    return f"({asked})" if isinstance(where, Or) else asked, _counted(
        moves(library, statement, values)
    )


def naming(library: Library, asked: str, now: str) -> Callable[[str], str]:
    """Return what names the papers of a figure, within those that were asked for.

    What is snoozed counts; where something is, ``list`` has to be told so.
    """
    snoozed = any_snoozed(library.db, library.reader_id, local_time.day(now))
    more = f"{asked} snoozed:yes,no".strip() if snoozed else asked
    return lambda condition: f"{condition} {more}".strip()


def _counted(found: Iterable[Move]) -> Moved:
    day = Days()
    moved = Moved(Counter(), Counter(), Counter(), Counter(), Counter(), Counter(), [])
    for paper, status, at, kept_at, finished_at, dropped_at, count in found:
        added = day(at)
        moved.arrived[added] += count
        moved.statuses[status] += count
        # Most were added to be read: their two days are one, and this loop is half of the time.
        kept = added if kept_at == at else day(kept_at)
        if kept:
            moved.kept[kept] += count
        if status in ON_LIST:
            moved.waiting[kept] += count
        elif status != "inbox":
            finished = day(finished_at) if finished_at else ""
            dropped = day(dropped_at) if dropped_at else ""
            if finished:
                moved.finished[finished] += count
            elif dropped and kept:
                moved.let_go[dropped] += count
            moved.papers.append(Move(paper, status, added, kept, finished, dropped, count))
    return moved


def period(moved: Moved, named: Callable[[str], str], first: str, last: str) -> Period:
    """Return what moved from a day to another."""

    def within(days: Counter[str]) -> int:
        # "2026-03", of a file that knew no more, stands in its month and not in a day of it.
        return sum(count for day, count in days.items() if first <= day <= last)

    days = f"{first}..{last}"
    return Period(
        first, last,
        Figure(within(moved.arrived), named(f"added:{days} {ANY_STATUS}")),
        Figure(within(moved.kept), named(f"kept:{days}")),
        Figure(within(moved.finished), named(f"finished:{days} is:finished")),
        Figure(within(moved.let_go), named(f"dropped:{days} kept:..{last}")),
    )  # fmt: skip


def days_between(first: str, last: str) -> int:
    """Return how many days lie between two days."""
    return _ordinal(last) - _ordinal(first)


@cache
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _whole(move: Move) -> bool:
    return len(move.kept) == len(move.finished) == len("2026-03-02")


def _ages(moved: Moved, named: Callable[[str], str], today: date) -> Iterator[Age]:
    """Yield what waits by how long it does, from the newest on."""
    last = "9999"
    for name, days in (*AGES, ("longer", 0)):
        first = str(today - timedelta(days=days - 1)) if days else ""
        count = sum(n for day, n in moved.waiting.items() if first <= day <= last)
        ends = f"{first}..{'' if last == '9999' else last}"
        yield Age(name, Figure(count, named(f"status:to-read,reading kept:{ends}")))
        last = str(today - timedelta(days=days)) if days else ""


def _lasting(moved: Moved, today: str) -> Iterator[Lasting]:
    """Yield how long papers stayed on the list, and whether they have left it."""
    for move in moved.papers:
        left = move.finished or move.dropped
        if len(move.kept) == len(left) == len(today):
            yield Lasting(days_between(move.kept, left), move.papers, left=True)
    for day, count in moved.waiting.items():
        if len(day) == len(today):
            yield Lasting(days_between(day, today), count, left=False)


def _spread(spans: Sequence[int]) -> tuple[int, int] | None:
    """Return the median and the ninth tenth, of five or more."""
    if len(spans) < 5:
        return None
    return spans[len(spans) // 2], spans[len(spans) * 9 // 10]


def _streak(finished: Counter[str], today: date) -> Streak:
    """Return the days on which papers were finished; today is not over, so yesterday counts."""
    days = sorted(date.fromisoformat(day) for day in finished if len(day) == len("2026-03-02"))
    days = [day for day in days if day <= today]
    run = longest = 0
    until = before = None
    for day in days:
        run = run + 1 if before and day - before == timedelta(days=1) else 1
        before = day
        if run >= longest:
            longest, until = run, day
    current = run if before and today - before <= timedelta(days=1) else 0
    recent = sum(day > today - timedelta(days=RECENT_DAYS) for day in days)
    return Streak(recent, current, longest, str(until or ""))
