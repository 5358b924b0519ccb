"""How near the neighbours are that ``similar`` finds, by what it does not look at.

    python benchmarks/similar.py [LIBRARY.db]

Of 17,145 papers of ``../shared/data/papers``, 150 are asked for their ten neighbours: how many have
the same primary category; and 150 that have a paper by three of the same authors: at what rank the
first of these comes (mean of the inverses). Neither categories nor authors are looked at. Chosen
before the first run. With a library (``benchmarks/generate.py``, 100,000 papers) the CPU time of a
question is measured in it.
"""

import gzip
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from readlist.library.papers.similar import similar
from readlist.store.connection import Library, open_library
from search import PAPERS, filled

SEED = 7
ASKED = 150
NEAREST = 10
MATES = 3


def measured(library: Library) -> tuple[float, float, float]:
    """Return the purity of categories, the mean inverse rank of a mate, and the CPU ms of each."""
    numbers = {
        title: number for number, title in library.db.execute("SELECT id, title FROM papers")
    }
    papers = {}
    with gzip.open(PAPERS, "rt", encoding="utf-8") as file:
        for paper in map(json.loads, file):
            if number := numbers.get(" ".join(paper["title"].split())):
                papers[number] = paper
    works = defaultdict(set)
    for number, paper in papers.items():
        for author in paper["authors"]:
            works[author].add(number)

    def mates(number: int) -> set[int]:
        names = papers[number]["authors"][:30]
        shared = Counter(other for name in names for other in works[name] if other != number)
        return {other for other, times in shared.items() if times >= MATES}

    rng = random.Random(SEED)
    pool = sorted(papers)
    anyone = rng.sample(pool, ASKED)
    others = rng.sample(pool, min(3_000, len(pool)))
    with_mates = [number for number in others if mates(number)][:ASKED]
    start = time.process_time()
    pure = 0
    for number in anyone:
        field = papers[number]["categories"][0]
        found = similar(library, [number], NEAREST)
        pure += sum(
            near.id in papers and papers[near.id]["categories"][0] == field for near in found
        )
    ranks = 0.0
    for number in with_mates:
        theirs = mates(number)
        order = [near.id in theirs for near in similar(library, [number], NEAREST)]
        ranks += 1 / (order.index(True) + 1) if True in order else 0
    took = (time.process_time() - start) * 1000 / (len(anyone) + len(with_mates))
    return pure / len(anyone) / NEAREST, ranks / len(with_mates), took


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, gzip.open(PAPERS, "rt", encoding="utf-8") as file:
        library = filled(Path(folder), "known", [json.loads(line) for line in file])
        purity, mates, took = measured(library)
    print(f"same primary category among {NEAREST}: {purity:.3f}")
    print(f"mean inverse rank of a paper by {MATES} of the same authors: {mates:.3f}")
    print(f"CPU of one question among 17,145 papers: {took:.0f} ms")
    if len(sys.argv) > 1:
        library = open_library(Path(sys.argv[1]), "bench")
        for papers in ([500], [500, 600, 700]):
            start = time.process_time()
            similar(library, papers, NEAREST)
            print(f"CPU of {len(papers)} papers: {(time.process_time() - start) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
