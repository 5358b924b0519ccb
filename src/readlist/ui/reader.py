"""What is said of a paper beside the list: facts, remarks, notes, links, what it cites."""

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.text import Text

from readlist.model import Paper
from readlist.store import citations, feeds
from readlist.store.connection import Library
from readlist.store.ranking import scores
from readlist.text import visible
from readlist.views.paper import fields
from readlist.views.triage import card

CITED = 12
"""Works that are named of those that a paper cites."""
_SHOWN = frozenset({"authors", "published", "venue", "tags"})
"""Facts that the card of a paper says already."""


def drawn(library: Library, paper: Paper) -> Any:
    """Return all that is known of a paper, for ``rich``; nothing of it is markup."""
    score = scores(library.db, library.reader_id, [paper.id]).get(paper.id)
    came = feeds.brought(library.db, [paper.id]).get(paper.id, [])
    names = {feed.id: feed.name for feed in feeds.feeds(library.db)} if came else {}
    parts: list[Any] = [card(paper, score, came, names), Text()]
    for name, said in fields(paper):
        if name not in _SHOWN:
            parts.append(Text.assemble((f"{name:9} ", "dim"), visible(said)))
    parts += _cited(library, paper)
    return Group(*parts)


def _cited(library: Library, paper: Paper) -> Sequence[Any]:
    """Return what a paper cites, where that was asked for; a tick stands at what is here."""
    works = citations.related(library.db, paper.id, citations.REFS)
    if not works:
        return ()
    from readlist.library.graph.gaps import held  # 40 ms, for papers whose references are known

    found = held(library, works)
    found.sort(key=lambda one: one.paper is None)
    lines = [Text(), Text(f"cites {len(found):,}", style="dim")]
    for one in found[:CITED]:
        tick = "✓" if one.paper else " "
        title = one.paper.title if one.paper else one.work.title
        lines.append(Text(f"{tick} {visible(title)} ({one.work.year or '?'})"))
    if len(found) > CITED:
        lines.append(Text(f"  and {len(found) - CITED:,} more: readlist refs {paper.key}", "dim"))
    return lines
