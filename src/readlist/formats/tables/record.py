"""One row of a table as a paper: each fact from the best column that has it, the rest is kept."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from readlist.bib import dates, ids, markup, numbers, statuses, types
from readlist.bib.citekeys import valid_key
from readlist.bib.details import details
from readlist.bib.keywords import as_tags, parted
from readlist.formats.tables import cells
from readlist.formats.tables.headers import Column
from readlist.formats.tables.write import unguarded
from readlist.model import (
    BLOCK,
    FACTS,
    FIELDS,
    LINE,
    MORE_AUTHORS,
    OF_READING,
    Author,
    Identifier,
    Link,
    ListEntry,
    Note,
    Problem,
    Reading,
    Record,
    Status,
)
from readlist.text import TITLE_LIMIT, clean, clean_block

_Value = TypeVar("_Value")
_SCHEMES = tuple(scheme for scheme in ids.SCHEMES if scheme != "url")
_LINKS = ("url", "pdf", "code", "project", "video", "slides")
# Addresses that name the paper itself.
_PAPER_PAGES = ("url", "pdf")
_LINES = tuple(n for n in FACTS if FIELDS[n] == LINE and n not in ("title", "venue", "kind"))
_BLOCKS = tuple(n for n in FACTS if FIELDS[n] == BLOCK)
_READING = frozenset({"done", *OF_READING})
_DETAILS = (
    "volume", "number", "publisher", "series", "edition", "issn", "language", "shortjournal",
    "eid", "eventtitle", "location",
)  # fmt: skip
_STRANGE_LIMIT = 2_000
_STRANGERS_LIMIT = 60
# Web of Science has one letter for a type.
_TYPES = {"j": "article", "c": "inproceedings"}


class Rows:
    """Makes records of rows; ``own`` says that the program wrote the table itself."""

    def __init__(self, columns: Sequence[Column], source: str, *, own: bool) -> None:
        self.columns = columns
        self.source = source
        self.own = own
        self.has_categories = any(column.field == "categories" for column in columns)
        self.places: Counter[str] = Counter()

    def record(self, row: Sequence[str], line: int) -> Record | Problem | None:
        """Return the paper of a row; None where nothing is in it that names one or could."""
        said = _Row(self.columns, row)
        if not said.values:
            return None
        title, address = cells.without_link(said.one("title"))
        said.add("url", address)
        pages = _pages(said)
        identifiers = _identifiers(said, pages)
        links = _links(pages, identifiers)
        if not identifiers and links and not self.own:
            identifiers, links = _as_page(links)
        title = clean(title, TITLE_LIMIT) if self.own else markup.plain(title)
        key = _key(said)
        if not (title or identifiers or links or (self.own and key)):
            return Problem(line, "This row has neither a title nor an identifier nor an address.")
        return self._record(said, title, key, identifiers, links, line)

    def _record(
        self,
        said: "_Row",
        title: str,
        key: str,
        identifiers: tuple[Identifier, ...],
        links: tuple[Link, ...],
        line: int,
    ) -> Record:
        published, year = _dates(said)
        authors, more = _authors(said, own=self.own)
        count = said.take("author_count", _count)
        remarks = clean_block(said.one("remarks"))
        entries = self._entries(said, remarks)
        texts: dict[str, Any] = {name: clean(said.one(name)) for name in _LINES}
        texts |= {name: clean_block(said.one(name)) for name in _BLOCKS}
        return Record(
            source=self.source,
            title=title,
            authors=authors,
            author_count=count if count and count > len(authors) else None,
            year=year,
            published=published,
            venue=clean(said.one("venue")) if self.own else markup.plain(said.one("venue")),
            kind=_kind(said, own=self.own),
            **texts,
            identifiers=identifiers,
            links=links,
            key=key,
            reading=_reading(said),
            tags=as_tags(word for cell in said.all("tags") for word in parted(cell)),
            notes=_notes(said, "" if entries else remarks),
            added=said.take("added", dates.moment) or "",
            entries=entries,
            extra=_extra(said, more=more),
            line=line,
        )

    def _entries(self, said: "_Row", remarks: str) -> tuple[ListEntry, ...]:
        """Return the places in lists; remarks on several lists do not say to which they belong."""
        names = dict.fromkeys(clean(name) for name in said.one("lists").split(";")[:100])
        found = []
        for name in filter(None, names):
            self.places[name] += 1
            remark = remarks if len(names) == 1 else ""
            found.append(ListEntry(position=self.places[name], remark=remark, list=name))
        if len(found) > 1 and remarks:
            said.strange["remarks"] = remarks
        return tuple(found)


class _Row:
    """What a row says: values by field, with their headers; ``strange`` is what no field takes."""

    def __init__(self, columns: Sequence[Column], row: Sequence[str]) -> None:
        self.values: dict[str, list[tuple[str, str]]] = {}
        self.strange: dict[str, str] = {}
        for at, field, header, _ in columns:
            cell = row[at] if at < len(row) else ""
            if not cell or cell.isspace() or (field != "title" and cells.is_nothing(cell)):
                continue
            cell = unguarded(cell)
            if field:
                self.values.setdefault(field, []).append((header, cell))
            else:
                self.keep(header, cell)

    def keep(self, header: str, cell: str) -> None:
        """Keep what no field takes."""
        if header and len(self.strange) < _STRANGERS_LIMIT:
            self.strange.setdefault(clean(header, 200), clean_block(cell, _STRANGE_LIMIT))

    def add(self, field: str, value: str) -> None:
        """Put a value beside those that the row has."""
        if value:
            self.values.setdefault(field, []).append(("", value))

    def one(self, field: str) -> str:
        """Return the best value of a field; others that say something else are kept."""
        values = self.values.get(field)
        if values is None:
            return ""
        first, *others = values
        for header, cell in others:
            if cell != first[1]:
                self.keep(header, cell)
        return first[1]

    def all(self, field: str) -> list[str]:
        """Return all values of a field."""
        return [cell for _, cell in self.values.get(field, ())]

    def take(self, field: str, read: Callable[[str], _Value | None]) -> _Value | None:
        """Return the first value that can be read; one that cannot be read is kept."""
        for header, cell in self.values.get(field, ()):
            if (found := read(cell)) or found == 0:
                return found
            self.keep(header, cell)
        return None


def _identifiers(said: _Row, pages: "Sequence[_Page]") -> tuple[Identifier, ...]:
    """Return what the columns name, in the order of the schemes, then what addresses name."""
    found: dict[Identifier, None] = {}
    for scheme in _SCHEMES:
        for header, cell in said.values.get(scheme, ()):
            named = cells.identifiers(scheme, cell)
            found.update(dict.fromkeys(named))
            if not named and not any(cells.addresses(cell)):
                said.keep(header, cell)
    for header, cell in said.values.get("id", ()):
        named_id = ids.parse(cell)
        if named_id and named_id.scheme != "url":
            found[named_id] = None
        elif not cell.strip().isdecimal():
            said.keep(header, cell)
    found.update({page.named: None for page in pages if page.named and page.link in _PAPER_PAGES})
    for one in list(found):
        found.update(dict.fromkeys(ids.implied(one)))
    return tuple(found)


class _Page(NamedTuple):
    """An address of the row: what its link is called, and what it names."""

    link: str
    address: str
    named: Identifier | None


def _pages(said: _Row) -> list[_Page]:
    """Return the addresses of the row; columns of identifiers have some too."""
    found = []
    for field, values in said.values.items():
        if field not in _LINKS and field not in _SCHEMES:
            continue
        for header, cell in values:
            addresses = list(cells.addresses(cell))
            named = ids.parse(cell) if not addresses and field in _PAPER_PAGES else None
            if named:
                found.append(_Page(field, "", named))
            elif not addresses and field in _LINKS:
                said.keep(header, cell)
            link = field if field in _LINKS else "url"
            found += [_Page(link, address, ids.from_url(address)) for address in addresses]
    return found


def _links(pages: Sequence[_Page], identifiers: tuple[Identifier, ...]) -> tuple[Link, ...]:
    """Return the addresses that no identifier says already."""
    found: dict[Link, None] = {}
    for page in pages:
        whole = ids.normalise("url", page.address) if page.named not in identifiers else None
        if whole:
            found[Link(page.link, whole.value)] = None
    return tuple(found)


def _as_page(links: tuple[Link, ...]) -> tuple[tuple[Identifier, ...], tuple[Link, ...]]:
    """Return the address of a paper that has no better name as its identifier."""
    page = next((link for link in links if link.name in ("url", "pdf")), None)
    if page is None:
        return (), links
    return (Identifier("url", page.url),), tuple(link for link in links if link != page)


def _key(said: _Row) -> str:
    return said.take("key", lambda cell: clean(cell) if valid_key(clean(cell)) else "") or ""


def _dates(said: _Row) -> tuple[str, int | None]:
    """Return date and year; a column of years may hold a whole date."""
    year = said.take("year", lambda cell: dates.year_in(cell[:100]))
    published = said.take("published", dates.read) or ""
    if not published and year:
        month = said.take("month", lambda cell: _month(cell, year))
        whole = month or dates.read(said.one("year"))
        published = whole if len(whole) > 4 else ""
    return published, year or (int(published[:4]) if published else None)


def _month(cell: str, year: int) -> str:
    """Return the date of a month that stands in a column of its own: ``6``, ``JUN 12``."""
    found = dates.read(f"{year}-{cell.strip()}") if cell.strip().isdecimal() else ""
    return found or dates.read(cell, year)


def _count(cell: str) -> int | None:
    return int(cell) if cell.strip().isdecimal() and len(cell) < 6 and cell.isascii() else None


def _authors(said: _Row, *, own: bool) -> tuple[tuple[Author, ...], bool]:
    """Return the authors, and whether there are more."""
    if spellings := said.all("authors"):
        return cells.people(spellings[0], own=own)
    authors, more = cells.people(said.one("first_author"))
    return authors[:1], bool(authors) or more


def _kind(said: _Row, *, own: bool) -> str:
    return said.take("kind", clean if own else _type) or ""


def _type(cell: str) -> str:
    """Return the type that a service's word for it means; what the program writes is any text."""
    words = [word.strip() for word in re.split(r"[;,]", cell[:200])]
    found = (_TYPES.get(word.lower()) or types.kind_of(word) for word in words)
    return next(filter(None, found), "")


