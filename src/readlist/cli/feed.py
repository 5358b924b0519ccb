"""``feed``: what is followed, and how; as it stands; to files and from them."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_feed, complete_tag
from readlist.cli.group import group
from readlist.cli.options import spread
from readlist.cli.output import print_answer
from readlist.cli.services import Offline, asking, is_offline
from readlist.errors import ExitCode, UsageError
from readlist.library.feeds import feeds as library
from readlist.library.feeds.address import UNSEEN, Spec, spec
from readlist.library.feeds.feeds import feed_infos, known_feeds, take_feeds
from readlist.library.feeds.options import Asked, changed, with_problem
from readlist.library.pull import standing
from readlist.model import FeedInfo, Problem, Record, Skipped
from readlist.store import feeds as store
from readlist.store.feeds import Feed, feeds
from readlist.text import masked, plural, visible
from readlist.views import feeds as views
from readlist.views.answer import Report

Names = Annotated[list[str], options.words("FEED...", complete_feed, "Names or addresses.")]
OneName = Annotated[str, options.words("FEED", complete_feed, "Name or address.")]
Specs = Annotated[
    list[str],
    options.words(
        "FEED...",
        None,
        "arxiv:cs.CL+cs.LG, arxiv:'ti:agent', hf, hf:week, or an address of the web.",
    ),
]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="What you call it.")]


class Settings(NamedTuple):
    """What a person says of how a feed is followed; None where nothing is said."""

    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title.")] = None
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag",
            metavar="TAG",
            help="Tag for its new papers; may be repeated.",
            autocompletion=complete_tag,
        ),
    ] = None
    tag_if: Annotated[
        list[str] | None,
        typer.Option("--tag-if", metavar="TAG=QUERY", help="Tag for those that a query finds."),
    ] = None
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="QUERY", help="Take only what one of these finds."),
    ] = None
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="QUERY", help="Leave out what one of these finds."),
    ] = None
    kinds: Annotated[
        str | None,
        typer.Option(
            "--kinds",
            metavar="KINDS",
            help="Announcements that count: new,cross (default), replace, replace-cross.",
        ),
    ] = None
    schedule: Annotated[
        str | None,
        typer.Option(
            "--schedule",
            metavar="WHEN",
            help="daily (default), 'weekdays 08:00', mon,thu, weekly, 6h.",
        ),
    ] = None
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=0, metavar="N", help="At most N new papers a pull."),
    ] = None
    votes: Annotated[
        int | None, typer.Option("--min-votes", min=0, metavar="N", help="Least votes (hf).")
    ] = None
    items: Annotated[
        str | None,
        typer.Option("--items", metavar="WHICH",
                     help="'all' takes items of a feed that name no paper too; 'papers' is "
                     "default."),
    ] = None  # fmt: skip


NOTHING = Settings()
Wanted = tuple[Spec, dict[str, Any]]
Out = Annotated[str, options.out_option("Write this file, whole or not.")]
HELP = """\
The feeds that you follow.

readlist feed add arxiv:cs.CL+cs.LG hf

readlist feed list

