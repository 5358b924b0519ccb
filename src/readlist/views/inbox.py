"""The inbox in words: scores and their terms, which feeds brought a paper, why there is nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from readlist import local_time
from readlist.text import plural, visible
from readlist.views.answer import Column, Listing, Screen, table
from readlist.views.overview import ago
from readlist.views.rows import INBOX, columns_of, on_terminal

if TYPE_CHECKING:
    from readlist.library.inbox.inbox import Standing
    from readlist.model import Paper
    from readlist.store.feeds import Brought
    from readlist.store.pulls import Line
    from readlist.store.ranking import Score

NAMED = 4
"""Feeds that a sentence names; beyond that it counts them."""
NO_REASON = "nothing known speaks for or against it"
"""What stands for the reasons of a score that has none."""


def empty_text(standing: "Standing", now: datetime) -> str:
    """Say that nothing waits, what the last pull said, and what to do next."""
    pull = standing.pull
    if not standing.feeds:
        return (
            "The inbox is empty, and no feed is followed yet. 'readlist feed add arxiv:cs.CL' "
            "follows one, 'readlist pull' then brings its papers."
        )
    if pull is None:
        return (
            f"The inbox is empty: nothing was pulled yet. 'readlist pull' brings what is new "
            f"from your {plural(standing.feeds, 'feed')}."
        )
    if pull.state == "running":  # or killed: only the next pull enters how it ended
        return (
            f"The inbox is empty. A pull began {_when(pull.started, now)} and has not ended; "
            "'readlist pull' goes on if it broke off."
        )
    failed = pull.state == "failed" or any(line.state == "failed" for line in standing.lines)
    more = "'readlist pulls show' says more" if failed else "'readlist pull' asks again"
    return (
        f"The inbox is empty. The last pull, {_when(pull.started, now)}, "
        f"{_brought(standing.lines, failed)}. {more}."
    )


def _when(at: str, now: datetime) -> str:
    return f"{ago(at, now)} at {local_time.clock(at)}"


def _brought(lines: "Sequence[Line]", failed: bool) -> str:
    new = sum(line.new for line in lines)
    if new:
        return f"brought {plural(new, 'new paper')}, all of them decided"
    said = [f"{visible(line.name)}: {visible(line.reason) or 'nothing new'}" for line in lines]
    if len(said) > NAMED:
        said = [*said[:NAMED], f"and {len(said) - NAMED} more"]
    what = "failed" if failed and not said else "brought nothing new"
    return f"{what} ({'; '.join(said)})" if said else what


TABLE_WIDTH = 150
"""Characters from which a paper and the reasons for it stand in one line."""


def draw(rows: Sequence[Sequence[Any]], screen: Screen) -> Iterator[Any]:
    """Yield the inbox for a terminal: what is new, a line, and what was there before.

    Rows are the columns of ``INBOX`` and whether the paper is new. Where a line has no room for
    everything a paper is a block: below its title stand the reasons for it, and the feeds.
    """
    from rich.text import Text

    width = screen.width
    cells = [[on_terminal(*each) for each in zip(INBOX, row[:-1], strict=True)] for row in rows]
    new = sum(bool(row[-1]) for row in rows)
    has_both = 0 < new < len(rows)
    if width >= TABLE_WIDTH:
        if has_both:
            cells.insert(new, ["", "", OLDER, "", ""])
        yield table(columns_of(INBOX), cells, width)
        return
    indent = " " * (13 if width >= 60 else 7)
    for place, (number, score, title, feeds, why) in enumerate(cells):
        if has_both and place == new:
            yield Text(f"{indent}{OLDER}", "dim")
        first = Text.assemble((f"{number:>5}", "dim"), f"  {score:>4}  ", (title, "bold"))
        said = why or (NO_REASON if score else "no score yet")
        said = f"{said}{f'  [{feeds}]' if feeds else ''}"
        told = Text(f"{indent}{said}", "dim")
        for line in (first, told):
            line.truncate(width, overflow="ellipsis")
            yield line


OLDER = "── waiting since you last looked ──"
"""What parts the new papers from the rest."""


def score_json(score: "Score | None") -> dict[str, Any]:
    """Return a score with its terms for programs; without one, null and no terms."""
    terms = score.reasons if score else ()
    return {
        "score": score.score if score else None,
        "why": [{"text": t.text, "weight": t.weight, "kind": t.kind} for t in terms],
    }


def feeds_json(found: "Sequence[Brought]", names: Mapping[int, str]) -> dict[str, Any]:
    """Return the feeds that brought a paper for programs."""
    return {
        "feeds": [
            {
                "name": names.get(one.feed_id), "announced": one.announced or None,
                "seen": one.seen or None, "votes": one.facts.get("votes"),
            }
            for one in found
        ]
    }  # fmt: skip


def feeds_text(found: "Sequence[Brought]", names: Mapping[int, str]) -> str:
    """Return the feeds that brought a paper, each with the day and the votes."""
    said = []
    for one in found:
        votes = one.facts.get("votes")
        more = [one.announced, plural(votes, "vote") if isinstance(votes, int) else ""]
        told = ", ".join(filter(None, more))
        said.append(f"{visible(names.get(one.feed_id, ''))}{f' ({told})' if told else ''}")
    return "; ".join(said)


BAR = 20
"""Characters of the longest bar."""
_WHY = (
    Column(None, lambda one: one[0].key),
    Column(None, lambda one: one[1]),
    Column(None, lambda one: one[2]),
    Column(None, lambda one: one[3]),
)


SCORE = "score {:.2f}: how likely you keep it, from what you decided before"


def why(
    papers: "Sequence[Paper]",
    found: "Mapping[int, Score]",
    said: str = SCORE,
    more: "Callable[[Paper], dict[str, Any]]" = lambda _: {},
) -> Listing[Any]:
    """Return scores term by term; a pipe gets key, weight, kind and words, the score first.

    ``said`` tells a person what the score is, ``more`` is what programs get beside it.
    """
    from readlist.views.paper_json import paper_json

    def rows() -> Iterator[Any]:
        for paper in papers:
            if score := found.get(paper.id):
                yield paper, f"{score.score:.4f}", "score", ""
                for term in score.reasons:
                    yield paper, f"{term.weight:+.4f}", term.kind, term.text

    def tables(screen: Screen) -> Iterator[Any]:
        for paper in papers:
            if score := found.get(paper.id):
                yield from _why_table(paper, score, said, screen.width)

    items = (paper_json(paper) | score_json(found.get(paper.id)) | more(paper) for paper in papers)
    numbers = (paper.id for paper in papers)
    return Listing("papers", _WHY, rows(), items=items, numbers=numbers, tree=tables)


def _why_table(paper: "Paper", score: "Score", said: str, width: int) -> Iterator[Any]:
    """Yield a score term by term, with bars that show what weighs how much."""
    from rich.text import Text

    most = max((abs(term.weight) for term in score.reasons), default=0) or 1
    yield Text.assemble((paper.key, "cyan"), "  ", (visible(paper.title), "bold"))
    yield Text(said.format(score.score), "dim")
    columns = (
        Column("weight", right=True), Column("", style="green", share=0.25),
        Column("because", share=-1),
    )  # fmt: skip
    rows = []
    for term in score.reasons:
        block = "█" if term.weight > 0 else "▒"
        bar = block * max(1, round(BAR * abs(term.weight) / most))
        rows.append((f"{term.weight:+.2f}", bar, visible(term.text)))
    yield table(columns, rows, width)
