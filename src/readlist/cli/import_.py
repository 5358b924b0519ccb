"""``import``: papers from files."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from readlist import formats
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_format_read, complete_status
from readlist.cli.gauge import progress_bar
from readlist.cli.output import print_answer, say_problems
from readlist.cli.services import end_stopped
from readlist.errors import ExitCode, FileError, FormatError, UsageError
from readlist.files.read import FileDocument, open_document
from readlist.formats.base import Format, LoadOptions
from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.import_file import ImportOptions, ImportResult, import_document
from readlist.library.papers import marks
from readlist.store.journal import Transaction
from readlist.store.papers import keys_of
from readlist.text import clean, placed, plural, visible
from readlist.views import imports as views
from readlist.views.answer import Report

if TYPE_CHECKING:
    from readlist.files.reader_process import Ahead
    from readlist.formats.lists.explain import Explained
    from readlist.library.metadata.pdf_folder import Read

LARGE_BYTES = 8 * 1024**2
"""From this size on a file is read by another process; a smaller one is done before it starts."""
TABLES = frozenset({"csv", "tsv"})
"""Formats whose columns can be named with ``--map``."""

Readable = tuple[str, FileDocument, Format]


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="Files, or folders with --recursive; - is standard input."
    ),
]
FormatName = Annotated[
    str,
    options.format_option(
        "Such as bibtex or markdown, see 'readlist help formats'; by content otherwise.",
        complete_format_read,
    ),
]
Year = Annotated[
    int | None,
    typer.Option("--year", min=1900, max=2999, metavar="YEAR", help="For dates without one."),
]
Recursive = Annotated[
    bool, typer.Option("--recursive", "-r", help="Every file in the folders that is recognised.")
]
Into = Annotated[
    str,
    typer.Option("--into", metavar="STATUS", help="'inbox' leaves the papers to be decided on.",
                 autocompletion=complete_status),
]  # fmt: skip
Status_ = Annotated[
    str,
    typer.Option("--status", metavar="STATUS", help="Status of new papers; to-read by default.",
                 autocompletion=complete_status, show_default=False),
]  # fmt: skip
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=HEADER", help="Which column of a table holds what."),
]
Explain = Annotated[
    int,
    typer.Option(
        "--explain", metavar="LINE", min=0, show_default=False,
        help="Import nothing; say why that line of a list is read as it is.",
    ),
]  # fmt: skip
AllLinks = Annotated[
    bool, typer.Option("--all-links", help="Take links that lead to no paper as well.")
]
Prefer = Annotated[
    str,
    typer.Option(
        "--prefer", metavar="file", help="'file': what it says of known papers stands from now on."
    ),
]
Verbose = Annotated[bool, options.verbose_option("Say of every paper what became of it, and why.")]


def import_files(
    ctx: typer.Context,
    files: Files,
    format_name: FormatName = "",
    recursive: Recursive = False,
    list_name: options.ListName = "",
    status: Status_ = "",
    into: Into = "",
    tag: options.Tags = None,
    columns: Map = None,
    all_links: AllLinks = False,
    year: Year = None,
    prefer: Prefer = "",
    explain: Explain = 0,
    json: options.Json = False,
    quiet: options.Quiet = False,
    verbose: Verbose = False,
    dry_run: options.DryRun = False,
) -> None:
    """Import papers from files.

    readlist import refs.bib papers.ris --tag thesis

    readlist import README.md --dry-run

    readlist import sheet.csv --map title=Name --map year=When

    readlist import ~/bibliographies --recursive --into inbox

    readlist import corrected.bib --prefer file

    readlist import ~/papers --recursive  the PDFs in it as well; they stay where they are

    readlist import README.md --explain 42

    Curated lists keep their sections, order and remarks. Importing a file again changes nothing;
    importing a changed list says what was added, removed, moved and reworded. Where a bibliography
    differs from what is known of a paper, that is said, and --prefer file takes it. Its keys stay;
    one that another paper has, or that cannot be cited, is said with the new one, and goes on
    naming its paper for show, cited and export --keys.
    """
    app: App = ctx.obj
    if status and into:
        raise UsageError("--into and --status both say the status of new papers; give one.")
    if prefer not in ("", "file"):
        raise UsageError(
            f"--prefer {visible(prefer)} is not known; --prefer file takes the file's."
        )
    arrival = marks.status_of(status or into or "to-read")
    tags = tuple(marks.valid_tag(name) for name in tag or ())
    load = LoadOptions(
        year=year, today=app.today, columns=_columns(columns or ()), all_links=all_links
    )
    pdfs: dict[str, list[str]] = {}
    readable = _readable(app, files, format_name, pdfs, recursive=recursive)
    if explain:
        print_answer(app, views.explained(_explained(readable, explain), explain), json=json)
        return
    if columns:
        _refuse_others(readable)
    reads = [_looked_at(app, name, paths) for name, paths in pdfs.items()]
    with app.change(dry_run=dry_run) as tx:
        absorb = AbsorbOptions(
            app.now, tx.library.reader, arrival, tags, app.make_key, prefer_file=bool(prefer)
        )
        chosen = ImportOptions(absorb, load, clean(list_name), keep_outcomes=dry_run or verbose)
        results = [_imported(app, tx, one, chosen) for one in readable]
        if reads:
            from readlist.library.metadata.pdf_folder import import_pdfs

            results += [import_pdfs(tx, read, chosen) for read in reads]
        if verbose and not format_name:
            for result, (_, document, _) in zip(results, readable, strict=False):
                result.recognised = formats.choice(document).why
        plans = _plans(tx, results, every=verbose) if chosen.keep_outcomes else []
        tx.summary = _summary(results)
    _show(app, results, plans, json=json, quiet=quiet, verbose=verbose, dry_run=dry_run)
    _end(app, results, reads)


def _plans(
    tx: Transaction, results: Sequence[ImportResult], *, every: bool
) -> list[list[views.Step]]:
    """Return what becomes of the papers of each file, step by step."""
    plans = []
    for result in results:
        keys = keys_of(tx.db, {outcome.paper_id for outcome in result.outcomes})
        plans.append(list(views.steps(result, keys, every=every)))
    return plans


def _refuse_others(readable: Sequence[Readable]) -> None:
    """Raise ``UsageError`` where a file has no columns that ``--map`` could name."""
    for file, _, found in readable:
        if found.name not in TABLES:
            raise UsageError(
                f"--map names columns of a table, and {visible(file)} is read as {found.name}. "
                "Add --format csv if it is one."
            )


def _end(app: App, results: Sequence[ImportResult], reads: Sequence["Read"]) -> None:
    """Say which PDFs are not what their identifiers name, and end with the code for problems."""
    doubts = [doubt for read in reads for doubt in read.gathered.doubts]
    for doubt in doubts:
        app.say(doubt)
    if any(read.interrupted for read in reads):
        end_stopped(app, "What was read is kept; the same command goes on with the rest.")
    if doubts or any(result.problem_count for result in results):
        raise typer.Exit(ExitCode.PROBLEMS)


EXPLAINED = ("markdown", "html", "org", "rst", "asciidoc", "annotated", "refs")
"""Formats of lists, whose entries are read by weighing."""


def _explained(readable: Sequence[Readable], line: int) -> "list[Explained]":
    """Return how a line of a list is read. Raises ``UsageError`` where there is no one list."""
    if len(readable) != 1:
        raise UsageError("--explain tells of one file; give one.")
    file, document, found = readable[0]
    if found.name not in EXPLAINED:
        raise UsageError(
            f"--explain tells how entries of lists are read, and {visible(file)} is read as "
            f"{found.name}. Its formats are {', '.join(EXPLAINED)}; --format names one."
        )
    from readlist.formats.lists.explain import explained

    return explained(document, found.name, line)


def _looked_at(app: App, name: str, paths: Sequence[str]) -> "Read":
    """Look at PDFs and show how far that is, on a terminal only."""
    from readlist.library.metadata.pdf_folder import read_pdfs

    with progress_bar(app, f"Reading PDFs of {clean(name)}", len(paths), "count") as move:
        return read_pdfs(app, name, paths, move)


def _imported(app: App, tx: Transaction, readable: Readable, chosen: ImportOptions) -> ImportResult:
    """Import one file and show how much of it was read so far, and how many papers that were."""
    path, document, found = readable
    ahead = _ahead(path, document, found, chosen.load)
    reading = ahead or document
    name = clean(document.name) or "standard input"
    with progress_bar(app, f"Reading {name}", 1.0, "time") as move:
        return import_document(
            tx, document, found, chosen,
            lambda count: move(reading.share, f"{name}: {count:,} papers"), ahead,
        )  # fmt: skip


def _columns(said: Sequence[str]) -> dict[str, str]:
    """Return ``field=Header`` as a mapping; the loader says which fields there are."""
    found = {}
    for pair in said:
        name, mark, header = pair.partition("=")
        if not mark or not name.strip() or not header.strip():
            raise UsageError(f"--map {visible(pair)!r} is not of the form title=Name.")
        found[name.strip().lower()] = header.strip()
    return found


def _readable(
    app: App, files: Sequence[str], format_name: str, pdfs: dict[str, list[str]], *, recursive: bool
) -> list[Readable]:
    """Return the files with their formats; in folders only what is recognised.

    ``pdfs`` takes the PDFs, by the name of the folder or of the file.
    """
    named = formats.reader(format_name) if format_name else None
    readable: list[Readable] = []
    for file in files:
        if file != "-" and os.path.isdir(file):  # noqa: PTH112 - as the file module opens it
            if not recursive:
                raise FileError(
                    f"{visible(file)} is a folder. Add --recursive to import the files in it."
                )
            readable += _in_folder(app, file, named, pdfs)
        elif file.lower().endswith(".pdf") and not named:
            pdfs[file] = [file]
        else:
            document = open_document(file)
            # Of many files one is empty now and then.
            if len(files) > 1 and not named and formats.is_empty(document):
                app.say(f"{visible(file)} is empty, so there is nothing to read.")
                continue
            readable.append((file, document, named or formats.sniff(document)))
    return readable


def _in_folder(
    app: App, folder: str, named: Format | None, pdfs: dict[str, list[str]]
) -> Iterator[Readable]:
    from readlist.files.write import files_under

    left = 0
    suffixes = formats.read_suffixes()
    for path in files_under(folder):
        if path.lower().endswith(".pdf") and not named:
            pdfs.setdefault(folder, []).append(path)
            continue
        if not path.lower().removesuffix(".gz").endswith(suffixes):
            left += 1
            continue
        try:
            document = open_document(path)
            yield path, document, named or formats.sniff(document)
        except (FileError, FormatError):
            left += 1
    if left:
        app.say(f"{visible(folder)}: {plural(left, 'file')} not recognised, left alone.")


def _ahead(path: str, document: FileDocument, found: Format, load: LoadOptions) -> "Ahead | None":
    """Return a large file read by another process, where there is a processor for it."""
    alone = path == "-" or found.name not in formats.READS or (os.cpu_count() or 1) < 2
    if alone or document.size_bytes < LARGE_BYTES:
        return None
    from readlist.files.reader_process import Ahead  # subprocess and pickle, for large files alone

    return Ahead(path, found.name, load)


def _summary(results: Sequence[ImportResult]) -> str:
    new = sum(result.new for result in results)
    merged = sum(result.merged for result in results)
    if len(results) > 3:
        return f"Imported {len(results)} files: {new} new, {merged} merged"
    return "; ".join(f"Imported {r.file}: {r.new} new, {r.merged} merged" for r in results)


def _show(
    app: App, results: Sequence[ImportResult], plans: Sequence[Sequence[views.Step]], *,
    json: bool, quiet: bool, verbose: bool, dry_run: bool,
) -> None:  # fmt: skip
    if json:
        shapes = [
            views.import_json(result, plans[place] if plans else (), dry_run=dry_run)
            for place, result in enumerate(results)
        ]
        facts = shapes[0] if len(shapes) == 1 else {"imports": shapes}
        print_answer(app, Report([], facts), json=True)
        return
    if not results:
        app.say("There is no file to import.")
    for place, result in enumerate(results):
        said = list(views.sentences(result, dry_run=dry_run))
        if plans and not quiet:
            print_answer(app, views.plan(plans[place], said, why=verbose))
        else:
            print_answer(app, Report(said, names=result.new_ids), quiet=quiet)
        problems = [placed(result.file, one.line, one.message) for one in result.problems]
        say_problems(app, problems, result.problem_count, file=result.file)
