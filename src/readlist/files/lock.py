"""One process at a time: a lock that the system takes back from a dead process, and whose it is.

The lock itself is the system's (filelock); beside it stands who holds it, for people. That file is
left behind by a process that was killed: whoever gets the lock knows then that it is stale.
"""

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from readlist.errors import LibraryError
from readlist.text import visible

_LOOK_S = 0.2


class Owner(NamedTuple):
    """Who holds a lock; ``started`` is UTC, ISO 8601."""

    pid: int
    host: str
    started: str
    command: str


class HeldError(Exception):
    """Another process holds the lock; ``owner`` is who, where that could be read."""

    def __init__(self, owner: Owner | None) -> None:
        super().__init__(owner)
        self.owner = owner


def this_process(started: str, command: str) -> Owner:
    """Return this process as an owner."""
    return Owner(os.getpid(), socket.gethostname(), started, command)


@contextmanager
def held(
    path: Path,
    owner: Owner,
    patience_s: float = 0.0,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Owner | None]:
    """Hold a lock during the block, waiting so long for it. Raises ``HeldError``, ``LibraryError``.

    Yields the former owner where that one did not let go by itself.
    """
    from filelock import FileLock, Timeout  # 20 ms, for those who lock

    lock = FileLock(path, timeout=0)
    end = clock() + patience_s
    while True:
        try:
            lock.acquire()
            break
        except Timeout as error:
            if clock() >= end:
                raise HeldError(owner_of(path)) from error
        except OSError as error:
            raise _unwritable(path, error) from error
        sleep(_LOOK_S)
    try:
        stale = owner_of(path)
        try:
            _owner_path(path).write_text(json.dumps(owner._asdict()), encoding="utf-8")
        except OSError as error:
            raise _unwritable(path, error) from error
        yield stale
    finally:
        with suppress(OSError):
            _owner_path(path).unlink()
        lock.release()


def _unwritable(path: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"The lock {visible(str(path))} cannot be written: {error.strerror}. Nothing was changed; "
        "allow writing beside the library, and try again."
    )


def owner_of(path: Path) -> Owner | None:
    """Return who holds a lock or left it behind, None where nobody wrote that down."""
    try:
        said = json.loads(_owner_path(path).read_text(encoding="utf-8"))
        return Owner(
            int(said["pid"]), str(said["host"]), str(said["started"]), str(said["command"])
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _owner_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.owner")
