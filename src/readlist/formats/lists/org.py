"""An Org document as a stream of blocks, line by line (Org manual; Org syntax at orgmode.org).

Own reader: orgparse reads headings and their properties alone and gives the text below them
without the addresses of its links; lists, tables and links would still be left to us.
"""

import re
from collections.abc import Iterable, Iterator

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
    Work,
    close_link,
    merged,
)

_HEADING = re.compile(r"(\*{1,50})[ \t]+(.*)")
_PRIORITY = re.compile(r"\[#([A-Za-z0-9]{1,2})\]\s*")
_TAGS = re.compile(r"(?:^|\s)(:[\w@#%:]{1,500}:)\s*$")
_COOKIE = re.compile(r"\s*\[(?:\d{0,5}/\d{0,5}|\d{0,3}%)\]\s*$")
_DRAWER = re.compile(r"\s*:([\w-]{1,60}):\s*$")
_PROPERTY = re.compile(r"\s*:([\w@#%.-]{1,60}?)\+?:(?:\s+(.*))?$")
_KEYWORD = re.compile(r"\s*#\+([A-Za-z_]{1,40})(?:\[[^\]]{0,100}\])?:\s*(.*)")
_BEGIN = re.compile(r"(?i)\s*#\+begin_([\w-]{1,40})")
_END = re.compile(r"(?i)\s*#\+end_")
_KEPT = frozenset("quote center verse abstract note summary details".split())  # noqa: SIM905
_LEFT_OUT = re.compile(r"\s*(?:#(?:\s|$|\+)|:(?:\s|$)|-{5,}\s*$|CLOCK:)")
_PLANNED = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED):\s")
_CLOSED = re.compile(r"CLOSED:\s*[\[<](\d{4}-\d\d-\d\d)")
_ITEM = re.compile(
    r"(\s*)(?:[-+]|\d{1,5}[.)]|[A-Za-z][.)]|(?<=\s)\*)(?:\s+|$)(?:\[@\w{1,6}\]\s*)?(.*)"
)
_TERM = re.compile(r"(.{1,300}?)\s+::(?:\s+|$)")
_CELL = re.compile(r"(?:\[\[.{0,4000}?\]\]|[^|])*+")
_STATES = frozenset(
    "TODO DONE NEXT STARTED INPROGRESS IN-PROGRESS IN_PROGRESS DOING READING WAITING WAIT HOLD "  # noqa: SIM905
    "SOMEDAY LATER CANCELLED CANCELED DROPPED KILL TOREAD TO-READ SKIMMED UNREAD STRT PROJ".split()
)
_FOOTNOTE = re.compile(r"\[fn:([^\[\]]{1,60})\]")
_DEEPEST = 40
_LEVELS = 12
"""Org has any number of levels, Markdown six: all of Org's lie between the first and the others."""


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of a document; comments, code, drawers and settings are left out."""
    return _Reader(lines).blocks()


class _Reader:
    """Gathers lines into blocks; a heading waits for the properties below it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self._text: list[str] = []
        self._start = 0
        self._items: list[tuple[int, Bullet, list[str]]] = []
        self._list: list[Bullet] = []
        self._rows: list[tuple[int, str]] = []
        self._head: Work | None = None
        self._title = ""
        self._tags: tuple[str, ...] = ()
        self._states: dict[str, str] = {}
        self._hidden = 0
        self._drawer = self._block = ""

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks from the beginning to the end."""
        self._head = Work(0, [], 1, {})
        for number, raw in enumerate(self._lines, 1):
            line = raw.rstrip().removeprefix("\ufeff") if number == 1 else raw.rstrip()
            if match := _HEADING.match(line):
                yield from self._flushed()
                self._drawer = self._block = ""
                self._heading(match, number)
            elif not self._is_out(line):
                yield from self._line(line, number)
        yield from self._flushed()

    def _flushed(self) -> Iterator[Block]:
        """Yield what is gathered: the heading first, then text, list or table."""
        if head := self._head:
            self._head = None
            yield from self._headed(head)
        if self._text:
            text = " ".join(self._text)
            self._text = []
            yield Paragraph(inline(text), self._start)
        if self._list:
            for _, bullet, rows in self._items:
                bullet.pieces = _item_pieces(rows)
            found, self._list, self._items = self._list, [], []
            yield Bullets(found, found[0].line)
        if self._rows:
            table, self._rows = _table(self._rows), []
            yield table

    def _headed(self, head: Work) -> Iterator[Block]:
        """Yield a heading; the title of the file stands above all others."""
        if head.level == 0:
            if self._title:
                work = head._replace(pieces=inline(self._title), level=1, tags=self._tags)
                yield work if work.properties else Heading(1, work.pieces, 1)
            return
        said = head.properties or head.status or head.priority or head.tags
        plain = not said and not any(piece.url for piece in head.pieces)
        yield Heading(head.level, head.pieces, head.line) if plain else head

    # Headings

    def _heading(self, match: re.Match[str], number: int) -> None:
        level, text = len(match[1]), match[2].strip()
        if self._hidden and level > self._hidden:
            return
        state, _, rest = text.partition(" ")
        known = state in self._states or state in _STATES
        text = rest.strip() if known else text
        priority = _PRIORITY.match(text)
        text = text[priority.end() :] if priority else text
        self._hidden = level if re.match(r"COMMENT(?:\s|$)", text) else 0
        if self._hidden:
            return
        tags = _TAGS.search(text)
        text = text[: tags.start()] if tags else text
        self._head = Work(
            1 + level / _LEVELS, inline(_COOKIE.sub("", text)), number, {},
            status=self._states.get(state, state) if known else "",
            priority=priority[1].upper() if priority else "",
            tags=tuple(filter(None, tags[1].split(":"))) if tags else (),
        )  # fmt: skip

    # What stands around the text

    def _is_out(self, line: str) -> bool:
        """Say whether a line is no text: of a drawer, a block of code, a comment, a setting."""
        if self._hidden:
            return True
        if self._block:
            if _END.match(line):
                self._block = ""
            return True
        if self._drawer:
            self._in_drawer(line)
            return True
        if match := _DRAWER.match(line):
            self._drawer = match[1].lower()
            return True
        if _PLANNED.match(line) and self._head:
            closed = _CLOSED.search(line)
            self._head = self._head._replace(closed=closed[1]) if closed else self._head
            return True
        return self._is_setting(line)

    def _is_setting(self, line: str) -> bool:
        if match := _BEGIN.match(line):
            self._block = "" if match[1].lower() in _KEPT else match[1]
            return True
        if match := _KEYWORD.match(line):
            self._setting(match[1].lower(), match[2].strip())
            return True
        return bool(_LEFT_OUT.match(line))

    def _setting(self, name: str, value: str) -> None:
        if name == "title":
            self._title = f"{self._title} {value}".strip()[:2_000]
        elif name == "filetags":
            self._tags = tuple(filter(None, re.split(r"[:\s]+", value)))[:50]
        elif name in ("todo", "seq_todo", "typ_todo"):
            open_words, _, done = value.partition("|")
            words = re.findall(r"([\w-]{1,30})(?:\([^)]{0,10}\))?", open_words)[:50]
            self._states |= {word: word if word in _STATES else f"{word} TODO" for word in words}
            words = re.findall(r"([\w-]{1,30})(?:\([^)]{0,10}\))?", done)[:50]
            self._states |= {word: word if word in _STATES else f"{word} DONE" for word in words}

    def _in_drawer(self, line: str) -> None:
        if line.strip().upper() == ":END:":
            self._drawer = ""
        elif self._drawer == "properties" and self._head and (match := _PROPERTY.match(line)):
            name, value = match[1].lower().replace("-", "_"), (match[2] or "").strip()
            before = self._head.properties.get(name, "")
            if len(self._head.properties) < 200:
                said = {**self._head.properties, name: f"{before} {value}".strip()}
                self._head = self._head._replace(properties=said)

    # Text, lists and tables

    def _line(self, line: str, number: int) -> Iterator[Block]:
        if not line.strip():
            if self._text or self._rows:
                yield from self._flushed()
            return
        if line.lstrip().startswith("|"):
            if self._text or self._list:
                yield from self._flushed()
            self._rows.append((number, line.strip()))
            return
        if _FOOTNOTE.match(line):
            yield from self._flushed()
            line = _FOOTNOTE.sub(r"[^\1]", line)
        yield from self._words(line, number)

    def _words(self, line: str, number: int) -> Iterator[Block]:
        """Read an item, or words that go on with the item or the paragraph above."""
        indent = len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())
        item = _ITEM.match(line)
        if item and not (self._text and not self._list and line[0].isalnum()):
            if self._text or self._rows:
                yield from self._flushed()
            self._item(indent, item[2], number)
        elif self._items and indent > self._items[0][0]:
            while len(self._items) > 1 and self._items[-1][0] >= indent:
                self._close()
            self._items[-1][2].append(line.strip())
        else:
            if self._list or self._rows:
                yield from self._flushed()
            self._start = self._start if self._text else number
            self._text.append(line.strip())

    def _item(self, indent: int, text: str, number: int) -> None:
        while self._items and (self._items[-1][0] >= indent or len(self._items) > _DEEPEST):
            self._close()
        bullet = Bullet(number)
        (self._items[-1][1].below if self._items else self._list).append(bullet)
        self._items.append((indent, bullet, [text]))

    def _close(self) -> None:
        _, bullet, rows = self._items.pop()
        bullet.pieces = _item_pieces(rows)


def _item_pieces(rows: list[str]) -> Pieces:
    """Return the words of an item; the term of a description stands before a colon."""
    text = " ".join(rows)
    return inline(_TERM.sub(r"\1: ", text, count=1) if "::" in text[:320] else text)


def _table(rows: list[tuple[int, str]]) -> Table:
    """Return a table; the rows above its first line are its header."""
    ruled = [at for at, (_, row) in enumerate(rows) if row.startswith("|-")]
    first = next((at for at in ruled if at), 0)
    header: list[Pieces] = _cells(rows[first - 1][1]) if first else []
    read = [
        Row(_cells(row), number)
        for at, (number, row) in enumerate(rows)
        if not row.startswith("|-") and not (first and at < first)
    ]
    return Table(header, read, rows[0][0])


def _cells(row: str) -> list[Pieces]:
    cells = [match[0] for match in _CELL.finditer(row.strip("|")) if match[0]]
    return [inline(cell.strip()) for cell in cells[:200]]


_DEEPEST_DRESS = 4
_INLINE = re.compile(
    r"\[\[(?P<url>(?:[^\]\[\\\n]|\\.){1,2000}+)\](?:\[(?P<words>(?:[^\]\n]|\](?!\])){0,2000}+)\])?\]"
    r"|<(?P<angle>https?://[^<>\s]{1,2000})>"
    r"|(?P<bare>https?://[^\s<>\"\[\]]{1,2000}|\[\d{1,3}\]:)"
    r"|(?P<gone>\[fn:[^\]\[]{0,300}\]|@@[a-z]{1,10}:[^@\n]{0,300}@@|<\d{4}-\d\d-\d\d[^<>\n]{0,40}>"
    r"|<<<?[^<>\n]{1,200}>>>?|\{\{\{[^{}\n]{0,300}\}\}\})"
    r"|(?P<break>\\\\(?=\s*$|\s))"
    r"|(?<![^\s(\[{'\"“,.:;|—–-])(?P<mark>[*/_=~+])(?=\S)(?P<body>[^\n]{0,600}?[^\s])(?P=mark)"
    r"(?![^\s.,:!?;'\")}\]|—–…-])"
)
_PICTURE = re.compile(
    r"(?i)(?:file:|https?://|\./)\S{1,1000}(?:\.(?:png|jpe?g|gif|svg|webp)|badge\S*)$"
)
_WEB = re.compile(r"(?i)https?://|doi:|arxiv:|www\.|//")
_ENTITIES = {
    r"\vert": "|",
    r"\ast": "*",
    r"\slash": "/",
    r"\under": "_",
    r"\amp": "&",
    r"\ndash": "–",
}
_ENTITY = re.compile(r"(\\(?:vert|ast|slash|under|amp|ndash))(?:\{\}|(?![A-Za-z]))")


def inline(text: str, dress: Piece | None = None, depth: int = 0) -> Pieces:
    """Return one paragraph, its lines joined, as pieces."""
    dress = dress or Piece("")
    out: Pieces = []
    at = 0
    for match in _INLINE.finditer(text):
        out.append(dress._replace(text=_plain(text[at : match.start()])))
        out += _read(match, dress, depth)
        at = match.end()
    out.append(dress._replace(text=_plain(text[at:])))
    return merged([piece for piece in out if piece.text or piece.url])


def _read(match: re.Match[str], dress: Piece, depth: int) -> Pieces:
    if match["url"] is not None:
        return _link(match["url"], match["words"], dress, depth)
    if match["angle"]:
        return [Piece(match["angle"], match["angle"])]
    if match["bare"]:
        return [dress._replace(text=match["bare"])]
    if not match["mark"]:
        return [BREAK] if match["break"] else []
    return _dressed(match["mark"], match["body"], dress, depth)


def _dressed(mark: str, body: str, dress: Piece, depth: int) -> Pieces:
    if mark in "=~":
        return [dress._replace(text=body, code=True)]
    inner = dress._replace(bold=dress.bold or mark == "*", italic=dress.italic or mark == "/")
    return inline(body, inner, depth + 1) if depth < _DEEPEST_DRESS else [inner._replace(text=body)]


def _link(url: str, words: str | None, dress: Piece, depth: int) -> Pieces:
    url = re.sub(r"\\(.)", r"\1", url).strip()
    url = re.sub(r"(?i)^doi:\s*", "https://doi.org/", url)
    url = re.sub(r"(?i)^arxiv:\s*", "https://arxiv.org/abs/", url)
    if words is None:
        if _PICTURE.match(url):
            return [dress._replace(text=url, badge=True)]
        return [Piece(url, url)] if _WEB.match(url) else [dress._replace(text=url)]
    if _PICTURE.match(words.strip()):
        return [Piece(re.split("[/.]", words)[-2], url, badge=True)]
    link, out = Dress(), list[Piece]()
    link.url = url if _WEB.match(url) else f"#{url}"
    link.linked = inline(words, dress, depth + 1) if depth < _DEEPEST_DRESS else [Piece(words)]
    close_link(link, out)
    return out


def _plain(text: str) -> str:
    return _ENTITY.sub(lambda match: _ENTITIES[match[1]], text) if "\\" in text else text
