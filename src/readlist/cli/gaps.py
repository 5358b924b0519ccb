"""``gaps``: what the papers of the library cite and it has not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.output import print_answer
from readlist.cli.refs import QuietNames, ask_references, cost_of
from readlist.cli.services import Offline, is_offline
from readlist.errors import ExitCode, UsageError
from readlist.library.graph import ask
from readlist.library.graph import gaps as library_gaps
from readlist.library.manuscripts.seen import held_of
from readlist.library.papers import search as finding
from readlist.model import Paper
from readlist.store import citations
from readlist.store.citations import DONE, REFS
from readlist.store.papers import load
from readlist.text import plural
from readlist.views import graph as views
from readlist.views.answer import Report

if TYPE_CHECKING:
    from readlist.store.connection import Library

SHOWN = 20
SORTS = ("lift", "count", "year")
READ = "status:reading,skimmed,read"
"""The papers whose references are looked at, where a person names no others."""


def gaps(
    ctx: typer.Context,
    query: options.Query = None,
    least: Annotated[
        int, typer.Option("--least", min=0, metavar="N", help="Papers that must cite a work.")
    ] = 0,
    sort: Annotated[
        str, typer.Option("--sort", metavar="WORD", help="lift, count or year.")
    ] = "lift",
    limit: options.Limit = None,
    add: Annotated[
        list[int] | None,
        typer.Option("--add", metavar="N", min=1, help="Add the work of this number; repeatable."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask services also what they said before.")
    ] = False,
    offline: Offline = False,
    json: options.Json = False,
    quiet: QuietNames = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Show what your papers cite and you have not.

    readlist gaps

    readlist gaps tag:thesis --least 2

    readlist gaps --add 1 --add 4

    readlist gaps --dry-run                  what it costs to ask

    Of what you are reading and have read, or of the papers of a query. First come works that these
    cite more than the world does, so that what everybody cites is not in front; at least three
    papers, or one in a hundred, must cite a work. References are asked for once and kept.
    """
    app: App = ctx.obj
    if sort not in SORTS:
        raise UsageError(f"--sort {sort!r} is none of {', '.join(SORTS)}.")
    library = app.library(write=True)
    papers = _papers(app, library, query)
    due = ask.due(library, papers, app.today, again=again)
    price = cost_of(app, due)
    if dry_run and not add:
        _tell_cost(app, papers, price, json=json, quiet=quiet)
        return
    reasons: list[str] = []
    if due and not is_offline(app, offline):
        reasons = ask_references(app, library, due, price, yes=yes)
    weights = {paper.id: library_gaps.weight_of(paper) for paper in papers}
    enough = least or library_gaps.least_of(len(papers))
    most = SHOWN if limit is None else limit
    found = library_gaps.gaps(library, weights, enough, max(most, *(add or [0])), sort)
    if add:
        _add(app, found, add, options.Form(json, quiet, dry_run), offline=offline)
        return
    states = citations.answers(library.db, weights, REFS)
    known = sum(one.state == DONE for one in states.values())
    named = {paper.id: held_of(paper) for paper in papers}
    facts = {
        "papers": len(papers), "with_references": known, "least": enough,
        "hidden": sum(one.state == citations.HIDDEN for one in states.values()),
        "unknown": sum(one.state == citations.UNKNOWN for one in states.values()),
        "not_asked": len(papers) - len(states),
    }  # fmt: skip
    note = "" if found else _nothing(papers, known, enough)
    print_answer(app, views.gaps(found, named, facts, note), json=json, quiet=quiet)
    if app.on_terminal and found and not json and not quiet:
        app.say(
            f"Cited by {enough} or more of {plural(len(papers), 'paper')}, of {known:,} of which "
            "it is known what they cite. 'readlist gaps --add N' adds one."
        )
    for reason in reasons:
        app.say(f"{reason} What came is kept; run the command again for the rest.")
    if reasons:
        raise typer.Exit(ExitCode.NETWORK)


def _papers(app: App, library: "Library", query: Sequence[str] | None) -> list[Paper]:
    search = finding.prepare(library, query or [READ], now=app.now)
    return list(load(library, finding.ids(library, search)))


def _tell_cost(
    app: App, papers: Sequence[Paper], price: ask.Cost, *, json: bool, quiet: bool
) -> None:
    facts = {
        "papers": len(papers), "to_ask": price.papers, "requests": price.requests,
        "requests_at_most": price.most, "seconds": round(price.seconds, 1), "dry_run": True,
    }  # fmt: skip
    said = (
        f"Dry run: of {plural(len(papers), 'paper')} {price.papers:,} are to be asked about: "
        f"{plural(price.requests, 'request')}, about {price.seconds:.0f} seconds; where "
        f"references are hidden at most {price.most:,}."
    )
    print_answer(app, Report([said], facts), json=json, quiet=quiet)


def _add(
    app: App,
    found: "list[library_gaps.Gap]",
    numbers: Sequence[int],
    form: options.Form,
    *,
    offline: bool,
) -> None:
    from readlist.cli.add import Taking, take

    if beyond := [number for number in numbers if number > len(found)]:
        raise UsageError(f"There are {plural(len(found), 'gap')}; none has number {beyond[0]}.")
    records = [library_gaps.record_of(found[number - 1].work) for number in numbers]
    take(app, records, Taking(offline=offline), form)


def _nothing(papers: Sequence[Paper], known: int, least: int) -> str:
    """Say why nothing is missing."""
    if not papers:
        return "There are no papers that you read; 'readlist gaps QUERY' looks at others."
    if not known:
        return "It is not known of any of these papers what they cite."
    return (
        f"Nothing that {least} or more of {plural(len(papers), 'paper')} cite is missing; "
        f"it is known of {known:,} what they cite. --least N asks for less."
    )
