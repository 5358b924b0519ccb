"""The format ``own-list``: a list that this program wrote, read back as it is.

Markdown, HTML and org files in the layout of ``list_export`` are known by the mark near their
top. The readers of lists of the wild guess, and have to: they would take the full stop off a
remark and the brackets off a title.
"""

import re
from collections.abc import Iterator

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item

# "<!-- readlist list 1 -->", "# readlist list 1"; not "a readlist list".
_MARK = re.compile(r"(<!-- |\"|# )readlist list [0-9]{1,6}(?:\"| -->|\s|$)")
_SYNTAXES = {"<!-- ": "markdown", '"': "html", "# ": "org"}


def load(document: Document, _options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then its papers in order."""
    found = _MARK.search(document.head[:2_000])
    syntax = _SYNTAXES[found[1]] if found else "markdown"
    if syntax == "html":
        from readlist.formats.list_export.html import items
    elif syntax == "org":
        from readlist.formats.list_export.org import items
    else:
        from readlist.formats.list_export.markdown import items
    yield from items(document.text())


def sniff(head: str, _name: str) -> float:
    """Answer whether the mark of a list that was written here stands near the top."""
    found = _MARK.search(head[:2_000])
    return 1.0 if found and _stands_apart(head, found) else 0.0


def _stands_apart(head: str, found: re.Match[str]) -> bool:
    """Say whether the mark is a line, or the generator of a page, and not a word of the text."""
    before = head[: found.start()].rpartition("\n")[2].lstrip("\ufeff")
    return before == ('<meta name="generator" content=' if found[1] == '"' else "")


FORMAT = Format(
    name="own-list",
    summary="a list that readlist wrote as Markdown, HTML or org, read back as it is",
    sniff=sniff,
    load=load,
    makes_list=True,
)
