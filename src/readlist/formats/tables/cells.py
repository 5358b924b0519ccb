"""The cells of one row of a table: each field takes the best, and what none takes is kept."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from readlist.formats.tables.headers import Column
from readlist.formats.tables.write import unguarded
from readlist.text import clean, clean_block

_Value = TypeVar("_Value")
_STRANGE_LIMIT = 2_000
_STRANGERS_LIMIT = 60
NOTHING = frozenset({
    "", "-", "–", "—", "n/a", "#n/a", "nan", "none", "null", "nil", "?", "tbd", "unknown", "[]",
})  # fmt: skip


def is_nothing(cell: str) -> bool:
    """Say whether a cell says that there is nothing to say."""
    return len(cell) < 9 and cell.strip().lower() in NOTHING


class Cells:
    """The cells of a row by field, with their headers; ``strange`` is what no field takes.

    Of others ``none`` and ``n/a`` say nothing, but in a title; the program leaves such a cell
    empty, so that in its ``own`` table ``none`` is a key, a tag or a venue.
    """

    def __init__(self, columns: Sequence[Column], row: Sequence[str], *, own: bool) -> None:
        self.values: dict[str, list[tuple[str, str]]] = {}
        self.strange: dict[str, str] = {}
        for at, field, header, _ in columns:
            cell = row[at] if at < len(row) else ""
            if not cell or cell.isspace():
                continue
            if not own and field != "title" and is_nothing(cell):
                continue
            cell = unguarded(cell)
            if not cell:  # ="", which a spreadsheet leaves as it is
                continue
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
