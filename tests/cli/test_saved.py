"""Saved searches: asked by name wherever a query is taken, and never by themselves."""

import json

import pytest

from readlist.errors import QueryError
from readlist.query import Field, Not, Query, SortKey, Words, parse, unparse

SAVED = {
    "nlp": "tag:nlp", "new": "@nlp year:2020.. sort:year-", "either": "bert OR gpt", "a": "@b",
    "b": "x @a", "odd": "titel:x", "gone": "@nothing",
}  # fmt: skip


def where(text: str):
    return parse(text, "2026-11-22", SAVED)


def test_a_name_stands_for_its_query():
    assert where("@nlp") == parse("tag:nlp")
    assert where("@NLP survey") == parse("tag:nlp survey")
    assert where("-@nlp").where == Not(Field("tag", ":", ("nlp",)))
    assert where("(@either) y") == parse("(bert OR gpt) y")
    assert where("@either y") == parse("(bert OR gpt) y")
    assert unparse(where("@new x")) == "tag:nlp year:2020.. x sort:year-"


def test_its_order_counts_where_none_is_asked_for():
    assert where("@new").sort == (SortKey("year", descending=True),)
    assert where("@new sort:title").sort == (SortKey("title"),)
    assert where("-@new").sort == (SortKey("year", descending=True),)


def test_elsewhere_the_sign_is_text():
    assert where("me@example.org") == Query(Words("me@example.org"))
    assert where('"@nlp"').where == Words("@nlp", phrase=True)
    assert parse("@nlp") == Query(Words("@nlp"))


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("x @nlpp", "did you mean `@nlp`?", 3),
        ("@a", "asks for itself: @a → @b → @a", 1),
        ("x (@b)", "asks for itself: @b → @a → @b", 4),
        ("@odd", "In the saved search `@odd`: There is no field `titel:`; did you mean", 1),
        ("y @gone", "There is no saved search `@nothing`", 3),
        ("@", "no letter or digit", 1),
    ],
)
def test_what_cannot_be_asked_is_said_with_its_place(text, said, column):
    with pytest.raises(QueryError) as failed:
        where(text)
    assert said in str(failed.value)
    assert failed.value.column == column


def test_searches_that_multiply_end():
    """Each asks the one before twice: a thousand terms are the limit, however they come about."""
    many = {f"s{n}": f"@s{n - 1} @s{n - 1}" for n in range(1, 40)} | {"s0": "x"}
    with pytest.raises(QueryError, match="at most"):
        parse("@s39", "", many)
    deep = {f"d{n}": f"@d{n - 1}" for n in range(1, 90)} | {"d0": "x"}
    assert parse("@d39", "", deep) == parse("x")
    with pytest.raises(QueryError, match="at most 50 deep"):
        parse("@d89", "", deep)


@pytest.fixture
def filled(run, tmp_path):
    """The program with three papers, two of them tagged."""
    run("import", "-", stdin="arXiv:1706.03762\narXiv:1810.04805\narXiv:1512.03385\n")
    run("tag", "1", "2", "+nlp")
    return run


def listed(run) -> dict[str, tuple[str, int, int]]:
    found = json.loads(run("saved", "--json").stdout)["searches"]
    return {one["name"]: (one["query"], one["papers"], one["done"]) for one in found}


def test_a_saved_search_is_asked_everywhere(filled):
    assert filled("save", "nlp", "tag:nlp").stdout == "Saved @nlp: 2 papers.\n"
    filled("save", "first", "@nlp", "id:1")
    filled("status", "1", "read")
    assert listed(filled) == {"first": ("@nlp id:1", 1, 1), "nlp": ("tag:nlp", 2, 1)}
    assert filled("list", "@nlp", "--quiet").stdout == "1\n2\n"
    assert filled("list", "NOT", "@nlp", "--quiet").stdout == "3\n"
    assert filled("search", "@first", "--quiet").stdout == "1\n"
    assert filled("export", "@nlp", "--format", "keys").stdout.count("\n") == 2
    assert json.loads(filled("next", "@nlp", "--json").stdout)["papers"][0]["id"] == 2
    filled("tag", "--where", "@first", "+begun")
    assert filled("list", "tag:begun", "--quiet").stdout == "1\n"
    assert "did you mean `@nlp`" in filled("list", "@nlpp", code=2).stderr


