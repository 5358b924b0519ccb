"""``list`` and ``search``."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App, width
from readlist.cli.output import most_shown, print_answer
from readlist.errors import UsageError
from readlist.library.papers import search as finding
from readlist.library.papers.search import Search
from readlist.store.connection import Library
from readlist.text import visible
from readlist.views import rows as views
from readlist.views.answer import Screen

if TYPE_CHECKING:
    from readlist.store.relevance import Ranked


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
    found = finding.prepare(library, query or (), sort=sort, now=app.now, chosen=True, weigh=True)
    if not found.query.sort and (usual := app.settings.get("sort")):
        found = finding.prepare(library, query or (), sort=usual, now=app.now, chosen=True)
    wish = Wish(limit, columns or _usual_columns(app), json=json, quiet=quiet)
    answer(app, library, found, wish)
    if query and not quiet and (said := finding.hidden(library, found, app.now)):
        app.say(said)


def search(
    ctx: typer.Context,
    query: options.Query = None,
    sort: options.Sort = "",
    limit: options.Limit = None,
    columns: options.Columns = "",
    fulltext: Annotated[
        bool, typer.Option("--fulltext", help="Search the text of PDFs, page by page.")
    ] = False,
    most: Annotated[
        bool, typer.Option("--any", help="Also papers with most of the words, in a pipe, too.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Only papers with all of the words, as they are spelled.")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="What puts the best papers first, term by term.")
    ] = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Search titles, authors, abstracts, notes and remarks.

    readlist search attention transformer

    readlist search '"chain of thought" -arithmetic author:wei'

    readlist search --fulltext '"warmup steps"' tag:nlp

    readlist search --why graph neural networks

    The best comes first: a word in the title counts more than one among the authors or in the
    abstract, words together more than apart, and a word itself more than another of its stem;
    what you read or kept, and what is on lists, comes before its like. --why shows the sum.
    Accents, case and LaTeX do not matter. Where few papers have all
    words of a question, a terminal shows those that have most of them, too; with --any so do pipes
    and JSON, where each says what it lacks. A word that no paper has is taken for the likeliest
    that some have. A field or an operator makes it a query, which is taken at its word. See
    'readlist help query'.
    """
    app: App = ctx.obj
    refuse_fields(query or (), json=json)
    if most and every:
        raise UsageError("--any and --all say the opposite of each other: choose one of them.")
    if fulltext:
        from readlist.cli.index import search_fulltext

        if any((sort, columns, most, every, why)):
            raise UsageError(
                "--fulltext finds pages, the best first: it takes no --sort, no --columns, "
                "no --any, no --all and no --why."
            )
        search_fulltext(app, query or (), limit, json=json, quiet=quiet)
        return
    library = app.library()
    found = finding.ask(library, query or (), sort=sort, now=app.now, exact=every)
    if why and not found.weighed:
        raise UsageError(
            "--why shows how words are weighed: it needs words to search for, and neither --sort "
            "nor sort: in the query."
        )
    wish = Wish(limit, columns or _usual_columns(app), json=json, quiet=quiet)
    near: list[Ranked] = []
    if found.words and not every:
        found, near = _with_most(app, library, found, wish, asked=most)
    if why:
        _answer_why(app, library, found, near, wish)
    elif most:
        _answer_any(app, library, found, near, wish)
    elif near:
        _answer_with_most(app, library, found, near, wish)
    else:
        answer(app, library, found, wish)


def _with_most(
    app: App, library: Library, found: Search, wish: "Wish", *, asked: bool
) -> "tuple[Search, list[Ranked]]":
    """Return a question as it is meant, and the papers with most of its words.

    A person is shown some of these without asking, where few have all.
    """
    is_watched = app.on_terminal and not (wish.json or wish.quiet)
    if not (asked or is_watched):
        return found, []
    room: int = app.settings.get("limit") if wish.limit is None else wish.limit
    if not asked:
        room = min(finding.FEW, room or finding.FEW)
    found = finding.with_meaning(library, found)
    return found, finding.following(library, found, room, now=app.now)


