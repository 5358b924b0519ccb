"""Papers that are headings with properties, as org-bibtex, org-roam and ebib keep them."""

import re
from dataclasses import replace

from readlist.bib import ids, names
from readlist.bib.citekeys import valid_key
from readlist.bib.details import details
from readlist.bib.keywords import as_tags
from readlist.formats.lists.entries import Entry, Found
from readlist.formats.lists.facts import year_of
from readlist.formats.lists.pieces import Work, text_of
from readlist.formats.lists.titles import plain
from readlist.model import Identifier, Link, Priority, Rank, Reading, Record, Status
from readlist.text import TITLE_LIMIT, clean, clean_block

_STATUSES = {
    "TODO": Status.TO_READ, "NEXT": Status.TO_READ, "TOREAD": Status.TO_READ,
    "TO-READ": Status.TO_READ, "UNREAD": Status.TO_READ, "WAITING": Status.TO_READ,
    "WAIT": Status.TO_READ, "HOLD": Status.TO_READ, "SOMEDAY": Status.TO_READ,
    "LATER": Status.TO_READ, "STARTED": Status.READING, "STRT": Status.READING,
    "INPROGRESS": Status.READING, "IN-PROGRESS": Status.READING, "IN_PROGRESS": Status.READING,
    "DOING": Status.READING, "READING": Status.READING, "DONE": Status.READ, "READ": Status.READ,
    "SKIMMED": Status.SKIMMED, "CANCELLED": Status.DROPPED, "CANCELED": Status.DROPPED,
    "DROPPED": Status.DROPPED, "KILL": Status.DROPPED,
}  # fmt: skip
_PRIORITIES = {
    "A": Priority.HIGH, "B": Priority.MEDIUM, "C": Priority.LOW,
    "1": Priority.HIGH, "2": Priority.MEDIUM, "3": Priority.LOW,
}  # fmt: skip
_SCHEMES = {
    "doi": "doi", "arxiv": "arxiv", "arxiv_id": "arxiv", "arxivid": "arxiv", "eprint": "arxiv",
    "openreview": "openreview", "acl": "acl", "isbn": "isbn", "pmid": "pmid", "pmcid": "pmcid",
    "s2": "s2",
}  # fmt: skip
_ADDRESSES = ("url", "link", "source", "roam_refs", "roam_key", "howpublished")
_LINKS = {"pdf": "pdf", "pdf_url": "pdf", "code": "code", "video": "video", "project": "project",
          "website": "project", "slides": "slides"}  # fmt: skip
_KEYS = ("custom_id", "bibtex_key", "citekey", "cite_key", "key", "roam_refs", "roam_key")
_DETAILS = (
    "volume", "number", "issue", "pages", "publisher", "address", "series", "edition", "month",
    "issn", "language", "institution", "school", "note", "chapter", "eventtitle", "urldate",
)  # fmt: skip
_VENUES = ("journal", "journaltitle", "booktitle", "venue", "conference")
_BIBLIOGRAPHIC = frozenset({"author", "authors", "btype", "entry_type", *_VENUES})


def named(work: Work) -> tuple[Identifier, ...]:
    """Return the identifiers that the properties of a heading give."""
    said = work.properties
    found: dict[str, Identifier] = {}
    for name, scheme in _SCHEMES.items():
        identifier = ids.normalise(scheme, said.get(name, ""))
        if identifier:
            found.setdefault(identifier.scheme, identifier)
    for address in _addresses(work):
        if identifier := ids.from_url(address):
            found.setdefault(identifier.scheme, identifier)
    for identifier in list(found.values()):
        for other in ids.implied(identifier):
            found.setdefault(other.scheme, other)
    return tuple(found.values())


def _addresses(work: Work) -> list[str]:
    text = " ".join(work.properties.get(name, "") for name in _ADDRESSES)
    return re.findall(r"https?://[^\s<>\[\]\"]{1,2000}", text[:10_000])


def is_work(work: Work, found: Found) -> bool:
    """Say whether a heading is a paper: by identifiers, as a bibliography, or by its link."""
    said = work.properties
    return bool(found.entries or named(work)) or (
        bool(said.keys() & _BIBLIOGRAPHIC) and (bool(said.keys() & {"title", "year", *_KEYS}))
    )


def work_entry(work: Work, found: Found) -> Entry:
    """Return the paper of a heading, as far as the heading itself tells it."""
    entry = found.entries[0] if found.entries else Entry("", work.line, list(found.links))
    title = clean(work.properties.get("title", "").strip("{} "), TITLE_LIMIT)
    entry.title = title or entry.title or plain(text_of(work.pieces))
    return entry


def with_properties(record: Record, work: Work) -> Record:
    """Return a record with what properties, keyword and tags of its heading say."""
    said = work.properties

    def first(*properties: str) -> str:
        return next((said[name] for name in properties if said.get(name)), "")

    date = re.match(r"\d{4}-\d\d(?:-\d\d)?$", said.get("date", said.get("published", "")))
    words = [*work.tags, *re.split(r"[,;]", said.get("keywords", ""))]
    return replace(
        record,
        rank=Rank.FILE if said else record.rank,
        authors=names.parse_authors(first("author", "authors")) or record.authors,
        year=year_of(first("year", "date")) or record.year,
        published=date[0] if date else "",
        venue=clean(first(*_VENUES)) or record.venue,
        kind=clean(first("btype", "entry_type")).lower()[:40],
        abstract=clean_block(said.get("abstract", "")),
        identifiers=_with_named(record.identifiers, named(work)) or _page(work),
        links=tuple(dict.fromkeys((*record.links, *_links(work)))),
        extra={**record.extra, **details({name: said.get(name, "") for name in _DETAILS})},
        key=_key([said.get(name, "") for name in _KEYS]),
        reading=_reading(work),
        tags=as_tags(word for word in words if word and word not in ("noexport", "ATTACH")),
    )


def _with_named(
    found: tuple[Identifier, ...], own: tuple[Identifier, ...]
) -> tuple[Identifier, ...]:
    """Return the identifiers that properties name, then those in the words of other schemes.

    An address is one where nothing else is known.
    """
    known = {one.scheme for one in own}
    if known:
        known.add("url")
    return (*own, *(one for one in found if one.scheme not in known))


def _page(work: Work) -> tuple[Identifier, ...]:
    found = (ids.normalise("url", address) for address in _addresses(work))
    return tuple(one for one in found if one)[:1]


def _links(work: Work) -> list[Link]:
    known = set(named(work))
    found = [(name, work.properties.get(prop, "")) for prop, name in _LINKS.items()]
    links = [(name, ids.normalise("url", value)) for name, value in found if value]
    return [
        Link(name, one.value) for name, one in links if one and ids.from_url(one.value) not in known
    ]


def _key(said: list[str]) -> str:
    for text in said:
        key = re.sub(r"^(?:cite:&?|@)", "", text.strip().split(" ")[0] if text.strip() else "")
        if key and "://" not in key and valid_key(key):
            return key
    return ""


def _reading(work: Work) -> Reading | None:
    words = work.status.upper().split(" ")
    status = next((_STATUSES[word] for word in words if word in _STATUSES), None)
    priority = _PRIORITIES.get(work.priority, Priority.NONE)
    rating = re.fullmatch(r"[1-5]", work.properties.get("rating", ""))
    if not (status or priority or rating):
        return None
    finished = work.closed if status in (Status.READ, Status.SKIMMED) else ""
    return Reading(
        status=status,
        priority=int(priority),
        rating=int(rating[0]) if rating else None,
        finished=finished,
    )
