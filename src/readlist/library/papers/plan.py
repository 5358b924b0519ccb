"""How long papers take, what fits into a session, and which days a list is spread over."""

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from readlist.bib.lengths import pages as pages_said
from readlist.errors import UsageError
from readlist.library.papers import marks, overview, search
from readlist.library.papers.marks import Changed, change_papers
from readlist.model import Paper
from readlist.query.days import moved
from readlist.store import lists, reading
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.papers import load
from readlist.store.reading import Waiting
from readlist.text import plural

PAGES = 12
"""Pages of a paper of which nobody says how long it is."""
PACE_MINUTES = 4.0
"""Minutes for a page, as long as the reader's own readings do not say it."""
ENOUGH = 5
"""Readings of one sitting from which a reader's own pace is known."""
STEP_MINUTES = 5
"""Nobody knows a time more exactly than so."""
LEAST_MINUTES = 15
"""What is left of a session that is worth to begin, or go on with, a longer paper."""
LOOKED_AT = 200
"""Papers of the order of ``next`` among which those are looked for that fit a time."""
USUAL, MOST = 3, 14
"""Papers of a week where history says less, and more, of how many there may be."""
PAST_WEEKS = 8


class Pace(NamedTuple):
    """Minutes for a page, and how many readings say so; 0 where it is a guess."""

    minutes: float
    readings: int


class Timed(NamedTuple):
    """A paper to read: how long it takes, or what is left of it takes.

    ``pages`` is None where nobody says how many there are; ``part`` is what a session has room for
    where it is not all; ``day`` is until when a plan has it.
    """

    paper: Waiting
    minutes: int
    pages: int | None
    part: int = 0
    day: str = ""


class Plan(NamedTuple):
    """Papers of a session (``minutes``), or of the ``days`` until ``last``, by the reader's pace.

    ``weekly`` is how many papers a week the reader finished lately.
    """

    papers: Sequence[Timed]
    pace: Pace
    minutes: int = 0
    days: int = 0
    last: str = ""
    weekly: float = 0.0


def minutes_of(text: str) -> int | None:
    """Return the minutes of ``90m``, ``2h`` or ``1h30``, None for another word."""
    found = re.fullmatch(r"(?a)(?:(\d{1,2})h)?(?:(\d{1,4})(?:m|min)?)?", text.lower())
    if not found or text.isdecimal() or not any(found.groups()):
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0)


# "5x" and "1.5h" are slips for "5m" and "1h30"; "1706.03762", "12" and "gpt4" name papers.
_SLIP = r"(?ai)\d{1,4}[a-z]{1,3}|\d{1,2}[.,]\d{1,2}[a-z]{1,3}|\d{1,2}h\d{1,4}[a-z]{1,3}"


def plan(
    library: Library, words: Sequence[str], weeks: int | None, now: datetime, at: str
) -> Plan:  # fmt: skip
    """Return a session (``90m``), a ``week``, or a list or query over weeks.

    Raises ``QueryError``, and ``UsageError`` for what does not go together.
    """
    first, *others = words
    minutes = minutes_of(first)
    if minutes is not None and weeks:
        raise UsageError(OF_DAYS)
    if minutes is not None:
        return session(library, others, minutes, now, at)
    if first == "week" and weeks in (None, 1):
        return week(library, others, now, at)
    if not weeks and re.fullmatch(_SLIP, first) and not lists.find_list(library.db, first):
        raise UsageError(
            f"{first!r} is no time; a session is 90m, 2h or 1h30. Papers about it are planned by "
            f"'readlist plan title:{first}'."
        )
    return spread(library, words, weeks, now, at)


OF_DAYS = "--set and --weeks go with days: 'readlist plan week --set'."


def pace(library: Library) -> Pace:
    """Return how fast the reader reads: the median of what was begun and finished in one sitting.

    A paper of ten pages that was marked as being read at nine and as read at ten took six minutes
    a page; one that lay for days says nothing.
    """
    sat = reading.sittings(library)
    counted = [(sat[paper.id], pages_said(paper)) for paper in load(library, sat)]
    found = [minutes / pages for minutes, pages in counted if pages]
    if len(found) < ENOUGH:
        return Pace(PACE_MINUTES, 0)
    return Pace(round(min(max(median(found), 0.5), 20.0), 1), len(found))


def timed(library: Library, papers: Sequence[Waiting], pace: Pace) -> list[Timed]:
    """Return papers with the minutes that they take."""
    numbers = [paper.id for paper in papers]
    indexed = _indexed(library)
    facts = {paper.id: paper for paper in load(library, numbers)}
    found = []
    for paper in papers:
        count = pages_said(facts[paper.id]) or indexed.get(paper.id)
        left = (count or PAGES) * _left(facts[paper.id], count or PAGES)
        minutes = STEP_MINUTES * max(1, math.ceil(left * pace.minutes / STEP_MINUTES))
        found.append(Timed(paper, minutes, count))
    return found


def _indexed(library: Library) -> dict[int, int]:
    """Return how many pages the PDFs have that were read."""
    from readlist.store.fulltext import index_path, open_index

    with open_index(index_path(library.path)) as index:
        files = index.files() if index else []
    return {file.paper_id: file.pages for file in files if file.pages}


