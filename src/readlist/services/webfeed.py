"""Any feed of the web: RSS and Atom of all versions, JSON Feed; and what lies at an address.

The papers are recognised by their identifiers. An item is the paper itself, which has its
identifier as its own address (then its title is the paper's), or a post that names papers and says
nothing of them but that they are. Feeds are read leniently, as people write them; nothing of what
they say is believed to be HTML, and no file or address in them is opened.
"""

import html
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from readlist.bib import ids, markup
from readlist.bib.dates import moment, read
from readlist.bib.names import name_line, parse_author, whole_names
from readlist.bib.paper_addresses import named_by
from readlist.formats.service_json import items, word
from readlist.model import Author, Identifier, Rank, Record
from readlist.services import arxiv_categories, arxiv_rss, raw
from readlist.services.answers import json_object, refuse_page, tags_of
from readlist.services.base import NEW, Announced, Announcements, Request, WrongAnswerError
from readlist.services.works import numbered
from readlist.text import BLOCK_LIMIT, FIELD_LIMIT, TITLE_LIMIT, clean, without_login

AGE_S = 60.0
LIMIT_BYTES = 10_000_000
ITEMS = 20_000
"""Items of one answer that are read: more than a feed of that size has, but for a hostile one."""
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.5, */*;q=0.4"
)
# "<rss version", "<rdf:RDF "; not "<rssfoo>".
_FEED = re.compile(rb"<(?:rss|feed|(?:rdf:)?RDF|channel)[\s>]", re.IGNORECASE)
# "<!doctype html>", "<body class"; not "<header>".
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
# Links of Markdown and Org, and references of Markdown; bare addresses stand in any text.
_LISTED = re.compile(
    rb"\]\(<?https?://|\[\[https?://|^\[[^\]\n]{1,200}\]:\s+https?://", re.MULTILINE
)
_TYPES = {
    "application/rss+xml": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
}
# How a text in UTF-16 begins, with and without its mark.
_WIDE = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_SAID_ENCODING = re.compile(rb"(?<=<\?xml)([^>]{0,100}?)\sencoding=[\"'][^\"'>]{0,40}[\"']")
# A tag with so many attributes that reading them takes hours; a feed's longest has some thirty.
_CROWDED = re.compile(
    rb"<[^\s<>/!?][^<>\"']*+(?:(?:\"[^\"<]*+\"|'[^'<]*+')[^<>\"']*+){500}", re.DOTALL
)
_LINKS_LIMIT = 20
# "/feed", "/index.xml", "/blog/atom.xml"; not "/feedback".
_FEED_PATH = re.compile(
    r"(?:/(?:feed|rss|atom)/?|[./](?:rss|atom)|/(?:feed|rss|atom|index)\.xml|/feed\.json)$",
    re.IGNORECASE,
)
_DOI_FIELDS = ("prism_doi", "arxiv_doi", "doi", "citation_doi", "dc_identifier")
_LIST_ENDS = (".md", ".markdown", ".mdx", ".org", ".txt", ".rst", ".html", ".htm")
_HUB = frozenset({"huggingface.co", "hf.co"})


class Offered(NamedTuple):
    """A feed that a page names; ``type`` is ``rss``, ``atom`` or ``json``, empty where unsaid."""

    url: str
    title: str = ""
    type: str = ""


class Found(NamedTuple):
    """What lies at an address: a ``feed``, a ``list`` or a ``page``.

    ``feeds`` are those that a page names, in its order; ``items`` counts a feed's, ``papers`` the
    papers that are recognised in it.
    """

    kind: str
    title: str = ""
    feeds: tuple[Offered, ...] = ()
    items: int = 0
    papers: int = 0


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


def feed(url: str, *, every: bool = False) -> Request[Announcements]:
    """Return the question for a feed; ``every`` takes items that name no paper as well."""
    is_arxiv = (known(url) or ("", ""))[0] == "arxiv" and "/list/" not in url
    reads = arxiv_rss.parse if is_arxiv else partial(parse, every=every, at=without_login(url))
    return _asked(url, reads, age_s=arxiv_rss.AGE_S if is_arxiv else AGE_S)


def discover(url: str) -> Request[Found]:
    """Return the question what lies at an address."""
    return _asked(url, partial(parse_found, url=url), age_s=AGE_S)


def _asked(url: str, reads: Any, age_s: float) -> Request[Any]:
    return Request(
        "web", url, reads, accept=_ACCEPT, age_s=age_s, limit_bytes=LIMIT_BYTES,
        absent=frozenset({404}), alone=True,
    )  # fmt: skip


def parse(body: bytes, *, every: bool = False, at: str = "") -> Announcements:
    """Return the papers of a feed, whose own address is ``at``. Raises ``WrongAnswerError``."""
    title, site, entries = _entries(body)
    kept: dict[tuple[Identifier, ...], Announced] = {}
    others = 0
    for entry in entries:
        # "/article/1" is on the site of its feed.
        addresses = [_joined(at, one) if one.startswith("/") else one for one in entry.addresses]
        found = list(papers(entry._replace(addresses=tuple(addresses)), every=every))
        others += not found
        for one in found:
            names = one.record.identifiers
            # Two posts name one paper: the first brings it. But the item that is the paper itself
            # goes before a post, which says nothing of it.
            if names not in kept or (one.record.title and not kept[names].record.title):
                kept[names] = one
    return Announcements(tuple(kept.values()), title=title, site=site, others=others)


def _entries(body: bytes) -> tuple[str, str, Iterator[Entry]]:
    """Return title, page and items of a feed, whatever its format."""
    body = _narrow(body)
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] != b"{":
        refuse_page(body)
        return _xml_entries(body)
    said = json_object(body.removeprefix(b"\xef\xbb\xbf"))
    if "jsonfeed.org/version" not in word(said, "version"):  # jsonfeed.org, version 1.1
        raise WrongAnswerError("JSON that is no feed")
    listed = [one for one in items(said, "items")[:ITEMS] if isinstance(one, dict)]
    site = word(said, "home_page_url")
    return word(said, "title")[:TITLE_LIMIT], site, map(_json_entry, listed)


def _narrow(body: bytes) -> bytes:
    """Return a text in UTF-16 as UTF-8; all others say for themselves what they are."""
    codec = next((codec for head, codec in _WIDE if body.startswith(head)), "")
    if not codec:
        return body
    return _SAID_ENCODING.sub(rb"\1", body.decode(codec, "replace").encode(), count=1)


def _json_entry(item: dict[str, Any]) -> Entry:
    def said(name: str) -> str:
        value = item.get(name)
        return value if isinstance(value, str) else ""

    people = [word(one, "name") for one in items(item, "authors")]
    single = word(item, "author", "name")
    attached = [word(one, "url") for one in items(item, "attachments")]
    return Entry(
        title=said("title"),
        addresses=tuple(filter(None, (said("id"), said("external_url"), said("url")))),
        named=(("doi", said("doi")), ("doi", said("_doi"))),
        related=tuple(filter(None, attached)),
        summary=said("summary") or said("content_text") or said("content_html"),
        text=said("content_html") or said("content_text"),
        authors=tuple(filter(None, people or [single])),
        date=said("date_published") or said("date_modified"),
    )


def _xml_entries(body: bytes) -> tuple[str, str, Iterator[Entry]]:
    if b"<!ENTITY" in body:
        raise WrongAnswerError("a feed with entities of its own")
    if _CROWDED.search(body):
        raise WrongAnswerError("a feed with hundreds of attributes in one tag")
    import feedparser  # 180 ms, for feeds of the web alone

    # Bytes only: text could be a file's name. Both options take formulas for HTML otherwise.
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") or (parsed.get("bozo") and not parsed.get("entries")):
        start = clean(body[:100].decode("utf-8", "replace"))
        raise WrongAnswerError(f"no feed: {start!r}")
    said = dict(parsed.feed)
    entries = (_xml_entry(dict(one)) for one in parsed.entries[:ITEMS])
    return clean(_text(said, "title"), TITLE_LIMIT), clean(_text(said, "link")), entries


def _text(said: dict[str, Any], *names: str) -> str:
    """Return the first of these fields that is text."""
    return next((v for name in names if isinstance(v := said.get(name), str) and v.strip()), "")


def _parts(said: dict[str, Any], name: str, key: str) -> list[str]:
    """Return one key of each element of a field that is a list of mappings."""
    found = said.get(name)
    parts = [one.get(key) for one in found if isinstance(one, dict)] if found else []
    return [part for part in parts if isinstance(part, str) and part.strip()]


def _xml_entry(said: dict[str, Any]) -> Entry:
    links = [one for one in said.get("links", ()) if isinstance(one, dict)]
    other = [one["href"] for one in links if one.get("rel") != "alternate" and one.get("href")]
    own = (_text(said, "id"), _text(said, "feedburner_origlink"), _text(said, "link"))
    names = _parts(said, "authors", "name") or [_text(said, "author")]
    contents = " ".join(_parts(said, "content", "value"))
    return Entry(
        title=_text(said, "title"),
        addresses=tuple(filter(None, own)),
        named=tuple(("doi", text) for name in _DOI_FIELDS if (text := _text(said, name))),
        related=tuple(map(str, other)),
        summary=_text(said, "summary") or contents,
        text=contents,
        authors=tuple(filter(None, names)),
        date=_text(said, "published", "prism_publicationdate", "updated", "created"),
        venue=_text(said, "prism_publicationname"),
    )


def parse_found(body: bytes, url: str = "") -> Found:
    """Return what a body is, which its beginning tells. Raises ``WrongAnswerError``."""
    body = _narrow(body)
    head = body[:5_000]
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    # A page that has ``<rss>`` in an example is a page all the same.
    if is_json or (_FEED.search(head) and not _PAGE.match(head.lstrip())):
        found = parse(body)
        return Found(
            "feed", found.title, items=len(found.items) + found.others, papers=len(found.items)
        )
    if _PAGE.search(head):
        return _page(body, url)
    text = raw.parse(body)
    if not _LISTED.search(text) and not urlsplit(url).path.lower().endswith(_LIST_ENDS[:4]):
        raise WrongAnswerError("neither a feed nor a list nor a page")
    # The first heading of Markdown or Org, or the title of Org.
    heading = re.search(rb"(?m)^(?:#{1,2} |\* |#\+TITLE: )([^\n]{1,300})", text[:20_000])
    title = clean(heading[1].decode("utf-8", "replace").strip(" #*")) if heading else ""
    return Found("list", title)


def _page(body: bytes, url: str) -> Found:
    from selectolax.lexbor import LexborHTMLParser

    tags = tags_of(body, "title", "base", "link", "a", most=10_000)
    tree = LexborHTMLParser(tags.decode("utf-8", "replace"))
    title = tree.css_first("title")
    base = tree.css_first("base[href]")
    at = _joined(url, (base.attributes.get("href") or "") if base else "")
    named = list(_alternates(tree, at)) or list(_anchors(tree, at))
    first: dict[str, Offered] = {}
    for one in named:
        first.setdefault(one.url, one)
    feeds = tuple(first.values())[:_LINKS_LIMIT]
    return Found("page", clean(title.text(), TITLE_LIMIT) if title else "", feeds)


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href.strip())
    except ValueError:
        return ""


def _alternates(tree: Any, at: str) -> Iterator[Offered]:
    """Yield the feeds that a page declares as its own (HTML, 4.8.4.1 and RSS autodiscovery)."""
    for link in tree.css("link[rel][href]"):
        said = link.attributes
        kind = _TYPES.get((said.get("type") or "").partition(";")[0].strip().lower())
        if kind and "alternate" in (said.get("rel") or "").lower().split():
            yield from _offered(at, said.get("href") or "", said.get("title") or "", kind)


def _anchors(tree: Any, at: str) -> Iterator[Offered]:
    """Yield what looks like a feed among the links of a page that declares none."""
    for link in tree.css("a[href]"):
        href = link.attributes.get("href") or ""
        if _FEED_PATH.search(href.partition("?")[0].partition("#")[0]):
            yield from _offered(at, href, link.text(), "")


def _offered(at: str, href: str, title: str, kind: str) -> Iterator[Offered]:
    if address := ids.normalise("url", _joined(at, href)):
        yield Offered(address.value, clean(title, TITLE_LIMIT), kind)


def known(url: str) -> tuple[str, str] | None:
    """Return kind and address of the feed that an address means, where that needs no question."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    pieces = [piece for piece in parts.path.split("/") if piece]
    if parts.scheme not in ("http", "https"):
        return None
    if host == "arxiv.org" or host.endswith(".arxiv.org"):
        return _known_arxiv(pieces, parts.query)
    if host in _HUB and (pieces[:1] == ["papers"] or pieces == ["api", "daily_papers"]):
        return _known_daily(pieces, parts.query)
    return _known_text(url)


def _known_arxiv(pieces: list[str], query: str) -> tuple[str, str] | None:
    if pieces == ["api", "query"]:
        said = parse_qs(query).get("search_query", [""])[0].strip()
        return ("arxiv-query", said) if said else None
    match pieces:
        case ["rss" | "atom" | "list" | "catchup" | "archive", named, *_]:
            try:
                return "arxiv", arxiv_categories.spec(named.replace("%2B", "+"))
            except ValueError:
                return None
    return None


def _known_daily(pieces: list[str], query: str) -> tuple[str, str] | None:
    said = parse_qs(query)
    shown = pieces[1] if pieces[0] == "papers" and len(pieces) > 1 else ""
    if shown in ("week", "month", "trending"):
        return "hf", shown
    if shown and shown != "date":
        return None
    if said.get("sort") == ["trending"]:
        return "hf", "trending"
    return "hf", next((name for name in ("week", "month") if name in said), "daily")


def _known_text(url: str) -> tuple[str, str] | None:
    """Return the text of a repository: a list, or a feed that somebody keeps there.

    ``github.com/me/awesome-x`` is its README, a list; ``me.github.io/blog`` may be anything.
    """
    address = raw.raw_url(url)
    if not raw.is_raw(address) and (address == url.strip() or "/raw/" not in address):
        return None
    end = urlsplit(address).path.lower().rpartition("/")[2]
    suffix = end.rpartition(".")[2] if "." in end else ""
    if suffix in ("xml", "rss", "atom", "json"):
        return "web", address
    return ("list", address) if not suffix or f".{suffix}" in _LIST_ENDS else None


_PAPERS = frozenset({"arxiv", "doi", "openreview", "acl", "pmid", "pmcid", "s2"})
_MENTIONS = 50
"""Papers that one post can bring; a longer list is a bibliography."""
_LOOKED_AT = 500_000
# What is less is a teaser: "Published online: 3 March 2026".
_LEAST_ABSTRACT = 120
# "<script src", "<!--"; not "<scripture>".
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
# "Abstract: We show"; not "Abstract machines".
_LABEL = re.compile(r"(?:abstract|summary)\s?[:.]\s", re.IGNORECASE)
# RSS 2.0: "lawyer@boyer.net (Lawyer Boyer)"; an address alone is nobody's name.
_MAILED = re.compile(r"^\S{1,200}@\S{1,200}(?:\s\((.{1,200})\))?$")
# "J.", "A. B."; not "Jane Doe".
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[- ]?){1,4}")


def papers(entry: Entry, *, every: bool = False) -> Iterator[Announced]:
    """Yield the papers of an item; with ``every`` the item itself where it names none."""
    day = day_of(entry.date)
    pages = (ids.normalise("url", address) for address in reversed(entry.addresses))
    page = next(filter(None, pages), None)
    if own := tuple(_own(entry)):
        yield Announced(_whole(entry, own, day), day, NEW, _version(entry))
        return
    mentioned = list(_mentioned(entry))
    headline = markup.plain(entry.title)
    told = {"page": page.value if page else "", "headline": headline[:300]}
    facts = {name: value for name, value in told.items() if value}
    for found in mentioned[:_MENTIONS]:
        said = Record(source="feed", rank=Rank.LIST, identifiers=found)
        yield Announced(said, day, NEW, facts)
    # What has the page of a paper is one: "https://www.sciencedirect.com/science/article/pii/S…". A
    # post of a blog about papers that names none is kept where a person wants all items.
    if page and headline and not mentioned and (every or named_by(page.value)):
        yield Announced(_whole(entry, (page,), day), day)


def day_of(text: str) -> str:
    """Return the day of a time as it is written, in the zone of who wrote it."""
    text = text.strip()[:100]
    spoken = read(text.partition(",")[2]) if re.match(r"[A-Za-z]{3,9}\.?,", text) else ""
    day = spoken or read(text) or moment(text)[:10]
    return day if len(day) == 10 else ""


def _version(entry: Entry) -> dict[str, Any]:
    """Return the version of an arXiv paper, which stands in the guid (``…:2609.26811v2``)."""
    numbers = (numbered(address.rpartition(":")[2]) for address in entry.addresses)
    version = next((number[1] for number in numbers if number and number[1]), None)
    return {"version": version} if version else {}


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
    is_eprint = ids.of_scheme(identifiers, "arxiv") is not None
    # What an item says of itself, where that is more than a teaser.
    text = _LABEL.sub("", _shown(entry.summary), count=1) if entry.summary else ""
    abstract = text if len(text) >= _LEAST_ABSTRACT else ""
    return Record(
        source="feed",
        rank=Rank.LIST,
        title=markup.plain(entry.title),
        authors=creators(entry.authors),
        abstract=abstract,
        year=int(day[:4]) if day and not is_eprint else None,
        published="" if is_eprint else day,
        venue=markup.plain(entry.venue),
        identifiers=identifiers,
    )


def _shown(text: str) -> str:
    """Return what a reader sees of HTML, as one line; comparison signs of formulas stay."""
    text = text[:BLOCK_LIMIT]
    if "<" in text or "&" in text:
        # HTML without its comments, scripts and styles; one that never ends takes the rest.
        kept = []
        at = 0
        while opened := _UNSEEN.search(text, at):
            kept.append(text[at : opened.start()])
            end = f"</{opened[1]}" if opened[1] else "--"
            closed = re.compile(f"{end}[^>]{{0,20}}>", re.IGNORECASE).search(text, opened.end())
            at = closed.end() if closed else len(text)
        seen = " ".join([*kept, text[at:]])
        text = html.unescape(_TAG.sub(" ", seen))
    return clean(text, BLOCK_LIMIT)


def creators(said: Iterable[str]) -> tuple[Author, ...]:
    """Return the authors; one line with all of them has whole names or ``Family, I., Family, I.``.

    A line with one comma is one name, unless there are two words on both sides.
    """
    named = [_MAILED.sub(r"\1", markup.plain(name, FIELD_LIMIT)) for name in said]
    if len(named) != 1:
        return whole_names(name[:TITLE_LIMIT] for name in named if name)
    pieces = [piece.strip() for piece in named[0].split(",")]
    families, initials = pieces[::2], pieces[1::2]
    if len(families) == len(initials) and all(map(_INITIALS.fullmatch, initials)):
        pairs = zip(families, initials, strict=True)  # "Doe, J., Roe, A. B."
        return whole_names(f"{family}, {given}" for family, given in pairs)
    if len(pieces) == 2 and any(" " not in piece for piece in pieces):
        return (parse_author(named[0]),)  # "Doe, Jane", but not "Jane Doe, Ann Roe"
    return name_line(named[0])
