"""``pull`` and ``pulls``: every kind of feed, every reason for nothing, rules, faults."""

import json
import sqlite3
from datetime import date, timedelta

import pytest

import readlist
from support.feeds_server import Said, feeds_server, rss
from support.pulls import FRIDAY, MONDAY, counts, inbox, lines, listed
from support.web_server import Answer


@pytest.fixture
def net():
    with feeds_server() as running:
        running.arxiv = {
            ("cs.CL", "2026-11-19"): [Said("2611.00001")],
            ("cs.CL", FRIDAY): [
                Said("2611.00002"), Said("2611.00003", "cross"), Said("2611.00001", "replace", 2),
                Said("2511.09999", "replace", 3),
            ],
            ("cs.LG", FRIDAY): [Said("2611.00003"), Said("2611.00004")],
            ("cs.CL", MONDAY): [Said("2611.00005")],
        }  # fmt: skip
        running.hf = {FRIDAY: [("2611.00002", 7), ("2611.00010", 3)], "2026-11-19": []}
        yield running


@pytest.fixture
def run(online):
    """The program and the services, and ``at`` that sets the clock of both."""
    return online


def test_arxiv_brings_the_day_once(net, run):
    """New and cross-listed papers arrive; what was just answered is asked again only by force."""
    run("feed", "add", "arxiv:cs.CL")
    line = lines(run)["cs.CL"]
    assert (counts(line), line["reason"]) == ((4, 0, 2, 2), None)
    assert line["facts"]["rules"] == {"kinds": 2}
    assert inbox(run) == ["2611.00002", "2611.00003"]
    asked = len(net.asked)
    again = lines(run, "cs.CL")["cs.CL"]
    assert (again["reason"], again["requests"], len(net.asked)) == ("not modified", 0, asked)
    assert lines(run, "--all")["cs.CL"]["requests"] == 2
    assert lines(run)["cs.CL"]["reason"] == "not due"


def test_a_pull_is_one_entry_of_the_journal(net, run):
    """However many days and feeds it has, ``undo`` takes all of it back at once."""
    run("feed", "add", "arxiv:cs.CL", "hf")
    run("pull")
    assert len(run("history").stdout.splitlines()) == 2
    run("undo")
    assert inbox(run) == []
    run("redo")
    assert inbox(run) == ["2611.00002", "2611.00003", "2611.00010"]


def test_a_paper_of_two_feeds_is_one_that_shows_both(net, run):
    """What both feeds say of it is kept, with the votes."""
    run("feed", "add", "arxiv:cs.CL", "hf")
    run("pull")
    both = run("list", "status:inbox", "feed:hf", "feed:cs.CL", "--columns", "arxiv,votes").stdout
    assert both.split() == ["2611.00002", "7"]


def test_categories_are_united(net, run):
    """A paper that is new in one category and cross-listed from it in the other is new, once."""
    run("feed", "add", "arxiv:cs.CL+cs.LG")
    assert lines(run)["cs.CL+cs.LG"]["new"] == 3
    assert inbox(run) == ["2611.00002", "2611.00003", "2611.00004"]


def test_a_new_version_is_news(net, run):
    """A replaced paper that is known gains news and stays what it was; nobody else arrives."""
    run.at("2026-11-19T12:00:00Z")
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    run("status", "2611.00001", "read")
    run.at("2026-11-20T12:00:00Z")
    line = lines(run)["cs.CL"]
    assert (counts(line), line["facts"]["news"]) == ((5, 2, 1, 2), 1)
    assert "version\tv1\tv2\tread" in run("news").stdout
    lines(run, "--all")
    assert len(run("news").stdout.splitlines()) == 1


