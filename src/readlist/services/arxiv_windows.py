"""What was submitted to the arXiv between two days and answers to a query of its API.

``submittedDate`` is the time of the first version, by Greenwich; a paper is announced one to four
days later (user's manual, 3.1.1).
"""

from dataclasses import replace
from functools import partial
from typing import Any

from readlist.services import arxiv
from readlist.services.announced import NEW, Announced, Announcements
from readlist.services.base import Request, WrongQuestionError

PAGE = 200
"""Papers on a page: half a megabyte, and half a second of the service's."""
WINDOW = 10_000
"""Papers of one question that the service gives at all; ask for fewer days at once."""


def submitted(query: str, first: str, last: str, start: int = 0) -> Request[Announcements]:
    """Return the question for the papers of a query, oldest first, from the ``start``-th on.

    ``first`` and ``last`` are days, ``2026-11-20``, both included. ``totals`` has all of them
    under ``new``, also those past ``WINDOW``, which no page holds.
    """
    span = f"[{first.replace('-', '')}0000 TO {last.replace('-', '')}2359]"
    asked: Request[Any] = arxiv.search(
        f"({query}) AND submittedDate:{span}", start=start, most=min(PAGE, WINDOW - start),
        ascending=True, age_s=3600.0,
    )  # fmt: skip
    return replace(asked, parse=partial(parse, start=start), alone=True)


def parse(body: bytes, start: int = 0) -> Announcements:
    """Return a page of papers. Raises ``WrongAnswerError``, and ``WrongQuestionError``."""
    found = arxiv.parse(body)
    if found.refused:
        raise WrongQuestionError(f"does not understand the query ({found.refused})")
    items = tuple(
        Announced(one, one.published, NEW, _facts(one.extra.get("arxiv", {}).get("version")))
        for one in found.records
    )
    following = start + len(items)
    more = bool(items) and following < min(found.total, WINDOW)
    return Announcements(items=items, totals={NEW: found.total}, next=following if more else None)


def _facts(version: int | None) -> dict[str, int]:
    return {"version": version} if version else {}
