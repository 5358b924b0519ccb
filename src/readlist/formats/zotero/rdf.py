"""Zotero RDF: items, their journals, notes, files and collections, as Zotero's JSON has them.

What an item is a part of, its notes and its files stand beside it and are named by address
(Zotero's translator "Zotero RDF"). The file is therefore taken in whole, as plain values.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from readlist.formats import xml
from readlist.formats.base import Document
from readlist.formats.xml import Element
from readlist.formats.zotero.items import CREATORS, VARIABLES, read
from readlist.model import Item, Problem
from readlist.text import BLOCK_LIMIT, clean, clean_block

_FIELDS = {
    "title": "title", "abstract": "abstractNote", "date": "date", "dateSubmitted": "accessDate",
    "rights": "rights", "description": "extra", "edition": "edition", "volume": "volume",
    "pages": "pages", "alternative": "journalAbbreviation", "itemType": "itemType",
}  # fmt: skip
_NUMBERS = re.compile(r"(DOI|ISBN|ISSN|LCC):? (.+)", re.IGNORECASE)
_NUMBERED = frozenset({"report", "patent", "standard", "bill", "hearing", "case", "statute"})
"""Types whose number is their own; that of an article is the issue of its journal."""
_DEEPEST = 20


def load(document: Document) -> Iterator[Item]:
    """Yield a record for each item, with its notes, files and collections."""
    parts: dict[str, Element] = {}
    items: list[tuple[str, Element]] = []
    folders: dict[str, Element] = {}
    for element in xml.elements(document, "rdf:Description", of_root=True):
        if isinstance(element, Problem):
            yield element
            continue
        about = element.attributes.get("rdf:about", "") or f"#line_{element.line}"
        parts[about] = element
        if element.name == "z:Collection":
            folders[about] = element
        elif element.find("z:itemType") or element.name == "bib:Memo":
            items.append((about, element))
    below = {one for _, element in items for one in _named(element, _BELOW)}
    names = _collections(folders)
    for about, element in items:
        if about in below:
            continue
        item = _item(element, parts)
        children = [_child(parts[one]) for one in _named(element, _BELOW) if one in parts]
        children += [_child(one) for one in _nested(element, _BELOW)]
        yield read(item, element.line, names.get(about, ()), children)


_BELOW = ("dcterms:isReferencedBy", "link:link")
"""What leads from an item to its notes and to its files."""


def _named(element: Element, predicates: tuple[str, ...]) -> list[str]:
    """Return the addresses that an element names by some predicates."""
    found = (part.attributes.get("rdf:resource") for one in predicates for part in element.all(one))
    return [address for address in found if address]


def _nested(element: Element, predicates: tuple[str, ...]) -> list[Element]:
    """Return the elements that stand within an element in place of an address."""
    return [inner for one in predicates for part in element.all(one) for inner in part.elements()]


_AROUND = ("dcterms:isPartOf",)


def _item(element: Element, parts: Mapping[str, Element]) -> dict[str, Any]:
    """Return an element as an item of Zotero's JSON."""
    found: dict[str, Any] = {"creators": [], "tags": []}
    if element.name == "bib:Memo":
        return {"itemType": "note", "note": _value(element)}
    _take(element, found)
    whole = element
    for _ in range(3):  # a chapter, its book, the series of the book
        around = [parts[one] for one in _named(whole, _AROUND) if one in parts]
        around += _nested(whole, _AROUND)
        for one in around:
            _take_whole(one, found)
        books = [one for one in around if one.name != "bib:Series"]
        if not books:
            break
        whole = books[0]
    return found


def _take(element: Element, found: dict[str, Any]) -> None:
    """Take what an item says itself."""
    for part in element.elements():
        name = part.name.rpartition(":")[2]
        if part.find("rdf:Seq"):
            role = name.removesuffix("s")
            role = role if role in CREATORS else "contributor"
            found["creators"] += [{"creatorType": role, **one} for one in _people(part)]
            continue
        match name:
            case "subject":
                found["tags"].append({"tag": clean(_value(part) or part.text)})
            case "identifier":
                _take_number(part, found)
            case "publisher":
                _take_publisher(part, found)
            case "presentedAt":
                found.setdefault("conferenceName", clean(part.text))
            case _:
                _take_text(name, clean_block(part.text, BLOCK_LIMIT), found)


