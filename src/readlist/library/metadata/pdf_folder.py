"""Take in the PDFs of a person's folders: each is looked at once, and stays where it is.

What was read before is known by its place, so that a run that was interrupted goes on with the
rest. No service is asked: 'readlist enrich' does that, and compares what it hears with the pages.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from readlist.errors import FileError
from readlist.formats.base import Format
from readlist.library.imports.import_file import ImportOptions, ImportResult, import_document
from readlist.library.metadata.add import Gathered, gather, keep_questions
from readlist.library.metadata.references import of_pdf
from readlist.library.pdfs.index import AT_ONCE
from readlist.library.session import Session
from readlist.model import Item, Problem, Record
from readlist.store.fulltext import file_links
from readlist.store.journal import Transaction

Tell = Callable[[int], None]
"""Is told how many PDFs are done."""


@dataclass(slots=True)
class Read:
    """What the PDFs of one folder say; ``known`` were in the library, and were not read again."""

    name: str
    gathered: Gathered = field(default_factory=lambda: Gathered([]))
    problems: list[Problem] = field(default_factory=list)
    known: int = 0
    interrupted: bool = False


def read_pdfs(session: Session, name: str, paths: Sequence[str], tell: Tell) -> Read:
    """Look at PDFs, several at once; what was read when a person interrupts is kept."""
    from concurrent.futures import ThreadPoolExecutor  # 15 ms

    library = session.library(write=True)
    linked = file_links(library.db)
    due = [path for path in paths if str(Path(path).resolve()) not in linked]
    read = Read(name, known=len(paths) - len(due))
    fronts: dict[str, str] = {}
    told: list[str] = []

    def looked(path: str) -> Record | str:
        try:
            return of_pdf(session, path, told.append, fronts)
        except FileError as error:
            return str(error)

    records: list[Record] = []
    pool = ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1))
    try:
        for count, found in enumerate(pool.map(looked, due), 1):
            if isinstance(found, Record):
                records.append(found)
            else:
                read.problems.append(Problem(0, found))
            tell(read.known + count)
    except KeyboardInterrupt:
        read.interrupted = True
    finally:
        with suppress(RuntimeError):
            pool.shutdown(cancel_futures=True)
    read.problems += [Problem(0, sentence) for sentence in told]
    read.gathered = gather(library, records, None, fronts=fronts)
    return read


def import_pdfs(tx: Transaction, read: Read, options: ImportOptions) -> ImportResult:
    """Absorb what PDFs say inside a transaction, as a file of records would be."""
    kept = replace(options, keep_outcomes=True)
    items: list[Item] = [*read.gathered.records, *read.problems]
    result = import_document(tx, _Named(read.name), _PDF, kept, lambda _: None, items)
    result.found += read.known
    result.unchanged += read.known
    if (titled := read.gathered.titled) is not None:
        numbers = {id(one.record): one.paper_id for one in result.outcomes}
        records = read.gathered.records
        places = {at: numbers[id(one)] for at, one in enumerate(records) if id(one) in numbers}
        keep_questions(tx, places, titled, tx.at)
    return result


@dataclass(frozen=True, slots=True)
class _Named:
    """A folder of PDFs in the place of a document: it has a name, and no text of its own."""

    name: str
    head: str = ""

    def lines(self) -> Iterator[str]:
        return iter(())

    def blocks(self) -> Iterator[str]:
        return iter(())

    def text(self) -> str:
        return ""


_PDF = Format("pdf", "PDFs", load=lambda _document, _options: iter(()))
