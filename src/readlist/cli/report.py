"""What a command says of the papers that it changed."""

from collections.abc import Callable, Sequence

from readlist.cli.app import App
from readlist.cli.options import Form
from readlist.library.papers.marks import Changed
from readlist.store.journal import Transaction
from readlist.text import visible


def report_change(
    app: App,
    tx: Transaction,
    said: str,
    asked: Sequence[int],
    changed: Changed,
    form: Form,
) -> Callable[[], None]:
    """Return what prints the change once it is safely in the library.

    What is printed is read inside the transaction, so that a dry run shows how it would be.
    """
    if form.quiet:
        return lambda: app.write("".join(f"{number}\n" for number in changed.numbers))
    if form.json:
        from readlist.store.papers import load
        from readlist.views.paper_json import paper_json

        count = len(changed.numbers)
        papers = [paper_json(paper) for paper in load(tx.library, asked)]
        return lambda: app.json({"changed": count, "dry_run": tx.dry_run, "papers": papers})
    lines = _lines(tx, said, asked, changed)
    return lambda: app.write("".join(f"{line}\n" for line in lines))


def _lines(tx: Transaction, said: str, asked: Sequence[int], changed: Changed) -> list[str]:
    would = "Dry run: " if tx.dry_run else ""
    if not asked:
        return ["No papers found, nothing changed."]
    if not changed.numbers:
        what = "It is so" if len(asked) == 1 else f"All {len(asked):,} papers are so"
        return [f"{what} already, nothing changed."]
    lines = [f"{would}{said}: {paper.key}  {visible(paper.title)}" for paper in changed.first]
    if left := len(changed.numbers) - len(changed.first):
        lines.append(f"and {left:,} more.")
    return lines
