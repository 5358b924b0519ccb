"""Dates as people, spreadsheets, programs and services write them, in the forms of the library.

A date of the library is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as much of it as is said and
exists; a time is UTC, ``2026-11-01T08:00:00Z``. Whoever reads a date from outside asks here.

When a paper appeared, as a bibliography says it, is the year and day of what the entry describes:
the library keeps the day of the preprint, which came first, and the year of the venue beside it
where they differ. An entry that names the venue must not carry the preprint's month: what came out
on arXiv in October 2019 and at ICLR 2020 is of 2020, and has no month.
"""

import re
from functools import lru_cache

from readlist.model import VENUE_YEAR, Paper, Rank

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The months in the words of BibTeX's styles."""
# English, German, French and Spanish, with and without their accents; three letters are enough
# ("Sept.", "févr."), a word that only begins like a month ("Marketing") is none.
_MONTH_NAMES = (
    ("january", "januar", "jänner", "janvier", "enero"),
    ("february", "februar", "février", "fevrier", "febrero"),
    ("march", "märz", "maerz", "mrz", "mars", "marzo"),
    ("april", "avril", "abril"),
    ("may", "mai", "mayo"),
    ("june", "juni", "juin", "junio"),
    ("july", "juli", "juillet", "julio"),
    ("august", "août", "aout", "agosto"),
    ("september", "septembre", "septiembre"),
    ("october", "oktober", "octobre", "octubre"),
    ("november", "novembre", "noviembre"),
    ("december", "dezember", "décembre", "decembre", "diciembre"),
)
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TEXT_LIMIT = 200

# Plain text: compiled at first use, which most commands never come to; all take 1.5 ms.
_OF_ANOTHER = r"(?i)received|accepted|revised|submitted"
_WORD = r"[^\W\d_]+|[0-9]+"
# What stands between a day and its month: "12th of March", "1er mars", "12 de marzo".
FILLERS = frozenset({"st", "nd", "rd", "th", "of", "the", "de", "er", "年", "月", "日"})
"""Words of a date that say nothing of it."""
# "20200312"; not "20201312", which has no month, nor a longer number.
_COMPACT = r"([12][0-9]{3})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])"
# "2020-03-12", "2020/3", "2020年3月12日", and "2020.0" as spreadsheets make it.
_YEAR_FIRST = (
    r"([0-9]{4})(?![0-9])(?:\.0(?![0-9]))?"
    r"(?:[-/.年 ]\s?([0-9]{1,2})(?![0-9])(?:[-/.月 ]\s?([0-9]{1,2})(?![0-9]))?)?"
)
# "12.03.2020", "13/3/2020"; not "12.03/2020", whose signs differ.
_YEAR_LAST = r"([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4})(?![0-9])"
# "3/2020"; not the end of "1/3/2020".
_MONTH_YEAR = r"(?<![0-9/.-])([0-9]{1,2})[/.-]([0-9]{4})(?![0-9])"
# "in press (2020)"; not a part of "12020".
_YEAR = r"(?<![0-9])(?:1[0-9]|2[01])[0-9]{2}(?![0-9])"
_DAY_OR_LESS = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_DAY = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
_SECONDS = r"-?[0-9]{1,17}"
_EARLIEST, _LATEST = 0, 4_102_444_800  # 1970 to 2100, in seconds


@lru_cache(maxsize=4096)
def read(text: str, year: int | None = None) -> str:
    """Return the date that a text says, of a range its beginning; nothing where there is none.

    ``12 March 2020``, ``12.03.2020``, ``mars 2020``, ``2020/3/12``, ``2020年3月``, ``3/2020``;
    ``year`` is that of a text without one (``JUN 12``). The day when a work was received or
    accepted is not its date. Where day and month cannot be told apart (``3/4/2020``), and where a
    day does not exist (``2020-09-31``), as much as is certain is returned.
    """
    text = text[:_TEXT_LIMIT].strip()
    if re.search(_OF_ANOTHER, text) or before_our_era(text):
        return ""
    words = [word for word in re.findall(_WORD, text.lower()) if word not in FILLERS]
    if any(map(month, words)):
        return _spoken(words, year)
    if found := re.match(_COMPACT, text) or re.match(_YEAR_FIRST, text):
        return joined(*(int(part or 0) for part in found.groups()))
    if found := re.match(_YEAR_LAST, text):
        return _year_last(int(found[1]), found[2], int(found[3]), int(found[4]))
    if found := re.search(_MONTH_YEAR, text):
        return joined(int(found[2]), int(found[1]))
    return str(year_in(text) or "")


