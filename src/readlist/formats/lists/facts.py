"""What stands around a title: people, houses, venues, years; read as people write them by hand."""

import re
from dataclasses import dataclass

from readlist.formats.lists.people import authors_of, is_people
from readlist.formats.lists.words import ET_AL, KNOWN_VENUES, YEAR
from readlist.model import Author
from readlist.text import clean

# ``2023.05`` is a month, ``2005.14165`` an identifier.
_NO_MONTH = r"\.(?!(?:0?[1-9]|1[0-2])(?!\d))\d"
_WIDE = str.maketrans({"，": ", ", "、": ", ", "；": "; ", "。": ". ", "（": " (", "）": ") "})
_CJK_NAME = re.compile(r"[\u3400-\u9fff]{2,4}(?<![报志刊学会期报誌])")
_SENTENCE = re.compile(r"(?<=[^\W_][^\W_A-Z])\.\s")
# ``Ann Lee, Bo Ray, CVPR 2020``
_AFTER_PEOPLE = re.compile(rf"(.{{5,2000}}?),\s(?:[Ii]n\s)?({KNOWN_VENUES.pattern}.{{0,60}})$")


@dataclass(slots=True)
class Facts:
    """What an entry says of its paper besides title and links."""

    authors: tuple[Author, ...] = ()
    more: bool = False
    year: int | None = None
    venue: str = ""
    organization: str = ""

    def filled(self, other: "Facts") -> None:
        """Take from another what is missing here."""
        if not self.authors:
            self.authors, self.more = other.authors, other.more
        self.year = self.year or other.year
        self.venue = self.venue or other.venue
        self.organization = self.organization or other.organization

    def kinds(self) -> set[str]:
        """Return which facts are known."""
        said = {"authors": self.authors, "year": self.year, "venue": self.venue}
        return {name for name, value in said.items() if value}


def people(text: str) -> Facts:
    """Return the authors that a text names, with the group or house behind the first of them."""
    authors, more, house = authors_of(text)
    return Facts(authors, more, organization=house)


def facts_of(text: str, *, venue: bool = False) -> Facts:
    """Return what a short text says: ``X et al. ACL 2020``, ``NeurIPS'21``, ``Nature 521 (2015)``.

    ``venue`` says that a name in it is a venue even where it is not known as one.
    """
    facts = Facts(year=year_of(text))
    text = clean(text[:6_000].translate(_WIDE), 3_000).strip(" ,.:;*_|-–—[]")
    text = text[1:].removesuffix(")") if text[:1] == "(" else text
    text = text.rstrip(")") if "(" not in text else text
    if re.match(r"[\u3400-\u9fff]", text):
        return _chinese_facts(text, facts)
    if match := re.match(rf"(.{{0,2000}}?{ET_AL.pattern})[.,]?\s*(.*)", text, re.IGNORECASE):
        facts.filled(people(match[1]))
        facts.venue = _venue(match[2], certain=True)
        return facts
    listed = _AFTER_PEOPLE.match(text)
    if listed and is_people(listed[1]):
        facts.filled(people(listed[1]))
        facts.venue = _venue(listed[2], certain=True)
        return facts
    head, tail = [*_SENTENCE.split(text, maxsplit=1), ""][:2]
    if tail and is_people(head):
        facts.filled(people(head))
        facts.venue = _venue(tail, certain=True)
    elif is_people(re.sub(rf"[,\s]*\(?{YEAR}\)?$", "", text)):
        facts.filled(people(re.sub(rf"[,\s]*\(?{YEAR}\)?$", "", text)))
    else:
        facts.venue = _venue(text, certain=venue)
    return facts


def _chinese_facts(text: str, facts: Facts) -> Facts:
    """Read ``李明, 王伟, 软件学报, 2020``: names of two to four signs, then a journal."""
    parts = [part.strip() for part in re.split(r"[,;]\s", text)]
    named = next((n for n, part in enumerate(parts) if not _CJK_NAME.fullmatch(part)), len(parts))
    if named and (named > 1 or named < len(parts)):
        facts.authors = tuple(Author(part) for part in parts[:named])
    if named and named < len(parts) and not re.match(r"\d", parts[named]):
        facts.venue = re.sub(r"[\s(]*\d{4}.*", "", parts[named])[:60]
    return facts


def year_of(text: str, *, venue: bool = False) -> int | None:
    """Return the year that a text names, one in brackets before others.

    ``venue`` says that it is a venue, behind which two figures are enough: ``LREC20``, ``KDD 08``.
    """
    if venue and (short := _SHORT_YEAR.search(text)):
        return (1900 if int(short[1]) > 60 else 2000) + int(short[1])
    if found := _BRACKETED_YEAR.search(text):
        return int(found[1])
    if years := _PLAIN_YEAR.findall(text):
        return int(years[-1])
    marked = _MARKED_YEAR.search(text)
    return 2000 + int(marked[1]) if marked else None


_SHORT_YEAR = re.compile(r"(?:^|[A-Za-z][\s'’-]?)(\d\d)(?!\d|[\w.])")
_BRACKETED_YEAR = re.compile(rf"[(\[（](?:[^()\[\]]{{0,30}}[\s,'’])?({YEAR})(?=[)\]）,\s./-])")
_PLAIN_YEAR = re.compile(rf"(?<![\d.:/_-])({YEAR})(?![\d_]|{_NO_MONTH}|-\d{{3}})")
_MARKED_YEAR = re.compile(r"\w\s?['’]([0-4]\d)(?!\w)")


def _venue(text: str, *, certain: bool) -> str:
    """Return the venue in a text; a preprint server is none."""
    text = re.sub(
        r"(?i)^\s*(?:published|accepted|presented)?\s*(?:in|at|to)?\s*[:：]?\s+", "", text
    )
    text = text.strip(" ,.:;*_")
    if server := re.match(r"(?i)(arxiv)\b|corr\b|preprint|biorxiv", text):
        return "arXiv" if server[1] and certain else ""
    named = re.match(r"[^\d(\[{\"“,;|]{2,150}", text)
    name = named[0].strip(" ,.:;'’*_") if named else ""
    if name.endswith((" the", " of", " on", " and", " in")):
        name = ""
    if name.lower() in ("book", "survey", "tutorial", "thesis", "report", "blog", "new"):
        return ""
    if certain and name and len(name.split()) < 16:
        return re.sub(r"\s(?:Vol|vol|no|pp|In)\.?$", "", name)
    known = KNOWN_VENUES.search(text[:200])
    return known[0] if known else ""


def venue_of(text: str) -> str:
    """Return a venue without the year, the volume and the words that lead up to it."""
    return _venue(text, certain=True)
