"""Find papers by what a person types: number, citation key, identifier, part of a title."""

import sqlite3
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
    """Return the paper with this citation key, or the one that once had it."""
    found = _found(db, _SELECT + "WHERE p.key = ?", (key,))
    return found or _found(
        db,
        _SELECT + "JOIN aliases a ON a.paper_id = p.id "
        "WHERE a.kind = 'key' AND a.value = ? COLLATE NOCASE",
        (key,),
    )


def by_identifier(db: sqlite3.Connection, identifier: "Identifier") -> list[Candidate]:
    """Return the paper with this identifier."""
    return _found(
        db,
        _SELECT + "JOIN identifiers i ON i.paper_id = p.id WHERE i.scheme = ? AND i.value = ?",
        (identifier.scheme, identifier.value),
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
