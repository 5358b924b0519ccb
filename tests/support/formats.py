"""Formats in tests: text to items, papers to text.

A format is its ``FORMAT`` or the module that it stands in.
"""

from collections.abc import Iterable
from typing import Any

from readlist.formats.base import DumpOptions, Item, LoadOptions, TextDocument
from readlist.model import Paper, Record
from support.paper_strategies import as_paper


def load(form: Any, text: str, name: str = "", **options: Any) -> list[Item]:
    """Return what a format reads in a text; the options are those of ``LoadOptions``."""
    return list(form.load(TextDocument(text, name), LoadOptions(**options)))


def records(form: Any, text: str, name: str = "", **options: Any) -> list[Record]:
    """Return only the records that a format reads in a text."""
    return [item for item in load(form, text, name, **options) if isinstance(item, Record)]


def one(form: Any, text: str, name: str = "", **options: Any) -> Record:
    """Return the only record of a text."""
    [record] = records(form, text, name, **options)
    return record


def dump(
    form: Any, papers: Iterable[Paper], options: DumpOptions | None = None, **said: Any
) -> str:
    """Return papers as a format writes them, with options or with what is said of them."""
    return "".join(form.dump(papers, options or DumpOptions(**said)))


def ids_of(record: Record) -> list[str]:
    """Return the identifiers of a record as people write them."""
    return [str(identifier) for identifier in record.identifiers]


def places(found: Iterable[Record]) -> list[tuple[str, ...]]:
    """Return sections and title of each record of a list."""
    return [(*record.entries[0].section, record.title) for record in found]


def rewritten(form: Any, text: str, options: DumpOptions | None = None) -> str:
    """Return a text as it is when it was read and written again."""
    papers = [as_paper(record, number) for number, record in enumerate(records(form, text), 1)]
    return dump(form, papers, options)
