"""``key`` and ``keys``: citation keys, given and checked."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import asked_for, named_one
from readlist.cli.gauge import gauge
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer, report_change
from readlist.errors import ExitCode, NotFoundError, UsageError
from readlist.library.papers import search
from readlist.library.papers.edit import check_key_free, said_of_freed, with_key
from readlist.library.papers.keys import Finding, check_file, check_library, outdated, renew_keys
from readlist.library.papers.marks import change_papers
from readlist.store.connection import Library
from readlist.store.papers import former_keys, key_rows
from readlist.text import clean, plural, visible
from readlist.views.answer import Column, Listing, Report

NewKey = Annotated[
    str, typer.Argument(metavar="NEWKEY", show_default=False, help="Such as smith2020deep.")
]
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[QUERY | FILE]...",
        show_default=False,
        help="Papers, or with --check a bibliography (FILE.bib).",
    ),
]
Check = Annotated[
    bool, typer.Option("--check", help="Say what is wrong with keys; answer 1 if anything is.")
]

Renew = Annotated[
    bool,
    typer.Option("--renew", help="Make anew what was made of a bare title or identifier."),
]


@spread
def key(
    ctx: typer.Context,
    paper: options.Paper,
    new_key: NewKey,
    form: Form = FORM,
) -> None:
    """Give a paper the citation key that you want.

    readlist key 12 smith2020deep

    It stays for ever, whatever arrives later; the former key still finds the paper.
    """
    app: App = ctx.obj
    number = named_one(app, app.library(), paper)
    chosen = clean(new_key)
    with app.change(dry_run=form.dry_run) as tx:
        check_key_free(tx.db, number, chosen)
        changed = change_papers(tx, [number], lambda known: with_key(known, chosen))
        tx.summary = f"Key {chosen}"
        report = report_change(app, tx, "Key", [number], changed, form)
        said = said_of_freed(tx.library, number, chosen)
    report()
    if said:
        app.say(said)


def keys(
    ctx: typer.Context,
    words: Words = None,
    check: Check = False,
    renew: Renew = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Show citation keys, or check them.

    readlist keys tag:thesis                 the keys and titles of papers

    readlist keys --check                    two papers that a merge would make one, unsafe keys

    readlist keys --check thesis.bib         the same for a file, beside the library

    readlist keys --renew                    keys that were made before the authors were known

    A key stays for ever unless you ask for another; a former key still finds its paper.
    """
    app: App = ctx.obj
    if (check and renew) or (dry_run and not renew):
        raise UsageError("Give --check, or --renew and perhaps --dry-run.")
    if renew:
        _renew(app, words or (), json=json, dry_run=dry_run)
    elif check:
        _check(app, words or (), json=json)
    else:
        _show(app, app.library(), words or (), json=json)


def _check(app: App, words: Sequence[str], *, json: bool) -> None:
    """Tell what is wrong with keys, and end with the code for it. Raises ``UsageError``."""
    library = app.library()
    files = [word for word in words if word.lower().endswith((".bib", ".bibtex"))]
    if files and len(words) > 1:
        raise UsageError("Give one file or a query to check, not both.")
    with gauge(app, "checking keys"):
        found = list(_of_file(library, files[0]) if files else _of_library(app, library, words))
    note = f"{plural(len(found), 'finding')}." if found else "The keys are in order."
    facts = {"findings": [one._asdict() for one in found]}
    print_answer(app, Report([visible(one.message) for one in found], facts, note=note), json=json)
    if found:
        raise typer.Exit(ExitCode.PROBLEMS)


def _show(app: App, library: Library, words: Sequence[str], *, json: bool) -> None:
    wanted = asked_for(app, library, words)
    rows = {row.id: row for row in key_rows(library.db)}
    found = [rows[number] for number in wanted]
    columns = (Column("key", lambda row: row.key), Column("title", lambda row: row.title))
    answer = Listing(
        "keys", columns, found, lambda row: row._asdict() | {"title": row.title or None},
        line="{}\t{}", empty="No papers found.",
    )  # fmt: skip
    print_answer(app, answer, json=json)


def _renew(app: App, words: Sequence[str], *, json: bool, dry_run: bool) -> None:
    with app.change(dry_run=dry_run) as tx:
        wanted = search.ids(tx.library, search.prepare(tx.library, words, now=app.now), None)
        papers = outdated(tx.library, wanted, app.make_key)
        found = renew_keys(tx, papers, app.make_key)
        tx.summary = f"Renewed {plural(len(found), 'key')}"
    would = "Dry run: " if dry_run else ""
    still = "; the former ones still find their papers" if found and not dry_run else ""
    columns = (
        Column("former", lambda one: one.former),
        Column("key", lambda one: one.key),
        Column("title", lambda one: one.title),
    )
    answer = Listing(
        "renewed", columns, found, lambda one: one._asdict() | {"title": one.title or None},
        after={"dry_run": dry_run}, line="{}\t{}\t{}",
        note=f"{would}{plural(len(found), 'key')} renewed{still}.",
    )  # fmt: skip
    print_answer(app, answer, json=json)


def _of_library(app: App, library: Library, words: Sequence[str]) -> Iterator[Finding]:
    from readlist.library.papers.merge import suspects  # 5 ms, for this check alone

    rows = key_rows(library.db)
    wanted = set(search.ids(library, search.prepare(library, words, now=app.now), None))
    if words and not wanted:
        raise NotFoundError("No papers found, so no keys were checked.")
    return check_library(rows, former_keys(library.db), suspects(library), wanted)


def _of_file(library: Library, name: str) -> Iterator[Finding]:
    from readlist import formats  # what reads files is not needed for anything else here
    from readlist.bib.citekeys import folded
    from readlist.files.read import open_document
    from readlist.formats.base import LoadOptions
    from readlist.library.manuscripts.seen import identify, keys_held
    from readlist.model import Record

    load = formats.reader("bibtex").load
    if load is None:
        raise TypeError("BibTeX has no reader")
    with open_document(name) as document:
        records = [item for item in load(document, LoadOptions()) if isinstance(item, Record)]
    numbers, _ = identify(library, records)
    held = keys_held(library, (record.key for record in records if record.key))
    owners = {folded(key): paper.id for key, paper in held.items()}
    return check_file(library, records, numbers, owners)
