"""Due and snoozed papers, wherever the reader is: days begin at the reader's own midnight."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import local_time
from readlist.library.papers import marks, overview, search
from readlist.library.papers.marks import change_papers
from readlist.model import Reading, Record, Status
from readlist.query.days import between
from readlist.store import reading
from readlist.store.journal import transaction
from support.papers import absorb
from support.properties import examples

ZONES = (
    "UTC", "America/Los_Angeles", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Kiritimati", "Europe/Berlin",
    "Africa/Casablanca",
)  # fmt: skip


@pytest.fixture
def here():
    """Be in a time zone, and afterwards where one was before."""
    former = os.environ.get("TZ")
    yield local_time.use
    if former is None:
        del os.environ["TZ"]
        former = ""
    local_time.use(former)


def stored(moment: datetime) -> str:
    """Return a moment as the library stores it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


moments = st.integers(0, 700 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@examples(50)
@given(
    st.sampled_from(ZONES), moments, st.sampled_from(["tomorrow", "friday", "3d", "2w", "1m"]),
    st.integers(-48, 24 * 40),
)  # fmt: skip
def test_a_snoozed_paper_comes_back_at_midnight(library, here, zone, now, typed, hours):
    """It is gone from lists, inbox and next until the day begins where the reader is."""
    here(zone)
    if not search.count(library, search.prepare(library, [], now=stored(now))):
        absorb(library, Record(title="One"), Record(title="Two", reading=Reading(Status.INBOX)))
    wait = marks.wait_of(typed, local_time.day(stored(now)))
    with transaction(library, command="snooze", at=stored(now)) as tx:
        change_papers(tx, [1, 2], marks.wait_mark(wait))
    assert between(local_time.day(stored(now)), wait) >= 1
    at = now + timedelta(hours=hours)
    for moment in (at, *_around_midnight(wait)):
        said = stored(moment)
        is_back = local_time.day(said) >= wait
        assert bool(_listed(library, said)) == is_back
        assert bool(_waiting(library, said)) == is_back
        assert bool(_next(library, moment)) == is_back
        assert reading.inbox_count(library, local_time.day(said)).waiting == is_back
        asleep = search.prepare(library, ["snoozed:yes"], now=said, chosen=True)
        assert bool(search.count(library, asleep)) != is_back


@examples(50)
@given(st.sampled_from(ZONES), moments, st.sampled_from(["today", "monday", "10d"]))
def test_a_day_that_is_over_is_overdue(library, here, zone, now, typed):
    """Up to the last minute of its day a paper is due; from the next one on it is overdue."""
    here(zone)
    if not search.count(library, search.prepare(library, [], now=stored(now))):
        absorb(library, Record(title="One"))
    due = marks.due_of(typed, local_time.day(stored(now)))
    with transaction(library, command="due", at=stored(now)) as tx:
        change_papers(tx, [1], marks.due_mark(due))
    for moment in _around_midnight(due):
        day = local_time.day(stored(moment))
        late = search.prepare(library, ["due:overdue"], now=stored(moment))
        assert bool(search.count(library, late)) == (day > due)
        assert reading.overdue(library, day) == (day > due)
        today = search.prepare(library, ["due:today"], now=stored(moment))
        assert bool(search.count(library, today)) == (day == due)


def _around_midnight(day: str) -> list[datetime]:
    """Return moments at both ends of a day, where the reader is."""
    found = []
    for end in (local_time.begin(day), local_time.end(day)):
        moment = datetime.fromisoformat(end)
        found += [moment - timedelta(seconds=1), moment, moment + timedelta(hours=1)]
    return found


def _listed(library, now):
    return search.ids(library, search.prepare(library, [], now=now, chosen=True))


def _waiting(library, now):
    return search.ids(library, search.prepare(library, [], now=now, waiting=True))


def _next(library, now):
    return [one for one in overview.next_papers(library, [], 5, now, stored(now)) if one.id == 1]


def test_whoever_marks_a_paper_wakes_it(library):
    """A status is a decision: what is read, dropped or wanted now is put off no longer."""
    absorb(library, Record(title="One"))
    for status in Status:
        with transaction(library, command="snooze", at="2026-11-22T08:00:00Z") as tx:
            change_papers(tx, [1], marks.wait_mark("2026-12-24"))
            change_papers(tx, [1], marks.status_mark(status, "2026-11-22T08:00:00Z"))
        assert not search.count(
            library, search.prepare(library, ["snoozed:yes"], now="2026-11-22T09:00:00Z")
        )


def test_what_has_a_day_does_not_expire(library):
    """Whoever says when a paper is to be read, or asked for again, has said a word about it."""
    inbox = Reading(Status.INBOX)
    absorb(
        library,
        *(Record(title=title, reading=inbox) for title in ("Nothing Said", "Due", "Snoozed")),
    )
    with transaction(library, command="due", at="2026-11-22T08:00:00Z") as tx:
        change_papers(tx, [2], marks.due_mark("2026-12-24"))
        change_papers(tx, [3], marks.wait_mark("2026-11-23"))
    assert reading.left_alone(library, "2028-01-01") == [1]
