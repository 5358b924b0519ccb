"""Triage on a real terminal: what a key does, what stays when the terminal is gone."""

import fcntl
import os
import pty
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readlist.cli.terminal import PASTED, _keys
from readlist.text import BLOCK_LIMIT
from readlist.views import triage as views
from support import inbox_library
from support.program import HANG_S

_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|.)")
# The terminal belongs to the session that the program is in, as it does at a prompt; what hangs up
# is not ignored, as it is for whatever nohup has started.
_OWNED = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "signal.signal(signal.SIGHUP, signal.SIG_DFL); "
)
_ALONE = _OWNED + "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
_UNDER_A_SHELL = (
    _OWNED
    + """
child = os.fork()
if not child:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
while not os.WIFEXITED(status := os.waitpid(child, os.WUNTRACED)[1]):
    print(f"STOPPED {child}.", flush=True)
sys.exit(os.waitstatus_to_exitcode(status))
"""
)
LEFT = "\x1b[?1049l"
"""What gives a terminal its former screen back."""


class Person:
    """Somebody at a pseudo-terminal: types keys and waits for what appears."""

    def __init__(
        self, environment: dict[str, str], folder: Path, *words: str, columns: int = 80,
        lines: int = 24, term: str = "xterm-256color", leader: str = _ALONE, **more: str,
    ) -> None:  # fmt: skip
        self.screen, self.theirs = pty.openpty()
        self.resize(columns, lines)
        self.modes = termios.tcgetattr(self.theirs)
        self.process = subprocess.Popen(
            [sys.executable, "-c", leader, "-m", "readlist", "triage", *words], cwd=folder,
            env={**environment, "TERM": term, **more}, stdin=self.theirs, stdout=self.theirs,
            stderr=self.theirs, start_new_session=True,
        )  # fmt: skip
        self.seen = ""

    def resize(self, columns: int, lines: int) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, size)

    def type(self, keys: str) -> None:
        self.seen = ""
        os.write(self.screen, keys.encode())

    def read(self, wait_s: float = 0.2) -> str:
        """Return what has appeared; nothing more comes once the program has gone."""
        ready, _, _ = select.select([self.screen], [], [], wait_s)
        if ready:
            self.seen += os.read(self.screen, 65_536).decode("utf-8", "replace")
        return self.seen

    def waits_for(self, text: str) -> None:
        """Wait for something that another program prints."""
        end = time.monotonic() + HANG_S
        while text not in self.read():
            assert time.monotonic() < end, self.seen

    def sees(self, text: str) -> str:
        """Wait for a text, and return the screen as it was drawn last and whole, uncoloured."""
        end = time.monotonic() + HANG_S
        while time.monotonic() < end:
            _, begun, drawn = self.read().rpartition("\x1b[H\x1b[2K")
            shown = _CODES.sub("", drawn)
            if text in shown and (not begun or "\x1b[J" in drawn):
                return shown
        raise AssertionError(f"{text!r} never appeared in {self.seen!r}")

    def leaves(self) -> int:
        """Wait for the end of the program, and return its exit code."""
        end = time.monotonic() + HANG_S
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.05)
        self.read(0.05)
        return self.process.wait(1)

    def is_as_before(self) -> bool:
        """Say whether the terminal obeys lines and shows what is typed, as it did."""
        return bool(termios.tcgetattr(self.theirs)[3] == self.modes[3])

    def hangs_up(self) -> None:
        os.close(self.theirs)
        os.close(self.screen)
        self.screen = self.theirs = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.screen >= 0:
            self.hangs_up()


@pytest.fixture
def sit(environment, tmp_path) -> Iterator[Any]:
    """Sit down before an inbox of four papers: ``sit("query", columns=40)``."""
    inbox_library.fill(tmp_path / "library.db")
    people: list[Person] = []
    kept = {name: value for name, value in environment.items() if name != "COLUMNS"}

    def start(*words: str, **how: Any) -> Person:
        people.append(Person(kept, tmp_path, *words, **how))
        return people[-1]

    yield start
    for person in people:
        person.close()


@pytest.fixture
def statuses(tmp_path):
    def read() -> list[str]:
        db = sqlite3.connect(tmp_path / "library.db")
        rows = db.execute("SELECT status FROM readings ORDER BY paper_id").fetchall()
        db.close()
        return [status for (status,) in rows]

    return read


