"""What CSL calls things, and how its items write dates, people and notes; for reading and writing.

Types and variables after the appendices III and IV of CSL 1.0.2. A note has lines ``Key: value``,
which Zotero fills from its field Extra: identifiers, the key and variables stand there when
the item has no field for them; Better BibTeX adds ``tex.field: value``. What is no such line is the
note.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from readlist.bib import dates, ids, markup, names, types
from readlist.model import Author, Identifier, Paper
from readlist.text import TITLE_LIMIT, clean, clean_block

PEOPLE_LIMIT = 20_000
"""People of one item that are read; the largest collaborations have 6,000."""
OTHERS = {"literal": "others"}
"""What stands for authors who are not named; pandoc writes the same for ``and others``."""
MORE = "more-authors"
"""The name in ``custom`` that says so in an item, in which every author is a person or a group."""
LINKS = "links"
"""The name in ``custom`` of addresses besides ``URL``: ``[["code", "https://…"]]``."""
OWN = "biblatex"
"""The name in ``custom`` under which fields stand that CSL has no variable for, as LaTeX."""

_PARTS = ("dropping-particle", "non-dropping-particle", "family", "given", "suffix")
# "Michael, III"; not "Ann, of the house of Roe".
_SUFFIXED = re.compile(r"(\s*+[^,\s][^,]*+),(.{0,11})", re.DOTALL)
# Behind a given name, in small letters: "Jan van der", not "Jean le Rond", whose last word is his.
_PARTICLES = re.compile(
    r"(?: (?:van|von|der|den|de|del|della|di|da|dos|du|la|le|ten|ter|zu|zur|af|d['’]))+$"
)
_DAY = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_RANGE = re.compile(f"{_DAY}/{_DAY}")
_SEASONS = {
    "1": 1, "2": 2, "3": 3, "4": 4, "spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4,
}  # fmt: skip

PLACE = "csl"
"""The name in ``extra`` under which variables stand that nothing else has words for."""

# CSL 1.0.2, appendix III: its words that mean another thing elsewhere.
_OWN_KINDS = {
    "article": "preprint", "standard": "techreport", "document": "", "other": "",
    "review": "review", "review-book": "review", "graphic": "artwork",
}  # fmt: skip
TYPES: Mapping[str, str] = {
    "article": "article-journal", "inproceedings": "paper-conference", "preprint": "article",
    "book": "book", "incollection": "chapter", "inbook": "chapter", "thesis": "thesis",
    "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report", "report": "report",
    "dataset": "dataset", "software": "software", "unpublished": "manuscript", "patent": "patent",
    "booklet": "pamphlet", "collection": "book", "proceedings": "book", "manual": "book",
    "online": "webpage", "artwork": "graphic", "audio": "song", "bookinbook": "chapter",
    "broadcast": "broadcast", "image": "figure", "inreference": "entry-encyclopedia",
    "interview": "interview", "jurisdiction": "legal_case", "legal": "treaty",
    "legislation": "legislation", "letter": "personal_communication", "map": "map",
    "movie": "motion_picture", "music": "song", "mvbook": "book", "mvcollection": "book",
    "mvproceedings": "book", "mvreference": "book", "performance": "performance",
    "periodical": "periodical", "presentation": "speech", "reference": "book", "review": "review",
    "standard": "standard", "suppbook": "chapter", "suppcollection": "chapter",
    "suppperiodical": "article-journal", "video": "motion_picture",
}  # fmt: skip
"""What CSL calls each kind; which of several it was, ``custom`` says."""
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
"""What a thesis is called where its source does not say it."""

WHERE: Mapping[str, str] = {
    "book": "publisher", "collection": "publisher", "proceedings": "publisher",
    "thesis": "publisher", "phdthesis": "publisher", "mastersthesis": "publisher",
    "techreport": "publisher", "report": "publisher", "manual": "publisher",
    "preprint": "publisher", "dataset": "publisher", "software": "publisher",
}  # fmt: skip
"""The variable that says where a work of this kind appeared; ``container-title`` for others."""

DETAILS: Mapping[str, tuple[str, ...]] = {
    "volume": ("volume",), "page": ("pages",), "publisher": ("publisher",),
    "publisher-place": ("address", "location"), "collection-title": ("series",),
    "edition": ("edition",), "genre": ("type",), "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",), "chapter-number": ("chapter",),
    "event-title": ("eventtitle",), "event-place": ("venue",), "ISSN": ("issn",),
    "ISBN": ("isbn",), "language": ("language", "langid"), "title-short": ("shorttitle",),
    "container-title-short": ("shortjournal",), "original-title": ("origtitle",),
    "original-publisher": ("origpublisher",), "original-publisher-place": ("origlocation",),
    "status": ("pubstate",), "version": ("version",), "issue": ("issue",),
    "container-title": ("booktitle", "journal"),
}  # fmt: skip
"""Variables that are text, and the details (BibTeX, biblatex) that say the same."""
PEOPLE: Mapping[str, str] = {
    "editor": "editor", "translator": "translator", "container-author": "bookauthor",
}  # fmt: skip
DATES: Mapping[str, str] = {
    "accessed": "urldate", "original-date": "origdate", "event-date": "eventdate",
}  # fmt: skip
RENAMED: Mapping[str, str] = {
    "event": "event-title", "shortTitle": "title-short", "short-title": "title-short",
    "journalAbbreviation": "container-title-short", "short-container-title":
    "container-title-short", "publisher-location": "publisher-place", "citekey": "citation-key",
    "doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID",
    "pages": "page", "keywords": "keyword", "container_title": "container-title",
}  # fmt: skip
"""Names of variables in older drafts of CSL, in Crossref's and in other programs' items."""

# What the registry says of its own record, and the works that the work cites.
REGISTRY = frozenset(
    {
        "indexed", "reference-count", "references-count", "is-referenced-by-count", "reference",
        "content-domain", "created", "deposited", "score", "prefix", "member", "resource",
        "relation", "assertion", "issn-type", "isbn-type", "license", "link", "update-policy",
        "aliases", "crossref-score",
    }
)  # fmt: skip


def kind_of(said: str) -> str:
    """Return the kind of an item's type, nothing where the library has no such kind."""
    if said in _OWN_KINDS:
        return _OWN_KINDS[said]
    found = types.kind_of(said)
    return found if found in TYPES else ""


