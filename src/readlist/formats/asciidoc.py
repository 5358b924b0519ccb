"""The format ``asciidoc``: a curated list in AsciiDoc."""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then its papers in order and what was left out."""
    from readlist.formats.lists.adoc import markdown
    from readlist.formats.lists.commonmark import blocks
    from readlist.formats.lists.reader import Reader

    found = list(blocks(markdown(document.text())))
    yield from Reader(found, source="asciidoc", all_links=options.all_links).items()


def sniff(head: str, name: str) -> float:
    """Answer how far a document has what only AsciiDoc has: its headings and links."""
    headings = len(re.findall(r"(?m)^={1,6} \S", head))
    links = len(re.findall(r"(?:link:|https?://)[^\s\[\]()]{1,500}\[[^\]\n]{0,300}\](?!\()", head))
    marks = len(
        re.findall(r"(?m)^(?:\|===|:[\w-]{1,40}: |\*{2,6} \S|\[[\w%=,\". ]{1,80}\]$)", head)
    )
    if name.lower().endswith(FORMAT.suffixes) and (headings or links or marks):
        return 0.95
    return 0.85 if headings > 1 and (links > 1 or marks > 1) else 0.0


FORMAT = Format(
    name="asciidoc",
    summary="a curated list in AsciiDoc: headings, bullets and tables with links to papers",
    suffixes=(".adoc", ".asciidoc", ".asc"),
    sniff=sniff,
    load=load,
    makes_list=True,
)
