"""Why an entry of a list was read as it was: its segments, what speaks for each, and the reading.

For the one who asks (``import --explain LINE``); nothing here decides anything.
"""

from collections.abc import Iterator
from typing import NamedTuple

from readlist.formats.base import Document
from readlist.formats.lists.entries import Title, found_in
from readlist.formats.lists.evidence import reasons, roles_of
from readlist.formats.lists.pieces import (
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Piece,
    Pieces,
    Table,
    Work,
    text_of,
)
from readlist.formats.lists.reader import form_of
from readlist.formats.lists.reading import Form


class Part(NamedTuple):
    """A segment: its words and dress, what it was taken for, how sure that is, and why."""

    text: str
    dress: str
    parted: str
    role: str
    weight: float
    why: tuple[str, ...]


class Explained(NamedTuple):
    """A stretch of a list: where it begins, its words, its title, how it was read, its segments."""

    line: int
    text: str
    title: str
    how: str
    parts: tuple[Part, ...]


def explained(document: Document, name: str, line: int) -> list[Explained]:
    """Return what stands on a line of a list in a format, or what began last above it."""
    found = list(_blocks(document, name))
    form = form_of(found)
    stretches = [one for block in found for one in _stretches(block)]
    begun = max((at for at, _ in stretches if at <= line), default=0)
    return [_told(at, pieces, form) for at, pieces in stretches if at == begun]


def _told(line: int, pieces: Pieces, form: Form) -> Explained:
    found = found_in(pieces, line, form=form)
    title = found.title
    shown = " ".join(text_of(pieces).split())
    if title is None:
        return Explained(line, shown, "", "no stretch of it can be a title", ())
    how = "as the style of a reference has it"
    if not title.is_reference:
        how = f"by the best reading, with a score of {title.reading.score:.1f}"
    if not found.entries:
        how += "; it is no entry: neither a link to a paper nor its siblings say that it is one"
    return Explained(line, shown, title.text, how, tuple(_parts(title)))


def _parts(title: Title) -> Iterator[Part]:
    facts = roles_of(title.cut.segments)
    for n, segment in enumerate(title.cut.segments):
        role = title.reading.roles[n] or "remark"
        dress = " ".join(filter(None, (segment.dress, "quoted" * (segment.inside == "“"))))
        why = reasons(segment.text)
        if segment.link and segment.link.label:
            why.insert(0, f"a link called {segment.link.label}")
        yield Part(segment.text, dress, segment.before, role, facts[n].weight, tuple(why))


def _stretches(block: Block) -> Iterator[tuple[int, Pieces]]:
    """Yield what of a block can be an entry, with its line."""
    match block:
        case Heading() | Work() | Paragraph():
            yield block.line, block.pieces
        case Bullets():
            for item in block.items:
                yield from _of_bullet(item)
        case Table():
            for row in block.rows:
                for cell in row.cells:
                    yield row.line, cell


def _of_bullet(item: Bullet) -> Iterator[tuple[int, Pieces]]:
    yield item.line, item.pieces
    for below in item.below:
        yield from _of_bullet(below)


def _blocks(document: Document, name: str) -> Iterator[Block]:
    """Yield the blocks of a document in a format; each line is one where it has none."""
    from readlist.formats.lists import adoc, annotated, commonmark, org, page, rst, text

    match name:
        case "markdown":
            yield from commonmark.blocks(document.text())
        case "rst":
            yield from commonmark.blocks(rst.markdown(document.text()))
        case "asciidoc":
            yield from commonmark.blocks(adoc.markdown(document.text()))
        case "org":
            yield from org.blocks(document.lines())
        case "html":
            yield from page.Page(document.text()).titled()
        case "annotated":
            if annotated.is_in_sections(document.head, document.name):
                yield from text.blocks(document.lines())
        case _:
            for number, line in enumerate(document.lines(), 1):
                if line.strip():
                    yield Paragraph([Piece(line.strip())], number)
