"""Tables read: the header says what the columns hold, and a row is a paper.

Each fact comes from the best column that has it; what no field takes is kept as it stands.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any

from readlist.bib import dates, ids, markup, names, statuses, types
from readlist.bib.citekeys import LONGEST
from readlist.bib.details import (
    VERBATIM_PLACE,
    bibtex_pages,
    details,
    with_capitals,
    wordings,
)
from readlist.bib.keywords import as_tags, parted
from readlist.formats.base import Document, LoadOptions
from readlist.formats.tables.cells import Cells
from readlist.formats.tables.headers import (
    PAPERS,
    Column,
    Shape,
    columns,
    folded,
    is_separator,
    sample_of,
    shape_of,
)
from readlist.formats.tables.identity import identity, without_link
from readlist.formats.tables.programs import listed, program_of, without_marks
from readlist.formats.tables.rows import Row, rows
from readlist.formats.tables.write import BETWEEN_TAGS, COLUMNS
from readlist.model import (
    BLOCK,
    FACTS,
    FIELDS,
    LINE,
    MORE_AUTHORS,
    OF_READING,
    Author,
    Identifier,
    Item,
    ListEntry,
    Note,
    Problem,
    Reading,
    Record,
    Skipped,
    Status,
)
from readlist.text import TITLE_LIMIT, clean, clean_block

# One of these beside the key says that the program wrote the table itself.
_OWN = frozenset({"priority", "lists", "added", "published", "author_count", "progress"})
_LINES = tuple(n for n in FACTS if FIELDS[n] == LINE and n not in ("title", "venue", "kind"))
_BLOCKS = tuple(n for n in FACTS if FIELDS[n] == BLOCK)
_READING = frozenset({"done", "days_read", *OF_READING})
_DETAILS = (
    "volume", "number", "publisher", "series", "edition", "issn", "language", "shortjournal",
    "eid", "eventtitle", "location",
)  # fmt: skip
# Excel counts days from 1899-12-30 on; only from 1954 to 2064 is a number of five digits a day.
_EXCEL_ORDINAL, _FIRST_DAY, _LAST_DAY = 693_594, 20_000, 60_200
# The ISBN of a part is that of its whole, which names every part beside it.
_PARTS = frozenset({"article", "inproceedings", "incollection", "inbook"})
# SpringerLink has nothing between two people: "Anna RoeBen C. McPoeCarl Fox".
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bLa)(?=[^\W\d_a-zß-ÿ])"
)
# Web of Science has one letter for a type.
_TYPES = {"j": "article", "c": "inproceedings"}
# "{Acme Inc}", "Roe, Ann and Poe, Ben"; not "Roe, Ann; Poe, Ben".
_IN_BIBTEX = re.compile(r"[{&\\]| and ")
# "Roe, Anna (57190000000)", "Anna Roe (MIT)"; not "William (Bill) Roe".
_IN_BRACKETS = re.compile(r"\s*\([^()]{1,200}\)(?=\s*(?:[;,|&]|and\b|$))")
# Signs that only part people: lines, "王小明、李四", "Roe / Poe"; not "Roe, Anna".
_PARTS_PEOPLE = re.compile(r"\s*(?:[\r\n、，；|]|\s/\s)\s*")


def load(document: Document, options: LoadOptions, source: str = "csv") -> Iterator[Item]:
    """Yield a paper for each row; raises ``UsageError`` where ``options.columns`` does not fit."""
    shape = shape_of(sample_of(document.lines()), options.columns)
    if shape is None:
        yield Problem(0, "The table is empty.")
        return
    header = shape.header
    found = columns(header.cells, options.columns)
    if not shape.fields & PAPERS:
        yield Problem(header.line, _no_papers(header.cells))
        return
    table = _Table(found, source, header.cells)
    for row in rows(document.lines(), shape.delimiter):
        if row.line > header.line:
            yield from _items(row, shape, table)
            continue
        is_above = row.line < header.line and not is_separator(row.cells, shape.delimiter)
        if is_above and (said := clean(" ".join(row.cells), 100)):
            yield Skipped(row.line, f"“{said}” stands above the header")


def _items(row: Row, shape: Shape, table: "_Table") -> Iterator[Item]:
    """Yield the paper of a row, if there is one, or what is wrong with the row."""
    width = len(shape.header.cells)
    if width == 1 and not row.unclosed:  # a list of titles, in which commas part nothing
        row = row._replace(cells=[shape.delimiter.join(row.cells)])
    fits = len(row.cells) == width
    if row.unclosed and not (shape.delimiter == "\t" and fits):
        yield Problem(row.line, "A quote in this row is not closed, so its cells are unsure.")
        return
    if any(cell and not cell.isspace() for cell in row.cells[width:]):
        yield Problem(
            row.line, f"This row has {len(row.cells)} cells, the header has {width}: "
            "a cell with the delimiter in it needs quotes."
        )  # fmt: skip
        return
    if row.cells == shape.header.cells:
        yield Skipped(row.line, "the header once more")
        return
    if item := table.record(row.cells, row.line):
        yield item


def _no_papers(header: Sequence[str]) -> str:
    names = [clean(cell, 60) for cell in header if cell.strip()][:30]
    shown = ", ".join(f"“{name}”" for name in names)
    example = names[0] if names else "Name"
    return (
        "No column is known to hold a title, an identifier or an address. "
        f"The columns are {shown}. Say which is the title: --map title={example!r}."
    )


class _Table:
    """Makes records of rows; ``own`` says that the program wrote the table itself.

    ``kind`` is that of rows which say none.
    """

    def __init__(self, columns: Sequence[Column], source: str, header: Sequence[str]) -> None:
        self.source = source
        is_ours = "key" in header and not _OWN.isdisjoint(header)
        self.own = is_ours and COLUMNS.keys() >= set(header)
        self.columns = columns if self.own else _best_first(columns)
        program = program_of(map(folded, header))
        self.kind = program.kind if program else ""
        self.places: Counter[str] = Counter()

    def record(self, row: Sequence[str], line: int) -> Record | Problem | None:
        """Return the paper of a row; None where nothing is in it that names one or could."""
        said = Cells(self.columns, row, own=self.own)
        if not said.values:
            return None
        said_title, address = without_link(said.one("title"))
        title = clean(said_title, TITLE_LIMIT) if self.own else markup.plain(said_title)
        said.add("url", address)
        identifiers, links = identity(said, own=self.own)
        key = said.take("key", lambda cell: clean(cell, LONGEST)) or ""
        kind = said.take("kind", clean if self.own else _type) or self.kind
        isbns = [one for one in identifiers if one.scheme == "isbn"]
        if self.own or kind not in _PARTS:
            isbns = []
        identifiers = tuple(one for one in identifiers if one not in isbns)
        if not any((title, identifiers, links, self.own and key)):
            return Problem(line, "This row has neither a title nor an identifier nor an address.")
        return Record(
            source=self.source,
            title=title,
            identifiers=identifiers,
            links=links,
            key=key,
            line=line,
            kind=kind,
            **self._facts(said, "" if self.own else said_title, isbns),
        )

    def _facts(self, said: Cells, title: str, isbns: Sequence[Identifier]) -> dict[str, Any]:
        """Return what a row says of a paper and of its reader, by the names of fields.

        ``title`` is the title with its markup, ``isbns`` are those of what the paper is a part of.
        """
        published, year = _dates(said)
        authors, more = self._authors(said)
        count = said.take("author_count", _count) or 0
        # What the program wrote is taken as it stands; others' cells have markup and own words.
        as_line = clean if self.own else markup.plain
        remarks = clean_block(said.one("remarks"))
        entries = self._entries(said, remarks)
        notes = self._notes(said, "" if entries else remarks)
        words = list(_tags(said, own=self.own))
        found = {name: clean(said.one(name)) for name in _LINES}
        found |= {name: clean_block(said.one(name)) for name in _BLOCKS}
        return {
            **found,
            "published": published,
            "year": year,
            "authors": authors,
            "author_count": count if count > len(authors) else None,
            "venue": as_line(said.one("venue")),
            "reading": _reading(said, own=self.own),
            "tags": as_tags(words),
            "notes": (*notes, *_highlight(said)),
            "added": said.take("added", _moment) or "",
            "entries": entries,
            "extra": _extra(said, wordings(title, () if self.own else words), isbns, more=more),
        }

    def _authors(self, said: Cells) -> tuple[tuple[Author, ...], bool]:
        """Return the authors, of which some tables name the first or the others apart."""
        if spellings := said.all("authors"):
            authors, more = people_in(spellings[0], own=self.own)
        elif glued := said.one("glued_authors"):
            authors, more = people_in(_GLUED.sub("; ", glued))
        else:
            authors, more = people_in(said.one("first_author"))
            authors, more = authors[:1], bool(authors) or more
        return (*authors, *people_in(said.one("more_authors"))[0]), more

    def _notes(self, said: Cells, remarks: str) -> list[Note]:
        """Return the reader's notes, each once, and the remarks that belong to no list."""
        bodies = said.all("notes")
        if self.own:
            bodies = [body for cell in bodies for body in cell.split(markup.BETWEEN_NOTES)]
        return [Note(body) for body in dict.fromkeys([*map(markup.block, bodies), remarks]) if body]

    def _entries(self, said: Cells, remarks: str) -> tuple[ListEntry, ...]:
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


