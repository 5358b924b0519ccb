"""What the journal says of single papers: what touched them, and which were removed."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from readlist.bib.citekeys import folded
from readlist.identity.freed_keys import Freed
from readlist.model import Identifier
from readlist.store.connection import Library
from readlist.store.journal import ENTRIES, Entry, columns_of, unpack


class Touched(NamedTuple):
    """The papers that entries of the journal are about, by number; of those gone their last rows.

    ``removed`` has number, citation key and title.
    """

    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    removed: tuple[tuple[int, str, str], ...] = ()


def papers_touched(db: sqlite3.Connection, entries: Iterable[int]) -> Touched:
    """Return what entries did to papers, or undoing them did: the last that was done with them."""
    added: set[int] = set()
    changed: set[int] = set()
    removed: dict[int, tuple[int, str, str]] = {}
    owners = _owners(db)
    for kind, table, first, last, image in db.execute(
        "SELECT kind, rows_of, first_id, last_id, image FROM changes "
        "WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(entries)),),
    ).fetchall():
        if table not in owners:
            continue
        if kind == "insert":
            found = added if table == "papers" else changed
            found |= _owned(db, table, owners[table], "id BETWEEN ? AND ?", (first, last))
            continue
        columns, rows = unpack(image)
        if table == "papers" and kind == "delete":
            said = [dict(zip(columns, row, strict=True)) for row in rows]
            removed |= {one["id"]: (one["id"], one["key"], one["title"]) for one in said}
        elif owners[table] in columns:
            changed.update(row[columns.index(owners[table])] for row in rows)
        else:
            # An update keeps only the columns that changed; the row still says whose it is.
            numbers = (json.dumps([row[0] for row in rows]),)
            which = "id IN (SELECT value FROM json_each(?))"
            changed |= _owned(db, table, "paper_id", which, numbers)
    return Touched(
        tuple(sorted(added)),
        tuple(sorted(changed - added - removed.keys())),
        tuple(removed[number] for number in sorted(removed.keys() - added)),
    )


def _owned(
    db: sqlite3.Connection, table: str, owner: str, which: str, values: tuple[Any, ...]
) -> set[int]:
    """Return the papers to which rows of a table belong."""
    rows = db.execute(f"SELECT DISTINCT {owner} FROM {table} WHERE {which}", values)
    return {number for (number,) in rows}


def added_with(db: sqlite3.Connection, paper: int, others: Iterable[int]) -> set[int]:
    """Return those of other papers that one command added together with a paper."""
    rows = db.execute(
        "SELECT first_id, last_id FROM changes WHERE rows_of = 'papers' AND kind = 'insert' "
        "AND entry_id IN (SELECT entry_id FROM changes WHERE rows_of = 'papers' "
        "AND kind = 'insert' AND ? BETWEEN first_id AND last_id)",
        (paper,),
    ).fetchall()
    return {one for one in others if any(first <= one <= last for first, last in rows)}


def named_papers(library: Library, numbers: Sequence[int]) -> list[tuple[int, str, str, str]]:
    """Return number, key, title and the reader's status of papers, in their order."""
    rows = library.db.execute(
        "SELECT p.id, p.key, p.title, coalesce(r.status, '') FROM papers p "
        "LEFT JOIN readings r ON r.paper_id = p.id AND r.reader_id = ? "
        "WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id",
        (library.reader_id, json.dumps(list(numbers))),
    )
    return rows.fetchall()


def entries_of(library: Library, papers: Iterable[int], *, limit: int | None) -> list[Entry]:
    """Return the entries that touched these papers or what belongs to them, newest first."""
    wanted = set(papers)
    numbers: set[int] = set()
    for table, owner in _owners(library.db).items():
        numbers |= _entries_touching(library.db, table, owner, wanted)
    rows = library.db.execute(
        f"{ENTRIES} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?",
        (json.dumps(sorted(numbers)), -1 if limit is None else limit),
    )
    return [Entry(*row) for row in rows]


def _owners(db: sqlite3.Connection) -> dict[str, str]:
    """Return the tables whose rows are papers or belong to one, each with the paper's column."""
    found = {"papers": "id", "details": "id"}
    for (table,) in db.execute("SELECT DISTINCT rows_of FROM changes").fetchall():
        if table not in found and "paper_id" in columns_of(db, table):
            found[table] = "paper_id"
    return found


