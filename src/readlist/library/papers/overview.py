"""What a person wants to know in the morning, and what to read now with the reasons."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from readlist import local_time
from readlist.store import journal, lists, reading, recent
from readlist.store.connection import Library
from readlist.store.reading import Days, Overview, Waiting


def overview(library: Library, now: datetime, backed_up: str = "") -> Overview:
    """Return the state of a reader's papers; ``backed_up`` is the day of the last backup."""
    counts = reading.counts(library)
    here = now.astimezone()
    today = days(now)
    due = reading.due(library, today, 5)
    # What is being read comes first, however much it is.
    begun = min(counts.get("reading", 0), MOST_READING)
    waiting = reading.waiting(library, begun + 3 + len(due), today)
    new, best = reading.fresh(library, 3, today.today) if counts.get("inbox") else (0, [])
    current = [paper for paper in waiting if paper.status == "reading"]
    others = [paper for paper in waiting if paper not in due and paper not in current]
    return Overview(
        total=sum(counts.values()),
        counts=counts,
        urgent=reading.urgent(library),
        week=reading.finished_since(library, day(here - timedelta(days=7))),
        month=reading.finished_since(library, day(here - timedelta(days=30))),
        reading=current[:5],
        next=others[:3],
        lists=[found for found in lists.summaries(library) if found.papers],
        last=journal.next_to_undo(library.db, library.reader),
        new=new,
        best=best,
        due=due,
        overdue=reading.overdue(library, today.today),
        flow=recent.flow(library, local_time.begin(day(here - timedelta(days=7)))),
        moving=recent.moving(library, day(now - timedelta(days=30))),
        hand=recent.hand(library),
        backed_up=backed_up,
    )


MOST_READING = 200
"""Papers being read that are looked through for what comes next."""
LATELY_DAYS = 60
"""Days for which a paper that was kept from the inbox came lately."""


JUST_DAYS = 2
"""Days for which it was just decided to read a paper."""
SOON_DAYS = 7
"""Days before the one when it is due from which a paper is asked for; as many after a snooze."""


def days(now: datetime) -> Days:
    """Return the days by which it is decided what to read now, where the person is."""
    here = now.astimezone()
    return Days(
        day(here),
        day(here + timedelta(days=SOON_DAYS)),
        day(here - timedelta(days=SOON_DAYS)),
        day(now - timedelta(days=LATELY_DAYS)),
        local_time.instant(now - timedelta(days=JUST_DAYS)),
    )


def next_papers(
    library: Library, words: Sequence[str], count: int, now: datetime, at: str
) -> list[Waiting]:
    """Return what to read now, of what a query finds where there is one. Raises ``QueryError``."""
    among = None
    if words:
        from readlist.library.papers.search import ids, prepare  # for a query alone

        among = ids(library, prepare(library, words, now=at))
    return reading.waiting(library, count, days(now), among=among)


def day(when: datetime) -> str:
    """Return a date as the library stores it."""
    return when.strftime("%Y-%m-%d")


def any_papers(library: Library) -> bool:
    """Return whether the library holds papers at all, this reader's or not."""
    from readlist.store.papers import count  # 6 ms, for an empty overview alone

    return bool(count(library.db))
