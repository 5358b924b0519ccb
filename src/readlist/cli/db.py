"""``db``: where the library is, its backups and its health."""

from typing import Annotated

import typer

from readlist import config
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.gauge import gauge
from readlist.cli.group import group
from readlist.cli.output import print_answer
from readlist.errors import ExitCode, NotFoundError, UsageError
from readlist.files.backups import note_backup
from readlist.files.write import SIDE_FILES
from readlist.store import backups, upkeep
from readlist.store.connection import is_there
from readlist.text import plural, visible
from readlist.views.answer import Report

HELP = """\
Where the library is, its backups and its health.

readlist db

readlist db check

readlist db backup
"""
APP = group(HELP)


@APP.callback(help=HELP)
def db(ctx: typer.Context) -> None:
    """Print where the library is, where nothing else is asked for."""
    if ctx.invoked_subcommand is None:
        path(ctx)


NOUNS = {
    "papers": "paper", "identifiers": "identifier", "readings": "reading", "tags": "tag",
    "notes": "note", "lists": "list", "entries": "entry", "journal": "command",
}  # fmt: skip


@APP.command()
def path(ctx: typer.Context) -> None:
    """Print the path of the library's file."""
    app: App = ctx.obj
    app.line(str(app.path))


@APP.command()
def backup(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Beside the library, with the date, by default.")
    ] = "",
) -> None:
    """Write a copy of the library, also while others write to it.

    readlist db backup ~/backups/readlist.db
    """
    app: App = ctx.obj
    if file == "-":
        raise UsageError("A backup is written to a file, not to standard output. Name one.")
    _check_there(app)
    stamp = app.now.replace(":", "").replace("-", "")
    target = config.expanded(file) if file else app.path.with_name(f"library-{stamp}.db")
    with gauge(app, "backing up"):
        written, kept = backups.backup(app.library(), target)
    note_backup(config.backups_path(app.environment), app.path, app.today)
    app.line(str(written))
    if kept:
        app.say(f"What was there was used as a library since it was written; it is {kept} now.")


def _check_there(app: App) -> None:
    if not is_there(app.path):
        raise NotFoundError(f"There is no library at {app.path} yet.")


@APP.command()
def restore(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file that 'db backup' wrote.")],
    yes: options.Yes = False,
    no_input: options.NoInput = False,
) -> None:
    """Put a backup in the place of the library.

    readlist db restore ~/backups/readlist.db

    The former library is kept beside it.
    """
    app: App = ctx.obj
    backup_file = config.expanded(file)
    if not backup_file.is_file():
        raise NotFoundError(f"There is no file {visible(str(backup_file))}. Nothing was changed.")
    app.confirm(f"Replace {app.path} by {file}?", yes=yes, no_input=no_input)
    app.close()
    kept = backups.restore(app.path, backup_file)
    app.line(f"Restored {visible(str(app.path))} from {visible(file)}.")
    if kept and kept.name.endswith(SIDE_FILES[1:]):
        app.line(f"What was left of the former library is {visible(str(kept))}.")
    elif kept:
        app.line(f"The former library is {visible(str(kept))}.")


@APP.command()
def check(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Make the indexes anew.")] = False,
    json: options.Json = False,
) -> None:
    """Check the file, its references and the search index.

    Exit code 5 when something is wrong.
    """
    app: App = ctx.obj
    _check_there(app)
    if repair:
        with gauge(app, "making the indexes anew"):
            library = app.library(write=True)
            upkeep.repair(library.db, library.path)
    with gauge(app, "checking the library"):
        health = upkeep.examine(app.path)
    problems, notes = list(health.problems), list(health.notes)
    counts = ", ".join(plural(number, NOUNS[name]) for name, number in health.rows.items())
    sound = f"{app.path} is sound: {counts or 'nothing is in it'}."
    facts = {"path": str(app.path), "problems": problems, "rows": health.rows, "notes": notes}
    is_lost = any(fault.remedy is upkeep.Remedy.BACKUP for fault in health.faults)
    note = "'readlist db restore FILE' goes back to a backup." if is_lost else ""
    print_answer(app, Report(problems or [sound, *notes], facts, note=note), json=json)
    if problems:
        raise typer.Exit(ExitCode.LIBRARY)
