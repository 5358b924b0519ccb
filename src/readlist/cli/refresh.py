"""``refresh`` and ``news``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import asked_for
from readlist.cli.services import Offline, end_stopped, is_offline
from readlist.errors import ExitCode, OfflineError
from readlist.library.papers import search as finding
from readlist.model import Paper
from readlist.store.papers import load
from readlist.text import plural, visible

if TYPE_CHECKING:
    from readlist.library.metadata.resolve import Resolved

ASKED_BY = frozenset({"arxiv", "doi"})
"""The identifiers under which services tell what became of a paper."""
Since = Annotated[
    str, typer.Option("--since", metavar="WHEN", help="A day, or a time back such as 7d.")
]


def refresh(
    ctx: typer.Context,
    query: options.Query = None,
    limit: options.Limit = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    dry_run: options.DryRun = False,
    offline: Offline = False,
) -> None:
    """See what became of papers: versions, publication, withdrawal.

    readlist refresh

    readlist refresh status:read added:1y

    arXiv is asked for a hundred papers at once, Crossref for each DOI, others for hundreds at once
    where preprints appeared, at most once a week. What changed is shown; 'readlist news' shows it
    again.
    """
    app: App = ctx.obj
    if is_offline(app, offline):
        raise OfflineError("Offline: nobody was asked what became of papers. Nothing was changed.")
    library = app.library(write=True)
    numbers = asked_for(app, library, query or (), limit)
    papers = [paper for paper in load(library, numbers) if _is_known_to_services(paper)]
    into, interrupted = _asked(app, papers)
    _take(app, papers, into, json=json, quiet=quiet, dry_run=dry_run)
    for reason in into.reasons:
        app.say(f"{reason} What came is kept; run the command again later for the rest.")
    if interrupted:
        end_stopped(app)
    if into.failed:
        raise typer.Exit(ExitCode.NETWORK)


def _is_known_to_services(paper: Paper) -> bool:
    return any(one.scheme in ASKED_BY for one in paper.identifiers)


def _asked(app: App, papers: Sequence[Paper]) -> "tuple[Resolved, bool]":
    """Return what services say, and whether the person stopped it."""
    from readlist.cli.services import asking
    from readlist.library.metadata.refresh import ask_for
    from readlist.library.metadata.resolve import Resolved

    into = Resolved()
    if not papers:
        return into, False
    try:
        with asking(app, total=len(papers)) as services:
            ask_for(papers, services, into, services.tell)
    except KeyboardInterrupt:
        return into, True
    return into, False


def _take(
    app: App, papers: Sequence[Paper], into: "Resolved", *, json: bool, quiet: bool, dry_run: bool
) -> None:
    from readlist.cli.output import print_answer
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.metadata.refresh import refresh as take
    from readlist.library.metadata.refresh import said_of
    from readlist.views import news as views

    said = said_of(papers, into)
    with app.change(dry_run=dry_run) as tx:
        absorb = AbsorbOptions(app.now, tx.library.reader, make_key=app.make_key)
        found = take(tx, said, absorb)
        tx.undoable = bool(found.changed or found.completed)
        tx.summary = (
            f"Refreshed {plural(len(said), 'paper')}: {len(found.completed):,} completed, "
            f"{len(found.changed):,} with news"
        )
    pairs = [(one.paper, change) for one in found.changed for change in one.changes]
    read = sum(bool(views.mark(one.paper)) for one in found.changed)
    yours = f", {read:,} of which you read" if read else ""
    completed = f"{len(found.completed):,} completed, " if found.completed else ""
    count = f"{completed}{len(found.changed):,} with news{yours}"
    note = f"{'Dry run: ' if dry_run else ''}{plural(len(said), 'paper')} looked at, {count}."
    before = {"asked": len(said), "completed": list(found.completed), "dry_run": dry_run}
    print_answer(app, views.listing(pairs, note, before), json=json, quiet=quiet)
    for key, source, c in found.disputed:
        app.say(
            f"{key}: the library says {c.field} {visible(c.kept)!r}, {source} says "
            f"{visible(c.said)!r}."
        )


def news(
    ctx: typer.Context,
    query: options.Query = None,
    since: Since = "",
    limit: options.Limit = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also of papers that you did not decide to read.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Show what changed about papers that you kept.

    readlist news --since 30d

    readlist news status:read

    readlist news --all

    New versions, publication, withdrawal and retraction, as 'readlist refresh' and pulls found
    them, each paper once. Papers that wait in the inbox, or were dropped, are left out unless the
    query asks for them or --all is given.
    """
    from readlist.cli.output import most_shown, print_answer
    from readlist.library.metadata.news import collected, is_kept, told_once
    from readlist.store.papers import papers_with_news
    from readlist.views import news as views

    app: App = ctx.obj
    first = options.first_day(app, since) if since else ""
    library = app.library()
    numbers = papers_with_news(library.db)
    if query:
        search = finding.prepare(library, query, now=app.now)
        every = every or finding.is_precise(search)
        numbers = [n for n in finding.ids(library, search) if n in set(numbers)]
    found = told_once(collected(load(library, numbers), first))
    kept = [one for one in found if every or is_kept(one[0])]
    shown = kept[: most_shown(app, limit)]
    said = []
    if not found:
        said.append("No news. 'readlist refresh' asks for it.")
    if len(shown) < len(kept):
        said.append(f"{len(shown):,} of {len(kept):,}; --limit 0 shows all.")
    if others := len(found) - len(kept):
        verb = "has" if others == 1 else "have"
        papers = plural(others, "paper")
        said.append(f"{papers} that you did not keep {verb} news: --all shows it.")
    print_answer(app, views.listing(shown, " ".join(said)), json=json)