def _spoken(words: list[str], year: int | None) -> str:
    """Return the date of words of which one is a month: ``June 12, 2017``, ``27-30 Jun 2016``."""
    at = next(at for at, word in enumerate(words) if month(word))
    years = [int(word) for word in words if word.isdecimal() and len(word) == 4]
    days = []
    for before in reversed(words[max(0, at - 2) : at]):  # of two days the first: the 27th
        if not _is_day(before):
            break
        days.append(int(before))
    if not days and _is_day(after := "".join(words[at + 1 : at + 2])):
        days = [int(after)]
    return joined(years[0] if years else year or 0, month(words[at]), days[-1] if days else 0)


def _is_day(word: str) -> bool:
    return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31


def _year_last(first: int, mark: str, second: int, year: int) -> str:
    """Return the date of ``12.03.2020`` and ``13/3/2020``; of ``3/4/2020`` only the year."""
    if mark == "." or first > 12 or first == second:
        return joined(year, second, first)
    return joined(year, first, second) if second > 12 else joined(year)


def joined(year: int, month: int = 0, day: int = 0) -> str:
    """Return as much of a date as exists: ``2020-09`` for a 31st of September, nothing for 0."""
    if not 1 <= year <= 9999:
        return ""
    if not 1 <= month <= 12:  # 13 to 24 are seasons
        return f"{year:04}"
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not 1 <= day <= _MONTH_DAYS[month - 1] + leap:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}"


