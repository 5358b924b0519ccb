"""Word's list of sources as Word, JabRef and bibutils write it."""

import pytest

from readlist import formats
from readlist.bib.details import detail, people
from readlist.formats import msbib
from readlist.formats.base import TextDocument
from support.formats import ids_of, one, records

NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"


def sources(*several, prefix="b:"):
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    body = "".join(f"<b:Source>{said}</b:Source>" for said in several).replace("b:", prefix)
    return (
        f'<?xml version="1.0"?><{prefix}Sources {name}="{NAMESPACE}" SelectedStyle="\\APA.XSL">'
        f"{body}</{prefix}Sources>"
    )


def person(last, first="", middle=""):
    parts = f"<b:Last>{last}</b:Last>"
    parts += f"<b:First>{first}</b:First>" if first else ""
    return f"<b:Person>{parts}<b:Middle>{middle}</b:Middle></b:Person>"


ARTICLE = (
    "<b:Tag>Roe21</b:Tag><b:SourceType>JournalArticle</b:SourceType>"
    "<b:Guid>{1234}</b:Guid><b:LCID>1033</b:LCID><b:Title>Deep sleep of whales</b:Title>"
    "<b:Year>2021</b:Year><b:Month>March</b:Month><b:Day>4</b:Day>"
    "<b:JournalName>Letters</b:JournalName><b:Volume>7</b:Volume><b:Issue>2</b:Issue>"
    "<b:Pages>1-9</b:Pages><b:DOI>10.1000/abc</b:DOI><b:Comments>read again</b:Comments>"
    "<b:Author><b:Author><b:NameList>"
    + person("Roe", "Anna", "M.")
    + person("van der Berg", "Carl")
    + "</b:NameList></b:Author></b:Author>"
)


@pytest.mark.parametrize("prefix", ["b:", "", "ns0:"])
def test_an_article(prefix):
    """All that a source says of an article, whatever the namespace is called."""
    record = one(msbib, sources(ARTICLE, prefix=prefix))
    assert (record.title, record.venue, record.kind) == (
        "Deep sleep of whales", "Letters", "article",
    )  # fmt: skip
    assert [(author.family, author.given) for author in record.authors] == [
        ("Roe", "Anna M."), ("van der Berg", "Carl"),
    ]  # fmt: skip
    assert (record.published, record.key) == ("2021-03-04", "Roe21")
    assert [detail(record, name) for name in ("volume", "number", "pages")] == ["7", "2", "1–9"]
    assert ids_of(record) == ["doi:10.1000/abc"]
    assert [note.body for note in record.notes] == ["read again"]


def test_bodies_editors_and_parts():
    """A corporate author is one group; a chapter has its book and its editors."""
    report = (
        "<b:Tag>WHO20</b:Tag><b:SourceType>Report</b:SourceType><b:Title>World report</b:Title>"
        "<b:Year>2020</b:Year><b:Institution>WHO</b:Institution><b:City>Geneva</b:City>"
        "<b:Author><b:Author><b:Corporate>World Health Organization</b:Corporate></b:Author>"
        "</b:Author>"
    )
    chapter = (
        "<b:SourceType>BookSection</b:SourceType><b:Title>Stages</b:Title><b:Year>2019</b:Year>"
        "<b:BookTitle>Handbook of sleep</b:BookTitle><b:Publisher>Springer</b:Publisher>"
        "<b:Author><b:Author><b:NameList>"
        + person("Poe", "Ben")
        + "</b:NameList></b:Author><b:Editor><b:NameList>"
        + person("Fox", "Carl")
        + "</b:NameList></b:Editor></b:Author>"
    )
    first, second = records(msbib, sources(report, chapter))
    assert [author.name for author in first.authors] == ["World Health Organization"]
    assert (first.venue, first.kind, detail(first, "address")) == ("WHO", "techreport", "Geneva")
    assert (second.venue, second.kind) == ("Handbook of sleep", "incollection")
    assert [author.family for author in people(second, "editor")] == ["Fox"]


def test_pages_and_theses():
    """A page has the day of its reading in numbers; a thesis is a report of a kind."""
    page = (
        "<b:SourceType>InternetSite</b:SourceType><b:Title>About</b:Title>"
        "<b:URL>https://example.org/about</b:URL><b:YearAccessed>2020</b:YearAccessed>"
        "<b:MonthAccessed>01</b:MonthAccessed><b:DayAccessed>2</b:DayAccessed>"
    )
    thesis = (
        "<b:SourceType>Report</b:SourceType><b:Title>Sleep</b:Title><b:Year>2011</b:Year>"
        "<b:ThesisType>Ph.D. Thesis</b:ThesisType><b:Institution>University of X</b:Institution>"
    )
    first, second = records(msbib, sources(page, thesis))
    assert ids_of(first) == ["url:https://example.org/about"]
    assert detail(first, "urldate") == "2020-01-02"
    assert (second.kind, second.venue) == ("phdthesis", "University of X")


def test_it_is_recognised():
    assert formats.sniff(TextDocument(sources(ARTICLE), "Sources.xml")).name == "msbib"
