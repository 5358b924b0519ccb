"""The way in for other people's code: its page is run, its surface is pinned."""

import doctest
import inspect
import re
import subprocess
import sys

import pytest

import readlist
from support.paths import ROOT
from support.program import HANG_S, NOW

PAGE = ROOT / "docs" / "python.md"


@pytest.fixture
def library(environment, tmp_path, monkeypatch):
    """An open library of its own."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    with readlist.open() as opened:
        yield opened


def test_the_page_is_true(library):
    """Each example does what the page shows."""
    text = re.sub(r"(?m)^```\w*\n", "", PAGE.read_text(encoding="utf-8"))
    example = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(example, out=said.append)
    assert not outcome.failed, "".join(said)
    assert outcome.attempted > 15


SURFACE = """\
add(self, *references: str, tags: Iterable[str] = (), note: str = '', status: str = 'to-read', \
key: str = '', online: bool = False, **facts: str) -> list[Paper]
close(self) -> None
count(self, query: str = '') -> int
export(self, query: str = '', format: str = 'bibtex', *, list: str = '', sort: str = '', limit: \
int | None = None, fields: str = '', columns: str = '', style: str = '', latex: bool = False, \
prefer: str = '') -> str
get(self, name: str | int) -> Paper
history(self, limit: int | None = None) -> list[Entry]
import_file(self, path: str | PathLike[str], *, format: str = '', list: str = '', tags: \
Iterable[str] = (), status: str = 'to-read') -> Imported
lists(self) -> list[ListInfo]
mark(self, papers: str | int | Paper | Iterable[str | int | Paper], *, status: str = '', \
priority: str | int = '', rating: int | None = None, progress: str | None = None, due: str = '', \
snooze: str = '') -> list[Paper]
note(self, papers: str | int | Paper | Iterable[str | int | Paper], text: str) -> list[Paper]
papers(self, query: str = '', *, sort: str = '', limit: int | None = None) -> Iterator[Paper]
papers_of(self, list: str) -> Iterator[Paper]
path
pull(self, *feeds: str, due_only: bool = False) -> Pulled
put(self, list: str, papers: str | int | Paper | Iterable[str | int | Paper], *, section: str | \
None = None, remark: str | None = None) -> list[Paper]
redo(self, count: int = 1) -> list[Entry]
remove(self, papers: str | int | Paper | Iterable[str | int | Paper]) -> int
tag(self, papers: str | int | Paper | Iterable[str | int | Paper], *add: str, remove: \
Iterable[str] = ()) -> list[Paper]
tags(self) -> dict[str, int]
take_out(self, list: str, papers: str | int | Paper | Iterable[str | int | Paper]) -> \
list[Paper]
undo(self, count: int = 1) -> list[Entry]
"""


def signature(found: object) -> str:
    """Return a signature as it is written, without the homes of its types."""
    shown = str(inspect.signature(found)) if callable(found) else ""
    return re.sub(r"(?:\b[a-z_]+\.)+(?=[A-Z])", "", shown)


def test_the_surface():
    """What other people's code builds on: names are added, never removed or changed."""
    assert sorted(readlist.__all__) == [
        "AmbiguousError", "Author", "ConfigError", "Entry", "FileError", "FormatError",
        "Identifier", "Imported", "Library", "LibraryError", "Link", "ListEntry", "ListInfo",
        "NetworkError", "NotFoundError", "Note", "Paper", "Pulled", "QueryError", "Reading",
        "ReadlistError", "UsageError", "open",
    ]  # fmt: skip
    public = {name: value for name, value in vars(readlist.Library).items() if name[0] != "_"}
    shown = "".join(f"{name}{signature(public[name])}\n" for name in sorted(public))
    assert shown == SURFACE
    for name in readlist.__all__:
        assert getattr(readlist, name).__name__ == name
        assert name in dir(readlist)
    with pytest.raises(AttributeError, match="no attribute 'shut'"):
        readlist.shut  # noqa: B018


def test_importing_it_is_cheap():
    """The command line imports the package for its version, at each start."""
    code = "import sys, readlist; print([n for n in sys.modules if n.startswith('readlist')])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=HANG_S
    )
    assert done.stdout.strip() == "['readlist']"


def test_a_change_is_one_entry(library):
    """Made by the same use cases as a command, at the time that the program believes it is."""
    library.add("A Paper of Some Kind", "10.1000/xyz")
    library.mark([1, 2], status="read", priority="high", rating=4)
    [last, first] = library.history()
    assert (first.at, first.command) == (NOW, "readlist.add('A Paper of Some Kind', '10.1000/xyz')")
    assert last.summary == "Marked read, Priority high, Rated 4 of 5: 2 papers"
    assert library.undo(2) == [last, first]
    assert library.count() == 0


def test_what_fails_changes_nothing(library):
    """With the sentence of the command line."""
    library.add("A Paper of Some Kind")
    for wrong in (
        library.add,
        lambda: library.add(titel="x"),
        lambda: library.mark(1),
        lambda: library.mark(1, status="finished-ish"),
        lambda: library.tag(1, "two words"),
        lambda: library.note(1, " "),
        lambda: library.get("nothing of that name"),
        lambda: library.papers_of("no list"),
        lambda: library.take_out("no list", 1),
        lambda: library.export(format="obsidian"),
        lambda: library.pull("no feed"),
        lambda: library.import_file("missing.bib"),
    ):
        with pytest.raises(readlist.ReadlistError):
            wrong()
    assert len(library.history()) == 1


def test_a_hook_that_fails_is_a_warning(library, tmp_path):
    """The paper is added all the same."""
    (tmp_path / "hooks").mkdir()
    path = tmp_path / "hooks" / "on-add"
    path.write_text("#!/bin/sh\nexit 1\n")
    path.chmod(0o755)
    with pytest.warns(UserWarning, match="The hook on-add failed"):
        library.add("A Paper of Some Kind")
    assert library.count() == 1


def test_a_reader_of_ones_own(library):
    """Two people's reading in one file."""
    library.add("A Paper of Some Kind", status="read")
    with readlist.open(library.path, reader="grace") as other:
        assert other.get(1).reading.status is None
        other.mark(1, status="dropped")
    assert library.get(1).reading.status == "read"
