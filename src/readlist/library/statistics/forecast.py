"""How long papers stay on a list, and when the list is read at this pace; pure.

A forecast is honest: it says when there is too little history, when a list grows faster than it is
read, and how much of it is never read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import sqrt
from typing import NamedTuple

WEEKS = 12
"""Weeks whose pace is the pace."""
LEAST_WEEKS = 4
LEAST_LEFT = 3
"""With a shorter history, or fewer papers that left the list, there is no pace."""
IMPORT = 50
"""From so many on, the papers that came onto the list on one day are an import, which tells nothing
of what comes in a week."""
LEAST_LASTING = 10
HORIZON_YEARS = 200


class Lasting(NamedTuple):
    """Papers that stayed on the list for so many days and ``left``, or still wait."""

    days: int
    papers: int
    left: bool


class Imported(NamedTuple):
    """Papers that came onto the list at once, and on how many days."""

    papers: int
    days: int


class Forecast(NamedTuple):
    """Papers that come and leave in a week, and what becomes of the list at this pace.

    ``done`` is the month in which nothing waits any more, ``earliest`` and ``latest`` bound it in
    four of five cases; empty where that is never. ``unread`` is the part of what leaves, or of what
    comes where more comes than leaves, that is never read. ``without`` was no part of the pace.
    """

    weeks: int
    waiting: int
    enough: bool
    kept: float
    finished: float
    let_go: float
    done: str
    earliest: str
    latest: str
    unread: float | None
    without: Imported | None


def half_life(lasting: Iterable[Lasting]) -> int | None:
    """Return the days after which half of the papers have left the list (Kaplan and Meier).

    What still waits counts as long as it has waited: the median of those that left would be far
    too short. None where fewer than half would leave, or few are known.
    """
    left: Counter[int] = Counter()
    gone: Counter[int] = Counter()
    for one in lasting:
        days = max(0, one.days)
        gone[days] += one.papers
        if one.left:
            left[days] += one.papers
    waiting = sum(gone.values())
    if waiting < LEAST_LASTING or not left:
        return None
    staying = 1.0
    for days in sorted(gone):
        staying *= 1 - left[days] / waiting
        if staying <= 0.5:
            return days
        waiting -= gone[days]
    return None


def forecast(
    kept: Mapping[str, int],
    finished: Mapping[str, int],
    let_go: Mapping[str, int],
    waiting: int,
    today: date,
) -> Forecast:
    """Return what becomes of a list of so many papers, by what came and left each day."""
    began = min((day for days in (kept, finished) for day in days if len(day) == 10), default="")
    age = (today - date.fromisoformat(began)).days + 1 if began else 0
    weeks = max(0, min(WEEKS, age // 7))
    first = today - timedelta(weeks=max(weeks, 1))
    usual, without = _without_imports(kept, str(first), str(today))
    came = _by_week(usual, first, today, weeks)
    read = _by_week(finished, first, today, weeks)
    dropped = _by_week(let_go, first, today, weeks)
    left = sum(read) + sum(dropped)
    if weeks < LEAST_WEEKS or left < LEAST_LEFT:
        return Forecast(weeks, waiting, False, 0, 0, 0, "", "", "", None, None)
    net = [out + gone - new for new, out, gone in zip(came, read, dropped, strict=True)]
    pace = sum(net) / weeks
    error = sqrt(sum((one - pace) ** 2 for one in net) / (weeks - 1) / weeks)
    margin = 1.28 * error  # four of five values of a normal distribution
    done = _month(waiting, pace, today)
    latest = _month(waiting, pace - margin, today) if done else ""
    unread = sum(dropped) / left if done else max(0.0, 1 - sum(read) / max(1, sum(came)))
    kept_a_week, read_a_week, gone_a_week = (
        round(sum(each) / weeks, 2) for each in (came, read, dropped)
    )
    return Forecast(
        weeks, waiting, True, kept_a_week, read_a_week, gone_a_week, done,
        _month(waiting, pace + margin, today), latest, round(unread, 3), without,
    )  # fmt: skip


def _without_imports(
    kept: Mapping[str, int], first: str, today: str
) -> tuple[dict[str, int], Imported | None]:
    """Return what came without the days after the first that brought whole lists, and these."""
    lists = {day for day, count in kept.items() if count >= IMPORT and first < day <= today}
    usual = {day: count for day, count in kept.items() if day not in lists}
    if not lists:
        return usual, None
    return usual, Imported(sum(kept[day] for day in lists), len(lists))


def _by_week(days: Mapping[str, int], first: date, today: date, weeks: int) -> list[int]:
    """Return the papers of each week after a day up to today."""
    found = [0] * max(weeks, 1)
    for day, count in days.items():
        if str(first) < day <= str(today) and len(day) == len("2026-03-02"):
            found[((date.fromisoformat(day) - first).days - 1) // 7] += count
    return found


def _month(waiting: int, pace: float, today: date) -> str:
    """Return the month in which nothing waits any more; empty where that is never."""
    if not waiting:
        return f"{today:%Y-%m}"
    if pace <= 0 or waiting / pace * 7 > HORIZON_YEARS * 365:
        return ""
    done = today.toordinal() + round(waiting / pace * 7)
    return f"{date.fromordinal(done):%Y-%m}" if done < date.max.toordinal() else ""
