"""``lists``: every list in short, one as a tree, compared with a file, checked, changed by hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_format_read, complete_format_written
from readlist.cli.gauge import gauge
from readlist.cli.group import Group, group
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer, report_change, say_problems
from readlist.cli.services import Offline, is_offline
from readlist.errors import ExitCode, UsageError
from readlist.library.lists import lists as listing
from readlist.status import DONE
from readlist.store import lists as store
from readlist.store.searches import has_searches
from readlist.text import placed, plural, visible
from readlist.views import lists as views
from readlist.views.answer import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readlist.model import Identifier, ListInfo, Paper

HELP = """\
Show curated lists and how far you are with each.

readlist lists

readlist lists papers-list            the same as 'lists show papers-list'

readlist lists diff papers-list README.md

With the next unread paper in the curator's order. Saved searches, which fill themselves, stand
apart.
"""
Quiet = Annotated[bool, options.quiet_option("Print names of lists only.")]
SHOWN = 20
"""Findings of one kind that a terminal shows."""


class ShowGroup(Group):
    """The commands of ``lists``; any other word is the name of a list to show."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed, ``show`` for the name of a list."""
        is_name = bool(args) and args[0] not in self.commands and not args[0].startswith("-")
        if is_name and (len(args) == 1 or args[1].startswith("-")):
            return "show", self.get_command(ctx, "show"), args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the commands, and the names of lists where no command begins so."""
        commands = super().shell_complete(ctx, incomplete)
        if commands and incomplete:
            return commands
        show: Any = self.get_command(ctx, "show")
        name = next(param for param in show.params if param.name == "name")
        return [
            *commands, *name.shell_complete(ctx, incomplete),
        ]  # fmt: skip


APP = group(HELP, ShowGroup)


@APP.callback(help=HELP)
def lists(ctx: typer.Context, json: options.Json = False) -> None:
    """Show every list."""
    if ctx.invoked_subcommand is not None:
        return
    from readlist.store.papers import load  # 6 ms that other commands save

    app: App = ctx.obj
    library = app.library()
    found = store.summaries(library)
    wanted = [one.next_id for one in found if one.next_id]
    upcoming = {paper.id: paper for paper in load(library, wanted)}
    pairs = [(one, upcoming.get(one.next_id or 0)) for one in found]
    saved = []
    if has_searches(library.db):
        from readlist.library.papers.saved import counted  # for who has some alone

        saved = counted(library, app.now)
    print_answer(app, views.listing(pairs, saved), json=json)


@APP.command()
def show(
    ctx: typer.Context,
    name: options.OneList,
    unread: Annotated[bool, typer.Option("--unread", help="What is still to be read.")] = False,
    section: Annotated[
        str, typer.Option("--section", metavar="TEXT", help="Under headings with this text.")
    ] = "",
    remarks: Annotated[bool, typer.Option("--remarks", help="With the curator's remarks.")] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every entry of a long list, on a terminal too.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Show one list as a tree, with the progress in each section.

    readlist lists show papers-list --unread

    readlist lists show papers-list --section speech --remarks

    Of a long list a terminal shows the sections alone; --section opens one. In a pipe the columns
    are position, key, status, section and title (and the remark), parted by tabs.
    """
    app: App = ctx.obj
    library = app.library()
    number, info = listing.known_list(library, name)
    places = store.places(library, number)
    progress = listing.progress(places)
    if section:
        wanted = listing.matching_sections((p.section for p in places), section, info.name)
        places = [place for place in places if place.section in wanted]
    if unread:
        places = [place for place in places if place.status not in DONE]
    summary = store.summaries(library, number)[0]
    folded = not (section or unread or remarks or every)
    answer = views.one_list(summary, places, progress, remarks=remarks, folded=folded)
    # ``--json`` may stand before the name of the list, too.
    asked_before = bool(ctx.parent and ctx.parent.params.get("json"))
    print_answer(app, answer, json=json or asked_before)


