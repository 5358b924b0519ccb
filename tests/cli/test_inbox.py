"""The inbox: what waits in which order, decisions for scripts, and what is never decided."""

import json
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from readlist.config import days_of
from readlist.errors import ConfigError
from readlist.store import pulls
from readlist.store.connection import open_library
from readlist.store.ranking import Reason, Score, save, scores
from readlist.views.answer import Screen
from readlist.views.inbox import draw
from readlist.views.rows import INBOX, plain_lines
from support import inbox_library
from support.program import Run, runner


@pytest.fixture
def waiting(environment, tmp_path, monkeypatch, capsys) -> Run:
    """The program, run in this process, with four papers in the inbox."""
    inbox_library.fill(tmp_path / "library.db")
    return runner(environment, tmp_path, monkeypatch, capsys)


@pytest.fixture
def empty(environment, tmp_path, monkeypatch, capsys) -> Run:
    """The program, run in this process, with an empty library."""
    return runner(environment, tmp_path, monkeypatch, capsys)


def numbers(run: Run, *words: str) -> list[int]:
    return [int(line) for line in run(*words, "--quiet").stdout.split()]


def statuses(run: Run) -> dict[int, str]:
    said = run("list", "id:>0", "--columns", "id,status,priority").stdout
    return {
        int(number): " ".join(rest).strip() for number, *rest in map(str.split, said.splitlines())
    }


# What is shown


def test_the_best_comes_first_with_the_reasons(waiting):
    """A paper without a score comes last; reasons against are named where none speaks for it."""
    assert waiting("inbox").stdout.splitlines() == [
        "1\t0.91\tSparse Experts at Scale\thf,ml\tyour tag moe; author you read twice",
        "4\t0.55\tProtein Folding by Hand\thf\t87 votes",
        "2\t0.12\tA Survey of Surveys\thf\tmuted word survey",
        "3\t\tRouting Tokens to Experts\thf\t",
    ]


def test_what_is_new_stands_first(waiting, tmp_path):
    """New is what came since the last look before the newest arrived, whatever its score is."""
    waiting("inbox", "drop", "1", "--dry-run")  # which changes nothing
    assert numbers(waiting, "list", "is:new") == [1, 2, 3, 4]
    waiting("inbox", "drop", "2")  # a person who decides has looked
    late = tmp_path / "late.jsonl"
    late.write_text('{"title": "Came this morning"}\n')
    waiting("import", str(late), "--into", "inbox")
    assert numbers(waiting, "inbox") == [5, 1, 4, 3]
    assert numbers(waiting, "inbox", "--older") == [1, 4, 3]
    assert numbers(waiting, "list", "is:new") == [5]
    said = json.loads(waiting("inbox", "--json").stdout)["papers"]
    assert [paper["new"] for paper in said] == [True, False, False, False]
    waiting("inbox", "keep", "1")  # a second look at the same morning
    assert numbers(waiting, "inbox") == [5, 4, 3]
    late.write_text('{"title": "Came at noon"}\n')
    waiting("import", str(late), "--into", "inbox")
    assert numbers(waiting, "inbox")[0] == 6
    assert numbers(waiting, "list", "is:new") == [6]


def test_a_line_parts_the_new_from_the_rest():
    rows = [(2, 0.27, "New", "blog", "", 1), (1, 0.9, "Old", "hf", "", 0)]
    for width in (70, 160):
        console = Console(width=width, file=StringIO())
        console.print(*draw(rows, Screen(width)), sep="\n")
        drawn = console.file.getvalue()
        assert drawn.index("New") < drawn.index("you last looked") < drawn.index("Old")


def test_the_reasons_of_a_listing_are_those_of_the_ranking(waiting, tmp_path):
    """What SQL makes of a stored score is what ``Score.why`` makes of it."""
    library = open_library(tmp_path / "library.db", "ada", write=True)
    feed, category = Reason("feed hf", 0.9, "feed"), Reason("category cs.CL", 0.8, "category")
    bad, votes = Reason("you muted x", -2.0, "mute"), Reason("9 votes", 0.1, "votes")
    save(library, {3: Score(0.6, (bad, feed, category, votes)), 4: Score(0.5, (bad, feed))})
    found = scores(library.db, library.reader_id, [1, 2, 3, 4])
    shown = waiting("list", "status:inbox", "--columns", "id,why").stdout.splitlines()
    library.close()
    for line in shown:
        number, _, why = line.partition("\t")
        score = found.get(int(number))
        assert why == "; ".join(r.text for r in score.why()) if score else why == ""


