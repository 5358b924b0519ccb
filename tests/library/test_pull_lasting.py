"""What a pull does over weeks: corrections, failures without end, removed papers, an outage."""

import json
import math
import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readlist.errors import LibraryError, SilentError
from readlist.library.pull.fetch import fetched
from readlist.library.pull.portions import Task
from readlist.store.answers import Cache
from readlist.store.feeds import Feed, State
from support.feeds_server import Said, feeds_server, rss
from support.pulls import FRIDAY, MONDAY, counts, inbox, lines, listed
from support.web_server import Answer


@pytest.fixture
def net():
    with feeds_server() as running:
        running.arxiv = {("cs.CL", FRIDAY): [Said("2611.00002"), Said("2611.00003")]}
        running.hf = {FRIDAY: [("2611.00002", 7), ("2611.00010", 3)]}
        yield running


@pytest.fixture
def run(online):
    """The program and the services, and ``at`` that sets the clock of both."""
    return online


def test_a_listing_that_is_corrected_days_later_loses_nothing(net, run):
    """A settled day is read once more when it is a week old, and then no more."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    run.at("2026-11-21T12:00:00Z")
    run("pull")
    net.arxiv["cs.CL", FRIDAY].append(Said("2611.00077", "cross"))
    run.at("2026-11-24T12:00:00Z")
    assert lines(run)["cs.CL"]["first"] == MONDAY
    run.at("2026-11-27T12:00:00Z")
    line = lines(run)["cs.CL"]
    assert (line["first"], "2611.00077" in inbox(run)) == (FRIDAY, True)
    run.at("2026-11-28T12:00:00Z")
    assert lines(run)["cs.CL"]["first"] == "2026-11-27"


def test_a_later_pull_of_a_day_asks_little(net, run):
    """An hour later arXiv is asked for its feed and its listing, and for nothing else."""
    run.at("2026-11-27T12:00:00Z")
    net.arxiv["cs.CL", "2026-11-27"] = [Said("2611.00080")]
    run("feed", "add", "arxiv:cs.CL")
    run("pull", "--since", FRIDAY)
    run.at("2026-11-27T13:00:00Z")
    assert lines(run, "--all")["cs.CL"]["requests"] == 2


def test_today_comes_although_the_way_to_long_ago_is_barred(net, run):
    """After months the query API is asked for what is far back; without it the rest is read."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    net.arxiv["cs.CL", MONDAY] = [Said("2611.00005")]
    net.arxiv["cs.CL", "2027-03-22"] = [Said("2703.00009")]
    net.faults = [("arxiv_api", Answer(500))]
    run.at("2027-03-22T12:00:00Z")
    line = lines(run, code=4)["cs.CL"]
    assert (line["reason"], "2703.00009" in inbox(run)) == ("failed", True)
    net.faults = []
    lines(run)
    assert "2611.00005" in inbox(run)


def test_a_feed_that_fails_for_days_is_tried_once_a_day(net, run):
    """Until then each pull tries it, and a person may at any time; a success ends it."""
    net.files["lab.xml"] = rss("https://arxiv.org/abs/2611.00020")
    run("feed", "add", net.page("lab.xml"), "--name", "lab")
    run("pull")
    net.faults = [("lab.xml", Answer(500))]
    for hour in ("08", "12", "16", "20"):
        run.at(f"2026-11-21T{hour}:00:00Z")
        assert lines(run, code=4)["lab"]["reason"] == "failed"
    run.at("2026-11-23T08:00:00Z")
    assert lines(run, code=4)["lab"]["reason"] == "failed"
    run.at("2026-11-23T12:00:00Z")
    assert lines(run)["lab"]["reason"] == "resting after failures"
    assert lines(run, "--all", code=4)["lab"]["reason"] == "failed"
    run.at("2026-11-24T11:30:00Z")
    assert lines(run, code=4)["lab"]["reason"] == "failed"
    net.faults = []
    assert lines(run, "lab")["lab"]["state"] == "ok"


def test_the_ledger_does_not_grow_for_ever(net, run, environment):
    """Lines older than a year go but for the last hundred of a feed; skipped ones after a month."""
    run("feed", "add", "hf")
    run("pull")
    with sqlite3.connect(environment["READLIST_DB"]) as db:
        for number in range(2, 152):
            started = f"2024-01-01T{number // 60:02}:{number % 60:02}:00Z"
            db.execute("INSERT INTO pulls VALUES (?, ?, '', '', 'done')", (number, started))
            db.execute(
                "INSERT INTO pull_feeds (pull_id, feed_id, name, state) VALUES (?, 1, 'hf', ?)",
                (number, "skipped" if number < 12 else "ok"),
            )
    run("pull", "--all")
    with sqlite3.connect(environment["READLIST_DB"]) as db:
        old = "SELECT count(*), min(pull_id) FROM pull_feeds WHERE pull_id BETWEEN 2 AND 151"
        assert db.execute(old).fetchone() == (100, 52)
        orphans = "SELECT count(*) FROM pulls WHERE id NOT IN (SELECT pull_id FROM pull_feeds)"
        assert db.execute(orphans).fetchone() == (0,)
        assert db.execute("SELECT state FROM pull_feeds WHERE pull_id = 1").fetchall() == [("ok",)]


