"""``list`` and ``search``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.output import print_answer, width
from readlist.errors import UsageError
from readlist.library.papers import search as finding
from readlist.library.papers.search import Search
from readlist.store.connection import Library
from readlist.views import rows as views
from readlist.views.answer import Screen


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
    refuse_fields(query or (), json=json)
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
    refuse_fields(query or (), json=json)
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


class Look(NamedTuple):
    """How a listing looks where nobody says otherwise, and what it says when it is empty.

    ``terminal`` takes the width, ``shapes`` the numbers of papers: it yields them as JSON.
    """

    pipe: Sequence[str]
    terminal: Callable[[int], Sequence[str]]
    shapes: Callable[[Library, Iterable[int]], Iterable[dict[str, Any]]]
    empty: Callable[[App, Library, Search], str]
    draw: Callable[[Sequence[Sequence[Any]], Screen], Iterable[Any]] | None = None


class Wish(NamedTuple):
    """What a person asked a listing for; no ``columns`` are those of the listing."""

    limit: int | None
    columns: str
    json: bool
    quiet: bool


def answer(app: App, library: Library, found: Search, wish: Wish, look: Look | None = None) -> None:
    """Print what a query finds in the form that was asked for, as it is read."""
    look = look or Look(views.PIPE, views.terminal_columns, _shapes, _why_empty)
    usual = look.terminal(width()) if app.on_terminal else look.pipe
    names = views.columns_named(wish.columns) if wish.columns else usual

    def shapes() -> Iterator[dict[str, Any]]:
        yield from look.shapes(library, finding.numbers(library, found, wish.limit))

    if found.said:
        app.say(found.said)
    rows, note = _rows(app, library, found, names, wish)
    listing = views.Papers(
        "papers", views.columns_of(names), rows, names=names, items=shapes(),
        numbers=finding.numbers(library, found, wish.limit),
        draw=look.draw if names == usual else None, note=note, is_long=True,
        empty=lambda: look.empty(app, library, found),
    )  # fmt: skip
    print_answer(app, listing, json=wish.json, quiet=wish.quiet)


def _rows(
    app: App, library: Library, found: Search, names: Sequence[str], wish: Wish
) -> tuple[Iterable[Sequence[Any]], str]:
    """Return the rows that are shown; on a terminal not more than a person can look at.

    JSON and numbers are read in another way, and a pipe gets its rows as they come.
    """
    if wish.json or wish.quiet:
        return (), ""
    if not app.on_terminal:
        return finding.rows(library, found, names, wish.limit), ""
    most = app.settings.get("limit") if wish.limit is None else wish.limit
    rows = list(finding.rows(library, found, names, most + 1 if most else None))
    if not most or len(rows) <= most:
        return rows, ""
    total = finding.count(library, found)
    return rows[:most], f"{most} of {total:,} papers; --limit 0 shows all."


def refuse_fields(words: Sequence[str], *, json: bool) -> None:
    """Refuse names of fields behind ``--json``, which would be searched for as words.

    ``list --json title,year`` is refused, ``list --json title`` and ``'"title,year"'`` are queries.
    """
    if not json:
        return
    for word in words:
        names = word.split(",")
        if len(names) < 2 or not all(name in _fields() for name in names):
            continue
        columns = "".join(f"{name}," for name in names if name in views.KNOWN).rstrip(",")
        table = f"'--columns {columns}' prints columns, " if columns else ""
        raise UsageError(
            f"--json takes no names of fields: it prints all of them, and {word} would be words "
            f"to search for. {table}--json | jq '.papers[] | {{{', '.join(names)}}}' picks some."
        )


def _fields() -> frozenset[str]:
    from readlist.views.shapes import Paper

    return frozenset(Paper.__annotations__) | views.KNOWN


def _shapes(library: Library, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    from readlist.store.papers import load
    from readlist.views.paper_json import paper_json

    return map(paper_json, load(library, numbers))


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
