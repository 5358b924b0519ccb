"""``add`` with the services: few requests, fall-backs, nothing lost whatever they answer."""

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from readlist.cli.app import App
from readlist.cli.choose import choose_record
from readlist.model import Identifier, Record
from readlist.store.questions import open_questions
from support.pdf_files import lines, pdf
from support.pdf_kinds import front
from support.program import HANG_S, PROBE
from support.services_server import eprint, services, work
from support.web_server import Answer

ATTENTION = "1706.03762"


@pytest.fixture
def net():
    with services() as running:
        running.eprints = {
            ATTENTION: eprint(datacite="Attention Is All You Need"),
            "1810.04805": eprint("BERT: Pre-training", authors=["Jacob Devlin"]),
            "hep-th/9901001": eprint("An Old One", authors=["A. Author"]),
        }
        running.works = {"10.1000/one": work("10.1000/one", "One Work")}
        yield running


def shown(run, *words):
    return json.loads(run("list", "--json", *words).stdout)["papers"]


def test_identifiers_become_papers_in_one_request(net, online):
    """The order of the answer is not that of the question, and a title may have lines."""
    done = online("add", ATTENTION, "https://arxiv.org/abs/1810.04805v2", "hep-th/9901001")
    assert net.asked == [
        "arxiv_api  id_list=1706.03762%2C1810.04805%2Chep-th%2F9901001&max_results=3&start=0"
    ]
    assert "Added: 1  vaswani2017attention  Attention Is All You Need\n" in done.stdout
    assert "Added: 2  devlin2017bert  BERT: Pre-training\n" in done.stdout
    assert done.stderr == ""
    entry = online("export", "id:1").stdout
    assert "author        = {Vaswani, Ashish and Shazeer, Noam}" in entry
    assert "primaryClass  = {cs.CL}" in entry


def test_two_hundred_identifiers_take_two_requests(net, online):
    numbers = [f"2501.{n:05}" for n in range(1, 201)]
    net.eprints |= {n: eprint(f"Paper Number {n}") for n in numbers}
    done = online("add", "-", stdin="\n".join(numbers))
    assert (done.stdout.count("Added: "), len(net.asked)) == (200, 2)


def test_a_known_paper_costs_no_request_and_no_import(net, online, environment, tmp_path):
    online("add", ATTENTION)
    net.asked.clear()
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "add", ATTENTION], cwd=tmp_path, check=False,
        env={**environment, **net.environment()}, capture_output=True, text=True, timeout=HANG_S,
    )  # fmt: skip
    loaded = {name.partition(".")[0] for name in done.stderr.rpartition("LOADED ")[2].split()}
    assert done.stdout.startswith("Known already")
    assert loaded.isdisjoint({"httpx", "filelock", "asyncio"})
    assert net.asked == []


def test_offline_keeps_what_was_typed_and_says_so(net, online, monkeypatch):
    """What waits is asked for later; the paper is the same one."""
    done = online("add", ATTENTION, "--tag", "x", "--offline")
    assert "Offline: 1 paper is kept without its facts; 'readlist enrich'" in done.stderr
    assert net.asked == []
    assert "Updated: 1 " in online("add", ATTENTION).stdout
    assert shown(online)[0]["title"] == "Attention Is All You Need"
    assert shown(online)[0]["tags"] == ["x"]


def test_a_file_that_cannot_be_read_costs_only_itself(net, online, tmp_path):
    """Among others; alone it is the error, and so are several of which none can be read."""
    net.eprints["1706.03762"] = eprint("Attention Is All You Need")
    (tmp_path / "fake.pdf").write_text("no PDF")
    done = online("add", "nowhere.pdf", "1706.03762", "fake.pdf", code=1)
    assert done.stdout.startswith("Added: 1 ")
    assert "There is no file nowhere.pdf." in done.stderr
    assert "fake.pdf is no PDF" in done.stderr
    assert "nowhere.pdf" in online("add", "nowhere.pdf", code=2).stderr
    both = online("add", "nowhere.pdf", "fake.pdf", code=2).stderr
    assert "nowhere.pdf" in both
    assert "fake.pdf" in both


