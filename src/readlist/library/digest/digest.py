"""The digest: what arrived, ranked, by feed and topic; news of papers read; what is due.

The same library gives the same digest: it is reckoned from the last pull, never from the clock.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from readlist import local_time
from readlist.bib import dates
from readlist.bib.keywords import categories
from readlist.errors import UsageError
from readlist.library.metadata.news import Change, collected, told_once
from readlist.library.papers.overview import days
from readlist.model import Paper
from readlist.query.days import since as first_of
from readlist.store import digests
from readlist.store.connection import Library
from readlist.store.digests import Bounds, Mark
from readlist.store.feeds import brought, feeds
from readlist.store.papers import load
from readlist.store.ranking import Score, scores
from readlist.store.reading import Days, Waiting, waiting
from readlist.text import visible

OTHER = "Other"
"""The topic of papers that nobody filed."""
DUE = 8
"""Papers that are due, at most."""
_HIGH = 3
# "1d", "12h", "2w".
_AGO = re.compile(r"([0-9]{1,4})([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_ANY_DAY = "1970-01-01"
"""The day from which words are reckoned where nothing was pulled yet, so that nothing is new."""


class Item(NamedTuple):
    """A new paper; ``rank`` is its place among all of the digest, from 1, ``feeds`` by name."""

    paper: Paper
    rank: int
    score: Score | None
    feeds: tuple[str, ...]
    arrived: str


class Topic(NamedTuple):
    """Papers of one subject, the best first."""

    name: str
    items: tuple[Item, ...]


class FeedPart(NamedTuple):
    """What one feed brought; the part without a name is of papers that no feed brought."""

    name: str
    title: str
    topics: tuple[Topic, ...]

    @property
    def items(self) -> list[Item]:
        """Every paper of the part, in the order in which they are shown."""
        return [item for topic in self.topics for item in topic.items]


class Digest(NamedTuple):
    """What is new between two times (UTC, ISO 8601).

    ``arrived`` counts all that is new and undecided, also what a limit leaves out; ``decided`` what
    came and is decided already. ``mark`` says how far the digest reaches.
    """

    since: str
    through: str
    feeds: tuple[FeedPart, ...]
    changes: tuple[tuple[Paper, Change], ...]
    due: tuple[Waiting, ...]
    arrived: int
    decided: int
    mark: Mark

    @property
    def items(self) -> list[Item]:
        """Every paper that is shown."""
        return [item for part in self.feeds for item in part.items]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is new; what is due was so before."""
        return not self.arrived and not self.changes


class Window(NamedTuple):
    """Since when things are new: for people, and exactly."""

    since: str
    bounds: Bounds


def window(library: Library, said: str) -> Window:
    """Return what ``1d``, ``12h``, ``monday``, ``2026-11-20`` or ``last`` means.

    A time is reckoned back from the last pull; ``last`` from where the last digest that was sent
    ended, and a day where none was. Raises ``UsageError``.
    """
    if said == "last":
        if sent := digests.last_sent(library):
            return Window(sent.through, Bounds("", sent.mark))
        said = "1d"
    if len(said) > 4 and dates.read(said) == said:
        return Window(said, Bounds(local_time.begin(said)))
    through = digests.through(library)
    found = _AGO.fullmatch(said)
    if found:
        hours = int(found[1]) * _HOURS[found[2]]
        try:
            then = datetime.fromisoformat(through) - timedelta(hours=hours)
        except (ValueError, OverflowError):  # nothing was pulled yet: from the beginning
            return Window("", Bounds(""))
        since = local_time.instant(then)
        return Window(since, Bounds(since))
    if day := first_of(said, local_time.day(through) or _ANY_DAY):
        return Window(day, Bounds(local_time.begin(day)))
    raise UsageError(
        f"--since takes a time such as 1d, 12h or 2w, a day such as monday or 2026-11-20, or last, "
        f"not {visible(said)!r}."
    )


