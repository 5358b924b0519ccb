"""RIS, read and written; what only one direction needs is loaded for it alone."""

import re
from collections.abc import Iterable, Iterator

from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers of a file; a broken record is one problem."""
    from readlist.formats.ris.read import load as read

    return read(document, options)


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like RIS: a line gives a type, or many have tags."""
    typed = r"TY {1,2}- ?[A-Z]{2,8}|[Tt][Yy]  - ?[A-Za-z]{2,8}"
    if re.search(rf"(?m)^[ \t\ufeff]{{0,8}}(?:{typed})[ \t\r]*$", head):
        return 0.95
    tagged = len(re.findall(r"(?m)^[A-Z][A-Z0-9]  -(?: |$)", head))
    if name.lower().endswith(".ris"):
        return 0.9 if tagged else 0.6
    if re.search(r"(?m)^PMID- ?[0-9]", head):
        return 0.0
    return 0.7 if tagged > 4 and 2 * tagged > head.count("\n") else 0.0


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield a record for each paper."""
    from readlist.formats.ris.write import dump as write

    return write(papers, options)


FORMAT = Format(
    name="ris",
    summary="RIS, which every reference manager and most publishers write and read",
    suffixes=(".ris",),
    sniff=sniff,
    load=load,
    dump=dump,
)
