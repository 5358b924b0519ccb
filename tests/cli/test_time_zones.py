"""Days are those of the person: an evening's reading is not dated tomorrow."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from support.program import called

MONDAY_EVENING = "2026-03-10T03:30:00Z"
"""20:30 on 9 March in Los Angeles, 16:30 on the 10th in Auckland."""


@pytest.fixture
def at(run):
    """Run the program somewhere, on that evening."""

    def call(zone: str, *words: str, code: int = 0, now: str = MONDAY_EVENING):
        return run(*words, code=code, TZ=zone, READLIST_NOW=now)

    return call


@pytest.mark.parametrize(
    ("zone", "day", "before"),
    [
        ("America/Los_Angeles", "2026-03-09", "2026-03-08"),
        ("Pacific/Auckland", "2026-03-10", "2026-03-09"),
        ("Pacific/Kiritimati", "2026-03-10", "2026-03-09"),
        ("UTC", "2026-03-10", "2026-03-09"),
    ],
)
def test_a_day_is_where_the_person_is(at, zone, day, before):
    """In listings, in what is shown of a paper, and in queries."""
    at(zone, "add", "--title", "A Paper")
    at(zone, "status", "1", "read")
    shown = at(zone, "list", "--columns", "added,finished").stdout.split()
    assert shown == [day, day]
    assert f"finished {day}" in at(zone, "show", "1").stdout
    for query in (f"finished:{day}", "finished:today", f"added:{day[:7]}", f"added:>={day}"):
        assert at(zone, "list", query, "--columns", "id").stdout == "1\n", query
    for query in (f"finished:{before}", "finished:yesterday", f"added:<{day}", f"added:>{day}"):
        assert at(zone, "list", query).stdout == "", query
    [paper] = json.loads(at(zone, "list", "--json").stdout)["papers"]
    assert paper["finished"] == MONDAY_EVENING


@pytest.mark.parametrize(
    ("zone", "now", "day", "other"),
    [
        ("America/Los_Angeles", "2026-03-08T10:01:00Z", "2026-03-08", "2026-03-07"),
        # Summer time begins at midnight, so that there is no midnight.
        ("America/Sao_Paulo", "2018-11-04T03:30:00Z", "2018-11-04", "2018-11-03"),
        ("Asia/Beirut", "2023-03-25T22:30:00Z", "2023-03-26", "2023-03-25"),
        # Samoa left out 30 December 2011.
        ("Pacific/Apia", "2011-12-30T09:59:00Z", "2011-12-29", "2011-12-30"),
        ("Pacific/Apia", "2011-12-30T10:01:00Z", "2011-12-31", "2011-12-30"),
    ],
)
def test_days_that_lack_hours_or_are_left_out(at, zone, now, day, other):
    """What is done just after or before the gap is found under its day, and under no other."""
    at(zone, "add", "--title", "A Paper", now=now)
    for query in (f"added:{day}", "added:today", f"added:>={day}", f"added:<={day}"):
        assert at(zone, "list", query, "--columns", "id", now=now).stdout == "1\n", query
    for query in (f"added:{other}", f"added:<{day}", f"added:>{day}"):
        assert at(zone, "list", query, "--columns", "id", now=now).stdout == "", query
    assert at(zone, "list", "--columns", "added", now=now).stdout == f"{day}\n"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata"])
def test_a_day_that_is_named_stays_that_day(at, zone):
    """``--on`` takes a day of the person's, and shows it again."""
    at(zone, "add", "--title", "A Paper")
    at(zone, "status", "1", "read", "--on", "2026-02-28")
    assert at(zone, "list", "--columns", "finished").stdout == "2026-02-28\n"
    assert at(zone, "list", "finished:2026-02-28", "--columns", "id").stdout == "1\n"


def test_the_setting_wins(at, run, tmp_path):
    """Somebody whose server is elsewhere says where home is."""
    run("config", "set", "timezone", "America/Los_Angeles")
    at("UTC", "add", "--title", "A Paper")
    assert at("UTC", "list", "--columns", "added").stdout == "2026-03-09\n"
    done = run("config", "set", "timezone", "Nowhere/Land", code=2)
    assert "takes a name such as Europe/Berlin" in done.stderr
    done = run("config", "set", "timezone", "berlin", code=2)
    assert "Did you mean Europe/Berlin?" in done.stderr
    (tmp_path / "config.toml").write_text('timezone = "Nowhere/Land"\n')
    done = run("list", code=2)
    assert "it takes a name such as Europe/Berlin" in done.stderr