def test_a_listing_leaves_the_inbox_out_unless_it_is_asked_for(waiting):
    waiting("inbox", "keep", "4")
    assert numbers(waiting, "list") == [4]
    assert numbers(waiting, "list", "status:inbox", "--sort", "score-") == [1, 2, 3]
    assert numbers(waiting, "inbox", "title:survey OR title:folding") == [2]


def test_what_feeds_say_can_be_shown_and_ordered_by(waiting):
    said = waiting("inbox", "--sort", "votes-", "--columns", "id,votes,announced,feeds").stdout
    assert said.splitlines()[0] == "4\t40\t2026-11-20\thf"
    assert said.splitlines()[3] == "1\t10\t2026-11-19\thf,ml"
    assert numbers(waiting, "inbox", "sort:announced,score-") == [1, 4, 2, 3]
    assert numbers(waiting, "inbox", "--sort", "score") == [2, 4, 1, 3]


def test_votes_that_a_paper_brought_along_count_where_no_feed_says_any(waiting, tmp_path):
    db = sqlite3.connect(tmp_path / "library.db")
    db.execute("UPDATE feed_entries SET facts = '{}'")
    db.execute('UPDATE details SET extra = \'{"hf": {"upvotes": 7}}\' WHERE id = 2')
    db.commit()
    db.close()
    assert waiting("inbox", "sort:votes-", "--columns", "id,votes").stdout.startswith("2\t7\n")


def test_json_has_the_score_term_by_term(waiting):
    papers = json.loads(waiting("inbox", "--json").stdout)["papers"]
    assert [paper["id"] for paper in papers] == [1, 4, 2, 3]
    assert papers[0]["score"] == 0.91
    assert papers[0]["why"][0] == {"text": "your tag moe", "weight": 1.4, "kind": "tag"}
    assert papers[0]["feeds"][0]["name"] == "hf"
    assert papers[0]["feeds"][0]["votes"] == 10
    assert (papers[3]["score"], papers[3]["why"]) == (None, [])


def test_show_why_gives_every_term(waiting):
    assert waiting("show", "--why", "1").stdout.splitlines()[:2] == [
        "byron2026sparse\t0.9100\tscore\t",
        "byron2026sparse\t+1.4000\ttag\tyour tag moe",
    ]
    assert json.loads(waiting("show", "--why", "1", "--json").stdout)["papers"][0]["score"] == 0.91
    answer = waiting("show", "--why", "3")
    assert answer.stdout == ""
    assert "has no score" in answer.stderr


def test_a_hostile_reason_stays_one_harmless_line(waiting, tmp_path):
    db = sqlite3.connect(tmp_path / "library.db")
    reason = json.dumps([["\x1b[31mred\tand\nmore[bold]", 1.0, "author"]])
    db.execute("UPDATE scores SET reasons = ? WHERE paper_id = 1", (reason,))
    db.commit()
    db.close()
    line = waiting("inbox", "--limit", "1").stdout
    assert line.count("\t") == 4
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert "more[bold]" in line


# Decisions


@pytest.mark.parametrize(
    ("word", "status"), [("keep", "to-read"), ("later", "to-read low"), ("drop", "dropped")]
)
def test_decisions(waiting, word, status):
    """Papers by number, key or identifier; one entry in the journal that can be taken back."""
    said = waiting("inbox", word, "1", "arxiv:2611.00002").stdout
    assert len(said.splitlines()) == 2
    assert statuses(waiting) == {1: status, 2: status, 3: "inbox", 4: "inbox"}
    waiting("undo")
    assert set(statuses(waiting).values()) == {"inbox"}


