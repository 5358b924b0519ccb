"""``pulls``: what each pull did."""

from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.group import Group, group
from readlist.cli.output import most_shown, print_answer
from readlist.errors import NotFoundError
from readlist.store import pulls as ledger
from readlist.views import pulls as views

HELP = """\
Show what each pull did, and why nothing came.

readlist pulls

readlist pulls show           the last one

readlist pulls 41             the same as 'pulls show 41'
"""


class NumberGroup(Group):
    """The commands of ``pulls``; a number is the pull to show."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed, ``show`` for a number."""
        if args and args[0].isdecimal():
            return "show", self.get_command(ctx, "show"), args
        return super().resolve_command(ctx, args)


APP = group(HELP, NumberGroup)
SHOWN = 20
Limit = Annotated[
    int | None, typer.Option("--limit", min=0, metavar="N", help="At most N pulls; 0 is all.")
]


@APP.callback(help=HELP)
def pulls(ctx: typer.Context, limit: Limit = None, json: options.Json = False) -> None:
    """Show the pulls, newest first.

    In a pipe: number, started, finished, state, feeds asked, new papers, feeds that failed.
    """
    if ctx.invoked_subcommand is not None:
        return
    app: App = ctx.obj
    db = app.library().db
    most = most_shown(app, limit, SHOWN)
    found = [(one, ledger.lines(db, one.id)) for one in ledger.pulls(db, limit=most)]
    print_answer(app, views.listing(found), json=json)


@APP.command()
def show(
    ctx: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="Its number; the last one by default.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Show what one pull did for each feed.

    readlist pulls show

    In a pipe: feed, first and last day, requests, scanned, known, filtered, new, state, reason.
    """
    app: App = ctx.obj
    db = app.library().db
    found = ledger.pulls(db)
    chosen = next((one for one in found if number in (None, one.id)), None)
    if chosen is None:
        asked = f"There is no pull {number}." if number else "Nothing was pulled yet."
        raise NotFoundError(f"{asked} 'readlist pulls' lists them.")
    lines = ledger.lines(db, chosen.id)
    print_answer(app, views.ledger(chosen, lines, whole=True), json=json)
