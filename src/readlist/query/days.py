"""Days as people type them, ahead of today or behind: ``friday``, ``2w``, ``24 Dec``; pure."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from readlist import local_time

EXAMPLES = "friday, tomorrow, 2w, 24 Dec or 2026-12-24"
PAST_EXAMPLES = "2026-11-20, yesterday, monday, 20 Nov, 7d, 3w or 1m"
"""What an error offers, of a day to come and of one that was."""
WORDS = (
    *("today", "tomorrow", "weekend", "next-week", "next-month"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
"""Words for days, as a shell completes them."""
_WEEKDAYS = WORDS[5:]
# "2w", "+3d", "in 10 days".
_DISTANCE = r"(?a)(?:in-|\+)?(\d{1,5})-?(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?"
_SOON = r"in-(an?)-(d|w|m|y)(?:ay|eek|onth|ear)"
_BACK = r"(?a)(\d{1,5})([dwmy])"
# "3 days ago", "a week ago", "2w ago".
_AGO = r"(?a)(\d{1,5}|an?)-?(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?-ago"
# What programs write: "2026-W49-5", and "2026-11-30T21:00+01:00", of which the day is meant.
_OF_PROGRAMS = r"(?ai)\d{4}-?w\d\d-?[1-7]|\d{4}-\d\d-\d\d[t ]\d\d:?\d\d.*"
_PARTLY = r"(?a)\d{4}(?:-\d\d)?"
# What a day may be made of; a sign of the query language is never in one.
_WHOLE = r"(?u)[\w.+/-]+"
# "12-24" is American as 12/24 is; "24.12." is German.
_WITHOUT_YEAR = ((r"(?a)(\d{1,2})[-/](\d{1,2})", (1, 2)), (r"(?a)(\d{1,2})\.(\d{1,2})\.?", (2, 1)))
_YEARS = 8
"""Years in which every day comes at least once, also the 29th of February."""


def normal(text: str) -> str:
    """Return the words for a day as one word: ``24 Dec`` is ``24-dec``."""
    return re.sub(r"[\s,]+", "-", text.strip().lower())


def ahead(text: str, today: str) -> str:
    """Return the day that a text means, ``2026-12-24``, or nothing where it means none.

    A weekday is the next one, never today; a day without a year is the next of that name, which
    may be today; a distance counts from today.
    """
    word = normal(text)
    if found := re.fullmatch(_OF_PROGRAMS, text.strip()):
        return _of_programs(found[0])
    if not re.fullmatch(_WHOLE, word):
        return ""
    if found := re.fullmatch(_DISTANCE, word) or re.fullmatch(_SOON, word):
        return moved(today, _count(found[1]), found[2])
    start = date.fromisoformat(today)
    days = _days_until(start)
    if (count := days.get(_weekday(word) or word)) is not None:
        return moved(today, count, "d")
    return _named(word, start, 1)


def behind(text: str, today: str) -> str:
    """Return the day that a text means looking back, or nothing where it means none.

    A weekday is the last one, never today; a day without a year is the last of that name, which
    may be today; ``7d`` counts back from today.
    """
    word = normal(text)
    if found := re.fullmatch(_OF_PROGRAMS, text.strip()):
        return _of_programs(found[0])
    if not re.fullmatch(_WHOLE, word):
        return ""
    if found := re.fullmatch(_BACK, word) or re.fullmatch(_AGO, word):
        return moved(today, -_count(found[1]), found[2])
    start = date.fromisoformat(today)
    if weekday := _weekday(word):
        return moved(today, -((start.weekday() - _WEEKDAYS.index(weekday) - 1) % 7 + 1), "d")
    if word in ("today", "yesterday"):
        return moved(today, -1 if word == "yesterday" else 0, "d")
    return _named(word, start, -1)


def since(text: str, today: str) -> str:
    """Return the first day of what is asked for: of a month or a year too, nothing for no time."""
    word = normal(text)
    if re.fullmatch(_PARTLY, word):
        word += "-01-01"[len(word) - len("2026") :]
    return behind(word, today)


def _count(said: str) -> int:
    return 1 if said in ("a", "an") else int(said)


def _of_programs(text: str) -> str:
    """Return the day of an instant where the person is, or of an ISO week; nothing for no day."""
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return ""
    # What has no time zone is of the person's own.
    return local_time.day(moment.isoformat()) if moment.tzinfo else moment.date().isoformat()


def _weekday(word: str) -> str:
    """Return the weekday that a word is, from three letters on."""
    return next((name for name in _WEEKDAYS if len(word) >= 3 and name.startswith(word)), "")


def _days_until(start: date) -> dict[str, int]:
    """Return how many days it is to each day that has a word; Saturday is the weekend already."""
    weekday = start.weekday()
    month = monthrange(start.year, start.month)[1]
    return {
        "yesterday": -1,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "weekend": (5 - weekday) % 7,
        "next-week": 7 - weekday,
        "next-month": month - start.day + 1,
        **{name: (n - weekday - 1) % 7 + 1 for n, name in enumerate(_WEEKDAYS)},
    }


def _named(word: str, start: date, step: int) -> str:
    """Return the day of a date; one without a year in the first year that has it, or the last."""
    from readlist.bib import dates  # 8 ms that words and distances save

    if re.search(r"\d{4}", word):
        found = dates.read(word)
        return found if len(found) == len("2026-12-24") else ""
    for count in range(_YEARS + 1):
        year = start.year + count * step
        found = dates.read(word, year)
        for pattern, (month, day) in _WITHOUT_YEAR:
            if said := re.fullmatch(pattern, word):
                found = dates.joined(year, int(said[month]), int(said[day]))
        is_reached = found >= start.isoformat() if step > 0 else found <= start.isoformat()
        if is_reached and len(found) == len("2026-12-24"):
            return found
    return ""


def moved(day: str, count: int, unit: str) -> str:
    """Return the day so many days, weeks, months or years away, before or after.

    A month after 31 January is the end of February. The calendar ends with the year 9999.
    """
    start = date.fromisoformat(day)
    if unit in "dw":
        number = start.toordinal() + count * (7 if unit == "w" else 1)
        return date.fromordinal(min(max(number, 1), date.max.toordinal())).isoformat()
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(min(max(months, 12), 9999 * 12 + 11), 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).isoformat()


def between(first: str, last: str) -> int:
    """Return how many days lie between two days."""
    return (date.fromisoformat(last) - date.fromisoformat(first)) // timedelta(days=1)
