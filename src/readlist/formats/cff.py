"""CITATION.cff: how the authors of software, or of a paper, want it to be cited.

citation-file-format.github.io, 1.2.0. What is preferred to be cited is the paper, and the file's
references are papers too; the software itself comes in where nothing is preferred.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from readlist.bib import dates, ids, markup, types
from readlist.bib.details import VERBATIM_PLACE, bibtex_pages, details, wordings
from readlist.bib.keywords import as_tags
from readlist.bib.names import split_name
from readlist.formats import yaml_text
from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Author, Identifier, Item, Link, Problem, Record, Skipped
from readlist.text import clean, clean_block

_KINDS = {
    "article": "article", "book": "book", "conference-paper": "inproceedings",
    "conference": "proceedings", "proceedings": "proceedings", "edited-work": "collection",
    "thesis": "phdthesis", "report": "techreport", "data": "dataset", "database": "dataset",
    "software": "software", "software-code": "software", "software-container": "software",
    "software-executable": "software", "software-virtual-machine": "software",
    "manual": "manual", "patent": "patent", "pamphlet": "booklet", "website": "online",
    "blog": "online", "unpublished": "unpublished", "magazine-article": "article",
    "newspaper-article": "article", "movie": "movie", "video": "video", "audio": "audio",
    "sound-recording": "audio", "music": "music", "art": "artwork", "map": "map",
    "legal-case": "jurisdiction", "legal-rule": "legislation", "bill": "legislation",
    "statute": "legislation", "hearing": "jurisdiction", "slides": "presentation",
    "personal-communication": "letter", "standard": "standard", "encyclopedia": "reference",
    "dictionary": "reference", "serial": "periodical", "magazine": "periodical",
    "newspaper": "periodical", "translation": "book", "film-broadcast": "movie",
}  # fmt: skip
_OWN = ("doi", "isbn", "pmcid")
_MANY = 5_000


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield what is to be cited, then the references; a file that is no YAML is one problem."""
    del options
    said = yaml_text.read(document.text())
    if isinstance(said, Problem):
        yield said
        return
    if not isinstance(said, dict):
        yield Problem(1, "The file says nothing that is to be cited.")
        return
    preferred = said.get("preferred-citation")
    found = [preferred if isinstance(preferred, dict) else {"type": "software", **said}]
    references = said.get("references")
    found += references[:_MANY] if isinstance(references, list) else []
    for one in found:
        record = _record(one) if isinstance(one, dict) else None
        yield record or Skipped(1, "a reference without a title")


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if isinstance(value, dict):  # an entity: {"name": "ACM"}
        value = value.get("name")
    return clean(str(value)) if isinstance(value, str | int | float) else ""


def _record(said: Mapping[str, Any]) -> Record | None:
    said_title = _text(said, "title")
    title = markup.plain(said_title)
    if not title:
        return None
    kind = _KINDS.get(_text(said, "type"), "") or types.kind_of(_text(said, "type"))
    if kind == "phdthesis":
        kind = types.thesis(_text(said, "thesis-type"))
    published = _date(said)
    keywords = said.get("keywords")
    keywords = keywords if isinstance(keywords, list) else []
    words = [word for word in keywords if isinstance(word, str)]
    wording = wordings(said_title, words)
    identifiers = tuple(dict.fromkeys(_identifiers(said)))
    return Record(
        source="cff",
        title=title,
        authors=_people(said, "authors"),
        abstract=clean_block(str(said.get("abstract") or "")),
        year=int(published[:4]) if published else None,
        published=published if len(published) > 4 else "",
        venue=_venue(said, kind),
        kind=kind,
        identifiers=identifiers,
        links=tuple(_links(said, identifiers)),
        tags=as_tags(words),
        extra=details(_details(said, kind)) | ({VERBATIM_PLACE: wording} if wording else {}),
        line=1,
    )


