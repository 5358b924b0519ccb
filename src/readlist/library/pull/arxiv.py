"""arXiv: its announcements day by day, and queries over the time of submission.

A day is the feed checked against the listing, then what was missed.

The feed of a day is one cached answer, but it can be that of the day before, cut off at 2,000
papers, or lacking some; the listing states its day and how many papers there are. Missed days come
from the catch-up pages, those too far back from the query API by the time of submission.

A query is asked over the time of submission: a week before is read again each time, because what is
submitted is announced days later. The API gives no more than 10,000 papers of one question: a wider
window is read in halves.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from readlist.errors import NetworkError, ThrottledError
from readlist.library.pull import days
from readlist.library.pull.days import DONE, PARTIAL
from readlist.library.pull.portions import (
    EARLY,
    EMPTY,
    STALE,
    UNMODIFIED,
    Asking,
    Pages,
    Portion,
    Task,
    all_pages,
    day_by_day,
    is_replacement,
    name_of,
    united,
)
from readlist.services import arxiv, arxiv_listing, arxiv_rss
from readlist.services.base import Announced

_MEANWHILE = timedelta(days=4)
"""Days that may lie between the submission of a paper and its announcement."""


class _Newest(NamedTuple):
    """What the listings of all categories say of the newest day."""

    items: tuple[Announced, ...]
    days: frozenset[str]
    whole: bool
    fresh: bool


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield the days of some categories that are to be read."""
    today = days.ARXIV.today(task.now)
    due = days.due(days.ARXIV, task.days, task.now, task.since)
    if today not in due:
        yield Portion(reason=days.silence(task.now))
    reach = today - timedelta(days=days.CATCH_UP_DAYS)
    fault: NetworkError | None = None
    if far := [day for day in due if day < reach]:
        try:
            yield from _long_ago(task, ask, far)
        except ThrottledError:
            raise
        except NetworkError as error:  # the query API can be out of order for days
            fault = error

    def read(day: date) -> Iterator[Portion]:
        asked = _of_today if day == today else _missed
        return asked(task, ask, day.isoformat())

    yield from day_by_day(task, [day for day in due if day >= reach], today, read)
    if fault:
        raise fault


def _of_today(task: Task, ask: Asking, day: str) -> Iterator[Portion]:
    """Yield the newest day: the feed and the listings together, or what there is of them."""
    feed, fault = Pages(there=False), None
    try:
        feed = all_pages(ask, lambda _: arxiv_rss.announcements(task.feed.address))
    except ThrottledError:
        raise  # the listing would be as one question too many
    except NetworkError as error:
        fault = error
    try:
        listed = _listed(task, ask)
    except NetworkError:
        if feed.day == day:
            yield Portion(feed.items, day, PARTIAL, UNMODIFIED * (not feed.fresh))
        raise
    yield _compared(task, day, feed, listed)
    if fault and day not in listed.days:
        raise fault


def _listed(task: Task, ask: Asking) -> _Newest:
    pages = [
        all_pages(ask, lambda skip, one=category: arxiv_listing.newest(one, skip))  # type: ignore[misc]
        for category in task.feed.address.split("+")
    ]
    return _Newest(
        united([page.items for page in pages]),
        frozenset(page.day for page in pages if page.day),
        all(page.whole for page in pages),
        any(page.fresh for page in pages),
    )


def _compared(task: Task, day: str, feed: Pages, listed: _Newest) -> Portion:
    """Return what feed and listings have of a day, and whether that is all of it.

    In the evening of New York the listings are those of the next day already.
    """
    current = listed.days == {day}
    stale = _is_stale(day, feed, listed)
    parts = []
    if feed.day == day and not stale:
        parts.append(feed.items)
    if current:
        parts.append(listed.items)
    if found := united(parts):
        state = DONE if current and listed.whole else PARTIAL
        reason = "" if feed.fresh or listed.fresh else UNMODIFIED
        return Portion(found, day, state, STALE if stale else reason)
    silence = days.silence(task.now)
    moved_on = min(listed.days, default="") > day
    is_early = not current and (feed.day != day or moved_on)
    if is_early:
        return Portion(day=day, state=PARTIAL, reason=silence or EARLY)
    # What is of this day holds nothing: nothing was announced, as on Thanksgiving.
    return Portion(day=day, state=EMPTY if listed.whole else PARTIAL, reason=silence or EMPTY)


