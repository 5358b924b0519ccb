"""``stats``: how it goes, as text, JSON, a picture or a page."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_stats
from readlist.cli.options import form_named
from readlist.cli.output import print_answer
from readlist.errors import UsageError
from readlist.text import visible
from readlist.views.answer import Report, Screen

if TYPE_CHECKING:
    from readlist.views.stats.screen import Canvas

FORMS = {"text": (".txt",), "svg": (".svg",), "html": (".html", ".htm")}
"""The forms of statistics, and the endings of files that are written so."""


class _Forms(NamedTuple):
    """Some statistics in every form; a picture and a page are made when they are asked for."""

    shape: Callable[[], Mapping[str, Any]]
    lines: Iterator[str]
    drawn: "Callable[[Canvas], Iterator[str]]"
    picture: Callable[[], str]
    page: Callable[[], str]


def stats(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        options.words("[year [YEAR] | by NAME | graph] [QUERY]...", complete_stats),
    ] = None,
    format_name: Annotated[
        str, options.format_option("text, svg or html; by the name of --out otherwise.")
    ] = "",
    out: Annotated[str, options.out_option("Write this file.")] = "",
    queries: Annotated[
        bool, typer.Option("--queries", help="Each figure with the query that lists it.")
    ] = False,
    ascii_only: Annotated[
        bool, typer.Option("--ascii", help="Draw with letters and signs alone.")
    ] = False,
    limit: options.Limit = None,
    json: options.Json = False,
) -> None:
    """Show how it goes: what comes, what you read, what waits, and what becomes of it.

    readlist stats                          the year up to today, the weeks, a forecast

    readlist stats tag:nlp                  of some papers alone

    readlist stats year 2026 --out 2026.html

    readlist stats by venue                 or list, tag, author, feed

    readlist stats graph fourteen-papers    how the papers of a list build on each other

    readlist stats --format svg --out reading.svg

    A paper comes onto the list when you keep it from the inbox or add it to be read, and leaves it
    when you finish or drop it. In a pipe each figure has a line: its name, the number, and the
    query with which 'readlist list' shows these papers.
    """
    app: App = ctx.obj
    first, *rest = words or [""]
    if first == "by":
        _by_name(app, rest, format_name or out, limit, queries=queries, json=json)
        return
    if limit is not None:
        raise UsageError("--limit is for 'readlist stats by NAME'.")
    if first == "graph":
        if queries:
            raise UsageError("--queries is for figures; 'readlist stats graph' has none.")
        _graph(app, rest, format_name or out, json=json)
        return
    if json and (format_name or out):
        raise UsageError("Give --json or --format and --out, not both.")
    chosen = form_named(format_name, out, FORMS, "statistics")
    forms = _year(app, rest) if first == "year" else _now(app, words or [])
    if chosen in ("svg", "html") or out not in ("", "-"):
        _write(app, forms, chosen, out, _drawing(forms, ascii_only))
        return
    draw = None if queries else _drawing(forms, ascii_only or _has_letters_alone(app))
    print_answer(app, Report(forms.lines, forms.shape, draw=draw), json=json)


def _write(
    app: App, forms: _Forms, chosen: str, out: str, draw: Callable[[Screen], Iterator[str]]
) -> None:
    """Write a picture, a page, or what a terminal of 100 columns shows."""
    if chosen == "svg":
        text = forms.picture()
    elif chosen == "html":
        text = forms.page()
    else:
        text = "".join(f"{line}\n" for line in draw(Screen(100, colour=False)))
    if out in ("", "-"):
        app.write(text)
        return
    from readlist.files.write import write_atomic

    write_atomic(out, [text])
    app.say(f"Wrote {visible(out)}.")


def _now(app: App, words: list[str]) -> _Forms:
    from readlist.library.statistics.statistics import statistics
    from readlist.views.stats import programs, screen

    found = statistics(app.library(), words, app.now)

    def picture() -> str:
        from readlist.views.stats import svg

        return svg.picture(found)

    def page() -> str:
        from readlist.views.stats import html

        return html.stats_page(found)

    return _Forms(
        lambda: programs.shape(found), programs.lines(found),
        lambda canvas: screen.drawn(found, canvas), picture, page,
    )  # fmt: skip


def _year(app: App, words: list[str]) -> _Forms:
    from readlist.library.statistics.year import year_of
    from readlist.views.stats import programs, screen

    number = int(app.today[:4])
    if words and words[0].isascii() and words[0].isdecimal():
        number = int(words[0][:9])
        words = words[1:]
    found = year_of(app.library(), number, words, app.now)

    def picture() -> str:
        from readlist.views.stats import svg

        return svg.year_picture(found)

    def page() -> str:
        from readlist.views.stats import html

        return html.year_page(found)

    return _Forms(
        lambda: programs.year_shape(found), programs.year_lines(found),
        lambda canvas: screen.year_drawn(found, canvas), picture, page,
    )  # fmt: skip


def _by_name(
    app: App, words: list[str], form: str, limit: int | None, *, queries: bool, json: bool
) -> None:
    from readlist.library.statistics.by_name import by_name
    from readlist.views.stats.by_name import by_name_answer

    if form:
        raise UsageError("Figures by name are printed as a table, as lines or with --json.")
    if not words:
        raise UsageError("By what? For example: readlist stats by venue")
    found = by_name(app.library(), words[0], words[1:], app.now, limit)
    print_answer(app, by_name_answer(found, queries=queries), json=json)


def _graph(app: App, words: list[str], form: str, *, json: bool) -> None:
    from readlist.library.statistics.graph import graph
    from readlist.views.graph import network

    if form:
        raise UsageError("What builds on what is printed as a table, as lines or with --json.")
    print_answer(app, network(graph(app.library(), words, app.now)), json=json)


def _drawing(forms: _Forms, in_letters: bool) -> Callable[[Screen], Iterator[str]]:
    def draw(screen: Screen) -> Iterator[str]:
        from readlist.views.stats.screen import ASCII, BLOCKS, Canvas

        return forms.drawn(Canvas(*screen, glyphs=ASCII if in_letters else BLOCKS))

    return draw


def _has_letters_alone(app: App) -> bool:
    """Say whether the locale names an encoding without the signs that charts are drawn with."""
    told = app.environment
    locale = told.get("LC_ALL") or told.get("LC_CTYPE") or told.get("LANG") or "UTF-8"
    return "UTF" not in locale.upper()