def test_what_a_person_removed_does_not_come_again(net, run):
    """Neither while its day is read again nor from another feed; ``undo`` lets it come."""
    run("feed", "add", "hf")
    run("pull")
    run("rm", "2611.00002", "--yes")
    run("feed", "add", "arxiv:cs.CL")
    run.at("2026-11-20T14:00:00Z")
    found = lines(run, "--all")
    assert (counts(found["hf"]), found["hf"]["facts"]["rules"]) == (
        (2, 1, 1, 0), {"removed here": 1},
    )  # fmt: skip
    assert (counts(found["cs.CL"]), inbox(run)) == ((2, 0, 1, 1), ["2611.00003", "2611.00010"])
    run("add", "https://arxiv.org/abs/2611.00002", "--offline")
    run.at("2026-11-20T16:00:00Z")
    assert lines(run, "hf")["hf"]["known"] == 2


def test_what_was_removed_comes_again_when_that_is_undone(net, run):
    """The removal was a mistake: nothing of it stays."""
    run("feed", "add", "hf")
    run("pull")
    run("rm", "2611.00002", "--yes")
    run("undo")
    run("undo")
    assert inbox(run) == []
    run.at("2026-11-20T14:00:00Z")
    assert lines(run, "hf")["hf"]["new"] == 2


def test_an_entry_of_a_list_that_was_removed_stays_away(net, run):
    """The list does not bring it again at each pull."""
    net.files["README.md"] = listed(1, 2, 3)
    run("feed", "add", net.page("README.md"), "--name", "things")
    run("pull")
    run("rm", "2611.00002", "--yes")
    net.files["README.md"] = listed(1, 2, 3, 4)
    run.at("2026-11-20T18:00:00Z")
    line = lines(run, "--all")["things"]
    assert (counts(line), line["facts"]["rules"]) == ((6, 4, 1, 1), {"removed here": 1})


def test_a_lock_that_cannot_be_written_is_a_sentence(net, run, environment):
    """As beside a library in a folder that is read-only."""
    run("feed", "add", "hf")
    Path(f"{environment['READLIST_DB']}.pull.lock").mkdir()
    assert "pull.lock cannot be written: Is a directory." in run("pull", code=5).stderr


PAGE = (
    b"<html><head><title>Ours</title><link rel='alternate' type='application/rss+xml' "
    b"href='https://rss.arxiv.org/rss/cs.CL'></head><body><p>What we read.</p></body></html>"
)


def test_an_address_that_turns_out_to_be_of_arxiv_has_its_days(net, run):
    """They are written down in its first pull, so that one that was not whole is made up for."""
    net.files["page.html"] = PAGE
    run("feed", "add", net.page("page.html"), "--name", "ours", "--offline")
    net.faults = [("arxiv_list", Answer(500))]
    line = lines(run, code=4)["ours"]
    assert (line["first"], line["last"], line["new"]) == (FRIDAY, FRIDAY, 2)
    net.faults = []
    net.arxiv["cs.CL", FRIDAY].append(Said("2611.00004"))
    run.at("2026-11-24T12:00:00Z")
    assert lines(run)["ours"]["first"] == FRIDAY
    assert "2611.00004" in inbox(run)


def test_what_a_person_changes_during_a_pull_holds(net, run, environment):
    """A feed that is looked at for the first time becomes what it is, and stays paused."""
    net.files["page.html"] = PAGE
    run("feed", "add", net.page("page.html"), "--name", "ours", "--offline")

    def pause(_: str) -> None:
        with sqlite3.connect(environment["READLIST_DB"], timeout=9) as db:
            db.execute(
                "UPDATE feeds SET options = json_set(options, '$.paused', '2026-11-20T12:00:00Z')"
            )

    net.watch = pause
    lines(run)
    net.watch = None
    assert lines(run)["ours"]["reason"] == "paused"
    assert "arxiv:cs.CL" in run("feed", "show", "ours").stdout


@dataclass
class Asking:
    """Asks nobody: some addresses are silent."""

    silent: str
    asked: list[tuple[str, float]]
    heard: str = "fresh"
    moved_to: str = ""
    requests: int = 0

    def __call__(self, request):
        self.asked.append((request.path, request.patience_s))
        if re.search(self.silent, request.path):
            raise SilentError("arXiv did not answer in time.")
        return request.parse(LISTING if "new" in request.path else FEED)


FEED = (
    b"<rss version='2.0'><channel><title>x</title>"
    b"<pubDate>Fri, 20 Nov 2026 00:00:00 -0500</pubDate></channel></rss>"
)
LISTING = (
    b"<html><body><div id='dlpage'><h1>x</h1><h3>Showing new listings for Friday, 20 November 2026"
    b"</h3><p>No updates today.</p></div></body></html>"
)


