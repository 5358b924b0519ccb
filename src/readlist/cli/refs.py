"""``refs``, ``cited-by`` and ``before``: what lies around a paper in the literature."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.cli.output import print_answer
from readlist.cli.services import Offline, asking, is_offline
from readlist.config import PACES
from readlist.errors import ExitCode, UsageError
from readlist.library.graph import ask, gaps
from readlist.library.papers import reading_order as order
from readlist.model import Paper
from readlist.store import citations
from readlist.store.citations import CITED_BY, DONE, HIDDEN, REFS, Answer
from readlist.store.papers import load
from readlist.text import plural
from readlist.views import graph as views
from readlist.views.paper_json import paper_ref

if TYPE_CHECKING:
    from readlist.store.connection import Library

New = Annotated[bool, typer.Option("--new", help="Those that are not in the library only.")]
Again = Annotated[bool, typer.Option("--again", help="Ask services also what they said before.")]
QuietNames = Annotated[bool, options.quiet_option("Print identifiers only, as 'add -' takes them.")]


def refs(
    ctx: typer.Context,
    paper: options.Paper,
    new: New = False,
    limit: options.Limit = None,
    again: Again = False,
    offline: Offline = False,
    json: options.Json = False,
    quiet: QuietNames = False,
) -> None:
    """Show what a paper cites, and what of it you have.

    readlist refs vaswani2017attention

    readlist refs vaswani2017attention --new --quiet | readlist add -

    Semantic Scholar is asked once, where it has none OpenAlex, Crossref and OpenCitations; what
    they say is kept. A tick stands at what is in the library, with its status.
    """
    app: App = ctx.obj
    one = _one(app, app.library(), paper)
    said, reasons = _said(app, one, REFS, again=again, offline=offline)
    library = app.library()
    found = gaps.held(library, citations.related(library.db, one.id, REFS))
    _show(app, one, found, said, "references", _told_refs(one, said), new, limit, json, quiet)
    _end(app, reasons, said)


def cited_by(
    ctx: typer.Context,
    paper: options.Paper,
    new: New = False,
    limit: options.Limit = None,
    again: Again = False,
    offline: Offline = False,
    json: options.Json = False,
    quiet: QuietNames = False,
) -> None:
    """Show who cites a paper, the newest first.

    readlist cited-by vaswani2017attention --limit 20

    readlist cited-by he2015deep --new

    Semantic Scholar is asked, at most once a week; it names the newest ten thousand.
    'readlist feed add citing:KEY' brings what cites it from now on.
    """
    app: App = ctx.obj
    one = _one(app, app.library(), paper)
    said, reasons = _said(app, one, CITED_BY, again=again, offline=offline)
    library = app.library()
    found = gaps.held(library, citations.related(library.db, one.id, CITED_BY))
    told = "" if said and said.state == DONE else _unknown(one, said)
    if said and said.state == DONE and not found:
        told = f"Nobody cites {one.key}, as far as is known."
    _show(app, one, found, said, "citing", told, new, limit, json, quiet)
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
    one = _one(app, app.library(), paper)
    said, reasons = _said(app, one, REFS, offline=offline)
    library = app.library()
    start = citations.works_of(library.db, [one.id]).get(one.id, [])
    edges = citations.around(library.db, start, order.DEPTH)
    named_works = {cited for _, cited in edges}
    papers = citations.papers_of(library.db, sorted(named_works))
    ordered = order.before(start, edges, papers.keys(), limit or order.BEFORE)
    works = citations.works(library.db, (work for work, _ in ordered))
    related = {one.work.id: one for one in gaps.held(library, list(works.values()))}
    found = [(related[work], count) for work, count in ordered if work in related]
    note = "" if found else _told_refs(one, said) or f"Nothing is known that {one.key} builds on."
    facts = {"paper": _ref(one), "state": said.state if said else None}
    print_answer(app, views.before(found, facts, note), json=json, quiet=quiet)
    _end(app, reasons, said)


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


def _one(app: App, library: "Library", name: str) -> Paper:
    numbers = named(app, library, [name])
    if len(numbers) != 1:
        raise UsageError("Name one paper.")
    return next(load(library, numbers))


def _show(
    app: App,
    paper: Paper,
    found: "list[gaps.Related]",
    said: Answer | None,
    name: str,
    note: str,
    new: bool,
    limit: int | None,
    json: bool,
    quiet: bool,
) -> None:
    held = sum(one.paper is not None for one in found)
    wanted = [one for one in found if one.paper is None] if new else found
    most = app.settings.get("limit") if limit is None and app.on_terminal else limit
    shown = wanted[:most] if most else wanted
    facts = {
        "paper": _ref(paper), "state": said.state if said else None,
        "source": said.source if said else None, "asked": said.at if said else None,
        "known": held, "total": len(found),
    }  # fmt: skip
    answer = views.related(shown, name, facts, note)
    print_answer(app, answer, json=json, quiet=quiet)
    if app.on_terminal and found and not json and not quiet:
        cut = f"; --limit 0 shows all, not {len(shown):,}" if len(shown) < len(wanted) else ""
        app.say(f"{held:,} of {plural(len(found), 'work')} in the library{cut}.")


def _ref(paper: Paper) -> dict[str, object]:
    return paper_ref(paper.id, paper.key, paper.title, paper.reading.status)


def _told_refs(paper: Paper, said: Answer | None) -> str:
    """Say why there are no references, where there are none."""
    if said is None or said.state not in (DONE, HIDDEN):
        return _unknown(paper, said)
    if said.state == HIDDEN:
        return (
            f"The publisher of {paper.key} does not show what it cites. "
            f"'readlist seen FILE' reads references from its PDF."
        )
    return f"{paper.key} cites nothing, as far as is known." if not said.items else ""


def _unknown(paper: Paper, said: Answer | None) -> str:
    if not ask.names_of(paper):
        return (
            f"{paper.key} has no identifier by which services know it; 'readlist enrich "
            f"{paper.key}' looks for one."
        )
    if said is None:
        return f"Nobody was asked about {paper.key} yet."
    return f"No service knows {paper.key}."


def _end(app: App, reasons: list[str], said: Answer | None) -> None:
    """Say why services failed, and end with the network's code where nothing is known."""
    for reason in reasons:
        app.say(f"{reason} Run the command again later.")
    if reasons and said is None:
        raise typer.Exit(ExitCode.NETWORK)


LONG_S = 60.0
"""From here on a person is asked before services are."""


def cost_of(app: App, due: Sequence[Paper]) -> ask.Cost:
    """Return what it takes to ask what papers cite, at the pace that is set."""
    paces = {pace: app.settings.get(f"{pace}_interval") for pace in PACES}
    return ask.cost(due, {pace: wait for pace, wait in paces.items() if wait is not None})


def ask_references(
    app: App, library: "Library", due: Sequence[Paper], price: ask.Cost, *, yes: bool
) -> list[str]:
    """Ask what papers cite; return why services failed. A stop keeps what came."""
    if not price.papers:
        return []
    app.say(
        f"Asking what {plural(price.papers, 'paper')} cite: {plural(price.requests, 'request')}, "
        f"about {price.seconds:.0f} seconds."
    )
    if price.seconds >= LONG_S and not yes and app.may_ask and not app.agrees("Begin now?"):
        raise UsageError("Nothing was asked.")
    with asking(app, total=price.papers) as services:
        run = ask.References(library, services, app.now, lambda done, _all: services.tell(done))
        try:
            run.run(due)
        except KeyboardInterrupt:
            app.say("Interrupted. What came is kept; run the command again for the rest.")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
    return list(run.result.reasons)
