"""Backups and the library's health."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from readlist.errors import LibraryError
from readlist.store.connection import APPLICATION_ID, HEAD, Library, back_up, explain, explained


def backup(library: Library, target: Path) -> None:
    """Write a consistent copy, also while others write. Raises ``LibraryError``.

    A former backup may be replaced, any other file not.
    """
    if target.exists() and (target.samefile(library.path) or not _is_library(target)):
        raise LibraryError(f"{target} exists and is no backup; nothing was written. Name another.")
    try:
        with explained(target):
            back_up(library.db, target)
    except OSError as error:
        raise LibraryError(f"The backup {target} cannot be written: {error.strerror}.") from error


def _is_library(path: Path) -> bool:
    """Look for our mark in the header (sqlite.org/fileformat.html, 1.3.5)."""
    try:
        with path.open("rb") as file:
            return file.read(72)[68:72] == APPLICATION_ID.to_bytes(4, "big")
    except OSError:
        return False


def restore(path: Path, source: Path) -> Path | None:
    """Put a backup in the place of a library; return where the former library is kept.

    The backup is checked first. Raises ``LibraryError``, and then nothing was changed.
    """
    problems = list(check_file(source))
    if problems:
        raise LibraryError(f"{source} is not a sound backup: {problems[0]} Nothing was changed.")
    kept: Path | None = None
    partial = path.with_name(f".{path.name}.restoring")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, partial)
        if path.exists():
            kept = _set_aside(path)
        partial.replace(path)
    except OSError as error:
        raise LibraryError(f"{path} cannot be replaced: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return kept


def _set_aside(path: Path) -> Path:
    """Move a library with its log out of the way, under a name that is free."""
    number = 1
    while (kept := path.with_name(f"{path.name}.replaced-{number}")).exists():
        number += 1
    for suffix in ("-wal", "-shm", ""):
        part = Path(f"{path}{suffix}")
        if part.exists():
            part.rename(f"{kept}{suffix}")
    return kept


def check_file(path: Path) -> Iterator[str]:
    """Yield what is wrong with a library's file, in sentences."""
    if not path.is_file():
        yield f"{path} does not exist."
        return
    try:
        db = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        yield explain(error, path) or str(error)
        return
    try:
        yield from check(db, path)
    finally:
        db.close()


def check(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Yield what is wrong with an open library: version, pages, references, search index."""
    try:
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            yield f"{path} is not a readlist library."
            return
        version = db.execute("SELECT version_num FROM alembic_version").fetchone()
        if not version or version[0] != HEAD:
            yield f"The schema is {version[0] if version else 'unknown'}, expected {HEAD}."
        for (sentence,) in db.execute("PRAGMA integrity_check(10)"):
            if sentence != "ok":
                yield f"The file is damaged: {sentence}."
        for table, row, owner, _ in db.execute("PRAGMA foreign_key_check"):
            yield f"Row {row} of {table} belongs to a row of {owner} that does not exist."
        yield from _check_search(db)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        found = explain(error, path) if isinstance(error, sqlite3.Error) else None
        yield found or f"The file is damaged: {error}."


def _check_search(db: sqlite3.Connection) -> Iterator[str]:
    """Compare the search index with the papers, word by word.

    Rank 1 makes FTS5 compare with the content as well; without it a missing paper goes unnoticed
    (sqlite.org/fts5.html, the 'integrity-check' command).
    """
    try:
        db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY:
            return
        yield "The search index does not agree with the papers; 'readlist db check --repair' does."


def rebuild_search(library: Library) -> None:
    """Make the search index anew from the papers."""
    with explained(library.path):
        library.db.execute("INSERT INTO search(search) VALUES ('rebuild')")


def facts(library: Library) -> dict[str, int]:
    """Return the numbers of what the library holds."""
    tables = ("papers", "identifiers", "readings", "tags", "notes", "lists", "entries", "journal")
    return {
        table: int(library.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for table in tables
    }
