"""Any feed of the web: RSS and Atom of all versions, JSON Feed; and what lies at an address.

The papers are recognised by their identifiers. Feeds are read leniently, as people write them;
nothing of what they say is believed to be HTML, and no file or address in them is opened.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from readlist.bib import ids
from readlist.services import arxiv_categories, arxiv_rss, raw
from readlist.services.announced import Announced, Announcements
from readlist.services.answers import items, json_object, refuse_page, word
from readlist.services.base import Request, WrongAnswerError
from readlist.services.webfeed_items import Entry, papers
from readlist.text import TITLE_LIMIT, clean

AGE_S = 60.0
LIMIT_BYTES = 10_000_000
ITEMS = 20_000
"""Items of one answer that are read: more than a feed of that size has, but for a hostile one."""
_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.5, */*;q=0.4"
)
_FEED = re.compile(rb"<(?:rss|feed|(?:rdf:)?RDF|channel)[\s>]", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE)
_LISTED = re.compile(
    rb"\]\(<?https?://|\[\[https?://|^\[[^\]\n]{1,200}\]:\s+https?://", re.MULTILINE
)
_TYPES = {
    "application/rss+xml": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
}
_LINKS_LIMIT = 20
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


def feed(url: str, *, every: bool = False) -> Request[Announcements]:
    """Return the question for a feed; ``every`` takes items that name no paper as well."""
    is_arxiv = (known(url) or ("", ""))[0] == "arxiv" and "/list/" not in url
    reads = arxiv_rss.parse if is_arxiv else partial(parse, every=every)
    return _asked(url, reads, age_s=arxiv_rss.AGE_S if is_arxiv else AGE_S)


def discover(url: str) -> Request[Found]:
    """Return the question what lies at an address."""
    return _asked(url, partial(parse_found, url=url), age_s=AGE_S)


def _asked(url: str, reads: Any, age_s: float) -> Request[Any]:
    return Request(
        "web", url, reads, accept=_ACCEPT, age_s=age_s, limit_bytes=LIMIT_BYTES,
        absent=frozenset({404}), alone=True,
    )  # fmt: skip


def parse(body: bytes, *, every: bool = False) -> Announcements:
    """Return the papers of a feed. Raises ``WrongAnswerError``."""
    title, site, entries = _entries(body)
    announced: list[Announced] = []
    others = 0
    for entry in entries:
        found = list(papers(entry, every=every))
        others += not found
        announced += found
    return Announcements(_once(announced), title=title, site=site, others=others)


def _once(announced: Iterable[Announced]) -> tuple[Announced, ...]:
    """Return each paper once, where it is said first; where it is the item itself goes before."""
    kept: dict[tuple[Any, ...], Announced] = {}
    for one in announced:
        known_one = kept.get(one.record.identifiers)
        if known_one is None or (one.record.title and not known_one.record.title):
            kept[one.record.identifiers] = one
    return tuple(kept.values())


def _entries(body: bytes) -> tuple[str, str, Iterator[Entry]]:
    """Return title, page and items of a feed, whatever its format."""
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"{":
        return _json_entries(body)
    refuse_page(body)
    return _xml_entries(body)


def _json_entries(body: bytes) -> tuple[str, str, Iterator[Entry]]:
    """Return the items of a JSON Feed (jsonfeed.org, version 1.1)."""
    said = json_object(body.removeprefix(b"\xef\xbb\xbf"))
    if "jsonfeed.org/version" not in word(said, "version"):
        raise WrongAnswerError("JSON that is no feed")
    entries = (_json_entry(one) for one in items(said, "items")[:ITEMS] if isinstance(one, dict))
    return word(said, "title")[:TITLE_LIMIT], word(said, "home_page_url"), entries


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
    head = body[:5_000]
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" or (
        _FEED.search(head) and not _PAGE.match(head.lstrip())
    ):
        found = parse(body)
        return Found(
            "feed", found.title, items=len(found.items) + found.others, papers=len(found.items)
        )
    if _PAGE.search(head):
        return _page(body, url)
    text = raw.parse(body)
    if _LISTED.search(text) or urlsplit(url).path.lower().endswith(_LIST_ENDS[:4]):
        return Found("list", _heading(text))
    raise WrongAnswerError("neither a feed nor a list nor a page")


def _heading(text: bytes) -> str:
    """Return the first heading of Markdown or Org, or the title of Org."""
    found = re.search(rb"(?m)^(?:#{1,2} |\* |#\+TITLE: )([^\n]{1,300})", text[:20_000])
    return clean(found[1].decode("utf-8", "replace").strip(" #*")) if found else ""


def _page(body: bytes, url: str) -> Found:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body.decode("utf-8", "replace"))
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
    """Return the text of a repository: a list, or a feed that somebody keeps there."""
    address = raw.raw_url(url)
    if not raw.is_raw(address) and (address == url.strip() or "/raw/" not in address):
        return None
    end = urlsplit(address).path.lower().rpartition("/")[2]
    suffix = end.rpartition(".")[2] if "." in end else ""
    if suffix in ("xml", "rss", "atom", "json"):
        return "web", address
    return ("list", address) if not suffix or f".{suffix}" in _LIST_ENDS else None
