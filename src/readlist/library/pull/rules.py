"""The rules of a feed: which of its papers come in, and with which tags.

Rules are queries, asked of the new papers alone while these lie in a scratch library: what a rule
leaves out was never in the library of the person. ``drop`` wins over ``keep``.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from readlist.errors import QueryError
from readlist.library.papers import search
from readlist.model import Identifier, Paper
from readlist.services.announced import DEFAULT_KINDS
from readlist.store.connection import Library
from readlist.store.journal import transaction
from readlist.store.scratch import scratch
from readlist.store.write import insert_papers

KINDS_RULE, VOTES_RULE, LIMIT_RULE, KEEP_RULE = "kinds", "votes", "limit", "keep"
REMOVED_RULE = "removed here"
"""What the ledger calls the rules that are no single query."""


class Rules(NamedTuple):
    """What a person wants of a feed; see ``feed add --help``.

    ``limit`` is how many new papers a pull takes at most, ``votes`` how many a paper must have.
    """

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    tag: tuple[tuple[str, str], ...] = ()
    kinds: frozenset[str] = frozenset(DEFAULT_KINDS)
    votes: int = 0
    limit: int | None = None

    @property
    def asks(self) -> bool:
        """Whether any rule is a query."""
        queries = (query for query, _ in self.tag if query)
        return bool(self.keep or self.drop or any(queries))


class Verdict(NamedTuple):
    """What the rules say of new papers, by number: who is left out by which rule, and tags."""

    gone: Mapping[int, str]
    tags: Mapping[int, tuple[str, ...]]


class Bounds(NamedTuple):
    """What bounds a pull: the new papers that may still come, and what never comes.

    ``room`` is None without a limit; ``removed`` are names of papers that the person removed.
    """

    room: int | None = None
    removed: AbstractSet[Identifier] = frozenset()

    def gone(self, papers: Iterable[Paper]) -> dict[int, str]:
        """Return which papers the person removed."""
        if not self.removed:
            return {}
        return {
            paper.id: REMOVED_RULE for paper in papers
            if not self.removed.isdisjoint(paper.identifiers)
        }  # fmt: skip


def rules_of(options: Mapping[str, Any]) -> Rules:
    """Return the rules among the options of a feed."""
    return Rules(
        keep=tuple(options.get("keep", ())),
        drop=tuple(options.get("drop", ())),
        tag=tuple((query, tag) for query, tag in options.get("tag", ())),
        kinds=frozenset(options.get("kinds", DEFAULT_KINDS)),
        votes=int(options.get("votes", 0)),
        limit=options.get("limit"),
    )


def judge(library: Library, papers: Sequence[Paper], rules: Rules, now: str) -> Verdict:
    """Return what the rules say of papers that are not in the library yet.

    Raises ``QueryError`` where a rule cannot be understood.
    """
    everyone = frozenset(paper.id for paper in papers)
    if not (rules.asks and papers):
        tags = tuple(tag for query, tag in rules.tag if not query)
        return Verdict({}, dict.fromkeys(everyone, tags) if tags else {})
    with scratch(library) as looked_at:
        with transaction(looked_at, command="", at=now) as tx:
            insert_papers(tx, papers)
        return _verdict(looked_at, everyone, rules, now)


def _verdict(looked_at: Library, everyone: frozenset[int], rules: Rules, now: str) -> Verdict:
    gone: dict[int, str] = {}
    for query in rules.drop:
        for number in _fitting(looked_at, query, now):
            gone.setdefault(number, f"drop: {query}")
    if rules.keep:
        kept = {number for query in rules.keep for number in _fitting(looked_at, query, now)}
        for number in everyone - kept:
            gone.setdefault(number, KEEP_RULE)
    tags: dict[int, tuple[str, ...]] = {}
    for query, tag in rules.tag:
        for number in _fitting(looked_at, query, now) if query else everyone:
            tags[number] = (*tags.get(number, ()), tag)
    return Verdict(gone, tags)


def _fitting(looked_at: Library, query: str, now: str) -> list[int]:
    try:
        return search.ids(looked_at, search.prepare(looked_at, [query], now=now, names=False))
    except QueryError as error:
        raise QueryError(f"The rule {query!r}: {error}", error.query, error.column) from error
