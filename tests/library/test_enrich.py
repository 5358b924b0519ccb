"""Completing papers: what is asked, what is kept, what is remembered, and what a person decides."""

import json
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from readlist.cli.app import App
from readlist.errors import NetworkError
from readlist.identity.absorb import AbsorbOptions
from readlist.library.metadata.enrich import PART, Enriching, estimate, papers_due
from readlist.library.metadata.missing import NOT_THESE, lacks
from readlist.library.papers.marks import change_papers, status_mark
from readlist.library.papers.merge import keep_apart, suspects
from readlist.library.papers.undo import undo
from readlist.model import Author, Identifier, Link, Rank, Record, Status
from readlist.services.arxiv import Found
from readlist.services.base import Request
from readlist.store.connection import open_library
from readlist.store.journal import entries, transaction
from readlist.store.papers import load
from readlist.store.questions import OPEN, Question, open_questions, save, standing
from readlist.views import enrich as views
from support.papers import absorb
from support.program import NOW, runner

TITLES = (
    "Learned Indexes for the Archives of Libraries",
    "Sparse Retrieval of Long Documents by Weights",
    "Bandits With Restarts in Changing Worlds",
)
AUTHOR = Author("Emmy Noether", "Noether", "Emmy")


def eprint(title: str, number: str, **more) -> Record:
    facts = {
        "source": "arxiv", "rank": Rank.ISSUER, "authors": (AUTHOR,), "year": 2021,
        "published": "2021-03-04", "abstract": "About it.", "kind": "preprint",
        "identifiers": (Identifier("arxiv", number),), "links": (Link("code", "https://x.org/c"),),
        "extra": {"arxiv": {"version": 1}},
    }  # fmt: skip
    return Record(title=title, **(facts | more))


class Services:
    """What the services know; ``asked`` names every question, ``down`` services that fail."""

    def __init__(self, *records: Record, **others: tuple[Record, ...]) -> None:
        self.arxiv, self.others = records, others
        self.asked: list[str] = []
        self.down: set[str] = set()
        self.stop_after = 10_000

    def __call__(self, request: Request):
        self.asked.append(request.service)
        if len(self.asked) > self.stop_after:
            raise KeyboardInterrupt
        if request.service in self.down:
            raise NetworkError(f"{request.service} is down. What was fetched is kept; wait.")
        if request.service != "arxiv_api":
            return self.others.get(request.service, ())
        said = parse_qs((request.body or b"").decode())
        wanted = said.get("id_list", [""])[0].split(",")
        found = tuple(
            one for one in self.arxiv
            if "search_query" in said or one.identifiers[0].value in wanted
        )  # fmt: skip
        return Found(found, len(found))


def titled(*titles: str, **more) -> list[Record]:
    return [Record(source="markdown", rank=Rank.LIST, title=title, **more) for title in titles]


def enrich(library, services: Services, **more):
    """Complete everything that is due, as the command does."""
    tell = more.pop("tell", lambda *_: None)
    run = Enriching(
        library, lambda: transaction(library, command="readlist enrich", at=NOW), services,
        AbsorbOptions(NOW, "ada"), tell, **more,
    )  # fmt: skip
    numbers = [number for (number,) in library.db.execute("SELECT id FROM papers")]
    due = papers_due(library, numbers, NOW, again=more.get("again", False))
    return run.run([one.id for one in due])


def undo_last(library) -> None:
    """Take the newest entry of the journal back, as ``undo`` does."""
    with transaction(library, command="readlist undo", at=NOW) as tx:
        undo(tx)


def by_id(library, *numbers: int):
    return list(load(library, numbers))