def _is_stale(day: str, feed: Pages, listed: _Newest) -> bool:
    """Say whether a feed is still that of a former day though the listing has moved on.

    A feed was seen that had the papers of the day before under the date of its day.
    """
    if day not in listed.days or not listed.items or not feed.there:
        return False
    if feed.day != day or not feed.items:
        return True
    names = {(name_of(one), is_replacement(one)) for one in listed.items}
    common = sum((name_of(one), is_replacement(one)) in names for one in feed.items)
    return 2 * common < len(feed.items)


def _missed(task: Task, ask: Asking, day: str) -> Iterator[Portion]:
    """Yield a day that is over from the catch-up pages, which no longer change."""
    pages = [
        all_pages(
            ask, lambda page, one=category: arxiv_listing.catchup(one, day, page), 1,  # type: ignore[misc]
        )
        for category in task.feed.address.split("+")
    ]  # fmt: skip
    found = united([page.items for page in pages])
    dated = tuple(one._replace(day=one.day or day) for one in found)
    if not all(page.whole and page.there for page in pages):
        yield Portion(dated, day, PARTIAL)
        return
    fresh = any(page.fresh for page in pages)
    state, reason = (DONE, "") if dated else (EMPTY, EMPTY)
    yield Portion(dated, day, state, reason or UNMODIFIED * (not fresh))


def _long_ago(task: Task, ask: Asking, due: Sequence[date]) -> Iterator[Portion]:
    """Yield what was submitted for days that no catch-up page reaches, then that these are read.

    When a paper was announced is guessed: the day of arXiv after its submission.
    """
    query = _query_of(task.feed.address)
    counts: Counter[str] = Counter()
    whole = True
    first = due[0] - _MEANWHILE
    for portion in window(ask, query, first.isoformat(), due[-1].isoformat()):
        guessed = (one._replace(day=_announced_on(one.day)) for one in portion.items)
        dated = tuple(one for one in guessed if one.day >= due[0].isoformat())
        counts.update(one.day for one in dated)
        whole = whole and portion.state == DONE
        yield portion._replace(items=dated, through="")
    for day in map(date.isoformat, due if whole else ()):
        yield Portion(day=day, state=DONE if counts[day] else EMPTY)


def _query_of(categories: str) -> str:
    """Return the query for ``cs.CL+math+hep-th``: a whole archive has its categories below it.

    ``cs.CL`` is ``cat:cs.CL`` and ``math`` is ``cat:math.*``; ``hep-th`` has none below it.
    """
    found = []
    for one in categories.split("+"):
        is_archive = "." not in one and "-" not in one
        found.append(f"cat:{one}.*" if is_archive else f"cat:{one}")
    return " OR ".join(found)


def _announced_on(submitted: str) -> str:
    day = date.fromisoformat(submitted) + timedelta(days=1)
    while not days.is_announced(day):
        day += timedelta(days=1)
    return day.isoformat()


def query_portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield what a query found since it was asked last, in one portion or several."""
    first, last = (day.isoformat() for day in task.span)
    yield from window(ask, task.feed.address, first, last)


def window(ask: Asking, query: str, first: str, last: str) -> Iterator[Portion]:
    """Yield what was submitted between two days, both included, older halves first."""
    question = arxiv.submitted(query, first, last)
    answer = ask(question)
    total = sum(answer.totals.values()) if answer else 0
    if total > arxiv.WINDOW and first < last:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        middle = begin + (end - begin) / 2
        yield from window(ask, query, first, middle.isoformat())
        yield from window(ask, query, (middle + timedelta(days=1)).isoformat(), last)
        return
    fresh = ask.heard == "fresh"
    found = all_pages(ask, lambda start: arxiv.submitted(query, first, last, start))
    # Only what came whole moves the day from which the next pull asks.
    whole = found.there and found.whole
    state, through = (DONE, last) if whole else (PARTIAL, "")
    reason = "" if found.items else EMPTY
    if not (fresh or found.fresh):
        reason = UNMODIFIED
    yield Portion(found.items, state=state, reason=reason, through=through)
