"""Open a library: one SQLite file, checked to be ours and of this version, with safe settings."""

import os
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readlist import interrupts
from readlist.errors import LibraryError
from readlist.log import debug, is_on
from readlist.store.functions import add_functions

HEAD = "0008"
"""The newest migration; a test holds it together with ``migrations/versions``."""
CHILD_TABLES = (
    "identifiers", "links", "aliases", "readings", "tags", "notes", "entries", "apart",
    "feed_entries", "questions",
)  # fmt: skip
"""Every table whose rows belong to a paper by ``paper_id``."""
APPLICATION_ID = 0x52644C73
WAIT_MS = 120_000
"""How long a command waits for another that writes; a large import takes seconds."""

READING_CACHE_KB = 8 * 1024
"""Pages kept in memory while papers are read; SQLite sorts in as much, and goes on in a file."""
WRITING_CACHE_KB = 64 * 1024
"""Pages kept in memory while a transaction writes, as far as they are used; with SQLite's 2 MB a
large import takes a third more time, because pages of its indexes are read and written again."""

_SHOWN = 300
"""Characters of a statement that are told to who debugs; its values never are."""


@dataclass(slots=True, eq=False, repr=False)
class Library:
    """An open library as one reader sees it; ``reader_id`` is 0 until the reader has written.

    ``file`` is the device and the number of the file that was opened.
    """

    db: sqlite3.Connection
    path: Path
    reader: str
    reader_id: int = 0
    writable: bool = True
    file: tuple[int, int] | None = None

    def refuse_moved(self) -> None:
        """Refuse to write where the file was moved, removed or replaced since it was opened.

        SQLite would write into its log, which has stayed where the file was, and no library would
        have it (sqlite.org/howtocorrupt.html, 2.5).
        """
        if self.file is not None and self.file != _file_at(self.path):
            raise LibraryError(
                f"The library {self.path} was moved or replaced while it was open. Nothing was "
                "changed; run the command again."
            )

    def close(self) -> None:
        """Close the file; the last one to close folds the write-ahead log into it."""
        self.db.close()


Waiting = Callable[[], AbstractContextManager[Any]]
"""What is held while a library is brought up to date, which may take a while."""


def open_library(
    path: Path, reader: str, *, write: bool = False, migrating: Waiting = nullcontext
) -> Library:
    """Open the library at ``path``, migrating it first where that is due.

    A missing library is made when ``write`` is set, otherwise it is read as an empty one.
    Raises ``LibraryError`` with advice where the file cannot be used.
    """
    missing = not is_there(path)
    if not missing:
        refuse_foreign_log(path)
    # In a folder that is read-only there can be no log beside the file.
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    writable = write or (not missing and may_write)
    with explained(path):
        if missing and not write:
            db = _connect(":memory:")
        else:
            if missing:
                _make_folder(path)
            db, writable = _opened(path, writable=writable, needed=write)
        try:
            if _migration_due(db, path):
                with nullcontext() if missing else migrating():
                    # Before the log: a new file stays empty until all of it is made.
                    db, is_own = _brought_up(db, path, may=writable or missing, needed=write)
                    writable = writable and is_own
            if writable:
                _enable_wal(db)
            found = db.execute("SELECT id FROM readers WHERE name = ?", (reader,)).fetchone()
        except BaseException:
            db.close()
            if missing and write:
                _remove_empty(path)
            raise
    return Library(db, path, reader, found[0] if found else 0, writable, _file_at(path))


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_there(path: Path) -> bool:
    """Say whether a library's file is there. Raises ``LibraryError`` for what can be none."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError:
        raise
    except OSError as error:  # a link to itself, a name that is too long
        raise LibraryError(
            f"The library {path} cannot be opened: {error.strerror}. {ANOTHER_PLACE}"
        ) from error
    if not stat.S_ISREG(mode):
        found = "a folder" if stat.S_ISDIR(mode) else "no file on a disk"
        raise LibraryError(f"{path} is {found} and can be no library. {ANOTHER_PLACE}")
    return True


ANOTHER_PLACE = "Choose another place with READLIST_DB or --db."


def refuse_foreign_log(path: Path) -> None:
    """Refuse a file beside which the log of another one lies: SQLite would play it into this one.

    A file that has a log says so in its header, where a backup says that it has none
    (sqlite.org/fileformat.html, 1.3.3). So a backup that was copied to where a killed process had
    left ``lib.db-wal`` is known, and a library with its own log is none such.
    """
    log = Path(f"{os.path.realpath(path)}-wal")
    if _is_empty(log):
        return
    if has_log(path) is False:
        raise ForeignLogError(
            f"Beside {path} lies {log.name}, the log of another file that was there before. "
            "Nothing was read or changed; move the log away, and run the command again."
        )


def has_log(path: Path) -> bool | None:
    """Say whether a file is one that has a log while it is used; None for what is no library."""
    try:
        with path.open("rb") as file:
            versions = file.read(20)[18:]
    except OSError:
        return None
    return {b"\x01\x01": False, b"\x02\x02": True}.get(versions)


class ForeignLogError(LibraryError):
    """Beside a file lies the log of another one."""


def open_readable(path: Path) -> sqlite3.Connection:
    """Open a file that is only read: with its log, or as it stands where it has none.

    SQLite needs a file for shared memory beside a log. Where the folder cannot be written, or the
    disk is full, a library whose log is empty is read as a file that nobody changes.
    """
    path = Path(os.path.realpath(path))  # the log stands beside the file, not beside a link to it
    log = Path(f"{path}-wal")
    if _is_empty(log):
        may_share = os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)
        if not may_share:
            return _connect(_read_only(path, settled=True), uri=True)
    try:
        return _connect(_read_only(path, settled=False), uri=True)
    except sqlite3.OperationalError as error:
        if primary_code(error) not in NO_ROOM:
            raise
        if not _is_empty(log):
            raise LibraryError(
                f"What was written last to {path} still stands in {log.name} beside it, which can "
                "be read only where the folder may be written and has room. Copy both files there."
            ) from error
    return _connect(_read_only(path, settled=True), uri=True)


NO_ROOM = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)
"""What SQLite says where there is no room for the file that readers share."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""What it says of a file that nobody can read."""


