"""``status`` without a mark, and ``next``."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.cli.output import print_answer
from readlist.library.papers import overview as library_overview
from readlist.library.papers.overview import overview
from readlist.store.reading import waiting
from readlist.views import overview as views
from readlist.views.answer import Answer, Column, Listing, Report


def show_overview(app: App, *, json: bool = False) -> None:
    """Print the state of a person's reading."""
    library = app.library()
    state = overview(library, app.clock)
    if state.total or library_overview.any_papers(library):
        answer: Answer = views.overview(state, app.clock)
    else:
        answer = Report(_EMPTY, lambda: views.overview_json(state, app.clock))
    print_answer(app, answer, json=json)


_EMPTY = (
    "The library is empty.",
    "  readlist import FILE    take a list of papers, a page or references",
    "  readlist add REFERENCE  add a paper by arXiv id, DOI, address or title",
)


def show_status_of(app: App, words: list[str], *, json: bool) -> None:
    """Print the status of papers."""
    library = app.library()
    from readlist.store.papers import load  # 6 ms that the overview saves

    papers = list(load(library, named(app, library, words)))
    from readlist.views.paper_json import paper_json

    columns = (
        Column("status", lambda paper: paper.reading.status or "not on your list"),
        Column("key", lambda paper: paper.key),
        Column("title", lambda paper: paper.title),
    )
    print_answer(app, Listing("papers", columns, papers, paper_json, line="{}\t{}\t{}"), json=json)


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
    print_answer(app, views.next_papers(papers, app.clock), json=json, quiet=quiet)