def test_a_query_decides_about_what_waits_alone(waiting):
    """A paper that was decided is no longer meant, whatever the query says of it."""
    waiting("inbox", "keep", "1")
    waiting("inbox", "drop", "experts", "OR", "title:survey")
    assert statuses(waiting) == {1: "to-read", 2: "dropped", 3: "dropped", 4: "inbox"}


def test_papers_that_are_decided_stay_as_they_are(waiting):
    waiting("status", "1", "read")
    answer = waiting("inbox", "drop", "1", "2")
    assert statuses(waiting)[1] == "read"
    assert "byron2026sparse is not in the inbox (read) and stays as it is" in answer.stderr


def test_names_come_from_a_pipe(waiting):
    """What the inbox prints can be read back; a word there is a paper and no query."""
    lines = waiting("inbox", "--limit", "2").stdout
    waiting("inbox", "keep", "-", stdin=lines)
    assert statuses(waiting) == {1: "to-read", 2: "inbox", 3: "inbox", 4: "to-read"}
    waiting("inbox", "drop", "-", stdin="nobody2026nothing\n", code=3)


def test_a_number_is_never_a_query(waiting):
    """Dropping a paper that is gone must not drop those whose text has the number."""
    waiting("inbox", "drop", "2611", code=3)
    assert set(statuses(waiting).values()) == {"inbox"}


