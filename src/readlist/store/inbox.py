"""What waits in a reader's inbox: what is read of it beside the papers themselves."""

import sqlite3
from collections.abc import Iterable

from readlist.store.connection import Library
from readlist.store.papers import to_json

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
        (to_json(list(papers)),),
    )
    return {number: (title, abstract) for number, title, abstract in rows}


def count(library: Library) -> int:
    """Return how many papers wait."""
    row = library.db.execute(
        "SELECT count(*) FROM readings WHERE reader_id = ? AND status = 'inbox'",
        (library.reader_id,),
    )
    return int(row.fetchone()[0])
