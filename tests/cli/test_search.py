"""``search`` as people ask: all words, then most of them."""

import json

import pytest

from support.program import Run

TITLES = (
    "Time sharing in operating systems",
    "Time sharing for small computers",
    "Operating a time machine",
    "Neural networks for pictures",
    "A survey of compilers",
)


@pytest.fixture
def asked(run: Run, tmp_path):
    """Return the program with a few papers in its library."""
    lines = "\n".join(json.dumps({"title": title, "year": 1970}) for title in TITLES)
    (tmp_path / "papers.jsonl").write_text(lines, "utf-8")
    run("import", str(tmp_path / "papers.jsonl"))
    return run


def titles(asked, *words: str) -> list[str]:
    return asked("search", *words, "--columns", "title").stdout.splitlines()


def test_words_that_carry_nothing_exclude_nothing(asked):
    """A question finds what its telling words find."""
    assert titles(asked, "papers about neural networks") == [TITLES[3]]
    assert titles(asked, 'how (do - compilers "work') == [TITLES[4]]


def test_a_wrong_query_keeps_its_caret(asked):
    """What was meant as a query is not taken for words."""
    assert "^" in asked("search", "titel:time", code=2).stderr
    assert "searches for the text" in asked("search", "title: time", code=2).stderr


def test_a_pipe_gets_papers_with_all_words_alone(asked):
    """Unless it asks for the others."""
    done = asked("search", "time sharing giraffe systems")
    assert done.stdout == ""
    assert "No papers found" in done.stderr


def test_any_adds_those_with_most_words_and_says_what_they_lack(asked):
    """Those with all words first, then by how much of the question they have."""
    done = asked("search", "time sharing operating", "--any", "--columns", "id")
    assert done.stdout.splitlines() == ["1\t", "2\toperating", "3\tsharing"]
    found = json.loads(asked("search", "time sharing giraffe", "--any", "--json").stdout)["papers"]
    assert [(paper["id"], paper["lacks"]) for paper in found] == [
        (1, ["giraffe"]), (2, ["giraffe"]), (3, ["sharing", "giraffe"]),
    ]  # fmt: skip
    assert asked("search", "time giraffe", "--any", "--quiet", "--limit", "1").stdout == "3\n"
    assert asked("search", "giraffe okapi", "--any").stdout == ""


def test_sort_orders_them_too(asked):
    """``--sort`` wins over what is nearest."""
    words = ("search", "time sharing giraffe", "--any", "--columns", "id")
    lines = asked(*words, "--sort", "id-").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["3", "2", "1"]


def test_a_query_is_taken_at_its_word(asked):
    """A field or an operator, and ``--all``, leave nothing to be guessed."""
    assert asked("search", "time giraffe year:1970", "--any").stdout == ""
    assert asked("search", "time giraffe", "--all").stdout == ""
    assert "--any and --all" in asked("search", "time", "--any", "--all", code=2).stderr


def test_a_word_that_nobody_wrote_is_the_likeliest_that_somebody_did(asked):
    """Said on stderr; with ``--all``, in a query and in ``list`` it is taken as it is."""
    done = asked("search", "nueral", "netwrks", "--columns", "title")
    assert done.stdout.splitlines() == [TITLES[3]]
    assert done.stderr == "Searched for neural, not nueral. Searched for networks, not netwrks.\n"
    for words in (
        ("search", "nueral", "--all"),
        ("search", "nueral year:1970"),
        ("list", "nueral"),
    ):
        done = asked(*words)
        assert (done.stdout, "Did you mean 'neural'?" in done.stderr) == ("", True)


def test_a_common_word_is_likelier_than_a_slip(asked, tmp_path):
    """A misspelling that stands in one paper is not offered for the word that stands in many."""
    lines = [json.dumps({"title": f"Attention number {n}"}) for n in "abcde"]
    lines.append(json.dumps({"title": "Attenton please"}))
    (tmp_path / "more.jsonl").write_text("\n".join(lines), "utf-8")
    asked("import", str(tmp_path / "more.jsonl"))
    assert asked("search", "attenion").stderr == "Searched for attention, not attenion.\n"


