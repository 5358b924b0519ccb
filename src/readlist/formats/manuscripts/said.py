"""What a manuscript says of its references: the keys it cites and the files it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from readlist.model import Record
from readlist.text import clean

EVERYTHING = "*"
"""The key that ``\\nocite{*}`` cites: every entry of the bibliography."""
KEY_LIMIT = 200
"""Characters of a key; what is longer is text."""

# Keys that packages cite to configure a style: IEEEtran, REVTeX, achemso.
_SETTINGS = re.compile(r"(?i)ieeeexample:bstcontrol|(?:revtex|apsrev|aip|achemso).{0,12}control")
_PIECE = re.compile(r"%[^\n]*+|[^,%]++")
_NO_KEY = re.compile(r"[\\{}#\x00-\x1f]")


class Cited(NamedTuple):
    """A key where it is cited."""

    key: str
    line: int


class Named(NamedTuple):
    """Another file that a manuscript names, as it is written there."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one file of a manuscript says; ``entries`` are references that stand in the file itself.

    ``includes`` are parts of the manuscript, ``bibs`` its bibliographies.
    """

    keys: tuple[Cited, ...] = ()
    includes: tuple[Named, ...] = ()
    bibs: tuple[Named, ...] = ()
    entries: tuple[Record, ...] = ()


def keys_in(group: str, line: int, *, strict: bool = False) -> Iterator[Cited]:
    """Yield the keys of a group such as ``a, b``; comments in it count for nothing.

    ``strict`` takes blanks within a key for a sign that the group is text, which has none.
    """
    if "%" not in group and not any(map(str.isspace, group)) and not _NO_KEY.search(group):
        pieces = (key for key in group.split(",") if key and len(key) <= KEY_LIMIT)
        yield from (Cited(clean(key), line) for key in pieces if not _SETTINGS.fullmatch(key))
        return
    yield from _keys_of_text(group, line, strict=strict)


def _keys_of_text(group: str, line: int, *, strict: bool) -> Iterator[Cited]:
    found = []
    for piece in _PIECE.finditer(group):
        key = piece[0].strip()
        if not key or key.startswith("%"):
            continue
        key = " ".join(key.split())
        if len(key) > KEY_LIMIT or _NO_KEY.search(key) or (strict and " " in key):
            if strict:
                return
            continue
        if not _SETTINGS.fullmatch(key):
            before = len(piece[0]) - len(piece[0].lstrip())
            at = line + group.count("\n", 0, piece.start() + before)
            found.append(Cited(clean(key), at))
    yield from found


def names_in(group: str, line: int) -> Iterator[Named]:
    """Yield the file names of a group such as ``refs, more.bib``."""
    for piece in group.split(","):
        name = " ".join(piece.split()).strip('"')
        if name and not _NO_KEY.search(name):
            yield Named(clean(name), line)


class Lines:
    """Counts the line of ever later places in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def __call__(self, at: int) -> int:
        """Return the line of a place that is not before the last one."""
        self._line += self._text.count("\n", self._at, at)
        self._at = max(at, self._at)
        return self._line
