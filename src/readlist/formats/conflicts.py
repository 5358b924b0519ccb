"""Merge conflicts that git left in a file: they are told, and both sides are read.

Between ``<<<<<<< HEAD`` and ``=======`` stands one side, up to ``>>>>>>> branch`` the other; a base
between ``|||||||`` and ``=======`` is neither's.
"""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, Problem
from readlist.text import visible

_BEGIN = "<" * 7
# "<<<<<<< HEAD", "======="; not "========".
_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: (.*))?\r?")
_APART = frozenset({"bibtex"})
"""Formats that read an entry with a conflict in it as two; in others the lines of one side follow
those of the other."""


def items(found: Format, document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield what a format reads in a document, and a problem for each conflict in it."""
    if found.load is None:
        raise TypeError(f"format {found.name} has no loader")
    if not _may_conflict(document):
        yield from found.load(document, options)
        return
    begun, name = 0, ""
    for number, (line, side) in enumerate(_sides(document.lines()), start=1):
        if side == "ours" and line.startswith(_BEGIN):
            begun, name = number, line[7:].strip()
        elif side == "end":
            names = f"{visible(name or 'ours')} and {visible(line[7:].strip() or 'theirs')}"
            yield Problem(
                begun,
                f"A merge conflict was never settled here ({names}). Settle it in the file; until "
                "then both sides are read.",
            )
    yield from found.load(Settled(document, marked=found.name in _APART), options)


def _may_conflict(document: Document) -> bool:
    before = "\n"
    for block in document.blocks():
        if f"\n{_BEGIN}" in before + block:
            return True
        before = block[-8:]
    return False


# Which side a mark begins, and behind which sides it is a mark; "=======" alone underlines a title.
_BEGINS = {"<": "ours", "|": "base", "=": "theirs", ">": "end"}
_BEHIND = {
    "<": ("", "ours", "base", "theirs"), "|": ("ours",), "=": ("ours", "base"), ">": ("theirs",),
}  # fmt: skip


def _sides(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Yield lines with the side that they are of: ``ours``, ``base``, ``theirs``, or none.

    The marks themselves are of the side that they begin; the last one is the ``end``.
    """
    side = ""
    for line in lines:
        mark = _MARK.fullmatch(line) if line[:1] in _BEGINS else None
        if mark and side in _BEHIND[line[0]]:
            side = _BEGINS[line[0]]
        yield line, side
        if side == "end":
            side = ""


def sides(text: str) -> tuple[str, ...]:
    """Return an entry as either side has it, or the text itself where no conflict stands in it.

    Lines stay where they are, those of the other side empty.
    """
    if _BEGIN not in text or ">" * 7 not in text:
        return (text,)
    marked = list(_sides(iter(text.split("\n"))))
    if not any(side == "end" for _, side in marked):
        return (text,)
    return tuple(
        "\n".join(
            line if side in ("", wanted) and not (side and _MARK.fullmatch(line)) else ""
            for line, side in marked
        )
        for wanted in ("ours", "theirs")
    )


class Settled:
    """A document in which bases are empty lines, and the marks of conflicts, too, unless wanted."""

    def __init__(self, document: Document, *, marked: bool) -> None:
        self._document = document
        self._marked = marked
        self.name = document.name

    @property
    def head(self) -> str:
        """The first characters."""
        return self.text()[:16_384]

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends."""
        for line, side in _sides(self._document.lines()):
            is_mark = side and not self._marked and _MARK.fullmatch(line)
            yield "" if is_mark or side == "base" else line

    def blocks(self) -> Iterator[str]:
        """Yield the text in pieces."""
        for line in self.lines():
            yield line + "\n"

    def text(self) -> str:
        """Return everything at once."""
        return "\n".join(self.lines())
