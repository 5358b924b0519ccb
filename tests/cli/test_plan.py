"""``next`` and ``plan``: what to read now, and this week; it is Sunday, 22 November 2026."""

import json

import pytest

NOW = "2026-11-22T08:00:00Z"


def entry(number: int, pages: str) -> str:
    return f"@article{{p{number}, title={{Paper of Number {number}}}, pages={{{pages}}}}}\n"


@pytest.fixture
def filled(run):
    """Six papers of a list: of 5, 10, 15, 20 and 25 pages, and one of which nobody says."""
    text = "".join(entry(n, f"1--{5 * n}") for n in range(1, 6)) + entry(6, "e1")
    run("import", "-", "--format", "bibtex", "--list", "six", stdin=text)
    return run


def planned(run, *words: str, **extra: str) -> list[dict]:
    return json.loads(run("plan", *words, "--json", **extra).stdout)["papers"]


def test_what_was_just_decided_comes_first(filled):
    """What a person keeps today is not the last of a long list."""
    text = "".join(f"2401.0{n:04} Waiting Paper {n}\n" for n in range(1, 40))
    filled("import", "-", "--format", "refs", "--into", "inbox", stdin=text)
    filled("inbox", "keep", "30", "--quiet")
    first, second = filled("next", "2").stdout.splitlines()
    assert first.startswith("30\t")
    assert "you just decided to read it" in first
    assert second.startswith("1\t")
    shown = json.loads(filled("status", "--json").stdout)["next"]
    assert [one["id"] for one in shown] == [30, 1, 2]
    later = {"READLIST_NOW": "2026-11-29T08:00:00Z"}
    assert "you just decided" not in filled("next", **later).stdout
    filled("status", "30", "dropped")
    assert filled("next").stdout.startswith("1\t")


def test_what_was_added_by_hand_is_decided(filled):
    """An import is not: its papers wait in the order of the list."""
    filled("add", "--title", "By Hand")
    assert "you just decided to read it" in filled("next").stdout
    filled("undo")
    assert filled("next").stdout.startswith("1\t")


def test_the_queues_are_mixed_in_order(filled):
    """Being read, due (overdue first), back from a snooze, by priority, just decided, the list."""
    filled("add", "--title", "By Hand")
    filled("priority", "5", "high")
    filled("snooze", "4", "tomorrow")
    filled("due", "3", "friday")
    filled("due", "6", "yesterday")
    filled("status", "2", "reading")
    tomorrow = {"READLIST_NOW": "2026-11-23T08:00:00Z"}
    order = filled("next", "9", "--quiet", **tomorrow).stdout.split()
    assert order == ["2", "6", "3", "4", "5", "7", "1"]


def test_next_within_minutes(filled):
    """Only what takes no longer, with its minutes and pages."""
    [one] = json.loads(filled("next", "--minutes", "45", "--json").stdout)["papers"]
    assert (one["id"], one["minutes"], one["pages"]) == (1, 20, 5)
    assert filled("next", "9", "--minutes", "45", "--quiet").stdout == "1\n2\n"
    assert filled("next", "--minutes", "10").stderr == (
        "Nothing that waits to be read takes 10 minutes or less.\n"
    )
    assert json.loads(filled("next", "2", "--json").stdout)["papers"][0].get("minutes") is None


def test_the_reader_s_own_pace(filled):
    """Five readings of one sitting tell it; what lay for days tells nothing."""
    for number, minutes in ((1, 10), (2, 20), (3, 30), (4, 40)):
        filled("status", str(number), "reading")
        filled("status", str(number), "read", READLIST_NOW=f"2026-11-22T08:{minutes}:00Z")
    filled("status", "6", "reading")
    filled("status", "6", "read", READLIST_NOW="2026-11-24T08:00:00Z")
    assert "Your pace is not known yet; 4 minutes" in filled("plan", "2h").stderr
    filled("import", "-", "--format", "bibtex", stdin=entry(7, "1--5"))
    filled("status", "7", "reading")
    filled("status", "7", "read", READLIST_NOW="2026-11-22T08:10:00Z")
    done = filled("plan", "2h")
    assert "You take 2 minutes for a page, by 5 readings." in done.stderr
    assert done.stdout.split("\t")[:2] == ["50", "5"]