def test_a_week_asleep_loses_nothing(net, run):
    """The days between come from the catch-up pages, each with its own papers."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    for day in ("24", "25", "27"):
        net.arxiv["cs.CL", f"2026-11-{day}"] = [Said(f"2611.010{day}")]
    run.at("2026-11-30T12:00:00Z")
    net.asked.clear()
    line = lines(run)["cs.CL"]
    assert (line["first"], line["last"], line["new"]) == (FRIDAY, "2026-11-30", 4)
    assert sum("catchup" in path for path in net.asked) == 6
    assert {"2611.00005", "2611.01024", "2611.01027"} < set(inbox(run))
    again = lines(run, "--all")["cs.CL"]
    assert (again["first"], again["last"]) == ("2026-11-30", "2026-11-30")


def test_months_asleep_lose_nothing(net, run):
    """What no catch-up page reaches comes by the day of its submission."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    net.arxiv["cs.CL", MONDAY] = [Said("2611.00005")]
    net.arxiv["cs.CL", "2027-03-19"] = [Said("2703.00001")]
    run.at("2027-03-22T12:00:00Z")
    net.asked.clear()
    line = lines(run)["cs.CL"]
    assert line["first"] == FRIDAY
    assert {"2611.00005", "2703.00001"} < set(inbox(run))
    far = [path for path in net.asked if "catchup/cs.CL/2026-11" in path]
    assert (far, sum("arxiv_api" in path for path in net.asked) <= 3) == ([], True)
    assert lines(run, "--all")["cs.CL"]["first"] == "2027-03-22"


def test_a_late_paper_is_found_when_the_day_is_over(net, run):
    """A day is read again after its end, and only then done with."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    net.arxiv["cs.CL", FRIDAY].append(Said("2611.00077"))
    run.at("2026-11-21T12:00:00Z")
    line = lines(run)["cs.CL"]
    assert (line["new"], "2611.00077" in inbox(run)) == (1, True)
    assert lines(run, "--all")["cs.CL"]["reason"] == "weekend"


@pytest.mark.parametrize(
    ("moment", "reason", "state"),
    [
        ("2026-11-21T12:00:00Z", "weekend", None),
        ("2026-11-26T12:00:00Z", "holiday", "empty"),
        ("2026-11-25T12:00:00Z", "empty", "empty"),
    ],
)
def test_why_arxiv_has_nothing(net, run, moment, reason, state):
    """Days without papers are named for what they are, and no failure."""
    net.arxiv["cs.CL", "2026-11-25"] = []
    run.at(FRIDAY + "T12:00:00Z")
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    run.at("2026-11-21T06:00:00Z")
    run("pull", "--all")
    run.at(moment)
    net.arxiv = {key: value for key, value in net.arxiv.items() if key[1] < MONDAY}
    line = lines(run, "--all")["cs.CL"]
    assert (line["reason"], line["new"]) == (reason, 0)
    assert line["facts"].get("days", {}).get(moment[:10]) == state


def test_a_stale_feed_is_seen_through(net, run):
    """The feed has yesterday's papers under today's date; the listing has today's."""
    net.stale = True
    run("feed", "add", "arxiv:cs.CL")
    line = lines(run)["cs.CL"]
    assert (line["reason"], line["new"]) == ("stale", 2)
    assert inbox(run) == ["2611.00002", "2611.00003"]


def test_a_feed_that_was_cut_off_is_completed(net, run):
    """What the listing has and the feed lacks arrives all the same."""
    whole = net.arxiv["cs.CL", FRIDAY]
    listing = net._listing("cs.CL", FRIDAY)
    net.arxiv["cs.CL", FRIDAY] = whole[:1]
    net.faults = [("arxiv_list", Answer(body=listing))]
    run("feed", "add", "arxiv:cs.CL")
    assert lines(run)["cs.CL"]["new"] == 2


def test_without_the_listing_a_day_is_not_done(net, run):
    """What came is kept, the failure is said, and the day is read again."""
    net.faults = [("arxiv_list", Answer(500))]
    run("feed", "add", "arxiv:cs.CL")
    done = run("pull", code=4)
    assert done.stdout == ""
    assert done.stderr.startswith("readlist: cs.CL: arXiv ")
    assert len(done.stderr.splitlines()) == 1
    assert inbox(run) == ["2611.00002", "2611.00003"]
    net.faults = []
    line = lines(run)["cs.CL"]
    assert (line["facts"]["days"], line["reason"]) == ({FRIDAY: "done"}, "all known or filtered")


def test_without_the_feed_the_listing_is_enough(net, run):
    """One broken address of arXiv hides nothing."""
    net.faults = [("arxiv_rss", Answer(500))]
    run("feed", "add", "arxiv:cs.CL")
    assert lines(run)["cs.CL"]["new"] == 2