def test_titles_become_papers(library):
    """However they were written; all titles in one request, and the person's words stay."""
    numbers = absorb(library, *titled(*(title.lower() for title in TITLES), tags=("mine",)))
    services = Services(*(eprint(t, f"2103.0000{n}") for n, t in enumerate(TITLES, 1)))
    result = enrich(library, services)
    papers = by_id(library, *numbers)
    assert [p.title for p in papers] == list(TITLES)
    assert [p.identifiers[0].value for p in papers] == [f"2103.0000{n}" for n in (1, 2, 3)]
    assert all(p.abstract and p.published and p.tags == ("mine",) for p in papers)
    assert services.asked.count("arxiv_api") == 1
    assert {need: len(of) for need, of in result.gained.items()} == {
        "identifier": 3, "authors": 3, "abstract": 3, "date": 3, "code": 3,
    }  # fmt: skip


def test_nothing_is_asked_twice(library):
    """What was not found is remembered with its day; --again asks once more."""
    [number] = absorb(library, *titled(TITLES[0]))
    services = Services()
    enrich(library, services)
    assert set(standing(library.db, [number])[number].tried) >= {"arxiv", "hf", "crossref", "dblp"}
    asked = len(services.asked)
    enrich(library, services)
    assert len(services.asked) == asked
    enrich(library, services, again=True)
    assert len(services.asked) == 2 * asked


def test_one_title_that_arxiv_refuses_does_not_stop_the_others(library):
    """They are asked for in halves; the one has its answer."""
    numbers = absorb(library, *titled(*TITLES, "A Title That Breaks the Server"))
    known = Services(*(eprint(t, f"2103.0000{n}") for n, t in enumerate(TITLES, 1)))

    def asking(request):
        if request.service == "arxiv_api" and b"breaks" in (request.body or b""):
            return Found(refused="Invalid query string")
        return known(request)

    assert not enrich(library, asking).waiting
    assert [bool(p.identifiers) for p in by_id(library, *numbers)] == [True, True, True, False]


def test_a_service_that_fails_is_asked_next_time(library):
    """The others go on; what failed is a sentence, and only it is asked again."""
    [number] = absorb(library, *titled(TITLES[0]))
    services = Services()
    services.down = {"crossref"}
    result = enrich(library, services)
    assert result.reasons == ("crossref is down.",)
    assert result.waiting == 1
    assert "crossref" not in standing(library.db, [number])[number].tried
    services.down, services.asked = set(), []
    assert enrich(library, services).waiting == 0
    assert services.asked == ["crossref"]


def test_an_interrupted_run_keeps_what_came(library):
    """Every paper that was answered before is written; one undo takes the whole run back."""
    titles = [f"A Study of Subject {'abcdefghijklmnopqrstuvwxyz'[n % 26] * 5} in Year {n}"
              for n in range(2 * PART)]  # fmt: skip
    absorb(library, *titled(*titles))
    services = Services()
    services.stop_after = 20 + PART + 7
    with pytest.raises(KeyboardInterrupt):
        enrich(library, services)
    tried = [question.tried for question in standing(library.db, range(1, 200)).values()]
    hf = [one for one in services.asked if one == "hf"]
    assert sum("hf" in one for one in tried) == len(hf) - (services.asked[-1] == "hf")
    assert [entry.command for entry in entries(library)] == ["readlist enrich", "import"]
    first = len(services.asked)
    services.stop_after = 10_000
    enrich(library, services)
    assert services.asked[first:].count("hf") == 2 * PART - len(hf) + (
        services.asked[first - 1] == "hf"
    )
    undo_last(library)
    undo_last(library)
    assert not standing(library.db, range(1, 200))


def test_nothing_is_locked_while_a_service_is_asked(library):
    """Another process may write meanwhile."""
    absorb(library, *titled(*TITLES))
    seen = []

    def asking(request):
        seen.append(library.db.in_transaction)
        return Services()(request)

    enrich(library, asking)
    assert seen
    assert not any(seen)


