"""The one door in: decide what a record means for the library. Pure; nothing is written here.

Same identifier: same paper. Otherwise the same folded title without a contradiction: years at most
one apart or one missing, first authors' family names equal or one missing, no two values of one
identifier scheme. Anything weaker is a question for ``dupes``. A record that links papers which
stood apart makes them one; the older one stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from readlist.citekeys import base_key, free_key, valid_key
from readlist.library.facts import (
    Draft,
    draft_of,
    facts_of,
    first_family,
    remember_title,
    take,
)
from readlist.model import MORE_AUTHORS, Identifier, Paper, Reading, Record, Status
from readlist.text import fold

PERSON = "person"
"""The source of what a person says here and now, which wins over what was said before."""
LOOSE_SCHEMES = frozenset({"url"})
"""Schemes in which one paper may well have several values."""
CROWD = 100
"""Papers of one title that a record is compared with; "Editorial" may be the title of thousands."""


class Kind(StrEnum):
    """What became of a record."""

    NEW = "new"
    MERGED = "merged"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact on which a record and the library differ under one identifier; the better rank won."""

    field: str
    kept: str
    said: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; ``added`` names what the paper gained."""

    record: Record
    paper_id: int
    kind: Kind
    added: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows that bears on a batch of records.

    ``taken_keys`` are in lower case; ``apart`` holds pairs (lower number first) that a person said
    are different papers.
    """

    papers: Mapping[int, Paper] = field(default_factory=dict)
    identifiers: Mapping[Identifier, int] = field(default_factory=dict)
    folds: Mapping[str, list[int]] = field(default_factory=dict)
    taken_keys: frozenset[str] = frozenset()
    apart: frozenset[tuple[int, int]] = frozenset()
    next_id: int = 1


@dataclass(frozen=True, slots=True)
class AbsorbOptions:
    """How papers arrive: the status of new ones, tags for all, the reader, and the time."""

    now: str
    reader: str
    status: Status = Status.TO_READ
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AbsorbPlan:
    """What is to be written: new papers, changed ones, and pairs to make one (kept, lost)."""

    new: tuple[Paper, ...]
    changed: tuple[tuple[Paper, Paper], ...]
    joined: tuple[tuple[int, int], ...]
    outcomes: tuple[Outcome, ...]


def plan_absorb(records: Iterable[Record], known: Known, options: AbsorbOptions) -> AbsorbPlan:
    """Decide what records mean for the library."""
    planner = _Planner(known, options)
    outcomes = [planner.absorb(record) for record in records]
    return planner.plan(outcomes)


@dataclass(slots=True)
class Crowd:
    """Many papers with one title, by first author and year; ``seen`` of them are in the groups."""

    seen: int = 0
    groups: dict[tuple[str, Any], list[int]] = field(default_factory=dict)

    def add(self, number: int, draft: Draft) -> None:
        """Enter a paper under what is known of it and under what a record may not say."""
        family, year = first_family(draft.facts, draft.ranks), draft.facts.get("year")
        for group in {(family, year), (family, "any"), ("any", year), ("any", "any")}:
            self.groups.setdefault(group, []).append(number)

    def likely(self, claims: Draft) -> list[int]:
        """Return papers that author and year do not keep from being the one that is claimed."""
        family, year = first_family(claims.facts, claims.ranks), claims.facts.get("year")
        families = (family, "") if family else ("any",)
        years = (year - 1, year, year + 1, None) if year else ("any",)
        groups = [self.groups.get((name, when), []) for name in families for when in years]
        return [number for group in groups for number in group[:CROWD]]


