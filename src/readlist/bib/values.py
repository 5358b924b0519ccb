"""What reference managers say of a work, value by value: people, dates, pages, numbers."""

import re
from collections.abc import Iterable
from functools import lru_cache

from readlist.bib import ids, names
from readlist.model import Author
from readlist.text import TITLE_LIMIT, clean

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# Nine names of ten; what else they could be stands in ``names``, which takes three times as long.
_SIMPLE = re.compile(r"([A-Z][a-z]++(?:-[A-Z][a-z]++)?), ([A-Z][a-z]++(?: [A-Z]\.)?|[A-Z]\.)")
_NO_GIVEN_NAMES = frozenset({"Jr", "Sr", "Inc", "Ltd", "Llc", "Corp", "Gmbh", "Ii", "Iii", "Iv"})
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_OTHERS = frozenset({"et al", "et al.", "et. al.", "al.", "others", "and others", "et. al"})
_NUMBERS = re.compile(r"\s*([0-9]{4})(?:[/.-]\s*([0-9]{0,2})(?:[/.-]\s*([0-9]{0,2}))?)?(?![0-9])")
_DATE_OF_ANOTHER = re.compile(r"received|accepted|revised|submitted", re.IGNORECASE)
_PART = re.compile(r"[0-9]+|[A-Za-z]+")
_RANGE = re.compile(r"([^\s–—-]{1,20})\s*[–—-]{1,3}\s*([^\s–—-]{1,20})")
_ISSN = re.compile(r"(?<![0-9-])([0-9]{4})[-–]?([0-9]{3}[0-9Xx])(?![0-9-])")


def people(values: Iterable[str]) -> tuple[tuple[Author, ...], bool]:
    """Return people, one a value or a line, and whether there are others that are not named."""
    found: list[Author] = []
    more = False
    for value in values:
        for line in value.split("\n"):
            name = clean(line, TITLE_LIMIT)
            if name.rstrip(" ,").lower() in _OTHERS:
                more = True
            elif ";" in name or name.count(",") > 3:
                found += names.parse_authors(name)
            elif name:
                found.append(author(name))
    return tuple(one for one in found if one.name), more


@lru_cache(maxsize=8192)
def author(text: str) -> Author:
    """Return a person from ``Family, Given, Suffix``, or a group where a comma ends the name."""
    simple = _SIMPLE.fullmatch(text)
    if simple and simple[2] not in _NO_GIVEN_NAMES:
        return Author(f"{simple[2]} {simple[1]}", simple[1], simple[2])
    whole = text.rstrip(" ,")
    if whole != text and "," not in whole:
        return Author(whole)
    parts = [part.strip() for part in whole.split(",")]
    if len(parts) == 3 and all(parts) and parts[1].lower() not in _SUFFIXES:
        family, given, suffix = parts
        return Author(f"{given} {family} {suffix}", family, given, suffix)
    return names.parse_author(whole)


@lru_cache(maxsize=4096)
def date(text: str) -> tuple[str, str, str]:
    """Return year, month and day as digits, empty where they are not said.

    ``2017/06/12/``, ``2017///``, ``2017-06-12``, ``2017 Jun 12``, ``June 2017``,
    ``27-30 June 2016``. The day when a work was received or accepted is not its date.
    """
    text = text[:200]
    if _DATE_OF_ANOTHER.search(text):
        return "", "", ""
    if found := _NUMBERS.match(text):
        year, month, day = found.groups(default="")
        if month or not any(char.isalpha() for char in text):
            return _checked(year, month, day)
    return _in_words(_PART.findall(text))


def _in_words(parts: list[str]) -> tuple[str, str, str]:
    years = [part for part in parts if re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", part)]
    months = {_month(part) for part in parts} - {0}
    days = [part for part in parts if part.isdecimal() and len(part) <= 2]
    year = years[0] if years else ""
    if len(months) != 1:
        return year, "", ""
    return _checked(year, str(months.pop()), days[0] if len(days) == 1 else "")


def _month(word: str) -> int:
    """Return the number of a month by its name or the beginning of it, 0 for another word."""
    word = "sep" if word.lower() == "sept" else word.lower()
    if len(word) < 3 or word.isdecimal():
        return 0
    return next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)


def _checked(year: str, month: str, day: str) -> tuple[str, str, str]:
    if year and not int(year):
        return "", "", ""
    if not month or not 1 <= int(month) <= 12:
        return year, "", ""
    valid = bool(day) and 1 <= int(day) <= 31
    return year, f"{int(month):02}", f"{int(day):02}" if valid else ""


def iso(year: str, month: str, day: str) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    return "-".join(part for part in (year, month, day) if part) if year else ""


def pages(first: str, last: str = "") -> str:
    """Return pages as BibTeX has them: ``193--194``, from two fields or from one range."""
    if first and last and not _RANGE.fullmatch(first):
        return f"{first}--{last}"
    found = _RANGE.fullmatch(first)
    return f"{found[1]}--{found[2]}" if found else first


def page_range(text: str) -> tuple[str, str]:
    """Return first and last page; one that is no simple range stays whole."""
    for dash in ("--", "–"):
        first, found, last = text.partition(dash)
        if found and first.strip() and last.strip() and dash not in last:
            return first.strip(), last.strip()
    simple = _RANGE.fullmatch(text)
    return (simple[1], simple[2]) if simple else (text, "")


def numbers(values: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the ISBNs, the ISSNs and what is neither, in values that may hold several."""
    isbns: dict[str, None] = {}
    issns: dict[str, None] = {}
    others: list[str] = []
    for value in values:
        books = _isbns(value[:500])
        serials = [] if books else _ISSN.findall(value[:500])
        isbns.update(dict.fromkeys(books))
        issns.update(dict.fromkeys(f"{head}-{tail.upper()}" for head, tail in serials))
        if not (books or serials):
            others.append(value)
    return list(isbns), list(issns), others


def _isbns(text: str) -> list[str]:
    whole = ids.normalise("isbn", text)
    if whole:
        return [whole.value]
    pieces = [*re.split(r"[,;/(\n]", text), *text.split()]
    found = (ids.normalise("isbn", piece) for piece in pieces)
    return list(dict.fromkeys(one.value for one in found if one))
