"""Formats in tests: text to items, papers to text."""

from collections.abc import Iterable
from typing import Any

from readlist.formats.base import DumpOptions, Format, Item, LoadOptions, TextDocument
from readlist.model import Paper, Record


def load(form: Format, text: str, name: str = "", **options: Any) -> list[Item]:
    """Return what a format reads in a text; the options are those of ``LoadOptions``."""
    assert form.load
    return list(form.load(TextDocument(text, name), LoadOptions(**options)))


def records(form: Format, text: str, name: str = "", **options: Any) -> list[Record]:
    """Return only the records that a format reads in a text."""
    return [item for item in load(form, text, name, **options) if isinstance(item, Record)]


def one(form: Format, text: str, name: str = "", **options: Any) -> Record:
    """Return the record of a text in which there is one, and nothing else."""
    [record] = load(form, text, name, **options)
    assert isinstance(record, Record), record
    return record


def dump(form: Format, papers: Iterable[Paper], **options: Any) -> str:
    """Return papers as a format writes them; the options are those of ``DumpOptions``."""
    assert form.dump
    return "".join(form.dump(papers, DumpOptions(**options)))


def ids_of(record: Record) -> list[str]:
    """Return the identifiers of a record as people write them."""
    return [str(identifier) for identifier in record.identifiers]
