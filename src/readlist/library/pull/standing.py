"""Where feeds stand: their last pull, the papers that wait, the days that are missing."""

from datetime import datetime
from typing import NamedTuple

from readlist.store import feeds as store
from readlist.store import pulls
from readlist.store.connection import Library
from readlist.store.feeds import Feed, State
from readlist.store.pulls import Line, Pull

LINES = 10
"""Lines of the ledger that are shown of a feed."""


class Standing(NamedTuple):
    """A feed, where its pulling stands, its last pull, and how many of its papers wait."""

    feed: Feed
    state: State
    last: tuple[Pull, Line] | None
    waiting: int


class Details(NamedTuple):
    """All that is known of one feed; ``missing`` are days of the past that were not read whole."""

    standing: Standing
    papers: int
    missing: tuple[str, ...]
    lines: tuple[tuple[Pull, Line], ...]


def standings(library: Library) -> list[Standing]:
    """Return every feed with where it stands, by name."""
    states, latest = store.states(library.db), pulls.latest(library.db)
    waiting = store.waiting(library.db, library.reader_id)
    return [
        Standing(feed, states.get(feed.id, State()), latest.get(feed.id), waiting.get(feed.id, 0))
        for feed in store.feeds(library.db)
    ]


def details(library: Library, standing: Standing, now: datetime) -> Details:
    """Return all that is known of one feed."""
    feed = standing.feed
    return Details(
        standing,
        store.paper_count(library.db, [feed.id]),
        missing_days(library, feed, now),
        tuple(pulls.last_lines(library.db, feed.id, LINES)),
    )


def missing_days(library: Library, feed: Feed, now: datetime) -> tuple[str, ...]:
    """Return the days of the past that the next pull makes up for, oldest first."""
    from readlist.library.pull import days  # zoneinfo, for this alone
    from readlist.library.pull.fetch import calendar_of

    calendar = calendar_of(feed)
    found = store.days(library.db, feed.id)
    if calendar is None or not found:
        return ()
    read = days.parsed(found)
    today = calendar.today(now)
    return tuple(
        sorted(
            day.isoformat()
            for day in days.due(calendar, read, now)
            if day < today and (day not in read or read[day].state == days.PARTIAL)
        )
    )
