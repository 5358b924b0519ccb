"""What importing a file into a list would change in the list: the import itself says so."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from readlist.formats.base import Document, Format
from readlist.library.imports.import_file import ImportOptions, import_document
from readlist.library.imports.list_sync import EntryChange
from readlist.library.lists.lists import known_list
from readlist.model import ListEntry, Problem
from readlist.store.journal import Transaction
from readlist.store.papers import load


class Difference(NamedTuple):
    """A change of one entry, with the paper that it is about; ``new`` is not in the library yet."""

    change: EntryChange
    key: str
    title: str
    new: bool


class ListDiff(NamedTuple):
    """What a file would change in a list, in the list's order, and its items that are bad."""

    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]


def diff(
    tx: Transaction,
    document: Document,
    found: Format,
    options: ImportOptions,
    progress: Callable[[int], None],
) -> ListDiff:
    """Return what importing a document into a list that is known would change in the list.

    It is the import itself that says so: the transaction is one of a dry run.
    """
    if not tx.dry_run:
        raise ValueError("a difference is looked for in a dry run alone")
    number, _ = known_list(tx.library, options.list_name)
    result = import_document(tx, document, found, replace(options, keep_outcomes=True), progress)
    changes = result.lists[number].entries if number in result.lists else []
    new = set(result.new_ids)
    papers = {p.id: p for p in load(tx.library, {change.paper_id for change in changes})}
    differences = (
        Difference(c, papers[c.paper_id].key, papers[c.paper_id].title, c.paper_id in new)
        for c in sorted(changes, key=_place)
    )
    return ListDiff(tuple(differences), tuple(result.problems))


def _place(change: EntryChange) -> tuple[int, bool]:
    entry = change.after or change.before or ListEntry()
    return entry.position, change.after is not None