def test_a_search_is_saved_renamed_forgotten_and_each_step_undone(filled):
    dry = json.loads(filled("save", "nlp", "tag:nlp", "--dry-run", "--json").stdout)
    assert (dry["search"]["papers"], dry["dry_run"]) == (2, True)
    assert listed(filled) == {}
    filled("save", "nlp", "tag:nlp")
    assert "It was: tag:nlp" in filled("save", "NLP", "tag:nlp", "is:unread").stdout
    assert listed(filled) == {"nlp": ("tag:nlp is:unread", 2, 0)}
    assert "is so already" in filled("save", "nlp", "tag:nlp", "is:unread").stdout
    filled("undo")
    filled("save", "other", "@nlp", "bert")
    filled("feed", "add", "cs.CL", "--keep", "@nlp", "--tag-if", "found=(@nlp) x")
    assert "asked by @other, feed cs.CL" in filled("saved", "rm", "nlp", code=2).stderr
    assert filled("saved", "rename", "nlp", "@text").stdout == "Renamed @nlp to @text.\n"
    assert listed(filled)["other"][0] == "@text bert"
    feed = json.loads(filled("feed", "--json").stdout)["feeds"][0]
    assert "@text" in json.dumps(feed)
    assert "@nlp" not in json.dumps(feed)
    filled("undo")
    assert set(listed(filled)) == {"nlp", "other"}
    assert filled("saved", "rm", "other", "--json").stdout
    assert set(listed(filled)) == {"nlp"}
    filled("undo")
    assert set(listed(filled)) == {"nlp", "other"}


def test_what_cannot_be_saved_is_refused(filled):
    filled("save", "a", "bert")
    assert "asks for itself" in filled("save", "a", "@a", "x", code=2).stderr
    filled("save", "b", "@a")
    assert "asks for itself: @b → @a → @b" in filled("save", "a", "@b", code=2).stderr
    assert "every paper" in filled("save", "c", "sort:year-", code=2).stderr
    assert "cannot be the name" in filled("save", "two words", "x", code=2).stderr
    assert "no field" in filled("save", "c", "titel:x", code=2).stderr
    assert "Did you mean @a?" in filled("saved", "rename", "aa", "d", code=3).stderr
    assert "already" in filled("saved", "rename", "a", "B", code=2).stderr
    assert "no saved search" in filled("feed", "add", "hf", "--drop", "@nope", code=2).stderr


def test_lists_show_them_apart(filled):
    filled("save", "nlp", "tag:nlp")
    filled("lists", "add", "thesis", "1")
    assert filled("lists").stdout.count("\n") == 1
    shape = json.loads(filled("lists", "--json").stdout)
    assert [(one["name"], one["papers"]) for one in shape["saved"]] == [("nlp", 2)]
    assert "'readlist list @nlp'" in filled("lists", "show", "@nlp", code=2).stderr


def test_a_full_export_carries_them(filled, tmp_path):
    filled("save", "nlp", "tag:nlp")
    filled("save", "both", "@nlp", "added:7d")
    text = filled("export", "--format", "jsonl").stdout
    (tmp_path / "all.jsonl").write_text(text, encoding="utf-8")
    elsewhere = {"READLIST_DB": str(tmp_path / "other.db")}
    done = filled("import", "all.jsonl", **elsewhere)
    assert "2 saved searches: 2 new" in done.stdout
    assert filled("export", "--format", "jsonl", **elsewhere).stdout == text
    again = json.loads(filled("import", "all.jsonl", "--json", **elsewhere).stdout)
    assert again["searches"] == {"found": 2, "new": 0}
    filled("save", "nlp", "bert", **elsewhere)
    told = filled("import", "all.jsonl", code=1, **elsewhere)
    assert "@nlp is 'bert' here and stays so." in told.stderr
    assert filled("export", "tag:nlp", "--format", "jsonl").stdout.count('"search"') == 0


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("list @", "@nlp"), ("list @n", "@nlp"), ("list tag:x (@n", "(@nlp"),
        ("export -- -@n", "-@nlp"), ("saved rm n", "nlp"), ("save @", "@nlp"),
        ("tag --where @", "@nlp"), ("list n", ""), ("list @z", ""), ("list a@n", ""),
    ],
)  # fmt: skip
def test_names_of_searches_are_completed(filled, words, offered):
    filled("save", "nlp", "tag:nlp")
    line = f"readlist {words}"
    said = filled(
        _READLIST_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(line.count(" "))
    ).stdout
    assert said.split() == ([offered] if offered else [])


def test_bash_does_not_part_words_at_the_sign(run):
    assert "COMP_WORDBREAKS=${COMP_WORDBREAKS//@}" in run("completion", "bash").stdout
    assert "COMP_WORDBREAKS" not in run("completion", "zsh").stdout