def _entries_touching(db: sqlite3.Connection, table: str, owner: str, papers: set[int]) -> set[int]:
    """Return the entries with a change to rows of one table that belong to these papers."""
    held = db.execute(
        f"SELECT id FROM {table} WHERE {owner} IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(papers)),),
    )
    own = {number for (number,) in held}
    inserted: list[tuple[int, int, int]] = []
    found: set[int] = set()
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
    for entry_id, first, last in inserted:
        if any(first <= number <= last for number in own):
            found.add(entry_id)
    return found


# Papers that feeds brought and that a person removed: so that a feed does not bring them again,
# and ``undo`` of the removal lets it.
MOST = 20_000
"""Identifiers that are remembered, those of the papers that were removed last."""

# Feeds that are removed lose what they brought as well, but no paper goes with them.
_GONE = """
SELECT c.entry_id, c.rows_of, c.image FROM changes c JOIN journal j ON j.id = c.entry_id
WHERE c.kind = 'delete' AND c.rows_of IN ('feed_entries', 'identifiers') AND j.state = 'done'
AND c.entry_id IN (SELECT entry_id FROM changes WHERE kind = 'delete' AND rows_of = 'papers')
AND c.entry_id IN (SELECT entry_id FROM changes
                   WHERE kind = 'delete' AND rows_of = 'feed_entries')
ORDER BY c.entry_id DESC, c.rows_of, c.id
"""


def removed(db: sqlite3.Connection) -> frozenset[Identifier]:
    """Return the identifiers of removed papers; a paper that came back otherwise may be there."""
    found: set[Identifier] = set()
    brought: set[tuple[int, int]] = set()
    for entry_id, rows_of, image in db.execute(_GONE):
        columns, rows = unpack(image)
        paper = columns.index("paper_id")
        if rows_of == "feed_entries":
            brought.update((entry_id, row[paper]) for row in rows)
            continue
        scheme, value = columns.index("scheme"), columns.index("value")
        found.update(
            Identifier(row[scheme], row[value]) for row in rows if (entry_id, row[paper]) in brought
        )
        if len(found) >= MOST:
            break
    return frozenset(found)


_REMOVED = """
SELECT c.entry_id, c.image FROM changes c JOIN journal j ON j.id = c.entry_id
WHERE c.kind = 'delete' AND c.rows_of = ? AND j.state = 'done'
AND c.entry_id IN (SELECT entry_id FROM changes WHERE kind = 'delete' AND rows_of = 'papers')
"""
_Removed = tuple[int, int]
"""A removed paper: the entry that removed it, and its number."""


def freed_keys(db: sqlite3.Connection, wanted: AbstractSet[str] | None = None) -> dict[str, Freed]:
    """Return the folded keys of removed papers, with what these were called.

    ``wanted`` are the folded keys that are asked for, None for all of them.
    """
    if wanted is not None and not wanted:
        return {}
    papers = _of_removed(db, "papers", "id", "key", "title", "fold")
    aliases = _of_removed(db, "aliases", "paper_id", "kind", "value")
    keys = [(paper, folded(key)) for paper, key, _, _ in papers]
    keys += [(paper, folded(value)) for paper, kind, value in aliases if kind == "key"]
    if wanted is not None:
        keys = [(paper, key) for paper, key in keys if key in wanted]
    if not keys:
        return {}
    names: dict[_Removed, set[str]] = {paper: set() for paper, _ in keys}
    titles: dict[_Removed, str] = {}
    for paper, _, title, fold in papers:
        titles[paper] = title
        names.get(paper, set()).add(fold)
    for paper, scheme, value in _of_removed(db, "identifiers", "paper_id", "scheme", "value"):
        names.get(paper, set()).add(f"{scheme}:{value}")
    for paper, kind, value in aliases:
        if kind == "title":
            names.get(paper, set()).add(value)
    found: dict[str, Freed] = {}
    for paper, key in sorted(set(keys), reverse=True):
        known = found.get(key, Freed())
        called = (titles[paper],) if titles.get(paper) else ()
        found[key] = Freed(known.titles + called, known.names | names[paper] - {""})
    return found


def _of_removed(db: sqlite3.Connection, table: str, owner: str, *columns: str) -> list[Any]:
    """Return some columns of removed rows, the removed paper that each was of before them."""
    found: list[Any] = []
    for entry, image in db.execute(_REMOVED, (table,)):
        known, rows = unpack(image)
        paper, *chosen = (known.index(name) for name in (owner, *columns))
        found += [((entry, row[paper]), *(row[at] for at in chosen)) for row in rows]
    return found
