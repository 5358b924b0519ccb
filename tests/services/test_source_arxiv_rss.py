"""arXiv's daily feeds and categories: every oddity of an announcement, and what was meant."""

import re

import pytest

from readlist.model import Author, Identifier, Rank
from readlist.services import arxiv_categories, arxiv_rss
from readlist.services.base import RefusedError, WrongAnswerError
from support.paths import DATA, SHARED

HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<{} xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"{}>'
)
CHANNEL = """<channel><title>cs.CL updates on arXiv.org</title>
  <link>http://rss.arxiv.org/rss/cs.CL</link><description>cs.CL updates</description>
  <lastBuildDate>Sat, 21 Nov 2026 02:11:05 +0000</lastBuildDate>{}
  <skipDays><day>Sunday</day><day>Saturday</day></skipDays>{}</channel></rss>"""
DATED = "<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>"
ITEM = """<item>
  <title>Poincar\\'e maps for $\\'e$
   &amp; more</title>
  <link>https://arxiv.org/abs/2611.01234</link>
  <description>arXiv:2611.01234v3 Announce Type: replace-cross 
Abstract: We show $x &lt;y$ for all
Abstract: words of Erd\\H{o}s. Code: github.com/a/b</description>
  <guid isPermaLink="false">oai:arXiv.org:2611.01234v3</guid>
  <category>math.AP</category><category>math.OC</category>
  <pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate>
  TYPE
  <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>
  <arxiv:DOI>10.5802/JEP.257</arxiv:DOI>
  <arxiv:journal_reference>Journal 1 (2024)</arxiv:journal_reference>
  <dc:creator>A. de B\\'ezout (MIT, ETH), C. D. Smith Jr., The Team (X (Y), Z)</dc:creator>
</item>"""  # noqa: W291
TYPE = "<arxiv:announce_type>replace-cross</arxiv:announce_type>"


def rss(*items: str, dated: str = DATED, kind: str = TYPE) -> bytes:
    inside = "".join(items).replace("TYPE", kind)
    return (HEAD.format("rss", ' version="2.0"') + CHANNEL.format(dated, inside)).encode()


def atom(inside: str) -> bytes:
    head = HEAD.format("feed", ' xmlns="http://www.w3.org/2005/Atom"')
    return f"{head}<title>cs updates</title>{inside}</feed>".encode()


def test_an_item_of_rss():
    """Version from the guid, one line of authors with affiliations, a formula that is no HTML."""
    found = arxiv_rss.parse(rss(ITEM))
    (item,) = found.items
    assert (found.day, found.others, found.next) == ("2026-11-20", 0, None)
    assert (item.day, item.kind, item.facts) == ("2026-11-20", "replace-cross", {"version": 3})
    record = item.record
    assert record.title == "Poincaré maps for $\\'e$ & more"
    assert record.abstract.startswith("We show $x <y$ for all Abstract: words of Erdős.")
    assert [one.name for one in record.authors] == ["A. de Bézout", "C. D. Smith Jr.", "The Team"]
    assert record.authors[1] == Author("C. D. Smith Jr.", "Smith", "C. D.", "Jr.")
    doi = Identifier("doi", "10.5802/jep.257")
    assert record.identifiers == (Identifier("arxiv", "2611.01234"), doi)
    assert record.extra["arxiv"]["categories"] == ["math.AP", "math.OC"]
    assert record.extra["arxiv"]["version"] == 3
    assert record.rank == Rank.ISSUER
    assert found.totals == {"new": 0, "cross": 0, "replace": 0, "replace-cross": 1}


def test_the_kind_stands_in_the_description_too():
    """Feeds of mirrors drop elements that they do not know."""
    (item,) = arxiv_rss.parse(rss(ITEM, kind="")).items
    assert item.kind == "replace-cross"
    (item,) = arxiv_rss.parse(rss(ITEM.replace("Announce Type: replace-cross", ""), kind="")).items
    assert item.kind == "new"


def test_the_day_is_that_of_new_york():
    """Where it is not said it is the day of the items, then that of the building."""
    assert arxiv_rss.parse(rss(ITEM, dated="")).day == "2026-11-20"
    assert arxiv_rss.parse(rss(dated="")).day == "2026-11-20"
    for built, day in (("2026-11-22T05:00:04.5+00:00", "2026-11-22"), ("soon", ""),
                       ("2026-08-12T04:00:00Z", "2026-08-12")):  # fmt: skip
        assert arxiv_rss.parse(atom(f"<updated>{built}</updated>")).day == day