def test_a_day_that_fails_does_not_hide_the_others(net, run):
    """They are read all the same; the failure is said, and the day is due again."""
    net.faults = [("catchup/cs.CL/2026-11-23", Answer(500))]
    net.arxiv["cs.CL", "2026-11-25"] = [Said("2611.01025")]
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    run.at("2026-11-25T12:00:00Z")
    line = lines(run, code=4)["cs.CL"]
    assert (line["reason"], line["new"]) == ("failed", 1)
    net.faults = []
    line = lines(run)["cs.CL"]
    assert (line["first"], line["new"]) == (MONDAY, 1)


def test_days_that_stay_broken_stop_nothing_and_are_given_up(net, run):
    """The others come; the broken ones are named, tried ever more seldom, and given up once."""
    run("feed", "add", "hf")
    run("pull")
    broken = ("2026-11-21", "2026-11-22", "2026-11-23")
    net.faults = [(f"date={day}", Answer(body=b'["id","title"]')) for day in broken]
    said_so = ("2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-12-25", "2026-12-26")
    days = [(date(2026, 11, 20) + timedelta(days=number)).isoformat() for number in range(1, 45)]
    tries = dict.fromkeys(broken, 0)
    for number, day in enumerate(days, 1):
        net.hf[day] = [(f"2611.{100 + number:05}", 9)]
        run.at(f"{day}T23:00:00Z")
        net.asked.clear()
        done = run("pull", code=4 if day in said_so else 0)
        for one in broken:
            tries[one] += any(f"date={one}" in asked for asked in net.asked)
        if day == "2026-11-24":
            assert "2026-11-23 cannot be read while other days can" in done.stderr
        if day == "2026-12-26":
            assert "2026-11-23 is given up after 7 tries" in done.stderr
    assert set(tries.values()) <= {8, 9, 10}
    came = [name for name in inbox(run) if name > "2611.00100"]
    assert len(came) == len(days) - len(broken)


def test_hugging_face_days_with_votes(net, run):
    """Today and the day before at first; votes move on, and too few keep a paper out."""
    run("feed", "add", "hf", "--min-votes", "5")
    line = lines(run)["hf"]
    assert (counts(line), line["facts"]["rules"]) == ((2, 0, 1, 1), {"votes": 1})
    assert line["facts"]["days"] == {"2026-11-19": "empty", FRIDAY: "done"}
    net.hf[FRIDAY] = [("2611.00002", 70), ("2611.00010", 30)]
    run.at("2026-11-20T18:00:00Z")
    assert lines(run, "--all")["hf"]["new"] == 1
    assert run("list", "status:inbox", "--columns", "votes").stdout.split() == ["70", "30"]


def test_a_query_finds_what_was_submitted(net, run):
    """The last week at first, then on from there, a week over."""
    run("feed", "add", "arxiv:cat:cs.CL AND ti:paper", "--name", "q")
    assert lines(run)["q"]["new"] == 4
    run.at("2026-11-24T12:00:00Z")
    line = lines(run)["q"]
    assert (line["first"], line["last"], counts(line)) == (
        "2026-11-13", "2026-11-24", (5, 4, 0, 1),
    )  # fmt: skip


def test_a_feed_of_the_web_names_papers(net, run):
    """Items with a paper's address arrive, others are counted; the same again is not modified."""
    net.files["lab.xml"] = rss("https://arxiv.org/abs/2611.00020", "https://lab.example/post")
    run("feed", "add", net.page("lab.xml"), "--name", "lab")
    line = lines(run)["lab"]
    assert (counts(line), line["facts"]["others"]) == ((1, 0, 0, 1), 1)
    assert lines(run, "--all")["lab"]["reason"] in ("not modified", "all known")
    net.files["lab.xml"] = rss("https://lab.example/post")
    run.at("2026-11-20T18:00:00Z")
    assert lines(run, "--all")["lab"]["reason"] == "empty"


