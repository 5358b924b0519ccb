"""Feeds as a person keeps them: added, shown, changed, paused, removed, to files and back."""

import json
from datetime import datetime
from io import StringIO

import pytest
from rich.console import Console

from readlist.errors import UsageError
from readlist.formats import opml
from readlist.formats.base import LoadOptions, TextDocument
from readlist.identity.absorb import AbsorbOptions
from readlist.library.feeds import address, feeds
from readlist.library.feeds.address import spec
from readlist.library.imports.save import absorb_records
from readlist.library.pull import standing as feed_standing
from readlist.model import FeedInfo, Identifier, Problem, Record, Status
from readlist.services.webfeed import Found, Offered
from readlist.store import feeds as store
from readlist.store import pulls
from readlist.store.journal import transaction
from readlist.store.pulls import Line
from readlist.views import feeds as views
from readlist.views.answer import Screen
from readlist.views.pulls import listing as pulls_listing
from support.program import NOW, runner
from support.web_server import Answer, serving

BLOG = "https://lab.example.org/blog"


@pytest.fixture
def readlist(environment, tmp_path, monkeypatch, capsys):
    """Run the program in this process."""
    return runner(environment, tmp_path, monkeypatch, capsys)


def listed(readlist):
    return json.loads(readlist("feed", "list", "--json").stdout)["feeds"]


def shown(readlist, name):
    return json.loads(readlist("feed", "show", name, "--json").stdout)


def test_feeds_are_added_once(readlist):
    """A feed that is there already is said to be there, however it is typed."""
    first = readlist("feed", "add", "cs.cl+cs.LG", "hf", "arxiv:ti:agent AND cat:cs.AI").stdout
    assert first.splitlines()[0] == "Added cs.CL+cs.LG: arxiv:cs.CL+cs.LG."
    again = readlist("feed", "add", "https://rss.arxiv.org/atom/cs.CL+cs.LG", "HF", "cs.CV").stdout
    assert "arxiv:cs.CL+cs.LG is there already, as cs.CL+cs.LG." in again
    assert [(feed["name"], feed["kind"], feed["address"]) for feed in listed(readlist)] == [
        ("agent-cs-ai", "arxiv-query", "ti:agent AND cat:cs.AI"),
        ("cs.CL+cs.LG", "arxiv", "cs.CL+cs.LG"),
        ("cs.CV", "arxiv", "cs.CV"),
        ("hf", "hf", "daily"),
    ]


def test_an_address_is_one_feed_whoever_links_it(readlist):
    """Marks of who linked it, a place in the page, scheme and www make no other; a query does."""
    url = "https://example.org/feed.xml"
    readlist("feed", "add", url)
    for other in (
        f"{url}#top", f"{url}?utm_source=x&utm_medium=y", f"{url}?fbclid=3",
        "http://www.example.org/feed.xml/", "https://Example.ORG:443/feed.xml",
        "https://example.org/feed%2Exml",
    ):  # fmt: skip
        assert f"{url} is there already" in readlist("feed", "add", other).stdout
    assert "Added" in readlist("feed", "add", f"{url}?format=atom&n=1").stdout
    assert "is there already" in readlist("feed", "add", f"{url}?n=1&format=atom").stdout
    assert "Added" in readlist("feed", "add", "cs.CL+cs.LG").stdout
    assert "is there already" in readlist("feed", "add", "cs.LG+cs.CL").stdout


def test_all_that_is_wrong_is_said_and_nothing_is_added(readlist):
    """Two bad feeds and two bad settings are four sentences; the good feed waits too."""
    said = readlist(
        "feed", "add", "cs.CL", "arxiv:cs.CX", "hf:never", "--drop", "titel:x", "--schedule", "x",
        code=2,
    ).stderr  # fmt: skip
    for part in ("cs.CX", "hf:never", "--drop: There is no field `titel:`", "\n  titel:x\n  ^",
                 "--schedule 'x' is no schedule"):  # fmt: skip
        assert said.count(part) == 1
    assert listed(readlist) == []


def test_names(readlist):
    """A name is one's own choice, for one feed, typed without quotes, and used once."""
    readlist("feed", "add", "cs.CL", "--name", "nlp")
    assert "already" in readlist("feed", "add", "hf", "--name", "NLP", code=2).stderr
    assert "without blanks" in readlist("feed", "add", "hf", "--name", "a b", code=2).stderr
    assert "one feed" in readlist("feed", "add", "hf", "cs.CV", "--name", "x", code=2).stderr
    readlist("feed", "edit", "nlp", "--name", "language")
    assert "did you mean 'language'" in readlist("feed", "show", "langauge", code=3).stderr
    for name in ("LANGUAGE", "cs.CL", "arxiv:cs.cl"):
        assert shown(readlist, name)["name"] == "language"


