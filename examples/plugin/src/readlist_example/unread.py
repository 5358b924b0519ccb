"""A command: ``readlist unread`` prints what is still to be read, the oldest first."""

from typing import Annotated

import typer

import readlist


def unread(
    ctx: typer.Context,
    tag: Annotated[str, typer.Option("--tag", help="Put this tag on them as well.")] = "",
) -> None:
    """Print what is still to be read, the oldest first."""
    app = ctx.obj  # the session of the command line, with its settings and streams
    library = readlist.Library(app)
    papers = list(library.papers("is:unread", sort="year"))
    for paper in papers:
        app.line(f"{paper.key}\t{paper.title}")
    if tag and papers:
        library.tag(papers, tag)
