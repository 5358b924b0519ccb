"""``add``: papers by reference, or one by its facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, NamedTuple

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import choose_record
from readlist.cli.options import FACTS, FORM, Facts, Form, spread
from readlist.cli.output import print_answer
from readlist.cli.services import Offline, asking, is_offline
from readlist.config import pdf_folder
from readlist.errors import ExitCode, FileError, FormatError, UsageError
from readlist.identity.absorb import AbsorbOptions, Kind, Outcome
from readlist.library.metadata.add import Gathered, absorb_gathered, gather
from readlist.library.metadata.references import is_bare_word, meant, with_facts
from readlist.library.papers import marks
from readlist.library.papers.edit import said_of_freed
from readlist.library.papers.marks import changed_papers
from readlist.model import NOTHING, Note, Record, Status
from readlist.store.journal import Transaction
from readlist.store.papers import load
from readlist.text import clean_block, visible
from readlist.views.add import gathered_json, sentences
from readlist.views.answer import Report
from readlist.views.imports import kept_apart, kept_apart_json, renamed_json

References = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REFERENCE]...",
        show_default=False,
        help="arXiv id, DOI, address, title, PDF or other file; - reads one a line.",
    ),
]
NoteText = Annotated[str, typer.Option(metavar="TEXT", help="A note of your own.")]


@spread
def add(
    ctx: typer.Context,
    references: References = None,
    facts: Facts = FACTS,
    tag: options.Tags = None,
    note: NoteText = "",
    status: options.StatusOption = "to-read",
    form: Form = FORM,
    offline: Offline = False,
) -> None:
    """Add papers by reference, or one by its facts.

    readlist add 1706.03762 10.1145/3292500.3330701

    readlist add --title "Attention Is All You Need" --author "Ashish Vaswani" --year 2017

    What is known already is not added twice; what is new about it is taken. The services that
    issue identifiers are asked for the facts; what they cannot say now, 'readlist enrich' gets.
    """
    app: App = ctx.obj
    unread: list[str] = []
    fronts: dict[str, str] = {}
    records = _records(app, references or (), facts, unread, fronts)
    if note:
        notes = (Note(clean_block(note), app.now),)
        records = [replace(record, notes=notes) for record in records]
    tags, arrival = tuple(map(marks.valid_tag, tag or ())), marks.status_of(status)
    take(app, records, Taking(tags, arrival, facts.key, offline, unread, fronts), form)


class Taking(NamedTuple):
    """How papers are taken: their tags and status, the key of one, and what is known of files."""

    tags: tuple[str, ...] = ()
    arrival: Status = Status.TO_READ
    key: str = ""
    offline: bool = False
    unread: Sequence[str] = ()
    fronts: Mapping[str, str] = NOTHING


def take(app: App, records: Sequence[Record], how: Taking, form: Form) -> None:
    """Look papers up, put them into the library and say what became of them."""
    gathered = gather(
        app.library(write=True),
        records,
        None if is_offline(app, how.offline) else partial(asking, app),
        partial(choose_record, app) if app.may_ask else None,
        how.fronts,
    )
    if gathered.nameless and not _keeps_nameless(app, gathered):
        gathered.leave_out()
    with app.change(dry_run=form.dry_run) as tx:
        absorb = AbsorbOptions(app.now, tx.library.reader, how.arrival, how.tags, app.make_key)
        outcomes = absorb_gathered(tx, gathered, absorb, how.key)
        tx.summary = _summary(tx, outcomes)
        unkept = [] if form.dry_run else _keep_files(app, tx, gathered, outcomes)
        report = _report(tx, outcomes, gathered, form)
        several = _several_files(tx, outcomes)
        freed = [said_of_freed(tx.library, first.paper_id, how.key) for first in outcomes[:1]]
    print_answer(app, report, json=form.json, quiet=form.quiet)
    problems = [*how.unread, *unkept, *(one.sentence for o in outcomes for one in o.renamed)]
    for sentence in filter(None, (*several, *sentences(gathered), *problems, *freed)):
        app.say(sentence)
    if gathered.exit_code or problems:
        raise typer.Exit(gathered.exit_code or ExitCode.PROBLEMS)


def _keep_files(
    app: App, tx: Transaction, gathered: Gathered, outcomes: Sequence[Outcome]
) -> list[str]:
    """Copy the PDFs that the person named into the folder; return what failed."""
    named = [one for one in gathered.records if one.source in ("pdf", "person")]
    if not any(link.name == "file" for one in named for link in one.links):
        return []
    from readlist.library.pdfs.files import keep_copies

    return keep_copies(tx, pdf_folder(app.settings), named, _numbers(outcomes))


def _keeps_nameless(app: App, gathered: Gathered) -> bool:
    """Say whether a person wants papers of which nobody knows anything; asks where one is there."""
    if not app.may_ask:
        return False
    names = [str(gathered.records[place].identifiers[0]) for place in gathered.nameless]
    return app.agrees(f"No service knows {visible(', '.join(names[:5]))}. Keep it without facts?")


def _summary(tx: Transaction, outcomes: Sequence[Outcome]) -> str:
    """Return what the history says: the paper where it is one, otherwise how many."""
    new = [outcome.paper_id for outcome in outcomes if outcome.kind is Kind.NEW]
    changed = [o.paper_id for o in outcomes if o.kind is Kind.MERGED and o.paper_id not in new]
    said = [
        f"{word} {changed_papers(tx.library, found).summary}"
        for found, word in ((new, "Added"), (changed, "Updated"))
        if found
    ]
    return ", ".join(said) or "Added nothing"


def _report(tx: Transaction, outcomes: Sequence[Outcome], gathered: Gathered, form: Form) -> Report:
    """Return what became of the papers, read inside the transaction as a dry run leaves it."""
    numbers = _numbers(outcomes)
    if not form.json:
        return Report([] if form.quiet else _lines(tx, outcomes), names=numbers)
    from readlist.views.paper_json import paper_json

    new = sum(outcome.kind is Kind.NEW for outcome in outcomes)
    facts = {
        "new": new, "known": len(outcomes) - new, "dry_run": tx.dry_run,
        "papers": [paper_json(paper) for paper in load(tx.library, numbers)],
        **gathered_json(gathered),
        "kept_apart": kept_apart_json(o for o in outcomes if o.kind is not Kind.UNCHANGED),
        "renamed": renamed_json(outcomes),
    }  # fmt: skip
    return Report([], facts)


def _several_files(tx: Transaction, outcomes: Sequence[Outcome]) -> list[str]:
    """Say of papers that got another file that they have several."""
    changed = [
        one.paper_id for one in outcomes if one.kind is Kind.MERGED and one.record.source == "pdf"
    ]
    counts = {
        paper.key: sum(link.name == "file" for link in paper.links)
        for paper in load(tx.library, dict.fromkeys(changed))
    }
    return [
        f"{key} has {count} PDFs now; 'readlist open {key} --pdf' opens the newest version, "
        "--all opens all."
        for key, count in counts.items()
        if count > 1
    ]


def _numbers(outcomes: Sequence[Outcome]) -> list[int]:
    return list(dict.fromkeys(outcome.paper_id for outcome in outcomes))


def _meant(
    app: App, words: Sequence[str], unread: list[str], fronts: dict[str, str], *, described: bool
) -> Iterator[Record]:
    """Yield the papers of words; of several, a file that cannot be read costs only itself.

    One bare word is seldom a title: unless it is ``described`` by more, a person is asked.
    """
    for word in words:
        try:
            found = list(meant(app, word, app.say, fronts))
            if found and not described and is_bare_word(word, found[0]):
                _check_title(app, word)
            yield from found
        except (FileError, FormatError) as error:
            if len(words) == 1:
                raise
            unread.append(str(error))


def _check_title(app: App, word: str) -> None:
    """Raise ``FormatError`` unless a person says that one word is the title of a paper."""
    said = f"{visible(word)!r} is no arXiv id, DOI, address or file."
    if not (app.may_ask and app.agrees(f"{said} Is it the title of a paper?")):
        raise FormatError(
            f"{said} Give one of these or the whole title; where the word is the whole title: "
            f"readlist add --title {visible(word)}."
        )


def _records(
    app: App, references: Sequence[str], facts: Facts, unread: list[str], fronts: dict[str, str]
) -> list[Record]:
    """Return what the person said, as records. Raises ``UsageError`` where that is nothing."""
    words = app.names(references) if references else []
    described = any(text.strip() for text in facts.said().values())
    records = list(_meant(app, words, unread, fronts, described=described))
    if unread and not records:
        raise FileError(" ".join(unread))
    records = with_facts(records, facts.said() | facts.added())
    if not records:
        raise UsageError(
            "Which paper? Give a reference (readlist add 1706.03762) or facts "
            '(readlist add --title "…").'
        )
    if facts.key and len(records) > 1:
        raise UsageError("A key names one paper; give one reference with --key.")
    return records


def _lines(tx: Transaction, outcomes: Sequence[Outcome]) -> list[str]:
    papers = {paper.id: paper for paper in load(tx.library, _numbers(outcomes))}
    words = {Kind.NEW: "Added", Kind.MERGED: "Updated", Kind.UNCHANGED: "Known already"}
    would = "Dry run: " if tx.dry_run else ""
    lines = []
    for outcome in outcomes:
        paper = papers[outcome.paper_id]
        name = visible(paper.title) or ", ".join(map(str, paper.identifiers))
        lines.append(f"{would}{words[outcome.kind]}: {paper.id}  {paper.key}  {name}")
        lines += [
            f"  The library says {c.field} {visible(c.kept)!r}, this says {visible(c.said)!r}."
            for c in outcome.contradictions
        ]
        if outcome.kind is not Kind.UNCHANGED:
            lines += [f"  {sentence[0].upper()}{sentence[1:]}" for sentence in kept_apart(outcome)]
    return lines
