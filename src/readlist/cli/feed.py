"""``feed``: what is followed, as it stands; to files and from them."""

from typing import Annotated

import typer

from readlist.cli import feed_edit, options
from readlist.cli.app import App
from readlist.cli.output import print_answer
from readlist.errors import ExitCode, UsageError
from readlist.library.feeds.feeds import feed_infos, known_feeds, take_feeds
from readlist.library.pull import standing
from readlist.model import FeedInfo, Problem, Record, Skipped
from readlist.store.feeds import feeds
from readlist.text import masked, plural, visible
from readlist.views import feeds as views
from readlist.views.answer import Report

HELP = """\
The feeds that you follow.

readlist feed add arxiv:cs.CL+cs.LG hf

readlist feed list

readlist pull
"""
APP = typer.Typer(
    add_completion=False, rich_markup_mode=None, invoke_without_command=True, help=HELP
)


@APP.callback(help=HELP)
def feed(ctx: typer.Context, json: options.Json = False) -> None:
    """Show the feeds, where nothing else is asked for."""
    if ctx.invoked_subcommand is None:
        list_feeds(ctx, json=json)


@APP.command("list")
def list_feeds(ctx: typer.Context, json: options.Json = False) -> None:
    """Show the feeds with their last pull and the papers that wait.

    readlist feed list

    In a pipe: name, kind, address, title, tags, schedule, time of the last pull, what came of it,
    papers in the inbox.
    """
    app: App = ctx.obj
    print_answer(app, views.listing(standing.standings(app.library())), json=json)


@APP.command()
def show(ctx: typer.Context, feed: feed_edit.OneName, json: options.Json = False) -> None:
    """Show the settings of a feed and its last ten pulls.

    readlist feed show cs.CL+cs.LG

    In a pipe a fact a line, then a line for each pull: the word pull, time, days, requests,
    scanned, known, filtered, new, why nothing came.
    """
    app: App = ctx.obj
    library = app.library()
    (chosen,) = known_feeds(feeds(library.db), [feed])[:1]
    place = next(one for one in standing.standings(library) if one.feed.id == chosen.id)
    found = standing.details(library, place, app.clock)
    print_answer(app, views.card(found), json=json)


APP.command("add")(feed_edit.add)
APP.command("edit")(feed_edit.edit)
APP.command("pause")(feed_edit.pause)
APP.command("resume")(feed_edit.resume)
APP.command("rm")(feed_edit.remove)


@APP.command("import")
def import_feeds(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="OPML; - is standard input.")],
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Follow the feeds of a feed reader's file (OPML).

    readlist feed import subscriptions.opml

    Folders become tags of the feed. arXiv's feeds become feeds of arXiv. What 'readlist feed
    export' wrote brings rules and schedules back; what is followed already stays as it is.
    """
    app: App = ctx.obj
    found, skipped, problems = _read(app, file)
    with app.change(dry_run=dry_run) as tx:
        kept = take_feeds(tx, found)
        tx.summary = f"Imported {plural(len(kept.new), 'feed')} of {file}"
    problems += kept.problems
    facts = {
        "file": file, "new": [views.feed_json(feed) for feed in kept.new],
        "known": [views.feed_json(feed) for feed in kept.known],
        "skipped": len(skipped),
        "problems": [{"line": line, "message": message} for line, message in problems],
        "dry_run": dry_run,
    }  # fmt: skip
    would = "Would add" if dry_run else "Added"
    said = list(views.sentences((feed, would) for feed in kept.new))
    left = f", {len(skipped):,} skipped" if skipped else ""
    said.append(f"{plural(len(kept.new), 'feed')} new, {len(kept.known):,} known{left}.")
    notes = [
        f"{visible(file)}{f':{line}' if line else ''}: {visible(message)}"
        for line, message in (*skipped, *problems)
    ]
    print_answer(app, Report(said, facts, note="\n".join(notes)), json=json)
    if problems:
        raise typer.Exit(ExitCode.PROBLEMS)


def _read(app: App, file: str) -> tuple[list[FeedInfo], list[Skipped], list[Problem]]:
    """Return the feeds of a file, what in it is none, and what is wrong with it."""
    from readlist import formats
    from readlist.files.read import open_document
    from readlist.formats.base import LoadOptions

    document = open_document(file)
    chosen = formats.sniff(document)
    if chosen.load is None:
        raise UsageError(f"{visible(file)} is no file of feeds; it takes OPML.")
    found: list[FeedInfo] = []
    skipped: list[Skipped] = []
    problems: list[Problem] = []
    papers = 0
    for item in chosen.load(document, LoadOptions(today=app.today)):
        match item:
            case FeedInfo():
                found.append(item)
            case Skipped() if chosen.name == "opml":
                skipped.append(item)
            case Problem():
                problems.append(item)
            case Record():
                papers += 1
    if papers:
        app.say(f"{visible(file)} holds {plural(papers, 'paper')} too; 'readlist import' takes it.")
    elif not (found or skipped or problems):
        name = "Standard input" if file == "-" else visible(file)
        raise UsageError(f"{name} names no feed; 'feed import' takes OPML.")
    return found, skipped, problems


@APP.command()
def export(
    ctx: typer.Context,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FILE", help="Write this file, whole or not.")
    ] = "",
) -> None:
    """Write the feeds for a feed reader, or for another library (OPML).

    readlist feed export --out feeds.opml

    Rules and schedules stand in attributes that other programs pass over.
    """
    from readlist.files.write import write_atomic
    from readlist.formats.opml import FOLLOWED, dump_feeds

    app: App = ctx.obj
    found = feeds(app.library().db)
    text = "".join(dump_feeds(feed_infos(found)))
    if out and out != "-":
        write_atomic(out, [text])
        app.say(f"Wrote {plural(len(found), 'feed')} to {visible(out)}.")
    else:
        app.write(text)
    own = [feed.name for feed in found if feed.kind not in FOLLOWED]
    secret = [feed.name for feed in found if masked(feed.address) != feed.address]
    if secret:
        app.say(f"The passwords of {visible(', '.join(secret))} were left out.")
    if own:
        app.say(
            f"Other programs find no feed behind {visible(', '.join(own))}; they get a link to "
            "the page."
        )


@APP.command("out")
def write_out(
    ctx: typer.Context,
    query: options.Query = None,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FILE", help="Write this file, whole or not.")
    ] = "",
    sort: options.Sort = "added-",
    limit: options.Limit = 100,
) -> None:
    """Write what a query finds as a feed for any feed reader (Atom).

    readlist feed out status:inbox --out inbox.xml

    readlist feed out 'tag:agents added:30d' --out agents.xml --limit 50
    """
    from readlist.cli.export import export as export_papers

    export_papers(ctx, query=query, format_name="atom", out=out, sort=sort, limit=limit)
