"""What a command tells, as a value: a listing or a report, each drawn here (cards in ``cards``).

A pipe gets lines of cells with tabs between them, never cropped; a terminal gets a table, or text
where an answer draws itself; programs get JSON. Nothing here prints, ``cli.output`` does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from readlist.text import visible, visible_block
from readlist.views.wrap import sentence_lines

Row = TypeVar("Row")
Cell = Callable[[Any], object]
"""What takes a row and returns the text, or the number, of one cell; None is an empty one."""

GAP = 2
"""Blanks between two columns of a table."""
LEAST = 16
"""Characters of the column that takes what the others leave."""


class Screen(NamedTuple):
    """What there is to draw on: the columns of the terminal, and whether it has colours."""

    width: int
    colour: bool = True


class Column(NamedTuple):
    """A column of a listing: the head that a terminal shows, and how a cell is made of a row.

    ``plain`` makes the cell of a pipe, ``drawn`` that of a terminal, by default the same. A column
    without ``head`` is for pipes alone, one without ``plain`` for terminals alone; these show it
    from ``wide`` characters on. ``share`` is the most that it takes of the width, 0 all that it
    needs; the column with -1 gets what the others leave. Those with ``flex`` give way in its order
    where a table is too wide, none below ``least``.
    """

    head: str | None = None
    plain: Cell | None = None
    drawn: Cell | None = None
    style: str | Callable[[str], str] = ""
    share: float = 0
    right: bool = False
    wide: int = 0
    flex: int = 0
    least: int = 0


class Answer:
    """What can be told in every form; lines come without their ends."""

    empty: str | Callable[[], str] = ""
    """What a person is told where there is nothing to show."""
    note: str = ""
    """What a person is told beside the answer."""
    terminal_note: str = ""
    pipe_note: str = ""
    """What is said beside it on a terminal, or in a pipe, alone."""
    is_long = False
    """Whether the JSON has a line for each item, so that it is written as it is read."""

    def shape(self) -> Mapping[str, Any]:
        """Return the documented JSON without its version; an iterator in it becomes a list."""
        raise NotImplementedError

    def quiet(self) -> Iterable[object]:
        """Return what ``--quiet`` prints, one a line."""
        return ()

    def lines(self) -> Iterable[str]:
        """Return what a pipe gets."""
        raise NotImplementedError

    def parts(self, screen: Screen) -> Iterable[Any]:
        """Return what a terminal gets: lines of text, or what rich draws."""
        del screen
        return self.lines()


# Answers are made once and never changed; freezing them costs each start 0.6 ms a class.
@dataclass(eq=False, repr=False)
class Listing(Answer, Generic[Row]):
    """Things of one kind, a row each; rows are read once, and only in the form that is asked for.

    ``name`` is where they stand in the JSON, each as ``item`` says (or, whatever the rows are, as
    in ``items``), between ``before`` and ``after``. ``number`` is what ``--quiet`` prints of a row.
    A terminal gets a table, unless there is a ``line`` to be formatted with the drawn cells,
    ``draw`` makes something else of the rows, or ``tree`` shows more than rows.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    item: Callable[[Row], Any] | None = None
    items: Iterable[Any] = ()
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    number: Callable[[Row], object] | None = None
    numbers: Iterable[object] = ()
    line: str = ""
    draw: Callable[[Sequence[Row], Screen], Iterable[Any]] | None = None
    tree: Callable[[Screen], Iterable[Any]] | None = None
    empty: str | Callable[[], str] = ""
    note: str = ""
    terminal_note: str = ""
    pipe_note: str = ""
    is_long: bool = False

    def shape(self) -> Mapping[str, Any]:
        """Return the rows under their name, and what is said of all of them."""
        items = map(self.item, self.rows) if self.item else iter(self.items)
        return {**self.before, self.name: items, **self.after}

    def quiet(self) -> Iterable[object]:
        """Return what names each row, once."""
        if self.number is None:
            return self.numbers
        return dict.fromkeys(map(self.number, self.rows))

    def lines(self) -> Iterator[str]:
        """Yield a line of cells for each row."""
        cells = [column.plain for column in self.columns if column.plain]
        for row in self.rows:
            yield "\t".join([text_of(cell(row)) for cell in cells])

    def parts(self, screen: Screen) -> Iterator[Any]:
        """Yield the rows as a table, as lines, or as they draw themselves."""
        if self.tree:
            yield from self.tree(screen)
            return
        rows = list(self.rows)
        if not rows:
            return
        if self.draw:
            yield from self.draw(rows, screen)
            return
        columns = [one for one in self.columns if one.head is not None and one.wide <= screen.width]
        makers: list[Any] = [one.drawn or one.plain for one in columns]
        cells = [[text_of(cell(row)) for cell in makers] for row in rows]
        if self.line:
            yield from (self.line.format(*each).rstrip() for each in cells)
        else:
            yield table(columns, cells, screen.width)


