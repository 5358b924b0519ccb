"""The format ``rst``: a curated list in reStructuredText."""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then its papers in order and what was left out."""
    from readlist.formats.lists.commonmark import blocks
    from readlist.formats.lists.reader import Reader
    from readlist.formats.lists.rst import markdown

    found = list(blocks(markdown(document.text())))
    yield from Reader(found, source="rst", all_links=options.all_links).items()


def sniff(head: str, name: str) -> float:
    """Answer how far a document has what only reStructuredText has: its links and directives."""
    links = len(re.findall(r"`[^`<>\n]{1,300}<[^<>`\s]{1,500}>`_", head))
    marks = len(re.findall(r"(?m)^\.\. [\w|_-]{1,60}.{0,60}::?|^={2,}(?: +={2,})+ *$", head))
    called = name.lower().endswith(FORMAT.suffixes)
    headings = re.search(r"(?m)^\S.{2,200}\n([=\-~^\"*#+])\1{3,}\s*$", head)
    if called and (links or marks or headings):
        return 0.95
    return 0.85 if links > 1 and (marks or headings) else 0.0


FORMAT = Format(
    name="rst",
    summary="a curated list in reStructuredText: headings, bullets and tables with links to papers",
    suffixes=(".rst", ".rest"),
    sniff=sniff,
    load=load,
    makes_list=True,
)
