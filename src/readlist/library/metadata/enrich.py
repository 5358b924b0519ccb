"""Complete papers: ask step by step, keep what came part by part, remember who was asked.

What a title may mean without being sure stays a question, and the person's answer is taken here.

No I/O of its own: ``ask`` asks, ``change`` opens a transaction. Nothing is locked while a service
is asked, and what came is written at the latest after ``PART`` papers, so that an interrupted run
has lost nothing: the next one goes on with the papers and services that are left.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import permutations
from math import ceil
from typing import NamedTuple

from readlist import local_time
from readlist.errors import NotFoundError, UsageError
from readlist.identity.absorb import AbsorbOptions, Contradiction, Outcome, plan_absorb
from readlist.identity.against_one_identifier import OF_A_PAGE, OF_ONE_IDENTIFIER
from readlist.identity.merge import account_of, draft_of, rank_of
from readlist.identity.same_work import against
from readlist.identity.title_match import distinct
from readlist.library.imports.save import apply_plan, known_for
from readlist.library.metadata.ask import Ask
from readlist.library.metadata.enrich_steps import PUBLICATION, STEPS, Asking, Said, Step
from readlist.library.metadata.missing import NEEDS, NOT_THESE, is_named, is_waiting, lacks, place
from readlist.library.metadata.refresh import publication, renewed
from readlist.library.papers.merge import merge_papers
from readlist.model import PDF, STATED, Identifier, Paper, Record
from readlist.services.base import SERVICES
from readlist.store.connection import Library
from readlist.store.journal import Transaction, chunks
from readlist.store.papers import by_identifiers, load, pairs_apart
from readlist.store.questions import ACCEPTED, ASKED, OPEN, REJECTED, Question, save, standing
from readlist.store.write import save_papers
from readlist.text import plural

PART = 40
"""Papers that are written together; a transaction of so many takes some tens of milliseconds."""

READ = 2_000
"""Papers that are read together."""

AGAIN_DAYS = 90
"""After which it is asked once more where a preprint appeared."""

Change = Callable[[], AbstractContextManager[Transaction]]
Tell = Callable[[Step, int, int, int], None]
"""Is told the step, how many papers it is done with, of how many, and how many gained by now."""


class Due(NamedTuple):
    """A paper that something can be asked about: what it lacks, and the steps to ask."""

    id: int
    key: str
    title: str
    lacks: tuple[str, ...]
    steps: tuple[str, ...]
    place: tuple[int, int, int]
    status: str = ""


class Estimate(NamedTuple):
    """What a run will cost, as far as it can be known before: requests, and seconds.

    The most is what it costs where the first services know nothing.
    """

    papers: int
    requests: int
    seconds: float
    most_requests: int
    most_s: float


@dataclass(slots=True)
class Enriched:
    """What a run did; ``gained`` holds papers by what they gained, in the words of ``NEEDS``.

    ``waiting`` papers are left for the next run, ``open`` ones for the person. ``entries`` are
    those of the journal: one, unless something else was done meanwhile.
    """

    due: int = 0
    changed: dict[int, None] = field(default_factory=dict)
    gained: dict[str, set[int]] = field(default_factory=dict)
    contradictions: list[tuple[int, Contradiction]] = field(default_factory=list)
    reasons: tuple[str, ...] = ()
    waiting: int = 0
    open: int = 0
    entries: list[int] = field(default_factory=list)


def papers_due(
    library: Library,
    numbers: Sequence[int],
    now: str,
    *,
    again: bool = False,
    waiting: bool = False,
) -> list[Due]:
    """Return the papers that something can be asked about, in the order that serves the reader.

    ``again`` asks what was asked before; ``waiting`` takes papers of the inbox and dropped ones.
    """
    tried: Mapping[int, Mapping[str, str]] = {} if again else _tried(library, numbers, now)
    found = []
    for paper in load(library, numbers):
        steps = _steps_due(paper, tried.get(paper.id, {}))
        if steps and (waiting or not is_waiting(paper)):
            status = paper.reading.status or ""
            due = Due(paper.id, paper.key, paper.title, lacks(paper), steps, place(paper), status)
            found.append(due)
    return sorted(found, key=lambda due: due.place)


def _tried(library: Library, numbers: Sequence[int], now: str) -> dict[int, Mapping[str, str]]:
    """Return the steps that were asked about papers and whose answers still hold, with the day."""
    last = (date.fromisoformat(local_time.day(now)) - timedelta(days=AGAIN_DAYS)).isoformat()
    changing = {step.name for step in PUBLICATION}
    return {
        paper: {
            step: day for step, day in question.tried.items() if step not in changing or day > last
        }
        for paper, question in standing(library.db, numbers).items()
    }


def _steps_due(paper: Paper, tried: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(step.name for step in STEPS if step.name not in tried and step.due(paper))


def estimate(due: Sequence[Due], intervals_s: Mapping[str, float]) -> Estimate:
    """Return what it costs to ask for these papers; later steps by what is mostly left for them.

    ``intervals_s`` are the least times between two requests, by pace, where a person set them.
    """
    expected, most = [0, 0.0], [0, 0.0]
    for step in STEPS:
        if count := sum(step.name in one.steps for one in due):
            service = SERVICES[step.service]
            wait_s = intervals_s.get(service.pace, service.interval_s)
            for total, share in ((expected, step.share), (most, 1.0)):
                asked = ceil(count * share / step.at_once)
                total[0] += asked
                total[1] += asked * wait_s
    return Estimate(len(due), int(expected[0]), expected[1], int(most[0]), most[1])


@dataclass(slots=True)
class Enriching:
    """One run over papers, in their order."""

    library: Library
    change: Change
    ask: Ask
    options: AbsorbOptions
    tell: Tell
    again: bool = False
    steps: Sequence[Step] = STEPS
    result: Enriched = field(default_factory=Enriched)

    def run(self, numbers: Sequence[int]) -> Enriched:
        """Ask every step about the papers that it is for; what came stands in ``result``."""
        asking = Asking(self.ask)
        self.result.due = len(numbers)
        try:
            for step in self.steps:
                self._step(step, numbers, asking)
        finally:
            self.result.reasons = tuple(asking.reasons)
            # About how many papers a service still has to be asked.
            tried = _tried(self.library, numbers, self.options.now)
            self.result.waiting = sum(
                bool(_steps_due(paper, tried.get(paper.id, {})))
                for paper in load(self.library, numbers)
            )
            states = standing(self.library.db, numbers).values()
            self.result.open = sum(question.state == OPEN for question in states)
        return self.result

    def _step(self, step: Step, numbers: Sequence[int], asking: Asking) -> None:
        """Ask one step; papers are read in parts, because a library may be large."""
        tried: Mapping[int, Mapping[str, str]] = {}
        if not self.again:
            tried = _tried(self.library, numbers, self.options.now)
        left = [number for number in numbers if step.name not in tried.get(number, {})]
        for part in chunks(left, READ):
            papers = [paper for paper in load(self.library, part) if step.due(paper)]
            if papers:
                self._asked(step, papers, asking)

    def _asked(self, step: Step, papers: Sequence[Paper], asking: Asking) -> None:
        pending: list[Said] = []
        self.tell(step, 0, len(papers), len(self.result.changed))
        try:
            for count, said in enumerate(step.run(papers, asking), start=1):
                pending.append(said)
                self.tell(step, count, len(papers), len(self.result.changed))
                if len(pending) >= PART:
                    part, pending = pending, []
                    self._keep(step, part)
        finally:
            if pending:
                self._keep(step, pending)

    def _keep(self, step: Step, said: Sequence[Said]) -> None:
        """Write what services said of a part of the papers, and that they were asked."""
        entries = self.result.entries
        with self.change() as tx:
            tx.entry_id = entries[-1] if entries else 0
            said = _doubted(tx, said)
            asked = standing(tx.db, [one.paper_id for one in said])
            former = [number for number, one in asked.items() if step.name in one.tried]
            known = {paper.id: paper for paper in load(tx.library, former)}
            outcomes = take_in(tx, said, self.options)
            _tell_publications(tx, known, said, self.options.now)
            remember(tx, step.name, said, self.options.now)
            changed = self.result.changed | {o.paper_id: None for o in outcomes if o.added}
            tx.summary = f"Completed {len(changed):,} of {plural(self.result.due, 'paper')}"
        if tx.entry_id not in (0, *entries):
            entries.append(tx.entry_id)
        self.result.changed = changed
        self._count(outcomes)

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        """Take note of what papers gained, and where services differ on authors."""
        for outcome in outcomes:
            for word in outcome.added:
                # An identifier is told by itself: "doi:10.1000/xyz".
                need = "identifier" if ":" in word else _NEED_OF.get(word)
                if need:
                    self.result.gained.setdefault(need, set()).add(outcome.paper_id)
            for found in outcome.contradictions:
                if found.field == "authors":
                    self.result.contradictions.append((outcome.paper_id, found))


def _tell_publications(
    tx: Transaction, known: Mapping[int, Paper], said: Sequence[Said], now: str
) -> None:
    """Keep it as news where papers appeared that were asked about before, when nobody knew it."""
    found = {
        one.paper_id: change for one in said if one.paper_id in known
        if (change := publication(known[one.paper_id], one.records, now))
    }  # fmt: skip
    save_papers(tx, [
        (paper, renewed(paper, (), [found[paper.id]])) for paper in load(tx.library, list(found))
    ])  # fmt: skip


_NEED_OF = {**{need: need for need in NEEDS}, "published": "date", "code link": "code"}
"""Which need a gain meets, as ``absorb`` names gains; others meet none."""


def _doubted(tx: Transaction, said: Sequence[Said]) -> list[Said]:
    """Make a question of what services say of files whose first page contradicts it.

    The identifier was read from the page, where another work's may stand; its title and names too.
    """
    papers = {paper.id: paper for paper in load(tx.library, sorted({o.paper_id for o in said}))}
    found = []
    for one in said:
        paper = papers.get(one.paper_id)
        why = _why_not(paper, one) if paper else ""
        if paper is None or not why:
            found.append(one)
            continue
        stated = {str(identifier): why for identifier in paper.identifiers}
        extra = {**paper.extra, STATED: {**paper.extra.get(STATED, {}), **stated}}
        save_papers(tx, [(paper, replace(paper, identifiers=(), extra=extra))])
        found.append(one._replace(records=(), candidates=one.records))
    return found


def _why_not(paper: Paper, said: Said) -> str:
    """Return why a file is not the work that services know by its names; empty where it may be."""
    named = next((record for record in said.records if record.title), None)
    if named is None or rank_of(paper.ranks, "title")[0] != PDF:
        return ""
    return against(draft_of(paper), account_of(named), OF_A_PAGE)


def take_in(
    tx: Transaction, said: Sequence[Said], options: AbsorbOptions, *, chosen: bool = False
) -> tuple[Outcome, ...]:
    """Absorb records into the papers that they were found for, whatever these are called.

    A paper that turns out to be one that the library has becomes one with it, unless the evidence
    keeps them apart: then a person is asked, who may have ``chosen`` already. A record of a paper
    that a person keeps apart from this one is left out.
    """
    owned = [(one.paper_id, record) for one in said for record in one.records]
    if not owned:
        return ()
    owned, joined = _joined(tx, owned, chosen=chosen)
    known = known_for(tx, [record for _, record in owned], options.make_key)
    owners = {paper.id: paper for paper in load(tx.library, sorted({n for n, _ in owned}))}
    identifiers = dict(known.identifiers)
    records = [_named(record, owners[number]) for number, record in owned]
    for (number, _), record in zip(owned, records, strict=True):
        for one in record.identifiers:
            identifiers.setdefault(one, number)
    known = replace(known, papers={**known.papers, **owners}, identifiers=identifiers)
    plan = plan_absorb(records, known, replace(options, trusting=True))
    apply_plan(tx, plan, lambda: None)
    return tuple(
        replace(outcome, added=(*outcome.added, "duplicate"))
        if outcome.paper_id in joined else outcome
        for outcome in plan.outcomes
    )  # fmt: skip


Owned = list[tuple[int, Record]]


def _joined(tx: Transaction, owned: Owned, *, chosen: bool) -> tuple[Owned, set[int]]:
    """Make papers one of which a record says that they are; return the records, and the papers."""
    named = by_identifiers(tx.db, {i for _, record in owned for i in record.identifiers})
    numbers = {number for number, _ in owned} | set(named.values())
    apart = set(pairs_apart(tx.db, numbers))
    now = {number: number for number in numbers}
    joined, left = set(), []
    for number, found in owned:
        holders = {one: now[named[one]] for one in found.identifiers if one in named}
        record = found if chosen else _own(tx, now[number], found, holders)
        if record is None:
            continue
        others = (holders[one] for one in record.identifiers if one in holders)
        same = sorted({now[number], *others})
        if not apart.isdisjoint(permutations(same, 2)):  # the person said that they are two
            continue
        kept, *lost = same
        if lost:
            merge_papers(tx, kept, lost)
            now.update((owner, kept) for owner in numbers if now[owner] in lost)
            joined.add(kept)
        left.append((kept, record))
    return left, joined


def _own(
    tx: Transaction, number: int, record: Record, holders: Mapping[Identifier, int]
) -> Record | None:
    """Return what a service says of a paper, without the names of papers that it surely is not.

    The DOI of "Rivers" by Brown in what it says of the preprint of "Weather" by Adams. None where
    the whole record is of "Rivers".
    """
    others = set(holders.values()) - {number}
    if not others:
        return record
    drafts = {paper.id: draft_of(paper) for paper in load(tx.library, sorted({number, *others}))}
    why = {other: against(drafts[number], drafts[other], OF_ONE_IDENTIFIER) for other in others}
    stated = {str(one): why[held] for one, held in holders.items() if why.get(held)}
    if not stated:
        return record
    own = drafts[number]
    left = tuple(one for one in record.identifiers if str(one) not in stated)
    if not (left or own.identifiers) or against(account_of(record), own, OF_ONE_IDENTIFIER):
        return None
    extra = {**record.extra, STATED: {**record.part(STATED), **stated}}
    return replace(record, identifiers=left, extra=extra)


def _named(record: Record, paper: Paper) -> Record:
    """Let a record name the paper by one of the paper's own identifiers as well."""
    mine = [one for one in paper.identifiers if one not in record.identifiers][:1]
    return replace(record, identifiers=(*record.identifiers, *mine)) if mine else record


