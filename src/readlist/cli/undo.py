"""``undo``, ``redo`` and ``history``."""

from typing import Annotated

import typer

from readlist import local_time
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.cli.gauge import gauge
from readlist.cli.output import print_answer
from readlist.errors import UsageError
from readlist.library.papers import undo as undoing
from readlist.store.journal import Entry
from readlist.text import visible
from readlist.views.answer import Column, Listing, Report

_PULLED = "Pulled "
"""How ``library.pull.run`` begins the summary of a pull; importing that takes 30 ms."""

Count = Annotated[int, typer.Argument(metavar="[N]", min=1, help="How many commands.")]


Quiet = Annotated[bool, options.quiet_option("Print numbers of entries only.")]
SHOWN = 30
"""Entries that a terminal shows where nobody says how many."""


def undo(
    ctx: typer.Context,
    count: Annotated[
        int | None, typer.Argument(metavar="[N]", min=1, help="How many commands; one by itself.")
    ] = None,
    to: Annotated[
        int | None,
        typer.Option(
            "--to", metavar="ID", min=0, help="Everything after this entry of the history."
        ),
    ] = None,
    json: options.Json = False,
    quiet: Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Take the last command back.

    readlist undo

    readlist undo 3

    readlist undo --to 41                 everything after entry 41 of 'readlist history'
    """
    app: App = ctx.obj
    if count is not None and to is not None:
        raise UsageError("Give how many commands or --to, not both.")
    with gauge(app, "taking back"):
        done = undoing.taken_back(app, lambda tx: undoing.undo(tx, count or 1, to), dry_run=dry_run)
    _report(app, "Would undo" if dry_run else "Undid", done, json=json, quiet=quiet)
    if any(entry.summary.startswith(_PULLED) for entry in done) and not (dry_run or quiet):
        app.say("The next pull asks for the last days alone; 'pull --since DAY' goes back further.")


def redo(
    ctx: typer.Context,
    count: Count = 1,
    json: options.Json = False,
    quiet: Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Do again what was undone.

    readlist redo
    """
    app: App = ctx.obj
    with gauge(app, "doing again"):
        done = undoing.taken_back(app, lambda tx: undoing.redo(tx, count), dry_run=dry_run)
    _report(app, "Would redo" if dry_run else "Did again", done, json=json, quiet=quiet)


def _report(app: App, said: str, entries: list[Entry], *, json: bool, quiet: bool) -> None:
    facts = {"entries": [_entry_json(entry) for entry in entries]}
    lines = [f"{said} {entry.id}: {_short(entry)}" for entry in entries]
    names = [entry.id for entry in entries]
    print_answer(app, Report(lines, facts, names), json=json, quiet=quiet)


def history(
    ctx: typer.Context,
    papers: options.MaybePapers = None,
    limit: options.Limit = None,
    json: options.Json = False,
) -> None:
    """Show what was done, to the library or to a paper.

    readlist history --limit 20

    readlist history vaswani2017attention
    """
    app: App = ctx.obj
    library = app.library()
    meant = named(app, library, papers) if papers else ()
    if limit is None and app.on_terminal and not (json or papers):
        limit = SHOWN
    entries = undoing.history(library, meant, limit or None)
    columns = (
        Column("#", lambda one: one.id),
        Column("at", lambda one: one.at, lambda one: local_time.minute(one.at)),
        Column(None, lambda one: one.state),
        Column("what", _short),
        Column("state", None, lambda one: "" if one.state == "done" else "  (undone)"),
    )
    answer = Listing(
        "entries", columns, entries, _entry_json, line="{:>5}  {}  {}{}",
        empty="Nothing has been done yet.",
    )  # fmt: skip
    print_answer(app, answer, json=json)


def _short(entry: Entry) -> str:
    return visible(entry.summary or entry.command)


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id, "at": entry.at, "reader": entry.reader, "command": entry.command,
        "summary": entry.summary, "state": entry.state,
    }  # fmt: skip
