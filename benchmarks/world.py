"""What the figures share: the folder, the libraries, the programs that are compared."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from generate import READER
from measure import Job

HERE = Path(__file__).resolve().parent


@dataclass
class World:
    """Where a run of the benchmarks keeps its files, and how often it measures."""

    folder: Path
    runs: int
    python: str = sys.executable
    """What runs the program that is measured."""
    source: Path | None = None
    """The folder that has the papers; this one where it is not said."""
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "READLIST_CONFIG": str(self.folder / "absent.toml"),
            "READLIST_READER": READER,
            "READLIST_PAGER": "cat",
            "TERM": "xterm-256color",
        }

    def papers(self, number: int) -> Path:
        """Return an export of so many papers."""
        path = (self.source or self.folder) / f"papers-{number}.jsonl"
        if not path.exists():
            # In a process of its own: what it takes would count as memory of all that follow.
            made = [sys.executable, str(HERE / "generate.py"), str(number), str(path)]
            subprocess.run(made, check=True)
        return path

    @cached_property
    def empty(self) -> Path:
        """An empty library of the schema as it is now."""
        path = self.folder / "empty.db"
        path.unlink(missing_ok=True)
        make = (
            "import sys; from pathlib import Path; "
            "from readlist.store.connection import open_library; "
            "open_library(Path(sys.argv[1]), '', write=True).close()"
        )
        subprocess.run([self.python, "-c", make, path], check=True)
        return path

    def copy(self, library: Path, name: str) -> Path:
        """Return a copy of a closed library."""
        target = self.folder / name
        for suffix in ("-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(library, target)
        return target

    def library(self, number: int) -> Path:
        """Return a library of so many papers, imported anew where the schema has changed."""
        path = self.folder / f"library-{number}.db"
        if not path.exists() or _schema(path) != _schema(self.empty):
            partial = self.copy(self.empty, "partial.db")
            self.answer(partial, "import", str(self.papers(number)))
            partial.replace(path)
        return path

    def readlist(self, library: Path, *words: str, terminal: bool = False, **more: str) -> Job:
        """Return a run of the program."""
        argv = [self.python, "-m", "readlist", *words]
        return Job(argv, self.environment | {"READLIST_DB": str(library)} | more, terminal)

    def completion(self, library: Path, *words: str) -> Job:
        """Return what bash asks when a person presses the tabulator key."""
        line = ["readlist", *words]
        asked = {"COMP_WORDS": " ".join(line), "COMP_CWORD": str(len(line) - 1)}
        return self.readlist(library, **asked, _READLIST_COMPLETE="complete_bash")

    def bare(self, ours: Job, library: Path, name: str) -> Job:
        """Return the bare process that does the same SQL as a run of the program."""
        statements = self.folder / f"{name}.statements"
        words = ours.argv[3:]
        subprocess.run(
            [sys.executable, str(HERE / "capture.py"), str(statements), *words],
            env=dict(ours.environment), check=True, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        argv = [sys.executable, str(HERE / "bare.py"), "run", str(statements), str(library)]
        return Job(argv, self.environment, ours.terminal)

    def answer(self, library: Path, *words: str) -> str:
        """Run the program and return what it prints."""
        job = self.readlist(library, *words)
        done = subprocess.run(
            job.argv, env=dict(job.environment), check=True, stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL, encoding="utf-8",
        )  # fmt: skip
        return done.stdout

    def json(self, library: Path, *words: str) -> Any:
        """Run the program and return the JSON that it prints."""
        return json.loads(self.answer(library, *words, "--json"))


def _schema(path: Path) -> list[Any]:
    db = sqlite3.connect(path)
    try:
        return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    finally:
        db.close()


def keys(library: Path, number: int) -> list[str]:
    """Return citation keys of papers to read, from all parts of a library."""
    db = sqlite3.connect(library)
    try:
        return [
            key for (key,) in db.execute(
                "SELECT p.key FROM papers p JOIN readings r ON r.paper_id = p.id "
                "WHERE r.status = 'to-read' ORDER BY p.id * 7919 % 10007 LIMIT ?",
                (number,),
            )
        ]  # fmt: skip
    finally:
        db.close()


def words(library: Path) -> tuple[str, str]:
    """Return a word that stands in one of 600 papers, and one that stands in half of them."""
    db = sqlite3.connect(library)
    try:
        total = db.execute("SELECT count(*) FROM papers").fetchone()[0]
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)")
        return _nearest(db, total / 600), _nearest(db, total / 2)
    finally:
        db.close()


def _nearest(db: sqlite3.Connection, wanted: float) -> str:
    """Return the word with the nearest count that is its own stem."""
    nearest = db.execute(
        "SELECT term, doc FROM temp.words WHERE length(term) BETWEEN 4 AND 12 "
        "ORDER BY abs(doc - ?), term LIMIT 500",
        (wanted,),
    ).fetchall()
    for term, count in nearest:
        if term.isascii() and term.isalpha():
            found = db.execute("SELECT count(*) FROM search WHERE search MATCH ?", (f'"{term}"',))
            if found.fetchone()[0] == count:
                return str(term)
    sys.exit("The library has no suitable words.")
