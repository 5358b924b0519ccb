"""Papers with little hope: since when they wait, and how often they were passed over."""

from typing import TYPE_CHECKING, Any

from readlist.views.answer import Answer, Column, Listing, Report
from readlist.views.rows import NO_TITLE

if TYPE_CHECKING:
    from readlist.library.statistics.let_go import LetGo


def let_go_answer(found: "LetGo", *, dry_run: bool) -> Answer:
    """Return the papers with least hope first, or why there are none."""
    shape = let_go_json(found, dry_run=dry_run)
    if not found.papers:
        said = "Nothing waits that nobody said a word for."
        if found.all_read:
            said = "At your pace, all that waits is read within a year."
        return Report([said], shape)
    columns = (
        Column("#", lambda one: one.paper.id, style="dim", right=True),
        Column("key", lambda one: one.paper.key, style="cyan", share=0.25, least=12),
        Column("waits", lambda one: one.days, lambda one: f"{one.days:,} days", right=True),
        Column("passed over", lambda one: one.passed_over, right=True),
        Column("fits", lambda one: one.paper.score,
               lambda one: "" if one.paper.score is None else f"{one.paper.score:.2f}",
               right=True, wide=100),
        Column("title", lambda one: one.paper.title, lambda one: one.paper.title or NO_TITLE,
               style="bold", flex=4, least=20),
    )  # fmt: skip
    papers = shape.pop("papers")
    return Listing(
        "papers", columns, found.papers, items=papers, before=shape,
        number=lambda one: one.paper.id,
    )  # fmt: skip


def let_go_json(found: "LetGo", *, dry_run: bool) -> dict[str, Any]:
    """Return the documented JSON of what is let go."""
    return {
        "dropped": len(found.papers),
        "dry_run": dry_run,
        "waiting": found.waiting,
        "papers": [
            {
                "id": one.paper.id, "key": one.paper.key, "title": one.paper.title or None,
                "year": one.paper.year, "since": one.since, "days": one.days,
                "passed_over": one.passed_over, "score": one.paper.score, "hope": one.hope,
            }
            for one in found.papers
        ],
    }  # fmt: skip
