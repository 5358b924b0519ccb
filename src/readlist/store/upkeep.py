"""The library's health: what is wrong with a file, in sentences, and what can be put right."""

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from readlist.errors import LibraryError
from readlist.store.connection import (
    DAMAGED,
    HEAD,
    NO_ROOM,
    WAIT_MS,
    explain,
    explained,
    is_foreign,
    open_readable,
    primary_code,
    refuse_foreign_log,
    version_of,
)
from readlist.store.functions import add_functions

LOCK_MS = 2_000
"""How long a look at the search index waits for who writes."""


class Remedy(Enum):
    """What helps against a fault."""

    BACKUP = auto()
    REPAIR = auto()
    NONE = auto()


class Fault(NamedTuple):
    """Something wrong with a file, and what helps."""

    sentence: str
    remedy: Remedy = Remedy.BACKUP


class Note(NamedTuple):
    """What could not be looked at, or is to be known of a file that is sound."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Health:
    """What a look at a library's file found: problems in sentences, and how much it holds.

    ``notes`` are about a sound one. ``version`` is that of its schema; an older one is sound, and
    due for migration.
    """

    faults: tuple[Fault, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    version: str = ""
    notes: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, in sentences."""
        return tuple(fault.sentence for fault in self.faults)


def examine(path: Path) -> Health:
    """Look at a library's file without changing it, also one that may not be written.

    Raises ``LibraryError`` where nobody can look at it now.
    """
    if not path.is_file():
        return Health((Fault(f"{path} does not exist."),))
    if not path.stat().st_size and not has_log_beside(path):
        return Health(notes=("It is an empty file: the first command that writes fills it.",))
    refuse_foreign_log(path)
    try:
        db = _open_to_look(path)
    except sqlite3.Error as error:
        return Health((_fault_of(error, path),))
    try:
        found = list(look(db, path))
        faults = tuple(one for one in found if isinstance(one, Fault))
        if faults:
            return Health(faults)
        version = version_of(db) or ""
        notes = [one.sentence for one in found]
        if version < HEAD:
            may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
            then = "the next command brings it up to date" if may_write else (
                "a copy that is brought up to date is read in its place"
            )  # fmt: skip
            notes.append(f"It was made by an older readlist; {then}.")
        return Health((), facts(db), version, (*notes, *_conflicts(path)))
    finally:
        db.close()


def _open_to_look(path: Path) -> sqlite3.Connection:
    """Open a file so that as much as possible can be looked at.

    Only a connection that may write can compare the search index with the papers.
    """
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        db = sqlite3.connect(path, timeout=WAIT_MS / 1000, isolation_level=None)
        try:
            add_functions(db)
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            db.close()
            if primary_code(error) not in NO_ROOM:
                raise
        except BaseException:
            db.close()
            raise
        else:
            return db
    return open_readable(path)


def _conflicts(path: Path) -> Iterator[str]:
    """Yield which other states of a library a program that syncs has kept beside it."""
    path = path.resolve()
    for name in sorted(other.name for other in path.parent.iterdir()):
        rest = name.removeprefix(path.stem)
        if rest != name and _CONFLICT.match(rest) and name.endswith((path.suffix, *LOGS)):
            yield (
                f"Beside it lies {name}, another state that a program which syncs has kept: look "
                "into it with --db, and move it away."
            )


# Such as "library (Ada's conflicted copy 2026-11-01).db" of Dropbox, of Syncthing
# "library.sync-conflict-20261101-081500-ABC.db", "library_conflict-20261101-081500.db" of ownCloud
# and "library.Conflict.db" of Resilio; not "library-2026.db", "library-conflicts.db".
_CONFLICT = re.compile(r"[ (\[._].*conflict", re.IGNORECASE)


def check_file(path: Path) -> Iterator[str]:
    """Yield what is wrong with a library's file, in sentences."""
    yield from examine(path).problems


def check(db: sqlite3.Connection, path: Path) -> list[Fault]:
    """Return what is wrong with an open library."""
    return [one for one in look(db, path) if isinstance(one, Fault)]


