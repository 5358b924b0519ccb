"""Take commands back and do them again, newest first."""

from collections.abc import Callable, Iterable

from readlist.errors import NotFoundError, UsageError
from readlist.library.session import Session
from readlist.store.connection import Library
from readlist.store.history import entries_of
from readlist.store.journal import (
    Entry,
    Transaction,
    builds_on,
    comes_first,
    entries,
    entry_by_id,
    invert,
    next_to_redo,
    standing,
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
    """Take back the reader's last ``count`` commands, or everybody's after entry ``to``.

    Raises ``NotFoundError`` where there is nothing to take back, ``UsageError`` where somebody
    else went on from it.
    """
    if to is not None:
        _check_target(tx, to)
        chosen = [entry for entry in standing(tx.db) if entry.id > to]
        if not chosen:
            raise NotFoundError("There is nothing to undo.")
    else:
        chosen = _own(tx, count)
    for entry in chosen:
        invert(tx, entry, "undone")
    return chosen


def _own(tx: Transaction, count: int) -> list[Entry]:
    """Return the reader's last commands, newest first; those that nobody typed only after them.

    What others did since is left alone, as long as it does not build on what is taken back.
    """
    every = list(standing(tx.db))
    mine = [entry for entry in every if entry.reader == tx.library.reader]
    if not every:
        raise NotFoundError("There is nothing to undo.")
    if not mine:
        newest = every[0]
        raise NotFoundError(
            f"There is nothing of {tx.library.reader}'s to undo; the last command was "
            f"{newest.reader}'s. 'readlist undo --to {newest.id - 1}' takes it back."
        )
    if len(mine) < count:
        raise UsageError(
            f"There {'is' if len(mine) == 1 else 'are'} {plural(len(mine), 'command')} to undo, "
            f"not {count}. Nothing was changed."
        )
    # What the schedule did goes last: ``readlist --db lib.db pull --quiet``, as cron runs it.
    chosen = sorted(mine, key=lambda entry: entry.command.endswith(" pull --quiet"))[:count]
    left = [entry for entry in every if entry not in chosen]
    for entry in chosen:
        for later in left:
            if later.id > entry.id and builds_on(tx.db, later.id, entry.id):
                raise UsageError(
                    f"Entry {entry.id} cannot be taken back alone: entry {later.id} of "
                    f"{later.reader} ({later.summary or later.command}) builds on it. "
                    f"'readlist undo --to {entry.id - 1}' takes back everything since."
                )
    return sorted(chosen, key=lambda entry: -entry.id)


def _check_target(tx: Transaction, to: int) -> None:
    if to and entry_by_id(tx.db, to).state != "done":
        raise UsageError(
            f"Entry {to} is undone itself, so the library cannot go back to it. "
            "'readlist history' shows the entries that stand."
        )


def redo(tx: Transaction, count: int = 1) -> list[Entry]:
    """Do again what was undone last, up to ``count`` commands.

    Raises ``NotFoundError`` where nothing was undone, ``UsageError`` where somebody else has to do
    something again first.
    """
    done: list[Entry] = []
    while len(done) < count and (entry := next_to_redo(tx.db, tx.library.reader)):
        if other := comes_first(tx.db, entry):
            raise UsageError(
                f"Entry {entry.id} cannot be done again before entry {other.id} of {other.reader} "
                f"({other.summary or other.command}), on which it builds: 'readlist redo' of "
                f"{other.reader} comes first. Nothing was changed."
            )
        invert(tx, entry, "done")
        done.append(entry)
    if not done:
        raise NotFoundError("There is nothing to redo: nothing was undone, or it was overtaken.")
    return done
