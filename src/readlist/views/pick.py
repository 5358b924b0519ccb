"""What a picker shows, and which papers what was typed leaves; pure."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

from readlist.text import visible
from readlist.views.answer import readable
from readlist.views.wrap import cells, styled


class Choice(NamedTuple):
    """A paper that can be picked."""

    id: int
    key: str
    title: str
    byline: str
    year: int | None


class Shown(NamedTuple):
    """What a picker shows: the matches from ``top`` on, the one at ``at`` under the cursor."""

    typed: str
    matches: Sequence[Choice]
    total: int
    at: int
    top: int
    marked: Collection[int]


def folded(choice: Choice) -> str:
    """Return the letters and digits of what a person may type of a paper."""
    return letters(f"{choice.title} {choice.byline} {choice.year or ''} {choice.key}")


def letters(text: str) -> str:
    """Return a text without accents, case, blanks and signs."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[\W_]+", "", text.casefold())


def narrowed(choices: Sequence[tuple[str, Choice]], typed: str) -> list[Choice]:
    """Return the papers that have what was typed; where none has, those with its letters in order.

    ``attneed`` finds Attention Is All You Need, as long as nothing has it in one piece.
    """
    wanted = letters(typed)
    if not wanted:
        return [choice for _, choice in choices]
    in_one = [choice for text, choice in choices if wanted in text]
    return in_one or [choice for text, choice in choices if _has_spread(text, wanted)]


GAP = 16
"""Letters that may stand between two that were typed."""


def _has_spread(text: str, wanted: str) -> bool:
    """Say whether a text has these letters in this order, none far from the one before."""
    start = text.find(wanted[0])
    while start >= 0:
        at: int = start
        for letter in wanted[1:]:
            at = text.find(letter, at + 1, at + 2 + GAP)
            if at < 0:
                break
        else:
            return True
        start = text.find(wanted[0], start + 1)
    return False


def lines(shown: Shown, width: int, height: int, *, colour: bool, several: bool) -> list[str]:
    """Return the prompt with what was typed, and the papers below it; none wider than ``width``."""
    keys = "Enter picks, Space marks, Esc leaves" if several else "Enter picks, Esc leaves"
    count = f"{len(shown.matches):,} of {shown.total:,}"
    if shown.marked:
        count += f", {len(shown.marked)} marked"
    prompt = f"> {visible(shown.typed)}"
    room = width - cells(prompt) - len(count) - 2
    said = f"{keys}  {count}" if room > len(keys) + 2 else count
    gap = " " * max(1, width - cells(prompt) - len(said) - 1)
    drawn = [fitting(prompt, width - 1) if room < 1 else prompt + gap + _dim(said, colour)]
    for place, choice in enumerate(shown.matches[shown.top : shown.top + height - 1], shown.top):
        cursor = ">" if place == shown.at else " "
        mark = "*" if choice.id in shown.marked else " "
        year = f" ({choice.year})" if choice.year else ""
        title = readable(choice.title) or choice.key
        line = fitting(f"{cursor}{mark}{choice.id:>5}  {title}{year}  {choice.key}", width - 1)
        drawn.append(styled(line, "bold", colour=colour and place == shown.at))
    return drawn


def _dim(text: str, colour: bool) -> str:
    return styled(text, "dim", colour=colour)


def fitting(text: str, width: int) -> str:
    """Return as much of a text as a line of so many columns holds; wide letters take two."""
    if cells(text) <= width:
        return text
    kept, used = "", 1  # the ellipsis takes one
    for letter in text:
        used += cells(letter)
        if used > width:
            break
        kept += letter
    return f"{kept}…"
