"""The list in the middle of the screen: only the rows that are seen are read and drawn.

A table of Textual's measures every cell of 100,000 rows before it shows one; this one knows
numbers, and asks for the papers around those that are on the screen.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

SIGNS = {
    "inbox": "•", "to-read": " ", "reading": "▶", "skimmed": "✓", "read": "✓", "dropped": "×",
    "expired": "×",
}  # fmt: skip
"""What stands before a paper, by its status; nothing is told by a colour alone."""
AROUND, KEPT = 128, 5_000
"""Rows that are read at a time, and kept."""


class Row(NamedTuple):
    """What is seen of a paper; ``lead`` is its score, or its year, ``why`` a reason."""

    id: int
    status: str
    lead: str
    title: str
    byline: str = ""
    why: str = ""


Read = Callable[[Sequence[int]], Sequence[Row]]


class Papers(ScrollView, can_focus=True):
    """Papers by number, one a line; ``read`` returns the rows of some of them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"papers--row", "papers--cursor", "papers--done"}
    DEFAULT_CSS = """
    Papers { width: 1fr; height: 1fr; }
    Papers > .papers--cursor { text-style: reverse; }
    Papers > .papers--done { text-style: dim; }
    """
    cursor: reactive[int] = reactive(0, always_update=True)

    class Moved(Message):
        """Another paper is under the cursor."""

    def __init__(self, read: Read, **more: Any) -> None:
        super().__init__(**more)
        self.read = read
        self.ids: Sequence[int] = ()
        self.chosen: set[int] = set()
        self._rows: dict[int, Row | None] = {}

    @property
    def current(self) -> int:
        """The number of the paper under the cursor; 0 where there is none."""
        return self.ids[self.cursor] if self.cursor < len(self.ids) else 0

    def load(self, ids: Sequence[int], at: int = 0) -> None:
        """Show papers, with the cursor on the one of this number, else where it was."""
        place = self.cursor
        self.ids = ids
        self.chosen &= set(ids) if self.chosen else set()
        self.forget()
        self.virtual_size = Size(self.size.width, len(ids))
        if at in ids[:KEPT]:
            place = list(ids[:KEPT]).index(at)
        self.cursor = max(0, min(place, len(ids) - 1))

    def forget(self) -> None:
        """Read rows anew: something about their papers has changed."""
        self._rows.clear()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor, as far as there are papers."""
        self.cursor = max(0, min(self.cursor + by, len(self.ids) - 1))

    def choose(self) -> None:
        """Choose the paper under the cursor, or no more, and go on to the next one."""
        if self.current:
            self.chosen ^= {self.current}
            self.move(1)
            self.refresh()

    def watch_cursor(self) -> None:
        """Keep the cursor on the screen."""
        if self.size.height:
            top = int(self.scroll_offset.y)
            if not top <= self.cursor < top + self.size.height:
                middle = max(0, self.cursor - self.size.height // 2)
                beside = abs(self.cursor - top) <= self.size.height + 1
                step = self.cursor if self.cursor < top else self.cursor - self.size.height + 1
                self.scroll_to(y=step if beside else middle, animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Follow the width of the screen."""
        self.virtual_size = Size(self.size.width, len(self.ids))

    def row(self, place: int) -> Row | None:
        """Return what is seen at a place, with what is around it read at once."""
        number = self.ids[place]
        if number not in self._rows:
            if len(self._rows) > KEPT:
                self._rows.clear()
            first = max(0, place - AROUND // 2)
            around = self.ids[first : first + AROUND]
            self._rows |= dict.fromkeys(around)  # a paper may have been removed meanwhile
            self._rows |= {row.id: row for row in self.read(around)}
        return self._rows.get(number)

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        place = y + int(self.scroll_offset.y)
        width = self.size.width
        if place >= len(self.ids):
            return Strip.blank(width)
        row = self.row(place)
        name = "papers--row"
        if row is None or row.status in {"dropped", "expired"}:
            name = "papers--done"
        if place == self.cursor:
            name = "papers--cursor"
        style = self.get_component_rich_style(name)
        at_cursor = ">" if place == self.cursor else " "
        text = at_cursor + (self.line(row, width - 1) if row else " (removed)")
        return Strip([Segment(set_cell_size(text, width), style)], width)

    def line(self, row: Row, width: int) -> str:
        """Return a paper in one line of a width."""
        mark = "*" if row.id in self.chosen else " "
        head = f"{mark}{SIGNS.get(row.status, ' ')} {row.lead:>4}  "
        left = width - cell_len(head)
        tail = row.why or row.byline
        room = min(cell_len(tail), max(0, left // 3)) if width >= 56 else 0
        title = cropped(row.title, left - room - 2 if room else left)
        if not room:
            return head + title
        return head + set_cell_size(title, left - room - 2) + "  " + cropped(tail, room)


def cropped(text: str, width: int) -> str:
    """Return a text of at most so many cells; what is cut ends with three dots in one."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 1)).rstrip() + "…"
