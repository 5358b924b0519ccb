"""The documentation says what the program does, and nothing in the program goes without a word."""

import ast
import os
import re
import shlex
import subprocess
import sys
from functools import partialmethod
from importlib import import_module, util
from types import SimpleNamespace

import pytest
import typer

from readlist import config, formats
from readlist.cli.commands import COMMANDS, SECTIONS
from readlist.cli.topics import TOPICS
from readlist.errors import ExitCode
from readlist.query import fields
from support.paths import ROOT
from support.program import called

REFERENCE = ROOT / "docs" / "commands.md"
RUN = [ROOT / "README.md", *sorted(set((ROOT / "docs").glob("*.md")) - {REFERENCE})]
PAGES = sorted(
    page for folder in (ROOT, ROOT / "docs", ROOT / "benchmarks") for page in folder.glob("*.md")
)


@pytest.fixture(scope="module")
def make():
    """docs/make.py, which is a script and no package; its terminal is one of POSIX."""
    pytest.importorskip("termios")
    spec = util.spec_from_file_location("readlist_docs_make", ROOT / "docs" / "make.py")
    module = util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


# Pages against the program


@pytest.fixture
def inside(make, monkeypatch):
    """Run commands of pages that need no shell inside this process: a fifth of the work."""
    for name in ("_on_terminal", "_in_pipe"):
        shell = getattr(make.Scratch, name)
        monkeypatch.setattr(make.Scratch, name, partialmethod(_answered, shell))


def _answered(scratch, shell, command):
    if not command.startswith("readlist ") or re.search(r"[|&;<>()$`\\*?\[~]", command):
        return shell(scratch, command)
    words = shlex.split(command)[1:]
    environment = scratch.environment
    columns = int(environment["COLUMNS"]) if shell.__name__ == "_on_terminal" else 0
    done = called(environment, scratch.home, *words, columns=columns)
    return done.stdout + done.stderr, done.returncode


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_a_page_shows_what_the_program_answers(make, inside, page):
    assert page in make.pages()
    assert make.differences([page]) == "", "'make docs' writes the documentation anew"


def test_every_page_is_run(make):
    assert make.pages() == RUN


def test_the_reference_is_that_of_the_program(make, monkeypatch):
    monkeypatch.setattr(make, "made", lambda _: make.reference())
    assert make.differences() == "", "'make docs' writes the documentation anew"


def test_the_check_sees_a_difference(make, monkeypatch):
    monkeypatch.setattr(make, "made", lambda _: {make.COMMANDS_PAGE: "something else\n"})
    assert "+something else" in make.differences()


def test_what_is_done_before_a_page_shows_nothing(make):
    text = "<!-- before now=2026-03-02T09:00:00Z\n$ readlist list\n-->\n"
    [block] = make._blocks(text)
    ran = []
    scratch = SimpleNamespace(run=lambda command, **_: ran.append(command) or "an answer\n")
    assert make._ran(block, scratch) == text
    assert ran == ["readlist list"]
    assert scratch.now == "2026-03-02T09:00:00Z"


def test_a_picture_is_compared_by_its_words(make):
    one = '<text class="a" x="0" y="20">read</text><text x="9" y="20">list</text>'
    other = '<text style="b" x="1" y="20">readlist</text>'
    assert make._words(one) == make._words(other) == "readlist"


def test_pictures_load_nothing_from_elsewhere(make):
    for name in make.PICTURES:
        svg = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
        assert not re.search(r"href|url\(|@import|<(?:script|image|use|foreignObject)\b", svg)


def test_a_picture_needs_no_space_to_stay_in_its_columns(make):
    svg = make.picture("one   two\n\x1b[1mthree\x1b[0m four\n", "readlist", "Words")
    words = re.findall(r'<text x="([\d.]+)"[^>]*>([^<]*)</text>', svg)
    assert [word for _, word in words] == ["$", "readlist", "one", "two", "three", "four"]
    cell = float(words[3][0]) - float(words[2][0])
    assert cell == pytest.approx(6 * (float(words[1][0]) - float(words[0][0])) / 2, abs=0.2)


def test_the_readme_can_be_read_in_one_go():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 250


def test_the_manual_page_has_every_command_and_no_control_line_of_its_own(make):
    page = make.manual()
    for name in COMMANDS:
        if any(name in names for names in SECTIONS.values()):
            written = name.replace("-", r"\-")
            assert f"\n.SS readlist {written} " in page
    known = {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".I", ".nf", ".fi", '.\\"'}
    controls = [line.split(" ")[0] for line in page.splitlines() if line[:1] in {".", "'"}]
    assert set(controls) <= known


