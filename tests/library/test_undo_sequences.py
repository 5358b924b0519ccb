"""Whatever a person does in whatever order: undone it was never done, redone it is the same."""

import hashlib
import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.store.connection import open_library
from support.program import called
from support.properties import examples

LENGTH = 200 if settings().max_examples >= 1_000 else 40
"""Commands of a sequence: the whole in ``make fuzz``, where 50 sequences are tried."""
WORDS = ("Attention", "Sparse", "Graphs", "Memory", "Retrieval", "Agents", "Reward", "Causal")
# What follows from the journal or is looked at, and is no part of it.
BESIDE = frozenset({"journal", "changes", "models", "scores", "looks", "feed_states"})


class Person:
    """Somebody who does this and that, and checks each time that the past comes back."""

    def __init__(self, folder: Path, environment: dict[str, str], seed: int) -> None:
        self.folder = folder
        self.environment = environment
        self.chance = random.Random(seed)
        self.states = [self.content()]
        self.at = 0
        self.minute = 0

    def run(self, *words: str, stdin: str = "") -> int:
        self.minute += 1
        now = f"2026-11-{1 + self.minute // 60 // 24:02}T{self.minute // 60 % 24:02}:00:00Z"
        done = called(self.environment | {"READLIST_NOW": now}, self.folder, *words, stdin=stdin)
        assert done.returncode in (0, 1, 2, 3), done
        assert "Traceback" not in done.stderr, done
        return done.returncode

    def content(self) -> bytes:
        """Return all rows of all tables of which the journal keeps what they were."""
        path = Path(self.environment["READLIST_DB"])
        if not path.exists():
            return b""
        db = sqlite3.connect(path)
        names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        digest = hashlib.sha256()
        for (table,) in db.execute(names).fetchall():
            if table in BESIDE or table.startswith(("search", "sqlite")):
                continue
            rows = db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
            digest.update(repr((table, rows)).encode() if rows else b"")
        db.close()
        return digest.digest()

    def numbers(self, sql: str) -> list[int]:
        db = sqlite3.connect(self.environment["READLIST_DB"])
        rows = db.execute(sql).fetchall()
        db.close()
        return [number for (number,) in rows]

    def entries(self) -> int:
        return self.numbers("SELECT count(*) FROM journal")[0]

    def step(self) -> None:
        """Do something; what makes an entry is a state to come back to."""
        if self.chance.random() < 0.1:
            self.back()
            return
        if self.chance.random() < 0.08:
            self.forth()
            return
        before = self.entries()
        words, stdin = self.command()
        self.run(*words, stdin=stdin)
        if self.entries() > before:
            del self.states[self.at + 1 :]
            self.states.append(self.content())
            self.at += 1
        assert self.content() == self.states[self.at], words

    def back(self) -> bool:
        done = self.run("undo") == 0
        assert done == (self.at > 0)
        self.at -= done
        assert self.content() == self.states[self.at]
        return done

    def forth(self) -> bool:
        done = self.run("redo") == 0
        assert done == (self.at < len(self.states) - 1)
        self.at += done
        assert self.content() == self.states[self.at]
        return done

    def title(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=3))

    def paper(self) -> str:
        """Return the number of a paper, mostly one that is there."""
        known = self.numbers("SELECT id FROM papers")
        return str(self.chance.choice([*known, 999]))

    def command(self) -> tuple[list[str], str]:
        """Return a command and what it reads; some name papers, lists and feeds that are absent."""
        chance, paper, other = self.chance, self.paper(), self.paper()
        number = f"2401.{chance.randint(1, 40):05}"
        tag, name = chance.choice(("nlp", "NLP/deep", "later")), chance.choice(("one", "two"))
        bib = "".join(
            f"@article{{k{n}, title={{{self.title()} {n}}}, author={{Doe, J.}}, year=20{n:02}}}\n"
            for n in chance.sample(range(30), 4)
        )
        items = "".join(
            f"- [{self.title()}](https://arxiv.org/abs/2402.{n:05}) - {self.title()}.\n"
            for n in chance.sample(range(1, 20), 5)
        )
        listed = f"# Reading\n\n## First\n\n{items}"
        return chance.choice([
            (["add", "--title", self.title(), "--year", str(chance.randint(1990, 2026))], ""),
            (["add", number, "--tag", tag], ""),
            (["import", "-", "--format", "bibtex"], bib),
            (["import", "-", "--format", "bibtex", "--prefer", "file"], bib),
            (["import", "-", "--format", "markdown", "--list", name], listed),
            (["status", paper, other, chance.choice(("read", "reading", "dropped", "inbox"))], ""),
            (["tag", paper, f"+{tag}", "-later"], ""),
            (["tag", "--where", chance.choice(WORDS).lower(), f"+{tag}"], ""),
            (["note", paper, self.title()], ""),
            (["rate", paper, str(chance.randint(1, 5))], ""),
            (["priority", paper, "high"], ""),
            (["edit", paper, "--title", self.title(), "--year", "2001"], ""),
            (["key", paper, f"mine{chance.randint(1, 9)}"], ""),
            (["rm", paper, "--yes"], ""),
            (["rm", "--where", f"year:{chance.randint(1990, 2026)}..2012", "--yes"], ""),
            (["merge", paper, other], ""),
            (["dupes", "--apart", paper, "--apart", other], ""),
            (["lists", "add", name, paper, other], ""),
            (["lists", "rm", name, "--yes"], ""),
            (["inbox", chance.choice(("keep", "drop")), paper], ""),
            (["feed", "add", chance.choice(("cs.CL", "hf", "cs.LG"))], ""),
            (["feed", "rm", "hf"], ""),
            (["follow", "author", "Ada", "Doe"], ""),
            (["follow", "--remove", "author", "Ada", "Doe"], ""),
        ])  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> bytes:
    """An empty library as it is made."""
    path = tmp_path_factory.mktemp("template") / "t.db"
    open_library(path, "ada", write=True).close()
    return path.read_bytes()


@settings(examples(5))
@given(seed=st.integers(0, 1_000_000))
def test_a_sequence_of_commands_undone_and_redone(template, environment, tmp_path, seed):
    Path(environment["READLIST_DB"]).write_bytes(template)
    person = Person(tmp_path, environment, seed)
    for _ in range(LENGTH):
        person.step()
    while person.back():
        pass
    while person.forth():
        pass
    assert person.run("db", "check") == 0
