"""``export``: papers in the form that the next tool wants."""

from typing import Annotated

import typer

from readlist import formats
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_format_written
from readlist.errors import UsageError
from readlist.files import write_atomic
from readlist.formats.base import DumpOptions, Format
from readlist.library import finding
from readlist.store.lists import infos
from readlist.store.papers import load
from readlist.text import plural, visible

SUFFIXES = {".bib": "bibtex", ".jsonl": "jsonl", ".csv": "csv", ".txt": "keys"}


FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="bibtex, jsonl, csv or keys; by the name of --out otherwise.",
        autocompletion=complete_format_written,
    ),
]
Out = Annotated[
    str, typer.Option("--out", "-o", metavar="FILE", help="Write this file, whole or not at all.")
]
Latex = Annotated[
    bool, typer.Option("--latex", help="ASCII with LaTeX commands, for classic BibTeX.")
]
Columns = Annotated[
    str, typer.Option("--columns", metavar="NAMES", help="Columns of CSV, parted by commas.")
]


def export(
    ctx: typer.Context,
    query: options.Query = None,
    format_name: FormatName = "",
    out: Out = "",
    latex: Latex = False,
    sort: options.Sort = "",
    columns: Columns = "",
    limit: options.Limit = None,
    where: options.Where = "",
) -> None:
    """Write papers as BibTeX, JSON lines, CSV or keys.

    readlist export --out refs.bib

    readlist export tag:thesis --format bibtex --latex

    readlist export --format jsonl | gzip > library.jsonl.gz

    jsonl is the whole library in full: importing it into an empty one brings everything back.
    Without a query every paper is written, the inbox too.
    """
    app: App = ctx.obj
    found = formats.writer(format_name or _by_name(out))
    library = app.library()
    if where and query:
        raise UsageError("Give a query or --where, not both.")
    words = [where] if where else list(query or ())
    search = finding.prepare(library, words, sort=sort, now=app.now)
    numbers = finding.ids(library, search, limit)
    chosen = DumpOptions(
        latex=latex,
        columns=tuple(name.strip() for name in columns.split(",") if name.strip()),
        lists=tuple(infos(library.db, numbers if words or limit else None)),
    )
    chunks = _dump(found)(load(library, numbers), chosen)
    if out and out != "-":
        write_atomic(out, chunks)
        app.say(f"Wrote {plural(len(numbers), 'paper')} to {visible(out)}.")
        return
    for chunk in chunks:
        app.write(chunk)


def _by_name(out: str) -> str:
    """Return the format that a file's name asks for; BibTeX without a name."""
    if not out or out == "-":
        return "bibtex"
    for suffix, name in SUFFIXES.items():
        if out.endswith(suffix):
            return name
    raise UsageError(
        f"The name {visible(out)} does not say the format; add --format "
        f"({', '.join(formats.WRITES)})."
    )


def _dump(found: Format):  # type: ignore[no-untyped-def]  # noqa: ANN202
    if found.dump is None:
        raise UsageError(f"Format {found.name!r} cannot be written.")
    return found.dump
