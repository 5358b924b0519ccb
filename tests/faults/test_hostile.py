"""Text that would command a terminal, a spreadsheet, a shell or SQL stays text everywhere."""

import csv
import io
import json
import os
import pty
import re
import select
import struct
import subprocess
import termios
import unicodedata
from fcntl import ioctl
from pathlib import Path

import pytest

from readlist import formats
from support.fault_tools import PROGRAM, Inside, Place, json_lines

MARKUP = "[bold red]x[/]"
HOSTILE = (
    MARKUP,
    "[/]",
    "[link=http://evil]click[/link] :smile:",
    "\x1b[2Jcleared",
    "\x1b]8;;http://evil\x07link\x1b]8;;\x07",
    "\x1b]0;window title\x1b\\",
    "\x9b2J\x90sixel\x9c",
    "back\x08\x08space and\rreturn\x0bfeed\x0c",
    "=cmd|'/C calc'!A0",
    "@SUM(A1)",
    "+1+cmd()",
    "-2+3+cmd()",
    "\t=1+1",
    "＝1+1",
    "../../etc/passwd",
    "/etc/passwd\x00.bib",
    "'; DROP TABLE papers; --",
    "\u202egnp.exe\u202c",
    "\u2066left\u2069 \u200e\u200f",
    "👩‍👩‍👧‍👦 family 🏳️‍🌈",
    "深度学习中的注意力",
    "Z̴̛̖a̶l̷g̸o̷ " + "e\u0301" * 40,
    "\\input{/etc/passwd} \\write18{ls} $x_1$ % & # {unbalanced",
    '{{{{ " } @article{evil, title={x}}',
    "$(touch evil) `touch evil` ; touch evil",
    "<script>alert(1)</script>",
    "--help",
    "null",
)
COMMAND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# What rich writes: colours and styles, nothing else.
STYLE = re.compile("\x1b\\[[0-9;]*m")


