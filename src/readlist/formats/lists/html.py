"""HTML as blocks: headings, paragraphs, lists and tables, and the words in them.

Owns the parser, selectolax: which elements are blocks, which are hidden, on which line each is.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readlist.formats.lists.pieces import (
    BREAK,
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
    heading_or_paragraph,
    merged,
)

DEEPEST = 80
"""Elements within elements that are followed; pages of frameworks nest 30 deep."""
LINE = "data-source-line"
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,30})(?=[\s>/])")
_NUMBERED = frozenset(
    "h1 h2 h3 h4 h5 h6 p li tr table ul ol dl dt dd summary details div article section pre".split()  # noqa: SIM905
)
_SELF_CLOSING = frozenset(
    "p li tr td th dt dd option a br img hr input meta link area base col embed source track wbr "  # noqa: SIM905
    "tbody thead tfoot path circle rect use".split()
)
"""Elements without an end tag, or whose end tag people leave out: their depth cannot be counted."""
_DEEPEST_OPEN = 400
LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 7}
LISTS = ("ul", "ol", "menu")
BOXES = frozenset(
    "p div center details section article main blockquote body td th dl dd dt li header "  # noqa: SIM905
    "figure figcaption form fieldset hgroup tbody".split()
)
_BLOCKS = "p, div, ul, ol, table, h1, h2, h3, h4, h5, h6, dl, details"
UNSEEN = frozenset(
    "script style template noscript nav footer aside svg button select textarea iframe object "  # noqa: SIM905
    "-comment head title canvas audio video input".split()
)
_CALLED_TITLE = re.compile(r"(?i)(?:^|[\s_-])(?:paper|pub|publication|list)?[_-]?title(?:\s|$)")
MOST_COLUMNS = 60


def body_of(html: str, line: int = 1) -> LexborNode | None:
    """Return the body of HTML that begins on a line; its blocks know the lines they are on.

    selectolax does not tell where it found an element, so its start tag is told before.
    """
    prepared = _Tags()
    rows = (
        _TAG.sub(partial(prepared.tag, number), row) if "<" in row else row
        for number, row in enumerate(html.split("\n"), line)
    )
    return LexborHTMLParser("\n".join(rows)).body


class _Tags:
    """Numbers the start tags of blocks, and drops those of elements too deep for a page.

    The parser takes time that is quadratic in the depth: 300,000 ``<div>`` keep it for minutes.
    """

    def __init__(self) -> None:
        self._open = 0

    def tag(self, number: int, match: re.Match[str]) -> str:
        """Return the beginning of a tag as the parser gets it."""
        name = match[2].lower()
        if name not in _SELF_CLOSING:
            self._open = max(0, self._open + (-1 if match[1] else 1))
            if self._open > _DEEPEST_OPEN and not match[1]:
                return "<br "
        return f"{match[0]} {LINE}={number} " if name in _NUMBERED and not match[1] else match[0]


def is_block(node: LexborNode, name: str) -> bool:
    """Say whether an element stands apart from the words around it."""
    if name in LEVELS or name in BOXES or name in (*LISTS, "table", "dl", "pre"):
        return True
    if name in ("-text", "a", "br", "img"):
        return False
    return bool(node.child) and node.css_first(_BLOCKS) is not None


def is_hidden(node: LexborNode) -> bool:
    """Say whether a page keeps an element from the eye."""
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and "display:none" in str(style)[:500].replace(" ", "").lower()


def is_title(node: LexborNode, name: str) -> bool:
    """Say whether a page calls an element the title of a paper, as pages of publications do."""
    if name not in ("div", "span", "p", "papertitle"):
        return False
    return name == "papertitle" or bool(
        _CALLED_TITLE.search(str(node.attributes.get("class") or ""))
    )


def lists_in(node: LexborNode, depth: int) -> Iterator[LexborNode]:
    """Yield the lists in an item that stand in no other list."""
    for child in node.iter(include_text=False):
        if child.tag in LISTS:
            yield child
        elif depth < DEEPEST and child.tag not in UNSEEN:
            yield from lists_in(child, depth + 1)


def rows_of(table: LexborNode, depth: int) -> Iterator[LexborNode]:
    """Yield the rows of a table, not those of tables within it."""
    for child in table.iter(include_text=False):
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot") and depth < DEEPEST:
            yield from rows_of(child, depth + 1)


def terms_of(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the terms of a list and what is said of them; a ``<div>`` may group them."""
    for child in node.iter(include_text=False):
        if child.tag in ("dt", "dd"):
            yield child
        elif child.tag == "div":
            yield from (n for n in child.iter(include_text=False) if n.tag in ("dt", "dd"))