def test_an_entry_of_atom():
    entry = ITEM.replace("item>", "entry>").replace("guid", "id").replace("TYPE", TYPE)
    entry = entry.replace("description>", "summary>").replace("pubDate>", "published>")
    entry = entry.replace("Fri, 20 Nov 2026 00:00:00 -0500", "2026-11-20T00:00:00-05:00")
    entry = re.sub("<category>(.*?)</category>", r'<category term="\1"/>', entry)
    built = "<updated>2026-11-21T02:00:00+00:00</updated>"
    assert arxiv_rss.parse(atom(built + entry)).items == arxiv_rss.parse(rss(ITEM)).items
    assert arxiv_rss.parse(atom(built + entry)).day == "2026-11-20"


def test_what_has_no_number_is_counted():
    odd = ITEM.replace("oai:arXiv.org:2611.01234v3", "oai:arXiv.org:what")
    assert arxiv_rss.parse(rss(ITEM, odd)).others == 1
    with pytest.raises(WrongAnswerError):
        arxiv_rss.parse(rss(odd))


def test_one_bad_byte_costs_one_letter():
    (item,) = arxiv_rss.parse(rss(ITEM).replace(b"words of", b"words\xff\x0b of")).items
    assert "words\ufffd of" in item.record.abstract


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b"<rss version='2.0'/>", b"<rss ",
                                  b"<!DOCTYPE rss><rss version='2.0'/>"])  # fmt: skip
def test_what_is_no_feed_is_told(body):
    with pytest.raises(WrongAnswerError):
        arxiv_rss.parse(body)


def test_a_feed_of_nothing_known_is_refused():
    """arXiv answers 400 with a feed of its own that says why; to ask again does not help."""
    said = CHANNEL.format("", "").replace("cs.CL updates on arXiv.org", "Feed error for query: x")
    body = (HEAD.format("rss", ' version="2.0"') + said).encode()
    with pytest.raises(RefusedError, match=r"cs\.CL updates"):
        arxiv_rss.parse(body)
    request = arxiv_rss.announcements("cs.CL+stat.ML")
    assert (request.service, request.path) == ("arxiv_rss", "/cs.CL+stat.ML")
    assert 400 in request.spoken


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cs.cl", "cs.CL"), ("CS.LG + stat.ml", "cs.LG+stat.ML"), ("cs.CL+cs.cl", "cs.CL"),
     ("HEP-TH", "hep-th"), ("cond-mat.STR-EL", "cond-mat.str-el"), ("physics", "physics"),
     ("cmp-lg", "cs.CL"), ("astro-ph.co", "astro-ph.CO"), ("math.NA", "math.NA")],
)  # fmt: skip
def test_categories_in_their_own_spelling(typed, meant):
    assert arxiv_categories.is_shaped(typed)
    assert arxiv_categories.spec(typed) == meant


@pytest.mark.parametrize(
    ("typed", "advice"),
    [("cs.XX", "Did you mean cs."), ("cs.LGG", "mean cs.LG "), ("robotics", "cs.RO (Robotics)"),
     ("cs.CL+", "no category"), ("csCL", "cs.CL"), ("zzzzz", "category_taxonomy"), ("", "+")],
)  # fmt: skip
def test_an_unknown_category_brings_an_offer(typed, advice):
    with pytest.raises(ValueError, match=re.escape(advice)):
        arxiv_categories.spec(typed)


def test_queries_are_no_categories():
    assert not any(map(arxiv_categories.is_shaped, ["cat:cs.CL AND ti:agent", 'au:"Li"', "a b"]))


def test_categories_under_two_names():
    covers = arxiv_categories.covers
    assert covers("cs.NA", "math.NA")
    assert covers("math", "cs.NA")
    assert covers("cs", "cs.LG")
    assert not covers("cs.LG", "cs.CL")
    assert not covers("math", "math-ph")


@pytest.mark.shared
def test_all_categories_are_there():
    rows = (SHARED / "facts" / "arxiv-categories.csv").read_text(encoding="utf-8").splitlines()
    active = [row for row in rows if ",active," in row]
    assert len(active) == len(arxiv_categories.CATEGORIES) == 155
    assert all(any(f",{name}," in row for row in active) for name in arxiv_categories.CATEGORIES)


@pytest.mark.shared
def test_real_feeds():
    """Counted by hand with ``grep -c``: items, and their kinds."""
    for name, items, day in (
        ("atom-cs.AI-2025-08-20.xml", 7, "2025-08-20"),
        ("rss-four-categories-2026-09-24.xml", 4, "2026-09-24"),
        ("atom-empty-weekend.xml", 0, "2025-11-23"),
    ):
        body = (DATA / "arxiv-feeds" / name).read_bytes()
        found = arxiv_rss.parse(body)
        assert (len(found.items), found.day, found.others) == (items, day, 0)
        assert sum(found.totals.values()) == items
        for one in found.items:
            assert one.record.authors
            assert not one.record.abstract.startswith("arXiv:")
