"""CSV: read however a spreadsheet wrote it, written after RFC 4180 and safe to open in one.

Lines end with LF. What is written comes back equal when it is read.
"""

import csv
from collections.abc import Callable, Iterable, Iterator

from readlist.bib import ids, names
from readlist.bib.details import detail, people
from readlist.errors import UsageError
from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.formats.tables.guard import guarded
from readlist.model import Author, Item, Paper

Cell = str | int | None

DEFAULT_COLUMNS = (
    "key", "title", "authors", "year", "published", "venue", "arxiv", "doi", "url", "status",
    "priority", "rating", "tags", "lists", "added", "started", "finished", "abstract", "kind",
)  # fmt: skip


def _identifier(scheme: str) -> Callable[[Paper], Cell]:
    def value(paper: Paper) -> Cell:
        return next((found.value for found in paper.identifiers if found.scheme == scheme), "")

    return value


def _url(paper: Paper) -> Cell:
    """Return the first page that any identifier leads to, otherwise the first link."""
    found = (ids.address(identifier) for identifier in paper.identifiers)
    return next(filter(None, found), "") or next((link.url for link in paper.links), "")


def _detail(*aliases: str) -> Callable[[Paper], Cell]:
    return lambda paper: detail(paper, *aliases)


def _name(author: Author) -> str:
    """Return a name, in braces where it would be read as the names of several."""
    name = names.display(author)
    if not any(mark in name for mark in (";", ",", "{", "}", " and ", " & ")):
        return name
    read = [found.name for found in names.parse_authors(f"{name}; A B")]
    return name if read == [name, "A B"] else f"{{{name.replace('{', '').replace('}', '')}}}"


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


COLUMNS: dict[str, Callable[[Paper], Cell]] = {
    "id": lambda paper: paper.id,
    "key": lambda paper: paper.key,
    "title": lambda paper: paper.title,
    "authors": lambda paper: "; ".join(map(_name, paper.authors)),
    "author_count": lambda paper: paper.author_count or len(paper.authors) or None,
    "organization": lambda paper: paper.organization,
    "year": lambda paper: paper.year,
    "published": lambda paper: paper.published,
    "venue": lambda paper: paper.venue,
    "kind": lambda paper: paper.kind,
    **{scheme: _identifier(scheme) for scheme in ids.SCHEMES if scheme != "url"},
    "url": _url,
    "status": lambda paper: paper.reading.status,
    "priority": lambda paper: int(paper.reading.priority),
    "rating": lambda paper: paper.reading.rating,
    "progress": lambda paper: paper.reading.progress,
    "tags": lambda paper: _joined(paper.tags),
    "lists": lambda paper: _joined(entry.list for entry in paper.lists),
    "remarks": lambda paper: "\n\n".join(entry.remark for entry in paper.lists if entry.remark),
    "notes": lambda paper: "\n\n".join(note.body for note in paper.notes),
    "added": lambda paper: paper.added,
    "started": lambda paper: paper.reading.started,
    "finished": lambda paper: paper.reading.finished,
    "abstract": lambda paper: paper.abstract,
    "volume": _detail("volume"),
    "number": _detail("number", "issue"),
    "pages": _detail("pages"),
    "publisher": _detail("publisher"),
    "editor": lambda paper: "; ".join(map(_name, people(paper, "editor"))),
    "series": _detail("series"),
    "edition": _detail("edition"),
    "address": _detail("address", "location"),
    "issn": _detail("issn"),
    "language": _detail("language", "langid"),
    "shortjournal": _detail("shortjournal"),
    "eventtitle": _detail("eventtitle"),
}
"""Every column by name, with what it shows of a paper."""


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the paper of each row; ``options.columns`` says what unknown headers mean."""
    from readlist.formats.tables.read import load as read

    return read(document, options, "csv")


def sniff(head: str, name: str) -> float:
    """Return how surely a text is a table of papers that is not parted by tabs."""
    from readlist.formats.tables.shape import sniff as look

    return look(head, name, (",", ";", "|"))


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a header, then a row for each paper; ``options.columns`` chooses and orders columns."""
    return written(papers, options, ",")


def written(papers: Iterable[Paper], options: DumpOptions, delimiter: str) -> Iterator[str]:
    """Yield the lines of a table with this delimiter; cells that need quotes have them."""
    chosen = options.columns or DEFAULT_COLUMNS
    for name in chosen:
        if name not in COLUMNS:
            raise UsageError(f"There is no column {name!r}. The columns are {', '.join(COLUMNS)}.")
    write = csv.writer(_Echo(), delimiter=delimiter, lineterminator="\n").writerow
    yield write(chosen)
    shows = [COLUMNS[name] for name in chosen]
    for paper in papers:
        yield write([_safe(show(paper)) for show in shows])


def _safe(cell: Cell) -> str:
    """Return the cell as text that no spreadsheet runs: a formula gets an apostrophe before it."""
    text = guarded("" if cell is None else str(cell))
    return text.replace("\r\n", "\n").replace("\r", "\n")  # the writer leaves a lone CR unquoted


class _Echo:
    """A file that hands back what is written, so that the writer's rows can be yielded."""

    def write(self, row: str) -> str:
        return row


FORMAT = Format(
    name="csv",
    summary="tables: comma-separated values, and what spreadsheets make of them",
    suffixes=(".csv",),
    sniff=sniff,
    load=load,
    dump=dump,
)
