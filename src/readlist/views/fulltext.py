"""Pages that have the words of a search: as lines, as JSON, or drawn; never printed here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readlist.model import Paper
from readlist.text import visible

if TYPE_CHECKING:
    from readlist.store.fulltext import Hit

Pair = tuple[Paper, "Hit"]

START, END = "\x02", "\x03"
"""What stands around the words that were found (``store.fulltext``)."""


def lines(pairs: Sequence[Pair]) -> list[str]:
    """Return a line each: key, page, snippet, title."""
    return [
        "\t".join((paper.key, str(hit.page), visible(_plain(hit.snippet)), visible(paper.title)))
        for paper, hit in pairs
    ]


def _plain(snippet: str) -> str:
    return snippet.replace(START, "").replace(END, "")


def drawn(pairs: Sequence[Pair]) -> list[Any]:
    """Return the pages for a terminal, those of one paper under its name."""
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Any] = []
    former = 0
    for paper, hit in pairs:
        if paper.id != former:
            parts.append(Text.assemble((paper.key, "cyan"), "  ", (visible(paper.title), "bold")))
            former = paper.id
        text = Text.assemble((f"p. {hit.page}  ", "dim"), *_marked(hit.snippet))
        parts.append(Padding(text, (0, 0, 0, 2)))
    return parts


def _marked(snippet: str) -> list[tuple[str, str]]:
    """Return a snippet in pieces with their styles."""
    pieces: list[tuple[str, str]] = []
    for number, part in enumerate(snippet.split(START)):
        found, ends, rest = part.partition(END)
        if number and ends:
            pieces += [(visible(found), "bold yellow"), (visible(rest), "")]
        else:
            pieces.append((visible(part), ""))
    return pieces


def as_json(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Return the pages for programs; fields are added, never removed."""
    return [
        {
            "paper": {"id": paper.id, "key": paper.key, "title": paper.title or None},
            "page": hit.page,
            "snippet": visible(_plain(hit.snippet)),
            "found": [visible(text) for text, style in _marked(hit.snippet) if style],
        }
        for paper, hit in pairs
    ]
