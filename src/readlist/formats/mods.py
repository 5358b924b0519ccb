"""MODS, the Library of Congress's XML, as catalogues, Zotero and bibutils write it.

Elements: MODS 3.8, loc.gov/standards/mods. They are put into the tags of RIS. What a work is a part
of stands in a ``relatedItem`` of type ``host``, its series in one of type ``series``.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.bib import types
from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, Problem
from readlist.text import BLOCK_LIMIT, clean

if TYPE_CHECKING:
    from readlist.formats.ris.tagged import Field
    from readlist.formats.xml import Element

# "<mods ", "<mods:modsCollection>"; not "<modsX".
_ROOT = re.compile(r"<(?:(?P<prefix>\w{1,20}):)?mods(?:Collection)?[\s>]")
# marcrelator's codes, and its words.
_ROLES = {
    "": "AU", "aut": "AU", "author": "AU", "cre": "AU", "creator": "AU", "edt": "A2",
    "editor": "A2", "trl": "A4", "translator": "A4", "inv": "AU", "inventor": "AU", "prg": "AU",
    "programmer": "AU", "cmp": "AU", "composer": "AU", "art": "AU", "artist": "AU",
    "corporate author": "AU", "degree grantor": "PB", "dgg": "PB",
}  # fmt: skip
_RESOURCES = {
    "software, multimedia": "COMP", "still image": "ART", "moving image": "VIDEO", "sound": "SOUND",
    "sound recording": "SOUND", "cartographic": "MAP",
}  # fmt: skip
_NUMBERS = {"doi": "DO", "isbn": "SN", "issn": "SN", "uri": "UR", "url": "UR", "hdl": "UR"}
_DETAILS = {"volume": "VL", "issue": "IS", "number": "IS", "article": "C7"}
_KEY = r"[A-Za-z][\w:.+/-]{2,60}"


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the works; after a broken one it goes on with the next."""
    del options
    from readlist.formats import xml
    from readlist.formats.ris.read import items
    from readlist.formats.ris.tagged import Entry

    found = _ROOT.search(document.head)
    name = f"{found['prefix']}:mods" if found and found["prefix"] else "mods"
    for element in xml.elements(document, name):
        if isinstance(element, Problem):
            yield element
        else:
            fields = [field for field in _in_ris(xml.bare(element)) if field.value]
            yield from items(Entry(fields, element.line), "mods")


def sniff(head: str, _name: str) -> float:
    """Return how surely a text is MODS."""
    return 0.96 if _ROOT.search(head[:4_000]) else 0.0


def _text(element: "Element | None", path: str) -> str:
    found = element.find(path) if element else None
    return clean(found.text, BLOCK_LIMIT) if found else ""


def _in_ris(work: "Element") -> "Iterator[Field]":
    """Yield what a work says under the tags of RIS."""
    from readlist.formats.ris.tagged import Field

    related = {one.attributes.get("type", ""): one for one in reversed(work.all("relatedItem"))}
    host, series = related.get("host"), related.get("series")
    kind = _kind(work, host)
    yield Field("TY", kind)
    if kind == "THES":
        yield Field("M3", _text(work, "genre"))
    yield Field("ID", _key(work))
    yield Field("TI", _title(work))
    yield Field("JF" if kind == "JOUR" else "T2", _title(host))
    yield Field("T3", _title(series))
    for several in (work, host):
        yield from _people(several, is_whole=several is host)
        yield from _numbers(several)
        yield from _places(several)
    yield from _extent(work, host)
    yield Field("AB", _text(work, "abstract"))
    languages = [one for said in work.all("language") for one in said.all("languageTerm")]
    yield from (Field("LA", clean(one.text)) for one in languages[:1])
    for subject in work.all("subject"):
        yield from (Field("KW", clean(one.text)) for one in subject.all("topic"))
    yield from (Field("M2", clean(one.text, BLOCK_LIMIT)) for one in work.all("note")[:1])
    for place in work.all("location"):
        yield from (Field("UR", clean(one.text)) for one in place.all("url"))


def _key(work: "Element") -> str:
    """Return the citation key: bibutils has it as the ID, others in an identifier."""
    named = [one.text for one in work.all("identifier") if one.attributes.get("type") == "citekey"]
    said = clean(next(iter(named), work.attributes.get("ID", "")))
    return said if re.fullmatch(_KEY, said) else ""


def _title(work: "Element | None") -> str:
    """Return ``The deep sleep: of whales`` in its parts; a short or another title is none."""
    several = work.all("titleInfo") if work else []
    own = [one for one in several if not one.attributes.get("type")] or several
    if not own:
        return ""
    lead, title = _text(own[0], "nonSort"), _text(own[0], "title")
    parts = [_text(own[0], name) for name in ("subTitle", "partNumber", "partName")]
    between = "" if lead.endswith("'") else " "  # "L'éveil", "The deep sleep"
    return ": ".join(filter(None, (f"{lead}{between}{title}".strip(), *parts)))


