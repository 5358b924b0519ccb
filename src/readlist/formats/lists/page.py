"""The part of a web page that holds a list, as blocks with whole addresses or as lines of text."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from readlist.formats.lists.html import HtmlReader, body_of
from readlist.formats.lists.pieces import (
    BREAK,
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Piece,
    Pieces,
    Row,
    Table,
    text_of,
)
from readlist.text import clean

LONGEST = 20_000_000
"""Characters of a page that are looked at; the longest list known to us makes three million."""
_DEEP = 40
_ASIDE = 40
"""Items of navigation that stand beside a short list."""
_PARTS = (
    "article.markdown-body", ".markdown-body", "main article", "main", "[role=main]", "article",
    "#content", ".content", "#main",
)  # fmt: skip
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://\S{1,2000})\s*-->")
_BASE = re.compile(
    r"(?i)<base\s[^>]{0,300}?href=[\"']?(https?://[^\"'\s>]{1,2000})|"
    r"<link\s[^>]{0,300}?rel=[\"']?canonical[\"']?\s[^>]{0,300}?href=[\"']?(https?://[^\"'\s>]{1,2000})|"
    r"<meta\s[^>]{0,300}?property=[\"']?og:url[\"']?\s[^>]{0,300}?content=[\"']?(https?://[^\"'\s>]{1,2000})"
)
_TITLE = re.compile(r"(?is)<title[^>]{0,200}>(.{0,1000}?)</title")
_CLOSED = re.compile(r"(?i)<(a|span|div|p|td|script|i|b|em|strong)(\s[^<>]{0,2000})?/>")


class Line(NamedTuple):
    """A line of the page as text, the line of the source it is on, and the first link in it."""

    text: str
    number: int = 0
    url: str = ""


class Page:
    """A saved web page."""

    def __init__(self, html: str) -> None:
        html = html[:LONGEST]
        if html.lstrip("\ufeff \t\r\n")[:5] == "<?xml":
            html = _CLOSED.sub(r"<\1\2></\1>", html)
        head = html[:100_000]
        base = _SAVED_FROM.search(head[:5_000]) or _BASE.search(head)
        self._base = next(filter(None, base.groups()), "") if base else ""
        title = _TITLE.search(head)
        self.title = clean(_unescaped(title[1])) if title else ""
        body = body_of(html)
        self._part = _part(body) if body else None
        self._breaks = _is_rendered(self._part)
        self.cut = 0
        """The line of the first words that stand too deep to be read, once the blocks are read."""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the list on the page, links as whole addresses."""
        for block in self._blocks(code=False):
            yield _with_whole_links(block, self._base) if self._base else block

    def titled(self) -> list[Block]:
        """Return the blocks below the title of the page, where they have no title themselves."""
        found = list(self.blocks())
        heads = [block.level for block in found if isinstance(block, Heading)]
        if self.title and 1 not in heads:
            found.insert(0, Heading(1, [Piece(self.title)], 1))
        return found

    def lines(self) -> Iterator[Line]:
        """Yield what the page says, as a browser saves it as text."""
        for block in self._blocks(code=True):
            yield from _lines(block, self._base)

    def _blocks(self, *, code: bool) -> Iterator[Block]:
        if self._part:
            reader = HtmlReader(1, breaks=self._breaks, code=code)
            yield from reader.blocks(self._part)
            self.cut = reader.cut


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def _part(body: LexborNode) -> LexborNode:
    """Return the part of a page that holds its list: most of the links that lead elsewhere."""
    whole = len(body.css("li, tr, p, h3"))
    for selector in _PARTS:
        parts = body.css(selector)[:200]
        sized = [(len(part.css("li, tr, p, h3")), -number) for number, part in enumerate(parts)]
        size, number = max(sized, default=(0, 0))
        if size and size * 2 >= whole - (_ASIDE if len(parts) == 1 else 0):
            return parts[-number]
    return body


def _is_rendered(part: LexborNode | None) -> bool:
    """Say whether a part was rendered from Markdown by a forge, which keeps the line feeds."""
    return part is not None and "markdown-body" in str(part.attributes.get("class") or "")


# Whole addresses


def _with_whole_links(block: Block, base: str) -> Block:
    if isinstance(block, Heading | Paragraph):
        return block._replace(pieces=_whole(block.pieces, base))
    if isinstance(block, Bullets):
        for item in block.items:
            _complete(item, base, 0)
    if isinstance(block, Table):
        header = [_whole(cell, base) for cell in block.header]
        rows = [Row([_whole(cell, base) for cell in row.cells], row.line) for row in block.rows]
        return Table(header, rows, block.line)
    return block


def _complete(bullet: Bullet, base: str, depth: int) -> None:
    bullet.pieces = _whole(bullet.pieces, base)
    for item in bullet.below if depth < 2 * _DEEP else ():
        _complete(item, base, depth + 1)


def _whole(pieces: Pieces, base: str) -> Pieces:
    return [p._replace(url=_address(p.url, base)) if p.url else p for p in pieces]


def _address(url: str, base: str) -> str:
    """Return a whole address; one within the page keeps its ``#``."""
    try:
        whole = urljoin(base, url)
        here, there = urlsplit(base), urlsplit(whole)
    except ValueError:
        return url
    same = (here.netloc, here.path, here.query) == (there.netloc, there.path, there.query)
    return f"#{there.fragment}" if same and there.fragment else whole


# Lines of text


def _lines(block: Block, base: str) -> Iterator[Line]:
    """Yield a block as lines; headings and long paragraphs have blank lines around them."""
    if isinstance(block, Heading | Paragraph):
        rows = list(_rows(block.pieces, block.line, base))
        apart = isinstance(block, Heading) or any(len(row.text) > 40 for row in rows)
        yield from [Line(""), *rows, Line("")] if apart else rows
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from _bulleted(item, base, 0)
    elif isinstance(block, Table):
        for row in block.rows:
            cells = [clean(text_of(cell).replace("\n", " ")) for cell in row.cells]
            yield Line(" | ".join(filter(None, cells)), row.line)


def _rows(pieces: Pieces, number: int, base: str) -> Iterator[Line]:
    row: Pieces = []
    for piece in [*pieces, BREAK]:
        if piece != BREAK:
            row.append(piece)
            continue
        text = " ".join(text_of(row).split())
        if text:
            yield Line(text, number, _first_address(row, base))
        row = []


def _first_address(pieces: Pieces, base: str) -> str:
    urls = (_address(piece.url, base) for piece in pieces if piece.url)
    return next((url for url in urls if url.startswith("http")), "")


def _bulleted(bullet: Bullet, base: str, depth: int) -> Iterator[Line]:
    indent = "  " * min(depth, _DEEP)
    for number, row in enumerate(_rows(bullet.pieces, bullet.line, base)):
        yield row._replace(text=f"{indent}{'- ' if not number else '  '}{row.text}")
    for item in bullet.below if depth < 2 * _DEEP else ():
        yield from _bulleted(item, base, depth + 1)
