"""What a reader does: counts, what waits in the inbox, what is read, what comes next."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from readlist.store.connection import Library
from readlist.store.select_parts import NEW

if TYPE_CHECKING:
    from readlist.store.journal import Entry
    from readlist.store.lists import ListSummary


class Waiting(NamedTuple):
    """A paper to read, with what speaks for it: its place in a list, and how many lists have it."""

    id: int
    key: str
    title: str
    byline: str
    year: int | None
    status: str
    priority: int
    added: str
    started: str
    progress: str
    list: str
    position: int | None
    lists: int
    score: float | None = None


class Fresh(NamedTuple):
    """A paper that came since the reader last looked at the inbox."""

    id: int
    key: str
    title: str
    year: int | None
    score: float | None


class Overview(NamedTuple):
    """The state of a reader's papers; ``new`` counts those of which ``best`` are the first."""

    total: int
    counts: dict[str, int]
    urgent: int
    week: int
    month: int
    reading: list[Waiting]
    next: list[Waiting]
    lists: "list[ListSummary]"
    last: "Entry | None"
    new: int = 0
    best: Sequence[Fresh] = ()


def counts(library: Library) -> dict[str, int]:
    """Return how many papers have each status."""
    rows = library.db.execute(
        "SELECT status, count(*) FROM readings WHERE reader_id = ? GROUP BY status",
        (library.reader_id,),
    )
    return dict(rows.fetchall())


def fresh(library: Library, most: int) -> tuple[int, list[Fresh]]:
    """Return how many papers are new in the inbox, and the best of them."""
    new = f"r.reader_id = :reader AND r.status = 'inbox' AND {NEW}"
    tables = "readings r JOIN papers p ON p.id = r.paper_id"
    values = {"reader": library.reader_id, "most": most}
    count = library.db.execute(f"SELECT count(*) FROM {tables} WHERE {new}", values).fetchone()[0]
    rows = library.db.execute(
        f"SELECT p.id, p.key, p.title, p.year, s.score FROM {tables} "
        "LEFT JOIN scores s ON s.paper_id = p.id AND s.reader_id = r.reader_id "
        f"WHERE {new} ORDER BY s.score IS NULL, s.score DESC, p.id LIMIT :most",
        values,
    )
    return count, [Fresh(*row) for row in rows]


def urgent(library: Library) -> int:
    """Return how many papers to read have a priority."""
    row = library.db.execute(
        "SELECT count(*) FROM readings WHERE reader_id = ? AND status = 'to-read' AND priority > 0",
        (library.reader_id,),
    )
    return int(row.fetchone()[0])


def finished_since(library: Library, since: str) -> int:
    """Return how many papers were read or skimmed since a time."""
    row = library.db.execute(
        "SELECT count(*) FROM readings WHERE reader_id = ? AND finished >= ? AND finished <> ''",
        (library.reader_id, since),
    )
    return int(row.fetchone()[0])


# Each status on its own walks the index in the wanted order, so the answer does not depend on how
# many papers wait.
_FACTS = """
SELECT p.id, p.key, p.title, p.byline, p.year, r.status, r.priority, p.added, r.started,
    r.progress,
    coalesce((SELECT l.name FROM entries e JOIN lists l ON l.id = e.list_id
        WHERE e.paper_id = p.id ORDER BY e.list_id, e.position LIMIT 1), ''),
    (SELECT e.position FROM entries e WHERE e.paper_id = p.id
        ORDER BY e.list_id, e.position LIMIT 1),
    (SELECT count(DISTINCT e.list_id) FROM entries e WHERE e.paper_id = p.id),
    {score}
FROM readings r JOIN papers p ON p.id = r.paper_id
"""
_WAITING = (
    _FACTS.format(score="NULL")
    + """WHERE r.reader_id = :reader AND r.status = :status AND r.priority = :priority {among}
ORDER BY r.paper_id LIMIT :limit"""
)
# What has a score waited in the inbox, so that a person kept it; of the newest papers, the best.
_KEPT = (
    _FACTS.format(score="s.score")
    + """JOIN scores s ON s.paper_id = r.paper_id AND s.reader_id = r.reader_id
WHERE r.reader_id = :reader AND r.status = 'to-read' AND r.priority = 0
    AND r.paper_id > (SELECT max(id) FROM papers) - :newest AND p.added >= :since {among}
ORDER BY s.score DESC, r.paper_id DESC LIMIT :limit"""
)
_AMONG = "AND r.paper_id IN (SELECT value FROM json_each(:among))"
NEWEST = 3_000
"""Papers among which those are that were kept lately: the newest."""


def waiting(
    library: Library, limit: int, *, since: str = "9", among: Sequence[int] | None = None
) -> list[Waiting]:
    """Return what to read now, all of it ``among`` some papers where these are given.

    First what is being read, then by priority; then in turn what was kept from the inbox and came
    since a day, the best first, and what waits longest, which the paper's number tells: papers are
    numbered as they arrive, those of a curated list in the curator's order.
    """
    values = {"reader": library.reader_id, "since": since, "newest": NEWEST}
    if among is not None:
        values["among"] = json.dumps(list(among))
    chosen = "" if among is None else _AMONG

    def of(status: str, priority: int, most: int) -> list[Waiting]:
        more = {"status": status, "priority": priority, "limit": most}
        rows = library.db.execute(_WAITING.format(among=chosen), values | more)
        return [Waiting(*row) for row in rows]

    found: list[Waiting] = []
    for status, priority in (
        *(("reading", p) for p in (3, 2, 1, 0)),
        *(("to-read", p) for p in (3, 2, 1)),
    ):
        if limit > len(found):
            found += of(status, priority, limit - len(found))
    left = limit - len(found)
    if left <= 0:
        return found
    kept = [
        Waiting(*row)
        for row in library.db.execute(_KEPT.format(among=chosen), values | {"limit": left})
    ]
    known = {paper.id for paper in kept}
    longest = [one for one in of("to-read", 0, left + len(kept)) if one.id not in known]
    in_turn = (paper for pair in zip_longest(kept, longest) for paper in pair if paper)
    return [*found, *islice(in_turn, left)]


_LEFT_ALONE = """
SELECT r.paper_id FROM readings r JOIN papers p ON p.id = r.paper_id
WHERE r.reader_id = :reader AND r.status = 'inbox' AND r.priority = 0 AND r.rating IS NULL
    AND p.added < :before
    AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.paper_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.paper_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM feed_entries e WHERE e.paper_id = p.id AND e.seen >= :before)
ORDER BY r.paper_id
"""


def left_alone(library: Library, before: str) -> list[int]:
    """Return the papers in the inbox that came before a day and that nobody said a word about.

    A paper that another feed brought since came then. Tags, notes, a rating and a priority are
    words.
    """
    values = {"reader": library.reader_id, "before": before}
    return [number for (number,) in library.db.execute(_LEFT_ALONE, values)]


def texts(db: sqlite3.Connection, papers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Return the title and abstract of papers, by number."""
    rows = db.execute(
        "SELECT p.id, p.title, d.abstract FROM papers p JOIN details d ON d.id = p.id "
        "WHERE p.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(papers)),),
    )
    return {number: (title, abstract) for number, title, abstract in rows}


def inbox_count(library: Library) -> int:
    """Return how many papers wait in the inbox."""
    row = library.db.execute(
        "SELECT count(*) FROM readings WHERE reader_id = ? AND status = 'inbox'",
        (library.reader_id,),
    )
    return int(row.fetchone()[0])
