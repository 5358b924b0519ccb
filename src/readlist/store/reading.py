"""What a reader does: counts, what waits in the inbox, what is read, what comes next."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from readlist import local_time
from readlist.store.connection import Library
from readlist.store.recent import Flow, Hand
from readlist.store.select_parts import NEW
from readlist.store.statuses import UNREAD

if TYPE_CHECKING:
    from readlist.store.journal import Entry
    from readlist.store.lists import ListSummary


class Waiting(NamedTuple):
    """A paper to read, with what speaks for it: its place in a list, and how many lists have it.

    ``decided`` says that it was decided in the last days to read it.
    """

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
    due: str = ""
    wait: str = ""
    decided: bool = False


class Fresh(NamedTuple):
    """A paper that came since the reader last looked at the inbox."""

    id: int
    key: str
    title: str
    year: int | None
    score: float | None


class Overview(NamedTuple):
    """The state of a reader's papers; ``new`` counts those of which ``best`` are the first.

    ``flow`` is that of the last 7 days, ``moving`` names the lists that are read, and
    ``backed_up`` is the day of the last backup, where there is one.

    ``due`` are those of the next days, of which ``overdue`` are late already, also some of
    ``reading``.
    """

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
    due: Sequence[Waiting] = ()
    overdue: int = 0
    flow: Flow = Flow()
    moving: Collection[str] = ()
    hand: Hand = Hand()
    backed_up: str = ""


def counts(library: Library) -> dict[str, int]:
    """Return how many papers have each status."""
    rows = library.db.execute(
        "SELECT status, count(*) FROM readings WHERE reader_id = ? GROUP BY status",
        (library.reader_id,),
    )
    return dict(rows.fetchall())


def fresh(library: Library, most: int, today: str) -> tuple[int, list[Fresh]]:
    """Return how many papers are new in the inbox, and the best of them."""
    new = f"r.reader_id = :reader AND r.status = 'inbox' AND r.wait <= :today AND {NEW}"
    tables = "readings r JOIN papers p ON p.id = r.paper_id"
    values = {"reader": library.reader_id, "most": most, "today": today}
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


def finished_since(library: Library, day: str) -> int:
    """Return how many papers were read or skimmed since a day of the person's."""
    instant = local_time.begin(day)
    row = library.db.execute(
        "SELECT count(*) FROM readings WHERE reader_id = :reader AND finished >= :first "
        "AND finished >= CASE WHEN length(finished) > 10 THEN :instant ELSE :day END",
        {"reader": library.reader_id, "first": min(day, instant), "instant": instant, "day": day},
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
    {score}, r.due, r.wait
FROM readings r JOIN papers p ON p.id = r.paper_id
"""
_WAITING = (
    _FACTS.format(score="NULL")
    + """WHERE r.reader_id = :reader AND r.status = :status AND r.priority = :priority
    AND r.wait <= :today {among}
ORDER BY r.paper_id LIMIT :limit"""
)
_THESE = (
    _FACTS.format(score="NULL")
    + f"WHERE r.reader_id = :reader AND r.status IN {UNREAD} AND r.wait <= :today {{among}}"
)
# What has a day: the one of these that comes first, overdue ones before the others.
_DUE = (
    _FACTS.format(score="NULL")
    + f"""WHERE r.reader_id = :reader AND r.due <> '' AND r.due <= :until AND r.wait <= :today
    AND r.status IN {UNREAD} {{among}}
ORDER BY r.due, r.priority DESC, r.paper_id LIMIT :limit"""
)
# What comes back by itself is asked for again: to be looked at for some days.
_WOKEN = (
    _FACTS.format(score="NULL")
    + f"""WHERE r.reader_id = :reader AND r.wait <> '' AND r.wait > :slept AND r.wait <= :today
    AND r.status IN {UNREAD} {{among}}
ORDER BY r.wait DESC, r.paper_id LIMIT :limit"""
)
# What has a score waited in the inbox, so that a person kept it; of the newest papers, the best.
_KEPT = (
    _FACTS.format(score="s.score")
    + """JOIN scores s ON s.paper_id = r.paper_id AND s.reader_id = r.reader_id
WHERE r.reader_id = :reader AND r.status = 'to-read' AND r.priority = 0
    AND r.paper_id > (SELECT max(id) FROM papers) - :newest AND p.added >= :since
    AND r.wait <= :today {among}
ORDER BY s.score DESC, r.paper_id DESC LIMIT :limit"""
)
# What was just decided has no day of its own: the journal knows it. What has no score was added by
# hand, and is surely wanted. The signs keep SQLite from going through all that is to be read.
_DECIDED = (
    _FACTS.format(
        score="(SELECT s.score FROM scores s WHERE s.paper_id = r.paper_id "
        "AND s.reader_id = r.reader_id) AS score"
    )
    + """WHERE r.id IN (SELECT value FROM json_each(:rows)) AND +r.reader_id = :reader
    AND +r.status = 'to-read' AND r.priority = 0 AND r.wait <= :today {among}
ORDER BY score IS NULL DESC, score DESC, r.paper_id DESC LIMIT :limit"""
)
_CHANGED = """
SELECT c.kind, c.first_id, c.last_id, c.image FROM journal j CROSS JOIN changes c
WHERE j.id > (SELECT max(id) FROM journal) - 1000 AND j.at >= :since AND j.state = 'done'
    AND c.entry_id = j.id AND c.rows_of = 'readings' AND (c.kind = 'update'
        OR (c.kind = 'insert' AND (j.command LIKE 'readlist add %' OR j.command LIKE '%.add(%')))
"""
NEWEST = 3_000
"""Papers among which those are that were kept lately: the newest."""


class Days(NamedTuple):
    """The days by which it is decided what to read now.

    What is due ``until`` one is asked for, and what was snoozed until one after ``slept``; what
    came ``since`` one was kept lately, and what was decided after ``decided`` just now.
    """

    today: str
    until: str
    slept: str
    since: str = "9"
    decided: str = "9"


def due(library: Library, days: Days, limit: int, among: str | None = None) -> list[Waiting]:
    """Return what is to be read in these days, first what is overdue longest."""
    return _found(library, _DUE, among, limit=limit, **days._asdict())


def overdue(library: Library, today: str) -> int:
    """Return how many papers should have been read before today; what is snoozed is not asked."""
    row = library.db.execute(
        f"SELECT count(*) FROM readings r WHERE r.reader_id = :reader AND r.due <> '' "
        f"AND r.due < :today AND r.wait <= :today AND r.status IN {UNREAD}",
        {"reader": library.reader_id, "today": today},
    )
    return int(row.fetchone()[0])


def woken(library: Library, days: Days, limit: int, among: str | None = None) -> list[Waiting]:
    """Return what was snoozed until one of these days, the last first."""
    return _found(library, _WOKEN, among, limit=limit, **days._asdict())


def _found(library: Library, sql: str, among: str | None, **values: Any) -> list[Waiting]:
    """Return the papers of a statement, all of them among some where these are given (JSON)."""
    values |= {"reader": library.reader_id, "among": among}
    chosen = "" if among is None else "AND r.paper_id IN (SELECT value FROM json_each(:among))"
    return [Waiting(*row) for row in library.db.execute(sql.format(among=chosen), values)]


def waiting(
    library: Library, limit: int, days: Days, *, among: Sequence[int] | None = None
) -> list[Waiting]:
    """Return what to read now, all of it ``among`` some papers where these are given.

    First what is being read, then what is due, overdue first, what comes back after it was snoozed,
    and by priority; then in turn what was just decided or kept from the inbox and came since a day,
    the best first, and what waits longest, which the paper's number tells: papers are numbered as
    they arrive, those of a curated list in the curator's order.
    """
    chosen = None if among is None else json.dumps(list(among))
    found: dict[int, Waiting] = {}

    def of(status: str, priority: int, most: int) -> list[Waiting]:
        more = {"status": status, "priority": priority, "today": days.today, "limit": most}
        return _found(library, _WAITING, chosen, **more)

    def queues() -> Iterator[Iterable[Waiting]]:
        yield from (of("reading", priority, limit) for priority in (3, 2, 1, 0))
        yield due(library, days, limit, chosen)
        yield woken(library, days, limit, chosen)
        yield from (of("to-read", priority, limit) for priority in (3, 2, 1))
        kept = {paper.id: paper for paper in _decided(library, days, limit, chosen)}
        for paper in _found(library, _KEPT, chosen, limit=limit, newest=NEWEST, **days._asdict()):
            kept.setdefault(paper.id, paper)
        kept = {number: paper for number, paper in kept.items() if number not in found}
        longest = of("to-read", 0, limit + len(kept) + len(found))
        others = [one for one in longest if one.id not in kept and one.id not in found]
        yield (one for pair in zip_longest(kept.values(), others) for one in pair if one)

    for queue in queues():  # each is asked only where those before it leave room
        for paper in queue:
            found.setdefault(paper.id, paper)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _decided(library: Library, days: Days, limit: int, among: str | None) -> list[Waiting]:
    """Return what the reader decided to read in the last days, what fits best first."""
    from readlist.store.journal import unpack

    rows: set[int] = set()
    for kind, first, last, image in library.db.execute(_CHANGED, {"since": days.decided}):
        if kind == "insert":
            rows.update(range(first, last + 1))
            continue
        columns, former = unpack(image)
        if "status" in columns:
            place = columns.index("status")
            rows.update(row[0] for row in former if row[place] != "to-read")
    if not rows:
        return []
    asked = json.dumps(sorted(rows))
    found = _found(library, _DECIDED, among, rows=asked, limit=limit, today=days.today)
    return [paper._replace(decided=True) for paper in found]


def unread(library: Library, papers: Iterable[int], today: str) -> list[Waiting]:
    """Return those of some papers that are neither finished nor dropped nor snoozed."""
    asked = json.dumps(list(papers))
    return _found(library, _THESE, asked, today=today)


_SITTINGS = """
SELECT paper_id,
    CAST(round((julianday(finished) - julianday(started)) * 1440) AS INTEGER) AS minutes
FROM readings WHERE reader_id = :reader AND finished <> '' AND status = 'read'
    AND length(started) > 10 AND length(finished) > 10 AND minutes BETWEEN 5 AND 360
ORDER BY finished DESC LIMIT 200
"""


def sittings(library: Library) -> dict[int, int]:
    """Return the last papers that were begun and read within hours, with the minutes between."""
    values = {"reader": library.reader_id}
    return dict(library.db.execute(_SITTINGS, values).fetchall())


_LEFT_ALONE = """
SELECT r.paper_id FROM readings r JOIN papers p ON p.id = r.paper_id
WHERE r.reader_id = :reader AND r.status = 'inbox' AND r.priority = 0 AND r.rating IS NULL
    AND r.due = '' AND r.wait = '' AND p.added < :before
    AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.paper_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM notes n WHERE n.paper_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM feed_entries e WHERE e.paper_id = p.id AND e.seen >= :before)
ORDER BY r.paper_id
"""


def left_alone(library: Library, before: str) -> list[int]:
    """Return the papers in the inbox that came before a day and that nobody said a word about.

    A paper that another feed brought since came then. Tags, notes, a rating, a priority, a day when
    it is due and one until which it is snoozed are words.
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


class InInbox(NamedTuple):
    """How many papers wait in the inbox, and how many of it are left out until a later day."""

    waiting: int
    snoozed: int


def inbox_count(library: Library, today: str) -> InInbox:
    """Return how many papers wait in the inbox."""
    row = library.db.execute(
        "SELECT count(*), coalesce(sum(wait > ?), 0) FROM readings "
        "WHERE reader_id = ? AND status = 'inbox'",
        (today, library.reader_id),
    ).fetchone()
    return InInbox(row[0] - row[1], row[1])
