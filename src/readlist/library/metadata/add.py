"""Add papers that a person names, with what services say of them.

Whom to ask for what, what came, and how that is absorbed together with what the person gave.
Everything is asked before anything is written; the services themselves are imported only where one
is asked.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from readlist import local_time
from readlist.errors import gravest
from readlist.identity.absorb import AbsorbOptions, Kind, Outcome
from readlist.identity.against_one_identifier import OF_A_PAGE
from readlist.identity.merge import account_of
from readlist.identity.same_work import against
from readlist.identity.title_match import distinct
from readlist.library.imports.save import absorb_records
from readlist.library.metadata.ask import Ask, best_of, is_bare, page_of
from readlist.library.papers.edit import check_key_free, with_key
from readlist.library.papers.marks import change_papers
from readlist.model import NOTHING, PDF, STATED, Identifier, Paper, Rank, Record
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.papers import by_folds, by_identifiers, load
from readlist.store.questions import ASKED, OPEN, Question, save
from readlist.text import fold, visible

if TYPE_CHECKING:
    from readlist.library.metadata.resolve import Resolved

MOST = 25
"""Titles that are looked for at once; of more, 'enrich' takes its time."""
_ASKED = ("arxiv", "crossref", "dblp", "openalex")
"""The steps of ``enrich`` that a person waits for; the others bring little, slowly."""


class Services(Ask, Protocol):
    """Asks services, and is told how far it is."""

    def tell(self, found: int, /) -> None:
        """Take note of how many papers are found."""
        ...


Asking = Callable[[int], AbstractContextManager[Services]]
"""Gives the services, for so many papers."""
Choose = Callable[[str, Sequence[Record]], Record | None]
"""Asks the person which of several works a title means; None for none of them."""


@dataclass(slots=True)
class Titled:
    """What came so far, by the place of each title; it stands when one is interrupted.

    ``tried`` names the steps that answered; ``reasons`` say why services failed.
    """

    sure: dict[int, tuple[Record, ...]] = field(default_factory=dict)
    candidates: dict[int, tuple[Record, ...]] = field(default_factory=dict)
    tried: dict[int, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def move(self, to: Mapping[int, int]) -> None:
        """Take note of the new places of the titles."""
        self.sure = {to[place]: found for place, found in self.sure.items()}
        self.candidates = {to[place]: found for place, found in self.candidates.items()}
        self.tried = {to[place]: steps for place, steps in self.tried.items()}


@dataclass(slots=True)
class Gathered:
    """What came, by the place of each record, and what did not come and why.

    ``records`` are what the person gave, with what it turned out to be. ``waiting`` were not
    asked for: the person is offline, or interrupted the program, or there are too many.
    ``doubts`` are sentences on files that are not what their identifiers name. ``nameless`` are the
    places of addresses of which nobody said anything, the person included;
    ``left_out`` are those that were not kept therefore.
    """

    records: Sequence[Record]
    nameless: list[int] = field(default_factory=list)
    said: dict[int, Sequence[Record]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    titled: Titled | None = None
    offline: bool = False
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """What the program answers: the gravest that happened."""
        problems = self.absent or self.questions
        return gravest(interrupted=self.interrupted, failed=self.failed, problems=problems)

    @property
    def questions(self) -> int:
        """How many titles may be several papers."""
        return len(self.titled.candidates) if self.titled else 0

    def leave_out(self) -> None:
        """Take out the records of which nobody said anything."""
        kept = [place for place in range(len(self.records)) if place not in self.nameless]
        at = {place: number for number, place in enumerate(kept)}
        self.left_out = [str(self.records[place].identifiers[0]) for place in self.nameless]
        self.records = [self.records[place] for place in kept]
        self.said = {at[place]: said for place, said in self.said.items()}
        self.nameless = []
        if self.titled:
            self.titled.move(at)

    def wait(self, names: Iterable[object]) -> None:
        """Take note of what was not asked for."""
        self.waiting = list(dict.fromkeys((*self.waiting, *map(str, names))))


def to_ask(library: Library, records: Sequence[Record]) -> dict[int, Identifier]:
    """Return by which identifier to ask for records, by their place; complete ones are left out.

    What the library knows well, or the record says itself, needs no service.
    """
    known = _known_by(library, records)
    wanted = {}
    for place, record in enumerate(records):
        held = [known[one] for one in record.identifiers if one in known]
        if name := _name_to_ask(record, held):
            wanted[place] = name
    return wanted


def _known_by(library: Library, records: Iterable[Record]) -> dict[Identifier, Paper]:
    """Return the papers of the library that records name, by the identifiers that do."""
    known = by_identifiers(library.db, {one for record in records for one in record.identifiers})
    papers = {paper.id: paper for paper in load(library, sorted(set(known.values())))}
    return {one: papers[number] for one, number in known.items()}


def _name_to_ask(record: Record, held: Sequence[Paper]) -> Identifier | None:
    """Return by which identifier to ask for a record; None where enough is said or known of it."""
    if record.title and record.authors and record.source != PDF:
        return None
    if not all(map(is_bare, held)):
        return None
    names = [*record.identifiers]
    for paper in held:
        names += paper.identifiers
    if best := best_of(names):
        return best
    # The page of an address is read only where it alone can say what paper it is.
    has_title = record.title or any(paper.title for paper in held)
    return None if has_title else page_of(names)


def titles_to_ask(library: Library, records: Sequence[Record]) -> dict[int, Record]:
    """Return the records that are nothing but a title which the library does not know, by place."""
    bare = {}
    for place, record in enumerate(records):
        described = bool(record.authors) and record.source != PDF
        more = record.identifiers or described or record.rank >= Rank.PERSON
        if record.title and not more:
            bare[place] = record
    known = by_folds(library.db, {fold(record.title) for record in bare.values()})
    return {place: record for place, record in bare.items() if fold(record.title) not in known}


def gather(
    library: Library,
    records: Sequence[Record],
    asking: Asking | None,
    choose: Choose | None = None,
    fronts: Mapping[str, str] = NOTHING,
) -> Gathered:
    """Ask services for the papers of which neither the library nor the record says enough.

    Without ``asking`` everything waits. ``fronts`` are the first pages of PDFs by their links: a
    file whose page contradicts what its identifier names is not that paper.
    """
    given = list(records)
    titled = Titled()
    doubts = _compare_with_library(library, given, fronts, titled)
    gathered = _gather(library, given, asking, choose, titled)
    kept = list(gathered.records)
    for place, found in list(gathered.said.items()):
        if kept[place].source != PDF:
            continue
        if why := _why_not(kept[place], found, fronts):
            del gathered.said[place]
            doubts.append(_refuse(kept, place, found, why, titled))
        else:
            kept[place] = _without_page(kept[place])
    gathered.records = kept
    gathered.doubts = doubts
    if titled.candidates:
        gathered.titled = titled
    return gathered


def _compare_with_library(
    library: Library, records: list[Record], fronts: Mapping[str, str], titled: Titled
) -> list[str]:
    """Take identifiers from files that are other works than the papers which have these."""
    files = [(place, record) for place, record in enumerate(records) if record.source == PDF]
    known = _known_by(library, (record for _, record in files))
    doubts = []
    for place, record in files:
        held = [known[one] for one in record.identifiers if one in known]
        found = [_as_candidate(paper) for paper in held if paper.title]
        if not found:
            continue
        if why := _why_not(record, found, fronts):
            doubts.append(_refuse(records, place, found, why, titled))
        elif not is_bare(held[0]):
            records[place] = _without_page(record)
    return doubts


def _as_candidate(paper: Paper) -> Record:
    return Record(
        source="library", rank=Rank.LIST, title=paper.title, authors=paper.authors,
        year=paper.year, identifiers=paper.identifiers,
    )  # fmt: skip


def _why_not(record: Record, found: Sequence[Record], fronts: Mapping[str, str]) -> str:
    """Return why a file is not what its identifier names, by its first page; empty where it may."""
    if record.source != PDF or not record.title:
        return ""
    page = next((fronts[link.url] for link in record.links if link.url in fronts), "")
    named = next((one for one in found if one.title), None)
    return against(account_of(record), account_of(named), OF_A_PAGE, page) if named else ""


def _refuse(
    records: list[Record], place: int, found: Sequence[Record], why: str, titled: Titled
) -> str:
    """Let a file keep its page's title, and ask whether it is that paper; return the sentence."""
    record = records[place]
    names = ", ".join(map(str, record.identifiers))
    stated = {str(one): why for one in record.identifiers}
    records[place] = replace(record, identifiers=(), extra={**record.extra, STATED: stated})
    titled.candidates[place] = tuple(found)
    titled.tried[place] = ["page"]
    file = Path(record.links[0].url).name
    title = next(one.title for one in found if one.title)
    return (
        f"{visible(file)} names {visible(names)}, which is {visible(title)!r}; {why}. It is kept "
        f"as {visible(record.title)!r}."
    )


