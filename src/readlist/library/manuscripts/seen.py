"""What a document refers to, and which of it the library knows already; nothing is written.

A document is a format, a manuscript, a web page or running text. A manuscript gives a record for
every key it cites, which has nothing but the key, and for every identifier in its text. What the
library knows is decided as an import would decide it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import filterfalse, groupby, islice
from typing import NamedTuple

from readlist import formats
from readlist.bib import ids
from readlist.bib.details import SETS
from readlist.errors import FormatError
from readlist.formats import manuscripts
from readlist.formats.base import Document, Format, LoadOptions
from readlist.identity.absorb import AbsorbOptions, Known, plan_absorb
from readlist.library.imports.save import known_for
from readlist.library.papers.query_names import identified
from readlist.model import NOTHING, Identifier, Item, Paper, Rank, Record
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.naming import by_key
from readlist.store.papers import load

_PAGE = re.compile(
    r"(?i)\s*+(?:<\?xml[^>]{0,200}>|<!--.{0,1000}?-->|\s++)*<(?:!doctype\s+html|html|head|body)\b",
    re.DOTALL,
)
# "text % comment"; not "5\% of all".
_COMMENT = re.compile(r"((?<!\\)(?:\\\\)*+)%.*")
_LINE_LIMIT = 200_000
_PLACED = 5_000
"""References of a web page whose line is looked for."""


class Held(NamedTuple):
    """What is told of a paper that the library holds; the status is the reader's, or nothing."""

    id: int
    key: str
    title: str
    status: str
    venue: str = ""
    year: int | None = None
    identifiers: tuple[Identifier, ...] = ()


class Reference(NamedTuple):
    """One paper that a document refers to: where first, how often, and whether it is held.

    ``record`` is what the document says of it; one that has only a key was cited by that key.
    """

    line: int
    times: int
    record: Record
    paper: Held | None


class Mentions(NamedTuple):
    """What a document is read as, and what it refers to."""

    format: str
    items: Iterator[Item]


def mentions(document: Document, chosen: Format | None = None) -> Mentions:
    """Return what a document refers to, in the order of its lines; ``chosen`` names its format."""
    kind = "" if chosen else manuscripts.sniff(document.head, document.name)
    if kind not in ("", "markdown", "org", "rst", "asciidoc"):  # these may as well be lists
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
    records = list(said.entries)
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
        # A percent sign in an address begins no comment: \url{https://host.org/a%20b}.
        has_address = "\\url" in line or "\\href" in line
        yield line if has_address or "%" not in line else _COMMENT.sub(r"\1", line)


def _of_text(document: Document) -> Iterator[Record]:
    yield from _identified(document.lines(), "text")


def _identified(lines: Iterator[str], source: str) -> Iterator[Record]:
    """Yield a record for every paper that is identified in running text."""
    for number, line in enumerate(lines, 1):
        # What shares a stretch is of one paper: 10.18653/v1/N19-1423 is a DOI and one of ACL.
        for _, group in groupby(ids.find(line[:_LINE_LIMIT]), key=lambda one: one.start):
            identifiers = tuple(one.identifier for one in group)
            yield Record(source=source, rank=Rank.GUESS, identifiers=identifiers, line=number)


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


BATCH = 1_000
"""References looked up at a time: bounds memory, and is large enough for few queries each."""


def look(library: Library, records: Iterable[Record]) -> list[Reference]:
    """Return the papers that records refer to, each once, in the order of their first mention."""
    # What tells a record from others, without its abstract and the like: there may be many.
    mentioned = [
        replace(record, abstract="", extra=NOTHING, notes=(), links=(), entries=())
        for record in records
    ]
    numbers, held = identify(library, filter(_is_told, mentioned))
    named = keys_held(library, (record.key for record in filterfalse(_is_told, mentioned)))
    held |= {paper.id: paper for paper in named.values()}
    found: dict[int | str, Reference] = {}
    identified = iter(numbers)
    for record in mentioned:
        if _is_told(record):
            which: int | str = next(identified)
        else:
            paper = named.get(record.key)
            which = paper.id if paper else record.key
        if former := found.get(which):
            whole = _fuller(former.record, record)
            found[which] = former._replace(times=former.times + 1, record=whole)
        else:
            own = held.get(which) if isinstance(which, int) else None
            found[which] = Reference(record.line, 1, record, own)
    return list(found.values())


def _is_told(record: Record) -> bool:
    """Say whether a mention says what paper it is; a bare citation key names one of the library."""
    return bool(record.title or record.identifiers)


def _fuller(one: Record, other: Record) -> Record:
    """Return what two mentions of one paper say together."""
    new = tuple(i for i in other.identifiers if i not in one.identifiers)
    if not new and (one.title or not other.title):
        return one
    return replace(one, title=one.title or other.title, identifiers=(*one.identifiers, *new)[:20])


def identify(library: Library, records: Iterable[Record]) -> tuple[list[int], dict[int, Held]]:
    """Return for each record the number of its paper, and those papers that the library holds.

    The number is the library's, or a negative one that records of one unknown paper share. What is
    the same paper is decided by the one door in, so that the answer is what an import would do.
    """
    reading = Transaction(library)  # never begun: what bears on records is read through it
    options = AbsorbOptions("", library.reader)
    numbers: list[int] = []
    held: dict[int, Held] = {}
    unknown: list[tuple[int, Record]] = []
    left = iter(records)
    while part := list(islice(left, BATCH)):
        known = known_for(reading, part)
        for record, outcome in zip(part, plan_absorb(part, known, options).outcomes, strict=True):
            paper = known.papers.get(outcome.paper_id)
            if paper is None:
                unknown.append((len(numbers), record))
            else:
                held[paper.id] = held_of(paper)
            numbers.append(paper.id if paper else 0)
    together = plan_absorb((record for _, record in unknown), Known(), options).outcomes
    for (place, _), outcome in zip(unknown, together, strict=True):
        numbers[place] = -outcome.paper_id
    return numbers, held


def keys_held(library: Library, keys: Iterable[str]) -> dict[str, Held]:
    r"""Return the papers that citation keys name, former keys too, by the key as it is given.

    A key that no paper has may be an identifier: ``[@doi:10.1000/xyz]``, ``\cite{1706.03762}``.
    """
    numbers: dict[str, int] = {}
    for key in dict.fromkeys(keys):
        if found := by_key(library.db, key) or identified(library, key):
            numbers[key] = found[0].id
    papers = {paper.id: held_of(paper) for paper in load(library, set(numbers.values()))}
    return {key: papers[number] for key, number in numbers.items() if number in papers}


def sets_held(library: Library, keys: Iterable[str]) -> dict[str, list[int]]:
    """Return the keys that are those of sets of entries, with the papers of each, in order."""
    sets: dict[str, list[int]] = {}
    for key in dict.fromkeys(keys):
        found = by_key(library.db, key)
        if len(found) < 2:
            continue
        papers = load(library, [one.id for one in found])
        placed = [(place, paper.id) for paper in papers if (place := paper.part(SETS).get(key))]
        if placed:
            sets[key] = [number for _, number in sorted(placed)]
    return sets


def held_of(paper: Paper) -> Held:
    """Return what is told of a paper."""
    status = str(paper.reading.status) if paper.reading.status else ""
    return Held(
        paper.id, paper.key, paper.title, status, paper.venue, paper.year, paper.identifiers
    )