def digest(library: Library, since: Window, limit: int = 0) -> Digest:
    """Return the digest of what is new; of the papers the ``limit`` best, 0 takes all."""
    through = digests.through(library)
    today = days(_moment(through))
    arrived = digests.arrived(library, since.bounds, today.today)
    # Papers with their stored scores, the best first, those without one last.
    numbers = list(arrived)
    found = scores(library.db, library.reader_id, numbers)
    scored = [(number, found.get(number)) for number in numbers]
    ranked = sorted(scored, key=lambda pair: (-pair[1].score if pair[1] else 1.0, pair[0]))
    # The news of papers that the reader reads or has read.
    read = load(library, digests.read_with_news(library))
    known = since.bounds.mark.news or since.since
    fresh = told_once(pair for pair in collected(read) if pair[1].at > known)
    changes = [(paper, change) for paper, *several in fresh for change in several]
    # What is being read, has a day, comes back or is urgent, in the order of next.
    due = [one for one in waiting(library, DUE, today) if _is_due(one, today)]
    newest = digests.newest(library.db)
    return Digest(
        since=since.since,
        through=through,
        feeds=_parts(library, ranked[:limit] if limit else ranked, arrived),
        changes=tuple(changes),
        due=tuple(due),
        arrived=len(arrived),
        decided=digests.decided(library, since.bounds),
        mark=newest._replace(
            news=max([since.bounds.mark.news, *(change.at for _, change in changes)])
        ),
    )


def _moment(through: str) -> datetime:
    """Return the time by which a digest says what is due; of an empty library the beginning."""
    try:
        return datetime.fromisoformat(through).replace(tzinfo=UTC)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _is_due(one: Waiting, days: Days) -> bool:
    if one.status == "reading" or one.priority == _HIGH:
        return True
    return "" < one.due <= days.until or one.wait > days.slept


def _parts(
    library: Library, ranked: Sequence[tuple[int, Score | None]], arrived: dict[int, str]
) -> tuple[FeedPart, ...]:
    """Return the papers by feed and topic, the feed of the best paper first.

    One of several feeds stands under the first by name; what no feed brought comes last.
    """
    papers = {paper.id: paper for paper in load(library, [number for number, _ in ranked])}
    known = {feed.id: feed for feed in feeds(library.db)}
    by = brought(library.db, papers)
    groups: dict[str, list[Item]] = {}
    for rank, (number, score) in enumerate(ranked, 1):
        named = {known[one.feed_id].name for one in by.get(number, ())}
        names = sorted(named, key=lambda name: (name.casefold(), name))
        item = Item(papers[number], rank, score, tuple(names), arrived[number])
        groups.setdefault(names[0] if names else "", []).append(item)
    titles: dict[str, str] = {}
    for feed in known.values():
        title = feed.options.get("title", "")
        if isinstance(title, str) and title.casefold() != feed.name.casefold():
            titles[feed.name] = title
    return tuple(
        FeedPart(name, titles.get(name, ""), _topics(groups[name]))
        for name in sorted(groups, key=lambda name: not name)  # already in the order of rank
    )


def _topics(items: Iterable[Item]) -> tuple[Topic, ...]:
    """Return papers by topic: that of the best paper first, what nobody filed last."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(topic_of(item.paper), []).append(item)
    ordered = sorted(groups.items(), key=lambda pair: (pair[0] == OTHER, pair[1][0].rank))
    return tuple(Topic(name, tuple(found)) for name, found in ordered)


def topic_of(paper: Paper) -> str:
    """Return the subject of a paper: its first tag, else arXiv's primary category, else other."""
    if paper.tags:
        return paper.tags[0]
    for name in categories(paper)[:1]:
        from readlist.services.arxiv_categories import CATEGORIES  # for papers of the arXiv alone

        return f"{CATEGORIES[name]} ({name})" if name in CATEGORIES else name
    return OTHER