def test_a_post_that_names_a_paper(net, run):
    """The paper of a blog's post comes with what arXiv says of it."""
    net.files["lab.xml"] = rss(
        "https://lab.example/post", text="We wrote https://arxiv.org/abs/2611.00020 on this."
    )
    run("feed", "add", net.page("lab.xml"), "--name", "lab")
    assert lines(run)["lab"]["new"] == 1
    row = run("list", "status:inbox", "--columns", "arxiv,title").stdout
    assert row == "2611.00020\tThe paper 2611.00020\n"


def test_a_curated_list_brings_exactly_its_new_entries(net, run):
    """First all of it, then what was added; what was moved, reworded and removed is said."""
    net.files["README.md"] = listed(1, 2, 3)
    run("feed", "add", net.page("README.md"), "--name", "things")
    assert counts(lines(run)["things"]) == (5, 0, 0, 5)
    changes = [
        (listed(1, 2, 3, 4), {"added": 1}, 1),
        (listed(4, 1, 2, 5), {"added": 1, "removed": 1, "moved": 1}, 1),
        (listed(4, 1, 2, 5, remark=" - Read it first."), {"reworded": 1}, 0),
    ]
    for step, (text, said, new) in enumerate(changes, 1):
        run.at(f"2026-11-20T{12 + step}:00:00Z")
        net.files["README.md"] = text
        line = lines(run, "--all")["things"]
        told = {name: n for name, n in line["facts"]["list"].items() if isinstance(n, int)}
        assert (told, line["new"]) == (said, new)
        if "removed" in said:
            assert line["facts"]["list"]["removed titles"] == ["On things of the kind 3"]
    assert len(inbox(run)) == 7
    assert run("list", "list:things", "status:inbox", "--columns", "id").stdout.count("\n") == 6


def test_a_list_that_was_imported_is_followed(net, run, tmp_path):
    """It stays that list; a heading that is called otherwise moves none of its entries."""
    text = listed(1, 2, 3)
    (tmp_path / "mine.md").write_bytes(text)
    run("import", "mine.md", "--list", "mine")
    net.files["README.md"] = text
    run("lists", "follow", "mine", net.page("README.md"))
    assert counts(lines(run)["mine"]) == (5, 5, 0, 0)
    run.at("2026-11-20T13:00:00Z")
    net.files["README.md"] = text.replace(b"## Applications", b"## Entirely New Words")
    line = lines(run, "--all")["mine"]
    (said,) = line["facts"]["list"].pop("sections")
    assert line["facts"]["list"] == {}
    assert said.endswith("is called 'Entirely New Words' now (3 entries).")
    names = [one["name"] for one in json.loads(run("lists", "--json").stdout)["lists"]]
    assert names == ["mine"]


def test_a_list_with_another_name_is_kept_up_to_date(net, run):
    """Whichever is renamed, the list or then the feed: the next pull makes no second list."""
    net.files["README.md"] = listed(1, 2)
    run("feed", "add", net.page("README.md"), "--name", "things")
    run("pull")
    run("lists", "rename", "things", "My things")
    run("feed", "edit", "things", "--name", "stuff")
    assert json.loads(run("feed", "list", "--json").stdout)["feeds"][0]["list"] == "My things"
    net.files["README.md"] = listed(1, 2, 3)
    run.at("2026-11-20T15:00:00Z")
    run("pull", "--all")
    names = [one["name"] for one in json.loads(run("lists", "--json").stdout)["lists"]]
    assert names == ["My things"]
    assert run("list", 'list:"My things"', "status:inbox", "--quiet").stdout.count("\n") == 5
    run("undo", "3")
    assert json.loads(run("feed", "list", "--json").stdout)["feeds"][0]["list"] == "things"


def test_a_list_without_papers_changes_nothing(net, run):
    """A text that has none any more under 200 does not empty the list of a person."""
    net.files["README.md"] = listed(1, 2)
    run("feed", "add", net.page("README.md"), "--name", "things")
    run("pull")
    net.files["README.md"] = b"# Awesome things\n\nMoved elsewhere, see the other repository.\n"
    run.at("2026-11-20T18:00:00Z")
    line = lines(run, "--all", code=4)["things"]
    assert (line["state"], line["reason"]) == ("failed", "failed")
    assert run("list", "list:things", "status:inbox", "--columns", "id").stdout.count("\n") == 4


