"""What people type who come from other programs, and groups of commands without a word."""

import pytest

from readlist.cli.commands import COMMANDS, OTHER_WORDS
from readlist.cli.main import load_command
from support.program import Run, called, runner


@pytest.fixture
def run(environment, tmp_path, monkeypatch, capsys) -> Run:
    return runner(environment, tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("find", "'readlist search' does that"),
        ("done", "'readlist status PAPER read' does that"),
        ("read", "'readlist status PAPER read' does that"),
        ("unread", "'readlist list is:unread' does that"),
        ("delete", "'readlist rm PAPER' does that"),
        ("info", "'readlist show PAPER' does that"),
        ("cite", "'readlist export PAPER' does that"),
        ("sync", "'readlist pull' does that"),
        ("mark", "'readlist status PAPER read' does that"),
        ("alias", "'readlist save NAME QUERY' does that"),
        ("restore", "'readlist db restore FILE' does that"),
        ("serch", "did you mean 'search'?"),
        ("xyzzy", "'readlist --help' lists them"),
    ],
)
def test_words_of_other_programs_lead_to_ours(run, typed, meant):
    """By what they mean, and never to a command that happens to have the same letters."""
    said = run(typed, code=2).stderr
    assert meant in said
    assert "undo" not in said


def test_what_is_offered_can_be_typed():
    """Its command is there, with its options; none of them takes a value."""
    for offered in OTHER_WORDS.values():
        name, *words = offered.split()
        if name == "--version":
            continue
        params = load_command(name).params
        flags = {opt for one in params if getattr(one, "is_flag", False) for opt in one.opts}
        assert not any(word.startswith("--") for word in words[:-1]), offered
        assert not words or not words[-1].startswith("--") or words[-1] in flags, offered


def test_options_before_a_command_are_shown_behind_it(run):
    """As other programs take them; what no command takes is said where it is had."""
    assert "'readlist list -q'" in run("-q", "list", code=2).stderr
    assert "'readlist list --json'" in run("--json", "list", code=2).stderr
    assert "behind" not in run("--nope", code=2).stderr
    assert "behind" not in run("--nope", "list", code=2).stderr
    assert "NO_COLOR=1" in run("--no-color", "list", code=2).stderr
    assert "NO_COLOR=1" in run("list", "--no-color", code=2).stderr


def test_help_on_a_command(run):
    """As git and cargo have it, inside groups too; nobody's word is an error that says what is."""
    assert run("help", "list").stdout == run("list", "--help").stdout
    assert run("help", "lists", "show").stdout == run("lists", "show", "--help").stdout
    assert "on every command" in run("help", "nothing", code=3).stderr


def test_groups_without_a_word_show_what_there_is(run):
    assert run("config").stdout == run("config", "list").stdout
    assert run("feed", "--json").stdout == run("feed", "list", "--json").stdout
    assert run("db").stdout == run("db", "path").stdout
    assert run("-V").stdout == run("--version").stdout
    assert run("pulls", "3", code=3).stderr == run("pulls", "show", "3", code=3).stderr


def test_a_sentence_is_wrapped_between_words(run, monkeypatch):
    """On a terminal; a query with its caret stays on its line."""
    from readlist.cli.app import _wrapped

    monkeypatch.setenv("COLUMNS", "40")
    said = _wrapped("A sentence that is longer than forty columns is two lines.")
    assert said == "A sentence that is longer than forty\ncolumns is two lines."
    query = "  a query that is longer than forty columns OR"
    assert _wrapped(query) == query
    address = f"Read https://sheep.example/{'a' * 40} now."
    assert _wrapped(address) == f"Read\nhttps://sheep.example/{'a' * 40}\nnow."
    assert _wrapped(f"Read {'深度' * 9} now.") == f"Read\n{'深度' * 9}\nnow."


def test_what_was_done_is_told_in_lines_that_fit(environment, tmp_path):
    """A terminal of 60 columns cuts no word in two; a pipe gets one line."""
    title = "Counting Sheep by Night in Winter and What Comes of It in the End"
    narrow = {**environment, "COLUMNS": "60"}
    for words in (["add", "--title", title], ["tag", "1", "+sheep"]):
        shown = called(narrow, tmp_path, *words, columns=60).stdout.replace("\r", "")
        lines = shown.splitlines()
        assert len(lines) > 1, words
        assert max(map(len, lines)) < 60, words
        assert title in " ".join(lines)
    piped = called(environment, tmp_path, "tag", "1", "+wool").stdout
    assert piped == f"Tagged +wool: countingsheep  {title}\n"


def test_the_help_fits_a_screen(run):
    """Names by section in 24 lines of 80 columns; 'help' has a line for each."""
    text = run("--help").stdout
    lines = text.splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80
    words = text.split()
    every = run("help").stdout
    for name, command in COMMANDS.items():
        assert name in words or name == "ls"
        assert name == "ls" or command.summary in every
