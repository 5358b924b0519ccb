"""``edit`` and ``rm``."""

from collections.abc import Mapping
from typing import Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import chosen
from readlist.cli.note import edit_text, kept_if_refused
from readlist.cli.options import FACTS, FORM, Facts, Form, spread
from readlist.cli.output import report_change
from readlist.errors import UsageError
from readlist.library.papers.edit import (
    check_free,
    edited,
    parsed,
    read_form,
    remove_papers,
    said_of_freed,
    with_key,
)
from readlist.library.papers.edit import (
    form as written_form,
)
from readlist.library.papers.marks import change_papers, changed_papers
from readlist.library.papers.search import count_hidden, hidden_places
from readlist.model import Paper
from readlist.store.papers import load
from readlist.text import plural, visible


@spread
def edit(
    ctx: typer.Context,
    papers: options.MaybePapers = None,
    where: options.Where = "",
    facts: Facts = FACTS,
    form: Form = FORM,
) -> None:
    """Change the facts of papers.

    readlist edit vaswani2017attention --venue NeurIPS --kind inproceedings

    readlist edit 12                      opens the facts in your editor

    readlist edit --where 'venue:nips' --venue NeurIPS

    What you write wins over every other source from then on; an empty text empties a fact.
    """
    app: App = ctx.obj
    library = app.library()
    if not papers and not where:
        raise UsageError("Which paper? For example: readlist edit PAPER --year 2017")
    numbers = chosen(app, library, papers or [], where)
    values, more, key = _parsed(facts.said()), _parsed(facts.added()), facts.key
    is_one = len(numbers) == 1
    if not is_one and (key or "identifiers" in more):
        raise UsageError("A citation key and an identifier belong to one paper alone: name it.")
    typed = ""
    if not (values or more or key):
        if not (is_one and app.may_ask and app.on_terminal):
            raise UsageError("What should change? For example: readlist edit PAPER --year 2017")
        typed, values = _from_editor(app, next(load(library, numbers)))

    def changed_paper(now: Paper) -> Paper:
        """Add to what the paper has by now, whoever wrote that."""
        added = {name: (*getattr(now, name), *new) for name, new in more.items()}
        paper = edited(now, values | added)
        return with_key(paper, key) if key else paper

    with kept_if_refused(app, typed), app.change(dry_run=form.dry_run) as tx:
        name = ""
        if is_one:
            known = next(load(library, numbers))
            check_free(tx.db, known, values | more, key)
            name = known.key
        changed = change_papers(tx, numbers, changed_paper)
        said = ", ".join([*values, *more] + ["key"] * bool(key)) or "nothing"
        tx.summary = f"Edited {name or changed.summary}: {said}"
        report = report_change(app, tx, "Edited", numbers, changed, form)
        freed = said_of_freed(tx.library, numbers[0], key) if is_one else ""
    report()
    if freed:
        app.say(freed)


def _from_editor(app: App, known: Paper) -> tuple[str, dict[str, Any]]:
    """Return what a person wrote of a paper, as it stands and as facts."""
    typed = edit_text(app, written_form(known), ".txt")
    with kept_if_refused(app, typed):
        return typed, read_form(typed, known)


def _parsed(texts: Mapping[str, str]) -> dict[str, Any]:
    return {name: parsed(name, text) for name, text in texts.items()}


@spread
def remove(
    ctx: typer.Context,
    papers: options.MaybePapers = None,
    where: options.Where = "",
    yes: options.Yes = False,
    no_input: options.NoInput = False,
    form: Form = FORM,
) -> None:
    """Remove papers from the library.

    readlist rm 12 13

    readlist rm --where 'dropped:..2024' --yes

    Everything that belongs to them goes too; 'readlist undo' brings it all back. A feed does not
    bring them again; 'add' and 'pull --since' do.
    """
    app: App = ctx.obj
    library = app.library()
    ids = chosen(app, library, papers or [], where)
    unseen = count_hidden(library, [where], app.now) if where else 0
    if unseen:
        verb = "is" if unseen == 1 else "are"
        where_to = hidden_places(library, app.now)
        app.say(f"{unseen:,} of the {plural(len(ids), 'paper')} {verb} {where_to}, "
                "where 'list' does not show them.")  # fmt: skip
    if not form.dry_run and ids:
        what = plural(len(ids), "paper")
        if len(ids) == 1:
            paper = next(load(library, ids))
            what = f"{paper.key}, {visible(paper.title)!r}"
        app.confirm(f"Remove {what}?", yes=yes, no_input=no_input)
    with app.change(dry_run=form.dry_run) as tx:
        gone = changed_papers(tx.library, ids)
        report = report_change(app, tx, "Removed", ids, gone, form)
        remove_papers(tx, ids)
        tx.summary = f"Removed {gone.summary}"
    report()
