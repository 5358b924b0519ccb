"""Days as people type them, seen from a Monday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.query import Field, parse, unparse
from readlist.query.days import WORDS, ahead, behind, between, moved, normal, since

MONDAY = "2026-11-30"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", "2026-11-30"),
        ("tomorrow", "2026-12-01"),
        ("yesterday", "2026-11-29"),
        ("friday", "2026-12-04"),
        ("Fri", "2026-12-04"),
        ("monday", "2026-12-07"),  # the next one, never today
        ("weekend", "2026-12-05"),
        ("next week", "2026-12-07"),
        ("next month", "2026-12-01"),
        ("3d", "2026-12-03"),
        ("2w", "2026-12-14"),
        ("in 2 weeks", "2026-12-14"),
        ("+10 days", "2026-12-10"),
        ("3m", "2027-02-28"),
        ("1y", "2027-11-30"),
        ("2026-12-24", "2026-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("24 Dec", "2026-12-24"),
        ("Dec 24, 2027", "2027-12-24"),
        ("24.12.", "2026-12-24"),
        ("12-24", "2026-12-24"),
        ("30 Nov", "2026-11-30"),
        ("29 November", "2027-11-29"),  # this year's is over
        ("29 Feb", "2028-02-29"),
        ("2020-01-31", "2020-01-31"),
    ],
)
def test_a_day_is_read(typed, day):
    """Words, distances and dates; what may be meant twice is the next one."""
    assert ahead(typed, MONDAY) == day
    assert ahead(normal(typed), MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", "2026-11-30"),
        ("yesterday", "2026-11-29"),
        ("friday", "2026-11-27"),
        ("Mon", "2026-11-23"),  # the last one, never today
        ("7d", "2026-11-23"),
        ("3w", "2026-11-09"),
        ("9m", "2026-02-28"),
        ("2020-01-31", "2020-01-31"),
        ("2027-01-31", "2027-01-31"),
        ("24.12.2025", "2025-12-24"),
        ("24 Dec", "2025-12-24"),
        ("12-24", "2025-12-24"),
        ("30 Nov", "2026-11-30"),
        ("29 Feb", "2024-02-29"),
    ],
)
def test_a_day_that_was_is_read(typed, day):
    """The same words looking back: what may be meant twice is the last one."""
    assert behind(typed, MONDAY) == since(typed, MONDAY) == day


def test_a_month_and_a_year_begin_with_a_day():
    """What happened since a month happened since its first day; a day it is not."""
    assert since("2026-11", MONDAY) == "2026-11-01"
    assert since("2025", MONDAY) == "2025-01-01"
    assert since("2026-13", MONDAY) == behind("2026-11", MONDAY) == behind("2026", MONDAY) == ""


@pytest.mark.parametrize("typed", ["tomorrow", "next week", "weekend", "in 2 weeks", "soon", "+3d"])
def test_what_is_to_come_was_no_day(typed):
    assert behind(typed, MONDAY) == since(typed, MONDAY) == ""


@pytest.mark.parametrize(
    "typed",
    ["", "frday", "f", "12", "2026", "2026-12", "2026-02-30", "30 Feb", "13-13", "next friday",
     "soon", "none", "2w)", 'fri"day', "99999", "Marketing 3"],
)  # fmt: skip
def test_what_is_no_day(typed):
    """Less than a day, a day that does not exist, and words that people mean differently."""
    assert ahead(typed, MONDAY) == ""


days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)


@given(days, st.integers(0, 99_999), st.sampled_from("dwmy"))
def test_a_distance_is_never_an_error(day, count, unit):
    """Whatever the distance, there is a day on the right side, within the calendar."""
    later, earlier = moved(day, count, unit), moved(day, -count, unit)
    assert earlier <= day <= later
    assert date.fromisoformat(later) >= date.fromisoformat(earlier)


@given(st.dates(date(1970, 1, 1), date(9980, 12, 31)).map(date.isoformat), st.sampled_from(WORDS))
def test_a_word_is_within_the_coming_weeks(day, word):
    """No word means a day that is over, nor one that is far away."""
    found = ahead(word, day)
    assert 0 <= between(day, found) <= 31
    if word in WORDS[5:]:
        assert date.fromisoformat(found).strftime("%A").lower() == word
        assert between(day, found) >= 1


@given(st.text(max_size=20), st.dates(date(1970, 1, 1), date(9980, 12, 31)))
def test_any_text_is_a_day_or_none(text, day):
    """Nothing that is typed is an error here, and what is returned is a day."""
    if found := ahead(text, day.isoformat()):
        assert date.fromisoformat(found) > day - timedelta(days=4_000_000)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("due:friday", Field("due", ":", ("2026-12-04",))),
        ("due:<friday", Field("due", "<", ("2026-12-04",))),
        ("due:overdue", Field("due", ":", ("overdue",))),
        ("due:none,today", Field("due", ":", ("none", "2026-11-30"))),
        ("due:1w", Field("due", "..", ("", "2026-12-07"))),
        ("due:>1w", Field("due", ">", ("2026-12-07",))),
        ("due:today..sunday", Field("due", "..", ("2026-11-30", "2026-12-06"))),
        ("due:2026-12", Field("due", ":", ("2026-12",))),
        ('due:"24 Dec"', Field("due", ":", ("2026-12-24",))),
        ("wait:2w", Field("wait", "..", ("2026-11-30", "2026-12-14"))),
        ("snoozed:yes", Field("snoozed", ":", ("yes",))),
    ],
)
def test_queries_look_ahead(query, field):
    """``7d`` of a field that looks ahead is in a week; a day is a day."""
    found = parse(query, MONDAY)
    assert found.where == field
    assert parse(unparse(found), MONDAY) == found


@pytest.mark.parametrize("word", ["friday", '"24 Dec"', "overdue", "1w", "<tomorrow", "2w..3w"])
def test_a_query_is_kept_until_it_is_known_which_day_it_is(word):
    """A rule that was written on a Monday means another Friday in another week."""
    kept = unparse(parse(f"due:{word}"))
    assert parse(kept) == parse(f"due:{word}")
