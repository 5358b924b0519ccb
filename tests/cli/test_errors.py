"""Failures as JSON: with ``--json`` a program can read them, whatever went wrong."""

import json

import pytest

from readlist import errors
from support.program import Run

FAILURES = {
    "an option that does not exist": (["list", "--json", "--nosuch"], "usage", 2),
    "a command that does not exist": (["nosuch", "--json"], "usage", 2),
    "a value that cannot be": (["next", "0", "--json"], "usage", 2),
    "an argument that is missing": (["show", "--json"], "usage", 2),
    "a query that is broken": (["list", "(", "--json"], "query", 2),
    "a paper that is not there": (["show", "nobody2020nothing", "--json"], "not-found", 3),
    "a file that is not there": (["import", "nosuch.bib", "--json"], "file", 2),
    "no network": (["refresh", "--json"], "offline", 4),
    "what makes no sense": (["inbox", "keep", "--json"], "usage", 2),
}


@pytest.mark.parametrize(("words", "code", "exit_code"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_json(run: Run, words, code, exit_code):
    """One line on standard error: a word for the kind, the sentence, the exit code."""
    done = run(*words, code=exit_code)
    assert done.stdout == ""
    [line] = done.stderr.splitlines()
    shape = json.loads(line)
    assert shape["version"] == 1
    assert (shape["error"]["code"], shape["error"]["exit"]) == (code, exit_code)
    assert shape["error"]["message"]


def test_a_broken_query_says_where(run: Run):
    """The column is a number of its own, and the query stands beside it."""
    error = json.loads(run("list", "status:foo", "--json", code=2).stderr)["error"]
    assert (error["query"], error["column"]) == ("status:foo", 8)


def test_a_group_without_its_command_is_a_failure_too(run: Run):
    """Instead of the help, which is for people."""
    error = json.loads(run("db", "--json", code=2).stderr)["error"]
    assert error["code"] == "usage"


def test_behind_two_dashes_it_is_a_word(run: Run):
    """``--json`` is an option only where the parser takes it for one."""
    done = run("show", "--", "--json", code=3)
    assert done.stderr.startswith("readlist: ")


def test_every_class_of_errors_has_its_word():
    """Programs tell failures apart by it, so no two classes share one."""
    classes = [
        found for found in vars(errors).values()
        if isinstance(found, type) and issubclass(found, errors.ReadlistError)
    ]  # fmt: skip
    assert len({found.code for found in classes}) == len(classes)


@pytest.mark.parametrize("command", ["list", "search", "inbox"])
def test_names_of_fields_behind_json_are_refused(run: Run, command):
    """``list --json title,year`` is an error that says what to type, not an empty list."""
    error = json.loads(run(command, "--json", "title,year", code=2).stderr)["error"]
    assert "--columns title,year" in error["message"]
    assert "jq '.papers[] | {title, year}'" in error["message"]


@pytest.mark.parametrize("words", [["title"], ['"title,year"'], ["attention,year"]])
def test_words_that_name_no_fields_are_a_query(run: Run, words):
    """One word, a phrase, and a list in which anything else stands."""
    assert json.loads(run("list", "--json", *words).stdout)["papers"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "--limit", "-1"], "--limit takes a whole number from 0 on, not -1."),
        (["list", "--limit", "many"], "--limit takes a whole number from 0 on, not 'many'."),
        (["plan", "--weeks", "0"], "--weeks takes a whole number from 1 to 520, not 0."),
        (["undo", "x"], "N takes a whole number from 1 on, not 'x'."),
        (["lists", "remove", "x"], "There is no command 'remove'; 'readlist lists rm' does that."),
        (["feed", "ls"], "There is no command 'ls'; 'readlist feed list' does that."),
        (["db", "restor"], "There is no command 'restor'; did you mean 'restore'?"),
        (["pulls", "x"], "There is no command 'x'; 'readlist pulls --help' lists them."),
    ],
)
def test_a_wrong_word_gets_a_sentence(run: Run, words, said):
    """What a number may be, and the command of a group that is meant."""
    assert run(*words, code=2).stderr.startswith(f"readlist: {said}\n")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["list", "--status", "read"], 2, "In a query it is status:VALUE"),
        (["export", "--tag", "nlp"], 2, "In a query it is tag:VALUE"),
        (["list", "-n", "3"], 2, "'--limit N' shows so many."),
        (["search", "bert", "-transformer"], 2, "as 'NOT transformer', or as '-transformer'"),
        (["rm", "key:attention"], 3, "It is a query: 'readlist list' shows"),
        (["list", "unread"], 0, "Did you mean 'is:unread'?"),
    ],
)
def test_what_other_programs_have_options_for_is_asked_in_a_query(run: Run, words, code, said):
    """A habit of other programs is met with the query that means the same."""
    run("add", "--title", "A paper")
    assert said in run(*words, code=code).stderr


def test_an_identifier_that_is_not_here_is_no_query(run: Run):
    assert "is named by its number" in run("show", "arxiv:2401.99999", code=3).stderr
