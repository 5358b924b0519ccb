"""``due`` and ``snooze`` as a person uses them; it is Sunday, 22 November 2026."""

import json

import pytest

from readlist.model import Reading, Status
from support.paths import ROOT


@pytest.fixture
def filled(run):
    """Five papers of a list, and one that waits in the inbox."""
    lines = (f"2401.0000{n} The Title of Number {n}\n" for n in range(1, 6))
    run("import", "-", "--list", "five", "--format", "refs", stdin="".join(lines))
    run("add", "--title", "One in the Inbox", "--status", "inbox")
    return run


def ids(run, *words: str) -> list[str]:
    return run("list", *words, "--columns", "id").stdout.split()


def test_due_is_set_shown_and_found(filled):
    """What is due comes first in next, overdue ones before the others."""
    assert filled("due", "3", "friday").stdout.startswith("Due Friday 2026-11-27: ")
    filled("due", "5", "2026-11-20")
    filled("due", "4", "2w")
    assert filled("due").stdout.splitlines()[0].split("\t")[:2] == ["2026-11-20", "5"]
    assert len(filled("due").stdout.splitlines()) == 3
    assert ids(filled, "due:<friday") == ["5"]
    assert ids(filled, "due:overdue") == ["5"]
    assert ids(filled, "due:1w", "sort:due-") == ["3", "5"]
    assert ids(filled, "due:none") == ["1", "2"]
    assert ids(filled, "has:due", "--sort", "due") == ["5", "3", "4"]
    first, second, third = filled("next", "3").stdout.splitlines()
    assert first.startswith("5\t")
    assert "overdue since 2026-11-20 (2 days)" in first
    assert second.startswith("3\t")
    assert "due Friday" in second
    assert third.startswith("1\t")
    assert "due: 2026-11-27\n" in filled("show", "3").stdout
    assert filled("due", "friday", "--quiet").stdout == "5\n3\n"
    assert filled("due", "3", "none").stdout.startswith("No longer due: ")
    assert ids(filled, "due:1w") == ["5"]


def test_the_overview_names_what_is_due(filled):
    """Due and overdue papers stand above the others, and in none of their places."""
    filled("due", "1", "yesterday")
    filled("due", "2", "tomorrow")
    filled("status", "2", "reading")
    said = filled().stdout
    assert "Due: 1 overdue\n" in said
    assert "overdue since yesterday" in said
    assert "due tomorrow; since today" in said
    shape = json.loads(filled("status", "--json").stdout)
    assert shape["overdue"] == 1
    assert [one["id"] for one in shape["due"]] == [1, 2]
    assert shape["due"][0]["due"] == "2026-11-21"
    assert [one["id"] for one in shape["next"]] == [3, 4, 5]


def test_a_snoozed_paper_leaves_and_comes_back(filled):
    """Lists, inbox and next leave it out until the day; who asks for it finds it."""
    assert filled("snooze", "1", "6", "2w").stdout.startswith("Snoozed until Sunday 2026-12-06: ")
    assert ids(filled) == ["2", "3", "4", "5"]
    assert filled("next").stdout.startswith("2\t")
    done = filled("inbox")
    assert done.stdout == ""
    assert done.stderr == (
        "Nothing waits in the inbox but 1 snoozed paper: readlist inbox snoozed:yes\n"
    )
    assert filled("inbox", "snoozed:yes", "--quiet").stdout == "6\n"
    assert filled("snooze").stdout.split("\t")[:2] == ["2026-12-06", "1"]
    assert ids(filled, "snoozed:yes") == ["1"]
    assert ids(filled, "wait:2026-12") == ["1"]
    assert ids(filled, "1") == ["1"]
    assert filled("search", "title", "--quiet").stdout.split() == ["1", "2", "3", "4", "5"]
    done = filled("list", "title")
    assert "1 more is snoozed: snoozed:yes shows it." in done.stderr
    later = {"READLIST_NOW": "2026-12-06T00:00:00Z"}
    assert filled("list", "--columns", "id", **later).stdout.split() == ["1", "2", "3", "4", "5"]
    assert filled("inbox", "--quiet", **later).stdout == "6\n"
    assert "snoozed until 2026-12-06" in filled("next", **later).stdout


def test_a_snoozed_paper_is_woken(filled):
    """By --wake, all of them without a name, and by undo."""
    filled("snooze", "1", "2", "3", "friday")
    filled("snooze", "1", "--wake")
    assert ids(filled) == ["1", "4", "5"]
    assert filled("snooze", "--wake", "--json").stdout.count('"wait": null') == 2
    assert ids(filled) == ["1", "2", "3", "4", "5"]
    filled("undo")
    assert ids(filled) == ["1", "4", "5"]
    filled("redo")
    assert ids(filled) == ["1", "2", "3", "4", "5"]


