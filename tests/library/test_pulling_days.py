"""Which days of a feed are read: none is lost and none read for ever, whatever the clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readlist.errors import SilentError
from readlist.library.feeds import schedule
from readlist.library.pull import days
from readlist.library.pull.days import ARXIV, DONE, EMPTY, HF, HF_CALENDARS, PARTIAL, Read
from readlist.library.pull.portions import Portion, Task, day_by_day
from readlist.store.feeds import Feed

EASTERN = ZoneInfo(days.EASTERN)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland",
         "America/Los_Angeles", "Australia/Lord_Howe", "Pacific/Apia")  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def due(calendar, read, moment, since=None) -> list[str]:
    return [day.isoformat() for day in days.due(calendar, read, at(moment), since)]


def test_a_new_feed_begins_with_what_is_newest():
    """arXiv with its last announcement, Hugging Face with today and the day before."""
    assert due(ARXIV, {}, "2026-11-20T12:00:00Z") == ["2026-11-20"]
    assert due(ARXIV, {}, "2026-11-22T12:00:00Z") == ["2026-11-20"]
    assert due(HF, {}, "2026-11-22T12:00:00Z") == ["2026-11-21", "2026-11-22"]
    # On Thanksgiving the day before is the newest with papers; the day itself is asked for too.
    assert due(ARXIV, {}, "2026-11-26T12:00:00Z") == ["2026-11-25", "2026-11-26"]


def test_the_day_is_that_of_new_york():
    """The feed of a day is built at its midnight there, in summer and in winter."""
    assert due(ARXIV, {}, "2026-11-20T04:59:00Z") == ["2026-11-19"]
    assert due(ARXIV, {}, "2026-11-20T05:00:00Z") == ["2026-11-20"]
    assert due(ARXIV, {}, "2026-07-21T03:59:00Z") == ["2026-07-20"]
    assert due(ARXIV, {}, "2026-07-21T04:00:00Z") == ["2026-07-21"]


def test_a_day_is_settled_when_it_was_read_after_its_end():
    """Read before that, it is read once more; partly read, until it is whole."""
    friday = date(2026, 11, 20)
    begun = {friday: Read(DONE, at("2026-11-20T12:00:00Z"))}
    assert due(ARXIV, begun, "2026-11-21T12:00:00Z") == ["2026-11-20"]
    over = {friday: Read(EMPTY, at("2026-11-21T12:00:00Z"))}
    assert due(ARXIV, over, "2026-11-21T13:00:00Z") == []
    partly = {friday: Read(PARTIAL, at("2026-12-01T12:00:00Z"))}
    assert "2026-11-20" in due(ARXIV, partly, "2026-12-01T13:00:00Z")


def test_hugging_faces_last_week_is_read_again():
    """Votes move on, and papers are put on a day's list late."""
    read = {
        date(2026, 11, 1) + timedelta(days=n): Read(DONE, at("2026-11-20T12:00:00Z"))
        for n in range(20)
    }
    assert due(HF, read, "2026-11-20T13:00:00Z")[0] == "2026-11-14"


def test_weeks_and_months_go_by_their_first_day():
    """The week before is read until it was over, then no more."""
    weeks, months = HF_CALENDARS["week"], HF_CALENDARS["month"]
    assert due(weeks, {}, "2026-11-20T12:00:00Z") == ["2026-11-16"]
    read = {date(2026, 11, 16): Read(DONE, at("2026-11-22T12:00:00Z"))}
    assert due(weeks, read, "2026-11-24T12:00:00Z") == ["2026-11-16", "2026-11-23"]
    assert due(months, {}, "2026-12-31T12:00:00Z") == ["2026-12-01"]
    assert months.ends(date(2026, 12, 1)) == at("2027-01-01T00:00:00Z")
    assert months.ends(date(2024, 2, 1)) == at("2024-03-01T00:00:00Z")


def test_since_reads_everything_from_a_day_on():
    """What was settled is read again."""
    read = {date(2026, 11, 18): Read(DONE, at("2026-11-20T12:00:00Z"))}
    found = due(ARXIV, read, "2026-11-20T12:00:00Z", date(2026, 11, 13))
    assert found == ["2026-11-13", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19",
                     "2026-11-20"]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "reason"),
    [("2026-11-21T12:00:00Z", "weekend"), ("2026-11-26T12:00:00Z", "holiday"),
     ("2026-11-20T12:00:00Z", ""), ("2027-01-01T12:00:00Z", "")],
)  # fmt: skip
def test_why_there_is_nothing_today(moment, reason):
    """Holidays are known for the year that arXiv has published."""
    assert days.silence(at(moment)) == reason