# Commands


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_one_summary(name):
    """The help lists summaries without importing commands, so they stand twice."""
    place = COMMANDS[name]
    found = getattr(import_module(f"readlist.cli.{place.module}"), place.function)
    said = found.info.help if isinstance(found, typer.Typer) else found.__doc__
    assert said.splitlines()[0] == place.summary


def test_every_command_stands_in_one_section():
    listed = [name for names in SECTIONS.values() for name in names]
    assert len(listed) == len(set(listed))
    aliases = set(COMMANDS) - set(listed)
    assert all(COMMANDS[alias] in [COMMANDS[name] for name in listed] for alias in aliases)


def test_the_reference_has_every_command():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"readlist {name}" in page


# Topics


@pytest.mark.parametrize("field", fields.FIELDS)
def test_every_field_of_a_query_is_explained(field):
    assert re.search(rf"(?<![a-z]){field}:", TOPICS["query"])


@pytest.mark.parametrize("word", [*fields.HAS, *fields.IS, *fields.SORTS])
def test_every_word_of_a_query_is_explained(word):
    assert re.search(rf"(?<![\w-]){word}(?![\w-])", TOPICS["query"])


def test_every_format_is_explained():
    read, written = TOPICS["formats"].split("\nWrite ")
    for text, known in ((read, formats.READS), (written, formats.WRITES)):
        names = re.findall(r"(?m)^  ([\w-]+(?:, [\w-]+)*)", text)
        assert {name for line in names for name in line.split(", ")} == set(known)


def test_every_exit_code_is_explained():
    codes = {int(code) for code in re.findall(r"(?m)^  (\d+) ", TOPICS["exit"])}
    assert codes == {int(code) for code in ExitCode}


def test_every_setting_is_explained():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for setting in config.SETTINGS:
        assert f"| `{setting.name}` |" in page
        assert setting.help.endswith(".")


def _variables() -> set[str]:
    """Return the environment variables that the source names or looks up."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= set(re.findall(r"\A(?:READLIST|XDG)_[A-Z0-9_]+\Z", node.value))
            key = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                on = ast.unparse(node.func.value)
                key = node.args[0] if node.func.attr in {"get", "getenv"} and node.args else None
                key = key if on == "os" or on.endswith(("environ", "environment")) else None
            elif isinstance(node, ast.Subscript):
                on = ast.unparse(node.value)
                key = node.slice if on.endswith(("environ", "environment")) else None
            if isinstance(key, ast.Constant):
                found.add(key.value)
    return found


def test_every_environment_variable_is_explained():
    said = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", TOPICS["environment"]))
    variables = _variables()
    assert {"READLIST_DB", "READLIST_NOW", "NO_COLOR", "VISUAL", "PAGER"} <= variables
    assert variables - said == set()
    assert {setting.environment for setting in config.SETTINGS} - {""} <= said


# Files


def _slug(heading: str) -> str:
    """Return the anchor that a heading of Markdown gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_files_leads_somewhere(page):
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^()\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name) if name else page
        assert path.exists(), f"{page.name} links to {target}"
        if anchor:
            heads = re.findall(r"(?m)^#+ (.+)$", path.read_text(encoding="utf-8"))
            assert anchor in map(_slug, heads), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_a_place_of_one_machine(page):
    assert not re.search(r"/(?:home|work|root|Users)/\w", page.read_text(encoding="utf-8"))


# The demonstration


@pytest.mark.slow
def test_the_demonstration_runs_and_leaves_nothing_behind(tmp_path):
    environment = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "demo.py"],
        env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for step in ("import", "lists", "search", "status", "pull", "inbox", "export", "undo"):
        assert f"$ readlist {step}" in done.stdout
    assert "Attention Is All You Need" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_demonstration_fails_with_a_failing_step(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "examples")
    spec = util.spec_from_file_location("readlist_demo", ROOT / "examples" / "demo.py")
    demo = util.module_from_spec(spec)
    spec.loader.exec_module(demo)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(demo, "STEPS", (("", "readlist show nothing"), ("", "readlist list")))
    ran = []
    monkeypatch.setattr(demo, "run", lambda command, _environment: ran.append(command) or 3)
    assert demo.main() == 1
    assert ran == ["readlist show nothing"]
