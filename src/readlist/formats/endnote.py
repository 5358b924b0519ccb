"""EndNote XML, read by putting its elements into the tags of RIS.

EndNote, and Zotero, Rayyan and Covidence after it, write ``<xml><records><record>``; text stands
bare or in runs of ``<style>``.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, Problem

if TYPE_CHECKING:
    from readlist.formats.ris.tagged import Field
    from readlist.formats.xml import Element

_TAGS = {
    "volume": "VL", "number": "IS", "issue": "IS", "num-vols": "NV", "edition": "ET",
    "section": "SE", "publisher": "PB", "pub-location": "CY", "accession-num": "AN",
    "call-num": "CN", "electronic-resource-num": "DO", "abstract": "AB", "notes": "N1",
    "research-notes": "RN", "remote-database-name": "DB", "language": "LA",
    "remote-database-provider": "DP", "access-date": "Y2", "work-type": "M3",
    "auth-address": "AD", "caption": "CA", "orig-pub": "OP", "reprint-edition": "RP",
    "reviewed-item": "RI", "pages": "SP", "custom1": "C1", "custom2": "C2", "custom3": "C3",
    "custom4": "C4", "custom5": "C5", "custom6": "C6", "custom7": "C7", "misc1": "M1",
    "misc2": "M2", "misc3": "M3", "keywords": "KW", "isbn": "SN",
}  # fmt: skip
_INSIDE = {
    "titles": {
        "title": "TI", "secondary-title": "T2", "tertiary-title": "T3", "short-title": "ST",
        "alt-title": "JA", "translated-title": "TT",
    },
    "periodical": {"full-title": "JF", "abbr-1": "J2"},
    "alt-periodical": {"full-title": "JO"},
    "dates": {"year": "PY", "pub-dates": "DA"},
    "contributors": {
        "authors": "AU", "secondary-authors": "A2", "tertiary-authors": "A3",
        "subsidiary-authors": "A4", "translated-authors": "A4",
    },
    "urls": {
        "web-urls": "UR", "related-urls": "UR", "text-urls": "UR", "pdf-urls": "L1",
        "image-urls": "L4",
    },
}  # fmt: skip
_LISTS = frozenset({"AU", "A2", "A3", "A4", "DA", "UR", "L1", "L4", "KW", "SN"})
"""Tags of several values, each an element of its own or a line."""
# The names and the numbers of EndNote's reference types.
TYPES = {
    "journal article": "JOUR", "17": "JOUR", "electronic article": "EJOUR", "43": "EJOUR",
    "magazine article": "MGZN", "19": "MGZN", "newspaper article": "NEWS", "23": "NEWS",
    "conference paper": "CPAPER", "47": "CPAPER", "conference proceedings": "CONF", "10": "CONF",
    "conference proceeding": "CONF", "book": "BOOK", "6": "BOOK", "edited book": "EDBOOK",
    "28": "EDBOOK", "electronic book": "EBOOK", "44": "EBOOK", "book section": "CHAP",
    "5": "CHAP", "electronic book section": "ECHAP", "60": "ECHAP", "encyclopedia": "ENCYC",
    "53": "ENCYC", "serial": "SER", "57": "SER", "thesis": "THES", "32": "THES",
    "report": "RPRT", "27": "RPRT", "government document": "GOVDOC", "46": "GOVDOC",
    "standard": "STAND", "58": "STAND", "unpublished work": "UNPB", "34": "UNPB",
    "manuscript": "MANSCPT", "36": "MANSCPT", "preprint": "UNPB", "web page": "ELEC",
    "12": "ELEC", "blog": "BLOG", "56": "BLOG", "dataset": "DATA", "59": "DATA",
    "computer program": "COMP", "9": "COMP", "patent": "PAT", "25": "PAT",
    "online database": "DBASE", "45": "DBASE", "pamphlet": "PAMP", "24": "PAMP",
    "artwork": "ART", "2": "ART", "audiovisual material": "ADVS", "3": "ADVS", "bill": "BILL",
    "4": "BILL", "case": "CASE", "7": "CASE", "chart or table": "CHART", "38": "CHART",
    "classical work": "CLSWK", "49": "CLSWK", "dictionary": "DICT", "52": "DICT",
    "figure": "FIGURE", "37": "FIGURE", "film or broadcast": "MPCT", "21": "MPCT",
    "hearing": "HEAR", "14": "HEAR", "legal rule or regulation": "LEGAL", "50": "LEGAL",
    "map": "MAP", "20": "MAP", "music": "MUSIC", "61": "MUSIC", "online multimedia": "ADVS",
    "48": "ADVS", "personal communication": "PCOMM", "26": "PCOMM", "statute": "STAT",
    "31": "STAT", "aggregated database": "AGGR", "55": "AGGR", "podcast": "SOUND",
    "television episode": "VIDEO", "video": "VIDEO",
}  # fmt: skip

_HEAD = (
    r"[\s\ufeff]*+(?:<\?xml[^<>]{0,200}>\s*+)?(?:<!--[^<>]{0,2000}-->\s*+|<!DOCTYPE[^<>\[]{0,500}>\s*+)?"
    r"(?:<xml>\s*+)?<records>\s*+<record[\s>]"
)
KEY = r"[A-Za-z][\w:.+/-]{2,60}"
"""A label that is a citation key, as EndNote's own export to BibTeX takes it."""


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers of a library; after a broken record it goes on with the next."""
    del options
    from readlist.formats import xml
    from readlist.formats.ris.read import items
    from readlist.formats.ris.tagged import Entry

    for element in xml.elements(document, "record"):
        if isinstance(element, Problem):
            yield element
        else:
            yield from items(Entry(list(_in_ris(element)), element.line), "endnote-xml")


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like EndNote's XML."""
    del name
    return 0.95 if re.match(_HEAD, head) else 0.0


