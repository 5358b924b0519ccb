"""Things told in full, one after the other: what ``show`` answers; a listing loads none of this."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from readlist.text import visible, visible_block
from readlist.views.answer import GAP, Answer, Listing, Screen, readable


class Block(NamedTuple):
    """A longer text of a card: ``label: head`` stands above it, on a terminal ``shown``."""

    label: str
    head: str
    text: str
    shown: str = ""
    style: str = ""


@dataclass(eq=False, repr=False)
class Card(Answer):
    """One thing: what it is called, its facts with their labels, longer texts, and a listing.

    A terminal shows ``title``, ``number`` and ``key`` above the facts, and may be told other facts
    (``drawn``). In a pipe a fact is a line, its label parted by ``mark``; before each row of the
    listing stands ``word``.
    """

    item: Mapping[str, Any]
    facts: Sequence[tuple[str, str]]
    drawn: Sequence[tuple[str, str]] = ()
    title: str = ""
    number: str = ""
    key: str = ""
    blocks: Sequence[Block] = ()
    listing: Listing[Any] | None = None
    mark: str = ": "
    word: str = ""
    measure: int = 0

    def shape(self) -> Mapping[str, Any]:
        """Return the thing itself."""
        return self.item

    def lines(self) -> Iterator[str]:
        """Yield a line for each fact, longer texts set in below theirs."""
        for label, text in self.facts:
            yield f"{label}{self.mark}{visible(text)}".rstrip(" ")
        for block in self.blocks:
            yield f"{block.label}{self.mark}{visible(block.head)}"
            yield from (f"  {line}" for line in visible_block(block.text).splitlines())
        for line in self.listing.lines() if self.listing else ():
            yield f"{self.word}\t{line}"

    def parts(self, screen: Screen) -> Iterator[Any]:
        """Yield the card as ``rich`` draws it, running text no wider than the measure."""
        from rich.console import Group
        from rich.constrain import Constrain
        from rich.padding import Padding
        from rich.table import Table
        from rich.text import Text

        parts: list[Any] = []
        if self.title:
            head = Text.assemble((self.number, "dim"), "  ", (self.key, "cyan"))
            parts += [Text(readable(self.title), style="bold"), head, Text()]
        grid = Table.grid(padding=(0, GAP, 0, 0))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for label, text in self.drawn or self.facts:
            grid.add_row(Text(visible(label)), Text(visible(text)))
        parts.append(grid)
        for block in self.blocks:
            parts.append(Text())
            if block.shown:
                parts.append(Text(visible(block.shown), style=block.style))
            text = visible_block(block.text or ("" if block.shown else block.head))
            if text:
                parts.append(Padding(Text(text), (0, 0, 0, 2)))
        yield Constrain(Group(*parts), min(screen.width, self.measure or screen.width))
        for part in self.listing.parts(screen) if self.listing else ():
            yield Text()
            yield part


@dataclass(eq=False, repr=False)
class Cards(Answer):
    """Several things of one kind, each in full; ``name`` is where they stand in the JSON."""

    name: str
    cards: Sequence[Card]

    def shape(self) -> Mapping[str, Any]:
        """Return the things under their name."""
        return {self.name: [card.item for card in self.cards]}

    def lines(self) -> Iterator[str]:
        """Yield the lines of each, an empty one between two."""
        for place, card in enumerate(self.cards):
            yield from [""] if place else []
            yield from card.lines()

    def parts(self, screen: Screen) -> Iterator[Any]:
        """Yield each, an empty line between two."""
        from rich.text import Text

        for place, card in enumerate(self.cards):
            yield from [Text()] if place else []
            yield from card.parts(screen)
