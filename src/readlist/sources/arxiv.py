"""arXiv's query API: what to ask, and what its Atom answers say (user's manual, and its source).

Both formats in use are read: that of the rewrite of November 2025 and the one before. The order of
an answer is not the order asked for, and an unknown identifier is left out: match by identifier.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from readlist import ids, names
from readlist.model import Identifier, Link, Rank, Record
from readlist.sources.answers import xml_root
from readlist.sources.base import DAY_S, Request, WrongAnswerError
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean, clean_block

BATCH = 100
"""Identifiers in one request: 200 resolve in two."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_VERSION = re.compile(r"v([1-9][0-9]*)$")
_CODE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.-]+/[\w.-]+"
)
_WITHDRAWN = re.compile(r"\b(?:withdrawn|retracted)\b", re.IGNORECASE)


class Found(NamedTuple):
    """What an answer holds: papers, how many there are in all, and a refusal's reason."""

    records: tuple[Record, ...] = ()
    total: int = 0
    refused: str = ""


def by_ids(wanted: Sequence[str]) -> Iterator[Request[Found]]:
    """Yield as few requests as there must be for these identifiers (without ``arxiv:``)."""
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        # As a form: a hundred identifiers make an address that some proxies refuse.
        said = {"id_list": ",".join(batch), "max_results": str(len(batch)), "start": "0"}
        yield _asked(said, age_s=DAY_S)


def by_title(title: str, family: str = "", most: int = 5) -> Request[Found]:
    """Return a search for a title, which the words of the title alone must match."""
    words = re.findall(r"\w+", clean(title)[:300])
    query = " AND ".join(f"ti:{word}" for word in words[:20]) or 'ti:""'
    if family:
        query = f'{query} AND au:"{clean(family)}"'.replace('""', '"')
    return search(query, most=most, sort="relevance", age_s=7 * DAY_S)


def search(
    query: str, *, start: int = 0, most: int = 100, sort: str = "submittedDate",
    age_s: float = DAY_S,
) -> Request[Found]:  # fmt: skip
    """Return a search in the API's own grammar (user's manual, 5.1)."""
    said = {"search_query": query, "start": str(start), "max_results": str(most), "sortBy": sort}
    return _asked(said | {"sortOrder": "descending"}, age_s=age_s)


def _asked(said: dict[str, str], age_s: float) -> Request[Found]:
    return Request(
        "arxiv_api", "", parse, body=urlencode(said).encode(), accept="application/atom+xml",
        body_type="application/x-www-form-urlencoded", age_s=age_s, timeout_s=60.0,
        absent=frozenset(), spoken=frozenset({400}),
    )  # fmt: skip


def parse(body: bytes) -> Found:
    """Return the papers of an answer. Raises ``WrongAnswerError``.

    An entry whose identifier is an error page says what is wrong with the question, whatever the
    status; it is no paper.
    """
    feed = xml_root(body, f"{_ATOM}feed")
    records = []
    for entry in feed.iterfind(f"{_ATOM}entry"):
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address:
            return Found(refused=_text(entry, f"{_ATOM}summary") or "it is not understood")
        if record := _record(entry, address):
            records.append(record)
    total = feed.findtext(_TOTAL, "0").strip()
    count = int(total) if total.isascii() and total.isdecimal() and len(total) < 12 else 0
    if count and not records and feed.find(f"{_ATOM}entry") is not None:
        raise WrongAnswerError("entries that name no paper")
    return Found(tuple(records), count)


def _text(entry: Element, name: str, limit: int = TITLE_LIMIT) -> str:
    return clean(entry.findtext(name, ""), limit)


def _record(entry: Element, address: str) -> Record | None:
    identifier = ids.from_url(address)
    title = _text(entry, f"{_ATOM}title")
    if identifier is None or identifier.scheme != "arxiv" or not title:
        return None
    published = _text(entry, f"{_ATOM}published")[:10]
    people = [clean(found.text or "") for found in entry.iterfind(f"{_ATOM}author/{_ATOM}name")]
    found = _identifiers(identifier, entry)
    abstract = clean_block(entry.findtext(f"{_ATOM}summary", "")[:BLOCK_LIMIT])
    comment = _text(entry, f"{_ARXIV}comment")
    return Record(
        source="arxiv",
        rank=Rank.ISSUER,
        title=title,
        authors=tuple(names.parse_author(name) for name in people if name),
        abstract=abstract.replace("\n", " "),
        year=int(published[:4]) if published[:4].isdecimal() else None,
        published=published if re.fullmatch(r"\d{4}-\d\d-\d\d", published) else "",
        kind="preprint",
        identifiers=found,
        links=_links(comment, abstract),
        extra=_extra(entry, address, comment),
    )


def _identifiers(arxiv: Identifier, entry: Element) -> tuple[Identifier, ...]:
    """Return the identifier, and the publisher's DOI where the authors gave one."""
    doi = ids.normalise("doi", _text(entry, f"{_ARXIV}doi"))
    found = dict.fromkeys([arxiv, *ids.implied(arxiv)])
    if doi:
        found[doi] = None
    return tuple(found)


def _links(comment: str, abstract: str) -> tuple[Link, ...]:
    """Return the code that the authors name in comment and abstract."""
    found = _CODE.findall(f"{comment} {abstract}")
    return tuple(dict.fromkeys(Link("code", url.rstrip(".")) for url in found[:3]))


def _extra(entry: Element, address: str, comment: str) -> dict[str, Any]:
    version = _VERSION.search(address)
    categories = [clean(c.get("term", ""), 40) for c in entry.iterfind(f"{_ATOM}category")]
    primary = entry.find(f"{_ARXIV}primary_category")
    said: dict[str, Any] = {
        "version": int(version[1]) if version and len(version[1]) < 5 else None,
        "updated": _text(entry, f"{_ATOM}updated")[:10],
        "categories": [name for name in categories if name],
        "comment": comment,
        "journal_ref": _text(entry, f"{_ARXIV}journal_ref"),
        "withdrawn": bool(_WITHDRAWN.search(comment)),
    }
    extra: dict[str, Any] = {"arxiv": {name: value for name, value in said.items() if value}}
    first = clean(primary.get("term", ""), 40) if primary is not None else ""
    if first or said["categories"]:
        extra["primary_class"] = first or said["categories"][0]
    return extra
