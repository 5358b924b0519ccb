"""A digest as the entries of a feed: each paper with the reasons for its place."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from readlist.bib.simple_math import with_unicode
from readlist.formats.atom import Entry
from readlist.text import BLOCK_LIMIT, clean
from readlist.views import digest_words as words

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, Item


def entries(digest: "Digest") -> Iterator[Entry]:
    """Yield the papers, the newest first and of one moment the best."""
    found = sorted(digest.items, key=lambda item: item.rank)
    for item in sorted(found, key=lambda item: item.arrived, reverse=True):
        yield Entry(item.paper, _content(item), item.arrived)


def _content(item: "Item") -> str:
    """Return what a reader shows, as HTML: authors, reasons, feeds, the abstract whole."""
    paper = item.paper
    said = {
        "": words.byline(paper),
        "Why: ": words.why(item),
        "From ": ", ".join(map(clean, item.feeds)),
    }
    lines = [name + text for name, text in said.items() if text]
    lines.append(clean(paper.abstract, BLOCK_LIMIT))
    return "".join(f"<p>{escape(with_unicode(line))}</p>\n" for line in lines if line)
