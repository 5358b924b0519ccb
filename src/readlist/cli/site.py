"""``site``: a library, a query or a list as static pages."""

from typing import Annotated

import typer

from readlist import config
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.gauge import gauge
from readlist.cli.output import print_answer
from readlist.files.read import open_document
from readlist.files.write import Folder
from readlist.library.site import Wanted, prepared, with_similar
from readlist.text import plural, visible
from readlist.views.answer import Report
from readlist.views.site.pages import files


def site(
    ctx: typer.Context,
    out: Annotated[str, typer.Argument(metavar="OUT", help="A folder.", show_default=False)],
    query: options.Query = None,
    list_name: Annotated[str, options.list_option("This list, with sections and remarks.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="Its title.")] = "",
    no_status: Annotated[
        bool, typer.Option("--no-status", help="Without what you read, rated and how far you are.")
    ] = False,
    notes: Annotated[bool, typer.Option("--notes", help="With your notes.")] = False,
    similar: Annotated[
        bool, typer.Option("--similar", help="Each paper with three of the site that are like it.")
    ] = False,
    one_file: Annotated[
        bool, typer.Option("--one-file", help="One page, however many papers there are.")
    ] = False,
    theme: Annotated[
        str, typer.Option("--theme", metavar="FILE", help="CSS that is put behind ours.")
    ] = "",
    base_url: Annotated[
        str, typer.Option("--base-url", metavar="URL", help="Where it will stand on the web.")
    ] = "",
    sort: options.Sort = "",
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Write papers as a site of static pages.

    readlist site public --list papers-list --title 'What we read'

    readlist site public tag:thesis --no-status --base-url https://me.github.io/thesis

    Up to 2,000 papers are one page that works by a double-click, in a mail and without a script;
    more are pages by section or year. Nothing is fetched from anywhere. The same library gives the
    same bytes; written again, only what changed is, and what it no longer needs goes. Notes are
    shown with --notes alone.
    """
    app: App = ctx.obj
    wanted = Wanted(query or (), list_name, sort, title, base_url, not no_status, notes, one_file)
    found = prepared(app.library(), wanted, app.now)
    if similar:
        with gauge(app, "looking for similar papers", len(found.papers)) as told:
            found = with_similar(app.library(), found, told)
    css = open_document(str(config.expanded(theme))).text() if theme else ""
    with gauge(app, "drawing papers", len(found.found.places)) as told:
        done = Folder(config.expanded(out)).publish(files(found, css, told), dry_run=dry_run)
    count = len(found.papers)
    facts = {
        "folder": out, "title": found.found.title, "papers": count, "written": list(done.written),
        "removed": list(done.removed), "unchanged": done.unchanged, "dry_run": dry_run,
    }  # fmt: skip
    would = "Would write" if dry_run else "Wrote"
    said = f"{would} {plural(len(done.written), 'file')} of {plural(count, 'paper')} to "
    said += visible(out)
    if done.removed:
        said += f"; {plural(len(done.removed), 'file')} {'would go' if dry_run else 'went'}"
    if not (done.written or done.removed):
        said = f"{visible(out)} is as it should be ({plural(count, 'paper')})"
    print_answer(app, Report([f"{said}."], facts), json=json)
