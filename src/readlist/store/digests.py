"""What a digest is made of, and which digests were sent; their rows are not journalled."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from readlist.store.connection import Library
from readlist.store.statuses import BEGUN

SENDING, SENT = "sending", "sent"


class Mark(NamedTuple):
    """How far a digest reaches: numbers of rows, which grow in the order in which papers come.

    Times would lose what another process was still writing. ``news`` is the time of the newest
    news, which has no number.
    """

    entry: int = 0
    paper: int = 0
    news: str = ""


class Bounds(NamedTuple):
    """What is new: behind a time (UTC, ISO 8601), and behind a mark."""

    time: str = ""
    mark: Mark = Mark()


class Sent(NamedTuple):
    """A digest that was sent or is being sent; ``facts`` are its mark and who sends it."""

    id: int
    name: str
    at: str
    through: str
    state: str
    facts: Mapping[str, Any]

    @property
    def mark(self) -> Mark:
        """How far the digest reaches."""
        return Mark(*self.facts.get("mark", ()))


# A paper arrives when the first feed brings it, or else when it enters the library.
_ARRIVED = """
SELECT r.paper_id, coalesce(min(f.seen), p.added) AS arrived
FROM readings r JOIN papers p ON p.id = r.paper_id
LEFT JOIN feed_entries f ON f.paper_id = r.paper_id
WHERE r.reader_id = :reader AND r.status = 'inbox' AND r.wait <= :today
GROUP BY r.paper_id
HAVING arrived > :time AND coalesce(min(f.id) > :entry, r.paper_id > :paper)
ORDER BY r.paper_id
"""
_DECIDED = """
SELECT count(DISTINCT f.paper_id) FROM feed_entries f
JOIN papers p ON p.id = f.paper_id
JOIN readings r ON r.paper_id = f.paper_id AND r.reader_id = :reader
WHERE f.seen > :time AND f.id > :entry AND p.added > :time AND p.id > :paper
AND r.status <> 'inbox'
"""


def arrived(library: Library, since: Bounds, today: str) -> dict[int, str]:
    """Return the undecided papers that arrived, and when, in the order of their numbers.

    What is snoozed today is not among them.
    """
    values = _values(library, since) | {"today": today}
    return dict(library.db.execute(_ARRIVED, values).fetchall())


def decided(library: Library, since: Bounds) -> int:
    """Return how many papers that a feed brought since then are no longer in the inbox."""
    return int(library.db.execute(_DECIDED, _values(library, since)).fetchone()[0])


def _values(library: Library, since: Bounds) -> dict[str, Any]:
    return {
        "reader": library.reader_id, "time": since.time,
        "entry": since.mark.entry, "paper": since.mark.paper,
    }  # fmt: skip


def read_with_news(library: Library) -> list[int]:
    """Return the papers that the reader reads or has read and that have news."""
    rows = library.db.execute(
        "SELECT d.id FROM readings r JOIN details d ON d.id = r.paper_id WHERE r.reader_id = ? "
        f"AND r.status IN {BEGUN} AND d.extra LIKE '%\"news\":%' "
        "AND json_type(d.extra, '$.news') = 'array' ORDER BY d.id",
        (library.reader_id,),
    )
    return [number for (number,) in rows]


def through(library: Library) -> str:
    """Return how far the inbox goes: the time of the last pull, or of the last arrival."""
    row = library.db.execute(
        "SELECT max(coalesce((SELECT max(started) FROM pulls WHERE state <> 'running'), ''), "
        "coalesce((SELECT seen FROM feed_entries ORDER BY id DESC LIMIT 1), ''), "
        "coalesce((SELECT max(p.added) FROM readings r JOIN papers p ON p.id = r.paper_id "
        "WHERE r.reader_id = ? AND r.status = 'inbox'), ''))",
        (library.reader_id,),
    ).fetchone()
    return str(row[0])


def newest(db: sqlite3.Connection) -> Mark:
    """Return the mark of all that has come until now; news is not looked at."""
    row = db.execute(
        "SELECT (SELECT max(id) FROM feed_entries), (SELECT max(id) FROM papers)"
    ).fetchone()
    return Mark(row[0] or 0, row[1] or 0)


_SELECT = "SELECT id, name, at, through, state, facts FROM digests"


def last_sent(library: Library) -> Sent | None:
    """Return the digest that reached this reader last."""
    return _one(
        library.db, "reader_id = ? AND state = 'sent' ORDER BY id DESC", (library.reader_id,)
    )


def being_sent(library: Library) -> Sent | None:
    """Return the digest that some process is sending to this reader."""
    return _one(library.db, "reader_id = ? AND state = 'sending'", (library.reader_id,))


def by_name(db: sqlite3.Connection, name: str) -> Sent | None:
    """Return a digest by its name."""
    return _one(db, "name = ?", (name,))


def _one(db: sqlite3.Connection, condition: str, values: tuple[Any, ...]) -> Sent | None:
    row = db.execute(f"{_SELECT} WHERE {condition} LIMIT 1", values).fetchone()
    return Sent._make((*row[:-1], json.loads(row[-1]))) if row else None


def claim(
    library: Library, name: str, at: str, until: str, facts: Mapping[str, Any]
) -> int:  # fmt: skip
    """Write that a digest is being sent, and return its number."""
    number = library.db.execute(
        "INSERT INTO digests (name, reader_id, at, through, state, facts) "
        "VALUES (?, ?, ?, ?, 'sending', ?)",
        (name, library.reader_id, at, until, json.dumps(dict(facts), sort_keys=True)),
    ).lastrowid
    assert number is not None  # noqa: S101 - an INSERT always has one
    return number


def finish(db: sqlite3.Connection, number: int, at: str) -> None:
    """Write that a digest was sent."""
    db.execute("UPDATE digests SET state = 'sent', at = ? WHERE id = ?", (at, number))


def release(db: sqlite3.Connection, number: int) -> None:
    """Forget a digest that was not sent."""
    db.execute("DELETE FROM digests WHERE id = ? AND state = 'sending'", (number,))
