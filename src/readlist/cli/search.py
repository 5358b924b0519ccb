"""``list`` and ``search``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Annotated, Any, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.errors import UsageError
from readlist.library.papers import search as finding
from readlist.library.papers.search import Search
from readlist.store.connection import Library
from readlist.views import rows as views


def list_papers(
    ctx: typer.Context,
    query: options.Query = None,
    sort: options.Sort = "",
    limit: options.Limit = None,
    columns: options.Columns = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """List papers.

    readlist list tag:nlp year:2019..2022 --sort year-

    readlist list status:to-read priority:high

    Papers in the inbox and dropped ones are shown when the query asks for them
    (status:inbox,dropped). In a pipe the columns are id, key, status, year, authors and title,
    parted by tabs.
    """
    app: App = ctx.obj
    library = app.library()
    found = finding.prepare(library, query or (), sort=sort, now=app.now, chosen=True)
    if not found.query.sort and (usual := app.settings.get("sort")):
        found = finding.prepare(library, query or (), sort=usual, now=app.now, chosen=True)
    chosen = columns or (app.settings.get("columns") if app.on_terminal else "")
    answer(app, library, found, Wish(limit, chosen, json=json, quiet=quiet))


def search(
    ctx: typer.Context,
    query: options.Query = None,
    sort: options.Sort = "",
    limit: options.Limit = None,
    columns: options.Columns = "",
    fulltext: Annotated[
        bool, typer.Option("--fulltext", help="Search the text of PDFs, page by page.")
    ] = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Search titles, authors, abstracts, notes and remarks.

    readlist search attention transformer

    readlist search '"chain of thought" -arithmetic author:wei'

    readlist search --fulltext '"warmup steps"' tag:nlp

    The best match comes first; accents, case and LaTeX do not matter.
    """
    app: App = ctx.obj
    if fulltext:
        from readlist.cli.index import search_fulltext

        if sort or columns:
            raise UsageError(
                "--fulltext finds pages, the best first: it takes no --sort, no --columns."
            )
        search_fulltext(app, query or (), limit, json=json, quiet=quiet)
        return
    library = app.library()
    found = finding.prepare(library, query or (), sort=sort, now=app.now)
    chosen = columns or (app.settings.get("columns") if app.on_terminal else "")
    answer(app, library, found, Wish(limit, chosen, json=json, quiet=quiet))


class Listing(NamedTuple):
    """How a listing looks where nobody says otherwise, and what it says when it is empty.

    ``terminal`` takes the width, ``shapes`` the numbers of papers: it yields them as JSON.
    ``drawn`` takes columns, rows and the width.
    """

    pipe: Sequence[str]
    terminal: Callable[[int], Sequence[str]]
    shapes: Callable[[Library, Sequence[int]], Iterable[dict[str, Any]]]
    empty: Callable[[App, Library, Search], str]
    drawn: Callable[[Sequence[str], Iterable[Sequence[Any]], int], Any] = views.table


class Wish(NamedTuple):
    """What a person asked a listing for; no ``columns`` are those of the listing."""

    limit: int | None
    columns: str
    json: bool
    quiet: bool


def answer(
    app: App, library: Library, found: Search, wish: Wish, listing: Listing | None = None
) -> None:
    """Print what a query finds in the form that was asked for."""
    listing = listing or Listing(views.PIPE, views.terminal_columns, _shapes, _why_empty)
    if wish.json:
        _print_json(app, listing.shapes(library, finding.ids(library, found, wish.limit)))
    elif wish.quiet:
        app.write("".join(f"{number}\n" for number in finding.ids(library, found, wish.limit)))
    elif app.on_terminal:
        _draw(app, library, found, wish, listing)
    else:
        names = views.columns_named(wish.columns) if wish.columns else listing.pipe
        rows = finding.rows(library, found, names, wish.limit)
        lines = views.plain_lines(names, rows)
        if _print_lines(app, lines) == 0:
            app.say(listing.empty(app, library, found))


def _print_lines(app: App, lines: Iterable[str]) -> int:
    """Print lines in blocks, which is three times as fast as one by one; return how many."""
    printed = 0
    lines = iter(lines)
    while block := list(islice(lines, 2_000)):
        app.write("".join(block))
        printed += len(block)
    return printed


def _shapes(library: Library, numbers: Sequence[int]) -> Iterator[dict[str, Any]]:
    from readlist.formats.paper_json import paper_json
    from readlist.store.papers import load

    return map(paper_json, load(library, numbers))


def _print_json(app: App, shapes: Iterable[dict[str, Any]]) -> None:
    """Print papers as they are read: a library of any size in little memory."""
    import json

    texts = (json.dumps(shape, ensure_ascii=False) for shape in shapes)
    first = next(texts, None)
    app.write('{"version": 1, "papers": [')
    if first is not None:
        app.write("\n" + first)
    for text in texts:
        app.write(",\n" + text)
    app.write("\n]}\n" if first is not None else "]}\n")


def _draw(app: App, library: Library, found: Search, wish: Wish, listing: Listing) -> None:
    from readlist.cli.screen import draw, width

    wide = width(app)
    names = views.columns_named(wish.columns) if wish.columns else listing.terminal(wide)
    most = app.settings.get("limit") if wish.limit is None else wish.limit
    rows: Iterable[Sequence[Any]] = finding.rows(library, found, names, most + 1 if most else None)
    shown = list(islice(rows, most)) if most else list(rows)
    more = bool(most) and next(iter(chain(rows)), None) is not None
    if not shown:
        app.say(listing.empty(app, library, found))
        return
    draw(app, listing.drawn(names, shown, wide))
    if more:
        total = finding.count(library, found)
        app.say(f"{len(shown)} of {total:,} papers; --limit 0 shows all.")


def _why_empty(app: App, library: Library, found: Search) -> str:
    """Explain an empty answer; the answer itself stays empty."""
    from readlist.store.papers import count

    if not count(library.db):
        return (
            "The library is empty. 'readlist import FILE' takes a list of papers, "
            "'readlist add' a single one."
        )
    advice = finding.why_empty(library, found, app.now)
    return f"No papers found.{' ' + advice if advice else ''}"
