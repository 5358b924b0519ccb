"""Going through the inbox paper by paper: what comes next, each decision at once, and back again.

A paper that was skipped stays in the inbox; its ``progress`` says so, and it comes last.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from readlist import local_time
from readlist.library.inbox.inbox import SAID, Decision, mark_of
from readlist.library.papers import search
from readlist.library.papers.marks import Mark, change_papers
from readlist.library.papers.search import Search
from readlist.library.papers.similar import Near, similar
from readlist.model import Paper, Status
from readlist.store.connection import Library
from readlist.store.journal import Transaction, builds_on, invert, standing
from readlist.store.papers import load

SKIPPED = "skipped"


class Step(NamedTuple):
    """One thing that a person did to a paper: its journal entry (0: none), and the paper before."""

    what: str
    before: Paper
    entry: int = 0


@dataclass(slots=True)
class Session:
    """The papers of one sitting in order, where it stands, and the steps that can be taken back."""

    queue: list[int]
    at: int = 0
    steps: list[Step] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How often each thing was done and stands."""
        return Counter(step.what for step in self.steps)

    @property
    def left(self) -> int:
        """How many papers are still to be looked at."""
        return len(self.queue) - self.at

    def first(self, numbers: Sequence[int]) -> None:
        """Let papers that are still to come be the next ones, in this order."""
        coming = self.queue[self.at + 1 :]
        wanted = [number for number in numbers if number in coming]
        others = [number for number in coming if number not in set(wanted)]
        self.queue[self.at + 1 :] = [*wanted, *others]


def begin(library: Library, found: Search) -> Session:
    """Return a session over what a query finds, with the papers last that were skipped before."""
    rows = list(search.rows(library, found, ("id", "progress")))
    fresh = [number for number, progress in rows if not _was_skipped(progress)]
    return Session([*fresh, *(number for number, said in rows if _was_skipped(said))])


def _was_skipped(progress: str) -> bool:
    return progress.startswith(SKIPPED)


def current(library: Library, session: Session) -> Paper | None:
    """Return the paper to decide, passing over those that were decided or removed elsewhere."""
    while session.at < len(session.queue):
        paper = next(load(library, [session.queue[session.at]]), None)
        if paper and paper.reading.status is Status.INBOX:
            return paper
        session.at += 1
    return None


def decide(tx: Transaction, paper: Paper, decision: Decision, now: str) -> None:
    """Decide about a paper."""
    change_papers(tx, [paper.id], mark_of(decision, now))
    tx.summary = f"{SAID[decision]}: {paper.key}"


def skip(tx: Transaction, paper: Paper, now: str) -> None:
    """Leave a paper undecided, and remember that it was looked at."""
    said = f"{SKIPPED} {local_time.day(now)}"
    change_papers(
        tx, [paper.id], lambda p: replace(p, reading=replace(p.reading, progress=said))
    )  # fmt: skip
    tx.summary = f"Skipped: {paper.key}"


def note_down(tx: Transaction, paper: Paper, mark: Mark, summary: str) -> None:
    """Change a paper that stays undecided: its tags, its notes."""
    change_papers(tx, [paper.id], mark)
    tx.summary = summary


def take_back(tx: Transaction, step: Step) -> None:
    """Take a step back, and nothing that was done since, such as a note or a pull.

    Where something builds on it, the paper gets back what the step found.
    """
    entries = list(standing(tx.db))
    entry = next((one for one in entries if one.id == step.entry), None)
    later = [one.id for one in entries if one.id > step.entry]
    if entry and not any(builds_on(tx.db, one, entry.id) for one in later):
        invert(tx, entry, "undone")
        return
    former = step.before
    change_papers(
        tx, [former.id],
        lambda p: replace(p, reading=former.reading, tags=former.tags, notes=former.notes),
    )  # fmt: skip
    tx.summary = f"Taken back: {former.key}"


def like(library: Library, session: Session, paper: Paper, most: int) -> list[Near]:
    """Return the papers still to come that are most like one."""
    return similar(library, [paper.id], most, among=session.queue[session.at + 1 :])


def titles(library: Library, found: Sequence[Near]) -> dict[int, str]:
    """Return the titles of papers that are like another."""
    return {p.id: p.title for p in load(library, [near.id for near in found])}
