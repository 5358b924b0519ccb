"""``triage``: one paper at a time, one key each."""

from collections.abc import Callable, Sequence
from typing import Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.inbox import empty
from readlist.cli.tag import split_tags
from readlist.cli.terminal import END, PASTED, RESIZED, Terminal, terminal
from readlist.errors import ExitCode, ReadlistError, UsageError
from readlist.files.write import kept_aside
from readlist.library.inbox import inbox
from readlist.library.inbox import triage as steps
from readlist.library.inbox.inbox import Decision
from readlist.library.inbox.triage import Session, Step
from readlist.library.papers import marks
from readlist.model import Paper
from readlist.store import feeds
from readlist.store.journal import Transaction
from readlist.store.ranking import look, scores
from readlist.store.reading import inbox_count
from readlist.text import plural, visible
from readlist.views import triage as views

LIKE_IT = 10
"""Papers like one that come next when a person asks for them."""


def triage(ctx: typer.Context, query: options.Query = None) -> None:
    """Decide about the inbox paper by paper, one key each, best first.

    readlist triage

    readlist triage feed:hf added:7d

    k keeps a paper to read, l skims it later, d drops it, u takes the last step back, ? shows all
    keys. Every decision is kept at once; start again to go on.
    """
    app: App = ctx.obj
    if not (app.stdin.isatty() and app.on_terminal):
        raise UsageError(
            "triage shows paper after paper and waits for keys, so it needs a terminal. In a "
            "script 'readlist inbox keep|later|drop QUERY' decides."
        )
    library = app.library(write=True)
    inbox.catch_up(library, app.now, watched=True)
    found = inbox.search(library, query or (), now=app.now)
    session = steps.begin(library, found)
    if not session.queue:
        app.say(empty(app, library, found))
        return
    look(library)
    interrupted = False
    screen = terminal(app.stdin, app.stdout, app.environment.get("TERM", ""))
    try:
        with screen:
            _Sitting(app, screen, session).run()
    except KeyboardInterrupt:
        interrupted = True
    app.line(views.ending(session.counts, inbox_count(library, app.today).waiting))
    if interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)