def test_a_dry_run_changes_nothing(waiting):
    said = waiting("inbox", "drop", "experts", "--dry-run").stdout
    assert said.count("Dry run: Dropped") == 2
    assert set(statuses(waiting).values()) == {"inbox"}
    assert json.loads(waiting("inbox", "keep", "1", "--json", "-n").stdout)["changed"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("inbox", "keep"), "readlist inbox keep 12"),
        (("inbox", "--dry-run"), "--expire"),
        (("inbox", "x", "--expire", "3d"), "'readlist inbox drop x'"),
        (("triage",), "'readlist inbox keep|later|drop QUERY'"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_can(waiting, words, said):
    assert said in waiting(*words, code=2).stderr


# An empty inbox


def ledger(path: Path, *lines: pulls.Line, state: str = pulls.DONE) -> None:
    library = open_library(path, "ada", write=True)
    number = pulls.begin(library.db, "2026-11-22T06:00:00Z", "readlist pull")
    for line in lines:
        pulls.save_line(library.db, number, line)
    if state != pulls.RUNNING:
        pulls.finish(library.db, number, "2026-11-22T06:01:00Z", state)
    library.close()


def test_an_empty_inbox_says_what_to_do_first(empty):
    answer = empty("inbox")
    assert answer.stdout == ""
    assert "'readlist feed add arxiv:cs.CL'" in answer.stderr


def test_an_empty_inbox_says_what_the_last_pull_said(waiting, tmp_path):
    waiting("inbox", "drop", "id:>0")
    assert "nothing was pulled yet" in waiting("inbox").stderr
    quiet = pulls.Line(1, "hf", reason="all known"), pulls.Line(2, "ml", reason="weekend")
    ledger(tmp_path / "library.db", *quiet)
    said = waiting("inbox").stderr
    assert "today at 06:00 UTC" in said
    assert "(hf: all known; ml: weekend)" in said
    ledger(tmp_path / "library.db", pulls.Line(1, "hf", scanned=4, new=4))
    assert "brought 4 new papers, all of them decided" in waiting("inbox").stderr
    ledger(tmp_path / "library.db", pulls.Line(1, "hf", state="failed", reason="rate limited"))
    assert "'readlist pulls show'" in waiting("inbox").stderr
    ledger(tmp_path / "library.db", state=pulls.RUNNING)
    assert "A pull began today at 06:00 UTC and has not ended" in waiting("inbox").stderr


def test_a_query_that_finds_nothing_says_why(waiting):
    waiting("inbox", "keep", "4")
    said = waiting("inbox", "folding").stderr
    assert "1 paper that you decided is: 'readlist list' with the same words." in said
    assert "Without 'year:1999' there would be" in waiting("inbox", "experts", "year:1999").stderr
    assert "Did you mean 'experts'?" in waiting("inbox", "expertz").stderr


# Expiring


@pytest.mark.parametrize(
    "words",
    [("tag", "1", "+x"), ("note", "1", "mine"), ("rate", "1", "4"), ("priority", "1", "low")],
)
def test_what_waited_too_long_goes_unless_a_word_was_said(waiting, monkeypatch, words):
    """One entry in the journal, which says why, and can be taken back."""
    waiting(*words)
    before = statuses(waiting)
    monkeypatch.setenv("READLIST_NOW", "2027-03-01T08:00:00Z")
    waiting("inbox", "--expire", "60d", "--dry-run")
    assert statuses(waiting) == before
    assert waiting("inbox", "--expire", "60d").stdout.startswith("Dropped: ")
    assert statuses(waiting) == {1: before[1], 2: "dropped", 3: "dropped", 4: "dropped"}
    assert "Dropped 3 papers undecided for 60 days" in waiting("history", "--limit", "1").stdout
    waiting("undo")
    assert statuses(waiting) == before


def test_what_expired_says_so_and_can_be_found(waiting, monkeypatch):
    """Its status is dropped for every program; people and a query tell it from what was dropped."""
    waiting("inbox", "drop", "1")
    monkeypatch.setenv("READLIST_NOW", "2027-03-01T08:00:00Z")
    waiting("inbox", "--expire", "60d")
    assert numbers(waiting, "list", "is:expired") == [2, 3, 4]
    assert "status: dropped, expired 2027-03-01" in waiting("show", "2").stdout
    rows = waiting("list", "is:dropped", "--columns", "id,status,state").stdout.splitlines()
    assert rows[:2] == ["1\tdropped\tdropped", "2\tdropped\texpired"]
    waiting("status", "2", "reading")
    assert "expired" not in waiting("show", "2").stdout


@pytest.mark.parametrize(("today", "gone"), [("2026-11-28", 0), ("2026-11-29", 4)])
def test_a_week_is_seven_whole_days(waiting, monkeypatch, today, gone):
    monkeypatch.setenv("READLIST_NOW", f"{today}T06:00:00Z")
    assert len(numbers(waiting, "inbox", "--expire", "1w")) == gone


def test_a_paper_that_another_feed_brought_since_waits_from_then(waiting, monkeypatch, tmp_path):
    db = sqlite3.connect(tmp_path / "library.db")
    db.execute("UPDATE feed_entries SET seen = '2027-02-20T08:00:00Z' WHERE paper_id = 3")
    db.commit()
    db.close()
    monkeypatch.setenv("READLIST_NOW", "2027-03-01T08:00:00Z")
    assert numbers(waiting, "inbox", "--expire", "60d") == [1, 2, 4]


def test_what_is_decided_never_expires(waiting, monkeypatch):
    waiting("inbox", "keep", "id:>0")
    monkeypatch.setenv("READLIST_NOW", "2027-03-01T08:00:00Z")
    assert "nothing changed" in waiting("inbox", "--expire", "1d").stdout
    assert set(statuses(waiting).values()) == {"to-read"}


@pytest.mark.parametrize(("text", "days"), [("60d", 60), ("8w", 56), ("2M", 60), ("1y", 365)])
def test_times_to_wait(text, days):
    assert days_of(text) == days


@pytest.mark.parametrize("text", ["", "0d", "d", "-3d", "1.5w", "soon", "3x", "99999d", "²d"])
def test_what_is_no_time_to_wait(text):
    with pytest.raises(ConfigError, match="60d"):
        days_of(text)


def test_the_setting_is_checked(waiting):
    waiting("config", "set", "inbox_expires", "60d")
    waiting("config", "set", "inbox_expires", "never", code=2)


# What moves papers up and down


def test_what_is_followed_comes_first_and_what_is_muted_last(waiting):
    """At once, without another pull; forgetting it puts the order back."""
    waiting("follow", "word", "protein folding")
    assert numbers(waiting, "inbox")[0] == 4
    assert "protein folding" in waiting("inbox", "--limit", "1").stdout.lower()
    waiting("mute", "word", "protein folding")
    assert numbers(waiting, "inbox")[-1] == 4
    assert waiting("follow").stdout == "muted\tword\tprotein folding\n"
    waiting("mute", "--remove", "word", "protein folding")
    assert waiting("follow").stdout == ""
    waiting("undo")
    assert waiting("mute").stdout == "muted\tword\tprotein folding\n"


def test_following_twice_changes_nothing(waiting):
    waiting("follow", "author", "Ada", "Byron")
    assert "followed already, nothing changed" in waiting("follow", "author", "Ada Byron").stdout
    said = json.loads(waiting("follow", "--json").stdout)["follows"]
    assert [(one["kind"], one["value"], one["muted"]) for one in said] == [
        ("author", "Ada Byron", False)
    ]


def test_undo_of_a_follow_takes_the_scores_back(waiting):
    """And redo brings them again, without a pull between."""
    waiting("follow", "word", "proteins")
    liked = waiting("inbox").stdout
    waiting("undo")
    plain = waiting("inbox").stdout
    assert "you follow the word 'proteins'" in liked
    assert "you follow" not in plain
    waiting("redo")
    assert waiting("inbox").stdout == liked


def test_a_dry_run_follows_nothing(waiting):
    waiting("follow", "word", "experts", "--dry-run")
    assert waiting("follow").stdout == ""
    assert "Nothing is followed or muted yet" in waiting("follow").stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [(("colour", "red"), 2), (("author",), 2), (("list", "nowhere"), 3), (("--remove",), 2)],
)
def test_what_cannot_be_followed(waiting, words, code):
    assert waiting("follow", *words, code=code).stderr


