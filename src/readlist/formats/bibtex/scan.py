r"""Find the entries of a BibTeX file, and go on after those that are broken.

The file is taken by lines and cut where an entry can begin, so that memory is bounded by one entry
and a broken one costs only itself. Every pattern is possessive: hostile text stays linear.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from readlist.formats.bibtex.entry import BrokenError, Entry, Macros, Reader
from readlist.formats.conflicts import sides
from readlist.model import Problem

ENTRY_LIMIT = 4_000_000
"""Characters of one entry; more is no entry but a file that lost a brace."""
COMMENT_LIMIT = 1_000_000
"""Characters that a comment may hold which has whole entries in it."""

FAILURES_LIMIT = 20
"""Entries of one stretch that may be broken before the rest of it is given up."""

# BibTeXing, 3.1, and biblatex, 2.1.1 to 2.1.3: what begins an entry even in the middle of another.
KNOWN_TYPES = frozenset(
    {
        "article", "artwork", "audio", "bibnote", "book", "bookinbook", "booklet", "collection",
        "comment", "commentary", "conference", "dataset", "electronic", "image", "inbook",
        "incollection", "inproceedings", "inreference", "jurisdiction", "legal", "legislation",
        "letter", "manual", "mastersthesis", "misc", "movie", "music", "mvbook", "mvcollection",
        "mvproceedings", "mvreference", "online", "patent", "performance", "periodical",
        "phdthesis", "preamble", "proceedings", "reference", "report", "review", "set", "software",
        "standard", "string", "suppbook", "suppcollection", "suppperiodical", "techreport",
        "thesis", "unpublished", "video", "www", "xdata",
    }
)  # fmt: skip
_BEGINS = re.compile(r"[\s\ufeff]*+@\s*+([A-Za-z][\w-]*+)\s*+[({](\s*+[^\s,={}\"()]++\s*+(?:,|$)|)")
_HEAD = re.compile(r"(?<![\w.%@])@\s*+([A-Za-z][\w-]*+)\s*+([({])")
# The key of an entry as it usually is; what else a stretch has makes it worth reading.
_KEYED = re.compile(r"@([A-Za-z]++)[({]\s*+([^\s,={}\"()]++),")
_HEADLESS = re.compile(r"(?m)^[ \t]*+@\s*+([A-Za-z]++)(?![\w-]|\s*+[({])")
_LINE_START = re.compile(r"(?m)^[ \t]*+@")


def scan(lines: Iterable[str], keys: Collection[str] | None = None) -> Iterator[Entry | Problem]:
    """Yield every entry of a file, and a problem for each that cannot be read.

    With ``keys``, in lower case, what surely has another key is not read: half the time.
    """
    macros = Macros()
    for line, text, last in _stretches(lines):
        if keys is not None and not _may_have(text, keys):
            continue
        for place, side in enumerate(sides(text)):
            for found in _Stretch(side, line, macros, last=last).entries():
                yield (
                    found._replace(other_side=True) if place and isinstance(found, Entry) else found
                )


def _may_have(text: str, keys: Collection[str]) -> bool:
    """Say whether a stretch may have one of these keys, or a macro that entries after it use."""
    heads = _KEYED.findall(text)
    return len(heads) != text.count("@") or any(
        key.strip().lower() in keys or kind.lower() == "string" for kind, key in heads
    )


def _stretches(lines: Iterable[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield what begins where an entry can, with its line, and whether the file ends with it.

    A comment may have whole entries in it. One that is not closed is only its line, and three of
    them are enough to believe no more of them.
    """
    kept: list[str] = []
    start = size = failed = 0
    depth = 0
    counts = False
    for number, line in enumerate(lines, start=1):
        begins = _begins(line)
        if begins and kept and not (depth > 0 and size < COMMENT_LIMIT):
            failed += depth > 0
            yield from _cut(kept, start, inside=depth > 0, last=False)
            kept = []
        if not kept:
            if "@" not in line:
                continue
            start, size = number, 0
            depth, counts = 0, begins.lower() == "comment" and failed < 3
        if size <= ENTRY_LIMIT:
            kept.append(line)
        size += len(line) + 1
        if counts:
            depth += line.count("{") - line.count("}")
    if kept:
        yield from _cut(kept, start, inside=depth > 0, last=True)


def _begins(line: str) -> str:
    """Return the type of the entry that begins with a line, even in the middle of another."""
    found = _BEGINS.match(line) if "@" in line else None
    return found[1] if found and (found[2] or found[1].lower() in KNOWN_TYPES) else ""


def _cut(
    kept: list[str], start: int, *, inside: bool, last: bool
) -> Iterator[tuple[int, str, bool]]:
    """Yield a stretch, or those in a comment that was not closed."""
    cuts = [at for at, line in enumerate(kept) if at and _begins(line)] if inside else []
    for begin, end in zip([0, *cuts], [*cuts, len(kept)], strict=True):
        yield start + begin, "\n".join(kept[begin:end]), last and end == len(kept)


class _Stretch:
    """A part of a file that begins with an entry; others may follow it on the same lines."""

    def __init__(self, text: str, line: int, macros: Macros, *, last: bool) -> None:
        self._text = text
        self._line = line
        self._macros = macros
        self._last = last
        self._counted = 0
        self._line_start = 0

    def entries(self) -> Iterator[Entry | Problem]:
        """Yield the entries and what is wrong with them."""
        at = failures = 0
        while head := _HEAD.search(self._text, at):
            yield from self._headless(at, head.start())
            line, before = self._where(head.start())
            if before.startswith("%"):  # BibTeX knows no such comment, and people believe in it
                end = self._text.find("\n", head.end())
                at = end if end >= 0 else len(self._text)
                continue
            reader = Reader(self._macros, self._text, head, last=self._last)
            try:
                found = reader.read()
            except BrokenError as broken:
                failures += 1
                at = head.end()
                if head[1].lower() in KNOWN_TYPES or not before.strip("})"):
                    yield Problem(line, _left_out(reader.key, broken))
                    again = _LINE_START.search(self._text, reader.at)
                    at = again.start() if again else len(self._text)
                if failures > FAILURES_LIMIT:
                    yield Problem(line, "What follows up to the next entry cannot be read.")
                    return
                continue
            at = reader.at
            if found:
                yield found._replace(line=line)
        yield from self._headless(at, len(self._text))

    def _where(self, at: int) -> tuple[int, str]:
        """Return the line of a place, and what stands before it in that line."""
        self._line += self._text.count("\n", self._counted, at)
        found = self._text.rfind("\n", self._counted, at)
        self._line_start = found + 1 if found >= 0 else self._line_start
        self._counted = at
        return self._line, self._text[self._line_start : min(at, self._line_start + 200)].strip(
            " \t\ufeff"
        )

    def _headless(self, at: int, end: int) -> Iterator[Problem]:
        for missing in _HEADLESS.finditer(self._text, at, end):
            if missing[1].lower() in KNOWN_TYPES:
                line, _ = self._where(missing.start())
                yield Problem(
                    line, f"@{missing[1]} has no opening brace after it, so it is left out."
                )


def _left_out(key: str, broken: BrokenError) -> str:
    named = f" ({key})" if key else ""
    return f"This entry{named} is left out: {broken}."
