"""BibTeX and biblatex, read and written; what only one direction needs is loaded for it alone."""

from collections.abc import Iterable, Iterator

from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers of a bibliography; a broken entry is one problem."""
    from readlist.formats.bibtex.read import load as read

    return read(document, options)


def sniff(head: str, name: str) -> float:
    """Return how much a text looks like a bibliography."""
    from readlist.formats.bibtex.read import sniff as look

    return look(head, name)


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield an entry for each paper."""
    from readlist.formats.bibtex.write import dump as write

    return write(papers, options)


IGNORED = frozenset({"abstract", "notes", "reading", "lists"})
"""What no entry says of a paper unless it is asked for."""

FORMAT = Format(
    name="bibtex",
    summary="BibTeX and biblatex",
    suffixes=(".bib",),
    sniff=sniff,
    load=load,
    dump=dump,
    ignores=IGNORED,
)
