"""Days as people type them, ahead of today or behind: ``friday``, ``2w``, ``24 Dec``; pure.

Also weeks, months and other stretches of days: ``last week``, ``W11``, ``march``.
"""

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
_AHEAD, _BEHIND = 1, -1
"""Where a day is looked for that may be meant twice."""
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"\d{{1,5}}|an?|{'|'.join(_NUMBERS)}"
_UNIT = r"-?(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?"
# "2w", "+3d", "in 10 days", "in two weeks", "a week".
_DISTANCES = (
    rf"(?a)(?:in-|\+)?(\d{{1,5}}){_UNIT}",
    rf"(?a)(?:in-)?({_COUNT})-(d|w|m|y)(?:ay|eek|onth|ear)s?",
)
# "2w", and "3 days ago", "a week ago", "2w ago".
_DISTANCES_BACK = (r"(?a)(\d{1,5})([dwmy])", rf"(?a)({_COUNT}){_UNIT}-ago")
# "2 weeks", "last ten days", "past month", which end today; "last month" is one of the calendar.
_UNTIL_TODAY = rf"(?a)(?:(?:(?:last|past)-)?({_COUNT})-?|past-)(d|w|m|y)(?:ay|eek|onth|ear)s?"
# What programs write: "2026-11-30T21:00+01:00", of which the day is meant.
_OF_PROGRAMS = r"(?ai)\d{4}-\d\d-\d\d[t ]\d\d:?\d\d.*"
_PARTLY = r"(?a)\d{4}(?:-\d\d)?"
# What a day may be made of; a sign of the query language is never in one.
_WHOLE = r"(?u)[\w.+/-]+"
# "24.12." is German, "12-24" American, and 12/24 as far as it can be nothing else.
_WITHOUT_YEAR = (
    (r"(?a)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?"), (r"(?a)(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    (r"(?a)(?P<month>0?[1-9]|1[012])/(?P<day>1[3-9]|[23]\d)"),
    (r"(?a)(?P<day>1[3-9]|[23]\d)/(?P<month>0?[1-9]|1[012])"),
    (r"(?a)(?P<month>\d{1,2})/(?P<day>(?P=month))"),
)  # fmt: skip
# "12/03/2024" and "12/03", but not 13/03; "12-03" is the month first, as ISO 8601 writes it.
_UNCLEAR = r"(?a)(0?[1-9]|1[012])(?:/(0?[1-9]|1[012])(?:/(\d{4}))?|-(0?[1-9]|1[012])-(\d{4}))"
# "march", "last march", "march-2025"; "03/2025"; "2025-3", "2025/mar".
_MONTHS = (
    r"(?P<last>last-)?(?P<month>[^\W\d_]{3,})(?:-(?P<year>[0-9]{4}))?",
    r"(?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})",
    r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2}|[^\W\d_]{3,})",
)
# "12-mar-24", as Oracle and Excel write it.
_SHORT_YEAR = r"(?a)(\d{1,2}-[a-z]{3,9})-'?(\d\d)"
_YEARS = 8
"""Years in which every day comes at least once, also the 29th of February and a 53rd week."""


def normal(text: str) -> str:
    """Return the words for a day as one word: ``24 Dec`` is ``24-dec``."""
    return re.sub(r"[\s,_]+", "-", text.strip().lower())


def ahead(text: str, today: str) -> str:
    """Return the day that a text means, ``2026-12-24``, or nothing where it means none.

    A weekday is the next one, never today; a day without a year is the next of that name, which
    may be today; a distance counts from today.
    """
    return _day(text, today, _AHEAD)


def behind(text: str, today: str) -> str:
    """Return the day that a text means looking back, or nothing where it means none.

    A weekday is the last one, never today, with ``last`` before it or without; a day without a
    year is the last of that name, which may be today; ``7d`` counts back from today.
    """
    return _day(text, today, _BEHIND)


def since(text: str, today: str) -> str:
    """Return the first day of what is asked for: of a month or a year too, nothing for no time."""
    if re.fullmatch(_PARTLY, word := normal(text)):
        return behind(_first_of(word), today)
    return _first_of(stretch(text, today)[0])


def stretch(text: str, today: str, *, forward: bool = False) -> tuple[str, str]:
    """Return the first and the last of the days that a text means, of a day itself twice.

    A month is ``2026-03`` and a year ``2026``. Without a year it is the last that has begun, or
    looking forward the next that is not over: ``march``, ``W11``, ``Q1``. Weeks begin on Monday.
    Nothing, twice, where a text means no time.
    """
    word = _told(text)
    step = _AHEAD if forward else _BEHIND
    start = date.fromisoformat(today)
    if not re.fullmatch(_WHOLE, word):
        return "", ""
    if found := _calendar(word, start, step):
        return found
    if day := _day(text, today, step):
        return day, day
    return _months(word, start, step) or ("", "")


