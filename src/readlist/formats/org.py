"""The format ``org``: lists and bibliographies in Org files, as Emacs and other editors keep them.

A heading is a section, or a paper where its properties (org-bibtex, org-roam, ebib) or its link
name one; its keyword, priority and tags are then the reader's. Bullets and tables are read as in
any curated list.
"""

import re
from collections.abc import Iterable, Iterator

from readlist.formats import own_list
from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then its papers in order and what was left out."""
    if own_list.sniff(document.head, document.name):
        yield from own_list.load(document, options)
        return
    from readlist.formats.lists.org import blocks
    from readlist.formats.lists.reader import Reader

    found = list(blocks(document.lines()))
    yield from Reader(found, source="org", all_links=options.all_links).items()


def sniff(head: str, name: str) -> float:
    """Answer how far a document is Org: settings, starred headings, drawers, bracketed links."""
    start = head.lstrip("\ufeff \t\r\n")
    if start[:1] in ("", "{", "@", "%", "<"):
        return 0.0
    settings = len(
        re.findall(r"(?im)^#\+(?:title|author|options|startup|todo|filetags|begin_\w+)\b", head)
    )
    drawers = len(re.findall(r"(?m)^\s*:(?:PROPERTIES|LOGBOOK|properties):\s*$", head))
    headings = len(re.findall(r"(?m)^\*+ \S", head))
    links = len(re.findall(r"\[\[[^\]\[\n]{2,500}\](?:\[[^\n]{1,500}?\])?\]", head))
    markdown = len(re.findall(r"\]\((?:https?:|#)|(?m:^#{1,6} \S)", head))
    if markdown > 2 * (settings + drawers + links):
        return 0.0
    if name.lower().endswith(".org") and headings + links + settings:
        return 0.9
    if settings + drawers:
        return 0.85 if headings + links + drawers else 0.0
    return 0.75 if headings > 1 and links > 1 else 0.0


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the list as text; the writer is loaded when something is written."""
    from readlist.formats.list_export.org import dump as written

    yield from written(papers, options)


FORMAT = Format(
    name="org",
    summary="a list or bibliography in Org: headings, properties, bullets with links",
    suffixes=(".org",),
    sniff=sniff,
    load=load,
    dump=dump,
    makes_list=True,
)
