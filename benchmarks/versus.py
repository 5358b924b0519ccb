"""Measure two installations of the program in turn, A B A B, in libraries of the same papers.

    python benchmarks/versus.py OTHER/.venv/bin/python [--sizes 1000,100000] [--runs 5] [--heavy]

Ours is the Python that runs this. The table has CPU time (user and system) and peak memory of each,
by the medians, and the median of the ratios of neighbours, which a busy machine disturbs little.
``--heavy`` adds exports, long listings and the import, once or twice each.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measure import Job, Pair, pairs
from world import World, keys, words

LONG_RUNS = 2


Command = tuple[str, tuple[str, ...], bool]


def light(rare: str, common: str, key: str) -> Iterator[Command]:
    """Yield what is typed at the prompt: its name, its words, and whether on a terminal."""
    yield "--version", ("--version",), False
    yield "list --limit 50", ("list", "--limit", "50"), False
    yield "list, terminal", ("list",), True
    yield "search, rare word", ("search", rare), False
    yield "search, best 50 of a common word", ("search", common, "--limit", "50"), False
    yield "show", ("show", key), False
    yield "status", ("status",), False
    yield "status KEY read, dry", ("status", key, "read", "--dry-run"), False


def heavy(common: str) -> Iterator[Command]:
    """Yield what takes as long as the library is large."""
    yield "list", ("list",), False
    yield "list --json", ("list", "--json"), False
    yield "search, common word", ("search", common), False
    for name in ("bibtex", "biblatex", "jsonl", "csv", "ris"):
        yield f"export, {name}", ("export", "--format", name), False


def compared(world: World, other: World, size: int, *, large: bool) -> Iterator[tuple[str, Pair]]:
    """Yield each command with both samples."""
    # Each has a library that it made itself: one may not read what the other's schema is.
    here = world.copy(world.library(size), "versus.db")
    there = other.copy(other.library(size), "versus.db")
    rare, common = words(there)
    long = list(heavy(common)) if large else []
    for name, said, terminal in [*light(rare, common, keys(here, 1)[0]), *long]:
        ours = world.readlist(here, *said, terminal=terminal)
        theirs = other.readlist(there, *said, terminal=terminal)
        runs = LONG_RUNS if any(name == one for one, _, _ in long) else world.runs
        yield name, pairs(lambda _, a=ours, b=theirs: (a, b), runs)
    if large:
        papers = str(world.papers(size))

        def make(_: int) -> tuple[Job, Job]:
            ours = world.readlist(world.copy(world.empty, "a.db"), "import", papers)
            theirs = other.readlist(other.copy(other.empty, "b.db"), "import", papers)
            return ours, theirs

        yield "import", pairs(make, 1, warm_up=False)


def main() -> None:
    """Measure and print a table for a page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("other", help="the Python of the other installation")
    parser.add_argument("--sizes", default="1000,20000", help="papers in the libraries")
    parser.add_argument("--runs", type=int, default=5, help="pairs measured, after a warm-up")
    parser.add_argument("--heavy", action="store_true", help="exports, long listings, the import")
    parser.add_argument("--work", type=Path, help="folder that keeps libraries between runs")
    chosen = parser.parse_args()
    folder = chosen.work or Path(tempfile.gettempdir()) / "readlist-benchmarks"
    world = World(folder, chosen.runs)
    other = World(folder / "other", chosen.runs, python=chosen.other, source=folder)
    print("| command | papers | CPU ms | other's | ratio | MB | other's |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for size in map(int, chosen.sizes.split(",")):
        for name, pair in compared(world, other, size, large=chosen.heavy):
            a, b = pair.ours, pair.bare
            print(
                f"| {name} | {size:,} | {a.cpu_ms:,.0f} | {b.cpu_ms:,.0f} | {pair.cpu_ratio:.2f} "
                f"| {a.peak_mb:.0f} | {b.peak_mb:.0f} |", flush=True,
            )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