def _in_ris(record: "Element") -> "Iterator[Field]":
    """Yield what a record says under the tags of RIS."""
    from readlist.formats.ris.tagged import Field

    yield Field("TY", _type(record))
    for part in record.elements():
        if tag := _TAGS.get(part.name):
            yield from (Field(tag, text) for text in _values(part, tag))
        for inside, tag in _INSIDE.get(part.name, {}).items():
            if found := part.find(inside):
                yield from (Field(tag, text) for text in _values(found, tag))
        if part.name == "label":  # "vaswani2017" is a key, "to print" a word of the person
            is_key = re.fullmatch(KEY, part.text.strip())
            yield Field("ID" if is_key else "LB", part.text)


def _values(element: "Element", tag: str) -> list[str]:
    """Return the texts of an element; some programs put several into it without elements."""
    if tag == "TI":
        return [_dressed(element)]
    if tag not in _LISTS:
        return [element.text.replace("\r", "\n")]
    inside = [part.text for part in element.elements() if part.name != "style"]
    return [line for text in inside or [element.text] for line in text.splitlines()]


_FACES = {
    "italic": ("<i>", "</i>"), "bold": ("<b>", "</b>"), "subscript": ("<sub>", "</sub>"),
    "superscript": ("<sup>", "</sup>"),
}  # fmt: skip


def _dressed(element: "Element") -> str:
    """Return a title with tags in place of faces: ``<style face="italic">E. coli</style>``."""
    written = []
    for part in element.parts:
        if isinstance(part, str):
            written.append(part)
            continue
        start, end = _FACES.get(part.attributes.get("face", ""), ("", ""))
        written.append(f"{start}{part.text}{end}")
    return "".join(written).replace("\r", "\n")


def _type(record: "Element") -> str:
    found = record.find("ref-type")
    if not found:
        return "GEN"
    name = found.attributes.get("name", "").strip().lower()
    return TYPES.get(name) or TYPES.get(found.text.strip().lower()) or "GEN"


FORMAT = Format(
    name="endnote-xml",
    summary="EndNote's XML",
    suffixes=(".xml",),
    sniff=sniff,
    load=load,
)
