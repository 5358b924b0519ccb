"""The figures: what is measured, against what, and what is to be reached."""

import marshal
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measure import Job, Pair, Sample, pairs, run
from world import HERE, World, keys, words

COMMAND_TARGET = 1.6
TERMINAL_TARGET = 2.2
IMPORT_TARGET = 3.0
IMPORT_MEMORY_MB = 250
LISTING_MEMORY_MB = 45
LARGE = 100_000
AGAIN = 12_000
SQL_ROUNDS = 25


class Figure(NamedTuple):
    """One line of the table; times in ms, ratios by wall and by CPU."""

    name: str
    papers: int
    ours: Sample
    bare: Sample | None = None
    ratios: tuple[float, ...] = ()
    target: str = ""
    met: bool | None = None


def compared(name: str, papers: int, pair: Pair, target: float) -> Figure:
    """Return the line of a command beside its bare twin."""
    ratios = (pair.wall_ratio, pair.cpu_ratio)
    return Figure(
        name, papers, pair.ours, pair.bare, ratios, f"<= {target} x", max(ratios) <= target
    )


def commands(world: World, size: int) -> Iterator[Figure]:
    """Measure the daily commands in a library of one size."""
    library = world.copy(world.library(size), f"daily-{size}.db")
    rare, common = words(library)
    key = keys(library, 1)[0]
    reading = {
        "list": ("list",),
        "search, rare word": ("search", rare),
        "search, common word": ("search", common),
        "show": ("show", key),
        "status": ("status",),
    }
    for name, said in reading.items():
        yield _read(world, name, size, world.readlist(library, *said))
    for said in (("list",), ("list", "--json"), ("search", common)):
        sample = run(world.readlist(library, *said))
        yield Figure(
            f"{said[0]}{' --json' * ('--json' in said)}, peak memory", size, sample,
            target=f"<= {LISTING_MEMORY_MB} MB", met=sample.peak_mb <= LISTING_MEMORY_MB,
        )  # fmt: skip
    yield _read(world, "completion of a key", size, world.completion(library, "show", key[:3]))
    yield _marked(world, "status KEY read", size, library, ("status", "{}", "read"))
    yield _marked(world, "tag KEY +TAG", size, library, ("tag", "{}", "+fresh"))
    for name in ("list", "search, rare word", "search, common word", "show"):
        job = world.readlist(library, *reading[name], terminal=True)
        yield _read(world, f"{name}, terminal", size, job, TERMINAL_TARGET)


def _read(world: World, name: str, size: int, job: Job, target: float = COMMAND_TARGET) -> Figure:
    if job.terminal:
        # Captured in a pipe the command would ask for every row.
        limited = (*job.argv, "--limit", "51") if "show" not in job.argv else job.argv
        twin = world.bare(job._replace(argv=limited), _library(job), "read")
    else:
        twin = world.bare(job, _library(job), "read")
    return compared(name, size, pairs(lambda _: (job, twin), world.runs), target)


def _library(job: Job) -> Path:
    return Path(job.environment["READLIST_DB"])


def _marked(world: World, name: str, size: int, library: Path, pattern: tuple[str, ...]) -> Figure:
    """Measure a command that changes a paper: another paper each time, so that it does change."""
    papers = keys(library, world.runs + 1)
    twin = world.copy(library, "twin.db")

    def make(number: int) -> tuple[Job, Job]:
        said = [word.format(papers[number]) for word in pattern]
        return world.readlist(library, *said), world.bare(world.readlist(twin, *said), twin, "mark")

    return compared(name, size, pairs(make, world.runs), COMMAND_TARGET)


def importing(world: World, size: int = LARGE) -> Iterator[Figure]:
    """Measure an import of many papers, and taking it back."""
    papers, fresh = world.papers(size), world.empty

    def bare(order: str) -> Job:
        target = world.copy(fresh, "bare.db")
        script = str(HERE / "bare_import.py")
        return Job([sys.executable, script, order, str(papers), str(target)], world.environment)

    orders = {order: run(bare(order)) for order in ("parents", "children")}
    for order, sample in orders.items():
        yield Figure(f"bare executemany, {order} first", size, sample)
    faster = min(orders, key=lambda order: orders[order].cpu_ms)

    def make(_: int) -> tuple[Job, Job]:
        target = world.copy(fresh, "import.db")
        return world.readlist(target, "import", str(papers)), bare(faster)

    pair = pairs(make, min(world.runs, 3), warm_up=False)
    yield compared("import", size, pair, IMPORT_TARGET)
    yield Figure(
        "import, peak memory", size, pair.ours, target=f"< {IMPORT_MEMORY_MB} MB",
        met=pair.ours.peak_mb < IMPORT_MEMORY_MB,
    )  # fmt: skip
    library = world.folder / "import.db"
    for name, said in {
        "db check": ("db", "check"),
        "export, bibtex": ("export", "--format", "bibtex"),
        "export, jsonl": ("export", "--format", "jsonl"),
        "undo of the import": ("undo",),
        "redo of the import": ("redo",),
    }.items():
        yield Figure(name, size, run(world.readlist(library, *said)))


def again(world: World, size: int = AGAIN) -> Iterator[Figure]:
    """Measure importing the same file a second time, which must change nothing."""
    papers = str(world.papers(size))

    def make(_: int) -> tuple[Job, Job]:
        first = world.copy(world.empty, "first.db")
        return world.readlist(second, "import", papers), world.readlist(first, "import", papers)

    second = world.library(size)
    pair = pairs(make, min(world.runs, 5))
    said = world.json(second, "import", papers)
    same = said["unchanged"] == size and not said["new"] and not said["merged"]
    ratios = (pair.wall_ratio, pair.cpu_ratio)
    yield Figure(
        "import again, against the first time", size, pair.ours, pair.bare, ratios,
        "< 1 x, nothing changed", same and max(ratios) < 1,
    )  # fmt: skip


def statements(world: World, size: int = LARGE) -> Iterator[Figure]:
    """Measure the SQL of a ranked search alone, in one process."""
    library = world.library(size)
    limits = (15, max(60, 60 * size // LARGE))  # of a common word every paper has to be ranked
    for kind, word, limit_ms in zip(("rare", "common"), words(library), limits, strict=True):
        job = world.readlist(library, "search", word, "--limit", "50")
        world.bare(job, library, "sql")
        sample = _sql(library, world.folder / "sql.statements")
        yield Figure(
            f"SQL of search, {kind} word", size, sample, target=f"< {limit_ms} ms",
            met=sample.wall_ms < limit_ms,
        )  # fmt: skip


def _sql(library: Path, captured: Path) -> Sample:
    sql, values = next(
        found for found in reversed(marshal.loads(captured.read_bytes())) if "MATCH" in found[0]
    )
    db = sqlite3.connect(library)
    walls, cpus = [], []
    for _ in range(SQL_ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        db.execute(sql, values).fetchall()
        walls.append(1_000 * (time.perf_counter() - wall))
        cpus.append(1_000 * (time.process_time() - cpu))
    db.close()
    return Sample(statistics.median(walls), statistics.median(cpus), 0)
