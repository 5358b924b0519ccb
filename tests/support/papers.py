"""Libraries changed in tests as commands change them: one transaction, one entry of the journal."""

from collections.abc import Callable
from typing import Any

from readlist.identity.absorb import AbsorbOptions
from readlist.library.imports.save import absorb_records
from readlist.model import Record
from readlist.store.connection import Library
from readlist.store.journal import transaction
from support.program import NOW


def change(
    library: Library, step: Callable[[Any], Any], command: str = "test", *, dry_run: bool = False
) -> Any:
    """Do one thing in a transaction of its own; return what it returns."""
    with transaction(library, command=command, at=NOW, dry_run=dry_run) as tx:
        return step(tx)


def absorb(library: Library, *records: Record) -> list[int]:
    """Let records into a library; return the numbers of their papers."""
    options = AbsorbOptions(NOW, "ada")
    outcomes = change(library, lambda tx: absorb_records(tx, records, options), "import")
    return [outcome.paper_id for outcome in outcomes]
