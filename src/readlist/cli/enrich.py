"""``enrich``: let the library complete itself."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import asked_for
from readlist.cli.gauge import progress_bar
from readlist.cli.output import print_answer
from readlist.cli.services import Offline, Services, end_stopped, is_offline
from readlist.errors import ExitCode, OfflineError, UsageError
from readlist.store.connection import Library
from readlist.text import plural
from readlist.views import enrich as views
from readlist.views.answer import Report

if TYPE_CHECKING:
    from readlist.library.metadata.enrich import Estimate
    from readlist.library.metadata.enrich_steps import Step

LONG_S = 600.0
"""From here on a person is asked before services are."""
Again = Annotated[bool, options.again_option("Ask also what was asked before.")]


def enrich(
    ctx: typer.Context,
    query: options.Query = None,
    limit: options.Limit = None,
    again: Again = False,
    offline: Offline = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Complete papers: identifiers, abstracts, dates, venues, code.

    readlist enrich

    readlist enrich list:papers --limit 100

    readlist enrich --dry-run                what is missing, and what it costs to ask

    What you are reading comes first, then what you mean to read. A paper is found by its title
    only where that is sure; the rest 'readlist questions' shows. Stop it at any time: what came
    is kept, and the next run goes on with what is left.
    """
    from readlist.library.metadata.enrich import estimate, papers_due

    app: App = ctx.obj
    library = app.library(write=not dry_run)
    # Inbox and dropped papers only where a query finds them.
    numbers = asked_for(app, library, query or (), shown=bool(query))
    due = papers_due(library, numbers, app.now, again=again, waiting=bool(query))
    due = due[:limit] if limit else due
    cost = estimate(due, app.intervals_s)
    if dry_run:
        print_answer(app, views.plan(due, cost), json=json, quiet=quiet)
        return
    if due and is_offline(app, offline):
        raise OfflineError(
            f"Offline: no service was asked; {plural(len(due), 'paper')} can be completed later."
        )
    if due:
        _agree(app, cost, yes=yes)
    _run(app, library, [one.id for one in due], again=again, json=json, quiet=quiet)


def _agree(app: App, cost: "Estimate", *, yes: bool) -> None:
    """Say what it costs; where that is long, a person at a terminal is asked."""
    app.say(views.cost(cost))
    if cost.seconds < LONG_S or yes or not app.may_ask:
        return
    begin = app.asked("Begin now? What comes is kept whenever you stop it. [Y/n]")
    if begin.lower() not in {"", "y", "yes"}:
        raise UsageError("Nothing was asked.")


def _run(
    app: App, library: Library, numbers: Sequence[int], *, again: bool, json: bool, quiet: bool
) -> None:
    from readlist.cli.services import asking
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.metadata.enrich import Enriching
    from readlist.library.papers.keys import outdated

    interrupted = False
    with asking(app) as services, ExitStack() as stack:
        tell: Callable[[Step, int, int, int], None] = lambda *_: None  # noqa: E731
        if numbers:
            tell = stack.enter_context(_progress(app, services))
        absorb = AbsorbOptions(app.now, library.reader, make_key=app.make_key)
        run = Enriching(library, app.change, services, absorb, tell, again=again)
        try:
            run.run(numbers)
        except KeyboardInterrupt:
            interrupted = True
        requests = services.client.asked
    result = run.result
    report = Report(
        views.sentences(result), views.result_json(result, requests), list(result.changed)
    )
    print_answer(app, report, json=json, quiet=quiet)
    if result.changed:
        app.say(views.how_to_undo(result))
        made = outdated(library, list(result.changed), app.make_key)
        if made:
            app.say(views.makeshift(len(made)))
    later = f"'readlist enrich' goes on with {plural(result.waiting, 'paper')}."
    if interrupted:
        end_stopped(app, f"What came is kept; {later}")
    if result.reasons and not result.waiting:
        app.say(f"{' '.join(result.reasons)} Other services answered in place of that.")
    elif result.reasons:
        app.say(f"{' '.join(result.reasons)} What came is kept; {later}")
        raise typer.Exit(ExitCode.NETWORK)


@contextmanager
def _progress(app: App, services: Services) -> "Iterator[Callable[[Step, int, int, int], None]]":
    """Show on a terminal who is asked about how many papers."""
    with progress_bar(app, "", None, "count") as move:
        name = ""

        def sleep(seconds: float) -> None:
            if seconds > 5:
                move(None, f"{name}, waiting {seconds:.0f} s")
            time.sleep(seconds)

        def tell(step: "Step", done: int, total: int, gained: int) -> None:
            nonlocal name
            name = step.label
            move(done, f"{name}, {gained:,} completed" if gained else name, total)

        if app.stderr.isatty():
            services.started = math.inf  # the bar says what is going on
            services.client.sleep = sleep
        yield tell