def test_settings_are_changed_and_undone(readlist):
    """An edit says what is different, an empty value clears, undo brings back."""
    readlist("feed", "add", "cs.CL", "--tag", "nlp", "--drop", "title:survey", "--limit", "9")
    before = shown(readlist, "cs.CL")
    words = ("feed", "edit", "cs.CL", "--drop", "", "--limit", "50", "--schedule", "6h")
    assert "Would change" in readlist(*words, "--dry-run").stdout
    assert shown(readlist, "cs.CL") == before
    said = readlist(*words).stdout.splitlines()
    assert said[0] == "Changed feed cs.CL."
    assert sorted(said[1:]) == ["drop: none", "limit: 50 new papers a pull", "schedule: 6h"]
    assert "nothing changed" in readlist(*words).stdout
    after = shown(readlist, "cs.CL")
    assert (after["drop"], after["limit"], after["schedule"]) == ([], 50, "6h")
    assert after["tag"] == [{"query": "", "tag": "nlp"}]
    assert "What is to change?" in readlist("feed", "edit", "cs.CL", code=2).stderr
    readlist("undo")
    assert shown(readlist, "cs.CL") == before


def test_pausing(readlist):
    """A paused feed says since when, and pausing twice changes nothing."""
    readlist("feed", "add", "cs.CL", "hf")
    assert readlist("feed", "pause", "hf", "--dry-run").stdout == "Would pause hf.\n"
    assert [feed["paused"] for feed in listed(readlist)] == [None, None]
    assert readlist("feed", "pause", "hf").stdout == "Paused hf.\n"
    assert readlist("feed", "pause", "hf").stdout == "Feed hf is paused already.\n"
    assert [feed["paused"] for feed in listed(readlist)] == [None, NOW]
    assert readlist("feed", "list").stdout.splitlines()[1].split("\t")[5] == "paused"
    answer = json.loads(readlist("feed", "resume", "hf", "cs.CL", "--json").stdout)
    assert answer["changed"] == 1
    assert [feed["paused"] for feed in answer["feeds"]] == [None, None]


def test_offline_an_address_is_taken_as_typed(readlist):
    """Without a network the address is kept, and the first pull is to look what it is."""
    done = readlist("feed", "add", BLOG)
    assert "the first pull decides" in done.stderr
    assert "the first pull looks" in readlist("feed", "show", "lab-example-org").stdout


def looked(found, typed=BLOG):
    return address.look(spec(typed), lambda _request: found)


def test_what_lies_at_an_address():
    """A feed, a list, and a page that names feeds: those of comments come last."""
    feed = looked(Found("feed", "Lab News", items=3, papers=2))
    assert (feed.spec.kind, feed.spec.address, feed.spec.name) == ("web", BLOG, "lab-news")
    assert looked(Found("list", "Awesome X")).spec.kind == "list"
    feeds_of_page = (
        Offered("https://lab.example.org/comments/feed", "Comments"),
        Offered("https://lab.example.org/feed", "Posts"),
    )
    page = looked(Found("page", "The Lab", feeds_of_page))
    assert (page.spec.address, page.spec.name) == ("https://lab.example.org/feed", "the-lab")
    assert page.others == ("https://lab.example.org/comments/feed",)
    arxiv = looked(Found("page", "Us", (Offered("https://rss.arxiv.org/rss/cs.CL"),)))
    assert (arxiv.spec.kind, arxiv.spec.address) == ("arxiv", "cs.CL")


@pytest.mark.parametrize(("found", "said"), [(None, "nothing at"), (Found("page"), "no feed")])
def test_where_there_is_no_feed(found, said):
    """What cannot be followed is refused with what to give instead."""
    with pytest.raises(UsageError, match=said):
        looked(found)


def test_a_feed_that_was_not_seen_is_decided_later(library):
    """What the first pull finds takes the place of what was typed; settings stay."""
    with transaction(library, command="x", at=NOW) as tx:
        options = {"limit": 5, "unseen": True}
        (added,) = feeds.add_feeds(tx, [(spec(BLOG), options)])
    now = address.decided(added.feed, lambda _request: Found("list", "Awesome X"))
    assert (now.id, now.kind, now.options) == (
        added.feed.id, "list", {"limit": 5, "title": "Awesome X"},
    )  # fmt: skip
    assert address.decided(now, lambda _request: pytest.fail("asked")) == now


