"""The command line as a person or a script uses it: every command, its words, its exit codes."""

import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readlist.library.papers.edit import form, read_form
from readlist.library.papers.undo import undo
from readlist.model import Paper
from readlist.store.journal import transaction
from support.paths import EXAMPLE_LIST, EXAMPLES, SHARED, golden
from support.program import HANG_S, NOW, Run


@pytest.fixture
def filled(run: Run) -> Run:
    """The program with the example list in its library."""
    run("import", EXAMPLE_LIST)
    return run


def papers(run: Run, *words: str) -> list[dict]:
    """Return the papers that a command prints as JSON."""
    shape = json.loads(run(*words, "--json").stdout)
    assert shape["version"] == 1
    return shape["papers"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list.tsv", ["list"]),
        ("list.json", ["list", "--json", "--limit", "2"]),
        ("search.tsv", ["search", "attention"]),
        ("show.txt", ["show", "1"]),
        ("status.txt", ["status"]),
        ("status.json", ["status", "--json"]),
        ("next.tsv", ["next", "3"]),
        ("lists.tsv", ["lists"]),
        ("history.tsv", ["history"]),
        ("export.bib", ["export"]),
        ("export.csv", ["export", "--format", "csv"]),
    ],
)
def test_output_is_a_promise(filled, name, words):
    """What scripts read is frozen in golden files."""
    golden(f"cli/{name}", filled(*words).stdout)


def test_import_says_what_it_did_in_json(run):
    """The documented shape, and what the numbers mean."""
    shape = json.loads(run("import", EXAMPLE_LIST, "--json").stdout)
    assert shape["version"] == 1
    assert shape["format"] == "annotated"
    assert shape["found"] == shape["new"] + shape["merged"] + shape["unchanged"]
    assert shape["list"]
    assert shape["problems"] == []
    again = json.loads(run("import", EXAMPLE_LIST, "--json").stdout)
    assert (again["new"], again["merged"], again["unchanged"]) == (0, 0, shape["found"])
    assert not any(again["list_changes"].values())


def test_importing_again_writes_no_history(filled):
    """What changes nothing is not a change."""
    filled("import", EXAMPLE_LIST)
    assert len(filled("history").stdout.splitlines()) == 1


