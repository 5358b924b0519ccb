"""``pull``: what is new in the feeds."""

import math
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_feed
from readlist.cli.gauge import Line
from readlist.cli.options import spread
from readlist.cli.output import print_answer
from readlist.cli.services import Offline, is_offline
from readlist.errors import ExitCode, OfflineError, UsageError
from readlist.store import pulls as ledger
from readlist.store.feeds import feeds
from readlist.text import plural, visible
from readlist.views import pulls as views

if TYPE_CHECKING:
    from readlist.cli.services import Services
    from readlist.library.pull.run import Pulled
    from readlist.services.base import Request

T = TypeVar("T")

Names = Annotated[
    list[str] | None,
    options.words(
        "[FEED]...", complete_feed, "Names or addresses; without any, those that are due."
    ),
]  # fmt: skip
Since = Annotated[
    str,
    typer.Option(
        "--since", metavar="DAY", help="Read again all days from 2026-10-01, monday or 7d on."
    ),
]
All = Annotated[
    bool,
    typer.Option("--all", "--force", help="Feeds that are not due as well, asked once more."),
]
Wait = Annotated[
    float,
    typer.Option(
        "--wait", min=0, max=86_400, metavar="SECONDS",
        help="How long to wait for another pull that is running; 0 leaves at once.",
    ),
]  # fmt: skip


class Told(NamedTuple):
    """How much is told of a pull, and whether it is one."""

    verbose: Annotated[bool, options.verbose_option("Tell all of each feed.")] = False
    quiet: Annotated[bool, options.quiet_option("Say nothing but failures.")] = False
    json: options.Json = False
    dry_run: options.DryRun = False


class Schedule(NamedTuple):
    """What is asked about pulls on schedule."""

    install: Annotated[
        bool,
        typer.Option("--install", help="Pull on schedule: 'pull --install [cron|systemd]'."),
    ] = False
    remove: Annotated[bool, typer.Option("--remove", help="Pull on schedule no longer.")] = False
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="With --install: when, such as 06:17.")
    ] = ""
    digest: Annotated[
        bool, typer.Option("--digest", help="With --install: send the digest after each pull.")
    ] = False


TOLD, SCHEDULE = Told(), Schedule()


@spread
def pull(
    ctx: typer.Context,
    names: Names = None,
    since: Since = "",
    every: All = False,
    wait: Wait = 0.0,
    told: Told = TOLD,
    offline: Offline = False,
    schedule: Schedule = SCHEDULE,
    yes: options.Yes = False,
) -> None:
    """Bring what is new in the feeds into the inbox.

    readlist pull

    readlist pull hf --since 7d

    readlist pull --install cron

    Made for cron: it says nothing when all is well and nobody looks. What was missed is made up
    for, also after a week; a feed that fails costs only itself. 'readlist pulls' tells what each
    pull did, and why nothing came. Exit code: 0 also on an empty weekend, 4 when a feed failed, 5
    when another pull is running.
    """
    app: App = ctx.obj
    if schedule != SCHEDULE:
        _schedule(app, names or (), schedule, yes=yes, dry_run=told.dry_run)
        return
    chosen = feeds(app.library(write=True).db)
    if names:
        from readlist.library.feeds.feeds import known_feeds

        chosen = known_feeds(chosen, names)
    if not chosen:
        app.say("There are no feeds yet. 'readlist feed add arxiv:cs.CL hf' follows two.")
        return
    if is_offline(app, offline):
        raise OfflineError("Offline: no feed was asked. Nothing was changed.")
    day = _day(app, since)
    from readlist.library.pull.run import alone, pull_feeds

    progress = _Progress(app, silent=told.quiet or told.json, anew=every)
    with alone(app, wait) as broke_off:
        if broke_off and _is_watched(app, told):
            app.say(broke_off)
        try:
            done = pull_feeds(
                app, chosen, progress.asking, progress.tell,
                since=day, asked_for=every or bool(names), dry_run=told.dry_run,
            )  # fmt: skip
        finally:
            progress.clear()
    _report(app, done, told)
    if done.new and not (told.dry_run or done.interrupted):
        _read_new(app, verbose=told.verbose)
    if done.interrupted:
        raise typer.Exit(ExitCode.INTERRUPTED)
    if done.failed:
        raise typer.Exit(ExitCode.NETWORK)


MEANING_S = 20.0
"""Seconds that a pull reads what new papers mean, where that is wanted: some 300 papers."""


def _read_new(app: App, *, verbose: bool) -> None:
    """Read what new papers mean, where 'index --meaning' was run before."""
    from time import monotonic

    from readlist.library.meaning.vectors import catch_up

    end = monotonic() + MEANING_S
    read = catch_up(app.library(), lambda: monotonic() < end)
    if verbose and read.read:
        left = f"; {read.waiting:,} are left to 'readlist index --meaning'" if read.waiting else ""
        app.say(f"Read what {plural(read.read, 'new paper')} mean{left}.")


