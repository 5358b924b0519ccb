"""``show`` and ``open``."""

from collections.abc import Sequence
from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.cli.output import print_answer
from readlist.errors import NotFoundError
from readlist.model import Paper
from readlist.store.papers import load
from readlist.views import paper as views
from readlist.views.cards import Cards


def show(
    ctx: typer.Context,
    papers: options.Papers,
    sources: Annotated[
        bool, typer.Option("--sources", help="Who said each fact, and how far that is believed.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="The score in the inbox, term by term.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Show everything about papers.

    readlist show vaswani2017attention

    readlist show --sources vaswani2017attention

    readlist show --why vaswani2017attention

    Facts, status, tags, places in lists with the curator's remarks, and notes.
    """
    app: App = ctx.obj
    library = app.library()
    found = list(load(library, named(app, library, papers)))
    if why:
        _show_why(app, found, json=json)
    elif sources and not json:
        print_answer(app, views.sources_listing(found))
    else:
        from readlist.views.paper_json import paper_json

        said = [
            {"sources": views.sources_json(paper)} if sources and json else {} for paper in found
        ]
        shapes = [paper_json(paper) | more for paper, more in zip(found, said, strict=True)]
        cards = [views.card(paper, shape) for paper, shape in zip(found, shapes, strict=True)]
        print_answer(app, Cards("papers", cards), json=json)


def _show_why(app: App, papers: Sequence[Paper], *, json: bool) -> None:
    """Say how each paper was scored, by what was stored when it was."""
    from readlist.store.ranking import scores
    from readlist.views import inbox

    library = app.library()
    found = scores(library.db, library.reader_id, [paper.id for paper in papers])
    print_answer(app, inbox.why(papers, found), json=json)
    for paper in papers:
        if paper.id not in found and not json:
            app.say(
                f"{paper.key} has no score: papers get theirs when 'readlist pull' brings them, "
                "as long as they are undecided."
            )


def open_papers(
    ctx: typer.Context,
    papers: options.Papers,
    link: Annotated[
        str, typer.Option("--link", metavar="NAME", help="Open this link, such as 'code'.")
    ] = "",
    pdf: Annotated[bool, typer.Option("--pdf", help="Open the PDF in your viewer.")] = False,
    version: Annotated[
        int | None,
        typer.Option("--version", min=1, metavar="N", help="Open this version of the PDF."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Open every PDF of the papers.")] = False,
    print_only: Annotated[
        bool, typer.Option("--print", help="Print the address instead of opening it.")
    ] = False,
) -> None:
    """Open the page of papers, or their PDFs.

    readlist open 12 --link code

    readlist open 12 --pdf

    readlist open 12 --version 1          the PDF of arXiv's first version

    Of several PDFs the newest version opens; --all opens them all.
    """
    app: App = ctx.obj
    library = app.library()
    found = list(load(library, named(app, library, papers)))
    if pdf or version or every:
        from readlist.cli.pdf import open_pdfs

        open_pdfs(app, found, print_only=print_only, version=version or 0, every=every)
        return
    addresses = [address_of(paper, link) for paper in found]
    for address in addresses:
        if print_only or not app.on_terminal:
            app.line(address)
        elif not browse(address):
            app.say("No browser could be started. The address is:")
            app.line(address)


def address_of(paper: Paper, link: str) -> str:
    """Return the page of a paper, or its link of that name. Raises ``NotFoundError``."""
    from readlist.bib.ids import address

    named_links = {found.name.lower(): found.url for found in paper.links}
    if link:
        if link.lower() in named_links:
            return named_links[link.lower()]
        known = ", ".join(named_links) or "none"
        raise NotFoundError(f"{paper.key} has no link named {link!r}; its links are: {known}.")
    for identifier in paper.identifiers:
        if page := address(identifier):
            return page
    if named_links:
        return next(iter(named_links.values()))
    raise NotFoundError(
        f"{paper.key} has no address. 'readlist edit {paper.key} --identifier arxiv:…' gives "
        "it one."
    )


def browse(address: str) -> bool:
    """Open a page in the person's browser; say whether there is one."""
    import webbrowser

    return address.startswith(("http://", "https://")) and webbrowser.open(address)
