"""``ui``: each key is a use case and one entry of the journal; nothing of a title is markup."""

import asyncio
import fcntl
import io
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from contextlib import asynccontextmanager, suppress

import pytest
from rich.console import Console
from textual.events import Key
from textual.widgets import OptionList, Static

from readlist.cli.app import App
from readlist.errors import ConfigError
from readlist.text import BLOCK_LIMIT
from readlist.ui import keys
from readlist.ui.app import Hands, Place, ReadlistApp
from readlist.ui.rows import Papers, cropped
from support.program import HANG_S

ROWS = [
    {"title": "Attention Is All You Need", "authors": ["Ashish Vaswani"], "year": 2017,
     "abstract": "Recurrence is dropped.", "status": "to-read"},
    {"title": "Deep Residual Learning", "authors": ["Kaiming He"], "year": 2015,
     "status": "reading"},
    {"title": "Attention to Trees", "authors": ["Ada Ferrante"], "year": 2020, "status": "to-read"},
    {"title": "A New Paper", "authors": ["Tom Lindqvist"], "year": 2026, "status": "inbox"},
    {"title": "Another New Paper", "authors": ["Mira Okafor"], "year": 2026, "status": "inbox"},
]  # fmt: skip


@pytest.fixture
def library(run):
    """Five papers, two of them in the inbox, two on a list."""
    run("import", "-", "--format", "jsonl", stdin="".join(f"{json.dumps(r)}\n" for r in ROWS))
    run("lists", "add", "course", "1", "3")
    return run


@asynccontextmanager
async def opened(environment, place=Place.LIBRARY, size=(120, 30), words="", note="A thought."):
    """The app with nobody's terminal; what needs another program answers at once."""
    session = App(environment=environment, argv=["ui"])
    hands = Hands(
        note=lambda _: note, edit=lambda _: lambda paper: paper, page=lambda p: f"Opened {p.key}",
        pdf=lambda _: "",
    )  # fmt: skip
    app = ReadlistApp(session, hands, place=place, words=words)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
    session.close()


def within(environment, do, **more):
    """Run a test of the app."""

    async def whole():
        async with opened(environment, **more) as (app, pilot):
            await do(app, pilot)

    asyncio.run(asyncio.wait_for(whole(), HANG_S))


def shown(app):
    """Return the lines of the list, as they stand on the screen."""
    papers = app.query_one(Papers)
    lines = (papers.render_line(y) for y in range(min(len(papers.ids), papers.size.height)))
    return ["".join(segment.text for segment in strip).rstrip() for strip in lines]


def text(app, name):
    """Return what a part of the screen says."""
    console = Console(file=io.StringIO(), width=200)
    console.print(app.query_one(name, Static).content, markup=False)
    return console.file.getvalue().strip()


async def until(pilot, is_so):
    """Wait until something is so."""
    for _ in range(5_000):
        if is_so():
            return
        await pilot.pause(0.02)
    raise AssertionError


async def found(app, pilot, number):
    """Wait for an answer of the finder."""
    await until(pilot, lambda: len(app.papers.ids) == number)


def test_three_places(library, environment):
    async def do(app, pilot):
        assert "[2 Library 3]" in text(app, "#head")
        titles = ["Attention Is All", "Deep Residual", "Attention to"]
        assert all(any(title in line for line in shown(app)) for title in titles)
        assert len(shown(app)) == 3
        await pilot.press("1")
        assert sorted(app.papers.ids) == [4, 5]
        assert all("New Paper" in line for line in shown(app))
        await pilot.press("3")
        assert app.papers.ids[0] == 2  # which is being read
        assert "you are reading it" in app.reasons[2]

    within(environment, do)


def test_a_key_is_an_entry_of_the_journal_and_undo_takes_it_back(library, environment):
    before = library("history", "--json").stdout

    async def do(app, pilot):
        number = app.papers.ids[0]
        await pilot.press("k")
        assert number not in app.papers.ids
        assert text(app, "#said").startswith("Kept: ")
        await pilot.press("d")
        assert app.papers.ids == []
        assert "The inbox is empty" in text(app, "#said")
        await pilot.press("u")
        await pilot.press("u")
        assert len(app.papers.ids) == 2
        await pilot.press("ctrl+r")
        assert len(app.papers.ids) == 1
        await pilot.press("u")

    within(environment, do, place=Place.INBOX)
    entries = json.loads(library("history", "--json").stdout)["entries"]
    former = {entry["id"] for entry in json.loads(before)["entries"]}
    new = [entry for entry in entries if entry["id"] not in former]
    assert [entry["summary"].partition(":")[0] for entry in new] == ["Dropped", "Kept"]
    assert library("list", "status:inbox", "--quiet").stdout.split() == ["4", "5"]


