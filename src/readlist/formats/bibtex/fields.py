"""What the fields of a BibTeX entry say of the work: authors, dates, identifiers, venue.

Each function takes the fields that it understands; what none of them takes is kept as it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from readlist.bib import bibtex_names, ids, latex_decode, latex_encode, markup
from readlist.bib import dates as bib_dates
from readlist.bib.details import OTHER_NAMES, VERBATIM
from readlist.bib.keywords import CATEGORY
from readlist.formats.bibtex.dialects import ARCHIVES, OTHER_VENUES, PEOPLE, VENUES, WEB
from readlist.model import Identifier
from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, TITLE_LIMIT, clean

_KEPT_LIMIT = 200

# EDTF, "1984/1986", "2020-03-12/", or "12--15 March": more than the one day 2020/3/12.
_RANGE = re.compile(r"[0-9]{4}[^/]*/(?![0-9]{1,2}(?![0-9]))|(?<![0-9])/[0-9]{4}|--|–")
_WORD = r"[^\W\d_]{3,10}"
_MONTH_DAY = re.compile(rf"(?:([0-9]{{1,2}})\W+)?({_WORD})\.?(?:\W+([0-9]{{1,2}}))?")
# "1960--1961", and "2005--", which goes on.
_YEARS = re.compile(r"([0-9]{4})(?:--?|[–/])([0-9]{4})?")
_DAYS = re.compile(rf"({_WORD})\.?\W+([0-9]{{1,2}})(?:--|[-–/])([0-9]{{1,2}})")
# "1992-05-20" and "1992-05" in ``year``; not "1992-93".
_DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?")
_MONTHS = re.compile(rf"({_WORD})\.?\W{{1,4}}(?:(?:and|to)\W)?({_WORD})\.?")

# A part may name the ISBN of its whole, and an ISBN makes papers one.
_WHOLE = frozenset(
    {
        "book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings",
        "reference", "mvreference", "manual", "booklet", "thesis", "phdthesis", "mastersthesis",
        "techreport", "report", "misc", "online", "preprint", "periodical",
    }
)  # fmt: skip
_ARXIV = re.compile(
    r"(?:e-?prints?\b|preprints?\b|available\b|(?:at|on|as|in)\b|\W)*+"
    r"(?:arxiv|corr\b|[0-9]{4}\.[0-9])",
    re.IGNORECASE,
)
_ARXIV_VENUE = re.compile(
    r"(?:arxiv(?:\.org)?(?: e-?prints?| preprints?)?(?: arxiv)?|corr|"
    r"computing research repository(?: \(corr\))?)\b", re.IGNORECASE
)  # fmt: skip
# "https://a.org; https://b.org" and "https://a.org and https://b.org"; not "https://a.org/b c".
_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+(?:(?:and|or|&)\s+)?(?=(?:https?|ftp)://)")
_BROKEN = re.compile(r"(?<=/)\s+")
_ADDRESS_TYPES = frozenset({"misc", "online", "software", "dataset"})


class Fields:
    """The fields of one entry, from which each reader takes those that it understands."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self._said = fields
        self._fields = dict(fields)

    def take(self, *aliases: str) -> str:
        """Take the first field that has a value, as LaTeX."""
        for name in aliases:
            if found := self._fields.get(name):
                del self._fields[name]
                return found
        return ""

    def drop(self, *names: str) -> None:
        """Take all of these fields, whatever they say."""
        for name in names:
            self._fields.pop(name, None)

    def see(self, name: str) -> str:
        """Return a field and leave it, as LaTeX."""
        return self._fields.get(name, "")

    def word(self, name: str) -> str:
        """Return a field and leave it, as one clean line without any LaTeX in it."""
        value = self._fields.get(name)
        return clean(value) if value else ""

    def address(self, name: str) -> str:
        """Return a field and leave it, as an address or a number."""
        value = self._fields.get(name)
        return latex_decode.verbatim(value) if value else ""

    def addresses(self, name: str) -> list[str]:
        """Return the addresses in a field and leave it.

        ``https://a.org; https://b.org`` are two, ``http:// a.org/ b`` is one that a line broke.
        """
        address = self.address(name)
        if " " not in address:
            return [address] if address else []
        return [_BROKEN.sub("", one) for one in _BETWEEN_ADDRESSES.split(address)]

    def beginning(self, prefix: str) -> list[str]:
        """Return the names of fields that begin so."""
        return [name for name in self._fields if name.startswith(prefix)]

    def put(self, name: str, value: str) -> None:
        """Set a field that is to be kept."""
        self._fields[name] = value

    def rest(self) -> dict[str, str]:
        """Return what nobody took, as LaTeX that can be written again."""
        kept = {}
        for name, value in list(self._fields.items())[:_KEPT_LIMIT]:
            read = latex_decode.verbatim if name in VERBATIM else latex_decode.kept
            if found := read(value, BLOCK_LIMIT):
                if "&" in found and name not in VERBATIM:
                    found = markup.without_entities(found)
                if name in PEOPLE and not bibtex_names.is_well_formed(found):
                    found = bibtex_names.as_people(found)
                other = OTHER_NAMES.get(name, "")
                kept[other if other and other not in self._said else clean(name, 100)] = found
        return kept


