"""A year of reading: its figures, its months, and the papers that it will be remembered by."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from readlist.errors import UsageError
from readlist.library.papers.search import count, prepare
from readlist.library.statistics.statistics import (
    Figure,
    Moved,
    Period,
    days_between,
    moved_papers,
    naming,
    period,
)
from readlist.local_time import Days
from readlist.query import quoted
from readlist.store.connection import Library
from readlist.store.moves import Move
from readlist.store.statistics import BY, Told, names_of, told

BEST = 5
TOP = 3


class Remembered(NamedTuple):
    """A paper of the year, and why: ``said`` is ``best``, ``first``, ``last`` and the like.

    ``days`` are those that it waited before it was read.
    """

    said: str
    paper: Told
    finished: str
    days: int | None


class Year(NamedTuple):
    """A year of reading; ``weekdays`` begin with Monday."""

    year: int
    asked: str
    today: str
    all: Period
    months: list[Period]
    days: dict[str, int]
    weekdays: list[int]
    papers: list[Remembered]
    tops: dict[str, list[tuple[str, Figure]]]


def year_of(library: Library, year: int, words: Sequence[str], now: str) -> Year:
    """Return a year of reading, or of what a query finds in it.

    Raises ``UsageError`` for a year that is none.
    """
    if not 1900 <= year <= 9000:
        raise UsageError(f"{year} is no year of reading. For example: readlist stats year 2026")
    asked, moved = moved_papers(library, words, now)
    named = naming(library, asked, now)
    whole = period(moved, named, f"{year}-01-01", f"{year}-12-31")
    months = [
        period(moved, named, f"{year}-{month:02}-01", _end_of(year, month))
        for month in range(1, 13)
    ]
    read = [move for move in moved.papers if move.finished.startswith(str(year))]
    days = {day: n for day, n in sorted(moved.finished.items()) if whole.first <= day <= whole.last}
    weekdays = [0] * 7
    for day, papers in days.items():
        if len(day) == len(whole.first):
            weekdays[date.fromisoformat(day).weekday()] += papers
    return Year(
        year, asked, Days()(now), whole, months, days, weekdays,
        list(_remembered(library, read)), _tops(library, whole, moved, named, now),
    )  # fmt: skip


def _end_of(year: int, month: int) -> str:
    from calendar import monthrange

    return f"{year}-{month:02}-{monthrange(year, month)[1]}"


def _remembered(library: Library, read: Sequence[Move]) -> Iterator[Remembered]:
    """Yield the papers of a year, the best first; none twice for one reason."""
    known = told(library, [move.paper for move in read])
    read = sorted((move for move in read if move.paper in known), key=lambda m: m.finished)
    if not read:
        return
    best = sorted(read, key=lambda move: -(known[move.paper].rating or 0))[:BEST]
    chosen: list[tuple[str, Move]] = [("first", read[0]), ("last", read[-1])]
    waited = {move: days for move in read if (days := _waited(move)) is not None}
    if len(waited) > 1:
        chosen.append(("longest", max(waited, key=lambda move: waited[move])))
        chosen.append(("quickest", min(waited, key=lambda move: waited[move])))
    dated = [move for move in read if known[move.paper].year]
    if dated:
        chosen.append(("oldest", min(dated, key=lambda move: known[move.paper].year or 0)))
    for move in best:
        if (known[move.paper].rating or 0) >= 4:
            yield Remembered("best", known[move.paper], move.finished, _waited(move))
    for said, move in chosen:
        yield Remembered(said, known[move.paper], move.finished, _waited(move))


def _waited(move: Move) -> int | None:
    if len(move.kept) == len(move.finished) == len("2026-03-02"):
        return days_between(move.kept, move.finished)
    return None


def _tops(
    library: Library, whole: Period, moved: Moved, named: Callable[[str], str], now: str
) -> dict[str, list[tuple[str, Figure]]]:
    """Return what was read most in a year: the venues, authors, lists, tags and feeds."""
    read = {move.paper for move in moved.papers if whole.first <= move.finished <= whole.last}
    among = ", ".join(map(str, sorted(read))) or "NULL"
    found = {}
    for kind in BY:
        figures: Counter[tuple[str, Figure]] = Counter()
        for name in names_of(library, kind, TOP, among):
            where = f"is:finished {kind}:{quoted(name)}"
            asked = named(f"finished:{whole.first}..{whole.last} {where}")
            papers = count(library, prepare(library, [asked], now=now))
            figures[name, Figure(papers, asked)] = papers
        found[kind] = [one for one, _ in figures.most_common()]
    return found
