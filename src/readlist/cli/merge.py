"""``dupes`` and ``merge``."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import named
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import print_answer, report_change
from readlist.library.papers.marks import Changed
from readlist.library.papers.merge import Suspected, keep_apart, merge_papers, suspected
from readlist.text import visible
from readlist.views.answer import Report


def dupes(
    ctx: typer.Context,
    apart: Annotated[
        list[str] | None,
        typer.Option("--apart", metavar="PAPER", help="These are different works; repeatable."),
    ] = None,
    json: options.Json = False,
    limit: options.Limit = None,
) -> None:
    """Show papers that may be the same work.

    readlist dupes

    readlist dupes --apart 12 --apart 40     they are not; do not ask again

    Nothing is merged by itself; 'readlist merge KEEP OTHER' does it.
    """
    app: App = ctx.obj
    library = app.library()
    if apart:
        ids = named(app, library, apart)
        with app.change() as tx:
            new = keep_apart(tx, ids)
            tx.summary = f"Kept {len(ids)} papers apart"
        app.line("They are kept apart." if new else "They were kept apart already.")
        return
    found = suspected(library, limit)
    answer = Report(
        _lines(found), {"groups": _groups_json(found)},
        empty="No papers look like the same work.",
    )  # fmt: skip
    print_answer(app, answer, json=json)


def _lines(found: Sequence[Suspected]) -> Iterator[str]:
    for papers, why, differ in found:
        yield f"{why}{'; they differ in ' + ', '.join(differ) if differ else ''}"
        for paper in papers:
            year = f" ({paper.year})" if paper.year else ""
            yield f"  {paper.id}  {paper.key}  {visible(paper.title)}{year}"


def _groups_json(found: Sequence[Suspected]) -> Iterator[dict[str, Any]]:
    from readlist.views.paper_json import paper_json

    for papers, why, differ in found:
        yield {"reason": why, "differences": differ, "papers": [paper_json(p) for p in papers]}


@spread
def merge(
    ctx: typer.Context,
    papers: options.Papers,
    form: Form = FORM,
) -> None:
    """Make several papers one.

    readlist merge 12 40

    The first one stays and takes everything of the others: identifiers, tags, notes, places in
    lists; their citation keys still find it. 'readlist undo' parts them again.
    """
    app: App = ctx.obj
    ids = named(app, app.library(), papers)
    with app.change(dry_run=form.dry_run) as tx:
        merged = merge_papers(tx, ids[0], ids[1:])
        tx.summary = f"Merged {len(ids)} papers into {merged.key}"
        said, changed = f"Merged {len(ids)} papers", Changed([merged.id], [merged])
        report = report_change(app, tx, said, [merged.id], changed, form)
    report()
