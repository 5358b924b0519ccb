"""The one door in: decide what a record means for the library. Pure; nothing is written here.

Same identifier: same paper. Otherwise the same folded title without a contradiction: years at most
one apart or one missing, first authors' family names equal or one missing, no two values of one
identifier scheme. Anything weaker is a question for ``dupes``. A record that links papers which
stood apart makes them one; the older one stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from readlist.bib.citekeys import MakeKey, default_key, free_key, valid_key
from readlist.identity.changes import gains
from readlist.identity.merge import (
    Account,
    Draft,
    account_of,
    draft_of,
    follow_venue,
    take,
    venue_of,
)
from readlist.identity.merge_papers import fill, filled, follow_authors, merge_drafts
from readlist.identity.same_work import CROWD, Crowd, agreement, compatible, contradicted
from readlist.model import Identifier, Paper, Reading, Record, Status
from readlist.text import fold

PERSON = "person"
"""The source of what a person says here and now, which wins over what was said before."""


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
    """How papers arrive: the status of new ones, tags for all, the reader, and the time.

    ``make_key`` makes the citation keys of papers that come without one.
    """

    now: str
    reader: str
    status: Status = Status.TO_READ
    tags: tuple[str, ...] = ()
    make_key: MakeKey = default_key


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
        said = account_of(record)
        named = {self.draft(self.identifiers[i]).id for i in record.identifiers
                 if i in self.identifiers}  # fmt: skip
        alike = self._alike(said, named)
        found = sorted(named | alike)
        if not found:
            return self._enter(record, said)
        contradictions = self._contradictions(found[0], said) if named else ()
        former = self._state(found[0])
        draft = self.draft(found[0])
        for number in found[1:]:
            self._join(draft, self.draft(number))
        self._take(draft, record, said)
        added = gains(former, self._state(draft.id))
        if len(found) > 1:
            added += ("duplicate",)
        kind = Kind.MERGED if added else Kind.UNCHANGED
        return Outcome(record, draft.id, kind, added, contradictions)

    def _alike(self, said: Account, named: set[int]) -> set[int]:
        """Return the papers with the record's title that nothing contradicts."""
        bearing = self._bearing(fold(said.title), said)
        numbers = {self.draft(number).id for number in bearing}
        drafts = [self.draft(number) for number in sorted(numbers) if number not in named]
        chosen = [self.draft(number) for number in sorted(named)]
        fitting = [
            draft for draft in drafts
            if compatible(said, draft) and all(self._may_join(one, draft) for one in chosen)
        ]  # fmt: skip
        if named or not fitting:
            return {draft.id for draft in fitting}
        best = max(fitting, key=lambda draft: (agreement(said, draft), -draft.id))
        return {best.id}

    def _bearing(self, folded: str, said: Account) -> list[int]:
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
        return crowd.likely(said)

    def _may_join(self, one: Draft, other: Draft) -> bool:
        pair = (min(one.id, other.id), max(one.id, other.id))
        return pair not in self.known.apart and compatible(one, other)

    def _enter(self, record: Record, said: Account) -> Outcome:
        draft = Draft(id=self.next_id)
        self.next_id += 1
        self.drafts[draft.id] = draft
        draft.added = record.added or self.options.now
        draft.key = self._key(record)
        self._take(draft, record, said)
        if draft.reading.status is None:
            draft.reading = replace(draft.reading, status=self.options.status)
        return Outcome(record, draft.id, Kind.NEW)

    def _key(self, record: Record) -> str:
        base = record.key if valid_key(record.key) else self.options.make_key(record)
        key = free_key(base, lambda candidate: candidate.lower() in self.keys)
        self.keys.add(key.lower())
        return key

    def _take(self, draft: Draft, record: Record, said: Account) -> None:
        former_title = draft.title
        former_authors = draft.facts.get("authors")
        former_venue = venue_of(draft)
        newer = record.source == PERSON
        for name, value in said.facts.items():
            take(draft, name, value, said.ranks[name], newer=newer)
        if draft.facts.get("authors") != former_authors:
            follow_authors(draft, record.extra)
        draft.identifiers.update(said.identifiers)
        self.identifiers.update(dict.fromkeys(said.identifiers, draft.id))
        draft.links.update(dict.fromkeys(record.links))
        fill(draft.extra, record.extra)
        follow_venue(draft, former_venue, venue_of(said))
        present = {tag.casefold() for tag in draft.tags}
        for tag in (*record.tags, *self.options.tags):
            if tag.casefold() not in present:
                present.add(tag.casefold())
                draft.tags[tag] = None
        self._take_words(draft, record)
        if folded := fold(record.title):
            self._index_title(folded, draft.id)
        if draft.title != former_title:
            self._index_title(fold(draft.title), draft.id)

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
            draft.reading = filled(draft.reading, mine)
        for other in record.others:
            if other.reader != self.options.reader:
                known = draft.others.get(other.reader, Reading(reader=other.reader))
                draft.others[other.reader] = filled(known, other)
        for key in (record.key, *record.aliases):
            self._take_alias(draft, key)
        now = fold(draft.title)
        draft.titles.update(dict.fromkeys(title for title in record.titles if title != now))

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

    def _state(self, number: int) -> Sequence[Mapping[Any, Any]]:
        """Return what an outcome compares: everything that a record can add, in one order."""
        draft = self.draft(number)
        return (
            dict(draft.facts), dict(draft.identifiers), dict(draft.links), dict(draft.extra),
            dict(draft.tags), dict.fromkeys((note.reader, note.body) for note in draft.notes),
            {"": draft.reading, **draft.others}, dict(draft.aliases), dict(draft.titles),
        )  # fmt: skip

    def _contradictions(self, number: int, said: Account) -> tuple[Contradiction, ...]:
        known = self.draft(number)
        return tuple(
            Contradiction(name, _shown(known.facts[name]), _shown(said.facts[name]))
            for name in contradicted(known, said)
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


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(author.name for author in value[:3])
    return str(value)
