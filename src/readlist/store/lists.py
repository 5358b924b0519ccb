"""Curated lists and the places of papers in them."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from readlist.store.connection import Library
from readlist.store.statuses import DONE, UNREAD
from readlist.text import caseless

if TYPE_CHECKING:
    from readlist.model import ListInfo
    from readlist.store.journal import Transaction

ENTRY_COLUMNS = ("list_id", "paper_id", "section", "position", "remark")


class StoredEntry(NamedTuple):
    """A row of ``entries``."""

    id: int
    paper_id: int
    section: tuple[str, ...]
    position: int
    remark: str


class ListSummary(NamedTuple):
    """A list and how far this reader is with it; ``done`` counts read, skimmed and dropped.

    ``next_id`` is the first paper in the curator's order that is not done.
    """

    name: str
    title: str
    source: str
    added: str
    entries: int
    papers: int
    done: int
    reading: int
    read: int
    skimmed: int
    dropped: int
    next_id: int | None


_SUMMARY = f"""
WITH places AS (
    SELECT e.list_id, e.paper_id, min(e.position) AS position, count(*) AS entries,
        r.status AS status
    FROM entries e
    LEFT JOIN readings r ON r.paper_id = e.paper_id AND r.reader_id = :reader
    GROUP BY e.list_id, e.paper_id
)
SELECT l.name, l.title, l.source, l.added, coalesce(sum(p.entries), 0), count(p.paper_id),
    coalesce(sum(p.status IN {DONE}), 0),
    coalesce(sum(p.status = 'reading'), 0), coalesce(sum(p.status = 'read'), 0),
    coalesce(sum(p.status = 'skimmed'), 0), coalesce(sum(p.status = 'dropped'), 0),
    (SELECT n.paper_id FROM places n WHERE n.list_id = l.id
        AND (n.status IS NULL OR n.status IN {UNREAD})
        ORDER BY n.position LIMIT 1)
FROM lists l LEFT JOIN places p ON p.list_id = l.id
{{where}}
GROUP BY l.id ORDER BY l.name
"""


def summaries(library: Library, list_id: int | None = None) -> list[ListSummary]:
    """Return every list, or one, with the reader's progress and the next unread paper."""
    where = "" if list_id is None else "WHERE l.id = :list"
    values = {"reader": library.reader_id, "list": list_id}
    return [ListSummary(*row) for row in library.db.execute(_SUMMARY.format(where=where), values)]


def infos(db: sqlite3.Connection, papers: Iterable[int] | None = None) -> "list[ListInfo]":
    """Return the lists themselves, oldest first; with ``papers``, those that hold one of them."""
    from readlist.model import ListInfo  # 5 ms that an overview saves

    condition = (
        ""
        if papers is None
        else (
            "WHERE id IN (SELECT list_id FROM entries "
            "WHERE paper_id IN (SELECT value FROM json_each(?)))"
        )
    )
    rows = db.execute(
        f"SELECT title, name, source, added FROM lists {condition} ORDER BY id",
        () if papers is None else (json.dumps(list(papers)),),
    )
    return [ListInfo(title=t, name=n, source=s, added=a) for t, n, s, a in rows]


def find_list(db: sqlite3.Connection, name: str) -> "tuple[int, ListInfo] | None":
    """Return a list by its name, whatever the case; one of just that name before another."""
    from readlist.model import ListInfo

    row = db.execute(
        "SELECT id, title, name, source, added FROM lists "
        "WHERE name = ? OR caseless(name) = ? ORDER BY name = ? DESC, id LIMIT 1",
        (name, caseless(name), name),
    ).fetchone()
    return (row[0], ListInfo(row[1], row[2], row[3], row[4])) if row else None


def lists_alike(db: sqlite3.Connection, info: "ListInfo", name: str) -> "list[ListInfo]":
    """Return the lists that have a file's name or title in common with one, oldest first."""
    from readlist.model import ListInfo

    rows = db.execute(
        "SELECT title, name, source, added FROM lists WHERE (source = :source AND :source <> '') "
        "OR (title = :title AND :title <> '') OR name = :name ORDER BY id",
        {"source": info.source, "title": info.title, "name": name},
    )
    return [ListInfo(*row) for row in rows]


def make_list(tx: "Transaction", info: "ListInfo") -> int:
    """Make a list and return its number."""
    row = (info.name, info.title, info.source, info.added)
    return tx.insert("lists", ("name", "title", "source", "added"), [row])


def papers_of_list(db: sqlite3.Connection, name: str) -> set[int]:
    """Return the papers that a list holds."""
    rows = db.execute(
        "SELECT e.paper_id FROM entries e JOIN lists l ON l.id = e.list_id WHERE l.name = ?",
        (name,),
    )
    return {number for (number,) in rows}


def list_name(db: sqlite3.Connection, list_id: int) -> str:
    """Return the name of a list."""
    return str(db.execute("SELECT name FROM lists WHERE id = ?", (list_id,)).fetchone()[0])


def rename_list(tx: "Transaction", list_id: int, name: str) -> None:
    """Give a list another name, which no other list has."""
    tx.update("lists", ("name",), [(list_id, name)])


def remove_list(tx: "Transaction", list_id: int) -> int:
    """Delete a list with its entries, none of its papers; return how many entries there were."""
    gone = tx.delete("entries", [entry.id for entry in stored_entries(tx.db, list_id)])
    tx.delete("lists", [list_id])
    return gone


def place_entries(tx: "Transaction", rows: Sequence[tuple[int, str, int, str]]) -> None:
    """Give entries their places: number of the entry, section (JSON), position, remark."""
    tx.update("entries", ("section", "position", "remark"), rows)


def remove_entries(tx: "Transaction", numbers: Iterable[int]) -> None:
    """Delete entries by number."""
    tx.delete("entries", numbers)


def stored_entries(db: sqlite3.Connection, list_id: int) -> list[StoredEntry]:
    """Return the entries of a list in the curator's order."""
    rows = db.execute(
        "SELECT id, paper_id, section, position, remark FROM entries WHERE list_id = ? "
        "ORDER BY position, id",
        (list_id,),
    )
    return [StoredEntry(i, p, tuple(json.loads(s)), n, r) for i, p, s, n, r in rows]


def insert_entries(tx: "Transaction", rows: Sequence[tuple[int, int, str, int, str]]) -> None:
    """Write entries: list, paper, section (JSON), position, remark."""
    tx.insert("entries", ENTRY_COLUMNS, rows)


class Place(NamedTuple):
    """An entry of a list as a reader sees it."""

    position: int
    section: tuple[str, ...]
    id: int
    key: str
    title: str
    byline: str
    year: int | None
    status: str
    remark: str


def places(library: Library, list_id: int) -> list[Place]:
    """Return the entries of a list in the curator's order, with the reader's status."""
    rows = library.db.execute(
        "SELECT e.position, e.section, p.id, p.key, p.title, p.byline, p.year, "
        "coalesce(r.status, ''), e.remark FROM entries e JOIN papers p ON p.id = e.paper_id "
        "LEFT JOIN readings r ON r.paper_id = p.id AND r.reader_id = :reader "
        "WHERE e.list_id = :list ORDER BY e.position, e.id",
        {"reader": library.reader_id, "list": list_id},
    )
    return [Place(n, tuple(json.loads(section)), *rest) for n, section, *rest in rows]
