"""``status`` without a mark, and ``next``."""

from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.library.papers import overview as library_overview
from readlist.library.papers.overview import overview
from readlist.store.reading import Overview, Waiting, waiting
from readlist.text import visible
from readlist.views import overview as views
from readlist.views.lists import list_json


def show_overview(app: App, *, json: bool = False) -> None:
    """Print the state of a person's reading."""
    library = app.library()
    state = overview(library, app.clock)
    if json:
        app.json(_overview_json(state, app))
    elif not state.total and not library_overview.any_papers(library):
        app.line("The library is empty.")
        app.line("  readlist import FILE    take a list of papers, a page or references")
        app.line("  readlist add REFERENCE  add a paper by arXiv id, DOI, address or title")
    else:
        app.write(views.overview_text(state, app.clock, colour=_colour(app), width=_width(app)))


def _colour(app: App) -> bool:
    return app.on_terminal and not app.environment.get("NO_COLOR")


def _width(app: App) -> int:
    """Return the columns to fit lines into; in a pipe nothing is cropped."""
    if not app.on_terminal:
        return 0
    from readlist.cli.output import width

    return width()


def show_status_of(app: App, words: list[str], *, json: bool) -> None:
    """Print the status of papers."""
    library = app.library()
    from readlist.store.papers import load  # 6 ms that the overview saves

    papers = list(load(library, named(app, library, words)))
    if json:
        from readlist.formats.paper_json import paper_json

        app.json({"papers": [paper_json(paper) for paper in papers]})
        return
    for paper in papers:
        status = paper.reading.status or "not on your list"
        app.line(f"{status}\t{paper.key}\t{visible(paper.title)}")


def _overview_json(state: Overview, app: App) -> dict[str, Any]:
    from readlist.model import Status

    return {
        "papers": state.total,
        "counts": {status: state.counts.get(status, 0) for status in Status},
        "urgent": state.urgent,
        "finished": {"week": state.week, "month": state.month},
        "reading": [_waiting_json(paper, app) for paper in state.reading],
        "next": [_waiting_json(paper, app) for paper in state.next],
        "lists": [list_json(found) for found in state.lists],
    }


def _waiting_json(paper: Waiting, app: App) -> dict[str, Any]:
    return {
        "id": paper.id, "key": paper.key, "title": paper.title, "authors": paper.byline,
        "year": paper.year, "status": paper.status, "priority": paper.priority,
        "added": paper.added, "started": paper.started or None, "progress": paper.progress or None,
        "why": views.reasons(paper, app.clock),
    }  # fmt: skip


def next_papers(
    ctx: typer.Context,
    count: Annotated[int, typer.Argument(metavar="[N]", min=1, help="How many.")] = 1,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what to read now, and why.

    readlist next

    readlist next 5

    First what you are reading, then by priority, then what waits longest; papers of a curated
    list come in the curator's order.
    """
    app: App = ctx.obj
    papers = waiting(app.library(), count)
    if json:
        app.json({"papers": [_waiting_json(paper, app) for paper in papers]})
    elif quiet:
        app.write("".join(f"{paper.id}\n" for paper in papers))
    elif not papers:
        app.say("Nothing waits to be read.")
    elif not app.on_terminal:
        for paper in papers:
            why = views.reasons(paper, app.clock)
            app.line("\t".join((str(paper.id), paper.key, visible(paper.title), why)))
    else:
        app.write(views.next_text(papers, app.clock, colour=_colour(app), width=_width(app)))
