"""``feed``: what is followed."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.library.feeds import remove_feeds
from readlist.store.feeds import Feed, feeds
from readlist.text import plural, visible

APP = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True,
                  help="The feeds that you follow.")  # fmt: skip

Names = Annotated[
    list[str], typer.Argument(metavar="FEED...", help="Names or addresses.", show_default=False)
]


@APP.command("list")
def list_feeds(ctx: typer.Context, json: options.Json = False) -> None:
    """Show the feeds that are stored.

    readlist import subscriptions.opml

    readlist feed list

    In a pipe: name, kind, address, title, tags.
    """
    app: App = ctx.obj
    found = feeds(app.library().db)
    if json:
        app.json({"feeds": [feed_json(feed) for feed in found]})
    elif not found:
        app.say("There are no feeds yet. 'readlist import FILE.opml' takes those of a feed reader.")
    elif not app.on_terminal:
        for feed in found:
            app.line("\t".join(visible(cell) for cell in _cells(feed)))
    else:
        _draw(app, found)


def _cells(feed: Feed) -> tuple[str, ...]:
    said = feed.options
    return feed.name, feed.kind, feed.address, said.get("title", ""), ",".join(said.get("tags", ()))


def _draw(app: App, found: list[Feed]) -> None:
    from rich.table import Table
    from rich.text import Text

    from readlist.cli.screen import draw

    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for head in ("feed", "title", "address"):
        drawn.add_column(head, overflow="fold")
    for feed in found:
        name, _, address, title, _ = (visible(cell) for cell in _cells(feed))
        drawn.add_row(Text(name, "cyan"), Text(title, "bold"), Text(address, "dim"))
    draw(app, drawn)


def feed_json(feed: Feed) -> dict[str, object]:
    """Return the documented shape of a feed."""
    said = feed.options
    return {
        "name": feed.name, "kind": feed.kind, "address": feed.address,
        "title": said.get("title"), "site": said.get("site"), "tags": said.get("tags", []),
        "added": feed.added or None,
    }  # fmt: skip


@APP.command("rm")
def remove(
    ctx: typer.Context,
    names: Names,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Forget feeds; the papers that they brought stay.

    readlist feed rm a-lab-s-blog
    """
    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        gone = remove_feeds(tx, names)
        tx.summary = f"Removed {plural(len(gone), 'feed')}"
    if json:
        app.json({"removed": [feed_json(feed) for feed in gone], "dry_run": dry_run})
        return
    for feed in gone:
        app.line(f"{'Would forget' if dry_run else 'Forgot'} {visible(feed.name)}.")