def test_how_far_a_feed_is_complete():
    """The last day before the first gap."""
    read = {date(2026, 11, day): Read(state, at("2026-11-20T12:00:00Z"))
            for day, state in ((16, DONE), (17, EMPTY), (18, PARTIAL), (19, DONE))}  # fmt: skip
    assert days.through(ARXIV, read, at("2026-11-20T12:00:00Z")) == "2026-11-17"
    assert days.through(ARXIV, {}, at("2026-11-20T12:00:00Z")) == ""


BEGIN, END = datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2027-12-01")
gaps = st.lists(
    st.one_of(st.floats(0.01, 3), st.floats(0.01, 40), st.just(24.0)), min_size=4, max_size=60
)


@given(
    begin=st.datetimes(BEGIN, END), hours=gaps,
    failures=st.lists(st.booleans(), min_size=60, max_size=60),
    which=st.sampled_from(["arxiv", "hf"]),
)  # fmt: skip
def test_no_day_is_lost_and_none_is_read_for_ever(begin, hours, failures, which):
    """Pulls at any times, some failing, some dying after the plan was written down.

    Each day from the first on is read when it is over, by the first good pull after that; once it
    is settled it is read only where its votes move on, and one of arXiv once more a week later.
    """
    calendar = {"arxiv": ARXIV, "hf": HF}[which]
    moment = begin.replace(tzinfo=UTC)
    read: dict[date, Read] = {}
    reads: dict[date, int] = {}
    start = None
    for hour, failing in zip(hours, failures, strict=False):
        moment += timedelta(hours=hour)
        wanted = days.due(calendar, read, moment)
        for day in wanted:
            read.setdefault(day, Read(PARTIAL, moment))
        start = start or wanted[0]
        assert len(wanted) == len(set(wanted))
        for day in wanted:
            assert calendar.today(moment) >= day
            already = days.settled(calendar, day, read[day])
            recent = day > calendar.today(moment) - timedelta(days=days.REREAD_DAYS)
            late = calendar.later and read[day].at < calendar.ends(day) + calendar.later <= moment
            assert not already or (calendar.rereads and recent) or late
        if failing:
            continue
        for day in wanted:
            read[day] = Read(DONE, moment)
            reads[day] = reads.get(day, 0) + 1
        day = start
        while day <= calendar.today(moment):
            if calendar.has(day):
                assert read[day].state == DONE
                over = moment >= calendar.ends(day) + days.SETTLING
                assert days.settled(calendar, day, read[day]) == over
                if calendar.later and moment >= calendar.ends(day) + calendar.later:
                    far = calendar.today(moment) - day > timedelta(days=days.CATCH_UP_DAYS)
                    assert far or read[day].at >= calendar.ends(day) + calendar.later
            day += timedelta(days=1)
    assert start is not None


def wall(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %H:%M}"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("daily", "daily"), ("DAILY 8:00", "daily 08:00"), ("weekdays 08:00", "weekdays 08:00"),
        ("mon,thu 07:30", "mon,thu 07:30"), ("Thursday, Mon 7:30", "mon,thu 07:30"),
        ("mon-fri 06:00", "weekdays 06:00"), ("fri-mon", "mon,fri,sat,sun"), ("6h", "6h"),
        ("every 90m", "90m"), ("60m", "hourly"), ("hourly", "hourly"), ("7d", "weekly"),
        ("weekly", "weekly"), ("08:00", "daily 08:00"), ("weekends", "weekends"),
    ],
)  # fmt: skip
def test_schedules_are_understood(text, canonical):
    """Each has one spelling, which means the same."""
    assert str(schedule.parse(text)) == canonical
    assert schedule.parse(canonical) == schedule.parse(text)


@pytest.mark.parametrize(
    "text", ["", "sometimes", "25:00", "daily 24:00", "moon 08:00", "1m", "0h", "900d", "daily 8",
             "mon, 08:00 tue", "t 08:00", "-6h", "٣h"],
)  # fmt: skip
def test_other_words_are_no_schedule(text):
    """The sentence says what one looks like."""
    with pytest.raises(ValueError, match="is no schedule"):
        schedule.parse(text)


def test_cron_may_be_some_seconds_early():
    """A daily pull that is a moment earlier than yesterday is one of a new day."""
    zone = ZoneInfo("Europe/Berlin")
    daily = schedule.parse("daily")
    assert schedule.due(daily, at("2026-11-19T05:17:05Z"), at("2026-11-20T05:17:00Z"), zone)
    assert not schedule.due(daily, at("2026-11-20T05:17:00Z"), at("2026-11-20T21:00:00Z"), zone)
    at_eight = schedule.parse("daily 08:00")
    assert schedule.due(at_eight, at("2026-11-19T07:00:00Z"), at("2026-11-20T06:59:30Z"), zone)
    assert not schedule.due(at_eight, at("2026-11-20T06:59:30Z"), at("2026-11-20T12:00:00Z"), zone)
    hourly = schedule.parse("hourly")
    assert schedule.due(hourly, at("2026-11-20T06:00:09Z"), at("2026-11-20T07:00:00Z"), zone)
    assert not schedule.due(hourly, at("2026-11-20T06:30:00Z"), at("2026-11-20T07:00:00Z"), zone)


