"""Which papers titles mean that a person adds: the questions of ``enrich``, for a few, at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from readlist.identity.title_match import distinct
from readlist.library.metadata.ask import Ask
from readlist.library.metadata.enrich_steps import STEPS, Asking
from readlist.model import Paper, Record
from readlist.store.journal import Transaction
from readlist.store.questions import ASKED, OPEN, Question, save

MOST = 25
"""Titles that are looked for at once; of more, 'enrich' takes its time."""
_ASKED = ("arxiv", "crossref", "dblp", "openalex")
"""The steps of ``enrich`` that a person waits for; the others bring little, slowly."""


@dataclass(slots=True)
class Titled:
    """What came so far, by the place of each title; it stands when one is interrupted.

    ``tried`` names the steps that answered; ``reasons`` say why services failed.
    """

    sure: dict[int, tuple[Record, ...]] = field(default_factory=dict)
    candidates: dict[int, tuple[Record, ...]] = field(default_factory=dict)
    tried: dict[int, list[str]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def find_titles(wanted: Mapping[int, Record], ask: Ask, into: Titled) -> None:
    """Look for the papers that records name by their titles alone."""
    asking = Asking(ask)
    for step in (step for step in STEPS if step.name in _ASKED):
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
    titles = (*record.titles, record.title)
    return replace(record, identifiers=found.identifiers, title="", titles=_folded(titles))


def _folded(titles: tuple[str, ...]) -> tuple[str, ...]:
    from readlist.text import fold

    return tuple(dict.fromkeys(fold(title) for title in titles if title))


def keep_questions(
    tx: Transaction, numbers: Mapping[int, int], found: Titled, now: str
) -> None:  # fmt: skip
    """Write down what a person is to decide, and who was asked; ``numbers`` are the papers."""
    save(tx, [
        Question(
            numbers[place], now, OPEN if found.candidates.get(place) else ASKED,
            dict.fromkeys(steps, now[:10]), found.candidates.get(place, ()),
        )
        for place, steps in found.tried.items()
        if place in numbers and place not in found.sure
    ])  # fmt: skip
