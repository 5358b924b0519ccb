"""Word's list of sources, ``Sources.xml``, which JabRef and bibutils write as well.

Elements: ECMA-376, part 1, 22.6, "Bibliography". They are put into the tags of RIS.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, Problem
from readlist.text import BLOCK_LIMIT, clean

if TYPE_CHECKING:
    from readlist.formats.ris.tagged import Field
    from readlist.formats.xml import Element

# '<b:Sources xmlns:b="…/officeDocument/2006/bibliography">'; not another "<Sources>".
_ROOT = re.compile(
    r"<(?:(?P<prefix>\w{1,20}):)?(?:Sources|Source)\s[^<>]{0,2000}officeDocument/2006/bibliography"
)
_TYPES = {
    "JournalArticle": "JOUR", "ArticleInAPeriodical": "MGZN", "Book": "BOOK", "BookSection": "CHAP",
    "ConferenceProceedings": "CONF", "Report": "RPRT", "InternetSite": "ELEC",
    "DocumentFromInternetSite": "ELEC", "ElectronicSource": "ELEC", "Art": "ART",
    "SoundRecording": "SOUND", "Performance": "MUSIC", "Film": "MPCT", "Interview": "PCOMM",
    "Patent": "PAT", "Case": "CASE",
}  # fmt: skip
_TEXTS = {
    "Tag": "ID", "Title": "TI", "JournalName": "JF", "PeriodicalTitle": "JF", "BookTitle": "T2",
    "ConferenceName": "T2", "InternetSiteTitle": "T2", "PublicationTitle": "T2", "Volume": "VL",
    "Issue": "IS", "NumberVolumes": "NV", "Pages": "SP", "Publisher": "PB", "Institution": "PB",
    "ProductionCompany": "PB", "Edition": "ET", "URL": "UR", "DOI": "DO", "StandardNumber": "SN",
    "ShortTitle": "ST", "ThesisType": "M3", "PatentNumber": "IS", "Comments": "N1",
    "BIBTEX_Abstract": "AB", "BIBTEX_KeyWords": "KW", "BIBTEX_Series": "T3",
}  # fmt: skip
_PEOPLE = {
    "Author": "AU", "Artist": "AU", "Inventor": "AU", "Performer": "AU", "Composer": "AU",
    "Director": "AU", "Interviewee": "AU", "Writer": "AU", "Editor": "A2", "Translator": "A4",
}  # fmt: skip


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the sources; after a broken one it goes on with the next."""
    del options
    from readlist.formats import xml
    from readlist.formats.ris.read import items
    from readlist.formats.ris.tagged import Entry

    found = _ROOT.search(document.head)
    name = f"{found['prefix']}:Source" if found and found["prefix"] else "Source"
    for element in xml.elements(document, name):
        if isinstance(element, Problem):
            yield element
        else:
            fields = [field for field in _in_ris(xml.bare(element)) if field.value]
            yield from items(Entry(fields, element.line), "msbib")


def sniff(head: str, _name: str) -> float:
    """Return how surely a text is a list of Word's sources."""
    return 0.96 if _ROOT.search(head[:4_000]) else 0.0


def _in_ris(source: "Element") -> "Iterator[Field]":
    """Yield what a source says under the tags of RIS."""
    from readlist.formats.ris.tagged import Field

    said: dict[str, str] = {}
    for part in source.elements():
        if not part.elements():
            said.setdefault(part.name, clean(part.text, BLOCK_LIMIT))
    kind = _TYPES.get(said.get("SourceType", ""), "GEN")
    yield Field("TY", "THES" if said.get("ThesisType") else kind)
    for name, text in said.items():
        if tag := _TEXTS.get(name):
            yield Field(tag, text)
    yield Field("DA", _date(said, ""))
    yield Field("Y2", _date(said, "Accessed"))
    places = (said.get(name, "") for name in ("City", "StateProvince", "CountryRegion"))
    yield Field("CY", ", ".join(filter(None, places)))
    for roles in source.all("Author"):
        for role in roles.elements():
            yield from _people(role)


def _date(said: dict[str, str], which: str) -> str:
    """Return ``4 March 2020``, ``2020/3/4`` or ``2020`` of ``YearAccessed`` and the like."""
    year, month, day = (said.get(f"{unit}{which}", "") for unit in ("Year", "Month", "Day"))
    if not month.isdecimal():
        return " ".join(filter(None, (day, month, year)))
    return "/".join(filter(None, (year, month, day)))


def _people(role: "Element") -> "Iterator[Field]":
    """Yield the people of a role: ``Roe, Anna M.``, or the body that stands in their place."""
    from readlist.formats.ris.tagged import Field
    from readlist.formats.tagged import group

    tag = _PEOPLE.get(role.name, "")
    if not tag:
        return
    for body in role.all("Corporate"):
        yield Field(tag, group(clean(body.text)))
    listed = role.find("NameList")
    for person in listed.all("Person") if listed else ():
        parts = {part.name: clean(part.text) for part in person.elements()}
        given = " ".join(filter(None, (parts.get("First"), parts.get("Middle"))))
        yield Field(tag, ", ".join(filter(None, (parts.get("Last"), given))))


FORMAT = Format(
    name="msbib",
    summary="Word's list of sources, Sources.xml",
    suffixes=(".xml",),
    sniff=sniff,
    load=load,
)
