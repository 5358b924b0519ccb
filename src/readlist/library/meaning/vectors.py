"""Bring the vectors of papers up to date: only what is new or has another text is read."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple

from readlist.library.meaning import model
from readlist.store.connection import Library
from readlist.store.vectors import open_vectors, vectors_path

_AT_ONCE = 16
"""Papers after which what was made is kept: a run that is stopped loses the last of them."""
Tell = Callable[[int, int], None]
"""Is told how many papers are read, of how many."""


class Done(NamedTuple):
    """How many papers were read in a run, and how many are left."""

    read: int
    waiting: int


class State(NamedTuple):
    """How many papers have a vector, and how many need one."""

    papers: int
    waiting: int


def state(library: Library) -> State | None:
    """Return how far the vectors are; None where nobody asked for any."""
    with open_vectors(vectors_path(library.path), model.NAME) as vectors:
        return State(vectors.count(), len(vectors.due(library))) if vectors else None


def update(
    library: Library,
    papers: Iterable[int] | None = None,
    *,
    tell: Tell = lambda _done, _total: None,
    goes_on: Callable[[], bool] = lambda: True,
) -> Done:
    """Make the vectors that are missing, of the newest papers first.

    ``goes_on`` is asked after every few papers. Raises ``UsageError`` without the extra.
    """
    embed = model.load()
    with open_vectors(vectors_path(library.path), model.NAME, write=True) as vectors:
        if vectors is None:
            raise AssertionError
        due = vectors.due(library, papers)
        if papers is None:
            vectors.forget(library)
        waiting = iter(due)
        done = 0
        while part := list(islice(waiting, _AT_ONCE)):
            tell(done, len(due))
            vectors.put([(one, embed(one.text)) for one in part])
            done += len(part)
            if not goes_on():
                break
        return Done(done, len(due) - done)


def catch_up(library: Library, goes_on: Callable[[], bool]) -> Done:
    """Read what is new where vectors are kept, as after a pull; nothing where they are not."""
    if not (vectors_path(library.path).exists() and model.is_here()):
        return Done(0, 0)
    return update(library, goes_on=goes_on)