@pytest.mark.parametrize(
    ("key", "status"), [("r", "read"), ("s", "skimmed"), ("b", "reading"), ("d", "dropped")]
)
def test_marks_in_the_library(library, environment, key, status):
    async def do(app, pilot):
        app.papers.load([1])
        await pilot.press(key)

    within(environment, do)
    assert library("status", "1").stdout.split("\t")[0] == status


def test_several_are_marked_at_once(library, environment):
    async def do(app, pilot):
        app.papers.load([1, 2, 3])
        await pilot.press("space", "space", "l")
        assert text(app, "#said") == "For later: 2 papers"

    within(environment, do)
    assert library("list", "priority:low", "--quiet", "--sort", "id").stdout.split() == ["1", "2"]
    assert "2 papers" in library("history", "--limit", "1").stdout


def test_tags_are_typed_and_notes_are_the_editors(library, environment):
    async def do(app, pilot):
        app.papers.load([1])
        await pilot.press("t", *"nlp thesis", "enter")
        await pilot.press("t", *"-nlp", "enter")
        await pilot.press("n")
        await pilot.press("t", *'a"b', "enter")
        assert "cannot be a tag" in text(app, "#said")
        await pilot.press("o")
        assert text(app, "#said") == "Opened vaswani2017attention"

    within(environment, do)
    paper = json.loads(library("show", "1", "--json").stdout)["papers"][0]
    assert paper["tags"] == ["thesis"]
    assert [note["body"] for note in paper["notes"]] == ["A thought."]