class _Planner:
    """The papers that a batch touches, as they stand after the records so far."""

    def __init__(self, known: Known, options: AbsorbOptions) -> None:
        self.known = known
        self.options = options
        self.drafts: dict[int, Draft] = {}
        self.identifiers = dict(known.identifiers)
        self.folds = {folded: list(numbers) for folded, numbers in known.folds.items()}
        self.next_id = known.next_id
        self.crowds: dict[str, Crowd] = {}
        self.keys = set(known.taken_keys)
        self.joined: dict[int, int] = {}

    def draft(self, number: int) -> Draft:
        """Return the paper of this number, or the one that it was joined to."""
        while number in self.joined:
            number = self.joined[number]
        if number not in self.drafts:
            self.drafts[number] = draft_of(self.known.papers[number])
        return self.drafts[number]

    def absorb(self, record: Record) -> Outcome:
        """Find the paper that a record is about and let it take what the record says."""
        said = facts_of(record)
        named = {self.draft(self.identifiers[i]).id for i in record.identifiers
                 if i in self.identifiers}  # fmt: skip
        alike = self._alike(record, said, named)
        found = sorted(named | alike)
        if not found:
            return self._enter(record, said)
        contradictions = self._contradictions(found[0], said) if named else ()
        former = self._state(found[0])
        draft = self.draft(found[0])
        for number in found[1:]:
            self._join(draft, self.draft(number))
        self._take(draft, record, said)
        added = tuple(
            name for name, value in self._state(draft.id).items() if value != former[name]
        )
        if len(found) > 1:
            added += ("duplicate",)
        kind = Kind.MERGED if added else Kind.UNCHANGED
        return Outcome(record, draft.id, kind, added, contradictions)

    def _alike(self, record: Record, said: Mapping[str, Any], named: set[int]) -> set[int]:
        """Return the papers with the record's title that nothing contradicts."""
        claims = Draft(0, identifiers=dict.fromkeys(record.identifiers))
        claims.facts = {name: value for name, (value, _) in said.items()}
        claims.ranks = {name: ranked for name, (_, ranked) in said.items()}
        bearing = self._bearing(fold(record.title), claims)
        numbers = {self.draft(number).id for number in bearing}
        drafts = [self.draft(number) for number in sorted(numbers) if number not in named]
        chosen = [self.draft(number) for number in sorted(named)]
        fitting = [
            draft for draft in drafts
            if compatible(claims, draft) and all(self._may_join(one, draft) for one in chosen)
        ]  # fmt: skip
        if named or not fitting:
            return {draft.id for draft in fitting}
        best = max(fitting, key=lambda draft: (agreement(claims, draft), -draft.id))
        return {best.id}

    def _bearing(self, folded: str, claims: Draft) -> list[int]:
        """Return the papers with a title; of a crowd only those that are likely, and not all.

        Otherwise each of thousands of records with one title would be compared with all others.
        """
        numbers = self.folds.get(folded, []) if folded else []
        if len(numbers) <= CROWD:
            return numbers
        crowd = self.crowds.setdefault(folded, Crowd())
        for number in numbers[crowd.seen :]:
            crowd.add(number, self.draft(number))
        crowd.seen = len(numbers)
        return crowd.likely(claims)

    def _may_join(self, one: Draft, other: Draft) -> bool:
        pair = (min(one.id, other.id), max(one.id, other.id))
        return pair not in self.known.apart and compatible(one, other)

    def _enter(self, record: Record, said: Mapping[str, Any]) -> Outcome:
        draft = Draft(self.next_id)
        self.next_id += 1
        self.drafts[draft.id] = draft
        draft.added = record.added or self.options.now
        draft.key = self._key(record)
        self._take(draft, record, said)
        if draft.reading.status is None:
            draft.reading = replace(draft.reading, status=self.options.status)
        return Outcome(record, draft.id, Kind.NEW)

    def _key(self, record: Record) -> str:
        base = record.key if valid_key(record.key) else proposed_key(record)
        key = free_key(base, lambda candidate: candidate.lower() in self.keys)
        self.keys.add(key.lower())
        return key

    def _take(self, draft: Draft, record: Record, said: Mapping[str, Any]) -> None:
        former_title = draft.facts.get("title", "")
        former_authors = draft.facts.get("authors")
        newer = record.source == PERSON
        for name, (value, ranked) in said.items():
            take(draft, name, value, ranked, newer=newer)
        if draft.facts.get("authors") != former_authors:
            _follow_authors(draft, record.extra)
        for identifier in record.identifiers:
            draft.identifiers[identifier] = None
            self.identifiers[identifier] = draft.id
        draft.links.update(dict.fromkeys(record.links))
        _fill(draft.extra, record.extra)
        draft.tags.update(dict.fromkeys((*record.tags, *self.options.tags)))
        self._take_words(draft, record)
        if record.title and (folded := fold(record.title)):
            self._index_title(folded, draft.id)
        if draft.facts.get("title", "") != former_title:
            self._index_title(draft.title_fold, draft.id)

    def _index_title(self, folded: str, number: int) -> None:
        numbers = self.folds.setdefault(folded, [])
        # New papers have the highest numbers, so the list is seldom searched.
        if not numbers or number > numbers[-1] or number not in numbers:
            numbers.append(number)

    def _take_words(self, draft: Draft, record: Record) -> None:
        """Take the person's words, which only the person and the program's own export have."""
        notes = {(note.reader, note.body) for note in draft.notes}
        for note in record.notes:
            owned = note if note.reader else replace(note, reader=self.options.reader)
            if (owned.reader, owned.body) not in notes:
                draft.notes.append(replace(owned, id=0, created=note.created or self.options.now))
        if record.reading:
            mine = replace(record.reading, reader=self.options.reader)
            draft.reading = _filled(draft.reading, mine)
        for other in record.others:
            if other.reader != self.options.reader:
                known = draft.others.get(other.reader, Reading(reader=other.reader))
                draft.others[other.reader] = _filled(known, other)
        for key in (record.key, *record.aliases):
            self._take_alias(draft, key)
        draft.titles.update(
            dict.fromkeys(title for title in record.titles if title != draft.title_fold)
        )

    def _take_alias(self, draft: Draft, key: str) -> None:
        if valid_key(key) and key.lower() not in self.keys:
            self.keys.add(key.lower())
            draft.aliases[key] = None

    def _join(self, kept: Draft, lost: Draft) -> None:
        """Make two papers one: a record said that both are the same work."""
        merge_drafts(kept, lost)
        for identifier in lost.identifiers:
            self.identifiers[identifier] = kept.id
        for numbers in self.folds.values():
            if lost.id in numbers and kept.id not in numbers:
                numbers.append(kept.id)
        self.joined[lost.id] = kept.id
        del self.drafts[lost.id]

    def _state(self, number: int) -> dict[str, Any]:
        """Return what an outcome compares: everything that a record can add."""
        draft = self.draft(number)
        return {
            "facts": dict(draft.facts),
            "identifiers": len(draft.identifiers),
            "links": len(draft.links),
            "extra": dict(draft.extra),
            "tags": len(draft.tags),
            "notes": len(draft.notes),
            "reading": (draft.reading, dict(draft.others)),
            "aliases": (len(draft.aliases), len(draft.titles)),
        }

    def _contradictions(self, number: int, said: Mapping[str, Any]) -> tuple[Contradiction, ...]:
        draft = self.draft(number)
        differing = contradicted(
            draft.facts, draft.ranks, {name: value for name, (value, _) in said.items()},
            {name: ranked for name, (_, ranked) in said.items()},
        )  # fmt: skip
        return tuple(
            Contradiction(name, _shown(draft.facts[name]), _shown(said[name][0]))
            for name in differing
        )

    def plan(self, outcomes: list[Outcome]) -> AbsorbPlan:
        """Return what is to be written."""
        papers = [(draft.before, draft.paper()) for draft in self.drafts.values()]
        return AbsorbPlan(
            new=tuple(after for before, after in papers if before is None),
            changed=tuple((b, after) for b, after in papers if b is not None and b != after),
            joined=tuple(
                (self.draft(lost).id, lost) for lost in self.joined if lost in self.known.papers
            ),
            outcomes=tuple(self._settled(outcome) for outcome in outcomes),
        )

    def _settled(self, outcome: Outcome) -> Outcome:
        number = self.draft(outcome.paper_id).id
        return outcome if number == outcome.paper_id else replace(outcome, paper_id=number)


