"""``gaps``: what the papers of the library cite and it has not."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.output import print_answer
from readlist.cli.refs import QuietNames, ask_references
from readlist.cli.services import Offline, end_failed
from readlist.errors import UsageError
from readlist.library.graph import ask
from readlist.library.graph import gaps as library_gaps
from readlist.library.papers import search as finding
from readlist.store.papers import load
from readlist.text import plural
from readlist.views import graph as views

SHOWN = 20
SORTS = ("lift", "count", "year")


def gaps(
    ctx: typer.Context,
    query: options.Query = None,
    least: Annotated[
        int, typer.Option("--least", min=0, metavar="N", help="Papers that must cite a work.")
    ] = 0,
    sort: Annotated[
        str, typer.Option("--sort", metavar="WORD", help="lift, count or year.")
    ] = "lift",
    limit: options.Limit = None,
    add: Annotated[
        list[int] | None,
        typer.Option("--add", metavar="N", min=1, help="Add the work of this number; repeatable."),
    ] = None,
    again: Annotated[bool, options.again_option()] = False,
    offline: Offline = False,
    json: options.Json = False,
    quiet: QuietNames = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Show what your papers cite and you have not.

    readlist gaps

    readlist gaps tag:thesis --least 2

    readlist gaps --add 1 --add 4

    readlist gaps --dry-run                  what it costs to ask

    Of what you are reading and have read, or of the papers of a query. First come works that these
    cite more than the world does, so that what everybody cites is not in front; at least three
    papers, or one in a hundred, must cite a work. References are asked for once and kept.
    """
    app: App = ctx.obj
    if sort not in SORTS:
        raise UsageError(f"--sort {sort!r} is none of {', '.join(SORTS)}.")
    library = app.library()
    search = finding.prepare(library, query or [library_gaps.READ], now=app.now)
    papers = list(load(library, finding.ids(library, search)))
    if dry_run and not add:
        due = ask.due(library, papers, app.today, again=again)
        price = ask.cost(due, app.intervals_s)
        print_answer(app, views.cost(len(papers), price), json=json, quiet=quiet)
        return
    reasons = ask_references(app, papers, again=again, offline=offline, yes=yes)
    most = SHOWN if limit is None else limit
    wanted = max(most, *(add or [0]))
    found = library_gaps.missing(app.library(), papers, least, wanted, sort)
    if add:
        from readlist.cli.add import Taking, take

        if beyond := [number for number in add if number > len(found.gaps)]:
            gaps_found = plural(len(found.gaps), "gap")
            raise UsageError(f"There are {gaps_found}; none has number {beyond[0]}.")
        records = [library_gaps.record_of(found.gaps[number - 1].work) for number in add]
        take(app, records, Taking(offline=offline), options.Form(json, quiet, dry_run))
        return
    print_answer(app, views.gaps(found), json=json, quiet=quiet)
    end_failed(app, reasons)