def beside(library: Path, kind: str) -> Path:
    """Return the file of a kind that belongs to a library: ``a.meaning.db`` beside ``a.db``."""
    stem = library.stem if library.suffix == ".db" else library.name
    return library.with_name(f"{stem}.{kind}.db")


def _opened(path: Path, *, writable: bool, needed: bool) -> tuple[sqlite3.Connection, bool]:
    """Return an open file, and whether it can be written; one that need not be is read instead."""
    if not writable:
        return open_readable(path), False
    try:
        return _connect(str(path)), True
    except sqlite3.OperationalError as error:
        if needed or primary_code(error) not in NO_ROOM:
            raise
    return open_readable(path), False


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return True


def _read_only(path: Path, *, settled: bool) -> str:
    """Return the address of a file that is not to be written; ``settled`` is one without a log."""
    from urllib.parse import quote  # 4 ms, only for files that cannot be written

    return f"file:{quote(str(path))}?mode=ro{'&immutable=1' * settled}"


def _connect(address: str, *, uri: bool = False) -> sqlite3.Connection:
    kind = sqlite3.Connection
    if is_on("store"):
        kind = Timed
    wait_s = WAIT_MS / 1000
    db = sqlite3.connect(address, uri=uri, timeout=wait_s, isolation_level=None, factory=kind)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA synchronous = NORMAL")  # looks into the file, and at its log
        db.execute(f"PRAGMA cache_size = -{READING_CACHE_KB}")
        add_functions(db)
    except BaseException:
        db.close()
        raise
    return db