def test_the_seed_list(run, request):
    """940 papers, 944 entries, 272 with remarks, each with tier, area and year."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    shape = json.loads(
        run("import", str(SHARED / "data/seeds/000_306946533a2bbb04.txt"), "--json").stdout
    )
    assert (shape["new"], shape["list_changes"]["added"]) == (940, 944)
    listed = papers(run, "list")
    assert len(listed) == 940
    assert sum(len(paper["lists"]) for paper in listed) == 944
    assert sum(any(e["remark"] for e in paper["lists"]) for paper in listed) == 272
    assert all(len(entry["section"]) == 3 for paper in listed for entry in paper["lists"])
    assert sum(len(paper["lists"]) == 2 for paper in listed) == 4


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [("001_4d08632351be1d9a", 13), ("002_752c914280606d78", 42), ("003_b07c26ed9722b578", 65)],
)
def test_the_seed_pages(run, name, count):
    """Every paper of a page, with its abstract and number of authors."""
    run("import", str(SHARED / f"data/seeds/{name}.txt"))
    listed = papers(run, "list")
    assert len(listed) == count
    assert all(paper["abstract"] for paper in listed)
    if count > 13:  # the first page was saved without the lines of authors and dates
        assert all(paper["published"] for paper in listed)
        assert all(paper["author_count"] or paper["organization"] for paper in listed)


def test_marks_are_seen_and_undone(filled):
    """Status, tags, rating, priority and notes; each one command, each taken back by one."""
    key = papers(filled, "list")[0]["key"]
    filled("status", key, "read", "--on", "soon", code=2)
    filled("status", key, "read", "--on", "2026-01-05")
    filled("tag", key, "+nlp/attention", "classic")
    filled("rate", key, "5")
    filled("priority", key, "high")
    filled("note", key, "Compare", "with *that*.")
    paper = papers(filled, "show", key)[0]
    assert (paper["status"], paper["rating"], paper["priority"]) == ("read", 5, 3)
    assert paper["finished"].startswith("2026-01-05")
    assert paper["notes"][0]["body"] == "Compare with *that*."
    assert "nlp/attention" in paper["tags"]
    assert papers(filled, "list", "tag:nlp rating:>=4 priority:high has:note")[0]["key"] == key
    refused = filled("undo", "2", "--to", "1", code=2).stderr
    assert "Give how many commands or --to, not both." in refused
    filled("undo", "5")
    paper = papers(filled, "show", key)[0]
    assert (paper["status"], paper["tags"], paper["notes"]) == ("to-read", [], [])
    filled("redo", "5")
    assert papers(filled, "show", key)[0]["rating"] == 5


def test_a_mark_reads_its_paper_once(filled, monkeypatch):
    """What is changed, told and written in the history is one paper, read from its tables once."""
    seen: list[str] = []

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            seen.append(sql)
            return super().execute(sql, *values)

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *said, **more: connect(*said, **{**more, "factory": Watched})
    )
    assert filled("status", "1", "read").stdout.startswith("Marked read: ")
    assert sum("JOIN details d" in sql for sql in seen) == 1
    assert sum("FROM identifiers WHERE" in sql for sql in seen) == 1
    assert len(seen) < 40


def test_a_name_is_a_paper_in_every_query(filled):
    """A number, a key or a former key: where ``show`` finds it, ``list`` and ``export`` do."""
    paper = papers(filled, "list", "--sort", "id")[0]
    key = paper["key"]
    filled("key", key, "given2026name")
    for name in ("1", key, "given2026name"):
        assert filled("list", name, "--columns", "id").stdout == "1\n"
        assert filled("search", name, "--columns", "id").stdout == "1\n"
        assert filled("export", "bibtex", name).stdout.count("@") == 1
        filled("tag", "--where", name, "+found")
    assert filled("list", "3", "1", "--columns", "id").stdout.split() in (["3", "1"], ["1", "3"])
    assert filled("list", "given2026name year:1900").stdout == ""
    assert (
        filled("list", "given2026name", f"year:{paper['year']}", "--columns", "id").stdout == "1\n"
    )
    filled("export", "nosuchkey2020", code=3)


def test_a_number_that_could_be_searched_says_so(filled):
    """Whoever meant the word is told how to search for it."""
    filled("edit", "2", "--title", "One of 1 and 101")
    said = filled("list", "1").stderr
    assert said == "1 is a paper by name; '\"1\"' searches for the text.\n"
    key = papers(filled, "list", "2")[0]["key"]
    assert filled("list", key).stderr == ""


def test_a_tag_has_one_spelling(filled, tmp_path):
    """The one that is there, whoever tags: a person, twice in one command, a file."""
    filled("tag", "1", "+NLP", "+Straße")
    filled("tag", "2", "+nlp", "+Nlp", "+STRASSE")
    (tmp_path / "more.jsonl").write_text('{"title": "A Tagged Paper", "tags": ["nLP"]}\n')
    filled("import", "more.jsonl")
    counted = [line.split() for line in filled("tag").stdout.splitlines()]
    assert ["NLP", "3"] in counted
    assert ["Straße", "2"] in counted
    assert len(filled("list", "tag:nlp", "--columns", "id").stdout.split()) == 3
    again = filled("import", "more.jsonl").stdout
    assert "1 unchanged" in again


def test_the_day_of_a_mark_can_be_corrected(filled):
    """Also where the status is what it was."""
    filled("status", "1", "read")
    filled("status", "1", "read", "--on", "2026-01-05")
    assert papers(filled, "list", "finished:2026-01-05")[0]["id"] == 1
    filled("status", "2", "reading")
    filled("status", "2", "reading", "--on", "2026-01-06", "--progress", "40%")
    assert papers(filled, "list", "started:2026-01-06")[0]["id"] == 2


@pytest.mark.parametrize("tag", ["nlp", "q", "work", "hci", "n", "x"])
def test_any_tag_can_be_taken_off(filled, tag):
    """A minus before a tag is no option, except where it is one letter that is one."""
    filled("tag", "1", f"+{tag}", "+kept")
    filled("tag", "1", "--", f"-{tag}")
    assert papers(filled, "show", "1")[0]["tags"] == ["kept"]
    if len(tag) > 1:
        filled("tag", "1", f"+{tag}")
        filled("tag", "1", f"-{tag}")
        assert papers(filled, "show", "1")[0]["tags"] == ["kept"]


def test_papers_are_named_in_many_ways(run):
    """Number, key, identifier, address and part of a title mean the same paper."""
    run("add", "1706.03762", "--title", "Attention Is All You Need", "--year", "2017",
        "--author", "Ashish Vaswani")  # fmt: skip
    names = ["1", "vaswani2017attention", "VASWANI2017attention", "1706.03762",
             "arXiv:1706.03762v5",
             "https://arxiv.org/pdf/1706.03762v2", "attention is all", "vaswani"]  # fmt: skip
    for name in names:
        assert papers(run, "show", name)[0]["key"] == "vaswani2017attention", name


def test_unknown_and_ambiguous_names(filled):
    """Exit code 3 with a sentence; several candidates are listed."""
    assert "No paper is called" in filled("show", "nothing-like-it", code=3).stderr
    error = filled("show", "learning", code=3).stderr
    assert "could be several papers" in error
    assert len(error.splitlines()) > 2


def test_where_marks_many(filled):
    """A query selects what a mark is put on; a dry run only says."""
    before = papers(filled, "list")
    filled("tag", "--where", "year:..2016", "+old", "--dry-run")
    assert papers(filled, "list") == before
    count = int(
        json.loads(filled("tag", "--where", "year:..2016", "+old", "--json").stdout)["changed"]
    )
    assert count == len(papers(filled, "list", "year:..2016")) > 0


def test_names_come_through_a_pipe(filled):
    """What one command prints, the next reads."""
    numbers = filled("list", "--quiet", "--limit", "2").stdout
    filled("status", "-", "read", stdin=f"# what I read\n\n{numbers}")
    assert len(papers(filled, "list", "status:read")) == 2
    filled("status", "-", "dropped", stdin=filled("list", "status:read").stdout)
    assert len(papers(filled, "list", "status:dropped")) == 2


def test_an_edit_wins_over_every_source(filled):
    """What a person wrote stays when the list is imported again, and the list still finds it."""
    filled("edit", "1", "--title", "My Own Title", "--venue", "Here", "--key", "mine2020own")
    filled("import", EXAMPLE_LIST)
    paper = papers(filled, "show", "mine2020own")[0]
    assert (paper["title"], paper["venue"]) == ("My Own Title", "Here")
    assert len(papers(filled, "list")) == len(papers(filled, "list", "is:unread"))


def test_editing_in_an_editor(filled, environment, tmp_path):
    """On a terminal the facts open in the person's editor and come back as facts."""
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/^venue:.*/venue: Edited Venue/" "$1"\n')
    script.chmod(0o755)
    outside, inside = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "readlist", "edit", "1"], stdin=inside, stdout=inside,
            stderr=inside, env={**environment, "VISUAL": str(script)}, timeout=HANG_S, check=False,
        )  # fmt: skip
        assert done.returncode == 0, os.read(outside, 10_000)
    finally:
        os.close(inside)
        os.close(outside)
    assert papers(filled, "show", "1")[0]["venue"] == "Edited Venue"