def _left(paper: Paper, pages: int) -> float:
    """Return which part of a paper is left to read: of ``40%`` 0.6, of ``p. 3`` of 12 0.75."""
    said = paper.reading.progress
    if found := re.search(r"(?a)(\d{1,3})\s*%", said):
        return 1 - min(int(found[1]), 100) / 100
    if found := re.search(r"(?ai)\bp(?:age|\.)?\s*(\d{1,4})", said):
        return 1 - min(int(found[1]), pages) / pages
    return 1.0


def next_within(
    library: Library, words: Sequence[str], count: int, minutes: int, now: datetime, at: str
) -> list[Timed]:
    """Return the first papers of ``next`` that take no longer than so many minutes."""
    papers = overview.next_papers(library, words, LOOKED_AT, now, at)
    fitting = [one for one in timed(library, papers, pace(library)) if one.minutes <= minutes]
    return fitting[:count]


def session(
    library: Library, words: Sequence[str], minutes: int, now: datetime, at: str
) -> Plan:  # fmt: skip
    """Return what to read in so many minutes: a mix, in the order of ``next``.

    A long paper that is being read gets half of the time at most, as long as others fit into the
    rest; what nothing fits into goes to it, or to the beginning of the next paper. Raises
    ``QueryError``.
    """
    if minutes < STEP_MINUTES:
        raise UsageError(f"A session has {STEP_MINUTES} minutes or more, as in: readlist plan 90m")
    own = pace(library)
    papers = timed(library, overview.next_papers(library, words, LOOKED_AT, now, at), own)
    chosen: dict[int, Timed] = {}
    begun: Timed | None = None
    left = minutes
    for one in papers:
        if one.paper.status == "reading" and one.minutes > left > minutes // 2:
            half = max(STEP_MINUTES, minutes // 2 // STEP_MINUTES * STEP_MINUTES)
            chosen[one.paper.id] = one._replace(part=half)
            begun = begun or chosen[one.paper.id]
            left -= half
        elif one.minutes <= left:
            chosen[one.paper.id] = one
            left -= one.minutes
    if begun:
        more = min(left, begun.minutes - begun.part)
        chosen[begun.paper.id] = begun._replace(part=begun.part + more)
    elif left >= LEAST_MINUTES or not chosen:
        longer = next((one for one in papers if one.paper.id not in chosen), None)
        if longer:
            chosen[longer.paper.id] = longer._replace(part=left)
    return Plan(list(chosen.values()), own, minutes)


def week(library: Library, words: Sequence[str], now: datetime, at: str) -> Plan:
    """Return the coming week: as many papers of ``next`` as the reader usually finishes."""
    weekly = _weekly(library, now)
    count = min(max(math.ceil(weekly), USUAL), MOST)
    papers = overview.next_papers(library, words, count, now, at)
    return _spread(library, papers, 7, weekly, now)


def spread(
    library: Library, words: Sequence[str], weeks: int | None, now: datetime, at: str
) -> Plan:  # fmt: skip
    """Return the unread papers of a list, or of a query, over weeks, with a day for each.

    A list is read in the curator's order. Without ``weeks`` there are as many as the reader's pace
    takes. Raises ``QueryError``.
    """
    known = lists.find_list(library.db, words[0]) if len(words) == 1 else None
    if known:
        numbers = [place.id for place in lists.places(library, known[0])]
    else:
        numbers = search.ids(library, search.prepare(library, words, now=at, chosen=True))
    order = {number: place for place, number in reversed(list(enumerate(numbers)))}
    papers = reading.unread(library, numbers, overview.days(now).today)
    papers.sort(key=lambda paper: order[paper.id])
    weekly = _weekly(library, now)
    if weeks is None:
        weeks = max(1, math.ceil(len(papers) / max(weekly, USUAL)))
    return _spread(library, papers, weeks * 7, weekly, now)


def _weekly(library: Library, now: datetime) -> float:
    """Return how many papers a week the reader finished in the last weeks."""
    since = overview.day(now.astimezone() - timedelta(weeks=PAST_WEEKS))
    return reading.finished_since(library, since) / PAST_WEEKS


def _spread(
    library: Library, papers: Sequence[Waiting], days: int, weekly: float, now: datetime
) -> Plan:
    """Return papers with days in even distance; what is due before its day keeps its own."""
    today = overview.days(now).today
    own = pace(library)
    planned = []
    for place, one in enumerate(timed(library, papers, own), 1):
        day = moved(today, math.ceil(place * days / len(papers)) - 1, "d")
        if one.paper.due:
            day = min(day, max(one.paper.due, today))
        planned.append(one._replace(day=day))
    planned.sort(key=lambda one: one.day)
    return Plan(planned, own, days=days, last=moved(today, days - 1, "d"), weekly=weekly)


def set_days(tx: Transaction, plan: Plan) -> Changed:
    """Write the days of a plan as those until which its papers are to be read."""
    days = {one.paper.id: one.day for one in plan.papers}
    changed = change_papers(tx, days, lambda paper: marks.due_mark(days[paper.id])(paper))
    tx.summary = f"Planned {plural(len(changed.numbers), 'paper')} until {plan.last}"
    return changed
