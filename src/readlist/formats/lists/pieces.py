"""Text as a row of pieces, and the blocks that hold it, whatever they were written in.

Owned by no syntax: Markdown, HTML and Org are turned into these.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

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

    level: float
    pieces: Pieces
    line: int


class Work(NamedTuple):
    """A heading with what its syntax says of a paper: a keyword, a priority, tags, properties.

    Names of properties are in small letters; ``closed`` is the date on which it was done.
    """

    level: float
    pieces: Pieces
    line: int
    properties: Mapping[str, str]
    status: str = ""
    priority: str = ""
    tags: tuple[str, ...] = ()
    closed: str = ""


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


Block = Heading | Work | Unfolded | Paragraph | Bullets | Table


def text_of(pieces: Iterable[Piece]) -> str:
    """Return the text of all pieces but badges."""
    return "".join(piece.text for piece in pieces if not piece.badge)


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


def heading_or_paragraph(pieces: Pieces, line: int) -> Block:
    """Return a heading also for ``#Heading``, as the first Markdown and many curators write it."""
    marks = re.match(r"#{1,6}(?=[^\s#])", pieces[0].text) if pieces else None
    if not marks or BREAK in pieces or pieces[0].url:
        return Paragraph(pieces, line)
    first = pieces[0]._replace(text=pieces[0].text[marks.end() :])
    return Heading(marks.end(), [first, *pieces[1:]], line)


def lines_of(pieces: Pieces) -> list[Pieces]:
    """Part pieces at their line breaks."""
    lines: list[Pieces] = [[]]
    for piece in pieces:
        if piece == BREAK:
            lines.append([])
        else:
            lines[-1].append(piece)
    return [line for line in lines if any(piece.text.strip() for piece in line)]
