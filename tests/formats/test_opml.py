import pytest

from readlist import formats
from readlist.formats import opml
from readlist.formats.base import TextDocument
from readlist.formats.xml import Element, elements
from readlist.model import FeedInfo, Problem, Skipped
from support.formats import load

READER = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Subscriptions</title></head>
  <body>
    <outline text="ML &amp; vision" title="ML &amp; vision">
      <outline type="rss" text="cs.CL" xmlUrl="http://rss.arxiv.org/rss/cs.CL?a=1&b=2"
        htmlUrl="https://arxiv.org"/>
      <outline text="Blogs">
        <outline type="rss" text="short" title="A blog&nbsp;of words" category="/a/b,c"
          xmlUrl="https://blog.example.org/feed.xml"/>
      </outline>
    </outline>
    <outline text="local" xmlUrl="file:///etc/passwd"/>
    <outline type="link" text="page" url="https://example.org/"/>
    <outline type="rss" text="lost"/>
    <outline text="Top" XMLURL="https://top.example.org/atom" htmlUrl="javascript:x"/>
  </body>
</opml>
"""


def test_feeds_with_their_folders():
    """Every feed comes in with its folders and categories as tags; the rest is told."""
    assert load(opml, READER) == [
        FeedInfo(
            "http://rss.arxiv.org/rss/cs.CL?a=1&b=2", "cs.CL", "https://arxiv.org",
            ("ML-&-vision",), 6,
        ),
        FeedInfo(
            "https://blog.example.org/feed.xml", "A blog of words", "",
            ("ML-&-vision/Blogs", "a/b", "c"), 9,
        ),
        Skipped(13, "file:///etc/passwd is no address of the web"),
        Skipped(14, "https://example.org/ is no feed"),
        Skipped(15, "lost has no address (xmlUrl)"),
        FeedInfo("https://top.example.org/atom", "Top", "", (), 16),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["feed://a.example/x", "feed:http://a.example/x"])
def test_old_readers_write_another_scheme(written):
    """The address is that of the web."""
    text = f'<opml version="1.0"><body><outline text="A" xmlUrl="{written}"/></body></opml>'
    assert [one.url for one in load(opml, text)] == ["http://a.example/x"]


def test_sniffing():
    """OPML is known by its element, and other XML is not."""
    assert formats.sniff(TextDocument(READER)).name == "opml"
    assert opml.sniff("<posts><post/></posts>", "x.opml") == 0


def test_entities_of_its_own_are_refused():
    """A document that defines entities is one problem, and nothing of it is expanded."""
    bomb = (
        '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><outline text="&b;"/></opml>'
    )
    found = load(opml, bomb)
    assert all(isinstance(item, Problem) for item in found)
    assert "<!DOCTYPE" in found[0].message
    outside = '<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml><outline text="&x;" xmlUrl="http://a.b/"/></opml>'
    assert load(opml, outside)[0].title == "&x;"


def test_broken_files():
    """What stands before and behind a broken place is read."""
    found = load(opml, READER.replace("</outline>", "</outlin>", 1))
    assert [item.url for item in found if isinstance(item, FeedInfo)] == [
        "http://rss.arxiv.org/rss/cs.CL?a=1&b=2", "https://blog.example.org/feed.xml",
        "https://top.example.org/atom",
    ]  # fmt: skip
    assert any(isinstance(item, Problem) for item in found)
    assert isinstance(load(opml, "")[0], Problem)
    assert isinstance(load(opml, "<opml>" + "<outline>" * 500)[-1], Problem)


def test_elements():
    """Elements come as trees with text in order; control characters do no harm."""
    text = (
        "\n<x><rec id='1'><t>A <b>bold</b> word &#11;&eacute; &amp; AT&T</t></rec>\x0b\n"
        "<rec><![CDATA[a&b]]></rec><rec>cut"
    )
    first, second, problem = elements(TextDocument(text), "rec")
    assert isinstance(first, Element)
    assert (first.attributes, first.line) == ({"id": "1"}, 2)
    assert first.find("t").text == "A bold word é & AT&T"
    assert first.find("t/b").text == "bold"
    assert first.find("t/c") is None
    assert (second.text, second.line) == ("a&b", 3)
    assert isinstance(problem, Problem)


def test_hostile_xml_is_bounded():
    """Unfinished tags, endless comments and thousands of breaks end soon and in a problem."""
    for text in (
        "<x><!--" + "a\n" * 5_000_000, "<rec a=<" * 50_000, "<rec>" * 50 + "<rec></x>" * 5_000,
        "<rec>" + "<a/>" * 100_000 + "</rec>",
    ):  # fmt: skip
        *_, last = elements(TextDocument(text), "rec")
        assert isinstance(last, Problem)
