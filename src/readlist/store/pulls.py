"""The ledger: what each pull asked of each feed, what came, and why nothing came."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from readlist import local_time
from readlist.model import NOTHING

RUNNING, DONE, FAILED = "running", "done", "failed"
OK, SKIPPED = "ok", "skipped"
YEAR, MONTH = 365, 30
"""Days for which a line is kept; one that says that a feed was left alone only the shorter time."""
KEPT = 100
"""Lines of each feed that are kept, however old they are."""
_LINE = (
    "feed_id", "name", "first", "last", "requests", "scanned", "known", "filtered", "new",
    "state", "reason", "facts",
)  # fmt: skip


class Pull(NamedTuple):
    """One run over feeds; ``state`` is ``running``, ``done`` or ``failed``."""

    id: int
    started: str
    finished: str
    command: str
    state: str


class Line(NamedTuple):
    """What one pull did for one feed: ``state`` is ``ok``, ``failed`` or ``skipped``.

    ``first`` and ``last`` are the days that were asked for. ``scanned`` is ``known`` and
    ``filtered`` and ``new`` together. ``reason`` says why nothing came; ``facts`` are those by
    which (``rules``: how many each filtered), the days, changes of a list, and the error.
    """

    feed_id: int
    name: str
    first: str = ""
    last: str = ""
    requests: int = 0
    scanned: int = 0
    known: int = 0
    filtered: int = 0
    new: int = 0
    state: str = OK
    reason: str = ""
    facts: Mapping[str, Any] = NOTHING


def begin(db: sqlite3.Connection, at: str, command: str) -> int:
    """Enter a pull and return its number; one that another process left running has failed.

    What is old is forgotten, so that the ledger does not grow for ever.
    """
    # Forget lines that are too old, and the pulls of which none is left.
    now = datetime.fromisoformat(at)
    year, month = (local_time.instant(now - timedelta(days=n)) for n in (YEAR, MONTH))
    db.execute(
        "DELETE FROM pull_feeds WHERE state = 'skipped' "
        "AND pull_id IN (SELECT id FROM pulls WHERE started < ?)",
        (month,),
    )
    db.execute(
        "DELETE FROM pull_feeds WHERE pull_id IN (SELECT id FROM pulls WHERE started < ?) "
        "AND id NOT IN (SELECT id FROM (SELECT id, row_number() OVER "
        "(PARTITION BY feed_id ORDER BY pull_id DESC) AS place FROM pull_feeds "
        "WHERE feed_id IN (SELECT id FROM feeds)) WHERE place <= ?)",
        (year, KEPT),
    )
    db.execute(
        "DELETE FROM pulls WHERE started < ? "
        "AND id NOT IN (SELECT pull_id FROM pull_feeds) AND id < (SELECT max(id) FROM pulls)",
        (month,),
    )
    db.execute("UPDATE pulls SET state = 'failed' WHERE state = 'running'")
    number = db.execute(
        "INSERT INTO pulls (started, command, state) VALUES (?, ?, 'running')", (at, command)
    ).lastrowid
    assert number is not None  # noqa: S101 - an INSERT always has one
    return number


def finish(db: sqlite3.Connection, number: int, at: str, state: str) -> None:
    """Write how a pull ended."""
    db.execute("UPDATE pulls SET finished = ?, state = ? WHERE id = ?", (at, state, number))


def save_line(db: sqlite3.Connection, pull_id: int, line: Line) -> None:
    """Write what a pull did for a feed, in place of what was written for it in this pull before."""
    db.execute("DELETE FROM pull_feeds WHERE pull_id = ? AND feed_id = ?", (pull_id, line.feed_id))
    facts = json.dumps(dict(line.facts), ensure_ascii=False, sort_keys=True)
    marks = ", ".join("?" * (len(_LINE) + 1))
    db.execute(
        f"INSERT INTO pull_feeds (pull_id, {', '.join(_LINE)}) VALUES ({marks})",
        (pull_id, *line[:-1], facts),
    )


def pulls(db: sqlite3.Connection, *, limit: int | None = None) -> list[Pull]:
    """Return the pulls, newest first."""
    rows = db.execute(
        "SELECT id, started, finished, command, state FROM pulls ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [Pull(*row) for row in rows]


def lines(db: sqlite3.Connection, pull_id: int) -> list[Line]:
    """Return what a pull did, by feed, in the order in which they were done."""
    return _lines(db, "pull_id = ? ORDER BY id", (pull_id,))


def last_lines(db: sqlite3.Connection, feed_id: int, limit: int) -> list[tuple[Pull, Line]]:
    """Return what the last pulls did for a feed, newest first."""
    rows = db.execute(
        "SELECT p.id, p.started, p.finished, p.command, p.state, f.id FROM pull_feeds f "
        "JOIN pulls p ON p.id = f.pull_id WHERE f.feed_id = ? ORDER BY p.id DESC LIMIT ?",
        (feed_id, limit),
    ).fetchall()
    return _with_lines(db, rows)


def latest(db: sqlite3.Connection) -> dict[int, tuple[Pull, Line]]:
    """Return the last pull of each feed that did not skip it, by the feed's number."""
    rows = db.execute(
        "SELECT p.id, p.started, p.finished, p.command, p.state, l.id FROM feeds f "
        "JOIN pull_feeds l ON l.id = (SELECT id FROM pull_feeds WHERE feed_id = f.id "
        "AND state <> 'skipped' ORDER BY pull_id DESC LIMIT 1) JOIN pulls p ON p.id = l.pull_id"
    ).fetchall()
    return {line.feed_id: (pull, line) for pull, line in _with_lines(db, rows)}


def _with_lines(
    db: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]
) -> list[tuple[Pull, Line]]:  # fmt: skip
    """Return pulls, each with its line whose number stands behind it."""
    return [(Pull(*row[:5]), _lines(db, "id = ?", (row[5],))[0]) for row in rows]


def _lines(db: sqlite3.Connection, condition: str, values: tuple[int, ...]) -> list[Line]:
    rows = db.execute(f"SELECT {', '.join(_LINE)} FROM pull_feeds WHERE {condition}", values)
    return [Line._make((*row[:-1], json.loads(row[-1]))) for row in rows]
