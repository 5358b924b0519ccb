"""What has waited longest with least hope of being read."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from readlist import local_time
from readlist.errors import UsageError
from readlist.library.papers.search import prepare
from readlist.library.statistics.statistics import days_between, moved_papers, statistics
from readlist.store.connection import Library
from readlist.store.moves import Waiting, waiting
from readlist.store.select import ids_sql

USUAL = 20
"""Papers that are let go at once where nobody says how many."""
_UNSCORED = 0.5


class Hopeless(NamedTuple):
    """A paper that waits, its days on the list, and how many that came later were read before it.

    ``hope`` is between 0 and 1: less with each of them, with each year, and with a low score.
    """

    paper: Waiting
    since: str
    days: int
    passed_over: int
    hope: float


class LetGo(NamedTuple):
    """The papers with least hope, of so many that nobody said a word for.

    There are none where all that waits is read within a year.
    """

    papers: list[Hopeless]
    waiting: int
    all_read: bool = False


def let_go(library: Library, words: Sequence[str], now: str, most: int) -> LetGo:
    """Return the papers with least hope first, at most so many (0: all). Raises ``QueryError``."""
    among, values = "", {"reader": library.reader_id}
    if words:
        among, values = ids_sql(prepare(library, words, now=now).selection)
    found = waiting(library, among, values)
    today = local_time.day(now)
    # What came later and was read: by days, because an import of a thousand came at once.
    read = sorted(move.kept for move in moved_papers(library, [], now)[1].papers if move.finished)
    day = local_time.Days()
    told = [_told(paper, day(paper.kept), read, today) for paper in found]
    told.sort(key=lambda one: (one.hope, one.since, one.paper.id))
    return LetGo(told[:most] if most else told, len(told))


def _told(paper: Waiting, since: str, read: Sequence[str], today: str) -> Hopeless:
    days = max(0, days_between(since, today)) if len(since) == len(today) else 0
    passed_over = len(read) - bisect_right(read, since)
    score = _UNSCORED if paper.score is None else paper.score
    hope = score / (1 + passed_over) / (1 + days / 365)
    return Hopeless(paper, since, days, passed_over, round(hope, 6))


def hopeless(
    library: Library, words: Sequence[str], now: str, limit: int | None, *, forecast: bool
) -> LetGo:
    """Return the papers that are let go: so many as are asked for, or all that are not come to.

    With ``forecast`` those are what is not read within a year at the reader's pace. Raises
    ``UsageError`` where too little is known for one.
    """
    if not forecast:
        return let_go(library, words, now, USUAL if limit is None else limit)
    told = statistics(library, words, now).forecast
    if not told.enough:
        raise UsageError(
            "There is too little history for a forecast; 'readlist stats' says what there is. "
            "Without --forecast, --limit says how many."
        )
    number = max(0, told.waiting - round(52 * told.finished))
    if not number:
        return let_go(library, words, now, 0)._replace(papers=[], all_read=True)
    return let_go(library, words, now, min(number, limit) if limit else number)