def test_days_that_no_month_has_are_days_of_nothing(at):
    """They are neither an error nor another day."""
    at("UTC", "add", "--title", "A Paper")
    assert at("Asia/Kolkata", "list", "added:2026-02-30").stdout == ""
    assert at("Asia/Kolkata", "list", "added:2026-02-30..2026-03-31", "--columns", "id").stdout


def test_an_hour_that_is_doubled_belongs_to_its_day(at):
    """The clock goes back at night; both hours are of that Sunday."""
    for now in ("2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z"):
        at("America/Los_Angeles", "add", "--title", f"Paper of {now}", now=now)
    found = at("America/Los_Angeles", "list", "added:2026-11-01", "--columns", "id").stdout
    assert len(found.split()) == 2


@pytest.mark.parametrize(
    ("home", "away"),
    [("Pacific/Auckland", "America/Los_Angeles"), ("America/Los_Angeles", "Pacific/Kiritimati")],
)
def test_a_day_that_was_named_travels(at, home, away):
    """Whoever reads on the first of March has done so wherever they are later."""
    at(home, "add", "--title", "A Paper")
    at(home, "status", "1", "reading", "--on", "2026-02-20")
    at(home, "status", "1", "read", "--on", "2026-03-01")
    assert at(away, "list", "--columns", "started,finished").stdout == "2026-02-20\t2026-03-01\n"
    assert at(away, "list", "finished:2026-03-01", "--quiet").stdout == "1\n"
    assert at(away, "list", "finished:<2026-03-01").stdout == ""
    [paper] = json.loads(at(away, "list", "--json").stdout)["papers"]
    assert paper["finished"] == "2026-03-01"


def test_what_is_begun_in_the_evening_may_end_that_day(at):
    """A day has no hour, so it is not before the hour in which reading began."""
    zone = "America/Los_Angeles"
    at(zone, "add", "--title", "A Paper")
    at(zone, "status", "1", "reading")
    assert at(zone, "status", "1", "read", "--on", "today").stderr == ""
    wrong = at(zone, "status", "1", "read", "--on", "yesterday").stderr
    assert "was finished (2026-03-08) before it was started (2026-03-09)" in wrong
    kept = at(zone, "list", "kept:2026-03-09", "--quiet").stdout
    at(zone, "status", "1", "read", "--on", "today")
    assert kept == ""  # it was read before it came, and never waited
    assert at(zone, "list", "kept:2026-03-09", "--quiet").stdout == "1\n"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("yesterday", "2026-03-08"),
        ("3 days ago", "2026-03-06"),
        ("a week ago", "2026-03-02"),
        ("2w ago", "2026-02-23"),
        ("2026-W10-3", "2026-03-04"),
        ("2026-03-08T23:00", "2026-03-08"),
        ("2026-03-09T06:30:00Z", "2026-03-08"),  # 23:30 in Los Angeles
        ("2026-03-08 23:00+01:00", "2026-03-08"),
    ],
)
def test_days_that_were_are_written_in_many_ways(at, typed, day):
    """As people say them, and as programs write them."""
    zone = "America/Los_Angeles"
    at(zone, "add", "--title", "A Paper")
    at(zone, "status", "1", "read", "--on", typed)
    assert at(zone, "list", "--columns", "finished").stdout == f"{day}\n"


@pytest.mark.parametrize(
    "typed", ["2026-03-10", "2030-01-01", "", " ", "2026-W10", "2026-02-30T10:00"]
)
def test_days_on_which_nothing_was_read(at, typed):
    """Those to come, and what is no day: the paper stays as it was."""
    zone = "America/Los_Angeles"
    at(zone, "add", "--title", "A Paper")
    assert "--on" in at(zone, "status", "1", "read", "--on", typed, code=2).stderr
    assert at(zone, "list", "is:read").stdout == ""


@pytest.mark.parametrize(
    "now",
    ["2026-03-09", "2026-03-09T23:30", "2026-03-09 23:30", "2026-03-10t03:30:00z",
     "2026-03-10T09:00:00+05:30"],
)  # fmt: skip
def test_a_time_that_is_set_is_of_the_person_s_zone(at, now):
    """One that says no zone of its own."""
    at("America/Los_Angeles", "add", "--title", "A Paper", now=now)
    assert at("America/Los_Angeles", "list", "--columns", "added", now=now).stdout == "2026-03-09\n"


