"""arXiv's listing and catch-up pages, and its API by day: totals, sections, pages, refusals."""

from urllib.parse import parse_qs

import pytest

from readlist.errors import NetworkError
from readlist.model import Identifier
from readlist.services import arxiv, arxiv_listing, arxiv_rss
from readlist.services.base import PageError, RefusedError, WrongAnswerError
from support.standin_server import client, standin

FRAME = """<!DOCTYPE html><html><head><title>Computation and Language</title></head><body>
<div id='content-inner'><div id='dlpage'><h1>Computation and Language</h1>
{heading}{total}{inside}</div></div></body></html>"""
HEADING = "<h3>Showing new listings for Friday, 20 November 2026</h3>"
TOTAL = "<div class='paging'>Total of {} entries \n </div>"
SECTION = "<dl id='articles'>\n<h3>{} submissions ({} of {} entries)</h3>\n{}</dl>"
ENTRY = """<dt>
  <a name='item1'>[1]</a>
  <a href ="/abs/{id}" title="Abstract" id="{id}">
    arXiv:{id}
  </a> (cross-list from cs.LG)
  [<a href="/pdf/{id}" title="Download PDF">pdf</a>,
   <a href="https://arxiv.org/html/{id}v2" title="View HTML">html</a>]
</dt><dd><div class='meta'>
  <div class='list-title mathjax'><span class='descriptor'>Title:</span>
     Poincar\\'e maps &lt;b&gt; of $x &lt;y$
  </div>
  <div class='list-authors'><a href="https://arxiv.org/search/cs?query=B,+A">A. B\u00e9zout</a>,
    <a href="#">Juan de la Cruz</a> (MIT, ETH)</div>
  <div class='list-comments mathjax'><span class='descriptor'>Comments:</span>
    9 pages; <a href="https://github.com/a/b" rel="external" class="link-external link-https">this
    https URL</a></div>
  <div class='list-journal-ref'><span class='descriptor'>Journal-ref:</span> Nature 1</div>
  <div class='list-subjects'><span class='descriptor'>Subjects:</span>
    <span class="primary-subject">{primary}</span>; Numerical Analysis (math.NA)</div>
  <p class='mathjax'> We show
    it. </p>
</div></dd>
"""


def entry(number: int, primary: str = "Machine Learning (cs.LG)") -> str:
    return ENTRY.format(id=f"2611.{number:05}", primary=primary)


def section(name: str, entries: list[str], total: int = 0, how: str = "showing") -> str:
    return SECTION.format(name, f"{how} {len(entries)}", total or len(entries), "".join(entries))


def page(*sections: str, total: int = 0, heading: str = HEADING) -> bytes:
    said = TOTAL.format(total) if total else ""
    inside = "".join(sections) or "<p>No updates today.</p>"
    return FRAME.format(heading=heading, total=said, inside=inside).encode()


def test_a_listing_says_its_day_its_sections_and_how_many():
    body = page(
        section("New", [entry(1), entry(2)]), section("Cross", [entry(3)]),
        section("Replacement", [entry(4), entry(5, "Computation and Language (cs.CL)")]), total=5,
    )  # fmt: skip
    found = arxiv_listing.parse(body, category="cs.CL")
    assert (found.day, found.title, found.next) == ("2026-11-20", "Computation and Language", None)
    assert found.totals == {"new": 2, "cross": 1, "replace": 2}
    kinds = [one.kind for one in found.items]
    assert kinds == ["new", "new", "cross", "replace-cross", "replace"]
    first = found.items[0]
    assert (first.day, first.facts) == ("2026-11-20", {"version": 2})
    record = first.record
    assert record.identifiers == (Identifier("arxiv", "2611.00001"),)
    assert record.title == "Poincaré maps <b> of $x <y$"
    assert [one.name for one in record.authors] == ["A. Bézout", "Juan de la Cruz"]
    assert record.abstract == "We show it."
    assert record.extra["arxiv"]["categories"] == ["cs.LG", "math.NA"]
    assert record.extra["arxiv"]["comment"] == "9 pages; https://github.com/a/b"
    assert [link.name for link in record.links] == ["code"]


def test_a_day_without_updates():
    found = arxiv_listing.parse(page())
    assert (found.items, found.day, found.next) == ((), "2026-11-20", None)
    assert found.totals == {"new": 0, "cross": 0, "replace": 0}


def test_pages_follow_each_other():
    """On a page that does not hold everything, what it does not name is not known to be none."""
    first = page(section("New", [entry(1), entry(2)], 3, "showing first"), total=4)
    found = arxiv_listing.parse(first, "cs.CL")
    assert (found.next, found.totals) == (2, {"new": 3})
    assert arxiv_listing.parse(first, "cs.CL", page=1).next == 2
    last = page(
        section("New", [entry(3)], 3, "continued, showing last"), section("Cross", [entry(4)]),
        total=4,
    )  # fmt: skip
    found = arxiv_listing.parse(last, "cs.CL", skip=2)
    assert (found.next, found.totals) == (None, {"new": 3, "cross": 1})


@pytest.mark.parametrize(
    "body",
    [
        page(section("New", [entry(1)]).replace("showing 1 of 1", "showing 2 of 2"), total=2),
        page(section("New", [entry(1), entry(2)]), total=2)[:-900],
        page(section("New", [entry(1), entry(2)]), total=2)[:-100],
        page(section("New", [entry(1), "<dt></dt>"]), total=2),
        page(total=7),
        page(heading=""),
        page(section("Odd", [entry(1)]), total=1),
        b"<html><title>Access Denied</title><body>Your IP</body></html>",
        b"",
    ],
)
def test_a_page_that_is_cut_off_or_another_is_told(body):
    """Otherwise papers would be missing without a word."""
    with pytest.raises(WrongAnswerError):
        arxiv_listing.parse(body)


