"""The only writing of people's files: whole or not at all, one or a folder of them."""

import errno
import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from readlist.errors import FileError
from readlist.files.read import failed, open_document
from readlist.text import visible


def write_atomic(path: str, chunks: Iterable[str]) -> None:
    """Write text (UTF-8, LF) as a whole or not at all; raises ``FileError`` with a sentence.

    A link stays and its target is replaced; an existing file keeps its permissions. What is no
    regular file (``/dev/stdout``, a named pipe) cannot be replaced and is written to directly.
    """
    shown = visible(path)
    try:
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise FileError(f"{shown} is a folder. Name a file in it.")
        if mode is not None and not stat.S_ISREG(mode):
            with open(path, "w", encoding="utf-8", errors="replace", newline="\n") as file:  # noqa: PTH123
                file.writelines(chunks)
            return
        target = os.path.realpath(path)
        if mode is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "it is read-only")
        if is_database(target):
            raise FileError(
                f"{shown} is a database, such as a library or a backup of one. Nothing was "
                "written; name another file."
            )
        _replace(target, mode, chunks)
    except (OSError, ValueError) as error:
        raise failed("write", shown, error) from error


SIDE_FILES = ("", "-wal", "-shm", "-journal")
"""What the files of a library are called, behind its own name (sqlite.org/tempfiles.html)."""


def is_database(path: str) -> bool:
    """Say whether a path is a database of SQLite, or its log: nothing else takes its place.

    A database has a mark (sqlite.org/fileformat.html, 1.3.1), its log only the name.
    """
    for ending in SIDE_FILES:
        with suppress(OSError), open(path.removesuffix(ending), "rb") as file:  # noqa: PTH123
            if path.endswith(ending) and file.read(16) == b"SQLite format 3\0":
                return True
    return False


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except FileNotFoundError:
        return None


# ".readlist-12-0a1b2c3d.tmp", ".library.db.12.part"; not "notes.part".
_LEFT = re.compile(
    r"\.readlist-[0-9]+-[0-9a-f]{8}\.tmp|"
    rf"\..+\.[0-9]+\.(?:part|restoring)(?:{'|'.join(SIDE_FILES)})"
)
_ABANDONED_S = 86_400.0
"""Nothing of ours takes a day: what is older was left by a process that was killed."""


@cache
def sweep(folder: str) -> None:
    """Remove what killed processes have left in a folder, once a run."""
    with suppress(OSError):
        for entry in os.scandir(folder or "."):
            if not _LEFT.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            if time.time() - entry.stat().st_mtime > _ABANDONED_S:
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108


def _replace(target: str, mode: int | None, chunks: Iterable[str]) -> None:
    folder = os.path.dirname(target)  # noqa: PTH120
    sweep(folder)
    temporary = os.path.join(folder, f".readlist-{os.getpid()}-{os.urandom(4).hex()}.tmp")  # noqa: PTH118
    handle = os.open(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
    )
    try:
        with open(handle, "w", encoding="utf-8", errors="replace", newline="\n") as file:  # noqa: PTH123
            if mode is not None:
                os.chmod(temporary, stat.S_IMODE(mode))  # noqa: PTH101
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)  # noqa: PTH105
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    _sync_folder(folder)


def _sync_folder(folder: str) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


FILES_LIMIT = 100_000
"""Files of one folder; beyond that it is not a folder of bibliographies."""


def files_under(folder: str) -> Iterator[str]:
    """Yield the files of a folder and of those in it, by name; what is hidden is left out.

    Raises ``FileError`` where the folder cannot be read or does not end.
    """
    for count, name in enumerate(_walk(folder)):
        if count == FILES_LIMIT:
            raise FileError(
                f"{visible(folder)} holds more than {FILES_LIMIT:,} files. Name a smaller folder."
            )
        yield name


def _walk(folder: str) -> Iterator[str]:
    def failed(error: OSError) -> None:
        raise FileError(
            f"The folder {visible(error.filename)} cannot be read: {error.strerror}."
        ) from error

    for here, folders, files in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)  # noqa: PTH118
            if not name.startswith(".") and os.path.isfile(path) and not os.path.islink(path):  # noqa: PTH113, PTH114
                yield path


