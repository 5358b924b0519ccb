"""``pick``, and the picker that any command shows where a name fits several papers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.errors import UsageError
from readlist.views import pick as views
from readlist.views.pick import Choice, Shown

if TYPE_CHECKING:
    from readlist.cli.terminal import Terminal

MOST_LINES = 12
"""Lines that the picker takes below the prompt."""
MOST_PAPERS = 50_000
"""Papers that are looked through with each key; it takes a tenth of a second."""


def pick(
    ctx: typer.Context,
    query: options.Query = None,
    sort: options.Sort = "",
    columns: options.Columns = "",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Pick papers by typing a few letters, and print them.

    readlist pick

    readlist pick tag:nlp status:to-read

    readlist pick --quiet | readlist status - reading

    readlist export --format bibtex $(readlist pick --columns key)

    Letters narrow the papers down: attneed finds Attention Is All You Need. Space or Tab marks
    several, Enter picks, Esc leaves, Ctrl-U begins anew. What was picked is printed as 'readlist
    list' prints it, for a pipe too: the picker itself is drawn on the terminal.
    """
    from readlist.cli.search import Wish, answer
    from readlist.library.papers import search

    app: App = ctx.obj
    if not can_pick(app):
        raise UsageError(
            "pick shows papers and waits for keys, so it needs a terminal. In a script 'readlist "
            "search --quiet WORDS' prints the numbers of papers."
        )
    library = app.library()
    found = search.prepare(library, query or (), sort=sort, now=app.now, chosen=True)
    names = ("id", "key", "title", "byline", "year")
    choices = [Choice(*row) for row in search.rows(library, found, names, MOST_PAPERS)]
    if not choices:
        app.say(f"No papers found. {search.why_empty(library, found, app.now)}".rstrip())
        return
    picked = choose(app, choices, several=True)
    if not picked:
        raise UsageError("Nothing was chosen.")
    these = search.prepare(library, [f"id:{','.join(map(str, picked))}"], now=app.now)
    answer(app, library, these, Wish(0, columns, json=json, quiet=quiet))


def can_pick(app: App) -> bool:
    """Return whether there is a person at a terminal that can be drawn on."""
    return app.may_ask and app.environment.get("TERM", "") not in ("", "dumb")


def choose(app: App, choices: Sequence[Choice], *, several: bool = False) -> list[int]:
    """Let a person pick papers under the prompt; return their numbers, none where none was."""
    from readlist.cli.terminal import terminal

    app.stdout.flush()
    kind = app.environment.get("TERM", "")
    with terminal(app.stdin, app.stderr, kind, inline=True) as screen:
        colour = not app.environment.get("NO_COLOR")
        return _Picker(screen, choices, several=several, colour=colour).run()


class _Picker:
    """What was typed, the papers that it leaves, and those that were marked."""

    def __init__(
        self, screen: "Terminal", choices: Sequence[Choice], *, several: bool, colour: bool
    ) -> None:
        self.screen = screen
        self.choices = [(views.folded(choice), choice) for choice in choices]
        self.several = several
        self.colour = colour
        self.typed = ""
        self.matches = list(choices)
        self.at = self.top = 0
        self.marked: dict[int, None] = {}

    def run(self) -> list[int]:
        """Go on until papers are picked, or the person leaves."""
        from readlist.cli.terminal import END

        while True:
            height = self._draw()
            key = self.screen.key()
            if key in ("escape", END):
                return []
            if key != "enter":
                self._obey(key, height)
            elif self.marked or self.matches:
                return list(self.marked) or [self.matches[self.at].id]

    def _draw(self) -> int:
        """Draw the picker; return how many papers there is room for."""
        size = self.screen.size()
        height = min(MOST_LINES, size.lines - 1)
        room = height - 1
        self.top = min(self.top, self.at)
        self.top = max(self.top, self.at - room + 1)
        shown = Shown(
            self.typed, self.matches, len(self.choices), self.at, self.top, self.marked.keys()
        )
        self.screen.show(
            views.lines(shown, size.columns, height, colour=self.colour, several=self.several)
        )
        return room

    def _obey(self, key: str, room: int) -> None:
        from readlist.cli.terminal import PASTED

        moves = {"up": -1, "down": 1, "page up": -room, "page down": room}
        if key in moves:
            self._move(moves[key])
        elif key in (" ", "tab") and self.several:
            self._mark()
        elif key == "backspace":
            self._type(self.typed[:-1])
        elif key == "clear":
            self._type("")
        elif key.startswith(PASTED):
            self._type(self.typed + " ".join(key.removeprefix(PASTED).split())[:200])
        elif len(key) == 1:
            self._type(self.typed + key)

    def _move(self, by: int) -> None:
        self.at = max(0, min(self.at + by, len(self.matches) - 1))

    def _mark(self) -> None:
        """Mark the paper under the cursor, or take its mark away, and go on to the next."""
        if self.matches:
            number = self.matches[self.at].id
            if number in self.marked:
                del self.marked[number]
            else:
                self.marked[number] = None
            self._move(1)

    def _type(self, text: str) -> None:
        self.typed = text
        self.matches = views.narrowed(self.choices, text)
        self.at = self.top = 0
