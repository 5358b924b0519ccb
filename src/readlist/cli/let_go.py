"""``let-go``: drop what has waited longest with least hope."""

from collections.abc import Iterator
from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer
from readlist.text import plural
from readlist.views.answer import Answer, Report
from readlist.views.let_go import let_go_answer


@spread
def let_go(
    ctx: typer.Context,
    query: options.Query = None,
    forecast: Annotated[
        bool,
        typer.Option("--forecast", help="As many as are not read within a year at your pace."),
    ] = False,
    limit: options.Limit = None,
    yes: options.Yes = False,
    no_input: options.NoInput = False,
    form: Form = FORM,
) -> None:
    """Let papers go that have waited longest with least hope.

    readlist let-go                         the twenty with least hope; asks before it drops them

    readlist let-go list:papers --limit 100 --dry-run

    readlist let-go --forecast              all that you will not come to within a year

    Least hope have those that were passed over most often (papers that came later were read
    first), that wait longest, and that fit you least. What has a priority, a due day, a rating or
    a note of yours stays, and so does what is snoozed. 'readlist undo' brings all of them back.
    """
    from readlist.library.papers.marks import change_papers, status_mark
    from readlist.library.statistics.let_go import hopeless
    from readlist.model import Status

    app: App = ctx.obj
    found = hopeless(app.library(), query or (), app.now, limit, forecast=forecast)
    answer: Answer = let_go_answer(found, dry_run=form.dry_run)
    if form.dry_run or not found.papers:
        print_answer(app, answer, json=form.json, quiet=form.quiet)
        return
    if app.may_ask and not (yes or no_input or form.json):
        print_answer(app, answer)
    count = plural(len(found.papers), "paper")
    app.confirm(f"Let {count} go?", yes=yes, no_input=no_input)
    with app.change() as tx:
        mark = status_mark(Status.DROPPED, app.now)
        change_papers(tx, (one.paper.id for one in found.papers), mark)
        tx.summary = f"Let {count} go"
    if not (form.json or form.quiet):
        answer = Report(_said(len(found.papers), found.waiting))
    print_answer(app, answer, json=form.json, quiet=form.quiet)


def _said(gone: int, waiting: int) -> Iterator[str]:
    yield f"Let {plural(gone, 'paper')} go; 'readlist undo' brings them back."
    if left := waiting - gone:
        yield f"{left:,} more wait that nobody said a word for."