def test_a_sitting(sit, statuses):
    """Every paper is shown once, the best first; the end counts what was done."""
    person = sit()
    shown = person.sees("1 of 4")
    for text in (
        "Sparse Experts at Scale", "Ada Byron", "cs.LG · 2026-11-20 · arxiv:2611.00001",
        "from hf (2026-11-20, 10 votes); ml (2026-11-19)",
        "0.91  your tag moe; author you read twice", "We route tokens",
    ):  # fmt: skip
        assert text in shown
    person.type("k")
    assert "Protein Folding" in person.sees("2 of 4   1 kept")
    person.type("d")
    assert "muted word survey" in person.sees("3 of 4")
    person.type("l")
    person.sees("4 of 4")
    person.type("s")
    assert person.leaves() == 0
    assert "1 kept, 1 for later, 1 dropped, 1 skipped; 1 paper left in the inbox." in person.seen
    assert person.is_as_before()
    assert LEFT in person.seen
    assert statuses() == ["to-read", "to-read", "inbox", "dropped"]


def test_undo_goes_back_step_by_step(sit, statuses, run):
    person = sit()
    person.sees("1 of 4")
    person.type("kd")
    person.sees("3 of 4")
    assert statuses() == ["to-read", "inbox", "inbox", "dropped"]
    person.type("u")
    assert "Protein Folding" in person.sees("2 of 4   1 kept")
    person.type("u")
    assert "Sparse Experts" in person.sees("1 of 4")
    person.type("u")
    person.sees("'readlist undo' goes back further")
    person.type("q")
    assert person.leaves() == 0
    assert set(statuses()) == {"inbox"}
    assert run("history").stdout.count("undone") == 2


def test_undo_takes_back_ones_own_step_alone(sit, statuses, run):
    """What another process did meanwhile stays, also when it came last."""
    person = sit()
    person.sees("1 of 4")
    person.type("k")
    person.sees("2 of 4")
    run("tag", "3", "+meanwhile")
    run("note", "byron2026sparse", "Mine.")
    person.type("u")
    person.sees("Taken back: keep byron2026sparse")
    assert statuses() == ["inbox"] * 4
    assert run("tag").stdout == "meanwhile\t1\n"
    assert "Mine." in run("note", "byron2026sparse").stdout
    assert run("history").stdout.count("undone") == 1


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, None])
def test_nothing_is_lost_when_it_ends_suddenly(sit, statuses, how):
    """What was decided is decided, and the next sitting goes on behind it."""
    person = sit()
    person.sees("1 of 4")
    person.type("k")
    person.sees("2 of 4")
    if how is None:
        person.hangs_up()
    else:
        person.process.send_signal(how)
    person.process.wait(HANG_S)
    assert statuses() == ["to-read", "inbox", "inbox", "inbox"]
    if how is signal.SIGTERM:
        assert person.is_as_before()
    again = sit()
    assert "Protein Folding" in again.sees("1 of 3")


def test_a_skipped_paper_comes_last_next_time(sit, statuses, run):
    person = sit()
    person.sees("1 of 4")
    person.type("sq")
    assert person.leaves() == 0
    again = sit()
    assert "Protein Folding" in again.sees("1 of 4")
    again.type("kkk")
    assert "Sparse Experts" in again.sees("4 of 4")
    again.type("k")
    assert again.leaves() == 0
    assert set(statuses()) == {"to-read"}
    assert "skipped" not in run("show", "1").stdout


def test_control_c_leaves_cleanly(sit, statuses):
    person = sit()
    person.sees("1 of 4")
    person.type("k")
    person.sees("2 of 4")
    person.type("\x03")
    assert person.leaves() == 130
    assert person.is_as_before()
    assert "1 kept; 3 papers left in the inbox." in person.seen
    assert statuses()[0] == "to-read"


def test_control_z_gives_the_terminal_back_and_takes_it_again(sit):
    person = sit(leader=_UNDER_A_SHELL)
    person.sees("1 of 4")
    person.type("k")
    person.sees("2 of 4")
    person.type("\x1a")
    stopped = person.sees("STOPPED ")
    assert person.is_as_before()
    assert LEFT in person.seen
    person.seen = ""
    os.kill(int(stopped.rpartition("STOPPED ")[2].partition(".")[0]), signal.SIGCONT)
    person.sees("2 of 4")
    assert not person.is_as_before()
    person.type("q")
    assert person.leaves() == 0


def test_tags_are_typed_and_can_be_given_up(sit, run):
    person = sit()
    person.sees("1 of 4")
    person.type("tmoe")
    person.sees("moe_")
    person.type("x\x7f routing/übung\r")
    person.sees("tags moe, routing/übung")
    person.type("tnever\x1b")
    person.sees("k keep")
    person.type("t(bad)\r")
    person.sees("cannot be a tag")
    person.type("u")
    person.sees("Taken back: tag")
    person.type("q")
    assert person.leaves() == 0
    assert run("tag").stdout == ""


def test_a_note_opens_the_editor_and_the_screen_comes_back(sit, tmp_path, run):
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\necho "Compare with MoE." >> "$1"\n')
    script.chmod(0o755)
    person = sit(VISUAL=str(script))
    person.sees("1 of 4")
    person.type("n")
    person.sees("note Compare with MoE.")
    person.type("k")
    person.sees("2 of 4")
    assert run("note", "1").stdout.splitlines()[1:] == ["Compare with MoE."]