def compatible(one: Draft, other: Draft) -> bool:
    """Say whether nothing keeps two papers of one title from being the same."""
    years = [draft.facts["year"] for draft in (one, other) if "year" in draft.facts]
    if len(years) == 2 and abs(years[0] - years[1]) > 1:
        return False
    mine, theirs = first_family(one.facts, one.ranks), first_family(other.facts, other.ranks)
    if mine and theirs and mine != theirs:
        return False
    return not _differing_schemes(one.identifiers, other.identifiers)


def _differing_schemes(ones: Iterable[Identifier], others: Iterable[Identifier]) -> bool:
    mine, theirs = _by_scheme(ones), _by_scheme(others)
    return any(
        not mine[scheme] & theirs[scheme] for scheme in mine.keys() & theirs.keys() - LOOSE_SCHEMES
    )


def _by_scheme(identifiers: Iterable[Identifier]) -> dict[str, set[str]]:
    schemes: dict[str, set[str]] = {}
    for identifier in identifiers:
        schemes.setdefault(identifier.scheme, set()).add(identifier.value)
    return schemes


def agreement(one: Draft, other: Draft) -> int:
    """Return how much speaks for two papers of one title being the same."""
    score = 0
    mine, theirs = first_family(one.facts, one.ranks), first_family(other.facts, other.ranks)
    if mine and mine == theirs:
        score += 2
    if one.facts.get("year") and one.facts.get("year") == other.facts.get("year"):
        score += 1
    return score


