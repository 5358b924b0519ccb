"""Hugging Face papers: those of a day, a week or a month, single ones, and by title.

Everything but identifier and title comes and goes in its answers (huggingface.co/docs/hub,
"paper pages"); papers are the arXiv's, and whoever asks there next gets categories and dates.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from readlist.bib import ids, markup
from readlist.bib.dates import day
from readlist.bib.names import whole_names
from readlist.formats.service_json import items, kept, whole, word
from readlist.model import Link, Rank, Record
from readlist.services.answers import json_object, json_value
from readlist.services.base import DAY_S, NEW, Announced, Announcements, Request, WrongAnswerError
from readlist.services.works import numbered
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean

LIMIT = 100
"""Papers on a page, the most that the service gives."""
_SITE = "https://huggingface.co/papers"
# "1706.03762"; not "cs/0102003", from before April 2007.
_INDEXED = re.compile(r"[0-9]{4}\.[0-9]{4,5}")
_KEYWORDS = 50
# 400: an identifier or a day that it does not take; there is nothing there.
_ABSENT = frozenset({400, 404, 410})


class Daily(NamedTuple):
    """The papers of a page, and the number of the next one where there may be one."""

    records: tuple[Record, ...] = ()
    next: int | None = None


def is_indexed(arxiv_id: str) -> bool:
    """Say whether a paper can be there at all: identifiers from before April 2007 cannot."""
    return bool(_INDEXED.fullmatch(arxiv_id))


def paper(arxiv_id: str) -> Request[Record | None]:
    """Return the question for one paper; None means only that nobody has named it there."""
    return _asked(f"/api/papers/{arxiv_id}", parse_paper, (), age_s=7 * DAY_S)


def daily(
    *, date: str = "", week: str = "", month: str = "", trending: bool = False, page: int = 0,
    limit: int = LIMIT,
) -> Request[Daily]:  # fmt: skip
    """Return the question for the papers listed on a day, which is not the day on the arXiv.

    ``date`` is ``2026-11-20``, ``week`` ``2026-W47``, ``month`` ``2026-11``; without any of them
    the newest. ``page`` counts from 0. The votes of a day move on for days.
    """
    said = {"date": date, "week": week, "month": month, "sort": "trending" if trending else ""}
    chosen = [(name, value) for name, value in said.items() if value]
    paged = [("p", str(page)), ("limit", str(limit))]
    parse = partial(parse_daily, page=page, limit=limit)
    return _asked("/api/daily_papers", parse, (*chosen, *paged), age_s=3600.0)


def announcements(
    *, date: str = "", week: str = "", month: str = "", trending: bool = False, page: int = 0
) -> Request[Announcements]:
    """Return the question of ``daily`` whose papers come with their day and their votes.

    None is the answer for a day that is not yet there.
    """
    asked: Request[Any] = daily(date=date, week=week, month=month, trending=trending, page=page)
    return replace(asked, parse=partial(_announced, asked.parse, date), alone=True)


def _announced(parse: Callable[[bytes], Daily], date: str, body: bytes) -> Announcements:
    found = parse(body)
    listed = []
    for record in found.records:
        said = record.extra.get("hf", {})
        moving = {"votes": said.get("upvotes"), "comments": said.get("comments")}
        facts = {name: value for name, value in moving.items() if value is not None}
        listed.append(Announced(record, said.get("day") or date, NEW, facts))
    return Announcements(tuple(listed), day=date, title="Daily Papers", site=_SITE, next=found.next)


def search(title: str) -> Request[tuple[Record, ...]]:
    """Return the question for papers whose title or text is near; match them by title."""
    params = (("q", clean(title)[:250]), ("limit", "10"))
    return _asked("/api/papers/search", parse_search, params, age_s=7 * DAY_S)


def _asked(
    path: str, parse: Any, params: tuple[tuple[str, str], ...], age_s: float
) -> Request[Any]:
    return Request(
        "hf", path, parse, params=params, accept="application/json", age_s=age_s, absent=_ABSENT
    )


def parse_paper(body: bytes) -> Record | None:
    """Return one paper. Raises ``WrongAnswerError``."""
    answer = json_object(body)
    if "error" in answer and "id" not in answer:
        raise WrongAnswerError(_reason(answer))
    return _record(answer)


def parse_daily(body: bytes, page: int = 0, limit: int = LIMIT) -> Daily:
    """Return the papers of a page, each once. Raises ``WrongAnswerError``.

    That there is another page stands in a header; a page that is full may be the last one.
    """
    found = _listed(body)
    return Daily(_records(found), page + 1 if len(found) >= limit else None)


def parse_search(body: bytes) -> tuple[Record, ...]:
    """Return the papers that were found. Raises ``WrongAnswerError``."""
    return _records(_listed(body))


def _listed(body: bytes) -> list[Any]:
    answer = json_value(body)
    if not isinstance(answer, list):
        raise WrongAnswerError(_reason(answer))
    if answer and not any(isinstance(one, dict) for one in answer):
        raise WrongAnswerError("a list without papers")
    return answer


def _reason(answer: Any) -> str:
    said = word(answer, "error") or word(answer, "error", "message")
    return said[:200] or "JSON that is no list of papers"


def _records(answer: Iterable[Any]) -> tuple[Record, ...]:
    found: dict[Any, Record] = {}
    for one in answer:
        if record := _record(one):
            found.setdefault(record.identifiers, record)
    return tuple(found.values())


def _record(item: Any) -> Record | None:
    """Return the paper of an item, which is the paper or has it inside; what is inside holds.

    The date around it is another one, some hours off.
    """
    inner = item.get("paper") if isinstance(item, dict) else None
    said = inner if isinstance(inner, dict) else item
    number = numbered(word(said, "id"))
    title = clean(word(said, "title") or word(item, "title"), TITLE_LIMIT)
    if number is None or not title:
        return None
    published = day(word(said, "publishedAt"))
    return Record(
        source="hf",
        rank=Rank.AGGREGATOR,
        title=title,
        authors=whole_names(_names(said)),
        abstract=_abstract(said) or _abstract(item),
        year=int(published[:4]) if published else None,
        published=published,
        kind="preprint",
        organization=_organization(said) or _organization(item),
        identifiers=(number[0],),
        links=_links(said),
        extra=_extra(item, said),
    )


def _names(said: Any) -> Iterable[str]:
    """Yield the names of the authors, but of those whom the service does not show."""
    for author in items(said, "authors"):
        if isinstance(author, str):
            yield clean(author)
        elif not (isinstance(author, dict) and author.get("hidden") is True):
            yield word(author, "name")


def _abstract(said: Any) -> str:
    value = said.get("summary") if isinstance(said, dict) else None
    return clean(value, BLOCK_LIMIT) if isinstance(value, str) else ""


def _organization(said: Any) -> str:
    return word(said, "organization", "fullname") or word(said, "organization", "name")


def _links(said: Any) -> tuple[Link, ...]:
    named = (("code", word(said, "githubRepo")), ("project", word(said, "projectPage")))
    pages = ((name, ids.normalise("url", url)) for name, url in named)
    return tuple(Link(name, page.value) for name, page in pages if page)


def _extra(item: Any, said: Any) -> dict[str, Any]:
    keywords = [clean(one, 100) for one in items(said, "ai_keywords") if isinstance(one, str)]
    said_here = {
        "day": day(word(said, "submittedOnDailyAt")),
        "upvotes": whole(said, "upvotes"),
        "comments": whole(item, "numComments"),
        "stars": whole(said, "githubStars"),
        "submitted_by": word(item, "submittedBy", "name")
        or word(said, "submittedOnDailyBy", "user"),
        "summary": markup.plain(word(said, "ai_summary")),
        "keywords": [one for one in keywords if one][:_KEYWORDS],
        "models": whole(said, "numTotalModels"),
        "datasets": whole(said, "numTotalDatasets"),
        "spaces": whole(said, "numTotalSpaces"),
    }
    return kept("hf", said_here)
