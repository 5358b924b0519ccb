"""The ranking of a library: learned anew, and waiting papers scored, outside the journal."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readlist.library.ranking.model import Model, from_bytes
from readlist.library.ranking.scoring import scorer
from readlist.library.ranking.training import train
from readlist.store import ranking as store
from readlist.store.connection import Library
from readlist.store.follows import follows

DECISIONS = 10_000
"""Decisions that are learned from, the newest; training on them takes some seconds."""
SHELVED = 2_000
"""Papers that came with a file and wait since, from which a little is learned."""
BACKGROUND = 2_000
"""Other papers whose words are counted."""


class Trained(NamedTuple):
    """What was done: papers that were learned from, and papers that have a score now."""

    decisions: int
    scored: int


def retrain(library: Library, now: str) -> Trained:
    """Learn the reader's taste anew and score every paper in the inbox.

    ``now`` is UTC, ISO 8601. Another process may read and write meanwhile: the library is
    locked only when all is known. Raises ``LibraryError``.
    """
    if not library.reader_id:
        return Trained(0, 0)
    model = _learn(library, now)
    found = _scored(library, model, store.waiting(library))
    store.save(library, found, (now, model.decisions, model.to_bytes()))
    return Trained(model.decisions, len(found))


def rescore(library: Library, now: str, papers: Sequence[int] | None = None) -> int:
    """Score papers, or those in the inbox, by what was learned before; return how many.

    Where nothing was learned yet, it is learned now. Raises ``LibraryError``.
    """
    if not library.reader_id:
        return 0
    model = _learned(library)
    if model is None:
        retrain(library, now)
        model = _learned(library) or Model()
    found = _scored(library, model, store.waiting(library) if papers is None else papers)
    store.save(library, found)
    return len(found)


def _learned(library: Library) -> Model | None:
    body = store.learned(library)
    return from_bytes(body) if body else None


def _learn(library: Library, now: str) -> Model:
    others = store.others(library, BACKGROUND)
    return train(_decided(library), now, others, store.tag_counts(library))


def _decided(library: Library) -> Iterator[store.Material]:
    yield from store.decided(library, SHELVED, own=False)
    yield from store.decided(library, DECISIONS, own=True)


def _scored(library: Library, model: Model, papers: Sequence[int]) -> dict[int, store.Score]:
    score = scorer(model, follows(library.db, library.reader_id))
    return {paper.id: score(paper) for paper in store.material(library.db, papers)}
