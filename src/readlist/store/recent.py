"""What the last days brought, which lists move, and what needs a hand, in milliseconds."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from readlist.store.connection import Library


class Flow(NamedTuple):
    """Papers that came, that were kept from the inbox, and that were dropped off the list."""

    came: int = 0
    kept: int = 0
    let_go: int = 0


class Hand(NamedTuple):
    """What needs a hand: open questions, feeds that fail, the day of the first command."""

    questions: int = 0
    failed: Sequence[str] = ()
    began: str = ""


def flow(library: Library, since: str) -> Flow:
    """Return what moved since an instant, by the entries of the journal from then on."""
    db = library.db
    first = None
    for number, at in db.execute("SELECT id, at FROM journal ORDER BY id DESC"):
        if at < since:
            break
        first = number
    if first is None:
        return Flow()
    came = 0
    decided: dict[int, int] = {}
    changed: dict[int, int] = {}
    rows = db.execute(
        "SELECT c.entry_id, c.kind, c.rows_of, c.first_id, c.last_id, c.image "
        "FROM changes c JOIN journal j ON j.id = c.entry_id WHERE c.entry_id >= ? "
        # The sign keeps SQLite to the entries of these days: of readings there are many more.
        "AND j.state = 'done' AND +c.rows_of IN ('papers', 'readings') ORDER BY c.entry_id",
        (first,),
    )
    for entry, kind, table, low, high, image in rows:
        if (kind, table) == ("insert", "papers"):
            came += high - low + 1
        elif (kind, table) == ("update", "readings"):
            from readlist.store.images import former_statuses  # where there is something to read

            for reading, status in former_statuses(image, of_one=low == high):
                if status == "inbox":
                    decided[reading] = entry
                if status != "dropped":
                    changed[reading] = entry
    return Flow(came, *_decisions(library, decided, changed))


def _decisions(
    library: Library, decided: dict[int, int], changed: dict[int, int]
) -> tuple[int, int]:
    """Return how many papers were kept from the inbox, and dropped otherwise than out of it."""
    # By number, which the sign says: a reader has a hundred thousand.
    touched = json.dumps(sorted(decided.keys() | changed.keys()))
    kept = let_go = 0
    for reading, status in library.db.execute(
        "SELECT id, status FROM readings WHERE +reader_id = ? "
        "AND id IN (SELECT value FROM json_each(?))",
        (library.reader_id, touched),
    ):
        if status == "dropped":
            let_go += changed.get(reading) != decided.get(reading)
        elif status != "inbox":
            kept += reading in decided
    return kept, let_go


def moving(library: Library, since: str) -> set[str]:
    """Return the names of the lists of which something is being read, or was finished since."""
    rows = library.db.execute(
        "SELECT DISTINCT l.name FROM lists l JOIN entries e ON e.list_id = l.id "
        "WHERE e.paper_id IN (SELECT paper_id FROM readings WHERE reader_id = :reader "
        "AND status = 'reading' UNION ALL SELECT paper_id FROM readings "
        "WHERE reader_id = :reader AND finished >= :since AND finished <> '')",
        {"reader": library.reader_id, "since": since},
    )
    return {name for (name,) in rows}


def hand(library: Library) -> Hand:
    """Return what needs a hand."""
    (questions,) = library.db.execute(
        "SELECT count(*) FROM questions q WHERE state = 'open' AND NOT EXISTS ("
        "SELECT 1 FROM identifiers i WHERE i.paper_id = q.paper_id AND i.scheme <> 'url')"
    ).fetchone()
    failed = library.db.execute(
        "SELECT f.name FROM feed_states s JOIN feeds f ON f.id = s.feed_id "
        "WHERE s.failures > 0 AND json_extract(f.options, '$.paused') IS NOT TRUE ORDER BY f.name"
    )
    began = library.db.execute("SELECT at FROM journal ORDER BY id LIMIT 1").fetchone()
    return Hand(questions, [name for (name,) in failed], began[0] if began else "")
