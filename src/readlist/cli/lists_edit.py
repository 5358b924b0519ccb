"""``lists add``, ``drop``, ``rename`` and ``rm``: a person's hand in a list."""

from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer, report_change
from readlist.text import plural, visible
from readlist.views.answer import Report

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print names of lists only.")]


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
    from readlist.library.lists import lists as editing
    from readlist.library.papers.marks import changed_papers
    from readlist.store.lists import find_list
    from readlist.text import clean_block

    app: App = ctx.obj
    ids = chosen(app, app.library(), papers or [], where)
    wish = editing.Wish(
        None if section is None else editing.section_named(section),
        None if remark is None else clean_block(remark),
    )
    with app.change(dry_run=form.dry_run) as tx:
        known = find_list(tx.db, name)
        number = known[0] if known else editing.new_list(tx, name)
        changed = changed_papers(tx.library, editing.put(tx, number, ids, wish))
        said = f"Put into {'' if known else 'new '}list {visible(name)}"
        tx.summary = f"{said}: {changed.summary}"
        report = report_change(app, tx, said, ids, changed, form)
    report()


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
    from readlist.library.lists import lists as editing
    from readlist.library.lists.lists import known_list
    from readlist.library.papers.marks import changed_papers

    app: App = ctx.obj
    library = app.library()
    known_list(library, name)
    ids = chosen(app, library, papers or [], where)
    with app.change(dry_run=form.dry_run) as tx:
        number, info = known_list(tx.library, name)
        changed = changed_papers(tx.library, editing.drop(tx, number, ids))
        said = f"Taken out of list {visible(info.name)}"
        tx.summary = f"{said}: {changed.summary}"
        report = report_change(app, tx, said, ids, changed, form)
    report()


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
    from readlist.library.lists import lists as editing
    from readlist.library.lists.lists import known_list

    app: App = ctx.obj
    with app.change(dry_run=dry_run) as tx:
        number, info = known_list(tx.library, name)
        cleaned = editing.rename(tx, number, new)
        said = f"list {visible(info.name)} to {visible(cleaned)}"
        tx.summary = f"Renamed {said}"
        lists = _summaries(tx, number)
    report = _report(f"Renamed {said}", lists, dry_run=dry_run)
    print_answer(app, report, json=json, quiet=quiet)


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
    from readlist.library.lists.lists import known_list, remove_list
    from readlist.store.lists import stored_entries

    app: App = ctx.obj
    number, info = known_list(app.library(), name)
    entries = plural(len(stored_entries(app.library().db, number)), "entry")
    if not dry_run:
        question = f"Remove list {visible(info.name)} with {entries} (the papers stay)?"
        app.confirm(question, yes=yes, no_input=no_input)
    with app.change(dry_run=dry_run) as tx:
        number, info = known_list(tx.library, name)
        lists = _summaries(tx, number)
        remove_list(tx, number)
        tx.summary = f"Removed list {info.name}"
    said = f"Removed list {visible(info.name)} ({entries})"
    print_answer(app, _report(said, lists, dry_run=dry_run), json=json, quiet=quiet)


def _summaries(tx: Any, number: int) -> list[dict[str, Any]]:
    from readlist.store.lists import summaries
    from readlist.views.lists import list_json

    return [list_json(found) for found in summaries(tx.library, number)]


def _report(said: str, lists: list[dict[str, Any]], *, dry_run: bool) -> Report:
    """Return what became of lists, which the answer shows as they are, or were."""
    facts = {"changed": len(lists), "dry_run": dry_run, "lists": lists}
    names = [visible(found["name"]) for found in lists]
    return Report([f"{'Dry run: ' if dry_run else ''}{said}."], facts, names)
