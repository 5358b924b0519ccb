"""``refresh`` and ``news``: what became of papers; ``show --sources``; one form of two."""

import json
import os
import signal
import subprocess
import sys

import pytest

from readlist.errors import UsageError
from readlist.identity.merge import draft_of, take
from readlist.library.manuscripts.preferred_form import preferred
from readlist.library.metadata.news import NEWS_LIMIT, news_list
from readlist.library.metadata.refresh import news_of, renewed
from readlist.model import VENUE_YEAR, Identifier, Paper, Rank, Record
from support.program import HANG_S, PROBE, runner
from support.services_server import Services, at_s2, eprint, services, work
from support.web_server import Answer

ONE, TWO = "1706.03762", "1810.04805"
LATER = "2026-11-24T08:00:00Z"


@pytest.fixture
def net():
    with services() as running:
        running.eprints = {
            ONE: eprint("Attention"), TWO: eprint("BERT", authors=["Jacob Devlin"]),
        }  # fmt: skip
        yield running


@pytest.fixture
def online(net: Services, environment, tmp_path, monkeypatch, capsys):
    """A library of two papers from arXiv, two days ago."""
    folders = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache")}
    run = runner({**environment, **net.environment(), **folders}, tmp_path, monkeypatch, capsys)
    run("add", ONE, TWO)
    net.asked.clear()
    monkeypatch.setenv("READLIST_NOW", LATER)
    return run


def news(run, *words):
    rows = [line.split("\t") for line in run("news", *words).stdout.splitlines()]
    return [(row[2], row[3], row[4], row[5]) for row in rows]


def test_nothing_new_changes_nothing(net, online):
    """One request of each service for all; the library and the journal stay as they were."""
    done = online("refresh")
    assert done.stdout == ""
    assert [one.split()[0] for one in net.asked] == ["arxiv_api", "s2", "openalex"]
    assert "2 papers looked at, 0 with news." in done.stderr
    assert "refresh" not in online("history").stdout
    assert news(online) == []


def test_a_new_version_replaces_what_arxiv_said_before(net, online):
    """Title, abstract and authors of the newer version; the former title still finds the paper."""
    online("status", "1", "read")
    net.eprints[ONE] |= {
        "version": 3, "title": "Attention Is All You Need", "abstract": "Newer.",
        "authors": ["Ashish Vaswani"],
    }  # fmt: skip
    assert "1 with news, 1 of which you read." in online("refresh", "--dry-run").stderr
    done = online("refresh", "--json")
    body = json.loads(done.stdout)
    assert [(one["what"], one["from"], one["to"]) for one in body["news"]] == [
        ("version", "v1", "v3"), ("title", "Attention", "Attention Is All You Need"),
    ]  # fmt: skip
    assert body["news"][0]["paper"]["status"] == "read"
    paper = json.loads(online("show", "1", "--json").stdout)["papers"][0]
    assert (paper["title"], paper["abstract"]) == ("Attention Is All You Need", "Newer.")
    assert len(paper["authors"]) == 1
    assert paper["extra"]["arxiv"]["version"] == 3
    assert paper["key"] == "vaswani2017attention"
    former = '{"title": "Attention", "authors": ["Ashish Vaswani"]}'
    assert "0 new" in online("import", "-", "--format", "jsonl", stdin=former).stdout


def test_a_published_paper_is_one_paper_with_two_identifiers(net, online):
    net.eprints[TWO] |= {"doi": "10.1000/bert", "journal_ref": "Proc. NAACL (2019)"}
    net.works["10.1000/bert"] = work("10.1000/bert", "BERT", family="Devlin")
    online("refresh")
    assert news(online) == [("devlin2017bert", "published", "", "Proc. NAACL (2019)")]
    asked = [one.split()[0] for one in net.asked]
    assert asked == ["arxiv_api", "crossref", "s2", "openalex"]  # the last two for the other paper
    whole = online("export", "id:2").stdout
    assert "@inproceedings{devlin2017bert" in whole
    assert "eprint" in whole
    preprint = online("export", "id:2", "--prefer", "preprint").stdout
    assert "@misc{devlin2017bert" in preprint
    assert "{2018}" in preprint
    assert "Something" not in preprint
    published = online("export", "id:2", "--prefer", "published").stdout
    assert "booktitle = {Proceedings of Something}" in published
    assert "eprint" not in published
    assert "month" not in published
    online("export", "--prefer", "both", code=2)
    net.asked.clear()
    assert "0 with news" in online("refresh").stderr


