"""Make the documentation from the program itself, so that neither can drift from the other.

README.md and the pages in ``docs`` are run: each block behind ``<!-- run -->`` is typed into a
scratch library, one for each page, and what the program answers is written back. Tables come from
the declarations that the program reads, the reference and the manual page from the commands
themselves, the pictures from a terminal of 100 columns, the schemas of the JSON from the types of
``readlist.views.shapes``. ``docs/make.py`` writes them, ``docs/make.py --check`` compares and
prints what differs, ``docs/make.py PAGE...`` writes these pages alone, and ``docs/make.py
--reference`` what needs no running.
"""

import difflib
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from unittest.mock import patch

from readlist import config, formats
from readlist.cli.commands import COMMANDS, SECTIONS
from readlist.cli.main import load_command
from readlist.cli.main import main as readlist
from readlist.cli.topics import TOPICS

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "docs")]
from manual import manual  # noqa: E402 - scripts beside this one, whose folder a test may lack
from schemas import schemas  # noqa: E402
from screen import Scratch, picture, scratch_library  # noqa: E402

README = ROOT / "README.md"
COMMANDS_PAGE = ROOT / "docs" / "commands.md"
MANUAL = ROOT / "man" / "readlist.1"
SCHEMAS = ROOT / "src" / "readlist" / "schemas"
PICTURES = {
    "overview": ("readlist", "The state of your reading"),
    "inbox": ("readlist inbox", "The inbox, best first, with reasons"),
    "list": ("readlist lists fourteen-papers", "A curated list with its sections"),
    "show": ("readlist show vaswani2017attention", "Everything about one paper"),
    "digest": ("readlist digest --limit 3", "A digest of what came"),
    "stats": ("readlist stats", "A year of reading, and a forecast"),
    "triage": ("readlist triage", "The inbox, one paper at a time"),
}
"""Pictures by name: a command in the library that the README leaves, and what it shows."""

FULL_SCREEN = {"triage": "q quit"}
"""Pictures of commands that wait for keys, by what stands on the screen when it is whole."""

_RUN = re.compile(r"(<!-- run(?P<words>[^>]*) -->\n```console\n)(?P<body>.*?)(```\n)", re.DOTALL)
_BEFORE = re.compile(r"<!-- before(?P<words>[^\n]*)\n(?P<body>.*?)-->\n", re.DOTALL)


# Pages


def page(path: Path, scratch: Scratch) -> str:
    """Return a page with every block run and every table made anew."""
    text = path.read_text(encoding="utf-8")
    made, at = [], 0
    for block in _blocks(text):
        made.append(text[at : block.start()])
        made.append(_ran(block, scratch))
        at = block.end()
    text = "".join(made) + text[at:]
    for name, table in TABLES.items():
        if f"<!-- {name} -->" in text:
            text = _filled(text, name, table())
    return text


def _blocks(text: str) -> list[re.Match[str]]:
    """Return what is typed on a page, in its order: what is shown, and what is done before."""
    found = [*_RUN.finditer(text), *_BEFORE.finditer(text)]
    return sorted(found, key=lambda block: block.start())


def _ran(block: re.Match[str], scratch: Scratch) -> str:
    """Return a block with the answers that the program gives now.

    The comment may say ``pipe`` (no terminal), ``fails`` (the last command is meant to),
    ``online`` (the services of ``examples/morning.py`` answer) and ``now=TIME`` (the time from
    here on). A comment ``before`` with commands in it is run and shows nothing.
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
    if block.re is _BEFORE:
        return block[0]
    between = "\n" if _are_long(parts) else ""
    return f"{block[1]}{between.join(parts)}{block[4]}"


def _are_long(parts: list[str]) -> bool:
    """Say whether a block reads better with an empty line between its commands."""
    return any(part.count("\n") > 3 for part in parts)


def _filled(text: str, name: str, body: str) -> str:
    """Return the text with what stands between two markers replaced."""
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    if text.count(start) != 1 or text.count(end) != 1:
        raise SystemExit(f"docs/make.py: a page needs the markers {start.strip()} and its end.")
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


TABLES: dict[str, Callable[[], str]] = {
    "settings": lambda: settings_table(services=False),
    "settings of services": lambda: settings_table(services=True),
    "formats": formats_table,
    "exit codes": exit_table,
}
"""What stands between two markers of a page, by their name."""


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
    below = getattr(load_command(name), "commands", {})
    words = [(name,), *((name, sub) for sub in below)]
    helps = "".join(f"\n```text\n{help_of(*each)}```\n" for each in words)
    return f"\n### readlist {name}\n{helps}"


def help_of(*words: str) -> str:
    """Return what ``readlist WORDS --help`` prints."""
    printed = io.StringIO()
    with redirect_stdout(printed), patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}):
        readlist([*words, "--help"])
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().strip().splitlines())


# Everything


def pages() -> list[Path]:
    """Return the pages that are written by hand and run."""
    return [README, *sorted(set((ROOT / "docs").glob("*.md")) - {COMMANDS_PAGE})]


def made(wanted: list[Path] | None = None) -> dict[Path, str]:
    """Return every file of the documentation as it should be, or the pages that are wanted."""
    found: dict[Path, str] = {}
    for path in wanted or pages():
        with scratch_library() as scratch:
            found[path] = page(path, scratch)
            if path == README:
                found |= _pictures(scratch)
    return found if wanted else found | reference()


def reference() -> dict[Path, str]:
    """Return what is made of the program's own declarations, without running it."""
    found = {COMMANDS_PAGE: commands_page(), MANUAL: manual()}
    return found | {SCHEMAS / f"{name}.json": text for name, text in schemas().items()}


def _pictures(scratch: Scratch) -> dict[Path, str]:
    scratch.colour = True
    found = {}
    for name, (command, title) in PICTURES.items():
        until = FULL_SCREEN.get(name)
        answer = scratch.screen(command, until) if until else scratch.run(command)
        found[ROOT / "docs" / "pictures" / f"{name}.svg"] = picture(answer, command, title)
    return found


def differences(wanted: list[Path] | None = None) -> str:
    """Return what differs between the documentation and the program; empty if nothing does."""
    found = []
    for path, text in made(wanted).items():
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
    if argv == ["--reference"]:
        written = reference()
    else:
        wanted = [Path(name).resolve() for name in argv]
        if set(wanted) - set(pages()):
            print("docs/make.py takes --check, --reference, pages, or nothing.", file=sys.stderr)
            return 2
        written = made(wanted)
    for path, text in written.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
