"""The one door in: decide what a record means for the library. Pure; nothing is written here.

Same identifier: same paper, unless ``against_one_identifier`` keeps them apart: then two papers
and a question, and the identifier stays with the first. Otherwise the same folded title, unless
``against_one_title`` keeps them apart. Anything weaker is a question for ``dupes``. A record that
links papers which stood apart makes them one; the older one stays.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from readlist.bib.citekeys import MakeKey, citable, default_key, folded, free_key
from readlist.bib.details import SETS, VERBATIM_PLACE
from readlist.bib.dois import is_versioned, unversioned
from readlist.bib.paper_addresses import folded_address, page_of
from readlist.identity.against_one_identifier import (
    NAME_WORDS,
    NOT_OF_ONE_ENTRY,
    OF_ONE_IDENTIFIER,
)
from readlist.identity.against_one_title import OF_ONE_TITLE, OTHER_UNTITLED, is_only_keyed
from readlist.identity.crowds import CROWD, Crowd
from readlist.identity.freed_keys import Freed
from readlist.identity.merge import (
    Account,
    Draft,
    account_of,
    draft_of,
    fill,
    filled,
    first_family,
    follow_authors,
    follow_venue,
    merge_drafts,
    take,
    venue_of,
)
from readlist.identity.people import families_agree
from readlist.identity.same_work import Sides, Sign, against, agreement, contradicted
from readlist.model import STATED, Identifier, Link, Paper, Rank, Reading, Record, Status
from readlist.text import fold, fold_words, folds, same_title, visible, without_login

PERSON = "person"
"""The source of what a person says here and now, which wins over what was said before."""
OWN_EXPORT = "jsonl"
"""The source of what comes in JSON Lines, which alone have papers as a library has them."""

_APART = 3
"""Papers of a record's title that it is not which are told; there may be a thousand editorials."""