@APP.command()
def diff(
    ctx: typer.Context,
    name: options.OneList,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file; - is standard input.")],
    format_name: Annotated[
        str,
        options.format_option("By content otherwise.", complete_format_read),
    ] = "",
    json: options.Json = False,
) -> None:
    """Show what a newer file would change in a list, and change nothing.

    readlist lists diff papers-list README.md

    Each entry stands once: added (+), removed (-), moved (>), reworded (~); a section that is
    called otherwise is told once for all of its entries. In a pipe the columns are what happened,
    key, old section, new section, title, old remark, new remark. Exit code 0 when the list is as
    the file has it, 1 when not. 'readlist import FILE --list NAME' does it.
    """
    from readlist import formats
    from readlist.files.read import open_document
    from readlist.formats.base import LoadOptions
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.imports.import_file import ImportOptions, list_diff

    app: App = ctx.obj
    _, info = listing.known_list(app.library(), name)
    document = open_document(file)
    found = formats.reader(format_name) if format_name else formats.sniff(document)
    with gauge(app, "comparing"), app.change(dry_run=True) as tx:
        absorb = AbsorbOptions(app.now, tx.library.reader, make_key=app.make_key)
        chosen = ImportOptions(absorb, LoadOptions(today=app.today), info.name)
        result = list_diff(tx, document, found, chosen, lambda _count: None)
    answer = views.difference(info.name, result.differences, result.sections, file=file)
    print_answer(app, answer, json=json)
    problems = [placed(file, problem.line, problem.message) for problem in result.problems]
    say_problems(app, problems, file=file)
    if result.differences or result.sections:
        raise typer.Exit(ExitCode.PROBLEMS)


