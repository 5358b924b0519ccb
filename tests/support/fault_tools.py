"""What the tests of faults share: a scratch library, the program as a process, hostile inputs."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readlist.store.upkeep import check_file
from support.program import HANG_S, called

PROGRAM = [sys.executable, "-m", "readlist"]
WORDS = (
    "attention", "sparse", "retrieval", "learning", "graph", "neural", "transformer", "diffusion",
    "reward", "language", "model", "causal", "inference", "scaling", "memory", "agents",
)  # fmt: skip


def limited(command: list[str], under: str) -> list[str]:
    """Return a command before which Python limits the process."""
    if not under:
        return command
    become = f"import os\n{under}\nos.execv({sys.executable!r}, {command!r})"
    return [sys.executable, "-c", become]


@dataclass(frozen=True)
class Place:
    """A folder with a library, apart from the person's own."""

    folder: Path

    @property
    def db(self) -> Path:
        return self.folder / "library.db"

    @property
    def env(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "READLIST_CONFIG": str(self.folder / "config.toml"),
            "READLIST_DB": str(self.db),
            "READLIST_READER": "ann",
            "READLIST_PAGER": "cat",
        }

    def start(self, *words: str, under: str = "", **options: Any) -> subprocess.Popen[bytes]:
        """Start the program; ``under`` is Python that limits the process before it becomes it."""
        options = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, **options}
        options = {"stdout": subprocess.PIPE, "env": self.env, **options}
        return subprocess.Popen(limited([*PROGRAM, *words], under), **options)

    def run(self, *words: str, **options: Any) -> "Done":
        if apart := options.pop("apart", None):
            return apart(*words, **options)
        given: bytes | None = options.pop("input", None)
        if given is not None:
            options["stdin"] = subprocess.PIPE
        process = self.start(*words, **options)
        out, err = process.communicate(given, timeout=HANG_S)
        return Done(process.returncode, out.decode(), err.decode())

    def ok(self, *words: str, **options: Any) -> str:
        done = self.run(*words, **options)
        assert (done.code, done.err) == (0, ""), f"{words}: {done}"
        return done.out

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def rows(self, sql: str) -> list[Any]:
        db = sqlite3.connect(f"file:{self.db}?mode=ro", uri=True)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def problems(self) -> list[str]:
        return list(check_file(self.db))

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


# Runs one command after another, with an environment and streams of its own for each.
COMMANDS = """
import io, json, os, sys
from readlist.cli.main import main
asked, told = sys.stdin, sys.stdout
for line in asked:
    environment, words = json.loads(line)
    os.environ.clear()
    os.environ.update(environment)
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3)]
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        code = main(words)
    except SystemExit as left:
        code = left.code
    finally:
        sys.stderr = sys.__stderr__
    said = [stream.flush() or stream.buffer.getvalue().decode() for stream in streams[1:]]
    print(json.dumps([int(code or 0), *said]), file=told, flush=True)
"""


@contextmanager
def apart(place: Place, under: str = "") -> Iterator[Callable[..., "Done"]]:
    """Run commands one after another in one process beside the test's: one start for them all.

    ``under`` is Python that limits the process; one that ends before its command gives its code.
    """
    command = limited([sys.executable, "-c", COMMANDS], under)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, encoding="utf-8", env=place.env, **pipes) as process:

        def run(*words: str, env: dict[str, str] | None = None) -> Done:
            with suppress(BrokenPipeError):
                print(json.dumps([env or place.env, words]), file=process.stdin, flush=True)
            if answer := process.stdout.readline():
                return Done(*json.loads(answer))
            return Done(process.wait(), "", f"The process ended before {words}.")

        yield run
        with suppress(BrokenPipeError):
            process.stdin.close()


class Inside(Place):
    """A place where the program runs inside the test's own process, which is much faster.

    What it is started with has a process of its own.
    """

    def run(self, *words: str, **options: Any) -> "Done":
        if options:
            return super().run(*words, **options)
        done = called(self.env, Path.cwd(), *words)
        return Done(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Done:
    """What a run of the program left."""

    code: int
    out: str
    err: str


def assert_sentence(done: Done, code: int) -> None:
    """Check that a failure is one sentence (two with advice) on one line, and no traceback."""
    assert done.code == code, done
    assert "Traceback" not in done.err
    assert done.err.startswith("readlist: "), done
    assert done.err.count("\n") == 1, done
    assert done.err.rstrip().endswith("."), done


def generated(number: int, seed: int = 0, start: int = 0) -> Iterator[dict[str, Any]]:
    """Yield papers that are alike in size but all different, also from those of other seeds."""
    chance = random.Random(seed)
    for index in range(start, start + number):
        yield {
            "id": f"{1501 + 100 * seed}.{index + 10_000:05d}",
            "title": f"{chance.choice(WORDS)}{seed}n{index} {' '.join(chance.choices(WORDS, k=4))}",
        }


def json_lines(papers: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(paper) + "\n" for paper in papers)


class HangError(Exception):
    """Something took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``HangError`` in the block when it takes too much of a processor.

    Only in the main thread; waiting, and what other programs do meanwhile, does not count.
    """

    def stop(*_: object) -> None:
        raise HangError(f"took more than {seconds} s of processor time")

    former = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, former)
