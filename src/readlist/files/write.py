"""The only writing of people's files: whole or not at all."""

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress

from readlist.errors import FileError
from readlist.files.read import failed
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
        _replace(target, mode, chunks)
    except (OSError, ValueError) as error:
        raise failed("write", shown, error) from error


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except FileNotFoundError:
        return None


def _replace(target: str, mode: int | None, chunks: Iterable[str]) -> None:
    folder = os.path.dirname(target)  # noqa: PTH120
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
