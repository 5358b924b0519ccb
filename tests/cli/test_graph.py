"""``refs``, ``cited-by``, ``gaps``, ``before``, ``lists order`` and feeds of citations."""

import json
from pathlib import Path

import pytest

from readlist.errors import NetworkError
from readlist.library.graph.ask import ask_who_cites
from readlist.model import Identifier, Record
from readlist.services.citations import Citing
from readlist.store import citations
from readlist.store.connection import open_library
from readlist.store.papers import load
from support.program import runner
from support.services_server import Services, services
from support.web_server import Answer

PAPERS = {
    "2001.00001": ("Reading Lists as Graphs", 2020),
    "2101.00002": ("Ordering What One Reads", 2021),
    "2201.00003": ("Gaps in Libraries and How to Find Them", 2022),
}
BASE = ("1701.00009", "Foundations of Reading in Order", 2017)
OPTIMISER = ("1501.06980", "A Method for Optimisation that Everybody Cites", 2015)


def work(number: str, title: str, year: int, cited: int = 10, **more: object) -> dict[str, object]:
    """Return a work as Semantic Scholar names it in a list."""
    sha = number.replace(".", "").rjust(40, "0")
    return {
        "paperId": sha, "externalIds": {"ArXiv": number}, "title": title, "year": year,
        "authors": [{"name": "Ada Ferrante"}], "citationCount": cited, **more,
    }  # fmt: skip


def cites(number: str, *works: dict[str, object]) -> dict[str, object]:
    """Return a paper of the library with what it cites."""
    title, year = PAPERS[number]
    return work(number, title, year, referenceCount=len(works), references=list(works))


@pytest.fixture
def net():
    with services() as running:
        one, two, three = PAPERS
        base, everybody = work(*BASE, cited=40), work(*OPTIMISER, cited=160_000)
        running.at_s2 = {
            one: cites(one, base, everybody),
            two: cites(two, base, everybody, work(one, *PAPERS[one])),
            three: cites(three, base, everybody, work(one, *PAPERS[one]), work(two, *PAPERS[two])),
        }
        yield running


@pytest.fixture
def run(net: Services, environment, tmp_path, monkeypatch, capsys):
    """A library of three papers that cite each other, read; the youngest came first."""
    folders = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache")}
    call = runner({**environment, **net.environment(), **folders}, tmp_path, monkeypatch, capsys)
    rows = [
        {"title": title, "authors": ["Ada Ferrante"], "year": year, "arxiv": number,
         "status": "read"}
        for number, (title, year) in reversed(PAPERS.items())
    ]  # fmt: skip
    call("import", "-", "--format", "jsonl", stdin="".join(f"{json.dumps(r)}\n" for r in rows))
    return call


def titles(done):
    return [line.split("\t")[-1] for line in done.stdout.splitlines()]


def test_references_are_asked_for_once_and_known_ones_marked(net, run):
    body = json.loads(run("refs", "2201.00003", "--json").stdout)
    assert body["state"] == "done"
    assert [one["title"] for one in body["references"]] == [
        PAPERS["2101.00002"][0], PAPERS["2001.00001"][0], BASE[1], OPTIMISER[1],
    ]  # fmt: skip
    assert [one["paper"] and one["paper"]["status"] for one in body["references"]] == [
        "read", "read", None, None,
    ]  # fmt: skip
    asked = len(net.asked)
    assert titles(run("refs", "2201.00003", "--new")) == [BASE[1], OPTIMISER[1]]
    names = run("refs", "2201.00003", "--new", "--quiet").stdout.split()
    assert names == [f"arxiv:{BASE[0]}", f"arxiv:{OPTIMISER[0]}"]
    assert len(net.asked) == asked
    assert "graph" not in run("history").stdout


def test_what_is_hidden_or_unknown_is_not_nothing(net, run):
    """A publisher that hides references, a paper that nobody knows, one that cites nothing."""
    one, two, three = PAPERS
    net.at_s2[one]["references"] = None
    del net.at_s2[two]
    net.at_s2[three]["references"] = []
    net.at_s2[three]["referenceCount"] = 0
    said = {number: run("refs", number) for number in PAPERS}
    assert "does not show what it cites" in said[one].stderr
    assert "No service knows" in said[two].stderr
    assert "cites nothing, as far as is known" in said[three].stderr
    states = [json.loads(run("refs", number, "--json").stdout)["state"] for number in PAPERS]
    assert states == ["hidden", "unknown", "done"]


def test_a_paper_without_an_identifier_is_told_what_to_do(run):
    run("add", "--title", "A Paper of Which Nobody Gave the Number", "--offline")
    assert "'readlist enrich" in run("refs", "A Paper of Which Nobody").stderr


def test_offline_nobody_is_asked(net, run):
    done = run("refs", "2001.00001", "--offline")
    assert "Nobody was asked about" in done.stderr
    assert not [one for one in net.asked if one.startswith("s2")]


def test_a_failure_is_the_networks(net, run):
    net.faults.append(("s2", Answer(500, b"")))
    done = run("refs", "2001.00001", code=4)
    assert "Run the command again later." in done.stderr


