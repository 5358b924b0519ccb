"""A scratch library in which the documentation is run, and pictures of what a terminal shows."""

import io
import os
import re
import select
import shutil
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "examples")]
from morning import morning  # noqa: E402 - a script beside the examples that it serves

COLUMNS = 100
LINES = 40
"""Height of the terminal; a command whose answer fits in it is not paged."""

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_MOVES = re.compile(r"\x1b\[[?0-9;]*[A-LN-Za-ln-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>78]")
_FRAME = "\x1b[H"
"""What a program that fills the screen writes before each drawing of it."""
_END = "\x1b[J"
"""And what it writes behind it."""


# The scratch library


@dataclass
class Scratch:
    """A home folder for one run of the documentation: a library of its own, a clock, a terminal."""

    home: Path
    now: str = "2026-03-02T09:00:00Z"
    colour: bool = False
    services: dict[str, str] = field(default_factory=dict)
    online: bool = False

    @property
    def environment(self) -> dict[str, str]:
        """Everything that a command sees; nothing of the machine but where programs are."""
        known = {
            "HOME": str(self.home),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.defpath)),
            "COLUMNS": str(COLUMNS),
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "TZ": "UTC",
            "READLIST_DB": str(self.home / "library.db"),
            "READLIST_CONFIG": str(self.home / "config.toml"),
            "READLIST_READER": "ada",
            "READLIST_NOW": self.now,
            "READLIST_OFFLINE": "1",
            "READLIST_PAGER": "cat",
        }
        known |= self.services if self.online else {}
        return known if self.colour else {**known, "NO_COLOR": "1"}

    def run(self, command: str, *, terminal: bool = True, fails: bool = False) -> str:
        """Return what a person sees who types the command, on a terminal or into a pipe."""
        answer, code = self._on_terminal(command) if terminal else self._in_pipe(command)
        if bool(code) != fails:
            raise SystemExit(f"docs/make.py: '{command}' ended with {code}:\n{answer}")
        answer = answer.replace("\r\n", "\n").replace(str(self.home), "~")
        answer = answer if self.colour else _STYLE.sub("", answer)
        return "".join(f"{line.rstrip()}\n" for line in answer.splitlines())

    def _in_pipe(self, command: str) -> tuple[str, int]:
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.home, env=self.environment, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.stdout, done.returncode

    def _on_terminal(self, command: str) -> tuple[str, int]:
        """Run with a terminal as standard output; a progress bar on standard error is not wanted.

        What is said on standard error stands behind the answer, as it would on a screen.
        """
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (200, COLUMNS))
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            process = subprocess.Popen(
                ["sh", "-c", command], cwd=self.home, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=theirs, stderr=said,
            )  # fmt: skip
            os.close(theirs)
            answer = b"".join(_chunks(ours))
            os.close(ours)
            code = process.wait()
            said.seek(0)
            return answer.decode() + said.read(), code

    def screen(self, command: str, until: str) -> str:
        """Return the first full screen of a command that waits for keys; ``q`` ends it then.

        The screen is whole when ``until`` stands on it and what was below it is erased.
        """
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (24, COLUMNS))
        process = subprocess.Popen(
            ["sh", "-c", command], cwd=self.home, env=self.environment,
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        shown = b""
        patience = time.monotonic() + 60
        while not _is_whole(shown, until):
            if time.monotonic() > patience:
                process.kill()
                raise SystemExit(f"docs/make.py: '{command}' never showed '{until}':\n{shown!r}")
            if select.select([ours], [], [], 1)[0]:
                shown += os.read(ours, 65_536)
        os.write(ours, b"q")
        for _ in _chunks(ours):
            pass
        os.close(ours)
        process.wait()
        frame = shown.decode().rpartition(_FRAME)[2].replace("\r\n", "\n")
        return _MOVES.sub("", frame).rstrip() + "\n"


def _is_whole(shown: bytes, until: str) -> bool:
    """Say whether the last drawing of a screen has come: a terminal hands over 4 KB at a time."""
    drawn = shown.decode(errors="replace").rpartition(_FRAME)[2]
    return until in _STYLE.sub("", drawn) and _END in drawn


def _chunks(terminal: int) -> Iterator[bytes]:
    """Yield what is written to a terminal until it is closed, which Linux reports as an error."""
    try:
        while chunk := os.read(terminal, 65_536):
            yield chunk
    except OSError:
        return


@contextmanager
def scratch_library() -> Iterator[Scratch]:
    """Make a home folder with a copy of the examples, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="readlist-docs-") as folder:
        home = Path(folder).resolve()
        shutil.copytree(ROOT / "examples", home / "examples", ignore=shutil.ignore_patterns("__*"))
        with morning() as services:
            yield Scratch(home, services=services)


# Pictures

WIDE, HIGH, SIZE, MARGIN = 8.4, 20, 14, 16
"""Width of a cell, height of a line, size of the letters and the border, in pixels."""
INK, PAPER = "#d7dae0", "#1e2127"
_COLOURS = TerminalTheme(
    (0x1E, 0x21, 0x27), (0xD7, 0xDA, 0xE0),
    [(0x5C, 0x63, 0x70), (0xE0, 0x6C, 0x75), (0x98, 0xC3, 0x79), (0xE5, 0xC0, 0x7B),
     (0x61, 0xAF, 0xEF), (0xC6, 0x78, 0xDD), (0x56, 0xB6, 0xC2), (0xD7, 0xDA, 0xE0)],
    [(0x7F, 0x84, 0x8E), (0xFF, 0x7B, 0x86), (0xB1, 0xDC, 0x92), (0xFF, 0xD8, 0x8A),
     (0x7C, 0xC4, 0xFF), (0xDD, 0x92, 0xF2), (0x6B, 0xD0, 0xDC), (0xFF, 0xFF, 0xFF)],
)  # fmt: skip
# One space may stand inside of a run; more would be taken for one by whoever draws the picture.
_INKED = re.compile(r"\S+(?: \S+)*")


def picture(answer: str, command: str, title: str) -> str:
    """Return a command and what a terminal showed then, as SVG.

    Each word stands where its cells are, so that a program which measures letters otherwise, or
    drops spaces, draws the same columns.
    """
    screen = Text.assemble(("$ ", "dim"), (command, "bold"), "\n", Text.from_ansi(answer.rstrip()))
    console = Console(
        width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor",
        highlight=False, legacy_windows=False,
    )  # fmt: skip
    drawn: list[str] = []
    at = 0
    for at, line in enumerate(Segment.split_lines(console.render(screen)), 1):
        column = 0
        for segment in line:
            drawn += _run(segment, column, MARGIN + at * HIGH)
            column += segment.cell_length
    width, height = COLUMNS * WIDE + 2 * MARGIN, (at + 1) * HIGH + MARGIN
    body = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>\n'
        f"<g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" "
        f'font-size="{SIZE}" fill="{INK}">\n{body}\n</g>\n</svg>\n'
    )


def _run(segment: Segment, column: int, y: float) -> Iterator[str]:
    """Yield what draws one piece of a line that has one style."""
    style = segment.style or Style()
    ink, paper = _hue(style.color, INK), _hue(style.bgcolor, "")
    if style.reverse:
        ink, paper = paper or PAPER, ink
    if paper:
        x, wide = MARGIN + column * WIDE, segment.cell_length * WIDE
        yield (
            f'<rect x="{x:.1f}" y="{y - SIZE - 1:.1f}" width="{wide:.1f}" height="{HIGH}" '
            f'fill="{paper}"/>'
        )
    looks = "".join(
        f' {attribute}="{value}"'
        for attribute, value, holds in (
            ("fill", ink, ink != INK),
            ("font-weight", "bold", style.bold),
            ("font-style", "italic", style.italic),
            ("opacity", ".62", style.dim),
            ("text-decoration", "underline", style.underline),
        )
        if holds
    )
    for word in _INKED.finditer(segment.text):
        before, text = segment.text[: word.start()], word[0]
        x = MARGIN + (column + cell_len(before)) * WIDE
        yield (
            f'<text x="{x:.1f}" y="{y:g}" textLength="{cell_len(text) * WIDE:.1f}"{looks}>'
            f"{escape(text)}</text>"
        )


def _hue(colour: Color | None, otherwise: str) -> str:
    """Return a colour of the terminal as the web writes it."""
    if colour is None or colour.is_default:
        return otherwise
    return colour.get_truecolor(_COLOURS).hex