def cells_of(row: LexborNode) -> list[LexborNode]:
    """Return the cells of a row."""
    return [n for n in row.iter(include_text=False) if n.tag in ("td", "th")]


def is_layout(table: LexborNode, rows: list[LexborNode]) -> bool:
    """Say whether a table is there to lay out the page: with headings, tables or lists in it."""
    if table.attributes.get("role") == "presentation":
        return True
    if any(cell.tag == "th" for row in rows[:3] for cell in cells_of(row)):
        return False
    return len(rows) < 5 and any(
        cell.css_first("table, h1, h2, h3, li:nth-child(3)")
        for row in rows
        for cell in cells_of(row)
    )


def span(cell: LexborNode, name: str) -> int:
    """Return over how many rows or columns a cell reaches."""
    number = str(cell.attributes.get(name) or "1").strip()
    valid = number.isdecimal() and len(number) < 5
    return min(max(int(number), 1), MOST_COLUMNS if name == "colspan" else 5_000) if valid else 1


Inline = Callable[[str], Pieces]
"""Reads Markdown in the words of HTML, as it stands in the tables of READMEs."""

_CLOSED = re.compile(r"(?i)\s{0,100}</details\s{0,10}>")
_ANCHORS = frozenset("# ¶ § 🔗 permalink link ⚓".split())  # noqa: SIM905


def html_blocks(html: str, line: int, inline: Inline) -> Iterator[Block]:
    """Yield the blocks of HTML within Markdown; a part that unfolds may begin in an earlier one."""
    while closed := _CLOSED.match(html):
        yield Unfolded(line)
        line += closed[0].count("\n")
        html = html[closed.end() :]
    if body := body_of(html, line):
        yield from HtmlReader(line, inline).blocks(body)
    lower = html.lower()
    if lower.rfind("</details") > lower.rfind("<details"):
        yield Unfolded(line)


def html_pieces(html: str, inline: Inline) -> Pieces:
    """Return the words of HTML within an item of Markdown."""
    body = body_of(html)
    return HtmlReader(0, inline).pieces(body, 0) if body else []