def _reading(said: _Row) -> Reading | None:
    """Return what the row says of the reader; None where it says nothing."""
    if _READING.isdisjoint(said.values):
        return None
    status: Status | None = said.take("status", statuses.status) or said.take("done", statuses.done)
    found = Reading(
        status=status,
        priority=int(said.take("priority", statuses.priority) or 0),
        rating=said.take("rating", statuses.rating),
        progress=clean(said.one("progress")),
        started=said.take("started", dates.moment) or "",
        finished=said.take("finished", dates.moment) or "",
    )
    return None if found == Reading() else found


def _notes(said: _Row, remarks: str) -> tuple[Note, ...]:
    bodies = [clean_block(cell) for cell in said.all("notes")]
    return tuple(Note(body) for body in dict.fromkeys([*bodies, remarks]) if body)


def _extra(said: _Row, *, more: bool) -> dict[str, Any]:
    """Return the details, and every cell that nothing above has taken."""
    texts = {name: clean(said.one(name)) for name in _DETAILS if name in said.values}
    first, last = clean(said.one("start_page")), clean(said.one("end_page"))
    texts["pages"] = numbers.pages(clean(said.one("pages")) or first, last)
    editors = cells.people(said.one("editor"))[0] if "editor" in said.values else ()
    extra: dict[str, Any] = details({**texts, "editor": editors})
    categories = [clean(part, 100) for part in re.split(r"[\s,;\[\]']+", said.one("categories"))]
    if found := [name for name in categories if name][:50]:
        extra["categories"] = found
    if said.strange:
        extra["csv"] = dict(said.strange)
    if more:
        extra[MORE_AUTHORS] = True
    return extra