def csl_type(paper: Paper) -> str:
    """Return the type of an item that this paper is; ``document`` where nobody knows."""
    kind = types.own_type(paper)
    if kind == "misc":
        if paper.kind.strip().lower() == "preprint" or types.first(paper, "arxiv"):
            kind = "preprint"
        elif paper.kind.strip().lower() == "webpage":
            kind = "online"
    return TYPES.get(kind, "document")


def number_variable(kind: str) -> str:
    """Return what BibTeX's ``number`` is called for works of a kind (BibTeXing, 3.2)."""
    if kind in ("article", "periodical"):
        return "issue"
    if kind in ("book", "inproceedings", "incollection", "inbook", "proceedings", "collection"):
        return "collection-number"
    return "number"


def date_of(value: Any) -> str:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; of a range its beginning, else nothing.

    ``value`` is ``{"date-parts": [[2017, 6, 12]]}`` with numbers or texts, ``{"raw": …}``,
    ``{"literal": …}``, or a text or a year alone.
    """
    if isinstance(value, Mapping):
        said = [value.get(name) for name in ("raw", "literal", "date-time")]
        read = (dates.read(text) for text in said if isinstance(text, str))
        return _of_parts(value.get("date-parts")) or next(filter(None, read), "")
    if isinstance(value, list):
        return _of_parts(value if value and isinstance(value[0], list) else [value])
    return dates.read(str(value)) if type(value) in (str, int) else ""


def in_parts(value: Any) -> Any:
    """Return a date of pandoc's older YAML, ``[{"year": 2020, "month": 5}]``, as CSL has it."""
    several = [value] if isinstance(value, Mapping) else value
    if not isinstance(several, list) or not several:
        return value
    if not all(isinstance(one, Mapping) and "year" in one for one in several):
        return value
    parts = [[one[unit] for unit in ("year", "month", "day") if unit in one] for one in several]
    return {**several[0], "date-parts": parts}


