"""DataCite: papers of the arXiv, data sets of Zenodo, and creators of every kind."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import Author, Rank
from readlist.services import datacite
from readlist.services.base import WrongAnswerError
from support.standin_server import client, papers, standin

EPRINT = {
    "doi": "10.48550/arxiv.1706.03762",
    "creators": [
        {"name": "Vaswani, Ashish", "nameType": "Personal", "givenName": "Ashish",
         "familyName": "Vaswani", "affiliation": [], "nameIdentifiers": []},
        {"name": "ATLAS Collaboration", "nameType": "Organizational"},
        {"name": "Team, Gemini", "nameType": "Personal", "givenName": "Gemini",
         "familyName": "Team"},
        {"name": "Llion Jones"}, {"name": "Kaiser, Łukasz"}, {}, None,
    ],
    "titles": [{"title": "Attention Is\n All You $\\ell_1$ Need"}, {"title": "Deutsch",
               "titleType": "TranslatedTitle"}],
    "publisher": "arXiv",
    "publicationYear": 2023,
    "subjects": [{"subject": "Computation and Language (cs.CL)"},
                 {"subject": "Machine Learning (cs.LG)"},
                 {"subject": "FOS: Computer and information sciences"}],
    "dates": [{"date": "2023-08-02T00:41:18Z", "dateType": "Updated", "dateInformation": "v7"},
              {"date": "2017-06-12T17:57:34Z", "dateType": "Submitted", "dateInformation": "v1"},
              {"date": "2017-06", "dateType": "Available"}, {"date": "2017", "dateType": "Issued"}],
    "types": {"resourceTypeGeneral": "Preprint", "bibtex": "misc"},
    "descriptions": [{"description": "The dominant\n models.", "descriptionType": "Abstract"},
                     {"description": "15 pages", "descriptionType": "Other"}],
    "relatedIdentifiers": [{"relationType": "IsVersionOf", "relatedIdentifierType": "DOI",
                            "relatedIdentifier": "https://doi.org/10.1000/NIPS"}],
    "rightsList": [{"rightsUri": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"}],
    "version": "7", "url": "https://arxiv.org/abs/1706.03762", "state": "findable",
}  # fmt: skip
DATASET = {
    "doi": "10.5281/ZENODO.123",
    "creators": [{"name": "OpenAI", "nameType": "Organizational"}],
    "titles": [{"title": "A <b>corpus</b>"}, {"title": "Ten words", "titleType": "Subtitle"}],
    "publisher": {"name": "Zenodo"}, "publicationYear": 2020, "version": "v1.2",
    "dates": [{"date": "2020-03-04", "dateType": "Issued"}],
    "types": {"resourceTypeGeneral": "Dataset", "bibtex": "misc"}, "citationCount": 3,
    "subjects": [{"subject": "speech"}], "language": "en",
    "contributors": [{"name": "Lee, Ann", "contributorType": "Editor"}, {"name": "X, Y"}],
    "relatedIdentifiers": [
        {"relationType": "IsVersionOf", "relatedIdentifier": "10.5281/zenodo.122"}],
}  # fmt: skip


def body(attributes) -> bytes:
    return json.dumps({"data": {"id": "x", "type": "dois", "attributes": attributes}}).encode()


def test_a_paper_of_the_arxiv():
    """The same record as the arXiv's own, of a lower rank; v1 gives the date."""
    record = datacite.parse(body(EPRINT))
    assert (record.source, record.rank, record.kind) == ("datacite", Rank.REGISTRY, "preprint")
    assert record.title == "Attention Is All You $\\ell_1$ Need"
    assert record.authors == (
        Author("Ashish Vaswani", "Vaswani", "Ashish"), Author("ATLAS Collaboration"),
        Author("Gemini Team"), Author("Llion Jones", "Jones", "Llion"),
        Author("Łukasz Kaiser", "Kaiser", "Łukasz"),
    )  # fmt: skip
    assert (record.published, record.year, record.venue) == ("2017-06-12", 2017, "")
    assert record.abstract == "The dominant models."
    assert list(map(str, record.identifiers)) == ["arxiv:1706.03762", "doi:10.1000/nips"]
    assert record.extra == {
        "primary_class": "cs.CL",
        "arxiv": {
            "version": 7, "updated": "2023-08-02", "categories": ["cs.CL", "cs.LG"],
            "comment": "15 pages",
            "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        },
    }  # fmt: skip


def test_a_data_set():
    """The publisher is an object; another version of it is another work."""
    record = datacite.parse(body(DATASET))
    assert (record.title, record.kind, record.venue) == ("A corpus: Ten words", "dataset", "")
    assert (record.published, record.year) == ("2020-03-04", 2020)
    assert record.authors == (Author("OpenAI"),)
    assert list(map(str, record.identifiers)) == ["doi:10.5281/zenodo.123"]
    assert record.extra == {
        "bibtex": {"publisher": "Zenodo", "editor": "Lee, Ann", "version": "v1.2",
                   "language": "en"},
        "datacite": {"type": "Dataset", "cited": 3, "version_of": ["10.5281/zenodo.122"],
                     "subjects": ["speech"]},
    }  # fmt: skip


def test_kinds_and_where_they_appeared():
    """An article in its journal, a thesis at its school."""
    container = {"type": "Journal", "title": "A Journal", "volume": "3", "issue": "2",
                 "firstPage": "1", "lastPage": "9", "identifier": "1234-5678",
                 "identifierType": "ISSN"}  # fmt: skip
    text = {"types": {"resourceTypeGeneral": "Text", "bibtex": "article"}, "container": container}
    article = datacite.parse(body(DATASET | text))
    assert (article.kind, article.venue) == ("article", "A Journal")
    assert article.extra["bibtex"]["pages"] == "1--9"
    assert article.extra["bibtex"]["issn"] == "1234-5678"
    thesis = datacite.parse(
        body(DATASET | {"types": {"resourceTypeGeneral": "Dissertation"}, "publisher": "ETH"})
    )
    assert (thesis.kind, thesis.venue) == ("phdthesis", "ETH")
    assert "publisher" not in thesis.extra["bibtex"]


def test_dates_that_are_missing():
    """The number of the paper tells its month, the year of publication the rest."""
    assert datacite.parse(body(EPRINT | {"dates": None})).published == "2017-06"
    late = datacite.parse(body(DATASET | {"dates": [], "publicationYear": "2020"}))
    assert (late.published, late.year) == ("", 2020)


def test_without_a_title_there_is_no_work():
    """Drafts have none."""
    assert datacite.parse(body(EPRINT | {"titles": []})) is None
    assert datacite.parse(body(EPRINT | {"doi": "nonsense"})) is None


def test_questions():
    """Old identifiers keep their slash; the DOI is the same for all versions."""
    assert datacite.eprint("hep-th/9901001").path == "/dois/10.48550/arXiv.hep-th/9901001"
    assert datacite.doi("10.5281/zenodo.1").path == "/dois/10.5281/zenodo.1"


@pytest.mark.parametrize(
    "text", [b"", b"<html>", b"[]", b'{"data": []}', b'{"data": {"attributes": 3}}',
             b'{"errors": [{"status": "404"}]}', body(EPRINT)[:-9]]
)  # fmt: skip
def test_what_is_no_answer(text):
    """Errors under 200, pages, fragments."""
    with pytest.raises(WrongAnswerError):
        datacite.parse(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["name", "title", "subject", "date", "dateType", "relationType", "descriptionType"]),
        inner, max_size=3), max_leaves=5,
)  # fmt: skip