def test_what_is_not_sure_is_a_question(library):
    """The part of a title alone is offered; the same candidate of two services once."""
    [number] = absorb(library, *titled("Folio"))
    whole = "Folio: Learned Indexes for the Archives"
    services = Services(hf=(eprint(whole, "2103.00001"),), s2=(eprint(whole, "2103.00001"),))
    result = enrich(library, services)
    question = standing(library.db, [number])[number]
    assert (question.state, len(question.candidates), result.open) == (OPEN, 1, 1)
    found = question.candidates[0]
    assert (found.title, found.authors, found.identifiers, dict(found.extra)) == (
        whole, (AUTHOR,), (Identifier("arxiv", "2103.00001"),), {"arxiv": {"version": 1}}
    )  # fmt: skip
    assert not by_id(library, number)[0].identifiers


def test_the_order_serves_the_reader(library):
    """Reading, then to-read by priority, then the rest; the inbox and dropped papers by query."""
    numbers = absorb(library, *titled("First One", "Second One", "Third One", "Fourth", "Fifth"))
    for number, status in zip(
        numbers, (Status.READ, Status.TO_READ, Status.READING, Status.INBOX, Status.DROPPED),
        strict=True,
    ):  # fmt: skip
        with transaction(library, command="status", at=NOW) as tx:
            change_papers(tx, [number], status_mark(status, NOW))
    first, second, third, *rest = numbers
    assert [one.id for one in papers_due(library, numbers, NOW)] == [third, second, first]
    assert len(papers_due(library, numbers, NOW, waiting=True)) == 3 + len(rest)


def test_papers_with_identifiers_are_completed_in_bulk(library):
    """One request for all of arXiv's, one for all that Semantic Scholar may know."""
    records = [eprint(t, f"2103.0000{n}") for n, t in enumerate(TITLES, 1)]
    bare = [Record(source="refs", rank=Rank.FILE, identifiers=one.identifiers) for one in records]
    numbers = absorb(library, *bare)
    venues = tuple(
        Record(source="s2", rank=Rank.AGGREGATOR, title=one.title, venue="ICML",
               identifiers=(*one.identifiers, Identifier("doi", f"10.1/{one.title[:3].lower()}")))
        for one in records
    )  # fmt: skip
    services = Services(*records, s2=venues)
    enrich(library, services)
    papers = by_id(library, *numbers)
    assert [lacks(p) for p in papers] == [()] * 3
    assert [p.identifiers[-1].value for p in papers] == ["10.1/lea", "10.1/spa", "10.1/ban"]
    assert services.asked == ["arxiv_api", "s2"]


def test_a_paper_found_twice_becomes_one(library):
    """Unless a person keeps them apart."""
    known = absorb(library, eprint(TITLES[0], "2103.00001"))
    twin = absorb(library, *titled(f"The {TITLES[0]}"))
    services = Services(eprint(TITLES[0], "2103.00001"))
    with transaction(library, command="apart", at=NOW) as tx:
        keep_apart(tx, known + twin)
    enrich(library, services)
    assert len(by_id(library, *known, *twin)) == 2
    with transaction(library, command="undo", at=NOW) as tx:
        tx.delete("apart", [1])
    enrich(library, services, again=True)
    assert [p.id for p in by_id(library, *known, *twin)] == known


def test_the_estimate_counts_requests():
    """940 titles: arXiv's in batches, the others for what is mostly left."""
    from readlist.library.metadata.enrich import Due

    due = [Due(n, "k", "t", (), ("arxiv", "hf", "crossref"), (0, 0, n)) for n in range(940)]
    cost = estimate(due, {"arxiv": 3.0, "hf": 1.0, "crossref": 0.0})
    assert (cost.papers, cost.requests) == (940, 38 + 282 + 282)
    assert cost.seconds == 38 * 3 + 282
    assert (cost.most_requests, cost.most_s) == (38 + 940 + 940, 38 * 3 + 940)
    assert "about 602 requests, 7 minutes" in views.cost(cost)
    assert "(at most 1,918, 18 minutes)" in views.cost(cost)
    sure = estimate([one._replace(steps=("arxiv",)) for one in due[:1]], {"arxiv": 1.0})
    assert "about 1 request, 1 second at the services' pace; --limit" in views.cost(sure)