def papers(tx, *ids, status=Status.INBOX):
    records = [
        Record(title=f"Folio {number}", identifiers=(Identifier("arxiv", number),))
        for number in ids
    ]
    outcomes = absorb_records(tx, records, AbsorbOptions(NOW, "ada", status))
    return [outcome.paper_id for outcome in outcomes]


def test_where_a_feed_stands(library):
    """The last pull that was one, what waits for this reader, and the days that are missing."""
    with transaction(library, command="x", at=NOW) as tx:
        (added,) = feeds.add_feeds(tx, [(spec("cs.CL"), {})])
        number = added.feed.id
        found = papers(tx, "2611.00001", "2611.00002")
        found += papers(tx, "2611.00003", status=Status.READ)
        store.keep_brought(tx, [store.Brought(number, one, "", NOW, {}) for one in found])
    days = [("2026-11-16", "done"), ("2026-11-18", "partial"), ("2026-11-20", "done")]
    store.save_days(
        library.db,
        number,
        [store.Day(day, state, 9, "2026-11-21T09:00:00Z") for day, state in days],
    )
    for hour, line in enumerate((
        Line(number, "cs.CL", "2026-11-20", "2026-11-20", 2, 9, 6, 1, 2),
        Line(number, "cs.CL", state="skipped", reason="not due"),
    )):  # fmt: skip
        pull = pulls.begin(library.db, f"2026-11-21T0{hour}:00:00Z", "pull")
        pulls.save_line(library.db, pull, line)
    (standing,) = feed_standing.standings(library)
    assert (standing.waiting, standing.last[1].new) == (2, 2)
    found = feed_standing.details(library, standing, datetime.fromisoformat(NOW))
    assert (found.papers, found.missing) == (3, ("2026-11-17", "2026-11-18", "2026-11-19"))
    assert [line.reason for _, line in found.lines] == ["not due", ""]


def test_removing_says_how_many_papers_stay(readlist, library):
    """A feed goes, its papers stay, and undo brings the feed back with them."""
    with transaction(library, command="x", at=NOW) as tx:
        (added,) = feeds.add_feeds(tx, [(spec("cs.CL"), {})])
        one = store.Brought(added.feed.id, papers(tx, "2611.00001")[0], "", NOW, {})
        store.keep_brought(tx, [one])
    assert readlist("feed", "rm", "cs.CL").stdout == "Forgot cs.CL; its paper stays.\n"
    assert listed(readlist) == []
    readlist("undo")
    assert shown(readlist, "cs.CL")["papers"] == 1


def test_the_way_through_a_file(readlist, environment, tmp_path, monkeypatch):
    """OPML brings names, rules and schedules back; other readers find what they can follow."""
    readlist("feed", "add", "cs.CL", "--name", "nlp", "--keep", 'title:"a <b> & c"', "--tag", "x")
    readlist("feed", "add", "hf", "hf:week", "--min-votes", "20", "--schedule", "weekdays 08:00")
    readlist("feed", "add", "arxiv:ti:agent OR ti:x", "https://github.com/o/awesome-x")
    done = readlist("feed", "export", "--out", "feeds.opml")
    assert "awesome-x, hf, hf-week" in done.stderr
    text = (tmp_path / "feeds.opml").read_text()
    assert 'xmlUrl="https://rss.arxiv.org/rss/cs.CL"' in text
    before = listed(readlist)
    monkeypatch.setenv("READLIST_DB", str(tmp_path / "second.db"))
    assert readlist("feed", "import", "feeds.opml").stdout.endswith("5 feeds new, 0 known.\n")
    assert listed(readlist) == before
    assert readlist("feed", "import", "feeds.opml").stdout == "0 feeds new, 5 known.\n"
    assert readlist("feed", "export").stdout == text


def test_a_full_export_keeps_settings(readlist, tmp_path, monkeypatch):
    """JSON Lines carries feeds with all that belongs to them."""
    readlist("feed", "add", "cs.CL", "hf:month", "--name", "", "--limit", "7", "--drop", "title:x")
    readlist("export", "--format", "jsonl", "--out", "whole.jsonl")
    before = listed(readlist)
    monkeypatch.setenv("READLIST_DB", str(tmp_path / "second.db"))
    readlist("import", "whole.jsonl")
    assert listed(readlist) == before


READER = """<opml version="2.0" xmlns:readlist="urn:readlist:opml"><body>
<outline type="rss" text="Lab" xmlUrl="https://lab.example.org/feed"/>
<outline type="rss" text="NLP" xmlUrl="https://rss.arxiv.org/rss/cs.CL"/>
<outline text="evil" xmlUrl="https://x.example.org/" readlist:kind="shell" readlist:address="x"/>
<outline text="evil" xmlUrl="https://x.example.org/2" readlist:kind="web" readlist:name="a b"
  readlist:address="file:///etc/passwd" readlist:options='{"limit": -1, "keep": ["titel:x"]}'/>
<outline text="odd" xmlUrl="https://x.example.org/3" readlist:kind="web" readlist:options="[["/>
</body></opml>
"""


