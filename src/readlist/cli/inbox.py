"""``inbox``: what arrived and is undecided, and decisions for scripts."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_decision_or_paper
from readlist.cli.options import FORM, Form, spread
from readlist.cli.search import Look, Wish, answer, refuse_fields
from readlist.errors import UsageError
from readlist.library.inbox import inbox as library_inbox
from readlist.library.papers.search import Search, why_empty
from readlist.store import ranking
from readlist.store.connection import Library
from readlist.store.reading import inbox_count
from readlist.text import plural, visible
from readlist.views import rows as views
from readlist.views.answer import Screen

DECISIONS = ("keep", "later", "drop")


@spread
def inbox(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        options.words(
            "[keep|later|drop] [QUERY|PAPER]...",
            complete_decision_or_paper,
            "What to do with which papers; a query alone shows them.",
        ),
    ] = None,
    expire: Annotated[
        str, typer.Option("--expire", metavar="TIME", help="Drop what waited longer, such as 60d.")
    ] = "",
    sort: options.Sort = "",
    limit: options.Limit = None,
    columns: options.Columns = "",
    every: Annotated[
        bool, typer.Option("--all", help="All that waits, however much it is.")
    ] = False,
    older: Annotated[
        bool, typer.Option("--older", help="Only what was there when you last looked.")
    ] = False,
    form: Form = FORM,
) -> None:
    """Show what arrived and is undecided, or decide.

    What came since you last looked stands first, the best of it on top, then the rest.

    readlist inbox

    readlist inbox --older

    readlist inbox feed:hf 'sort:votes-'

    readlist inbox keep 12 15             to read; 'later' with low priority

    readlist inbox drop 'title:survey' --dry-run

    readlist inbox --expire 60d           drop what waited longer without a word of yours

    'readlist triage' asks paper by paper. In a pipe the columns are id, score, title, feeds and
    why, parted by tabs.
    """
    app: App = ctx.obj
    found = words or []
    if found[:1] and found[0] in DECISIONS:
        _decide(app, found[0], found[1:], form)
    elif expire:
        _expire(app, expire, found, form)
    elif form.dry_run:
        raise UsageError("--dry-run goes with keep, later, drop and --expire.")
    else:
        refuse_fields(found, json=form.json)
        library = app.library()
        library_inbox.catch_up(library, app.now, watched=app.on_terminal)
        asked = library_inbox.search(library, found, sort=sort, now=app.now, older=older)
        most = 0 if every and limit is None else limit
        wish = Wish(most, columns, json=form.json, quiet=form.quiet)
        answer(app, library, asked, wish, _LOOK)
        # Who asks for a part has not seen the rest.
        is_whole = not found and not older
        if is_whole and app.on_terminal and not (form.json or form.quiet):
            ranking.look(library)


def _shapes(library: Library, numbers: Iterable[int]) -> Iterator[dict[str, Any]]:
    """Yield papers as JSON with their score, its terms, and the feeds that brought them."""
    from readlist.store.feeds import brought, feeds
    from readlist.store.journal import chunks
    from readlist.store.papers import load
    from readlist.store.ranking import scores
    from readlist.views.inbox import feeds_json, score_json
    from readlist.views.paper_json import paper_json

    names = {feed.id: feed.name for feed in feeds(library.db)}
    newest_seen = ranking.seen(library)
    for part in chunks(numbers):
        scored = scores(library.db, library.reader_id, part)
        came = brought(library.db, part)
        for paper in load(library, part):
            more = score_json(scored.get(paper.id)) | feeds_json(came.get(paper.id, ()), names)
            yield paper_json(paper) | more | {"new": paper.id > newest_seen}


def empty(app: App, library: Library, found: Search) -> str:
    """Say why nothing is shown: nothing waits, or nothing that the query asks for."""
    from readlist.views.inbox import empty_text

    left = inbox_count(library, app.today)
    if not left.waiting and left.snoozed:
        papers = plural(left.snoozed, "snoozed paper")
        return f"Nothing waits in the inbox but {papers}: readlist inbox snoozed:yes"
    if not left.waiting:
        return empty_text(library_inbox.standing(library), app.clock)
    if decided := library_inbox.decided(library, found, app.now):
        return (
            f"No paper like that is in the inbox; {plural(decided, 'paper')} that you decided "
            f"{'is' if decided == 1 else 'are'}: 'readlist list' with the same words."
        )
    advice = why_empty(library, found, app.now)
    return f"No paper like that is in the inbox.{' ' + advice if advice else ''}"


def _draw(rows: Sequence[Sequence[Any]], screen: Screen) -> Iterator[Any]:
    from readlist.views.inbox import draw

    return draw(rows, screen)


_LOOK = Look(views.INBOX, lambda _: (*views.INBOX, "new"), _shapes, empty, _draw)


def _decide(app: App, word: str, words: list[str], form: Form) -> None:
    """Keep or drop the papers that words mean, as one change."""
    from readlist.cli.output import report_change
    from readlist.library.papers.marks import change_papers

    if not words:
        raise UsageError(f"Which papers? For example: readlist inbox {word} 12 or a query")
    decision = library_inbox.Decision(word)
    names = "-" in words
    library = app.library(write=True)
    wanted = app.names(words) if names else words
    meant = library_inbox.meant(library, wanted, app.now, names=names)
    with app.change(dry_run=form.dry_run) as tx:
        changed = change_papers(tx, meant.waiting, library_inbox.mark_of(decision, app.now))
        said = library_inbox.SAID[decision]
        tx.summary = f"{said}: {changed.summary}"
        report = report_change(app, tx, said, meant.waiting, changed, form)
    if not form.dry_run:
        ranking.look(library)
    if meant.waiting or form.json or not meant.others:
        report()
    for paper in meant.others:
        status = paper.reading.status or "not on your list"
        app.say(
            f"{visible(paper.key)} is not in the inbox ({status}) and stays as it is; "
            "'readlist status' changes it."
        )


def _expire(app: App, time: str, words: list[str], form: Form) -> None:
    """Drop what waited for too long, as one change."""
    from readlist.cli.output import report_change
    from readlist.config import days_of
    from readlist.library.inbox.inbox import expire

    if words:
        raise UsageError(f"--expire takes no query: did you mean 'readlist inbox drop {words[0]}'?")
    days = days_of(time)
    with app.change(dry_run=form.dry_run) as tx:
        gone = expire(tx, days, app.now)
        report = report_change(app, tx, "Dropped", gone.numbers, gone, form)
    if gone.numbers or form.json or form.quiet:
        report()
    else:
        app.line(f"Nothing has been undecided for {plural(days, 'day')}; nothing changed.")
