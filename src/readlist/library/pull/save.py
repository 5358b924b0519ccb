"""One portion into the library: rules first, then the one door in, then which feed brought it.

Papers that are known keep their status and gain what the feed says of them; the others arrive in
the inbox. A new version of a known paper is its news, one of an unknown paper is nothing.

Rules are queries, asked of the new papers alone while these lie in a scratch library: what a rule
leaves out was never in the library of the person. ``drop`` wins over ``keep``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from readlist import local_time
from readlist.errors import QueryError
from readlist.identity.absorb import AbsorbOptions, AbsorbPlan, plan_absorb
from readlist.library.imports.save import apply_plan, known_for
from readlist.library.metadata.refresh import news_of, renewed
from readlist.library.papers import search
from readlist.library.pull.portions import Portion, is_replacement
from readlist.model import Identifier, Paper, Record, Status
from readlist.services.base import DEFAULT_KINDS, Announced
from readlist.store.connection import Library
from readlist.store.feeds import Brought, Feed, brought, count_taken, keep_brought
from readlist.store.journal import Transaction, transaction
from readlist.store.papers import by_identifiers, load
from readlist.store.scratch import scratch
from readlist.store.write import insert_papers, save_papers

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
        asked = search.asked(looked_at, query, now, stored=True)
        return search.ids(looked_at, search.of_query(looked_at, asked, now))
    except QueryError as error:
        raise QueryError(f"The rule {query!r}: {error}", error.query, error.column) from error


@dataclass(slots=True)
class Kept:
    """What became of the papers of a portion.

    ``scanned`` is ``known`` and ``new`` and the sum of ``rules``, which says how many each rule
    left out. ``changes`` say how a curated list changed.
    """

    scanned: int = 0
    known: int = 0
    new: int = 0
    news: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def filtered(self) -> int:
        """How many papers the rules left out."""
        return self.rules.total()


def keep(
    tx: Transaction, feed: Feed, portion: Portion, options: AbsorbOptions, bounds: Bounds
) -> Kept:
    """Keep what a portion announces, within the bounds of the pull.

    A kind that does not count brings no paper, but a known one has its news: the new version of a
    paper that is being read is told, though only new papers are asked for.
    """
    rules = rules_of(feed.options)
    wanted: list[Announced] = []
    others: list[Announced] = []
    for one in portion.items:
        (wanted if one.kind in rules.kinds else others).append(one)
    if rules.limit is not None and portion.day:
        left = max(0, rules.limit - count_taken(tx.db, feed.id, portion.day))
        bounds = bounds._replace(room=min(bounds.room or 0, left))
    plan, places, kept = _sifted(tx, feed, wanted, rules, options, bounds)
    apply_plan(tx, plan, lambda: None)
    announced = [(o.paper_id, wanted[p]) for o, p in zip(plan.outcomes, places, strict=True)]
    keep_brought(tx, [_brought(tx, feed, *pair) for pair in announced])
    known = _known(tx, others)
    if unknown := len(others) - len(known):
        kept.rules[KINDS_RULE] += unknown
    fresh = {paper.id for paper in plan.new}
    kept.scanned = len(portion.items)
    kept.new = len(fresh)
    kept.known = len(announced) - len(fresh) + len(known)
    anew = [pair for pair in announced if pair[0] not in fresh] + known
    kept.news = take_replaced(tx, [(n, one.record) for n, one in anew if is_replacement(one)])
    return kept


def _brought(tx: Transaction, feed: Feed, paper: int, one: Announced) -> Brought:
    facts = {"kind": one.kind, **one.facts}
    return Brought(feed.id, paper, one.day or local_time.day(tx.at), tx.at, facts)


def _known(tx: Transaction, items: Sequence[Announced]) -> list[tuple[int, Announced]]:
    """Return the announcements of papers that the library knows, with these."""
    names = by_identifiers(tx.db, {name for one in items for name in one.record.identifiers})
    known = [(next(filter(names.__contains__, one.record.identifiers), None), one) for one in items]
    return [(names[name], one) for name, one in known if name]


def _sifted(
    tx: Transaction,
    feed: Feed,
    items: Sequence[Announced],
    rules: Rules,
    options: AbsorbOptions,
    bounds: Bounds,
) -> tuple[AbsorbPlan, list[int], Kept]:
    """Return the plan for what the rules let in, the places of these, and what was left out.

    What is new is planned twice where a rule leaves something out: the papers get their numbers
    and citation keys as if the others had never been there.
    """
    records = [one.record for one in items]
    plan = _planned(tx, records, options)
    gone, tags = _judged(tx, feed, items, plan, rules, bounds)
    kept = Kept()
    places = []
    for place, outcome in enumerate(plan.outcomes):
        if rule := gone.get(outcome.paper_id):
            kept.rules[rule] += 1
        else:
            places.append(place)
    if gone or tags:
        chosen = []
        for place in places:
            record, more = records[place], tags.get(plan.outcomes[place].paper_id, ())
            chosen.append(replace(record, tags=(*record.tags, *more)) if more else record)
        plan = _planned(tx, chosen, options)
    return plan, places, kept


def _brought_by_others(tx: Transaction, feed: Feed, plan: AbsorbPlan, rules: Rules) -> list[Paper]:
    """Return waiting papers that this feed brings for the first time, after another one did.

    They get its tags too, so that it makes no difference which feed was the faster one.
    """
    if not rules.tag:
        return []
    numbers = {outcome.paper_id for outcome in plan.outcomes} - {paper.id for paper in plan.new}
    known = brought(tx.db, numbers)
    return [
        paper for paper in load(tx.library, sorted(known))
        if paper.reading.status is Status.INBOX
        and feed.id not in {one.feed_id for one in known[paper.id]}
    ]  # fmt: skip


def _planned(tx: Transaction, records: Sequence[Record], options: AbsorbOptions) -> AbsorbPlan:
    return plan_absorb(records, known_for(tx, records, options.make_key), options)


def _judged(
    tx: Transaction, feed: Feed, items: Sequence[Announced], plan: AbsorbPlan, rules: Rules,
    bounds: Bounds,
) -> tuple[dict[int, str], Mapping[int, tuple[str, ...]]]:  # fmt: skip
    """Return which new papers are left out by which rule, and the tags of the others."""
    fresh = {paper.id for paper in plan.new}
    judged = (*plan.new, *_brought_by_others(tx, feed, plan, rules))
    verdict = judge(tx.library, judged, rules, tx.at)
    gone = bounds.gone(plan.new)
    for number in fresh & verdict.gone.keys():
        gone.setdefault(number, verdict.gone[number])
    best: dict[int, tuple[int, str, int]] = {}
    for place, (outcome, one) in enumerate(zip(plan.outcomes, items, strict=True)):
        number = outcome.paper_id
        if number not in fresh:
            continue
        votes = one.facts.get("votes")
        # Where nobody votes (arXiv), nobody has too few.
        if rules.votes and isinstance(votes, int) and votes < rules.votes:
            gone.setdefault(number, VOTES_RULE)
        best.setdefault(number, (votes if isinstance(votes, int) else 0, one.day, -place))
    # The least first: fewest votes, then oldest, then last on the feed.
    waiting = sorted((number for number in best if number not in gone), key=best.__getitem__)
    if bounds.room is not None and len(waiting) > bounds.room:
        gone |= dict.fromkeys(waiting[: len(waiting) - bounds.room], LIMIT_RULE)
    return gone, verdict.tags


def take_replaced(tx: Transaction, said: Sequence[tuple[int, Record]]) -> int:
    """Let papers take what is announced of them anew; return how many have news now."""
    papers = {paper.id: paper for paper in load(tx.library, sorted({n for n, _ in said}))}
    pairs = []
    news = 0
    for number, record in said:
        paper = papers.get(number)
        if paper is None or _version(record) <= max(_version(paper), 1):
            continue
        before = paper
        if not _version(paper):
            # Nobody has named the version that the library holds: it must be the one before.
            part = {**paper.part("arxiv"), "version": _version(record) - 1}
            before = replace(paper, extra={**paper.extra, "arxiv": part})
        changes = tuple(news_of(before, [record], tx.at))
        newer = renewed(paper, [record], changes, whole=False)
        pairs.append((paper, newer))
        papers[number] = newer
        news += bool(changes)
    save_papers(tx, pairs)
    return news


def _version(said: Paper | Record) -> int:
    version = said.part("arxiv").get("version")
    return version if isinstance(version, int) else 0
