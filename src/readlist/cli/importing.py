"""``import``: papers from files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from readlist import formats
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_format_read
from readlist.errors import ExitCode
from readlist.files import FileDocument, open_document
from readlist.formats.base import LoadOptions
from readlist.library import marks
from readlist.library.absorb import AbsorbOptions, Outcome
from readlist.library.importing import STDIN, ImportOptions, ImportResult, import_document
from readlist.text import clean, plural, visible

PROBLEMS_SHOWN = 20


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files; - is standard input.")]
FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="NAME",
        help="annotated, bibtex, hf-page, jsonl, markdown or refs; by content otherwise.",
        autocompletion=complete_format_read,
    ),
]
Year = Annotated[
    int | None,
    typer.Option("--year", min=1900, max=2999, metavar="YEAR", help="For dates without one."),
]


def import_files(
    ctx: typer.Context,
    files: Files,
    format_name: FormatName = "",
    list_name: options.ListName = "",
    status: options.StatusOption = "to-read",
    tag: options.Tags = None,
    year: Year = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Import papers from files.

    readlist import papers.txt --tag survey

    readlist import export.jsonl.gz

    cat links.txt | readlist import - --list colleagues

    Curated lists keep their sections, order and remarks. Importing a file again changes nothing;
    importing a changed list says what was added, removed, moved and reworded.
    """
    app: App = ctx.obj
    tags = tuple(marks.valid_tag(name) for name in tag or ())
    arrival = marks.status_of(status)
    documents = [open_document(name) for name in files]
    readers = [formats.reader(format_name) if format_name else formats.sniff(d) for d in documents]
    results = []
    with app.change(dry_run=dry_run) as tx:
        chosen = ImportOptions(
            AbsorbOptions(app.now, tx.library.reader, arrival, tags),
            LoadOptions(year=year, today=app.today),
            clean(list_name),
            keep_outcomes=dry_run,
        )
        for document, found in zip(documents, readers, strict=True):
            with _progress(app, document) as progress:
                results.append(import_document(tx, document, found, chosen, progress))
        tx.summary = "; ".join(_summary(result) for result in results)
    if json:
        shapes = [import_json(result, dry_run=dry_run) for result in results]
        app.json(shapes[0] if len(shapes) == 1 else {"imports": shapes})
    for result in results:
        _report(app, result, json=json, quiet=quiet, dry_run=dry_run)
    if any(result.problem_count for result in results):
        raise typer.Exit(ExitCode.PROBLEMS)


def _silent(count: int) -> None:
    """Show nothing of ``count`` papers."""


@contextmanager
def _progress(app: App, document: FileDocument) -> Iterator[Callable[[int], None]]:
    """Show how much was read so far and how many papers that were, on a terminal only."""
    if not app.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    name = clean(document.name) or "standard input"
    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=app.stderr), transient=True) as bar:
        task = bar.add_task(f"Reading {name}", total=1.0)
        yield lambda count: bar.update(
            task, completed=document.share, description=f"{name}: {count:,} papers"
        )


def _summary(result: ImportResult) -> str:
    return f"Imported {result.file}: {result.new} new, {result.merged} merged"


def _report(app: App, result: ImportResult, *, json: bool, quiet: bool, dry_run: bool) -> None:
    if json:
        return
    if quiet:
        app.write("".join(f"{number}\n" for number in result.new_ids))
    else:
        app.write("".join(f"{line}\n" for line in _lines(result, dry_run=dry_run)))
    for problem in result.problems[:PROBLEMS_SHOWN]:
        where = f":{problem.line}" if problem.line else ""
        app.say(f"{result.file}{where}: {visible(problem.message)}")
    if result.problem_count > PROBLEMS_SHOWN:
        app.say(f"{result.file}: and {result.problem_count - PROBLEMS_SHOWN:,} more problems.")


def import_json(result: ImportResult, *, dry_run: bool) -> dict[str, object]:
    """Return the documented shape of an import."""
    changes = result.list_changes
    return {
        "file": result.file,
        "format": result.format,
        "found": result.found,
        "new": result.new,
        "merged": result.merged,
        "unchanged": result.unchanged,
        "skipped": result.skipped,
        "problems": [{"line": p.line, "message": p.message} for p in result.problems],
        "list": result.list_name or None,
        "list_changes": {
            "added": changes.added, "removed": changes.removed, "moved": changes.moved,
            "reworded": changes.reworded,
        },
        "contradictions": [
            {"paper": o.paper_id, "line": o.record.line, "field": c.field, "kept": c.kept,
             "said": c.said}
            for o in result.contradictions for c in o.contradictions
        ],
        "dry_run": dry_run,
    }  # fmt: skip


def _lines(result: ImportResult, *, dry_run: bool) -> Iterator[str]:
    would = "would be " if dry_run else ""
    file = "Standard input" if result.file == STDIN else visible(result.file)
    yield (
        f"{file} ({result.format}): {plural(result.found, 'paper')}: {result.new:,} {would}new, "
        f"{result.merged:,} {would}merged, {result.unchanged:,} unchanged"
        + (f", {result.skipped:,} skipped" if result.skipped else "")
        + (f", {plural(result.problem_count, 'problem')}" if result.problem_count else "")
        + "."
    )
    if result.list_name:
        changes = result.list_changes
        said = [
            f"{number:,} {word}"
            for number, word in (
                (changes.added, "added"), (changes.removed, "removed"),
                (changes.moved, "moved"), (changes.reworded, "reworded"),
            )
            if number
        ]  # fmt: skip
        yield f"List {visible(result.list_name)}: {', '.join(said) or 'as it was'}."
    for outcome in result.contradictions[:PROBLEMS_SHOWN]:
        for found in outcome.contradictions:
            yield (
                f"Line {outcome.record.line}: paper {outcome.paper_id} has {found.field} "
                f"{visible(found.kept)!r}, the file says {visible(found.said)!r}."
            )
    if dry_run:
        for outcome in result.outcomes[:PROBLEMS_SHOWN]:
            gained = f" ({', '.join(outcome.added)})" if outcome.added else ""
            yield f"  {outcome.kind}{gained}: {visible(outcome.record.title) or _named(outcome)}"
        if result.found > PROBLEMS_SHOWN:
            yield f"  and {result.found - PROBLEMS_SHOWN:,} more."


def _named(outcome: Outcome) -> str:
    return ", ".join(str(identifier) for identifier in outcome.record.identifiers)