def _date(said: Mapping[str, Any]) -> str:
    """Return the date of the work: the year with its month, or the day of a release."""
    year, month = _text(said, "year"), _text(said, "month")
    if year:
        return dates.read("-".join(filter(None, (year, month))))
    whole = said.get("date-published") or said.get("date-released")
    return dates.read(str(whole)) if whole else ""


def _people(said: Mapping[str, Any], name: str) -> tuple[Author, ...]:
    """Return people, whose particle belongs to the family name, and groups."""
    value = said.get(name)
    found = []
    for one in value[:_MANY] if isinstance(value, list) else ():
        if not isinstance(one, dict):
            continue
        family = " ".join(filter(None, (_text(one, "name-particle"), _text(one, "family-names"))))
        if family:
            found.append(split_name(family, _text(one, "given-names"), _text(one, "name-suffix")))
        elif group := _text(one, "name") or _text(one, "alias"):
            found.append(Author(group))
    return tuple(author for author in found if author.name)


def _venue(said: Mapping[str, Any], kind: str) -> str:
    if kind in ("book", "phdthesis", "mastersthesis", "thesis", "techreport", "collection"):
        return _text(said, "institution") or _text(said, "publisher")
    names = ("journal", "collection-title", "conference") if kind != "software" else ()
    return markup.plain(next(filter(None, (_text(said, name) for name in names)), ""))


def _identifiers(said: Mapping[str, Any]) -> Iterator[Identifier]:
    """Yield what names the work: its own fields, then the list of identifiers."""
    pairs = [(name, _text(said, name)) for name in _OWN]
    listed = said.get("identifiers")
    several = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    pairs += [("", _text(one, "value")) for one in several[:100]]
    pairs += [("", _text(said, "url"))]
    for scheme, value in pairs:
        found = ids.normalise(scheme, value) if scheme else ids.parse(value)
        if found and found.scheme != "url":
            yield found
            yield from ids.implied(found)


def _links(said: Mapping[str, Any], identifiers: tuple[Identifier, ...]) -> Iterator[Link]:
    for field, name in (("repository-code", "code"), ("repository", "code"), ("url", "url")):
        page = ids.normalise("url", _text(said, field))
        if page and ids.from_url(page.value) not in identifiers:
            yield Link(name, page.value)


def _details(said: Mapping[str, Any], kind: str) -> dict[str, str | tuple[Author, ...]]:
    publisher = _text(said, "publisher")
    return {
        "volume": _text(said, "volume"),
        "number": _text(said, "issue") or _text(said, "number"),
        "pages": bibtex_pages(_text(said, "start") or _text(said, "pages"), _text(said, "end")),
        "edition": _text(said, "edition"),
        "issn": _text(said, "issn"),
        "publisher": "" if publisher == _venue(said, kind) else publisher,
        "eventtitle": _text(said, "conference") if _text(said, "collection-title") else "",
        "version": _text(said, "version") if kind == "software" else "",
        "editor": _people(said, "editors"),
        "translator": _people(said, "translators"),
        "language": _language(said),
        "note": _text(said, "notes"),
        "series": "" if kind in ("article", "inproceedings") else _text(said, "collection-title"),
        "pubstate": _text(said, "status").replace("-", ""),
    }


def _language(said: Mapping[str, Any]) -> str:
    several = said.get("languages")
    first = several[0] if isinstance(several, list) and several else ""
    return clean(first, 40) if isinstance(first, str) else ""


def sniff(head: str, name: str) -> float:
    """Return how surely a text is a citation file: its version is the first that it says."""
    if re.search(r"(?m)^\ufeff?[\"']?cff-version[\"']?\s*:", head):
        return 0.97
    return 0.6 if name.lower().endswith(".cff") else 0.0


FORMAT = Format(
    name="cff",
    summary="CITATION.cff: what a repository wants to be cited for, and its references",
    suffixes=(".cff",),
    sniff=sniff,
    load=load,
)
