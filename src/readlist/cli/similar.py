"""``similar``: the papers that are most like some, or a text."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App, width
from readlist.cli.choose import named
from readlist.cli.complete import complete_paper
from readlist.cli.output import print_answer
from readlist.errors import FileError, UsageError
from readlist.library.papers import search as finding
from readlist.library.papers import similar as neighbours
from readlist.library.papers.similar import LOOKED_AT, Near
from readlist.store.connection import Library
from readlist.text import visible
from readlist.views import similar as views
from readlist.views.rows import PIPE, Papers, columns_named

SHOWN = 10
"""Papers that are shown where nobody says how many."""
_TEXT_LIMIT = 2_000_000
"""Bytes of a text; what it is about stands in the beginning."""
Seeds = Annotated[
    list[str],
    options.words(
        "PAPER|FILE...", complete_paper,
        "Papers by any of their names, a PDF or a text, or - for a text from standard input.",
    ),
]  # fmt: skip


def similar(
    ctx: typer.Context,
    seeds: Seeds,
    within: Annotated[
        str, typer.Option("--in", metavar="QUERY", help="Only papers that the query finds.")
    ] = "",
    list_name: Annotated[str, options.list_option("Only papers of this list.")] = "",
    limit: options.Limit = None,
    columns: options.Columns = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Show the papers that are most like some, or a text.

    readlist similar vaswani2017attention

    readlist similar 12 17 --in status:inbox

    readlist similar draft.pdf --list reading-group

    pbpaste | readlist similar -

    Several papers are taken together. Each paper is shown with the reason why it is near: the
    telling words that both have. 'similar:KEY' is the same in a query. In a pipe the columns are
    id, key, status, year, authors, title and reasons, parted by tabs.
    """
    app: App = ctx.obj
    library = app.library()
    text, papers = "", []
    for word in seeds:
        if word == "-" or Path(word).is_file():
            text += _text(word)
        else:
            papers.append(word)
    numbers = named(app, library, papers) if papers else []
    among = _among(app, within, list_name)
    most = SHOWN if limit is None else limit or LOOKED_AT
    found = neighbours.similar(library, numbers, most, text=text, among=among)
    print_answer(app, _listing(app, library, found, columns), json=json, quiet=quiet)


def _text(name: str) -> str:
    """Return the beginning of a text: of a PDF its title and first page."""
    from readlist.files.pdf import is_pdf, look
    from readlist.files.read import open_document

    if name != "-" and is_pdf(name):
        facts = look(name)
        if not (facts.title or facts.text_start):
            raise FileError(facts.problem or f"{visible(name)} has no text.")
        return f"{facts.title}. {facts.text_start}\n"
    with open_document(name, limit_bytes=_TEXT_LIMIT) as document:
        text = document.text()
    if not text.strip():
        where = "Standard input" if name == "-" else visible(name)
        raise UsageError(f"{where} has no text. An abstract or a few sentences are enough.")
    return f"{text}\n"


def _among(app: App, within: str, list_name: str) -> set[int] | None:
    """Return the papers that a query finds and a list has; None where neither is asked for."""
    library = app.library()
    among: set[int] | None = None
    if within:
        among = set(finding.ids(library, finding.prepare(library, [within], now=app.now)))
    if list_name:
        from readlist.library.lists.lists import known_list
        from readlist.store.lists import papers_of_list

        _, info = known_list(library, list_name)
        entries = papers_of_list(library.db, info.name)
        among = entries if among is None else among & entries
    return among


def _listing(app: App, library: Library, found: Sequence[Near], columns: str) -> Papers:
    usual = views.terminal_columns(width()) if app.on_terminal else PIPE
    names = columns_named(columns) if columns else usual
    numbers = [near.id for near in found]

    def shapes() -> Iterator[dict[str, Any]]:
        from readlist.store.papers import load
        from readlist.views.paper_json import paper_json

        yield from map(paper_json, load(library, numbers))

    return views.listing(found, names, finding.these(library, numbers, names), shapes())
