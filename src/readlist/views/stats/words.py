"""What every form of the statistics says in the same words, and the map of days; pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from readlist.text import plural

if TYPE_CHECKING:
    from readlist.library.statistics.forecast import Forecast
    from readlist.library.statistics.statistics import Statistics, Streak
    from readlist.library.statistics.year import Remembered, Year

LEVELS = 4
"""Shades of a day on which something was finished."""
REMEMBERED = {
    "best": "Rated highest", "first": "Read first", "last": "Read last",
    "longest": "Waited longest", "quickest": "Read soonest", "oldest": "The oldest",
}  # fmt: skip
FLOWS = (
    ("arrived", "arrived"), ("kept", "onto the list"), ("finished", "finished"),
    ("let_go", "let go"),
)  # fmt: skip
"""What moved, by its name in ``Period``, and how it is called."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Heat(NamedTuple):
    """A map of days: its weeks from Monday to Sunday, None where a day is outside of it.

    ``months`` are the weeks in which a month begins, ``cuts`` the fewest papers of each shade.
    """

    weeks: list[list[int | None]]
    first: date
    months: list[tuple[int, str]]
    cuts: tuple[int, ...]

    def level(self, count: int | None) -> int:
        """Return the shade of so many papers, 0 to 4."""
        return sum((count or 0) >= cut for cut in self.cuts)

    def day(self, week: int, weekday: int) -> date:
        """Return a day of the map."""
        return self.first + timedelta(days=week * 7 + weekday)


def heat(days: Mapping[str, int], first: str, last: str) -> Heat:
    """Return the map of the days from one to another."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    monday = begin - timedelta(days=begin.weekday())
    count = (end - monday).days // 7 + 1
    weeks: list[list[int | None]] = []
    months: list[tuple[int, str]] = []
    for week in range(count):
        row: list[int | None] = []
        for weekday in range(7):
            day = monday + timedelta(days=week * 7 + weekday)
            inside = begin <= day <= end
            row.append(days.get(day.isoformat(), 0) if inside else None)
            if inside and day.day == 1:
                months.append((week, f"{day:%b}"))
        weeks.append(row)
    most = max(days.values(), default=0)
    cuts = (1, 2, 4, 7) if most < 8 else (1, -(-most // 8), -(-most // 4), -(-most // 2))
    return Heat(weeks, monday, months, cuts)


def day_words(day: str, *, year: bool = False) -> str:
    """Return a day as a person says it: ``2 March``, or with its year."""
    said = date.fromisoformat(day)
    return f"{said.day} {said:%B %Y}" if year else f"{said.day} {said:%B}"


def month_words(month: str) -> str:
    """Return a month as a person says it: ``March 2031``."""
    return f"{date.fromisoformat(month + '-01'):%B %Y}"


def title(stats: "Statistics") -> str:
    """Return what the map of a year shows."""
    began = day_words(stats.map.first, year=True)
    return f"Finished from {began} to {day_words(stats.today, year=True)}"


def map_words(days: Mapping[str, int], count: int) -> str:
    """Say how much was finished, on how many days, and on which most."""
    whole = {day: n for day, n in days.items() if len(day) == len("2026-03-02")}
    if not count:
        return "Nothing finished yet."
    said = f"{plural(count, 'paper')} on {plural(len(whole), 'day')}"
    if len(whole) < 2 or max(whole.values()) < 2:
        return f"{said}."
    most = max(whole, key=lambda day: (whole[day], day))
    return f"{said}, most on {day_words(most)} ({whole[most]})."


def half_life_words(stats: "Statistics") -> str:
    """Say how long papers stay on the list."""
    if not stats.waiting.papers:
        return ""
    if stats.half_life is None:
        return "fewer than half of what came onto the list have left it"
    return f"half of what comes onto the list leaves it within {plural(stats.half_life, 'day')}"


def reading_days_words(stats: "Statistics") -> str:
    """Say how long it takes from the list to finished."""
    if stats.reading_days is None:
        return "too few papers went from the list to finished to say how long it takes"
    median, ninth = stats.reading_days
    half = "the day they came" if median == 0 else plural(median, "day")
    return (
        f"half within {half}, nine of ten within {plural(ninth, 'day')} "
        f"({plural(stats.timed.papers, 'paper')})"
    )


def forecast_words(found: "Forecast") -> str:
    """Say what becomes of the list at this pace, and how sure that is."""
    if not found.waiting:
        return "Nothing waits."
    if not found.enough:
        said = f"Too little history to say: {plural(found.weeks, 'week')} of it"
        return f"{said}, and it takes 4 with 3 papers that left the list."
    aside = ""
    if found.without:
        aside = f" {found.without.papers:,} that came at once are left aside."
    pace = f"{found.kept:.1f} in, {found.finished:.1f} read, {found.let_go:.1f} let go"
    unread = f"{round(100 * found.unread)} %" if found.unread else ""
    if not found.done:
        part = f"; {unread} of what comes stays unread" if unread else ""
        return f"At this pace the list is never read through ({pace} a week){part}.{aside}"
    between = ""
    if found.earliest and found.earliest != found.latest:
        latest = month_words(found.latest) if found.latest else "never"
        between = f" ({month_words(found.earliest)} to {latest})"
    part = f"; {unread} of it never" if unread else ""
    said = f"At this pace the list is read in {month_words(found.done)}{between}{part}."
    return f"{said} A week: {pace}.{aside}"


def streak_words(streak: "Streak") -> str:
    """Say on how many days something was finished; a day without is nobody's fault."""
    said = f"finished something on {streak.recent} of the last 30"
    if streak.longest > 1:
        said += f"; longest run {streak.longest} (to {day_words(streak.longest_until)})"
    if streak.current > 1:
        said += f", now {streak.current}"
    return said