def test_a_time_that_the_clock_leaves_out_comes_right_after():
    """Half past two is due on the day on which there is none, and once where there are two."""
    zone = ZoneInfo("Europe/Berlin")
    half = schedule.parse("daily 02:30")
    before, gap = at("2026-03-28T01:30:00Z"), at("2026-03-29T01:35:00Z")
    assert schedule.due(half, before, gap, zone)
    assert not schedule.due(half, gap, at("2026-03-29T20:00:00Z"), zone)
    first, second = at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z")
    assert schedule.due(half, at("2026-10-24T00:30:00Z"), first, zone)
    assert not schedule.due(half, first, second, zone)


@given(
    zone=st.sampled_from(ZONES), said=st.sampled_from(["daily", "daily 02:30", "weekdays 08:00"]),
    begin=st.datetimes(BEGIN, END),
    steps=st.lists(st.integers(1, 120), min_size=50, max_size=400),
)  # fmt: skip
@example(
    # The first pull, two minutes before midnight, is one of the day that ends.
    zone="Asia/Kolkata", said="daily 02:30", begin=datetime.fromisoformat("2024-01-01T17:04"),
    steps=[84] + 49 * [1],
)  # fmt: skip
def test_each_local_day_is_pulled_once(zone, said, begin, steps):
    """Asked often enough, in any zone, over any change of its clock.

    A new feed is pulled at once, whatever the time; only later pulls belong to a time that is due,
    and may come a moment before it.
    """
    here, plan = ZoneInfo(zone), schedule.parse(said)
    moment, last = begin.replace(tzinfo=UTC), None
    first = (moment + timedelta(minutes=steps[0])).astimezone(here).date()
    pulled: list[date] = []
    seen: set[date] = set()
    for minutes in steps:
        moment += timedelta(minutes=minutes)
        local = moment.astimezone(here)
        if schedule.due(plan, last, moment, here):
            last = moment
            slack = schedule.SLACK if plan.at and pulled else timedelta()
            pulled.append((moment + slack).astimezone(here).date())
        begun = plan.at is None or local.time() >= schedule.time(4)
        if begun and local.date().weekday() in plan.days and local.time() >= schedule.time(10):
            seen.add(local.date())
    assert pulled[0] == first
    assert len(pulled[1:]) == len(set(pulled[1:]))
    assert seen <= set(pulled)


def pulled(silent: set[int], due: range, failing: tuple[int, ...] = ()) -> tuple[list[int], bool]:
    """Read days of November that may be silent; return whose fault it was, and if a failure ended.

    As in a pull, two silences end the asking.
    """
    moment = datetime(2026, 11, due[-1], 23, tzinfo=UTC)
    known = {date(2026, 11, day): Read(PARTIAL, moment, 1) for day in failing}
    task = Task(Feed(1, "hf", "hf", "daily", {}, ""), moment, days=known)
    silences = 0

    def read(day: date) -> Iterator[Portion]:
        nonlocal silences
        silences = silences + 1 if day.day in silent or silences > 1 else 0
        if silences:
            raise SilentError("Hugging Face did not answer in time.")
        yield Portion(day=day.isoformat())

    own = []
    days = [date(2026, 11, day) for day in due]
    try:
        for one in day_by_day(task, days, days[-1], read):
            own.extend([int(one.day[-2:])] if one.fault else [])
    except SilentError:
        return own, True
    return own, False


def test_a_day_that_is_never_answered_is_at_fault_where_later_days_are_answered():
    """A service that falls silent is at fault itself; silent neighbours do not stop the feed."""
    assert pulled({21}, range(19, 22)) == ([], True)
    assert pulled({21}, range(19, 23)) == ([], True)
    assert pulled({21}, range(19, 24)) == ([21], False)
    assert pulled({21, 22}, range(19, 24)) == ([], True)
    assert pulled({21, 22}, range(19, 25)) == ([21], True)
    assert pulled({21, 22}, range(19, 26), failing=(21,)) == ([22, 21], False)
    assert pulled(set(range(21, 26)), range(19, 26)) == ([], True)
    assert pulled(set(range(30)), range(19, 26), failing=(21,)) == ([], True)
