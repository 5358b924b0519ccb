"""Forecasts that are honest, half-lives that count what still waits, and days of many instants."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import local_time
from readlist.library.statistics.forecast import Lasting, forecast, half_life
from readlist.views.stats.words import forecast_words, heat

TODAY = date(2026, 3, 2)


def weekly(count: int, weeks: int = 20) -> dict[str, int]:
    """Return so many papers in each of the last weeks."""
    return {str(TODAY - timedelta(days=7 * back + 1)): count for back in range(weeks)}


def test_a_list_that_shrinks_is_read_in_a_month():
    """100 wait, 4 leave and 2 come a week: 50 weeks from now, a fourth of it never read."""
    found = forecast(weekly(2), weekly(3), weekly(1), 100, TODAY)
    assert (found.done, found.unread) == ("2027-02", 0.25)
    assert (found.earliest, found.latest) == ("2027-02", "2027-02")
    assert "read in February 2027; 25 % of it never" in forecast_words(found)


def test_a_list_that_grows_is_never_read():
    """9 come and 3 are read a week: two thirds of what comes stay unread."""
    found = forecast(weekly(9), weekly(3), {}, 100, TODAY)
    assert (found.done, found.latest, found.unread) == ("", "", 0.667)
    assert "never read through (9.0 in, 3.0 read, 0.0 let go a week)" in forecast_words(found)
    assert "67 % of what comes stays unread" in forecast_words(found)


def test_too_little_history_is_said():
    """Three weeks, or two papers that left the list, are no pace."""
    short = forecast(weekly(5, 3), weekly(5, 3), {}, 10, TODAY)
    assert not short.enough
    assert forecast_words(short).startswith("Too little history to say: 2 weeks")
    assert not forecast(weekly(5), {}, weekly(1, 2), 10, TODAY).enough
    assert not forecast({}, {}, {}, 0, TODAY).enough


def test_an_import_is_no_pace():
    """1,459 papers of one day say nothing of what comes in a week; leaving them out is said."""
    kept = weekly(1) | {str(TODAY - timedelta(days=30)): 1_459}
    found = forecast(kept, weekly(3), {}, 1_500, TODAY)
    assert found.kept == 1.0
    assert found.without == (1_459, 1)
    assert "1,459 that came at once are left aside" in forecast_words(found)


@pytest.mark.parametrize(
    ("lasting", "days"),
    [
        ([Lasting(10, 10, left=True)], 10),
        # Six left after a day, six still wait for a year: half are gone, not "a day at most".
        ([Lasting(1, 6, left=True), Lasting(365, 6, left=False)], 1),
        # Four of ten left: what still waits is no reader's speed.
        ([Lasting(5, 4, left=True), Lasting(365, 6, left=False)], None),
        # What has waited for two days only was at risk for two days only.
        ([Lasting(2, 90, left=False), Lasting(30, 8, left=True), Lasting(40, 2, left=True)], 30),
        ([Lasting(3, 3, left=True)], None),
        ([], None),
    ],
)
def test_half_life(lasting, days):
    """By Kaplan and Meier, whose estimate of half is reached or is none."""
    assert half_life(lasting) == days


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/St_Johns", "Europe/Berlin"])
def test_days_of_many_instants_are_those_of_each(zone):
    """Also in the hours of a change of clocks and in zones that are a quarter of an hour off."""

    @given(st.integers(0, 4_000 * 86_400))
    def holds(seconds: int) -> None:
        at = datetime(2019, 12, 30, tzinfo=UTC) + timedelta(seconds=seconds)
        instant = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert days(instant) == local_time.day(instant)

    former = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        days = local_time.Days()
        holds()
        assert (days("2026-03-02"), days("2026"), days("")) == ("2026-03-02", "2026", "")
    finally:
        os.environ["TZ"] = former or "UTC"
        time.tzset()


@given(st.dates(date(1999, 1, 1), date(2030, 1, 1)), st.integers(0, 500))
def test_every_day_of_a_map_stands_in_it_once(first, length):
    """Leap years, years with 53 weeks, and one day alone."""
    days = [first + timedelta(days=n) for n in range(length + 1)]
    found = heat({str(day): 1 for day in days}, str(days[0]), str(days[-1]))
    cells = [count for week in found.weeks for count in week if count is not None]
    assert len(cells) == sum(cells) == len(days)
    assert found.day(0, first.weekday()) == first
