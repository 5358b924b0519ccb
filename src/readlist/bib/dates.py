"""Dates and times as people, spreadsheets and programs write them, in the forms of the library."""

import re
from datetime import UTC, date, datetime

# Year first, as ISO 8601, spreadsheets and Chinese text have it; a time behind it does not count.
_YEAR_FIRST = re.compile(
    r"([12][0-9]{3})(?:\.0)?(?:[-/.年 ]([01]?[0-9])(?:[-/.月 ]([0-3]?[0-9])日?|月)?)?(?=$|[T ])"
)
_YEAR_LAST = re.compile(r"([0-3]?[0-9])([-/.])([0-3]?[0-9])\2([12][0-9]{3})(?=$|[ ,T])")
_WORD = re.compile(r"[^\W\d_]+|[0-9]+")
_MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "fév": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "avr": 4,
    "may": 5, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "aoû": 8, "sep": 9, "oct": 10, "okt": 10,
    "nov": 11, "dec": 12, "dez": 12, "déc": 12, "juin": 6, "juil": 7,
}  # fmt: skip
_SECONDS = re.compile(r"-?[0-9]{1,17}")
_EARLIEST, _LATEST = 0, 4_102_444_800  # 1970 to 2100, in seconds


def date_of(text: str) -> str:
    """Return a date as ``2017-06-12``, ``2017-06`` or ``2017``; nothing where there is none.

    Where day and month cannot be told apart (``3/4/2017``) only the year is certain.
    """
    text = text.strip()[:60]
    if match := _YEAR_FIRST.match(text):
        return _joined(*(int(part or 0) for part in match.groups()))
    if match := _YEAR_LAST.match(text):
        first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
        if mark == "." or first > 12 or first == second:
            return _joined(year, second, first)
        return _joined(year, first, second) if second > 12 else str(year)
    return _spoken(_WORD.findall(text.lower()))


def _spoken(words: list[str]) -> str:
    """Return the date of ``June 12, 2017``, ``12 Jun 2017`` and ``2017 Jun``."""
    months = [_MONTHS.get(word[:4]) or _MONTHS.get(word[:3]) for word in words if word.isalpha()]
    month = next(filter(None, months), 0)
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 5]
    year = next((number for number in numbers if 1000 <= number < 3000), 0)
    days = [number for number in numbers if 0 < number < 32]
    if not year or not month:
        return ""
    return _joined(year, month, days[0] if days else 0)


def _joined(year: int, month: int, day: int) -> str:
    """Return as much of a date as exists."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else f"{year:04}"


def moment(text: str) -> str:
    """Return a time in UTC as ``2026-11-01T08:00:00Z``, or a bare date, or nothing.

    Seconds, milliseconds and microseconds since 1970 are understood; a time without a zone is UTC.
    """
    text = text.strip()[:60]
    if _SECONDS.fullmatch(text) and len(text) > 4:
        return _since_1970(int(text))
    if len(text) > 10:
        try:
            found = datetime.fromisoformat(text)
            zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
            return _written(zoned.astimezone(UTC))
        except (ValueError, OverflowError):
            pass
    found_date = date_of(text)
    return found_date if len(found_date) == 10 else ""


def _since_1970(number: int) -> str:
    for unit in (1, 1_000, 1_000_000):
        seconds = number // unit
        if _EARLIEST < seconds < _LATEST:
            return _written(datetime.fromtimestamp(seconds, UTC))
    return ""


def _written(found: datetime) -> str:
    return found.replace(microsecond=0).isoformat().replace("+00:00", "Z")