def asked_of_many(
    silent: str, failures: tuple[int, ...] = (0,) * 6
) -> tuple[list[tuple[str, float]], list[str]]:
    """Fetch six feeds of arXiv; return the questions, and the feeds that failed."""
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    tasks = [
        Task(Feed(number, f"f{number}", "arxiv", f"cs.{name}", {}, ""), now, State("", "", failed))
        for number, (name, failed) in enumerate(
            zip(("CL", "LG", "CV", "AI", "IR", "RO"), failures, strict=True), 1
        )
    ]
    asked: list[tuple[str, float]] = []

    @contextmanager
    def asking():
        yield Asking(silent, asked)

    with fetched(tasks, asking) as came:
        failed = [one.task.feed.address for one in came if one.error]
    return asked, failed


def test_a_service_that_is_down_is_not_waited_for_by_each_feed():
    """It is asked once with all patience, once with little, and then no more in this pull."""
    asked, failed = asked_of_many("/")
    assert (len(asked), len(failed)) == (4, 6)
    assert sorted(seconds for _, seconds in asked) == [15.0, 15.0, math.inf, math.inf]


def test_a_silent_address_does_not_silence_its_service():
    """The next feed of the same service is asked, and answers."""
    asked, failed = asked_of_many("cs.CL")
    assert (len(asked), failed) == (12, ["cs.CL"])


def test_feeds_that_are_dead_do_not_keep_the_others_of_their_host_away():
    """They are asked last, so that the host counts as silent only when the others have come."""
    _, failed = asked_of_many("cs.(CL|LG)", failures=(4, 5, 0, 0, 0, 0))
    assert failed == ["cs.CL", "cs.LG"]


def test_an_answer_from_a_time_to_come_is_not_believed(tmp_path):
    """A clock that was years ahead and was set right must not hide what is new."""
    cache = Cache(tmp_path / "answers.db", now=lambda: 2_000_000_000.0)
    cache.put("feed", b"old", "mark")
    kept = replace(cache, now=lambda: 1_800_000_000.0).get("feed")
    assert kept is not None
    assert (kept.age_s, kept.etag) == (math.inf, "mark")


def test_a_day_that_a_killed_pull_had_planned_is_due(net, run, environment):
    """Also where another pull of the same day at home was whole, for the day before in New York."""
    net.arxiv["cs.CL", "2026-11-19"] = [Said("2611.00001")]
    run.at("2026-11-20T00:30:00Z")
    run("feed", "add", "arxiv:cs.CL")
    net.now = "2026-11-19T23:30:00Z"
    run("pull")
    run.at("2026-11-20T12:00:00Z")
    with sqlite3.connect(environment["READLIST_DB"]) as db:
        db.execute(
            "INSERT INTO feed_days (feed_id, day, state, at) "
            "VALUES (1, ?, 'partial', '2026-11-20T06:00:00Z')",
            (FRIDAY,),
        )
    assert lines(run)["cs.CL"]["new"] == 2


def test_a_library_that_fails_on_the_way_says_what_is_kept(net, run, monkeypatch):
    """Each portion is a transaction of its own: those before the one that failed stay."""
    run("feed", "add", "hf")

    def full(*_: object) -> None:
        raise LibraryError("The disk is full. Nothing was changed.")

    with monkeypatch.context() as patched:
        patched.setattr("readlist.store.feeds.save_state", full)
        told = run("pull", code=5).stderr
    assert told.endswith("Nothing was changed. Kept: 2 new papers that came before.\n")
    assert json.loads(run("pulls", "--json").stdout)["pulls"][0]["state"] == "failed"
    assert len(inbox(run)) == 2


def test_control_c_at_the_very_end_takes_nothing_back(net, run, monkeypatch):
    """What came is kept, and that is what is said."""
    run("feed", "add", "hf")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("readlist.store.pulls.finish", interrupted)
        told = run("pull", code=130).stderr
    assert told == "Interrupted. What came is kept; the next pull goes on.\n"
    assert len(inbox(run)) == 2
    run("pull", "--all")
    assert [row.split("\t")[3] for row in run("pulls").stdout.splitlines()] == ["done", "failed"]


def test_without_a_feed_the_day_before_is_not_an_empty_day(net, run):
    """The listing is still that of yesterday: nothing is known of today yet."""
    yesterday = net._listing("cs.CL", "2026-11-19")
    net.faults = [("arxiv_rss", Answer(404)), ("arxiv_list", Answer(body=yesterday))]
    run("feed", "add", "arxiv:cs.CL")
    assert lines(run)["cs.CL"]["reason"] == "not yet announced"
    net.faults = [("arxiv_rss", Answer(404))]
    net.arxiv["cs.CL", FRIDAY] = []
    run.at("2026-11-20T14:00:00Z")
    line = lines(run)["cs.CL"]
    assert (line["reason"], line["facts"]["days"]) == ("empty", {FRIDAY: "empty"})
