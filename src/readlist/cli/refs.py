"""``refs``, ``cited-by`` and ``before``: what lies around a paper in the literature."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named_one
from readlist.cli.options import spread
from readlist.cli.output import most_shown, print_answer
from readlist.cli.services import Offline, asking, end_stopped, is_offline
from readlist.errors import ExitCode, UsageError
from readlist.library.graph import ask, gaps
from readlist.model import Paper
from readlist.store import citations
from readlist.store.citations import CITED_BY, DONE, HIDDEN, REFS, Answer
from readlist.store.papers import load
from readlist.text import plural
from readlist.views import graph as views

QuietNames = Annotated[bool, options.quiet_option("Print identifiers only, as 'add -' takes them.")]


class Wish(NamedTuple):
    """Which works around a paper are shown, and how."""

    new: Annotated[bool, typer.Option("--new", help="Those that are not in the library only.")] = (
        False
    )
    limit: options.Limit = None
    again: Annotated[bool, options.again_option()] = False
    offline: Offline = False
    json: options.Json = False
    quiet: QuietNames = False


WISH = Wish()


@spread
def refs(ctx: typer.Context, paper: options.Paper, wish: Wish = WISH) -> None:
    """Show what a paper cites, and what of it you have.

    readlist refs vaswani2017attention

    readlist refs vaswani2017attention --new --quiet | readlist add -

    Semantic Scholar is asked once, where it has none OpenAlex, Crossref and OpenCitations; what
    they say is kept. A tick stands at what is in the library, with its status.
    """
    _show(ctx.obj, paper, REFS, wish)


@spread
def cited_by(ctx: typer.Context, paper: options.Paper, wish: Wish = WISH) -> None:
    """Show who cites a paper, the newest first.

    readlist cited-by vaswani2017attention --limit 20

    readlist cited-by he2015deep --new

    Semantic Scholar is asked, at most once a week; it names the newest ten thousand.

    'readlist feed add citing:KEY' brings what cites it from now on.
    """
    _show(ctx.obj, paper, CITED_BY, wish)


def _show(app: App, name: str, what: str, wish: Wish) -> None:
    """Show what a paper cites, or who cites it."""
    paper = _one(app, name)
    said, reasons = _said(app, paper, what, again=wish.again, offline=wish.offline)
    library = app.library()
    found = gaps.held(library, citations.related(library.db, paper.id, what))
    wanted = [one for one in found if one.paper is None] if wish.new else found
    shown = wanted[: most_shown(app, wish.limit)]
    note = _why_none(paper, said, what, any_found=bool(found))
    answer = views.related(paper, what, said, found, shown, note, cut=len(shown) < len(wanted))
    print_answer(app, answer, json=wish.json, quiet=wish.quiet)
    _end(app, reasons, said)


def before(
    ctx: typer.Context,
    paper: options.Paper,
    limit: options.Limit = None,
    json: options.Json = False,
    quiet: QuietNames = False,
    offline: Offline = False,
) -> None:
    """Show what to read before a paper: what it and its references build on.

    readlist before vaswani2017attention

    At most ten works within two steps of citations, in the order to read them: papers of the
    library, and others that several of these cite. 'readlist gaps' asks for the references of many
    papers; what is not known of them cannot be followed.
    """
    app: App = ctx.obj
    one = _one(app, paper)
    said, reasons = _said(app, one, REFS, offline=offline)
    found = gaps.before(app.library(), one, limit or 0)
    note = ""
    if not found:
        note = _why_none(one, said, REFS) or f"Nothing is known that {one.key} builds on."
    print_answer(app, views.before(one, said, found, note), json=json, quiet=quiet)
    _end(app, reasons, said)


def _one(app: App, name: str) -> Paper:
    return next(load(app.library(), [named_one(app, app.library(), name)]))


def _said(
    app: App, paper: Paper, what: str, *, again: bool = False, offline: bool
) -> tuple[Answer | None, list[str]]:
    """Return what is known of a paper's citations, asked for where it is due, and what failed.

    The library is written only where somebody is asked.
    """
    said = citations.answers(app.library().db, [paper.id], what).get(paper.id)
    if is_offline(app, offline) or not (again or ask.is_due(said, what, app.today)):
        return said, []
    library = app.library(write=True)
    with asking(app, total=1) as services:
        if what == REFS:
            reasons = list(ask.References(library, services, app.now).run([paper]).reasons)
        else:
            reasons = ask.ask_who_cites(library, paper, services, app.now)
    return citations.answers(library.db, [paper.id], what).get(paper.id), reasons


def _why_none(paper: Paper, said: Answer | None, what: str, *, any_found: bool = False) -> str:
    """Say why a paper has no references, or nobody cites it; nothing where it is otherwise."""
    if not ask.names_of(paper) and (said is None or said.state not in (DONE, HIDDEN)):
        return (
            f"{paper.key} has no identifier by which services know it; 'readlist enrich "
            f"{paper.key}' looks for one."
        )
    if said is None:
        return f"Nobody was asked about {paper.key} yet."
    if said.state == HIDDEN and what == REFS:
        return (
            f"The publisher of {paper.key} does not show what it cites. "
            "'readlist seen FILE' reads references from its PDF."
        )
    if said.state != DONE:
        return f"No service knows {paper.key}."
    if any_found or (what == REFS and said.items):
        return ""
    said_of = f"{paper.key} cites nothing" if what == REFS else f"Nobody cites {paper.key}"
    return f"{said_of}, as far as is known."


def _end(app: App, reasons: list[str], said: Answer | None) -> None:
    """Say why services failed, and end with the network's code where nothing is known."""
    for reason in reasons:
        app.say(f"{reason} Run the command again later.")
    if reasons and said is None:
        raise typer.Exit(ExitCode.NETWORK)


LONG_S = 60.0
"""From here on a person is asked before services are."""


def ask_references(
    app: App, papers: Sequence[Paper], *, again: bool = False, offline: bool, yes: bool
) -> list[str]:
    """Ask what papers cite where that is due; return why services failed. A stop keeps what came.

    The library is written only where somebody is asked.
    """
    due = ask.due(app.library(), papers, app.today, again=again)
    price = ask.cost(due, app.intervals_s)
    if not price.papers or is_offline(app, offline):
        return []
    app.say(
        f"Asking what {plural(price.papers, 'paper')} cite: {plural(price.requests, 'request')}, "
        f"about {price.seconds:.0f} seconds."
    )
    if price.seconds >= LONG_S and not yes and app.may_ask and not app.agrees("Begin now?"):
        raise UsageError("Nothing was asked.")
    library = app.library(write=True)
    with asking(app, total=price.papers) as services:
        run = ask.References(library, services, app.now, lambda done, _all: services.tell(done))
        try:
            run.run(due)
        except KeyboardInterrupt:
            end_stopped(app)
    return list(run.result.reasons)
