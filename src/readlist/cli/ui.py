"""``ui``: the library full-screen."""

from typing import TYPE_CHECKING, Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.errors import UsageError

if TYPE_CHECKING:
    from readlist.library.papers.marks import Mark
    from readlist.model import Paper
    from readlist.ui.app import Hands

PLAIN = "'readlist triage', 'readlist list' and 'readlist next' need none."


def ui(
    ctx: typer.Context,
    query: options.Query = None,
    inbox: Annotated[bool, typer.Option("--inbox", help="Begin in the inbox.")] = False,
    reading: Annotated[bool, typer.Option("--reading", help="Begin with what to read.")] = False,
) -> None:
    """Use the library full-screen: inbox, library, reading.

    readlist ui

    readlist ui --inbox

    readlist ui list:papers-list is:unread

    ? shows the keys, which are those of triage and of vim; / searches as you type; ctrl+p names
    every command. Each key is kept at once and can be undone, here and by 'readlist undo'.
    """
    app: App = ctx.obj
    _check_terminal(app)
    try:
        from readlist.ui.app import LEAST_HEIGHT, LEAST_WIDTH, Place, ReadlistApp, too_small
    except ImportError as error:  # an installation that left Textual out
        raise UsageError(
            f"'readlist ui' needs the package {error.name or 'textual'}; 'pip install textual' "
            f"brings it. {PLAIN}"
        ) from error
    import os
    import shutil

    from readlist.ui.keys import keymap

    width, height = shutil.get_terminal_size()
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        raise UsageError(too_small(width, height))
    given = keymap(app.settings.get("ui_keys"))
    library = app.library(write=True)
    place = Place.INBOX if inbox else Place.READING if reading else Place.LIBRARY
    from readlist.library.inbox import inbox as waiting

    waiting.catch_up(library, app.now, watched=True)
    hands = _hands(app)
    without_colour = os.environ.get("NO_COLOR")
    colour = not app.environment.get("NO_COLOR")
    screen = ReadlistApp(app, hands, place=place, words=" ".join(query or ()), colour=colour)
    if without_colour is not None:
        os.environ["NO_COLOR"] = without_colour  # taken away by Textual; editors want it
    screen.animation_level = "none"
    screen.set_keymap(given)
    screen.run(mouse=True)


def _check_terminal(app: App) -> None:
    """Raise ``UsageError`` where nothing can be drawn."""
    import sys

    term = app.environment.get("TERM", "")
    if not (app.stdin.isatty() and app.on_terminal and sys.__stderr__ and sys.__stderr__.isatty()):
        raise UsageError(f"'readlist ui' fills a terminal, and there is none. {PLAIN}")
    if term in ("", "dumb"):
        raise UsageError(f"This terminal (TERM={term!r}) cannot draw. {PLAIN}")


def _hands(app: App) -> "Hands":
    """Return what needs another program: the editor, the browser, the viewer of PDFs."""
    from readlist.ui.app import Hands

    def note(paper: "Paper") -> str:
        from readlist.cli.note import blank_note, edit_text, note_words

        return note_words(edit_text(app, blank_note(paper), ".md"))

    def edit(paper: "Paper") -> "Mark":
        from readlist.cli.note import edit_text
        from readlist.files.write import kept_aside
        from readlist.library.papers.edit import edited, form, read_form

        text = edit_text(app, form(paper), ".txt")
        try:
            values = read_form(text, paper)
        except UsageError as error:
            raise UsageError(f"{kept_aside(text)} {error}") from error
        return lambda now: edited(now, values)

    def page(paper: "Paper") -> str:
        from readlist.cli.show import address_of, browse

        address = address_of(paper, "")
        return f"Opened {address}" if browse(address) else f"No browser could be started: {address}"

    def pdf(paper: "Paper") -> str:
        from readlist.cli.pdf import open_pdfs

        try:
            open_pdfs(app, [paper], print_only=False)
        except typer.Exit:
            return "The viewer could not be started; 'viewer' in the settings names one."
        return ""

    return Hands(note, edit, page, pdf)
