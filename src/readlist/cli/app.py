"""What every command works with: a session with the library, what was typed, and the streams.

Made once by ``main.run`` and handed to commands as ``ctx.obj``; nothing here is global.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from readlist.errors import NotFoundError, UsageError
from readlist.library.session import Session
from readlist.text import masked, readable, visible, visible_block
from readlist.views.wrap import sentence_lines

if TYPE_CHECKING:
    from readlist.store.journal import Transaction


@dataclass(eq=False, repr=False)
class App(Session):
    """One run of the program."""

    argv: Sequence[str] = ()
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    ending: ExitStack = field(default_factory=ExitStack)
    """What ends with the command."""

    @property
    def command(self) -> str:
        """What the person typed, for the journal."""
        import shlex

        return "readlist " + shlex.join(visible(masked(word)) for word in self.argv)

    @contextmanager
    def change(self, *, command: str = "", dry_run: bool = False) -> "Iterator[Transaction]":
        """Do what a command changes, as a session does. Raises ``UsageError``.

        What was typed in another encoding than UTF-8 would come into the library without some of
        its letters; a file may be called so.
        """
        for word in self.argv:
            if readable(word) != word and word != self.db and not os.path.lexists(word):
                raise UsageError(
                    f"{visible(readable(word))!r} is not in UTF-8, so letters of it would be lost. "
                    "Type it again."
                )
        with super().change(command=command, dry_run=dry_run) as tx:
            yield tx

    # Output: data goes to stdout, everything else to stderr.

    @cached_property
    def on_terminal(self) -> bool:
        """Whether a person looks at what is printed."""
        return self.stdout.isatty()

    @cached_property
    def colour(self) -> bool:
        """Whether what is drawn has colours; what a pipe gets is data and has none.

        NO_COLOR says no whatever else does (no-color.org); FORCE_COLOR and CLICOLOR_FORCE say yes,
        CLICOLOR=0 and TERM=dumb no (bixense.com/clicolors).
        """
        told = self.environment
        if told.get("NO_COLOR"):
            return False
        if any(told.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
            return True
        if told.get("CLICOLOR") == "0" or told.get("TERM") == "dumb":
            return False
        return self.on_terminal

    @cached_property
    def links(self) -> bool:
        """Whether titles may lead somewhere (OSC 8): on terminals that are known to show it.

        FORCE_HYPERLINK=1 says that one can, 0 that none is wanted; a pipe never gets any.
        """
        told = self.environment
        if not self.on_terminal or told.get("TERM") == "dumb":
            return False
        if forced := told.get("FORCE_HYPERLINK", ""):
            return forced != "0"
        if told.get("TMUX") or told.get("TERM", "").startswith(("screen", "tmux")):
            return False
        vte = told.get("VTE_VERSION", "")
        return (
            told.get("TERM_PROGRAM", "") in _LINKING_PROGRAMS
            or told.get("TERM", "") in _LINKING_TERMINALS
            or any(told.get(name) for name in ("KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION"))
            or (vte.isdecimal() and int(vte) >= _LINKING_VTE)
        )

    @cached_property
    def may_ask(self) -> bool:
        """Whether a person can be asked."""
        return self.stdin.isatty() and self.stderr.isatty()

    def write(self, text: str) -> None:
        """Print data."""
        self.stdout.write(text)

    def line(self, text: str) -> None:
        """Print one line of data; a terminal gets nothing that it would obey."""
        self.stdout.write((visible(text) if self.on_terminal else text) + "\n")

    def say(self, text: str) -> None:
        """Tell the person something that is not data."""
        self.stdout.flush()
        self.complain(visible_block(masked(text)))

    def complain(self, text: str) -> None:
        """Write to standard error; that nobody can read it there changes no exit code.

        A terminal gets no word in two pieces.
        """
        if self.stderr.isatty():
            text = "\n".join(map(_wrapped, text.split("\n")))
        try:
            self.stderr.write(text + "\n")
            self.stderr.flush()
        except OSError:  # full, or a pipe whose reader has left: nor may Python's last flush fail
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stderr.fileno())

    def json(self, value: Mapping[str, Any]) -> None:
        """Print a documented JSON value; ``version`` grows only when a field would change."""
        import json

        body = {"version": 1, **value}
        self.stdout.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")

    def confirm(self, question: str, *, yes: bool, no_input: bool) -> None:
        """Ask before something that a person may regret. Raises ``UsageError`` without a yes."""
        if yes:
            return
        if no_input or not self.may_ask:
            raise UsageError(f"{question} Add --yes to do it without being asked.")
        if not self.agrees(question):
            raise UsageError("Nothing was changed.")

    def agrees(self, question: str) -> bool:
        """Ask a person; what is not clearly yes is no."""
        return self.asked(f"{question} [y/N]").lower() in {"y", "yes"}

    def asked(self, question: str) -> str:
        """Ask a person and return what was typed; nothing as well where nobody is there."""
        self.stderr.write(f"{question} ")
        self.stderr.flush()
        return self.stdin.readline().strip()

    def names(self, words: Iterable[str]) -> list[str]:
        """Return names of papers, reading them from standard input in place of ``-``.

        Empty lines there and those that begin with ``# `` name nothing.
        """
        names: list[str] = []
        for word in words:
            if word == "-":
                # Some programs begin a text with the mark of its encoding.
                said = (line.removeprefix("\ufeff") for line in self.stdin)
                lines = (line for line in said if line.strip() and line[:2] != "# ")
                names += [line.split("\t")[0].strip() for line in lines]
            else:
                names.append(word)
        if not names:
            raise NotFoundError("No paper was named.")
        return names


def command_words(chosen: str) -> list[str]:
    """Return a person's own program with its words: of ``vim -f`` two, of a file called so one.

    Raises ``ValueError`` for a quotation mark that nobody closes.
    """
    import shlex
    import shutil

    return [chosen] if shutil.which(chosen) else shlex.split(chosen)


_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"})
_LINKING_TERMINALS = frozenset({"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty"})
_LINKING_VTE = 5000
"""The release of VTE, 0.50, from which its terminals show links."""


def width() -> int:
    """Return the columns of the terminal; COLUMNS wins."""
    from shutil import get_terminal_size  # 2 ms, for terminals alone

    return max(40, get_terminal_size((80, 24)).columns)


def _wrapped(line: str) -> str:
    """Return a line in lines as wide as the terminal; one that is indented, a query, stays."""
    return "\n".join(sentence_lines(line, width() - 1))