def look(db: sqlite3.Connection, path: Path) -> Iterator[Fault | Note]:
    """Yield what is wrong with an open library: version, pages, references, search index.

    Also what could not be looked at.
    """
    try:
        version = version_of(db)
        if is_foreign(db) or not version:
            yield Fault(f"{path} is not a readlist library.", Remedy.NONE)
            return
        if version > HEAD:
            yield Fault(
                f"It is of a newer readlist (schema {version}, this one knows {HEAD}). Update "
                "readlist to use it.",
                Remedy.NONE,
            )
            return
        if _is_cut_off(path):
            yield Fault(f"{path} is cut off: it is shorter than its first page says.")
        yield from _damaged_pages(db)
        yield from map(Fault, lost_rows(db))
        yield from map(Fault, damaged_values(db))
        yield from _check_search(db)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        yield _fault_of(error, path)


def _fault_of(error: Exception, path: Path) -> Fault:
    """Return what an error says of a file. Raises ``LibraryError`` for one that may pass."""
    if not isinstance(error, sqlite3.Error):
        return Fault(f"The file is damaged: {error}.")
    sentence = explain(error, path)
    if sentence is None:
        return Fault(f"The file is damaged: {error}.")
    if primary_code(error) == sqlite3.SQLITE_NOTADB:
        return Fault(f"{path} is not a readlist library.")
    if primary_code(error) in DAMAGED:
        return Fault(f"The file is damaged: {error}.")
    raise LibraryError(sentence) from error


def has_log_beside(path: Path) -> bool:
    """Say whether beside a file lies a log of it, with something in it."""
    return any(log.exists() and log.stat().st_size for log in _logs(path))


LOGS = ("-wal", "-journal")
"""What logs are called, behind the name of their file; what they hold belongs to it."""


def _logs(path: Path) -> Iterator[Path]:
    for ending in LOGS:
        yield Path(f"{os.path.realpath(path)}{ending}")


def _is_cut_off(path: Path) -> bool:
    """Say whether a copy was broken off: SQLite takes what is missing of the last page for zeros.

    A header says how many pages there are (sqlite.org/fileformat.html, 1.3.7); while there is a
    log, the last ones may stand in that alone.
    """
    with path.open("rb") as file:
        head = file.read(100)
        bytes_ = file.seek(0, os.SEEK_END)
    pages = int.from_bytes(head[28:32], "big")
    is_known = head[24:28] == head[92:96]
    return is_known and bytes_ < pages * page_bytes(head) and not has_log_beside(path)


def page_bytes(head: bytes) -> int:
    """Return how many bytes a page has, as a file's header says; 1 is 65,536 (1.3.2)."""
    said = int.from_bytes(head[16:18], "big")
    return 65_536 if said == 1 else said


# "row 3 missing from index papers_key", "wrong # of entries in index papers_key"; not "non-unique
# entry in index papers_key", for which the rows are to blame.
_OF_INDEX = re.compile(r"(?:row \d+ missing from|wrong # of entries in) index ")


