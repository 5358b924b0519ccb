"""CSV out (RFC 4180, lines end with LF), safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator

from readlist import ids, names
from readlist.errors import UsageError
from readlist.formats.base import DumpOptions, Format
from readlist.model import Paper

Cell = str | int | None

DEFAULT_COLUMNS = (
    "key", "title", "authors", "year", "published", "venue", "arxiv", "doi", "url", "status",
    "priority", "rating", "tags", "lists", "added", "started", "finished", "abstract",
)  # fmt: skip

# OWASP, CSV injection: what makes a cell a formula, also after blanks and in its wide forms.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def _identifier(scheme: str) -> Callable[[Paper], Cell]:
    def value(paper: Paper) -> Cell:
        return next((found.value for found in paper.identifiers if found.scheme == scheme), "")

    return value


def _url(paper: Paper) -> Cell:
    """Return the first page that any identifier leads to, otherwise the first link."""
    found = (ids.address(identifier) for identifier in paper.identifiers)
    return next(filter(None, found), "") or next((link.url for link in paper.links), "")


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(value for value in values if value))


COLUMNS: dict[str, Callable[[Paper], Cell]] = {
    "id": lambda paper: paper.id,
    "key": lambda paper: paper.key,
    "title": lambda paper: paper.title,
    "authors": lambda paper: "; ".join(map(names.display, paper.authors)),
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
}
"""Every column by name, with what it shows of a paper."""


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a header, then a row for each paper; ``options.columns`` chooses and orders columns."""
    chosen = options.columns or DEFAULT_COLUMNS
    for name in chosen:
        if name not in COLUMNS:
            raise UsageError(f"There is no column {name!r}. The columns are {', '.join(COLUMNS)}.")
    write = csv.writer(_Echo(), lineterminator="\n").writerow
    yield write(chosen)
    shows = [COLUMNS[name] for name in chosen]
    for paper in papers:
        yield write([_safe(show(paper)) for show in shows])


def _safe(cell: Cell) -> str:
    """Return the cell as text that no spreadsheet runs: a formula gets an apostrophe before it."""
    text = "" if cell is None else str(cell)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        text = f"'{text}"
    return text.replace("\r\n", "\n").replace("\r", "\n")  # the writer leaves a lone CR unquoted


class _Echo:
    """A file that hands back what is written, so that the writer's rows can be yielded."""

    def write(self, row: str) -> str:
        return row


FORMAT = Format(name="csv", summary="comma-separated values", suffixes=(".csv",), dump=dump)
