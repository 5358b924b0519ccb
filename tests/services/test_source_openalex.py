"""OpenAlex: filters that hold, abstracts put together again, repositories that are no venue."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import MORE_AUTHORS, VENUE_YEAR, Author, Identifier, Link, Rank
from readlist.services import openalex
from readlist.services.base import WrongAnswerError
from support.paper_strategies import anything
from support.standin_server import client as asking
from support.standin_server import standin

ARXIV = {
    "landing_page_url": "http://arxiv.org/abs/1905.13654",
    "pdf_url": "https://arxiv.org/pdf/1905.13654",
    "source": {"display_name": "arXiv (Cornell University)", "type": "repository"},
}
WORK = {
    "id": "https://openalex.org/W2970413091",
    "doi": "https://doi.org/10.1016/J.NEUNET.2020.01.001",
    "title": "On the <i>Convergence</i> of SGD &amp; Adam",
    "publication_year": 2020,
    "publication_date": "2020-01-01",
    "type": "article",
    "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/31945642", "mag": "2970413091"},
    "authorships": [
        {"raw_author_name": "Soufiane Hayou", "author": {"display_name": "S. Hayou"}},
        {"raw_author_name": None, "author": {"display_name": "Arnaud Doucet"}},
    ],
    "primary_location": {
        "landing_page_url": "https://doi.org/10.1016/j.neunet.2020.01.001",
        "pdf_url": "https://example.org/paper.pdf",
        "raw_type": "journal-article",
        "source": {
            "display_name": "Neural Networks", "type": "journal", "issn_l": "0893-6080",
            "host_organization_name": "Elsevier BV",
        },
    },
    "best_oa_location": ARXIV,
    "biblio": {"volume": "123", "issue": "4", "first_page": "1", "last_page": "12"},
    "abstract_inverted_index": {"neural": [1, 4], "Deep": [0], "networks": [2], "are": [3]},
    "cited_by_count": 11,
    "is_retracted": True,
}  # fmt: skip
WORK["locations"] = [WORK["primary_location"], ARXIV]


def read(**changes):
    [found] = openalex.parse(json.dumps({"meta": {}, "results": [WORK | changes]}).encode())
    return found


def test_dois_are_asked_for_50_at_a_time():
    """One with a comma, which would break the filter, is asked for alone, and that is free."""
    wanted = [f"10.48550/arxiv.2301.{n:05}" for n in range(51)] + ["10.1/a,b|c"]
    first, second, alone = openalex.by_dois(wanted)
    said = dict(first.params)
    assert said["filter"].startswith("doi:10.48550/arxiv.2301.00000|10.48550/")
    assert said["filter"].count("|") == 49
    assert said["per-page"] == "50"
    assert dict(second.params)["filter"] == "doi:10.48550/arxiv.2301.00050"
    assert alone.path == "/works/doi:10.1/a%2Cb%7Cc"
    assert [one.title for one in alone.parse(json.dumps(WORK).encode())] == [read().title]


def test_a_title_keeps_nothing_that_a_filter_understands():
    """Commas, bars and colons part filters; AND, OR and NOT are operators in capitals."""
    request = openalex.by_title('To be, OR not|to be: a "study" of C*?')
    assert dict(request.params)["filter"] == ("title.search:to be or not to be a study of c")


def test_a_work_is_read():
    """The preprint among its places is another identifier of it."""
    found = read()
    assert (found.source, found.rank) == ("openalex", Rank.AGGREGATOR)
    assert found.title == "On the Convergence of SGD & Adam"
    assert found.authors[0] == Author("Soufiane Hayou", "Hayou", "Soufiane")
    assert found.authors[1].name == "Arnaud Doucet"
    assert found.abstract == "Deep neural networks are neural"
    assert found.identifiers == (
        Identifier("doi", "10.1016/j.neunet.2020.01.001"), Identifier("pmid", "31945642"),
        Identifier("arxiv", "1905.13654"),
    )  # fmt: skip
    assert (found.venue, found.kind, found.year) == ("Neural Networks", "article", 2020)
    assert found.published == "2020"
    assert found.links == (Link("pdf", "https://example.org/paper.pdf"),)
    assert found.extra == {
        "openalex": {"id": "W2970413091", "cited": 11, "retracted": True},
        "bibtex": {
            "volume": "123", "number": "4", "pages": "1--12", "publisher": "Elsevier BV",
            "issn": "0893-6080",
        },
        VENUE_YEAR: 2020,
    }  # fmt: skip


def test_a_repository_is_no_venue():
    """A preprint has no venue, no volume, and no link to what its identifier names."""
    found = read(
        doi="https://doi.org/10.48550/arxiv.1905.13654", primary_location=ARXIV, locations=[ARXIV],
        type="preprint", ids={}, publication_date="2019-05-31", publication_year=2019,
    )  # fmt: skip
    assert (found.venue, found.kind, found.published) == ("", "preprint", "2019-05-31")
    assert found.identifiers == (Identifier("arxiv", "1905.13654"),)
    assert set(found.extra) == {"openalex"}
    assert found.links == ()


def test_authors_that_a_list_cuts_off():
    """A list holds 100; how many there are in all is not said."""
    found = read(authorships=[{"raw_author_name": f"A B{n}"} for n in range(100)])
    assert found.extra[MORE_AUTHORS] is True


def test_two_preprints_are_two_papers():
    """A work that took another paper's preprint does not join them."""
    other = ARXIV | {"landing_page_url": "http://arxiv.org/abs/2001.00001"}
    assert Identifier("arxiv", "2001.00001") not in read(locations=[ARXIV, other]).identifiers


def test_an_abstract_of_any_size():
    """A place far out costs nothing, and what is no place is left out."""
    index = {"b": [10**12, "x", None], "a": [0], "c": "no list"}
    assert read(abstract_inverted_index=index).abstract == "a b"
    endless = {str(n): list(range(100)) for n in range(5000)}
    assert len(read(abstract_inverted_index=endless).abstract) < 200_000


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "Invalid query parameters error.", "message": "x is not a valid field."}',
        b"{}", b"[]", b"", b"<!doctype html><title>404</title>",
    ],
)  # fmt: skip
def test_an_error_is_no_answer(body):
    """An error is said in the service's words."""
    with pytest.raises(WrongAnswerError):
        openalex.parse(body)
    assert openalex.parse(b'{"results": [], "meta": {"count": 0}}') == ()


@given(st.dictionaries(st.sampled_from(sorted(WORK)), anything, max_size=6))
def test_fields_of_any_type(changes):
    """Whatever stands in a field, the others are read."""
    body = json.dumps({"results": [WORK | changes]}).encode()
    assert all(found.title for found in openalex.parse(body))


@pytest.mark.shared
@pytest.mark.slow
def test_against_the_stand_in(tmp_path):
    """A batch with an unknown DOI, and a title with its year."""
    dois = [f"10.48550/arxiv.{number}" for number in ("2506.03370", "2401.99999")]
    with standin() as url, asking(url, tmp_path) as client:
        [request] = openalex.by_dois(dois)
        [found] = client.ask(request)
        assert found.identifiers == (Identifier("arxiv", "2506.03370"),)
        assert len(found.abstract) > 200
        again = client.ask(openalex.by_title(found.title))
        assert found.identifiers in [one.identifiers for one in again]