def test_where_a_preprint_appeared_is_found_as_enrich_finds_it(net, online):
    """All at once, as news; what Crossref says by the DOI that is known now is taken as well."""
    net.at_s2 = {ONE: at_s2(ONE, "Attention", "NeurIPS", DOI="10.1000/attention")}
    net.works["10.1000/attention"] = work("10.1000/attention", "Attention")
    assert "1 with news" in online("refresh").stderr
    assert news(online) == [("vaswani2017attention", "published", "", "NeurIPS (2019)")]
    assert [one.split()[0] for one in net.asked] == ["arxiv_api", "s2", "openalex", "crossref"]
    [paper] = json.loads(online("show", "1", "--json").stdout)["papers"]
    assert paper["venue"] == "Proceedings of Something"
    assert paper["identifiers"]["doi"] == "10.1000/attention"
    assert "0 with news" in online("refresh").stderr


def test_what_a_list_left_out_is_no_news_and_a_published_work_kept_apart_stays_apart(net, online):
    net.at_s2 = {
        "1901.00001": at_s2("1901.00001", "Folio", "NeurIPS"),
        ONE: at_s2(ONE, "Attention", "NeurIPS", DOI="10.1000/attention"),
    }
    net.eprints["1901.00001"] = eprint("Folio")
    online("add", "1901.00001", "--offline")
    online("add", "10.1000/attention", "--title", "Other Attention", "--offline")
    online("dupes", "--apart", "1", "--apart", "4")
    online("refresh")
    assert news(online) == []
    [paper] = json.loads(online("show", "3", "--json").stdout)["papers"]
    assert paper["venue"] == "NeurIPS"
    assert len(json.loads(online("list", "--json").stdout)["papers"]) == 4


def test_a_service_that_fails_where_another_answers_is_no_failure(net, online):
    net.faults = [("^s2 ", Answer(503))]
    assert "0 with news" in online("refresh").stderr
    net.faults = [("^(s2|openalex) ", Answer(503))]
    os.environ["READLIST_NOW"] = "2026-12-24T08:00:00Z"
    assert "Semantic Scholar" in online("refresh", code=4).stderr


def test_withdrawn_and_retracted_are_told_of_papers_from_anywhere(net, online):
    """Also of papers that came from a list, of which nothing was known before."""
    online("add", "--title", "Bad Science", "--identifier", "doi:10.1000/bad", "--offline")
    online("add", "1901.00001", "--title", "Taken Back", "--author", "Ann Other", "--offline")
    net.eprints["1901.00001"] = eprint("Taken Back", comment="Withdrawn by the authors: error")
    updates = [{"type": "retraction", "DOI": "10.1000/r", "updated": {"date-parts": [[2024]]}}]
    net.works["10.1000/bad"] = work("10.1000/bad", "Bad Science", **{"updated-by": updates})
    online("refresh")
    assert {one[1:] for one in news(online)} == {
        ("withdrawn", "", "Withdrawn by the authors: error"), ("retracted", "", ""),
    }  # fmt: skip
    online("refresh")
    assert len(news(online)) == 2


def test_what_a_person_wrote_stands(net, online):
    online("edit", "1", "--title", "My Own Title")
    net.eprints[ONE] |= {"version": 2, "title": "Attention Everywhere"}
    online("refresh")
    assert [one[1] for one in news(online)] == ["version"]
    shown = online("show", "1", "--sources").stdout
    assert "vaswani2017attention\ttitle\tperson\tyou\tMy Own Title\n" in shown
    assert "\tauthors\tarxiv\tthe issuer of the identifier\t" in shown


def test_what_is_only_completed_is_said_and_nothing_new_leaves_no_entry(net, online):
    """A stub gets its facts, which is no news; a second run changes nothing."""
    net.eprints["1901.00001"] = eprint("Folio")
    online("add", "1901.00001", "--offline")
    assert "3 papers looked at, 1 completed, 0 with news." in online("refresh").stderr
    entries = online("history").stdout.splitlines()
    assert entries[0].endswith("Refreshed 3 papers: 1 completed, 0 with news")
    assert json.loads(online("refresh", "--json").stdout)["completed"] == []
    assert online("history").stdout.splitlines() == entries
    online("undo")
    assert json.loads(online("show", "3", "--json").stdout)["papers"][0]["title"] is None


def test_a_published_paper_does_not_carry_the_month_of_its_preprint(net, online):
    """In no format, also without a preference; a preprint has its own day."""
    net.eprints[TWO] |= {"doi": "10.1000/bert", "journal_ref": "Proc. NAACL (2019)"}
    net.works["10.1000/bert"] = work("10.1000/bert", "BERT", family="Devlin")
    assert "month" in online("export", "id:2").stdout
    online("refresh")
    day = json.loads(online("show", "2", "--json").stdout)["papers"][0]["published"]
    month = day[5:7]
    bib = online("export", "id:2").stdout
    assert "month" not in bib
    assert "eprint" in bib
    year = bib.partition("year          = {")[2][:4]
    assert f"date        = {{{year}}}" in online("export", "id:2", "--format", "biblatex").stdout
    [item] = json.loads(online("export", "id:2", "--format", "csl-json").stdout)
    assert item["issued"] == {"date-parts": [[int(year)]]}
    assert f"/{month}/" not in online("export", "id:2", "--format", "ris").stdout