readlist pull
"""
APP = group(HELP)


@APP.callback(help=HELP)
def feed(ctx: typer.Context, json: options.Json = False) -> None:
    """Show the feeds, where nothing else is asked for."""
    if ctx.invoked_subcommand is None:
        list_feeds(ctx, json=json)


@APP.command("list")
def list_feeds(ctx: typer.Context, json: options.Json = False) -> None:
    """Show the feeds with their last pull and the papers that wait.

    readlist feed list

    In a pipe: name, kind, address, title, tags, schedule, time of the last pull, what came of it,
    papers in the inbox.
    """
    app: App = ctx.obj
    print_answer(app, views.listing(standing.standings(app.library())), json=json)


@APP.command()
def show(ctx: typer.Context, feed: OneName, json: options.Json = False) -> None:
    """Show the settings of a feed and its last ten pulls.

    readlist feed show cs.CL+cs.LG

    In a pipe a fact a line, then a line for each pull: the word pull, time, days, requests,
    scanned, known, filtered, new, why nothing came.
    """
    app: App = ctx.obj
    library = app.library()
    (chosen,) = known_feeds(feeds(library.db), [feed])[:1]
    place = next(one for one in standing.standings(library) if one.feed.id == chosen.id)
    found = standing.details(library, place, app.clock)
    print_answer(app, views.card(found), json=json)


@APP.command("add")
@spread
def add(
    ctx: typer.Context,
    specs: Specs,
    name: Name = "",
    settings: Settings = NOTHING,
    offline: Offline = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Follow arXiv, Hugging Face, feeds and curated lists.

    readlist feed add arxiv:cs.CL+cs.LG --drop 'title:survey'

    readlist feed add "arxiv:cat:cs.CL AND ti:agent" --name agents

    readlist feed add hf --min-votes 20 --schedule 'weekdays 08:00'

    readlist feed add https://github.com/owner/awesome-list --tag agents

    readlist feed add https://lab.example.org/blog --tag-if 'moe=title:mixture'

    An address is looked at: a feed, a page that names one, or a list. Rules are queries (see
    'readlist help query') about new papers; what is dropped never enters the library. 'readlist
    pull' brings the papers.
    """
    app: App = ctx.obj
    asked = Asked(*settings)
    if name and len(specs) > 1:
        raise UsageError("--name names one feed; add the others by a command of their own.")
    wanted = _looked_at(app, _checked(app, specs, asked), offline=offline)
    wanted = [(_about(app, one), said) for one, said in wanted]
    with app.change(dry_run=dry_run) as tx:
        found = library.add_feeds(tx, wanted, name)
        fresh = [one.feed.name for one in found if not one.known]
        tx.summary = f"Added {', '.join(fresh) or 'no feed'}"
    print_answer(app, views.added(found, dry_run=dry_run), json=json)


def _checked(app: App, specs: Sequence[str], asked: Asked) -> list[Wanted]:
    """Return the feeds that are meant with their settings; all that is wrong is said at once."""
    problems: list[str] = []
    wanted: list[Wanted] = []
    for text in specs:
        meant = with_problem(problems, partial(spec, text))
        kind = meant.kind if meant else ""
        said = with_problem(problems, partial(changed, {}, kind, asked, app.today))
        wanted.append((meant, said))
    if problems:
        raise UsageError("\n".join(dict.fromkeys(problems)))
    return wanted


def _about(app: App, one: Spec) -> Spec:
    """Return a feed of citations with the key of its paper. Raises ``NotFoundError``."""
    if one.kind != "citing":
        return one
    from readlist.library.graph.ask import subject  # the services, for such feeds alone

    about = subject(app.library(), one.address, app.now)
    return one._replace(address=about, name=one.name if about == one.address else f"citing-{about}")


def _looked_at(app: App, wanted: list[Wanted], *, offline: bool) -> list[Wanted]:
    """Return feeds as what they are, by a look at those addresses that do not tell."""
    unsure = [one for one, _ in wanted if not one.sure]
    if not unsure:
        return wanted
    from readlist.library.feeds.address import look

    if is_offline(app, offline):
        for one in unsure:
            app.say(f"{visible(one.address)} was not looked at; the first pull decides what it is.")
        return [(one, said if one.sure else {**said, UNSEEN: True}) for one, said in wanted]
    found = []
    with asking(app) as ask:
        for one, said in wanted:
            if one.sure:
                found.append((one, said))
                continue
            seen = look(one, ask)
            if seen.others:
                app.say(
                    f"{visible(one.address)} names other feeds too: "
                    f"{visible(', '.join(seen.others[:5]))}."
                )
            title = "" if said.get("title") else seen.title
            found.append((seen.spec, {"title": title, **said} if title else said))
    return found


