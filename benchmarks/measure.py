"""Whole processes measured in pairs: wall, CPU and peak memory, A B A B after a warm-up."""

import os
import pty
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from statistics import median
from typing import NamedTuple

COLUMNS, LINES = 120, 40


class Sample(NamedTuple):
    """One process, or the medians of several."""

    wall_ms: float
    cpu_ms: float
    peak_mb: float


class Job(NamedTuple):
    """A process to run; ``terminal`` gives it a pseudo-terminal instead of a pipe."""

    argv: Sequence[str]
    environment: Mapping[str, str]
    terminal: bool = False
    codes: tuple[int, ...] = (0,)


def run(job: Job) -> Sample:
    """Run a process to its end, reading what it prints."""
    reader, writer = _terminal() if job.terminal else os.pipe()
    start = time.perf_counter()
    child = os.posix_spawn(
        job.argv[0], list(job.argv), dict(job.environment),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, writer, 1),
            (os.POSIX_SPAWN_CLOSE, reader),
            *([(os.POSIX_SPAWN_DUP2, writer, 2)] if job.terminal else []),
        ],
    )  # fmt: skip
    os.close(writer)
    _drain(reader)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    os.close(reader)
    code = os.waitstatus_to_exitcode(status)
    if code not in job.codes:
        sys.exit(f"{' '.join(job.argv)} ended with {code}")
    cpu = usage.ru_utime + usage.ru_stime
    return Sample(1_000 * wall, 1_000 * cpu, usage.ru_maxrss / 1_024)


def _terminal() -> tuple[int, int]:
    reader, writer = pty.openpty()
    ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    return reader, writer


def _drain(reader: int) -> None:
    try:
        while os.read(reader, 1 << 16):
            pass
    except OSError:  # how a pseudo-terminal says that its other end is closed
        pass


def middle(samples: Sequence[Sample]) -> Sample:
    """Return the medians."""
    return Sample(*(median(values) for values in zip(*samples, strict=True)))


class Pair(NamedTuple):
    """Two jobs measured in turn; ratios are medians of the ratios of neighbours."""

    ours: Sample
    bare: Sample
    wall_ratio: float
    cpu_ratio: float


def pairs(make: Callable[[int], tuple[Job, Job]], runs: int, *, warm_up: bool = True) -> Pair:
    """Measure two jobs in turn; ``make`` returns them for the n-th round (0: the warm-up)."""
    rounds: list[tuple[Sample, Sample]] = []
    for number in range(0 if warm_up else 1, runs + 1):
        one, other = make(number)
        # Every other round begins with the other one: neither always runs on warm caches.
        if number % 2:
            rounds.append((run(one), run(other)))
        else:
            second = run(other)
            rounds.append((run(one), second))
    kept = rounds[1:] if warm_up else rounds
    ours, bare = zip(*kept, strict=True)
    return Pair(
        middle(ours), middle(bare),
        median(a.wall_ms / b.wall_ms for a, b in kept),
        median(a.cpu_ms / b.cpu_ms for a, b in kept),
    )  # fmt: skip
