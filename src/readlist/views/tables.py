"""Small tables for terminals: one column takes what the others leave."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from readlist.text import visible

GAP = 2
LEAST = 16
"""Characters of the column that takes what is left."""


class Head(NamedTuple):
    """A column: its head, its style, the share of the width that it may take (0: all of its own).

    The column whose ``share`` is -1 takes what is left.
    """

    name: str
    style: str = ""
    share: float = 0
    right: bool = False


def small_table(heads: Sequence[Head], rows: Sequence[Sequence[str]], width: int) -> Any:
    """Return rows as a rich table that fits the width; what is too long is cropped."""
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    shown = [[visible(cell) for cell in row] for row in rows]
    wide = [
        max([cell_len(head.name), *(cell_len(row[place]) for row in shown)])
        for place, head in enumerate(heads)
    ]
    sizes = [
        min(size, max(8, int(width * head.share))) if head.share > 0 else size
        for size, head in zip(wide, heads, strict=True)
    ]
    rest = next((place for place, head in enumerate(heads) if head.share < 0), None)
    if rest is not None:
        others = sum(sizes) - sizes[rest] + GAP * (len(heads) - 1)
        sizes[rest] = min(wide[rest], max(LEAST, width - others))
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for head, size in zip(heads, sizes, strict=True):
        drawn.add_column(
            head.name, justify="right" if head.right else "left", no_wrap=True,
            overflow="ellipsis", width=size,
        )  # fmt: skip
    for row in shown:
        drawn.add_row(
            *(Text(cell, style=head.style) for cell, head in zip(row, heads, strict=True))
        )
    return drawn
