"""Make the documentation from the program itself, so that neither can drift from the other.

README.md is run: each block behind ``<!-- run -->`` is typed into a scratch library, and what the
program answers is written back. Tables come from the declarations that the program reads, the
reference from ``--help``, the pictures from a terminal of 100 columns, the schemas of the JSON from
the types of ``readlist.views.shapes``. ``docs/make.py`` writes them, ``docs/make.py --check``
compares and prints what differs.
"""

import difflib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from readlist import config, formats
from readlist.cli.commands import COMMANDS, SECTIONS
from readlist.cli.main import main as readlist
from readlist.cli.topics import TOPICS

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "examples"), str(ROOT / "docs")]
from morning import morning  # noqa: E402 - a script beside the examples that it serves
from schemas import schemas  # noqa: E402 - a script beside this one, whose folder a test may lack

README = ROOT / "README.md"
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
SCHEMAS = ROOT / "src" / "readlist" / "schemas"
PICTURES = {
    "overview": "readlist",
    "list": "readlist lists fourteen-papers",
    "show": "readlist show vaswani2017attention",
}
"""Pictures by name, each of one command in the library that the README leaves."""

GROUPS = {
    "db": ("path", "backup", "restore", "check"),
    "config": ("path", "get", "set", "list"),
    "feed": (
        "add",
        "list",
        "show",
        "edit",
        "pause",
        "resume",
        "rm",
        "import",
        "export",
        "out",
    ),
    "pulls": ("show",),
    "lists": ("show", "diff", "check", "export", "follow", "add", "drop", "rename", "rm"),
}
COLUMNS = 100
_RUN = re.compile(r"(<!-- run(?P<words>[^>]*) -->\n```console\n)(?P<body>.*?)(```\n)", re.DOTALL)
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


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


# README.md


def readme(scratch: Scratch) -> str:
    """Return README.md with every block run and every table made anew."""
    text = _RUN.sub(lambda block: _ran(block, scratch), README.read_text(encoding="utf-8"))
    for name, body in (
        ("settings", settings_table(services=False)),
        ("settings of services", settings_table(services=True)),
        ("formats", formats_table()),
        ("exit codes", exit_table()),
    ):
        text = _filled(text, name, body)
    return text


def _ran(block: re.Match[str], scratch: Scratch) -> str:
    """Return a block with the answers that the program gives now.

    The comment may say ``pipe`` (no terminal), ``fails`` (the last command is meant to),
    ``online`` (the services of ``examples/morning.py`` answer) and ``now=TIME`` (the time from
    here on).
    """
    words = block["words"].split()
    scratch.online = "online" in words
    for word in words:
        if word.startswith("now="):
            scratch.now = word.removeprefix("now=")
    commands = [line[2:] for line in block["body"].splitlines() if line.startswith("$ ")]
    if not commands:
        raise SystemExit(f"docs/make.py: no command in the block\n{block[0]}")
    parts = []
    for command in commands:
        fails = "fails" in words and command is commands[-1]
        answer = scratch.run(command, terminal="pipe" not in words, fails=fails)
        parts.append(f"$ {command}\n{answer}")
    between = "\n" if _are_long(parts) else ""
    return f"{block[1]}{between.join(parts)}{block[4]}"


def _are_long(parts: list[str]) -> bool:
    """Say whether a block reads better with an empty line between its commands."""
    return any(part.count("\n") > 3 for part in parts)


