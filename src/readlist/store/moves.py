"""When papers came onto a reader's list and when they left it, as the journal tells.

A paper comes onto the list when it is kept from the inbox, or when it is added to be read. It
leaves when it is finished, or dropped. What was dropped out of the inbox, or came as read
already, was never on the list.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from readlist.store.connection import Library
from readlist.store.images import former_statuses
from readlist.store.statuses import DONE, FINISHED, WAITING

# ``decided`` is the entry of the journal that took a reading out of the inbox, ``changed`` the one
# that made it dropped; numbers of entries, because clocks go wrong and stand still within a second.
_PAST = """(
    SELECT CAST(json_extract(f.value, '$[0]') AS INTEGER) AS reading,
        max(CASE WHEN json_extract(f.value, '$[1]') = 'inbox' THEN c.entry_id END) AS decided,
        max(CASE WHEN json_extract(f.value, '$[1]') <> 'dropped' THEN c.entry_id END) AS changed
    FROM changes c JOIN journal j ON j.id = c.entry_id,
        json_each(readlist_statuses(c.image)) f
    WHERE c.rows_of = 'readings' AND c.kind = 'update' AND j.state = 'done'
    GROUP BY 1)"""
_MOVES = f"""
SELECT r.paper_id AS paper, r.status AS status, p.added AS added,
    CASE
        WHEN r.status = 'dropped' AND m.changed IS m.decided THEN ''
        WHEN r.status IN {FINISHED} AND r.finished < CASE WHEN length(r.finished) > 10
            THEN substr(coalesce(d.at, p.added), 1, 10)
            ELSE local_day(coalesce(d.at, p.added)) END THEN ''
        ELSE coalesce(d.at, p.added)
    END AS kept,
    CASE WHEN r.status IN {FINISHED} THEN r.finished ELSE '' END AS finished,
    CASE WHEN r.status = 'dropped' THEN coalesce(c.at, p.added) ELSE '' END AS dropped,
    1 AS papers
FROM readings r JOIN papers p ON p.id = r.paper_id
    LEFT JOIN {{past}} m ON m.reading = r.id
    LEFT JOIN journal d ON d.id = m.decided
    LEFT JOIN journal c ON c.id = m.changed
WHERE r.reader_id = :reader AND r.status <> 'inbox'"""
MOVES = _MOVES.format(past=_PAST)
"""The papers that a reader decided on: ``paper``, ``status``, and when each was ``added``,
``kept``, ``finished`` and ``dropped``, empty where it was not."""


class Move(NamedTuple):
    """A paper of a reader, or ``papers`` of them that are alike, with the instants of its moves."""

    paper: int
    status: str
    added: str
    kept: str
    finished: str
    dropped: str
    papers: int


_BESIDE = " AND p.id IN ({among})"
_LEFT = f" AND r.status IN {DONE}{{among}}"
# The sign keeps SQLite from looking through all that waits for the few that were marked.
_MARKED = f" AND r.id IN (SELECT reading FROM temp.past) AND +r.status IN {WAITING}{{among}}"
# Most of a large library was never touched: counted, not listed, and read in the order of the
# file, which takes a third of the time.
_UNTOUCHED = f"""
SELECT 0, r.status, p.added, CASE WHEN r.status = 'inbox' THEN '' ELSE p.added END, '', '', count(*)
FROM readings r NOT INDEXED JOIN papers p ON p.id = r.paper_id
    LEFT JOIN temp.past m ON m.reading = r.id
WHERE r.reader_id = :reader AND (r.status = 'inbox'
    OR (r.status IN {WAITING} AND m.reading IS NULL)){{among}}
GROUP BY r.status, p.added"""


def moves(library: Library, among: str = "", values: Mapping[str, Any] | None = None) -> list[Move]:
    """Return the moves of a reader's papers, of all or ``among`` those that a statement finds.

    What waits in the inbox has only come.
    """
    _look_back(library)
    known = {"reader": library.reader_id, **(values or {})}
    beside = _BESIDE.format(among=among) if among else ""
    each = _MOVES.format(past="temp.past")
    found: list[Move] = []
    few = each.replace("WHERE r.reader_id", "WHERE +r.reader_id")
    for part in (each + _LEFT, few + _MARKED, _UNTOUCHED):
        found += map(Move._make, library.db.execute(part.replace("{among}", beside), known))
    return found


def _look_back(library: Library) -> None:
    """Put what the journal tells of readings where statements find it by their numbers."""
    db = library.db
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS past "
        "(reading INTEGER PRIMARY KEY, decided INTEGER, changed INTEGER)"
    )
    db.execute("DELETE FROM temp.past")
    # One statement: row by row, each would be a transaction of its own.
    db.execute(
        "INSERT INTO temp.past SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), "
        "json_extract(value, '$[2]') FROM json_each(?)",
        (json.dumps(list(_past(library))),),
    )


def _past(library: Library) -> Iterator[tuple[int, int | None, int | None]]:
    """Yield the readings that were changed, as ``_PAST`` does in a fourth of its time."""
    decided: dict[int, int] = {}
    changed: dict[int, int] = {}
    rows = library.db.execute(
        "SELECT c.entry_id, c.image, c.first_id = c.last_id "
        "FROM changes c JOIN journal j ON j.id = c.entry_id "
        "WHERE c.rows_of = 'readings' AND c.kind = 'update' AND j.state = 'done' "
        "ORDER BY c.entry_id"
    )
    for entry, image, of_one in rows:
        for reading, status in former_statuses(image, of_one=of_one):
            if status == "inbox":
                decided[reading] = entry
            if status != "dropped":
                changed[reading] = entry
    # When a paper was changed is asked of dropped ones alone.
    dropped = library.db.execute(
        "SELECT id FROM readings WHERE reader_id = ? AND status = 'dropped'", (library.reader_id,)
    )
    for reading in decided.keys() | (changed.keys() & {number for (number,) in dropped}):
        yield reading, decided.get(reading), changed.get(reading)


class Waiting(NamedTuple):
    """A paper that waits to be read, since when, and how well it fits its reader."""

    id: int
    key: str
    title: str
    year: int | None
    kept: str
    score: float | None


# A priority, a day, a rating, a note: somebody said a word for it.
_WAITING = """
SELECT w.paper, p.key, p.title, p.year, w.kept, s.score
FROM ({moves}) w JOIN papers p ON p.id = w.paper
    JOIN readings t ON t.paper_id = w.paper AND t.reader_id = :reader
    LEFT JOIN scores s ON s.paper_id = w.paper AND s.reader_id = :reader
WHERE w.status = 'to-read' AND t.priority = 0 AND t.rating IS NULL AND t.due = '' AND t.wait = ''
    AND NOT EXISTS (
        SELECT 1 FROM notes n WHERE n.paper_id = w.paper AND n.reader_id = :reader
    ){among}"""


def waiting(
    library: Library, among: str = "", values: Mapping[str, Any] | None = None
) -> list[Waiting]:
    """Return what waits to be read and nobody said a word for, of all or ``among`` some papers."""
    beside = f" AND w.paper IN ({among})" if among else ""
    known = {"reader": library.reader_id, **(values or {})}
    _look_back(library)
    statement = _WAITING.format(moves=_MOVES.format(past="temp.past"), among=beside)
    return [Waiting(*row) for row in library.db.execute(statement, known)]