def year_title(year: "Year") -> str:
    """Return the headline of a year."""
    so_far = " so far" if year.today < year.all.last and year.today >= year.all.first else ""
    return f"A year of reading: {year.year}{so_far}"


def year_lead(year: "Year") -> str:
    """Say in a sentence or two what was read in a year."""
    if not year.all.finished.papers:
        return f"Nothing was finished in {year.year}."
    said = [map_words(year.days, year.all.finished.papers)]
    months = [month for month in year.months if month.finished.papers]
    if len(months) > 1:
        busiest = max(months, key=lambda month: month.finished.papers)
        name = f"{date.fromisoformat(busiest.first):%B}"
        said.append(f"The busiest month was {name} with {busiest.finished.papers:,}.")
    if sum(year.weekdays) >= 10:
        most = max(range(7), key=lambda day: year.weekdays[day])
        said.append(f"Most were finished on a {date(2024, 1, 1 + most):%A}.")  # from a Monday
    if year.all.let_go.papers:
        said.append(f"{plural(year.all.let_go.papers, 'paper')} let go without regret.")
    return " ".join(said)


def remembered(year: "Year") -> list[tuple["Remembered", str]]:
    """Return the papers of a year, each once, with all that it is remembered for."""
    reasons: dict[int, list[str]] = {}
    first: dict[int, Remembered] = {}
    for one in year.papers:
        first.setdefault(one.paper.id, one)
        reasons.setdefault(one.paper.id, []).append(REMEMBERED[one.said])
    return [(one, _joined(reasons[number])) for number, one in first.items()]


def _joined(reasons: Sequence[str]) -> str:
    first, *others = reasons
    return ", ".join((first, *(f"{other[0].lower()}{other[1:]}" for other in others)))


def remembered_words(one: "Remembered") -> str:
    """Say when a paper of a year was read, and how long it had waited."""
    said = [f"finished on {day_words(one.finished)}"] if len(one.finished) == 10 else []
    if one.days is not None:
        said.append("the day it came" if not one.days else f"after {plural(one.days, 'day')}")
    if one.paper.rating:
        said.append(f"rated {one.paper.rating} of 5")
    return ", ".join(said)


def steps(counts: Sequence[int], levels: int) -> Iterator[int]:
    """Yield how high each number stands, 0 for nothing and 1 to ``levels`` for the rest."""
    most = max(counts, default=0)
    for count in counts:
        yield max(1, round(levels * count / most)) if count else 0
