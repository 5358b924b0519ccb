"""CSV: read however a spreadsheet wrote it, written after RFC 4180 and safe to open in one."""

from collections.abc import Iterable, Iterator

from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the paper of each row; ``options.columns`` says what unknown headers mean."""
    from readlist.formats.tables.read import load as read

    return read(document, options, "csv")


def sniff(head: str, name: str) -> float:
    """Return how surely a text is a table of papers that is not parted by tabs."""
    from readlist.formats.tables.headers import sniff as look

    return look(head, name, (",", ";", "|"))


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a header, then a row for each paper; ``options.columns`` chooses and orders columns."""
    from readlist.formats.tables.write import written

    return written(papers, options, ",")


FORMAT = Format(
    name="csv",
    summary="tables: comma-separated values, and what spreadsheets make of them",
    suffixes=(".csv",),
    sniff=sniff,
    load=load,
    dump=dump,
)