@APP.command("edit")
@spread
def edit(
    ctx: typer.Context,
    feed: OneName,
    name: Name = "",
    settings: Settings = NOTHING,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Change how a feed is followed.

    readlist feed edit cs.CL+cs.LG --name nlp --schedule 'weekdays 08:00'

    readlist feed edit nlp --drop title:survey --drop 'abstract:quantum'

    readlist feed edit nlp --drop ''

    What you give takes the place of what was there; an empty value, or 0, takes it away. Papers
    that came before stay as they are.
    """
    app: App = ctx.obj
    asked = Asked(*settings)
    if not name and asked == Asked():
        raise UsageError("What is to change? For example: readlist feed edit FEED --limit 50")
    with app.change(dry_run=dry_run) as tx:
        former, now = library.edit_feed(tx, feed, asked, name)
        tx.summary = f"Changed feed {former.name}"
    facts = {"feed": views.feed_json(now), "changed": former != now, "dry_run": dry_run}
    said = [f"{'Would change' if dry_run else 'Changed'} feed {visible(former.name)}."]
    # What is different now, by setting; `none` where it was taken away.
    before, after = ({"name": [one.name]} | _by_name(one) for one in (former, now))
    names = dict.fromkeys([*before, *after])
    differences = [
        (name, "; ".join(after.get(name, ())) or "none")
        for name in names if before.get(name) != after.get(name)
    ]  # fmt: skip
    said += [f"{label}: {visible(value)}" for label, value in differences]
    if former == now:
        said = [f"Feed {visible(now.name)} is so already, nothing changed."]
    print_answer(app, Report(said, facts), json=json)


def _by_name(feed: Feed) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in views.settings(feed):
        if value:
            found.setdefault(name, []).append(value)
    return found


@APP.command("pause")
def pause(
    ctx: typer.Context, names: Names, json: options.Json = False, dry_run: options.DryRun = False
) -> None:
    """Leave feeds out of pulls until they are resumed.

    readlist feed pause hf
    """
    _turn(ctx.obj, names, pause=True, json=json, dry_run=dry_run)


@APP.command("resume")
def resume(
    ctx: typer.Context, names: Names, json: options.Json = False, dry_run: options.DryRun = False
) -> None:
    """Pull feeds again; what they missed is made up for.

    readlist feed resume hf
    """
    _turn(ctx.obj, names, pause=False, json=json, dry_run=dry_run)


def _turn(app: App, names: Sequence[str], *, pause: bool, json: bool, dry_run: bool) -> None:
    word = "Paused" if pause else "Resumed"
    with app.change(dry_run=dry_run) as tx:
        pairs = library.pause_feeds(tx, names, pause=pause)
        tx.summary = f"{word} {', '.join(feed.name for feed, _ in pairs)}"
    state = "is paused already" if pause else "is not paused"
    done = f"Would {word[:-1].lower()}" if dry_run else word
    said = []
    for former, now in pairs:
        name = visible(now.name)
        said.append(f"Feed {name} {state}." if former == now else f"{done} {name}.")
    shapes = [views.feed_json(now) for _, now in pairs]
    changed = sum(former != now for former, now in pairs)
    facts = {"feeds": shapes, "changed": changed, "dry_run": dry_run}
    print_answer(app, Report(said, facts), json=json)


NAMED = 5
"""Feeds that the history names; beyond that it counts them."""


@APP.command("rm")
def remove(
    ctx: typer.Context, names: Names, json: options.Json = False, dry_run: options.DryRun = False
) -> None:
    """Forget feeds; the papers that they brought stay.

    readlist feed rm a-lab-s-blog

    'readlist undo' brings them back.
    """
    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        meant = library.known_feeds(store.feeds(tx.db), names)
        papers = {feed.id: store.paper_count(tx.db, [feed.id]) for feed in meant}
        gone = library.remove_feeds(tx, names)
        tx.summary = f"Forgot feed {', '.join(feed.name for feed in gone[:NAMED])}"
        if len(gone) > NAMED:
            tx.summary = f"Forgot {plural(len(gone), 'feed')}"
    word = "Would forget" if dry_run else "Forgot"
    said = []
    for feed in gone:
        stays = {0: "", 1: "; its paper stays"}
        more = stays.get(papers[feed.id], f"; its {plural(papers[feed.id], 'paper')} stay")
        said.append(f"{word} {visible(feed.name)}{more}.")
    shapes = [{**views.feed_json(feed), "papers": papers[feed.id]} for feed in gone]
    print_answer(app, Report(said, {"removed": shapes, "dry_run": dry_run}), json=json)


@APP.command("import")
def import_feeds(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="OPML; - is standard input.")],
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Follow the feeds of a feed reader's file (OPML).

    readlist feed import subscriptions.opml

    Folders become tags of the feed. arXiv's feeds become feeds of arXiv. What 'readlist feed
    export' wrote brings rules and schedules back; what is followed already stays as it is.
    """
    app: App = ctx.obj
    found, skipped, problems = _read(app, file)
    with app.change(dry_run=dry_run) as tx:
        kept = take_feeds(tx, found)
        tx.summary = f"Imported {plural(len(kept.new), 'feed')} of {file}"
    problems += kept.problems
    facts = {
        "file": file, "new": [views.feed_json(feed) for feed in kept.new],
        "known": [views.feed_json(feed) for feed in kept.known],
        "skipped": len(skipped),
        "problems": [{"line": line, "message": message} for line, message in problems],
        "dry_run": dry_run,
    }  # fmt: skip
    would = "Would add" if dry_run else "Added"
    said = list(views.sentences((feed, would) for feed in kept.new))
    left = f", {len(skipped):,} skipped" if skipped else ""
    said.append(f"{plural(len(kept.new), 'feed')} new, {len(kept.known):,} known{left}.")
    notes = [
        f"{visible(file)}{f':{line}' if line else ''}: {visible(message)}"
        for line, message in (*skipped, *problems)
    ]
    print_answer(app, Report(said, facts, note="\n".join(notes)), json=json)
    if problems:
        raise typer.Exit(ExitCode.PROBLEMS)


def _read(app: App, file: str) -> tuple[list[FeedInfo], list[Skipped], list[Problem]]:
    """Return the feeds of a file, what in it is none, and what is wrong with it."""
    from readlist import formats
    from readlist.files.read import open_document
    from readlist.formats.base import LoadOptions

    document = open_document(file)
    chosen = formats.sniff(document)
    if chosen.load is None:
        raise UsageError(f"{visible(file)} is no file of feeds; it takes OPML.")
    found: list[FeedInfo] = []
    skipped: list[Skipped] = []
    problems: list[Problem] = []
    papers = 0
    for item in chosen.load(document, LoadOptions(today=app.today)):
        match item:
            case FeedInfo():
                found.append(item)
            case Skipped() if chosen.name == "opml":
                skipped.append(item)
            case Problem():
                problems.append(item)
            case Record():
                papers += 1
    if papers:
        app.say(f"{visible(file)} holds {plural(papers, 'paper')} too; 'readlist import' takes it.")
    elif not (found or skipped or problems):
        name = "Standard input" if file == "-" else visible(file)
        raise UsageError(f"{name} names no feed; 'feed import' takes OPML.")
    return found, skipped, problems


@APP.command()
def export(
    ctx: typer.Context,
    out: Out = "",
) -> None:
    """Write the feeds for a feed reader, or for another library (OPML).

    readlist feed export --out feeds.opml

    Rules and schedules stand in attributes that other programs pass over.
    """
    from readlist.files.write import write_atomic
    from readlist.formats.opml import FOLLOWED, dump_feeds

    app: App = ctx.obj
    found = feeds(app.library().db)
    text = "".join(dump_feeds(feed_infos(found)))
    if out and out != "-":
        write_atomic(out, [text])
        app.say(f"Wrote {plural(len(found), 'feed')} to {visible(out)}.")
    else:
        app.write(text)
    own = [feed.name for feed in found if feed.kind not in FOLLOWED]
    secret = [feed.name for feed in found if masked(feed.address) != feed.address]
    if secret:
        app.say(f"The passwords of {visible(', '.join(secret))} were left out.")
    if own:
        app.say(
            f"Other programs find no feed behind {visible(', '.join(own))}; they get a link to "
            "the page."
        )


@APP.command("out")
def write_out(
    ctx: typer.Context,
    query: options.Query = None,
    out: Out = "",
    sort: options.Sort = "added-",
    limit: options.Limit = 100,
) -> None:
    """Write what a query finds as a feed for any feed reader (Atom).

    readlist feed out status:inbox --out inbox.xml

    readlist feed out 'tag:agents added:30d' --out agents.xml --limit 50
    """
    from readlist.cli.export import export as export_papers

    export_papers(ctx, query=query, format_name="atom", out=out, sort=sort, limit=limit)
