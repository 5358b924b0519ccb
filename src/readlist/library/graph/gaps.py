"""Works that the papers of a library cite and that it has not.

A work is counted once for each paper that cites it, a rated paper by its rating; those come first
that these papers cite more than the world does. What the library has under another name, as its own
matcher finds it, and what a person removed or dropped is no gap.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from math import ceil
from typing import NamedTuple

from readlist.library.manuscripts.seen import Held, held_of, identify
from readlist.library.papers import reading_order
from readlist.model import Author, Paper, Rank, Record
from readlist.store import citations
from readlist.store.citations import Work
from readlist.store.connection import Library
from readlist.store.history import removed
from readlist.store.journal import chunks

LEAST, SHARE = 3, 0.01
"""Papers that must cite a work: so many, and this share of all that are looked at."""
_LOOKED_AT, _EVERY = 2_000, 1_000_000
"""The best by name, of which the library's matcher looks for papers under other names."""
PART = 50
"""Works that it looks at together; the first parts mostly hold all that is wanted."""


class Gap(NamedTuple):
    """A work that is missing, who cites it, and how telling that is."""

    work: Work
    papers: tuple[int, ...]
    lift: float


class Found(NamedTuple):
    """What is missing of the works that papers cite, ``least`` of them or more.

    ``states`` counts the papers by what is known of their references.
    """

    gaps: list[Gap]
    papers: dict[int, Held]
    least: int
    states: Counter[str]


READ = "status:reading,skimmed,read"
"""The papers whose references are looked at, where a person names no others."""


def missing(
    library: Library, papers: Sequence[Paper], least: int, most: int, sort: str = "lift"
) -> Found:
    """Return what papers cite and the library has not; without ``least`` by how many they are."""
    enough = least or max(LEAST, ceil(SHARE * len(papers)))
    # A paper counts as one, or as its rating in thirds.
    weights = {
        paper.id: paper.reading.rating / 3 if paper.reading.rating else 1.0 for paper in papers
    }
    found = gaps(library, weights, enough, most, sort)
    states = citations.states(library.db, weights, citations.REFS)
    return Found(found, {paper.id: held_of(paper) for paper in papers}, enough, states)


def gaps(
    library: Library, papers: Mapping[int, float], least: int, most: int, sort: str = "lift"
) -> list[Gap]:
    """Return what is missing, the best first; ``papers`` are numbers with their weights."""
    gone = removed(library.db)
    gathered: list[Gap] = []
    with closing(
        citations.gaps(library.db, papers, least, _LOOKED_AT if most else _EVERY)
    ) as found:
        for part in chunks(found, PART):
            works = citations.works(library.db, (one.work for one in part))
            left = [one for one in part if gone.isdisjoint(works[one.work].identifiers)]
            gathered += _missing(library, left, works, papers)
            if sort == "lift" and most and len(gathered) >= most:
                break
    gathered.sort(key=lambda gap: (_order(gap, sort), -gap.lift, gap.work.id))
    return gathered[:most] if most else gathered


def _missing(
    library: Library,
    found: Sequence[citations.Gap],
    works: Mapping[int, Work],
    weights: Mapping[int, float],
) -> list[Gap]:
    """Return those works that the library has under no name, the same ones as one."""
    numbers, _ = identify(library, (record_of(works[one.work]) for one in found))
    groups: dict[int, list[citations.Gap]] = {}
    for number, one in zip(numbers, found, strict=True):
        if number < 0:  # a paper that the library holds has a number of its own
            groups.setdefault(number, []).append(one)
    return [_gathered(group, works, weights) for group in groups.values()]


def _order(gap: Gap, sort: str) -> float:
    """Return what a gap is sorted by, the smallest first: ``lift``, ``count`` or ``year``."""
    if sort == "count":
        return -len(gap.papers)
    return -(gap.work.year or 0) if sort == "year" else -gap.lift


def _gathered(
    group: Sequence[citations.Gap], works: Mapping[int, Work], weights: Mapping[int, float]
) -> Gap:
    """Return one gap of works that are the same."""
    work = works[group[0].work]
    for other in group[1:]:
        names = (*work.identifiers, *works[other.work].identifiers)
        counts = [one for one in (work.cited_by, works[other.work].cited_by) if one is not None]
        work = work._replace(
            identifiers=tuple(dict.fromkeys(names)), cited_by=max(counts, default=None)
        )
    papers = tuple(sorted({paper for one in group for paper in one.papers}))
    weight = sum(weights[paper] for paper in papers)
    return Gap(work, papers, citations.lift(weight, work.cited_by))


def record_of(work: Work) -> Record:
    """Return a work as a source would name it to the library."""
    first = work.byline.removesuffix(" et al.").partition(" and ")[0]
    return Record(
        source="citations", rank=Rank.GUESS, title=work.title, year=work.year,
        authors=(Author(first, first),) if first else (), identifiers=work.identifiers,
    )  # fmt: skip


class Related(NamedTuple):
    """A work beside a paper, and the paper that it is in the library."""

    work: Work
    paper: Held | None = None


def held(library: Library, works: Sequence[Work]) -> list[Related]:
    """Return works with the papers that they are in the library, by its own matcher."""
    numbers, papers = identify(library, map(record_of, works))
    found: dict[int, Related] = {}
    for work, number in zip(works, numbers, strict=True):
        found.setdefault(number, Related(work, papers.get(number)))
    return list(found.values())


def before(library: Library, paper: Paper, most: int = 0) -> list[tuple[Related, int]]:
    """Return what to read before a paper, in this order, and how much of it needs each."""
    start = citations.works_of(library.db, [paper.id]).get(paper.id, [])
    edges = citations.around(library.db, start, reading_order.DEPTH)
    papers = citations.papers_of(library.db, sorted({cited for _, cited in edges}))
    most = most or reading_order.BEFORE
    ordered = reading_order.before(start, edges, papers.keys(), most)
    works = citations.works(library.db, (work for work, _ in ordered))
    related = {one.work.id: one for one in held(library, list(works.values()))}
    return [(related[work], count) for work, count in ordered if work in related]
