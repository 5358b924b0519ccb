"""Lists as a page of HTML: valid, inert, complete, and read back as they were."""

from dataclasses import replace

import html5lib
import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from readlist import formats
from readlist.formats.base import DumpOptions, LoadOptions, TextDocument
from readlist.model import Identifier, Link, ListEntry, ListInfo, Paper
from support.formats import dump
from support.golden_papers import LISTS, PAPERS
from support.list_papers import OPTIONS, expected, listed, read
from support.paths import GOLDEN
from support.properties import examples

HTML = formats.get("html")
DEEP = DumpOptions(lists=LISTS, list="deep")


def test_golden():
    """The page is the same bytes as the golden file."""
    options = replace(DEEP, extras=frozenset({"abstract", "notes"}))
    assert dump(HTML, PAPERS, options) == (GOLDEN / "list.html").read_bytes().decode()


@given(listed)
def test_round_trip(papers):
    """A page that is written and read again is the same list."""
    text = dump(HTML, papers, OPTIONS)
    found = formats.sniff(TextDocument(text))
    items = list(found.load(TextDocument(text), LoadOptions()))
    assert items[0] == ListInfo(title="*Deep* <learning>")
    assert read(items) == expected(papers)


@examples(50)
@given(listed)
def test_the_page_is_valid(papers):
    """A strict parser of HTML5 has nothing to correct."""
    html5lib.HTMLParser(strict=True).parse(dump(HTML, papers, OPTIONS))


@pytest.mark.parametrize("word", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_text_is_data(word):
    """Nothing that came from outside becomes an element or an attribute."""
    place = ListEntry((word,), 1, word, "deep")
    paper = Paper(
        id=1, key=word, title=word, venue=word, organization=word, abstract=word, lists=(place,)
    )
    paper = replace(paper, links=(Link(word, "https://example.org/'\"><b>"), Link("x", "data:x")))
    options = replace(DEEP, lists=(ListInfo(word, "deep"),), extras=frozenset({"abstract"}))
    page = LexborHTMLParser(dump(HTML, [paper], options))
    assert not page.css("script, img, b, [onerror]")
    assert page.css_first("h1").text() == word
    assert all(a.attributes["href"].startswith(("#", "http")) for a in page.css("a"))


def test_links_say_nothing_of_the_page():
    """Links lead to the web only, and open without a hold on the page."""
    paper = Paper(id=1, key="a", title="T", identifiers=(Identifier("url", "javascript:alert(1)"),))
    assert "javascript" not in dump(HTML, [paper], DEEP)
    links = LexborHTMLParser(dump(HTML, PAPERS, DEEP)).css("main a")
    assert links
    assert all(a.attributes["rel"] == "noopener noreferrer" for a in links)


def test_bullets_of_a_remark_are_bullets():
    """They are read as a list, and copied as they were written."""
    said = "Two things:\n- one\n  - below it\n● two https://example.org/a.\n\nAnd <that>."
    paper = Paper(id=1, key="a", title="T", lists=(ListEntry((), 1, said, "deep"),))
    remark = LexborHTMLParser(dump(HTML, [paper], DEEP)).css_first(".remark")
    assert remark.text(deep=True) == said
    assert [node.text(deep=True).split()[-1] for node in remark.css("li")] == [
        "one", "it", "https://example.org/a.",
    ]  # fmt: skip
    assert [node.text(deep=True) for node in remark.css("p")] == ["Two things:", "And <that>."]


def test_long_contents_are_folded_so_that_papers_come_first():
    few, many = (
        [Paper(id=n, key=f"k{n}", title="T", lists=(ListEntry((f"Week {n}",), n, "", "deep"),))
         for n in range(count)]
        for count in (12, 60)
    )  # fmt: skip
    shown = [LexborHTMLParser(dump(HTML, papers, DEEP)).css_first("details.contents")
             for papers in (few, many)]  # fmt: skip
    assert ["open" in one.attributes for one in shown] == [True, False]
    assert [one.css_first("summary").text() for one in shown] == [
        "Contents",
        "Contents: 60 sections",
    ]


def test_contents_lead_to_sections():
    """Every anchor of the table of contents is a heading of that name."""
    places = [("A",), ("A", "B"), ("C", "B", "D", "E", "F", "G")]
    papers = [
        Paper(id=n, key=f"k{n}", title=f"T{n}", lists=(ListEntry(place, n, "", "deep"),))
        for n, place in enumerate(places)
    ]
    page = LexborHTMLParser(dump(HTML, papers, DEEP))
    found = [(a.text(), page.css_first(a.attributes["href"]).text()) for a in page.css("nav a")]
    assert [name for name, _ in found] == list("ABCBDEFG")
    assert all(name == heading for name, heading in found)


def test_marks_of_what_is_read():
    """The page says which papers are read, and how many."""
    page = LexborHTMLParser(dump(HTML, PAPERS, DEEP))
    assert [node.text() for node in page.css(".status")] == ["read"]
    assert page.css_first("header p").text() == "7 papers, 1 read"
