"""The days of feeds that have days: which ones there are, and which are to be read; pure.

arXiv announces for the days Monday to Friday of US Eastern time, Hugging Face lists by the days of
UTC. A day is settled when it was read after it was over; until then it is read again, so that
nothing that came late is lost. What arXiv corrects later is found by one more reading when a day is
a week old. A day without an entry in ``feed_days`` was never planned.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from readlist.store.feeds import Day

REREAD_DAYS = 7
"""Days back that are read again where what stands under a day moves on."""
CATCH_UP_DAYS = 90
"""Days that arXiv's catch-up pages reach back (info.arxiv.org/help; arxiv-browse)."""
CATCH_UP_LIMIT = 366
"""Days back that a feed asks for by itself after a long sleep; ``--since`` goes further."""
LATER = timedelta(days=6)
"""After the end of a day of arXiv, when it is read once more for what was added since."""
SETTLING = timedelta(minutes=30)
"""After the end of a day, until which its last papers may still be on their way."""
DONE, PARTIAL, EMPTY = "done", "partial", "empty"
TRIES = 7
"""Failures of a day that alone cannot be read, after which it is given up: a month of tries."""
_SOONER = timedelta(hours=1)
"""How much earlier than after whole days it is tried again: cron may start a little early."""
EASTERN = "America/New_York"
# info.arxiv.org/help/availability; of a year that is not here, a day without papers is "empty".
_HOLIDAYS = {
    2026: (
        "01-01", "01-19", "06-19", "07-03", "09-07", "11-26", "12-25", "12-29", "12-31",
    ),
}  # fmt: skip


class Read(NamedTuple):
    """When a day was last read, and what it was then: ``done``, ``partial`` or ``empty``.

    ``failures`` counts how often it could not be read while other days could.
    """

    state: str
    at: datetime
    failures: int = 0

    @property
    def is_failing(self) -> bool:
        """Whether this day alone cannot be read: it is tried ever more seldom."""
        return self.state == PARTIAL and self.failures > 0


class Calendar(NamedTuple):
    """The days of one kind of feed.

    ``today`` is the day at a moment, ``ends`` the moment at which a day is over, ``has`` says
    whether a day can have papers at all, ``likely`` whether it should; ``rereads`` that a week's
    days are read again, however settled they are; ``later`` how long after its end a day is read
    once more; ``first`` with how many likely days a new feed begins.
    """

    today: Callable[[datetime], date]
    ends: Callable[[date], datetime]
    has: Callable[[date], bool]
    likely: Callable[[date], bool]
    rereads: bool = False
    first: int = 1
    later: timedelta | None = None


def _eastern_day(now: datetime) -> date:
    return now.astimezone(ZoneInfo(EASTERN)).date()


def _eastern_end(day: date) -> datetime:
    following = day + timedelta(days=1)
    return datetime(
        following.year, following.month, following.day, tzinfo=ZoneInfo(EASTERN)
    ).astimezone(UTC)


def is_holiday(day: date) -> bool:
    """Say whether arXiv is known to announce nothing for a day of the week."""
    return f"{day:%m-%d}" in _HOLIDAYS.get(day.year, ())


def is_announced(day: date) -> bool:
    """Say whether arXiv announces papers for a day, as far as is known."""
    return day.weekday() < 5 and not is_holiday(day)


def _utc_end(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


def _utc_day(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _every(_: date) -> bool:
    return True


def _monday(day: date) -> bool:
    return day.weekday() == 0


def _first_of_month(day: date) -> bool:
    return day.day == 1


def _week_end(day: date) -> datetime:
    return _utc_end(day + timedelta(days=6))


def _month_end(day: date) -> datetime:
    later = day + timedelta(days=31)
    return _utc_end(later.replace(day=1) - timedelta(days=1))


# A holiday is asked for all the same: the table may be wrong, and a request costs little.
ARXIV = Calendar(
    _eastern_day, _eastern_end, lambda day: day.weekday() < 5, is_announced, later=LATER
)
HF = Calendar(_utc_day, _utc_end, _every, _every, rereads=True, first=2)
HF_CALENDARS = {
    "daily": HF,
    "week": Calendar(_utc_day, _week_end, _monday, _monday),
    "month": Calendar(_utc_day, _month_end, _first_of_month, _first_of_month),
}
"""By the address of a feed; weeks and months go by their first day, what is trending has none."""


def silence(now: datetime) -> str:
    """Return why arXiv has nothing for this day, empty where it has."""
    today = ARXIV.today(now)
    if today.weekday() >= 5:
        return "weekend"
    return "holiday" if is_holiday(today) else ""


def newest(calendar: Calendar, now: datetime, count: int = 1) -> list[date]:
    """Return the last days that should have papers, oldest first, perhaps with this one."""
    found: list[date] = []
    day = calendar.today(now)
    while len(found) < count:
        if calendar.likely(day):
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def due(
    calendar: Calendar, read: Mapping[date, Read], now: datetime, since: date | None = None
) -> list[date]:
    """Return the days to read now, oldest first.

    ``read`` are those that were planned so far, the earliest of which is where the feed began.
    With ``since`` all days from that one on are read, whatever is known of them.
    """
    begin = since or _begin(calendar, read, now)
    last = calendar.today(now)
    wanted = [day for day in _between(begin, last) if calendar.has(day)]
    if since:
        return wanted
    return [day for day in wanted if _is_due(calendar, day, read.get(day), now)]


def _is_due(calendar: Calendar, day: date, known: Read | None, now: datetime) -> bool:
    """Say whether a day is to be read now, after what is known of it."""
    if known is None:
        return True
    if known.is_failing:
        return now >= known.at + _rest(known.failures)
    if not settled(calendar, day, known):
        return True
    age = calendar.today(now) - day
    if calendar.rereads and age < timedelta(days=REREAD_DAYS):
        return True
    # It may have been corrected since it was settled: once more, some days after its end.
    if calendar.later is None or age > timedelta(days=CATCH_UP_DAYS):
        return False
    return known.at < calendar.ends(day) + calendar.later <= now


def _rest(failures: int) -> timedelta:
    """Return how long a failing day is left alone: at first not at all, then 1 day, 2, 4, 8."""
    if failures < 2:
        return timedelta()
    return timedelta(days=2 ** (failures - 2)) - _SOONER


def _begin(calendar: Calendar, read: Mapping[date, Read], now: datetime) -> date:
    first = newest(calendar, now, calendar.first)[0]
    longest = calendar.today(now) - timedelta(days=CATCH_UP_LIMIT)
    return max(min([first, *read]), longest)


def _between(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def settled(calendar: Calendar, day: date, read: Read | None) -> bool:
    """Say whether a day was read after it was over, so that nothing more can come."""
    if read is None or read.state == PARTIAL:
        return False
    return read.at >= calendar.ends(day) + SETTLING


def through(calendar: Calendar, read: Mapping[date, Read], now: datetime) -> str:
    """Return the last day up to which every day was read, settled or not; empty where none was."""
    if not read:
        return ""
    last = ""
    for day in _between(min(read), calendar.today(now)):
        if calendar.has(day) and (day not in read or read[day].state == PARTIAL):
            break
        last = day.isoformat() if day in read else last
    return last


def parsed(days: Iterable[Day]) -> dict[date, Read]:
    """Return stored days, each with its state and the time of its last reading."""
    return {
        date.fromisoformat(one.day): Read(
            one.state, datetime.fromisoformat(one.at).astimezone(UTC), one.failures
        )
        for one in days
    }