def two_days(text: str) -> str:
    """Return the two days that a text can mean: ``12/03/2024``; nothing for any other.

    Whoever guesses which is the month is wrong for half of the world.
    """
    if not (found := re.fullmatch(_UNCLEAR, text.strip())):
        return ""
    one, other, year = int(found[1]), int(found[2] or found[4]), found[3] or found[5]
    if one == other:
        return ""
    if year:
        return f"{year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}"
    return " or ".join(f"{day} {date(2026, month, 1):%b}" for day, month in
                       ((one, other), (other, one)))  # fmt: skip


def no_day(text: str, examples: str) -> str:
    """Return why a text is not taken for a day, and what may be written instead."""
    if two := two_days(text):
        return f"can be two days; write {two}"
    return f"is no day; write {examples}"


def _told(text: str) -> str:
    """Return the words for a day without those that mean nothing: ``on the 5th``."""
    return re.sub(r"^(?:on-)?(?:the-)?", "", normal(text))


def _first_of(said: str) -> str:
    return said and said + "-01-01"[len(said) - len("2026") :]


def _day(text: str, today: str, step: int) -> str:
    if found := re.fullmatch(_OF_PROGRAMS, text.strip()):
        return _of_programs(found[0])
    word = _told(text)
    if not re.fullmatch(_WHOLE, word):
        return ""
    for pattern in _DISTANCES if step > 0 else _DISTANCES_BACK:
        if found := re.fullmatch(pattern, word):
            return moved(today, step * _count(found[1]), found[2])
    start = date.fromisoformat(today)
    days = _days_until(start) if step > 0 else _days_since(start)
    if (count := days.get(_weekday(word) or word)) is not None:
        return moved(today, count, "d")
    if re.match(r"(?:last|past)-", word) and (weekday := _weekday(word[len("last-") :])):
        return moved(today, _days_since(start)[weekday], "d")
    return _in_week(word, start, step) or _named(word, start, step)


def _count(said: str) -> int:
    if said in ("a", "an"):
        return 1
    return _NUMBERS.index(said) + 1 if said in _NUMBERS else int(said)


def _of_programs(text: str) -> str:
    """Return the day of an instant where the person is; nothing for no day."""
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
    to_month_end = monthrange(start.year, start.month)[1] - start.day
    to_year_end = (date(start.year, 12, 31) - start).days
    return {
        "yesterday": -1,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "day-after-tomorrow": 2,
        "weekend": (5 - weekday) % 7,
        "next-week": 7 - weekday,
        "next-month": to_month_end + 1,
        **dict.fromkeys(("end-of-week", "end-of-the-week", "eow"), 6 - weekday),
        **dict.fromkeys(("end-of-month", "end-of-the-month", "eom"), to_month_end),
        **dict.fromkeys(("end-of-year", "end-of-the-year", "eoy"), to_year_end),
        **{name: (n - weekday - 1) % 7 + 1 for n, name in enumerate(_WEEKDAYS)},
    }


def _days_since(start: date) -> dict[str, int]:
    """Return how many days it is, below nothing, to each day that was and has a word."""
    return {
        **dict.fromkeys(("today", "tonight", "this-morning", "this-afternoon", "this-evening"), 0),
        **dict.fromkeys(("yesterday", "last-night"), -1),
        "day-before-yesterday": -2,
        **{name: -((start.weekday() - n - 1) % 7 + 1) for n, name in enumerate(_WEEKDAYS)},
    }


def _in_week(word: str, start: date, step: int) -> str:
    """Return a day of a week that is named: ``friday last week``, ``W11-5``, ``this friday``."""
    if found := re.fullmatch(r"(?a)(.*w(?:eek-)?(?:\d\d-?|\d-))([1-7])", word):
        monday = _monday(found[1].rstrip("-"), start, step)
        return str(monday + timedelta(days=int(found[2]) - 1)) if monday else ""
    parts = [part for part in word.split("-") if part not in ("of", "in")]
    for name, week in ((parts[0], parts[1:]), (parts[-1], parts[:-1])):
        weekday = _weekday(name)
        if not weekday:
            continue
        if monday := _monday("this-week" if week == ["this"] else "-".join(week), start, step):
            return str(monday + timedelta(days=_WEEKDAYS.index(weekday)))
    return ""


def _monday(word: str, start: date, step: int) -> date | None:
    """Return the Monday of a week: of ``last-week``, of ``W11`` and of ``2026-W11``."""
    weeks = {"last-week": -1, "this-week": 0, "next-week": 1}
    if word in weeks:
        return start + timedelta(days=7 * weeks[word] - start.weekday())
    found = re.fullmatch(r"(?a)(?:(\d{4})-?)?(?:k?w-?|week-)(\d{1,2})", word)
    if not found:
        return None
    here = start.isocalendar().year
    years = [int(found[1])] if found[1] else [here - step + n * step for n in range(_YEARS + 2)]
    for year in years:
        try:
            monday = date.fromisocalendar(year, int(found[2]), 1)
        except ValueError:  # of a year that has no 53rd week
            continue
        if found[1] or (monday <= start if step < 0 else monday + timedelta(days=6) >= start):
            return monday
    return None


