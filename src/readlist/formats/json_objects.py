"""Take the objects of a JSON document one by one, so that one broken item is one problem.

Memory is bounded by the largest item, time is linear: an item that is not complete yet is tried
again only when twice as much is there.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from readlist.formats.base import Document
from readlist.model import Problem

ITEM_LIMIT = 10_000_000
"""Characters of one item; the longest that we know has 300,000."""
_BLOCK = 1_000_000
_BROKEN_LIMIT = 1_000
_COSTLY = 20
_BETWEEN = re.compile(r"[\s,\[\]\ufeff]*+")
_WRAPPER = re.compile(
    r'[\s\ufeff]*+\{\s*+(?:"[\w$-]{1,40}"\s*+:\s*+(?:"[^"\\]{0,500}"|[\w.+-]{1,40})\s*+,\s*+){0,20}'
    r'"(?:items|references|citationItems|papers)"\s*+:\s*+\['
)
# Where the next item may begin after a broken one: what an object of another kind begins with
# (a name, a date) is not among the names.
_NEXT = re.compile(
    r'\{\s*+"(?:id|type|key|title|citation-key|DOI|ISBN|ISSN|PMID|PMCID|URL|abstract|accessed|'
    r'author|archive|itemType|itemKey|itemID|itemData|version|indexed|issued|language)"\s*+:'
)
# Real texts contain line breaks and tabs that JSON does not allow in them.
_decode = json.JSONDecoder(strict=False).raw_decode


class Found(NamedTuple):
    """One object of a document and the line in which it begins."""

    line: int
    value: dict[str, Any]


def objects(document: Document, *, wrapped: bool = False) -> Iterator[Found | Problem]:
    """Yield the objects of a list, of ``{"items": […]}``, or of several one after another.

    ``wrapped`` says that the document begins within such a list, and that it ends with it.
    """
    text = _Text(document)
    wrapped = text.skip(_WRAPPER) or wrapped
    broken = 0
    while text.rest():
        if wrapped and not text.starts("{"):
            if not broken:
                return
            text.pass_over()  # what a broken item left behind
            continue
        found, cost = text.item()
        broken += cost
        if broken > _BROKEN_LIMIT:
            yield Problem(found.line, "The rest is left out: too much of it is broken.")
            return
        yield found


class _Text:
    """The part of a document that is being read."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks()
        self._text = ""
        self._at = 0
        self._counted = 0
        self._line = 1
        self._more(_BLOCK)

    def _more(self, size: int) -> bool:
        """Read about ``size`` characters on and forget what is done; say whether there were any."""
        parts, length = [self._text[self._at :]], 0
        self._count()
        for block in self._blocks:
            parts.append(block)
            length += len(block)
            if length >= size:
                break
        self._text = "".join(parts)
        self._at = self._counted = 0
        return length > 0

    def _count(self) -> int:
        """Return the line of the present place."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def starts(self, mark: str) -> bool:
        """Say whether the present place is this mark."""
        return self._text.startswith(mark, self._at)

    def skip(self, pattern: re.Pattern[str]) -> bool:
        """Skip a pattern; say whether it was there."""
        found = pattern.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return found is not None

    def rest(self) -> bool:
        """Skip what stands between items; say whether anything is left."""
        while True:
            self.skip(_BETWEEN)
            if self._at < len(self._text):
                return True
            if not self._more(_BLOCK):
                return False

    def pass_over(self) -> None:
        """Go on where the next item may begin."""
        self._resume(self._at + 1)

    def item(self) -> tuple[Found | Problem, int]:
        """Return what stands here, and a measure of what it cost in vain."""
        line, size = self._count(), _BLOCK
        if not self.starts("{"):
            self._resume(self._at + 1)
            return Problem(line, "This is no item: an object in braces is expected."), 1
        while True:
            try:
                value, self._at = _decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_cut(error) and self._more(size):
                    size *= 2
                    continue
                self._resume(error.pos)
                return Problem(line, f"This item is left out: it is not JSON ({error.msg})."), 1
            except (ValueError, RecursionError):
                self._resume(self._at + 1)
                reason = "it has a number too long or too many levels"
                return Problem(line, f"This item is left out: {reason}."), _COSTLY
            return Found(line, value), 0

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Say whether the item may go on behind what has been read."""
        if len(self._text) - self._at > ITEM_LIMIT:
            return False
        return error.pos >= len(self._text) - 20 or error.msg.startswith("Unterminated string")

    def _resume(self, start: int) -> None:
        """Go on where the next item may begin."""
        self._at = max(start, self._at + 1)
        while not (found := _NEXT.search(self._text, self._at)):
            self._at = max(self._at, len(self._text) - 200)
            if not self._more(_BLOCK):
                self._at = len(self._text)
                return
        self._at = found.start()