def test_the_form_reads_back():
    """An untouched form changes nothing; a changed line and a longer abstract are taken."""
    paper = Paper(id=1, key="k", title="T", abstract="one\ntwo")
    assert read_form(form(paper), paper) == {}
    changed = form(paper).replace("title: T", "title: U").replace("two", "three")
    assert read_form(changed, paper) == {"title": "U", "abstract": "one\nthree"}


def test_an_edit_adds_to_what_is_there(filled):
    """``--identifier`` and ``--link`` add, and take nothing away."""
    filled("edit", "1", "--identifier", "arxiv:1512.03385", "--link", "code=https://example.org/a")
    filled("edit", "1", "--identifier", "doi:10.1000/xyz", "--link", "video=https://example.org/b")
    paper = papers(filled, "show", "1")[0]
    assert paper["identifiers"] == {"arxiv": "1512.03385", "doi": "10.1000/xyz"}
    assert set(paper["links"]) == {"code", "video"}


def test_the_inbox_is_shown_when_it_is_asked_for(run):
    """A listing leaves the inbox out; a condition on status, key or identifier brings it in."""
    run("add", "2001.00001", "--title", "Thesis: A Story", "--status", "inbox")
    assert papers(run, "list") == papers(run, "list", 'title:"thesis:"') == []
    for words in ("status:inbox", "arxiv:2001.00001", "id:1", "NOT (key:x OR is:read)"):
        assert len(papers(run, "list", words)) == 1, words


