"""What a document refers to, whatever it is: a format, a manuscript, a web page, running text.

Pure: a document in, records and problems out. A manuscript gives a record for every key it cites,
which has nothing but the key, and for every identifier in its text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readlist import formats
from readlist.bib import ids
from readlist.errors import FormatError
from readlist.formats import manuscripts
from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Identifier, Item, Rank, Record

_PAGE = re.compile(
    r"(?i)\s*+(?:<\?xml[^>]{0,200}>|<!--.{0,1000}?-->|\s++)*<(?:!doctype\s+html|html|head|body)\b",
    re.DOTALL,
)
_COMMENT = re.compile(r"((?<!\\)(?:\\\\)*+)%.*")
_LINE_LIMIT = 200_000
_PLACED = 5_000
"""References of a web page whose line is looked for."""


class Mentions(NamedTuple):
    """What a document is read as, and what it refers to."""

    format: str
    items: Iterator[Item]


def mentions(document: Document, chosen: Format | None = None) -> Mentions:
    """Return what a document refers to, in the order of its lines; ``chosen`` names its format."""
    kind = "" if chosen else manuscripts.sniff(document.head, document.name)
    if kind and kind != "markdown":
        return Mentions(kind, _of_manuscript(document, kind))
    found = chosen or _sniffed(document)
    if _PAGE.match(document.head) and (found is None or found.name in ("html", "refs")):
        return Mentions("html", _of_page(document, found))
    if found is None or found.load is None:
        return Mentions("text", _of_text(document))
    items = found.load(document, LoadOptions())
    if found.name == "refs":  # which has each identifier once
        items = _with_others(items, _of_text(document))
    return Mentions(found.name, items)


def _with_others(items: Iterable[Item], mentioned: Iterable[Record]) -> Iterator[Item]:
    """Yield what a format found, then mentions beside it: the first one of each is the item's."""
    first: set[Identifier] = set()
    for item in items:
        if isinstance(item, Record):
            first.update(item.identifiers)
        yield item
    for record in mentioned:
        if first.isdisjoint(record.identifiers):
            yield record
        first.difference_update(record.identifiers)


def _sniffed(document: Document) -> Format | None:
    try:
        return formats.sniff(document)
    except FormatError:
        return None


def _of_manuscript(document: Document, kind: str) -> Iterator[Item]:
    said = manuscripts.read(document, kind)
    entries = {entry.key: entry for entry in said.entries}
    records = list(said.entries) if kind in ("tex", "bbl") else []
    records += [
        Record(source=kind, rank=Rank.GUESS, key=cited.key, line=cited.line)
        for cited in said.keys
        if cited.key not in entries and cited.key != manuscripts.EVERYTHING
    ]
    if kind in ("tex", "typst"):
        records += _identified(_uncommented(document), kind)
    yield from sorted(records, key=lambda record: record.line)


def _uncommented(document: Document) -> Iterator[str]:
    for line in document.lines():
        # A percent sign in an address begins no comment.
        yield (
            line
            if "%" not in line or "\\url" in line or "\\href" in line
            else _COMMENT.sub(r"\1", line)
        )


def _of_text(document: Document) -> Iterator[Record]:
    yield from _identified(document.lines(), "text")


def _identified(lines: Iterator[str], source: str) -> Iterator[Record]:
    """Yield a record for every paper that is identified in running text."""
    for number, line in enumerate(lines, 1):
        for identifiers in _together(line[:_LINE_LIMIT]):
            yield Record(source=source, rank=Rank.GUESS, identifiers=identifiers, line=number)


def _together(text: str) -> Iterator[tuple[Identifier, ...]]:
    """Yield identifiers; those that share a stretch are of one paper."""
    start = -1
    found: tuple[Identifier, ...] = ()
    for one in ids.find(text):
        if one.start == start:
            found = (*found, one.identifier)
            continue
        if found:
            yield found
        start, found = one.start, (one.identifier,)
    if found:
        yield found


def _of_page(document: Document, found: Format | None) -> Iterator[Item]:
    """Yield what a web page refers to: as a list of papers, then in its links and words."""
    listed: Iterable[Item] = ()
    if found is not None and found.name == "html" and found.load:
        listed = found.load(document, LoadOptions())
    papers = (item for item in listed if isinstance(item, Record))
    yield from _with_others(papers, _linked(document.text()))


def _linked(source: str) -> Iterator[Record]:
    place = _Place(source)
    for text in _words_and_links(source):
        for one in ids.find(text[:_LINE_LIMIT]):
            line = place(text[one.start : one.end])
            yield Record(source="html", rank=Rank.GUESS, identifiers=(one.identifier,), line=line)


class _Place:
    """Finds the line of a stretch of a page, which its parser does not keep."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._asked = 0

    def __call__(self, stretch: str) -> int:
        """Return the line where the stretch stands first; 0 where it is written otherwise."""
        self._asked += 1
        at = self._source.find(stretch) if self._asked <= _PLACED else -1
        return self._source.count("\n", 0, at) + 1 if at >= 0 else 0


def _words_and_links(source: str) -> Iterator[str]:
    from selectolax.lexbor import LexborHTMLParser  # 6 ms, for web pages alone

    page = LexborHTMLParser(source)
    page.strip_tags(["script", "style", "svg", "template", "noscript"])
    for meta in page.css("meta[name^='citation_'][content]"):
        yield str(meta.attributes.get("content") or "")
    for link in page.css("a[href]"):
        yield str(link.attributes.get("href") or "")
    if page.body is not None:
        yield from page.body.text(separator="\n").split("\n")