@contextmanager
def asked_about(environment, *candidates: Record):
    """Put a question about paper 1 into the library of the environment."""
    library = open_library(environment["READLIST_DB"], "ada", write=True)
    try:
        absorb(library, *titled("Folio"))
        with transaction(library, command="enrich", at=NOW) as tx:
            save(tx, [Question(1, NOW, OPEN, {"arxiv": NOW[:10]}, candidates)])
        yield library
    finally:
        library.close()


@pytest.fixture
def call(environment, tmp_path, monkeypatch, capsys):
    from pathlib import Path

    environment["READLIST_DB"] = Path(environment["READLIST_DB"])  # as ``open_library`` takes it
    path = {name: str(value) for name, value in environment.items()}
    return runner(path, tmp_path, monkeypatch, capsys)


FIRST = eprint("Folio: Learned Indexes", "2103.00001")
SECOND = eprint("Folio: Paper by Hand", "2103.00002")


def test_what_is_done_during_a_run_is_not_undone_with_it(library):
    """The run goes on in an entry of its own, so that each undo takes back one thing."""
    titles = [f"Subject {'abcdefghijklmnopqrstuvwxyz'[n % 26] * 5}, Year {n}" for n in range(PART)]
    numbers = absorb(library, *titled(*titles))
    steps = []

    def tell(step, done, total, gained):
        if done == 1 and step.name not in steps:
            steps.append(step.name)
            if len(steps) == 2:
                with transaction(library, command="readlist status", at=NOW) as tx:
                    change_papers(tx, numbers[:1], status_mark(Status.READ, NOW))

    result = enrich(library, Services(), tell=tell)
    commands = [entry.command for entry in entries(library)]
    assert commands == ["readlist enrich", "readlist status", "readlist enrich", "import"]
    assert len(result.entries) == 2
    undo_last(library)
    assert by_id(library, numbers[0])[0].reading.status is Status.READ


def test_accepting_a_candidate(call, environment):
    """The paper takes its facts; undo brings the question back."""
    with asked_about(environment, FIRST, SECOND):
        lines = call("questions").stdout.splitlines()
        assert [line.split("\t")[2:4] for line in lines] == [
            ["1", "arxiv:2103.00001"], ["2", "arxiv:2103.00002"]
        ]  # fmt: skip
        assert "say which" in call("accept", "1", code=2).stderr
        assert "2103.00002" in call("accept", "1", "2").stdout
        shown = json.loads(call("show", "1", "--json").stdout)["papers"][0]
        assert shown["identifiers"] == {"arxiv": "2103.00002"}
        assert "no questions" in call("questions").stderr
        call("accept", "1", "1", code=3)
        call("undo")
        assert len(call("questions").stdout.splitlines()) == 2


def test_rejecting_candidates(call, environment):
    """One, then the other; they are never offered or matched again, also in a copy."""
    with asked_about(environment, FIRST, SECOND) as library:
        call("reject", "1", "1")
        assert "2103.00002" in call("questions").stdout
        call("reject", "1")
        assert not call("questions").stdout
        paper = by_id(library, 1)[0]
        assert set(paper.extra[NOT_THESE]) == {"arxiv:2103.00001", "arxiv:2103.00002"}
        enrich(library, Services(FIRST, SECOND, hf=(FIRST,)), again=True)
        assert standing(library.db, [1])[1].state == "rejected"
        assert not by_id(library, 1)[0].identifiers
        assert NOT_THESE in call("export", "--format", "jsonl").stdout
        call("undo", "3")