def test_files_of_others_and_hostile_files(readlist, tmp_path):
    """arXiv's feeds become ours; what cannot be is said with its line, the rest comes in."""
    (tmp_path / "reader.opml").write_text(READER)
    done = readlist("feed", "import", "reader.opml", code=1)
    found = {feed["name"]: (feed["kind"], feed["address"]) for feed in listed(readlist)}
    assert found == {
        "lab": ("web", "https://lab.example.org/feed"),
        "cs.CL": ("arxiv", "cs.CL"),
        "x-example-org": ("web", "https://x.example.org/3"),
    }
    assert "reader.opml:4: A feed of the kind 'shell' is not known" in done.stderr
    assert "reader.opml:5: " in done.stderr
    assert "reader.opml:7: The settings of this feed cannot be read" in done.stderr


def test_what_is_no_feed_is_counted_and_named(readlist, tmp_path):
    """An outline that cannot be followed is told with its line, and is no problem."""
    lost = '<outline type="rss" text="Lost"/>\n<outline text="x" xmlUrl="javascript:x"/>\n'
    (tmp_path / "reader.opml").write_text(READER.split("\n", 2)[0] + f"\n{lost}</body></opml>\n")
    done = readlist("feed", "import", "reader.opml")
    assert done.stdout == "0 feeds new, 0 known, 2 skipped.\n"
    assert done.stderr.splitlines() == [
        "reader.opml:2: Lost has no address (xmlUrl)",
        "reader.opml:3: javascript:x is no address of the web",
    ]


def test_a_failure_of_no_special_kind_is_told_once():
    """The table says that a feed failed, and the kind of failure where that says more."""
    kinds = {"failed": "failed", "rate limited": "failed: rate limited", "": "failed: x"}
    for reason, said in kinds.items():
        line = Line(1, "hf", state=pulls.FAILED, reason=reason, facts={"error": "x"})
        assert views.outcome(line) == said


@pytest.mark.parametrize(
    ("state", "reasons", "said"),
    [
        ("running", ["interrupted"], "not finished"),
        ("failed", ["interrupted", "interrupted"], "interrupted"),
        ("failed", ["interrupted", "failed"], "failed: a, b"),
    ],
)
def test_a_pull_that_was_interrupted_failed_at_nothing(state, reasons, said):
    """In the table of pulls; neither does one that is on its way."""
    lines = [
        Line(number, name, state=pulls.FAILED, reason=reason)
        for number, (name, reason) in enumerate(zip("ab", reasons, strict=False))
    ]
    console = Console(width=80, file=StringIO())
    found = [(pulls.Pull(1, NOW, "", "pull", state), lines)]
    console.print(*pulls_listing(found).parts(Screen(80)))
    assert console.file.getvalue().splitlines()[1].rstrip().endswith(f"0  {said}")


def test_opml_is_read_as_it_was_written():
    """Titles and settings with every kind of quote and control character come back clean."""
    info = FeedInfo(
        "https://a.example.org/?x=1&y=2", 'T "<&>\'\x1b', "https://a.example.org/", ("a/b", "c"),
        0, "a", "web", "https://a.example.org/?x=1&y=2", {"keep": ["title:\"it's <b>\""]},
    )  # fmt: skip
    text = "".join(opml.dump_feeds([info]))
    (found,) = opml.load(TextDocument(text), LoadOptions())
    assert found == info._replace(title="T \"<&>'", line=5)


def test_a_file_of_no_feeds(readlist, tmp_path):
    """A bibliography is left to the command that takes it."""
    (tmp_path / "a.bib").write_text("@article{k, title={A Title of Words}, year=2020}\n")
    done = readlist("feed", "import", "a.bib")
    assert "0 feeds new" in done.stdout
    assert "'readlist import' takes it" in done.stderr
    assert isinstance(next(opml.load(TextDocument("<opml/>"), LoadOptions())), Problem)
    (tmp_path / "a.html").write_text("<html><body><p>words</p></body></html>")
    assert "names no feed" in readlist("feed", "import", "a.html", code=2).stderr


PAGE = b"""<!doctype html><html><head><title>The Lab</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml">
<link rel="alternate" type="application/atom+xml" title="Posts" href="/feed.xml"></head></html>"""
LIST = b"# Awesome Folios\n\n- [A Folio](https://arxiv.org/abs/2611.00001) by hand.\n"


