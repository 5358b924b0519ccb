"""Days as people type them, seen from a Monday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.query import Field, parse, unparse
from readlist.query.days import (
    WORDS,
    ahead,
    behind,
    between,
    moved,
    normal,
    since,
    stretch,
    two_days,
)

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
        ("in two weeks", "2026-12-14"),
        ("day after tomorrow", "2026-12-02"),
        ("Friday next week", "2026-12-11"),
        ("this Friday", "2026-12-04"),
        ("W50-3", "2026-12-09"),
        ("the 5th", "2026-12-05"),
        ("on the 30th", "2026-11-30"),
        ("end of year", "2026-12-31"),
        ("eom", "2026-11-30"),
        ("13/12", "2026-12-13"),
        ("12/13", "2026-12-13"),
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
        ("last Friday", "2026-11-27"),
        ("last monday", "2026-11-23"),
        ("on friday", "2026-11-27"),
        ("Friday last week", "2026-11-27"),
        ("last week Monday", "2026-11-23"),
        ("two weeks ago", "2026-11-16"),
        ("the day before yesterday", "2026-11-28"),
        ("last night", "2026-11-29"),
        ("31st", "2026-10-31"),
        ("W11-5", "2026-03-13"),
        ("2026-W11-5", "2026-03-13"),
        ("Friday 27 November", "2026-11-27"),
        ("12-Mar-24", "2024-03-12"),
        ("13/03/2024", "2024-03-13"),
        ("03/03/2024", "2024-03-03"),
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
     "soon", "none", "2w)", 'fri"day', "99999", "Marketing 3", "march", "W11", "last week",
     "12/03/2024", "03/04", "12-03-2024", "call 24 dec", "Dec 24 25", "Friday 26 November 2026",
     "W54-1", "2025-W53-1", "32nd"],
)  # fmt: skip
def test_what_is_no_day(typed):
    """Less than a day, a day that does not exist, and words that people mean differently."""
    assert ahead(typed, MONDAY) == ""


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("march", "2026-03", "2026-03"),
        ("Mar", "2026-03", "2026-03"),
        ("november", "2026-11", "2026-11"),
        ("december", "2025-12", "2025-12"),
        ("march 2024", "2024-03", "2024-03"),
        ("03/2024", "2024-03", "2024-03"),
        ("last march", "2026-03", "2026-03"),
        ("last november", "2025-11", "2025-11"),
        ("W11", "2026-03-09", "2026-03-15"),
        ("KW 11", "2026-03-09", "2026-03-15"),
        ("week 50", "2025-12-08", "2025-12-14"),
        ("W53", "2020-12-28", "2021-01-03"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("last week", "2026-11-23", "2026-11-29"),
        ("this week", "2026-11-30", "2026-12-06"),
        ("last weekend", "2026-11-28", "2026-11-29"),
        ("last month", "2026-10", "2026-10"),
        ("this year", "2026", "2026"),
        ("last year", "2025", "2025"),
        ("last 2 weeks", "2026-11-16", "2026-11-30"),
        ("2 weeks", "2026-11-16", "2026-11-30"),
        ("past month", "2026-10-30", "2026-11-30"),
        ("last_week", "2026-11-23", "2026-11-29"),
        ("2026-3", "2026-03", "2026-03"),
        ("2026/mar", "2026-03", "2026-03"),
        ("03-2026", "2026-03", "2026-03"),
        ("Q1", "2026-01", "2026-03"),
        ("2024-Q4", "2024-10", "2024-12"),
        ("yesterday", "2026-11-29", "2026-11-29"),
        ("next month", "", ""),
        ("marketing", "", ""),
        ("2025-W53", "", ""),
        ("Q5", "", ""),
    ],
)
def test_a_stretch_of_days_that_was(typed, first, last):
    """A week, a month, a quarter; without a year the last that has begun."""
    assert stretch(typed, MONDAY) == (first, last)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("december", "2026-12", "2026-12"),
        ("november", "2026-11", "2026-11"),
        ("march", "2027-03", "2027-03"),
        ("W49", "2026-11-30", "2026-12-06"),
        ("W11", "2027-03-15", "2027-03-21"),
        ("next week", "2026-12-07", "2026-12-13"),
        ("weekend", "2026-12-05", "2026-12-06"),
        ("Q4", "2026-10", "2026-12"),
        ("Q1", "2027-01", "2027-03"),
    ],
)
def test_a_stretch_of_days_to_come(typed, first, last):
    """The next that is not over."""
    assert stretch(typed, MONDAY, forward=True) == (first, last)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12/03/2024", "2024-03-12 or 2024-12-03"),
        ("12-03-2024", "2024-03-12 or 2024-12-03"),
        ("03/04", "3 Apr or 4 Mar"),
        ("13/03/2024", ""),
        ("3/3", ""),
        ("12.03.2024", ""),
        ("03-04", ""),
    ],
)
def test_a_day_that_can_be_two(typed, said):
    """Europe writes the day first and America the month: nobody guesses."""
    assert two_days(typed) == said


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
    for forward in (False, True):
        first, last = stretch(text, day.isoformat(), forward=forward)
        assert first <= last + "~"


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
        ("due:24 Dec", Field("due", ":", ("2026-12-24",))),
        ("due:december", Field("due", ":", ("2026-12",))),
        ("due:next-week", Field("due", "..", ("2026-12-07", "2026-12-13"))),
        ("due:<W50", Field("due", "<", ("2026-12-07",))),
        ("added:last week", Field("added", "..", ("2026-11-23", "2026-11-29"))),
        ("added:<=last week", Field("added", "<=", ("2026-11-29",))),
        ("added:>=W11", Field("added", ">=", ("2026-03-09",))),
        ("added:>W11", Field("added", ">", ("2026-03-15",))),
        ("added:march 2024", Field("added", ":", ("2024-03",))),
        ("finished:12 March 2024", Field("finished", ":", ("2024-03-12",))),
        ("added:march..W45", Field("added", "..", ("2026-03", "2026-11-08"))),
        ("added:Jan 1st", Field("added", ":", ("2026-01-01",))),
        ("added:2 weeks", Field("added", "..", ("2026-11-16", ""))),
        ("due:2 weeks", Field("due", "..", ("", "2026-12-14"))),
        ("added:9 March 2026..31 March 2026", Field("added", "..", ("2026-03-09", "2026-03-31"))),
        ("wait:2w", Field("wait", "..", ("2026-11-30", "2026-12-14"))),
        ("snoozed:yes", Field("snoozed", ":", ("yes",))),
    ],
)
def test_queries_look_ahead(query, field):
    """``7d`` of a field that looks ahead is in a week; a day is a day."""
    found = parse(query, MONDAY)
    assert found.where == field
    assert parse(unparse(found), MONDAY) == found


def test_words_behind_a_date_are_words():
    """Only what makes a date of what is none alone belongs to it."""
    for text in ("added:march transformers", "added:7d 2024", "published:2024 march"):
        assert unparse(parse(text, MONDAY)).endswith(text.split()[1])


@pytest.mark.parametrize(
    "word", ["friday", '"24 Dec"', "overdue", "1w", "<tomorrow", "2w..3w", "next-week", "W50"]
)
def test_a_query_is_kept_until_it_is_known_which_day_it_is(word):
    """A rule that was written on a Monday means another Friday in another week."""
    kept = unparse(parse(f"due:{word}"))
    assert parse(kept) == parse(f"due:{word}")