def contradicted(
    known: Mapping[str, Any],
    known_ranks: Mapping[str, Any],
    said: Mapping[str, Any],
    said_ranks: Mapping[str, Any],
) -> list[str]:
    """Return the describing facts on which two accounts of one identifier differ."""
    differing = []
    if known.get("title") and said.get("title") and fold(known["title"]) != fold(said["title"]):
        differing.append("title")
    mine, theirs = first_family(known, known_ranks), first_family(said, said_ranks)
    if mine and theirs and mine != theirs:
        differing.append("authors")
    if known.get("year") and said.get("year") and abs(known["year"] - said["year"]) > 1:
        differing.append("year")
    return differing


def merge_drafts(kept: Draft, lost: Draft) -> None:
    """Let one paper take everything that another has; the person's words of both stay."""
    former_authors = kept.facts.get("authors")
    for name, value in lost.facts.items():
        take(kept, name, value, lost.ranks[name])
    if kept.facts.get("authors") != former_authors:
        _follow_authors(kept, lost.extra)
    kept.identifiers.update(lost.identifiers)
    kept.links.update(lost.links)
    _fill(kept.extra, lost.extra)
    kept.tags.update(lost.tags)
    known = {(note.reader, note.body) for note in kept.notes}
    kept.notes += [replace(n, id=0) for n in lost.notes if (n.reader, n.body) not in known]
    kept.aliases.update(lost.aliases)
    if lost.key:
        kept.aliases[lost.key] = None
    kept.titles.update(lost.titles)
    remember_title(kept, lost.facts.get("title", ""), kept.facts.get("title", ""))
    kept.reading = combined(kept.reading, lost.reading)
    for reader, reading in lost.others.items():
        kept.others[reader] = combined(kept.others.get(reader, Reading(reader=reader)), reading)
    kept.added = min(filter(None, (kept.added, lost.added)), default="")


_PROGRESS = {status: place for place, status in enumerate(Status)}


def combined(one: Reading, other: Reading) -> Reading:
    """Return the reading of two papers that became one: what came furthest stands."""
    if other.status is None:
        return one
    if one.status is None:
        return replace(other, reader=one.reader or other.reader)
    further = other if _PROGRESS[other.status] > _PROGRESS[one.status] else one
    if Status.DROPPED in (one.status, other.status) and one.status != other.status:
        further = one if other.status is Status.DROPPED else other
    return Reading(
        status=further.status,
        priority=max(one.priority, other.priority),
        rating=one.rating if one.rating is not None else other.rating,
        progress=further.progress or one.progress or other.progress,
        started=min(filter(None, (one.started, other.started)), default=""),
        finished=further.finished,
        reader=one.reader or other.reader,
    )


def _filled(known: Reading, said: Reading) -> Reading:
    """Return a reading with its gaps filled; what the person already said stays."""
    if known.status is None:
        return replace(said, reader=known.reader or said.reader)
    return replace(
        known,
        priority=known.priority or said.priority,
        rating=said.rating if known.rating is None else known.rating,
        progress=known.progress or said.progress,
        started=known.started or said.started,
        finished=known.finished or said.finished,
    )


def _follow_authors(draft: Draft, extra: Mapping[str, Any]) -> None:
    """Let "et al." come and go with the authors that it belongs to."""
    draft.extra.pop(MORE_AUTHORS, None)
    if extra.get(MORE_AUTHORS):
        draft.extra[MORE_AUTHORS] = True


def _fill(known: dict[str, Any], said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        if name == MORE_AUTHORS:
            continue
        if name not in known:
            known[name] = value
        elif isinstance(value, dict) and isinstance(known[name], dict):
            known[name] = {**value, **known[name]}


def proposed_key(record: Record) -> str:
    """Return the citation key that a record's facts suggest."""
    year = record.year or (int(record.published[:4]) if record.published[:4].isdecimal() else None)
    if record.title or record.authors:
        return base_key(record.authors, year, record.title, record.organization)
    if record.identifiers:
        first = record.identifiers[0]
        words = "".join(c if c.isalnum() else "" for c in f"{first.scheme}{first.value}")
        return base_key((), None, words)
    return base_key((), year, "")


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(author.name for author in value[:3])
    return str(value)
