"""Which feeds a pull asks, and what is known of each before; the others with their reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from readlist import local_time
from readlist.library.feeds import schedule
from readlist.library.pull import days
from readlist.library.pull.fetch import calendar_of
from readlist.library.pull.portions import NOT_DUE, PAUSED, RESTING, Task
from readlist.log import debug
from readlist.model import Identifier
from readlist.store import feeds as store
from readlist.store import pulls
from readlist.store.connection import Library
from readlist.store.feeds import Feed, State
from readlist.store.pulls import Line

FAILURES = 3
"""Failures in a row after which a feed may be one that fails for ever."""
_PATIENCE = timedelta(days=2)
"""Without any success, before such a feed rests: a machine may have no network for a while."""
_REST = timedelta(hours=23)
"""Between two tries of a feed that rests: one a day, whenever in its hour cron starts."""


@dataclass(frozen=True, slots=True)
class When:
    """When a pull runs, and for which days; ``zone`` is the person's, None that of the machine.

    ``since`` reads all days from one on, whatever was read before; ``asked_for`` pulls feeds that
    are not due as well.
    """

    now: datetime
    zone: tzinfo | None = None
    since: date | None = None
    asked_for: bool = False


class Plan(NamedTuple):
    """The feeds to ask, and the lines of those that are left alone."""

    tasks: tuple[Task, ...]
    skipped: tuple[Line, ...]


def planned(library: Library, feeds: Sequence[Feed], when: When) -> Plan:
    """Return which of some feeds are asked now."""
    states = store.states(library.db)
    tasks, skipped = [], []
    for feed in feeds:
        state = states.get(feed.id, State())
        read = {}
        if calendar_of(feed):
            first = (when.now - timedelta(days=days.CATCH_UP_LIMIT + 31)).date()
            if when.since:
                first = min(first, when.since)
            read = days.parsed(store.days(library.db, feed.id, first.isoformat()))
        seeds = _seeds(library, feed, when.now) if feed.kind == "citing" else ()
        task = Task(feed, when.now, state, read, when.since, seeds)
        reason = _left_alone(task, when)
        debug("pull", "%s: %s", feed.name, reason or "asked")
        if reason:
            skipped.append(Line(feed.id, feed.name, state=pulls.SKIPPED, reason=reason))
        else:
            tasks.append(task)
    return Plan(tuple(tasks), tuple(skipped))


def _seeds(library: Library, feed: Feed, now: datetime) -> tuple[Identifier, ...]:
    """Return the names of the papers that a feed of citations is about now."""
    from readlist.library.graph.ask import seeds  # the services, for such feeds alone

    return seeds(library, feed.address, local_time.instant(now))


def _left_alone(task: Task, when: When) -> str:
    if task.feed.options.get("paused"):
        return PAUSED
    if when.asked_for or when.since:
        return ""
    if is_resting(task):
        return RESTING
    return "" if is_due(task, when.zone) else NOT_DUE


def is_resting(task: Task) -> bool:
    """Say whether a feed that has failed for days is left alone until tomorrow."""
    state = task.state
    if state.failures < FAILURES:
        return False
    well = _moment(state.succeeded or task.feed.added)
    tried = _moment(state.tried)
    if well is None or tried is None or task.now - well < _PATIENCE:
        return False
    return timedelta() <= task.now - tried < _REST


def _moment(at: str) -> datetime | None:
    return datetime.fromisoformat(at).astimezone(UTC) if at else None


def is_due(task: Task, zone: tzinfo | None) -> bool:
    """Say whether a feed is to be asked; one that failed or lacks something is, at once.

    A feed of arXiv that is pulled daily is due with each announcement, whatever day it is here.
    """
    if task.state.tried != task.state.succeeded:
        return True
    said = schedule_of(task.feed)
    calendar = calendar_of(task.feed)
    if calendar is days.ARXIV and said == schedule.parse(schedule.DEFAULT):
        newest = days.newest(days.ARXIV, task.now)[0]
        if newest not in task.days or task.days[newest].state == days.PARTIAL:
            return True
    return schedule.due(said, _moment(task.state.succeeded), task.now, zone)


def schedule_of(feed: Feed) -> schedule.Schedule:
    """Return the schedule of a feed, the usual one where it has none that can be understood."""
    try:
        return schedule.parse(str(feed.options.get("schedule") or schedule.DEFAULT))
    except ValueError:
        return schedule.parse(schedule.DEFAULT)
