"""The inbox and the digest against a listing of as many papers."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from figures import Figure, compared
from measure import pairs
from world import World

WAITING = 500
TARGET = 2.0
REASONS = [
    ["author you read 4 times", 1.3, "author"], ["your tag moe", 0.9, "tag"],
    ["words agents, planning", 0.7, "words"], ["on 3 lists", -0.2, "lists"],
    ["everything else", -1.1, "rest"],
]  # fmt: skip


def inbox(world: World, size: int) -> Iterator[Figure]:
    """Measure inbox and digest of 500 papers beside a listing of 500, in a library of one size."""
    library = world.copy(world.library(size), f"waiting-{size}.db")
    _fill(library)
    told = ("list", "--limit", str(WAITING))
    for name, ours, theirs, terminal in (
        ("inbox", ("inbox",), told, False),
        ("inbox, as JSON", ("inbox", "--json"), (*told, "--json"), False),
        ("inbox, terminal", ("inbox", "--limit", "0"), told, True),
        ("digest", ("digest",), told, False),
        ("digest, as JSON", ("digest", "--json"), (*told, "--json"), False),
        ("digest, terminal", ("digest", "--limit", str(WAITING)), told, True),
    ):
        pair = (
            world.readlist(library, *ours, terminal=terminal),
            world.readlist(library, *theirs, terminal=terminal),
        )
        measured = pairs(lambda _, pair=pair: pair, world.runs)
        yield compared(f"{name}, against list", size, measured, TARGET)


def _fill(library: Path) -> None:
    """Let the newest papers wait, each brought by two feeds, with a score for its reasons."""
    db = sqlite3.connect(library)
    newest = [row[0] for row in db.execute(
        "SELECT paper_id FROM readings ORDER BY paper_id DESC LIMIT ?", (WAITING,)
    )]  # fmt: skip
    (reader,) = db.execute("SELECT min(reader_id) FROM readings").fetchone()
    marks = ", ".join("?" * len(newest))
    db.execute(f"UPDATE readings SET status = 'inbox' WHERE paper_id IN ({marks})", newest)
    db.executemany(
        "INSERT INTO feeds (name, kind, address) VALUES (?, 'web', ?)", [("hf", "a"), ("cl", "b")]
    )
    for feed in (1, 2):
        db.executemany(
            "INSERT INTO feed_entries (feed_id, paper_id, announced, seen, facts) "
            "VALUES (?, ?, '2026-11-20', '2026-11-20T08:00:00Z', '{\"votes\": 12}')",
            [(feed, number) for number in newest],
        )
    db.executemany(
        "INSERT INTO scores (paper_id, reader_id, score, reasons) VALUES (?, ?, ?, ?)",
        [(n, reader, n * 7919 % 997 / 997, json.dumps(REASONS)) for n in newest],
    )
    db.commit()
    db.close()
