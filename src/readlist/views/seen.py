"""What ``seen`` shows: references that are known and that are new."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readlist.text import visible
from readlist.views.answer import Column, Listing
from readlist.views.paper_json import paper_ref

if TYPE_CHECKING:
    from readlist.library.manuscripts.seen import Held, Reference

Found = tuple[str, "Reference"]
"""A reference with the file that it was found in."""


def reference_of(found: "Reference") -> str:
    """Return how a reference is named so that ``add`` takes it: identifier or title.

    A key of LaTeX that the library does not know names nothing to others, so that nothing is said.
    """
    record, paper = found.record, found.paper
    if named := record.identifiers or (paper.identifiers if paper and not record.title else ()):
        return str(named[0])
    return visible(record.title or (paper.title if paper else ""))


WIDE = 110
"""Characters from which a table shows everything."""


def _title(found: "Reference") -> str:
    return (found.paper.title if found.paper else "") or found.record.title


def listing(found: Sequence[Found], wanted: Sequence[Found], width: int) -> Listing[Found]:
    """Return references with what the library knows of them; ``wanted`` are those to be shown."""
    several = len({file for file, _ in wanted}) > 1
    columns = (
        Column(None, lambda one: reference_of(one[1])),
        Column("", lambda one: "known" if one[1].paper else "new", style="bold"),
        Column("status", lambda one: one[1].paper and one[1].paper.status),
        Column(
            "key", lambda one: one[1].paper.key if one[1].paper else one[1].record.key,
            style="cyan", share=0.25,
        ),
        Column("reference", None, lambda one: reference_of(one[1]), share=0.2, wide=WIDE),
        Column(
            "title", lambda one: _title(one[1]),
            lambda one: _title(one[1]) or (reference_of(one[1]) if width < WIDE else ""),
            "bold", share=-1,
        ),
        Column(None, lambda one: one[0]),
        Column(None, lambda one: one[1].line or ""),
        Column("times", lambda one: one[1].times, style="dim", right=True, wide=WIDE),
        Column(
            "where", None, lambda one: f"{one[0]}:{one[1].line or ''}" if several else one[1].line,
            "dim", 0.2, wide=0 if several else WIDE,
        ),
    )  # fmt: skip
    held = sum(one.paper is not None for _, one in found)
    return Listing(
        "references", columns, wanted, lambda one: reference_json(*one),
        before={"known": held, "new": len(found) - held},
        numbers=dict.fromkeys(filter(None, (reference_of(one) for _, one in wanted))),
    )  # fmt: skip


def reference_json(file: str, found: "Reference") -> dict[str, Any]:
    """Return the documented shape of a reference."""
    record = found.record
    return {
        "file": file,
        "line": found.line or None,
        "count": found.times,
        "known": found.paper is not None,
        "reference": reference_of(found) or None,
        "found": {
            "key": record.key or None,
            "title": record.title or None,
            "identifiers": [str(identifier) for identifier in record.identifiers],
        },
        "paper": held_json(found.paper),
    }


def held_json(paper: "Held | None") -> dict[str, Any] | None:
    """Return the documented short shape of a paper that the library holds."""
    if paper is None:
        return None
    return paper_ref(paper.id, paper.key, paper.title, paper.status)
