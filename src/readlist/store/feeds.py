"""Feeds, where the pulling of each stands, and the papers that they brought."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from readlist.store.papers import to_json

if TYPE_CHECKING:
    from readlist.store.journal import Transaction

COLUMNS = ("name", "kind", "address", "options", "added")


class Feed(NamedTuple):
    """A row of ``feeds``; ``options`` holds its title, its page, its tags, its rules and so on."""

    id: int
    name: str
    kind: str
    address: str
    options: dict[str, Any]
    added: str

    @property
    def kept_list(self) -> str:
        """The name of the list that a feed of the kind ``list`` keeps up to date, else nothing.

        It is that of the feed until the list gets another one.
        """
        return str(self.options.get("list") or self.name) if self.kind == "list" else ""


class State(NamedTuple):
    """Where the pulling of a feed stands, see ``schema.FeedState``; times are UTC, ISO 8601."""

    tried: str = ""
    succeeded: str = ""
    failures: int = 0
    through: str = ""
    note: str = ""


class Day(NamedTuple):
    """A day of a feed: ``done``, ``partial`` or ``empty`` when it was last read, at ``at``.

    ``items`` is how many papers it had; below 0 it is how often this day alone could not be read.
    """

    day: str
    state: str
    items: int
    at: str

    @property
    def failures(self) -> int:
        """How often the day could not be read while others could."""
        return max(0, -self.items)


class Brought(NamedTuple):
    """A paper that a feed brought; ``announced`` is a day, ``seen`` a time."""

    feed_id: int
    paper_id: int
    announced: str
    seen: str
    facts: Mapping[str, Any]


def feeds(db: sqlite3.Connection) -> list[Feed]:
    """Return every feed, by name."""
    return _feeds(db, "ORDER BY name")


def feed(db: sqlite3.Connection, number: int) -> Feed | None:
    """Return a feed by its number."""
    return next(iter(_feeds(db, "WHERE id = ?", number)), None)


def _feeds(db: sqlite3.Connection, condition: str, *values: int) -> list[Feed]:
    rows = db.execute(f"SELECT id, {', '.join(COLUMNS)} FROM feeds {condition}", values)
    return [Feed(i, n, k, a, json.loads(options), t) for i, n, k, a, options, t in rows]


def insert_feeds(tx: "Transaction", found: Sequence[Feed]) -> int:
    """Write feeds under new numbers; return the first."""
    return tx.insert("feeds", COLUMNS, [_row(feed) for feed in found])


def update_feeds(tx: "Transaction", found: Sequence[Feed]) -> int:
    """Write feeds over what they were; return how many changed."""
    return tx.update("feeds", COLUMNS, [(feed.id, *_row(feed)) for feed in found])


def _row(feed: Feed) -> tuple[str, ...]:
    options = json.dumps(feed.options, ensure_ascii=False, sort_keys=True)
    return feed.name, feed.kind, feed.address, options, feed.added


def delete_feeds(tx: "Transaction", numbers: Sequence[int]) -> None:
    """Delete feeds and what they say they brought; the papers stay.

    Where their pulling stood stays as well: ``undo`` brings the feed back as it was.
    """
    marks = ", ".join("?" * len(numbers))
    rows = tx.db.execute(f"SELECT id FROM feed_entries WHERE feed_id IN ({marks})", numbers)
    tx.delete("feed_entries", [row[0] for row in rows])
    tx.delete("feeds", list(numbers))


def states(db: sqlite3.Connection) -> dict[int, State]:
    """Return where each feed stands, by its number; those that were never pulled are left out."""
    rows = db.execute("SELECT feed_id, tried, succeeded, failures, through, note FROM feed_states")
    return {row[0]: State(*row[1:]) for row in rows}


def save_state(db: sqlite3.Connection, feed_id: int, state: State) -> None:
    """Write where a feed stands, outside the journal."""
    db.execute(
        "INSERT INTO feed_states (feed_id, tried, succeeded, failures, through, note) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (feed_id) DO UPDATE SET tried = excluded.tried, "
        "succeeded = excluded.succeeded, failures = excluded.failures, "
        "through = excluded.through, note = excluded.note",
        (feed_id, *state),
    )


def days(db: sqlite3.Connection, feed_id: int, first: str = "") -> list[Day]:
    """Return the days of a feed that were read, oldest first, from a day on."""
    rows = db.execute(
        "SELECT day, state, items, at FROM feed_days WHERE feed_id = ? AND day >= ? ORDER BY day",
        (feed_id, first),
    )
    return [Day(*row) for row in rows]


def save_days(db: sqlite3.Connection, feed_id: int, found: Iterable[Day]) -> None:
    """Write what was read of days, outside the journal; a day that is done stays done."""
    db.executemany(
        "INSERT INTO feed_days (feed_id, day, state, items, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (feed_id, day) DO UPDATE SET at = excluded.at, "
        "items = CASE WHEN excluded.items < 0 AND state <> 'done' THEN excluded.items "
        "ELSE max(items, excluded.items) END, "
        "state = CASE state WHEN 'done' THEN 'done' ELSE excluded.state END",
        [(feed_id, *day) for day in found],
    )


def brought(db: sqlite3.Connection, papers: Iterable[int]) -> dict[int, list[Brought]]:
    """Return which feeds brought these papers, by paper, each in the order of the feeds."""
    found: dict[int, list[Brought]] = {}
    for row in db.execute(
        "SELECT feed_id, paper_id, announced, seen, facts FROM feed_entries "
        "WHERE paper_id IN (SELECT value FROM json_each(?)) ORDER BY paper_id, feed_id",
        (to_json(list(papers)),),
    ):
        one = Brought._make((*row[:4], json.loads(row[4])))
        found.setdefault(one.paper_id, []).append(one)
    return found


def waiting(db: sqlite3.Connection, reader_id: int) -> dict[int, int]:
    """Return how many papers of each feed wait in a reader's inbox; none is left out."""
    rows = db.execute(
        "SELECT e.feed_id, count(*) FROM readings r JOIN feed_entries e ON e.paper_id = r.paper_id "
        "WHERE r.reader_id = ? AND r.status = 'inbox' GROUP BY e.feed_id",
        (reader_id,),
    )
    return dict(rows.fetchall())