class Timed(sqlite3.Connection):
    """A connection that tells how long each statement took; made only while somebody debugs.

    Rows of a query that are read later are not in its time.
    """

    statements = 0
    seconds = 0.0

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Execute a statement and tell how long it took."""
        return self._told(sql, lambda: super(Timed, self).execute(sql, parameters))

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        """Execute a statement for many rows and tell how long it took."""
        return self._told(sql, lambda: super(Timed, self).executemany(sql, parameters))

    def _told(self, sql: str, run: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        start = time.perf_counter()
        try:
            return run()
        finally:
            took_s = time.perf_counter() - start
            self.statements += 1
            self.seconds += took_s
            debug("store", "%.1f ms  %s", took_s * 1000, " ".join(sql.split())[:_SHOWN])

    def close(self) -> None:
        """Close the connection and tell what all took together."""
        debug("store", "%s statements, %.0f ms", self.statements, self.seconds * 1000)
        super().close()


def _enable_wal(db: sqlite3.Connection) -> None:
    """Let readers and one writer work at once; the setting stays in the file, so it must be ours.

    Another process that opens the same new file may be doing it right now, which is as good.
    """
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise


def _remove_empty(path: Path) -> None:
    """Take away a new file in which nothing was made, unless another process is making it.

    It is removed under the write lock: SQLite refuses to write to a file that has lost its name, so
    that who waited for the lock meets an error and no loss.
    """
    try:
        db = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            db.execute("BEGIN IMMEDIATE")
            if path.stat().st_size == 0:
                path.unlink()
        finally:
            db.close()
    except (sqlite3.Error, OSError):
        return


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The folder {path.parent} cannot be made: {error.strerror}. {ANOTHER_PLACE}"
        ) from error


def _migration_due(db: sqlite3.Connection, path: Path) -> bool:
    """Say whether the file is new or older. Refuses newer ones, and what is no library."""
    refuse_foreign(db, path)
    version = version_of(db)
    if version is not None and version > HEAD:
        raise LibraryError(
            f"{path} was made by a newer readlist (schema {version}, this one knows {HEAD}). "
            "Update readlist to use it."
        )
    return version != HEAD


def _brought_up(
    db: sqlite3.Connection, path: Path, *, may: bool, needed: bool
) -> tuple[sqlite3.Connection, bool]:
    """Bring a library to this schema, and say whether it is the file itself.

    Where the file cannot be written, and need not be, it is a copy that goes with the connection.
    """
    if may:
        try:
            _migrate(db, path)
        except (sqlite3.OperationalError, OSError) as error:
            if needed or not _is_without_room(error):
                raise
        else:
            return db, True
    copy = _connect("")  # SQLite keeps it in the temporary folder (sqlite.org/inmemorydb.html, 3)
    try:
        db.backup(copy)
        _migrate(copy, path)
    except BaseException:
        copy.close()
        raise
    db.close()
    return copy, False


def _is_without_room(error: Exception) -> bool:
    """Say whether an error is of a file, or of its folder, that cannot be written now."""
    if isinstance(error, sqlite3.Error):
        return primary_code(error) in (*NO_ROOM, sqlite3.SQLITE_READONLY)
    return True


def refuse_foreign(db: sqlite3.Connection, path: Path) -> None:
    """Raise ``LibraryError`` for a file that another program made."""
    if is_foreign(db):
        raise LibraryError(
            f"{path} is a SQLite file of another program, not a readlist library. Nothing was "
            f"changed. {ANOTHER_PLACE}"
        )


def is_foreign(db: sqlite3.Connection) -> bool:
    """Say whether another program made the tables of a file.

    Ours have a mark in the header, which ``sqlite3 old.db .recover`` loses; any program that uses
    Alembic has the table of its version.
    """
    if db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        return False
    found = {name for (name,) in db.execute("SELECT name FROM sqlite_schema")}
    return bool(found) and not found >= _OURS


_OURS = frozenset({"alembic_version", "papers", "details", "journal", "changes"})


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    from readlist.store.migrate import upgrade  # 0.8 s of Alembic, only when a migration is due

    is_copy = not db.execute("PRAGMA database_list").fetchone()[2]
    if is_copy or version_of(db) is None:
        upgrade(db)
    else:
        upgrade(db, first=lambda: _keep_former(db, path))


def _keep_former(db: sqlite3.Connection, path: Path) -> None:
    """Copy a library that is about to be migrated, and that nobody else can write meanwhile.

    A copy of something else is not written over: the library may have been an older one before.
    """
    if version_of(db) == HEAD:
        return  # another process was faster
    from glob import escape  # for a migration alone

    from readlist.store.copies import back_up, free_name, is_same, is_taken

    former = Path(f"{path}.before-{HEAD}")
    kept = free_name(path, f"before-{HEAD}", 2) if is_taken(former) else former
    reader = sqlite3.connect(path, isolation_level=None)
    try:
        back_up(reader, kept)
    finally:
        reader.close()
    others = path.parent.glob(f"{escape(path.name)}.before-{HEAD}*")
    if any(other != kept and is_same(kept, other) for other in others):
        kept.unlink()  # a migration that fails is tried by each command


def version_of(db: sqlite3.Connection) -> str | None:
    """Return the version of a file's schema, None where there is none."""
    try:
        row = db.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    return str(row[0]) if row else None