def test_orders_win_in_turn(filled, tmp_path):
    """The option, then the query, then the configuration."""
    (tmp_path / "config.toml").write_text('sort = "title"\n')

    def years(*words: str) -> list[int]:
        return [paper["year"] for paper in papers(filled, "list", *words)]

    titles = [paper["title"].lower() for paper in papers(filled, "list")]
    assert titles == sorted(titles)
    assert years("sort:year-") == sorted(years(), reverse=True)
    assert years("sort:year-", "--sort", "year") == sorted(years())


def test_rm_asks_and_undo_brings_back(filled):
    """Without a terminal rm wants --yes; what was removed comes back with everything."""
    filled("tag", "1", "+x")
    before = papers(filled, "show", "1")
    assert "--yes" in filled("rm", "1", code=2).stderr
    filled("rm", "1", "--yes")
    filled("show", "1", code=3)
    filled("undo")
    assert papers(filled, "show", "1") == before


def test_list_says_what_it_leaves_out_and_rm_what_list_does_not_show(run):
    """Dropped papers fit a query, too, and --where takes them."""
    for title in ("Deep Sea", "Deep Sky", "Deep Rock"):
        run("add", "--title", title)
    run("status", "2", "dropped")
    run("status", "3", "inbox")
    said = run("list", "deep").stderr
    assert said == "2 more are in the inbox or dropped: status:inbox,dropped shows them.\n"
    assert run("list", "sky").stderr.startswith("No papers found. 1 paper that fits is in the")
    assert run("list", "deep", "status:dropped").stderr == run("list").stderr == ""
    assert run("list", "deep", "-q").stderr == ""
    asked = run("rm", "--where", "deep", "--dry-run").stderr
    assert (
        asked == "2 of the 3 papers are in the inbox or dropped, where 'list' does not show them.\n"
    )
    assert run("rm", "--where", "status:dropped", "--dry-run").stderr == ""
    run("snooze", "1", "3d")
    asked = run("rm", "--where", "deep", "--dry-run").stderr
    assert asked.startswith("3 of the 3 papers are in the inbox, dropped or snoozed, where 'list'")


def test_redo_waits_for_what_it_builds_on(run):
    """What belongs to a paper cannot come back before the paper."""
    run("add", "--title", "A Paper", READLIST_READER="ann")
    run("tag", "1", "+nlp", READLIST_READER="bob")
    run("undo", READLIST_READER="bob")
    run("undo", READLIST_READER="ann")
    said = run("redo", READLIST_READER="bob", code=2).stderr
    assert "Entry 2 cannot be done again before entry 1 of ann (Added paper)" in said
    run("redo", READLIST_READER="ann")
    assert run("redo", READLIST_READER="bob").stdout == "Did again 2: Tagged +nlp: paper\n"


