"""In which order to read papers that build on each other: what others build on comes first.

Papers that cite each other in a circle, as versions of arXiv do, stand together. Within what the
citations leave open, what more of the papers build on comes first, then the older, then the place
that they had.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readlist.model import Paper
from readlist.store.citations import edges
from readlist.store.connection import Library
from readlist.store.papers import load


class Placed(NamedTuple):
    """A paper in its order: how many of those that follow cite it, and how many follow."""

    paper: int
    cited_by: int
    following: int


def foundations(
    papers: Sequence[int], edges: Iterable[tuple[int, int]], years: Mapping[int, int | None]
) -> list[Placed]:
    """Return papers in the order to read them; an edge is a paper and one that it cites."""
    place = {paper: at for at, paper in enumerate(papers)}
    cites: dict[int, set[int]] = {paper: set() for paper in place}
    for citing, cited in edges:
        if citing in place and cited in place and citing != cited:
            cites[citing].add(cited)
    counted = Counter(cited for found in cites.values() for cited in found)

    def rank(paper: int) -> tuple[int, int, int]:
        return -counted[paper], years.get(paper) or 9_999, place[paper]

    found: list[int] = []
    for group in _in_order(cites, rank):
        found += sorted(group, key=rank)
    # Backwards: what follows a paper has said by then what it cites.
    cited_by: Counter[int] = Counter()
    placed = []
    for following, paper in enumerate(reversed(found)):
        placed.append(Placed(paper, cited_by[paper], following))
        cited_by.update(cites[paper])
    return placed[::-1]


def _in_order(
    cites: Mapping[int, set[int]], rank: Callable[[int], tuple[int, int, int]]
) -> Iterator[list[int]]:
    """Yield papers that cite each other in a circle together, each behind what it builds on.

    Of those that could come next the one of the best rank does (Kahn 1962, with a heap).
    """
    circle = circles(cites)
    members: dict[int, list[int]] = {}
    for paper in cites:
        members.setdefault(circle[paper], []).append(paper)
    needs: dict[int, set[int]] = {one: set() for one in members}
    leads: dict[int, set[int]] = {one: set() for one in members}
    for citing, found in cites.items():
        for cited in found:
            if circle[citing] != circle[cited]:
                needs[circle[citing]].add(circle[cited])
                leads[circle[cited]].add(circle[citing])
    ready = [(min(map(rank, members[one])), one) for one, needed in needs.items() if not needed]
    heapq.heapify(ready)
    while ready:
        _, one = heapq.heappop(ready)
        yield members[one]
        for other in leads[one]:
            needs[other].discard(one)
            if not needs[other]:
                heapq.heappush(ready, (min(map(rank, members[other])), other))


def circles(cites: Mapping[int, set[int]]) -> dict[int, int]:
    """Return for each paper one that stands for all that reach each other (Kosaraju, Sharir 1981).

    Without recursion: a chain of citations may be longer than Python's stack.
    """
    back: dict[int, set[int]] = {paper: set() for paper in cites}
    for citing, found in cites.items():
        for cited in found:
            back[cited].add(citing)
    stands: dict[int, int] = {}
    for root in reversed(_by_end(cites)):
        left = [root]
        while left:
            paper = left.pop()
            if paper not in stands:
                stands[paper] = root
                left += sorted(back[paper])
    return stands


def _by_end(cites: Mapping[int, set[int]]) -> list[int]:
    """Return papers in the order in which a walk along the citations is through with them."""
    seen: set[int] = set()
    order = []
    for root in cites:
        left = [(root, False)]
        while left:
            paper, is_done = left.pop()
            if is_done:
                order.append(paper)
            elif paper not in seen:
                seen.add(paper)
                left.append((paper, True))
                left += [(one, False) for one in sorted(cites[paper])]
    return order


BEFORE, DEPTH = 10, 2
"""Works to read before one, at most, and how many steps of citations they may be away."""
TELLING = 2
"""Works that must build on one that the library has not, before it is named."""


def before(
    start: Iterable[int], edges: Iterable[tuple[int, int]], held: Container[int], most: int = BEFORE
) -> list[tuple[int, int]]:
    """Return what works build on within two steps, in the order to read it, and how many need it.

    What most of the others build on is chosen first; what the library has not must be built on by
    two of them.
    """
    first = set(start)
    cites: dict[int, set[int]] = {}
    for citing, cited in edges:
        cites.setdefault(citing, set()).add(cited)
    reached: dict[int, int] = {}
    front = first
    for step in range(1, DEPTH + 1):
        front = {cited for one in front for cited in cites.get(one, ())} - reached.keys() - first
        reached |= dict.fromkeys(front, step)
    needed = Counter(cited for one in {*reached, *first} for cited in cites.get(one, ()))
    chosen = [one for one in reached if one in held or needed[one] >= TELLING]
    chosen.sort(key=lambda one: (-needed[one], reached[one], one))
    del chosen[most:]
    inside = [(one, cited) for one in chosen for cited in cites.get(one, ())]
    return [(one.paper, needed[one.paper]) for one in foundations(chosen, inside, {})]


def order_of_papers(library: Library, numbers: Sequence[int]) -> list[int]:
    """Return papers by their numbers in the order to read them in.

    Without any citation known the order stays as it was.
    """
    papers = list(load(library, numbers))
    return [one.paper for one in order_of_list(library, papers)]


def order_of_list(library: Library, papers: Sequence[Paper]) -> list[Placed]:
    """Return papers in the order to read them, by what is known of their references."""
    years = {paper.id: paper.year for paper in papers}
    return foundations([paper.id for paper in papers], edges(library.db, years), years)
