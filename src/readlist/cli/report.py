"""What a command says of the papers that it changed."""

from collections.abc import Callable, Sequence

from readlist.cli.app import App
from readlist.store.journal import Transaction
from readlist.store.papers import load
from readlist.text import plural, visible

LISTED = 10
"""Papers that a change names; beyond that it counts them."""


def report_change(
    app: App,
    tx: Transaction,
    said: str,
    asked: Sequence[int],
    changed: Sequence[int],
    *,
    json: bool,
    quiet: bool,
) -> Callable[[], None]:
    """Return what prints the change once it is safely in the library.

    Papers are read inside the transaction, so that a dry run shows them as they would be.
    """
    if quiet:
        return lambda: app.write("".join(f"{number}\n" for number in changed))
    if json:
        from readlist.formats.paper_json import paper_json

        papers = [paper_json(paper) for paper in load(tx.library, asked)]
        return lambda: app.json({"changed": len(changed), "dry_run": tx.dry_run, "papers": papers})
    lines = _lines(tx, said, asked, changed)
    return lambda: app.write("".join(f"{line}\n" for line in lines))


def summary_of(tx: Transaction, changed: Sequence[int]) -> str:
    """Return the papers of a change in short, for the history: one by its key, more by number."""
    if len(changed) == 1:
        return next(load(tx.library, changed)).key
    return plural(len(changed), "paper")


def _lines(tx: Transaction, said: str, asked: Sequence[int], changed: Sequence[int]) -> list[str]:
    would = "Dry run: " if tx.dry_run else ""
    if not asked:
        return ["No papers found, nothing changed."]
    if not changed:
        what = "It is so" if len(asked) == 1 else f"All {len(asked):,} papers are so"
        return [f"{what} already, nothing changed."]
    lines = [
        f"{would}{said}: {paper.key}  {visible(paper.title)}"
        for paper in load(tx.library, changed[:LISTED])
    ]
    if len(changed) > LISTED:
        lines.append(f"and {len(changed) - LISTED:,} more.")
    return lines
