"""What a person decides on candidates: this paper is that work, or it is not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from readlist.errors import NotFoundError, UsageError
from readlist.identity.absorb import AbsorbOptions, Outcome
from readlist.library.metadata.enrich import take_in
from readlist.library.metadata.enrich_steps import Said
from readlist.library.metadata.missing import NOT_THESE
from readlist.model import Paper, Record
from readlist.store.journal import Transaction
from readlist.store.papers import load
from readlist.store.questions import ACCEPTED, OPEN, REJECTED, Question, save, standing
from readlist.store.write import save_papers
from readlist.text import plural


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
    outcomes = take_in(tx, [Said(number, (chosen,))], options)
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
    _rule_out(tx, number, gone, now)
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


def _rule_out(tx: Transaction, number: int, records: Sequence[Record], now: str) -> None:
    """Write into the paper itself what it is not, so that this goes wherever the paper goes."""
    paper: Paper = next(load(tx.library, [number]))
    known: Any = paper.extra.get(NOT_THESE)
    said = dict(known) if isinstance(known, dict) else {}
    own = set(paper.identifiers)
    for one in (one for record in records for one in record.identifiers if one not in own):
        said.setdefault(str(one), now[:10])
    if said:
        save_papers(tx, [(paper, replace(paper, extra={**paper.extra, NOT_THESE: said}))])
