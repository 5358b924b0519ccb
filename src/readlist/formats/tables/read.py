"""Tables read: the delimiter and the header are found by what the headers say."""

from collections.abc import Iterator, Sequence

from readlist.formats.base import Document, LoadOptions
from readlist.formats.tables.headers import PAPERS, columns
from readlist.formats.tables.record import Rows
from readlist.formats.tables.rows import Row, rows
from readlist.formats.tables.shape import Shape, is_separator, sample_of, shape_of
from readlist.formats.tables.write import COLUMNS
from readlist.model import Item, Problem, Skipped
from readlist.text import clean

# One of these beside the key says that the program wrote the table itself.
_OWN = frozenset({"priority", "lists", "added", "published", "author_count", "progress"})


def load(document: Document, options: LoadOptions, source: str = "csv") -> Iterator[Item]:
    """Yield a paper for each row; raises ``UsageError`` where ``options.columns`` does not fit."""
    sample = sample_of(document.lines())
    shape = shape_of(sample, options.columns)
    if shape is None:
        yield Problem(0, "The table is empty.")
        return
    found = columns(shape.header.cells, options.columns)
    if not shape.fields & PAPERS:
        yield Problem(shape.header.line, _no_papers(shape.header.cells))
        return
    made = Rows(found, source, own=_is_own(shape.header.cells))
    for row in rows(document.lines(), shape.delimiter):
        if row.line > shape.header.line:
            yield from _item(row, shape, made)
        elif row.line < shape.header.line and not is_separator(row.cells, shape.delimiter):
            said = clean(" ".join(row.cells), 100)
            yield from [Skipped(row.line, f"“{said}” stands above the header")] if said else []


def _item(row: Row, shape: Shape, made: Rows) -> Iterator[Item]:
    """Yield the paper of a row, if there is one, or what is wrong with the row."""
    width = len(shape.header.cells)
    fits = len(row.cells) == width
    if row.unclosed and not (shape.delimiter == "\t" and fits):
        yield Problem(row.line, "A quote in this row is not closed, so its cells are unsure.")
        return
    if len(row.cells) > width and any(cell and not cell.isspace() for cell in row.cells[width:]):
        yield Problem(
            row.line, f"This row has {len(row.cells)} cells, the header has {width}: "
            "a cell with the delimiter in it needs quotes."
        )  # fmt: skip
        return
    if row.cells == shape.header.cells:
        yield Skipped(row.line, "the header once more")
        return
    item = made.record(row.cells, row.line)
    if item:
        yield item


def _is_own(header: Sequence[str]) -> bool:
    return "key" in header and bool(_OWN & set(header)) and all(cell in COLUMNS for cell in header)


def _no_papers(header: Sequence[str]) -> str:
    names = [clean(cell, 60) for cell in header if cell.strip()][:30]
    shown = ", ".join(f"“{name}”" for name in names)
    example = names[0] if names else "Name"
    return (
        "No column is known to hold a title, an identifier or an address. "
        f"The columns are {shown}. Say which is the title: --map title={example!r}."
    )