def test_rules_keep_drop_and_tag(net, run):
    """What a rule leaves out is counted under it and was never in the library."""
    net.arxiv["cs.CL", FRIDAY] = [
        Said("2611.00030", title="Sparse attention"), Said("2611.00031", title="Dense attention"),
        Said("2611.00032", title="A survey of attention"), Said("2611.00033", title="Graphs"),
    ]  # fmt: skip
    run(
        "feed", "add", "arxiv:cs.CL", "--keep", "title:attention", "--drop", "survey",
        "--tag-if", "thin=sparse", "--tag", "daily",
    )  # fmt: skip
    line = lines(run)["cs.CL"]
    assert counts(line) == (4, 0, 2, 2)
    assert line["facts"]["rules"] == {"drop: survey": 1, "keep": 1}
    tags = run("list", "status:inbox", "--columns", "arxiv,tags").stdout.splitlines()
    assert sorted(tags) == ["2611.00030\tdaily,thin", "2611.00031\tdaily"]
    assert run("list", "id:>0", "--columns", "id").stdout.split() == ["1", "2"]


def test_rules_that_are_refused_by_now_hold_as_they_did(net, run, environment):
    """An older version took ``|`` and ``!x`` for texts: papers come, and the rule is named."""
    net.arxiv["cs.CL", FRIDAY] = [
        Said("2611.00001", title="Attention and language models"),
        Said("2611.00002", title="A survey of attention"),
        Said("2611.00003", title="A survey of parsing"),
    ]
    run("feed", "add", "arxiv:cs.CL", "--drop", "kept")
    with sqlite3.connect(environment["READLIST_DB"]) as db:
        former = "UPDATE feeds SET options = replace(options, '\"kept\"', ?)"
        db.execute(former, ('"survey | attention","parsing !tag=x"',))
    done = run("pull", "--json")
    line = json.loads(done.stdout)["feeds"][0]
    assert (line["state"], line["facts"]["rules"]) == ("ok", {"drop: survey | attention": 1})
    assert inbox(run) == ["2611.00001", "2611.00003"]
    assert "The rule 'survey | attention' of cs.CL is read as before." in done.stderr
    assert "`!` is written `NOT` here" in done.stderr
    assert run("feed", "edit", "cs.CL", "--tag", "nlp").stdout
    refused = run("feed", "edit", "cs.CL", "--drop", "a | b", code=2).stderr
    assert "`|` is written `OR` here" in refused


def test_a_limit_takes_the_best_of_a_day(net, run):
    """The most votes first; the rest does not come in by the next pull."""
    net.hf[FRIDAY] = [("2611.00040", 1), ("2611.00041", 9), ("2611.00042", 5)]
    run("feed", "add", "hf", "--limit", "2")
    line = lines(run)["hf"]
    assert (counts(line), line["facts"]["rules"]) == ((3, 0, 1, 2), {"limit": 1})
    assert inbox(run) == ["2611.00041", "2611.00042"]
    run.at("2026-11-20T18:00:00Z")
    again = lines(run, "--all")["hf"]
    assert (again["new"], again["facts"]["rules"]) == (0, {"limit": 1})


def test_one_broken_feed_costs_only_itself(net, run):
    """The others are whole, the failure is one line, and it is due again at once."""
    for number, name in enumerate(("good", "bad")):
        net.files[f"{name}.xml"] = rss(f"https://arxiv.org/abs/2611.0002{number}")
        run("feed", "add", net.page(f"{name}.xml"), "--name", name)
    run("feed", "add", "arxiv:cs.CL", "hf")
    net.files["bad.xml"] = b"<html><body>Service unavailable</body></html>"
    run.at("2026-11-20T14:00:00Z")
    found = lines(run, code=4)
    assert {name: line["state"] for name, line in found.items()} == {
        "cs.CL": "ok", "hf": "ok", "good": "ok", "bad": "failed",
    }  # fmt: skip
    assert set(lines(run, code=4)) == {"bad", "cs.CL", "hf", "good"}
    assert [one["reason"] for one in lines(run, code=4).values()].count("not due") == 3


