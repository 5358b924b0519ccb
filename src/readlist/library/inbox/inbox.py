"""The inbox: what arrived and is undecided, and how a person decides."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from readlist import local_time
from readlist.bib.ids import parse
from readlist.library.papers import resolve_name
from readlist.library.papers import search as finding
from readlist.library.papers.marks import EXPIRED, Changed, Mark, change_papers, status_mark
from readlist.library.papers.search import Search
from readlist.model import Paper, Priority, Status
from readlist.query import drop_each
from readlist.query.fields import bounds
from readlist.store import feeds, pulls, ranking
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.naming import by_identifier, by_key
from readlist.store.papers import load
from readlist.store.pulls import Line, Pull
from readlist.store.reading import left_alone
from readlist.store.select import compile_query
from readlist.text import plural

ORDER = "new-,score-,added-"
"""What came since the last look before the rest, each best first; without a score at the end."""


class Decision(StrEnum):
    """What becomes of a paper that waited."""

    KEEP = "keep"
    LATER = "later"
    DROP = "drop"


SAID = {Decision.KEEP: "Kept", Decision.LATER: "For later", Decision.DROP: "Dropped"}
"""What is said of papers once they are decided."""


def mark_of(decision: Decision, now: str) -> Mark:
    """Return the change of a paper that a decision is; ``later`` means to read, and not soon."""
    status = Status.DROPPED if decision is Decision.DROP else Status.TO_READ
    decide = status_mark(status, now)
    if decision is not Decision.LATER:
        return decide

    def mark(paper: Paper) -> Paper:
        decided = decide(paper)
        return replace(decided, reading=replace(decided.reading, priority=int(Priority.LOW)))

    return mark


def search(
    library: Library, words: Sequence[str], *, sort: str = "", now: str, older: bool = False
) -> Search:
    """Return what the words ask for of what waits: the new first, then the rest, each best first.

    ``older`` leaves out the new. Raises ``QueryError``.
    """
    if older:
        words = [f"({' '.join(words)})" if words else "", "-is:new"]
    found = finding.prepare(library, words, sort=sort, now=now, waiting=True, names=False)
    if found.query.sort:  # a person's own order, as in "tag:nlp sort:year-"
        return found
    return finding.prepare(library, words, sort=ORDER, now=now, waiting=True, names=False)


def decided(library: Library, asked: Search, now: str) -> int:
    """Return how many papers would be found if it did not matter whether they wait."""
    for part, rest in drop_each(asked.query):
        if part == finding.WAITING:
            selection = compile_query(rest, library.reader_id, now=now)
            return finding.count(library, Search(rest, selection))
    return 0


def catch_up(library: Library, now: str, *, watched: bool = False) -> None:
    """Order the inbox by what was decided since the last pull, too."""
    if not library.writable or not (watched or ranking.was_learned(library)):
        return
    changed = ranking.decided_since(library, ranking.learned_through(library))
    if not changed and not ranking.unscored(library, 1):
        return
    from readlist.library.ranking import scores  # 10 ms, where something has changed

    scores.catch_up(library, now, changed)


class Meant(NamedTuple):
    """The waiting papers that a person means, and those that are not in the inbox (any more)."""

    waiting: list[int]
    others: list[Paper]


def meant(library: Library, words: Sequence[str], now: str, *, names: bool = False) -> Meant:
    """Return the papers that words mean: each by number, key or identifier, or all by a query.

    With ``names`` the words are no query, whatever they look like. Raises ``NotFoundError`` for
    a number without a paper and ``QueryError``.
    """
    if not names and not all(_is_name(library, word) for word in words):
        return Meant(finding.ids(library, search(library, words, now=now)), [])
    papers = list(load(library, resolve_name.resolve(library, words)))
    waiting = [paper.id for paper in papers if paper.reading.status is Status.INBOX]
    return Meant(waiting, [paper for paper in papers if paper.id not in waiting])


def _is_name(library: Library, word: str) -> bool:
    """Say whether a word can only be a paper; a part of a title is a query.

    ``12``, ``vaswani2017attention`` and ``1706.03762`` are names, ``attention`` is a query.
    """
    if word.isdecimal() or by_key(library.db, word):
        return True
    identifier = parse(word)
    return bool(identifier and by_identifier(library.db, identifier))


class Standing(NamedTuple):
    """What may explain an empty inbox: how many feeds there are, the last pull and its lines."""

    feeds: int
    pull: Pull | None = None
    lines: Sequence[Line] = ()


def standing(library: Library) -> Standing:
    """Return what may explain an empty inbox."""
    count = len(feeds.feeds(library.db))
    last = next(iter(pulls.pulls(library.db, limit=1)), None)
    return Standing(count, last, pulls.lines(library.db, last.id) if last else ())


def expire(tx: Transaction, after_days: int, now: str) -> Changed:
    """Drop what came more than so many days ago and is undecided; return the papers.

    A tag, a note, a rating or a priority keeps a paper. The journal says why they went, and each
    paper says that it expired: nobody decided against it.
    """
    before = bounds(f"{after_days}d", now)[0]
    mark = status_mark(Status.DROPPED, now, progress=f"{EXPIRED} {local_time.day(now)}")
    gone = change_papers(tx, left_alone(tx.library, before), mark)
    if gone.numbers:
        waited = plural(after_days, "day")
        tx.summary = f"Dropped {plural(len(gone.numbers), 'paper')} undecided for {waited}"
    return gone