def _damaged_pages(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what SQLite finds wrong with pages, and with indexes, which can be made anew."""
    rows = db.execute("PRAGMA integrity_check(10)").fetchall()
    said = [line for (rows_said,) in rows for line in rows_said.split("\n")]
    found = [line for line in said if line != "ok" and not line.startswith("*** in database")]
    if found and all(_OF_INDEX.match(line) for line in found):
        yield Fault(f"An index is damaged: {found[0]}; {_REPAIR} makes it anew.", Remedy.REPAIR)
        return
    for line in found:
        yield Fault(f"The file is damaged: {line}.")


_REPAIR = "'readlist db check --repair'"


# What SQLite stores in a column of each type where it is what the program wrote.
_STORED = {"TEXT": ("text",), "INTEGER": ("integer",), "FLOAT": ("real", "integer"),
           "BLOB": ("blob",)}  # fmt: skip
_OBJECTS = frozenset({
    "details.extra", "details.ranks", "feeds.options", "feed_entries.facts", "pull_feeds.facts",
    "digests.facts", "questions.tried",
})  # fmt: skip
_ARRAYS = frozenset({
    "details.authors", "entries.section", "questions.candidates", "scores.reasons",
})  # fmt: skip
# Words of the journal that are parts of statements, and numbers that have a name each.
_MEANT = {
    "changes.rows_of": "SELECT name FROM sqlite_schema WHERE type = 'table'",
    "changes.kind": "'insert', 'update', 'delete'",
    "readings.priority": "0, 1, 2, 3",
}
# What one element ``e`` of an array or object is not: ["Ada Doe", "Doe", "Ada"] is an author,
# ["arxiv", 70] a source and its rank, "Part one" a heading, [["title:moe", "moe"]] rules that tag.
_NESTED = {
    "details.authors": "CASE e.type WHEN 'array' THEN json_array_length(e.value) NOT BETWEEN 1 "
    "AND 4 ELSE 1 END OR EXISTS (SELECT 1 FROM json_each(CASE e.type "
    "WHEN 'array' THEN e.value ELSE '[]' END) f WHERE f.type <> 'text')",
    "details.ranks": "CASE e.type WHEN 'array' THEN json_array_length(e.value) <> 2 ELSE 1 END",
    "entries.section": "e.type <> 'text'",
    "questions.candidates": "e.type <> 'object'",
    "feeds.options": "CASE WHEN e.key IN ('title', 'site', 'list', 'paused', 'schedule', 'items') "
    "THEN e.type <> 'text' WHEN e.key IN ('limit', 'votes') THEN e.type <> 'integer' "
    "WHEN e.key IN ('keep', 'drop', 'kinds', 'tags', 'tag') THEN CASE e.type WHEN 'array' THEN "
    "EXISTS (SELECT 1 FROM json_each(e.value) f WHERE CASE WHEN e.key <> 'tag' THEN "
    "f.type <> 'text' WHEN f.type <> 'array' THEN 1 ELSE json_array_length(f.value) <> 2 OR EXISTS "
    "(SELECT 1 FROM json_each(f.value) g WHERE g.type <> 'text') END) ELSE 1 END ELSE 0 END",
}
_DAYS = frozenset({
    "papers.added", "readings.started", "readings.finished", "readings.due", "readings.wait",
    "feed_days.day", "feed_days.at",
})  # fmt: skip
"""What is reckoned with as a day, or an instant; a month or a year is left to who shows it."""


def lost_rows(db: sqlite3.Connection) -> Iterator[str]:
    """Yield, in sentences, which rows belong to rows that are gone."""
    for table, row, owner, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} belongs to a row of {owner} that does not exist."


def damaged_values(db: sqlite3.Connection) -> Iterator[str]:
    """Yield, in sentences, which values cannot be what the program wrote; the first of each table.

    One flipped bit is enough: text that is none, a number that is none, JSON that is cut off.
    """
    for (table,) in db.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' "
        "AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version' ORDER BY name"
    ).fetchall():
        columns = db.execute(f"PRAGMA table_info({table})").fetchall()
        cases = " ".join(
            f"WHEN {_wrong(table, column, kind, required=bool(required))} THEN '{column}'"
            for _, column, kind, required, *_ in columns if kind in _STORED
        )  # fmt: skip
        named = next((column for _, column, *_, key in columns if key == 1), "rowid")
        found = db.execute(
            f"SELECT {named}, CASE {cases} END AS wrong FROM {table} "
            "WHERE wrong IS NOT NULL LIMIT 1"
        ).fetchone()
        if found:
            yield f"Row {found[0]} of {table} has a damaged {found[1]}."


def _wrong(table: str, column: str, kind: str, *, required: bool) -> str:
    """Return the condition of a value that no program of ours wrote."""
    name = f"{table}.{column}"
    if name in _DAYS:
        return (
            f"typeof({column}) <> 'text' OR "
            f"(length({column}) > 7 AND date({column}) IS NOT substr({column}, 1, 10))"
        )
    if name in _MEANT:
        return f"{column} NOT IN ({_MEANT[name]})"
    stored = ", ".join(f"'{one}'" for one in _STORED[kind])
    wrong = f"typeof({column}) NOT IN ({stored})"
    if not required:
        wrong = f"({column} IS NOT NULL AND {wrong})"
    if name not in _OBJECTS | _ARRAYS:
        return wrong
    shape = "object" if name in _OBJECTS else "array"
    # CASE, because a condition behind OR may be asked before the one that guards it.
    inner = "0"
    if name in _NESTED:
        inner = f"EXISTS (SELECT 1 FROM json_each({column}) e WHERE {_NESTED[name]})"
    return (
        f"CASE WHEN {wrong} THEN 1 WHEN NOT json_valid({column}) THEN 1 "
        f"WHEN json_type({column}) <> '{shape}' THEN 1 ELSE {inner} END"
    )


def _check_search(db: sqlite3.Connection) -> Iterator[Fault | Note]:
    """Compare the search index with the papers, word by word, where the file may be written."""
    missing = _missing_triggers(db)
    if missing:
        sentence = f"The search index is not kept up to date without the trigger {missing[0]}"
        yield Fault(f"{sentence}; {_REPAIR} makes it anew.", Remedy.REPAIR)
    try:
        why = _why_not_compared(db)
        if why:
            yield Note(f"The search index was not compared with the papers: {why}.")
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise
        sentence = "The search index does not agree with the papers"
        yield Fault(f"{sentence}; {_REPAIR} does.", Remedy.REPAIR)


_TRIGGERS = frozenset(
    f"{table}_{when}_{what}" for table in ("papers", "details", "notes", "entries", "tags")
    for when in ("before", "after") for what in ("insert", "update", "delete")
)  # fmt: skip
"""Those that bring a change to the search index; some programs drop them when they edit a table."""


def _missing_triggers(db: sqlite3.Connection) -> list[str]:
    kept = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}
    return sorted(_TRIGGERS - kept)


def _why_not_compared(db: sqlite3.Connection) -> str:
    """Compare the search index with the papers; return why that cannot be done, if it cannot.

    Rank 1 makes FTS5 compare with the content as well; without it a missing paper goes unnoticed
    (sqlite.org/fts5.html, the 'integrity-check' command).
    """
    db.execute(f"PRAGMA busy_timeout = {LOCK_MS}")
    try:
        db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.OperationalError as error:
        code = primary_code(error)
        if code == sqlite3.SQLITE_BUSY:
            return "another command is writing"
        if code == sqlite3.SQLITE_READONLY:
            return "the file may not be written"
        if code in NO_ROOM:
            return "there is no room beside the file"
        raise
    finally:
        db.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    return ""


def repair(db: sqlite3.Connection, path: Path) -> None:
    """Make the indexes and the search index anew from the papers.

    The search index is emptied first: one whose own rows are damaged cannot be rebuilt.
    """
    with explained(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            if _missing_triggers(db):
                _put_back_parts(db)
            db.execute("REINDEX")
            for part in ("data", "idx", "docsize"):
                db.execute(f"DELETE FROM search_{part}")
            db.executemany("INSERT INTO search_data VALUES (?, ?)", _EMPTY_INDEX)
            db.execute("INSERT INTO search(search) VALUES ('rebuild')")
            db.execute("COMMIT")
        except sqlite3.IntegrityError as error:
            raise LibraryError(
                f"{path} cannot be repaired: {error}. 'readlist db restore FILE' goes back "
                "to a backup."
            ) from error
        finally:
            if db.in_transaction:
                db.execute("ROLLBACK")


_EMPTY_INDEX = ((1, b""), (10, bytes(7)))
"""What FTS5 writes of a new index: no rows counted, no segments."""


def _put_back_parts(db: sqlite3.Connection) -> None:
    """Make triggers and indexes that a new library has and this one has lost."""
    from readlist.store.migrate import upgrade  # 0.8 s, for this alone

    new = sqlite3.connect(":memory:", isolation_level=None)
    try:
        upgrade(new)
        parts = new.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') "
            "AND sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
    finally:
        new.close()
    kept = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    for name, sql in parts:
        if name not in kept:
            db.execute(sql)


def facts(db: sqlite3.Connection) -> dict[str, int]:
    """Return the numbers of what a library holds."""
    tables = ("papers", "identifiers", "readings", "tags", "notes", "lists", "entries", "journal")
    return {
        table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables
    }
