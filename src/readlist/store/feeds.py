"""Feeds: what is pulled on schedule."""

import json
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from readlist.store.journal import Transaction

COLUMNS = ("name", "kind", "address", "options", "added")


class Feed(NamedTuple):
    """A row of ``feeds``; ``options`` holds its title, its page, its tags and its rules."""

    id: int
    name: str
    kind: str
    address: str
    options: dict[str, Any]
    added: str


def feeds(db: sqlite3.Connection) -> list[Feed]:
    """Return every feed, by name."""
    rows = db.execute(f"SELECT id, {', '.join(COLUMNS)} FROM feeds ORDER BY name")
    return [Feed(i, n, k, a, json.loads(options), t) for i, n, k, a, options, t in rows]


def insert_feeds(tx: "Transaction", found: Sequence[Feed]) -> None:
    """Write feeds under new numbers."""
    rows = [
        (f.name, f.kind, f.address, json.dumps(f.options, ensure_ascii=False), f.added)
        for f in found
    ]
    tx.insert("feeds", COLUMNS, rows)


def delete_feeds(tx: "Transaction", numbers: Sequence[int]) -> None:
    """Delete feeds and what they say they brought; the papers stay."""
    marks = ", ".join("?" * len(numbers))
    rows = tx.db.execute(f"SELECT id FROM feed_entries WHERE feed_id IN ({marks})", numbers)
    tx.delete("feed_entries", [row[0] for row in rows])
    tx.delete("feeds", list(numbers))
