"""Conveniences of the prompt: aliases, the configuration in an editor, colours."""

from pathlib import Path
from unittest import mock

import pytest

from readlist.cli.app import App
from support.program import Run


def configured(tmp_path: Path, text: str) -> Path:
    """Write the configuration and return its file."""
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def test_an_alias_is_what_it_stands_for(run: Run, tmp_path: Path):
    """With its own words before those that are typed; the history tells the whole command."""
    configured(tmp_path, '[aliases]\nw = "list status:reading --quiet"\nr5 = "rate 1 5"\n')
    run("add", "--title", "A Paper", "--status", "reading")
    run("add", "--title", "B Paper", "--status", "reading")
    assert run("w").stdout == "1\n2\n"
    assert run("--db", str(tmp_path / "library.db"), "w", "title:b").stdout == "2\n"
    run("r5")
    assert run("list", "rating:5", "-q").stdout == "1\n"
    assert "  w           list status:reading --quiet" in run("help").stdout


def test_an_alias_never_takes_the_place_of_a_command(run: Run, tmp_path: Path):
    """Nor does an alias stand for another one."""
    configured(tmp_path, '[aliases]\nlist = "rm 1 --yes"\na = "b"\nb = "list"\n')
    run("add", "--title", "A Paper", "--status", "reading")
    assert run("list", "--quiet").stdout == "1\n"
    assert "There is no command 'b'" in run("a", code=2).stderr


@pytest.mark.parametrize("text", ["[aliases]\nw = 3\n", '[aliases]\nw = "list \'x"\n',
                                  '[aliases]\n"a b" = "list"\n', 'aliases = "w"\n'])  # fmt: skip
def test_an_alias_that_is_none_is_said(run: Run, tmp_path: Path, text):
    """Where, and what it takes."""
    path = configured(tmp_path, text)
    said = run("nosuch", code=2).stderr
    assert "alias" in said
    assert str(path) in said


def test_aliases_are_completed(run: Run, tmp_path: Path):
    """A shell offers them, and behind one what is offered behind that which it stands for."""
    configured(tmp_path, '[aliases]\nwip = "list"\nlist = "rm"\nmine = "rate 1"\n')

    def completed(line: str) -> list[str]:
        place = str(line.count(" "))
        said = {"_READLIST_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": place}
        return run(**said).stdout.split()

    assert completed("readlist wi") == ["wip"]
    assert completed("readlist lis") == ["list", "lists"]
    assert completed("readlist wip status:rea") == ["status:reading", "status:read"]
    assert completed("readlist mine ") == ["1", "2", "3", "4", "5", "none"]
    configured(tmp_path, "[aliases]\nwip = 3\n")
    assert completed("readlist wi") == []


def test_nothing_is_completed_behind_an_unknown_word(run: Run):
    """The shell gets commands or nothing, never a traceback."""
    said = {
        "_READLIST_COMPLETE": "complete_bash",
        "COMP_WORDS": "readlist nosuch ",
        "COMP_CWORD": "2",
    }
    assert run(**said).stderr == ""


def test_a_setting_is_written_beside_aliases(run: Run, tmp_path: Path):
    """Not into their table."""
    configured(tmp_path, 'limit = 3\n[aliases]\nw = "list"\n')
    run("config", "set", "sort", "year-")
    assert run("config", "get", "sort").stdout == "year-\n"
    assert run("w").stderr.startswith("The library is empty")


@pytest.fixture
def edited(run: Run, tmp_path: Path):
    """Return what edits the configuration into a text, on a terminal where 'no' is answered."""

    def call(text: str, **more: object) -> object:
        (tmp_path / "new.toml").write_text(text)
        script = tmp_path / "editor.sh"
        script.write_text(f'#!/bin/sh\ncp "{tmp_path}/new.toml" "$1"\n')
        script.chmod(0o755)
        with (
            mock.patch.object(App, "on_terminal", new=True),
            mock.patch.object(App, "may_ask", new=True),
        ):
            return run("config", "edit", VISUAL=str(script), stdin="n\n", **more)

    return call


def test_the_configuration_in_an_editor(run: Run, edited, tmp_path: Path):
    """What is right counts; what is wrong is kept beside it, and nothing else changes."""
    assert edited("limit = 7\n").stdout.startswith("Wrote ")
    assert run("config", "get", "limit").stdout == "7\n"
    assert edited("limit = 7\n").stdout == "Nothing was changed.\n"
    said = edited("limt = 8\n", code=2).stderr
    assert "did you mean 'limit'?" in said
    assert "is kept in" in said
    assert (tmp_path / "config.toml").read_text() == "limit = 7\n"
    assert (tmp_path / "config.toml.wrong").read_text() == "limt = 8\n"
    assert "never used" in edited('[aliases]\nlist = "show"\n').stderr


