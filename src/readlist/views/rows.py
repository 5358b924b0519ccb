"""Listings: columns by name, tab-separated lines for pipes, tables for terminals."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from readlist.errors import UsageError
from readlist.text import visible


class Column(NamedTuple):
    """A column of a listing; ``flex`` columns share what is left of the width."""

    name: str
    head: str
    style: str = ""
    flex: int = 0
    right: bool = False
    least: int = 0


COLUMNS = {
    column.name: column
    for column in (
        Column("id", "#", "dim", right=True),
        Column("key", "key", "cyan"),
        Column("status", "status"),
        Column("state", "status"),
        Column("priority", "pri"),
        Column("rating", "rate", right=True),
        Column("year", "year", right=True),
        Column("published", "published"),
        Column("byline", "authors", flex=1, least=10),
        Column("title", "title", "bold", flex=4, least=20),
        Column("venue", "venue", flex=1, least=8),
        Column("kind", "kind"),
        Column("added", "added"),
        Column("started", "started"),
        Column("finished", "finished"),
        Column("progress", "progress"),
        Column("tags", "tags", "magenta", flex=1, least=8),
        Column("lists", "lists", flex=1, least=8),
        Column("list_count", "lists", right=True),
        Column("notes", "notes", right=True),
        Column("arxiv", "arxiv"),
        Column("doi", "doi", flex=1, least=10),
        Column("organization", "organization", flex=1, least=8),
        Column("abstract", "abstract", flex=4, least=20),
        Column("score", "score", "green", right=True),
        Column("feeds", "feeds", "magenta", flex=1, least=8),
        Column("why", "why", "dim", flex=2, least=16),
        Column("announced", "announced"),
        Column("votes", "votes", right=True),
    )
}
ALIASES = {
    "authors": "byline",
    "author": "byline",
    "tag": "tags",
    "list": "lists",
    "pri": "priority",
    "feed": "feeds",
}
PIPE = ("id", "key", "status", "year", "byline", "title")
"""Columns in a pipe; the order is a promise, more are asked for with ``--columns``."""

INBOX = ("id", "score", "title", "feeds", "why")
"""Columns of the inbox."""
NO_TITLE = "(no title yet)"
"""What stands on a terminal for a title that nobody has told yet."""
GAP = 2
"""Blanks between two columns of a table."""

STATUS_STYLES = {
    "inbox": "yellow", "to-read": "default", "reading": "bold green", "skimmed": "blue",
    "read": "blue", "dropped": "dim", "expired": "dim",
}  # fmt: skip
# The words of model.Priority; importing it here costs 5 ms.
PRIORITIES = {0: "", 1: "low", 2: "medium", 3: "high"}


def columns_named(text: str) -> tuple[str, ...]:
    """Return columns from ``title,year``. Raises ``UsageError`` with the nearest name."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    chosen = tuple(ALIASES.get(name, name) for name in names)
    for name in chosen:
        if name not in COLUMNS:
            from difflib import get_close_matches

            near = get_close_matches(name, COLUMNS, n=1)
            advice = f"did you mean {near[0]!r}?" if near else f"they are {', '.join(COLUMNS)}."
            raise UsageError(f"There is no column {name!r}; {advice}")
    return chosen


def terminal_columns(width: int) -> tuple[str, ...]:
    """Return the columns that a terminal of this width has room for."""
    if width < 90:
        return ("id", "state", "year", "title")
    if width < 130:
        return ("id", "key", "state", "year", "title")
    if width < 170:
        return ("id", "key", "state", "year", "byline", "title")
    return ("id", "key", "state", "year", "byline", "title", "tags", "lists")


def shown(name: str, value: Any) -> str:
    """Return one cell as text."""
    if value is None:
        return ""
    if name == "priority":
        return PRIORITIES.get(value, str(value))
    if name == "score":
        return f"{value:.2f}"
    text = str(value)
    return text[:10] if name in {"added", "started", "finished"} else text


def on_terminal(name: str, value: Any) -> str:
    """Return one cell as text for a terminal, where a title that is missing says so."""
    text = visible(shown(name, value))
    return text or NO_TITLE if name == "title" else text


def plain_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield rows for a pipe: tab-separated, never cropped, safe for a terminal."""
    if columns == PIPE:
        for number, key, status, year, byline, title in rows:
            line = f"{number}\t{key}\t{status}\t{'' if year is None else year}\t{byline}\t{title}\n"
            # One look at the whole line is enough: the tabs and the line's end are ours.
            yield line if (key + byline + title).isprintable() else _safe_line(line)
        return
    for row in rows:
        cells = (shown(name, value) for name, value in zip(columns, row, strict=True))
        yield "\t".join(visible(cell) for cell in cells) + "\n"


def _safe_line(line: str) -> str:
    cells = line.rstrip("\n").split("\t")
    head, title = cells[:5], " ".join(cells[5:])
    return "\t".join(visible(cell) for cell in (*head, title)) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], width: int) -> Any:
    """Return rows as a rich table that fits the width."""
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    cells = [
        [on_terminal(name, value) for name, value in zip(columns, row, strict=True)] for row in rows
    ]
    natural = [
        max([cell_len(COLUMNS[name].head), *(cell_len(row[place]) for row in cells)])
        for place, name in enumerate(columns)
    ]
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for name, wide in zip(columns, fitted(columns, natural, width), strict=True):
        column = COLUMNS[name]
        drawn.add_column(
            column.head, justify="right" if column.right else "left", no_wrap=True,
            overflow="ellipsis", width=wide,
        )  # fmt: skip
    for row in cells:
        styled = zip(columns, row, strict=True)
        drawn.add_row(*(Text(text, style=_style(name, text)) for name, text in styled))
    return drawn


def fitted(columns: Sequence[str], natural: Sequence[int], width: int) -> list[int]:
    """Return column widths that fit: what is short stays whole, long text shares what is left.

    Wide columns give way in the order of their ``flex``, none below its ``least``.
    """
    wide = [
        min(size, max(12, width // 4)) if name == "key" else size
        for name, size in zip(columns, natural, strict=True)
    ]
    over = sum(wide) + GAP * (len(columns) - 1) - width
    flexible = [place for place, name in enumerate(columns) if COLUMNS[name].flex]
    for place in sorted(flexible, key=lambda place: COLUMNS[columns[place]].flex):
        share = max(COLUMNS[columns[place]].least, width // (8 if len(flexible) > 1 else 1))
        cut = min(over, max(0, wide[place] - share))
        if over > 0:
            wide[place] -= cut
            over -= cut
    for place in reversed(flexible):
        if over > 0:
            cut = min(over, max(0, wide[place] - COLUMNS[columns[place]].least))
            wide[place] -= cut
            over -= cut
    return wide


def _style(name: str, text: str) -> str:
    if name in {"status", "state"}:
        return STATUS_STYLES.get(text, "")
    return COLUMNS[name].style
