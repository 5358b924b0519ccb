"""Instants of the library as days of the person's own time zone, and back.

The library stores instants in UTC (``2026-03-10T03:30:00Z``); what people see, type and ask for are
days and times where they are: those of ``TZ``, of the machine, or of the setting ``timezone``.
A day that was stored as a day (``2026-03-10``) is that day everywhere.
"""

import os
import re
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from readlist.errors import ConfigError

_DAY = len("2026-03-10")
_NO_END = "~"
"""What sorts after every instant: the calendar ends with the year 9999."""


def use(zone: str) -> None:
    """Let the time zone of this process be this one; empty leaves it as it is.

    Raises ``ConfigError``.
    """
    if zone and zone != os.environ.get("TZ"):
        check(zone)
        os.environ["TZ"] = zone
    if hasattr(time, "tzset"):  # Windows knows the zone of the machine alone
        time.tzset()


def check(zone: str) -> None:
    """Raise ``ConfigError`` where there is no time zone of this name."""
    from difflib import get_close_matches
    from zoneinfo import ZoneInfo, available_timezones  # 6 ms, for those alone who set one

    try:
        ZoneInfo(zone)
    except (KeyError, OSError, ValueError) as error:
        known = {name.lower(): name for name in available_timezones()}
        near = [name for name in known if name.endswith(f"/{zone.lower()}")]
        near += get_close_matches(zone.lower(), known, 1, 0.75)
        meant = f" Did you mean {known[near[0]]}?" if near else ""
        raise ConfigError(
            f"The setting 'timezone' is {zone!r}; it takes a name such as Europe/Berlin.{meant}"
        ) from error


_FOLDERS = (
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
    "/var/db/timezone/zoneinfo",
)  # fmt: skip
"""Where systems keep their time zones."""
# "CET-1CEST,M3.5.0,M10.5.0/3", "<+0530>-5:30" (POSIX 8.3); not "CEST", which says no hours.
_RULE = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)[+-]?\d"
_UTC = frozenset({"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Zulu", "UCT", "Universal"})


def unknown_zone() -> str:
    """Return what TZ says where this machine knows no such time zone, for which it takes UTC."""
    zone = os.environ.get("TZ", "").removeprefix(":")
    if not hasattr(time, "tzset") or zone in ("", *_UTC) or re.match(_RULE, zone):
        return ""
    folders = (os.environ.get("TZDIR") or _FOLDERS[0], *_FOLDERS)
    return "" if any(Path(folder, zone).is_file() for folder in folders) else zone


def _local(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone()


def day(instant: str) -> str:
    """Return the day of an instant where the person is; a day, or anything else, as it is."""
    if len(instant) <= _DAY:
        return instant
    try:
        return _local(instant).date().isoformat()
    except (ValueError, OverflowError):
        return instant[:_DAY]


class Days:
    """The days of many instants, each in a fifth of the time that ``day`` takes."""

    def __init__(self) -> None:
        self._borders: dict[str, tuple[str, str]] = {}

    def __call__(self, instant: str) -> str:
        """Return the day of an instant where the person is; a day as it is."""
        if len(instant) <= _DAY or not instant.endswith("Z"):
            return day(instant)
        there = instant[:_DAY]
        if there not in self._borders:
            self._borders[there] = begin(there), end(there)
        first, last = self._borders[there]
        # The day of UTC is theirs but for the hours before it begins and after it is over.
        return there if first <= instant < last else day(instant)


def minute(instant: str) -> str:
    """Return an instant where the person is, ``2026-03-09 20:30``; anything else as it is."""
    try:
        return _local(instant).strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return instant


def clock(instant: str) -> str:
    """Return the time of an instant where the person is, with the zone: ``20:30 PDT``."""
    return _local(instant).strftime("%H:%M %Z")


def begin(said: str) -> str:
    """Return the instant at which a day, a month or a year begins: ``2026-03-09``, ``2026-03``.

    A day that no month has, such as ``2026-02-30``, begins and ends where its month ends; one that
    a place left out, such as 30 December 2011 in Samoa, where the next day begins.
    """
    try:
        first = date.fromisoformat(said + "-01-01"[len(said) - len("2026") :])
        midnight = datetime(first.year, first.month, first.day)  # noqa: DTZ001
        found = instant(midnight)
        if day(found) < first.isoformat():  # summer time begins at midnight, which is left out
            found = instant(midnight.replace(fold=1))
    except (ValueError, OverflowError):
        return end(said[: len("2026-02")]) if len(said) == _DAY else said
    is_left_out = len(said) == _DAY and day(found) != said
    return end(said) if is_left_out else found


def end(said: str) -> str:
    """Return the instant at which a day, a month or a year is over."""
    year, *rest = map(int, said.split("-"))
    if said.startswith("9999") and rest in ([], [12], [12, 31]):
        return _NO_END
    match rest:
        case []:
            following = f"{year + 1:04}"
        case [12]:
            following = f"{year + 1:04}-01"
        case [month]:
            following = f"{year:04}-{month + 1:02}"
        case _:
            try:
                following = (date.fromisoformat(said) + timedelta(days=1)).isoformat()
            except (ValueError, OverflowError):
                return end(said[: len("2026-02")])
    return begin(following)


def instant(here: datetime) -> str:
    """Return a moment as the library stores it: UTC, ISO 8601."""
    return here.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