def title(fields: Fields) -> tuple[str, str]:
    """Return the title, and its LaTeX where that protects what ``latex.title`` would not."""
    raw = fields.take("title")
    if subtitle := fields.take("subtitle"):
        parts = " " if raw.rstrip("} \n")[-1:] in ("?", "!", ":", ".") else ": "
        raw = f"{raw.strip()}{parts}{subtitle.strip()}" if raw.strip() else subtitle
    written = latex_decode.plain(raw, TITLE_LIMIT)
    found = markup.title(written)
    if "{" not in raw or len(raw) > TITLE_LIMIT or found != written:
        return found, ""
    source = latex_decode.protected(raw)
    if "{" not in source.replace("\\{", "") or source == latex_decode.protected(
        latex_encode.title(found)
    ):
        return found, ""
    return found, source


def dates(fields: Fields) -> tuple[int | None, str]:
    """Return the year and, where the month is known, the date.

    A range of dates or months stays a field; its beginning is the date.
    """
    said = fields.word("date") or fields.word("issued")
    if not said and _DAY.fullmatch(fields.see("year")):
        said = fields.word("year")
    found = bib_dates.read(said)
    year = int(found[:4]) if found else _year(fields.see("year"))
    if not year:
        return None, ""
    if years := _YEARS.fullmatch(fields.take("year").strip()):
        fields.put("date", said or f"{years[1]}/{years[2] or ''}")
    # "1984/1986", "1650~", "2020-21" (spring): more than a date of the library.
    is_range = bool(_RANGE.search(said) or bib_dates.edtf(said))
    if found and not is_range:
        fields.take("date", "issued")
    if len(found) > 4:
        fields.drop("month", "day")
        return year, found
    return year, "" if is_range else _in_year(fields, year)


def _in_year(fields: Fields, year: int) -> str:
    """Return the date of which only the year is known so far, empty where there is no month."""
    said = latex_decode.plain(re.sub(r'["{}]|\s*#\s*', "", fields.see("month")))
    if months := _MONTHS.fullmatch(said):
        return _months(fields, year, months)
    if days := _DAYS.fullmatch(said):
        return _days(fields, year, days)
    month, day = _month(said)
    if not month:
        return ""
    fields.take("month")
    day = day or fields.word("day")
    if not day.isdecimal():
        return bib_dates.joined(year, month)
    fields.take("day")
    return bib_dates.joined(year, month, int(day[:4]))


def _months(fields: Fields, year: int, said: re.Match[str]) -> str:
    """Turn ``June--July`` into a range of dates, as biblatex has it."""
    (first, _), (last, _) = _month(said[1]), _month(said[2])
    if not first or not last or fields.see("date"):
        return ""
    fields.take("month")
    begin = f"{year:04}-{first:02}"
    fields.put("date", f"{begin}/{year + (last < first):04}-{last:02}")
    return begin


def _days(fields: Fields, year: int, said: re.Match[str]) -> str:
    """Turn ``dec # "~4--9"`` into a range of dates, as biblatex has it."""
    month, _ = _month(said[1])
    first, last = (bib_dates.joined(year, month, int(day)) for day in said.group(2, 3))
    if not month or len(first) < 10 or len(last) < 10 or fields.see("date"):
        return ""
    fields.take("month")
    fields.put("date", f"{first}/{last}")
    return first


def _year(text: str) -> int | None:
    text = text.strip()
    if text.isascii() and text.isdecimal() and len(text) <= 4:
        return int(text) or None
    said = latex_decode.unsorted(text[:FIELD_LIMIT])
    # "[1850] 1999" and "1999 [1850]" first came out in 1850.
    return bib_dates.year_in(re.sub(r"\[[^\]]*\]", " ", said)) or bib_dates.year_in(said)


def is_month(text: str) -> bool:
    """Say whether a text is a month as styles print it: ``mar``, ``March``, ``3``.

    Not ``3 March``, nor ``März``, which no style would print of a macro.
    """
    number, day = _month(text)
    return bool(number) and not day and bib_dates.is_english(text)


@lru_cache(maxsize=256)
def _month(text: str) -> tuple[int, str]:
    """Return the number of a month and the day beside it; 0 for anything else."""
    if text.isascii() and text.isdecimal() and len(text) <= 2:
        number = int(text)
        return (number, "") if 1 <= number <= 12 else (0, "")
    found = _MONTH_DAY.fullmatch(text)
    number = bib_dates.month(found[2]) if found else 0
    return (number, found[1] or found[3] or "") if found and number else (0, "")


