"""Backups and the library's health."""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from readlist.errors import LibraryError
from readlist.store.connection import (
    APPLICATION_ID,
    BUSY,
    DAMAGED,
    HEAD,
    NO_ROOM,
    WAIT_MS,
    Library,
    back_up,
    explain,
    explained,
    open_library,
    open_readable,
    primary_code,
)
from readlist.store.functions import add_functions

SIDE_FILES = ("", "-wal", "-shm", "-journal")
"""What the files of a library are called, behind its own name (sqlite.org/tempfiles.html)."""

STEP_PAGES = 16
"""Pages of one step of a restore: fewer than any library has, so that the first is not the last."""


def backup(library: Library, target: Path) -> Path:
    """Write a consistent copy, also while others write; return its place, links followed.

    A former backup may be replaced, any other file not. Raises ``LibraryError``.
    """
    target = target.resolve()
    if target.exists() and (target.samefile(library.path) or not _is_library(target)):
        raise LibraryError(f"{target} exists and is no backup; nothing was written. Name another.")
    try:
        with explained(target):
            back_up(library.db, target)
    except OSError as error:
        raise LibraryError(f"The backup {target} cannot be written: {error.strerror}.") from error
    return target


def _is_library(path: Path) -> bool:
    """Look for our mark in the header (sqlite.org/fileformat.html, 1.3.5)."""
    try:
        with path.open("rb") as file:
            return file.read(72)[68:72] == APPLICATION_ID.to_bytes(4, "big")
    except OSError:
        return False


def restore(path: Path, source: Path) -> Path | None:
    """Put what a backup holds into the place of a library; return where the former one is kept.

    The backup is copied with its log, checked and brought to this schema first. Then its pages are
    written into the library's own file by SQLite's backup interface (sqlite.org/backup.html):
    links, permissions and the locks of other commands hold, and a process that is killed leaves
    the library as it was. Raises ``LibraryError``, and then nothing was changed.
    """
    path, source = path.resolve(), source.resolve()
    if source == path:
        raise LibraryError(f"{source} is the library itself. Nothing was changed.")
    prepared = path.with_name(f".{path.name}.{os.getpid()}.restoring")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _prepare(source, prepared)
        return _put(prepared, path)
    except OSError as error:
        raise LibraryError(f"{path} cannot be replaced: {error.strerror}.") from error
    finally:
        # A copy of an older schema leaves another one, as every migration does.
        for suffix in (*SIDE_FILES, f".before-{HEAD}"):
            Path(f"{prepared}{suffix}").unlink(missing_ok=True)


def _prepare(source: Path, prepared: Path) -> None:
    """Copy a backup, also one that is a library in use, and bring the copy to this schema."""
    refused = f"{source} is not a sound backup: %s Nothing was changed."
    if not source.is_file():
        raise LibraryError(refused % f"{source} does not exist.")
    with explained(source):
        db = open_readable(source)
        try:
            # Looked at where it is: a sentence then names the file that the person named.
            problems = list(check(db, source))
            if not problems:
                back_up(db, prepared)
        finally:
            db.close()
    if not problems:
        # The words of the search index can be compared in a file alone that may be written.
        problems = list(check_file(prepared))
    if problems:
        raise LibraryError(refused % problems[0])
    open_library(prepared, "").close()


def _put(prepared: Path, path: Path) -> Path | None:
    """Write a sound library into another's place, and keep that beside it."""
    kept = _free_name(path)
    if not path.exists():
        # A log that is left of a file that is gone would be played into the new one.
        _set_aside(path, kept)
        prepared.replace(path)
        return None
    new = sqlite3.connect(prepared, isolation_level=None)
    old = sqlite3.connect(path, timeout=WAIT_MS / 1000, isolation_level=None)
    try:
        if old.execute("PRAGMA application_id").fetchone()[0] not in (0, APPLICATION_ID):
            raise LibraryError(
                f"{path} is a SQLite file of another program. Nothing was changed; choose another "
                "place with READLIST_DB or --db."
            )
        _copy_under_lock(new, old, path, kept)
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise LibraryError(explain(error, path) or str(error)) from error
    else:
        return kept
    finally:
        new.close()
        old.close()
    # What is damaged can be read by nobody: its files are kept as they are.
    _set_aside(path, kept, copy=True)
    for suffix in SIDE_FILES:
        if suffix:
            Path(f"{path}{suffix}").unlink(missing_ok=True)
    prepared.replace(path)
    return kept