def test_redo_takes_nothing_away_to_which_something_still_belongs(run):
    """A list whose paper somebody else had removed first cannot go again before that paper."""
    for number in (1, 2):
        run("add", "--title", f"Paper {number}", READLIST_READER="ann")
    run("lists", "add", "pile", "1", "2", READLIST_READER="ann")
    run("rm", "2", "--yes", READLIST_READER="bob")
    run("lists", "rm", "pile", "--yes", READLIST_READER="ann")
    run("undo", "--to", "3", READLIST_READER="ann")
    said = run("redo", READLIST_READER="ann", code=2).stderr
    assert "Entry 5 cannot be done again before entry 4 of bob (Removed paper" in said
    run("redo", READLIST_READER="bob")
    run("redo", READLIST_READER="ann")
    assert run("list", "--quiet").stdout == "1\n"
    run("db", "check")


@pytest.mark.parametrize(
    ("made", "taken", "since"),
    [
        (["add", "2401.00001"], ["rm", "2", "--yes"], ["add", "2401.00001"]),
        (["tag", "1", "+nlp"], ["tag", "1", "-nlp"], ["tag", "1", "+nlp"]),
        (["tag", "1", "+nlp"], ["tag", "1", "-nlp"], ["rm", "1", "--yes"]),
        (["lists", "add", "l", "1"], ["lists", "rm", "l", "--yes"], ["lists", "add", "l", "1"]),
        (["lists", "add", "l", "1"], ["lists", "drop", "l", "1"], ["lists", "rm", "l", "--yes"]),
        (["feed", "add", "hf"], ["feed", "rm", "hf"], ["feed", "add", "hf"]),
        (["save", "s", "deep"], ["saved", "rm", "s"], ["save", "s", "sky"]),
    ],
)
def test_undo_puts_nothing_where_others_put_something(run, made, taken, since):
    """What was taken away has lost its place: its name is taken, or what it belonged to is gone."""
    run("add", "--title", "A Paper", READLIST_READER="ann")
    for words in (made, taken):
        run(*words, READLIST_READER="ann")
    run(*since, READLIST_READER="bob")
    said = run("undo", READLIST_READER="ann", code=2).stderr
    assert "Entry 3 cannot be taken back alone: entry 4 of bob (" in said
    assert said.endswith("'readlist undo --to 2' takes back everything since.\n")
    run("undo", "--to", "2")
    assert run("db", "check").returncode == 0


def test_undo_takes_back_what_the_reader_did(run):
    """What others did since stays, and what they built on is not taken away."""
    run("add", "--title", "A Paper", READLIST_READER="ann")
    run("tag", "1", "+x", READLIST_READER="ann")
    run("note", "1", "Good.", READLIST_READER="bob")
    assert run("undo", READLIST_READER="ann").stdout == "Undid 2: Tagged +x: paper\n"
    assert run("show", "1", "--json").stdout.count("Good.") == 1
    said = run("undo", READLIST_READER="ann", code=2).stderr
    assert "Entry 1 cannot be taken back alone: entry 3 of bob (Note: Good.) builds on it." in said
    assert run("redo", READLIST_READER="ann").stdout == "Did again 2: Tagged +x: paper\n"
    said = run("undo", READLIST_READER="eve", code=3).stderr
    assert "There is nothing of eve's to undo; the last command was bob's." in said
    run("redo", READLIST_READER="bob", code=3)
    assert len(run("undo", "--to", "0", READLIST_READER="eve").stdout.splitlines()) == 3


def test_undo_leaves_a_pull_of_the_schedule_to_the_last(library):
    """Nobody typed it: what a person takes back is what the person did."""
    for command in ("readlist tag 1 +x", "readlist pull --quiet"):
        with transaction(library, command=command, at=NOW) as tx:
            tx.insert("readers", ("name",), [(command,)])
    undone = []
    for _ in range(2):
        with transaction(library, command="readlist undo", at=NOW) as tx:
            undone += undo(tx)
    assert [entry.command for entry in undone] == ["readlist tag 1 +x", "readlist pull --quiet"]


