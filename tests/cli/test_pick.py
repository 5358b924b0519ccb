"""Picking papers: what is typed narrows them, and nothing but the answer goes into a pipe."""

import os
import pty
import select
import subprocess
import sys
import termios
import time

import pytest

from readlist.cli import pick
from readlist.cli.terminal import END, PASTED, RESIZED, Size
from readlist.views import pick as views
from readlist.views.pick import Choice, Shown
from readlist.views.wrap import cells
from support.paths import EXAMPLE_LIST
from support.program import HANG_S

CHOICES = [
    Choice(1, "vaswani2017attention", "Attention Is All You Need", "Vaswani et al.", 2017),
    Choice(2, "devlin2018bert", "BERT: Pre-training of Transformers", "Devlin et al.", 2018),
    Choice(3, "poincare1899", "Les Méthodes Nouvelles", "Poincaré", None),
    Choice(4, "li2024", "\u4e2d\u6587\u9898\u76ee " * 20, "Li", 2024),
]


class Screen:
    """A screen that remembers what it showed last, and a person who types these keys."""

    def __init__(self, *keys: str) -> None:
        self.keys = list(keys)
        self.lines: list[str] = []

    def size(self) -> Size:
        return Size(40, 10)

    def show(self, lines: list[str]) -> None:
        self.lines = lines

    def key(self) -> str:
        return self.keys.pop(0)


def picked(*keys: str, several: bool = True) -> list[int]:
    screen = Screen(*keys)
    return pick._Picker(screen, CHOICES, several=several, colour=False).run()


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("attention", [1]),
        ("attneed", [1]),
        ("2018", [2]),
        ("Poincare", [3]),
        ("methodes n", [3]),
        ("devlin2018", [2]),
        ("", [1, 2, 3, 4]),
        ("zzz", []),
        ("a" * 5_000, []),
    ],
)
def test_letters_narrow(typed, numbers):
    """In title, authors, year or key, whatever the accents and blanks, and letters left out."""
    pairs = [(views.folded(one), one) for one in CHOICES]
    assert [one.id for one in views.narrowed(pairs, typed)] == numbers


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    """Wide letters and long titles are cut; there is one line for each paper and the prompt."""
    shown = Shown("typed" * 8, CHOICES, 4, 1, 0, {2})
    drawn = views.lines(shown, width, 10, colour=False, several=True)
    assert len(drawn) == 5
    assert max(map(cells, drawn)) < width


def test_keys():
    """Enter picks the one under the cursor, or all that are marked; Esc leaves."""
    assert picked("enter") == [1]
    assert picked(*"bert", "enter") == [2]
    assert picked("down", "down", "up", "enter") == [2]
    assert picked(" ", "down", "tab", "enter") == [1, 3]
    assert picked(" ", "up", " ", "down", "tab", "enter") == [3]
    assert picked(*"zz", "enter", "backspace", "backspace", RESIZED, "enter") == [1]
    assert picked(*"zz", "clear", "page down", "enter") == [4]
    assert picked(f"{PASTED}Devlin\n", "enter") == [2]
    assert picked("escape") == picked(END) == []
    assert picked(" ", "enter", several=False) == [1]


def test_it_needs_a_terminal(run):
    """A script is told what does the same."""
    done = run("pick", code=2)
    assert (
        "In a script 'readlist search --quiet WORDS' prints the numbers of papers." in done.stderr
    )


def at_a_terminal(environment, folder, *words: str, keys: bytes) -> tuple[int, bytes, bytes, bool]:
    """Run the program with a terminal of its own and a pipe; return what came where."""
    ours, theirs = pty.openpty()
    modes = termios.tcgetattr(theirs)
    process = subprocess.Popen(
        [sys.executable, "-m", "readlist", *words], cwd=folder, stdin=theirs, stderr=theirs,
        stdout=subprocess.PIPE, env={**environment, "TERM": "xterm", "NO_COLOR": "1"},
    )  # fmt: skip
    seen, end = b"", time.monotonic() + HANG_S
    while b"14 of 14" not in seen and time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            seen += os.read(ours, 65_536)
    os.write(ours, keys)
    while process.poll() is None and time.monotonic() < end:
        if select.select([ours], [], [], 0.05)[0]:
            seen += os.read(ours, 65_536)
    out = process.communicate(timeout=HANG_S)[0]
    is_as_before = termios.tcgetattr(theirs) == modes
    os.close(ours)
    os.close(theirs)
    return process.returncode, out, seen, is_as_before


@pytest.mark.parametrize(
    ("keys", "code", "out"),
    [(b"image  \r", 0, b"1\n2\n"), (b"\x1b", 2, b""), (b"bert\r", 0, b"6\n")],
)
def test_the_answer_goes_into_the_pipe(run, environment, tmp_path, keys, code, out):
    """The picker is drawn on the terminal, which is as it was afterwards."""
    run("import", EXAMPLE_LIST)
    found = at_a_terminal(environment, tmp_path, "pick", "--quiet", keys=keys)
    assert (found[0], found[1], found[3]) == (code, out, True)
    assert b"\x1b[?1049h" not in found[2]  # what stands above stays
