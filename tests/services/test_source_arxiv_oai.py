"""arXiv's OAI-PMH: split names, versions, deletions, tokens, and errors under 200."""

from pathlib import Path

import pytest

from readlist.model import Author, Identifier, Rank
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
RAW = """<record>
  <header><identifier>oai:arXiv.org:1706.03762</identifier></header>
  <metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
    <id>1706.03762</id><submitter>Someone</submitter>
    <version version="v10"><date>Wed, 02 Aug 2023 00:41:18 GMT</date><size>0kb</size>
      <source_type>I</source_type></version>
    <version version="v1"><date>Mon, 12 Jun 2017 17:57:34 GMT</date><size>12kb</size></version>
    <version version="v2"><date>nonsense</date></version>
    <version version="new"><date>Mon, 12 Jun 2000 17:57:34 GMT</date></version>
    <title>T</title>
    <authors>A. Vaswani (Google, Inc.) and Poincar\\'e, N. Shazeer</authors>
    <categories>cs.CL</categories><abstract>x</abstract>
  </arXivRaw></metadata></record>"""
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


def listed(*records: str, token: str = "") -> bytes:
    return answer(f"<ListRecords>{''.join(records)}{token}</ListRecords>")


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


def test_all_versions():
    """In any order; the last one tells whether there is still a paper."""
    record = oai.parse_paper(one(RAW))
    assert record.published == "2017-06-12"
    assert [author.name for author in record.authors] == ["A. Vaswani", "Poincaré", "N. Shazeer"]
    assert record.extra["arxiv"] == {
        "version": 10, "updated": "2023-08-02", "categories": ["cs.CL"], "withdrawn": True,
    }  # fmt: skip


def test_a_list_with_a_token_and_a_deletion():
    """The token goes out as it came, alone with the verb."""
    token = "verb%3DListRecords%26skip%3D1300"
    found = oai.parse(
        listed(split(), DELETED.format(id="hep-th/9901001"), RAW, "<record/>",
               token=f'<resumptionToken expirationDate="x">{token}\n</resumptionToken>')
    )  # fmt: skip
    assert [record.title for record in found.records] == ["A title of two lines", "T"]
    assert found.deleted == (Identifier("arxiv", "hep-th/9901001"),)
    assert (found.token, found.answered) == (token, "2026-08-24")
    assert oai.more(token).params == (("verb", "ListRecords"), ("resumptionToken", token))
    assert oai.parse(listed(split(), token="<resumptionToken/>")).token == ""


def test_questions():
    """Changes are asked for by day and set; nothing of it is kept for the next run."""
    request = oai.changes(since="2026-08-24", of="cs.LG", raw=True)
    assert dict(request.params) == {
        "verb": "ListRecords", "metadataPrefix": "arXivRaw", "from": "2026-08-24",
        "set": "cs:cs:LG",
    }  # fmt: skip
    assert request.age_s == 0
    assert dict(oai.paper("hep-th/9901001").params)["identifier"] == "oai:arXiv.org:hep-th/9901001"
    sets = [oai.set_of(name) for name in ("hep-th", "astro-ph.CO", "math.NA", "physics.optics")]
    assert sets == [
        "physics:hep-th", "physics:astro-ph:CO", "math:math:NA", "physics:physics:optics",
    ]  # fmt: skip


def test_errors_are_answers():
    """Nothing new, begin again, a bad question: three different things, all under 200."""
    assert oai.parse(error("noRecordsMatch")) == oai.Harvest(answered="2026-08-24")
    assert oai.parse(error("badResumptionToken")).stale
    assert oai.parse(error("badArgument")).refused == "badArgument: Reason: Nothing found"
    assert oai.parse_paper(error("idDoesNotExist")) is None
    with pytest.raises(WrongAnswerError, match="cannotDisseminateFormat"):
        oai.parse_paper(error("cannotDisseminateFormat"))


def test_a_deleted_paper_is_none():
    """There is no other word for it."""
    assert oai.parse_paper(one(DELETED.format(id="1706.03762"))) is None
    assert oai.parse_paper(one("<record><metadata/></record>")) is None


@pytest.mark.parametrize(
    "body", [b"", b"<html><title>503 first byte timeout</title>", answer(""), listed(split())[:-40]]
)
def test_what_is_no_answer(body):
    """A page, nothing, a fragment."""
    for parse in (oai.parse, oai.parse_paper):
        with pytest.raises(WrongAnswerError):
            parse(body)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.shared
def test_against_the_stand_in(tmp_path: Path):
    """Twenty papers in both forms; a day page by page."""
    with standin("--oai-page", "10") as url, client(url, tmp_path) as asking:
        for paper in papers(20):
            split_up = asking.ask(oai.paper(paper["id"]))
            raw = asking.ask(oai.paper(paper["id"], raw=True))
            for record in (split_up, raw):
                assert record.title == " ".join(paper["title"].split())
                assert str(record.identifiers[0]) == f"arxiv:{paper['id']}"
                assert [author.name for author in record.authors] == paper["authors"]
            assert split_up.published == raw.published
        assert asking.ask(oai.paper("0704.9999")) is None
        page = asking.ask(oai.changes(since="2025-05-14", until="2025-05-14", of="cs.CL"))
        assert len(page.records) == 10
        found = [*page.records]
        while page.token:
            page = asking.ask(oai.more(page.token))
            found += page.records
        numbers = {record.identifiers[0] for record in found}
        assert len(numbers) == len(found) > 30
        assert asking.ask(oai.changes(since="2026-08-24", of="q-fin.TR")).records == ()
        assert asking.ask(oai.more("nonsense")).stale
