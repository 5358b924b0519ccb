"""arXiv's OAI-PMH: split names, deletions, and errors under 200."""

from pathlib import Path

import pytest

from readlist.model import Author, Rank
from readlist.services import arxiv_oai as oai
from readlist.services.base import WrongAnswerError
from support.standin_server import client, papers, standin

SPLIT = """<record>
  <header><identifier>oai:arXiv.org:{id}</identifier><datestamp>2025-03-19</datestamp></header>
  <metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/">
    <id>{id}</id><created>{created}</created><updated>2023-08-02</updated>
    <authors>
      <author><keyname>van der Berg</keyname><forenames>Ludwig</forenames><suffix>Jr.</suffix>
        <affiliation>ETH</affiliation></author>
      <author><keyname>Team</keyname><forenames>Gemini</forenames></author>
      <author><keyname>ATLAS Collaboration</keyname></author>
      <author><keyname>:</keyname></author>
      <author/>
    </authors>
    <title>A title
  of two lines</title>
    <categories>cs.LG stat.ML</categories>
    <comments>Code: github.com/a/b</comments>
    <journal-ref>Nature 1</journal-ref><doi>10.1038/NATURE1</doi>
    <license>http://creativecommons.org/licenses/by/4.0/</license>
    <abstract>  We present
  it.</abstract>
  </arXiv></metadata></record>"""
DELETED = (
    '<record><header status="deleted"><identifier>oai:arXiv.org:{id}</identifier></header></record>'
)


def answer(inside: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH '
        'xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-08-24T12:00:00Z'
        f"</responseDate><request>http://oaipmh.arxiv.org/oai</request>{inside}</OAI-PMH>"
    ).encode()


def one(record: str) -> bytes:
    return answer(f"<GetRecord>{record}</GetRecord>")


def error(code: str) -> bytes:
    return answer(f"<error code='{code}'>Reason: Nothing found</error>")


def split(number: str = "1706.03762", created: str = "2017-06-12") -> str:
    return SPLIT.format(id=number, created=created)


def test_names_are_split():
    """A collaboration is a name alone; a group is not split, a colon is nobody."""
    record = oai.parse_paper(one(split()))
    assert (record.source, record.rank) == ("arxiv", Rank.ISSUER)
    assert record.title == "A title of two lines"
    assert record.abstract == "We present it."
    assert record.authors == (
        Author("Ludwig van der Berg Jr.", "van der Berg", "Ludwig", "Jr."),
        Author("Gemini Team"),
        Author("ATLAS Collaboration"),
    )
    assert record.published == "2017-06-12"
    assert list(map(str, record.identifiers)) == ["arxiv:1706.03762", "doi:10.1038/nature1"]
    assert record.extra["primary_class"] == "cs.LG"
    assert record.extra["arxiv"] == {
        "updated": "2023-08-02", "categories": ["cs.LG", "stat.ML"],
        "comment": "Code: github.com/a/b", "journal_ref": "Nature 1",
        "license": "http://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip


def test_the_day_of_a_later_version_is_not_the_first():
    """A record was seen whose ``created`` was its last version's; the number knows the month."""
    record = oai.parse_paper(one(split(created="2023-08-02")))
    assert (record.published, record.year) == ("2017-06", 2017)
    assert record.ranks["published"] == ("arxiv-id", Rank.GUESS)
    assert oai.parse_paper(one(split(created="2017-07-01"))).published == "2017-07-01"
    december = oai.parse_paper(one(split("2312.00001", "2024-01-01")))
    assert december.published == "2024-01-01"
    assert oai.parse_paper(one(split("2312.00001", "2024-01-02"))).published == "2023-12"
    assert oai.parse_paper(one(split("hep-th/9901001", "1999-01-04"))).published == "1999-01-04"


def test_errors_are_answers():
    """No such paper, and a bad question: two different things, both under 200."""
    assert oai.parse_paper(error("idDoesNotExist")) is None
    with pytest.raises(WrongAnswerError, match="cannotDisseminateFormat"):
        oai.parse_paper(error("cannotDisseminateFormat"))


def test_a_deleted_paper_is_none():
    """There is no other word for it."""
    assert oai.parse_paper(one(DELETED.format(id="1706.03762"))) is None
    assert oai.parse_paper(one("<record><metadata/></record>")) is None


@pytest.mark.parametrize(
    "body", [b"", b"<html><title>503 first byte timeout</title>", answer(""), one(split())[:-40]]
)
def test_what_is_no_answer(body):
    """A page, nothing, a fragment."""
    with pytest.raises(WrongAnswerError):
        oai.parse_paper(body)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
def test_against_the_stand_in(tmp_path: Path):
    """Twenty papers."""
    with standin() as url, client(url, tmp_path) as asking:
        for paper in papers(20):
            record = asking.ask(oai.paper(paper["id"]))
            assert record.title == " ".join(paper["title"].split())
            assert str(record.identifiers[0]) == f"arxiv:{paper['id']}"
            assert [author.name for author in record.authors] == paper["authors"]
        assert asking.ask(oai.paper("0704.9999")) is None
