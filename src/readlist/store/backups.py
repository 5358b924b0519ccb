"""Copies of a library, and going back to one.

A library and its log are one thing, and SQLite plays whatever log lies beside a file into it. So
nothing is written, read or moved here without a look at what lies beside it.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from readlist.errors import LibraryError
from readlist.files.write import SIDE_FILES, is_database
from readlist.store.connection import (
    APPLICATION_ID,
    BUSY,
    DAMAGED,
    HEAD,
    WAIT_MS,
    ForeignLogError,
    Library,
    explain,
    has_log,
    open_readable,
    primary_code,
    refuse_foreign,
    refuse_foreign_log,
    version_of,
)
from readlist.store.copies import back_up, belong_as, free_name
from readlist.store.functions import add_functions
from readlist.store.upkeep import LOGS, Remedy, check, has_log_beside, page_bytes, repair

STEP_PAGES = 16
"""Pages of one step of a restore: fewer than any library has, so that the first is not the last."""


def backup(library: Library, target: Path) -> tuple[Path, Path | None]:
    """Write a consistent copy, also while others write; return its place, links followed.

    A former backup may be replaced, any other file not. What somebody has used as a library since
    is kept beside it, and its name the second that is returned. Raises ``LibraryError``.
    """
    target = _real(target)
    kept = None
    with _written("backup", target):
        _refuse_target(library, target)
        if has_log(target):
            kept = free_name(target, "replaced")
            shutil.copy2(target, kept)
            belong_as(kept, target)
        try:
            back_up(library.db, target)
        except BaseException:
            if kept:
                kept.unlink()
            raise
    return target, kept


def _real(path: Path) -> Path:
    """Return where links lead."""
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise LibraryError(f"{path} is a link that leads to itself. Name another file.")
    return found


def _refuse_target(library: Library, target: Path) -> None:
    """Refuse a place where a backup would write over something else, or would not last."""
    if target.is_dir():
        raise LibraryError(f"{target} is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise LibraryError(f"There is no folder {target.parent}. Make it, or name another place.")
    if target.exists():
        if not target.is_file():
            raise LibraryError(f"{target} is no file on a disk. Name another.")
        if target.samefile(library.path):
            raise LibraryError(f"{target} is the library itself. Name another file.")
        if not _is_library(target):
            raise LibraryError(
                f"{target} exists and is no backup; nothing was written. Name another."
            )
    elif is_database(str(target)):
        raise LibraryError(f"{target} is the log of the file beside it. Name another file.")
    for suffix in LOGS:
        log = Path(f"{target}{suffix}")
        if log.exists() and log.stat().st_size:
            raise LibraryError(
                f"{log} lies there, the log of a library that is in use, or was left by a killed "
                "process. SQLite would play it into the backup. Nothing was written; name another "
                "file, or move the log away."
            )


def _is_library(path: Path) -> bool:
    """Look for our mark in the header (sqlite.org/fileformat.html, 1.3.5)."""
    with path.open("rb") as file:
        return file.read(72)[68:72] == APPLICATION_ID.to_bytes(4, "big")


@contextmanager
def _written(what: str, path: Path) -> Iterator[None]:
    """Turn errors of writing a file into sentences."""
    try:
        yield
    except OSError as error:
        raise LibraryError(f"The {what} {path} cannot be written: {error.strerror}.") from error
    except sqlite3.Error as error:
        if primary_code(error) == sqlite3.SQLITE_CANTOPEN:
            raise LibraryError(
                f"The {what} {path} cannot be written. Nothing was changed; check its permissions "
                "and those of its folder."
            ) from error
        sentence = explain(error, path)
        if sentence is None:
            raise
        raise LibraryError(sentence.replace("The library", f"The {what}")) from error


def restore(path: Path, source: Path) -> Path | None:
    """Put a backup into the place of a library; return where the former one is kept.

    The backup is copied with its log, checked and brought to this schema first. Then its pages are
    written into the library's own file by SQLite's backup interface (sqlite.org/backup.html):
    links, permissions and the locks of other commands hold, and a process that is killed leaves
    the library as it was. Raises ``LibraryError``, and then nothing was changed.
    """
    path, source = _real(path), _real(source)
    prepared = path.with_name(f".{path.name}.{os.getpid()}.restoring")
    try:
        with _written("library", path):
            if source.exists() and path.exists() and source.samefile(path):
                raise LibraryError(f"{source} is the library itself. Nothing was changed.")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _prepare(source, prepared, path)
            return _put(prepared, path)
    finally:
        for suffix in SIDE_FILES:
            with suppress(OSError):
                Path(f"{prepared}{suffix}").unlink()


def _prepare(source: Path, prepared: Path, path: Path) -> None:
    """Copy a backup, also one that is a library in use, and make the copy fit a library."""
    if not source.is_file():
        raise LibraryError(f"{source} is no file. {_UNCHANGED}")
    if not source.stat().st_size and not has_log_beside(source):
        raise LibraryError(f"{source} cannot be restored: it is empty. {_UNCHANGED}")
    _copy(source, prepared, path)
    db = sqlite3.connect(prepared, isolation_level=None)
    try:
        add_functions(db)
        db.execute("PRAGMA journal_mode = DELETE")
        if _to_be_repaired(db, source):
            repair(db, source)
        if version_of(db) != HEAD:
            from readlist.store.migrate import upgrade  # 0.8 s, for an older backup alone

            upgrade(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        wanted = _page_bytes(path)
        if wanted != db.execute("PRAGMA page_size").fetchone()[0]:
            # SQLite writes into a library with a log only pages of the size that it has.
            db.execute(f"PRAGMA page_size = {wanted}")
            db.execute("VACUUM")
    finally:
        db.close()


def _copy(source: Path, prepared: Path, path: Path) -> None:
    """Copy a backup as it is, with its log."""
    with _read(source):
        refuse_foreign_log(source)
        try:
            db = open_readable(source)
        except (sqlite3.OperationalError, LibraryError) as error:
            left = [end for end in LOGS if Path(f"{source}{end}").exists()]
            is_busy = isinstance(error, sqlite3.Error) and primary_code(error) not in _NEEDS_WRITING
            if is_busy or not left:
                raise
            # A killed process left what has to be played back first: that is done in the copy.
            with _written("library", path):
                for end in ("", *left):
                    shutil.copyfile(f"{source}{end}", f"{prepared}{end}")
            return
        try:
            _to_be_repaired(db, source)
            with _written("library", path):
                back_up(db, prepared)
        finally:
            db.close()


def _to_be_repaired(db: sqlite3.Connection, source: Path) -> bool:
    """Say whether indexes are to be made anew. Raises ``LibraryError`` for what nobody can repair.

    The words of the search index can be compared in a file alone that may be written.
    """
    faults = list(check(db, source))
    for fault in faults:
        if fault.remedy is not Remedy.REPAIR:
            raise LibraryError(f"{source} cannot be restored: {fault.sentence} {_UNCHANGED}")
    return bool(faults)


_UNCHANGED = "Nothing was changed."
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ", b"BZh", b"(\xb5/\xfd", b"7z\xbc\xaf")
"""How files begin that gzip, zip, xz, bzip2, zstd and 7z make."""
_NEEDS_WRITING = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


@contextmanager
def _read(source: Path) -> Iterator[None]:
    """Turn errors of reading a backup into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        if primary_code(error) in DAMAGED:
            with source.open("rb") as file:
                is_packed = file.read(8).startswith(_PACKED)
            found = "It is compressed: unpack it, and restore what comes out."
            if not is_packed:
                found = "It is no SQLite file, or a damaged one."
            raise LibraryError(f"{source} cannot be restored: {found} {_UNCHANGED}") from error
        sentence = explain(error, source)
        if sentence is None:
            raise
        raise LibraryError(sentence.replace("The library", "The backup")) from error


