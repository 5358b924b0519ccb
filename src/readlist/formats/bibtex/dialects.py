"""What BibTeX and biblatex write differently: types, names of fields, dates, names of preprints.

And in which fields an entry says where a work appeared, for those who read and who write.

Sources: BibTeXing, 3.1 and 3.2; the biblatex manual, 2.1 and 2.2; biber's data model.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from readlist.bib import citekeys, latex_encode, types
from readlist.bib.dates import MONTHS, appeared
from readlist.bib.details import OTHER_NAMES, PLACE, VERBATIM
from readlist.model import Paper

# The months of one year, which BibTeX has as ``jun # "--" # aug``; others stay a date.
_MONTHS = re.compile(r"([0-9]{4})-(?P<first>0[1-9]|1[0-2])/\1-(?P<last>0[1-9]|1[0-2])")
COMMENT = re.compile(r"comment(?:-.{1,50})?")
"""Fields in which JabRef's users comment on an entry, in a file of several each in their own."""
PEOPLE = frozenset(
    {
        "author", "authors", "editor", "editora", "editorb", "editorc", "translator", "annotator",
        "commentator", "introduction", "foreword", "afterword", "bookauthor", "holder",
    }
)  # fmt: skip
"""Fields of people, one between two ``and`` (biblatex, 2.2.1)."""
ASKED_FOR = frozenset({"abstract", "file"})
"""Fields that an entry has only where they are asked for."""
HINT = "entrysubtype"
"""Says in BibTeX what type an entry has in biblatex, whose styles take no notice of it."""
ARCHIVES = {"pubmed": "pmid", "pmid": "pmid", "pmc": "pmcid", "pmcid": "pmcid"}
"""Archives of an ``eprint`` that number papers in a scheme of the library."""
_PRESS = "publisher"
_WHERE = {
    "article": "journal", "inproceedings": "booktitle", "incollection": "booktitle",
    "inbook": "booktitle", "phdthesis": "school", "mastersthesis": "school",
    "techreport": "institution", "book": _PRESS, "proceedings": _PRESS, "manual": "organization",
}  # fmt: skip
_BIBLATEX_WHERE = {
    "article": "journaltitle", "inproceedings": "booktitle", "incollection": "booktitle",
    "inbook": "booktitle", "thesis": "institution", "report": "institution", "book": _PRESS,
    "proceedings": _PRESS, "collection": _PRESS, "manual": "organization", "dataset": _PRESS,
    "online": "organization", "mvbook": _PRESS, "mvcollection": _PRESS, "mvproceedings": _PRESS,
    "reference": _PRESS, "mvreference": _PRESS, "inreference": "booktitle",
    "suppbook": "booktitle", "suppcollection": "booktitle", "bookinbook": "booktitle",
    "suppperiodical": "journaltitle", "review": "journaltitle", "phdthesis": "institution",
    "mastersthesis": "institution", "techreport": "institution",
}  # fmt: skip
# The styles' words for what biblatex has one type for (biblatex, 2.1.2).
_TYPED = {
    "phdthesis": ("thesis", "phdthesis"), "mastersthesis": ("thesis", "mathesis"),
    "techreport": ("report", "techreport"),
}  # fmt: skip

_JOURNAL, _BOOK = ("journal", "journaltitle"), ("booktitle",)
_SCHOOL, _HOUSE = ("institution", "school"), ("publisher",)
VENUES = {
    "article": _JOURNAL, "suppperiodical": _JOURNAL, "review": _JOURNAL,
    "inproceedings": ("booktitle", *_JOURNAL, "eventtitle", "series"),
    "incollection": ("booktitle", *_JOURNAL), "inbook": _BOOK, "inreference": _BOOK,
    "bookinbook": _BOOK, "suppbook": _BOOK, "suppcollection": _BOOK,
    "phdthesis": ("school", "institution"), "mastersthesis": ("school", "institution"),
    "thesis": _SCHOOL, "techreport": _SCHOOL, "report": _SCHOOL, "book": _HOUSE, "mvbook": _HOUSE,
    "proceedings": _HOUSE, "mvproceedings": _HOUSE, "collection": _HOUSE, "mvcollection": _HOUSE,
    "reference": _HOUSE, "mvreference": _HOUSE, "manual": ("organization",),
    "online": ("howpublished", *_JOURNAL, "booktitle", "organization"),
    "dataset": ("howpublished", *_JOURNAL, "publisher", "organization"),
}  # fmt: skip
"""By type, the first of these fields that an entry has says where the work appeared."""
OTHER_VENUES = ("howpublished", *_JOURNAL, "booktitle")
WEB = re.compile(r"https?://|www\.")
"""What ``howpublished`` holds where it is no venue but an address."""
ADDRESSES = frozenset({"url", "doi", "eprint", "pdf", "ee", "biburl", "link"})
"""Fields that are written raw."""


Fields = dict[str, str]
Details = Mapping[str, Any]
"""What the library keeps of an entry besides its own facts, by BibTeX's names, as LaTeX."""


