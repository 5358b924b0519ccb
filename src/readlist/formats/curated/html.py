"""HTML in Markdown as blocks; owns selectolax and all that is particular to it."""

import re
from collections.abc import Iterator
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readlist.formats.curated.pieces import (
    BREAK,
    DEEPEST,
    Block,
    Bullet,
    Bullets,
    Dress,
    Heading,
    Paragraph,
    Piece,
    Pieces,
    Row,
    Table,
    Unfolded,
    close_link,
    inline,
    merged,
)


def body_of(html: str) -> LexborNode | None:
    """Return the body of a stretch of HTML."""
    return LexborHTMLParser(html).body


def html_blocks(html: str, line: int) -> Iterator[Block]:
    """Yield the blocks of a stretch of HTML that begins on a line."""
    body = body_of(html)
    if body is None:
        return
    starts = list(accumulate((len(row) + 1 for row in html.split("\n")), initial=0))
    yield from _Page(_lines_of(html, "tr", starts, line), line).blocks(body, 0)
    if "</details" in html.lower():
        yield Unfolded(line)


def _lines_of(html: str, tag: str, starts: list[int], line: int) -> Iterator[int]:
    """Yield the line of each start tag; selectolax does not know where it found a node."""
    row = 0
    for match in re.finditer(rf"(?i)<{tag}[\s>]", html):
        while row + 1 < len(starts) and starts[row + 1] <= match.start():
            row += 1
        yield line + row


_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 7}
_BOXES = frozenset("p div center details section article main blockquote body td dl dd dt".split())  # noqa: SIM905


class _Page:
    """Turns the nodes of a stretch of HTML into blocks."""

    def __init__(self, rows: Iterator[int], line: int) -> None:
        self._rows = rows
        self._line = line

    def blocks(self, parent: LexborNode, depth: int) -> Iterator[Block]:
        """Yield the blocks in a node; words that stand free between blocks are a paragraph."""
        loose: Pieces = []
        for node in parent.iter(include_text=True):
            name = node.tag or ""
            if name in _LEVELS or name in _BOXES or name in ("table", "ul", "ol"):
                yield from self._paragraph(loose)
                loose = []
                if depth < DEEPEST:
                    yield from self._block(node, name, depth)
            else:
                loose += _node_pieces(node, Piece(""), depth)
        yield from self._paragraph(loose)

    def _block(self, node: LexborNode, name: str, depth: int) -> Iterator[Block]:
        if name in _LEVELS:
            yield Heading(_LEVELS[name], merged(html_pieces(node, depth)), self._line)
        elif name == "table":
            yield self._table(node, depth)
        elif name in ("ul", "ol"):
            yield Bullets(self._items(node, depth), self._line)
        else:
            yield from self.blocks(node, depth + 1)

    def _paragraph(self, pieces: Pieces) -> Iterator[Block]:
        if any(piece.url or piece.text.strip() for piece in pieces):
            yield Paragraph(merged(pieces), self._line)

    def _items(self, node: LexborNode, depth: int) -> list[Bullet]:
        items: list[Bullet] = []
        for child in node.iter(include_text=False):
            if child.tag == "li" and depth < DEEPEST:
                inner = [n for n in child.iter(include_text=True) if n.tag in ("ul", "ol")]
                below = [item for n in inner for item in self._items(n, depth + 1)]
                items.append(Bullet(self._line, html_pieces(child, depth), below))
        return items

    def _table(self, node: LexborNode, depth: int) -> Table:
        rows: list[Row] = []
        header: list[Pieces] = []
        for row in node.css("tr"):
            cells = [n for n in row.iter(include_text=False) if n.tag in ("td", "th")]
            pieces = [html_pieces(cell, depth, nested=True) for cell in cells]
            line = next(self._rows, self._line)
            if not header and not rows and cells and all(n.tag == "th" for n in cells):
                header = pieces
            else:
                rows.append(Row(pieces, line))
        return Table(header, rows, self._line)


def html_pieces(node: LexborNode | None, depth: int, *, nested: bool = False) -> Pieces:
    """Return the words in a node; lists within it only where ``nested``."""
    pieces: Pieces = []
    for child in node.iter(include_text=True) if node else ():
        if nested or child.tag not in ("ul", "ol"):
            pieces += _node_pieces(child, Piece(""), depth)
    return merged(pieces)


def _node_pieces(node: LexborNode, dress: Piece, depth: int) -> Pieces:
    """Return the words of a node and of all below it."""
    name = node.tag or ""
    if name == "-text":
        return _words(node.text_content or "", dress)
    if name == "br":
        return [BREAK]
    if name == "img":
        return [dress._replace(text=str(node.attributes.get("alt") or ""), badge=True)]
    if depth > DEEPEST or name in ("script", "style", "-comment"):
        return []
    inner = dress._replace(
        bold=dress.bold or name in ("b", "strong", "th"),
        italic=dress.italic or name in ("i", "em"),
        code=dress.code or name == "code",
    )
    found = [p for n in node.iter(include_text=True) for p in _node_pieces(n, inner, depth + 1)]
    if name == "a" and node.attributes.get("href"):
        link = Dress()
        link.url, link.linked = str(node.attributes["href"]), found
        found = []
        close_link(link, found)
    elif name in ("li", "p", "div", "tr"):
        found = [BREAK, *found, BREAK]
    return found


def _words(text: str, dress: Piece) -> Pieces:
    """Return the words of a text node; in an HTML table people write Markdown links too."""
    if "](" not in text or dress.url:
        return [dress._replace(text=" ".join(text.split()).join(_ends(text)))]
    return inline(" ".join(text.split()))


def _ends(text: str) -> tuple[str, str]:
    """Return the blanks that a text begins and ends with, as one each."""
    if not text.strip():
        return (" ", "") if text else ("", "")
    return " " * text[0].isspace(), " " * text[-1].isspace()