def _best_first(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of another program's table by rank.

    There a column "links" holds pages, of which "url" is the better name.
    """
    found = [one._replace(field="url", rank=1) if one.field == "links" else one for one in columns]
    return sorted(found, key=attrgetter("rank"))


def _dates(said: Cells) -> tuple[str, int | None]:
    """Return date and year; a column of years may hold a whole date."""
    year = said.take("year", _year)
    published = said.take("published", _date) or ""
    month = ""
    if not published and year:
        # The month in a column of its own: "6", "JUN 12", and the day in another: "2".
        month = said.take("month", lambda cell: _month(cell, year)) or ""
        whole = month or dates.read(said.one("year"))
        published = whole if len(whole) > 4 else ""
    is_bare = month == published and len(month) == len("2026-12")
    day = said.take("day", lambda cell: _day_of(month, cell) if is_bare else "")
    return day or published, year or (int(published[:4]) if published else None)


def _year(cell: str) -> int | None:
    """Return the year of a cell; spreadsheets write ``2,019`` and ``2.019`` as of any number."""
    grouped = re.fullmatch(r"\s*([12])[.,'’\s]([0-9]{3})\s*", cell[:100])
    return int(grouped[1] + grouped[2]) if grouped else dates.year_in(cell[:100])


def _day_of_excel(cell: str) -> str:
    """Return the day that Excel's number for it says: ``43586`` is 2019-05-01."""
    days = cell.strip().removesuffix(".0")
    if len(days) != 5 or not (days.isascii() and days.isdecimal()):
        return ""
    if not _FIRST_DAY <= int(days) <= _LAST_DAY:
        return ""
    from datetime import date

    return date.fromordinal(_EXCEL_ORDINAL + int(days)).isoformat()


def _date(cell: str) -> str:
    return _day_of_excel(cell) or dates.read(cell)


def _moment(cell: str) -> str:
    return _day_of_excel(cell) or dates.moment(cell)


def _day_of(month: str, cell: str) -> str:
    """Return the date of ``2`` in a column of days."""
    return _whole(dates.read(f"{month}-{cell.strip():0>2}")) if cell.strip().isdecimal() else ""


def _whole(date: str) -> str:
    return date if len(date) == len("2026-12-24") else ""


def _month(cell: str, year: int) -> str:
    """Return the date of ``6`` or ``JUN 12`` in a year."""
    found = dates.read(f"{year}-{cell.strip()}") if cell.strip().isdecimal() else ""
    return found or dates.read(cell, year)


def _count(cell: str) -> int | None:
    return int(cell) if cell.strip().isdecimal() and len(cell) < 6 and cell.isascii() else None


def _type(cell: str) -> str:
    """Return the type that a service's word for it means; what the program writes is any text."""
    words = [word.strip() for word in re.split(r"[;,]", cell[:200])]
    found = (_TYPES.get(word.lower()) or types.kind_of(word) for word in words)
    return next(filter(None, found), "")


def _tags(said: Cells, *, own: bool) -> Iterator[str]:
    """Yield keywords, what is on the person's shelves, and the mark of a favourite.

    Goodreads has the shelves of its statuses (``to-read``) among the others.
    """
    for cell in (*said.all("tags"), *said.all("highlight_tags")):
        yield from cell.split(BETWEEN_TAGS) if own else _words(cell)
    for cell in said.all("shelves"):
        yield from (word for word in parted(cell) if not statuses.status(word))
    if any(map(statuses.is_yes, said.all("favourite"))):
        yield statuses.FAVOURITE


def _words(cell: str) -> list[str]:
    """Return the keywords of a cell; Diigo has quotes around those with a blank."""
    return listed(cell) or [word.strip(' "') for word in parted(cell)]


def _highlight(said: Cells) -> Iterator[Note]:
    """Yield the words that a reader marked as a quotation, with what was said of them."""
    if body := markup.quotation(said.one("highlight"), said.one("highlight_note")):
        yield Note(body, said.take("highlighted", dates.moment) or "")


def _reading(said: Cells, *, own: bool) -> Reading | None:
    """Return what the row says of the reader; None where it says nothing.

    A row of the program itself says its status, and how far in the reader's own words.
    """
    if _READING.isdisjoint(said.values):
        return None
    status: Status | None = said.take("status", statuses.status) or said.take("done", statuses.done)
    rating = _rating(said)
    first, last = _days_read(said)
    started = said.take("started", _moment) or first
    finished = said.take("finished", _moment) or last
    progress = clean(said.one("progress"))
    if not own:
        progress, through = statuses.progress(progress)
        status = status or (Status.READ if through else statuses.implied(started, finished))
    found = Reading(
        status=status,
        priority=int(said.take("priority", statuses.priority) or 0),
        rating=rating,
        progress=progress,
        started=started,
        finished=finished,
        due=said.take("due", _day) or "",
        wait=said.take("wait", _day) or "",
    )
    return None if found == Reading() else found


def _rating(said: Cells) -> int | None:
    """Return the stars of five: ``0`` is Goodreads' for none, of ``4.25`` the cell is kept."""
    if said.one("rating") in ("0", "0.0"):
        return None
    for header, cell in said.values.get("rating", ()):
        if "." in cell and cell.rstrip("0")[-1:] != ".":
            said.keep(header, cell)
    return said.take("rating", statuses.rating)


def _day(text: str) -> str:
    """Return a whole day, nothing for less of a date."""
    return _whole(_date(text))


def _days_read(said: Cells) -> tuple[str, str]:
    """Return the last days of reading: ``2024/01/01-2024/01/15``, ``… to …``, several by commas."""
    last = said.one("days_read").rpartition(",")[2]
    first, _, end = re.sub(r"(?<=[0-9])-(?=[0-9]{4}/)|\sto\s", "|", last).partition("|")
    return (dates.moment(first), dates.moment(end)) if end else ("", dates.moment(first))


def _extra(
    said: Cells, wording: dict[str, str], isbns: Sequence[Identifier], *, more: bool
) -> dict[str, Any]:
    """Return the details, and every cell that nothing above has taken."""
    isbn = ", ".join(one.value for one in isbns)
    extra: dict[str, Any] = details({**_details(said), "isbn": isbn})
    dois = [ids.normalise("doi", cell) for cell in said.all("doi")[:1]]
    wording |= with_capitals(map(str.strip, said.all("doi")[:1]), filter(None, dois))
    if wording:
        extra[VERBATIM_PLACE] = wording
    categories = [clean(part, 100) for part in re.split(r"[\s,;\[\]']+", said.one("categories"))]
    if found := [name for name in categories if name][:50]:
        extra["categories"] = found
    if said.strange:
        extra["csv"] = dict(said.strange)
    if more:
        extra[MORE_AUTHORS] = True
    return extra


def _details(said: Cells) -> dict[str, str | Sequence[Author]]:
    """Return what BibTeX has names for: texts, pages, people, a date that is more than a day."""
    found: dict[str, str | Sequence[Author]] = {
        name: clean(said.one(name)) for name in _DETAILS if name in said.values
    }
    when = (dates.beside(cell) for cell in (*said.all("published"), *said.all("year")))
    found |= next(filter(None, when), {})
    first, last = clean(said.one("start_page")), clean(said.one("end_page"))
    found["pages"] = bibtex_pages(clean(said.one("pages")) or first, last)
    for role in ("editor", "translator"):
        if role in said.values:
            found[role] = people_in(said.one(role))[0]
    return found


def people_in(cell: str, *, own: bool = False) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of a cell, and whether they are only the first of more.

    ``own`` says that the program wrote the cell, every author with the given name first.
    """
    if own:
        return names.parse_people(cell)
    cell = _parted_people(markup.without_entities(cell))
    cell = without_marks(_IN_BRACKETS.sub("", cell) if "(" in cell else cell)
    named, more = names.without_others(cell)
    if turned := _turned(cell):
        return turned, more
    if ";" not in named or _IN_BIBTEX.search(named):
        people, others = names.parse_people(named)
        return people, more or others
    found = (names.author(clean(part)) for part in named.split(";"))
    return tuple(author for author in found if author.name), more


def _parted_people(cell: str) -> str:
    """Return names with semicolons between them: ``['Roe', 'Poe']``, OpenAlex's ``Roe|Poe``."""
    if found := listed(cell):
        return "; ".join(found)
    return cell if ";" in cell else _PARTS_PEOPLE.sub("; ", cell.strip())


def _turned(cell: str) -> tuple[Author, ...]:
    """Return ``Vaswani A.; Shazeer N.`` and ``Vaswani A, Shazeer N`` with the family name known."""
    parts = [part.strip() for part in re.split("[;,]", cell.rstrip(" ;,."))]
    if len(parts) > 5_000:
        return ()
    has_dots = len(parts) == 1 or "." in "".join(parts)
    if has_dots and cell.rstrip(" ;,").endswith("."):
        parts[-1] += "."  # of the last initial, not of the list
    found = [names.initials_behind(part) for part in parts]
    # "Li J" alone may be a family name of two words; "Li J." and "Li J, Wu X" are no doubt.
    certain = len(parts) > 1 or "." in parts[0]
    if not certain or not any(found):
        return ()
    people = []
    for part, name in zip(parts, found, strict=True):
        if name:
            people.append(names.split_name(*name))
            continue
        people.append(names.parse_author(part))
        # "Roe A, WHO Group" has a group; "Smith, John A" and "Roe A, Anna Poe" are other ways.
        if people[-1].family or " " not in part:
            return ()
    return tuple(people)
