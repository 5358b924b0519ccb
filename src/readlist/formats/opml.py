"""OPML: the feeds of a feed reader, with the folders that they stand in as tags.

What only this program knows of a feed stands in attributes of a namespace of its own, which other
readers pass over (OPML 2.0, "Extending OPML").
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from readlist.bib import ids
from readlist.bib.keywords import as_tags
from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import FeedInfo, Item, Problem, Skipped
from readlist.text import TITLE_LIMIT, clean

FOLLOWED = frozenset({"", "web", "arxiv", "arxiv-query"})
"""Kinds of feeds that other readers can follow too; the others are links to a page for them."""
_FEEDS = frozenset({"rss", "atom"})
"""Types of outlines that are feeds, never folders."""
_NAMESPACE = "urn:readlist:opml"
_OWN = ("kind", "name", "address")
_OPTIONS_LIMIT = 100_000
_FEED = re.compile(r"^feed:(?://)?(https?://)?", re.IGNORECASE)
"""How old readers write that an address is a feed: feed://lab.example, feed:https://lab.example."""
# "<opml version"; not "<opmlx>".
_START = re.compile(r"<opml[\s>]", re.IGNORECASE)


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield every feed in order (OPML 2.0, subscription lists); an outline around it is a tag."""
    from readlist.formats.xml import Opened, events

    del options
    folders: list[str] = []
    found = False
    for event in events(document, "outline"):
        if isinstance(event, Problem):
            folders.clear()
            yield event
        elif isinstance(event, str) or event.name.lower() != "outline":
            continue
        elif isinstance(event, Opened):
            said = {name.lower(): value for name, value in event.attributes.items()}
            title = clean(said.get("title") or said.get("text", ""), TITLE_LIMIT)
            items = list(_items(said, title, folders, event.line))
            folders.append("" if _is_feed(said) else title)
            found |= bool(items)
            yield from items
        else:
            del folders[-1:]
    if not found:
        yield Problem(0, "No feed was found: no outline with an xmlUrl.")


def _is_feed(said: Mapping[str, str]) -> bool:
    return bool(said.get("xmlurl") or said.get("readlist:kind"))


def _no_feed(said: Mapping[str, str], url: str, title: str, line: int) -> Iterator[Skipped]:
    """Yield what is passed over: a link, and a feed without its address; a folder is nothing."""
    if link := url or said.get("htmlurl"):
        yield Skipped(line, f"{clean(link, 200)} is no feed")
    elif said.get("type", "").lower() in _FEEDS:
        yield Skipped(line, f"{title or 'a feed'} has no address (xmlUrl)")


def _items(said: Mapping[str, str], title: str, folders: list[str], line: int) -> Iterator[Item]:
    """Yield the feed of an outline; an outline without one is a folder, or a link."""
    url = (said.get("xmlurl") or said.get("url", "")).strip()
    url = _FEED.sub(lambda scheme: scheme[1] or "http://", url)
    if not _is_feed(said):
        yield from _no_feed(said, url, title, line)
        return
    if len(url) > 2_000 or ids.normalise("url", url) is None:
        yield Skipped(line, f"{clean(url, 200)} is no address of the web")
        return
    options = _options(said.get("readlist:options", ""))
    if options is None:
        yield Problem(line, "The settings of this feed cannot be read; it comes without them.")
    site = clean(said.get("htmlurl", ""))
    categories = [part.strip(" /") for part in said.get("category", "").split(",")]
    own = {name: clean(said.get(f"readlist:{name}", ""), 2_000) for name in _OWN}
    if own["kind"] and not said.get("title"):
        title = ""  # where we wrote the text, it is the name or the address
    yield FeedInfo(
        url=clean(url),
        title=title,
        site=site if ids.normalise("url", site) else "",
        tags=as_tags(["/".join(filter(None, folders)), *categories]),
        line=line,
        options=options or {},
        **own,
    )


def _options(text: str) -> dict[str, Any] | None:
    """Return the settings of a feed, None where they cannot be read."""
    if len(text) > _OPTIONS_LIMIT:
        return None
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def dump_feeds(feeds: Iterable[FeedInfo]) -> Iterator[str]:
    """Yield feeds as a subscription list (OPML 2.0)."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0" xmlns:readlist="{_NAMESPACE}">\n'
        "  <head><title>Feeds</title></head>\n  <body>\n"
    )
    for feed in feeds:
        said = " ".join(f"{name}={_quoted(value)}" for name, value in _attributes(feed) if value)
        yield f"    <outline {said}/>\n"
    yield "  </body>\n</opml>\n"


def _attributes(feed: FeedInfo) -> Iterator[tuple[str, str]]:
    follows = feed.kind in FOLLOWED
    yield "type", "rss" if follows else "link"
    yield "text", feed.title or feed.name or feed.url
    yield "title", feed.title
    yield "xmlUrl" if follows else "url", feed.url
    yield "htmlUrl", feed.site
    yield "category", ",".join(f"/{tag}" for tag in feed.tags)
    if feed.kind:
        yield from ((f"readlist:{name}", getattr(feed, name)) for name in _OWN)
        options = json.dumps(dict(feed.options), ensure_ascii=False, sort_keys=True)
        yield "readlist:options", options if feed.options else ""


def _quoted(value: str) -> str:
    from xml.sax.saxutils import quoteattr  # for writing alone

    return quoteattr(clean(value, _OPTIONS_LIMIT))


def sniff(head: str, _name: str) -> float:
    """Return how surely a text is OPML."""
    start = head.lstrip("\ufeff \t\r\n")
    return 0.95 if start.startswith("<") and _START.search(start[:4_000]) else 0.0


FORMAT = Format(
    name="opml",
    summary="feeds of a feed reader",
    suffixes=(".opml",),
    sniff=sniff,
    load=load,
)
