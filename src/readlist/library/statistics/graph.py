"""How the papers of a list or a query build on each other, as far as it is known what they cite."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from readlist.library.papers import search
from readlist.model import Paper
from readlist.store import citations
from readlist.store.connection import Library
from readlist.store.lists import find_list
from readlist.store.papers import load

DAMPING, ROUNDS = 0.85, 30
"""PageRank's, as its authors have them (Page, Brin, Motwani, Winograd 1999)."""


class Node(NamedTuple):
    """A paper: how many of the others cite it, how many it cites, its share of all attention."""

    paper: Paper
    cited_by: int
    cites: int
    rank: float


class Graph(NamedTuple):
    """The papers, what they build on most first; ``states`` counts what is known of references."""

    name: str
    nodes: Sequence[Node]
    citations: int
    states: Counter[str]

    @property
    def alone(self) -> int:
        """How many papers neither cite another one nor are cited by one."""
        return sum(not (node.cited_by or node.cites) for node in self.nodes)


def graph(library: Library, words: Sequence[str], now: str) -> Graph:
    """Return how papers build on each other; one word may name a list. Raises ``QueryError``."""
    said = " ".join(words)
    known = find_list(library.db, said) if said else None
    asked = search.in_list(library, (), known[1].name) if known else list(words)
    found = search.prepare(library, asked, now=now, chosen=not known)
    papers = list(load(library, search.ids(library, found)))
    numbers = [paper.id for paper in papers]
    edges = citations.edges(library.db, numbers)
    cited_by = Counter(cited for _, cited in edges)
    cites = Counter(citing for citing, _ in edges)
    rank = ranks(numbers, edges)
    nodes = [Node(one, cited_by[one.id], cites[one.id], rank[one.id]) for one in papers]
    nodes.sort(key=lambda node: (-node.rank, -node.cited_by, node.paper.id))
    states = citations.states(library.db, numbers, citations.REFS)
    return Graph(known[1].name if known else said, nodes, len(edges), states)


def ranks(papers: Sequence[int], edges: Sequence[tuple[int, int]]) -> dict[int, float]:
    """Return each paper's PageRank; all together are 1."""
    if not papers:
        return {}
    cites: dict[int, list[int]] = {paper: [] for paper in papers}
    for citing, cited in edges:
        cites[citing].append(cited)
    even = 1 / len(papers)
    rank = dict.fromkeys(papers, even)
    for _ in range(ROUNDS):
        # What cites nothing gives its share to all.
        loose = sum(rank[paper] for paper, found in cites.items() if not found)
        given = dict.fromkeys(papers, (1 - DAMPING) * even + DAMPING * loose * even)
        for paper, found in cites.items():
            for cited in found:
                given[cited] += DAMPING * rank[paper] / len(found)
        rank = given
    return rank