def _copy_under_lock(
    new: sqlite3.Connection, old: sqlite3.Connection, path: Path, kept: Path
) -> None:
    """Copy all pages of ``new`` into ``old``, whose former pages are kept before it takes effect.

    The first step of a backup takes the write lock and its last one commits. What the library
    holds between the two is what it held before, and nobody can add to it.
    """
    saved = False

    def step(status: int, _left: int, _total: int) -> None:
        nonlocal saved
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryError(BUSY.format(path=path))
        if not saved:
            reader = sqlite3.connect(path, isolation_level=None)
            try:
                back_up(reader, kept)
            finally:
                reader.close()
            saved = True

    with suppress(sqlite3.OperationalError):
        old.execute("PRAGMA journal_mode = WAL")
    new.backup(old, pages=STEP_PAGES, progress=step, sleep=0)


def _free_name(path: Path) -> Path:
    """Return a name for what was replaced, under which no file of a library stands yet."""
    number = 1
    while True:
        kept = path.with_name(f"{path.name}.replaced-{number}")
        if not any(Path(f"{kept}{suffix}").exists() for suffix in SIDE_FILES):
            return kept
        number += 1


def _set_aside(path: Path, kept: Path, *, copy: bool = False) -> None:
    """Move or copy the files of a library to another name, as far as they exist."""
    for suffix in SIDE_FILES:
        part = Path(f"{path}{suffix}")
        if not part.exists():
            continue
        if copy:
            shutil.copy2(part, f"{kept}{suffix}")
        else:
            part.rename(f"{kept}{suffix}")


@dataclass(frozen=True, slots=True)
class Health:
    """What a look at a library's file found: problems in sentences, and how much it holds.

    ``version`` is that of its schema; an older one is sound, and due for migration.
    """

    problems: tuple[str, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    version: str = ""

    @property
    def is_older(self) -> bool:
        """Whether the next command that may write brings it to this program's schema."""
        return self.version < HEAD


def examine(path: Path) -> Health:
    """Look at a library's file without changing it, also one that may not be written."""
    if not path.is_file():
        return Health((f"{path} does not exist.",))
    try:
        db = _open_to_look(path)
    except sqlite3.Error as error:
        return Health((explain(error, path) or str(error),))
    try:
        problems = tuple(check(db, path))
        if problems:
            return Health(problems)
        return Health((), facts(db), _version(db))
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


def check_file(path: Path) -> Iterator[str]:
    """Yield what is wrong with a library's file, in sentences."""
    yield from examine(path).problems


def check(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Yield what is wrong with an open library: version, pages, references, search index."""
    try:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            yield f"{path} is not a readlist library."
            return
        version = _version(db)
        if not version:
            yield "The schema is unknown: the file does not say of which version it is."
        elif version > HEAD:
            yield f"The schema is {version}, of a newer readlist; this one knows {HEAD}."
        for (sentence,) in db.execute("PRAGMA integrity_check(10)"):
            if sentence != "ok":
                yield f"The file is damaged: {sentence}."
        for table, row, owner, _ in db.execute("PRAGMA foreign_key_check"):
            yield f"Row {row} of {table} belongs to a row of {owner} that does not exist."
        yield from damaged_values(db)
        yield from _check_search(db)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        found = explain(error, path) if isinstance(error, sqlite3.Error) else None
        yield found or f"The file is damaged: {error}."


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
# Words of the journal that are parts of statements.
_MEANT = {"changes.rows_of": "SELECT name FROM sqlite_schema WHERE type = 'table'"}
# What holds arrays: ["Ada Doe", "Doe", "Ada"] is one author, ["arxiv", 70] a source and its rank.
_NESTED = frozenset({"details.authors", "details.ranks"})


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
        inner = f"EXISTS (SELECT 1 FROM json_each({column}) e WHERE e.type <> 'array')"
    return (
        f"CASE WHEN {wrong} THEN 1 WHEN NOT json_valid({column}) THEN 1 "
        f"WHEN json_type({column}) <> '{shape}' THEN 1 ELSE {inner} END"
    )


def _check_search(db: sqlite3.Connection) -> Iterator[str]:
    """Compare the search index with the papers, word by word.

    Rank 1 makes FTS5 compare with the content as well; without it a missing paper goes unnoticed
    (sqlite.org/fts5.html, the 'integrity-check' command).
    """
    try:
        db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        code = primary_code(error)
        if code == sqlite3.SQLITE_BUSY:
            raise
        if code in (sqlite3.SQLITE_READONLY, *NO_ROOM):
            return
        yield "The search index does not agree with the papers; 'readlist db check --repair' does."


def rebuild_search(library: Library) -> None:
    """Make the search index anew from the papers."""
    with explained(library.path):
        library.db.execute("INSERT INTO search(search) VALUES ('rebuild')")


def _version(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def facts(db: sqlite3.Connection) -> dict[str, int]:
    """Return the numbers of what a library holds."""
    tables = ("papers", "identifiers", "readings", "tags", "notes", "lists", "entries", "journal")
    return {
        table: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in tables
    }