@contextmanager
def writing(library: Library) -> Iterator[None]:
    """Write all of it or nothing; a file that was moved is refused. Raises ``LibraryError``."""
    with explained(library.path):
        library.db.execute("BEGIN IMMEDIATE")
        try:
            library.refuse_moved()
            yield
            if library.db.in_transaction:  # a dry run has been taken back
                library.db.execute("COMMIT")
        except BaseException:
            if library.db.in_transaction:
                library.db.execute("ROLLBACK")
            raise


STEPS = 2_000
"""Steps of SQLite after which a statement that may be overtaken looks whether it was."""


class OvertakenError(Exception):
    """What was asked is not wanted any more."""


@contextmanager
def while_wanted(db: sqlite3.Connection, is_stale: Callable[[], bool]) -> Iterator[None]:
    """End the statements inside as soon as nobody wants their answer. Raises ``OvertakenError``."""
    db.set_progress_handler(is_stale, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if is_stale():
            raise OvertakenError from error
        raise
    finally:
        db.set_progress_handler(None, 0)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into sentences; errors of ours keep their traceback.

    Ctrl-C that SQLite has dropped is ``KeyboardInterrupt`` again.
    """
    try:
        with interrupts.kept():
            yield
    except sqlite3.Error as error:
        sentence = explain(error, path)
        if sentence is None:
            raise
        raise LibraryError(sentence) from error
    except UnicodeDecodeError as error:
        # What the driver answers when SQLite's message quotes a damaged schema.
        raise LibraryError(_SENTENCES[sqlite3.SQLITE_CORRUPT].format(path=path)) from error


def explain(error: sqlite3.Error, path: Path) -> str | None:
    """Return what an error of SQLite means for the person, or None where it is a defect of ours."""
    code = primary_code(error)
    if code is None and "decode to UTF-8" in str(error):
        code = sqlite3.SQLITE_CORRUPT  # the driver's own complaint about damaged text
    if code is None:
        return None
    if getattr(error, "sqlite_errorcode", None) in _LOCKS:
        code = sqlite3.SQLITE_PROTOCOL
    if code == sqlite3.SQLITE_IOERR and _is_full(path):
        code = sqlite3.SQLITE_FULL  # the file that readers share cannot be made either
    if code == sqlite3.SQLITE_CANTOPEN and path.is_file() and not os.access(path, os.R_OK):
        code = sqlite3.SQLITE_PERM
    sentence = _SENTENCES.get(code)
    return sentence.format(path=path) if sentence else None


def primary_code(error: sqlite3.Error) -> int | None:
    """Return which of SQLite's errors it is, without its further distinctions."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _is_full(path: Path) -> bool:
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    return disk.f_bavail == 0


BUSY = (
    "The library {path} is being written by another program for longer than two minutes. "
    "Try again when it has finished."
)
_UNLOCKABLE = (
    "The library {path} could not be locked: it may lie on a network drive whose locks do not "
    "work. Nothing was changed; keep it on a disk of this machine."
)
_LOCKS = frozenset({
    sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_SHMLOCK,
    sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK,
})  # fmt: skip
_SENTENCES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: "The library {path} is locked by another program. Try again.",
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full. Nothing was changed; free some "
    "space and run the command again.",
    sqlite3.SQLITE_READONLY: "The library {path} cannot be written. Nothing was changed; check "
    "the permissions of the file and its folder.",
    sqlite3.SQLITE_PROTOCOL: _UNLOCKABLE,
    sqlite3.SQLITE_PERM: "The library {path} cannot be opened: permission denied.",
    sqlite3.SQLITE_CANTOPEN: "The library {path} cannot be opened. Check that the path is a file "
    "that you may read and write, in a folder that exists.",
    sqlite3.SQLITE_CORRUPT: "The library {path} is damaged. Run 'readlist db check' to see how, "
    "and 'readlist db restore' to go back to a backup.",
    sqlite3.SQLITE_NOTADB: "{path} is not a readlist library. Choose another place with "
    "READLIST_DB or --db.",
    sqlite3.SQLITE_IOERR: "The library {path} could not be read or written (input/output error). "
    "Nothing was changed; check the disk and run the command again.",
    sqlite3.SQLITE_TOOBIG: "Something is too large for the library {path}. Nothing was changed.",
}