def _without_page(record: Record) -> Record:
    """Leave out what a page says where something better is known: it was read from letters."""
    return replace(record, title="", authors=())


def _gather(
    library: Library,
    records: Sequence[Record],
    asking: Asking | None,
    choose: Choose | None,
    titled: Titled,
) -> Gathered:
    wanted, titles = to_ask(library, records), titles_to_ask(library, records)
    gathered = Gathered(list(records), offline=asking is None)
    if asking is None:
        gathered.wait((*wanted.values(), *(one.title for one in titles.values())))
        return gathered
    if not wanted and not titles:
        return gathered
    from readlist.library.metadata.resolve import Resolved, resolve  # with the services 20 ms

    into = Resolved()
    gathered.titled = titled  # what came stands there, also where a person interrupts
    try:
        with asking(len(set(wanted.values())) + len(titles)) as services:
            resolve(wanted.values(), services, into, services.tell)
            if len(titles) <= MOST:
                find_titles(titles, services, titled)
    except KeyboardInterrupt:
        gathered.interrupted = True
    _take_named(gathered, wanted, into)
    pages = [place for place, one in wanted.items() if one.scheme == "url" and one in into.absent]
    gathered.nameless = _nameless(library, records, pages)
    if choose and not gathered.interrupted:
        for place, candidates in list(titled.candidates.items()):
            if chosen := choose(titles[place].title, candidates):
                titled.sure[place] = (chosen,)
                del titled.candidates[place]
    _take_titles(gathered, titles, titled)
    return gathered