def test_the_history_names_what_was_added(net, online):
    """One paper by its key, several by their number."""
    net.eprints["1706.03762"] = eprint("Attention Is All You Need")
    net.eprints["1810.04805"] = eprint("BERT")
    online("add", "1706.03762")
    online("add", "1810.04805", "A Title That Nobody Knows", code=1)
    online("add", "1706.03762", "--link", "code=https://example.org/c", "--offline")
    said = [line.split("\t")[3] for line in online("history").stdout.splitlines()]
    key = json.loads(online("show", "1", "--json").stdout)["papers"][0]["key"]
    assert said == [f"Updated {key}", "Added 2 papers", f"Added {key}"]


def test_an_unknown_identifier_is_kept_and_said(net, online):
    """Two services say that there is none; the others of the batch come in."""
    done = online("add", "2501.99999", ATTENTION, code=1)
    assert "No service knows arxiv:2501.99999; is it right?" in done.stderr
    assert len(net.asked) == 2
    assert [paper["title"] for paper in shown(online)] == [None, "Attention Is All You Need"]


def test_where_arxiv_throttles_another_service_is_asked(net, online):
    net.faults = [("arxiv_api", Answer(429, b"Rate exceeded."))]
    done = online("add", ATTENTION)
    assert "Attention Is All You Need" in done.stdout
    assert online("show", "1", "--sources").stdout.startswith(
        "vaswani2017attention\ttitle\tdatacite\tthe publisher's registry\tAttention"
    )


def test_while_arxiv_throttles_it_is_left_alone(net, online):
    """Neither its query API nor OAI-PMH is asked again; nobody waits for the rest to end."""
    net.faults = [("arxiv_", Answer(429, b"Rate exceeded."))]
    net.eprints[ATTENTION].pop("datacite")
    done = online("add", ATTENTION, code=4)
    assert "arXiv is throttling (HTTP 429). 1 paper is kept" in done.stderr
    assert [one.split()[0] for one in net.asked] == [
        "arxiv_api",
        "datacite",
        "hf",
        "openalex",
        "s2",
    ]


def test_where_the_query_api_alone_fails_arxiv_still_answers(net, online):
    net.faults = [("arxiv_api", Answer(400, b"<html><title>Sorry"))]
    assert "vaswani2017attention" in online("add", ATTENTION).stdout
    assert [one.split()[0] for one in net.asked][-1] == "arxiv_oai"
    assert "datacite" not in "".join(net.asked)


def test_when_nothing_answers_the_paper_is_kept_and_the_next_run_goes_on(net, online, tmp_path):
    net.faults = [("", Answer(503, b""))]
    done = online("add", ATTENTION, "10.1000/one", "--note", "mine", code=4)
    assert done.stdout.count("Added: ") == 2
    assert done.stderr.count("\n") == 1
    assert "arXiv is not available (HTTP 503)." in done.stderr
    assert "2 papers are kept without their facts; 'readlist enrich' asks for them." in done.stderr
    net.faults = []
    end_rests(tmp_path)
    assert online("add", ATTENTION, "10.1000/one").stdout.count("Updated: ") == 2
    assert [paper["title"] for paper in shown(online)] == ["Attention Is All You Need", "One Work"]


def end_rests(folder: Path) -> None:
    """Let the rests be over that throttling services were given."""
    for mark in (folder / "state" / "readlist" / "pace").glob("*.json"):
        mark.unlink()


def half(handler) -> None:
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<?xml version='1.0'?><feed"
    )


