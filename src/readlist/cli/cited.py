"""``cited``: what is to be looked at in the citations of a manuscript."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.output import print_answer, say_problems
from readlist.errors import ExitCode, UsageError
from readlist.files.read import open_document
from readlist.formats.manuscripts import EVERYTHING
from readlist.library.manuscripts.check import KINDS, Finding, findings
from readlist.library.manuscripts.manuscript import (
    Manuscript,
    bibliography,
    is_bibliography,
    manuscript,
)
from readlist.text import plural, visible
from readlist.views import cited as views

Judged = tuple[Manuscript, list[Finding]]


def cited(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help=".tex, .aux, .bcf, .bbl, .lyx, .md, .rst, .org, .adoc, .typ, .ipynb or .bib.",
        ),
    ],
    only: Annotated[
        str, typer.Option("--only", metavar="KINDS", help="Parted by commas; see above.")
    ] = "",
    json: options.Json = False,
    quiet: Annotated[bool, options.quiet_option("Print keys only.")] = False,
) -> None:
    """Check the citations of a manuscript against the library.

    readlist cited paper.tex

    readlist cited paper.tex ../refs.bib --only missing,preprint

    Reports keys without an entry in the bibliography (no-entry), papers that are not in the
    library (missing), keys that a removed paper had (freed), one paper under two keys (twice),
    preprints that appeared meanwhile (preprint) and papers that you have not read (unread).
    Included files and bibliographies are followed within the manuscript's folder; a .bib that is
    named beside a manuscript stands in place of its own. In a pipe the columns are kind, key, file,
    line, what is told and title, parted by tabs. Exit code 0: nothing to report, 1: something.
    """
    app: App = ctx.obj
    kinds = _kinds(only)
    library = app.library()
    judged: list[Judged] = []
    for found in _manuscripts(files):
        said = [one for one in findings(library, found.cited()) if one.kind in kinds]
        judged.append((found, said))
    print_answer(app, views.listing(judged), json=json, quiet=quiet)
    if not json:
        _tell(app, judged)
    if any(said for _, said in judged):
        raise typer.Exit(ExitCode.PROBLEMS)


def _kinds(only: str) -> tuple[str, ...]:
    """Return the kinds of findings that are asked for. Raises ``UsageError``."""
    chosen = tuple(word.strip().lower() for word in only.split(",") if word.strip())
    for word in chosen:
        if word not in KINDS:
            raise UsageError(f"--only takes {', '.join(KINDS)}, not {visible(word)!r}.")
    return chosen or KINDS


def _manuscripts(files: Sequence[str]) -> list[Manuscript]:
    """Read what is named; bibliographies beside manuscripts are those of the manuscripts."""
    with ExitStack() as stack:
        opened = [(name, stack.enter_context(open_document(name))) for name in files]
        bibs = [(name, document) for name, document in opened if is_bibliography(document)]
        texts = [pair for pair in opened if pair not in bibs]
        if not texts:
            return [bibliography(name, document) for name, document in bibs]
        given = [name for name, _ in bibs] or None
        return [manuscript(name, document, given) for name, document in texts]


def _tell(app: App, judged: Sequence[Judged]) -> None:
    """Say on standard error what was not read, and what an empty answer means."""
    for found, said in judged:
        say_problems(app, [one.sentence for one in found.unread])
        number = len(found.cited().citations)
        file = "Standard input" if found.file == "-" else visible(found.file)
        if not number and EVERYTHING in found.citations:
            app.say(
                f"{file} cites all of its bibliography (\\nocite{{*}}), and none was found. Name "
                f"it as well: readlist cited {file} refs.bib."
            )
        elif not number:
            app.say(f"{file} cites nothing that was found.")
        elif not said:
            app.say(f"{file}: {plural(number, 'citation')}, nothing to report.")
