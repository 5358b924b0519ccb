"""The papers that are most like others, each with its reasons."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from readlist.text import visible
from readlist.views.answer import Column
from readlist.views.rows import Papers, columns_of

if TYPE_CHECKING:
    from readlist.library.papers.similar import Near

REASONS = "reasons"
"""The last column."""
WIDE = 110
"""Characters from which on a terminal has room for the key and the year, too."""


def terminal_columns(width: int) -> tuple[str, ...]:
    """Return the columns that a terminal of this width has room for, before the reasons."""
    return ("id", "key", "year", "title") if width >= WIDE else ("id", "title")


def listing(
    found: "Sequence[Near]", names: Sequence[str], rows: Iterable[Sequence[Any]],
    shapes: Iterable[dict[str, Any]],
) -> Papers:  # fmt: skip
    """Return papers as a listing; ``shapes`` are they as JSON, in the same order."""
    last = Column(REASONS, drawn=lambda row: visible(row[-1]), style="dim", flex=3, least=24)
    items = (
        shape | {"shares": list(near.shares), "same_references": near.cites,
                 "meaning": round(near.means, 4) or None,
                 "reasons": near.reasons()}
        for shape, near in zip(shapes, found, strict=True)
    )  # fmt: skip
    cells = [(*row, near.reasons()) for row, near in zip(rows, found, strict=True)]
    return Papers(
        "papers", [*columns_of(names), last], cells, names=(*names, REASONS), items=items,
        numbers=(near.id for near in found), empty="Nothing here is like it.",
    )  # fmt: skip