def _page_bytes(path: Path) -> int:
    """Return how many bytes a page has, also in a file that is to be made."""
    try:
        with path.open("rb") as file:
            return page_bytes(file.read(18)) or _NEW_PAGE_BYTES
    except OSError:
        return _NEW_PAGE_BYTES


_NEW_PAGE_BYTES = 4_096


def _put(prepared: Path, path: Path) -> Path | None:
    """Write a sound library into another's place, and keep that beside it."""
    if not path.exists():
        # A log that is left of a file that is gone would be played into the new one.
        left = _set_aside(path, free_name(path, "replaced"))
        prepared.replace(path)
        return left
    try:
        refuse_foreign_log(path)
        return _copy_into(prepared, path)
    except ForeignLogError:
        pass
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGED:
            raise
    # What nobody can read is kept as it is, file by file.
    kept = free_name(path, "replaced")
    _set_aside(path, kept, copy=True)
    for suffix in SIDE_FILES[1:]:
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    belong_as(prepared, path)
    prepared.replace(path)
    return kept


def _copy_into(prepared: Path, path: Path) -> Path | None:
    """Copy all pages into a library; return where its former ones are, kept before it takes effect.

    The first step of a backup takes the write lock and its last one commits. What the library
    holds between the two is what it held before, and nobody can add to it, nor can another restore
    take the same name for what it keeps.
    """
    kept: Path | None = None

    def step(status: int, _left: int, _total: int) -> None:
        nonlocal kept
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LibraryError(BUSY.format(path=path))
        if status == sqlite3.SQLITE_OK and kept is None:
            chosen = free_name(path, "replaced")
            reader = sqlite3.connect(path, isolation_level=None)
            try:
                back_up(reader, chosen)
            finally:
                reader.close()
            kept = chosen

    new = sqlite3.connect(prepared, isolation_level=None)
    old = sqlite3.connect(path, timeout=WAIT_MS / 1000, isolation_level=None)
    try:
        refuse_foreign(old, path)
        with suppress(sqlite3.OperationalError):
            old.execute("PRAGMA journal_mode = WAL")
        new.backup(old, pages=STEP_PAGES, progress=step, sleep=0)
    except Exception:
        if kept is not None:
            kept.unlink()  # of what was not replaced
        raise
    finally:
        new.close()
        old.close()
    return kept


def _set_aside(path: Path, kept: Path, *, copy: bool = False) -> Path | None:
    """Move or copy the files of a library to another name; return the first of those there were."""
    first = None
    for suffix in SIDE_FILES:
        part, aside = Path(f"{path}{suffix}"), Path(f"{kept}{suffix}")
        if not part.exists():
            continue
        if copy:
            shutil.copy2(part, aside)
            belong_as(aside, part)
        else:
            part.rename(aside)
        first = first or aside
    return first
