"""The format ``html``: a curated list, or the page of one that ``annotated`` or ``hf-page`` reads.

A page is read like the Markdown that it may have been made of. A page whose text is in the form
of another format (headings by year with remarks, papers with abstracts) is handed to that format,
and what it reads gets the links of the page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from readlist.formats import own_list
from readlist.formats.base import Document, DumpOptions, Format, LoadOptions, TextDocument
from readlist.model import Item, Link, ListInfo, Paper, Problem, Record

if TYPE_CHECKING:
    from readlist.formats.lists.page import Line, Page

_SNIFFED_LINES = 1_000
# "<!-- saved --><!doctype html>", "<body>"; not "<opml>".
_PAGE = re.compile(
    r"(?:<\?xml[^>]{0,200}>\s*|<!--.{0,3000}?-->\s*)*(?:<!doctype\s+html|<html|<head|<body)",
    re.IGNORECASE | re.DOTALL,
)
# Bookmarks and what Pocket exports are HTML, and formats of their own.
_OTHERS = re.compile(r"(?i)<!doctype\s+netscape-bookmark|<title>\s*pocket export")
# Ends of elements, which every page has, but hardly text that only names a tag.
_TAGS = re.compile(r"(?i)</(?:p|li|div|h[1-6]|tr|td|ul|ol|table|a)>")
_NAMES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then its papers in order and what was left out."""
    if own_list.sniff(document.head, document.name):
        yield from own_list.load(document, options)
        return
    from readlist.formats.lists.html import DEEPEST
    from readlist.formats.lists.page import LONGEST, Page
    from readlist.formats.lists.reader import Reader

    text = document.text()
    if _is_archive(document.head):
        text = _unpacked(text)
    if len(text) > LONGEST:
        yield Problem(0, f"Only the first {LONGEST:,} characters of the page are read.")
    page = Page(text)
    if other := _other_format(page):
        yield from _delegated(other, list(page.lines()), options)
        return
    yield from Reader(page.titled(), source="html", all_links=options.all_links).items()
    if page.cut:
        yield Problem(
            page.cut,
            f"Elements within more than {DEEPEST} others are left out; the first begins here.",
        )


# Pages in the form of another format


def _other_format(page: "Page") -> Format | None:
    """Return the format that the text of a page is in, where it is not that of a curated list."""
    from readlist.formats.lists import annotated, hf_page

    lines = list(islice(page.lines(), _SNIFFED_LINES))
    bullets = [line for line in lines if line.text.lstrip()[:2] == "- "]
    linked = sum(bool(line.url) for line in bullets)
    text = "\n".join(line.text for line in lines)
    if hf_page.FORMAT.sniff and hf_page.FORMAT.sniff(text, "") >= 0.9:
        return hf_page.FORMAT
    if linked * 4 > len(bullets) or not bullets:
        return None
    return annotated.FORMAT if annotated.sniff(text, "") >= 0.7 else None


def _delegated(found: Format, lines: "list[Line]", options: LoadOptions) -> Iterator[Item]:
    """Yield what another format reads of the text, with the lines and links of the page."""
    text = TextDocument("\n".join(line.text for line in lines))
    for item in found.load(text, options) if found.load else ():
        if isinstance(item, ListInfo) or not 0 < item.line <= len(lines):
            yield item
        elif isinstance(item, Record):
            yield _linked(item, lines[item.line - 1])
        else:
            yield item._replace(line=lines[item.line - 1].number)


def _linked(record: Record, line: "Line") -> Record:
    """Return a record with the address that its title links to."""
    from readlist.bib import ids

    identifier = ids.from_url(line.url) if line.url else None
    address = ids.normalise("url", line.url) if line.url and not identifier else None
    return replace(
        record,
        line=line.number,
        identifiers=record.identifiers or ((identifier,) if identifier else ()),
        links=record.links or ((Link("page", address.value),) if address else ()),
    )


# Pages saved with their pictures (MHTML)


def _is_archive(head: str) -> bool:
    return bool(re.search(r"(?im)^content-type:\s*multipart/related", head[:3_000]))


def _unpacked(text: str) -> str:
    """Return the first HTML part of a page saved as MHTML (RFC 2557)."""
    from email import message_from_string

    from readlist.formats.lists.page import LONGEST

    for part in message_from_string(text[: 4 * LONGEST]).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            address = part.get("Content-Location", "")
            base = f'<base href="{address}">' if re.match(r"https?://[^\s\"<>]+$", address) else ""
            return base + (body.decode("utf-8", "replace") if isinstance(body, bytes) else "")
    return ""


def sniff(head: str, name: str) -> float:
    """Answer how far a document is a web page; bookmarks that browsers save are another format."""
    start = head.lstrip("\ufeff \t\r\n")
    if _OTHERS.search(start[:1_000]):
        return 0.0
    if _PAGE.match(start):
        return 0.85
    if _is_archive(start):
        return 0.85 if re.search(r"(?i)mime-version:|saved by", start[:3_000]) else 0.0
    if start[:1] != "<":
        return 0.0
    if name.lower().endswith(_NAMES) and _TAGS.search(start):
        return 0.85
    tags = len(_TAGS.findall(start))
    markdown = len(re.findall(r"(?m)^#{1,6}\s|\]\(|^\s{0,6}[-*]\s|^\|", head))
    return 0.6 if tags > 9 and markdown * 10 < tags else 0.0


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the list as text; the writer is loaded when something is written."""
    from readlist.formats.list_export.html import dump as written

    yield from written(papers, options)


FORMAT = Format(
    name="html",
    summary="a curated list as a web page: GitHub's, a site's, or a saved page of papers",
    suffixes=(".html", ".htm", ".xhtml", ".mhtml", ".mht"),
    sniff=sniff,
    load=load,
    dump=dump,
    makes_list=True,
)
