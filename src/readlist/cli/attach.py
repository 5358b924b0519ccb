"""``attach``: keep a person's own PDF with a paper."""

from typing import Annotated

import typer

from readlist import config
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named_one
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import report_change
from readlist.errors import FileError
from readlist.files.pdf import is_pdf
from readlist.library.papers.marks import change_papers
from readlist.library.pdfs.files import keep_copy, with_file
from readlist.model import Paper
from readlist.store.papers import load
from readlist.text import plural, visible


@spread
def attach(
    ctx: typer.Context,
    paper: options.Paper,
    pdfs: Annotated[list[str], typer.Argument(metavar="FILE...", help="PDFs of this paper.")],
    form: Form = FORM,
) -> None:
    """Keep PDFs of your own with a paper.

    readlist attach vaswani2017attention ~/Downloads/annotated.pdf

    They are copied under the citation key, each content once, and stay where they were. 'readlist
    open --pdf' opens them, 'readlist index --pdf' makes their text searchable. 'add FILE' finds out
    by itself which paper a PDF is.
    """
    app: App = ctx.obj
    library = app.library()
    number = named_one(app, library, paper)
    paths = [config.expanded(name) for name in pdfs]
    for path in paths:
        if not path.is_file():
            raise FileError(f"There is no file {visible(str(path))}. Nothing was changed.")
        if not is_pdf(str(path)):
            raise FileError(f"{visible(str(path))} is no PDF. Nothing was changed.")
    folder = config.pdf_folder(app.settings)
    with app.change(dry_run=form.dry_run) as tx:
        key = next(load(library, [number])).key
        files = []
        for path in paths:
            # A dry run copies nothing: the name is that of a file that was not there before.
            name = path.name if form.dry_run else keep_copy(folder, path, key).name
            files.append(with_file(name))

        def with_files(now: Paper) -> Paper:
            for mark in files:
                now = mark(now)
            return now

        changed = change_papers(tx, [number], with_files)
        said = paths[0].name if len(paths) == 1 else plural(len(paths), "PDF")
        tx.summary = f"Attached {visible(said)} to {key}"
        report = report_change(app, tx, f"Attached {visible(said)}", [number], changed, form)
    report()
