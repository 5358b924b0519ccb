"""Listings of papers: the columns that a person can ask for by name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readlist import local_time
from readlist.errors import UsageError
from readlist.text import nearest, visible
from readlist.views.answer import GAP, Column, Listing, linked, readable

STATUS_STYLES = {
    "inbox": "yellow", "to-read": "default", "reading": "bold green", "skimmed": "blue",
    "read": "blue", "dropped": "dim", "expired": "dim",
}  # fmt: skip


def _status_style(status: str) -> str:
    return STATUS_STYLES.get(status, "")


COLUMNS = {
    "id": Column("#", style="dim", right=True),
    "key": Column("key", style="cyan", share=0.25, least=12),
    "status": Column("status", style=_status_style),
    "state": Column("status", style=_status_style),
    "priority": Column("pri"),
    "rating": Column("rate", right=True),
    "year": Column("year", right=True),
    "published": Column("published"),
    "byline": Column("authors", flex=1, least=16),
    "title": Column("title", style="bold", flex=4, least=20),
    "venue": Column("venue", flex=1, least=8),
    "kind": Column("kind"),
    "added": Column("added"),
    "started": Column("started"),
    "finished": Column("finished"),
    "progress": Column("progress"),
    "due": Column("due"),
    "wait": Column("wait"),
    "tags": Column("tags", style="magenta", flex=1, least=8),
    "lists": Column("lists", flex=1, least=8),
    "list_count": Column("lists", right=True),
    "notes": Column("notes", right=True),
    "arxiv": Column("arxiv"),
    "doi": Column("doi", flex=1, least=10),
    "abstract": Column("abstract", flex=4, least=20),
    "score": Column("score", style="green", right=True),
    "feeds": Column("feeds", style="magenta", flex=1, least=8),
    "why": Column("why", style="dim", flex=2, least=16),
    "announced": Column("announced"),
    "new": Column("new"),
    "votes": Column("votes", right=True),
}
"""The columns that a person can ask for; their cells come from the library in that order."""
ALIASES = {
    "authors": "byline",
    "author": "byline",
    "tag": "tags",
    "list": "lists",
    "pri": "priority",
    "feed": "feeds",
}
KNOWN = frozenset(COLUMNS) | frozenset(ALIASES)
PIPE = ("id", "key", "status", "year", "byline", "title")
"""Columns in a pipe; the order is a promise, more are asked for with ``--columns``."""

INBOX = ("id", "score", "title", "feeds", "why")
"""Columns of the inbox."""
NO_TITLE = "(no title yet)"
"""What stands on a terminal for a title that nobody has told yet."""
# The words of model.Priority; importing it here costs 5 ms.
PRIORITIES = {0: "", 1: "low", 2: "medium", 3: "high"}


def columns_named(text: str) -> tuple[str, ...]:
    """Return columns from ``title,year``. Raises ``UsageError`` with the nearest name."""
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    if text and not names:
        raise UsageError("Which columns? For example: --columns id,title,year")
    chosen = tuple(ALIASES.get(name, name) for name in names)
    for name in chosen:
        if name not in COLUMNS and name not in _facts():
            known = list(dict.fromkeys((*COLUMNS, *_facts())))
            near = nearest(name, known)
            advice = f"did you mean {near!r}?" if near else f"they are {', '.join(known)}."
            raise UsageError(f"There is no column {name!r}; {advice}")
    return chosen


def _facts() -> tuple[str, ...]:
    """Return the facts that have a column, whether or not it has looks of its own."""
    from readlist.model import FACTS  # 5 ms that the columns above save

    return tuple(name for name in FACTS if name not in ALIASES)


def terminal_columns(width: int) -> tuple[str, ...]:
    """Return the columns that a terminal of this width has room for."""
    if width < 90:
        return ("id", "state", "year", "title")
    if width < 130:
        return ("id", "key", "state", "year", "title")
    if width < 170:
        return ("id", "key", "state", "year", "byline", "title")
    return ("id", "key", "state", "year", "byline", "title", "tags", "lists")


WIDEST = ("id", "key", "state", "year", "byline", "title", "tags", "lists")
"""The columns of a listing where there is room for all, in the order in which they stand."""
# Those that stay longest come first: a title is read, a key is typed, the rest is told.
_BY_NEED = ("id", "title", "key", "state", "year", "byline", "tags", "lists")
_TITLE_LEAST = 32
_CAPS = {"key": 24, "byline": 24, "tags": 24, "lists": 24}


def telling(
    rows: Sequence[Sequence[Any]], width: int
) -> tuple[tuple[str, ...], list[Sequence[Any]]]:
    """Return the columns that tell something on a screen of this width, and rows of these.

    A column that is empty, or says the same of all papers, tells nothing.
    """
    used, kept = 0, []
    for name in _BY_NEED:
        cells = [on_terminal(name, row[WIDEST.index(name)]) for row in rows]
        tells = any(cells) and len(set(cells)) >= min(2, len(rows))
        if not tells and name not in {"id", "title", "key"}:
            continue
        size = _least_size(name, cells, width)
        if used + size > width and name not in {"id", "title"}:
            continue
        used += size + GAP
        kept.append(name)
    names = tuple(name for name in WIDEST if name in kept)
    places = [WIDEST.index(name) for name in names]
    return names, [[row[place] for place in places] for row in rows]


def _least_size(name: str, cells: Sequence[str], width: int) -> int:
    """Return the columns that a column of cells takes at least on a screen of this width."""
    natural = max([len(COLUMNS[name].head or ""), *map(len, cells)])
    if name == "title":
        return min(natural, _TITLE_LEAST)
    size = min(natural, _CAPS.get(name, natural))
    if name == "key":  # as wide as its share lets it become
        return min(size, max(COLUMNS[name].least, int(width * COLUMNS[name].share)))
    return size


LEADING = ("arxiv", "doi")
"""The columns that say where a title leads, where a terminal can show it."""


def with_links(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return rows whose last cells are ``LEADING`` without these, their titles leading there."""
    from readlist.bib.ids import address  # 5 ms, for such terminals alone
    from readlist.model import Identifier

    place = names.index("title")
    found: list[Sequence[Any]] = []
    for row in rows:
        *cells, arxiv, doi = row
        scheme, value = ("arxiv", arxiv) if arxiv else ("doi", doi)
        url = address(Identifier(scheme, value)) if value else ""
        # A blank would end the address, and what a terminal obeys has no place in one.
        if url.isprintable() and " " not in url and url:
            cells[place] = linked(cells[place] or NO_TITLE, url)
        found.append(cells)
    return found