def test_a_session_is_filled(filled):
    """Whole papers that fit, in the order of next; what is left begins the next one."""
    found = planned(filled, "90m")
    assert [(one["id"], one["minutes"], one["part"]) for one in found] == [
        (1, 20, None),
        (2, 40, None),
        (3, 60, 30),
    ]
    filled("status", "5", "reading")
    found = planned(filled, "90m")
    assert [(one["id"], one["part"]) for one in found] == [(5, 70), (1, None)]
    filled("status", "5", "reading", "--progress", "60%")
    found = planned(filled, "1h")
    assert [(one["id"], one["minutes"]) for one in found] == [(5, 40), (1, 20)]
    assert sum(one["part"] or one["minutes"] for one in planned(filled, "10m")) == 10
    assert planned(filled, "1h30", "id:2")[0]["id"] == 2


def test_a_list_is_spread_over_weeks(filled):
    """In the curator's order, in even distance, the last one on the last day."""
    filled("status", "2", "read")
    found = planned(filled, "six", "--weeks", "2")
    assert [one["id"] for one in found] == [1, 3, 4, 5, 6]
    assert [one["day"] for one in found] == [
        "2026-11-24", "2026-11-27", "2026-11-30", "2026-12-03", "2026-12-05",
    ]  # fmt: skip
    assert [one["id"] for one in planned(filled, "id:>3", "--weeks", "1")] == [4, 5, 6]
    assert len(planned(filled, "six")) == 5
    assert [one["id"] for one in planned(filled, "week")] == [1, 3, 4]
    filled("due", "6", "tomorrow")
    assert planned(filled, "six", "--weeks", "2")[0]["day"] == "2026-11-23"


def test_a_plan_is_written_and_taken_back_in_one_stroke(filled):
    """--set makes the days due dates; a dry run says how many."""
    done = json.loads(filled("plan", "six", "--weeks", "3", "--set", "--dry-run", "--json").stdout)
    assert (done["set"], done["dry_run"]) == (6, True)
    assert filled("due").stdout == ""
    filled("plan", "six", "--weeks", "3", "--set")
    assert len(filled("due").stdout.splitlines()) == 6
    assert "Planned 6 papers until 2026-12-12" in filled("undo").stdout
    assert filled("due").stdout == ""
    filled("redo")
    assert filled("plan", "six", "--weeks", "3", "--set", "--json").stdout.count('"set": 0') == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("90m", "--set"), "--set and --weeks go with days: 'readlist plan week --set'."),
        (("week", "--dry-run"), "--dry-run goes with --set"),
        (("4m",), "A session has 5 minutes or more"),
        (("5x",), "'5x' is no time; a session is 90m, 2h or 1h30."),
        (("1.5h",), "'1.5h' is no time"),
        (("3d",), "'readlist plan title:3d'"),
        (("six", "tag:"), "`tag:` needs its value"),
    ],
)
def test_errors(filled, words, said):
    """What does not go together is said, with what does."""
    assert said in filled("plan", *words, code=2).stderr


@pytest.mark.parametrize("words", [("1",), ("1706.03762",), ("3d", "--weeks", "2"), ("gpt4",)])
def test_what_names_papers_is_no_slip(filled, words):
    """Numbers and identifiers of papers, and what is spread over weeks, are no times."""
    filled("plan", *words)


def test_nothing_to_plan(run):
    """An empty library has no plan, and that is no failure."""
    assert run("plan", "90m").stderr == "Nothing waits to be read.\n"
    assert run("plan").stderr == "Nothing waits to be read.\n"
    assert planned(run, "week") == []
