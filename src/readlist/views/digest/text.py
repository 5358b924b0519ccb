"""A digest as plain text: in a mail beside the HTML, or in a file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.bib.simple_math import with_unicode
from readlist.text import visible
from readlist.views.digest import words
from readlist.views.wrap import wrapped

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, Item

WIDTH = 76
"""Columns of plain text in a mail (RFC 3676, 4.2)."""
_GAP = "    "


def text(digest: "Digest", width: int = WIDTH) -> str:
    """Return the digest, wrapped; addresses alone may be longer than a line."""
    return "\n".join(_lines(digest, width)) + "\n"


def _lines(digest: "Digest", width: int) -> Iterator[str]:
    yield words.title(digest)
    yield from _wrapped(words.lead(digest), width)
    for part in digest.feeds:
        yield from _headed(words.heading(part), "=", width)
        for topic in part.topics:
            yield ""
            yield from _wrapped(topic.name, width)
            for item in topic.items:
                yield ""
                yield from _paper(item, width)
    if left := words.left_out(digest):
        yield ""
        yield from _wrapped(left, width)
    if digest.changes:
        yield from _headed(words.CHANGES, "=", width)
        for paper, said in words.changes(digest):
            yield from _entry(paper.id, words.heading_of(paper), said, width)
    if digest.due:
        yield from _headed(words.DUE, "=", width)
        for number, title, said in words.due(digest):
            yield from _entry(number, title, said, width)


def _headed(heading: str, line: str, width: int) -> Iterator[str]:
    yield ""
    yield ""
    lines = list(_wrapped(heading, width))
    yield from lines
    yield line * max(map(len, lines))


def _paper(item: "Item", width: int) -> Iterator[str]:
    paper = item.paper
    yield from _titled(paper.id, words.heading_of(paper), width)
    yield from _wrapped(words.byline(paper), width, _GAP)
    if url := words.address(paper):
        yield _GAP + url
    if why := words.why(item):
        yield from _wrapped(f"Why: {why}", width, _GAP)
    if also := words.also_in(item):
        yield from _wrapped(f"Also in {also}", width, _GAP)
    yield from _wrapped(words.abstract(paper), width, _GAP)


def _entry(number: int, title: str, said: str, width: int) -> Iterator[str]:
    yield ""
    yield from _titled(number, title, width)
    yield from _wrapped(said, width, _GAP)


def _titled(number: int, title: str, width: int) -> Iterator[str]:
    yield from _wrapped(title, width, f"{number:<3} ", _GAP)


def _wrapped(said: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    return wrapped(with_unicode(visible(said)), width, first, rest)