def _take_text(name: str, text: str, found: dict[str, Any]) -> None:
    """Take a field that is a text, by the word that Zotero's JSON has for it."""
    if name == "number":
        name = "number" if found.get("itemType") in _NUMBERED else "issue"
    if name := _FIELDS.get(name, name if name in VARIABLES else ""):
        found.setdefault(name, text)


def _take_whole(whole: Element, found: dict[str, Any]) -> None:
    """Take what a journal, a book, a site or a series says of the items in it."""
    said: dict[str, Any] = {"creators": [], "tags": [], "itemType": found.get("itemType")}
    _take(whole, said)
    title = said.pop("title", "")
    for name in ("creators", "tags", "abstractNote", "date", "extra"):
        said.pop(name, None)
    if whole.name == "bib:Series":
        number = whole.find("dc:identifier")
        said["series"] = title
        said["seriesNumber"] = clean(number.text) if number else ""
    else:
        said["publicationTitle"] = title
    for name, value in said.items():
        if value:
            found.setdefault(name, value)


def _take_number(part: Element, found: dict[str, Any]) -> None:
    """Take ``DOI 10.1000/1``, ``ISBN 978…``, or the address of the item."""
    text = clean(part.text)
    if part.find("dcterms:URI"):
        found.setdefault("url", text)
    elif named := _NUMBERS.fullmatch(text):
        kind = named[1].upper()
        found.setdefault("callNumber" if kind == "LCC" else kind, named[2])


def _take_publisher(part: Element, found: dict[str, Any]) -> None:
    name = part.find("foaf:Organization/foaf:name")
    place = part.find("foaf:Organization/vcard:adr/vcard:Address/vcard:locality")
    if name or not part.elements():
        found.setdefault("publisher", clean(name.text if name else part.text))
    if place:
        found.setdefault("place", clean(place.text))


def _people(part: Element) -> Iterator[dict[str, str]]:
    """Yield the people of a role; a body has but a surname or a name."""
    sequence = part.find("rdf:Seq")
    for one in sequence.all("rdf:li") if sequence else ():
        said = {
            inner.name.rpartition(":")[2].lower(): clean(inner.text)
            for person in one.elements()
            for inner in person.elements()
        }
        family, given = said.get("surname", ""), said.get("givenname", "")
        if family and given:
            yield {"lastName": family, "firstName": given}
        elif whole := family or given or said.get("name", ""):
            yield {"name": whole}


def _value(element: Element) -> str:
    """Return the ``rdf:value`` of an element, which may stand a level deeper."""
    inner = element.find("rdf:value") or element.find("z:AutomaticTag/rdf:value")
    return clean_block(inner.text, BLOCK_LIMIT) if inner else ""


def _child(element: Element) -> dict[str, Any]:
    """Return a note or a file as Zotero's JSON has them."""
    if element.name == "bib:Memo":
        return {"note": _value(element)}
    path = element.find("rdf:resource")
    address = element.find("dc:identifier/dcterms:URI/rdf:value")
    kind = element.find("link:type")
    return {
        "path": path.attributes.get("rdf:resource", "") if path else "",
        "url": clean(address.text) if address else "",
        "contentType": clean(kind.text) if kind else "",
    }


def _collections(folders: Mapping[str, Element]) -> dict[str, list[str]]:
    """Return the collections of each item, as ``collection/name/name``."""
    above = {
        one: about
        for about, folder in folders.items()
        for one in _named(folder, ("dcterms:hasPart",))
        if one in folders
    }
    found: dict[str, list[str]] = {}
    for about, folder in folders.items():
        names: list[str] = []
        place = about
        while place in folders and len(names) < _DEEPEST:
            title = folders[place].find("dc:title")
            names.append(clean(title.text).replace("/", "-")[:100] if title else "")
            place = above.get(place, "")
        tag = "/".join(["collection", *filter(None, reversed(names))])
        for one in _named(folder, ("dcterms:hasPart",)):
            if any(names):
                found.setdefault(one, []).append(tag)
    return found