class Kind(StrEnum):
    """What became of a record."""

    NEW = "new"
    MERGED = "merged"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A fact on which a record and the library differ; the better rank won.

    ``taken`` says that the record's stands now, because a person preferred the file.
    """

    field: str
    kept: str
    said: str
    taken: bool = False


class Apart(NamedTuple):
    """A paper that a record seems to speak of and that it was kept apart from, and why.

    Where both state one ``identifier`` a person is asked; otherwise they have one title.
    """

    paper_id: int
    why: str
    identifier: Identifier | None = None


class Renamed(NamedTuple):
    """A key that a paper could not keep or get, the one that it has, and why."""

    said: str
    key: str
    why: str

    @property
    def sentence(self) -> str:
        """What the person is told."""
        return f"The key {visible(self.said)} {self.why}; this one is {visible(self.key)}."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record; ``added`` names what the paper gained.

    ``why`` says by what it is the paper that it was taken for, ``apart`` which ones it is not.
    """

    record: Record
    paper_id: int
    kind: Kind
    added: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    why: str = ""
    apart: tuple[Apart, ...] = ()
    renamed: tuple[Renamed, ...] = ()

    @property
    def asked(self) -> tuple[Apart, ...]:
        """The papers about which a person is asked, because both state one identifier."""
        return tuple(one for one in self.apart if one.identifier)


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows that bears on a batch of records.

    ``taken_keys`` are folded, as are ``freed``, the keys of removed papers; ``apart`` holds pairs
    (lower number first) that a person said are different papers. ``keys``, folded, are looked up
    for files that correct.
    """

    papers: Mapping[int, Paper] = field(default_factory=dict)
    identifiers: Mapping[Identifier, int] = field(default_factory=dict)
    folds: Mapping[str, list[int]] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    taken_keys: frozenset[str] = frozenset()
    freed: Mapping[str, Freed] = field(default_factory=dict)
    apart: frozenset[tuple[int, int]] = frozenset()
    next_id: int = 1


@dataclass(frozen=True, slots=True)
class AbsorbOptions:
    """How papers arrive: the status of new ones, tags for all, the reader, and the time.

    ``make_key`` makes the citation keys of papers that come without one. ``trusting`` believes
    identifiers whatever the titles say: the records were found for the papers. ``prefer_file``
    lets what a file says of a known paper stand, whatever was known.
    """

    now: str
    reader: str
    status: Status = Status.TO_READ
    tags: tuple[str, ...] = ()
    make_key: MakeKey = default_key
    trusting: bool = False
    prefer_file: bool = False


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


def _without_logins(record: Record) -> Record:
    """Return a record whose links name nobody's login; identifiers never do.

    Other people read what a library exports: ``https://ann:pw@example.org/a.pdf`` is kept as
    ``https://example.org/a.pdf``.
    """
    links = tuple(Link(one.name, without_login(one.url)) for one in record.links)
    return record if links == record.links else replace(record, links=links)


class _Planner:
    """The papers that a batch touches, as they stand after the records so far."""

    def __init__(self, known: Known, options: AbsorbOptions) -> None:
        self.known = known
        self.options = options
        self.drafts: dict[int, Draft] = {}
        self.identifiers: dict[Identifier, int] = {}
        self.folds = {folded: list(numbers) for folded, numbers in known.folds.items()}
        self.next_id = known.next_id
        self.crowds: dict[str, Crowd] = {}
        self.keys = set(known.taken_keys)
        self.joined: dict[int, int] = {}
        held = (one for paper in known.papers.values() for one in paper.identifiers)
        self.pages = {folded_address(one.value): one for one in held if one.scheme == "url"}
        self.works: dict[str, int] = {}
        """Papers by DOIs without their version, where their issuer counts these."""
        self._take_names(known.identifiers)

    def draft(self, number: int) -> Draft:
        """Return the paper of this number, or the one that it was joined to."""
        first = number
        while number in self.joined:
            number = self.joined[number]
        if first in self.joined:  # a chain of papers is walked once
            self.joined[first] = number
        if number not in self.drafts:
            self.drafts[number] = draft_of(self.known.papers[number])
        return self.drafts[number]

    def absorb(self, record: Record) -> Outcome:
        """Find the paper that a record is about and let it take what the record says."""
        record = _without_logins(record)
        said = account_of(record)
        said.identifiers = dict.fromkeys(map(self._as_held, said.identifiers))
        named, apart = self._named(said, record.key)
        alike, others = self._alike(said, record.key, named, {one.paper_id for one in apart})
        apart += others
        found = sorted(named.keys() | alike)
        corrected = self._corrected(record, said) if not found else 0
        if corrected:
            found = [corrected]
        if not found:
            return self._enter(record, said, apart)
        contradictions = self._contradictions(found[0], record, said, named=bool(named))
        former = self._state(found[0])
        draft = self.draft(found[0])
        for number in found[1:]:
            self._join(draft, self.draft(number))
        self._take(draft, record, said)
        renamed = self._take_keys(draft, record)
        added = gains(former, self._state(draft.id))
        if len(found) > 1:
            added += ("duplicate",)
        kind = Kind.MERGED if added else Kind.UNCHANGED
        why = f"the same {next(iter(named.values()))}" if named else "the same title"
        if corrected:
            why = "the same key"
        return Outcome(record, draft.id, kind, added, contradictions, why, tuple(apart), renamed)

    def _as_held(self, identifier: Identifier) -> Identifier:
        """Return an identifier as the library has it; an address has many spellings."""
        if identifier.scheme != "url":
            return identifier
        page = Identifier("url", page_of(identifier.value))
        return self.pages.setdefault(folded_address(page.value), page)

    def _named(self, said: Account, key: str) -> tuple[dict[int, Identifier], list[Apart]]:
        """Return the papers that a record's identifiers name, and those that they only seem to."""
        stated: dict[int, Identifier] = {}
        for identifier in said.identifiers:
            if holder := self._holder(identifier):
                stated.setdefault(holder, identifier)
        if not stated or self.options.trusting:
            return stated, []
        apart: list[Apart] = []
        left = dict(sorted(stated.items()))
        *signs, another_arxiv = OF_ONE_IDENTIFIER
        for some in (tuple(signs), (another_arxiv,)):
            for number, identifier in list(left.items()):
                draft = self.draft(number)
                if why := against(said, draft, _telling(some, said, draft, key)):
                    del left[number]
                    apart.append(Apart(number, why, identifier))
            self._leave_stated(said, apart)
        named: dict[int, Identifier] = {}
        for number, identifier in left.items():
            if why := self._why_not_join(said, named, self.draft(number)):
                apart.append(Apart(number, why, identifier))
            else:
                named[number] = identifier
        self._leave_stated(said, apart)
        return named, apart

    def _why_not_join(self, said: Account, named: Iterable[int], other: Draft) -> str:
        """Return why papers that a record links are not one: a person or the evidence says so.

        An entry of a list may link a paper and its sequel: "Weather of the North", "Rivers and
        Lakes". Not: "BERT", which is a name, and what it is called.
        """
        from_list = all(rank < Rank.FILE for _, rank in said.ranks.values())
        for number in named:
            if self._kept_apart(number, other.id):
                return "kept apart"
            one = self.draft(number)
            if why := against(one, other, OF_ONE_IDENTIFIER):
                return why
            words = min(len(fold_words(draft.title).split()) for draft in (one, other))
            if from_list and words > NAME_WORDS and Sides(one, other).titles_differ:
                return "other titles, linked by one entry of a list"
        return ""

    def _alike(
        self, said: Account, key: str, named: Iterable[int], not_these: set[int]
    ) -> tuple[set[int], list[Apart]]:
        """Return the papers with the record's title, and those among them that it is not.

        Of several that fit the one of its key is the one that it was taken for before.
        """
        own, *spelled = folds(said.title) if said.title else ("",)
        numbers = {self.draft(number).id for number in self._bearing(own, said)}
        for other in spelled:
            drafts = map(self.draft, self._bearing(other, said))
            numbers.update(one.id for one in drafts if same_title(one.title, said.title))
        fitting: list[Draft] = []
        apart: list[Apart] = []
        for number in sorted(numbers - set(named) - not_these):
            draft = self.draft(number)
            why = against(said, draft, OF_ONE_TITLE)
            if key and is_only_keyed(said) and not _has_key(draft, key):
                why = OTHER_UNTITLED
            if why:
                apart.append(Apart(number, why))
            elif all(self._may_join(self.draft(one), draft) for one in named):
                fitting.append(draft)
        if named or not fitting:
            return {draft.id for draft in fitting}, apart[:_APART]
        best = max(
            fitting, key=lambda draft: (_has_key(draft, key), agreement(said, draft), -draft.id)
        )
        return {best.id}, apart[:_APART]

    def _corrected(self, record: Record, said: Account) -> int:
        """Return the paper whose title a file corrects, by the key of the entry.

        "A leter" of ``roe2001`` is "A letter" of that key by the same author in the same year.
        Where the file is to be preferred journal and year may differ as well; its DOI was wrong.
        Not: another work that got the key in another file.
        """
        number = self.known.keys.get(folded(record.key))
        if not number:
            return 0
        draft = self.draft(number)
        agree = families_agree(first_family(said), first_family(draft))
        pair = Sides(said, draft)
        if agree is False or pair.titles_differ:
            return 0
        if self.options.prefer_file:
            return draft.id
        same_year = said.facts.get("year") == draft.facts.get("year")
        is_slip = bool(agree) and same_year and pair.titles_are_near
        return draft.id if is_slip and not against(said, draft, OF_ONE_TITLE) else 0

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

    def _leave_stated(self, said: Account, apart: Iterable[Apart]) -> None:
        """Take the names of papers that it is not from a record; it keeps that it stated them."""
        for one in apart:
            if one.identifier is None:
                continue
            others = [i for i in said.identifiers if self._holder(i) == one.paper_id]
            if not others:
                continue
            stated = {str(identifier): one.why for identifier in others}
            said.extra[STATED] = {**said.extra.get(STATED, {}), **stated}
            for identifier in others:
                del said.identifiers[identifier]

    def _holder(self, identifier: Identifier) -> int:
        """Return the paper that has an identifier, 0 where none has."""
        number = self.identifiers.get(identifier)
        if not number and identifier.scheme == "doi" and self.works:
            number = self.works.get(unversioned(identifier.value))
        return self.draft(number).id if number else 0

    def _take_names(self, identifiers: Mapping[Identifier, int]) -> None:
        """Take note of which papers have identifiers."""
        self.identifiers.update(identifiers)
        for (scheme, value), number in identifiers.items():
            if scheme == "doi" and is_versioned(value):
                self.works.setdefault(unversioned(value), number)

    def _may_join(self, one: Draft, other: Draft) -> bool:
        return not (self._kept_apart(one.id, other.id) or against(one, other, OF_ONE_TITLE))

    def _kept_apart(self, one: int, other: int) -> bool:
        return (min(one, other), max(one, other)) in self.known.apart

    def _enter(self, record: Record, said: Account, apart: list[Apart]) -> Outcome:
        draft = Draft(id=self.next_id)
        self.next_id += 1
        self.drafts[draft.id] = draft
        draft.added = record.added or self.options.now
        # The key of a new paper: its own, or one that no other work has or had.
        base = record.key if citable(record.key) else self.options.make_key(record)
        key = free_key(base, lambda candidate: self._is_taken(folded(candidate), record))
        self.keys.add(folded(key))
        draft.key = key
        self._take(draft, record, said)
        renamed = self._take_keys(draft, record)
        if draft.reading.status is None:
            draft.reading = replace(draft.reading, status=self.options.status)
        return Outcome(record, draft.id, Kind.NEW, apart=tuple(apart), renamed=renamed)

    def _is_taken(self, key: str, record: Record) -> bool:
        """Say whether a key is another work's, or was until that was removed.

        The work that had it gets it again from one that only goes by it.
        """
        freed = self.known.freed.get(key)
        if key not in self.keys:
            return freed is not None and not _is_of(freed, record)
        holder = self.known.keys.get(key)
        if not holder or freed is None or not _is_of(freed, record):
            return True
        return folded(self.draft(holder).key) == key

    def _take_keys(self, draft: Draft, record: Record) -> tuple[Renamed, ...]:
        """Let the keys of a record name the paper as well; return those that cannot cite it.

        Beside the key the program's own export has former ones, of which the person was told.
        """
        renamed = []
        for said in filter(None, (record.key, *record.aliases)):
            if folded(said) in {folded(key) for key in (draft.key, *draft.aliases)}:
                continue
            why = self._why_not_cited(said, record)
            self.keys.add(folded(said))
            draft.aliases[said] = None
            is_told = said == record.key or record.source != OWN_EXPORT
            if why and is_told and said not in record.part(SETS):  # which all of its entries have
                renamed.append(Renamed(said, draft.key, why))
        return tuple(renamed)

    def _why_not_cited(self, key: str, record: Record) -> str:
        """Return why a manuscript that cites a key may not mean this record."""
        if folded(key) in self.keys:
            return "belongs to another paper"
        if not citable(key):
            return "cannot be cited"
        freed = self.known.freed.get(folded(key))
        return freed.why if freed and not _is_of(freed, record) else ""

    def _take(self, draft: Draft, record: Record, said: Account) -> None:
        former_title = draft.title
        former_authors = draft.facts.get("authors")
        former_venue = venue_of(draft)
        newer = record.source == PERSON
        gained = said.facts.keys() - draft.facts.keys()
        if self.options.prefer_file and draft.before:
            from readlist.identity.differences import correct

            for wrong in correct(draft, said):
                self.identifiers.pop(wrong, None)
        venue = said.facts.get("venue", "")
        for name, value in said.facts.items():
            take(draft, name, value, said.ranks[name], newer=newer, venue=venue)
        if draft.facts.get("authors") != former_authors:
            follow_authors(draft, record.extra)
        draft.identifiers.update(said.identifiers)
        self._take_names(dict.fromkeys(said.identifiers, draft.id))
        draft.links.update(dict.fromkeys(record.links))
        fill(draft.extra, said.extra, gained)
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
        reader = self.options.reader
        notes = {(note.reader, note.body) for note in draft.notes}
        for note in record.notes:
            owned = replace(note, id=0, reader=note.reader or reader)
            if (owned.reader, owned.body) not in notes:
                draft.notes.append(replace(owned, created=note.created or self.options.now))
        if record.reading:
            said = record.reading
            own = said if said.reader == reader else replace(said, reader=reader)
            draft.reading = filled(draft.reading, own)
        for other in record.others:
            if other.reader != reader:
                known = draft.others.get(other.reader, Reading(reader=other.reader))
                draft.others[other.reader] = filled(known, other)
        now = fold(draft.title)
        draft.titles.update(dict.fromkeys(title for title in record.titles if title != now))

    def _join(self, kept: Draft, lost: Draft) -> None:
        """Make two papers one: a record said that both are the same work."""
        merge_drafts(kept, lost)
        for identifier in lost.identifiers:
            self.identifiers[identifier] = kept.id
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

    def _contradictions(
        self, number: int, record: Record, said: Account, *, named: bool
    ) -> tuple[Contradiction, ...]:
        """Return in what a record differs: a bibliography in any fact, others in who they mean."""
        known = self.draft(number)
        if record.rank == Rank.FILE:
            from readlist.identity.differences import differences  # for what is known already

            taken = self.options.prefer_file
            return tuple(
                Contradiction(one.field, _shown(one.kept), _shown(one.said), taken)
                for one in differences(known, said)
            )
        if not named:
            return ()
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


