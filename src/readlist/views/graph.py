"""What ``refs``, ``cited-by``, ``gaps`` and ``before`` show: works, and who cites them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.bib.references import Held
from readlist.store.citations import DONE, HIDDEN, UNKNOWN
from readlist.text import plural
from readlist.views.answer import Column, Listing
from readlist.views.paper_json import paper_ref
from readlist.views.seen import held_json

if TYPE_CHECKING:
    from readlist.library.graph.gaps import Gap, Related
    from readlist.library.papers.reading_order import Placed
    from readlist.library.statistics.graph import Graph, Node
    from readlist.model import Paper
    from readlist.store.citations import Work

NAMED = 3
"""Papers that are named of those that cite a work, on a terminal."""


def name_of(work: "Work") -> str:
    """Return how ``add`` takes a work: by its best name, else by its title."""
    return str(work.identifiers[0]) if work.identifiers else work.title


def work_json(work: "Work") -> dict[str, Any]:
    """Return the documented shape of a work."""
    return {
        "title": work.title or None,
        "authors": work.byline or None,
        "year": work.year,
        "identifiers": {one.scheme: one.value for one in work.identifiers},
        "cited_by": work.cited_by,
    }


def related(
    found: "Sequence[Related]", name: str, before: Mapping[str, Any], note: str
) -> "Listing[Related]":
    """Return works beside a paper: what it cites, or who cites it."""
    columns = (
        Column("", lambda one: "known" if one.paper else "new",
               lambda one: "✓" if one.paper else "", "green"),
        Column("status", lambda one: one.paper and one.paper.status, style="dim"),
        Column("year", lambda one: one.work.year),
        Column("authors", lambda one: one.work.byline, share=0.2),
        Column("key", lambda one: one.paper and one.paper.key, style="cyan", share=0.2, wide=110),
        Column("name", lambda one: name_of(one.work), style="dim", share=0.2, wide=110),
        Column("title", lambda one: _title(one.work, one.paper), share=-1),
    )  # fmt: skip
    return Listing(
        name, columns, found, lambda one: work_json(one.work) | {"paper": held_json(one.paper)},
        before=before, numbers=dict.fromkeys(name_of(one.work) for one in found), note=note,
    )  # fmt: skip


def _title(work: "Work", paper: Held | None) -> str:
    return (paper.title if paper else "") or work.title or name_of(work)


def gaps(
    found: "Sequence[Gap]", papers: Mapping[int, Held], before: Mapping[str, Any], note: str
) -> "Listing[tuple[int, Gap]]":
    """Return what is missing, numbered from 1, with the papers that cite it."""

    def who(gap: "Gap") -> str:
        keys = [papers[number].key for number in gap.papers[:NAMED]]
        more = len(gap.papers) - len(keys)
        return ", ".join(keys) + (f" and {more} more" if more else "")

    columns = (
        Column("", lambda row: row[0], right=True),
        Column("cited by", lambda row: len(row[1].papers), right=True),
        Column("year", lambda row: row[1].work.year),
        Column("authors", lambda row: row[1].work.byline, share=0.18),
        Column("title", lambda row: row[1].work.title or name_of(row[1].work), style="bold",
               share=-1),
        Column("name", lambda row: name_of(row[1].work), style="dim", share=0.2, wide=110),
        Column(None, lambda row: ",".join(papers[number].key for number in row[1].papers)),
        Column("who cites it", None, lambda row: who(row[1]), "cyan", 0.25, wide=130),
    )  # fmt: skip

    def item(row: "tuple[int, Gap]") -> dict[str, Any]:
        number, gap = row
        citing = [papers[one] for one in gap.papers]
        return {
            "number": number,
            "count": len(gap.papers),
            "lift": round(gap.lift, 2),
            **work_json(gap.work),
            "papers": [paper_ref(one.id, one.key, one.title, one.status) for one in citing],
        }

    rows = list(enumerate(found, 1))
    return Listing(
        "gaps", columns, rows, item, before=before, note=note,
        numbers=dict.fromkeys(name_of(gap.work) for gap in found),
    )  # fmt: skip


def before(
    found: "Sequence[tuple[Related, int]]", facts: Mapping[str, Any], note: str
) -> "Listing[tuple[Related, int]]":
    """Return what to read before a paper, in this order, with the reason."""
    columns = (
        Column("", lambda row: "known" if row[0].paper else "new",
               lambda row: "✓" if row[0].paper else "", "green"),
        Column("status", lambda row: row[0].paper and row[0].paper.status, style="dim"),
        Column("year", lambda row: row[0].work.year),
        Column("key", lambda row: row[0].paper.key if row[0].paper else name_of(row[0].work),
               style="cyan", share=0.25),
        Column("title", lambda row: _title(row[0].work, row[0].paper), share=-1),
        Column("why", lambda row: reason(row[1]), style="dim"),
    )  # fmt: skip
    return Listing(
        "before", columns, found,
        lambda row: work_json(row[0].work)
        | {"paper": held_json(row[0].paper), "needed_by": row[1], "why": reason(row[1])},
        before=facts, numbers=dict.fromkeys(name_of(row[0].work) for row in found), note=note,
    )  # fmt: skip


def reason(count: int) -> str:
    """Return why something is read first."""
    return f"cited by {count:,} of these" if count else ""


def ordered(
    name: str, found: "Sequence[tuple[Paper, Placed]]", known: int, note: str
) -> "Listing[tuple[int, tuple[Paper, Placed]]]":
    """Return a list in the order to read it, with the reason of each place."""
    columns = (
        Column("", lambda row: row[0], right=True),
        Column("#", lambda row: row[1][0].id, style="dim", right=True),
        Column("key", lambda row: row[1][0].key, style="cyan", share=0.25),
        Column("status", lambda row: row[1][0].reading.status),
        Column("year", lambda row: row[1][0].year),
        Column("title", lambda row: row[1][0].title, share=-1),
        Column("why", lambda row: why(row[1][1]), style="dim"),
    )  # fmt: skip

    def item(row: "tuple[int, tuple[Paper, Placed]]") -> dict[str, Any]:
        position, (paper, place) = row
        return {
            **paper_ref(paper.id, paper.key, paper.title, paper.reading.status),
            "year": paper.year, "position": position, "cited_by": place.cited_by,
            "following": place.following, "why": why(place),
        }  # fmt: skip

    return Listing(
        "papers", columns, list(enumerate(found, 1)), item,
        before={"list": name, "with_references": known}, number=lambda row: row[1][0].id,
        note=note,
    )  # fmt: skip


def why(place: "Placed") -> str:
    """Return why a paper stands where it does in a reading order."""
    if not place.cited_by:
        return ""
    return f"cited by {place.cited_by:,} of the {place.following:,} that follow"


def network(found: "Graph") -> "Listing[Node]":
    """Return how papers build on each other, those that most is built on first."""
    known = found.states[DONE]
    facts = {
        "of": found.name or None, "total": len(found.nodes), "with_references": known,
        "hidden": found.states[HIDDEN], "unknown": found.states[UNKNOWN],
        "not_asked": found.states[""], "citations": found.citations, "alone": found.alone,
    }  # fmt: skip
    columns = (
        Column("cited by", lambda node: node.cited_by, right=True),
        Column("cites", lambda node: node.cites, right=True),
        Column("share", lambda node: f"{node.rank:.3f}", style="green", right=True),
        Column("#", lambda node: node.paper.id, style="dim", right=True),
        Column("key", lambda node: node.paper.key, style="cyan", share=0.25),
        Column("year", lambda node: node.paper.year),
        Column("title", lambda node: node.paper.title, share=-1),
    )

    def item(node: "Node") -> dict[str, Any]:
        paper = node.paper
        return {
            **paper_ref(paper.id, paper.key, paper.title, paper.reading.status),
            "year": paper.year, "cited_by": node.cited_by, "cites": node.cites,
            "share": round(node.rank, 5),
        }  # fmt: skip

    stand = "stands" if found.alone == 1 else "stand"
    note = (
        f"{plural(found.citations, 'citation')} among {plural(len(found.nodes), 'paper')}, of "
        f"{known:,} of which it is known what they cite; {found.alone:,} {stand} alone. "
        "'readlist gaps' and 'lists order' ask for references."
    )
    return Listing(
        "papers", columns, found.nodes, item, before=facts, number=lambda node: node.paper.id,
        note=note,
    )  # fmt: skip
