"""``due`` and ``snooze``: until when papers are to be read, and until when they are put off."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_paper_or_day
from readlist.cli.options import FORM, Form, spread
from readlist.cli.tag import mark_papers, value_behind
from readlist.library.papers import marks

Words = Annotated[list[str] | None, options.words("[PAPER]... [DAY]", complete_paper_or_day)]


@spread
def due(
    ctx: typer.Context, words: Words = None, where: options.Where = "", form: Form = FORM
) -> None:
    """Say until when papers are to be read, or show what is due.

    readlist due                          what has a day, overdue first

    readlist due sunday                   what is due until then

    readlist due vaswani2017attention friday

    readlist due 12 15 2026-12-24

    readlist due --where 'list:thesis status:to-read' 2w

    A day is a weekday (the next one), tomorrow, 2w, 24 Dec or 2026-12-24; 'none' takes it away.
    What is due in the next days, or overdue, stands first in 'readlist next', in the overview and
    in the digest; due:overdue and due:<friday find it.
    """
    app: App = ctx.obj
    if not words and not where:
        _show(app, "has:due is:unread", "due", "Nothing is due.", form)
        return
    if words and len(words) == 1 and not where:  # "due friday" asks what is due until then
        day = marks.due_of(words[0], app.today)
        query = f"due:..{day} is:unread" if day else "due:none is:unread"
        _show(app, query, "due", "Nothing is due until then.", form)
        return
    papers, said_day = value_behind(words, "Until when?", "readlist due PAPER friday")
    day = marks.due_of(said_day, app.today)
    said = f"Due {_with_weekday(day)}" if day else "No longer due"
    changed = mark_papers(app, papers, where, marks.due_mark(day), said, form)
    if changed.numbers and day and day < app.today:
        app.say(f"{day} is over, so this is overdue from the beginning.")


@spread
def snooze(
    ctx: typer.Context,
    words: Words = None,
    where: options.Where = "",
    wake: Annotated[bool, typer.Option("--wake", help="Bring papers back now.")] = False,
    form: Form = FORM,
) -> None:
    """Put papers off: they come back by themselves.

    readlist snooze                       what is snoozed, and until when

    readlist snooze vaswani2017attention 2w

    readlist snooze 12 15 'next month'

    readlist snooze 12 --wake

    Until that day list, inbox, triage, next and the digest leave the papers out; search and
    snoozed:yes find them. Setting the status of a paper wakes it as well.
    """
    app: App = ctx.obj
    if wake:
        if not words and not where:
            where = "snoozed:yes"
        mark_papers(app, list(words or ()), where, marks.wait_mark(""), "Woken", form)
        return
    if not words and not where:
        _show(app, "snoozed:yes", "wait", "Nothing is snoozed.", form)
        return
    papers, said_day = value_behind(words, "Until when?", "readlist snooze PAPER 2w")
    day = marks.wait_of(said_day, app.today)
    said = f"Snoozed until {_with_weekday(day)}" if day else "Woken"
    mark_papers(app, papers, where, marks.wait_mark(day), said, form)


def _with_weekday(day: str) -> str:
    from datetime import date  # 1 ms, for those alone who set a day

    return f"{date.fromisoformat(day):%A} {day}"


def _show(app: App, query: str, column: str, empty: str, form: Form) -> None:
    """Show the papers that have a day, the first day first."""
    from readlist.cli.search import Look, Wish, answer, shapes
    from readlist.library.papers.search import prepare

    library = app.library()
    found = prepare(library, [query], sort=column, now=app.now)
    columns = (column, "id", "key", "title")
    look = Look(columns, lambda _: columns, shapes, lambda *_: empty)
    answer(app, library, found, Wish(None, "", json=form.json, quiet=form.quiet), look)