class _Sitting:
    """Shows the papers of a session and does what the keys say."""

    def __init__(self, app: App, screen: Terminal, session: Session) -> None:
        self.app = app
        self.screen = screen
        self.session = session
        self.names = {feed.id: feed.name for feed in feeds.feeds(app.library().db)}
        self.message = ""
        self.top = 0
        self.keys: dict[str, Callable[[Paper], None]] = {
            "k": lambda paper: self._decide(paper, Decision.KEEP),
            "l": lambda paper: self._decide(paper, Decision.LATER),
            "d": lambda paper: self._decide(paper, Decision.DROP),
            "s": self._skip, "t": self._tag, "n": self._note, "m": self._more,
            "o": self._open, "p": self._open_pdf, "?": lambda _: self._page(views.help_lines()),
        }  # fmt: skip

    def run(self) -> None:
        """Go on until the papers are decided or the person leaves."""
        while paper := steps.current(self.app.library(), self.session):
            key = self._ask(paper)
            if key in {"q", END}:
                return
            self.message = ""
            try:
                if key == "u":
                    self._take_back()
                elif key in self.keys:
                    self.keys[key](paper)
                else:
                    self.message = "? shows the keys."
            except ReadlistError as error:
                self.message = str(error)

    # What is seen

    def _ask(self, paper: Paper) -> str:
        """Show a paper until a key says more than to scroll; return that key."""
        self.top = 0
        while True:
            body = self._room(self._body(paper))
            key = self.screen.key()
            moves = {
                " ": body,
                "page down": body,
                "page up": -body,
                "down": 1,
                "up": -1,
                RESIZED: 0,
            }
            moved = moves.get(key)
            if moved is None:
                return key
            self.top += moved

    def _body(self, paper: Paper) -> list[str]:
        db = self.app.library().db
        score = scores(db, self.app.library().reader_id, [paper.id]).get(paper.id)
        came = feeds.brought(db, [paper.id]).get(paper.id, [])
        return self._lines(views.card(paper, score, came, self.names))

    def _room(self, body: Sequence[str], prompt: str = "") -> int:
        """Draw what fits of a paper below its heading and above the keys; return how much fits."""
        columns, lines = self.screen.size()
        said = self._lines(prompt or self.message)[-max(1, lines // 3) :] if (
            prompt or self.message
        ) else []  # fmt: skip
        room = max(1, lines - 4 - len(said))
        self.top = max(0, min(self.top, len(body) - room))
        shown = list(body[self.top : self.top + room])
        session = self.session
        head = views.heading(session.at + 1, len(session.queue), session.counts, columns)
        foot = views.PROMPT if prompt else views.footer(columns, more=self.top + room < len(body))
        filled = [*shown, *[""] * (room - len(shown))]
        self.screen.show([head, "", *filled, "", *said, foot][:lines])
        return max(1, room - 1)

    def _lines(self, part: Any) -> list[str]:
        """Return something drawn as lines of the screen's width."""
        from rich.console import Console

        width = min(self.screen.size().columns, views.MEASURE)
        console = Console(
            file=self.app.stdout, width=width, highlight=False, markup=False, emoji=False,
            no_color=not self.app.colour or None,
        )  # fmt: skip
        with console.capture() as captured:
            console.print(visible(part) if isinstance(part, str) else part)
        return captured.get().rstrip("\n").split("\n")

    def _page(self, lines: Sequence[str]) -> None:
        """Show something else until a key is pressed."""
        drawn = [line for text in lines for line in self._lines(text)]
        room = self.screen.size().lines - 2
        self.screen.show([*drawn[:room], "", "Any key goes on."])
        self.screen.key()

    def _prompt(self, paper: Paper, label: str) -> str:
        """Return what a person types below a paper; nothing if Escape is pressed."""
        typed = ""
        while True:
            self._room(self._body(paper), f"{label} {typed}_")
            key = self.screen.key()
            if key in {"enter", "escape", END}:
                return typed if key == "enter" else ""
            if key == "backspace":
                typed = typed[:-1]
            elif key == "clear":
                typed = ""
            elif len(key) == 1 or key.startswith(PASTED):
                typed += visible(key.removeprefix(PASTED))

    # What is done

    def _step(self, what: str, paper: Paper, change: Callable[[Transaction], None]) -> None:
        """Do one thing in its own transaction, and remember how to take it back."""
        self.app.look_again()
        with self.app.change() as tx:
            change(tx)
        self.session.steps.append(Step(what, paper, tx.entry_id))

    def _decide(self, paper: Paper, decision: Decision) -> None:
        self._step(
            decision, paper, lambda tx: steps.decide(tx, paper, decision, tx.at)
        )  # fmt: skip
        self.session.at += 1

    def _skip(self, paper: Paper) -> None:
        self._step("skip", paper, lambda tx: steps.skip(tx, paper, tx.at))
        self.session.at += 1

    def _take_back(self) -> None:
        session = self.session
        if not session.steps:
            self.message = (
                "There is nothing to take back here; 'readlist undo' goes back further."
            )  # fmt: skip
            return
        step = session.steps[-1]
        self.app.look_again()
        with self.app.change() as tx:
            steps.take_back(tx, step)
        session.steps.pop()
        session.at = session.queue.index(step.before.id)
        self.message = f"Taken back: {step.what} {step.before.key}."

    def _tag(self, paper: Paper) -> None:
        words = self._prompt(paper, "Tags, -tag takes one off:").split()
        if not words:
            return
        _, on, off = split_tags(words, named=False)
        mark = marks.tag_mark(on, off)
        said = f"Tagged {' '.join(words)}: {paper.key}"
        self._step("tag", paper, lambda tx: steps.note_down(tx, paper, mark, said))

    def _note(self, paper: Paper) -> None:
        from readlist.cli.note import blank_note, edit_text, note_words

        with self.screen.aside():
            words = note_words(edit_text(self.app, blank_note(paper), ".md"))
        if not words:
            self.message = "The note is empty, so nothing was changed."
            return
        said = f"Note: {words.splitlines()[0][:80]}"
        try:
            self._step(
                "note", paper,
                lambda tx: steps.note_down(tx, paper, marks.note_mark(words, tx.at), said),
            )  # fmt: skip
        except ReadlistError as error:
            self.message = f"{kept_aside(words)} {error}"

    def _more(self, paper: Paper) -> None:
        library = self.app.library()
        found = steps.like(library, self.session, paper, LIKE_IT)
        if not found:
            self.message = "Nothing else here is like it."
            return
        self.session.first([near.id for near in found])
        titles = steps.titles(library, found)
        lines = views.near_lines(found, titles, self.screen.size().columns)
        self._page([f"Like {visible(paper.title)}:", "", *lines])
        come = "comes" if len(found) == 1 else "come"
        self.message = f"{plural(len(found), 'paper')} like this one {come} next."

    def _open(self, paper: Paper) -> None:
        from readlist.cli.show import address_of, browse

        address = address_of(paper, "")
        with self.screen.aside():
            opened = browse(address)
        self.message = f"Opened {address}" if opened else f"No browser could be started: {address}"

    def _open_pdf(self, paper: Paper) -> None:
        from readlist.cli.pdf import open_pdfs

        try:
            with self.screen.aside():
                open_pdfs(self.app, [paper], print_only=False)
        except typer.Exit:
            self.message = "The viewer could not be started; 'viewer' in the settings names one."
