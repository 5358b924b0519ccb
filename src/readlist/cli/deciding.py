"""``questions``, ``accept`` and ``reject``: what a title may mean is decided by the person."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choosing import named
from readlist.model import Record
from readlist.store.papers import load
from readlist.store.questions import open_questions
from readlist.text import plural, visible

Number = Annotated[
    int | None,
    typer.Argument(
        metavar="[N]", min=1, show_default=False,
        help="Which candidate, as 'readlist questions' numbers them.",
    ),
]  # fmt: skip


def questions(ctx: typer.Context, json: options.Json = False, limit: options.Limit = None) -> None:
    """Show titles that may be several papers, or none for sure.

    readlist questions

    readlist accept 12 2                  paper 12 is the second candidate

    readlist reject 12                    it is none of them
    """
    from readlist.views import enriching as views

    app: App = ctx.obj
    library = app.library()
    found = open_questions(library.db)
    found = found[:limit] if limit else found
    papers = {paper.id: paper for paper in load(library, [one.paper_id for one in found])}
    if json:
        app.json({"questions": [views.question_json(o, papers[o.paper_id]) for o in found]})
    elif not found:
        app.say("There are no questions.")
    elif app.on_terminal:
        from readlist.cli.screen import draw, width

        draw(app, *(views.question_block(o, papers[o.paper_id], width(app)) for o in found))
        app.say("'readlist accept PAPER N' says which it is, 'readlist reject PAPER [N]' that not.")
    else:
        for one in found:
            app.write("".join(views.question_lines(one, papers[one.paper_id])))


def accept(
    ctx: typer.Context,
    paper: options.Paper,
    number: Number = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Say which candidate a paper is.

    readlist accept 12 2

    The paper takes the candidate's identifiers and facts; your own words stay.
    """
    from readlist.cli.reporting import report_change
    from readlist.library import deciding
    from readlist.library.absorb import AbsorbOptions

    app: App = ctx.obj
    [wanted] = named(app, app.library(write=True), [paper])
    with app.change(dry_run=dry_run) as tx:
        absorb = AbsorbOptions(app.now, tx.library.reader, make_key=app.make_key)
        chosen, outcomes = deciding.accept(tx, wanted, number, absorb)
        kept = [outcomes[0].paper_id]
        tx.summary = f"Accepted {_name(chosen)}"
        report = report_change(
            app, tx, f"Accepted {_name(chosen)}", kept, kept, json=json, quiet=quiet
        )
    report()


def reject(
    ctx: typer.Context,
    paper: options.Paper,
    number: Number = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Say that a paper is not its candidates, or not one of them.

    readlist reject 12                    it is none of them

    readlist reject 12 1                  it is not the first

    What was rejected is not offered again, and never taken for the paper.
    """
    from readlist.cli.reporting import report_change
    from readlist.library import deciding

    app: App = ctx.obj
    [wanted] = named(app, app.library(write=True), [paper])
    with app.change(dry_run=dry_run) as tx:
        gone = deciding.reject(tx, wanted, number, app.now)
        said = _name(gone[0]) if len(gone) == 1 else plural(len(gone), "candidate")
        tx.summary = f"Rejected {said}"
        report = report_change(
            app, tx, f"Rejected {said}", [wanted], [wanted], json=json, quiet=quiet
        )
    report()


def _name(record: Record) -> str:
    return visible(str(record.identifiers[0]) if record.identifiers else record.title)
