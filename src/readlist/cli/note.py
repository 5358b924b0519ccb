"""``note``, and the person's editor."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from readlist import local_time
from readlist.cli import options
from readlist.cli.app import App, command_words
from readlist.cli.choose import named_one
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer, report_change
from readlist.errors import ReadlistError, UsageError
from readlist.files.write import kept_aside, write_aside
from readlist.library.papers import marks
from readlist.library.papers.marks import change_papers
from readlist.model import Paper
from readlist.store.papers import load
from readlist.text import clean_block, visible_block
from readlist.views.answer import Report

_HEAD = "<!-- A note on: "
BREAK = "<!-- note {number} of {day}; empty a note to delete it -->"


@spread
def note(
    ctx: typer.Context,
    paper: options.Paper,
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TEXT]", help="The note; - reads it from standard input.", show_default=False
        ),
    ] = None,
    edit: Annotated[
        bool, typer.Option("--edit", "-e", help="Edit the notes that the paper has.")
    ] = False,
    form: Form = FORM,
) -> None:
    """Write a note on a paper, or show its notes.

    readlist note vaswani2017attention "Compare with the 2014 paper."

    readlist note 12 - < thoughts.md

    Without text the editor opens on a terminal ($VISUAL or $EDITOR); in a pipe the notes are
    printed. Notes are Markdown.
    """
    app: App = ctx.obj
    library = app.library()
    number = named_one(app, library, paper, ask=paper != "-")
    known = next(load(library, [number]))
    body = _body(app, known, text or ())
    if edit:
        _edit_notes(app, known)
    elif body is None:
        _show_notes(app, known, json=form.json)
    else:
        words = note_words(body)
        if not words:
            raise UsageError("The note is empty, so nothing was changed.")
        typed = "" if text else words  # in the editor
        with kept_if_refused(app, typed), app.change(dry_run=form.dry_run) as tx:
            changed = change_papers(tx, [number], marks.note_mark(words, app.now))
            tx.summary = f"Note: {words.splitlines()[0][:80]}"
            report = report_change(app, tx, "Noted", [number], changed, form)
        report()


def _body(app: App, paper: Paper, text: Sequence[str]) -> str | None:
    """Return the text of a new note; None asks for the notes that are there."""
    if list(text) == ["-"]:
        return app.stdin.read()
    if text:
        return " ".join(text)
    if app.may_ask and app.on_terminal:
        return edit_text(app, blank_note(paper), ".md")
    return None


def blank_note(paper: Paper) -> str:
    """Return what the editor shows before anything is written."""
    return f"{_HEAD}{paper.title} -->\n\n"


def note_words(body: str) -> str:
    """Return what a person wrote, without the line that says on what."""
    text = "\n".join(li for li in body.splitlines() if not li.startswith(_HEAD))
    return clean_block(text, len(text))  # one that is too long is refused, not cut


def _show_notes(app: App, paper: Paper, *, json: bool) -> None:
    from readlist.views.paper_json import paper_json

    lines: list[str] = []
    for found in paper.notes:
        lines += [""] if lines else []
        lines += [f"{local_time.day(found.created)} {found.reader}", visible_block(found.body)]
    answer = Report(
        lines, lambda: {"papers": [paper_json(paper)]}, empty=f"{paper.key} has no notes."
    )
    print_answer(app, answer, json=json)


def _edit_notes(app: App, paper: Paper) -> None:
    mine = [found for found in paper.notes if found.reader == paper.reading.reader]
    if not mine:
        raise UsageError(f"{paper.key} has no notes of yours to edit.")
    breaks = [
        BREAK.format(number=place, day=local_time.day(found.created))
        for place, found in enumerate(mine, 1)
    ]
    text = edit_text(
        app, "".join(f"{b}\n{n.body}\n\n" for b, n in zip(breaks, mine, strict=True)), ".md"
    )
    with kept_if_refused(app, text):
        bodies: dict[int, str] = {}
        for place, found in enumerate(mine):
            _, _, rest = text.partition(breaks[place])
            if not rest:
                raise UsageError("A line between two notes was changed, so nothing was changed.")
            end = breaks[place + 1] if place + 1 < len(mine) else None
            bodies[found.id] = rest.partition(end)[0] if end else rest
        with app.change() as tx:
            changed = change_papers(tx, [paper.id], marks.renote_mark(bodies))
            tx.summary = "Notes edited"
            report = report_change(app, tx, "Notes edited", [paper.id], changed, FORM)
    report()


def edit_text(app: App, text: str, suffix: str) -> str:
    """Return a text as the person leaves it in the editor, whatever encoding that writes.

    Raises ``UsageError``, and ``FileError`` where it is no text; the file is then kept.
    """
    import subprocess
    from pathlib import Path

    from readlist.files.read import open_document

    environment = app.environment
    editor = (
        app.settings.get("editor") or environment.get("VISUAL") or environment.get("EDITOR") or "vi"
    )
    name = write_aside(text, suffix)
    with ExitStack() as ending:
        ending.callback(Path(name).unlink, missing_ok=True)
        try:
            done = subprocess.run([*command_words(editor), name], check=False)  # noqa: S603 - theirs
        except (OSError, ValueError) as error:
            raise UsageError(
                f"The editor {editor!r} could not be started; set EDITOR or 'readlist config set "
                "editor NAME'."
            ) from error
        if done.returncode:
            said = f"The editor {editor!r} failed, so nothing was changed."
            if Path(name).is_file() and Path(name).read_bytes() != text.encode():
                ending.pop_all()
                said += f" What you wrote is kept in {name}."
            raise UsageError(said)
        ending.pop_all()  # what the person wrote stays until it is read
    with open_document(name) as document:
        said = document.text()
    Path(name).unlink()
    return said


@contextmanager
def kept_if_refused(app: App, text: str) -> Iterator[None]:
    """Keep what a person wrote in a file, where it does not come into the library."""
    try:
        yield
    except ReadlistError:
        if text:
            app.say(kept_aside(text))
        raise