class Shape(NamedTuple):
    """The type of an entry, and the fields that only say what type it is.

    ``preprint`` says that the entry is that of a preprint, ``on_server`` that the paper appeared on
    the arXiv and nowhere else. Papers of the same looks share one.
    """

    type: str
    marks: Fields
    preprint: bool = False
    on_server: bool = False


class Dialect(NamedTuple):
    """One way to write a paper and its details; ``names`` are its own names of details."""

    shape: Callable[[Paper, Details], Shape]
    where: Mapping[str, str]
    names: Mapping[str, str]
    dates: Callable[[Paper, Details, Shape], Fields]
    eprint: Callable[[str, str], Fields]
    sort_key: Callable[[str], str]


def details_of(paper: Paper) -> Details:
    """Return the fields that the library keeps for bibliographies, as LaTeX."""
    fields = paper.extra.get(PLACE)
    return fields if fields and isinstance(fields, Mapping) else {}


def _bibtex_shape(paper: Paper, kept: Details) -> Shape:
    said = str(kept.get("type", "")).lower() if kept else ""
    is_master = said.startswith(("ma", "msc", "m.sc", "m.a"))
    return _bibtex_shape_of(types.looks(paper), "mastersthesis" if is_master else "")


@lru_cache(maxsize=4096)
def _bibtex_shape_of(looks: types.Looks, thesis: str) -> Shape:
    kind, hint = types.bibtex_type(looks)
    if hint == "thesis" and thesis:
        kind = thesis
    preprint = kind == "misc" and hint != "online"
    return Shape(kind, {HINT: hint} if hint else {}, preprint, types.is_on_server(looks))


def _biblatex_shape(paper: Paper, kept: Details) -> Shape:
    has_name = any(scheme not in ("isbn", "s2") for scheme, _ in paper.identifiers)
    said = bool(kept and kept.get("type"))
    return _biblatex_shape_of(types.looks(paper), has_name, said)


@lru_cache(maxsize=4096)
def _biblatex_shape_of(looks: types.Looks, has_name: bool, is_typed: bool) -> Shape:
    kind, preprint = types.biblatex_type(looks, has_name=has_name)
    on_server = types.is_on_server(looks)
    if kind in _TYPED and not is_typed:
        kind, said = _TYPED[kind]
        return Shape(kind, {"type": said}, on_server=on_server)
    marks = {"pubstate": "prepublished"} if preprint else {}
    if (said := types.kind_of(looks.said)) in types.OTHERS:
        marks = {HINT: said}
    return Shape(kind, marks, preprint, on_server)


def _range(kept: Details, year: str) -> str:
    """Return the date as its source wrote it, where it is more than a day: ``1984/1986``."""
    said = str(kept.get("date", ""))
    begins = said.lstrip("/.0")  # "/2004" and "../2004" end in 2004
    return said if year and begins.startswith(year) else ""


def _bibtex_dates(paper: Paper, kept: Details, shape: Shape) -> Fields:
    year, published = appeared(paper, preprint=shape.preprint)
    return _classic(year, published, _range(kept, year))


@lru_cache(maxsize=4096)
def _classic(year: str, published: str, whole: str) -> Fields:
    """Return year, month and day, the latter two where they are of that year."""
    month, day = published[5:7], published[8:10]
    same = month.isdecimal() and 1 <= int(month) <= 12
    if same and (months := _MONTHS.fullmatch(whole)):
        first, last = (MONTHS[int(number) - 1] for number in months.group("first", "last"))
        return {"year": year, "month": f'{first} # "--" # {last}'}
    return {
        "year": year,
        "month": MONTHS[int(month) - 1] if same else "",
        "day": str(int(day)) if same and day.isdecimal() else "",
        "date": whole,
    }


def _biblatex_dates(paper: Paper, kept: Details, shape: Shape) -> Fields:
    year, published = appeared(paper, preprint=shape.preprint)
    whole = published or year.zfill(4)
    return {"date": _range(kept, year) or (whole if year else "")}


def _bibtex_eprint(arxiv: str, category: str) -> Fields:
    return {"eprint": arxiv, "archivePrefix": "arXiv", "primaryClass": category}


def _biblatex_eprint(arxiv: str, category: str) -> Fields:
    return {"eprint": arxiv, "eprinttype": "arxiv", "eprintclass": category}


def sort_key(title: str) -> str:
    """Return what BibTeX sorts an entry by that has no author: its first significant word."""
    return citekeys.first_word(title).capitalize()


def written_detail(name: str, value: str) -> str:
    """Return a detail as the writer has it: addresses raw, anything else as TeX."""
    if name in ADDRESSES:
        return latex_encode.address(value)
    return latex_encode.verbatim(value) if name in VERBATIM else latex_encode.escape(value)


BIBTEX = Dialect(_bibtex_shape, _WHERE, OTHER_NAMES, _bibtex_dates, _bibtex_eprint, sort_key)
BIBLATEX = Dialect(
    _biblatex_shape, _BIBLATEX_WHERE, {old: new for new, old in OTHER_NAMES.items()},
    _biblatex_dates, _biblatex_eprint, lambda _title: "",
)  # fmt: skip