FAULTS = {
    "garbage": Answer(body=bytes(range(256)) * 20),
    "web page": Answer(body=b"<html><title>Access Denied</title></html>"),
    "bad utf-8": Answer(
        body=b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">\xff'
    ),
    "truncated": Answer(act=half),
    "reset": Answer(act=lambda handler: handler.connection.close()),
    "empty": Answer(body=b""),
    "wrong shape": Answer(body=b'{"message": [1, {"DOI": 7}], "data": 3}'),
    "forbidden": Answer(403, b"<html>no</html>"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_services_answer_nothing_is_lost_or_wrong(net, online, fault):
    """Exit 4 with one sentence; no traceback, no paper that nobody named."""
    net.faults = [("", FAULTS[fault])]
    done = online("add", ATTENTION, "10.1000/one", code=4)
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert [paper["title"] for paper in shown(online)] == [None, None]


def test_a_title_of_five_megabytes_is_cut(net, online):
    net.eprints[ATTENTION]["title"] = "A " * 2_500_000
    done = online("add", ATTENTION)
    assert len(done.stdout) < 20_000


def test_a_second_batch_that_fails_loses_nothing_of_the_first(net, online):
    numbers = [f"2501.{n:05}" for n in range(1, 121)]
    net.eprints |= {n: eprint(f"Paper Number {n}") for n in numbers}
    net.faults = [("id_list=2501.00101", FAULTS["garbage"]), ("^(?!arxiv)", FAULTS["forbidden"])]
    done = online("add", "-", stdin="\n".join(numbers), code=4)
    assert "20 papers are kept without their facts" in done.stderr
    assert len([paper for paper in shown(online) if paper["title"]]) == 100
    net.faults = []
    net.asked.clear()
    online("add", "-", stdin="\n".join(numbers))
    assert [one.count("%2C") for one in net.asked] == [19]


def test_what_a_short_page_leaves_out_is_asked_for_again(net, online):
    """The answer counts more papers than it holds; they are not unknown for that."""
    net.short = [1]
    online("add", ATTENTION, "1810.04805", "hep-th/9901001")
    assert all(paper["title"] for paper in shown(online))
    assert [one.count("%2C") for one in net.asked] == [2, 1]


def test_an_empty_page_for_many_is_no_word_on_them(net, online):
    numbers = [f"2501.{n:05}" for n in range(1, 11)]
    net.faults = [("^(?!arxiv)", Answer(403, b""))]
    assert "arXiv answered with 0 of 10 papers." in online("add", *numbers, code=4).stderr
    net.eprints |= {n: eprint(f"Paper Number {n}") for n in numbers}
    assert online("add", *numbers).stdout.count("Updated: ") == 10


def test_interrupted_what_came_is_kept(net, online):
    numbers = [f"2501.{n:05}" for n in range(1, 121)]
    net.eprints |= {n: eprint(f"Paper Number {n}") for n in numbers}

    def interrupt() -> None:
        if len(net.asked) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    net.watch = interrupt
    done = online("add", "-", stdin="\n".join(numbers), code=130)
    assert "Interrupted. 20 papers are kept without their facts" in done.stderr
    assert len([paper for paper in shown(online) if paper["title"]]) == 100


def test_the_library_is_free_while_services_are_asked(net, online, environment):
    """A pull and a prompt at the same time never wait for the network."""
    states = []

    def look() -> None:
        db = sqlite3.connect(environment["READLIST_DB"], timeout=0, isolation_level=None)
        db.execute("BEGIN IMMEDIATE")
        db.execute("ROLLBACK")
        db.close()
        states.append("free")

    net.watch = look
    online("add", ATTENTION)
    assert states == ["free"]


def test_a_doi_goes_from_registry_to_registry(net, online):
    net.faults = [
        ("^doi 10.1000/csl", Answer(body=json.dumps({
            "type": "article-journal", "title": "From the Registry", "DOI": "10.1000/csl",
            "author": [{"family": "Small", "given": "Ann"}],
        }).encode()))
    ]  # fmt: skip
    assert "From the Registry" in online("add", "10.1000/csl").stdout
    assert [one.split()[0] for one in net.asked] == ["crossref", "datacite", "doi"]
    online("add", "10.5281/zenodo.7", code=1)
    assert [one.split()[0] for one in net.asked[3:]] == ["datacite", "doi"]


PAGE = Answer(body=b"<!DOCTYPE html><html><title>A Journal</title>")
AWAY = Answer(302, headers={"Location": "/doi/landing"})


@pytest.mark.parametrize(
    ("at_once", "there", "code"),
    [(PAGE, PAGE, 1), (AWAY, PAGE, 1), (AWAY, Answer(403), 1), (AWAY, Answer(500), 4)],
    ids=["page", "page elsewhere", "refused elsewhere", "trouble elsewhere"],
)
def test_a_landing_page_speaks_of_one_doi_alone(net, online, at_once, there, code):
    """Its registry has nothing for programs; the next DOI is asked for all the same."""
    found = json.dumps({"title": "Small", "type": "book", "DOI": "10.1000/csl"}).encode()
    net.faults = [
        ("^doi landing", there), ("^doi 10.1000/page", at_once),
        ("^doi 10.1000/csl", Answer(body=found)),
    ]  # fmt: skip
    done = online("add", "10.1000/page", "10.1000/csl", code=code)
    assert "Added: 2  " in done.stdout
    assert "Small" in done.stdout
    said = "No service knows doi:10.1000/page" if code == 1 else "which answered with HTTP 500"
    assert said in done.stderr


def test_the_published_version_is_asked_for_where_there_are_few(net, online):
    """The venue's year is kept beside the preprint's."""
    net.eprints[ATTENTION]["doi"] = "10.1000/one"
    net.works["10.1000/one"]["title"] = ["Attention Is All You Need"]
    online("add", ATTENTION)
    entry = online("export").stdout
    assert "@inproceedings{" in entry
    assert "booktitle     = {Proceedings of Something}" in entry
    assert "year          = {2018}" in entry
    assert "eprint        = {1706.03762}" in entry


def test_a_person_wins_and_contradictions_are_said(net, online):
    done = online("add", "10.1000/one", "--title", "Another Title")
    assert "says title" in done.stdout
    assert shown(online)[0]["title"] == "Another Title"
    online("add", "10.1000/two", "--title", "Two", "--author", "Ann Other", "--offline")
    net.works["10.1000/two"] = work("10.1000/two", "Two")
    online("edit", "2", "--author", "")
    done = online("add", "10.1000/two", "--author", "Ann Other", "--year", "2018", "--title", "Two")
    assert shown(online, "id:2")[0]["authors"][0]["family"] == "Other"


def test_one_undo_takes_the_whole_command_back(net, online):
    online("add", ATTENTION, "10.1000/one")
    online("undo")
    assert shown(online) == []


def test_a_dry_run_asks_and_writes_nothing(net, online):
    done = online("add", ATTENTION, "--dry-run")
    assert "Dry run: Added: 1  vaswani2017attention" in done.stdout
    assert shown(online) == []


def test_a_pdf_is_what_it_says_and_keeps_its_place(net, online, tmp_path):
    (tmp_path / "download.pdf").write_bytes(
        pdf(lines("arXiv:1706.03762v7  [cs.CL]  2 Aug 2023\nAttention Is All You Need"))
    )
    assert "vaswani2017attention" in online("add", "download.pdf").stdout
    links = json.loads(online("show", "1", "--json").stdout)["papers"][0]["links"]
    assert links == {"file": "vaswani2017attention.pdf"}
    online("add", "missing.pdf", code=2)


def quoting():
    """Return a PDF whose name is another paper's, and whose page has a title and names."""
    return pdf(front("Lists Revisited, with Proofs"))


def test_a_page_that_contradicts_the_service_keeps_its_title(net, online, tmp_path):
    """Nothing is completed or merged, and whether it is that paper is a question."""
    (tmp_path / f"{ATTENTION}.pdf").write_bytes(quoting())
    done = online("add", f"{ATTENTION}.pdf", code=1)
    assert "names arxiv:1706.03762, which is 'Attention Is All You Need'; page 1 has" in done.stderr
    [paper] = shown(online)
    assert (paper["title"], paper["identifiers"]) == ("Lists Revisited, with Proofs", {})
    assert [one["name"] for one in paper["authors"]] == ["Jane Q. Roe", "Ed Poe"]
    assert "Attention Is All You Need" in online("questions").stdout
    online("accept", "1")
    assert shown(online)[0]["title"] == "Attention Is All You Need"


def test_a_page_that_contradicts_the_library_is_another_paper(net, online, tmp_path):
    online("add", ATTENTION)
    (tmp_path / f"{ATTENTION}.pdf").write_bytes(quoting())
    online("add", f"{ATTENTION}.pdf", code=1)
    assert [one["title"] for one in shown(online)] == [
        "Attention Is All You Need", "Lists Revisited, with Proofs",
    ]  # fmt: skip
    assert online("list", "-q", "has:pdf").stdout == "2\n"


def test_a_page_that_agrees_is_completed(net, online, tmp_path):
    """By its title, however its names could be read; by its names, whatever its title is."""
    page = front("Attention Is All You Need", "Somebody Else")
    (tmp_path / f"{ATTENTION}.pdf").write_bytes(pdf(page))
    assert "vaswani2017attention" in online("add", f"{ATTENTION}.pdf").stdout
    online("undo")
    page = front("A Former Title of Another Kind", "Ashish Vaswani, Noam Shazeer")
    (tmp_path / f"{ATTENTION}.pdf").write_bytes(pdf(page))
    assert "vaswani2017attention" in online("add", f"{ATTENTION}.pdf").stdout


def test_enrich_compares_with_the_page_as_well(net, online, tmp_path):
    (tmp_path / f"{ATTENTION}.pdf").write_bytes(quoting())
    online("add", "--offline", f"{ATTENTION}.pdf")
    online("enrich")
    [paper] = shown(online)
    assert (paper["title"], paper["identifiers"]) == ("Lists Revisited, with Proofs", {})
    assert "Attention Is All You Need" in online("questions").stdout


def test_files_and_references_mix(net, online, tmp_path):
    (tmp_path / "some.bib").write_text(
        "@article{k, title={Known From a File}, author={Ada Lovelace}, year={1843}}\n"
    )
    done = online("add", "some.bib", ATTENTION, "-", stdin="1810.04805\n")
    assert done.stdout.count("Added: ") == 3
    assert len(net.asked) == 1


def test_a_title_is_the_paper_only_where_that_is_sure(net, online):
    done = online("add", "attention is all you need")
    assert "Added: 1  vaswani2017attention  Attention Is All You Need" in done.stdout
    assert "Known already: 1" in online("add", "Attention is all you need!").stdout
    done = online("add", "A title of nothing that there is", code=1)
    assert "No service knows 'A title of nothing that there is'" in done.stderr


def test_a_title_of_two_papers_is_a_question(net, online, tmp_path):
    """Elsewhere than on a terminal it is kept, with the candidates."""
    net.eprints["2501.00001"] = eprint("Attention Is All You Need", authors=["Ann Other"])
    done = online("add", "attention is all you need", code=1)
    assert "1 title may be one of several papers; 'readlist questions' shows them." in done.stderr
    with closing(sqlite3.connect(tmp_path / "library.db")) as db:
        (question,) = open_questions(db)
    assert {str(one.identifiers[0]) for one in question.candidates} == {
        "arxiv:1706.03762", "arxiv:2501.00001",
    }  # fmt: skip
    assert shown(online)[0]["title"] == "attention is all you need"


@pytest.mark.parametrize(("answer", "chosen"), [("2\n", 1), ("\n", None), ("7\n", None)])
def test_on_a_terminal_a_person_chooses(answer, chosen):
    found = [
        Record(title=f"T {n}\x1b[31m", year=2020, identifiers=(Identifier("arxiv", number),))
        for n, number in enumerate(("2001.00001", "2001.00002"))
    ]  # fmt: skip
    said = io.StringIO()
    app = App(environment={}, stdin=io.StringIO(answer), stdout=io.StringIO(), stderr=said)
    assert choose_record(app, "title", found) == (None if chosen is None else found[chosen])
    assert "\x1b" not in said.getvalue()


def test_titles_wait_where_services_fail(net, online):
    net.faults = [("", Answer(403, b""))]
    done = online("add", "attention is all you need", code=4)
    assert "1 paper is kept without its facts" in done.stderr
    assert shown(online)[0]["title"] == "attention is all you need"


def test_json_says_what_did_not_come(net, online):
    body = json.loads(online("add", "2501.99999", ATTENTION, "--json", code=1).stdout)
    assert body["absent"] == ["arxiv:2501.99999"]
    assert (body["failed"], body["waiting"], body["new"]) == ({}, [], 2)


def test_what_is_kept_apart_and_called_otherwise_is_said(net, online, tmp_path):
    """Two papers that state one DOI are two papers and a question; a key that is taken is told."""
    one, other = tmp_path / "one.bib", tmp_path / "other.bib"
    one.write_text(
        "@article{smith2020, title={Deep Learning of Alpha Things}, author={Smith, Jane}, "
        "year=2020, doi={10.1000/abc}}\n"
    )
    other.write_text(
        "@article{smith2020, title={Quite Another Paper on Beta}, author={Doe, John}, "
        "year=1999, doi={10.1000/abc}}\n"
    )
    online("add", str(one), "--offline")
    done = online("add", str(other), "--offline", "--dry-run", code=1)
    assert "Paper 2 states doi:10.1000/abc, which is that of paper 1, and is kept" in done.stdout
    key = "The key smith2020 belongs to another paper; this one is smith2020a.\n"
    assert done.stderr.endswith(key)
    told = json.loads(online("add", str(other), "--offline", "--json", code=1).stdout)
    assert [(o["paper"], o["other"]) for o in told["kept_apart"]] == [(2, 1)]
    assert [(r["key"], r["new_key"]) for r in told["renamed"]] == [("smith2020", "smith2020a")]
    again = json.loads(online("add", str(other), "--offline", "--json").stdout)
    assert again["kept_apart"] == again["renamed"] == []