def test_undo_takes_the_news_back(net, online):
    net.eprints[ONE]["version"] = 2
    online("refresh", "--dry-run")
    assert news(online) == []
    online("refresh")
    assert len(news(online)) == 1
    online("undo")
    assert news(online) == []
    assert json.loads(online("show", "1", "--json").stdout)["papers"][0]["extra"]["arxiv"][
        "version"] == 1  # fmt: skip


def test_news_of_a_while(net, online, monkeypatch):
    """Newest first; a query and a day narrow it down."""
    net.eprints[ONE]["version"] = 2
    online("refresh")
    monkeypatch.setenv("READLIST_NOW", "2026-12-24T08:00:00Z")
    net.eprints[TWO]["version"] = 4
    online("refresh")
    assert [one[0] for one in news(online)] == ["devlin2017bert", "vaswani2017attention"]
    assert [one[0] for one in news(online, "--since", "7d")] == ["devlin2017bert"]
    assert [one[0] for one in news(online, "--since", "2026-11")] == [
        "devlin2017bert", "vaswani2017attention",
    ]  # fmt: skip
    assert [one[0] for one in news(online, "author:vaswani")] == ["vaswani2017attention"]
    assert len(json.loads(online("news", "--json", "--limit", "1").stdout)["news"]) == 1
    assert news(online, "--since", "2026-11") == news(online, "--since", "1 Nov")
    online("news", "--since", "soon", code=2)


def test_news_tells_of_each_kept_paper_once(net, online, monkeypatch):
    """Two versions are one row; what waits in the inbox is counted, and shown with --all."""
    online("status", "1", "inbox")
    for day, version in (("2026-12-24", 2), ("2027-01-24", 3)):
        monkeypatch.setenv("READLIST_NOW", f"{day}T08:00:00Z")
        net.eprints[ONE]["version"] = net.eprints[TWO]["version"] = version
        net.eprints[TWO]["title"] = f"Title of Version {version}"
        online("refresh")
    done = online("news", "--json")
    [one] = json.loads(done.stdout)["news"]
    assert (one["what"], one["from"], one["to"]) == ("version", "v1", "v3")
    assert one["at"].startswith("2027-01-24")
    assert [(two["what"], two["to"]) for two in one["also"]] == [("title", "Title of Version 3")]
    done = online("news")
    assert done.stderr == "1 paper that you did not keep has news: --all shows it.\n"
    assert len(done.stdout.splitlines()) == 1
    assert len(news(online, "--all")) == 2
    assert [row[2] for row in news(online, "status:inbox")] == ["v1"]
    assert news(online, "--since", "2027-01")[0][2:] == ("v2", "v3")


def test_answers_of_this_morning_are_good_enough(net, online):
    online("refresh")
    asked = len(net.asked)
    online("refresh")
    assert len(net.asked) == asked


def test_what_failed_is_said_and_the_rest_is_kept(net, online):
    numbers = [f"2501.{n:05}" for n in range(1, 121)]
    net.eprints |= {n: eprint(f"Paper Number {n}") for n in numbers}
    online("add", "-", stdin="\n".join(numbers))
    for number in numbers:
        net.eprints[number]["version"] = 2
    net.asked.clear()
    net.faults = [("id_list=2501.00099", Answer(body=b"garbage"))]
    assert "run the command again later" in online("refresh", code=4).stderr
    assert len(news(online)) == 98
    net.faults = []
    online("refresh")
    assert len(news(online)) == 120


def test_a_page_that_leaves_papers_out_is_not_used_again(net, online):
    """The next run asks anew, though answers of this morning are good enough."""
    net.eprints["2501.00001"] = eprint("Three")
    online("add", "2501.00001")
    for one in net.eprints.values():
        one["version"] = 2
    net.short = [1, 1]
    assert "arXiv answered with" in online("refresh", code=4).stderr
    online("refresh")
    assert len(news(online)) == 3


def test_interrupted_what_came_is_kept(net, online):
    net.works["10.1000/x"] = work("10.1000/x", "X")
    online("add", "10.1000/x")
    net.eprints[ONE]["version"] = 2
    net.works = {}
    net.asked.clear()

    def interrupt() -> None:
        if len(net.asked) == 2:
            os.kill(os.getpid(), signal.SIGINT)

    net.watch = interrupt
    os.environ["READLIST_NOW"] = "2026-12-24T08:00:00Z"
    assert "Interrupted" in online("refresh", code=130).stderr
    assert [one[1] for one in news(online)] == ["version"]


