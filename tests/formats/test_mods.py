"""MODS of catalogues, Zotero and bibutils: works, the parts of others, prefixes, broken files."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import formats
from readlist.bib.details import people
from readlist.formats.base import TextDocument
from readlist.model import Problem
from support.formats import ids_of, load, records

mods = formats.get("mods")
ARTICLE = """<mods ID="roe2020deep">
<titleInfo><nonSort>The</nonSort><title>deep sleep</title><subTitle>of whales</subTitle></titleInfo>
<titleInfo type="abbreviated"><title>Deep</title></titleInfo>
<name type="personal"><namePart type="given">Anna</namePart><namePart type="given">M.</namePart>
<namePart type="family">Roe</namePart><namePart type="termsOfAddress">Jr.</namePart>
<role><roleTerm authority="marcrelator" type="text">author</roleTerm></role></name>
<name type="corporate"><namePart>Whale Research Group of Rome</namePart>
<role><roleTerm authority="marcrelator" type="code">aut</roleTerm></role></name>
<genre authority="local">journalArticle</genre><abstract>First.</abstract>
<subject><topic>machine learning</topic></subject><subject><topic>x, y</topic></subject>
<language><languageTerm authority="iso639-2b" type="code">ger</languageTerm></language>
<relatedItem type="host"><titleInfo><title>Marine Letters</title></titleInfo>
<originInfo><dateIssued>2020-03</dateIssued><issuance>continuing</issuance></originInfo>
<identifier type="issn">1234-5678</identifier><identifier type="doi">10.1000/whole</identifier>
<part><detail type="volume"><number>3</number></detail>
<detail type="issue"><number>S1</number></detail>
<extent unit="pages"><start>S12</start><end>S15</end></extent></part></relatedItem>
<identifier type="doi">10.1000/X</identifier>
<location><url>https://example.org/a</url></location></mods>"""
CHAPTER = """<mods><titleInfo><title>A chapter</title></titleInfo>
<name type="personal"><namePart>Poe, Ben</namePart></name><genre>book chapter</genre>
<relatedItem type="host"><titleInfo><title>The Book</title></titleInfo>
<name type="personal"><namePart type="family">Doe</namePart><namePart type="given">C</namePart>
<role><roleTerm type="text">editor</roleTerm></role></name>
<originInfo><publisher>Sea Press</publisher><place><placeTerm type="text">Paris</placeTerm></place>
<dateIssued>c. 1999</dateIssued></originInfo></relatedItem></mods>"""
THESIS = """<mods><titleInfo><title>A thesis</title></titleInfo>
<name type="corporate"><namePart>MIT</namePart>
<role><roleTerm>degree grantor</roleTerm></role></name><genre>Masters thesis</genre></mods>"""
TEXT = (
    '<?xml version="1.0"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3">\n'
    f"{ARTICLE}{CHAPTER}{THESIS}</modsCollection>"
)


@pytest.mark.parametrize("prefix", ["", "mods:"])
def test_a_collection(prefix):
    """An article, a chapter with the book's editor, a thesis with who granted the degree."""
    text = re.sub(r"<(/?)(?=[a-z])", rf"<\1{prefix}", TEXT)
    assert formats.sniff(TextDocument(text, "a.xml")) is mods
    article, chapter, thesis = records(mods, text)
    assert (article.key, article.title) == ("roe2020deep", "The deep sleep: of whales")
    assert [tuple(one) for one in article.authors] == [
        ("Anna M. Roe Jr.", "Roe", "Anna M.", "Jr."),
        ("Whale Research Group of Rome", "", "", ""),
    ]
    assert (article.kind, article.venue, article.published) == (
        "article", "Marine Letters", "2020-03",
    )  # fmt: skip
    assert ids_of(article) == ["doi:10.1000/x"]
    assert article.links[0].url == "https://example.org/a"
    assert article.tags == ("machine-learning", "x-y")
    said = article.extra["bibtex"]
    assert (said["volume"], said["number"], said["pages"]) == ("3", "S1", "S12--S15")
    assert (said["language"], said["issn"]) == ("ger", "1234-5678")
    assert (chapter.kind, chapter.venue, chapter.year) == ("incollection", "The Book", 1999)
    assert [one.family for one in people(chapter, "editor")] == ["Doe"]
    said = chapter.extra["bibtex"]
    assert (said["publisher"], said["address"], said["date"]) == ("Sea Press", "Paris", "1999~")
    assert (thesis.kind, thesis.venue, thesis.authors) == ("mastersthesis", "MIT", ())


def test_a_file_that_is_cut():
    """What is whole comes in, and the cut is told."""
    found = load(mods, TEXT[:-120])
    assert [type(one).__name__ for one in found] == ["Record", "Record", "Problem"]
    assert isinstance(load(mods, "<mods><titleInfo>")[0], Problem)


@given(st.text(alphabet='<>/modstilIneamrPF ab&;="', max_size=200))
def test_any_text(text):
    """Nothing raises."""
    load(mods, text)
    load(mods, f"<mods>{text}</mods>")