def _schedule(app: App, names: Sequence[str], asked: Schedule, *, yes: bool, dry_run: bool) -> None:
    from readlist.cli import pull_schedule

    if not (asked.install or asked.remove):
        raise UsageError("--at and --digest belong to --install.")
    if len(names) > 1:
        raise UsageError("Give one of cron and systemd: 'readlist pull --install cron'.")
    kind = names[0] if names else ""
    if asked.install:
        pull_schedule.install(app, kind, asked.at, digest=asked.digest, yes=yes, dry_run=dry_run)
    else:
        pull_schedule.remove(app, kind, yes=yes, dry_run=dry_run)


def _day(app: App, since: str) -> date | None:
    """Return the day that ``--since`` means. Raises ``UsageError``."""
    if not since:
        return None
    day = options.first_day(app, since)
    if day > app.today:
        raise UsageError(f"--since {day} has not come yet; today is {app.today}.")
    return date.fromisoformat(day)


@dataclass
class _Progress:
    """Says on a terminal what is going on, from all threads on one line."""

    app: App
    silent: bool
    anew: bool = False
    new: int = 0
    lock: Any = field(default_factory=threading.Lock)
    started: float = field(default_factory=time.monotonic)
    line: Line = field(init=False)

    def __post_init__(self) -> None:
        self.line = Line(self.app)

    @contextmanager
    def asking(self) -> Iterator["_FeedAsking"]:
        """Give one thread what asks services."""
        from readlist.cli.services import asking

        with asking(self.app, anew=self.anew) as services:
            if self.silent:
                services.started = math.inf
            yield _FeedAsking(services, self)

    def tell(self, name: str, new: int) -> None:
        """Take note of what came."""
        self.new = new
        self.show(f"{visible(name)}")

    def show(self, doing: str) -> None:
        """Show what is going on, once it takes more than a moment."""
        if self.silent or time.monotonic() - self.started < 0.5:
            return
        with self.lock:
            self.line.show(f"{self.new:,} new, {doing} …")

    def clear(self) -> None:
        """Take the line away."""
        with self.lock:
            self.line.clear()
            self.silent = True


@dataclass
class _FeedAsking:
    """Asks services for feeds, in one thread."""

    services: "Services"
    progress: _Progress
    heard: str = ""
    moved_to: str = ""

    @property
    def requests(self) -> int:
        """The requests that went out so far."""
        return sum(self.services.client.asked.values())

    def __call__(self, request: "Request[T]", /) -> T | None:
        """Return the answer to a question. Raises ``NetworkError``."""
        client = self.services.client
        self.progress.show(f"asking {visible(client.service_of(request).label)}")
        with self.services.explained():
            answer = client.ask(request)
        self.heard, self.moved_to = client.heard, client.moved_to
        return answer


def _is_watched(app: App, told: Told) -> bool:
    """Say whether a person looks at what a pull does, or asked for all of it."""
    return not told.quiet and (told.verbose or app.on_terminal)


def _report(app: App, done: "Pulled", told: Told) -> None:
    """Say what a pull did: all of it on request, little on a terminal, else only failures."""
    state = ledger.FAILED if done.failed or done.interrupted else ledger.DONE
    entry = ledger.Pull(done.number, app.now, app.moment(), app.command, state)
    if told.json or _is_watched(app, told):
        more = {"dry_run": told.dry_run}
        answer = views.ledger(entry, done.lines, whole=told.verbose, more=more)
        print_answer(app, answer, json=told.json)
    for sentence in views.failures(done.lines):
        app.say(f"readlist: {sentence}")
    if not told.quiet:
        _warn_of_rules(app, {line.feed_id for line in done.lines if line.state != ledger.SKIPPED})
    if done.interrupted:
        app.say("Interrupted. What came is kept; the next pull goes on.")
    elif app.on_terminal and not (told.json or told.quiet):
        _sum_up(app, done, dry_run=told.dry_run)


def _warn_of_rules(app: App, pulled: set[int]) -> None:
    """Say which rules of these feeds are not what they look like."""
    from readlist.library.papers.saved import read_as_before

    library = app.library()
    ruling = [feed for feed in feeds(library.db) if feed.id in pulled]
    for sentence in read_as_before(library, ruling, app.now):
        app.say(f"readlist: {visible(sentence)}")


BEST = 5
"""Papers with which a pull ends on a terminal."""


def _sum_up(app: App, done: "Pulled", *, dry_run: bool) -> None:
    """Say how much is new, and show the best of it; the inbox has the rest."""
    if dry_run:
        app.say(f"Dry run: {plural(done.new, 'new paper')}.")
        return
    if not done.number:
        app.say("No feed is due. 'readlist pull --all' asks all of them now.")
        return
    if not done.new:
        app.say("0 new papers.")
        return
    app.say(f"{plural(done.new, 'new paper')}. 'readlist inbox' shows them.")
    from readlist.cli.output import draw, screen
    from readlist.library.inbox import inbox
    from readlist.library.papers.search import rows
    from readlist.views.inbox import draw as drawn
    from readlist.views.rows import INBOX

    library = app.library()
    found = inbox.search(library, ["is:new"], now=app.now)
    draw(app, *drawn(list(rows(library, found, (*INBOX, "new"), BEST)), screen(app)), page=False)