def test_offline_says_that_nobody_was_asked(net, online):
    assert "Offline" in online("refresh", "--offline", code=4).stderr
    assert net.asked == []


def test_a_different_first_author_under_one_doi_is_told_once(net, online, monkeypatch):
    """Until the same service says another one."""
    online("add", "10.1000/y", "--title", "Some Work", "--author", "Ann Other", "--offline")
    net.works["10.1000/y"] = work("10.1000/y", "Some Work", family="Someone")
    said = online("refresh", "doi:10.1000/y").stderr
    assert (
        "othersome: the library says authors 'Ann Other', crossref says 'Ashish Someone'." in said
    )
    assert "othersome" not in online("refresh", "doi:10.1000/y").stderr
    net.works["10.1000/y"] = work("10.1000/y", "Some Work", family="Else")
    monkeypatch.setenv("READLIST_NOW", "2027-02-24T08:00:00Z")
    assert "crossref says 'Ashish Else'" in online("refresh", "doi:10.1000/y").stderr
    assert "othersome" not in online("refresh", "doi:10.1000/y").stderr


def test_news_loads_no_service(online, environment, tmp_path):
    """It only reads what refresh has kept."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "news"], check=True,
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=HANG_S,
    )  # fmt: skip
    loaded = set(done.stderr.rpartition("LOADED ")[2].split())
    assert loaded.isdisjoint({"httpx", "rich", "readlist.services.arxiv", "readlist.web.client"})


# The values alone


def test_news_is_bounded():
    paper = Paper(id=1, key="k", title="A Title", identifiers=(Identifier("arxiv", ONE),))
    for version in range(2, 40):
        said = Record(
            source="arxiv", rank=Rank.ISSUER, extra={"arxiv": {"version": version, "updated": "x"}}
        )
        paper = renewed(paper, [said], list(news_of(paper, [said], f"2026-01-{version:02}")))
    assert len(news_list(paper)) == NEWS_LIMIT
    assert news_list(paper)[-1]["to"] == "v39"


@pytest.mark.parametrize("stored", [None, 7, "x", [1, "a"], {"at": "x"}])
def test_news_of_another_shape_is_none(stored):
    """A library may come from a file that somebody wrote."""
    assert news_list(Paper(id=1, key="k", extra={"news": stored})) == []


def test_a_kind_says_what_became_of_a_preprint():
    """arXiv issues the identifier, and does not know where the paper appeared."""
    published, preprint = ("crossref", int(Rank.REGISTRY)), ("arxiv", int(Rank.ISSUER))
    for first, second in ((published, preprint), (preprint, published)):
        kinds = {published: "inproceedings", preprint: "preprint"}
        draft = draft_of(Paper(id=1, key="k", kind=kinds[first], ranks={"*": first}))
        take(draft, "kind", kinds[second], second)
        assert (draft.facts["kind"], draft.ranks["kind"]) == ("inproceedings", published)
    mine = draft_of(
        Paper(id=1, key="k", kind="preprint", ranks={"*": ("person", int(Rank.PERSON))})
    )
    take(mine, "kind", "article", published)
    assert mine.facts["kind"] == "preprint"
    listed = draft_of(Paper(id=1, key="k", kind="article", ranks={"*": ("bibtex", int(Rank.FILE))}))
    take(listed, "kind", "preprint", preprint)
    assert listed.facts["kind"] == "preprint"


def test_a_form_is_preferred_only_where_there_are_two():
    both = Paper(
        id=1,
        key="k",
        title="T",
        year=2017,
        published="2017-06-12",
        venue="NeurIPS",
        kind="inproceedings",
        identifiers=(Identifier("arxiv", ONE), Identifier("doi", "10.1/x")),
        ranks={"*": ("arxiv", 70)},
        extra={VENUE_YEAR: 2018, "bibtex": {"pages": "1", "title": "T"}},
    )
    (published,) = preferred([both], "published")
    assert (published.year, published.published) == (2018, "")
    assert published.identifiers == (Identifier("doi", "10.1/x"),)
    (preprint,) = preferred([both], "preprint")
    assert (preprint.venue, preprint.kind, preprint.year) == ("", "preprint", 2017)
    assert preprint.published == "2017-06-12"
    assert preprint.extra == {"bibtex": {"title": "T"}}
    journal = Paper(
        id=1, key="k", title="T", venue="Nature", identifiers=(Identifier("doi", "10.1/x"),)
    )
    only = Paper(id=1, key="k", title="T", identifiers=(Identifier("arxiv", ONE),))
    assert list(preferred([journal], "preprint")) == [journal]
    assert list(preferred([journal, only], "published")) == [journal, only]
    with pytest.raises(UsageError):
        preferred([both], "draft")