def test_the_other_words_say_which_is_meant(asked):
    """Of two words that are as near, the one that stands beside the others."""
    assert titles(asked, "timw sharing small") == [TITLES[1]]
    lines = [json.dumps({"title": f"Tima and number {n}"}) for n in "abcdefgh"]
    asked("import", "-", "--format", "jsonl", stdin="\n".join(lines))
    assert "Searched for time, not timw." in asked("search", "timw sharing small").stderr
    assert "Searched for tima, not timw." in asked("search", "timw number").stderr


@pytest.fixture
def ranked(run: Run):
    """Return the program with papers that answer one question in several ways."""
    papers = [
        {"title": "The university as an organization", "abstract": "University and universities."},
        {"title": "Notes on approximation", "abstract": "A universal function can be learned."},
        {"title": "Universal approximation"},
        {"title": "A theorem", "authors": ["Ann Universal"]},
    ]
    run("import", "-", "--format", "jsonl", stdin="\n".join(map(json.dumps, papers)))
    return run


def test_a_word_comes_before_its_stem_and_a_title_before_all(ranked):
    """Title, author, abstract, and last what has the stem alone; in ``list``, too."""
    for command in ("search", "list"):
        found = ranked(command, "universal", "--columns", "id").stdout.split()
        assert found == ["3", "4", "2", "1"]
    assert ranked("search", "universal", "--columns", "id", "--limit", "2").stdout == "3\n4\n"
    assert ranked("search", "universal", "--quiet", "--sort", "id-").stdout.split() == list("4321")


def test_why_tells_the_sum(ranked):
    """The terms add up, in a pipe and in JSON, with what the nearest lack."""
    lines = ranked("search", "--why", "universal", "approximation").stdout.splitlines()
    rows = [line.split("\t") for line in lines]
    sums = {key: float(weight) for key, weight, kind, _ in rows if kind == "score"}
    for key, total in sums.items():
        terms = [float(weight) for name, weight, kind, _ in rows if name == key and kind != "score"]
        assert sum(terms) == pytest.approx(total, abs=1e-3)
    assert "universal, approximation in the title" in {said for *_, said in rows}
    shown = ranked("search", "--why", "--any", "--json", "universal", "approximation")
    found = json.loads(shown.stdout)["papers"]
    assert [paper["id"] for paper in found][:2] == [3, 2]
    assert found[0]["lacks"] == []
    assert found[-1]["lacks"] == ["approximation"]
    assert found[0]["score"] == pytest.approx(sum(term["weight"] for term in found[0]["why"]))


def test_why_needs_words_that_are_weighed(ranked):
    """An order of one's own, or a query without words, leaves nothing to tell."""
    for words in (("universal", "--sort", "id"), ("year:2020",), ("sort:year", "universal")):
        assert "needs words" in ranked("search", "--why", *words, code=2).stderr
    done = ranked("search", "--why", "giraffe")
    assert (done.stdout, "No papers found" in done.stderr) == ("", True)


def test_papers_beyond_those_that_are_weighed_follow(run):
    """Each once, with a limit and without one, and with other conditions."""
    papers = [{"title": f"Nets number {n}", "year": 2000} for n in range(450)]
    run("import", "-", "--format", "jsonl", stdin="\n".join(map(json.dumps, papers)))
    every = run("search", "nets", "--quiet").stdout.split()
    assert (len(every), len(set(every))) == (450, 450)
    for words in (("nets",), ("nets", "year:2000"), ("nets", "-zebra")):
        found = run("search", "--quiet", "--limit", "300", "--", *words).stdout.split()
        assert (len(found), len(set(found))) == (300, 300)
    assert run("search", "nets", "--columns", "id", "--limit", "10").stdout.split() == every[:10]
