"""Feeds of the web: papers by their identifiers, hostile text, and what lies at an address."""

import json

import pytest

from readlist.bib.paper_addresses import page_of
from readlist.model import Identifier
from readlist.services import page, webfeed
from readlist.services.base import WrongAnswerError
from readlist.services.webfeed import creators, day_of
from support.paths import DATA

ARXIV = Identifier("arxiv", "2611.00001")
DOI = Identifier("doi", "10.1000/x.1")
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">
<channel><title>A &amp; B</title><link>https://lab.example/blog</link>{}</channel></rss>"""
LONG = "We study whether $x &amp;lt;y$ holds for all of them, and we find that it does. " * 3


def rss(*items: str) -> bytes:
    return RSS.format("".join(f"<item>{one}</item>" for one in items)).encode()


def only(body: bytes, **options):
    (found,) = webfeed.parse(body, **options).items
    return found


def test_the_item_is_the_paper():
    """Its link names it, so that its title and its abstract are the paper's."""
    found = only(rss(
        "<title>On &lt;i&gt;x&lt;/i&gt; and $a &amp;lt;b$</title>"
        "<link>https://openreview.net/forum?id=abc_DE12</link>"
        f"<description>&lt;p&gt;Abstract: {LONG}&lt;/p&gt;"
        "&lt;script&gt;no&lt;/script&gt;</description>"
        "<dc:creator>Jane Doe, Juan de la Cruz</dc:creator>"
        "<pubDate>Fri, 20 Nov 2026 23:30:00 -0500</pubDate>"
    ))  # fmt: skip
    assert found.record.identifiers == (Identifier("openreview", "abc_DE12"),)
    assert found.record.title == "On x and $a <b$"
    assert found.record.abstract.startswith("We study whether $x <y$ holds")
    assert "no" not in found.record.abstract.split()
    assert [one.family for one in found.record.authors] == ["Doe", "de la Cruz"]
    assert (found.day, found.kind) == ("2026-11-20", "new")


def test_the_fields_of_journals():
    """DOI, venue and date stand in fields of their own; a teaser is no abstract."""
    found = only(rss(
        "<title>T</title><link>https://journal.example/articles/77</link>"
        "<guid isPermaLink='false'>article-77</guid>"
        "<description>&lt;p&gt;Journal, Published online: 3 March 2026&lt;/p&gt;</description>"
        "<prism:doi>10.1000/X.1</prism:doi><prism:publicationName>Journal</prism:publicationName>"
        "<prism:publicationDate>2026-03-03</prism:publicationDate>"
        "<dc:creator>Smith, J., Doe, A. B., van der Berg, C.</dc:creator>"
    ))  # fmt: skip
    record = found.record
    assert (record.identifiers, record.venue, record.abstract) == ((DOI,), "Journal", "")
    assert (record.published, record.year, found.day) == ("2026-03-03", 2026, "2026-03-03")
    assert [one.name for one in record.authors] == ["J. Smith", "A. B. Doe", "C. van der Berg"]


@pytest.mark.parametrize(
    ("fields", "identifiers"),
    [
        ("<guid>oai:arXiv.org:2611.00001v2</guid>", (ARXIV,)),
        ("<guid>https://doi.org/10.1000/X.1</guid>", (DOI,)),
        ("<dc:identifier>doi:10.1000/x.1</dc:identifier><link>https://x.example/1</link>", (DOI,)),
        ("<link>https://huggingface.co/papers/2611.00001</link>", (ARXIV,)),
        ("<link>https://arxiv.org/abs/2611.00001v3</link><prism:doi>10.1000/x.1</prism:doi>",
         (DOI, ARXIV)),
        ("<guid>https://doi.org/10.18653/v1/2020.acl-main.447</guid>",
         (Identifier("doi", "10.18653/v1/2020.acl-main.447"),
          Identifier("acl", "2020.acl-main.447"))),
    ],
)  # fmt: skip
def test_where_a_paper_is_named(fields, identifiers):
    found = only(rss(f"<title>T</title>{fields}"))
    assert (found.record.title, found.record.identifiers) == ("T", identifiers)


