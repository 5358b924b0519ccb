"""Saved searches, with what each finds at this moment."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readlist.text import plural, visible
from readlist.views.answer import Column, Listing

if TYPE_CHECKING:
    from readlist.library.papers.saved import Counted


def search_json(one: "Counted") -> dict[str, Any]:
    """Return the documented shape of a saved search."""
    return {
        "name": one.saved.name, "query": one.saved.query, "added": one.saved.added or None,
        "papers": one.papers, "done": one.done, "problem": one.problem or None,
    }  # fmt: skip


def papers(one: "Counted") -> str:
    """Return how many papers a search finds, and how many of them are done."""
    if one.problem:
        return visible(one.problem)
    return plural(one.papers, "paper") + (f", {one.done:,} done" if one.done else "")


_COLUMNS = (
    Column("search", lambda one: f"@{one.saved.name}", style="cyan", share=0.3),
    Column("papers", lambda one: one.papers, lambda one: f"{one.papers:,}", right=True),
    Column("done", lambda one: one.done, lambda one: f"{one.done:,}", right=True),
    Column("query", lambda one: one.saved.query, share=-1),
    Column(None, lambda one: one.problem),
)


def listing(found: Sequence["Counted"]) -> "Listing[Counted]":
    """Return the saved searches."""
    problems = "\n".join(
        f"@{visible(one.saved.name)}: {visible(one.problem)}" for one in found if one.problem
    )
    return Listing(
        "searches", _COLUMNS, found, search_json, note=problems,
        empty="There are no saved searches yet. 'readlist save NAME QUERY' makes one.",
    )  # fmt: skip