def remember(tx: Transaction, step: str, said: Sequence[Said], now: str) -> None:
    """Write down that papers were asked about, and what a person is to decide on."""
    answers = {one.paper_id: one for one in said}
    known = standing(tx.db, answers)
    save(tx, [
        _asked(known.get(paper.id, Question(paper.id)), step, answers[paper.id], paper, now)
        for paper in load(tx.library, sorted(answers))
    ])  # fmt: skip


def _asked(question: Question, step: str, said: Said, paper: Paper, now: str) -> Question:
    tried = {**question.tried, step: local_time.day(now)}
    candidates = () if is_named(paper) else distinct((*question.candidates, *said.candidates))
    state = OPEN if candidates else ASKED if question.state == OPEN else question.state
    return question._replace(asked_at=now, state=state, tried=tried, candidates=candidates)


def accept(
    tx: Transaction, number: int, choice: int | None, options: AbsorbOptions
) -> tuple[Record, tuple[Outcome, ...]]:
    """Let a paper be its candidate of this number; return the candidate, and what became of it.

    Raises ``NotFoundError`` without a question, ``UsageError`` where it is not clear which.
    """
    question = _question(tx, number)
    if choice is None and len(question.candidates) > 1:
        raise UsageError(
            f"There are {len(question.candidates)} candidates; say which, as 'readlist questions' "
            "numbers them."
        )
    chosen = _candidate(question, choice or 1)
    outcomes = take_in(tx, [Said(number, (chosen,))], options, chosen=True)
    kept = outcomes[0].paper_id if outcomes else number
    if not outcomes:
        raise UsageError("The paper is kept apart from the one that has this candidate's name.")
    if kept == number:
        save(tx, [question._replace(state=ACCEPTED, candidates=(), asked_at=options.now)])
    return chosen, outcomes