def test_a_note_that_is_refused_is_kept(library, environment, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    async def do(app, pilot):
        app.papers.load([1])
        await pilot.press("n")
        assert "What you wrote is kept in" in text(app, "#said")

    within(environment, do, note="x" * (BLOCK_LIMIT + 1))
    (kept,) = tmp_path.glob("readlist-*.md")
    assert len(kept.read_text()) == BLOCK_LIMIT + 1


def test_an_empty_note_changes_nothing(library, environment):
    async def do(app, pilot):
        app.papers.load([1])
        await pilot.press("n")
        assert "The note is empty" in text(app, "#said")

    before = library("history").stdout
    within(environment, do, note="")
    assert library("history").stdout == before


def test_search_as_one_types(library, environment):
    """A word that is still being typed finds what it begins; Escape shows everything again."""

    async def do(app, pilot):
        await pilot.press("slash", *"atten")
        await found(app, pilot, 2)
        await pilot.press(*"tion trees")
        await found(app, pilot, 1)
        await pilot.press("enter")
        assert "attention trees: 1" in text(app, "#head")
        await pilot.press("slash", "escape")
        await found(app, pilot, 3)
        await pilot.press("slash", *"year:(")
        await until(pilot, lambda: "needs its value" in text(app, "#said"))

    within(environment, do)


def test_keys_that_come_at_once_are_typed(library, environment):
    """What is typed faster than the screen is drawn, or pasted, is no command."""
    before = library("history").stdout

    async def do(app, pilot):
        for letter in "/trees":
            app.post_message(Key("slash" if letter == "/" else letter, letter))
        await until(pilot, lambda: app.query_one("#line").value == "trees")

    within(environment, do)
    assert library("history").stdout == before


def test_one_letter_more_does_not_empty_the_list(library, environment):
    """Between two words of a search what was found by the first one stays."""

    async def do(app, pilot):
        await pilot.press("slash", *"atten")
        await found(app, pilot, 2)
        asked = app.question
        for letter in "tion ":
            await pilot.press("space" if letter == " " else letter)
            await until(pilot, lambda: app.shown_question == app.question)
            assert len(app.papers.ids) == 2
        assert app.question > asked
        await pilot.press("t")
        await until(pilot, lambda: app.shown_question == app.question)
        assert len(app.papers.ids) == 2
        await pilot.press("r")
        await found(app, pilot, 1)

    within(environment, do)


def test_the_best_are_told_first(library, environment, monkeypatch):
    """Of many papers the best stand on the screen before all of them are in order."""
    monkeypatch.setattr("readlist.ui.finder.FIRST", 1)

    async def do(app, pilot):
        seen = []
        load = app.papers.load
        app.papers.load = lambda ids, at=0: (seen.append(list(ids)), load(ids, at))
        await pilot.press("slash", *"attention")
        await found(app, pilot, 2)
        first, both = seen[-2:]
        assert (len(first), len(both)) == (1, 2)
        assert both[:1] == first
        assert "attention: 2" in text(app, "#head")

    within(environment, do)


def test_undo_in_the_library_shows_what_is_there_again(library, environment):
    """A mark leaves the list as it is; what was removed or dropped comes back where it stood."""

    async def do(app, pilot):
        before = list(app.papers.ids)
        await pilot.press("j", "r", "u")
        assert app.papers.ids == before
        assert app.papers.cursor == 1
        library("rm", "--yes", "1")
        app.show(Place.LIBRARY)
        assert sorted(app.papers.ids) == [2, 3]
        await pilot.press("u")
        assert app.papers.ids == before

    within(environment, do)


def test_undo_beside_a_query_that_is_wrong(library, environment):
    """What was typed stays wrong, and the last command is taken back all the same."""

    async def do(app, pilot):
        await pilot.press("r", "slash", *"year:(", "enter")
        assert "needs its value" in text(app, "#said")
        await pilot.press("u")
        assert text(app, "#said").startswith("Undid: ")

    within(environment, do)
    assert library("list", "is:finished", "--quiet").stdout == ""


def test_lists_stand_at_the_left(library, environment):
    """Each in one line, however long its name; Enter shows its papers."""
    library("lists", "add", "a-list-with-a-name-of-many-words", "2")

    async def do(app, pilot):
        side = app.query_one("#side", OptionList)
        names = [str(option.prompt) for option in side.options]
        assert names == ["All papers", "a-list-with-a-nam…  0/1", "course  0/2"]
        await pilot.press("tab", "j", "j", "enter")
        assert sorted(app.papers.ids) == [1, 3]
        assert app.focused is app.papers

    within(environment, do)


def test_what_others_change_is_seen(library, environment):
    async def do(app, pilot):
        assert "✓" not in "".join(shown(app))
        library("status", "1", "read")
        for _ in range(5_000):
            await pilot.pause(0.02)
            if "✓" in "".join(shown(app)):
                return
        raise AssertionError(shown(app))

    within(environment, do)


HOSTILE = [
    "bad [/] tag", "[link=http://x]l", "$x_{[i]}$", "[@click=app.quit]q[/]", "\x1b[31mred\x1b[0m",
    "\u202etxet", "a\u0000b", "日本語のとても長い題名" * 9, "😀" * 70, "[bold]" * 40,
]  # fmt: skip


def test_no_title_is_markup_or_control(run, environment):
    """Each stands as it is written; nothing of it dies, clicks, colours or turns round."""
    rows = [
        {"title": f"{title} {n}", "authors": [title], "abstract": title, "status": "inbox"}
        for n, title in enumerate(HOSTILE)
    ]
    run("import", "-", "--format", "jsonl", stdin="".join(f"{json.dumps(r)}\n" for r in rows))
    run("lists", "add", "[/] list", "--where", "status:inbox")
    run("save", "odd", "title:bad")

    async def do(app, pilot):
        for place in "123":
            await pilot.press(place)
            for _ in range(12):
                await pilot.press("j")
        await pilot.press("1", "enter", "enter", "ctrl+p")
        await pilot.pause()
        await pilot.press("escape")
        screen = "\n".join(shown(app))
        for sign in ("\x1b", "\u202e", "\x00"):
            assert sign not in screen
        assert "$x_{[i]}$" in screen
        assert app.is_running

    within(environment, do, place=Place.INBOX)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 50)])
def test_every_size_has_room_for_the_list(library, environment, size):
    async def do(app, pilot):
        assert len(shown(app)) == 3
        assert all("Attention" in line or "Deep" in line for line in shown(app))
        await pilot.press("enter")
        assert "Recurrence is dropped." in text(app, "#paper") or app.papers.current != 1
        await pilot.press("q")
        assert app.is_running

    within(environment, do, size=size)