def shown(name: str, value: Any) -> str:
    """Return one cell as text."""
    if value is None:
        return ""
    if name == "priority":
        return PRIORITIES.get(value, str(value))
    if name == "score":
        return f"{value:.2f}"
    text = value if isinstance(value, str) else str(value)
    return local_time.day(text) if name in {"added", "started", "finished"} else text


def on_terminal(name: str, value: Any) -> str:
    """Return one cell as text for a terminal, where a title that is missing says so."""
    text = shown(name, value)
    return readable(text) or NO_TITLE if name == "title" else visible(text)


def plain_lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield rows for a pipe: tab-separated, never cropped, safe for a terminal."""
    if columns == PIPE:
        for number, key, status, year, byline, title in rows:
            line = f"{number}\t{key}\t{status}\t{'' if year is None else year}\t{byline}\t{title}"
            # One look at the whole line is enough: the tabs are ours.
            yield line if (key + byline + title).isprintable() else _safe_line(line)
        return
    for row in rows:
        cells = (shown(name, value) for name, value in zip(columns, row, strict=True))
        yield "\t".join(visible(cell) for cell in cells)


def _safe_line(line: str) -> str:
    cells = line.split("\t")
    head, title = cells[:5], " ".join(cells[5:])
    return "\t".join(visible(cell) for cell in (*head, title))


@dataclass(eq=False, repr=False)
class Papers(Listing[Sequence[Any]]):
    """Papers with the cells of ``names`` in each row."""

    names: Sequence[str] = ()

    def lines(self) -> Iterator[str]:
        """Yield a line of cells for each paper."""
        return plain_lines(self.names, self.rows)


def columns_of(names: Sequence[str]) -> list[Column]:
    """Return the columns of these names, whose cells stand in a row in the same order."""

    def drawn(place: int, name: str) -> Column:
        looks = COLUMNS.get(name) or Column(name, flex=1, least=8)
        return looks._replace(drawn=lambda row: on_terminal(name, row[place]))

    return [drawn(place, name) for place, name in enumerate(names)]
