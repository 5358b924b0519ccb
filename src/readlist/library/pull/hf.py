"""Hugging Face's daily papers: days, weeks or months that are to be read, or what is trending.

Papers are put on a day's list until the day is over, and votes move on for days: the days of the
last week are read again, from answers kept for some hours where they are older than yesterday.
"""

from collections.abc import Iterator
from datetime import date

from readlist.library.pull import days
from readlist.library.pull.days import DONE, PARTIAL
from readlist.library.pull.portions import (
    EARLY,
    EMPTY,
    UNMODIFIED,
    Asking,
    Pages,
    Portion,
    Task,
    all_pages,
    day_by_day,
)
from readlist.services import hf

_SETTLED_AGE_S = 6 * 3600.0


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield the days that are to be read."""
    calendar = days.HF_CALENDARS.get(task.feed.address)
    if calendar is None:
        yield _of(all_pages(ask, lambda page: hf.announcements(trending=True, page=page), last=1))
        return
    today = calendar.today(task.now)
    due = days.due(calendar, task.days, task.now, task.since)

    def read(day: date) -> Iterator[Portion]:
        # The votes of a day move on for a week, those of today and yesterday by the hour.
        old = task.feed.address == "daily" and (today - day).days > 1
        asked = _named(task.feed.address, day)
        age_s = _SETTLED_AGE_S if old else None
        found = all_pages(ask, lambda page: hf.announcements(**asked, page=page), age_s=age_s)  # type: ignore[arg-type]
        yield _of(found, day.isoformat())

    yield from day_by_day(task, due, today, read)


def _named(address: str, day: date) -> dict[str, str]:
    """Return how the service names a day, a week or a month."""
    if address == "week":
        year, week, _ = day.isocalendar()
        return {"week": f"{year}-W{week:02}"}
    if address == "month":
        return {"month": f"{day:%Y-%m}"}
    return {"date": day.isoformat()}


def _of(found: Pages, day: str = "") -> Portion:
    """Return the pages of a day; a day that is not there yet is asked for again."""
    if not found.there:
        return Portion(day=day, state=PARTIAL, reason=EARLY)
    if not found.items:
        return Portion(day=day, state=days.EMPTY, reason=EMPTY)
    state = DONE if found.whole else PARTIAL
    return Portion(found.items, day, state, UNMODIFIED * (not found.fresh), others=found.others)