def test_a_score_without_reasons_is_not_called_missing():
    """On a narrow terminal: what is true of it, beside what is true of a paper without a score."""
    rows = [(1, 0.27, "Scored", "blog", "", 1), (2, None, "Not scored", "hf", "", 1)]
    console = Console(width=70, file=StringIO())
    console.print(*draw(rows, Screen(70)), sep="\n")
    assert [line.strip() for line in console.file.getvalue().splitlines()[1::2]] == [
        "nothing known speaks for or against it  [blog]", "no score yet  [hf]",
    ]  # fmt: skip


def test_a_paper_without_a_title_is_no_empty_line():
    """On a terminal, in both shapes of the inbox; what a script reads stays empty."""
    rows = [(1, 0.27, "", "blog", "", 1)]
    console = Console(width=70, file=StringIO())
    console.print(*draw(rows, Screen(70)), *draw(rows, Screen(160)), sep="\n")
    assert console.file.getvalue().count("(no title yet)") == 2
    assert list(plain_lines(INBOX, [row[:-1] for row in rows])) == ["1\t0.27\t\tblog\t"]


def test_what_was_decided_before_is_named_and_nothing_else(waiting):
    """Not that no paper was found: it was."""
    waiting("inbox", "keep", "1")
    answer = waiting("inbox", "drop", "1")
    assert answer.stdout == ""
    assert "is not in the inbox (to-read) and stays as it is" in answer.stderr


def test_a_list_shows_what_was_chosen(waiting):
    """What waits and what was dropped is shown where it is asked for; what is hidden is told."""
    waiting("inbox", "keep", "1")
    waiting("inbox", "drop", "2")
    assert numbers(waiting, "list") == [1]
    assert numbers(waiting, "list", "title:survey") == []
    assert "1 paper that fits is in the inbox or dropped" in waiting("list", "title:survey").stderr
    assert numbers(waiting, "list", "title:survey", "status:inbox,dropped") == [2]
    assert numbers(waiting, "search", "survey") == [2]


def test_what_was_kept_is_next_in_turn_with_what_waits_longest(waiting, tmp_path):
    """A paper kept this morning does not stand behind a list of a thousand."""
    shelf = tmp_path / "shelf.jsonl"
    shelf.write_text("".join(f'{{"title": "Of a long list {n}"}}\n' for n in range(5)))
    waiting("import", str(shelf))
    waiting("inbox", "keep", "1", "4")
    assert numbers(waiting, "next", "5") == [1, 5, 4, 6, 7]
    assert "you just decided to read it, score 0.91" in waiting("next").stdout
    assert numbers(waiting, "next", "9", "title:list") == [5, 6, 7, 8, 9]
    assert numbers(waiting, "next", "title:sparse") == [1]
    waiting("priority", "8", "high")
    assert numbers(waiting, "next", "2") == [8, 1]
