"""What services say of citations: references, who cites, in the shapes that they have."""

import json

import pytest
from hypothesis import given

from readlist.model import Identifier
from readlist.services import citations
from readlist.services.base import WrongAnswerError
from support.paper_strategies import anything

ONE, TWO = Identifier("arxiv", "1706.03762"), Identifier("doi", "10.1000/xyz")
WORK = {
    "paperId": "a" * 40, "externalIds": {"ArXiv": "1412.3555"}, "title": "Gated Networks",
    "year": 2014, "authors": [{"name": "Junyoung Chung"}], "citationCount": 12_000,
}  # fmt: skip
FRAGMENT = {"paperId": None, "externalIds": None, "title": "Some fragment", "year": None}


def paper(**more):
    return {**WORK, "paperId": "b" * 40, "title": "Attention", "referenceCount": 2, **more}


def read(request, value):
    return request.parse(json.dumps(value).encode())


def test_a_batch_is_read_in_the_order_asked():
    """Unknown papers are None; a fragment that nobody could match is counted, never cited."""
    request = citations.references([ONE, TWO])
    assert json.loads(request.body) == {"ids": ["ARXIV:1706.03762", "DOI:10.1000/xyz"]}
    first, second = read(request, [paper(references=[WORK, FRAGMENT]), None])
    assert second is None
    assert [one.title for one in first.works] == ["Gated Networks"]
    assert first.fragments == 1


@pytest.mark.parametrize(
    ("references", "count", "works"),
    [(None, 0, None), (None, 40, None), ([], 40, None), ([], 0, ()), ([FRAGMENT], 1, ())],
)
def test_hidden_is_told_apart_from_none(references, count, works):
    [found] = read(
        citations.references([ONE]), [paper(references=references, referenceCount=count)]
    )
    assert found.works == works


def test_none_of_a_batch_is_known():
    said = {"error": "No valid paper ids given"}
    assert read(citations.references([ONE, TWO]), said) == (None, None)


@pytest.mark.parametrize("value", [[], [None], {"message": "Too Many Requests"}, "text", 3])
def test_an_answer_of_another_length_or_shape_is_wrong(value):
    with pytest.raises(WrongAnswerError):
        read(citations.references([ONE, TWO]), value)


def test_who_cites_comes_in_pages():
    request = citations.citing(ONE, 1_000, "2026-09-01")
    assert request.path == "/graph/v1/paper/ARXIV:1706.03762/citations"
    assert dict(request.params)["publicationDateOrYear"] == "2026-09-01:"
    assert dict(request.params)["offset"] == "1000"
    page = read(request, {"offset": 1000, "next": 2000, "data": [{"citingPaper": WORK}, {}]})
    assert (len(page.works), page.next) == (1, 2_000)


def test_paging_ends_where_the_service_ends_it():
    """An empty page, and the place beyond which it answers nothing (offset + limit < 10,000)."""
    request = citations.citing(ONE, 9_000)
    assert dict(request.params)["limit"] == "999"
    assert (
        read(request, {"offset": 9_000, "next": 9_999, "data": [{"citingPaper": WORK}]}).next
        is None
    )
    assert read(request, {"offset": 0, "next": 1_000, "data": []}).next is None
    assert read(request, {"offset": 0, "data": None}).works == ()
    assert read(request, {"error": "Paper with id X not found"}) is None


def test_openalex_names_what_is_cited_by_its_numbers():
    value = {"results": [{
        "id": "https://openalex.org/W1", "doi": "https://doi.org/10.1000/XYZ", "title": "One",
        "referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3", None],
    }]}  # fmt: skip
    [found] = read(citations.openalex_references(["10.1000/xyz"]), value)
    assert (found.number, found.cites) == ("W1", ("W2", "W3"))
    assert TWO in found.record.identifiers


def test_opencitations_has_several_names_for_one_work():
    rows = [
        {"cited": "omid:br/06 doi:10.7717/peerj-cs.163 pmid:33816816 doi:10.48550/arxiv.1706.03762"}
    ]
    [found] = read(citations.opencitations_references("10.1000/xyz"), rows)
    assert Identifier("doi", "10.7717/peerj-cs.163") in found.identifiers
    assert ONE in found.identifiers
    assert read(citations.opencitations_references("10.1000/xyz"), []) == ()


def test_crossref_has_what_the_publisher_deposited():
    said = {"message": {"reference": [
        {"key": "1", "DOI": "10.1000/ABC", "article-title": "Two", "year": "2001a"},
        {"key": "2", "unstructured": "Somebody, Something, 1999"},
    ]}}  # fmt: skip
    [found] = read(citations.crossref_references("10.1000/xyz"), said)
    assert (found.title, found.identifiers[0].value) == ("Two", "10.1000/abc")
    assert read(citations.crossref_references("10.1000/xyz"), {"message": {}}) is None


@given(anything)
def test_whatever_comes_is_read_or_refused(value):
    for request in (
        citations.references([ONE]), citations.citing(ONE),
        citations.openalex_references(["10.1/x"]),
        citations.openalex_works(["W1"]), citations.opencitations_references("10.1/x"),
        citations.crossref_references("10.1/x"),
    ):  # fmt: skip
        try:
            read(request, value)
        except WrongAnswerError:
            continue
