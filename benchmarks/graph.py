"""The citation graph at the size of a long life: gaps, coupling, references, beside bare SQL.

``python benchmarks/graph.py`` makes 20,000 papers with 45 references each out of 200,000 works and
measures, in CPU time of this process, the median of five. What is right is a test's to say
(``tests/cli/test_graph_standin.py``).
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from readlist.library.graph.gaps import gaps, least_of
from readlist.model import Author, Identifier, Record
from readlist.store import citations
from readlist.store.citations import DONE, REFS, Told
from readlist.store.connection import Library, open_library

PAPERS, WORKS, EACH = 20_000, 200_000, 45
ROUNDS = 5


def record(number: int, source: str = "s2") -> Record:
    """Return a work of a generated literature."""
    return Record(
        source=source, title=f"Work {number:06} on a subject of its own that has a long title",
        authors=(Author("A. Somebody", "Somebody", "A."),), year=1990 + number % 36,
        identifiers=(Identifier("arxiv", eprint(number)),),
        extra={"s2": {"cited": number % 5_000}},
    )  # fmt: skip


def eprint(number: int) -> str:
    """Return an arXiv id, ten thousand a month from January 2015 on."""
    month = number // 10_000
    return f"{15 + month // 12:02}{1 + month % 12:02}.{number % 10_000:05}"


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--papers", type=int, default=PAPERS)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder) / "library.db", asked.papers)


def measure(path: Path, count: int) -> None:
    """Make a library and its graph, and measure what is asked of it."""
    imported(path, count)
    library = open_library(path, "ada", write=True)
    chance = random.Random(7)
    start = time.process_time()
    for first in range(0, count, 100):
        told = [
            Told(record(n), [record(w) for w in drawn(chance)], DONE, "s2")
            for n in range(first, min(first + 100, count))
        ]
        citations.keep(library, told, REFS, "2026-11-22T08:00:00Z")
    edges = library.db.execute("SELECT count(*) FROM cites").fetchone()[0]
    works = library.db.execute("SELECT count(*) FROM works").fetchone()[0]
    print(f"{count:,} papers, {edges:,} citations, {works:,} works: "
          f"written in {time.process_time() - start:.1f} s")  # fmt: skip
    every = dict.fromkeys(range(1, count + 1), 1.0)
    some = dict.fromkeys(range(1, 501), 1.0)
    rows: list[tuple[str, Callable[[], object]]] = [
        (f"gaps of {count:,} papers", lambda: gaps(library, every, least_of(count), 20)),
        ("gaps of 500 papers", lambda: gaps(library, some, least_of(500), 20)),
        ("bare SQL of the first", lambda: bare(library)),
        ("coupling of one paper", lambda: citations.coupled(library.db, [17], 20)),
        ("references of one paper", lambda: citations.related(library.db, 17, REFS)),
    ]
    for name, work in rows:
        print(f"{name:28} {median_ms(work):8.1f} ms")


def drawn(chance: random.Random) -> list[int]:
    """Return what a paper cites: a few works very often, most seldom."""
    return [int(WORKS * chance.random() ** 3) for _ in range(EACH)]


def bare(library: Library) -> object:
    """Count who cites what, with nothing of the library looked up."""
    return library.db.execute(
        "SELECT cited, count(*) FROM cites GROUP BY cited HAVING count(*) >= 200"
    ).fetchall()


def median_ms(work: Callable[[], object]) -> float:
    """Return the CPU time of a call in milliseconds, the median of some."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return statistics.median(found)


def imported(path: Path, count: int) -> None:
    """Import generated papers into a new library, as a person would."""
    lines = path.with_suffix(".jsonl")
    with lines.open("w", encoding="utf-8") as file:
        for number in range(count):
            one = record(number)
            row = {"title": one.title, "year": one.year, "authors": ["A. Somebody"],
                   "arxiv": eprint(number), "status": "read"}  # fmt: skip
            file.write(json.dumps(row) + "\n")
    command = [sys.executable, "-m", "readlist", "--db", str(path), "import", str(lines), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
