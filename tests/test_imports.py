"""Imports follow need: no command that only reads or marks pays for what it does not use."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.program import HANG_S, PROBE, Run

HEAVY = (
    "sqlmodel", "sqlalchemy", "pydantic", "alembic", "httpx", "feedparser", "tomlkit",
    "platformdirs", "pylatexenc", "markdown_it", "bibtexparser", "asyncio", "textual",
    "onnxruntime", "numpy",
)  # fmt: skip
"""Modules that no everyday command loads; peers show what they cost (DESIGN.md)."""
DRAWING = ("rich",)
"""Modules that draw on a terminal, and stay away in a pipe."""

COMMANDS = {
    "list": ["list"],
    "list json": ["list", "--json"],
    "search": ["search", "attention"],
    "show": ["show", "1"],
    "show why": ["show", "--why", "1"],
    "inbox": ["inbox"],
    "inbox json": ["inbox", "--json"],
    "inbox keep": ["inbox", "keep", "1"],
    "follows": ["follow"],
    "open": ["open", "--print", "2"],
    "index": ["index"],
    "overview": ["status"],
    "stats": ["stats"],
    "let-go": ["let-go", "--dry-run"],
    "stats year": ["stats", "year"],
    "mark": ["status", "1", "read"],
    "next": ["next"],
    "plan": ["plan", "90m"],
    "due": ["due", "1", "friday"],
    "due list": ["due"],
    "snooze": ["snooze", "1", "2w"],
    "tag": ["tag", "1", "+x"],
    "tags": ["tag"],
    "note": ["note", "1", "text"],
    "notes": ["note", "1"],
    "rate": ["rate", "1", "4"],
    "priority": ["priority", "1", "high"],
    "lists": ["lists"],
    "feed list": ["feed", "list"],
    "feed add": ["feed", "add", "cs.CL", "hf"],
    "edit": ["edit", "1", "--venue", "X"],
    "add": ["add", "1706.03762"],
    "rm": ["rm", "1", "--yes"],
    "merge": ["merge", "1", "2"],
    "dupes": ["dupes"],
    "questions": ["questions"],
    "pull": ["pull"],
    "pulls": ["pulls"],
    "undo": ["undo"],
    "history": ["history"],
    "export bibtex": ["export"],
    "export jsonl": ["export", "-f", "jsonl"],
    "export atom": ["export", "-f", "atom"],
    "digest": ["digest"],
    "digest html": ["digest", "-f", "html"],
    "digest terminal": ["digest", "-f", "terminal"],
    "export csv": ["export", "-f", "csv"],
    "import": ["import", "refs.txt"],
    "import bibtex": ["import", "refs.bib"],
    "config": ["config", "list"],
    "db path": ["db", "path"],
    "db check": ["db", "check"],
    "help": ["help", "query"],
    "--help": ["--help"],
    "--version": ["--version"],
}

NEEDLESS = {
    "list": ("store.naming", "store.journal", "model", "logging"),
    "search": ("store.journal", "model", "logging"),
    "show": ("store.reading", "store.lists", "views.overview", "library.papers.marks"),
    "overview": ("store.papers", "store.select", "query", "model", "bib"),
    "next": ("store.papers", "store.select", "query", "model", "bib"),
    "inbox": ("store.fulltext", "library.pull", "formats", "identity"),
    "mark": ("views.rows", "store.reading", "store.lists", "library.papers.search"),
    "tag": ("views.rows", "store.reading", "store.lists", "library.papers.search"),
    "tags": ("views.cards", "views.rows", "views.overview", "store.lists"),
    "export bibtex": ("formats.bibtex.read", "formats.csl", "store.feeds", "library.feeds"),
    "import bibtex": (
        "formats.ris", "formats.lists", "formats.csl", "formats.tables", "formats.jsonl",
        "formats.bibtex.write", "services", "html",
    ),
}  # fmt: skip
"""Rooms and modules, each 0.3 to 3 ms, that these commands do without."""


@pytest.fixture
def loaded(run: Run, environment: dict[str, str], tmp_path: Path):
    """Return the modules that a command has loaded when it ends."""
    (tmp_path / "refs.txt").write_text("1706.03762 Attention Is All You Need\n10.1000/xyz\n")
    (tmp_path / "refs.bib").write_text("@article{doe, title={On Reading}, author={Doe, Jane}}\n")
    run("import", "refs.txt")

    def modules(words: list[str], **extra: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", PROBE, *words], env={**environment, **extra}, cwd=tmp_path,
            capture_output=True, text=True, timeout=HANG_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return set(done.stderr.rpartition("LOADED ")[2].split())

    return modules


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_loads_what_it_does_not_need(loaded, name):
    """The ORM, the migrations, the network and the drawing stay away.

    What lists, shows or marks pays for no module of ours that only its neighbours need.
    """
    others = {"logging", "html"}
    needless = {one if one in others else f"readlist.{one}" for one in NEEDLESS.get(name, ())}
    assert loaded(COMMANDS[name]).isdisjoint((*HEAVY, *DRAWING, *needless))


@pytest.mark.parametrize("line", ["readlist sh", "readlist show a", "readlist tag 1 +x"])
def test_completion_loads_little(loaded, line):
    """A completion is a start of the program for each press of TAB."""
    modules = loaded(
        [], _READLIST_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(line.count(" "))
    )
    assert modules.isdisjoint((*HEAVY, *DRAWING))