def test_why_nothing_is_found_says_that_it_is_snoozed(filled):
    """Nobody looks for long for a paper that was put off."""
    filled("snooze", "--where", "list:five", "2w")
    assert "5 papers that fit are snoozed: snoozed:yes shows them." in filled("list").stderr


def test_a_dry_run_changes_nothing(filled):
    """Both say what they would do, with the JSON of every change."""
    shape = json.loads(filled("due", "1", "friday", "--dry-run", "--json").stdout)
    assert (shape["changed"], shape["dry_run"]) == (1, True)
    assert shape["papers"][0]["due"] == "2026-11-27"
    assert filled("due").stderr == "Nothing is due.\n"
    filled("snooze", "1", "friday", "-n")
    assert filled("snooze").stderr == "Nothing is snoozed.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("due", "1", "frday"), "'frday' is not a day. Write friday, tomorrow, 2w"),
        (("due", "1"), "'1' is not a day."),
        (("due", "--where", "list:five"), "Until when? For example: readlist due PAPER friday"),
        (("snooze", "1", "today"), "'today' is today: a paper is snoozed until tomorrow or later."),
        (("snooze", "1", "2020-01-01"), "'2020-01-01' (2020-01-01) is over"),
        (("list", "due:frday"), "`due:` takes a day such as friday, tomorrow, 2w"),
        (("list", "due:"), "`due:` needs its value right after the colon, as `due:friday`"),
    ],
)
def test_errors_say_what_a_day_is(filled, words, said):
    """Each names the ways to write one."""
    assert said in filled(*words, code=2).stderr


def test_days_leave_in_full_and_come_back(filled, tmp_path):
    """The full export, tables and the JSON of lists carry both days; merging keeps the earlier."""
    filled("due", "1", "friday")
    filled("snooze", "1", "2w")
    filled("due", "2", "tomorrow")
    text = filled("export", "--format", "jsonl", "id:1").stdout
    assert '"due":"2026-11-27","wait":"2026-12-06"' in text
    (tmp_path / "full.jsonl").write_text(text)
    (tmp_path / "list.json").write_text(filled("list", "id:1", "--json").stdout)
    columns = "key,title,status,due,wait,priority"
    (tmp_path / "t.csv").write_text(
        filled("export", "--format", "csv", "--columns", columns, "id:1").stdout
    )
    for name in ("full.jsonl", "list.json", "t.csv"):
        other = {"READLIST_DB": str(tmp_path / f"{name}.db")}
        filled("import", name, **other)
        [paper] = json.loads(filled("list", "snoozed:yes", "--json", **other).stdout)["papers"]
        assert (paper["due"], paper["wait"]) == ("2026-11-27", "2026-12-06")
    filled("merge", "1", "2")
    [paper] = json.loads(filled("show", "1", "--json").stdout)["papers"]
    assert (paper["due"], paper["wait"]) == ("2026-11-23", "2026-12-06")


def test_a_day_that_does_not_exist_is_not_taken(run, tmp_path):
    """A line with one is a problem, not a paper without it."""
    line = '{"type":"paper","title":"One","reading":{"status":"to-read","due":"2026-02-30"}}\n'
    (tmp_path / "one.jsonl").write_text(f'{{"type":"readlist","version":1}}\n{line}')
    done = run("import", "one.jsonl", code=1)
    assert "due is not a day of the form 2026-12-24" in done.stderr


def test_a_digest_names_what_is_due(filled):
    """It is reckoned from the last arrival: what is due within days of it, and what came back."""
    filled("due", "1", "friday")
    filled("due", "2", "2027-01-01")
    filled("snooze", "3", "tomorrow")
    shape = json.loads(filled("digest", "--json").stdout)
    assert [one["id"] for one in shape["due"]] == [1]
    filled("add", "--title", "Another", "--status", "inbox", READLIST_NOW="2026-11-24T08:00:00Z")
    shape = json.loads(filled("digest", "--json").stdout)
    assert [one["id"] for one in shape["due"]] == [1, 3]
    filled("snooze", "7", "friday")
    assert json.loads(filled("digest", "--json").stdout)["arrived"] == shape["arrived"] - 1


def test_python_takes_days_as_people_type_them(environment, monkeypatch):
    """``mark`` has what the commands have."""
    import readlist

    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with readlist.open() as library:
        library.add(title="One")
        [paper] = library.mark(1, due="friday", snooze="2w")
        assert paper.reading == Reading(
            Status.TO_READ, due="2026-11-27", wait="2026-12-06", reader="ada"
        )
        [paper] = library.mark(1, due="none", snooze="none")
        assert paper.reading.due == paper.reading.wait == ""
        with pytest.raises(readlist.ReadlistError, match="not a day"):
            library.mark(1, due="frday")


def test_the_help_names_both():
    """Whoever types another program's word is led there."""
    from readlist.cli.commands import OTHER_WORDS

    assert OTHER_WORDS["defer"] == "snooze PAPER 2w"
    assert (ROOT / "src/readlist/cli/due.py").exists()
