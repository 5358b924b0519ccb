"""What runs commands on schedule: the job and its times here, cron and systemd beside it.

Nothing but what carries this program's mark is ever changed or taken away.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from readlist.errors import UsageError
from readlist.model import NOTHING
from readlist.text import visible

DEFAULT_NAME = "readlist"
MORNING = 6
"""The hour of a pull when nobody says one, by the clock of the machine."""
RUSH_END = 2 * 60
"""Minutes after midnight, UTC, until when arXiv is busiest: it announces at 00:00 or 01:00."""
_DAY = 24 * 60
# "08:00", "7:30"; not "24:00".
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
# A line end in the value of a variable; not a blank.
_UNUSABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Time(NamedTuple):
    """A time of the day, by the clock of the machine."""

    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"


class Job(NamedTuple):
    """A pull on schedule.

    ``name`` tells jobs for several libraries apart. ``environment`` holds no secrets: these stand
    in the file ``secrets``, lines of ``NAME=value``, which is read where it is there.
    """

    name: str
    program: tuple[str, ...]
    times: tuple[Time, ...]
    environment: Mapping[str, str] = NOTHING
    secrets: str = ""
    digest: bool = False

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """What is run, one after the other."""
        pull = (*self.program, "pull", "--quiet")
        return (pull, (*self.program, "digest", "--mail")) if self.digest else (pull,)


def job_name(library: str) -> str:
    """Return the name of the job of a library; the one in the usual place has none: ``''``."""
    if not library:
        return DEFAULT_NAME
    return f"{DEFAULT_NAME}-{hashlib.sha256(library.encode('utf-8', 'replace')).hexdigest()[:8]}"


def times(text: str) -> tuple[Time, ...]:
    """Return the times of ``06:17,18:17``, each once, in order. Raises ``UsageError``."""
    found = set()
    for word in text.split(","):
        read = _TIME.fullmatch(word.strip())
        if read is None:
            raise UsageError(
                f"--at {visible(word.strip())!r} is no time of the day; give one such as 06:17, "
                "or several parted by commas."
            )
        found.add(Time(int(read[1]), int(read[2])))
    return tuple(sorted(found))


def usual_time(seed: str, offsets: Iterable[int]) -> Time:
    """Return a time in the morning outside arXiv's rush, the same for the same seed.

    The minute is odd and not everyone's, because everyone's minute is a service's worst one.
    ``offsets`` are those of the machine's clock from UTC, in minutes, over the year.
    """
    minute = 2 * (int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") % 25) + 7
    known = tuple(offsets)
    hours = (hour for hour in range(MORNING, 24) if not in_rush([Time(hour, minute)], known))
    return Time(next(hours), minute)


def in_rush(found: Sequence[Time], offsets: Iterable[int]) -> bool:
    """Say whether one of these times falls into the hours in which arXiv is busiest."""
    minutes = [time.hour * 60 + time.minute for time in found]
    return any((at - offset) % _DAY < RUSH_END for offset in offsets for at in minutes)


def check(job: Job) -> None:
    """Raise ``UsageError`` for a path or a setting that no schedule can hold."""
    words = [*job.program, job.secrets, *(f"{k}={v}" for k, v in job.environment.items())]
    for word in words:
        if _UNUSABLE.search(word):
            raise UsageError(
                f"{visible(word)!r} has a character that no schedule can hold. "
                "Choose another place or value, then install again."
            )