def identity(fields: Fields, kind: str) -> tuple[tuple[Identifier, ...], str]:
    """Return the identifiers and the venue, which may be nothing but an identifier of the arXiv."""
    found = dict.fromkeys(_eprint(fields))
    found.update(dict.fromkeys(_numbers(fields, kind)))
    venue = _venue(fields, kind, found)
    if note := fields.see("note"):
        found.update(dict.fromkeys(_arxiv_in(latex_decode.plain(note[:FIELD_LIMIT]))))
    for name in ("url", "ee", "link", "pdf", "howpublished"):
        found.update(dict.fromkeys(filter(None, map(from_url, fields.addresses(name)))))
    if not found and kind in _ADDRESS_TYPES:
        pages = fields.addresses("url") or fields.addresses("link")
        if page := ids.normalise("url", pages[0] if pages else ""):
            found[page] = None
    return ids.with_implied(found), venue


@lru_cache(maxsize=16)
def from_url(address: str) -> Identifier | None:
    """Return what an address names; each is looked at twice."""
    return ids.from_url(address)


def _eprint(fields: Fields) -> Iterator[Identifier]:
    said = ("archiveprefix", "eprinttype", "archive")
    archive = next(filter(None, map(fields.word, said)), "").lower()
    scheme = ARCHIVES.get(archive)
    value = fields.address("eprint")
    if scheme or archive in ("arxiv", ""):
        found = ids.normalise(scheme or "arxiv", value) if value else None
        if found:
            fields.take("eprint")
            if scheme is None:
                fields.drop(*said)
            yield found
    for name in ("arxivid", "arxiv", "arxiv_id"):
        value = fields.address(name)
        if value and (found := ids.normalise("arxiv", value)):
            fields.take(name)
            yield found


def _numbers(fields: Fields, kind: str) -> Iterator[Identifier]:
    for name, scheme in (("doi", "doi"), ("pmid", "pmid"), ("pmcid", "pmcid"), ("pmc", "pmcid")):
        value = fields.address(name)
        if value and (found := ids.normalise(scheme, value)):
            if scheme == "doi":
                fields.take(name)
            yield found
    if kind in _WHOLE and (text := fields.word("isbn")[:500]):
        for value in (text, *re.split(r"[,;/(]", text), *text.split()):
            if found := ids.normalise("isbn", value):
                fields.take("isbn")
                yield found
                return


def _venue(fields: Fields, kind: str, found: dict[Identifier, None]) -> str:
    """Return where the work appeared; a venue that is the arXiv gives its identifier instead."""
    if full := _full_journal(fields, kind):
        return full
    for name in VENUES.get(kind, OTHER_VENUES):
        said = fields.see(name)
        venue = latex_decode.plain(said) if said else ""
        is_page = name == "howpublished" and WEB.search(said)
        if not venue or is_page:
            continue
        fields.take(name)
        if not _ARXIV_VENUE.match(venue):
            return markup.title(venue)
        found.update(dict.fromkeys(_of_archive(fields, venue)))
        return "" if ids.of_scheme(found, "arxiv") else venue
    return ""


def _of_archive(fields: Fields, venue: str) -> list[Identifier]:
    """Return the number that the arXiv gave: ``abs/1706.03762`` is DBLP's volume of CoRR."""
    volume = fields.word("volume")
    said = volume[4:] if volume.lower().startswith("abs/") else volume
    if volume.lower().startswith(("abs/", "arxiv")) and (here := ids.normalise("arxiv", said)):
        fields.take("volume")
        return [here]
    return _arxiv_in(venue)


def _full_journal(fields: Fields, kind: str) -> str:
    """Return the journal by its full name, which MathSciNet has beside the short one.

    ``journal={Adv. Math.}, fjournal={Advances in Mathematics}``; the short one stays a detail.
    """
    full = latex_decode.plain(fields.see("fjournal"))
    is_in_journal = "journal" in VENUES.get(kind, OTHER_VENUES)
    if not full or not is_in_journal or fields.see("shortjournal"):
        return ""
    fields.take("fjournal")
    if short := fields.take("journal", "journaltitle"):
        fields.put("shortjournal", short)
    return markup.title(full)


def _arxiv_in(text: str) -> list[Identifier]:
    """Return the identifier that a text is; one that it merely mentions is of another paper."""
    if not _ARXIV.match(text[:200]):
        return []
    found = (one.identifier for one in ids.find(text[:1000]))
    return [one for one in found if one.scheme == "arxiv"][:1]


def category(fields: Fields) -> str:
    """Return the arXiv's category of an entry that is there."""
    for name in ("primaryclass", "eprintclass"):
        found = fields.word(name)
        if re.fullmatch(CATEGORY, found):
            fields.drop("primaryclass", "eprintclass")
            return found
    return ""