def test_who_cites_a_paper(net, run):
    """All pages, the newest first; what is in the library is marked."""
    net.citing["2001.00001"] = [
        work("2401.00007", "The Newest of All Readers", 2024),
        work("2201.00003", *PAPERS["2201.00003"]),
        work("2101.00002", *PAPERS["2101.00002"]),
    ]  # fmt: skip
    body = json.loads(run("cited-by", "2001.00001", "--json").stdout)
    assert [one["year"] for one in body["citing"]] == [2024, 2022, 2021]
    assert [bool(one["paper"]) for one in body["citing"]] == [False, True, True]
    assert len([one for one in net.asked if "citations" in one]) == 2
    assert "No service knows" in run("cited-by", "2101.00002").stderr


def test_a_part_of_who_cites_does_not_pass_for_all(run, environment):
    """The second page fails: nothing is kept, so that it is asked again at once."""
    record = Record(title="The Newest of All Readers", identifiers=(Identifier("s2", "a" * 40),))
    pages = iter([Citing((record,), 1_000), NetworkError("Nobody answers.")])

    def ask(_):
        page = next(pages)
        if isinstance(page, NetworkError):
            raise page
        return page

    library = open_library(Path(environment["READLIST_DB"]), "ada", write=True)
    [paper] = load(library, [3])
    assert ask_who_cites(library, paper, ask, "2026-11-22T08:00:00Z") == ["Nobody answers."]
    assert citations.answers(library.db, [3], citations.CITED_BY) == {}
    assert citations.related(library.db, 3, citations.CITED_BY) == []
    library.close()


def test_what_is_hidden_is_asked_again_where_another_service_failed(net, run):
    """Who may know it was not heard: that is no answer for ninety days."""
    one, two, _ = PAPERS
    run("edit", one, "--identifier", "doi:10.5555/journal.1")
    net.at_s2[one]["references"] = net.at_s2[two]["references"] = None
    net.faults.append(("openalex|crossref|opencitations", Answer(500, b"")))
    body = json.loads(run("gaps", "--json", code=4).stdout)
    assert (body["hidden"], body["not_asked"]) == (1, 1)


def test_gaps_are_what_the_papers_cite_more_than_the_world(net, run):
    body = json.loads(run("gaps", "--json").stdout)
    assert [(one["title"], one["count"]) for one in body["gaps"]] == [
        (BASE[1], 3),
        (OPTIMISER[1], 3),
    ]
    assert (body["papers"], body["with_references"], body["least"]) == (3, 3, 3)
    assert [one["key"] for one in body["gaps"][0]["papers"]] == [
        "ferrante2022gaps", "ferrante2021ordering", "ferrante2020reading",
    ]  # fmt: skip
    assert len([one for one in net.asked if "batch" in one]) == 1
    assert titles(run("gaps", "--sort", "year")) != []
    assert run("gaps", "--least", "4").stdout == ""


def test_who_asks_nobody_only_reads(run, tmp_path):
    """Nothing is to be asked: no library is made by looking at it."""
    said = run("--db", str(tmp_path / "none.db"), "gaps").stderr
    assert "There are no papers that you read" in said
    assert not (tmp_path / "none.db").exists()


def test_a_dry_run_says_what_it_costs(net, run):
    done = run("gaps", "--dry-run")
    assert "of 3 papers 3 are to be asked about: 1 request" in done.stdout
    assert not [one for one in net.asked if one.startswith("s2")]
    run("gaps")
    assert json.loads(run("gaps", "--dry-run", "--json").stdout)["requests"] == 0


def test_a_gap_is_added_by_its_number_and_then_is_none(net, run):
    """It is an ordinary paper: looked up, and taken back by undo."""
    net.eprints[BASE[0]] = {"title": BASE[1], "authors": ["Ada Ferrante"]}
    assert "Added" in run("gaps", "--add", "1").stdout
    assert [one["title"] for one in json.loads(run("gaps", "--json").stdout)["gaps"]] == [
        OPTIMISER[1]
    ]
    run("undo")
    assert json.loads(run("gaps", "--json").stdout)["gaps"][0]["title"] == BASE[1]
    assert "none has number 9" in run("gaps", "--add", "9", code=2).stderr


def test_what_the_library_has_under_a_title_alone_or_what_was_removed_is_no_gap(net, run):
    run("add", "--title", BASE[1], "--author", "Ada Ferrante", "--year", "2017", "--offline")
    run("add", OPTIMISER[0], "--title", OPTIMISER[1], "--offline", "--yes", code=2)
    assert [one["title"] for one in json.loads(run("gaps", "--json").stdout)["gaps"]] == [
        OPTIMISER[1]
    ]