def paper_count(db: sqlite3.Connection, numbers: Sequence[int]) -> int:
    """Return how many papers these feeds brought, each counted once."""
    marks = ", ".join("?" * len(numbers))
    row = db.execute(
        f"SELECT count(DISTINCT paper_id) FROM feed_entries WHERE feed_id IN ({marks})", numbers
    )
    return int(row.fetchone()[0])


def keep_brought(tx: "Transaction", found: Iterable[Brought]) -> list[int]:
    """Write that a feed brought papers, and return those that it had not brought before.

    What moves on (votes, and an earlier day) is brought up to date outside the journal, so that
    a pull that finds nothing new leaves no entry there.
    """
    wanted = {(one.feed_id, one.paper_id): one for one in found}
    known = {}
    for number, feed_id, paper_id, announced, facts in tx.db.execute(
        "SELECT id, feed_id, paper_id, announced, facts FROM feed_entries "
        "WHERE paper_id IN (SELECT value FROM json_each(?))",
        (to_json(sorted({paper for _, paper in wanted})),),
    ):
        known[feed_id, paper_id] = (number, announced, facts)
    fresh, moved = [], []
    for pair, one in wanted.items():
        if pair not in known:
            fresh.append((*one[:4], _facts(one.facts)))
            continue
        number, announced, facts = known[pair]
        first = min(filter(None, (announced, one.announced)), default="")
        now = _facts({**json.loads(facts), **one.facts})
        if (first, now) != (announced, facts):
            moved.append((first, now, number))
    tx.insert("feed_entries", Brought._fields, fresh)
    tx.db.executemany("UPDATE feed_entries SET announced = ?, facts = ? WHERE id = ?", moved)
    return [paper for _, paper, *_ in fresh]


def count_taken(db: sqlite3.Connection, feed_id: int, announced: str) -> int:
    """Return how many papers of a day a feed brought that nobody knew before."""
    row = db.execute(
        "SELECT count(*) FROM feed_entries f JOIN papers p ON p.id = f.paper_id "
        "WHERE f.feed_id = ? AND f.announced = ? AND p.added = f.seen",
        (feed_id, announced),
    ).fetchone()
    return int(row[0])


def _facts(facts: Mapping[str, Any]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)
