"""What a reader follows and does not want to see."""

import sqlite3
from typing import NamedTuple

from readlist.store.journal import Transaction, ensure_reader


class Follow(NamedTuple):
    """An ``author``, a ``word`` or a ``list`` by name; ``muted`` turns it round."""

    kind: str
    value: str
    muted: bool
    added: str
    id: int = 0


def follows(db: sqlite3.Connection, reader_id: int) -> list[Follow]:
    """Return what a reader follows and mutes, by kind and value."""
    rows = db.execute(
        "SELECT kind, value, muted, added, id FROM follows WHERE reader_id = ? "
        "ORDER BY kind, value, id",
        (reader_id,),
    )
    return [Follow(kind, value, bool(muted), added, i) for kind, value, muted, added, i in rows]


def insert_follow(tx: Transaction, wanted: Follow) -> None:
    """Write something that the reader who works did not follow before."""
    row = (ensure_reader(tx), wanted.kind, wanted.value, int(wanted.muted), wanted.added)
    tx.insert("follows", ("reader_id", "kind", "value", "muted", "added"), [row])


def update_follow(tx: Transaction, wanted: Follow) -> None:
    """Write that something is followed or muted from now on."""
    row = (wanted.id, wanted.value, int(wanted.muted), wanted.added)
    tx.update("follows", ("value", "muted", "added"), [row])


def delete_follow(tx: Transaction, number: int) -> None:
    """Forget that something was followed or muted."""
    tx.delete("follows", [number])
