"""``questions``, ``accept`` and ``reject``: what a title may mean is decided by the person."""

from collections.abc import Sequence
from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App, width
from readlist.cli.choose import named_one
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer, report_change
from readlist.errors import UsageError
from readlist.library.papers.merge import stating_one_name
from readlist.model import Record
from readlist.store.papers import load
from readlist.store.questions import open_questions, standing
from readlist.text import plural, visible

Number = Annotated[
    int | None,
    typer.Argument(
        metavar="[N]", min=1, show_default=False,
        help="Which candidate, as 'readlist questions' numbers them.",
    ),
]  # fmt: skip
Ask = Annotated[bool, typer.Option("--ask", help="Decide them here, one after the other.")]


def questions(
    ctx: typer.Context,
    ask: Ask = False,
    json: options.Json = False,
    limit: options.Limit = None,
) -> None:
    """Show titles that may be several papers, or none for sure.

    readlist questions

    readlist questions --ask              answer them one after the other

    readlist accept 12 2                  paper 12 is the second candidate

    readlist reject 12                    it is none of them
    """
    from readlist.views import enrich as views

    app: App = ctx.obj
    library = app.library()
    found = open_questions(library.db)
    found = found[:limit] if limit else found
    papers = {paper.id: paper for paper in load(library, [one.paper_id for one in found])}
    if ask and found:
        _decide_all(app, [one.paper_id for one in found])
        return
    asked = [(one, papers[one.paper_id]) for one in found]
    print_answer(app, views.questions(asked), json=json)
    if not json and (pairs := stating_one_name(library)):
        those = plural(len(pairs), "pair")
        app.say(f"'readlist dupes' shows {those} of papers that state one identifier.")


def _decide_all(app: App, numbers: Sequence[int]) -> None:
    """Ask about each question; what was answered is kept whenever the person stops."""
    from readlist.cli.output import draw
    from readlist.views import enrich as views

    if not app.may_ask:
        raise UsageError(
            "--ask needs a terminal. In a script, 'readlist accept PAPER N' and "
            "'readlist reject PAPER' decide."
        )
    library = app.library(write=True)
    for place, number in enumerate(numbers, 1):
        question = standing(library.db, [number]).get(number)
        if question is None or not question.candidates:  # an answer made this one another paper
            continue
        [paper] = load(library, [number])
        draw(app, views.question_block(question, paper, width()), page=False)
        choice = _answer(app, f"{place:,} of {len(numbers):,}", len(question.candidates))
        if choice is None:
            return
        if choice >= 0:
            try:
                _decide(app, number, choice)
            except UsageError as error:  # the others can still be decided
                app.say(str(error))


def _answer(app: App, where: str, count: int) -> int | None:
    """Return the candidate that it is, 0 for none of them, -1 for later, None to stop."""
    while True:
        app.stderr.write(f"{where}. Which one? [number, n none, empty later, q stop] ")
        app.stderr.flush()
        answer = app.stdin.readline()
        said = answer.strip().lower()
        if not answer or said == "q":
            return None
        if said in ("", "n"):
            return 0 if said else -1
        if said.isdecimal() and 1 <= int(said) <= count:
            return int(said)
        app.say(f"Answer with a number up to {count}, n, q, or nothing.")


def _decide(app: App, number: int, choice: int) -> None:
    """Accept a candidate of a paper, or reject all with 0: one entry of the journal."""
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.metadata import enrich as deciding

    with app.change() as tx:
        if choice:
            absorb = AbsorbOptions(app.now, tx.library.reader, make_key=app.make_key)
            chosen, _ = deciding.accept(tx, number, choice, absorb)
            tx.summary = f"Accepted {_name(chosen)}"
        else:
            gone = deciding.reject(tx, number, None, app.now)
            tx.summary = f"Rejected {_names(gone)}"
    app.say(f"{tx.summary}.")


@spread
def accept(
    ctx: typer.Context,
    paper: options.Paper,
    number: Number = None,
    form: Form = FORM,
) -> None:
    """Say which candidate a paper is.

    readlist accept 12 2

    The paper takes the candidate's identifiers and facts; your own words stay.
    """
    from readlist.identity.absorb import AbsorbOptions
    from readlist.library.metadata import enrich as deciding
    from readlist.library.papers.marks import changed_papers

    app: App = ctx.obj
    wanted = named_one(app, app.library(write=True), paper)
    with app.change(dry_run=form.dry_run) as tx:
        absorb = AbsorbOptions(app.now, tx.library.reader, make_key=app.make_key)
        chosen, outcomes = deciding.accept(tx, wanted, number, absorb)
        kept = [outcomes[0].paper_id]
        tx.summary = f"Accepted {_name(chosen)}"
        said, changed = f"Accepted {_name(chosen)}", changed_papers(tx.library, kept)
        report = report_change(app, tx, said, kept, changed, form)
    report()


@spread
def reject(
    ctx: typer.Context,
    paper: options.Paper,
    number: Number = None,
    form: Form = FORM,
) -> None:
    """Say that a paper is not its candidates, or not one of them.

    readlist reject 12                    it is none of them

    readlist reject 12 1                  it is not the first

    What was rejected is not offered again, and never taken for the paper.
    """
    from readlist.library.metadata import enrich as deciding
    from readlist.library.papers.marks import changed_papers

    app: App = ctx.obj
    wanted = named_one(app, app.library(write=True), paper)
    with app.change(dry_run=form.dry_run) as tx:
        gone = deciding.reject(tx, wanted, number, app.now)
        said = _names(gone)
        tx.summary = f"Rejected {said}"
        changed = changed_papers(tx.library, [wanted])
        report = report_change(app, tx, f"Rejected {said}", [wanted], changed, form)
    report()


def _name(record: Record) -> str:
    return visible(str(record.identifiers[0]) if record.identifiers else record.title)


def _names(records: Sequence[Record]) -> str:
    return _name(records[0]) if len(records) == 1 else plural(len(records), "candidate")
