"""A Markdown document as a stream of blocks.

What a block means (a section, a paper, talk) is decided elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from markdown_it.token import Token

from readlist.formats.lists.commonmark import inline, parser, pieces_of
from readlist.formats.lists.html import html_blocks, html_pieces
from readlist.formats.lists.pieces import (
    BREAK,
    Block,
    Bullet,
    Bullets,
    Heading,
    Pieces,
    Row,
    Table,
    heading_or_paragraph,
)


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown document; front matter and code are left out."""
    source = _without_front_matter(text)
    yield from _Reader(parser().parse(source), source).blocks()


def _without_front_matter(text: str) -> str:
    """Blank out YAML or TOML at the beginning, so that lines keep their numbers."""
    text = text.removeprefix("\ufeff")
    fence = text[:3]
    if fence not in ("---", "+++") or text[3:4] != "\n":
        return text
    end = text.find(f"\n{fence}\n", 3, 20_000)
    matter = text[3:end]
    if end < 0 or not re.search(r"(?m)^\w[\w-]*\s*[:=]", matter):
        return text
    return "\n" * (matter.count("\n") + 2) + text[end + 5 :]


class _Reader:
    """Turns the tokens of a document into blocks."""

    def __init__(self, tokens: list[Token], source: str) -> None:
        self._tokens = tokens
        self._lines = source.split("\n")
        self._at = 0
        self._ends: list[int] | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks from the beginning to the end."""
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            yield from self._block(token)

    def _block(self, token: Token) -> Iterator[Block]:
        line = _line(token)
        if token.type == "heading_open":
            yield Heading(int(token.tag[1:]), self._inline(), line)
        elif token.type == "paragraph_open":
            yield heading_or_paragraph(self._inline(), line)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            yield Bullets(self._items(token), line)
        elif token.type == "table_open":
            yield self._table(line)
        elif token.type == "html_block":
            yield from self._html(token)

    def _inline(self) -> Pieces:
        token = self._tokens[self._at]
        self._at += 2
        return pieces_of(token.children or [])

    def _items(self, opened: Token) -> list[Bullet]:
        """Read a list up to its end: text into the item it stands in, items into their parents."""
        roots: list[Bullet] = []
        open_items: list[Bullet] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.level == opened.level and token.nesting < 0:
                break
            if token.type == "list_item_open":
                bullet = Bullet(_line(token))
                (open_items[-1].below if open_items else roots).append(bullet)
                open_items.append(bullet)
            elif token.type == "list_item_close":
                open_items.pop()
            elif open_items:
                _into(open_items[-1], self._inside(token))
        return roots

    def _inside(self, token: Token) -> Pieces:
        """Return the text of a block in an item."""
        if token.type == "inline":
            return pieces_of(token.children or [])
        if token.type == "html_block":
            return html_pieces(token.content, inline)
        return []

    def _table(self, line: int) -> Table:
        header: list[Pieces] = []
        rows: list[Row] = []
        cells: list[Pieces] = []
        while (token := self._tokens[self._at]).type != "table_close":
            self._at += 1
            if token.type == "inline":
                cells.append(pieces_of(token.children or []))
            elif token.type == "tr_open":
                cells, row_line = [], _line(token)
            elif token.type == "tr_close":
                if header or rows:
                    rows.append(Row(cells, row_line))
                else:
                    header = cells
        self._at += 1
        return Table(header, rows, line)

    def _html(self, token: Token) -> Iterator[Block]:
        """Read HTML; a table ends at its end tag, not at the first blank line."""
        start, end = token.map or [0, 0]
        html = token.content
        if html.lower().count("<table") > html.lower().count("</table"):
            end = self._end_of_table(end)
            html = "\n".join(self._lines[start:end])
            while self._at < len(self._tokens) and _line(self._tokens[self._at]) <= end:
                self._at += 1
        yield from html_blocks(html, start + 1, inline)

    def _end_of_table(self, start: int) -> int:
        """Return the number of the line that ends a table, ``start`` where none does."""
        if self._ends is None:
            lower = enumerate(map(str.lower, self._lines), 1)
            self._ends = [number for number, line in lower if "</table" in line]
        at = bisect_right(self._ends, start)
        return self._ends[at] if at < len(self._ends) else start


def _line(token: Token) -> int:
    """Return the line on which a token begins; closing tokens have none."""
    return token.map[0] + 1 if token.map else 0


def _into(bullet: Bullet, pieces: Pieces) -> None:
    if pieces and bullet.pieces:
        bullet.pieces.append(BREAK)
    bullet.pieces += pieces
