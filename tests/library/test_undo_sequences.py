"""Whatever a person does in whatever order: undone it was never done, redone it is the same."""

import hashlib
import json
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
            *self.rarer(paper, other, name),
        ])  # fmt: skip

    def rarer(self, paper: str, other: str, name: str) -> list[tuple[list[str], str]]:
        """Return what a person does less often, each about these papers and this list."""
        chance, day = self.chance, f"2026-11-{self.chance.randint(10, 28)}"
        found = ["--where", chance.choice(WORDS).lower()]
        saved, word = chance.choice(("first", "second")), chance.choice(WORDS).lower()
        mine = json.dumps({
            "title": f"{self.title()} {chance.randint(1, 9)}", "authors": ["Jo Doe"], "year": 2012,
            "tags": ["read"], "status": "read", "rating": 4, "notes": [{"text": "Good."}],
        })  # fmt: skip
        table = f"title,authors,year,status\n{self.title()},Jane Doe,2011,reading\n"
        return [
            (["due", paper, other, day], ""),
            (["due", *found, chance.choice(("friday", "2w", "none"))], ""),
            (["snooze", paper, chance.choice(("2w", day))], ""),
            (["snooze", paper, "--wake"], ""),
            (["plan", "week", "--set"], ""),
            (["let-go", "--limit", "2", "--yes"], ""),
            (["status", paper, "reading", "--progress", "40%"], ""),
            (["status", paper, chance.choice(("read", "reading")), "--on", day], ""),
            (["rate", *found, "none"], ""),
            (["priority", *found, chance.choice(("low", "none"))], ""),
            (["inbox", "--expire", "2d"], ""),
            (["inbox", "later", word], ""),
            (["save", saved, word, "sort:year-"], ""),
            (["save", saved, f"@{chance.choice(('first', 'second'))}", word], ""),
            (["saved", "rename", saved, chance.choice(("first", "third"))], ""),
            (["saved", "rm", saved], ""),
            (["lists", "rename", name, chance.choice(("one", "three"))], ""),
            (["lists", "drop", name, paper], ""),
            (["lists", "add", name, *found], ""),
            (["lists", "check", name, "--fix"], ""),
            (["merge", paper, other, self.paper()], ""),
            (["edit", paper, "--author", "Roe, Ann", "--author", "Li, Bo", "--abstract", ""], ""),
            (["edit", paper, "--identifier", f"doi:10.1000/{chance.randint(1, 9)}"], ""),
            (["edit", paper, other, "--link", "code=https://example.org/code"], ""),
            (["edit", *found, "--venue", self.title(), "--key", "mine"], ""),
            (["keys", "--renew"], ""),
            (["follow", chance.choice(("word", "author")), word], ""),
            (["mute", "word", word], ""),
            (["mute", "--remove", "word", word], ""),
            (["feed", "edit", "hf", "--tag", word, "--drop", "survey"], ""),
            (["feed", chance.choice(("pause", "resume")), "hf"], ""),
            (["feed", "import", str(self.feeds())], ""),
            (["import", "-", "--format", "jsonl", "--into", "inbox"], mine),
            (["import", "-", "--format", "csv", "--tag", word], table),
            (["note", paper, "-"], "Several\n\n*lines*.\n"),
            (["attach", paper, str(self.document())], ""),
        ]  # fmt: skip

    def feeds(self) -> Path:
        """Return a feed reader's file with two feeds."""
        path = self.folder / "feeds.opml"
        path.write_text(
            '<opml version="2.0"><body><outline text="A" xmlUrl="https://example.org/a.xml"/>'
            '<outline text="B" xmlUrl="https://example.org/b.xml"/></body></opml>'
        )
        return path

    def document(self) -> Path:
        """Return one of three PDFs."""
        path = self.folder / f"{self.chance.randint(1, 3)}.pdf"
        path.write_bytes(f"%PDF-1.4\nnotes {path.name}\n".encode())
        return path


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
