"""The papers of one item of a feed: the item is the paper itself, or a post that names papers.

What is the paper itself has its identifier as its own address; then its title is the paper's. A
post that only mentions papers says nothing of them but that they are.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from readlist.bib import ids, markup
from readlist.bib.dates import moment, read
from readlist.bib.names import name_line, parse_author, whole_names
from readlist.model import Author, Identifier, Rank, Record
from readlist.services.announced import NEW, Announced
from readlist.services.eprints import numbered
from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, TITLE_LIMIT, clean

_PAPERS = frozenset({"arxiv", "doi", "openreview", "acl", "pmid", "pmcid", "s2"})
_MENTIONS = 50
"""Papers that one post can bring; a longer list is a bibliography."""
_LOOKED_AT = 500_000
# What is less is a teaser: "Published online: 3 March 2026".
_LEAST_ABSTRACT = 120
_UNSEEN = re.compile(r"<(?:(script|style|svg)\b|!--)", re.IGNORECASE)
# Only names of HTML: "$x <y$" stays.
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|audio|b|blockquote|body|br|button|center|cite|code|col|dd|del|div|"
    r"dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|header|hr|html|i|iframe|img|input|"
    r"ins|kbd|label|li|main|mark|nav|noscript|object|ol|p|picture|pre|q|s|samp|section|small|source|"
    r"span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|var|video)"
    r"(?:\s[^<>]{0,5000})?/?>",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:abstract|summary)\s?[:.]\s", re.IGNORECASE)
# RSS 2.0: "lawyer@boyer.net (Lawyer Boyer)"; an address alone is nobody's name.
_MAILED = re.compile(r"^\S{1,200}@\S{1,200}(?:\s\((.{1,200})\))?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")


class Entry(NamedTuple):
    """An item as its format says it.

    ``named`` are identifiers in fields of their own, by scheme; ``addresses`` those of the item,
    the guid first; ``related`` other addresses of it. ``text`` is HTML or plain, ``summary`` too.
    """

    title: str = ""
    addresses: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    related: tuple[str, ...] = ()
    summary: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""


def papers(entry: Entry, *, every: bool = False) -> Iterator[Announced]:
    """Yield the papers of an item; with ``every`` the item itself where it names none."""
    day = day_of(entry.date)
    page = next(filter(None, map(_page, reversed(entry.addresses))), None)
    if own := tuple(_own(entry)):
        facts = _version(entry)
        yield Announced(_whole(entry, own, day), day, NEW, facts)
        return
    mentioned = list(_mentioned(entry))
    headline = markup.plain(entry.title)
    facts = {"page": page.value if page else "", "headline": headline[:300]}
    for found in mentioned[:_MENTIONS]:
        said = Record(source="feed", rank=Rank.LIST, identifiers=found)
        yield Announced(said, day, NEW, {name: value for name, value in facts.items() if value})
    if every and page and headline and not mentioned:
        yield Announced(_whole(entry, (page,), day), day)


def day_of(text: str) -> str:
    """Return the day of a time as it is written, in the zone of who wrote it."""
    text = text.strip()[:100]
    spoken = read(text.partition(",")[2]) if re.match(r"[A-Za-z]{3,9}\.?,", text) else ""
    day = spoken or read(text) or moment(text)[:10]
    return day if len(day) == 10 else ""


def _page(address: str) -> Identifier | None:
    return ids.normalise("url", address)


def _own(entry: Entry) -> Iterator[Identifier]:
    """Yield the identifiers of the item itself, one of each scheme; the surest say first."""
    found: dict[str, Identifier] = {}
    said = [ids.normalise(scheme, text) for scheme, text in entry.named]
    said += map(_addressed, entry.addresses)
    for one in filter(None, said):
        for each in (one, *ids.implied(one)):
            if each.scheme in _PAPERS:
                found.setdefault(each.scheme, each)
    yield from found.values()


def _addressed(address: str) -> Identifier | None:
    """Return the paper that an address or a guid names (``oai:arXiv.org:2609.26811v1``)."""
    address = address.strip()
    if re.match(r"https?://", address, re.IGNORECASE):
        return ids.from_url(address)
    if address.lower().startswith("oai:arxiv.org:"):
        number = numbered(address.rpartition(":")[2])
        return number[0] if number else None
    return ids.parse(address)


def _version(entry: Entry) -> dict[str, Any]:
    numbers = (numbered(address.rpartition(":")[2]) for address in entry.addresses)
    version = next((number[1] for number in numbers if number and number[1]), None)
    return {"version": version} if version else {}


def _mentioned(entry: Entry) -> Iterator[tuple[Identifier, ...]]:
    """Yield the papers that a post names, those that it is linked with first.

    A DOI of the ACL Anthology is two identifiers of one paper, at one place.
    """
    seen: set[Identifier] = set()
    linked = " ".join(entry.related)
    text = html.unescape(f"{linked} {entry.title} {entry.summary} {entry.text}"[:_LOOKED_AT])
    places: dict[int, list[Identifier]] = {}
    for found in ids.find(text):
        places.setdefault(found.start, []).append(found.identifier)
    for place in places.values():
        wanted = tuple(one for one in place if one.scheme in _PAPERS)
        if wanted and not seen.intersection(wanted):
            seen.update(wanted)
            yield wanted


def _whole(entry: Entry, identifiers: tuple[Identifier, ...], day: str) -> Record:
    is_eprint = any(one.scheme == "arxiv" for one in identifiers)
    return Record(
        source="feed",
        rank=Rank.LIST,
        title=markup.plain(entry.title),
        authors=creators(entry.authors),
        abstract=_abstract(entry),
        year=int(day[:4]) if day and not is_eprint else None,
        published="" if is_eprint else day,
        venue=markup.plain(entry.venue),
        identifiers=identifiers,
    )


def _abstract(entry: Entry) -> str:
    """Return what an item says of itself, where that is more than a teaser."""
    text = _LABEL.sub("", _shown(entry.summary), count=1) if entry.summary else ""
    return text if len(text) >= _LEAST_ABSTRACT else ""


def _shown(text: str) -> str:
    """Return what a reader sees of HTML, as one line; comparison signs of formulas stay."""
    text = text[:BLOCK_LIMIT]
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", _without_unseen(text)))
    return clean(text, BLOCK_LIMIT)


def _without_unseen(text: str) -> str:
    """Return HTML without its comments, scripts and styles; one that never ends takes the rest."""
    kept = []
    at = 0
    while opened := _UNSEEN.search(text, at):
        kept.append(text[at : opened.start()])
        end = f"</{opened[1]}" if opened[1] else "--"
        closed = re.compile(f"{end}[^>]{{0,20}}>", re.IGNORECASE).search(text, opened.end())
        at = closed.end() if closed else len(text)
    return " ".join([*kept, text[at:]])


def creators(said: Iterable[str]) -> tuple[Author, ...]:
    """Return the authors; one line with all of them has whole names or ``Family, I., Family, I.``.

    A line with one comma is one name, unless there are two words on both sides.
    """
    named = [_MAILED.sub(r"\1", markup.plain(name, FIELD_LIMIT)) for name in said]
    if len(named) != 1:
        return whole_names(name[:TITLE_LIMIT] for name in named if name)
    line = named[0]
    pieces = [piece.strip() for piece in line.split(",")]
    families, initials = pieces[::2], pieces[1::2]
    if len(families) == len(initials) and all(map(_INITIALS.fullmatch, initials)):
        pairs = zip(families, initials, strict=True)  # "Doe, J., Roe, A. B."
        return whole_names(f"{family}, {given}" for family, given in pairs)
    is_one_name = len(pieces) == 2 and not all(" " in piece for piece in pieces)
    if is_one_name:  # "Doe, Jane", but not "Jane Doe, Ann Roe"
        return (parse_author(line),)
    return name_line(line)