@APP.command()
def check(
    ctx: typer.Context,
    name: options.OneList,
    every: Annotated[
        bool, typer.Option("--all", help=f"All of a kind, not the first {SHOWN}.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right in the library what can be, surely.")
    ] = False,
    patch: Annotated[
        bool, typer.Option("--patch", help="Print a patch for the list's own file.")
    ] = False,
    file: Annotated[
        str, typer.Option("--file", metavar="FILE", help="That file; else where it came from.")
    ] = "",
    online: Annotated[
        bool, typer.Option("--online", help="Ask services for identifiers that nobody knows.")
    ] = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Look for what a curator would put right in a list.

    readlist lists check papers-list

    readlist lists check papers-list --fix

    readlist lists check papers-list --patch --file README.md > fix.patch

    Titles that are labels, dates or people; identifiers with two unlike titles, or that cannot be
    right; entries without any; papers twice in a section; entries that are probably the same work;
    papers in several sections. In a pipe the columns are kind, keys, what is wrong, title. Exit
    code 1 when something was found. 'git apply' takes the patch.
    """
    from readlist.library.lists import check as list_check
    from readlist.library.lists.mend import mend
    from readlist.store.papers import all_apart

    app: App = ctx.obj
    if patch and fix:
        raise UsageError("Give --fix or --patch, not both: one changes the library, one the file.")
    library = app.library()
    number, info = listing.known_list(library, name)
    if patch:
        _print_patch(app, info, file, json=json)
        return
    papers = list(listing.papers_of(library, number, info.name))
    absent = _absent(app, papers) if online else frozenset()
    if fix:
        with app.change(dry_run=dry_run) as tx:
            mended = mend(tx, number, papers)
            tx.summary = f"Put right in list {visible(info.name)}: {plural(len(mended), 'fault')}"
            papers = list(listing.papers_of(tx.library, number, info.name))
    else:
        mended = []
    found = list_check.check(papers, all_apart(app.library().db), absent)
    named = {paper.id: paper for paper in papers}
    most = 0 if every else SHOWN
    answer = views.check(info.name, found, named, list_check.KINDS, most, mended, dry_run=dry_run)
    print_answer(app, answer, json=json)
    if fix and not (mended or json):
        app.say("Nothing could be put right surely.")
    if not found:
        checked = plural(len(papers), "paper")
        app.say(f"Nothing is wrong with list {visible(info.name)} ({checked}).")
        return
    raise typer.Exit(ExitCode.PROBLEMS)


def _absent(app: App, papers: "Sequence[Paper]") -> "frozenset[Identifier]":
    """Return the identifiers of papers of which the services say that there is no such paper."""
    from readlist.cli.services import asking
    from readlist.library.metadata.resolve import Resolved, resolve

    wanted = [one for paper in papers for one in paper.identifiers if one.scheme != "url"]
    into = Resolved()
    with asking(app, len(wanted)) as ask:
        resolve(wanted, ask, into, ask.tell)
    for reason in into.reasons:
        app.say(reason)
    return frozenset(into.absent)


def _print_patch(app: App, info: "ListInfo", file: str, *, json: bool) -> None:
    """Print what the keeper of a list's file could take, as a unified diff."""
    from readlist.files.read import name_in_repository, open_document, text_as_it_is
    from readlist.formats import sniff
    from readlist.formats.base import LoadOptions
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.imports.import_file import ImportOptions, import_document
    from readlist.library.lists.mend import diff, patched
    from readlist.store.papers import load

    chosen = file or info.source
    if not file and not (chosen and Path(chosen).is_file()):
        came = f" from {visible(info.source)}, which is not in this folder" * bool(info.source)
        raise UsageError(
            f"List {visible(info.name)} came{came or ' from no file'}. Name its file with --file."
        )
    before = text_as_it_is(chosen)
    document = open_document(chosen)
    with app.change(dry_run=True) as tx:
        absorb = AbsorbOptions(app.now, tx.library.reader, make_key=app.make_key)
        asked = ImportOptions(absorb, LoadOptions(today=app.today), info.name, keep_outcomes=True)
        result = import_document(tx, document, sniff(document), asked, lambda _: None)
        papers = {p.id: p for p in load(tx.library, {o.paper_id for o in result.outcomes})}
        after, done = patched(before, result.outcomes, papers)
    text = diff(name_in_repository(chosen), before, after)
    if json:
        changes = [{"paper": one.paper or None, "what": one.what} for one in done]
        app.json({"list": info.name, "file": chosen, "changes": changes, "patch": text})
        return
    app.write(text)
    for one in done:
        app.say(one.what)
    app.say(
        f"{plural(len(done), 'change')} of {visible(chosen)}; 'git apply' takes the patch."
        if done
        else f"Nothing in {visible(chosen)} can be put right surely."
    )


@APP.command()
def export(
    ctx: typer.Context,
    name: options.OneList,
    format_name: Annotated[
        str,
        options.format_option(
            "By the name of --out otherwise, markdown without one.", complete_format_written
        ),
    ] = "",
    out: Annotated[str, options.out_option("Write this file, whole or not at all.")] = "",
) -> None:
    """Write a list with its sections, order and remarks.

    readlist lists export papers-list --out README.md

    readlist lists export papers-list --format jsonl

    Importing the file again changes nothing in the list.
    """
    from readlist import formats
    from readlist.cli.export import format_by_name, write_papers
    from readlist.formats.base import DumpOptions

    app: App = ctx.obj
    library = app.library()
    number, info = listing.known_list(library, name)
    chosen = format_name
    if not chosen:
        chosen = "markdown" if out in ("", "-") else format_by_name(out)
    papers = list(listing.papers_of(library, number, info.name))
    dump = DumpOptions(lists=(info,), list=info.name)
    write_papers(app, formats.writer(chosen), papers, dump, out, len(papers))


@APP.command("order")
def order(
    ctx: typer.Context,
    name: options.OneList,
    offline: Offline = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    yes: options.Yes = False,
) -> None:
    """Show a list in the order to read it: what others of it build on first.

    readlist lists order papers-list

    readlist lists order papers-list --quiet | head -3

    By what its papers cite, which services are asked for once (see 'readlist gaps'). Papers of
    which nothing is known keep the curator's order among themselves. The list stays as it is.
    """
    from readlist.cli.refs import ask_references
    from readlist.cli.services import end_failed
    from readlist.library.papers.reading_order import order_of_list
    from readlist.store import citations
    from readlist.views import graph

    app: App = ctx.obj
    list_id, info = listing.known_list(app.library(), name)
    papers = list(listing.papers_of(app.library(), list_id, info.name))
    reasons = ask_references(app, papers, offline=offline, yes=yes)
    library = app.library()
    by_number = {paper.id: paper for paper in papers}
    found = [(by_number[one.paper], one) for one in order_of_list(library, papers)]
    known = citations.states(library.db, by_number, citations.REFS)[citations.DONE]
    print_answer(app, graph.ordered(info.name, found, known), json=json, quiet=quiet)
    end_failed(app, reasons)


@APP.command("follow")
def follow(
    ctx: typer.Context,
    name: options.OneList,
    url: Annotated[str, typer.Argument(metavar="URL", help="The list's file, page or repository.")],
    offline: Annotated[bool, typer.Option("--offline", help="Do not look at it now.")] = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Keep a list up to date from where its keeper writes it.

    readlist lists follow papers-list https://github.com/owner/papers-list

    Each 'readlist pull' then imports it anew: new entries arrive in the inbox with their sections
    and remarks, and what was removed, moved, reworded or renamed is told. 'readlist feed' shows
    it, 'readlist feed edit' says when and what it takes, 'readlist feed rm' ends it.
    """
    from readlist.cli.services import asking
    from readlist.library.feeds.address import look, spec
    from readlist.library.feeds.feeds import follow_list
    from readlist.text import slug
    from readlist.views.feeds import feed_json

    app: App = ctx.obj
    _, info = listing.known_list(app.library(), name)
    wanted = spec(url)
    if not wanted.sure and not is_offline(app, offline):
        with asking(app) as ask:
            wanted = look(wanted, ask).spec
    elif not wanted.sure:
        wanted = wanted._replace(kind="list")
    if wanted.kind != "list":
        raise UsageError(
            f"{visible(url)} is a feed of papers, not a list. 'readlist feed add' follows it."
        )
    wanted = wanted._replace(name=slug(info.name) or wanted.name)
    with app.change(dry_run=dry_run) as tx:
        found = follow_list(tx, info.name, wanted)
        tx.summary = f"List {info.name} follows {found.feed.address}"
    shapes = [feed_json(found.feed)]
    facts = {
        "added": [] if found.known else shapes, "known": shapes if found.known else [],
        "dry_run": dry_run,
    }  # fmt: skip
    would = "Would follow" if dry_run else "Follows"
    said = f"{would}: list {visible(info.name)}, {visible(found.feed.address)}."
    if found.known:
        said = f"List {visible(info.name)} follows {visible(found.feed.address)} already."
    note = "" if found.known or dry_run else "'readlist pull' brings what changes."
    print_answer(app, Report([said], facts, terminal_note=note), json=json)


@APP.command("add")
@spread
def add(
    ctx: typer.Context,
    name: options.OneList,
    papers: options.MaybePapers = None,
    where: options.Where = "",
    section: Annotated[
        str | None,
        typer.Option("--section", metavar="PATH", help="Such as 'Speech / Recognition'."),
    ] = None,
    remark: Annotated[
        str | None, typer.Option("--remark", metavar="TEXT", help="Why it stands there.")
    ] = None,
    form: Form = FORM,
) -> None:
    """Put papers into a list; one that is not there yet is made.

    readlist lists add thesis vaswani2017attention --section Background --remark "Start here."

    readlist lists add thesis --where tag:thesis

    They come behind the last of their section. A paper that is in the list already moves to the
    section and takes the remark that you give.
    """
    from readlist.cli.choose import chosen
    from readlist.library.papers.marks import changed_papers
    from readlist.text import clean_block

    app: App = ctx.obj
    ids = chosen(app, app.library(), papers or [], where)
    wish = listing.Wish(
        None if section is None else listing.section_named(section),
        None if remark is None else clean_block(remark),
    )
    with app.change(dry_run=form.dry_run) as tx:
        known = store.find_list(tx.db, name)
        number = known[0] if known else listing.new_list(tx, name)
        changed = changed_papers(tx.library, listing.put(tx, number, ids, wish))
        said = f"Put into {'' if known else 'new '}list {visible(name)}"
        tx.summary = f"{said}: {changed.summary}"
        report = report_change(app, tx, said, ids, changed, form)
    report()


@APP.command("drop")
@spread
def drop(
    ctx: typer.Context,
    name: options.OneList,
    papers: options.MaybePapers = None,
    where: options.Where = "",
    form: Form = FORM,
) -> None:
    """Take papers out of a list; they stay in the library.

    readlist lists drop thesis vaswani2017attention
    """
    from readlist.cli.choose import chosen
    from readlist.library.papers.marks import changed_papers

    app: App = ctx.obj
    library = app.library()
    listing.known_list(library, name)
    ids = chosen(app, library, papers or [], where)
    with app.change(dry_run=form.dry_run) as tx:
        number, info = listing.known_list(tx.library, name)
        changed = changed_papers(tx.library, listing.drop(tx, number, ids))
        said = f"Taken out of list {visible(info.name)}"
        tx.summary = f"{said}: {changed.summary}"
        report = report_change(app, tx, said, ids, changed, form)
    report()


@APP.command("rename")
def rename(
    ctx: typer.Context,
    name: options.OneList,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    json: options.Json = False,
    quiet: Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Give a list another name.

    readlist lists rename awesome-rlhf-rl-with-human-feedback rlhf
    """
    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        number, info = listing.known_list(tx.library, name)
        cleaned = listing.rename(tx, number, new)
        said = f"list {visible(info.name)} to {visible(cleaned)}"
        tx.summary = f"Renamed {said}"
        lists = _summaries(tx, number)
    report = _report(f"Renamed {said}", lists, dry_run=dry_run)
    print_answer(app, report, json=json, quiet=quiet)


@APP.command("rm")
def remove(
    ctx: typer.Context,
    name: options.OneList,
    yes: options.Yes = False,
    no_input: options.NoInput = False,
    json: options.Json = False,
    quiet: Quiet = False,
    dry_run: options.DryRun = False,
) -> None:
    """Remove a list; its papers stay in the library.

    readlist lists rm papers-list

    'readlist undo' brings it back.
    """
    app: App = ctx.obj
    number, info = listing.known_list(app.library(), name)
    entries = plural(len(store.stored_entries(app.library().db, number)), "entry")
    if not dry_run:
        question = f"Remove list {visible(info.name)} with {entries} (the papers stay)?"
        app.confirm(question, yes=yes, no_input=no_input)
    with app.change(dry_run=dry_run) as tx:
        number, info = listing.known_list(tx.library, name)
        lists = _summaries(tx, number)
        listing.remove_list(tx, number)
        tx.summary = f"Removed list {info.name}"
    said = f"Removed list {visible(info.name)} ({entries})"
    print_answer(app, _report(said, lists, dry_run=dry_run), json=json, quiet=quiet)


def _summaries(tx: Any, number: int) -> list[dict[str, Any]]:
    return [views.list_json(found) for found in store.summaries(tx.library, number)]


def _report(said: str, lists: list[dict[str, Any]], *, dry_run: bool) -> Report:
    """Return what became of lists, which the answer shows as they are, or were."""
    facts = {"changed": len(lists), "dry_run": dry_run, "lists": lists}
    names = [visible(found["name"]) for found in lists]
    return Report([f"{'Dry run: ' if dry_run else ''}{said}."], facts, names)
