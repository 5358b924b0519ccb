"""Saved links: bookmarks of browsers, and exports of read-later programs.

A file of bookmarks is no curated list: folders become tags. Of its links the papers are taken, and
what is left out is told, unless all links are asked for. Reading is in ``read``.
"""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, Problem

_NETSCAPE = re.compile(r"<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.IGNORECASE)
# "<title>Pocket Export</title>", '<a href="x" time_added='; not "<title>Pocket</title>".
_POCKET = re.compile(r"<title>\s*Pocket Export\s*</title>|<a\s[^<>]{0,3000}\stime_added=")
# "<posts user="; not "<postscript>".
_POSTS = re.compile(r"<posts[\s>]")
# "[ {"; not "[1".
_JSON = re.compile(r"\[\s*\{")
# "<!doctype html>", "<html "; not "<htmlx>", nor Netscape's own type.
_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
# "<DT><H3 ", "<dt><a "; not "<dt>A term".
_FOLDERS = re.compile(r"<DT>\s*<(?:H3|A)\s", re.IGNORECASE)
# The heads of what Pocket, Instapaper and Raindrop export.
_TABLES = (
    "title,url,time_added,tags,status", "title,url,time_added,cursor,tags,status",
    "URL,Title,Selection,Folder,Timestamp", "id,title,note,excerpt,url,folder,tags,created",
)  # fmt: skip


def kind_of(head: str) -> str:
    """Return how links are saved in a text: a name of ``read.READERS``, or nothing."""
    start = head.lstrip("\ufeff \t\r\n")
    if start[:1] == "<":
        return _kind_of_markup(start)
    # Pinboard's posts have more beside the address.
    if _JSON.match(start) and '"href"' in start and re.search('"extended"|"toread"', start):
        return "json"
    if start[:1] in ("[", "{"):
        from readlist.formats.bookmarks.programs import is_export

        return "programs" if is_export(head) else ""
    first = start.partition("\n")[0].replace('"', "").strip()
    return "table" if first.startswith(_TABLES) else ""


def _kind_of_markup(start: str) -> str:
    if _NETSCAPE.match(start) or _POCKET.search(start):
        return "html"
    # Links in folders without the head of the format, which some programs leave out.
    if not _PAGE.match(start) and _FOLDERS.search(start[:4_000]):
        return "html"
    return "xml" if _POSTS.search(start[:4_000]) else ""


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers among the links in order, and what was left out."""
    from readlist.formats.bookmarks import read

    kind = kind_of(document.head) or "html"
    found = False
    for saved in read.READERS[kind](document):
        found = True
        if isinstance(saved, Problem):
            yield saved
        else:
            yield from read.items(saved, all_links=options.all_links)
    if not found:
        yield Problem(0, "No link was found.")


def sniff(head: str, _name: str) -> float:
    """Return how surely a text is a file of bookmarks."""
    return 0.95 if kind_of(head) else 0.0


FORMAT = Format(
    name="bookmarks",
    summary="links of browsers, Pocket, Instapaper, Raindrop, Readwise, Omnivore, wallabag",
    suffixes=(".html", ".htm"),
    sniff=sniff,
    load=load,
)