def _of_parts(parts: Any) -> str:
    """Return the first date of ``[[2017, 6, 12]]``; some write ``"06"``, ``12.0``."""
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list) or not first:
        return ""
    numbers = []
    for part in first[:3]:
        text = str(part).strip()[:6] if isinstance(part, str | int | float) else ""
        text = text.removesuffix(".0")
        numbers.append(int(text) if text.isascii() and text.isdecimal() else 0)
    return dates.joined(*numbers)


def date_beside(value: Any) -> dict[str, str]:
    """Return what a date says that a date of the library does not, as fields of BibTeX.

    As biblatex has it: a range is ``2001-03/2001-04``, ``circa`` ``1650~``, a season ``2020-21``;
    ``{"year": "in press"}`` where no year is said.
    """
    if not isinstance(value, Mapping):
        return dates.beside(str(value)) if type(value) in (str, int) else {}
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        said = next((value[name] for name in ("raw", "literal") if name in value), "")
        return dates.beside(said) if isinstance(said, str) else {}
    first, last = _of_parts(parts[:1]), _of_parts(parts[1:2])
    if not first:
        year = parts[0][0] if isinstance(parts[0], list) and parts[0] else None
        return dates.beside(str(year))
    if last:
        return {"date": f"{first}/{last}"}
    season = str(value.get("season", "")).lower()
    if len(first) == 4 and season in _SEASONS:
        return {"date": f"{first}-2{_SEASONS[season]}"}
    return {"date": f"{first}~"} if value.get("circa") not in (None, False, 0, "", "0") else {}


def date_parts(date: str) -> dict[str, list[list[int]]]:
    """Return a date, or a range of dates, as an item has it."""
    return {"date-parts": [[int(part) for part in one.split("-")] for one in date.split("/")]}


def written_date(date: str) -> dict[str, Any]:
    """Return a date of biblatex, or words for one, as an item has it: ``1650~``, ``2020-21``."""
    if before := dates.before_our_era(date):
        return {"date-parts": [[-before]]}
    if season := re.fullmatch(r"([0-9]{4})-2([1-4])", date):
        return {"date-parts": [[int(season[1])]], "season": int(season[2])}
    bare = date.rstrip("~?%")
    if not (re.fullmatch(_DAY, bare) or _RANGE.fullmatch(bare)):
        return {"raw": date} if any(map(str.isdecimal, date)) else {"literal": date}
    return date_parts(bare) if bare == date else {**date_parts(bare), "circa": True}


def is_plain_date(value: Any, date: str) -> bool:
    """Say whether a variable says nothing but this date, in numbers or as text."""
    if isinstance(value, str):
        return value == date
    if not isinstance(value, Mapping) or len(value) != 1:
        return False
    if "raw" in value:
        return bool(value["raw"] == date)
    said = value.get("date-parts")
    one = said[0] if isinstance(said, list) and len(said) == 1 else None
    return isinstance(one, list) and len(one) == len(date.split("-"))


def people_of(value: Any) -> tuple[tuple[Author, ...], bool]:
    """Return the people of a variable, and whether there are others that are not named."""
    if isinstance(value, str):
        return names.parse_people(value)
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list):
        return (), False
    found = [author for one in value[:PEOPLE_LIMIT] if (author := _person(one)).name]
    named = tuple(author for author in found if not names.is_others(author.name))
    return named, len(named) < len(found)


def _person(value: Any) -> Author:
    if isinstance(value, str):
        return names.parse_author(value)
    if not isinstance(value, Mapping):
        return Author("")
    if literal := _name_part(value, "literal") or _name_part(value, "name"):
        return Author(literal)
    dropping, particle, family, given, suffix = (_name_part(value, part) for part in _PARTS)
    particles = " ".join(filter(None, (dropping, particle)))
    if not given or not (particles or family):
        alone = " ".join(filter(None, (particles, family))) or given
        return names.parse_author(alone) if "," in alone else Author(alone)
    # Zotero's way with what its fields have no place for: "Michael, III", "Ludwig van".
    found = None if suffix else _SUFFIXED.fullmatch(given)
    if found:
        given, suffix = found[1].strip(), found[2].strip(" !")
    behind = None if particles else _PARTICLES.search(given)
    if behind:
        given, particles = given[: behind.start()], behind[0].strip()
    family = " ".join(filter(None, (particles, family)))
    return Author(" ".join(filter(None, (given, family, suffix))), family, given, suffix)