def _filled(text: str, name: str, body: str) -> str:
    """Return the text with what stands between two markers replaced."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    if text.count(start) != 1 or text.count(end) != 1:
        raise SystemExit(f"docs/make.py: README.md needs the markers {start.strip()} and its end.")
    before, rest = text.split(start)
    return f"{before}{start}{body}{end}{rest.split(end)[1]}"


def settings_table(*, services: bool) -> str:
    """Return the settings as ``config.SETTINGS`` declares them: the everyday ones, or services."""
    shown = [s for s in config.SETTINGS if (s.group == "services") is services]
    rows = (
        (f"`{s.name}`", _default(s), f"`{s.environment}`" if s.environment else "", s.help)
        for s in shown
    )
    return _table(("setting", "default", "variable", "what it is"), rows)


def _default(setting: config.Setting) -> str:
    default = config.default_of(setting)
    return "" if default in ("", None) else f"`{default}`"


def formats_table() -> str:
    """Return the built-in formats as they describe themselves."""
    names = sorted({*formats.READS, *formats.WRITES})
    rows = (
        (f"`{name}`", "yes" if name in formats.READS else "",
         "yes" if name in formats.WRITES else "", formats.get(name).summary)
        for name in names
    )  # fmt: skip
    return _table(("format", "read", "written", "what it is"), rows)


def exit_table() -> str:
    """Return the exit codes as ``readlist help exit`` explains them."""
    found = re.findall(r"(?m)^  (\d+) +(.+)$", TOPICS["exit"])
    return _table(("code", "meaning"), found)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head)]
    lines += [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# docs/commands.md


def commands_page() -> str:
    """Return the reference: each command's own help, in the order of ``readlist --help``."""
    parts = [
        "# Commands\n\nThis page is what `readlist COMMAND --help` prints; `make docs` writes it.\n"
    ]
    for section, names in SECTIONS.items():
        parts.append(f"\n## {section}\n")
        parts += [_described(name) for name in names]
    aliases = [name for name in COMMANDS if not any(name in names for names in SECTIONS.values())]
    parts += [
        f"\n`readlist {name}` is short for `readlist {_named_as(name)}`.\n" for name in aliases
    ]
    return "".join(parts)


def _named_as(alias: str) -> str:
    return next(name for name, command in COMMANDS.items() if command == COMMANDS[alias])


def _described(name: str) -> str:
    words = [(name,), *((name, sub) for sub in GROUPS.get(name, ()))]
    helps = "".join(f"\n```text\n{help_of(*each)}```\n" for each in words)
    return f"\n### readlist {name}\n{helps}"


def help_of(*words: str) -> str:
    """Return what ``readlist WORDS --help`` prints."""
    printed = io.StringIO()
    with redirect_stdout(printed), patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}):
        readlist([*words, "--help"])
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().strip().splitlines())


# docs/pictures


def picture(name: str, scratch: Scratch) -> str:
    """Return one command and its answer on a terminal, as SVG."""
    from rich.console import Console
    from rich.text import Text

    scratch.colour = True
    answer = scratch.run(PICTURES[name])
    console = Console(width=COLUMNS, record=True, file=io.StringIO(), highlight=False)
    console.print(Text.assemble(("$ ", "dim"), (PICTURES[name], "bold")))
    console.print(Text.from_ansi(answer))
    svg = console.export_svg(title="readlist", unique_id=f"readlist-{name}")
    # Rich names fonts that a reader's browser would fetch from elsewhere; any fixed width will do.
    return _FONT.sub("", svg)


# Everything


def made() -> dict[Path, str]:
    """Return every file of the documentation as it should be."""
    with scratch_library() as scratch:
        pages = {README: readme(scratch), COMMANDS_PAGE: commands_page()}
        pages |= {SCHEMAS / f"{name}.json": text for name, text in schemas().items()}
        folder = ROOT / "docs" / "pictures"
        return pages | {folder / f"{name}.svg": picture(name, scratch) for name in PICTURES}


def differences() -> str:
    """Return what differs between the documentation and the program; empty if nothing does."""
    found = []
    for path, text in made().items():
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        before, after = (_words(each) if path.suffix == ".svg" else each for each in (known, text))
        name = str(path.relative_to(ROOT))
        diff = difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"{name} as it is", f"{name} by the program",
            lineterm="", n=2,
        )  # fmt: skip
        found += [f"{line}\n" for line in diff]
    return "".join(found)


def _words(svg: str) -> str:
    """Return the lines that a picture shows: how they are drawn is for rich to change."""
    lines: dict[str, str] = {}
    for y, words in re.findall(r'<text [^>]*?y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines[y] = lines.get(y, "") + words
    return "\n".join(lines.values())


def main(argv: list[str]) -> int:
    """Write the documentation, or compare it."""
    if argv == ["--check"]:
        found = differences()
        if found:
            print(found, end="")
            print("The documentation and the program differ; 'make docs' writes it anew.")
        return 1 if found else 0
    if argv:
        print("docs/make.py takes --check or nothing.", file=sys.stderr)
        return 2
    for path, text in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
