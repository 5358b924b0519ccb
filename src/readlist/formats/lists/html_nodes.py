"""The elements of a page: which are blocks, which are hidden, and the line that each is on.

Owns the parser, selectolax.
"""

import re
from collections.abc import Iterator
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

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