def test_a_tag_is_one_whatever_its_case(run):
    """Letters beyond ASCII and ß as well; the spelling that is there is used."""
    for number, tags in enumerate((["NLP", "Straße"], ["nlp", "STRASSE"], ["МОЗГ"]), start=1):
        run("add", "--title", f"Paper Number {number}")
        run("tag", str(number), *(f"+{tag}" for tag in tags))
    assert run("tag").stdout == "NLP\t2\nStraße\t2\nМОЗГ\t1\n"
    for query, found in (("tag:strasse", "1\n2\n"), ("tag:STRASS*", "1\n2\n"), ("tag:мозг", "3\n")):
        assert run("list", query, "-q").stdout == found
    run("tag", "1", "-STRASSE")
    assert run("list", "tag:straße", "-q").stdout == "2\n"


def test_a_paper_finished_before_it_was_started_is_told(run):
    """A clock went back; the days stay as they were said."""
    run("add", "--title", "A Paper")
    run("status", "1", "reading", READLIST_NOW="2030-01-01T12:00:00Z")
    said = run("status", "1", "read", READLIST_NOW="2020-01-01T12:00:00Z").stderr
    assert "paper was finished (2020-01-01) before it was started (2030-01-01)" in said


def test_merge_and_dupes(run):
    """A question is shown, answered by merge, and taken back by undo."""
    run("add", "--title", "Deep Nets", "--year", "2015")
    run("add", "--title", "Deep Nets", "--year", "2019")
    groups = json.loads(run("dupes", "--json").stdout)["groups"]
    assert len(groups) == 1
    assert "years" in groups[0]["differences"][0]
    keys = [paper["key"] for paper in groups[0]["papers"]]
    run("merge", *keys)
    assert run("dupes").stdout == ""
    assert papers(run, "show", keys[1])[0]["key"] == keys[0]
    run("undo")
    run("dupes", "--apart", keys[0], "--apart", keys[1])
    assert run("dupes").stdout == ""


def test_export_and_import_give_the_same_bytes(filled, tmp_path):
    """The full export brings everything into an empty library, whoever reads there."""
    filled("tag", "2", "+a/b")
    filled("note", "3", "Line one\n\nLine *two*")
    filled("status", "3", "reading", "--progress", "p. 7")
    filled("rate", "4", "2")
    filled("edit", "5", "--title", "Renamed", "--key", "renamed2020")
    filled("add", "10.1000/xyz", "--link", "code=https://example.org/x")
    filled("rm", "6", "--yes")
    first = filled("export", "--format", "jsonl").stdout
    file = tmp_path / "whole.jsonl"
    file.write_text(first, encoding="utf-8")
    other = str(tmp_path / "other.db")
    filled("import", str(file), READLIST_DB=other, READLIST_READER="bob")
    again = filled("export", "--format", "jsonl", READLIST_DB=other, READLIST_READER="bob").stdout
    assert again == first


def test_export_writes_a_file_whole(filled, tmp_path):
    """The same library gives the same bytes; the name says the format; keys do not change."""
    out = tmp_path / "refs.bib"
    filled("export", "--out", str(out))
    first = out.read_bytes()
    filled("export", "--out", str(out))
    assert out.read_bytes() == first
    assert filled("export", "-f", "keys").stdout.split() == re.findall(
        r"^@\w+\{(.+),$", first.decode(), re.MULTILINE
    )
    assert "--format" in filled("export", "--out", "x.unknown", code=2).stderr


def test_a_changed_list_is_told(run, tmp_path):
    """Added, removed, moved and reworded entries of a list that is imported again."""
    text = (EXAMPLES / "annotated.txt").read_text(encoding="utf-8")
    file = tmp_path / "annotated.txt"
    file.write_text(text, encoding="utf-8")
    run("import", str(file))
    lines = text.splitlines()
    bullet = max(number for number, line in enumerate(lines) if line.startswith("- "))
    lines[bullet] = "- Another remark altogether."
    file.write_text("\n".join(lines), encoding="utf-8")
    changes = json.loads(run("import", str(file), "--json").stdout)["list_changes"]
    assert changes == {"added": 0, "removed": 0, "moved": 0, "reworded": 1, "sections": []}