def test_a_post_names_papers_and_is_none():
    """Each is a record without a title, which is looked up; the post stays a fact of it."""
    post = (
        "<title>What we read</title><link>https://lab.example/blog/7</link>"
        "<description>See &lt;a href=&quot;https://arxiv.org/pdf/2611.00001v2&quot;&gt;here&lt;/a&gt;"
        " and doi:10.1000/x.1, again arXiv:2611.00001.</description>"
        "<enclosure url='https://arxiv.org/pdf/2611.00009' length='1' type='application/pdf'/>"
    )
    found = webfeed.parse(rss(post))
    assert [one.record.identifiers for one in found.items] == [
        (Identifier("arxiv", "2611.00009"),), (ARXIV,), (DOI,),
    ]  # fmt: skip
    assert {one.record.title for one in found.items} == {""}
    assert found.items[0].facts == {
        "page": "https://lab.example/blog/7", "headline": "What we read",
    }  # fmt: skip
    assert found.others == 0
    assert (found.title, found.site) == ("A & B", "https://lab.example/blog")


def test_items_without_a_paper_are_counted_or_taken():
    post = "<title>We hire</title><link>https://lab.example/jobs?utm_source=rss</link>"
    assert webfeed.parse(rss(post)).others == 1
    assert webfeed.parse(rss(post)).items == ()
    found = only(rss(post), every=True)
    assert found.record.identifiers == (Identifier("url", "https://lab.example/jobs"),)
    assert found.record.title == "We hire"


def test_the_page_of_a_paper_is_a_paper():
    """Feeds of journals whose addresses tell no DOI; an editor's post is none."""
    item = "<title>Loops of cats</title><link>{}</link>"
    page = "https://www.sciencedirect.com/science/article/pii/S0004370221000862"
    found = only(rss(item.format(f"{page}?dgcid=rss_sd_all")))
    assert found.record.title == "Loops of cats"
    assert page_of(found.record.identifiers[0].value) == page
    assert webfeed.parse(rss(item.format("https://www.sciencedirect.com/news/1"))).others == 1


def test_an_address_without_a_host_is_on_the_site_of_the_feed():
    post = "<title>We hire</title><link>/jobs</link><guid>id-7</guid>"
    found = webfeed.parse(rss(post), every=True, at="https://lab.example/blog/feed.xml").items
    assert found[0].record.identifiers == (Identifier("url", "https://lab.example/jobs"),)


def test_a_paper_of_two_items_comes_once_with_its_title():
    mention = "<title>Post</title><link>https://a.example</link><description>arXiv:2611.00001</description>"
    paper = "<title>Paper</title><link>https://arxiv.org/abs/2611.00001</link>"
    assert only(rss(mention, paper)).record.title == "Paper"
    assert only(rss(paper, mention)).record.title == "Paper"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link href="https://x.example/"/><entry><title>P</title><id>tag:x.example,2026:1</id>
<link rel="alternate" href="https://aclanthology.org/2020.acl-main.447/"/>
<link rel="enclosure" href="https://x.example/p.pdf"/>
<author><name>A. B</name></author><author><name>C. D</name></author>
<updated>2026-11-20T23:30:00-05:00</updated><summary>x &lt;y</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://x.example/"><title>T</title><link>https://x.example/</link></channel>
<item rdf:about="https://x.example/1"><title>P</title><link>https://x.example/1</link>
<dc:identifier>doi:10.1000/x.1</dc:identifier><dc:date>2026-11-20</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1", "title": "T",
    "home_page_url": "https://x.example/",
    "items": [
        {"id": "1", "url": "https://x.example/1", "external_url": "https://arxiv.org/abs/2611.00001",
         "title": "P", "content_html": "<p>x</p>", "authors": [{"name": "A. B"}, {"name": "C. D"}],
         "date_published": "2026-11-20T08:00:00+02:00"},
        {"id": 2, "content_text": "see arXiv:2611.00009"}, None,
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "identifiers", "authors"),
    [
        (ATOM, (Identifier("acl", "2020.acl-main.447"),), 2),
        (RDF, (DOI,), 0),
        (json.dumps(JSON), (ARXIV,), 2),
        ("\ufeff" + ATOM.replace("<feed", "<?xml version='1.0'?><feed"),
         (Identifier("acl", "2020.acl-main.447"),), 2),
    ],
)  # fmt: skip
def test_every_kind_of_feed(body, identifiers, authors):
    found = webfeed.parse(body.encode())
    first = found.items[0]
    assert (found.title, found.site) == ("T", "https://x.example/")
    assert (first.record.title, first.record.identifiers) == ("P", identifiers)
    assert (len(first.record.authors), first.day) == (authors, "2026-11-20")