class HtmlReader:
    """Turns the nodes of HTML into blocks.

    ``inline`` is given where the HTML stands in Markdown; ``breaks`` says that a line feed in the
    words is the author's, ``code`` that listings are wanted as well.
    """

    def __init__(
        self, line: int, inline: Inline | None = None, *, breaks: bool = False, code: bool = False
    ) -> None:
        self._line = line
        self._inline = inline
        self._breaks = breaks
        self._code = code
        self.cut = 0
        """The line of the first words that stand too deep to be read; 0 where none do."""

    def blocks(self, parent: LexborNode, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks in a node; words that stand free between blocks are a paragraph."""
        loose: Pieces = []
        for node in parent.iter(include_text=True):
            name = node.tag or ""
            if name in UNSEEN or (name != "-text" and is_hidden(node)):
                continue
            if not is_block(node, name):
                loose += self._words(node, Piece(""), depth, nested=True)
                continue
            yield from self._paragraph(loose)
            loose = []
            self._enter(node)
            if depth < DEEPEST:
                yield from self._block(node, name, depth)
            else:
                self._leave_out(node)
        yield from self._paragraph(loose)

    def _leave_out(self, node: LexborNode) -> None:
        if not self.cut and node.text(strip=True):
            self.cut = self._line

    def _enter(self, node: LexborNode) -> int:
        number = node.attributes.get(LINE) or ""
        self._line = int(number) if number.isdecimal() and len(number) < 10 else self._line
        return self._line

    def _block(self, node: LexborNode, name: str, depth: int) -> Iterator[Block]:
        if name in LEVELS:
            yield Heading(LEVELS[name], self.pieces(node, depth, nested=True), self._line)
        elif name == "table":
            yield from self._table(node, depth)
        elif name in LISTS:
            yield Bullets(self._items(node, depth), self._line)
        elif name == "dl":
            yield from self._definitions(node, depth)
        elif name == "pre":
            yield from self._listing(node)
        else:
            yield from self.blocks(node, depth + 1)
            if name == "details" and self._inline is None:
                yield Unfolded(self._line)

    def _paragraph(self, pieces: Pieces) -> Iterator[Block]:
        if any(piece.url or piece.text.strip() for piece in pieces):
            yield heading_or_paragraph(_trimmed(merged(pieces)), self._line)

    def _listing(self, node: LexborNode) -> Iterator[Block]:
        text = (node.text() if self._code else "").strip("\n")
        rows = [[Piece(row, code=True), BREAK] for row in text.split("\n") if row.strip()]
        if rows:
            yield Paragraph([piece for row in rows for piece in row][:-1], self._line)

    # Lists

    def _items(self, node: LexborNode, depth: int) -> list[Bullet]:
        items: list[Bullet] = []
        for child in node.iter(include_text=False):
            if is_hidden(child):
                continue
            if depth >= DEEPEST:
                self._leave_out(child)
                continue
            if child.tag in LISTS:  # a list directly in a list, as old editors write it
                below = self._items(child, depth + 1)
                items[-1:] = [_with(items[-1], below)] if items else below
            elif child.tag == "li":
                line = self._enter(child)
                bullet = Bullet(line, self.pieces(child, depth))
                bullet.below = [
                    b for n in lists_in(child, depth) for b in self._items(n, depth + 1)
                ]
                items.append(bullet)
        return items

    def _definitions(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """Read terms with what is said of them: items, and what stands below them."""
        items: list[Bullet] = []
        for child in terms_of(node):
            line = self._enter(child)
            pieces = self.pieces(child, depth, nested=True)
            if child.tag == "dt" or not items:
                items.append(Bullet(line, pieces))
            elif any(piece.text.strip() and not piece.url for piece in items[-1].pieces) and not (
                any(piece.url for piece in items[-1].pieces)
            ):
                items[-1].below.append(Bullet(line, pieces))
            else:
                items[-1].pieces = [*pieces, BREAK, *items[-1].pieces]
        yield Bullets(items, self._line)

    # Tables

    def _table(self, node: LexborNode, depth: int) -> Iterator[Block]:
        """Yield a table, or the blocks in its cells where it only lays out the page."""
        rows = list(rows_of(node, depth))
        if is_layout(node, rows):
            for row in rows:
                for cell in cells_of(row):
                    self._enter(row)
                    yield from self.blocks(cell, depth + 1)
            return
        line = self._line
        header: list[Pieces] = []
        read: list[Row] = []
        spans: dict[int, tuple[int, Pieces]] = {}
        for row in rows:
            cells = cells_of(row)
            number = self._enter(row)
            pieces = self._spanned(cells, spans, depth)
            if not header and not read and cells and all(n.tag == "th" for n in cells):
                header = pieces
            elif cells:
                read.append(Row(pieces, number))
        yield Table(header, read, line)

    def _spanned(
        self, cells: list[LexborNode], spans: dict[int, tuple[int, Pieces]], depth: int
    ) -> list[Pieces]:
        """Return the cells of a row, with those that reach into it from the rows above.

        What reaches down is said of each row, but a title with its link only of the first.
        """
        row: list[Pieces] = []
        for cell in cells:
            self._from_above(row, spans)
            pieces = self.pieces(cell, depth, nested=True)
            down, across = span(cell, "rowspan"), span(cell, "colspan")
            if down > 1:
                kept = [] if any(piece.url for piece in pieces) else pieces
                spans[len(row)] = (down - 1, kept)
            row += [pieces, *([] for _ in range(across - 1))]
            if len(row) > MOST_COLUMNS:
                break
        self._from_above(row, spans)
        return row

    def _from_above(self, row: list[Pieces], spans: dict[int, tuple[int, Pieces]]) -> None:
        while len(row) in spans and len(row) <= MOST_COLUMNS:
            left, pieces = spans.pop(len(row))
            if left > 1:
                spans[len(row)] = (left - 1, pieces)
            row.append(pieces)

    # Words

    def pieces(self, node: LexborNode, depth: int, *, nested: bool = False) -> Pieces:
        """Return the words in a node; those of lists within it only where ``nested``."""
        found: Pieces = []
        bold = Piece("", bold=node.tag == "th")
        for child in node.iter(include_text=True):
            found += self._words(child, bold, depth, nested=nested)
        return _trimmed(merged(found))

    def _words(self, node: LexborNode, dress: Piece, depth: int, *, nested: bool) -> Pieces:
        """Return the words of a node and of all below it."""
        name = node.tag or ""
        if name in ("-text", "br", "img"):
            return self._word(node, name, dress)
        unseen = name in UNSEEN or (name in LISTS and not nested)
        if unseen or (name == "pre" and not self._code) or is_hidden(node):
            return []
        if depth > DEEPEST:
            self._leave_out(node)
            return []
        inner = dress._replace(
            bold=dress.bold or name in ("b", "strong", "th") or is_title(node, name),
            italic=dress.italic or name in ("i", "em", "cite"),
            code=dress.code or name in ("code", "kbd", "tt"),
        )
        found: Pieces = []
        for child in node.iter(include_text=True):
            found += self._words(child, inner, depth + 1, nested=nested)
        if name == "a" and node.attributes.get("href"):
            return _linked(str(node.attributes["href"]), found)
        if name in BOXES or name in LEVELS or name in ("tr", *LISTS):
            return [BREAK, *found, BREAK]
        return found

    def _word(self, node: LexborNode, name: str, dress: Piece) -> Pieces:
        if name == "br":
            return [BREAK]
        if name == "img":
            return [dress._replace(text=str(node.attributes.get("alt") or ""), badge=True)]
        return self._text(node.text_content or "", dress)

    def _text(self, text: str, dress: Piece) -> Pieces:
        """Return the words of a text node; in an HTML table people write Markdown links too."""
        if self._inline and "](" in text and not dress.url:
            return self._inline(" ".join(text.split()))
        start, end = _ends(text)
        rows = [row.strip() for row in text.strip().split("\n")]
        if not self._breaks or len(rows) < 2:
            return [dress._replace(text=" ".join(filter(None, rows)).join((start, end)))]
        pieces = [piece for row in rows for piece in (BREAK, dress._replace(text=row))][1:]
        return [dress._replace(text=start), *pieces, dress._replace(text=end)]


def _linked(url: str, found: Pieces) -> Pieces:
    """Return what was linked as one piece; the sign beside a heading that links to it is none."""
    words = "".join(piece.text for piece in found).strip()
    pictured = any(piece.badge for piece in found) and not url.startswith("#")
    if (
        (url.startswith("#") or not words)
        and (words.lower() in _ANCHORS or not words)
        and not pictured
    ):
        return [piece for piece in found if not words]
    link, out = Dress(), list[Piece]()
    link.url, link.linked = url.strip() or "#", found
    close_link(link, out)
    return out


def _with(bullet: Bullet, below: list[Bullet]) -> Bullet:
    bullet.below += below
    return bullet


def _trimmed(pieces: Pieces) -> Pieces:
    """Return pieces without empty lines, and without blanks around a line break."""
    out: Pieces = []
    for piece in pieces:
        if piece == BREAK:
            while out and not out[-1].url and not out[-1].text.strip():
                out.pop()
            if out:
                out.append(BREAK)
        elif not out or out[-1] == BREAK:
            bare = piece if piece.url else piece._replace(text=piece.text.lstrip())
            out += [bare] if bare.url or bare.text else []
        else:
            out.append(piece)
    while out and not out[-1].url and not out[-1].text.strip():
        out.pop()
    return out


def _ends(text: str) -> tuple[str, str]:
    """Return the blanks that a text begins and ends with, as one each."""
    if not text.strip():
        return (" ", "") if text else ("", "")
    return " " * text[0].isspace(), " " * text[-1].isspace()
