"""What a person wants to know in the morning, and what to read now with the reasons."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from readlist.store import journal, lists, reading
from readlist.store.connection import Library
from readlist.store.reading import Overview, Waiting


def overview(library: Library, now: datetime) -> Overview:
    """Return the state of a reader's papers."""
    counts = reading.counts(library)
    waiting = reading.waiting(library, 8, since=kept_since(now))
    new, best = reading.fresh(library, 3) if counts.get("inbox") else (0, [])
    current = [paper for paper in waiting if paper.status == "reading"]
    return Overview(
        total=sum(counts.values()),
        counts=counts,
        urgent=reading.urgent(library),
        week=reading.finished_since(library, day(now - timedelta(days=7))),
        month=reading.finished_since(library, day(now - timedelta(days=30))),
        reading=current[:5],
        next=[paper for paper in waiting if paper.status != "reading"][:3],
        lists=[found for found in lists.summaries(library) if found.papers],
        last=journal.next_to_undo(library.db, library.reader),
        new=new,
        best=best,
    )


LATELY_DAYS = 60
"""Days for which a paper that was kept from the inbox came lately."""


def kept_since(now: datetime) -> str:
    """Return the day since which papers came lately."""
    return day(now - timedelta(days=LATELY_DAYS))


def next_papers(
    library: Library, words: Sequence[str], count: int, now: datetime, at: str
) -> list[Waiting]:
    """Return what to read now, of what a query finds where there is one. Raises ``QueryError``."""
    among = None
    if words:
        from readlist.library.papers.search import ids, prepare  # for a query alone

        among = ids(library, prepare(library, words, now=at))
    return reading.waiting(library, count, since=kept_since(now), among=among)


def day(when: datetime) -> str:
    """Return a date as the library stores it."""
    return when.strftime("%Y-%m-%d")


def any_papers(library: Library) -> bool:
    """Return whether the library holds papers at all, this reader's or not."""
    from readlist.store.papers import count  # 6 ms, for an empty overview alone

    return bool(count(library.db))
