"""Plans: papers with their minutes and days."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from readlist.text import plural
from readlist.views.answer import Column, Listing
from readlist.views.overview import reasons, waiting_json

if TYPE_CHECKING:
    from readlist.library.papers.plan import Pace, Plan, Timed


def _columns(now: datetime, *, days: bool) -> list[Column]:
    first = [Column("day", lambda one: one.day, lambda one: _weekday(one.day))] if days else []
    return [
        *first,
        Column("min", lambda one: one.part or one.minutes, _minutes, right=True),
        Column("#", lambda one: one.paper.id, style="dim", right=True),
        Column(None, lambda one: one.paper.key),
        Column(
            "title", lambda one: one.paper.title or one.paper.key, style="bold", flex=4, least=20
        ),
        Column("why", lambda one: reasons(one.paper, now), style="dim", flex=1, least=16),
    ]


def _weekday(day: str) -> str:
    return f"{date.fromisoformat(day):%a} {day}"


def _minutes(one: "Timed") -> str:
    if one.part:
        return f"{one.part} of {one.minutes}"
    return f"{one.minutes}" if one.pages else f"~{one.minutes}"


def _json(one: "Timed", now: datetime) -> dict[str, Any]:
    more = {"minutes": one.minutes, "pages": one.pages}
    return waiting_json(one.paper, now) | more


def fitting(papers: Sequence["Timed"], now: datetime, empty: str) -> Listing["Timed"]:
    """Return what to read now with the minutes that it takes."""
    return Listing(
        "papers", _columns(now, days=False), papers, lambda one: _json(one, now),
        number=lambda one: one.paper.id, empty=empty,
    )  # fmt: skip


def plan(
    found: "Plan", now: datetime, changed: int, *, is_set: bool, dry_run: bool
) -> Listing["Timed"]:
    """Return a plan: a session, or days."""
    total = sum(one.part or one.minutes for one in found.papers)
    before = {
        "minutes": total, "of": found.minutes or None, "last": found.last or None,
        "pace": found.pace.minutes, "readings": found.pace.readings,
        "set": changed, "dry_run": dry_run,
    }  # fmt: skip

    def shape(one: "Timed") -> dict[str, Any]:
        return _json(one, now) | {"part": one.part or None, "day": one.day or None}

    if found.minutes:
        said = [f"{total} of {found.minutes} minutes."]
    else:
        said = _of_days(found, total, changed, is_set=is_set, dry_run=dry_run)
    return Listing(
        "papers", _columns(now, days=not found.minutes), found.papers, shape, before=before,
        number=lambda one: one.paper.id, empty="Nothing waits to be read.",
        note=" ".join([*said, _pace(found.pace)]) if found.papers else "",
    )  # fmt: skip


def _of_days(found: "Plan", total: int, changed: int, *, is_set: bool, dry_run: bool) -> list[str]:
    hours = f"{total / 60:.0f} hours" if total >= 120 else f"{total} minutes"
    said = [f"{plural(len(found.papers), 'paper')} until {_weekday(found.last)}, about {hours}."]
    if found.weekly and len(found.papers) * 7 / found.days > 2 * found.weekly:
        said.append(f"Lately you finished {found.weekly:.1f} a week.")
    if is_set:
        would = "would get" if dry_run else "got"
        said.append(f"{plural(changed, 'paper')} {would} that day as due date.")
    else:
        said.append("--set makes these days due dates.")
    return said


def _pace(pace: "Pace") -> str:
    if pace.readings:
        return f"You take {pace.minutes:g} minutes for a page, by {pace.readings} readings."
    return f"Your pace is not known yet; {pace.minutes:g} minutes for a page are a guess."