def _is_of(freed: Freed, record: Record) -> bool:
    return freed.is_of(record.title, map(str, record.identifiers))


def _telling(signs: tuple[Sign, ...], said: Account, draft: Draft, key: str) -> tuple[Sign, ...]:
    """Return the signs that count where a record states an identifier of a paper."""
    if not _has_key(draft, key):
        return signs
    if not families_agree(first_family(said), first_family(draft)):
        return signs
    return tuple(sign for sign in signs if sign.words not in NOT_OF_ONE_ENTRY)


def _has_key(draft: Draft, key: str) -> bool:
    """Say whether a paper goes by a key that a record has."""
    return bool(key) and folded(key) in map(folded, (draft.key, *draft.aliases))


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(author.name for author in value[:3])
    return str(value)


def gains(former: Sequence[Mapping[Any, Any]], now: Sequence[Mapping[Any, Any]]) -> tuple[str, ...]:
    """Return words for what differs between two states of a paper; nothing where they are equal.

    A state has facts, identifiers, links, extra, tags, notes, readings, keys and titles, in this
    order.
    """
    if former == now:
        return ()
    found = [
        word
        for before, after, words in zip(former, now, _WORDS, strict=True)
        if before != after
        for word in words(before, after)
    ]
    return tuple(dict.fromkeys(found))


Words = Callable[[Mapping[Any, Any], Mapping[Any, Any]], Iterator[str]]


def _facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, value in after.items():
        if before.get(name) != value:
            yield f"other {name}" if before.get(name) else name


def _new(word: Callable[[Any], str]) -> Words:
    return lambda before, after: (word(name) for name in after if name not in before)


def _extra(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of details; those of one format stand one level deeper."""
    for name, value in after.items():
        if before.get(name) == value:
            continue
        if name == VERBATIM_PLACE:
            yield "wording"
        elif name == STATED:
            yield "a question"
        elif isinstance(value, dict):
            known = before.get(name)
            yield from _facts(known if isinstance(known, dict) else {}, value)
        else:
            yield name.replace("_", " ")
    yield from (f"no {name.replace('_', ' ')}" for name in before if name not in after)


def _reading(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if any(before.get(reader) != reading for reader, reading in after.items()):
        yield "reading"


_WORDS: tuple[Words, ...] = (
    _facts,
    _new(str),
    _new(lambda link: f"{link.name} link"),
    _extra,
    _new(lambda tag: f"tag {tag}"),
    _new(lambda _: "note"),
    _reading,
    _new(lambda key: f"key {key}"),
    _new(lambda _: "another title"),
)
