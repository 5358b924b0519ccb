"""What every command works with: settings, the open library, the clock, and its output.

Made once by ``main.run`` and handed to commands as ``ctx.obj``; nothing here is global.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from readlist.config import Settings, library_path, load_settings, reader_name
from readlist.errors import ConfigError, NotFoundError, UsageError
from readlist.store.connection import Library, open_library
from readlist.text import masked, visible

if TYPE_CHECKING:
    from readlist.bib.citekeys import MakeKey
    from readlist.store.journal import Transaction


@dataclass
class App:
    """One run of the program."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    argv: Sequence[str] = ()
    db: str = ""
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    _library: Library | None = None

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        return load_settings(self.environment)

    @property
    def path(self) -> Path:
        """The library's file."""
        return library_path(self.settings, self.db)

    @cached_property
    def clock(self) -> datetime:
        """The time of this command, UTC; READLIST_NOW sets it."""
        said = self.settings.get("now")
        if not said:
            return datetime.now(UTC)
        try:
            then = datetime.fromisoformat(said)
        except ValueError as error:
            raise ConfigError(
                f"READLIST_NOW is {said!r}; it takes a time such as 2026-11-22T08:00:00Z."
            ) from error
        if not 1970 < then.year < 9990:  # days before and after it must be days, too
            raise ConfigError(
                f"READLIST_NOW is {said!r}; it takes a time of the years 1971 to 9989."
            )
        return then.astimezone(UTC) if then.tzinfo else then.replace(tzinfo=UTC)

    def look_again(self) -> None:
        """Let time pass, in a command that a person stays in."""
        self.__dict__.pop("clock", None)

    @property
    def now(self) -> str:
        """The time of this command as the library stores it."""
        return self.clock.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def today(self) -> str:
        """The day of this command."""
        return self.now[:10]

    @cached_property
    def make_key(self) -> "MakeKey":
        """What makes citation keys, by the pattern of the configuration."""
        from readlist.bib.citekey_patterns import DEFAULT_PATTERN, compile_pattern

        return compile_pattern(self.settings.get("key_pattern") or DEFAULT_PATTERN)

    def library(self, *, write: bool = False) -> Library:
        """Return the library, opened when it is first needed."""
        if self._library is not None and write and not self._library.writable:
            self.close()
        if self._library is None:
            self._library = open_library(self.path, reader_name(self.settings), write=write)
        return self._library

    def close(self) -> None:
        """Close the library."""
        if self._library is not None:
            self._library.close()
            self._library = None

    @contextmanager
    def change(self, *, dry_run: bool = False) -> "Iterator[Transaction]":
        """Do what a command changes in one transaction with one journal entry."""
        from readlist.store.journal import transaction  # 3 ms that a command that reads saves

        library = self.library(write=True)
        with transaction(library, command=self.command, at=self.now, dry_run=dry_run) as tx:
            yield tx

    @property
    def command(self) -> str:
        """What the person typed, for the journal."""
        import shlex

        return "readlist " + shlex.join(visible(masked(word)) for word in self.argv)

    # Output: data goes to stdout, everything else to stderr.

    @cached_property
    def on_terminal(self) -> bool:
        """Whether a person looks at what is printed."""
        return self.stdout.isatty()

    @cached_property
    def may_ask(self) -> bool:
        """Whether a person can be asked."""
        return self.stdin.isatty() and self.stderr.isatty()

    def write(self, text: str) -> None:
        """Print data."""
        self.stdout.write(text)

    def line(self, text: str) -> None:
        """Print one line of data."""
        self.stdout.write(text + "\n")

    def say(self, text: str) -> None:
        """Tell the person something that is not data."""
        self.stdout.flush()
        self.stderr.write(masked(text) + "\n")
        self.stderr.flush()

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
        self.stderr.write(f"{question} [y/N] ")
        self.stderr.flush()
        if self.stdin.readline().strip().lower() not in {"y", "yes"}:
            raise UsageError("Nothing was changed.")

    def names(self, words: Iterable[str]) -> list[str]:
        """Return names of papers, reading them from standard input in place of ``-``.

        Empty lines there and those that begin with ``# `` name nothing.
        """
        names: list[str] = []
        for word in words:
            if word == "-":
                lines = (line for line in self.stdin if line.strip() and line[:2] != "# ")
                names += [line.split("\t")[0].strip() for line in lines]
            else:
                names.append(word)
        if not names:
            raise NotFoundError("No paper was named.")
        return names
