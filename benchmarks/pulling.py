"""What keeping costs: 2,000 announcements into libraries of all sizes, with and without rules.

    python benchmarks/pulling.py [--sizes 1000,20000,100000] [--work FOLDER]

Each run is a process of its own that pulls one feed of one day, whose answers it has already: CPU
time and memory are those of rules, merging, writing, and the ledger, with the start of Python. The
papers are made (``generate.py``); a tenth of the announcements are of papers that the library has.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from world import World

NUMBER = 2_000
NOW = "2026-11-20T12:00:00Z"
RULES = {"keep": ["learning OR model OR data"], "drop": ["survey"], "tag": [["neural", "nn"]]}


def announced(known: list[tuple[str, str]]) -> list[object]:
    """Return announcements: new papers, and a tenth that is known."""
    from random import Random

    from readlist.model import Author, Identifier, Rank, Record
    from readlist.services.base import Announced

    chance = Random(7)
    words = [f"word{number}" for number in range(3_000)] + ["learning", "model", "data", "neural"]
    found = []
    for place in range(NUMBER):
        identifier = Identifier("arxiv", f"2611.{place:05}")
        title = " ".join(chance.choices(words, k=9))
        if place < len(known):
            identifier, title = Identifier("arxiv", known[place][0]), known[place][1]
        record = Record(
            source="arxiv", rank=Rank.ISSUER, title=title,
            authors=tuple(Author(f"A{n} B{n}", f"B{n}", f"A{n}") for n in range(place % 7 + 1)),
            abstract=" ".join(chance.choices(words, k=170)), year=2026, published="2026-11-19",
            kind="preprint", identifiers=(identifier,),
            extra={"arxiv": {"version": 1, "categories": ["cs.CL"]}, "primary_class": "cs.CL"},
        )  # fmt: skip
        found.append(Announced(record, "2026-11-20", "new", {"votes": place % 90}))
    return found


def absorb(path: Path, rules: bool) -> dict[str, float]:
    """Pull one day with all its announcements; return CPU seconds, seconds and megabytes."""
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.pull.portions import Portion
    from readlist.library.pull.save import Bounds, keep
    from readlist.model import Status
    from readlist.store.connection import open_library
    from readlist.store.feeds import Feed, feeds, insert_feeds
    from readlist.store.journal import transaction

    library = open_library(path, "ada", write=True)
    known = library.db.execute(
        "SELECT i.value, p.title FROM identifiers i JOIN papers p ON p.id = i.paper_id "
        "WHERE i.scheme = 'arxiv' ORDER BY p.id LIMIT ?", (NUMBER // 10,),
    ).fetchall()  # fmt: skip
    portion = Portion(tuple(announced(known)), "2026-11-20")  # type: ignore[arg-type]
    with transaction(library, command="", at=NOW) as tx:
        insert_feeds(tx, [Feed(0, "x", "arxiv", "cs.CL", RULES if rules else {}, NOW)])
    feed = feeds(library.db)[0]
    options = AbsorbOptions(NOW, "ada", Status.INBOX)
    cpu_s, began = time.process_time(), time.perf_counter()
    with transaction(library, command="readlist pull", at=NOW) as tx:
        kept = keep(tx, feed, portion, options, Bounds())
    cpu_s, wall_s = time.process_time() - cpu_s, time.perf_counter() - began
    library.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {"cpu": cpu_s, "wall": wall_s, "mb": peak, "new": kept.new, "known": kept.known}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", default="1000,20000,100000")
    parser.add_argument("--work", type=Path, help="folder that keeps libraries between runs")
    parser.add_argument("--absorb", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--rules", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.absorb:
        print(json.dumps(absorb(chosen.absorb, chosen.rules)))
        return
    world = World(chosen.work or Path(tempfile.gettempdir()) / "readlist-benchmarks", 1)
    print(
        f"{'papers':>8} {'rules':>6} {'CPU s':>6} {'wall s':>7} {'MB':>5} {'new':>6} {'known':>6}"
    )
    for size in map(int, chosen.sizes.split(",")):
        for rules in ((), ("--rules",)):
            copy = world.copy(world.library(size), "pulling.db")
            command = [sys.executable, __file__, "--absorb", str(copy), *rules]
            said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            print(
                f"{size:8,} {'yes' if rules else 'no':>6} {said['cpu']:6.2f} {said['wall']:7.2f} "
                f"{said['mb']:5.0f} {said['new']:6,} {said['known']:6,}", flush=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
