"""How often a service is asked, whoever asks: the pace holds across processes of one person.

A pace is a file with the times of the last request and of the end of a rest, changed under a lock;
as many lock files as requests may run at once say who is asking. The locks are the system's own
(filelock), so that those of a killed process are free at once.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from readlist.log import debug

MARGIN_S = 0.05
"""Added to each interval: the way to the service takes not always the same time."""
REST_LIMIT_S = 900.0
_LOOK_S = 0.05


class Mark(NamedTuple):
    """What a pace's file says, in seconds since 1970; ``rests`` counts those in a row."""

    last: float = 0.0
    resting_until: float = 0.0
    rests: int = 0


class PatienceError(Exception):
    """The turn would come too late; ``wait_s`` is how long it would have taken."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


@dataclass(slots=True)
class Pace:
    """The turns of one service or group of services."""

    folder: Path
    name: str
    interval_s: float
    at_once: int = 1
    rest_s: float = 5.0
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    @contextmanager
    def turn(self, patience_s: float) -> Iterator[Callable[[], None]]:
        """Wait for a turn, then hold it while the request runs. Raises ``PatienceError``.

        Yields what is to be called when the answer begins: the interval counts from then, because
        a request takes longer to arrive over a new connection than over one that is open.
        """
        end = self.now() + patience_s
        with self._slot(end):
            self._start(end)
            yield self._arrived

    @contextmanager
    def _slot(self, end: float) -> Iterator[None]:
        """Hold one of the places for requests that run at once."""
        while True:
            for number in range(self.at_once):
                lock = FileLock(self._file(f".{number}.lock"), timeout=0)
                try:
                    lock.acquire()
                except Timeout:
                    continue
                try:
                    yield
                finally:
                    lock.release()
                return
            if self.now() >= end:
                raise PatienceError(0.0)
            self.sleep(_LOOK_S)

    def _start(self, end: float) -> None:
        """Wait until the next request may start, and write down that it did."""
        while True:
            with self._locked():
                mark = self._read()
                due = max(mark.last + self.interval_s + MARGIN_S, mark.resting_until)
                wait_s = due - self.now()
                if wait_s <= 0:
                    self._write(mark._replace(last=self.now()))
                    return
            if self.now() + wait_s > end:
                raise PatienceError(wait_s)
            debug("web", "the turn of %s comes in %.1f s", self.name, wait_s)
            self.sleep(wait_s)

    def _arrived(self) -> None:
        with self._locked():
            self._write(self._read()._replace(last=self.now()))

    def rest(self, asked_s: float | None) -> float:
        """Let nobody ask for a while, longer each time in a row; return the seconds."""
        with self._locked():
            mark = self._read()
            own_s = min(REST_LIMIT_S, self.rest_s * float(2**mark.rests))
            rest_s = min(REST_LIMIT_S, max(asked_s or 0.0, own_s))
            until = max(mark.resting_until, self.now() + rest_s)
            self._write(Mark(mark.last, until, min(mark.rests + 1, 12)))
        return rest_s

    def well(self) -> None:
        """Take note that the service answers again."""
        if self._read().rests:
            with self._locked():
                self._write(self._read()._replace(rests=0))

    def _locked(self) -> FileLock:
        return FileLock(self._file(".lock"))

    def _file(self, suffix: str) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.folder / f"{self.name}{suffix}"

    def _read(self) -> Mark:
        """Return the mark; one that lies ahead of the clock, or is damaged, is none."""
        try:
            mark = Mark(*json.loads(self._file(".json").read_text(encoding="utf-8")))
            now = self.now()
            ahead = mark.last > now + 1 or mark.resting_until > now + REST_LIMIT_S + 1
            return Mark() if ahead else mark
        except (OSError, ValueError, TypeError):
            return Mark()

    def _write(self, mark: Mark) -> None:
        self._file(".json").write_text(json.dumps(mark), encoding="utf-8")