def _name_part(value: Mapping[str, Any], name: str) -> str:
    part = value.get(name)
    return markup.title(clean(part, TITLE_LIMIT)) if isinstance(part, str) else ""


def written_people(people: Sequence[Author]) -> list[dict[str, str]]:
    """Return people as an item has them; a name that is not split is a literal."""
    return [_written_person(author) for author in people if names.display(author)]


def _written_person(author: Author) -> dict[str, str]:
    if not (author.family and author.given):
        return {"literal": names.display(author)}
    # "van den Berg" has the particle "van den"; a name in lower case alone, "hooks", has none.
    words = author.family.split()
    particle = list(takewhile(str.islower, words[:-1]))
    parts = {
        "family": " ".join(words[len(particle) :]),
        "given": author.given,
        "non-dropping-particle": " ".join(particle),
        "suffix": author.suffix,
    }
    return {name: part for name, part in parts.items() if part}


def without_others(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item whose authors are only those that are named; ``custom`` tells of the rest."""
    named = [author for author in item["author"] if author != OTHERS]
    custom = item.get("custom")
    said = custom if isinstance(custom, Mapping) else {}
    return {**item, "author": named, "custom": {**said, MORE: True}}


_NOTE_LIMIT = 50_000
_LINES_LIMIT = 500
_NOTE_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9. _-]{1,40}?)\s*[:=]\s*(\S.*)")
# CSL-JSON of before 2016: {:original-date: 1900}.
_BRACED = re.compile(r"\{:([A-Za-z-]{2,40}):\s{0,5}([^{}]{1,2000})\}")
_NOTE_SCHEMES = {
    "arxiv": "arxiv", "arxiv id": "arxiv", "doi": "doi", "pmid": "pmid", "pubmed id": "pmid",
    "pmcid": "pmcid", "isbn": "isbn", "openreview": "openreview", "acl": "acl",
    "acl anthology": "acl", "s2": "s2", "_eprint": "arxiv", "tex.eprint": "arxiv",
    "tex.arxivid": "arxiv",
}  # fmt: skip
LABELS = {
    "arxiv": "arXiv", "doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN",
    "openreview": "OpenReview", "acl": "ACL", "s2": "S2",
}  # fmt: skip
"""How an identifier is called in a line of a note."""


class NoteLines(NamedTuple):
    """What a note says in lines of its own, and the text that is left."""

    identifiers: tuple[Identifier, ...]
    variables: dict[str, str]
    tex: dict[str, str]
    rest: str


def note_lines(text: str, known: frozenset[str] = frozenset()) -> NoteLines:
    """Return what the lines of a note say; ``known`` are the variables that are understood."""
    identifiers: dict[Identifier, None] = {}
    variables: dict[str, str] = {}
    tex: dict[str, str] = {}
    rest = []
    text = clean_block(_BRACED.sub(r"\n\1: \2\n", text[:_NOTE_LIMIT]))
    for line in text.split("\n")[:_LINES_LIMIT]:
        found = _NOTE_LINE.fullmatch(line)
        if found is None:
            rest += [line] if line.strip() else []
            continue
        name, value = found[1].lower(), clean(found[2])
        variable = name.replace(" ", "-")
        if identifier := _identifier_of(name, value):
            identifiers[identifier] = None
        elif name.startswith("tex.") and name[4:].replace("-", "").isalnum():
            tex[name[4:]] = value
        elif variable in known:
            variables.setdefault(variable, value)
        else:
            rest.append(line)
    return NoteLines(tuple(identifiers), variables, tex, clean_block("\n".join(rest)))


def _identifier_of(name: str, value: str) -> Identifier | None:
    scheme = _NOTE_SCHEMES.get(name)
    if scheme is None:
        return None
    if scheme == "arxiv":
        value = value.partition("[")[0].strip()
        value = re.sub(r"^arxiv:\s*", "", value, flags=re.IGNORECASE)
    return ids.normalise(scheme, value)


def identifier_lines(identifiers: list[Identifier]) -> str:
    """Return identifiers as lines of a note."""
    return "\n".join(f"{LABELS.get(one.scheme, one.scheme)}: {one.value}" for one in identifiers)