@lru_cache(maxsize=1024)
def month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it, 0 for another word."""
    word = word.lower().rstrip(".")
    if len(word) < 3 or word.isdecimal():
        return 0
    for number, names in enumerate(_MONTH_NAMES, 1):
        if any(name.startswith(word) for name in names):
            return number
    return 0


def is_english(month: str) -> bool:
    """Say whether a month is a number, or a name in English or its beginning: not ``März``."""
    word = month.lower().rstrip(".")
    return word.isdecimal() or any(names[0].startswith(word) for names in _MONTH_NAMES)


def year_in(text: str) -> int | None:
    """Return the first year that a text names, from 1000 to 2199: ``in press (2020)``."""
    found = re.search(_YEAR, text)
    if not found or (len(text) > len("2020") and before_our_era(text.strip())):
        return None
    return int(found[0])


# "350 BC", "c. 350 B.C.E.", "-350"; not "2020-350".
_BEFORE = (
    r"(?i)(?:[^\W\d]{1,5}\.? )?([0-9]{1,4}) ?(?:b\.? ?c\.?(?: ?e\.?)?|v\. ?chr\.?)|[-−]([0-9]{1,4})"
)
# EDTF, level 1, as biblatex has it (its manual, 2.3.8): "1650~", "2020-21" (spring), "1999/".
_EDTF = rf"{_DAY_OR_LESS}[~?%]|[0-9]{{4}}-2[1-4]|(?:{_DAY_OR_LESS})?/{_DAY_OR_LESS}|{_DAY_OR_LESS}/"
# "c. 1650", "ca 1650", "[circa 1650]"; not "c1999", which is a copyright.
_CIRCA = r"(?i)\[?(?:c\.|c\.?\s|ca\.?\s?|circa|about|approx\.?|um|vers)\s*([0-9]{4})\]?"
# "[1650?]", "1650?".
_DOUBTFUL = r"\[?([0-9]{4})\s?\?\]?"
# "1999-2001", "1999 – 2001", and "1999-", which goes on; not "1999-01".
_YEARS = r"([0-9]{4})\s*(?:--?|[–/])\s*([0-9]{4})?"
_TOLD = ((_EDTF, "{0}"), (_CIRCA, "{1}~"), (_DOUBTFUL, "{1}?"), (_YEARS, "{1}/{2}"))
_SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "frühjahr": 21,
    "frühling": 21, "sommer": 22, "herbst": 23, "printemps": 21, "été": 22, "automne": 23,
    "hiver": 24, "primavera": 21, "verano": 22, "otoño": 23, "invierno": 24,
}  # fmt: skip
# "May-Jun", "July/August".
_TWO_MONTHS = r"([^\W\d_]{3,10})\.?\s?[-–/]\s?([^\W\d_]{3,10})\.?"
_WORDS_LIMIT = 40


def before_our_era(text: str) -> int:
    """Return the year before our era that a text says: 350 of ``350 BC``; 0 for any other."""
    found = re.fullmatch(_BEFORE, text)
    return int(found[1] or found[2]) if found else 0


@lru_cache(maxsize=1024)
def edtf(text: str) -> str:
    """Return what a text says of a year beyond a date of the library, as biblatex has it.

    ``c. 1650`` is ``1650~``, ``1650?`` stays, ``Spring 2020`` is ``2020-21``, ``1999-2001`` is
    ``1999/2001``, ``2020 May-Jun`` is ``2020-05/2020-06``. Nothing of ``2020-03`` or ``in press``.
    """
    text = text[:_TEXT_LIMIT].strip()
    for pattern, written in _TOLD:
        if found := re.fullmatch(pattern, text):
            return written.format(text, *(part or "" for part in found.groups()))
    years = re.findall(_YEAR, text)
    if len(years) != 1:
        return ""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(read(text)) > len("2020") and any(map(_SEASONS.get, words)):
        return ""  # "2014/05//Spring" says the month
    if season := next(filter(None, map(_SEASONS.get, words)), 0):
        return f"{years[0]}-{season}"
    two = re.search(_TWO_MONTHS, text)
    first, last = map(month, two.groups()) if two else (0, 0)
    return f"{years[0]}-{first:02}/{years[0]}-{last:02}" if 0 < first < last else ""


def beside(text: str) -> dict[str, str]:
    """Return what a text says that a date of the library does not, as fields of BibTeX.

    ``{"date": "1650~"}`` of ``c. 1650``; where no year is said ``{"year": "in press"}``, and
    ``{"year": "-350"}`` of ``350 BC``.
    """
    text = text.strip()
    if len(text) == len("2020") and text.isdecimal():
        return {}
    if found := edtf(text):
        return {"date": found}
    if year := before_our_era(text):
        return {"year": f"-{year}"}
    # "in press", "n.d."; not "2013/02/15/received".
    is_word = any(map(str.isalpha, text)) and not any(map(str.isdecimal, text))
    return {"year": text} if is_word and len(text) <= _WORDS_LIMIT and not month(text) else {}


def in_words(date: str) -> str:
    """Return the season of ``2020-21`` in words, nothing for another date."""
    found = re.fullmatch(r"[0-9]{4}-2([1-4])", date)
    return ("Spring", "Summer", "Autumn", "Winter")[int(found[1]) - 1] if found else ""


def day(text: str) -> str:
    """Return the day that a time of a service begins with, ``2026-11-20``, otherwise nothing."""
    found = read(text[:10]) if re.match(_DAY, text) else ""
    return found if len(found) == 10 else ""


def of_year(text: str, year: int | None) -> tuple[int | None, str]:
    """Return the year and the date of a service; a day in another year is of another version."""
    found = day(text)
    if year is None or not 1000 <= year < 3000:
        return (int(found[:4]) if found else None), found
    return year, found if found[:4] == str(year) else ""


def moment(text: str) -> str:
    """Return a time in UTC as ``2026-11-01T08:00:00Z``, or a bare date, or nothing.

    Seconds, milliseconds and microseconds since 1970 are understood; a time without a zone is UTC.
    """
    if not text:
        return ""
    from datetime import UTC, datetime

    def written(found: datetime) -> str:
        return found.replace(microsecond=0).isoformat().replace("+00:00", "Z")

    text = text.strip()[:60]
    text = re.sub(rf"^({_SECONDS})\.[0-9]+$", r"\1", text)  # 1709600000.5
    if re.fullmatch(_SECONDS, text) and len(text) > 4:
        for unit in (1, 1_000, 1_000_000):
            seconds = int(text) // unit
            if _EARLIEST < seconds < _LATEST:
                return written(datetime.fromtimestamp(seconds, UTC))
        return ""
    if len(text) > 10:
        try:
            found = datetime.fromisoformat(text)
            zoned = found if found.tzinfo else found.replace(tzinfo=UTC)
            return written(zoned.astimezone(UTC))
        except (ValueError, OverflowError):
            pass
    found_date = read(text)
    return found_date if len(found_date) == 10 else ""


SAY_PREPRINT = frozenset({"arxiv", "arxiv-id", "datacite", "hf"})
"""Sources whose dates, of a paper that is on the arXiv, are those of the preprint."""


def appeared(paper: Paper, *, preprint: bool) -> tuple[str, str]:
    """Return the year, and the date (ISO 8601) where it is one of that year; empty if unknown.

    ``preprint`` says that the entry describes the preprint, whatever else is known.
    """
    year = str(paper.year or "") or paper.published[:4]
    of_venue = paper.extra.get(VENUE_YEAR)
    if isinstance(of_venue, int) and not preprint:
        by_person = _ranked(paper, "year")[1] >= Rank.PERSON  # who has the last word on the year
        year = year if by_person else str(of_venue)
    date = date_of(paper, preprint=preprint)
    # 2019-10-23 on arXiv, 2020 at ICLR: then the year alone.
    return year, date if date and date[:4].lstrip("0") == year.lstrip("0") else ""


def date_of(paper: Paper, *, preprint: bool) -> str:
    """Return the date of what an entry describes, whatever year the entry has."""
    if preprint or not paper.venue or all(one.scheme != "arxiv" for one in paper.identifiers):
        return paper.published
    # The day that arXiv said is the preprint's; one that Crossref said is that of the venue.
    return "" if _ranked(paper, "published")[0] in SAY_PREPRINT else paper.published


def _ranked(paper: Paper, name: str) -> tuple[str, int]:
    return paper.ranks.get(name) or paper.ranks.get("*") or ("", int(Rank.GUESS))