MANIFEST = ".readlist-site.json"
"""Says which files of a folder were published there, so that nobody else's is touched."""


class Published(NamedTuple):
    """What became of a folder: the files that were written and removed, how many stayed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _manifest(files: Mapping[str, str]) -> str:
    return json.dumps({"version": 1, "files": dict(sorted(files.items()))}, indent=1) + "\n"


class Folder:
    """A folder that files are written into, by plain names."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def former(self, name: str) -> str | None:
        """Return the text of a file that is there already, or None."""
        path = self._place(name)
        return open_document(str(path)).text() if path.is_file() else None

    def write(self, files: Iterable[tuple[str, str]]) -> int:
        """Write files, each whole or not at all, and return how many."""
        count = 0
        for name, text in files:
            path = self._place(name)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise FileError(
                    f"The folder {visible(str(path.parent))} cannot be made: {error.strerror}. "
                    "Choose another place."
                ) from error
            write_atomic(str(path), [text])
            count += 1
        return count

    def publish(self, files: Iterable[tuple[str, str]], *, dry_run: bool = False) -> Published:
        """Make the folder hold these files: write what changed, remove what is no longer wanted.

        Only what was written here before is removed or replaced, and what somebody changed since
        is not removed. Raises ``FileError`` before anything is written where a file of somebody
        else is in the way.
        """
        wanted = dict(files)
        known = self._written_before()
        written = self._changed(wanted, known)
        left = known.keys() - wanted.keys()
        gone = [name for name in left if self._hash_of(name) == known[name]]
        done = Published(tuple(sorted(written)), tuple(sorted(gone)), len(wanted) - len(written))
        now = {name: _hash(text) for name, text in wanted.items()}
        if dry_run or not (written or gone or now != known):
            return done
        # Before the pages: one that was written by a process that was killed is known as ours.
        self.write([(MANIFEST, _manifest({**known, **now}))])
        self.write((name, wanted[name]) for name in written)
        for name in gone:
            self._place(name).unlink(missing_ok=True)
        self.write([(MANIFEST, _manifest(now))])
        return done

    def _changed(self, wanted: Mapping[str, str], known: Mapping[str, str]) -> list[str]:
        """Return the files that are not here with these texts; refuse one of somebody else."""
        changed = []
        for name, text in wanted.items():
            former = self._hash_of(name)
            if former == _hash(text):
                continue
            if former is not None and name not in known:
                raise FileError(
                    f"{visible(str(self._path / name))} was not written by readlist. Choose "
                    "another folder, or move it away."
                )
            changed.append(name)
        return changed

    def _hash_of(self, name: str) -> str | None:
        path = self._place(name)
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        except OSError as error:
            raise failed("read", visible(str(path)), error) from error

    def _written_before(self) -> dict[str, str]:
        """Return the files that were published here, with the hashes of their texts."""
        try:
            said = json.loads(self.former(MANIFEST) or "{}")
        except ValueError:
            return {}
        found = said.get("files") if isinstance(said, dict) else None
        if not isinstance(found, dict):
            return {}
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def _place(self, name: str) -> Path:
        """Return where a file lies. Raises ``FileError`` for a place outside the folder."""
        path = self._path / name
        root = self._path.resolve()
        if not path.resolve().is_relative_to(root) or path.resolve() == root:
            raise FileError(
                f"{visible(name)!r} would lie outside {visible(str(self._path))}; it is not "
                "written. Check for links in the folder."
            )
        return path


def write_aside(text: str, suffix: str) -> str:
    """Write a text into a file of its own, where the system keeps such; return the file's name."""
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix="readlist-", suffix=suffix)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    return name


def kept_aside(text: str) -> str:
    """Keep what a person wrote that does not come into the library; say where."""
    return f"What you wrote is kept in {write_aside(text, '.md')}."
