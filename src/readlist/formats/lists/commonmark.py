"""Markdown as a stream of blocks, and its words as pieces; owns markdown-it-py.

What a block means (a section, a paper, talk) is decided elsewhere.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from readlist.formats.lists.html import html_blocks, html_pieces
from readlist.formats.lists.pieces import (
    BREAK,
    DEEPEST,
    Block,
    Bullet,
    Bullets,
    Dress,
    Heading,
    Pieces,
    Row,
    Table,
    close_link,
    heading_or_paragraph,
    merged,
)
from readlist.text import TITLE_LIMIT, clean


def inline(text: str) -> Pieces:
    """Return one line of Markdown as pieces."""
    tokens = parser().parseInline(text)
    return pieces_of(tokens[0].children or []) if tokens else []


@cache
def parser() -> MarkdownIt:
    """Return the parser of Markdown with tables."""
    found = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    found.inline.ruler.before("link", "unclosed", _unclosed)
    whole = found.normalizeLink
    # Most addresses are as they should be; taking them apart costs a twentieth of all reading.
    found.normalizeLink = lambda url: url if _WHOLE.fullmatch(url) else whole(url)  # type: ignore[method-assign]
    return found


_WHOLE = re.compile(
    r"https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,8}"
    r"(?:/(?:[\w/.~:@=&+$,;!*()#?-]|%[0-9A-Fa-f]{2})*(?<![?#]))?",
    re.ASCII,
)


_MANY = 200


def _unclosed(state: StateInline, silent: bool) -> bool:
    """Take a bracket that is never closed for text: the parser looks far ahead from each."""
    at = state.pos + (state.src[state.pos] == "!")
    if state.src[at : at + 1] != "[":
        return False
    known, open_ones = state.env.get("open", ("", frozenset()))
    if known is not state.src:
        open_ones = _open(state.src)
        state.env["open"] = (state.src, open_ones)
    if at not in open_ones:
        return False
    if not silent:
        state.pending += state.src[state.pos : at + 1]
    state.pos = at + 1
    return True


def _open(text: str) -> frozenset[int]:
    """Return where the brackets stand that are never closed, where there are many."""
    if text.count("[") < _MANY:
        return frozenset()
    waiting: list[int] = []
    for found in re.finditer(r"\\.|[\[\]]", text):
        if found[0] == "[":
            waiting.append(found.start())
        elif found[0] == "]" and waiting:
            waiting.pop()
    return frozenset(waiting)


_DRESSES = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}


def pieces_of(tokens: list[Token]) -> Pieces:
    """Return the pieces of a row of inline tokens; what stands in a link is one piece."""
    out: Pieces = []
    dress = Dress()
    for token in tokens:
        target = dress.linked if dress.url else out
        name = token.type.partition("_")[0]
        if token.type in ("text", "text_special"):
            target.append(dress.piece(token.content))
        elif token.type == "code_inline":
            target.append(dress.piece(token.content, code=True))
        elif token.type == "image":
            target.append(dress.piece(token.content, badge=True))
        elif token.type in ("softbreak", "hardbreak"):
            target.append(BREAK)
        elif token.type == "link_open":
            _open_link(dress, str(token.attrGet("href") or ""))
        elif token.type == "link_close":
            close_link(dress, out)
        elif token.type == "html_inline":
            _tag(dress, token.content, out)
        elif name in _DRESSES:
            dress.changed(name, token.nesting)
    close_link(dress, out)
    return merged(out)


def _open_link(dress: Dress, url: str) -> None:
    dress.url, dress.linked = url or "#", []


def _tag(dress: Dress, html: str, out: Pieces) -> None:
    """Follow one tag among the words of a paragraph."""
    match = re.match(r"<(/?)([A-Za-z][A-Za-z0-9]*)", html)
    name = match[2].lower() if match else ""
    if name in _DRESSES and match:
        dress.changed(_DRESSES[name], -1 if match[1] else 1)
    elif name == "br":
        (dress.linked if dress.url else out).append(BREAK)
    elif name == "img":
        target = dress.linked if dress.url else out
        target.append(dress.piece(_attribute(html, "img", "alt"), badge=True))
    elif name == "a" and match:
        close_link(dress, out)
        if not match[1] and (url := _attribute(html, "a", "href")):
            _open_link(dress, url)


def _attribute(html: str, tag: str, name: str) -> str:
    node = LexborHTMLParser(html).css_first(tag)
    return str(node.attributes.get(name) or "") if node else ""


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown document; front matter and code are left out."""
    source = _without_front_matter(text)
    yield from _Reader(parser().parse(source), source).blocks()


def title(text: str) -> str:
    """Return what the front matter of a document calls it, nothing without any."""
    found = re.search(r"""(?m)^title\s*[:=]\s*(['"]?)(.+?)\1\s*$""", _front_matter(text))
    return clean(found[2], TITLE_LIMIT) if found else ""


def _front_matter(text: str) -> str:
    """Return the YAML or TOML at the beginning, with the line break before and behind it."""
    text = text.removeprefix("\ufeff")
    fence = text[:3]
    if fence not in ("---", "+++") or text[3:4] != "\n":
        return ""
    end = text.find(f"\n{fence}\n", 3, 20_000)
    matter = text[3:end]
    return f"{matter}\n" if end >= 0 and re.search(r"(?m)^\w[\w-]*\s*[:=]", matter) else ""


def _without_front_matter(text: str) -> str:
    """Blank out YAML or TOML at the beginning, so that lines keep their numbers."""
    text = text.removeprefix("\ufeff")
    matter = _front_matter(text)
    if not matter:
        return text
    return "\n" * (matter.count("\n") + 1) + text[len(matter) + 7 :]


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