def _take_named(gathered: Gathered, wanted: Mapping[int, Identifier], into: "Resolved") -> None:
    """Take what came of those that were named by identifiers; who was not reached waits."""
    gathered.said |= {p: into.found[one] for p, one in wanted.items() if one in into.found}
    gathered.absent += map(str, into.absent)
    gathered.failed |= {str(one): reason for one, reason in into.failed.items()}
    settled = {*into.found, *into.absent, *into.failed}
    gathered.wait(one for one in wanted.values() if one not in settled)


def _nameless(library: Library, records: Sequence[Record], absent: Sequence[int]) -> list[int]:
    """Return the places of addresses of which nobody said anything, the person included.

    ``absent`` are the places of addresses that no service knows. An identifier that services will
    know one day is kept, such as the DOI of a paper in press; an address may be that of anything.
    """
    names = {one for place in absent for one in records[place].identifiers}
    held = by_identifiers(library.db, names)
    found = []
    for place in absent:
        one = records[place]
        said = (one.title, one.authors, one.abstract, one.venue, one.links, one.notes)
        if not any(said) and held.keys().isdisjoint(one.identifiers):
            found.append(place)
    return found


def _take_titles(gathered: Gathered, titles: dict[int, Record], titled: Titled) -> None:
    """Take what titles turned out to be, and note those of which nothing came."""
    records = list(gathered.records)
    for place, found in titled.sure.items():
        records[place] = named(records[place], found[0])
        gathered.said[place] = found
    gathered.records = records
    settled = titled.sure.keys() | titled.candidates.keys()
    left = {place: one.title for place, one in titles.items() if place not in settled}
    if titled.reasons:
        gathered.failed |= dict.fromkeys(left.values(), titled.reasons[0])
        return
    gathered.absent += [title for place, title in left.items() if place in titled.tried]
    gathered.wait(title for place, title in left.items() if place not in titled.tried)


