"""The overview: what is new, what is being read, what is next, how it goes, what needs a hand."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from readlist.cli.app import App
from support.program import Run


@pytest.fixture
def on_terminal(run: Run) -> Callable[..., list[str]]:
    """Return the lines that a person sees who types the program's name."""

    def call(**more: str) -> list[str]:
        with mock.patch.object(App, "on_terminal", new=True):
            return str(run("status", NO_COLOR="1", **more).stdout).splitlines()

    return call


@pytest.fixture
def busy(run: Run, tmp_path: Path) -> Run:
    """A library with more of everything than a screen has room for."""
    for name in "abcdef":
        titles = (f"{name}{n} of a Curated List With a Title of Some Length" for n in range(20))
        (tmp_path / f"{name}.md").write_text(
            f"# {name}\n\n" + "".join(f"- [{title}](https://arxiv.org/abs/24{ord(name):02}.{n:05})\n"
            for n, title in enumerate(titles))
        )  # fmt: skip
        run("import", f"{name}.md", READLIST_NOW="2026-03-02T08:00:00Z")
    (tmp_path / "new.jsonl").write_text(
        "".join(json.dumps({"title": f"New Paper {n}"}) + "\n" for n in range(5))
    )
    run("import", "new.jsonl", "--into", "inbox")
    run("status", *map(str, (1, 2, 21, 22, 23, 41, 42, 43, 44, 61, 81)), "reading")
    run("status", "3", "read")
    run("status", "24", "dropped")
    run("due", "5", "6", "7", "2026-11-24")
    run("inbox", "keep", "121")
    run("inbox", "drop", "122")
    return run


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_it_fits_a_screen(busy: Run, on_terminal, width):
    """At 80 columns all of it and the prompt take 24 lines; no line is wider than the screen."""
    shown = on_terminal(COLUMNS=str(width))
    assert [line for line in shown if len(line) > width] == []
    if width >= 80:
        assert len(shown) <= 23
    labels = [line.split()[0] for line in shown if line[:1].strip()]
    for label in ("New", "Due", "Reading", "Next", "Week", "Lists", "Last"):
        assert label in labels, shown


def test_what_is_next_stands_behind_all_that_is_being_read(busy: Run, on_terminal):
    """Eleven papers that are being read hide none of the next three."""
    shown = on_terminal()
    begin = next(place for place, line in enumerate(shown) if line.startswith("Next"))
    assert all(line.strip() for line in shown[begin : begin + 3])
    assert len(json.loads(busy("status", "--json").stdout)["next"]) == 3


def test_the_week(busy: Run, on_terminal):
    """What came, was kept from the inbox, finished, and dropped; not what was undone."""
    week = next(line for line in on_terminal() if line.startswith("Week"))
    assert week.split("  ")[-1].strip() == "5 came, 1 kept from the inbox, 1 finished, 1 let go"
    assert json.loads(busy("status", "--json").stdout)["flow"] == {
        "came": 5, "kept": 1, "let_go": 1,
    }  # fmt: skip
    busy("undo")
    busy("undo")
    assert json.loads(busy("status", "--json").stdout)["flow"]["kept"] == 0
    later = json.loads(busy("status", "--json", READLIST_NOW="2026-12-24T08:00:00Z").stdout)
    assert later["flow"] == {"came": 0, "kept": 0, "let_go": 0}


def test_lists_that_move(busy: Run, on_terminal):
    """Those of which something is read or was finished lately; the others are counted."""
    assert json.loads(busy("status", "--json").stdout)["moving"] == ["a", "b", "c", "d", "e"]
    shown = on_terminal()
    begin = next(place for place, line in enumerate(shown) if line.startswith("Lists"))
    assert [line.split()[-1] for line in shown[begin : begin + 3]] == ["a", "b", "c"]
    assert shown[begin + 3].strip() == "3 more lists: readlist lists"


def test_what_needs_a_hand(busy: Run, on_terminal, tmp_path: Path):
    """Feeds that fail, and a library of some age that nobody has backed up."""
    hand = json.loads(busy("status", "--json").stdout)["hand"]
    assert hand == {"questions": 0, "failed_feeds": [], "backup": None, "backup_due": True}
    busy("feed", "add", "cs.CL")
    with sqlite3.connect(tmp_path / "library.db") as db:
        db.execute("INSERT INTO feed_states (feed_id, failures) VALUES (1, 3)")
    todo = next(line for line in on_terminal() if line.startswith("To do"))
    assert "1 feed failed (readlist pulls), no backup (readlist db backup)" in todo
    busy("db", "backup", "copy.db")
    hand = json.loads(busy("status", "--json").stdout)["hand"]
    assert (hand["backup"], hand["backup_due"]) == ("2026-11-22", False)
    later = json.loads(busy("status", "--json", READLIST_NOW="2027-03-22T08:00:00Z").stdout)
    assert later["hand"]["backup_due"] is True


def test_a_young_library_is_not_asked_for_a_backup(run: Run):
    """Nor one of a few papers, nor one that is empty."""
    run("add", "--title", "A Paper", "--status", "to-read", READLIST_NOW="2026-01-02T08:00:00Z")
    assert json.loads(run("status", "--json").stdout)["hand"]["backup_due"] is False


def test_notes_of_backups_that_cannot_be_read_are_none(busy: Run, tmp_path: Path):
    """A file that is broken, or of another program."""
    busy("db", "backup", "copy.db")
    [notes] = tmp_path.rglob("backups.json")
    for text in ("{", "[1]", '"x"'):
        notes.write_text(text)
        assert json.loads(busy("status", "--json").stdout)["hand"]["backup"] is None
