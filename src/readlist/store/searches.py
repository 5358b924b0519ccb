"""Searches that were saved under a name."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from readlist.text import caseless

if TYPE_CHECKING:
    from readlist.store.journal import Transaction


class Saved(NamedTuple):
    """A row of ``saved``: the query as it was typed, with times such as ``7d``."""

    id: int
    name: str
    query: str
    added: str


def searches(db: sqlite3.Connection) -> list[Saved]:
    """Return the saved searches by name."""
    rows = db.execute("SELECT id, name, query, added FROM saved ORDER BY name")
    return [Saved(*row) for row in rows]


def has_searches(db: sqlite3.Connection) -> bool:
    """Say whether any search was saved."""
    return db.execute("SELECT 1 FROM saved LIMIT 1").fetchone() is not None


def by_name(db: sqlite3.Connection) -> dict[str, str]:
    """Return the queries of the saved searches by their folded names, as the parser takes them."""
    return {caseless(saved.name): saved.query for saved in searches(db)}


def insert_searches(tx: "Transaction", rows: Sequence[tuple[str, str, str]]) -> int:
    """Write saved searches: name, query, time; return the number of the first."""
    return tx.insert("saved", ("name", "query", "added"), rows)


def update_searches(tx: "Transaction", found: Sequence[Saved]) -> None:
    """Write names and queries anew."""
    tx.update("saved", ("name", "query"), [(one.id, one.name, one.query) for one in found])


def delete_searches(tx: "Transaction", numbers: Iterable[int]) -> None:
    """Delete saved searches."""
    tx.delete("saved", numbers)
