"""Tables parted by tabs: the columns, quotes and safeguards of CSV with another delimiter.

IANA's text/tab-separated-values knows no quotes and so no tab or line break in a cell; abstracts
and notes have both. Spreadsheets and data tools read quotes here as they do in CSV, so they are
written where a cell needs them, and nothing of a cell is lost. A quote that closes nowhere is read
as a letter: Web of Science and others write tables without quotes.
"""

from collections.abc import Iterable, Iterator

from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the paper of each row; ``options.columns`` says what unknown headers mean."""
    from readlist.formats.tables.read import load as read

    return read(document, options, "tsv")


def sniff(head: str, name: str) -> float:
    """Return how surely a text is a table of papers parted by tabs."""
    from readlist.formats.tables.headers import sniff as look

    return look(head, name, ("\t",))


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a header, then a row for each paper; ``options.columns`` chooses and orders columns."""
    from readlist.formats.tables.write import written

    return written(papers, options, "\t")


FORMAT = Format(
    name="tsv",
    summary="tables parted by tabs, Web of Science among them",
    suffixes=(".tsv", ".tab"),
    sniff=sniff,
    load=load,
    dump=dump,
)
