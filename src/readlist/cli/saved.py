"""``save`` and ``saved``: queries under names, which ``@NAME`` asks again."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_query, complete_search
from readlist.cli.group import group
from readlist.cli.output import print_answer
from readlist.library.papers import saved as library
from readlist.text import visible
from readlist.views import saved as views
from readlist.views.answer import Report

Name = Annotated[
    str, typer.Argument(metavar="NAME", autocompletion=complete_search, show_default=False)
]
HELP = """\
Show your saved searches with counts.

readlist save agents tag:agents NOT survey

readlist saved

readlist list @agents year:2025..

'@NAME' asks one wherever a query is taken: list, search, next, export, --where, rules of feeds,
and other saved searches.
"""
APP = group(HELP)


def save(
    ctx: typer.Context,
    name: Name,
    query: Annotated[
        list[str],
        typer.Argument(metavar="QUERY...", autocompletion=complete_query, show_default=False),
    ],
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Save a query under a name; '@NAME' asks it again.

    readlist save agents tag:agents NOT survey sort:year-

    readlist next @agents

    A name that is taken gets the new query; 'readlist undo' brings the former one back. Times such
    as added:7d count from the day on which it is asked.
    """
    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        found, former = library.save(tx, name, " ".join(query))
        tx.summary = f"Saved the search @{found.name}"
        one = next(c for c in library.counted(tx.library, app.now) if c.saved.id == found.id)
    would = "Would save" if dry_run else "Saved"
    said = f"{would} @{visible(found.name)}: {views.papers(one)}."
    if former == found.query:
        said = f"@{visible(found.name)} is so already."
    elif former:
        said += f" It was: {visible(former)}"
    facts = {"search": views.search_json(one), "former": former or None, "dry_run": dry_run}
    print_answer(app, Report([said], facts), json=json)


@APP.callback(help=HELP)
def saved(ctx: typer.Context, json: options.Json = False) -> None:
    """Show the saved searches, where nothing else is asked for."""
    if ctx.invoked_subcommand is None:
        app: App = ctx.obj
        print_answer(app, views.listing(library.counted(app.library(), app.now)), json=json)


@APP.command("rename")
def rename(
    ctx: typer.Context,
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Give a saved search another name, also where others ask it.

    readlist saved rename agents llm-agents
    """
    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        former, now = library.rename(tx, name, new)
        tx.summary = f"Renamed the search @{former.name} to @{now.name}"
        one = next(c for c in library.counted(tx.library, app.now) if c.saved.id == now.id)
    would = "Would rename" if dry_run else "Renamed"
    facts = {"search": views.search_json(one), "former": former.name, "dry_run": dry_run}
    said = f"{would} @{visible(former.name)} to @{visible(now.name)}."
    print_answer(app, Report([said], facts), json=json)


@APP.command("rm")
def remove(
    ctx: typer.Context,
    names: Annotated[
        list[str],
        typer.Argument(metavar="NAME...", autocompletion=complete_search, show_default=False),
    ],
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Forget saved searches; no paper changes.

    readlist saved rm agents
    """
    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        gone = library.remove(tx, names)
        tx.summary = f"Forgot {', '.join(f'the search @{one.name}' for one in gone)}"
    would = "Would forget" if dry_run else "Forgot"
    shown = ", ".join(f"@{visible(one.name)}" for one in gone)
    facts = {"removed": [one.name for one in gone], "dry_run": dry_run}
    print_answer(app, Report([f"{would} {shown}."], facts), json=json)
