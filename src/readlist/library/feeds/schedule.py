"""When a feed is due: ``daily``, ``weekdays 08:00``, ``mon,thu 07:30``, ``6h``; pure.

Times of day are the person's own, by the clock on the wall. One that a change of the clock leaves
out is due right after it, one that it doubles is due once.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain
from typing import NamedTuple

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFAULT = "daily"
SLACK = timedelta(minutes=2)
"""How much too early a pull may be: cron starts some seconds before or after its minute."""
_SHARE = 0.1
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_EVERY = {"hourly": _UNITS["h"], "weekly": 7 * _UNITS["d"]}
_LEAST, _MOST = timedelta(minutes=5), timedelta(days=366)
# "6h", "every 30 m"; not "0h".
_INTERVAL = re.compile(r"(?:every )?([1-9][0-9]{0,4}) ?([mhd])")
# "08:00", "7:30"; not "24:00".
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_NAMES = {
    "daily": frozenset(range(7)), "weekdays": frozenset(range(5)), "weekends": frozenset({5, 6}),
}  # fmt: skip
_ADVICE = "Write daily, weekdays 08:00, mon,thu 07:30, weekly, hourly, 6h or 30m."


class Schedule(NamedTuple):
    """Days of the week (0 is Monday) with a time of day, or the time between two pulls.

    Without ``at`` a day is due once it has begun.
    """

    days: frozenset[int] = frozenset()
    at: time | None = None
    every: timedelta | None = None

    def __str__(self) -> str:
        if self.every:
            return _interval_text(self.every)
        name = next((name for name, days in _NAMES.items() if days == self.days), "")
        said = name or ",".join(DAYS[day] for day in sorted(self.days))
        return f"{said} {self.at:%H:%M}" if self.at else said


def parse(text: str) -> Schedule:
    """Return a schedule. Raises ``ValueError`` with a sentence."""
    said = " ".join(text.lower().split()).replace(", ", ",")
    if said in _EVERY:
        return Schedule(every=_EVERY[said])
    if found := _INTERVAL.fullmatch(said):
        every = int(found[1]) * _UNITS[found[2]]
        if not _LEAST <= every <= _MOST:
            raise ValueError(f"{text!r} is no schedule: from 5m to 366d between two pulls.")
        return Schedule(every=every)
    words, _, clock = said.partition(" ")
    if not clock and _TIME.fullmatch(words):
        words, clock = DEFAULT, words
    at = _TIME.fullmatch(clock)
    if clock and not at:
        raise ValueError(f"{text!r} is no schedule. {_ADVICE}")
    days = _NAMES.get(words, frozenset())
    if not days:
        # One word that is no day spoils them all: of "mon,tu" nobody knows what was meant.
        each = [_places(word) for word in words.split(",")]
        if not all(each):
            raise ValueError(f"{text!r} is no schedule. {_ADVICE}")
        days = frozenset(chain.from_iterable(each))
    return Schedule(days, time(int(at[1]), int(at[2])) if at else None)


def _places(word: str) -> list[int]:
    """Return the days that a word means: ``mon``, ``Monday``, ``mon-wed``."""
    first, dash, last = word.partition("-")
    ends = [
        next((place for place, name in enumerate(DAYS) if len(one) > 2 and _is_day(one, name)), -1)
        for one in ((first, last) if dash else (first,))
    ]
    if -1 in ends:
        return []
    span = (ends[-1] - ends[0]) % 7
    return [(ends[0] + step) % 7 for step in range(span + 1)]


def _is_day(word: str, name: str) -> bool:
    whole = {"tue": "tuesday", "wed": "wednesday", "thu": "thursday", "sat": "saturday"}
    return whole.get(name, f"{name}day").startswith(word)


def _interval_text(every: timedelta) -> str:
    for name, known in _EVERY.items():
        if every == known:
            return name
    letter, unit = next(
        (letter, unit) for letter, unit in reversed(_UNITS.items()) if every % unit == timedelta()
    )
    return f"{every // unit}{letter}"


def due(schedule: Schedule, last: datetime | None, now: datetime, zone: tzinfo | None) -> bool:
    """Say whether a feed that was last pulled whole at a moment is to be pulled now.

    ``zone`` is the person's, None that of the machine. A clock that went back does not hold a
    feed up.
    """
    if last is None or last > now + SLACK:
        return True
    if schedule.every:
        slack = min(timedelta(minutes=5), schedule.every * _SHARE)
        return now - last >= schedule.every - slack
    return any(last < moment <= now for moment in _moments(schedule, last, now, zone))


def _moments(
    schedule: Schedule, last: datetime, now: datetime, zone: tzinfo | None
) -> list[datetime]:
    """Return when a schedule was due lately: a pull before the last of them is overdue."""
    today = now.astimezone(zone).date() + timedelta(days=1)
    back = min((today - last.astimezone(zone).date()).days + 1, 9)
    days = (today - timedelta(days=number) for number in range(back + 1))
    # Without a time a day is due when it has begun, and not two minutes before.
    slack = SLACK if schedule.at else timedelta()
    return [
        _moment(day, schedule.at or time(), zone) - slack
        for day in days
        if day.weekday() in schedule.days
    ]


def _moment(day: date, at: time, zone: tzinfo | None) -> datetime:
    """Return when a clock on the wall shows a time; the first time, or right after a gap."""
    said = datetime.combine(day, at)
    if zone is None:
        return said.astimezone(UTC)
    return said.replace(tzinfo=zone).astimezone(UTC)
