"""``seen``: which references of a file the library knows."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Annotated

import typer

from readlist import formats
from readlist.cli import options
from readlist.cli.app import App, width
from readlist.cli.complete import complete_format_read
from readlist.cli.gauge import gauge
from readlist.cli.output import print_answer, say_problems
from readlist.errors import ExitCode, UsageError
from readlist.files.read import FileDocument, open_document
from readlist.formats.base import Format
from readlist.library.manuscripts.seen import Reference, look, mentions
from readlist.model import Problem, Record
from readlist.text import placed, plural, visible
from readlist.views import seen as views

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE]...", help="Any text; standard input otherwise.", show_default=False
    ),
]
FormatName = Annotated[
    str,
    options.format_option("As for import; by content otherwise.", complete_format_read),
]  # fmt: skip


def seen(
    ctx: typer.Context,
    files: Files = None,
    known: Annotated[bool, typer.Option("--known", help="Those in the library only.")] = False,
    unknown: Annotated[bool, typer.Option("--unknown", help="Those that are not only.")] = False,
    format_name: FormatName = "",
    json: options.Json = False,
    quiet: Annotated[
        bool, options.quiet_option("Print references only, as 'add -' takes them.")
    ] = False,
) -> None:
    """Say which references of a file the library knows.

    readlist seen related-work.txt

    readlist seen refs.bib --unknown

    pbpaste | readlist seen --unknown | readlist add -

    Reads every format that import reads, LaTeX, web pages and any text with identifiers in it;
    nothing is changed. In a pipe the columns are reference, known or new, status, key, title,
    file, line and times, parted by tabs. Exit code 0: all are known, 1: some are not, or there
    are none.
    """
    app: App = ctx.obj
    if known and unknown:
        raise UsageError("Give --known or --unknown; without them all are shown.")
    reader = formats.reader(format_name) if format_name else None
    if not files and app.stdin.isatty():
        app.say("Reading standard input; Ctrl-D ends it.")
    found: list[views.Found] = []
    problems: list[str] = []
    for name in files or ["-"]:
        references, wrong = _look(app, name, reader)
        found += [(name, one) for one in references]
        problems += [placed(name, problem.line, problem.message) for problem in wrong]
    wanted = found
    if known or unknown:
        wanted = [(file, one) for file, one in found if bool(one.paper) == known]
    print_answer(app, views.listing(found, wanted, width()), json=json, quiet=quiet)
    _tell(app, found, wanted, problems, json=json)
    if not found or any(one.paper is None for _, one in found):
        raise typer.Exit(ExitCode.PROBLEMS)


def _look(app: App, name: str, reader: Format | None) -> tuple[list[Reference], list[Problem]]:
    """Return the references of a file, and what is wrong in it."""
    problems: list[Problem] = []

    def records(document: FileDocument) -> Iterator[Record]:
        for item in mentions(document, reader).items:
            if isinstance(item, Record) and (item.title or item.identifiers or item.key):
                yield item
            elif isinstance(item, Problem):
                problems.append(item)

    # Where a person types what is looked through, nothing is to be told.
    waiting = gauge(app, f"looking through {visible(name)}") if name != "-" else nullcontext()
    with open_document(name) as document, waiting:
        return look(app.library(), records(document)), problems


def _tell(
    app: App,
    found: Sequence[views.Found],
    wanted: Sequence[views.Found],
    problems: Sequence[str],
    *,
    json: bool,
) -> None:
    """Say on standard error what the answer itself does not."""
    say_problems(app, problems)
    if json:
        return
    if not found:
        app.say(
            "No references were found. A reference is an identifier (arXiv, DOI, …), a title in a "
            "list of papers, or a citation key of LaTeX."
        )
    elif app.on_terminal:
        held = sum(one.paper is not None for _, one in found)
        app.say(f"{held:,} of {plural(len(found), 'reference')} are known.")
    if nameless := sum(not views.reference_of(one) for _, one in wanted):
        app.say(
            f"{nameless:,} of them have a citation key and nothing else; 'readlist cited FILE' "
            "looks such keys up in the bibliography."
        )
