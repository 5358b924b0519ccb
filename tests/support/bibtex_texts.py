"""Small bibliographies as text, and what is read in them."""

from readlist.formats.base import LoadOptions, TextDocument
from readlist.formats.bibtex.read import load
from readlist.model import Problem, Record, Skipped

GOOD = "@article{good1, title = {One}, year = 2001}\n@book{good2, title = {Two}}\n"


def load_text(text):
    return list(load(TextDocument(text), LoadOptions()))


def one(text):
    [record] = load_text(text)
    assert isinstance(record, Record), record
    return record


def field(written, kind="article"):
    return one(f"@{kind}{{k, title = {{T}}, {written}}}")


def counts(items):
    items = list(items)
    return tuple(sum(isinstance(i, kind) for i in items) for kind in (Record, Problem, Skipped))