def test_a_screen_that_becomes_too_small_says_so(library, environment):
    async def do(app, pilot):
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert "needs 60 by 16" in text(app, "#small")
        await pilot.resize_terminal(90, 24)
        await pilot.pause()
        assert text(app, "#small") == ""
        assert len(shown(app)) == 3

    within(environment, do)


def test_keys_are_given_other_names(library, environment):
    async def do(app, pilot):
        app.set_keymap(keys.keymap("mark.read=x, move.down=z"))
        app.papers.load([1, 2])
        await pilot.press("z")
        assert app.papers.current == 2
        await pilot.press("x")

    within(environment, do)
    assert library("status", "2").stdout.startswith("read")
    with pytest.raises(ConfigError, match=r"mark\.keep"):
        keys.keymap("nothing=x")


def test_help_and_palette_name_every_key(library, environment):
    async def do(app, pilot):
        await pilot.press("question_mark")
        assert len(app.screen_stack) == 2
        await pilot.press("x")
        assert len(app.screen_stack) == 1
        said = [command.title for command in app.get_system_commands(app.screen)]
        assert "List course" in said
        assert {key.help for key in keys.KEYS if not key.id.startswith("move.")} <= set(said)

    within(environment, do)
    assert all(key.help in "\n".join(keys.help_lines()) for key in keys.KEYS)


def test_a_long_list_reads_only_what_is_seen(library, environment):
    async def do(app, pilot):
        asked = []
        read = app.papers.read
        app.papers.read = lambda ids: asked.append(len(ids)) or read(ids)
        app.papers.load(list(range(1, 100_001)))
        await pilot.press("G")
        await pilot.pause()
        assert app.papers.cursor == 99_999
        assert sum(asked) < 1_000

    within(environment, do)


def test_what_is_cut_says_so():
    assert cropped("attention", 5) == "atte…"
    assert cropped("日本語", 4) == "日…"


# --- A real terminal ---------------------------------------------------------------------------


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, environment, size=(80, 24)):
        self.shown = b""
        child, self.master = pty.fork()
        if not child:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            unsized = {n: v for n, v in environment.items() if n not in {"COLUMNS", "LINES"}}
            os.execve(
                sys.executable, [sys.executable, "-m", "readlist", "ui"],
                {**unsized, "TERM": "xterm-256color"},
            )  # fmt: skip
        self.child = child

    def until(self, words):
        end = time.monotonic() + HANG_S
        while words.encode() not in self.shown:
            assert time.monotonic() < end, self.shown[-2000:]
            self._read()

    def _read(self):
        if select.select([self.master], [], [], 0.1)[0]:
            with suppress(OSError):
                self.shown += os.read(self.master, 65_536)

    def press(self, text):
        os.write(self.master, text.encode())

    def ended(self):
        end = time.monotonic() + HANG_S
        while time.monotonic() < end:
            self._read()
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                os.close(self.master)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(self.shown[-2000:])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_on_a_terminal_from_start_to_quit(library, environment, size):
    place = Terminal(environment, size)
    place.until("Library 3")
    place.press("1")
    place.until("[1 Inbox 2]")
    place.press("k")
    place.until("Kept")
    place.press("q")
    assert place.ended() == 0
    assert b"\x1b[?1049l" in place.shown  # the screen is as it was
    assert len(library("list", "status:inbox", "--quiet").stdout.split()) == 1


def test_without_colour_nothing_is_coloured_and_all_is_seen(library, environment):
    """The cursor is told by a sign; letters keep the terminal's own colour."""
    place = Terminal({**environment, "NO_COLOR": "1"})
    place.until("Attention Is All You Need")
    place.press("q")
    assert place.ended() == 0
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25]", place.shown)


def test_killed_at_any_moment_the_library_is_sound(library, environment):
    place = Terminal(environment)
    place.until("Library 3")
    place.press("1kud2rsl")
    time.sleep(0.05)
    os.kill(place.child, signal.SIGKILL)
    assert place.ended() == -signal.SIGKILL
    assert "is sound" in library("db", "check").stdout


def test_too_small_a_terminal_is_refused(library, environment):
    place = Terminal(environment, (40, 10))
    assert place.ended() == 2
    assert "needs 60 by 16" in " ".join(place.shown.decode().split())


def test_without_a_terminal_the_plain_commands_are_named(library):
    assert "'readlist triage'" in library("ui", code=2).stderr
