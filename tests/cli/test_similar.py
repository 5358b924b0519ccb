"""``similar``: the papers that are most like some, or a text, with the reasons."""

import json

import pytest

from readlist.library.papers.similar import fused
from support.pdf_files import lines, pdf
from support.program import Run

PAPERS = (
    ("Routing tokens to experts", "A sparse mixture of experts routes tokens in a transformer."),
    ("Experts choose tokens", "In a sparse mixture the experts choose tokens by themselves."),
    ("Folding proteins", "A network predicts how proteins fold from their residues."),
    ("Residues of proteins", "Contacts between residues tell how proteins fold."),
    ("The history of bridges", "Arches and cables of bridges."),
    ("Expert opinions", "What an expert says of bridges."),
)


@pytest.fixture
def near(run: Run):
    """Return the program with two pairs of papers that are alike, and strangers."""
    papers = [
        {"title": title, "abstract": abstract, "key": f"p{n}", "year": 2020 + n}
        for n, (title, abstract) in enumerate(PAPERS, 1)
    ]
    run(
        "import",
        "-",
        "--format",
        "jsonl",
        "--list",
        "pile",
        stdin="\n".join(map(json.dumps, papers)),
    )
    return run


def test_the_nearest_come_first_with_the_words_that_they_share(near):
    """Without the paper itself, and without what shares a word by chance."""
    lines = near("similar", "p1", "--columns", "key").stdout.splitlines()
    key, reasons = lines[0].split("\t")
    assert (key, reasons.partition(":")[0]) == ("p2", "shares")
    assert {"experts", "tokens"} <= set(reasons.partition(": ")[2].split(", "))
    assert near("similar", "p3", "--quiet").stdout == "4\n"
    assert near("similar", "p5", "--in", "key:p3", code=0).stderr == "Nothing here is like it.\n"


def test_several_papers_are_taken_together(near):
    """What is like each of them comes, and they themselves do not."""
    assert set(near("similar", "p1", "p3", "--quiet", "--limit", "2").stdout.split()) == {"2", "4"}
    assert near("similar", "p1", "p2", "p3", "--quiet", "--limit", "1").stdout == "4\n"


def test_a_text_is_enough(near, tmp_path):
    """From standard input, from a file, from a PDF; one without any text is told."""
    said = "How do proteins fold?"
    assert near("similar", "-", "--quiet", "--limit", "2", stdin=said).stdout.split() == ["3", "4"]
    (tmp_path / "draft.txt").write_text(said, "utf-8")
    assert near("similar", str(tmp_path / "draft.txt"), "--quiet").stdout.split()[:1] == ["3"]
    (tmp_path / "draft.pdf").write_bytes(pdf(lines("Proteins and how they fold")))
    assert near("similar", str(tmp_path / "draft.pdf"), "--quiet").stdout.split()[:1] == ["3"]
    assert "has no text" in near("similar", "-", stdin=" ", code=2).stderr
    assert "No paper is called" in near("similar", "nowhere.txt", code=3).stderr


def test_only_where_it_is_asked_for(near):
    """A query, a list, both; a list that is not there is an error."""
    assert near("similar", "p1", "--in", "year:2023..", "--quiet").stdout.split() == ["6"]
    assert near("similar", "p1", "--list", "pile", "--in", "key:p2", "--quiet").stdout == "2\n"
    assert "There is no list" in near("similar", "p1", "--list", "pila", code=3).stderr


def test_json_has_the_reasons(near):
    """In words, and the words by themselves."""
    [first, *_] = json.loads(near("similar", "p1", "--json").stdout)["papers"]
    assert (first["key"], first["same_references"]) == ("p2", 0)
    assert first["reasons"] == f"shares: {', '.join(first['shares'])}"


def test_similar_is_a_condition_and_an_order(near):
    """Nearest first by itself, another order where one is asked for, and others beside it."""
    assert near("list", "similar:p1", "--columns", "key").stdout.split()[0] == "p2"
    assert near("list", "similar:p1 NOT key:p2", "--quiet").stdout.split() == ["6"]
    assert near("list", "similar:p1", "--sort", "similar-", "--quiet").stdout.split() == ["6", "2"]
    assert near("list", "experts similar:p1 sort:similar", "--quiet").stdout.split()[0] == "2"
    assert near("list", "similar:p1,p3", "--quiet").stdout.split()[:2] in (["2", "4"], ["4", "2"])
    assert near("tag", "+like", "--where", "similar:p3").stdout
    assert near("list", "tag:like", "--quiet").stdout == "4\n"
    assert "similar:KEY" in near("list", "sort:similar", code=2).stderr
    assert "No paper is called" in near("list", "similar:nobody", code=3).stderr


def test_orders_are_fused_by_rank():
    """First in one and third in another is ahead of what is second in one alone."""
    assert fused([[1, 2, 3], [4, 5, 1]])[0] == 1
    assert fused([[], [2, 1]]) == [2, 1]
    assert fused([]) == []
