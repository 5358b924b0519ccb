"""``let-go``: drop what has waited longest with least hope."""

from collections.abc import Iterator
from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer
from readlist.errors import UsageError
from readlist.text import plural
from readlist.views.answer import Answer, Report
from readlist.views.let_go import let_go_answer, let_go_json


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
    from readlist.library.statistics import let_go as library_let_go
    from readlist.model import Status

    app: App = ctx.obj
    library = app.library()
    most = library_let_go.USUAL if limit is None else limit
    words = list(query or ())
    if forecast:
        told, number = library_let_go.never_reached(library, words, app.now)
        if not told.enough:
            raise UsageError(
                "There is too little history for a forecast; 'readlist stats' says what there is. "
                "Without --forecast, --limit says how many."
            )
        most = min(number, most) if limit else number
    empty = forecast and not most
    found = library_let_go.let_go(library, words, app.now, most)
    if empty or not found.papers:
        said = "At your pace, all that waits is read within a year." if empty else (
            "Nothing waits that nobody said a word for."
        )  # fmt: skip
        nothing = found._replace(papers=[])
        report = Report([said], lambda: let_go_json(nothing, dry_run=form.dry_run))
        print_answer(app, report, json=form.json, quiet=form.quiet)
        return
    answer: Answer = let_go_answer(found, dry_run=form.dry_run)
    if form.dry_run:
        print_answer(app, answer, json=form.json, quiet=form.quiet)
        return
    if not yes and app.may_ask and not no_input and not form.json:
        print_answer(app, answer)
    count = plural(len(found.papers), "paper")
    app.confirm(f"Let {count} go?", yes=yes, no_input=no_input)
    with app.change() as tx:
        mark = status_mark(Status.DROPPED, app.now)
        change_papers(tx, (one.paper.id for one in found.papers), mark)
        tx.summary = f"Let {count} go"
    if form.json or form.quiet:
        print_answer(app, answer, json=form.json, quiet=form.quiet)
        return
    print_answer(app, Report(_said(len(found.papers), found.waiting)))


def _said(gone: int, waiting: int) -> Iterator[str]:
    yield f"Let {plural(gone, 'paper')} go; 'readlist undo' brings them back."
    if left := waiting - gone:
        yield f"{left:,} more wait that nobody said a word for."