def test_a_feed_that_is_not_well_formed_is_read_all_the_same():
    body = rss("<title>A & B</title><link>https://arxiv.org/abs/2611.00001</link>")
    assert only(body).record.identifiers == (ARXIV,)


@pytest.mark.parametrize(
    "body", ["", "<!doctype html><html><title>Busy</title>", "text", "{}", '{"items": []}', "<rss>",
             '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RSS.format("&x;"),
             "<rss version='2.0'>" + "<a>" * 5_000],
)  # fmt: skip
def test_what_is_no_feed_is_told(body):
    with pytest.raises(WrongAnswerError):
        webfeed.parse(body.encode())


def test_hostile_text_is_bounded_and_clean():
    found = only(rss(
        f"<title>\u202e&#27;[31m{'A' * 1_000_000}</title><link>https://arxiv.org/abs/2611.00001</link>"
        f"<description>{'&lt;script' * 50_000}{'&lt;!--' * 50_000}</description>"
        "<author>x@example.org (Jane Doe)</author>"
    ))  # fmt: skip
    assert len(found.record.title) <= 2_000
    assert found.record.title.isprintable()
    assert [one.name for one in found.record.authors] == ["Jane Doe"]


def test_who_wrote_it():
    for said, names in (
        (["Jane Doe and Juan Cruz"], ["Jane Doe", "Juan Cruz"]), (["Doe, Jane"], ["Jane Doe"]),
        (["Doe, J. A."], ["J. A. Doe"]), (["OpenAI"], ["OpenAI"]), ([""], []),
        (["a@b.org"], []), (["Doe, Jane", "Cruz, Juan"], ["Jane Doe", "Juan Cruz"]),
    ):  # fmt: skip
        assert [one.name for one in creators(said)] == names


def test_days_are_those_of_who_wrote():
    for text, day in (
        ("Fri, 20 Nov 2026 23:59:00 -0800", "2026-11-20"), ("2026-11-20T00:10:00+09:00",
        "2026-11-20"), ("20 Nov 2026 08:00 GMT", "2026-11-20"), ("soon", ""), ("2026", ""),
    ):  # fmt: skip
        assert day_of(text) == day


PAGE = """<!doctype html><html><head><title>Lab &amp; blog</title><base href="/blog/">
<link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="alternate" type="application/rss+xml" title="Posts" href="feed.xml">
<link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="//cdn.example/a">
<link rel="alternate" type="application/feed+json" href="javascript:x">
<link rel="alternate" type="application/rss+xml" href="feed.xml#again"></head>
<body><a href="/rss">RSS</a></body></html>"""


def test_a_page_names_its_feeds():
    found = webfeed.discover("https://lab.example/about").parse(PAGE.encode())
    assert (found.kind, found.title) == ("page", "Lab & blog")
    assert found.feeds == (
        webfeed.Offered("https://lab.example/blog/feed.xml", "Posts", "rss"),
        webfeed.Offered("https://cdn.example/a", "", "atom"),
    )
    bare = b"<html><a href='/x'>x</a> <a href='/feed/?a=1'>Follow us</a></html>"
    found = webfeed.discover("https://lab.example/").parse(bare)
    assert found.feeds == (webfeed.Offered("https://lab.example/feed/?a=1", "Follow us", ""),)


