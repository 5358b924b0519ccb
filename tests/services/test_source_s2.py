"""Semantic Scholar: batches, both shapes of an error, names that are only a guess."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import VENUE_YEAR, Author, Identifier, Link, Rank
from readlist.services import s2
from readlist.services.base import WrongAnswerError
from support.paper_strategies import anything
from support.standin_server import client as asking
from support.standin_server import standin

SHA = "204e3073870fae3d05bcbc2f6a8e263d9b72e776"
PAPER = {
    "paperId": SHA,
    "externalIds": {
        "MAG": "2963403868", "DBLP": "conf/nips/VaswaniSPUJGKP17", "ArXiv": "1706.03762",
        "CorpusId": 13756489,
    },
    "title": "Attention is All you Need",
    "abstract": "The dominant sequence\ntransduction models &amp; more.",
    "venue": "Neural Information Processing Systems",
    "publicationVenue": {"name": "Neural Information Processing Systems", "type": "conference"},
    "year": 2017,
    "publicationDate": "2017-06-12",
    "journal": {"name": None, "pages": "\n          5998-6008\n        "},
    "authors": [
        {"authorId": "4034", "name": "Ashish Vaswani"}, {"authorId": None, "name": "N. Shazeer"},
    ],
    "citationCount": 120000, "influentialCitationCount": 18000,
    "openAccessPdf": {"url": "https://arxiv.org/pdf/1706.03762", "status": "GREEN"},
    "publicationTypes": ["JournalArticle", "Conference"],
    "tldr": {"model": "tldr@v2.0.0", "text": "A new simple network architecture."},
}  # fmt: skip


def read(**changes):
    [found] = s2.parse_batch(json.dumps([PAPER | changes]).encode())
    return found


def test_a_batch_asks_for_500_at_a_time():
    """Identifiers become the service's own; those that it has no form for are left out."""
    wanted = [Identifier("arxiv", f"2301.{n:05}") for n in range(501)]
    wanted += [Identifier("openreview", "abcde"), Identifier("pmcid", "PMC123"), wanted[0]]
    first, second = s2.by_ids(wanted)
    assert first.path == "/graph/v1/paper/batch"
    assert len(json.loads(first.body)["ids"]) == 500
    assert json.loads(second.body) == {"ids": ["ARXIV:2301.00500", "PMCID:123"]}
    assert "tldr" in dict(first.params)["fields"]
    assert list(s2.by_ids([Identifier("url", "https://a.org/")])) == []


def test_a_paper_is_read():
    """What it says of names is a guess; what repeats an identifier is no link."""
    found = read()
    assert (found.source, found.rank) == ("s2", Rank.AGGREGATOR)
    assert found.identifiers == (Identifier("arxiv", "1706.03762"), Identifier("s2", SHA))
    assert found.authors[1] == Author("N. Shazeer", "Shazeer", "N.")
    assert found.ranks == {"authors": ("s2", Rank.GUESS)}
    assert found.abstract == "The dominant sequence transduction models & more."
    assert (found.year, found.published, found.kind) == (2017, "2017-06-12", "inproceedings")
    assert found.venue == "Neural Information Processing Systems"
    assert found.links == ()
    assert found.extra == {
        "s2": {
            "cited": 120000, "cited_influentially": 18000, "corpus_id": 13756489,
            "tldr": "A new simple network architecture.",
        },
        "dblp": {"key": "conf/nips/VaswaniSPUJGKP17"},
        "bibtex": {"pages": "5998--6008"},
    }  # fmt: skip


def test_the_arxiv_is_no_venue():
    """A preprint has neither venue nor volume, and its DOI is its identifier."""
    found = read(
        venue="arXiv.org", publicationVenue={"name": "arXiv.org", "type": None},
        externalIds={"DOI": "10.48550/arXiv.2410.24164", "DBLP": "journals/corr/abs-2410-24164"},
        journal={"name": "ArXiv", "volume": "abs/2410.24164"}, publicationTypes=["JournalArticle"],
    )  # fmt: skip
    assert (found.venue, found.kind) == ("", "preprint")
    assert found.identifiers[0] == Identifier("arxiv", "2410.24164")
    assert set(found.extra) == {"s2"}


