"""What a person types: papers by number, key, identifier or title; words that a shell completes."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readlist.model import Identifier  # 5 ms that a listing saves


class Candidate(NamedTuple):
    """A paper that may be meant."""

    id: int
    key: str
    title: str
    byline: str
    year: int | None


_SELECT = "SELECT p.id, p.key, p.title, p.byline, p.year FROM papers p "


def by_number(db: sqlite3.Connection, number: int) -> list[Candidate]:
    """Return the paper with this row number."""
    if number >= 2**63:
        return []
    return _found(db, _SELECT + "WHERE p.id = ?", (number,))


def by_key(db: sqlite3.Connection, key: str) -> list[Candidate]:
    """Return the paper with this citation key, or the one that once had it.

    Keys are compared without case; one that is written just so goes before one that differs.
    """
    found = _found(db, _SELECT + "WHERE p.key = ?", (key,))
    if found and found[0].key == key:
        return found
    former = _SELECT + "JOIN aliases a ON a.paper_id = p.id WHERE a.kind = 'key' AND a.value = ?"
    return _found(db, former, (key,)) or found or _found(db, f"{former} COLLATE NOCASE", (key,))


def all_by_key(db: sqlite3.Connection, key: str) -> list[Candidate]:
    """Return all papers that have or once had this citation key, but for its case.

    First those that have it, and of these one that has it just so.
    """
    found = _found(db, _SELECT + "WHERE p.key = ? COLLATE NOCASE", (key,))
    found.sort(key=lambda one: one.key != key)
    former = _SELECT + "JOIN aliases a ON a.paper_id = p.id WHERE a.kind = 'key' AND a.value = ?"
    found += _found(db, f"{former} COLLATE NOCASE ORDER BY p.id", (key,))
    return list(dict.fromkeys(found))


def by_identifier(db: sqlite3.Connection, identifier: "Identifier") -> list[Candidate]:
    """Return the paper with this identifier; an address may be kept in another spelling.

    An address that identifies none may be where a bibliography says that papers are (``url``).
    """
    values = [identifier.value]
    is_address = identifier.scheme == "url"
    if is_address:
        from readlist.bib.paper_addresses import spellings  # 2 ms, for addresses alone

        values = spellings(identifier.value)
    each = ", ".join("?" * len(values))
    found = _found(
        db,
        f"{_SELECT} JOIN identifiers i ON i.paper_id = p.id "
        f"WHERE i.scheme = ? AND i.value IN ({each}) GROUP BY p.id",
        (identifier.scheme, *values),
    )
    if found or not is_address:
        return found
    return _found(
        db,
        f"{_SELECT} JOIN links l ON l.paper_id = p.id "
        f"WHERE l.name IN ('url', 'pdf') AND l.url IN ({each}) GROUP BY p.id",
        tuple(values),
    )


def by_title(db: sqlite3.Connection, folded: str, limit: int) -> list[Candidate]:
    """Return the papers with exactly this folded title, otherwise those that contain it."""
    found = _found(db, _SELECT + "WHERE p.fold = ? ORDER BY p.id", (folded,))
    if found:
        return found
    pattern = f"%{folded}%"
    return _found(db, _SELECT + "WHERE p.fold LIKE ? ORDER BY p.id LIMIT ?", (pattern, limit))


def by_key_start(db: sqlite3.Connection, start: str, limit: int) -> list[Candidate]:
    """Return the papers whose citation key begins so."""
    sql = _SELECT + "WHERE p.key >= ? AND p.key < ? ORDER BY p.key LIMIT ?"
    return _found(db, sql, (start, start + "\U0010ffff", limit))


def _found(db: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> list[Candidate]:
    return [Candidate(*row) for row in db.execute(sql, values)]


MOST_WORDS = 200
"""Words that a shell offers at once; a person types another letter before reading more."""
_WAIT_S = 0.2

_WORD_COLUMNS = {
    "papers": "key",
    "tags": "name",
    "lists": "name",
    "feeds": "name",
    "saved": "name",
}


def words_of(path: Path, table: str, start: str) -> list[str]:
    """Return what the rows of a table are called, as far as it begins with ``start``.

    The file is opened as it is: completion never makes, migrates or waits for a library, and what
    goes wrong with it completes nothing.
    """
    if not path.is_file():
        return []
    if table == "titles":  # by their beginning, whatever the case
        sql = (
            "SELECT DISTINCT title FROM papers WHERE substr(title, 1, length(?1)) = ?1 "
            "COLLATE NOCASE ORDER BY title LIMIT ?2"
        )
    else:
        column = _WORD_COLUMNS[table]
        sql = (
            f"SELECT DISTINCT {column} FROM {table} "
            f"WHERE {column} >= ?1 AND {column} < ?1 || char(1114111) ORDER BY {column} LIMIT ?2"
        )
    try:
        db = sqlite3.connect(path, timeout=_WAIT_S)
        try:
            return [word for (word,) in db.execute(sql, (start, MOST_WORDS))]
        finally:
            db.close()
    except sqlite3.Error:
        return []