def test_settings(run, tmp_path):
    """Set, get, list, unset; an unknown name is answered with the nearest."""
    run("config", "set", "reader", "grace")
    assert run("config", "get", "reader", READLIST_READER="").stdout == "grace\n"
    assert "did you mean 'reader'" in run("config", "set", "raeder", "x", code=2).stderr
    (tmp_path / "config.toml").write_text("limit = 'many'\n")
    assert "whole number" in run("list", code=2).stderr


def test_query_errors_point(filled):
    """The column where a query stops making sense, and the nearest word."""
    error = filled("list", "statsu:read", code=2).stderr
    assert "did you mean" in error
    assert "^" in error.splitlines()[-1]


def test_an_empty_answer_explains_itself(filled):
    """On stderr; stdout stays empty and the exit code 0."""
    done = filled("search", "attentoin", "--all")
    assert done.stdout == ""
    assert "attention" in done.stderr
    assert "No papers found" in filled("search", "attention year:1901").stderr
    assert "There is no tag 'nosuch'." in filled("list", "tag:nosuch").stderr
    assert "'transformers'" in filled("list", "trnsformer", "atentoin").stderr


def test_an_empty_library_says_how_to_begin(run, tmp_path):
    """Reading commands make no file and say what to do."""
    assert "readlist import" in run("status").stdout
    assert "readlist import" in run("list").stderr
    assert papers(run, "list") == []
    assert not (tmp_path / "library.db").exists()


@pytest.mark.parametrize(
    "words",
    [["lst"], ["list", "--nope"], ["status", "1", "finished-it"], ["rate", "1", "9"],
     ["priority", "1", "soon"], ["tag", "1"], ["add"], ["edit", "1"], ["list", "--columns", "ttle"],
     ["list", "--sort", "yaer"], ["export", "--format", "docx"], ["undo", "99"],
     ["import", "no-such-file"], ["import", "--format", "bibtexx", EXAMPLE_LIST]],
)  # fmt: skip
def test_wrong_words_are_answered_with_a_sentence(filled, words):
    """Exit code 2, one short answer on stderr, nothing on stdout, nothing changed."""
    before = filled("export", "--format", "jsonl").stdout
    done = filled(*words, code=2)
    assert done.stdout == ""
    assert done.stderr.startswith("readlist: ")
    assert filled("export", "--format", "jsonl").stdout == before


def test_overview_of_a_morning(filled):
    """What is read, what is next and why, and what was done last."""
    filled("status", "2", "reading", "--progress", "40%")
    shape = json.loads(filled("status", "--json").stdout)
    assert shape["counts"]["reading"] == 1
    assert shape["reading"][0]["progress"] == "40%"
    assert "you are reading it" in json.loads(filled("next", "--json").stdout)["papers"][0]["why"]
    filled("priority", "9", "high")
    order = [p["id"] for p in json.loads(filled("next", "3", "--json").stdout)["papers"]]
    assert order == [2, 9, 1]