def test_a_moment_on_a_terminal_is_of_the_person_s_zone(environment, tmp_path, at):
    """A pipe gets it as it is stored."""
    zone = "America/Los_Angeles"
    at(zone, "add", "--title", "A Paper")
    told = {**environment, "TZ": zone, "READLIST_NOW": MONDAY_EVENING}
    assert "2026-03-09 20:30" in called(told, tmp_path, "history", columns=100).stdout
    assert MONDAY_EVENING in at(zone, "history").stdout


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Los_Angeles", "2026-03-09"), ("Pacific/Auckland", "2026-03-10")]
)
def test_a_digest_begins_with_the_person_s_day(at, zone, day):
    """What came yesterday is not in it, and what came in the first hour of the day is."""
    hour = timedelta(hours=1)
    midnight = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=ZoneInfo(zone))
    at(zone, "add", "--title", "Of yesterday", now=str(midnight - hour))
    at(zone, "add", "--title", "Of this day", now=str(midnight + hour))
    at(zone, "status", "1", "2", "inbox")
    told = at(zone, "digest", "--since", day).stdout
    assert "Of this day" in told
    assert "Of yesterday" not in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "added:last-week"), "`last-week` is 2026-03-02 to 2026-03-08."),
        (("list", "added:last friday"), "`last friday` is 2026-03-06."),
        (("status", "1", "read", "--on", "last friday"), "--on 'last friday' is 2026-03-06."),
        (("news", "--since", "last week"), "--since 'last week' is 2026-03-02."),
    ],
)
def test_what_people_mean_differently_is_told(at, words, said):
    """Some take last Friday for that of last week, and last week for seven days."""
    zone = "America/Los_Angeles"
    at(zone, "add", "--title", "A Paper")
    assert said in at(zone, *words).stderr


@pytest.mark.parametrize("day", ["tomorrow", "2026-03-11"])
def test_what_happened_is_not_to_come(at, day):
    at("UTC", "add", "--title", "A Paper")
    said = at("UTC", "status", "1", "read", "--on", day, code=2).stderr
    assert "which is still to come; today is 2026-03-10." in said


@pytest.mark.parametrize(
    "words",
    [
        ("status", "1", "read", "--on", "12/03/2024"),
        ("news", "--since", "12/03/2024"),
        ("due", "1", "12/03/2024"),
        ("list", "added:12/03/2024"),
    ],
)
def test_a_day_that_can_be_two_is_asked_for(at, words):
    """Both are named."""
    at("UTC", "add", "--title", "A Paper")
    assert "2024-03-12 or 2024-12-03" in at("UTC", *words, code=2).stderr


def test_the_end_of_the_calendar_is_the_end(at):
    """What is said to go on for ever does."""
    at("UTC", "add", "--title", "A Paper")
    for query in ("added:..9999", "added:<=9999-12-31", "added:2026..9999-12"):
        assert at("UTC", "list", query, "--quiet").stdout == "1\n", query
    assert at("UTC", "list", "added:>9999").stdout == ""


def test_a_zone_that_the_machine_does_not_know_is_told(at):
    """The C library takes it for UTC, and so would everybody who mistypes one."""
    for zone in ("Europe/Berln", "CEST"):
        assert f"TZ is '{zone}'" in at(zone, "list").stderr
    for zone in ("CET-1CEST", "<+0530>-5:30", ":Asia/Tokyo", "EST5EDT", "UTC"):
        assert "TZ" not in at(zone, "list").stderr, zone


def test_a_clock_that_was_wrong_is_seen(at):
    """What it dated into the years to come is not of today."""
    at("UTC", "add", "--title", "A Paper", now="2031-05-01T09:00:00Z")
    assert "waiting since 2031-05-01" in at("UTC", "next").stdout


def test_days_in_a_vault_are_the_person_s(at, tmp_path):
    """What is written into files of Obsidian is read there by eye."""
    zone = "America/Los_Angeles"
    at(zone, "add", "--title", "A Paper")
    at(zone, "status", "1", "read")
    at(zone, "note", "1", "Good.")
    at(zone, "export", "-f", "obsidian", "--out", "vault")
    [text] = [file.read_text() for file in (tmp_path / "vault").rglob("*.md")]
    assert "added: 2026-03-09\nfinished: 2026-03-09\n" in text
    assert "Note 2026-03-09" in text


def test_what_is_due_on_a_day_that_is_over_says_so(at):
    """It may be meant, and may be a slip."""
    at("UTC", "add", "--title", "A Paper")
    assert "2020-01-01 is over" in at("UTC", "due", "1", "2020-01-01").stderr
    assert at("UTC", "due", "1", "tonight").stderr == ""
