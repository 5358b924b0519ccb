"""What ``refs``, ``cited-by``, ``gaps`` and ``before`` show: works, and who cites them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readlist.store.citations import DONE, HIDDEN, REFS, UNKNOWN
from readlist.text import plural
from readlist.views.answer import Column, Listing, Report
from readlist.views.paper_json import ref_of
from readlist.views.seen import held_json

if TYPE_CHECKING:
    from readlist.library.graph.ask import Cost
    from readlist.library.graph.gaps import Found, Gap, Related
    from readlist.library.papers.reading_order import Placed
    from readlist.library.statistics.graph import Graph, Node
    from readlist.model import Paper
    from readlist.store.citations import Answer, Work

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
    paper: "Paper",
    what: str,
    said: "Answer | None",
    found: "Sequence[Related]",
    shown: "Sequence[Related]",
    note: str,
    *,
    cut: bool,
) -> "Listing[Related]":
    """Return works beside a paper, what it cites or who cites it; ``found`` are all of them."""
    columns = (
        Column("", _is_known, _tick, "green"),
        Column("status", lambda one: one.paper and one.paper.status, style="dim"),
        Column("year", lambda one: one.work.year),
        Column("authors", lambda one: one.work.byline, share=0.2),
        Column("key", lambda one: one.paper and one.paper.key, style="cyan", share=0.2, wide=110),
        Column("name", lambda one: name_of(one.work), style="dim", share=0.2, wide=110),
        Column("title", _title, share=-1),
    )
    held = sum(one.paper is not None for one in found)
    facts = {
        "paper": ref_of(paper), "state": said.state if said else None,
        "source": said.source if said else None, "asked": said.at if said else None,
        "known": held, "total": len(found),
    }  # fmt: skip
    more = f"; --limit 0 shows all, not {len(shown):,}" if cut else ""
    count = f"{held:,} of {plural(len(found), 'work')} in the library{more}." if found else ""
    return Listing(
        "references" if what == REFS else "citing", columns, shown,
        lambda one: work_json(one.work) | {"paper": held_json(one.paper)}, before=facts,
        numbers=dict.fromkeys(name_of(one.work) for one in shown), note=note, terminal_note=count,
    )  # fmt: skip


def _is_known(one: "Related") -> str:
    return "known" if one.paper else "new"


def _tick(one: "Related") -> str:
    return "✓" if one.paper else ""


def _title(one: "Related") -> str:
    held = one.paper.title if one.paper else ""
    return held or one.work.title or name_of(one.work)


def cost(papers: int, price: "Cost") -> Report:
    """Return what it would take to ask what papers cite."""
    facts = {
        "papers": papers, "to_ask": price.papers, "requests": price.requests,
        "requests_at_most": price.most, "seconds": round(price.seconds, 1), "dry_run": True,
    }  # fmt: skip
    said = (
        f"Dry run: of {plural(papers, 'paper')} {price.papers:,} are to be asked about: "
        f"{plural(price.requests, 'request')}, about {price.seconds:.0f} seconds; where "
        f"references are hidden at most {price.most:,}."
    )
    return Report([said], facts)


def gaps(found: "Found") -> "Listing[tuple[int, Gap]]":
    """Return what is missing, numbered from 1, with the papers that cite it."""
    papers, states = found.papers, found.states

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
        return {
            "number": number,
            "count": len(gap.papers),
            "lift": round(gap.lift, 2),
            **work_json(gap.work),
            "papers": [held_json(papers[one]) for one in gap.papers],
        }

    facts = {
        "papers": len(papers), "with_references": states[DONE], "least": found.least,
        "hidden": states[HIDDEN], "unknown": states[UNKNOWN], "not_asked": states[""],
    }  # fmt: skip
    count = (
        f"Cited by {found.least} or more of {plural(len(papers), 'paper')}, of {states[DONE]:,} of "
        "which it is known what they cite. 'readlist gaps --add N' adds one."
    )
    return Listing(
        "gaps", columns, list(enumerate(found.gaps, 1)), item, before=facts,
        numbers=dict.fromkeys(name_of(gap.work) for gap in found.gaps),
        note="" if found.gaps else _nothing(found), terminal_note=count if found.gaps else "",
    )  # fmt: skip


def _nothing(found: "Found") -> str:
    """Say why nothing is missing."""
    count, known = len(found.papers), found.states[DONE]
    if not count:
        return "There are no papers that you read; 'readlist gaps QUERY' looks at others."
    if not known:
        return "It is not known of any of these papers what they cite."
    return (
        f"Nothing that {found.least} or more of {plural(count, 'paper')} cite is missing; "
        f"it is known of {known:,} what they cite. --least N asks for less."
    )


def before(
    paper: "Paper", said: "Answer | None", found: "Sequence[tuple[Related, int]]", note: str
) -> "Listing[tuple[Related, int]]":
    """Return what to read before a paper, in this order, with the reason."""
    columns = (
        Column("", lambda row: _is_known(row[0]), lambda row: _tick(row[0]), "green"),
        Column("status", lambda row: row[0].paper and row[0].paper.status, style="dim"),
        Column("year", lambda row: row[0].work.year),
        Column("key", lambda row: row[0].paper.key if row[0].paper else name_of(row[0].work),
               style="cyan", share=0.25),
        Column("title", lambda row: _title(row[0]), share=-1),
        Column("why", lambda row: reason(row[1]), style="dim"),
    )  # fmt: skip
    return Listing(
        "before", columns, found,
        lambda row: work_json(row[0].work)
        | {"paper": held_json(row[0].paper), "needed_by": row[1], "why": reason(row[1])},
        before={"paper": ref_of(paper), "state": said.state if said else None},
        numbers=dict.fromkeys(name_of(row[0].work) for row in found), note=note,
    )  # fmt: skip


def reason(count: int) -> str:
    """Return why something is read first."""
    return f"cited by {count:,} of these" if count else ""


def ordered(
    name: str, found: "Sequence[tuple[Paper, Placed]]", known: int
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
            **ref_of(paper),
            "year": paper.year, "position": position, "cited_by": place.cited_by,
            "following": place.following, "why": why(place),
        }  # fmt: skip

    return Listing(
        "papers", columns, list(enumerate(found, 1)), item,
        before={"list": name, "with_references": known}, number=lambda row: row[1][0].id,
        note=f"It is known of {known:,} of {plural(len(found), 'paper')} what they cite.",
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
            **ref_of(paper),
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
