"""PubMed's own format, ``.nbib`` or MEDLINE: read by putting its tags into those of RIS.

Tags and their meaning: NLM, MEDLINE/PubMed Data Element (Field) Descriptions.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item

if TYPE_CHECKING:
    from readlist.formats.ris.tagged import Building, Entry, Field

_LINE = r"([A-Z][A-Z0-9]{1,3}) {0,2}-(?: (.*)|$)"
_SAME = {
    "AB": "AB", "VI": "VL", "IP": "IS", "LA": "LA", "PB": "PB", "PL": "CY", "EN": "ET",
    "AD": "AD", "FED": "A2", "ISBN": "SN", "CTI": "T3", "OT": "KW", "DP": "PY", "CIN": "C5",
    "GR": "C4",
}  # fmt: skip
_TYPES = (
    ("Preprint", "UNPB"), ("Dataset", "DATA"), ("Academic Dissertation", "THES"),
    ("Technical Report", "RPRT"), ("Congress", "CONF"), ("Book", "BOOK"), ("Monograph", "BOOK"),
)  # fmt: skip
_INSTEAD = {"AU": "FAU", "ED": "FED"}
"""Short names that are left where the full ones are there too."""
# MeSH, check tags: what nearly every paper has is no help as a tag of a library.
_CHECK_TAGS = frozenset(
    {
        "humans", "animals", "male", "female", "pregnancy", "adult", "aged", "middle aged", "child",
        "adolescent", "infant", "young adult", "aged, 80 and over", "child, preschool", "mice",
        "infant, newborn", "rats",
    }
)  # fmt: skip


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers of a file, and a problem for what is wrong with one."""
    del options
    from readlist.formats.ris.read import items, record

    for entry in _entries(document.lines()):
        yield from items(entry, record(entry._replace(fields=list(_in_ris(entry))), "pubmed"))


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like PubMed's format: a line gives a PMID."""
    if re.search(r"(?m)^\ufeff?PMID ?- ?[0-9]{1,9}[ \t\r]*$", head):
        return 0.95
    return 0.6 if name.lower().endswith(".nbib") else 0.0


def _entries(lines: Iterable[str]) -> "Iterator[Entry]":
    """Yield the records: each begins with its ``PMID``, or after a blank line with another tag."""
    from readlist.formats.ris.tagged import Building

    split = re.compile(_LINE, re.DOTALL).match
    building: Building | None = None
    blank = False
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r").lstrip("\ufeff")
        found = split(line)
        if not found:
            blank = blank or not line.strip()
            if building and line.strip():
                building.go_on(line.strip())
            continue
        # A record that has no PMID begins behind a blank line.
        parted = blank and building is not None and "TI" in building.tags
        if building is None or parted or found[1] == "PMID":
            if building:
                yield building.done(_fault(building))
            building = Building(number)
        building.add(found[1], found[2] or "")
        blank = False
    if building:
        yield building.done(_fault(building))


def _fault(building: "Building") -> str:
    if "PMID" in building.tags:
        return ""
    return "The record that begins here has no PMID."


def _in_ris(entry: "Entry") -> "Iterator[Field]":
    """Yield what a record says under the tags of RIS; what only NLM's own files need is left."""
    from readlist.formats.ris.tagged import Field

    tags = {tag for tag, _ in entry.fields}
    types = {value.strip() for tag, value in entry.fields if tag == "PT"}
    is_book = "BTI" in tags
    kind = next((code for name, code in _TYPES if name in types), "BOOK" if is_book else "JOUR")
    yield Field("TY", "CHAP" if is_book and "TI" in tags else kind)
    for tag, value in entry.fields:
        if _INSTEAD.get(tag) in tags:
            continue
        text = value.replace("\n", " ") if tag == "AB" else " ".join(value.split())
        if tag in ("LID", "AID"):
            yield from _located(text)
            continue
        name, change = _CHANGED.get(tag) or (_SAME.get(tag, ""), str)
        beside, other = _BESIDE.get(tag, ("", ""))
        if beside in tags:
            name = other
        if name:  # what is only NLM's, such as STAT and OWN, is left
            yield Field(name, change(text))


def _located(text: str) -> "Iterator[Field]":
    """Yield what ``10.1038/nature14539 [doi]`` and ``arXiv:1706.03762 [pii]`` name."""
    from readlist.formats.ris.tagged import Field

    value, _, scheme = text.rpartition(" [")
    if scheme.startswith("doi"):
        yield Field("DO", value)
    elif value.lower().startswith("arxiv"):
        yield Field("AN", value)


def _short_name(text: str) -> str:
    """Return a name as RIS has it: ``van der Berg JA Jr`` has its family name first."""
    short = re.fullmatch(
        r"([^,]{1,200}) ([^\W\d_a-z]{1,4})(?: (Jr|Sr|[1-4](?:st|nd|rd|th)))?", text
    )
    return ", ".join(part for part in short.groups() if part) if short else text


def _heading(text: str) -> str:
    """Return ``Neural Networks`` of ``*Neural Networks/history``; nothing for a check tag."""
    word = text.partition("/")[0].strip("* ")
    return "" if word.lower() in _CHECK_TAGS else word


def _title(text: str) -> str:
    """Return a title without the full stop and the brackets of a translated one."""
    text = text.removesuffix(".")
    translated = text.startswith("[") and text.endswith("]")
    return text[1:-1].removesuffix(".") if translated else text


def _pages(text: str) -> str:
    """Return pages in full: PubMed shortens ``186-189`` to ``186-9``."""
    found = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text)
    if found and len(found[2]) < len(found[1]):
        return f"{found[1]}-{found[1][: -len(found[2])]}{found[2]}"
    return text


_CHANGED: dict[str, tuple[str, Callable[[str], str]]] = {
    "FAU": ("AU", str), "AU": ("AU", _short_name), "ED": ("A2", _short_name),
    "CN": ("AU", lambda text: f"{text.rstrip('.,')},"),  # the comma says: a name of one part
    "TI": ("TI", _title), "BTI": ("TI", _title), "JT": ("T2", str), "TA": ("T2", str),
    "DEP": ("ET", lambda text: f"{text[:4]}/{text[4:6]}/{text[6:8]}"),  # 20190731
    "PG": ("SP", _pages), "MH": ("KW", _heading),
    "IS": ("SN", lambda text: text.partition(" (")[0]),  # 1476-4687 (Electronic)
    "PMID": ("U1", "{}[pmid]".format), "PMC": ("U2", "{}[pmcid]".format),
}  # fmt: skip
"""Tags under which RIS says the same in another form."""
_BESIDE = {"BTI": ("TI", "BT"), "TA": ("JT", "J2")}
"""Tags that go elsewhere where another one is there: a book's title beside its chapter's."""

FORMAT = Format(
    name="pubmed",
    summary="PubMed's .nbib files (MEDLINE)",
    suffixes=(".nbib",),
    sniff=sniff,
    load=load,
)
