"""PubMed's own format, ``.nbib`` or MEDLINE: read by putting its tags into those of RIS.

Tags and their meaning: NLM, MEDLINE/PubMed Data Element (Field) Descriptions.
"""

import re
from collections.abc import Iterable, Iterator
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
        begins = found[1] == "PMID" or (blank and building and "TI" in building.tags)
        if begins or building is None:
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
        text = " ".join(value.split()) if tag != "AB" else value.replace("\n", " ")
        if new := _SAME.get(tag):
            yield Field(new, text)
        else:
            for name, said in _translated(tag, text, tags):
                yield Field(name, said)


def _translated(tag: str, text: str, tags: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the lines of RIS for one of PubMed's whose value is not the same there."""
    if tag in _INSTEAD and _INSTEAD[tag] in tags:
        return
    match tag:
        case "FAU" | "AU" | "CN" | "ED":
            yield ("A2" if tag == "ED" else "AU"), _name(tag, text)
        case "TI" | "BTI":
            yield ("BT" if tag == "BTI" and "TI" in tags else "TI"), _title(text)
        case "JT" | "TA":
            yield ("J2" if tag == "TA" and "JT" in tags else "T2"), text
        case "DEP":
            yield "ET", f"{text[:4]}/{text[4:6]}/{text[6:8]}"
        case "PG":
            yield "SP", _pages(text)
        case "IS":
            yield "SN", text.partition(" (")[0]
        case "MH":
            if (word := text.partition("/")[0].strip("* ")).lower() not in _CHECK_TAGS:
                yield "KW", word
        case _:
            yield from _numbers(tag, text)


def _name(tag: str, text: str) -> str:
    """Return a name as RIS has it: ``van der Berg JA Jr`` has its family name first."""
    if tag == "CN":
        return f"{text.rstrip('.,')},"
    short = re.fullmatch(
        r"([^,]{1,200}) ([^\W\d_a-z]{1,4})(?: (Jr|Sr|[1-4](?:st|nd|rd|th)))?", text
    )
    if tag == "FAU" or not short:
        return text
    return ", ".join(part for part in short.groups() if part)


def _numbers(tag: str, text: str) -> Iterator[tuple[str, str]]:
    if tag == "PMID":
        yield "U1", f"{text}[pmid]"
    elif tag == "PMC":
        yield "U2", f"{text}[pmcid]"
    elif tag in ("LID", "AID"):
        value, _, scheme = text.rpartition(" [")
        if scheme.startswith("doi"):
            yield "DO", value
        elif value.lower().startswith("arxiv"):
            yield "AN", value


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


FORMAT = Format(
    name="pubmed",
    summary="PubMed's .nbib files (MEDLINE)",
    suffixes=(".nbib",),
    sniff=sniff,
    load=load,
)
