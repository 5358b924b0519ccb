"""OPML: the feeds of a feed reader, with the folders that they stand in as tags."""

import re
from collections.abc import Iterator

from readlist import ids
from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.keywords import as_tags
from readlist.model import FeedInfo, Item, Problem, Skipped
from readlist.text import TITLE_LIMIT, clean

_START = re.compile(r"<opml[\s>]", re.IGNORECASE)


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield every feed in order (OPML 2.0, subscription lists); an outline around it is a tag."""
    from readlist.formats.xml import Closed, Opened, events

    del options
    folders: list[str] = []
    found = False
    for event in events(document, "outline"):
        if isinstance(event, Problem):
            folders.clear()
            yield event
        elif isinstance(event, Opened) and event.name.lower() == "outline":
            said = {name.lower(): value for name, value in event.attributes.items()}
            title = clean(said.get("title") or said.get("text", ""), TITLE_LIMIT)
            item = _item(said, title, folders, event.line)
            folders.append("" if said.get("xmlurl") else title)
            if item:
                found = True
                yield item
        elif isinstance(event, Closed) and event.name.lower() == "outline" and folders:
            folders.pop()
    if not found:
        yield Problem(0, "No feed was found: no outline with an xmlUrl.")


def _item(said: dict[str, str], title: str, folders: list[str], line: int) -> Item | None:
    """Return the feed of an outline; an outline without one is a folder, or a link."""
    url = said.get("xmlurl", "").strip()
    if not url:
        link = said.get("url") or said.get("htmlurl")
        return Skipped(line, f"{clean(link, 200)} is no feed") if link else None
    if len(url) > 2_000 or ids.normalise("url", url) is None:
        return Skipped(line, f"{clean(url, 200)} is no address of the web")
    site = said.get("htmlurl", "").strip()
    categories = [part.strip(" /") for part in said.get("category", "").split(",")]
    return FeedInfo(
        url=clean(url),
        title=title,
        site=clean(site) if ids.normalise("url", site) else "",
        tags=as_tags(["/".join(filter(None, folders)), *categories]),
        line=line,
    )


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
