"""The news of papers, as it is kept with them: what it is, and what of it is shown; pure."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from readlist import local_time
from readlist.model import FINISHED, Paper, Status

NEWS_LIMIT = 20
NEWS = "news"
"""Where news stands in ``extra``: an array of objects with ``at``, ``what``, ``from``, ``to``."""
READ = FINISHED | {Status.READING}


class Change(NamedTuple):
    """One piece of news of a paper.

    ``what`` is ``version``, ``published``, ``journal-ref``, ``withdrawn``, ``retracted`` or
    ``title``; ``at`` is when it was noticed.
    """

    at: str
    what: str
    former: str
    now: str


def stored(change: Change) -> dict[str, str]:
    """Return news as it is kept."""
    found = {"at": change.at, "what": change.what, "from": change.former, "to": change.now}
    return {name: text for name, text in found.items() if text}


def news_list(paper: Paper) -> list[dict[str, Any]]:
    """Return the stored news of a paper, oldest first; what is no news is left out."""
    found = paper.extra.get(NEWS)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


Told = tuple[Paper, Change, *tuple[Change, ...]]
"""A paper with what became of it, the weightiest change first."""
_WEIGHT = ("retracted", "withdrawn", "published", "journal-ref", "version", "title")


def told_once(pairs: Iterable[tuple[Paper, Change]]) -> list[Told]:
    """Return each paper once, by its newest news: v1 to v2 and v2 to v3 are v1 to v3.

    What was withdrawn and taken back again stays as it was noticed last.
    """
    papers: dict[int, Paper] = {}
    changes: dict[int, dict[str, Change]] = {}
    for paper, change in pairs:  # newest first
        papers[paper.id] = paper
        known = changes.setdefault(paper.id, {})
        later = known.get(change.what)
        known[change.what] = later._replace(former=change.former) if later else change
    found: list[Told] = []
    for number, by_kind in changes.items():
        first, *others = sorted(by_kind.values(), key=_weight)
        found.append((papers[number], first, *tuple(others)))
    return found


def _weight(change: Change) -> int:
    return _WEIGHT.index(change.what) if change.what in _WEIGHT else len(_WEIGHT)


def is_kept(paper: Paper) -> bool:
    """Return whether a reader decided to read a paper, reads it or has read it."""
    return paper.reading.status not in (None, Status.INBOX, Status.DROPPED)


def collected(papers: Iterable[Paper], since: str = "") -> list[tuple[Paper, Change]]:
    """Return the news of papers since a day or a moment, newest first.

    Of one moment those of read papers come first.
    """
    first = local_time.begin(since) if since and "T" not in since else since
    found = [
        (paper, Change(*(str(one.get(name, "")) for name in ("at", "what", "from", "to"))))
        for paper in papers
        for one in news_list(paper)
    ]
    found = [pair for pair in found if pair[1].at >= first and pair[1].what]
    found.sort(key=lambda pair: (pair[0].reading.status not in READ, pair[0].id))
    found.sort(key=lambda pair: pair[1].at, reverse=True)
    return found
