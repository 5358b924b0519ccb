"""Plain text as blocks: headings as people mark them without any syntax, items, wrapped lines.

An e-mail, a page saved as text, a file written by hand. What a block means is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readlist.formats.lists.entries import found_in
from readlist.formats.lists.pieces import (
    BREAK,
    Block,
    Bullet,
    Bullets,
    Heading,
    Piece,
    Pieces,
)
from readlist.formats.lists.programme import after_time
from readlist.formats.lists.reader import Reader
from readlist.model import Item, Record

_UNDERLINE = re.compile(r"\s*([=\-~*_^+])\1{2,}\s*$")
_WIKI = re.compile(r"\s*(={1,6})\s*([^=\s][^=\n]{0,200}?)\s*\1\s*$")
_MARK = re.compile(
    r"(\s*)(?:[-+•·–—▪◦o]|\*{1,4}|#{1,4}(?=\s)|\[\d{1,3}\]|\(?\d{1,3}[.)]{1,2}|\d{1,2}\.\d{1,2}\.?|\(?[a-z]\))\s+(?=\S)"
)
_WIKI_LINK = re.compile(r"\[{1,2}(https?://[^\s\]|]{1,2000})[ |]([^\]\n]{1,500})\]{1,2}")
_HEADED = re.compile(r"\d{3}|[.;]$|://|\bet al\b|\"|“")
_SAMPLE = 20
_LONGEST = 2_000
_SLOTS = 3


class _Line(NamedTuple):
    number: int
    text: str
    indent: int
    marked: bool


def blocks(lines: Iterable[str]) -> list[Block]:
    """Return the blocks of a document: every item, and every entry by itself, is a bullet."""
    return list(_Reader(lines).blocks())


class _Reader:
    """Goes through groups of lines that are parted by blank ones."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._groups: list[list[_Line]] = [[]]
        for number, raw in enumerate(lines, 1):
            text = raw.rstrip().removeprefix("\ufeff").expandtabs(4)
            if not text.strip():
                self._groups.append([])
                continue
            mark = None if after_time(text) else _MARK.match(text)
            bare = text[mark.end() :] if mark else text
            indent = len(text) - len(text.lstrip())
            self._groups[-1].append(_Line(number, bare.strip(), indent, mark is not None))
        self._groups = [group for group in self._groups if group]
        self._is_programme = self._mark_slots()
        self._items: list[Bullet] = []
        self._levels: list[str] = []
        self._each = self._is_each()

    def _mark_slots(self) -> bool:
        """Begin an item at each time of a programme; a note that tells one time is none."""
        timed = [line for group in self._groups for line in group if after_time(line.text)]
        if len(timed) < _SLOTS:
            return False
        self._groups = [
            [line._replace(marked=line.marked or after_time(line.text) > 0) for line in group]
            for group in self._groups
        ]
        return True

    def _is_each(self) -> bool:
        """Say whether lines without marks are entries each, or a whole group is one."""
        groups = [g for g in self._groups if len(g) > 1 and not any(line.marked for line in g)]
        flat = [line for group in groups for line in group if line.indent <= group[0].indent]
        sample = flat[:: max(1, len(flat) // _SAMPLE)]
        told = sum(_tells(line.text) for line in sample)
        return told * 2 > len(sample)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks from the beginning to the end."""
        for at, group in enumerate(self._groups):
            after = self._groups[at + 1] if at + 1 < len(self._groups) else []
            yield from self._group(group, after)
        yield from self._flushed()

    def _flushed(self) -> Iterator[Block]:
        if self._items:
            found, self._items = self._items, []
            yield Bullets(found, found[0].line)

    def _group(self, group: list[_Line], after: list[_Line]) -> Iterator[Block]:
        at = 0
        while at < len(group):
            line = group[at]
            behind = group[at + 1 :] or after
            under = at + 1 < len(group) and _UNDERLINE.fullmatch(group[at + 1].text)
            if _UNDERLINE.fullmatch(line.text) or line.text.startswith((">", "--")):
                at += 1
            elif under:
                yield from self._flushed()
                yield self._heading(line, under[1])
                at += 2
            elif self._is_part(line, behind, at, alone=len(group) == 1):
                yield from self._flushed()
                yield self._heading(line, "")
                at += 1
            else:
                # One that is indented below an item, behind a blank line, goes on with it.
                goes_on = bool(at or (line.indent and self._items))
                if line.marked or not goes_on or (at and self._each):
                    self._items.append(Bullet(line.number, _pieces(line.text)))
                else:
                    self._add(line)
                at += 1

    def _add(self, line: _Line) -> None:
        if self._items and sum(len(p.text) for p in self._items[-1].pieces) < _LONGEST:
            self._items[-1].pieces += [BREAK, *_pieces(line.text)]

    def _heading(self, line: _Line, rule: str) -> Heading:
        """Return a heading, on a level by what it is marked with, in the order of their coming."""
        wiki = _WIKI.fullmatch(line.text)
        if wiki:
            return Heading(len(wiki[1]), _pieces(wiki[2]), line.number)
        kind = rule or ("capitals" if line.text.isupper() else "line")
        if kind not in self._levels:
            self._levels.append(kind)
        words = line.text.rstrip(" :：")
        return Heading(1 + self._levels.index(kind), _pieces(words), line.number)

    def _is_part(self, line: _Line, behind: list[_Line], at: int, *, alone: bool) -> bool:
        """Say whether a line without a rule below it is a heading."""
        if _WIKI.fullmatch(line.text) or (at == 0 and self._is_session(line, behind)):
            return True
        return self._is_heading(line, behind, at, alone=alone)

    def _is_session(self, line: _Line, behind: list[_Line]) -> bool:
        """Say whether slots follow: ``Session 2: Storage (Room B, Chair: Ann Lee)``."""
        slots = self._is_programme and bool(behind) and after_time(behind[0].text) > 0
        return slots and not line.marked and not line.indent

    def _is_heading(self, line: _Line, behind: list[_Line], at: int, *, alone: bool) -> bool:
        """Say whether a line names a part: short, without facts, above something, apart from it."""
        if line.marked and not (at == 0 and behind and behind[0].marked and alone):
            return False
        if line.indent or not behind or _HEADED.search(line.text):
            return False
        if at and not self._each:
            return False
        apart = line.text.endswith((":", "：")) or line.text.isupper()
        words = len(line.text.split())
        if words > (8 if apart else 6) or line.text.endswith((",", "?", "!")):
            return False
        first = behind[0]
        capitals = line.text.isupper() and not line.marked
        own = capitals or first.marked or self._each or first.number > line.number + 1
        return own and not _tells(line.text)


def _pieces(text: str) -> Pieces:
    """Return a line as pieces; the parser of Markdown is loaded where a line has its marks."""
    if "[" in text:
        text = _WIKI_LINK.sub(r"[\2](\1)", text)
    if "''" in text:
        text = re.sub(r"'''(.{1,500}?)'''", r"**\1**", text)
        text = re.sub(r"''(.{1,500}?)''", r"*\1*", text)
    if not re.search(r"[*`]|\b_|\]\(", text):
        return [Piece(text)]
    from readlist.formats.lists.commonmark import inline

    return inline(text)


def _tells(text: str) -> bool:
    """Say whether a line by itself is an entry that tells authors, or its year with a venue."""
    title = found_in(_pieces(text), 0).title
    if title is None or len(title.text.split()) < 2:
        return False
    return bool(title.facts.authors) or bool(title.facts.year and title.facts.venue)


def items(lines: Iterable[str], source: str) -> list[Item]:
    """Return what a text holds, read as a list."""
    return list(Reader(blocks(lines), source=source).items())


def told(found: Iterable[Item], until: int = 1_000_000_000) -> list[Record]:
    """Return the papers up to a line that have a title and something that only papers have."""
    records = [item for item in found if isinstance(item, Record) and item.line <= until]
    return [
        one
        for one in records
        if one.title and (one.authors or one.identifiers or (one.year and one.venue))
    ]