def test_questions_are_answered_one_after_the_other(call, environment, monkeypatch):
    """A number, none of them, later, and stop; every answer is an entry of its own."""
    monkeypatch.setattr(App, "may_ask", True)
    with asked_about(environment, FIRST, SECOND) as library:
        more = absorb(library, *titled("Quarto", "Octavo", "Duodecimo"))
        third, fourth = (eprint(f"{t}: A History", f"2103.0001{t[0]}") for t in ("Quarto", "Oct"))
        with transaction(library, command="enrich", at=NOW) as tx:
            save(tx, [Question(n, NOW, OPEN, {}, (third, fourth)) for n in more])
        done = call("questions", "--ask", stdin="5\n2\nn\n\nq\n")
        assert "Folio" in done.stdout
        assert "Answer with a number up to 2" in done.stderr
        assert "1 of 4" in done.stderr
        assert [str(i) for i in by_id(library, 1)[0].identifiers] == ["arxiv:2103.00002"]
        assert set(by_id(library, more[0])[0].extra[NOT_THESE]) == {
            str(one.identifiers[0]) for one in (third, fourth)
        }  # fmt: skip
        assert [one.paper_id for one in open_questions(library.db)] == more[1:]
        call("undo")
        assert [one.paper_id for one in open_questions(library.db)] == more
        call("questions", "--ask")
        assert [one.paper_id for one in open_questions(library.db)] == more


def test_answering_needs_a_terminal(call, environment):
    with asked_about(environment, FIRST):
        assert "needs a terminal" in call("questions", "--ask", code=2).stderr


def test_a_question_as_json(call, environment):
    """With what a person needs to decide."""
    with asked_about(environment, FIRST):
        [question] = json.loads(call("questions", "--json").stdout)["questions"]
        assert question["id"] == 1
        assert question["candidates"][0]["number"] == 1
        assert question["candidates"][0]["identifiers"] == ["arxiv:2103.00001"]
        call("accept", "1")


def test_a_dry_run_and_offline_ask_nobody(call, environment):
    """What is missing is shown; without a network the papers wait."""
    with asked_about(environment, FIRST):
        done = call("enrich", "--dry-run")
        assert done.stdout.split("\t")[2] == "identifier,authors,abstract,date,venue,code"
        assert "about" in done.stderr
        assert json.loads(call("enrich", "--dry-run", "--json").stdout)["due"] == 1
        assert "Offline" in call("enrich", code=4).stderr


def test_removing_and_merging_papers_with_questions(library):
    """A question goes with its paper, and comes back with it."""
    one, other = absorb(library, *titled("Folio", "Quarto"))
    with transaction(library, command="enrich", at=NOW) as tx:
        save(tx, [Question(n, NOW, OPEN, {}, (FIRST,)) for n in (one, other)])
    from readlist.library.papers.merge import merge_papers

    with transaction(library, command="merge", at=NOW) as tx:
        merge_papers(tx, one, [other])
    assert set(standing(library.db, [one, other])) == {one}
    undo_last(library)
    assert set(standing(library.db, [one, other])) == {one, other}


BROWN = Author("Bob Brown", "Brown", "Bob")
DOI = Identifier("doi", "10.1000/rivers")


def test_a_service_that_takes_two_works_for_one_is_not_believed(library):
    """It has the DOI of another work of the library; the two stay, and there is a question."""
    weather = eprint(TITLES[0], "2103.00001", abstract="", published="", links=())
    rivers = Record(source="crossref", rank=Rank.REGISTRY, title="Rivers of the South",
                    authors=(BROWN,), identifiers=(DOI,))  # fmt: skip
    numbers = absorb(library, weather, rivers)
    wrong = eprint(TITLES[0], "2103.00001", identifiers=(*weather.identifiers, DOI))
    enrich(library, Services(wrong))
    one, other = by_id(library, *numbers)
    assert (one.title, other.title) == (TITLES[0], "Rivers of the South")
    assert one.abstract == "About it."
    assert DOI not in one.identifiers
    assert [pair.reason for pair in suspects(library)] == [f"both state {DOI}"]
    enrich(library, Services(replace(rivers, source="arxiv", identifiers=wrong.identifiers)),
           again=True)  # fmt: skip
    assert [paper.title for paper in by_id(library, *numbers)] == [one.title, other.title]