def test_what_lies_at_an_address():
    def kind(body, url="https://x.example/y"):
        return webfeed.discover(url).parse(body)

    feed = rss("<link>https://arxiv.org/abs/2611.00001</link>", "<title>Post</title>")
    assert kind(feed) == ("feed", "A & B", (), 2, 1)
    assert kind(json.dumps(JSON).encode()).kind == "feed"
    assert kind(b"# Papers\n\n- [T](https://arxiv.org/abs/2611.00001)")[:2] == ("list", "Papers")
    assert kind(b"* Papers\n- [[https://arxiv.org/abs/1][T]]").kind == "list"
    assert kind(b"Papers to come", "https://x.example/list.org").kind == "list"
    markdown = b"<h1 align=center>Papers</h1>\n\n* [T](https://arxiv.org/abs/2611.00001)"
    assert kind(markdown).kind == "list"
    for body in (b"", b"Not found", b"%PDF-1.4 \x00", b"{}"):
        with pytest.raises(WrongAnswerError):
            kind(body)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://rss.arxiv.org/rss/cs.cl+cs.LG", ("arxiv", "cs.CL+cs.LG")),
        ("http://export.arxiv.org/rss/cs", ("arxiv", "cs")),
        ("https://arxiv.org/list/cs.CL/recent?skip=0", ("arxiv", "cs.CL")),
        ("https://arxiv.org/list/cs.XX/new", None),
        ("https://arxiv.org/abs/2611.00001", None),
        ("https://export.arxiv.org/api/query?search_query=cat:cs.CL+AND+ti:%22a%22&start=0",
         ("arxiv-query", 'cat:cs.CL AND ti:"a"')),
        ("https://huggingface.co/papers", ("hf", "daily")),
        ("https://hf.co/papers/date/2026-11-20", ("hf", "daily")),
        ("https://huggingface.co/papers/month/2026-11", ("hf", "month")),
        ("https://huggingface.co/api/daily_papers?sort=trending", ("hf", "trending")),
        ("https://huggingface.co/papers/2611.00001", None),
        ("https://github.com/o/r", ("list", "https://raw.githubusercontent.com/o/r/HEAD/README.md")),
        ("https://raw.githubusercontent.com/o/r/main/feed.xml",
         ("web", "https://raw.githubusercontent.com/o/r/main/feed.xml")),
        ("https://github.com/o/r/blob/main/x.py", None),
        ("https://lab.example/feed", None), ("cs.CL", None), ("http://[::1", None),
    ],
)  # fmt: skip
def test_addresses_that_are_known(url, meant):
    assert webfeed.known(url) == meant


@pytest.mark.shared
def test_real_feeds_of_the_arxiv_read_as_any_feed():
    for name, items in (("atom-cs.AI-2025-08-20.xml", 7), ("rss-four-categories-2026-09-24.xml", 4),
                        ("atom-empty-weekend.xml", 0)):  # fmt: skip
        found = webfeed.parse((DATA / "arxiv-feeds" / name).read_bytes())
        assert (len(found.items), found.others) == (items, 0)
        assert all(one.record.title and one.day for one in found.items)


@pytest.mark.shared
def test_real_lists_are_lists():
    for path in sorted((DATA / "lists").glob("*.md")):
        assert webfeed.discover("https://x.example/").parse(path.read_bytes()).kind == "list"


def test_a_feed_in_utf_16():
    """With its mark and without; its entities are refused like any other's."""
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>{}<rss version="2.0"><channel><title>T</title>'
        "<item><title>Poincaré and cats</title><link>https://arxiv.org/abs/2601.00001</link></item>"
        "</channel></rss>"
    )
    for codec in ("utf-16", "utf-16-le", "utf-16-be"):
        body = text.format("").encode(codec)
        assert [one.record.title for one in webfeed.parse(body).items] == ["Poincaré and cats"]
        assert webfeed.parse_found(body).kind == "feed"
        with pytest.raises(WrongAnswerError, match="entities"):
            webfeed.parse(text.format('<!DOCTYPE x [<!ENTITY a "b">]>').encode(codec))


def test_a_page_that_nests_without_end_is_read_at_once():
    """Its parser takes the square of the depth, and nobody can stop it meanwhile."""
    deep = b"<html><title>T</title><!-- <link rel='alternate' href='/no' type='text/xml'> -->"
    deep += b"<div>" * 300_000 + b"<link rel='alternate' type='application/rss+xml' href='/feed'>"
    found = webfeed.parse_found(deep, "https://e.org/")
    assert (found.title, [one.url for one in found.feeds]) == ("T", ["https://e.org/feed"])
    named = b"<div>" * 300_000 + b"<meta name='citation_title' content='A <i>Title</i> > one'>"
    assert page.parse(b"<html>" + named).title == "A Title > one"


def test_a_tag_of_endless_attributes_is_refused():
    """Reading a megabyte of them would take hours; five hundred is no feed's."""
    attributes = " ".join(f'a{number}="x"' for number in range(1000))
    with pytest.raises(WrongAnswerError, match="attributes in one tag"):
        webfeed.parse(f"<rss {attributes}><channel/></rss>".encode())
    text = '&lt;a b="c"&gt;' * 1000
    item = f"<item><title>T</title><description>{text}</description></item>"
    assert webfeed.parse(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode()).others == 1