def find_titles(wanted: Mapping[int, Record], ask: Ask, into: Titled) -> None:
    """Look for the papers that records name by their titles alone."""
    from readlist.library.metadata import enrich_steps  # with the services 20 ms

    asking = enrich_steps.Asking(ask)
    for step in (step for step in enrich_steps.STEPS if step.name in _ASKED):
        left = [_as_paper(place, one) for place, one in wanted.items() if place not in into.sure]
        for said in step.run(left, asking) if left else ():
            into.tried.setdefault(said.paper_id, []).append(step.name)
            if said.records:
                into.sure[said.paper_id] = said.records
                into.candidates.pop(said.paper_id, None)
            elif said.candidates:
                known = into.candidates.get(said.paper_id, ())
                into.candidates[said.paper_id] = distinct((*known, *said.candidates))
        into.reasons = list(asking.reasons)


def _as_paper(place: int, record: Record) -> Paper:
    return Paper(
        id=place, key="", title=record.title, authors=record.authors, year=record.year,
        ranks={"*": (record.source, record.rank)},
    )  # fmt: skip


def named(record: Record, found: Record) -> Record:
    """Return what a person gave as a title as a name of the paper that it means.

    The title itself goes: it is not how the paper is called, or says nothing new.
    """
    folded = tuple(dict.fromkeys(fold(title) for title in (*record.titles, record.title) if title))
    return replace(record, identifiers=found.identifiers, title="", titles=folded)


def absorb_gathered(
    tx: Transaction, gathered: Gathered, options: AbsorbOptions, key: str = ""
) -> tuple[Outcome, ...]:
    """Write what a person gave and what services say of it; return what became of each paper.

    What a title may be is kept for a person to decide on. ``key`` is the citation key that the
    first paper gets. Raises ``UsageError`` where another paper has it.
    """
    outcomes = absorb_named(tx, gathered.records, gathered.said, options)
    if gathered.titled is not None:
        numbers = {place: outcome.paper_id for place, outcome in enumerate(outcomes)}
        keep_questions(tx, numbers, gathered.titled, tx.at)
    if not key or not outcomes:
        return outcomes
    first = outcomes[0]
    check_key_free(tx.db, first.paper_id, key)
    renamed = change_papers(tx, [first.paper_id], lambda paper: with_key(paper, key))
    if renamed.numbers and first.kind is Kind.UNCHANGED:
        first = replace(first, kind=Kind.MERGED, added=("key",))
    now = tuple(one._replace(key=key) for one in first.renamed)
    first = replace(first, renamed=now)
    return (first, *outcomes[1:])


def keep_questions(
    tx: Transaction, numbers: Mapping[int, int], found: Titled, now: str
) -> None:  # fmt: skip
    """Write down what a person is to decide, and who was asked; ``numbers`` are the papers."""
    save(tx, [
        Question(
            numbers[place], now, OPEN if found.candidates.get(place) else ASKED,
            dict.fromkeys(steps, local_time.day(now)), found.candidates.get(place, ()),
        )
        for place, steps in found.tried.items()
        if place in numbers and place not in found.sure
    ])  # fmt: skip


def absorb_named(
    tx: Transaction,
    records: Sequence[Record],
    said: Mapping[int, Sequence[Record]],
    options: AbsorbOptions,
) -> tuple[Outcome, ...]:
    """Absorb what a person named, with what services say of it; one outcome for each record.

    The services come first, so that a new paper's citation key is made from its facts.
    """
    batch: list[tuple[int, Record]] = []
    for place, record in enumerate(records):
        batch += [(place, found) for found in said.get(place, ())]
        batch.append((place, record))
    outcomes = absorb_records(tx, [record for _, record in batch], options)
    together: dict[int, list[Outcome]] = {place: [] for place in range(len(records))}
    for (place, _), outcome in zip(batch, outcomes, strict=True):
        together[place].append(outcome)
    return tuple(_as_one(group) for group in together.values())


def _as_one(outcomes: Sequence[Outcome]) -> Outcome:
    """Return what became of one paper of which several records spoke."""
    own = outcomes[-1]
    kinds = {outcome.kind for outcome in outcomes}
    kind = next(kind for kind in (Kind.NEW, Kind.MERGED, Kind.UNCHANGED) if kind in kinds)
    added = dict.fromkeys(word for outcome in outcomes for word in outcome.added)
    contradictions = dict.fromkeys(one for outcome in outcomes for one in outcome.contradictions)
    apart = dict.fromkeys(one for outcome in outcomes for one in outcome.apart)
    return Outcome(
        own.record, own.paper_id, kind, tuple(added), tuple(contradictions),
        apart=tuple(apart), renamed=own.renamed,
    )  # fmt: skip
