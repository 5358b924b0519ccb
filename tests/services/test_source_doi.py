"""Content negotiation: CSL-JSON of any registry, and what comes in its place."""

import json
from pathlib import Path

import pytest

from readlist.model import Author, Rank
from readlist.services import doi
from readlist.services.base import PageError, WrongAnswerError
from support.standin_server import client, papers, standin

CROSSREF = {
    "type": "article-journal", "title": "Deep <i>learning</i> &amp; more", "DOI": "10.1038/NATURE1",
    "author": [{"given": "Yann", "family": "LeCun", "sequence": "first", "affiliation": []},
               {"name": "The Team"}],
    "container-title": "Nature", "volume": "521", "issue": "7553", "page": "436-444",
    "issued": {"date-parts": [[2015, 5, 27]]}, "publisher": "Springer", "reference": [{}],
    "indexed": {"date-time": "2026"}, "abstract": "<jats:p>Said\n so.</jats:p>",
}  # fmt: skip
DATACITE = {
    "type": "article", "id": "https://doi.org/10.48550/arxiv.1706.03762",
    "categories": ["cs.CL"], "keyword": "one, two", "note": "a remark",
    "author": [{"family": "Vaswani", "given": "Ashish"}], "issued": {"date-parts": [[2017]]},
    "DOI": "10.48550/ARXIV.1706.03762", "publisher": "arXiv", "title": "Attention",
    "copyright": "arXiv.org perpetual", "version": "7",
}  # fmt: skip


def body(value) -> bytes:
    return json.dumps(value).encode()


def test_an_article_of_crossref():
    """What the registry says of its own record goes."""
    record = doi.parse(body(CROSSREF))
    assert (record.source, record.rank, record.kind) == ("doi", Rank.REGISTRY, "article")
    assert (record.title, record.abstract) == ("Deep learning & more", "Said so.")
    assert record.authors == (Author("Yann LeCun", "LeCun", "Yann"), Author("The Team"))
    assert (record.venue, record.published, record.year) == ("Nature", "2015-05-27", 2015)
    assert list(map(str, record.identifiers)) == ["doi:10.1038/nature1"]
    assert record.extra == {
        "bibtex": {"volume": "521", "number": "7553", "pages": "436--444", "publisher": "Springer"}
    }


def test_a_preprint_of_datacite():
    """Its number is no citation key, its keywords are nobody's tags."""
    record = doi.parse(body([DATACITE]))
    assert (record.kind, record.venue, record.year) == ("preprint", "", 2017)
    assert list(map(str, record.identifiers)) == ["arxiv:1706.03762"]
    assert (record.key, record.tags, record.notes, record.line) == ("", (), (), 0)
    assert set(record.extra) <= {"bibtex"}


def test_questions():
    """The form is asked for; what has no metadata, or not in this form, is not there."""
    request = doi.csl("10.1002/(sici)1<2::aid>3.0.co;2-#")
    assert request.path == "/10.1002/(sici)1%3C2::aid%3E3.0.co;2-%23"
    assert request.accept.startswith("application/vnd.citationstyles.csl+json")
    assert {204, 404, 406} <= request.absent


def test_without_a_title_there_is_no_work():
    """Nothing can be matched by it."""
    assert doi.parse(body({"DOI": "10.1000/x", "type": "article"})) is None


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b"{3", body(CROSSREF)[:-5], b"[\xff\xfe\x00"])
def test_what_is_no_answer(text):
    """It may be one when it is asked for again."""
    with pytest.raises(WrongAnswerError) as caught:
        doi.parse(text)
    assert not isinstance(caught.value, PageError)


@pytest.mark.parametrize(
    "text", [b"<!DOCTYPE html><html><title>Landing page</title>", b"%PDF-1.5", b"\n@article{x}"]
)
def test_a_page_for_people(text):
    """It comes where a registry ignores what is asked for."""
    with pytest.raises(PageError):
        doi.parse(text)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
def test_against_the_stand_in(tmp_path: Path):
    """Twenty papers of the arXiv, and what they became."""
    import httpx

    with standin() as url, client(url, tmp_path) as asking, httpx.Client() as told:
        for paper in papers(20):
            record = asking.ask(doi.csl(f"10.48550/arXiv.{paper['id']}"))
            assert record.title == " ".join(paper["title"].split())
            assert [author.name for author in record.authors] == paper["authors"]
            assert str(record.identifiers[0]) == f"arxiv:{paper['id']}"
            truth = told.get(f"{url}/_published", params={"id": paper["id"]}).json()
            if truth and truth["doi"]:
                published = asking.ask(doi.csl(truth["doi"]))
                assert (published.title, published.year) == (truth["title"], truth["year"])
        assert asking.ask(doi.csl("10.1000/nope")) is None