def test_a_preprint_that_was_published_a_year_later():
    """The year is the venue's, and the date of another version is not taken."""
    found = read(year=2018, venue="NAACL", publicationVenue=None)
    assert (found.year, found.published, found.extra[VENUE_YEAR]) == (2018, "", 2018)


def test_a_pdf_elsewhere_is_a_link():
    """An empty address, which the service sends, is none."""
    assert read(openAccessPdf={"url": "https://a.org/x.pdf"}).links == (
        Link("pdf", "https://a.org/x.pdf"),
    )
    assert read(openAccessPdf={"url": ""}).links == ()
    assert read(openAccessPdf=None, tldr=None, abstract=None).abstract == ""


def test_unknown_ones_are_null():
    """They are left out; when all of a batch are unknown the answer is an error."""
    assert len(s2.parse_batch(json.dumps([None, PAPER, None]).encode())) == 1
    assert s2.parse_batch(b'{"error": "No valid paper ids given"}') == ()
    assert s2.parse_paper(b'{"error": "Paper with id x not found"}') is None
    assert s2.parse_match(b'{"error": "Title match not found"}') == ()


@pytest.mark.parametrize(
    "body",
    [
        b'{"code": "429", "message": "Too Many Requests"}',
        b'{"message": "Forbidden"}',
        b'{"error": "Unrecognized or unsupported fields: [tldr]"}',
        b"{}", b"", b"null", b"3", b"<html><title>Blocked</title>", b"\xff\xfe",
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)  # fmt: skip
def test_an_error_is_no_answer(body):
    """Neither shape of an error, nor anything else, is taken for a paper that is not there."""
    for parse in (s2.parse_batch, s2.parse_match, s2.parse_paper):
        with pytest.raises(WrongAnswerError):
            parse(body)


def test_the_nearest_title():
    """It comes with those of its facts that others compare."""
    request = s2.match("Attention is\nall you need")
    assert dict(request.params)["query"] == "Attention is all you need"
    body = json.dumps({"data": [PAPER | {"matchScore": 174.2}]}).encode()
    assert [one.title for one in request.parse(body)] == ["Attention is All you Need"]


def test_one_paper_is_asked_for_by_its_own_name():
    """A DOI stays one part of the path, whatever is in it."""
    assert s2.paper(Identifier("doi", "10.1/a?b#c")).path == "/graph/v1/paper/DOI:10.1/a%3Fb%23c"
    assert s2.paper(Identifier("s2", SHA)).path.endswith(SHA)
    with pytest.raises(ValueError):
        s2.paper(Identifier("isbn", "9780262035613"))


@given(st.dictionaries(st.sampled_from(sorted(PAPER)), anything, max_size=6))
def test_fields_of_any_type(changes):
    """Whatever stands in a field, the others are read."""
    for found in s2.parse_batch(json.dumps([PAPER | changes]).encode()):
        assert found.title
        assert found.identifiers


@pytest.mark.shared
@pytest.mark.slow
def test_against_the_stand_in(tmp_path):
    """A batch, an unknown identifier, a title."""
    wanted = [Identifier("arxiv", number) for number in ("2505.06708", "2401.99999", "2506.03370")]
    with standin() as url, asking(url, tmp_path) as client:
        [records] = [client.ask(request) for request in s2.by_ids(wanted)]
        assert {one.identifiers[0] for one in records} == {wanted[0], wanted[2]}
        assert client.ask(s2.paper(wanted[1])) is None
        [best] = client.ask(s2.match(records[0].title))
        assert best.identifiers == records[0].identifiers
        assert client.ask(s2.match("zebra quokka xylophone")) is None