def test_two_records_of_one_work_are_counted_together(net, run):
    """A service keeps the preprint and the journal's version apart; a list names one of the two."""
    journal = work(*BASE) | {
        "paperId": "f" * 40, "externalIds": {"DOI": "10.5555/orders"}, "title": f"{BASE[1]}.",
    }  # fmt: skip
    net.at_s2["2001.00001"]["references"][0] = journal
    first = json.loads(run("gaps", "--json").stdout)["gaps"][0]
    assert (first["count"], first["identifiers"]["arxiv"]) == (3, BASE[0])
    assert first["identifiers"]["doi"] == "10.5555/orders"


def test_a_doi_that_two_preprints_state_makes_them_no_single_work(net, run):
    other = work("1801.00010", "Another Foundation of Reading in Order", 2018)
    for one in (work(*BASE), other):
        one["externalIds"]["DOI"] = "10.5555/proceedings"
        for paper in net.at_s2.values():
            paper["references"] = [
                one,
                *(r for r in paper["references"] if r["title"] != one["title"]),
            ]
    found = json.loads(run("gaps", "--json").stdout)["gaps"]
    assert {one["title"]: one["count"] for one in found} == {
        BASE[1]: 3, other["title"]: 3, OPTIMISER[1]: 3,
    }  # fmt: skip


def test_one_odd_paper_fails_its_batch_and_no_other(net, run):
    net.faults.append((r"2101\.00002", Answer(500, b"")))
    done = run("gaps", "--least", "2", "--json", code=4)
    body = json.loads(done.stdout)
    assert (body["with_references"], body["not_asked"]) == (2, 1)
    assert "What came is kept" in done.stderr
    net.faults.clear()
    assert json.loads(run("gaps", "--json").stdout)["with_references"] == 3


def test_what_to_read_before_a_paper(run):
    """What its references build on, foundations first; not what only it cites."""
    run("gaps")
    rows = json.loads(run("before", "2201.00003", "--json").stdout)["before"]
    assert [(one["title"], one["needed_by"]) for one in rows][:2] in (
        [(BASE[1], 3), (OPTIMISER[1], 3)], [(OPTIMISER[1], 3), (BASE[1], 3)],
    )  # fmt: skip
    assert [one["title"] for one in rows][2:] == [PAPERS["2001.00001"][0], PAPERS["2101.00002"][0]]


def test_a_list_in_the_order_to_read_it(run):
    """What others of the list build on comes first; the list itself stays as it is."""
    run("lists", "add", "course", "2201.00003", "2101.00002", "2001.00001")
    body = json.loads(run("lists", "order", "course", "--json").stdout)
    assert [one["title"] for one in body["papers"]] == [title for title, _ in PAPERS.values()]
    assert [one["why"] for one in body["papers"]] == [
        "cited by 2 of the 2 that follow", "cited by 1 of the 1 that follow", "",
    ]  # fmt: skip
    assert run("list", "list:course", "--quiet").stdout.split() == ["1", "2", "3"]


def test_how_a_list_builds_on_itself(run):
    run("lists", "add", "course", "2201.00003", "2101.00002", "2001.00001")
    run("lists", "order", "course")
    body = json.loads(run("stats", "graph", "course", "--json").stdout)
    assert [(one["id"], one["cited_by"], one["cites"]) for one in body["papers"]] == [
        (3, 2, 0), (2, 1, 1), (1, 0, 2),
    ]  # fmt: skip
    assert sum(one["share"] for one in body["papers"]) == pytest.approx(1, abs=0.001)
    assert (body["of"], body["citations"], body["alone"]) == ("course", 3, 0)
    assert "3 citations among 3 papers" in run("stats", "graph", "status:read").stderr
    assert "printed as a table" in run("stats", "graph", "--format", "svg", code=2).stderr
    assert "--limit is for" in run("stats", "graph", "course", "--limit", "1", code=2).stderr
    assert "--queries is for" in run("stats", "graph", "course", "--queries", code=2).stderr


def test_a_query_is_sorted_by_what_is_built_on(run):
    run("gaps")
    assert run("list", "--sort", "foundations", "--quiet").stdout.split() == ["3", "2", "1"]
    assert run("list", "sort:foundations- year:2021..", "--quiet").stdout.split() == ["1", "2"]


def test_a_feed_brings_what_cites_a_paper(net, run):
    """It is kept under the key; a query is asked anew at each pull."""
    net.citing["2001.00001"] = [
        work("2611.00007", "The Newest of All Readers", 2026, publicationDate="2026-11-20"),
    ]  # fmt: skip
    assert "citing-ferrante2020reading" in run("feed", "add", "citing:2001.00001").stdout
    assert "No paper fits" in run("feed", "add", "citing:tag:nothing", code=3).stderr
    assert "needs a paper" in run("feed", "add", "citing:", code=2).stderr
    run("pull", "--all")
    assert titles(run("list", "status:inbox")) == ["The Newest of All Readers"]
    assert [row.split("\t")[:3] for row in run("feed", "list").stdout.splitlines()] == [
        ["citing-ferrante2020reading", "citing", "ferrante2020reading"]
    ]
    exported = run("feed", "export").stdout
    run("feed", "rm", "citing-ferrante2020reading")
    assert "1 feed new" in run("feed", "import", "-", stdin=exported).stdout
