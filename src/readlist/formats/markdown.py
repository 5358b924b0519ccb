"""The format ``markdown``: curated lists, as thousands of people keep them on GitHub.

The rules come from how such lists are built; none is about one list. Reading is in
``reader``, which is imported when a list is read: the parsers cost 60 ms.
"""

import re
from collections.abc import Iterable, Iterator

from readlist.bib import ids
from readlist.formats import own_list
from readlist.formats.base import Document, DumpOptions, Format, LoadOptions
from readlist.model import Item, Paper

# What a list in Markdown is known by.
_SIGNS = (
    # links, and addresses behind a colon or below a heading
    (
        r"\]\((?:https?:|#|\.|/|\w)|(?i:<a\s|<https?:)|[:：]\s?https?://|"
        r"(?m:^ ?#{2,6}\s?[^\s#].*\n{1,2} ?https?://)"
    ),
    r"(?m)^#{1,6}\s?[^\s#]|^(?:-{3,}|={3,})\s*$",  # headings
    r"(?m)^\s*\|?\s*:?-{3,}:?\s*\||<table",
    r"(?m)^\s*(?:[-*+]|\d+[.)])\s",  # bullets
    r"(?m)^\s{1,12}(?:[-*+]|\d+[.)])\s",  # bullets below others
    r"\b(?:19|20)\d\d\b",  # years
)
# A block of code, such as a BibTeX entry by which a list asks to be cited, tells no format.
_FENCED = re.compile(r"(?ms)^[ >]{0,4}(`{3,}|~{3,}).*?(?:^[ >]{0,4}\1|\Z)")


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then its papers in order and what was left out."""
    if own_list.sniff(document.head, document.name):
        yield from own_list.load(document, options)
        return
    from readlist.formats.lists.commonmark import blocks, title
    from readlist.formats.lists.reader import Reader

    text = document.text()
    found = list(blocks(text))
    yield from Reader(found, all_links=options.all_links, title=title(text)).items()


def sniff(head: str, name: str) -> float:
    """Answer how far a document is Markdown with sections or tables, and links in them."""
    head, fenced = _FENCED.subn("\n", head)
    start = head.lstrip("\ufeff \t\r\n")
    if _is_another_format(start):
        return 0.0
    links, headings, tables, bullets, nested, dated = (
        len(re.findall(sign, head)) for sign in _SIGNS
    )
    called = name.lower().endswith(FORMAT.suffixes)
    if links < 2:
        if called and headings > 1 and fenced:
            return 0.4  # a program that asks to be cited is no bibliography
        listed = bullets > 2 or tables or dated > 1 or _names_one(head)
        if not (called and headings and listed):
            return 0.0
    if headings or tables:
        return 0.8 if headings + tables + bullets > 3 else 0.6
    return 0.6 if called and nested > 1 and bullets > nested else 0.0


def _names_one(head: str) -> bool:
    """Say whether the words of a link are the title of a paper that its address identifies."""
    found = re.search(r"\[([^\[\]\n]{3,400})\]\((https?://[^\s()<>]{1,500})\)", head)
    identifier = ids.from_url(found[2]) if found else None
    return bool(found and len(found[1].split()) > 1 and identifier and identifier.scheme != "url")


def _is_another_format(start: str) -> bool:
    """Say whether a document begins as JSON, BibTeX, a web page or a bare list of references."""
    if start[:1] in ("", "{", "@", "%") or re.match(r"(?i)<(?:!doctype|html|\?xml)", start):
        return True
    if start[0] == "[" and not re.match(r"\[!?\[?[^\]\n]{0,200}\]", start):
        return True
    return bool(re.search(r"(?m)^\s{0,8}@[A-Za-z]{3,30}\s{0,8}[{(]", start[:4_000]))


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the list as text; the writer is loaded when something is written."""
    from readlist.formats.list_export.markdown import dump as written

    yield from written(papers, options)


FORMAT = Format(
    name="markdown",
    summary="a curated list in Markdown: headings, bullets and tables with links to papers",
    suffixes=(".md", ".markdown"),
    sniff=sniff,
    load=load,
    dump=dump,
    makes_list=True,
)
