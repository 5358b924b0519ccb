"""What use cases work with: settings, the clock, the open library, changes, and services.

The command line and the Python interface both make one; nothing here is global.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readlist import config, local_time
from readlist.config import Settings, library_path, load_settings, reader_name
from readlist.errors import ConfigError, ReadlistError
from readlist.store.connection import Library, Waiting, explained, open_library
from readlist.text import clean

if TYPE_CHECKING:
    from readlist.bib.citekeys import MakeKey
    from readlist.library.hooks import Event, Tell
    from readlist.store.journal import Transaction
    from readlist.web.client import Client


@dataclass(eq=False, repr=False)
class Session:
    """One use of a library, from when it is first needed until it is closed."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    db: str = ""
    migrating: Waiting = nullcontext
    has_changed: bool = False
    """Whether something was written into the library that stays there."""
    _library: Library | None = None
    _events: "list[Event]" = field(default_factory=list)

    @property
    def command(self) -> str:
        """What is done, for the journal."""
        return ""

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        settings = load_settings(self.environment)
        local_time.use(settings.get("timezone"))
        return settings

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
        in_file = self.settings.origin("now") == "file"
        name = "The setting 'now'" if in_file else "READLIST_NOW"
        try:
            then = datetime.fromisoformat(said.upper())
        except ValueError as error:
            raise ConfigError(
                f"{name} is {clean(said, 40)!r}; it takes a time such as 2026-11-22T08:00:00Z."
            ) from error
        if not 1970 <= then.year < 9990:  # days before and after it must be days, too
            raise ConfigError(f"{name} is {said!r}; it takes a time of the years 1970 to 9989.")
        return then.astimezone(UTC)  # one without a time zone is of the person's own

    def look_again(self) -> None:
        """Let time pass, in a command that a person stays in."""
        self.__dict__.pop("clock", None)

    @property
    def now(self) -> str:
        """The time of this command as the library stores it."""
        return local_time.instant(self.clock)

    def moment(self) -> str:
        """Return the time as it is now, for what takes a while; one that is set stands still."""
        return self.now if self.settings.get("now") else local_time.instant(datetime.now(UTC))

    @property
    def today(self) -> str:
        """The day of this command, where the person is."""
        return local_time.day(self.now)

    @cached_property
    def make_key(self) -> "MakeKey":
        """What makes citation keys, by the pattern of the configuration."""
        from readlist.bib.citekeys import DEFAULT_PATTERN, compile_pattern

        return compile_pattern(self.settings.get("key_pattern") or DEFAULT_PATTERN)

    def library(self, *, write: bool = False) -> Library:
        """Return the library, opened when it is first needed."""
        if self._library is not None and write and not self._library.writable:
            self.close()
        if self._library is None:
            self._library = open_library(
                self.path, reader_name(self.settings), write=write, migrating=self.migrating
            )
        return self._library

    @property
    def intervals_s(self) -> dict[str, float]:
        """The least seconds between two requests, of the paces that the person set."""
        waits = {pace: self.settings.get(f"{pace}_interval") for pace in config.PACES}
        return {pace: wait_s for pace, wait_s in waits.items() if wait_s is not None}

    @property
    def opened(self) -> Library | None:
        """The library, where it was opened."""
        return self._library

    def close(self) -> None:
        """Close the library."""
        if self._library is not None:
            self._library.close()
            self._library = None

    @contextmanager
    def change(self, *, command: str = "", dry_run: bool = False) -> "Iterator[Transaction]":
        """Do what a command changes in one transaction with one journal entry."""
        from readlist.store.journal import transaction  # 3 ms that a command that reads saves

        library = self.library(write=True)
        said = command or self.command
        with transaction(library, command=said, at=self.now, dry_run=dry_run) as tx:
            yield tx
        if dry_run:
            return
        if tx.inverted:
            self.happened(tx.inverted, "undo", said)
        elif tx.entry_id:
            self.happened([tx.entry_id], command=said)

    def happened(self, entries: Sequence[int], kind: str = "", command: str = "") -> None:
        """Remember that something did, and what the hooks are to be told of it."""
        self.has_changed |= bool(entries)
        if entries and os.access(config.hooks_folder(self.environment), os.R_OK):
            from readlist.library.hooks import Event

            self._events.append(Event(kind, command or self.command, self.now, tuple(entries)))

    def run_hooks(self, tell: "Tell") -> None:
        """Tell the person's programs what happened since they were told last."""
        events, self._events = self._events, []
        if not events:
            return
        from readlist.library.hooks import programs, run_hooks

        found = programs(config.hooks_folder(self.environment))
        try:
            if not found or not self.settings.get("hooks"):
                return
            limit_s = self.settings.get("hooks_timeout")
            library = self.library()
            with explained(library.path):
                run_hooks(found, library, events, self.environment, limit_s, tell)
        except ReadlistError as error:
            tell(f"The hooks were not told what happened: {error}")

    @contextmanager
    def client(self, *, anew: bool = False) -> "Iterator[Client]":
        """Give what asks services, made from the settings; ``anew`` trusts no answer from before.

        Raises ``ConfigError`` for a key that cannot be one.
        """
        from readlist import __version__
        from readlist.store.answers import Cache
        from readlist.web.client import Client, WebOptions  # with its locks 60 ms

        settings = self.settings
        urls = {name: settings.get(f"{name}_url") for name in config.SERVICES}
        options = WebOptions(
            folder=config.state_folder(self.environment),
            version=__version__,
            contact=settings.get("contact"),
            urls={name: url for name, url in urls.items() if url},
            intervals_s=self.intervals_s,
            secrets=config.secrets(self.environment),
            anew=anew,
            patience_s=settings.get("patience"),
        )
        # Answers grow old by the clock that the program believes.
        clock: dict[str, Any] = {"now": self.clock.timestamp} if settings.get("now") else {}
        with Client(options, Cache(config.answers_path(self.environment), **clock)) as client:
            yield client