def _say_how(app: App, found: Search) -> None:
    """Say how a question is meant, where that may surprise."""
    if found.said:
        app.say(found.said)


def _usual_columns(app: App) -> str:
    """Return the columns that a person has set for terminals."""
    return str(app.settings.get("columns")) if app.on_terminal else ""


def _answer_with_most(
    app: App, library: Library, found: Search, near: "list[Ranked]", wish: "Wish"
) -> None:
    """Show a person the papers with all words, and below a line those that have most."""
    _say_how(app, found)
    names = views.columns_named(wish.columns) or views.terminal_columns(width())
    all_words = list(finding.rows(library, found, names, wish.limit))
    print_answer(app, views.Papers("papers", views.columns_of(names), all_words, names=names))
    asked = visible(" ".join(word.text for word in found.words))
    having = {0: "None has", 1: "Only 1 has"}.get(len(all_words), f"Only {len(all_words)} have")
    app.say(f"{having} all of: {asked}. These have most:")
    rows = finding.near_rows(library, near, names)
    names = (*names, "lacks")
    print_answer(app, views.Papers("papers", views.columns_of(names), rows, names=names))


def _answer_any(
    app: App, library: Library, found: Search, near: "list[Ranked]", wish: "Wish"
) -> None:
    """Print the papers with all words and then those with most, each with what it lacks."""
    _say_how(app, found)
    usual = views.terminal_columns(width()) if app.on_terminal else views.PIPE
    names = views.columns_named(wish.columns) if wish.columns else usual
    first = finding.ids(library, found, wish.limit)
    beside = {one.id: {"lacks": list(one.lacks), "by_meaning": one.by_meaning} for one in near}
    numbers = [*first, *beside]
    rows = [(*row, "") for row in finding.rows(library, found, names, wish.limit)]
    rows += finding.near_rows(library, near, names)

    def lacking() -> Iterator[dict[str, Any]]:
        for shape in shapes(library, numbers):
            yield shape | beside.get(shape["id"], {"lacks": [], "by_meaning": False})

    names = (*names, "lacks")
    listing = views.Papers(
        "papers", views.columns_of(names), rows, names=names, items=lacking(), numbers=numbers,
        is_long=True, empty=lambda: _why_empty(app, library, found),
    )  # fmt: skip
    print_answer(app, listing, json=wish.json, quiet=wish.quiet)


EXPLAINED = 5
"""Papers that ``--why`` explains on a terminal, where each takes some ten lines."""


def _answer_why(
    app: App, library: Library, found: Search, near: "list[Ranked]", wish: "Wish"
) -> None:
    """Print what speaks for the papers that come first, and against them."""
    from readlist.store.papers import load
    from readlist.views.relevance import why

    _say_how(app, found)
    best = [*finding.ranked(library, found), *near][: most_shown(app, wish.limit, EXPLAINED)]
    papers = list(load(library, [one.id for one in best]))
    print_answer(app, why(papers, best), json=wish.json, quiet=wish.quiet)
    if not best:
        app.say(_why_empty(app, library, found))


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
    is_listing = look is None and app.on_terminal
    is_usual = is_listing and not wish.columns
    look = look or Look(views.PIPE, lambda _: views.WIDEST, shapes, _why_empty)
    usual = look.terminal(width()) if app.on_terminal else look.pipe
    names = views.columns_named(wish.columns) if wish.columns else usual

    def items() -> Iterator[dict[str, Any]]:
        yield from look.shapes(library, finding.numbers(library, found, wish.limit))

    _say_how(app, found)
    if is_listing and app.links and "title" in names:
        rows, note = _rows(app, library, found, (*names, *views.LEADING), wish)
        rows = views.with_links(names, rows)
    else:
        rows, note = _rows(app, library, found, names, wish)
    if is_usual:
        names, rows = views.telling(list(rows), width())
    listing = views.Papers(
        "papers", views.columns_of(names), rows, names=names, items=items(),
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
    most = most_shown(app, wish.limit)
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


def shapes(library: Library, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Yield papers in full for programs."""
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
