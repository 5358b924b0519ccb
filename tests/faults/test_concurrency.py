"""Many processes use one library at once: nobody is turned away, nothing is lost."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.fault_tools import PROGRAM, Done, Inside, Place, apart, generated, json_lines
from support.program import HANG_S

PROCESSES = 8
TURNS = 2
COMMON = 12


@dataclass
class Worker:
    """One person at work, in a process of its own; remembers what was promised to it."""

    place: Place
    name: int
    tags: set[tuple[int, str]] = field(default_factory=set)
    notes: set[tuple[int, str]] = field(default_factory=set)
    brought: int = 0
    commands: int = 0
    status: str = "to-read"
    rating: int | None = None
    failures: list[tuple[list[str], Done]] = field(default_factory=list)

    def work(self) -> None:
        with apart(self.place) as run:
            for number, words in enumerate(self.plan()):
                done = run(*words)
                if done.code != 0 or done.err:
                    self.failures.append((words, done))
                    return
                self.commands += 1
                self.remember(number, words)

    def plan(self) -> Iterator[list[str]]:
        """Yield commands, each of which changes something."""
        for turn in range(TURNS):
            shared = 1 + (turn + self.name) % COMMON
            own = COMMON + 1 + self.name
            yield ["tag", str(shared), f"+w{self.name}/t{turn}"]
            yield ["note", str(shared), f"worker {self.name} turn {turn}"]
            yield ["status", str(own), ("reading", "read")[turn % 2]]
            yield ["rate", str(own), str(1 + turn % 5)]
            papers = [*generated(10, seed=self.name + 1, start=turn * 10)]
            papers += generated(2)
            name = f"w{self.name}-{turn}.jsonl"
            yield ["import", self.place.write(name, json_lines(papers)), "--tag", f"i{self.name}"]

    def remember(self, number: int, words: list[str]) -> None:
        if words[0] == "tag":
            self.tags.add((int(words[1]), words[2][1:]))
        elif words[0] == "note":
            self.notes.add((int(words[1]), words[2]))
        elif words[0] == "status":
            self.status = words[2]
        elif words[0] == "rate":
            self.rating = int(words[2])
        else:
            self.brought += 10
            self.tags |= {(1, f"i{self.name}"), (2, f"i{self.name}")}


@pytest.mark.slow
def test_eight_processes_at_once(tmp_path: Path) -> None:
    """Eight processes mark and import in turn: all succeed, and everything promised is there."""
    place = Inside(tmp_path)
    start = json_lines(generated(COMMON + PROCESSES))
    place.ok("import", place.write("start.jsonl", start))
    workers = [Worker(place, name) for name in range(PROCESSES)]
    threads = [threading.Thread(target=worker.work) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [failure for worker in workers for failure in worker.failures] == []
    assert place.problems() == []
    assert_nothing_lost(place, workers)


def assert_nothing_lost(place: Place, workers: list[Worker]) -> None:
    tags = set(place.rows("SELECT paper_id, name FROM tags"))
    notes = place.rows("SELECT paper_id, body FROM notes")
    readings = dict(
        place.rows("SELECT paper_id, status || ' ' || coalesce(rating, '') FROM readings")
    )
    assert len(notes) == len(set(notes))
    for worker in workers:
        assert worker.commands == 5 * TURNS
        assert worker.tags <= tags
        assert {
            note for note in notes if note[1].startswith(f"worker {worker.name} ")
        } == worker.notes
        rating = "" if worker.rating is None else worker.rating
        assert readings[COMMON + 1 + worker.name] == f"{worker.status} {rating}"
    brought = sum(worker.brought for worker in workers)
    assert place.count("papers") == COMMON + PROCESSES + brought
    assert place.count("journal") == 1 + sum(worker.commands for worker in workers)


def test_new_library_made_by_several_at_once(tmp_path: Path) -> None:
    """Processes that make the same new library at the same time all succeed."""
    place = Place(tmp_path)
    running = [place.start("add", "--title", f"Paper number {n} of many") for n in range(4)]
    for process in running:
        _, err = process.communicate(timeout=HANG_S)
        assert (process.returncode, err) == (0, b"")
    assert place.problems() == []
    assert place.count("papers") == place.count("journal") == 4


LOCKING = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.readline()
time.sleep(2)
db.execute("COMMIT")
"""


@pytest.mark.slow
def test_locked_library_is_waited_for(tmp_path: Path) -> None:
    """While another process writes for two seconds, readers go on and a writer waits its turn."""
    place = Place(tmp_path)
    place.ok("add", "--title", "First paper")
    command = [PROGRAM[0], "-c", LOCKING, str(place.db)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        assert "First paper" in place.ok("list")
        other.stdin.write("two seconds more\n")
        other.stdin.flush()
        place.ok("tag", "1", "+patient")
    assert place.rows("SELECT name FROM tags") == [("patient",)]


@pytest.mark.slow
def test_closed_pipe_is_no_failure(tmp_path: Path) -> None:
    """``readlist list | head -1`` prints one line and says nothing else, with a success."""
    place = Inside(tmp_path)
    place.ok("import", place.write("many.jsonl", json_lines(generated(2_500))))
    for words in (
        ["list"],
        ["list", "--json"],
        ["export", "--format", "jsonl"],
        ["search", "model OR graph"],
    ):
        process = place.start(*words)
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), said) == (0, b""), words


def test_module_runs_here() -> None:
    """The processes of these tests run the interpreter that the tests run in."""
    assert PROGRAM[0] == sys.executable
