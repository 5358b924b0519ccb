"""A query of arXiv's API over the time of submission: all pages, and windows that are not too wide.

A week before is read again each time, because what is submitted is announced days later. The API
gives no more than 10,000 papers of one question: a wider window is read in halves.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from readlist.library.pull.days import DONE, PARTIAL
from readlist.library.pull.portions import EMPTY, UNMODIFIED, Asking, Portion, Task, all_pages
from readlist.services import arxiv

OVERLAP = timedelta(days=7)


def span(task: Task) -> tuple[date, date]:
    """Return the first and the last day that a pull asks for; a new query begins a week back."""
    last = task.now.date()
    through = date.fromisoformat(task.state.through) if task.state.through else last
    return task.since or min(through, last) - OVERLAP, last


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield what a query found since it was asked last, in one portion or several."""
    first, last = (day.isoformat() for day in span(task))
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
    reason = UNMODIFIED if not (fresh or found.fresh) else "" if found.items else EMPTY
    state, through = (DONE, last) if whole else (PARTIAL, "")
    yield Portion(found.items, state=state, reason=reason, through=through)
