"""What of the journal touched single papers."""

import json
import sqlite3
from collections.abc import Iterable

from readlist.store.connection import Library
from readlist.store.journal import Entry, columns_of, unpack


def entries_of(library: Library, papers: Iterable[int], *, limit: int | None) -> list[Entry]:
    """Return the entries that touched these papers or what belongs to them, newest first."""
    wanted = set(papers)
    numbers: set[int] = set()
    for table in _tables(library.db):
        owner = "id" if table in {"papers", "details"} else "paper_id"
        numbers |= _entries_touching(library.db, table, owner, wanted)
    rows = library.db.execute(
        "SELECT id, at, reader, command, summary, state FROM journal "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?",
        (json.dumps(sorted(numbers)), -1 if limit is None else limit),
    )
    return [Entry(*row) for row in rows]


def _tables(db: sqlite3.Connection) -> list[str]:
    """Return the tables in the journal whose rows are papers or belong to one."""
    rows = db.execute("SELECT DISTINCT rows_of FROM changes")
    return sorted(
        table for (table,) in rows
        if table in {"papers", "details"} or "paper_id" in columns_of(db, table)
    )  # fmt: skip


def _entries_touching(db: sqlite3.Connection, table: str, owner: str, papers: set[int]) -> set[int]:
    """Return the entries with a change to rows of one table that belong to these papers."""
    own = _rows_of(db, table, owner, papers)
    inserted, found = [], set()
    for entry_id, kind, first, last, image in db.execute(
        "SELECT entry_id, kind, first_id, last_id, image FROM changes WHERE rows_of = ?", (table,)
    ):
        if kind == "insert":
            inserted.append((entry_id, first, last))
            continue
        columns, rows = unpack(image)
        place = columns.index(owner) if owner in columns else 0
        touched = {row[0] for row in rows if row[place] in papers or row[0] in own}
        if touched:
            own |= touched
            found.add(entry_id)
    return found | {
        entry_id for entry_id, first, last in inserted if any(first <= n <= last for n in own)
    }


def _rows_of(db: sqlite3.Connection, table: str, owner: str, papers: set[int]) -> set[int]:
    rows = db.execute(
        f"SELECT id FROM {table} WHERE {owner} IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(papers)),),
    )
    return {number for (number,) in rows}
