"""A format: a line for each paper, ``year | title | authors``, behind a line that says so."""

from collections.abc import Iterable, Iterator

from readlist.bib.names import parse_authors
from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper, Problem, Record

HEAD = "# shelf"


def sniff(head: str, name: str) -> float:
    """Return how surely a text is a shelf, 0 to 1."""
    del name
    return 1.0 if head.startswith(HEAD) else 0.0


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the paper of each line, and a problem for one that has no title."""
    del options
    for number, line in enumerate(document.lines(), 1):
        year, _, rest = line.partition("|")
        title, _, authors = rest.partition("|")
        if title.strip():
            yield Record(
                source="shelf",
                title=title.strip(),
                year=int(year) if year.strip().isdecimal() else None,
                authors=tuple(one for name in authors.split(";") for one in parse_authors(name)),
                line=number,
            )
        elif line.strip() and line.strip() != HEAD:
            yield Problem(number, "This line is not of the form 'year | title | authors'.")


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the lines; a paper without a title has none."""
    del options
    yield f"{HEAD}\n"
    for paper in papers:
        if not paper.title:
            continue
        names = "; ".join(author.name for author in paper.authors)
        yield f"{paper.year or ''} | {paper.title} | {names}\n"


FORMAT = Format(
    name="shelf",
    summary="a line for each paper: year, title and authors",
    suffixes=(".shelf",),
    sniff=sniff,
    load=load,
    dump=dump,
)
