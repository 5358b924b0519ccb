"""A digest for a terminal; drawn without rich, which takes as long as all the rest."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.bib.simple_math import with_unicode
from readlist.text import visible
from readlist.views.digest import words
from readlist.views.wrap import cells, styled, wrapped

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, Item

MEASURE = 100
"""Columns of running text; longer lines are hard to read, however wide the terminal is."""
_INDENT = 6
_GAP = " " * _INDENT


def drawn(digest: "Digest", width: int, colour: bool = True) -> str:
    """Return what is drawn on a terminal of this width."""
    lines = _lines(digest, min(width, MEASURE))
    return "".join(f"{styled(line, style, colour=colour)}\n" for line, style in lines)


Styled = tuple[str, str]
"""A line and its style, none for an empty text."""


def _lines(digest: "Digest", width: int) -> Iterator[Styled]:
    yield from _text(words.title(digest), width, "bold")
    yield from _text(words.lead(digest), width, "dim")
    yield "", ""
    for part in digest.feeds:
        yield _rule(words.heading(part), width)
        for topic in part.topics:
            yield from _text(topic.name, width, "magenta")
            for item in topic.items:
                yield from _paper(item, width)
    if left := words.left_out(digest):
        yield from _text(left, width, "dim")
        yield "", ""
    if digest.changes:
        yield _rule(words.CHANGES, width)
        for paper, said in words.changes(digest):
            yield from _titled(paper.id, words.heading_of(paper), width)
            yield from _text(said, width, "yellow", _GAP)
        yield "", ""
    if digest.due:
        yield _rule(words.DUE, width)
        for number, title, said in words.due(digest):
            yield from _titled(number, title, width)
            yield from _text(said, width, "dim", _GAP)


def _paper(item: "Item", width: int) -> Iterator[Styled]:
    paper = item.paper
    yield from _titled(paper.id, words.heading_of(paper), width)
    facts = " ".join(filter(None, (words.byline(paper), words.address(paper))))
    yield from _text(facts, width, "dim", _GAP)
    also = f"also in {words.also_in(item)}" if item.feeds[1:] else ""
    yield from _text("; ".join(filter(None, (words.why(item), also))), width, "green", _GAP)
    yield from _text(words.abstract(paper), width, "", _GAP)
    yield "", ""


def _rule(heading: str, width: int) -> Styled:
    said = next(wrapped(visible(heading), width - 2), "")
    return f"{said} {'─' * max(0, width - cells(said) - 1)}", "bold cyan"


def _titled(number: int, title: str, width: int) -> Iterator[Styled]:
    return _text(title, width, "bold", f"{number:>{_INDENT - 1}} ")


def _text(text: str, width: int, style: str, first: str = "") -> Iterator[Styled]:
    """Yield the lines of a text, all of them as far from the edge as ``first`` is long."""
    for line in wrapped(with_unicode(visible(text)), width, first, " " * len(first)):
        yield line, style