def _calendar(word: str, start: date, step: int) -> tuple[str, str] | None:
    """Return the first and last day, or month, or year, of a stretch of days; None for others."""
    if step < 0 and (found := re.fullmatch(_UNTIL_TODAY, word)):
        return moved(str(start), -_count(found[1] or "a"), found[2]), str(start)
    if step < 0 and word.startswith("next-"):
        return None
    if monday := _monday(word, start, step):
        return str(monday), str(monday + timedelta(days=6))
    this_monday = start - timedelta(days=start.weekday())
    weekends = {"last-weekend": this_monday - timedelta(days=2)}
    weekends["this-weekend"] = this_monday + timedelta(days=5)
    if step > 0:
        weekends["weekend"] = date.fromisoformat(ahead("weekend", str(start)))
    if saturday := weekends.get(word):
        return str(saturday), str(saturday + timedelta(days=1))
    if found := re.fullmatch(r"(last|this|next)-(month|year)", word):
        count = {"last": -1, "this": 0, "next": 1}[found[1]]
        day = moved(str(start.replace(day=1)), count, found[2][0])
        said = day[: len("2026-03" if found[2] == "month" else "2026")]
        return said, said
    return None


def _months(word: str, start: date, step: int) -> tuple[str, str] | None:
    """Return the months of ``q1``, ``march``, ``march-2025`` and ``03/2025``."""
    if found := re.fullmatch(r"(?a)(?:(\d{4})-?)?q([1-4])(?:-(\d{4}))?", word):
        year, first = found[1] or found[3], int(found[2]) * 3 - 2
        last = first + 2
    else:
        from readlist.bib import dates  # 8 ms that words and distances save

        found = next(filter(None, (re.fullmatch(pattern, word) for pattern in _MONTHS)), None)
        if not found:
            return None
        parts: dict[str, str] = {"last": "", **found.groupdict("")}
        year, said = parts["year"], parts["month"]
        first = last = int(said) if said.isdecimal() else dates.month(said)
        if not 1 <= first <= 12 or (year and parts["last"]):
            return None
        if parts["last"]:  # the last March was, whatever March it is
            start = start.replace(day=1) - timedelta(days=1)
            step = _BEHIND
    if not year:
        is_begun, is_over = start.month >= first, start.month > last
        year = f"{start.year - (not is_begun) if step < 0 else start.year + is_over:04}"
    return f"{year}-{first:02}", f"{year}-{last:02}"


def _named(word: str, start: date, step: int) -> str:
    """Return the day of a date; one without a year in the first year that has it, or the last."""
    from readlist.bib import dates  # 8 ms that words and distances save

    if found := re.fullmatch(r"(?a)(\d{1,2})(?:st|nd|rd|th)", word):
        return _of_month(int(found[1]), start, step)
    if found := re.fullmatch(_SHORT_YEAR, word):
        word = f"{found[1]}-20{found[2]}"
    words = [said for said in re.findall(r"[^\W\d_]+", word) if said not in dates.FILLERS]
    weekdays = {_weekday(said) for said in words if not dates.month(said)}
    is_cut = words and re.fullmatch(r"(?a)\D*\d{1,2}\D+\d{1,3}\D*", word)  # "dec 24 25"
    if two_days(word) or is_cut or "" in weekdays:  # "call 24 dec"
        return ""
    has_year = re.search(r"\d{4}", word)
    day = dates.read(word) if has_year else _nearest(word, start, step)
    if len(day) != len("2026-12-24"):
        return ""
    # "Friday 26 November" of a year in which that is a Thursday is a slip.
    return day if weekdays <= {_WEEKDAYS[date.fromisoformat(day).weekday()]} else ""


def _nearest(word: str, start: date, step: int) -> str:
    """Return the day of a date without a year in the nearest year that has all of it."""
    for count in range(_YEARS + 1):
        day = _in_year(word, start.year + count * step)
        is_reached = day >= str(start) if step > 0 else day <= str(start)
        if is_reached and len(day) == len("2026-12-24"):
            return day
    return ""


def _in_year(word: str, year: int) -> str:
    """Return as much of a date without a year as a year has of it."""
    from readlist.bib import dates

    for pattern in _WITHOUT_YEAR:
        if found := re.fullmatch(pattern, word):
            return dates.joined(year, int(found["month"]), int(found["day"]))
    return dates.read(word, year)


def _of_month(number: int, start: date, step: int) -> str:
    """Return the day of this month, or the nearest that has it: ``the 5th``."""
    for count in range(3):
        year, month = map(int, moved(str(start.replace(day=1)), count * step, "m").split("-")[:2])
        if not 1 <= number <= monthrange(year, month)[1]:
            continue
        found = date(year, month, number)
        if found >= start if step > 0 else found <= start:
            return str(found)
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