def test_a_note_that_is_refused_is_kept(sit, tmp_path):
    script = tmp_path / "editor.sh"
    script.write_text(f'#!/bin/sh\nhead -c {BLOCK_LIMIT + 1} /dev/zero | tr "\\0" x >> "$1"\n')
    script.chmod(0o755)
    person = sit(VISUAL=str(script), TMPDIR=str(tmp_path))
    person.sees("1 of 4")
    person.type("n")
    person.sees("What you wrote is kept in")
    person.type("q")
    assert person.leaves() == 0
    (kept,) = tmp_path.glob("readlist-*.md")
    assert len(kept.read_text()) == BLOCK_LIMIT + 1


def test_an_editor_may_be_interrupted(sit, tmp_path, statuses):
    """Ctrl-C belongs to the editor while it runs; the sitting goes on."""
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\ntrap 'echo SAVED; exit 0' INT\necho EDITING\nsleep 60 & wait\n")
    script.chmod(0o755)
    person = sit(VISUAL=str(script))
    person.sees("1 of 4")
    person.type("n")
    person.waits_for("EDITING")
    person.type("\x03")
    person.sees("The note is empty")
    person.type("k")
    person.sees("2 of 4")
    assert statuses()[0] == "to-read"


def test_what_cannot_be_opened_is_a_sentence(sit):
    """Without a PDF here the paper stays on the screen."""
    person = sit()
    person.sees("1 of 4")
    person.type("p")
    person.sees("There is no PDF of byron2026sparse here.")
    person.type("q")
    assert person.leaves() == 0


def test_more_like_this_comes_next(sit):
    person = sit()
    person.sees("1 of 4")
    person.type("m")
    shown = person.sees("Any key goes on.")
    assert "Routing Tokens to Experts" in shown
    assert "experts" in shown
    person.type(" ")
    person.sees("1 paper like this one comes next")
    person.type("k")
    assert "2 of 4" in person.sees("Routing Tokens to Experts")


def test_what_was_decided_elsewhere_is_passed_over(sit, run):
    person = sit()
    person.sees("1 of 4")
    run("inbox", "drop", "4", "2")
    person.type("k")
    assert "4 of 4" in person.sees("Routing Tokens to Experts")


def test_it_fits_a_narrow_terminal_and_another_size(sit):
    """No line is wider than the screen, and a new size is drawn at once."""
    person = sit("experts", columns=40, lines=12)
    shown = person.sees("space more")
    assert max(map(len, shown.splitlines())) <= 40
    assert len(shown.splitlines()) <= 12
    assert "k keep l later d drop ? help" in shown
    person.type(" ")
    assert "mixture" in person.sees("1 of 2")
    person.seen = ""
    person.resize(120, 40)
    assert "q quit" in person.sees("o open")


def test_a_dumb_terminal_gets_no_control_sequences(sit, statuses):
    person = sit(term="dumb")
    person.sees("k keep")
    assert "\x1b" not in person.seen
    person.type("kq")
    assert person.leaves() == 0
    assert statuses()[0] == "to-read"


def test_other_keys_decide_nothing(sit, statuses):
    """Arrows, Alt, a paste and letters without a meaning: only a help is offered."""
    person = sit()
    person.sees("1 of 4")
    person.type("\x1b[D\x1bk\x1b[200~kdl\x1b[201~xé")
    person.sees("? shows the keys.")
    person.type("?")
    assert "skim it later" in person.sees("Any key goes on.")
    person.type("qq")
    assert person.leaves() == 0
    assert statuses() == ["inbox"] * 4


def test_an_empty_inbox_needs_no_screen(sit, run):
    run("inbox", "drop", "id:>0")
    person = sit()
    assert person.leaves() == 0
    assert "nothing was pulled yet" in person.seen
    assert "\x1b[?1049h" not in person.seen


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("kd", ["k", "d"]),
        ("\x1b[A\x1bOB\x1b[6~", ["up", "down", "page down"]),
        ("\x1b", ["escape"]),
        ("\x1bk\x1b[99;5u\x00", []),
        ("\r\n\x7f", ["enter", "enter", "backspace"]),
        ("\x1b[200~rm -rf\x1b[201~k", [f"{PASTED}rm -rf", "k"]),
    ],
)
def test_what_is_typed_is_keys(typed, keys):
    assert list(_keys(typed)) == keys


@pytest.mark.parametrize("width", range(20, 140, 7))
@pytest.mark.parametrize("more", [True, False])
def test_the_keys_fit_every_width(width, more):
    assert len(views.footer(width, more=more)) <= width