def hostile_papers() -> list[dict[str, object]]:
    return [
        {
            "type": "paper", "title": f"{text} {number}", "key": text,
            "authors": [{"name": text, "family": text, "given": text}],
            "abstract": text, "venue": text, "organization": text, "year": 2020,
            "identifiers": [["url", f"https://example.org/{number}"]],
            "links": [[text, f"https://example.org/{text}"]],
            "reading": {"status": "reading", "progress": text},
            "others": [{"reader": text, "status": "read"}],
            "tags": [text], "notes": [{"body": f"{text}\nsecond line", "reader": text}],
            "lists": [{"list": text, "section": [text, text], "position": 1, "remark": text}],
            "extra": {text: text, "comment": text}, "added": "2026-01-01T00:00:00Z",
        }
        for number, text in enumerate(HOSTILE, 1)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A library full of hostile text, from a file and from the command line."""
    place = Inside(tmp_path_factory.mktemp("hostile"))
    done = place.run("import", place.write("hostile.jsonl", json_lines(hostile_papers())))
    assert done.code == 1  # keys that no program can cite are told
    for number, text in enumerate(HOSTILE, 1):
        said = text.replace("\0", "")
        place.ok("note", str(number), "--", f"by hand {said}")
    place.ok("add", "--title", MARKUP + " typed", "--author", MARKUP, "--tag", "typed")
    place.ok("tag", "1", "+later")
    return place


def terminal(place: Place, *words: str, columns: int = 80) -> str:
    """Run the program on a terminal of its own and return what it wrote there."""
    leader, follower = pty.openpty()
    ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = {**place.env, "TERM": "xterm-256color"}
    with subprocess.Popen(
        [*PROGRAM, *words], stdin=subprocess.DEVNULL, stdout=follower, stderr=follower, env=env
    ) as process:
        os.close(follower)
        written = bytearray()
        while select.select([leader], [], [], 60)[0]:
            try:
                data = os.read(leader, 65_536)
            except OSError:
                break
            if not data:
                break
            written += data
    os.close(leader)
    assert process.returncode == 0, written.decode()
    return written.decode().replace("\r\n", "\n")


def assert_harmless(shown: str) -> None:
    """Check that what was shown has no control character but those of its own styles."""
    found = COMMAND.search(STYLE.sub("", shown))
    assert not found, repr(shown[max(0, found.start() - 80) : found.end() + 20] if found else "")


VIEWS = (
    ["list", "--limit", "0"],
    ["search", "cleared OR bold OR cmd OR passwd"],
    ["show", *map(str, range(1, len(HOSTILE) + 2))],
    ["status"],
    ["status", "1", "2", "3", "reading", "--dry-run"],
    ["next"],
    ["lists"],
    ["tag"],
    ["history"],
    ["dupes"],
    ["note", "4"],
    ["list", "--limit", "0", "--columns", "key,title,byline,tags,lists,venue,abstract,progress"],
)


@pytest.mark.parametrize("words", VIEWS, ids=lambda words: "-".join(words[:1]))
def test_views_are_harmless(place: Place, words: list[str]) -> None:
    """No view lets text from outside command the terminal, on a terminal or in a pipe."""
    piped = place.run(*words)
    assert piped.code == 0, piped
    assert_harmless(piped.out)
    assert "\x1b" not in piped.out + piped.err
    for columns in (80, 200):
        assert_harmless(terminal(place, *words, columns=columns))


def test_markup_is_text(place: Place) -> None:
    """``[bold red]x[/]`` is shown as it is, on terminals of any width and in a pipe."""
    for words in (["list", "--limit", "0"], ["show", "1"], ["search", "bold"], ["next"]):
        assert MARKUP in place.ok(*words), words
        for columns in (80, 200):
            assert MARKUP in STYLE.sub("", terminal(place, *words, columns=columns)), words
    assert ":smile:" in terminal(place, "show", "3")
    assert ":smile:" in place.ok("show", "3")


def test_json_is_valid_and_whole(place: Place) -> None:
    """JSON holds every paper; what was taken out of texts is control characters alone."""
    papers = json.loads(place.ok("list", "--json"))["papers"]
    titles = {paper["id"]: paper["title"] for paper in papers}
    assert len(titles) == len(HOSTILE) + 1
    for number, text in enumerate(HOSTILE, 1):
        assert letters(titles[number]) == letters(f"{text} {number}")
    assert_harmless(json.dumps(papers, ensure_ascii=False))


def letters(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    return "".join(
        c
        for c in normal
        if not COMMAND.match(c) and c not in "\u200e\u200f\t\n" and not c.isspace()
    )


def test_csv_cells_are_not_run(place: Place) -> None:
    """No cell of the CSV begins as a formula does, and all titles are there."""
    columns = "key,title,authors,venue,organization,progress,tags,lists,remarks,notes,abstract"
    text = place.ok("export", "--format", "csv", "--columns", columns)
    assert_harmless(text)
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(HOSTILE) + 2
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "@", "-", "＝", "＋", "－", "＠")), cell
        assert "\t" not in cell[:1]
    assert any("=cmd|'/C calc'!A0" in cell for row in rows for cell in row)


@pytest.mark.parametrize(
    "options",
    [
        *([name] for name in formats.WRITES if formats.get(name).dump),
        ["bibtex", "--latex"],
        ["biblatex", "--latex"],
        *([name, "--fields", "+abstract,+notes"] for name in ("bibtex", "markdown", "html", "org")),
    ],
    ids=" ".join,
)
def test_exports_are_text(place: Place, options: list[str]) -> None:
    """Every export holds every paper and no control character."""
    text = place.ok("export", "--format", *options)
    assert_harmless(text)
    if options[0] in ("bibtex", "biblatex"):
        assert len(re.findall(r"^@\w+\{", text, re.MULTILINE)) == len(HOSTILE) + 1
        assert_balanced(text)
        assert not re.search(r"(?<!\\)\\(input|write)", text)
    if options == ["keys"]:
        keys = text.split("\n")[:-1]
        assert len(set(keys)) == len(HOSTILE) + 1
        # A key of a file is kept where BibTeX or biber takes it, such as ``[2Jcleared``.
        assert all(re.fullmatch(r"[^\s,{}#%\\=\"]+", key) for key in keys), keys


def assert_balanced(text: str) -> None:
    """Check that no value ends its entry early: BibTeX counts braces, escaped or not."""
    depth = 0
    for line in text.splitlines():
        if line.startswith("@"):
            assert depth == 0, line
        depth += line.count("{") - line.count("}")
    assert depth == 0


def test_export_comes_back_the_same(place: Place, tmp_path: Path) -> None:
    """The full export of hostile text goes into a new library and comes out byte for byte."""
    first = place.ok("export", "--format", "jsonl")
    other = Inside(tmp_path)
    other.ok("import", other.write("first.jsonl", first))
    assert other.ok("export", "--format", "jsonl") == first
    assert other.problems() == []


def test_no_file_is_made_by_text(place: Place) -> None:
    """Titles that look like paths or shell commands have made no files, tables stand."""
    names = {path.name for path in place.folder.iterdir()}
    assert names <= {"hostile.jsonl", "library.db", "library.db-wal", "library.db-shm"}
    assert not Path("evil").exists()
    assert place.count("papers") == len(HOSTILE) + 1
    assert place.problems() == []


@pytest.mark.slow
def test_hostile_queries(place: Place) -> None:
    """Queries of hostile text find, find nothing or are refused in a sentence, never run."""
    for number, text in enumerate(HOSTILE):
        words = text.replace("\0", "")
        forms = (words, f"title:{words}", f'"{words}"', f"tag:{words}", f"list:{words}")
        for query in (forms[number % 5], forms[(number + 2) % 5]):
            done = place.run("search", "--", query)
            assert done.code in {0, 2, 3}, done
            assert "Traceback" not in done.err
            assert_harmless(done.out + done.err)
    assert place.count("papers") == len(HOSTILE) + 1


def test_hostile_names_in_messages(place: Place) -> None:
    """Errors quote what was typed without obeying it."""
    for text in ("\x1b[2J", "\x1b]0;x\x07", "\u202egnp", MARKUP):
        for words in (
            ["show", text],
            ["import", text],
            ["list", "--columns", text],
            [text],
            ["list", "--sort", text],
        ):
            done = place.run(*words)
            assert done.code in {0, 2, 3}, done  # what is left without controls may be a name
            assert_harmless(done.out + done.err)
            assert "Traceback" not in done.err


def test_megabyte_title(tmp_path: Path) -> None:
    """A title of a megabyte is cut to its limit and shown; nothing slows down or overflows."""
    place = Place(tmp_path)
    lines = [{"title": "x" * 1_000_000}, {"title": "ab " * 300_000, "abstract": "y" * 3_000_000}]
    place.ok("import", place.write("big.jsonl", json_lines(lines)))
    place.run("import", place.write("big.txt", "z" * 1_000_000))
    assert max(place.rows("SELECT length(title), length(key) FROM papers")) <= (2_000, 100)
    for columns in (80, 200):
        shown = STYLE.sub("", terminal(place, "list", columns=columns))
        assert max(map(len, shown.splitlines())) <= columns
    assert len(place.ok("export", "--format", "csv")) < 1_100_000