def test_a_bad_category_does_not_silence_arxiv(net, run):
    """The service refuses one feed; the other one of the same service is read."""
    net.arxiv["cs.LG", FRIDAY] = [Said("2611.00050")]
    refusal = (
        b'<rss version="2.0"><channel><title>Feed error for query: cs.CL</title>'
        b"<description>Bad</description></channel></rss>"
    )
    net.faults = [("cs.CL", Answer(400, refusal))]
    run("feed", "add", "arxiv:cs.CL", "arxiv:cs.LG")
    found = lines(run, code=4)
    assert (found["cs.CL"]["state"], found["cs.LG"]["new"]) == ("failed", 1)


def test_a_paused_feed_and_a_gone_one(net, run):
    """Nobody asks a paused feed; one whose host says that it is gone is paused."""
    net.files["lab.xml"] = rss("https://arxiv.org/abs/2611.00020")
    run("feed", "add", net.page("lab.xml"), "--name", "lab")
    run("feed", "add", "hf")
    run("feed", "pause", "hf")
    net.faults = [("lab.xml", Answer(410))]
    run.at("2026-11-20T18:00:00Z")
    found = lines(run, code=4)
    assert (found["hf"]["reason"], found["lab"]["reason"]) == ("paused", "gone")
    assert lines(run)["lab"]["reason"] == "paused"


def test_a_service_that_throttles_is_named(net, run):
    """The reason is that one asked too often, and the other feeds have come."""
    net.hf[FRIDAY] = [("2611.00002", 7)]
    net.faults = [("arxiv_", Answer(429, b"Rate exceeded."))]
    run("feed", "add", "arxiv:cs.CL", "hf")
    found = lines(run, code=4)
    assert (found["cs.CL"]["reason"], found["hf"]["new"]) == ("rate limited", 1)
    assert "throttling" in found["cs.CL"]["facts"]["error"]


def test_a_moved_feed_is_followed(net, run):
    """The new address of a permanent redirect is kept."""
    net.files["new.xml"] = net.files["old.xml"] = rss("https://arxiv.org/abs/2611.00020")
    run("feed", "add", net.page("old.xml"), "--name", "lab")
    moved = Answer(301, headers={"Location": net.page("new.xml")})
    net.faults = [("old.xml", moved)]
    run.at("2026-11-20T18:00:00Z")
    run("pull", "--all")
    assert net.page("new.xml") in run("feed", "list").stdout


def test_a_dry_run_shows_and_keeps_nothing(net, run):
    """Neither papers nor the ledger nor what was read."""
    run("feed", "add", "arxiv:cs.CL", "hf")
    told = json.loads(run("pull", "--dry-run", "--json").stdout)
    assert (told["new"], told["pull"], told["dry_run"]) == (3, None, True)
    assert (inbox(run), run("pulls").stdout) == ([], "")
    assert json.loads(run("pull", "--json").stdout)["new"] == 3


