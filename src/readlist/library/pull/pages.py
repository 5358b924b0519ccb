"""Announcements put together: all pages of an answer, several answers of one day; pure but asks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from readlist.errors import NetworkError, SilentError, ThrottledError
from readlist.library.pull.days import PARTIAL
from readlist.library.pull.values import Asking, Portion, Task
from readlist.services.announced import KINDS, REPLACE, REPLACE_CROSS, Announced, Announcements
from readlist.services.base import Request

PAGES = 60
"""Pages of one answer, more than any service has: an end for one that goes round in a circle."""
FAULTS = 10
"""Days of one feed that may fail in one pull before it ends."""


class Pages(NamedTuple):
    """All pages of an answer; ``whole`` says that nothing of what it counts is missing.

    ``fresh`` says that at least one of them was new.
    """

    items: tuple[Announced, ...] = ()
    day: str = ""
    whole: bool = True
    fresh: bool = False
    there: bool = True
    others: int = 0


def all_pages(
    ask: Asking, question: Callable[[int], Request[Announcements]], first: int = 0,
    age_s: float | None = None, last: int = PAGES,
) -> Pages:  # fmt: skip
    """Return every page of an answer, from the page or the entry ``first`` on.

    ``age_s`` is how old a kept answer may be, ``last`` the number of pages that are wanted at all.
    A service that says that there is no such thing has nothing ``there``. Raises ``NetworkError``.
    """
    found: dict[object, Announced] = {}
    place: int | None = first
    total = others = 0
    day, fresh = "", False
    for _ in range(last):
        if place is None:
            break
        request = question(place)
        answer = ask(request if age_s is None else replace(request, age_s=age_s))
        if answer is None:
            return Pages(tuple(found.values()), day, False, fresh, bool(found), others)
        fresh = fresh or ask.heard == "fresh"
        total = max(total, sum(answer.totals.values()))
        day, others = day or answer.day, others + answer.others
        known = len(found)
        for one in answer.items:
            found.setdefault(name_of(one), one)
        # A page that repeats what came before leads nowhere.
        place = answer.next if len(found) > known else None
    whole = (place is None or last < PAGES) and len(found) + others >= total
    return Pages(tuple(found.values()), day, whole, fresh, True, others)


def name_of(one: Announced) -> object:
    """Return by what two announcements of a paper are the same."""
    names = one.record.identifiers
    return names[0] if names else (one.record.title, one.day)


def united(parts: Sequence[Iterable[Announced]]) -> tuple[Announced, ...]:
    """Return announcements of one day, each paper once as the first part has it.

    A paper that one category lists from another and that is new in the other is new.
    """
    found: dict[object, Announced] = {}
    for part in parts:
        for one in part:
            known = found.setdefault(name_of(one), one)
            if KINDS.index(one.kind) < KINDS.index(known.kind):
                found[name_of(one)] = known._replace(kind=one.kind)
    return tuple(found.values())


def day_by_day(
    task: Task, days: Sequence[date], today: date, read: Callable[[date], Iterator[Portion]]
) -> Iterator[Portion]:
    """Yield what is read of days; where some fail while others come, it is those days.

    They are yielded with their fault, except ``today``, which may still become well. Raises
    ``NetworkError`` where it is not the days: where the service wants patience, or is silent, or
    has answered nothing else.
    """
    faults: list[tuple[date, NetworkError]] = []
    answered = False
    for day in sorted(task.in_order(days), key=lambda day: _is_failing(task, day)):
        try:
            yield from read(day)
        except ThrottledError:
            raise
        except NetworkError as error:
            faults.append((day, error))
            if len(faults) > 1 and not (answered or _is_failing(task, day)):
                raise
            if len(faults) == FAULTS:
                break
        else:
            answered = True
    for day, fault in faults:
        alone = answered or _is_failing(task, day)
        if isinstance(fault, SilentError) or not alone or day == today:
            raise fault
        yield Portion(day=day.isoformat(), state=PARTIAL, fault=fault)


def _is_failing(task: Task, day: date) -> bool:
    return day in task.days and task.days[day].is_failing


def is_replacement(one: Announced) -> bool:
    """Say whether a paper is announced because there is a new version of it."""
    return one.kind in (REPLACE, REPLACE_CROSS)
