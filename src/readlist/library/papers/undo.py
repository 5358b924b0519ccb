"""Take commands back and do them again, newest first."""

from collections.abc import Callable, Iterable

from readlist.errors import NotFoundError, UsageError
from readlist.library.session import Session
from readlist.store.connection import Library
from readlist.store.history import entries_of
from readlist.store.journal import (
    Entry,
    Transaction,
    count_standing,
    entries,
    entry_by_id,
    invert,
    next_to_redo,
    next_to_undo,
)
from readlist.store.ranking import follows
from readlist.text import plural


def taken_back(
    session: Session, change: Callable[[Transaction], list[Entry]], *, dry_run: bool = False
) -> list[Entry]:
    """Take commands back or do them again, by ``undo`` or ``redo``; return their entries.

    Scores follow where what is followed changed.
    """
    with session.change(dry_run=dry_run) as tx:
        reader = tx.library.reader_id
        former = follows(tx.db, reader)
        done = change(tx)
        moved = follows(tx.db, reader) != former
    if moved and not dry_run:
        from readlist.library.ranking.scores import rescore  # loads the model, for this alone

        rescore(session.library(write=True), session.now)
    return done


def history(library: Library, papers: Iterable[int] = (), limit: int | None = None) -> list[Entry]:
    """Return the journal, or its entries that touched some papers, newest first."""
    numbers = list(papers)
    return entries_of(library, numbers, limit=limit) if numbers else entries(library, limit=limit)


def undo(tx: Transaction, count: int = 1, to: int | None = None) -> list[Entry]:
    """Take back the last ``count`` commands, or every command after entry ``to``.

    Raises ``NotFoundError`` where there is nothing to take back.
    """
    if to is None:
        standing = count_standing(tx.db)
        if 0 < standing < count:
            raise UsageError(
                f"There {'is' if standing == 1 else 'are'} {plural(standing, 'command')} to undo, "
                f"not {count}. Nothing was changed."
            )
    else:
        _check_target(tx, to)
    done: list[Entry] = []
    while entry := next_to_undo(tx.db):
        enough = len(done) >= count if to is None else entry.id <= to
        if enough:
            break
        invert(tx, entry, "undone")
        done.append(entry)
    if not done:
        raise NotFoundError("There is nothing to undo.")
    return done


def _check_target(tx: Transaction, to: int) -> None:
    if to == 0:
        return
    entry = entry_by_id(tx.db, to)
    if entry.state != "done":
        raise UsageError(
            f"Entry {to} is undone itself, so the library cannot go back to it. "
            "'readlist history' shows the entries that stand."
        )


def redo(tx: Transaction, count: int = 1) -> list[Entry]:
    """Do again what was undone last, up to ``count`` commands."""
    done: list[Entry] = []
    while len(done) < count and (entry := next_to_redo(tx.db)):
        invert(tx, entry, "done")
        done.append(entry)
    if not done:
        raise NotFoundError("There is nothing to redo: nothing was undone, or it was overtaken.")
    return done
