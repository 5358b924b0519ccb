"""``status`` without a mark, and ``next``."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.cli.complete import complete_query
from readlist.cli.output import print_answer
from readlist.config import backups_path
from readlist.errors import UsageError
from readlist.files.backups import last_backup
from readlist.library.papers import overview as library_overview
from readlist.library.papers.overview import overview
from readlist.views import overview as views
from readlist.views.answer import Answer, Column, Listing, Report


def show_overview(app: App, *, json: bool = False) -> None:
    """Print the state of a person's reading."""
    library = app.library()
    state = overview(library, app.clock, last_backup(backups_path(app.environment), app.path))
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
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[N] [QUERY]...",
            show_default=False,
            autocompletion=complete_query,
            help="How many, and of which papers; see 'readlist help query'.",
        ),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option("--minutes", min=1, metavar="N", help="What can be read in so many minutes."),
    ] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what to read now, and why.

    readlist next

    readlist next 5

    readlist next 3 tag:nlp

    readlist next --minutes 45

    First what you are reading, then what is due, overdue first, what comes back from a snooze, and
    by priority; then in turn what you just decided to read or kept from the inbox lately, what fits
    you best first, and what waits longest, a curated list in the curator's order. How long a paper
    takes is told by its pages and by your own pace; see 'readlist plan --help'.
    """
    app: App = ctx.obj
    asked = list(words or ())
    count = 1
    if asked and asked[0].isdecimal():
        count = int(asked.pop(0))
    if count < 1:
        raise UsageError("'readlist next 0' would show nothing: how many is 1 or more.")
    if minutes is not None:
        from readlist.cli.plan import show_fitting

        show_fitting(app, asked, count, minutes, json=json, quiet=quiet)
        return
    papers = library_overview.next_papers(app.library(), asked, count, app.clock, app.now)
    print_answer(app, views.next_papers(papers, app.clock), json=json, quiet=quiet)
