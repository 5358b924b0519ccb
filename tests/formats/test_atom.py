"""Papers as an Atom feed: what a feed reader sees, and that an entry stays the same entry."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from readlist import formats
from readlist.formats.atom import Entry, Head, entry_id, feed
from readlist.formats.base import DumpOptions
from readlist.model import Author, Identifier, Link, Paper
from readlist.text import clean
from support.digest_papers import HOSTILE
from support.golden_papers import LISTS, PAPERS
from support.paper_strategies import papers as drawn

ATOM = "{http://www.w3.org/2005/Atom}"


def dumped(papers, **options):
    return "".join(formats.get("atom").dump(papers, DumpOptions(**options)))


def parsed(text):
    feedparser = pytest.importorskip("feedparser")
    found = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


def test_a_feed_reader_sees_the_papers():
    """Identifiers, titles, authors, subjects, pages, times and abstracts."""
    found = parsed(dumped(PAPERS, lists=LISTS, list="deep"))
    assert (found.version, found.feed.title) == ("atom10", "Deep learning")
    first = found.entries[0]
    assert (first.id, first.link) == ("https://arxiv.org/abs/1706.03762",) * 2
    assert first.title == "Attention Is All You Need"
    assert [author.name for author in first.authors][:2] == ["Ashish Vaswani", "Noam Shazeer"]
    assert [tag.term for tag in first.tags] == ["cs.CL", "cs.LG", "nlp/transformers", "classic"]
    assert first.updated == first.published == "2026-09-30T07:00:00Z"
    assert first.summary.startswith('The dominant "sequence transduction"')
    assert [link.href for link in first.links if link.rel == "related"] == [
        "https://github.com/tensorflow/tensor2tensor"
    ]


@given(drawn)
def test_whatever_a_paper_holds_the_feed_is_well_formed(paper):
    """RFC 4287 asks for one id, one title, one time, and a page or a content in each entry."""
    tree = ET.fromstring(dumped([paper]))
    (entry,) = tree.findall(f"{ATOM}entry")
    for name in ("id", "title", "updated"):
        assert len(entry.findall(ATOM + name)) == 1
    assert (entry.findtext(f"{ATOM}title") or "") == (clean(paper.title) or clean(paper.key))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", entry.findtext(f"{ATOM}updated"))
    assert re.match(r"https?://|urn:uuid:", entry.findtext(f"{ATOM}id"))
    pages = [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert len(pages) + len(entry.findall(f"{ATOM}content")) >= 1
    assert all(
        link.get("href").startswith(("http://", "https://"))
        for link in entry.findall(f"{ATOM}link")
    )


def test_hostile_text_comes_back_as_text():
    paper = Paper(
        id=1,
        key="a",
        title=HOSTILE,
        authors=(Author(HOSTILE),),
        abstract=f"{HOSTILE}\n\x00\x0b\ufffe",
        tags=('"><x',),
        links=(Link("x", "javascript:alert(1)"),),
    )
    text = dumped([paper])
    entry = parsed(text).entries[0]
    assert entry.title == clean(HOSTILE)
    assert entry.summary.startswith('<script>document.title="run"</script>')
    assert entry.summary_detail.type == "text/plain"
    assert "links" not in entry  # no page but that of a script
    assert "<script" not in text


def test_an_entry_stays_the_same_entry():
    """Whatever is learned of it, and whatever it is called."""
    paper = Paper(
        id=1, key="a", title="Title", identifiers=(Identifier("arxiv", "1706.03762"),), added="2026"
    )
    more = replace(paper, identifiers=(*paper.identifiers, Identifier("doi", "10.1/x")), title="B")
    assert entry_id(more) == entry_id(paper) == "https://arxiv.org/abs/1706.03762"
    bare = replace(paper, identifiers=())
    assert entry_id(bare).startswith("urn:uuid:")
    assert entry_id(replace(bare, key="b", aliases=("a",))) == entry_id(bare)
    assert entry_id(replace(bare, key="b")) != entry_id(bare)


def test_news_moves_the_time_on():
    paper = Paper(id=1, key="a", title="T", added="2026-11-01T00:00:00Z")
    later = replace(paper, extra={"news": [{"at": "2026-11-05T08:00:00Z", "what": "version"}, 7]})
    assert "<updated>2026-11-01T00:00:00Z</updated>" in dumped([paper])
    text = dumped([paper, later])
    assert text.count("<updated>2026-11-05T08:00:00Z</updated>") == 2  # the entry, and the feed
    assert "<published>2026-11-01T00:00:00Z</published>" in text


def test_content_is_html_that_is_escaped_once():
    text = "".join(
        feed(Head("T", "n"), [Entry(Paper(id=1, key="a", title="T"), "<p>1 &lt; 2</p>")])
    )
    (content,) = parsed(text).entries[0].content
    assert (content.type, content.value) == ("text/html", "<p>1 &lt; 2</p>")


def test_feeds_are_told_apart_by_what_was_asked_for(run, tmp_path):
    (tmp_path / "refs.txt").write_text("1706.03762 Attention Is All You Need\n1810.04805 BERT\n")
    run("import", "refs.txt")
    one = parsed(run("export", "attention", "--format", "atom").stdout)
    other = parsed(run("export", "need", "--format", "atom").stdout)
    assert (one.feed.title, other.feed.title) == ("attention", "need")
    assert one.feed.id != other.feed.id
    assert (
        run("export", "attention", "--format", "atom").stdout
        == run("export", "attention", "-f", "atom").stdout
    )
    assert "Wrote 2 papers" in run("export", "--out", "all.atom").stderr
    assert len(parsed((tmp_path / "all.atom").read_text()).entries) == 2
    assert dumped([]).count("<updated>1970-01-01T00:00:00Z</updated>") == 1
