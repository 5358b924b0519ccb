"""Text as a row of pieces, and the blocks that hold it; words of Markdown become pieces here.

Owns markdown-it-py and all that is particular to it, except the blocks' order (``tree``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

DEEPEST = 40
"""Elements within elements that are followed; a list needs five."""


class Piece(NamedTuple):
    """A stretch of text in one dress; ``url`` where it is a link, ``badge`` where it is a picture.

    A piece whose text is a line feed is a line break.
    """

    text: str
    url: str = ""
    bold: bool = False
    italic: bool = False
    code: bool = False
    badge: bool = False


BREAK = Piece("\n")
Pieces = list[Piece]


class Heading(NamedTuple):
    """A heading, or at level 7 the line above what can be unfolded (``<summary>``)."""

    level: int
    pieces: Pieces
    line: int


class Unfolded(NamedTuple):
    """The end of what can be unfolded."""

    line: int


class Paragraph(NamedTuple):
    """Running text."""

    pieces: Pieces
    line: int


@dataclass(slots=True)
class Bullet:
    """An item of a list with the items below it."""

    line: int
    pieces: Pieces = field(default_factory=list)
    below: list["Bullet"] = field(default_factory=list)


class Bullets(NamedTuple):
    """A list."""

    items: list[Bullet]
    line: int


class Row(NamedTuple):
    """A row of a table."""

    cells: list[Pieces]
    line: int


class Table(NamedTuple):
    """A table; ``header`` is empty where it has none."""

    header: list[Pieces]
    rows: list[Row]
    line: int


Block = Heading | Unfolded | Paragraph | Bullets | Table


def text_of(pieces: Iterable[Piece]) -> str:
    """Return the text of all pieces but badges."""
    return "".join(piece.text for piece in pieces if not piece.badge)


def inline(text: str) -> Pieces:
    """Return one line of Markdown as pieces."""
    tokens = parser().parseInline(text)
    return pieces_of(tokens[0].children or []) if tokens else []


@cache
def parser() -> MarkdownIt:
    """Return the parser of Markdown with tables."""
    return MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable(["table", "strikethrough"])


class Dress:
    """What the tokens that are open say of the text within them."""

    def __init__(self) -> None:
        self.url = ""
        self.open: dict[str, int] = {}
        self.linked: Pieces = []

    def changed(self, kind: str, by: int) -> None:
        """Open or close a dress."""
        self.open[kind] = max(0, self.open.get(kind, 0) + by)

    def piece(self, text: str, *, code: bool = False, badge: bool = False) -> Piece:
        """Return text in the dress that it wears."""
        bold, italic = (bool(self.open.get(kind)) for kind in ("strong", "em"))
        return Piece(text, "", bold, italic, code, badge)


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


def close_link(dress: Dress, out: Pieces) -> None:
    """Put what was linked into one piece; a link around pictures alone is a badge."""
    if not dress.url:
        return
    words = " ".join("".join(p.text for p in dress.linked if not p.badge).split())
    shown = words or " ".join(p.text for p in dress.linked if p.badge)
    bold = any(piece.bold for piece in dress.linked)
    italic = any(piece.italic for piece in dress.linked)
    code = any(piece.code for piece in dress.linked)
    out.append(Piece(shown, dress.url, bold, italic, code, badge=not words))
    dress.url = ""


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


def merged(pieces: Pieces) -> Pieces:
    """Put neighbours in the same dress together; pictures outside links say nothing."""
    out: Pieces = []
    texts: list[str] = []
    for piece in [*(p for p in pieces if p.url or not p.badge), BREAK]:
        alike = bool(out) and not piece.url and piece != BREAK and out[-1] != BREAK
        if alike and out[-1]._replace(text="") == piece._replace(text=""):
            texts.append(piece.text)
            continue
        if texts:
            out[-1] = out[-1]._replace(text="".join(texts))
        out.append(piece)
        texts = [piece.text]
    return out[:-1]
