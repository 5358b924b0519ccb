"""Statistics for programs: JSON, and a line for each figure with the query that lists it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from readlist.views.stats.words import FLOWS

if TYPE_CHECKING:
    from readlist.library.statistics.by_name import ByName
    from readlist.library.statistics.statistics import Figure, Period, Statistics
    from readlist.library.statistics.year import Year


def shape(stats: "Statistics") -> dict[str, Any]:
    """Return the documented JSON of statistics."""
    days = stats.reading_days
    return {
        "query": stats.asked or None,
        "today": stats.today,
        "map": _period(stats.map),
        "days": [{"day": day, "papers": papers} for day, papers in stats.days.items()],
        "weeks": [_period(week) for week in stats.weeks],
        "flow": _period(stats.flow),
        "inbox": stats.inbox._asdict(),
        "to_read": stats.to_read._asdict(),
        "reading": stats.reading._asdict(),
        "waiting": stats.waiting._asdict(),
        "ages": [{"name": age.name, **age.waiting._asdict()} for age in stats.ages],
        "half_life_days": stats.half_life,
        "days_to_read": {
            "median": days[0] if days else None,
            "ninth_tenth": days[1] if days else None,
            **stats.timed._asdict(),
        },
        "forecast": _forecast(stats),
        "streak": stats.streak._asdict() | {"longest_until": stats.streak.longest_until or None},
    }


def _period(period: "Period") -> dict[str, Any]:
    return {
        "first": period.first,
        "last": period.last,
        **{name: getattr(period, name)._asdict() for name, _ in FLOWS},
    }


def _forecast(stats: "Statistics") -> dict[str, Any]:
    found = stats.forecast
    pace = {"kept": found.kept, "finished": found.finished, "let_go": found.let_go}
    return {
        "weeks": found.weeks,
        "waiting": found.waiting,
        "a_week": pace if found.enough else None,
        "done": found.done or None,
        "earliest": found.earliest or None,
        "latest": found.latest or None,
        "unread": found.unread,
        "without": found.without._asdict() if found.without else None,
    }


def year_shape(year: "Year") -> dict[str, Any]:
    """Return the documented JSON of a year."""
    return {
        "year": year.year,
        "query": year.asked or None,
        "all": _period(year.all),
        "months": [_period(month) for month in year.months],
        "days": [{"day": day, "papers": papers} for day, papers in year.days.items()],
        "weekdays": year.weekdays,
        "papers": [
            {
                "said": one.said, "id": one.paper.id, "key": one.paper.key,
                "title": one.paper.title or None, "year": one.paper.year,
                "rating": one.paper.rating, "finished": one.finished, "days": one.days,
            }
            for one in year.papers
        ],
        "tops": {
            kind: [{"name": name, **figure._asdict()} for name, figure in found]
            for kind, found in year.tops.items()
        },
    }  # fmt: skip


def by_shape(found: "ByName") -> dict[str, Any]:
    """Return the documented JSON of figures by name."""
    names = ("inbox", "waiting", "finished", "dropped")
    return {
        "by": found.by,
        "query": found.asked or None,
        "rows": [
            {"name": row.name, **{name: getattr(row, name)._asdict() for name in names}}
            for row in found.rows
        ],
    }


def lines(stats: "Statistics") -> Iterator[str]:
    """Yield each figure as its name, its number and its query, parted by tabs."""
    yield from _figures("year", stats.map)
    yield from _figures("weeks", stats.flow)
    yield from _figures("week", stats.weeks[-1])
    yield _line("inbox", stats.inbox)
    yield _line("to-read", stats.to_read)
    yield _line("reading", stats.reading)
    yield _line("waiting", stats.waiting)
    for age in stats.ages:
        yield _line(f"waiting {age.name}", age.waiting)
    yield _line("timed", stats.timed)
    if stats.half_life is not None:
        yield f"half-life days\t{stats.half_life}\t"
    if stats.reading_days:
        yield f"days to read, median\t{stats.reading_days[0]}\t"
        yield f"days to read, nine of ten\t{stats.reading_days[1]}\t"
    found = stats.forecast
    if found.enough:
        yield f"kept a week\t{found.kept}\t"
        yield f"finished a week\t{found.finished}\t"
        yield f"let go a week\t{found.let_go}\t"
        yield f"read in\t{found.done or 'never'}\t"
        yield f"unread\t{found.unread}\t"


def year_lines(year: "Year") -> Iterator[str]:
    """Yield each figure of a year, its months, and the papers by number in place of a query."""
    yield from _figures(str(year.year), year.all)
    for month in year.months:
        yield from _figures(month.first[: len("2026-03")], month)
    for kind, found in year.tops.items():
        for name, figure in found:
            yield _line(f"{kind} {name}", figure)
    for one in year.papers:
        yield f"{one.said}\t{one.paper.id}\tkey:{one.paper.key}"


def _figures(name: str, period: "Period") -> Iterator[str]:
    for field, said in FLOWS:
        yield _line(f"{name} {said}", getattr(period, field))


def _line(name: str, figure: "Figure") -> str:
    return f"{name}\t{figure.papers}\t{figure.query}"