def test_a_day_too_far_back_is_refused():
    said = b"<h1>Bad Request</h1><p>Catchup only allowed for past 90 days</p>"
    body = b"<html><body>%s</body></html>" % said
    with pytest.raises(RefusedError, match="past 90 days"):
        arxiv_listing.parse(body)
    with pytest.raises(PageError):
        arxiv_listing.parse(b"<html><body>Down for maintenance</body></html>")


def test_what_is_asked_for():
    asked = arxiv_listing.newest("cs.CL", skip=2000)
    assert asked.path == "/cs.CL/new"
    assert dict(asked.params) == {"skip": "2000", "show": "2000"}
    asked = arxiv_listing.catchup("cs.CL", "2026-11-20", 2)
    assert asked.path == "../catchup/cs.CL/2026-11-20"
    assert dict(asked.params) == {"abs": "True", "page": "2"}
    said = parse_qs(arxiv.submitted("a OR b", "2026-11-01", "2026-11-09", 9_900).body)
    assert said[b"search_query"] == [b"(a OR b) AND submittedDate:[202611010000 TO 202611092359]"]
    assert (said[b"sortOrder"], said[b"max_results"]) == ([b"ascending"], [b"100"])


FEED = """<feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<opensearch:totalResults>{}</opensearch:totalResults>
<opensearch:startIndex>{}</opensearch:startIndex>{}</feed>"""
PAPER = """<entry><id>http://arxiv.org/abs/2611.00001v2</id><title>T</title><summary>A</summary>
<published>2026-11-02T10:00:00Z</published><updated>2026-11-03T10:00:00Z</updated></entry>"""


def test_a_window_goes_on_until_its_end():
    found = arxiv.parse_submitted(FEED.format(3, 1, PAPER).encode(), start=1)
    assert (found.next, found.totals) == (2, {"new": 3})
    assert (found.items[0].day, found.items[0].facts) == ("2026-11-02", {"version": 2})
    assert arxiv.parse_submitted(FEED.format(3, 2, PAPER).encode(), start=2).next is None
    assert arxiv.parse_submitted(FEED.format(0, 0, "").encode()).items == ()
    past = arxiv.parse_submitted(FEED.format(12_000, 9_999, PAPER).encode(), start=9_999)
    assert (past.next, past.totals) == (None, {"new": 12_000})
    with pytest.raises(WrongAnswerError):
        arxiv.parse_submitted(FEED.format(3, 0, "").encode())
    wrong = PAPER.replace("/abs/2611.00001v2", "/api/errors#x").replace(">A<", ">Invalid query<")
    with pytest.raises(RefusedError, match="Invalid query"):
        arxiv.parse_submitted(FEED.format(1, 0, wrong).encode())


@pytest.mark.shared
@pytest.mark.slow
def test_listing_catch_up_and_feed_agree(tmp_path):
    """One day, three sources: the same papers in the same kinds, with the same words."""
    with standin("--today", "2025-05-14") as url, client(url, tmp_path) as asking:
        for category in ("cs.CL", "cs", "math.NA"):
            feed = asking.ask(arxiv_rss.announcements(category))
            for asked in (
                arxiv_listing.newest(category), arxiv_listing.catchup(category, "2025-05-14")
            ):  # fmt: skip
                listing = asking.ask(asked)
                said = {(one.record.identifiers[0], one.kind) for one in listing.items}
                assert said == {(one.record.identifiers[0], one.kind) for one in feed.items}
                assert listing.day == feed.day == "2025-05-14"
                assert sum(listing.totals.values()) == len(feed.items)
                texts = {one.record.identifiers[0]: one.record for one in listing.items}
                for one in feed.items:
                    other = texts[one.record.identifiers[0]]
                    assert (one.record.title, one.record.authors) == (other.title, other.authors)
                    assert one.record.abstract == other.abstract
        weekend = asking.ask(arxiv_listing.catchup("cs.CL", "2025-05-10"))
        assert (weekend.items, weekend.day) == ((), "2025-05-10")
        for asked, words in (
            (arxiv_listing.catchup("cs.CL", "2025-01-01"), "past 90 days"),
            (arxiv_rss.announcements("cs.XX"), "Bad subject class 'XX'"),
            (arxiv.submitted("ti:(", "2025-05-01", "2025-05-02"), "Invalid query string"),
        ):
            with pytest.raises(NetworkError, match=words) as caught:
                asking.ask(asked)
            assert "later" not in str(caught.value)
        assert asking.ask(arxiv_rss.announcements("cs.CV")).items


@pytest.mark.shared
@pytest.mark.slow
def test_a_window_holds_every_paper_of_its_days(tmp_path):
    with standin("--today", "2025-05-14") as url, client(url, tmp_path) as asking:
        found, start = [], 0
        while start is not None:
            page_of = asking.ask(arxiv.submitted("cat:cs.CL", "2025-05-01", "2025-05-06", start))
            found += [one.record.identifiers[0] for one in page_of.items]
            start = page_of.next
        assert len(set(found)) == len(found) == page_of.totals["new"] > arxiv.PAGE
