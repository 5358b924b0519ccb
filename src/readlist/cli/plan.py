"""``plan``, and ``next`` for what fits a time."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_plan
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer
from readlist.errors import UsageError
from readlist.library.papers import plan as planning
from readlist.views import plan as views


def show_fitting(
    app: App, words: list[str], count: int, minutes: int, *, json: bool, quiet: bool
) -> None:
    """Print what to read now of what takes no longer than so many minutes."""
    papers = planning.next_within(app.library(), words, count, minutes, app.clock, app.now)
    empty = f"Nothing that waits to be read takes {minutes} minutes or less."
    print_answer(app, views.fitting(papers, app.clock, empty), json=json, quiet=quiet)


@spread
def plan(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        options.words(
            "[TIME|week|LIST] [QUERY]...", complete_plan, "How long, or what; a query of papers."
        ),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option("--weeks", min=1, max=520, metavar="N", help="Spread over so many weeks."),
    ] = None,
    set_days: Annotated[
        bool, typer.Option("--set", help="Make the days of the plan due dates, in one stroke.")
    ] = False,
    form: Form = FORM,
) -> None:
    """Fill a session, a week or some weeks with papers.

    readlist plan 90m                     what to read in the next 90 minutes

    readlist plan 1h30 tag:nlp

    readlist plan week --set              a day for each paper of the week

    readlist plan thesis --weeks 4        a list, in the curator's order

    readlist plan 'tag:nlp priority:high' --weeks 2 --set

    A session and a week take papers in the order of 'readlist next'. How long one takes is told by
    its pages, where arXiv, a bibliography or an indexed PDF says how many there are, and by your
    pace: of papers that you marked as being read and as read within hours. --set writes the days
    with 'due'; 'readlist undo' takes all of them back.
    """
    app: App = ctx.obj
    asked = list(words or ["week"])
    if form.dry_run and not set_days:
        raise UsageError("--dry-run goes with --set; without it a plan changes nothing.")
    found = planning.plan(app.library(write=set_days), asked, weeks, app.clock, app.now)
    changed = 0
    if set_days and found.minutes:
        raise UsageError(planning.OF_DAYS)
    if set_days:
        with app.change(dry_run=form.dry_run) as tx:
            changed = len(planning.set_days(tx, found).numbers)
    answer = views.plan(found, app.clock, changed, is_set=set_days, dry_run=form.dry_run)
    print_answer(app, answer, json=form.json, quiet=form.quiet)