def test_a_broken_configuration_can_be_mended(run: Run, edited, tmp_path: Path):
    """It says what is wrong, opens, and takes what is right."""
    configured(tmp_path, "limit = \n")
    assert "cannot be read" in run("list", code=2).stderr
    assert "cannot be read" in edited("limit = 9\n").stderr
    assert run("config", "get", "limit").stdout == "9\n"
    assert "needs a terminal" in run("config", "edit", code=2).stderr


@pytest.mark.parametrize(
    ("told", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"CLICOLOR": "0"}, False),
        ({"CLICOLOR": "1"}, True),
        ({"CLICOLOR": "0", "CLICOLOR_FORCE": "1"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "3"}, True),
        ({"FORCE_COLOR": "0"}, True),
    ],
    ids=str,
)
def test_colours(run: Run, told, coloured):
    """As other programs have them; a pipe gets none, whatever is said."""
    run("add", "--title", "A Paper", "--status", "reading")
    assert "\x1b[" not in run("status", FORCE_COLOR="1").stdout
    with mock.patch.object(App, "on_terminal", new=True):
        assert ("\x1b[" in run("status", **told).stdout) is coloured


@pytest.mark.parametrize(
    ("told", "leads"),
    [
        ({}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "WezTerm", "FORCE_HYPERLINK": "0"}, False),
        ({"TERM_PROGRAM": "WezTerm", "TMUX": "/tmp/tmux"}, False),
        ({"VTE_VERSION": "7003"}, True),
        ({"VTE_VERSION": "4205"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "dumb", "FORCE_HYPERLINK": "1"}, False),
    ],
    ids=str,
)
def test_titles_lead_to_their_papers(run: Run, told, leads):
    """On terminals that can show it, and never in a pipe."""
    run("add", "1706.03762", "--title", "A Paper", "--status", "reading", "--offline")
    run("add", "--title", "No Address", "--status", "reading")
    said = {"TERM": "xterm-256color", "FORCE_COLOR": "1", "READLIST_PAGER": "cat", **told}
    assert "\x1b]8;" not in run("list", **said).stdout
    with mock.patch.object(App, "on_terminal", new=True):
        shown = run("list", **said).stdout
        assert ("https://arxiv.org/abs/1706.03762" in shown) is leads
        assert "No Address" in shown
        assert ("https://" in run("list", "--columns", "title,key", **said).stdout) is leads


def test_a_pager_gets_no_links(run: Run, tmp_path: Path):
    """It may show what a terminal obeys; the titles are all there."""
    for number in range(30):
        run("add", f"1706.{number:05}", "--title", f"Paper {number}", "--status", "reading",
            "--offline")  # fmt: skip
    script = tmp_path / "pager.sh"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/paged.txt"\n')
    script.chmod(0o755)
    with mock.patch.object(App, "on_terminal", new=True):
        run("list", READLIST_PAGER=str(script), LINES="10", TERM="xterm-256color",
            FORCE_COLOR="1", FORCE_HYPERLINK="1")  # fmt: skip
    paged = (tmp_path / "paged.txt").read_text()
    assert "Paper 29" in paged
    assert "\x1b]8;" not in paged
    assert "https://" not in paged


def test_formulas_are_read_on_a_terminal(run: Run, tmp_path: Path):
    """A pipe gets the title as it is; what has no such form stays TeX."""
    (tmp_path / "a.bib").write_text(
        r"@article{cu, title={Study of Cu$_2$O and $\alpha$-decay at \$5 of $\mathfrak{X}_{\foo}$},"
        " author={Doe, Jane}, year={1961}, keywords={machine learning}}"
    )
    run("import", "a.bib")
    assert r"Cu$_2$O and $\alpha$-decay" in run("list").stdout
    said = {"READLIST_PAGER": "cat", "COLUMNS": "120", "NO_COLOR": "1"}
    with mock.patch.object(App, "on_terminal", new=True):
        shown = run("list", **said).stdout
        assert "Cu₂O and α-decay at $5" in shown
        assert r"\mathfrak" in shown
        assert "Cu₂O" in run("show", "cu", **said).stdout


def test_a_keyword_of_several_words_finds_its_tag(run: Run, tmp_path: Path):
    """As it stands in the file, and as a tag has it; an error says the tag that there can be."""
    (tmp_path / "a.bib").write_text("@misc{a, title={T}, year=1961, keywords={machine learning}}")
    run("import", "a.bib")
    for said in ('tag:"machine learning"', "tag:machine-learning"):
        assert run("list", said, "--quiet").stdout == "1\n"
    assert "but deep-nets can" in run("tag", "1", "+deep nets", code=2).stderr
