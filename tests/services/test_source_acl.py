"""The ACL Anthology: its own entry of the paper that was asked for."""

import pytest

from readlist.model import Author, Identifier, Rank
from readlist.services import acl
from readlist.services.base import WrongAnswerError
from support.standin_server import client as asking
from support.standin_server import standin

BIB = """@inproceedings{devlin-etal-2019-bert,
    title = "{BERT}: Pre-training of Deep Bidirectional Transformers",
    author = "Devlin, Jacob  and
      Chang, Ming-Wei",
    editor = "Burstein, Jill  and
      Solorio, Thamar",
    booktitle = "Proceedings of the 2019 Conference of the North {A}merican Chapter",
    month = jun,
    year = "2019",
    address = "Minneapolis, Minnesota",
    publisher = "Association for Computational Linguistics",
    url = "https://aclanthology.org/N19-1423/",
    doi = "10.18653/v1/N19-1423",
    pages = "4171--4186",
    keywords = "language, models",
    note = "Best paper",
    abstract = "We introduce {BERT}."
}
"""


def test_a_paper_is_read():
    """The service issues the identifier; its key, tags and notes are not the person's."""
    request = acl.paper("n19-1423")
    assert request.path == "/N19-1423.bib"
    found = request.parse(BIB.encode())
    assert (found.source, found.rank) == ("acl", Rank.ISSUER)
    assert found.title == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert found.authors[1] == Author("Ming-Wei Chang", "Chang", "Ming-Wei")
    assert set(found.identifiers) == {
        Identifier("acl", "N19-1423"), Identifier("doi", "10.18653/v1/n19-1423"),
    }  # fmt: skip
    assert (found.kind, found.year, found.published) == ("inproceedings", 2019, "2019-06")
    assert found.abstract == "We introduce BERT."
    assert found.extra["bibtex"]["pages"] == "4171--4186"
    assert "note" not in found.extra["bibtex"]
    assert (found.key, found.tags, found.notes, found.line) == ("", (), (), 0)


def test_quotation_marks_inside_a_field():
    """They do not end it, as they would in BibTeX, where the entry cannot be read otherwise."""
    body = BIB.replace("We introduce {BERT}.", 'We say "pre-training" of {"}BERT{"}.')
    found = acl.paper("N19-1423").parse(body.encode())
    assert found.abstract == 'We say "pre-training" of "BERT".'


def test_a_paper_that_does_not_name_itself():
    """It has the identifier that it was asked for by."""
    body = BIB.replace("https://aclanthology.org/N19-1423/", "").replace("10.18653/v1/N19-1423", "")
    found = acl.paper("N19-1423").parse(body.encode())
    assert found.identifiers == (Identifier("acl", "N19-1423"),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><title>404</title>",
        b"@comment{x}",
        BIB.encode() + b"\xff",
        b"@article{",
    ],
)
def test_what_is_no_entry(body):
    """It is a fault of the service, as is the entry of another paper."""
    with pytest.raises(WrongAnswerError):
        acl.paper("N19-1423").parse(body)
    with pytest.raises(WrongAnswerError):
        acl.paper("N19-1424").parse(BIB.encode())


@pytest.mark.parametrize("value", ["", "../x", "N19-1423/../x", "10.18653/v1/N19-1423x"])
def test_an_identifier_is_a_part_of_an_address(value):
    """Nothing else comes into it."""
    with pytest.raises(ValueError):
        acl.paper(value)


@pytest.mark.shared
@pytest.mark.slow
def test_against_the_stand_in(tmp_path):
    """A paper, and one that is not there."""
    with standin() as url, asking(url, tmp_path) as client:
        found = client.ask(acl.paper("2025.naacl-long.1127"))
        assert found.title.startswith("See-Saw Modality Balance")
        assert len(found.abstract) > 100
        assert client.ask(acl.paper("2025.naacl-long.9999")) is None