def test_completion(filled):
    """Commands, keys, tags, statuses and list names; nothing but words on stdout."""

    def complete(line: str) -> list[str]:
        words = line.split(" ")
        done = filled(
            _READLIST_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
        )
        return done.stdout.split()

    key = papers(filled, "list")[0]["key"]
    filled("tag", "1", "+zebra")
    assert "search" in complete("readlist se")
    assert key in complete(f"readlist show {key[:4]}")
    assert complete("readlist tag 1 +ze") == ["+zebra"]
    assert "reading" in complete(f"readlist status {key} rea")
    assert complete(f"readlist status {key} ")[:2] == ["inbox", "to-read"]
    assert len(complete(f"readlist status {key} ")) == 6
    assert complete("readlist rate 1 ") == ["1", "2", "3", "4", "5", "none"]
    assert complete("readlist priority 1 h")[0] == "high"
    assert "friday" in complete("readlist due 1 fr")
    assert " ".join(complete("readlist show 'ATTention")) == "ATTention Is All You Need"
    assert filled("completion", "bash").stdout.strip()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("list tag:ze", ["tag:zebra"]),
        ("list -- -tag:ze", ["-tag:zebra"]),
        ("list year:2017 list:four", ["list:fourteen-papers"]),
        ("search status:rea", ["status:reading", "status:read"]),
        ("list status:read,sk", ["status:read,skimmed"]),
        ("list sort:ye", ["sort:year"]),
        ("next kind:art", ["kind:article"]),
        ("list due:ov", ["due:overdue"]),
        ("list due:fri", ["due:friday"]),
        ("tag --where tag:z", ["tag:zebra"]),
        ("list --sort year-,ti", ["year-,title"]),
        ("list --columns id,ti", ["id,title"]),
        ("export --style i", ["ieee"]),
        ("list nofield:x", []),
        ("list title:x", []),
        ("list ze", []),
    ],
)
def test_queries_are_completed(filled, words, offered):
    """The values of a field, of several the last; a field of free text has none."""
    filled("tag", "1", "+zebra")
    line = f"readlist {words}"
    done = filled(
        _READLIST_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(line.count(" "))
    )
    assert done.stdout.split() == offered


@pytest.mark.parametrize(
    "command",
    ["add", "import", "status", "tag", "note", "rate", "priority", "edit", "rm", "merge", "undo",
     "redo"],
)  # fmt: skip
def test_what_changes_something_can_be_scripted(run, command):
    """Every changing command has JSON, a quiet answer and a dry run."""
    text = run(command, "--help").stdout
    for option in ("--json", "--quiet", "--dry-run"):
        assert option in text, option


def test_an_import_of_several_files_is_one_command(run, tmp_path):
    """One journal entry, one JSON object, and either all files or none."""
    (tmp_path / "refs.txt").write_text("1706.03762\n")
    shape = json.loads(run("import", EXAMPLE_LIST, "refs.txt", "--json").stdout)
    assert [one["format"] for one in shape["imports"]] == ["annotated", "refs"]
    assert len(run("history").stdout.splitlines()) == 1
    run("undo")
    run("import", EXAMPLE_LIST, "missing.txt", code=2)
    assert papers(run, "list") == []
    (tmp_path / "empty.bib").write_text("")
    answer = run("import", "empty.bib", "refs.txt")
    assert "empty.bib is empty" in answer.stderr
    assert len(papers(run, "list")) == 1


def test_references_are_added_to_a_list(run):
    """``--list`` puts references behind those that are there, each paper once."""
    run("import", "-", "--list", "colleagues", stdin="2001.00001\n2001.00002\n")
    run("import", "-", "--list", "colleagues", stdin="2001.00003\n2001.00001\n")
    shape = json.loads(run("lists", "colleagues", "--json").stdout)
    assert [entry["position"] for entry in shape["entries"]] == [1, 2, 3]
    again = json.loads(
        run("import", "-", "--list", "colleagues", "--json", stdin="2001.00002\n").stdout
    )
    assert (again["unchanged"], again["list"]) == (1, "colleagues")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_standard_output_is_a_sentence(filled, environment, tmp_path):
    """Where a traceback would be all that a script sees."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "readlist", "export", "--format", "jsonl"],
            env=environment, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True,
            check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("readlist: Standard output cannot be written")
    assert len(done.stderr.splitlines()) == 1


def test_a_title_is_named_with_and_for_its_ampersand(run):
    """Both ways round, and an import knows it as well."""
    run("add", "--title", "Search & Rescue", "--author", "Jane Roe")
    run("add", "--title", "Wind and Rain", "--author", "Jane Roe")
    assert "Search & Rescue" in run("show", "search and rescue").stdout
    assert "Wind and Rain" in run("show", "Wind & Rain").stdout
    assert "Added: 1" not in run("add", "--title", "Search and Rescue").stdout
    assert len(run("list").stdout.splitlines()) == 2