@pytest.mark.parametrize("work", [EPRINT, DATASET])
@given(changed=st.dictionaries(st.sampled_from([*EPRINT, *DATASET, "container"]), VALUES))
def test_fields_of_any_type(work, changed):
    """No shape of a field loses the work."""
    changed = {name: value for name, value in changed.items() if name not in ("doi", "titles")}
    assert datacite.parse(body(work | changed)).title


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
def test_against_the_stand_in(tmp_path: Path):
    """Twenty papers of the arXiv."""
    with standin() as url, client(url, tmp_path) as asking:
        for paper in papers(20):
            record = asking.ask(datacite.eprint(paper["id"]))
            assert record.title == " ".join(paper["title"].split())
            assert [author.name for author in record.authors] == paper["authors"]
            assert str(record.identifiers[0]) == f"arxiv:{paper['id']}"
            assert record.extra["primary_class"]
        assert asking.ask(datacite.eprint("0704.9999")) is None


def test_the_work_of_another_doi():
    """An answer that is not about what was asked for is no answer."""
    question = datacite.eprint("1810.04805")
    said = json.dumps({"data": {"attributes": EPRINT}}).encode()
    with pytest.raises(WrongAnswerError, match=r"the work of arxiv:1706\.03762"):
        question.parse(said)
    assert datacite.eprint("1706.03762").parse(said).title.startswith("Attention")
