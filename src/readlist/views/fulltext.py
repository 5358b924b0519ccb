"""Pages that have the words of a search, with the words as they stand there."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from readlist.model import Paper
from readlist.text import visible
from readlist.views.answer import Column, Listing
from readlist.views.paper_json import ref_of

if TYPE_CHECKING:
    from readlist.store.fulltext import Hit

Pair = tuple[Paper, "Hit"]

START, END = "\x02", "\x03"
"""What stands around the words that were found (``store.fulltext``)."""


_COLUMNS = (
    Column(None, lambda one: one[0].key),
    Column(None, lambda one: one[1].page),
    Column(None, lambda one: _plain(one[1].snippet)),
    Column(None, lambda one: one[0].title),
)


def listing(pairs: Sequence[Pair], note: str) -> Listing[Pair]:
    """Return the pages, those of one paper under its name on a terminal."""
    return Listing(
        "pages", _COLUMNS, pairs, _page_json, number=lambda one: one[0].id,
        draw=lambda rows, _: _drawn(rows), note=note,
    )  # fmt: skip


def _plain(snippet: str) -> str:
    return snippet.replace(START, "").replace(END, "")


def _drawn(pairs: Sequence[Pair]) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    former = 0
    for paper, hit in pairs:
        if paper.id != former:
            yield Text.assemble((paper.key, "cyan"), "  ", (visible(paper.title), "bold"))
            former = paper.id
        text = Text.assemble((f"p. {hit.page}  ", "dim"), *_marked(hit.snippet))
        yield Padding(text, (0, 0, 0, 2))


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


def _page_json(pair: Pair) -> dict[str, Any]:
    paper, hit = pair
    return {
        "paper": ref_of(paper),
        "page": hit.page,
        "file": hit.path,
        "snippet": visible(_plain(hit.snippet)),
        "found": [visible(text) for text, style in _marked(hit.snippet) if style],
    }
