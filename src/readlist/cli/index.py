"""``index``, and ``search --fulltext``: the text of PDFs."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from readlist import config
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.gauge import Line
from readlist.cli.output import most_shown, print_answer, say_problems
from readlist.cli.services import end_stopped
from readlist.errors import ExitCode, ReadlistError, UsageError
from readlist.library.meaning import vectors
from readlist.library.papers import search
from readlist.library.pdfs.files import has_file
from readlist.query import unparse_node
from readlist.store.connection import Library
from readlist.store.fulltext import (
    Hit,
    Index,
    divided,
    index_path,
    open_index,
    unread,
)
from readlist.store.papers import load
from readlist.text import plural, visible
from readlist.views import fulltext as views
from readlist.views.answer import Report

if TYPE_CHECKING:
    from readlist.library.pdfs.index import Indexed


def index(
    ctx: typer.Context,
    query: options.Query = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Read the PDFs that are here.")] = False,
    meaning: Annotated[
        bool, typer.Option("--meaning", help="Read titles and abstracts for what they mean.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Make the full text of PDFs searchable, and what papers mean.

    readlist index --pdf

    readlist index --pdf tag:nlp

    readlist index --meaning              20 papers a second; go on at any time

    readlist index                        what is in the index, and what is not

    Only PDFs that are new or changed are read. The index is a file beside the library; deleting
    it loses nothing. 'readlist search --fulltext' looks into it. --meaning needs the extra
    readlist[meaning], a small language model that runs on this machine; then search finds papers
    that say a thing in other words, similar uses it, and each pull reads what is new.
    """
    app: App = ctx.obj
    if pdf and meaning:
        raise UsageError("--pdf and --meaning are two runs: give one of them.")
    library = app.library()
    if meaning:
        _update_meaning(app, library, query, json=json)
        return
    if pdf:
        _update(app, library, query or (), json=json)
        return
    path = index_path(app.path)
    with open_index(path) as opened:
        files = opened.files() if opened else []
    waiting = unread(library.db, files)
    pages = sum(file.pages for file in files)
    facts = {"path": str(path), "files": len(files), "pages": pages, "waiting": waiting}
    said = [f"{plural(len(files), 'PDF')} with {plural(pages, 'page')} in {visible(str(path))}"]
    said += [_waiting(waiting)] if waiting else []
    if known := vectors.state(library):
        facts |= {"meaning": {"papers": known.papers, "waiting": known.waiting}}
        said += [f"{plural(known.papers, 'paper')} by meaning; {known.waiting:,} not yet"]
    print_answer(app, Report(said, facts), json=json)


def _update_meaning(app: App, library: Library, query: Sequence[str] | None, *, json: bool) -> None:
    """Read what papers mean, the newest first, and say how far that went."""
    numbers = search.ids(library, search.prepare(library, query, now=app.now)) if query else None
    line = Line(app)
    try:
        done = vectors.update(library, numbers, tell=_progress(line, "paper"))
    except KeyboardInterrupt:
        line.clear()
        end_stopped(app, "What was read is kept; run the command again for the rest.")
    line.clear()
    said = [f"Read what {plural(done.read, 'paper')} {'means' if done.read == 1 else 'mean'}."]
    print_answer(app, Report(said, {"read": done.read, "waiting": done.waiting}), json=json)


def _update(app: App, library: Library, query: Sequence[str], *, json: bool) -> None:
    from readlist.library.pdfs.index import Indexed, to_read, update

    numbers = search.ids(library, search.prepare(library, query, now=app.now))
    result = Indexed()
    wanted = to_read(library, config.pdf_folder(app.settings), numbers, result.problems)
    line = Line(app)
    with open_index(index_path(app.path), write=True) as opened:
        if opened is None:
            raise AssertionError
        try:
            update(opened, wanted, result, _progress(line, "PDF"), whole=not query)
        except KeyboardInterrupt:
            result.interrupted = True
    line.clear()
    _report(app, library, result, json=json)
    if result.interrupted:
        end_stopped(app, "What was read is in the index; run the command again for the rest.")
    if result.problems:
        raise typer.Exit(ExitCode.PROBLEMS)


def _progress(line: Line, noun: str) -> Callable[[int, int], None]:
    return lambda done, total: line.show(f"{done:,} of {plural(total, noun)} read …")


def _report(app: App, library: Library, result: "Indexed", *, json: bool) -> None:
    numbers = dict.fromkeys(number for number, _ in result.problems)
    keys = {paper.id: paper.key for paper in load(library, numbers)}
    parts = [f"Read {plural(result.read, 'PDF')} with {plural(result.pages, 'page')}"]
    parts += [f"{result.unchanged:,} had not changed"] if result.unchanged else []
    parts += [f"{result.removed:,} left the index"] if result.removed else []
    facts = {
        "read": result.read, "pages": result.pages, "unchanged": result.unchanged,
        "removed": result.removed,
        "problems": [
            {"id": number, "key": keys.get(number), "problem": visible(problem)}
            for number, problem in result.problems
        ],
    }  # fmt: skip
    print_answer(app, Report(["; ".join(parts) + "."], facts), json=json)
    say_problems(app, [visible(problem) for _, problem in result.problems])


def _waiting(count: int) -> str:
    verb = "is" if count == 1 else "are"
    return f"{plural(count, 'PDF')} {verb} not in the index; 'readlist index --pdf' reads more."


def search_fulltext(
    app: App, words: Sequence[str], limit: int | None, *, json: bool, quiet: bool
) -> None:
    """Print the pages of PDFs that have the words, of the papers that the rest asks for."""
    library = app.library()
    query = search.asked(library, " ".join(words), app.now)
    match, rest = divided(query.where)
    papers = None
    if rest:
        asked = [unparse_node(node) for node in rest]
        papers = search.ids(library, search.prepare(library, asked, now=app.now))
    most = most_shown(app, limit)
    with open_index(index_path(app.path)) as opened:
        if opened is None:
            raise ReadlistError(
                "There is no index of full texts yet. 'readlist pdf' downloads PDFs, "
                "'readlist index --pdf' reads them."
            )
        pairs = _pairs(library, opened, match, papers, most)
        waiting = unread(library.db, opened.files())
    note = ""
    if most and len(pairs) == most:
        note = f"The best {most} pages; --limit 0 shows all."
    print_answer(app, views.listing(pairs, note), json=json, quiet=quiet)
    if not pairs:
        app.say("No pages found.")
    if waiting and not quiet:
        app.say(_waiting(waiting))


def _pairs(
    library: Library, opened: Index, match: str, papers: Sequence[int] | None, limit: int | None
) -> "list[views.Pair]":
    """Return the hits with their papers; one whose paper or file is gone is no hit.

    After a restore another paper may have the number of one whose PDF was read.
    """
    hits: list[Hit] = list(opened.search(match, papers, limit))
    found = {paper.id: paper for paper in load(library, dict.fromkeys(h.paper_id for h in hits))}
    return [
        (found[hit.paper_id], hit)
        for hit in hits
        if hit.paper_id in found and has_file(found[hit.paper_id], hit.path)
    ]