def reject(tx: Transaction, number: int, choice: int | None, now: str) -> tuple[Record, ...]:
    """Remember that a paper is not one of its candidates, or none of them; return those."""
    question = _question(tx, number)
    gone = question.candidates if choice is None else (_candidate(question, choice),)
    left = tuple(one for one in question.candidates if one not in gone)
    save(tx, [question._replace(state=OPEN if left else REJECTED, candidates=left, asked_at=now)])
    # What a paper is not stands in the paper itself, so that it goes wherever the paper goes.
    paper: Paper = next(load(tx.library, [number]))
    said = dict(paper.part(NOT_THESE))
    for record in gone:
        for one in record.identifiers:
            if one not in paper.identifiers:
                said.setdefault(str(one), local_time.day(now))
    if said:
        save_papers(tx, [(paper, replace(paper, extra={**paper.extra, NOT_THESE: said}))])
    return gone


def _question(tx: Transaction, number: int) -> Question:
    question = standing(tx.db, [number]).get(number)
    if question is None or not question.candidates:
        raise NotFoundError(f"There is no question about paper {number}; see 'readlist questions'.")
    return question


def _candidate(question: Question, choice: int) -> Record:
    if not 1 <= choice <= len(question.candidates):
        raise UsageError(
            f"Paper {question.paper_id} has {plural(len(question.candidates), 'candidate')}, "
            f"none of number {choice}."
        )
    return question.candidates[choice - 1]
