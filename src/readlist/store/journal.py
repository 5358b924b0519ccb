"""The one journal: every change goes through ``Transaction``, which remembers how to take it back.

What is remembered is the inverse of each change, not a copy of it: inserted rows are named by a
range of numbers, changed and deleted rows keep their former values (JSON, compressed). Taking an
entry back replaces its inverses by the inverses of those, so ``redo`` is the same operation.
Reading history, statistics and recovery read these two tables.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from readlist.errors import LibraryError, NotFoundError
from readlist.store.connection import WRITING_CACHE_KB, Library, writing

if TYPE_CHECKING:
    from readlist.identity.freed_keys import Freed

CHUNK = 500
"""Rows in one image: bounds the memory of undoing an import of any size."""
VALUES_AT_ONCE = 10_000
"""Values in one statement: a thousand papers, which an import absorbs at a time, go in by one.
SQLite takes 32,766 (sqlite.org/limits.html, 9)."""

Row = Sequence[Any]
T = TypeVar("T")


class Change(NamedTuple):
    """One inverse, see ``schema.Change``."""

    kind: str
    table: str
    first_id: int
    last_id: int
    image: bytes | None = None


class Entry(NamedTuple):
    """One command in the journal."""

    id: int
    at: str
    reader: str
    command: str
    summary: str
    state: str


def pack(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Return rows as compressed JSON."""
    text = json.dumps([list(columns), [list(row) for row in rows]], ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(image: bytes) -> tuple[list[str], list[list[Any]]]:
    """Return the columns and rows of an image. Raises ``LibraryError`` for a damaged one."""
    try:
        columns, rows = json.loads(zlib.decompress(image))
    except (zlib.error, ValueError, TypeError) as error:
        raise LibraryError(
            "The library is damaged: what the journal keeps of a change cannot be read. "
            "'readlist db restore FILE' goes back to a backup."
        ) from error
    return columns, rows


@dataclass(slots=True, eq=False, repr=False)
class Transaction:
    """Changes that belong to one command; made by ``transaction``.

    ``entry_id`` is the entry that a command which writes part by part goes on with, and at the end
    the one in which its changes are; ``inverted`` are the entries that were taken back or done
    again. ``tag_spellings`` are the library's tags by their case-folded form, once something was
    tagged.
    """

    library: Library
    changes: list[Change] = field(default_factory=list)
    command: str = ""
    at: str = ""
    summary: str = ""
    dry_run: bool = False
    undoable: bool = True
    entry_id: int = 0
    inverted: list[int] = field(default_factory=list)
    tag_spellings: dict[str, str] | None = None
    freed_keys: "dict[str, Freed] | None" = None
    _next_ids: dict[str, int] = field(default_factory=dict)

    @property
    def db(self) -> sqlite3.Connection:
        """The open connection, for reading inside the transaction."""
        return self.library.db

    def next_id(self, table: str) -> int:
        """Return the number that the next row of a table gets.

        A number is never given twice, not even after its row is gone: a person may remember a
        paper's, and the journal names rows by theirs.
        """
        if table not in self._next_ids:
            row = self.db.execute(
                f"SELECT max(coalesce((SELECT max(id) FROM {table}), 0), "
                "coalesce((SELECT max(last_id) FROM changes WHERE rows_of = ?), 0))",
                (table,),
            )
            self._next_ids[table] = row.fetchone()[0] + 1
        return self._next_ids[table]

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> int:
        """Insert rows under consecutive numbers and return the first one."""
        first = self.next_id(table)
        if not rows:
            return first
        numbered = [(number, *row) for number, row in enumerate(rows, first)]
        _insert(self.db, table, ("id", *columns), numbered)
        last = first + len(rows) - 1
        self._next_ids[table] = last + 1
        self._remember_insert(table, first, last)
        return first

    def insert_numbered(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert rows whose first column is their number, in ascending order."""
        if not rows:
            return
        _insert(self.db, table, columns, rows)
        for first, last in ranges([row[0] for row in rows]):
            self._remember_insert(table, first, last)
        self._next_ids[table] = max(self.next_id(table), rows[-1][0] + 1)

    def _remember_insert(self, table: str, first: int, last: int) -> None:
        """Remember new rows, joining ranges that continue each other across chunks."""
        for place in range(len(self.changes) - 1, max(-1, len(self.changes) - 12), -1):
            known = self.changes[place]
            if known.kind != "insert":
                break
            if known.table == table and known.last_id + 1 == first:
                self.changes[place] = Change("insert", table, known.first_id, last)
                return
        self.changes.append(Change("insert", table, first, last))

    def update(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> int:
        """Set columns of rows, each row its number and then the values; return how many changed."""
        changed = 0
        for part in chunks(rows):
            numbers = [row[0] for row in part]
            former = {row[0]: row for row in self._read(table, ("id", *columns), numbers)}
            new = [row for row in part if row[0] in former and tuple(row) != former[row[0]]]
            if not new:
                continue
            changed += len(new)
            old = [former[row[0]] for row in new]
            assignments = ", ".join(f"{column} = ?" for column in columns)
            self.db.executemany(
                f"UPDATE {table} SET {assignments} WHERE id = ?",
                ((*row[1:], row[0]) for row in new),
            )
            self._remember("update", table, ("id", *columns), old)
        return changed

    def delete(self, table: str, numbers: Iterable[int]) -> int:
        """Delete rows by number; return how many there were."""
        deleted = 0
        columns = columns_of(self.db, table)
        for part in chunks(sorted(set(numbers))):
            old = self._read(table, columns, part)
            if old:
                self.db.execute(
                    f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps([row[0] for row in old]),),
                )
                self._remember("delete", table, columns, old)
            deleted += len(old)
        return deleted

    def _read(self, table: str, columns: Sequence[str], numbers: Sequence[int]) -> list[Row]:
        return self.db.execute(
            f"SELECT {', '.join(columns)} FROM {table} "
            "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(numbers),),
        ).fetchall()

    def _remember(self, kind: str, table: str, columns: Sequence[str], rows: list[Row]) -> None:
        numbers = [row[0] for row in rows]
        image = pack(columns, rows)
        self.changes.append(Change(kind, table, min(numbers), max(numbers), image))


def _insert(
    db: sqlite3.Connection, table: str, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert rows, many with one statement.

    Each statement that fires the triggers of the search index makes FTS5 write what it has
    gathered; row by row (``executemany``) that doubles the time of an import.
    """
    names, marks = ", ".join(columns), f"({', '.join('?' * len(columns))})"
    for part in chunks(rows, max(1, VALUES_AT_ONCE // len(columns))):
        groups = ", ".join([marks] * len(part))
        values = [value for row in part for value in row]
        db.execute(f"INSERT INTO {table} ({names}) VALUES {groups}", values)


def chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield values in parts, as they are read."""
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield ascending numbers as ranges without gaps."""
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def columns_of(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the columns of a table, ``id`` first."""
    return tuple(row[1] for row in db.execute(f"PRAGMA table_info({table})"))


@contextmanager
def transaction(
    library: Library, *, command: str, at: str, dry_run: bool = False, entry_id: int = 0
) -> Iterator[Transaction]:
    """Do the changes of one command: all of them and their journal entry, or nothing.

    ``command`` is what the person typed, ``at`` the time (UTC, ISO 8601). A dry run is done in
    full and taken back. ``entry_id`` is the journal entry of the same command that is gone on with
    (0: a new one), as long as it is the last; the transaction's own says where its changes are.
    Raises ``LibraryError`` where the library cannot be written.
    """
    with writing(library):
        library.db.execute(f"PRAGMA cache_size = -{WRITING_CACHE_KB}")
        found = library.db.execute(
            "SELECT id FROM readers WHERE name = ?", (library.reader,)
        ).fetchone()
        library.reader_id = found[0] if found else 0
        tx = Transaction(library, command=command, at=at, dry_run=dry_run, entry_id=entry_id)
        yield tx
        if dry_run:
            library.db.execute("ROLLBACK")
            library.reader_id = found[0] if found else 0
        elif tx.changes and tx.undoable:
            _write_entry(tx)


def ensure_reader(tx: Transaction) -> int:
    """Return the number of the reader who works, entering the name on first use."""
    if not tx.library.reader_id:
        tx.library.reader_id = tx.insert("readers", ("name",), [(tx.library.reader,)])
    return tx.library.reader_id


def _write_entry(tx: Transaction) -> None:
    """Write the journal entry; what was undone before it can no longer be redone."""
    if tx.entry_id and _is_newest(tx.db, tx.entry_id):
        row = (tx.summary[:500], tx.entry_id)
        tx.db.execute("UPDATE journal SET summary = ? WHERE id = ?", row)
        _write_changes(tx.db, tx.entry_id, tx.changes)
        return
    tx.db.execute("UPDATE journal SET state = 'replaced' WHERE state = 'undone'")
    entry_id = tx.db.execute(
        "INSERT INTO journal (at, reader, command, summary) VALUES (?, ?, ?, ?)",
        (tx.at, tx.library.reader, tx.command[:2_000], tx.summary[:500]),
    ).lastrowid
    assert entry_id is not None  # noqa: S101 - an INSERT always has one
    tx.entry_id = entry_id
    _write_changes(tx.db, entry_id, tx.changes)


def _is_newest(db: sqlite3.Connection, entry_id: int) -> bool:
    """Say whether an entry stands, with nothing done after it: only then may it still grow."""
    newest = db.execute("SELECT id, state FROM journal ORDER BY id DESC LIMIT 1").fetchone()
    return newest is not None and newest == (entry_id, "done")


def _write_changes(db: sqlite3.Connection, entry_id: int, changes: Iterable[Change]) -> None:
    db.executemany(
        "INSERT INTO changes (entry_id, kind, rows_of, first_id, last_id, image) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        ((entry_id, c.kind, c.table, c.first_id, c.last_id, c.image) for c in changes),
    )


ENTRIES = "SELECT id, at, reader, command, summary, state FROM journal"


def entries(library: Library, *, limit: int | None = None) -> list[Entry]:
    """Return the journal, newest first."""
    rows = library.db.execute(
        f"{ENTRIES} ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [Entry(*row) for row in rows]


def standing(db: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the entries that stand, newest first."""
    for row in db.execute(f"{ENTRIES} WHERE state = 'done' ORDER BY id DESC"):
        yield Entry(*row)


def next_to_undo(db: sqlite3.Connection, reader: str) -> Entry | None:
    """Return a reader's newest entry that stands."""
    return next((one for one in standing(db) if one.reader == reader), None)


def next_to_redo(db: sqlite3.Connection, reader: str) -> Entry | None:
    """Return a reader's oldest entry that was undone and can be done again."""
    row = db.execute(
        f"{ENTRIES} WHERE state = 'undone' AND reader = ? ORDER BY id LIMIT 1", (reader,)
    ).fetchone()
    return Entry(*row) if row else None


def entry_by_id(db: sqlite3.Connection, number: int) -> Entry:
    """Return one entry. Raises ``NotFoundError``."""
    row = db.execute(f"{ENTRIES} WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise NotFoundError(
            f"The journal has no entry {number}. 'readlist history' lists the entries."
        )
    return Entry(*row)


def builds_on(db: sqlite3.Connection, later: int, entry: int) -> bool:
    """Say whether an entry cannot be taken back while a later one stands.

    It cannot where both changed a row, or where rows of the later one belong to rows that the
    entry added: a note of bob's on a paper that ann added. Nor where what the entry took away has
    lost its place: ann removed a paper and bob added it again, or ann took a paper out of a list
    and bob removed the list. A tag and a note on one paper stand by themselves.
    """
    others = _rows_of(db, later)
    if _share_rows(_rows_of(db, entry), others):
        return True
    if _belong_to(db, others, _rows_of(db, entry, "insert")):
        return True
    return _has_lost_its_place(db, later, entry)


def _has_lost_its_place(db: sqlite3.Connection, later: int, entry: int) -> bool:
    """Say whether a later entry stands where a row was that an entry changed or deleted."""
    others, removed = _rows_of(db, later), _rows_of(db, later, "delete")
    for table in _rows_of(db, entry):
        owners = {
            column: removed[parent]
            for _, _, parent, column, *_ in db.execute(f"PRAGMA foreign_key_list({table})")
            if parent in removed
        }
        if not owners and table not in others:
            continue
        for row in _former_rows(db, entry, table):
            if any(_is_among(row.get(column), gone) for column, gone in owners.items()):
                return True
            if _has_lost_its_name(db, table, row, others.get(table, ())):
                return True
    return False


def comes_first(db: sqlite3.Connection, entry: Entry) -> Entry | None:
    """Return what was undone before an entry could be, and is to be done again before it.

    Ann added a paper and bob tagged it; he took that back, and then she took the paper back. Or bob
    removed a paper of a list, and ann the list: both were taken back, and the list cannot go again
    while it has an entry.
    """
    earlier = db.execute(
        f"{ENTRIES} WHERE state = 'undone' AND id < ? AND reader <> ? ORDER BY id",
        (entry.id, entry.reader),
    )
    added = _rows_of(db, entry.id, "insert")  # by being taken back, so that they go again
    for other in map(Entry._make, earlier.fetchall()):
        others = _rows_of(db, other.id)
        if _share_rows(_rows_of(db, entry.id), others) or _belong_to(db, others, added):
            return other
        if _has_lost_its_place(db, other.id, entry.id):
            return other
    return None


Rows = dict[str, list[tuple[int, int]]]
"""Rows by table, as ranges of their numbers."""


def _share_rows(mine: Rows, others: Rows) -> bool:
    return any(
        first <= end and begin <= last
        for table, held in others.items()
        for first, last in held
        for begin, end in mine.get(table, ())
    )


def _belong_to(db: sqlite3.Connection, rows: Rows, owners: Rows) -> bool:
    """Say whether one of some rows refers to one of these owners."""
    for table, held in rows.items():
        for _, _, parent, column, *_ in db.execute(f"PRAGMA foreign_key_list({table})"):
            for mine, theirs in product(held, owners.get(parent, ())):
                found = db.execute(
                    f"SELECT 1 FROM {table} WHERE id BETWEEN ? AND ? "
                    f"AND {column} BETWEEN ? AND ? LIMIT 1",
                    (*mine, *theirs),
                )
                if found.fetchone():
                    return True
    return False


def _former_rows(db: sqlite3.Connection, entry: int, table: str) -> Iterator[dict[str, Any]]:
    """Yield what an entry changed or deleted as it was before, as far as it was changed."""
    for (image,) in db.execute(
        "SELECT image FROM changes WHERE entry_id = ? AND rows_of = ? AND image IS NOT NULL",
        (entry, table),
    ):
        columns, rows = unpack(image)
        for row in rows:
            yield dict(zip(columns, row, strict=True))


def _has_lost_its_name(
    db: sqlite3.Connection, table: str, row: dict[str, Any], others: Iterable[tuple[int, int]]
) -> bool:
    """Say whether one of these other rows has what only one row may have, such as a list's name."""
    for _, index, unique, *_ in db.execute(f"PRAGMA index_list({table})").fetchall():
        columns = [name for _, _, name in db.execute(f"PRAGMA index_info({index})")]
        if not unique or not any(column in row for column in columns):
            continue
        # An update keeps only the columns that changed; the row still has the others.
        same = " AND ".join(
            f"{column} = " + (f":{column}" if column in row else f"(SELECT {column} FROM {table} "
            "WHERE id = :id)") for column in columns
        )  # fmt: skip
        found = db.execute(f"SELECT id FROM {table} WHERE {same} AND id <> :id", row).fetchone()
        if found and _is_among(found[0], others):
            return True
    return False


def _is_among(number: int | None, ranges_: Iterable[tuple[int, int]]) -> bool:
    return number is not None and any(first <= number <= last for first, last in ranges_)


def _rows_of(db: sqlite3.Connection, entry: int, kind: str = "") -> Rows:
    """Return the rows that an entry changed, or that it did one kind of thing to, by table."""
    found: Rows = {}
    for done, table, first, last, image in db.execute(
        "SELECT kind, rows_of, first_id, last_id, image FROM changes WHERE entry_id = ?", (entry,)
    ):
        if kind in ("", done):
            held = ((first, last),) if image is None else ranges(r[0] for r in unpack(image)[1])
            found.setdefault(table, []).extend(held)
    return found


def invert(tx: Transaction, entry: Entry, state: str) -> None:
    """Take an entry back, or do it again, and remember how to reverse that."""
    tx.undoable = False
    tx.inverted.append(entry.id)
    rows = tx.db.execute(
        "SELECT id, kind, rows_of, first_id, last_id, image FROM changes "
        "WHERE entry_id = ? ORDER BY id DESC",
        (entry.id,),
    ).fetchall()
    for number, *values in rows:
        start = len(tx.changes)
        _invert_change(tx, Change(*values))
        tx.db.execute("DELETE FROM changes WHERE id = ?", (number,))
        _write_changes(tx.db, entry.id, tx.changes[start:])
        del tx.changes[start:]
    tx.db.execute("UPDATE journal SET state = ? WHERE id = ?", (state, entry.id))


def _invert_change(tx: Transaction, change: Change) -> None:
    tx._next_ids.clear()  # noqa: SLF001 - the same room: numbers move backwards here
    if change.kind == "insert":
        tx.delete(change.table, range(change.first_id, change.last_id + 1))
        return
    columns, rows = unpack(change.image or b"")
    if change.kind == "update":
        tx.update(change.table, columns[1:], [tuple(row) for row in rows])
    else:
        tx.insert_numbered(change.table, columns, [tuple(row) for row in rows])