def test_since_reads_days_again(net, run):
    """Days that were done with are read from one on, and days before the feed began."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    run("rm", "2611.00002", "--yes")
    line = lines(run, "--since", "2026-11-19")["cs.CL"]
    assert (line["first"], line["new"]) == ("2026-11-19", 2)
    assert inbox(run) == ["2611.00001", "2611.00002", "2611.00003"]
    assert "has not come yet" in run("pull", "--since", "2027-01-01", code=2).stderr
    assert "is no day" in run("pull", "--since", "soon", code=2).stderr
    assert lines(run, "--since", "thursday")["cs.CL"]["first"] == "2026-11-19"


def test_pull_is_quiet_and_says_what_is_wrong(net, run):
    """Nothing in a pipe on success; sentences for what cannot be."""
    assert "There are no feeds yet" in run("pull").stderr
    run("feed", "add", "hf")
    done = run("pull")
    assert (done.stdout, done.stderr) == ("", "")
    assert "There is no feed" in run("pull", "nothing", code=3).stderr
    assert "Offline" in run("pull", "--offline", code=4).stderr
    told = run("pull", "--all", "--verbose").stdout.split("\t")
    assert told[:3] == ["hf", "2026-11-19", FRIDAY]


def test_papers_that_become_one_were_announced_when_the_first_was(net, run, environment):
    """One feed had both: the day of the first stays."""
    net.hf = {"2026-11-19": [("2611.00060", 1)], FRIDAY: [("2611.00061", 2)]}
    run("feed", "add", "hf")
    run("pull")
    run("merge", "2", "1")
    with sqlite3.connect(environment["READLIST_DB"]) as db:
        assert db.execute("SELECT announced FROM feed_entries").fetchall() == [("2026-11-19",)]


def test_what_waits_is_ranked_and_does_not_wait_for_ever(net, run):
    """A pull leaves scores, and drops what nobody decided on by the rule of the reader."""
    run("feed", "add", "arxiv:cs.CL")
    run("pull")
    scores = run("list", "status:inbox", "--columns", "score").stdout.split()
    assert len(scores) == 2
    run("config", "set", "inbox_expires", "5d")
    run.at("2026-11-30T12:00:00Z")
    net.arxiv["cs.CL", "2026-11-30"] = [Said("2611.00090")]
    run("pull")
    assert inbox(run) == ["2611.00005", "2611.00090"]
    assert run("list", "status:dropped", "--columns", "id").stdout.split() == ["1", "2"]


def test_the_ledger_tells(net, run):
    """``pulls`` has a line for each pull, ``pulls show`` one for each feed."""
    assert "Nothing was pulled yet" in run("pulls").stderr
    run("feed", "add", "arxiv:cs.CL", "hf")
    run("pull")
    run("pull")
    (row,) = (line.split("\t") for line in run("pulls").stdout.splitlines())
    assert row[3:] == ["done", "2", "3", "0"]
    shown = sorted(line.split("\t") for line in run("pulls", "show").stdout.splitlines())
    assert shown[0][0] == "cs.CL"
    assert [int(shown[0][place]) + int(shown[1][place]) for place in (4, 7)] == [6, 3]
    assert json.loads(run("pulls", "show", "1", "--json").stdout)["state"] == "done"
    assert "There is no pull 9" in run("pulls", "show", "9", code=3).stderr


def test_tags_come_whichever_feed_was_faster(net, run):
    """A paper of two feeds gets the tags of both, in any order."""
    net.hf[FRIDAY] = [("2611.00050", 3)]
    net.arxiv["cs.CL", FRIDAY] = [Said("2611.00050"), Said("2611.00051")]
    run("feed", "add", "hf", "--tag", "voted")
    run("feed", "add", "arxiv:cs.CL", "--tag", "announced")
    run("pull", "hf")
    run("pull", "cs.CL")
    tags = run("list", "status:inbox", "--columns", "arxiv,tags").stdout.splitlines()
    assert sorted(tags) == ["2611.00050\tannounced,voted", "2611.00051\tannounced"]


def test_undo_of_a_pull_says_how_far_back_the_next_one_goes(net, run):
    """What was undone comes again only as far as its days are still asked for."""
    net.hf[FRIDAY] = [("2611.00050", 3)]
    run("feed", "add", "hf")
    run("pull")
    assert "'pull --since DAY' goes back further" in run("undo").stderr
    assert "--since" not in run("undo").stderr


def test_a_hook_is_told_of_a_pull_and_python_pulls_too(net, run, tmp_path, monkeypatch):
    """Once, however many transactions it took; nothing where nothing was changed."""
    (tmp_path / "hooks").mkdir()
    hook = tmp_path / "hooks" / "on-pull"
    hook.write_text(f"#!/bin/sh\ncat >> {tmp_path}/told\n")
    hook.chmod(0o755)
    run("feed", "add", "arxiv:cs.CL", "hf")
    with readlist.open() as library:
        assert library.pull("hf") == readlist.Pulled(2, [])
        assert library.pull("hf").new == 0
        with pytest.raises(readlist.NotFoundError):
            library.pull("nothing")
    run("pull")
    first, last = [json.loads(line) for line in (tmp_path / "told").read_text().splitlines()]
    assert [first["event"], last["event"]] == ["pull", "pull"]
    assert [one["status"] for one in first["added"]] == ["inbox", "inbox"]
    assert (len(last["added"]), len(last["changed"])) == (1, 1)
    assert [one["summary"] for one in last["entries"]] == ["Pulled 1 feed: 1 new"]