@dataclass(eq=False, repr=False)
class Report(Answer):
    """Sentences with counts; ``facts`` are its JSON, ``names`` what ``--quiet`` prints."""

    said: Iterable[str]
    facts: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)
    names: Iterable[object] = ()
    draw: Callable[[Screen], Iterable[Any]] | None = None
    empty: str | Callable[[], str] = ""
    note: str = ""
    terminal_note: str = ""

    def shape(self) -> Mapping[str, Any]:
        """Return the counts."""
        return self.facts() if callable(self.facts) else self.facts

    def quiet(self) -> Iterable[object]:
        """Return the names of what was changed."""
        return self.names

    def lines(self) -> Iterable[str]:
        """Return the sentences, safe for a terminal."""
        return map(visible_block, self.said)

    def parts(self, screen: Screen) -> Iterable[Any]:
        """Return the sentences in lines that fit, or what is drawn in their place."""
        if self.draw:
            return self.draw(screen)
        lines = (line for said in self.lines() for line in said.split("\n"))
        return (part for line in lines for part in sentence_lines(line, screen.width - 1))


class Linked(str):
    """The text of a cell that leads somewhere, on terminals that can show that (OSC 8)."""

    __slots__ = ("url",)
    url: str


def readable(title: str) -> str:
    """Return a title safe for a terminal, its simple formulas as characters: ``Cu₂O``.

    What a pipe gets keeps ``Cu$_2$O``, which is data.
    """
    if "$" not in title:
        return visible(title)
    from readlist.bib.simple_math import with_unicode  # 2 ms, for a formula alone

    return with_unicode(visible(title))


def linked(text: str, url: str) -> Linked:
    """Return text that leads to an address."""
    found = Linked(text)
    found.url = url
    return found


def text_of(value: object) -> str:
    """Return the text of a cell, safe for a terminal."""
    if value is None:
        return ""
    return visible(value if isinstance(value, str) else str(value))


def table(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> Any:
    """Return rows of cells as a rich table that fits the width; what is too long is cropped."""
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    natural = [
        max([cell_len(column.head or ""), *(cell_len(row[place]) for row in cells)])
        for place, column in enumerate(columns)
    ]
    drawn = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for column, size in zip(columns, fitted(columns, natural, width), strict=True):
        drawn.add_column(
            column.head or "", justify="right" if column.right else "left", no_wrap=True,
            overflow="ellipsis", width=size,
        )  # fmt: skip
    styles = [column.style for column in columns]
    for row in cells:
        styled = zip(row, styles, strict=True)
        drawn.add_row(*(_styled(Text(t), t, s if isinstance(s, str) else s(t)) for t, s in styled))
    return drawn


def _styled(drawn: Any, text: str, style: str) -> Any:
    drawn.style = style
    if isinstance(text, Linked):
        drawn.stylize(f"link {text.url}")
    return drawn


def fitted(columns: Sequence[Column], natural: Sequence[int], width: int) -> list[int]:
    """Return column widths that fit: what is short stays whole, long text shares what is left."""
    sizes = [
        min(size, max(column.least or 8, int(width * column.share))) if column.share > 0 else size
        for column, size in zip(columns, natural, strict=True)
    ]
    rest = next((place for place, column in enumerate(columns) if column.share < 0), None)
    if rest is not None:
        others = sum(sizes) - sizes[rest] + GAP * (len(columns) - 1)
        sizes[rest] = min(natural[rest], max(LEAST, width - others))
    flexible = [place for place, column in enumerate(columns) if column.flex]
    over = sum(sizes) + GAP * (len(columns) - 1) - width
    # First each gives way to a fair share, the least important first; then, if that is not
    # enough, the last ones down to what they need to be read at all.
    for place in sorted(flexible, key=lambda place: columns[place].flex):
        share = max(columns[place].least, width // (8 if len(flexible) > 1 else 1))
        cut = min(max(0, over), max(0, sizes[place] - share))
        sizes[place] -= cut
        over -= cut
    for place in reversed(flexible):
        cut = min(max(0, over), max(0, sizes[place] - columns[place].least))
        sizes[place] -= cut
        over -= cut
    return sizes
