"""The statistics of a reader who marked every fifth paper, beyond a start of the program."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from figures import Figure
from measure import pairs
from world import World

MARKS = 20_000
BEYOND_MS = 300
_COLUMNS = ("id", "status", "priority", "rating", "progress", "started", "finished")


def evening(world: World, size: int) -> Iterator[Figure]:
    """Measure what statistics take beside a command that only says where the library is."""
    library = world.copy(world.library(size), f"evening-{size}.db")
    _mark(library, min(MARKS, size // 5))
    start = world.readlist(library, "db", "path")
    for name, words, terminal in (
        ("stats", ("stats",), False),
        ("stats, terminal", ("stats",), True),
        ("stats year", ("stats", "year", "2026"), False),
    ):
        pair = (world.readlist(library, *words, terminal=terminal), start)
        measured = pairs(lambda _, pair=pair: pair, world.runs)
        beyond = measured.ours.cpu_ms - measured.bare.cpu_ms
        ratios = (measured.wall_ratio, measured.cpu_ratio)
        target = f"{beyond:.0f} <= {BEYOND_MS} ms more"
        yield Figure(name, size, measured.ours, measured.bare, ratios, target, beyond <= BEYOND_MS)


def _mark(library: Path, marks: int) -> None:
    """Mark papers as a person does: one a command, read, skimmed, dropped or kept."""
    db = sqlite3.connect(library)
    readings = db.execute(
        "SELECT id FROM readings ORDER BY id * 7919 % 100003 LIMIT ?", (marks,)
    ).fetchall()
    (entry,) = db.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()
    first = datetime(2024, 1, 8, tzinfo=UTC)
    for number, (reading,) in enumerate(sorted(readings)):
        at = f"{first + timedelta(minutes=number * 60):%Y-%m-%dT%H:%M:%SZ}"
        status = ("read", "skimmed", "dropped", "dropped", "to-read")[number % 5]
        was = "inbox" if number % 3 else "to-read"
        finished = at if status in ("read", "skimmed") else ""
        image = json.dumps([_COLUMNS, [[reading, was, 0, None, "", "", ""]]])
        entry += 1
        db.execute(
            "INSERT INTO journal (id, at, reader, command) VALUES (?, ?, 'bench', 'status')",
            (entry, at),
        )
        db.execute(
            "INSERT INTO changes (entry_id, kind, rows_of, first_id, last_id, image) "
            "VALUES (?, 'update', 'readings', ?, ?, ?)",
            (entry, reading, reading, zlib.compress(image.encode(), 1)),
        )
        db.execute(
            "UPDATE readings SET status = ?, finished = ? WHERE id = ?", (status, finished, reading)
        )
    db.commit()
    db.close()
