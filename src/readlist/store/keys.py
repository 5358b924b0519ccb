"""Citation keys as they stand, and those that once named a paper."""

import sqlite3
from typing import NamedTuple


class KeyRow(NamedTuple):
    """A paper by its citation key."""

    id: int
    key: str
    title: str


def key_rows(db: sqlite3.Connection) -> list[KeyRow]:
    """Return every paper's key, in the order of their numbers."""
    return [KeyRow(*row) for row in db.execute("SELECT id, key, title FROM papers ORDER BY id")]


def former_keys(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return the former keys of papers."""
    sql = "SELECT paper_id, value FROM aliases WHERE kind = 'key' ORDER BY paper_id, value"
    return list(db.execute(sql))


def former_keys_of_others(db: sqlite3.Connection) -> frozenset[tuple[int, str]]:
    """Return the papers with those of their former keys that are the key of another paper now."""
    rows = db.execute(
        "SELECT a.paper_id, a.value FROM aliases a JOIN papers p ON p.key = a.value "
        "WHERE a.kind = 'key' AND p.id <> a.paper_id"
    )
    return frozenset((number, key) for number, key in rows)
