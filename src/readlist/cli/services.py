"""The outside services for one command: the one client, made from the settings, closed at its end.

On a terminal it says on standard error what is waited for, once that takes more than a moment.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from readlist import config
from readlist.cli.app import App
from readlist.cli.gauge import Line
from readlist.errors import ExitCode, NetworkError

if TYPE_CHECKING:
    from readlist.services.base import Request
    from readlist.web.client import Client

T = TypeVar("T")

MOMENT_S = 0.5
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask no service; what needs one waits (READLIST_OFFLINE).")
]


def is_offline(app: App, asked: bool) -> bool:
    """Say whether no service may be asked: by the option, the environment or the configuration."""
    return asked or bool(app.settings.get("offline"))


GO_ON = "What came is kept; run the command again for the rest."


def end_stopped(app: App, said: str = GO_ON) -> NoReturn:
    """Say that the person stopped the command, and end with the code for it."""
    app.say(f"Interrupted. {said}")
    raise typer.Exit(ExitCode.INTERRUPTED)


def end_failed(app: App, reasons: Iterable[str]) -> None:
    """Say why services failed, and end with the network's code where one did."""
    said = list(reasons)
    for reason in said:
        app.say(f"{reason} {GO_ON}")
    if said:
        raise typer.Exit(ExitCode.NETWORK)


@dataclass(slots=True)
class Services:
    """Asks services, and shows on a terminal what is going on."""

    app: App
    client: "Client"
    total: int = 0
    found: int = 0
    started: float = field(default_factory=time.monotonic)
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.app)

    def __call__(self, request: "Request[T]", /) -> T | None:
        """Return what a service answers. Raises ``NetworkError``."""
        self.show(f"asking {self.client.service_of(request).label}")
        with self.explained():
            return self.client.ask(request)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn errors that are not the network's, which the client explains, into sentences."""
        try:
            yield
        except OSError as error:  # the folder of the paces
            where = error.filename or config.state_folder(self.app.environment)
            raise NetworkError(f"{where} cannot be written: {error.strerror}.") from error

    def tell(self, found: int) -> None:
        """Take note of how many papers are found."""
        self.found = found

    def sleep(self, seconds: float) -> None:
        """Wait for a turn, or after a failure."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if left > 1:
                self.show(f"waiting {left:.0f} s")
            time.sleep(min(left, 1.0))

    def show(self, doing: str) -> None:
        """Say on a terminal what is going on, once that takes more than a moment."""
        if time.monotonic() - self.started < MOMENT_S:
            return
        count = f"{self.found:,} of {self.total:,}, " if self.total > 1 else ""
        self.line.show(f"{count}{doing} …")


@contextmanager
def asking(app: App, total: int = 0, *, anew: bool = False) -> Iterator[Services]:
    """Give a command the services, for so many papers; ``anew`` trusts no answer from before."""
    with app.client(anew=anew) as client:
        services = Services(app, client, total)
        client.sleep = services.sleep
        try:
            yield services
        finally:
            services.line.clear()