def _kind(work: "Element", host: "Element | None") -> str:
    from readlist.formats.ris.tagged import TYPES

    genres = [clean(one.text) for one in work.all("genre")]
    known = next(filter(None, map(types.kind_of, genres)), "")
    if host and known in ("", "book", "article"):
        return "JOUR" if known == "article" or _is_serial(host) else "CHAP"
    if host and any("conference" in genre.lower() for genre in genres):
        return "CONF"
    if code := TYPES.get(known):
        return code
    if code := _RESOURCES.get(_text(work, "typeOfResource").lower()):
        return code
    return "BOOK" if _text(work, "originInfo/publisher") else "GEN"


def _is_serial(host: "Element") -> bool:
    """Say whether a host is a journal: by its genre, by how it is issued, or by its ISSN."""
    genres = " ".join(one.text.lower() for one in host.all("genre"))
    if any(word in genres for word in ("periodical", "journal", "magazine", "newspaper")):
        return True
    if _text(host, "originInfo/issuance") in ("continuing", "serial"):
        return True
    return any(one.attributes.get("type") == "issn" for one in host.all("identifier"))


def _people(work: "Element | None", *, is_whole: bool) -> "Iterator[Field]":
    """Yield people with their roles; of a whole its editors alone are of its parts."""
    from readlist.formats.ris.tagged import Field
    from readlist.formats.tagged import group

    for one in work.all("name") if work else ():
        terms = [clean(term.text).lower() for role in one.all("role") for term in role.elements()]
        tag = next((_ROLES[term] for term in terms or [""] if term in _ROLES), "")
        name = _name(one)
        if not tag or not name or (is_whole and tag != "A2"):
            continue
        is_group = one.attributes.get("type") in ("corporate", "conference")
        yield Field(tag, group(name) if is_group and tag != "PB" else name)


def _name(one: "Element") -> str:
    """Return ``Roe, Anna, Jr.``; given names may stand in an element each."""
    parts: dict[str, list[str]] = {}
    for part in one.all("namePart"):
        parts.setdefault(part.attributes.get("type", ""), []).append(clean(part.text))
    family, given, whole = (" ".join(parts.get(sort, ())) for sort in ("family", "given", ""))
    terms = [
        term for term in parts.get("termsOfAddress", ()) if re.match(r"(?i)[js]r\b|I+V?$", term)
    ]
    return ", ".join(filter(None, (family, given, *terms))) if family else whole or given


def _numbers(work: "Element | None") -> "Iterator[Field]":
    """Yield identifiers: those of a whole are its own, but for the number of its journal."""
    from readlist.formats.ris.tagged import Field

    if not work:
        return
    is_whole = work.name == "relatedItem"
    for one in work.all("identifier"):
        sort, value = one.attributes.get("type", "").lower(), clean(one.text)
        if is_whole and sort not in ("issn", "isbn"):
            continue
        match sort:
            case "pmid" | "pubmed":
                yield Field("U1", f"{value}[pmid]")
            case "pmcid":
                yield Field("U1", f"{value}[pmcid]")
            case "arxiv":
                yield Field("AN", f"arXiv:{value.lower().removeprefix('arxiv:')}")
            case _ if sort in _NUMBERS:
                yield Field(_NUMBERS[sort], value)


def _places(work: "Element | None") -> "Iterator[Field]":
    """Yield who published a work, where, when, in which edition; the work's own come first."""
    from readlist.formats.ris.tagged import Field

    for origin in work.all("originInfo") if work else ():
        dates = [_text(origin, name) for name in ("dateIssued", "copyrightDate", "dateCreated")]
        yield Field("PY", next(filter(None, dates), ""))
        yield Field("PB", _text(origin, "publisher"))
        terms = [term for place in origin.all("place") for term in place.all("placeTerm")]
        named = [clean(term.text) for term in terms if term.attributes.get("type") != "code"]
        yield Field("CY", next(iter(named), ""))
        yield Field("ET", _text(origin, "edition"))


def _extent(work: "Element", host: "Element | None") -> "Iterator[Field]":
    """Yield volume, issue and pages, which stand in the part of the host, or of the work."""
    from readlist.formats.ris.tagged import Field

    for part in [one for said in (host, work) if said for one in said.all("part")]:
        for detail in part.all("detail"):
            if tag := _DETAILS.get(detail.attributes.get("type", "").lower()):
                yield Field(tag, _text(detail, "number") or _text(detail, "caption"))
        for extent in part.all("extent"):
            yield Field("SP", _text(extent, "start") or _text(extent, "list"))
            yield Field("EP", _text(extent, "end"))
        yield Field("PY", _text(part, "date"))


FORMAT = Format(
    name="mods",
    summary="MODS in XML, of library catalogues, Zotero and bibutils",
    suffixes=(".mods", ".xml"),
    sniff=sniff,
    load=load,
)
