"""Measure the program against the least that the same work can cost, and print one table.

python benchmarks/run.py [--sizes 1000,20000,100000] [--runs 7] [--only NAME] [--markdown]
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from evening import evening
from figures import Figure, again, commands, importing, statements
from measure import Sample
from waiting import inbox
from world import World

HEAD = (
    "figure", "papers", "wall ms", "CPU ms", "MB", "bare wall", "bare CPU", "bare MB",
    "ratio wall", "ratio CPU", "target", "met",
)  # fmt: skip
GROUPS = ("commands", "inbox", "evening", "import", "again", "sql")


def figures(world: World, sizes: list[int], only: str) -> Iterator[Figure]:
    """Yield the figures of all groups, or of the one that was named."""
    large = max(sizes)
    if only in ("", "commands"):
        for size in sizes:
            yield from commands(world, size)
    if only in ("", "inbox"):
        for size in sizes:
            yield from inbox(world, size)
    if only in ("", "evening"):
        yield from evening(world, large)
    if only in ("", "sql"):
        yield from statements(world, large)
    if only in ("", "again"):
        yield from again(world)
    if only in ("", "import"):
        yield from importing(world, large)


def cells(figure: Figure) -> list[str]:
    """Return one line of the table."""
    ratios = [f"{ratio:.2f}" for ratio in figure.ratios] or ["", ""]
    met = "" if figure.met is None else "yes" if figure.met else "NO"
    return [
        figure.name, f"{figure.papers:,}", *_times(figure.ours), *_times(figure.bare), *ratios,
        figure.target, met,
    ]  # fmt: skip


def _times(sample: Sample | None) -> list[str]:
    if sample is None:
        return ["", "", ""]
    digits = 0 if sample.wall_ms >= 100 else 1
    memory = f"{sample.peak_mb:.0f}" if sample.peak_mb else ""
    return [f"{sample.wall_ms:,.{digits}f}", f"{sample.cpu_ms:,.{digits}f}", memory]


def plain(row: list[str]) -> str:
    """Return a line for a terminal."""
    widths = (38, 8, 8, 8, 5, 9, 9, 8, 11, 10, 23, 4)
    return "".join(
        cell.ljust(width) if place in (0, 10, 11) else cell.rjust(width) + "  " * (place == 9)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ).rstrip()


def markdown(row: list[str]) -> str:
    """Return a line for a page."""
    return f"| {' | '.join(row)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="1000,20000,100000", help="papers in the libraries")
    parser.add_argument("--runs", type=int, default=7, help="pairs measured, after a warm-up")
    parser.add_argument("--only", default="", choices=GROUPS, help="one group of figures")
    parser.add_argument("--markdown", action="store_true", help="print the table for a page")
    parser.add_argument("--work", type=Path, help="folder that keeps libraries between runs")
    chosen = parser.parse_args()
    world = World(chosen.work or Path(tempfile.gettempdir()) / "readlist-benchmarks", chosen.runs)
    line = markdown if chosen.markdown else plain
    print(line(list(HEAD)), flush=True)
    if chosen.markdown:
        print(line(["---"] + ["---:"] * 9 + ["---", "---"]))
    missed = 0
    for figure in figures(world, [int(size) for size in chosen.sizes.split(",")], chosen.only):
        print(line(cells(figure)), flush=True)
        missed += figure.met is False
    sys.exit(f"{missed} targets were missed." if missed else 0)


if __name__ == "__main__":
    main()