def test_addresses_are_looked_at(readlist, monkeypatch, tmp_path):
    """A page gives its feed, a text its list; what is not there and not understood is said."""
    monkeypatch.setenv("READLIST_OFFLINE", "")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with serving(Answer(body=PAGE, headers={"Content-Type": "text/html"})) as server:
        done = readlist("feed", "add", f"{server.url}/blog")
        assert done.stdout == f"Added the-lab: {server.url}/feed.xml.\n"
        assert f"{server.url}/comments.xml" in done.stderr
    with serving(Answer(body=LIST, headers={"Content-Type": "text/plain"})) as server:
        readlist("feed", "add", f"{server.url}/README", "--tag", "x")
    assert [(feed["name"], feed["kind"], feed["title"]) for feed in listed(readlist)] == [
        ("awesome-folios", "list", "Awesome Folios"),
        ("the-lab", "web", "The Lab"),
    ]
    with serving(Answer(404)) as server:
        said = readlist("feed", "add", f"{server.url}/gone", code=2).stderr
        assert "There is nothing at" in said
    with serving(Answer(body=b"\x00\x01\x02")) as server:
        assert "127.0.0.1" in readlist("feed", "add", f"{server.url}/x", code=4).stderr
    assert len(listed(readlist)) == 2


def test_a_list_takes_the_new_name_of_its_feed(readlist, tmp_path):
    """The list that a feed keeps up to date is called as the feed is."""
    (tmp_path / "README.md").write_bytes(LIST)
    readlist("feed", "add", "https://github.com/o/folios", "https://github.com/o/other")
    readlist("import", "README.md", "--list", "folios")
    readlist("feed", "edit", "folios", "--name", "hands")
    assert readlist("lists").stdout.split("\t")[0] == "hands"
    readlist("undo")
    assert readlist("lists").stdout.split("\t")[0] == "folios"


def test_a_query_as_a_feed(readlist, tmp_path):
    """What a query finds is written whole as a feed that a feed reader takes."""
    (tmp_path / "README.md").write_bytes(LIST)
    readlist("import", "README.md")
    readlist("feed", "out", "folio", "--out", "mine.xml")
    text = (tmp_path / "mine.xml").read_text()
    assert "<title>A Folio</title>" in text
    assert text == readlist("feed", "out", "folio").stdout


def test_completion_of_names(environment, tmp_path, run, readlist):
    """The shell offers names of feeds."""
    readlist("feed", "add", "cs.CL", "cs.CV", "hf")
    said = {
        "_READLIST_COMPLETE": "complete_bash", "COMP_WORDS": "readlist feed edit cs.",
        "COMP_CWORD": "3",
    }  # fmt: skip
    assert run(**said).stdout.split() == ["cs.CL", "cs.CV"]


@pytest.mark.parametrize(
    ("address", "shown", "public"),
    [
        ("http://alice:s3cretpw@example.org/feed.xml", "http://***@example.org/feed.xml",
         "http://example.org/feed.xml"),
        ("http://example.org/feed?n=1&private_token=s3cretpw",
         "http://example.org/feed?n=1&private_token=***", "http://example.org/feed?n=1"),
        ("http://example.org/feed?X-Amz-Signature=s3cretpw&n=1",
         "http://example.org/feed?X-Amz-Signature=***&n=1", "http://example.org/feed?n=1"),
    ],
)  # fmt: skip
def test_a_secret_in_an_address_is_shown_nowhere(readlist, address, shown, public, tmp_path):
    """It is needed to ask, and for nothing else: not in listings, the journal or files.

    What was exported is known again as the feed that it was.
    """
    added = readlist("feed", "add", address, "--name", "cred")
    said = [added.stdout, added.stderr]
    for words in (
        ["feed", "list"], ["feed", "list", "--json"], ["feed", "show", "cred"],
        ["feed", "export"], ["export", "-f", "jsonl"], ["history"], ["history", "--json"],
        ["pull", "--dry-run", "--json"], ["feed", "edit", "cred", "--limit", "3", "--json"],
    ):  # fmt: skip
        code = 4 if words[0] == "pull" else 0
        done = readlist(*words, code=code)
        said += [done.stdout, done.stderr]
    assert "s3cretpw" not in "".join(said)
    assert shown in readlist("feed", "list").stdout
    exported = readlist("feed", "export")
    assert "The passwords of cred were left out." in exported.stderr
    assert f'xmlUrl="{public}"' in exported.stdout
    opml = tmp_path / "mine.opml"
    opml.write_text(exported.stdout)
    assert "0 feeds new, 1 known." in readlist("feed", "import", str(opml)).stdout
