"""A page in the layout of ``html``, read back by the classes of its elements."""

from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from readlist.formats.list_export.arrange import Address
from readlist.formats.list_export.said import Said, Sections, record
from readlist.model import Item, ListEntry, ListInfo, Problem
from readlist.text import clean

_LEVELS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}


def items(text: str) -> Iterator[Item]:
    """Yield the title of a list, then its papers."""
    page = LexborHTMLParser(text)
    if page.css_first("h1"):
        yield ListInfo(title=clean(_text(page, "h1")))
    main = page.css_first("main")
    if main is None:
        yield Problem(0, "The page has no part that holds the list.")
        return
    sections = Sections()
    position = 0
    for node in main.css("h2, h3, h4, h5, h6, hr, li.paper"):
        if node.tag == "li":
            position += 1
            found = record("html", _said(node))
            place = ListEntry(sections.path(), position, found.entries[0].remark)
            yield replace(found, entries=(place,))
        else:
            # How deep the section of a heading is; a rule ends all.
            said = str(node.attributes.get("aria-level") or "")
            if said.isdecimal() and len(said) < 4:
                depth = int(said) - 1
            else:
                depth = _LEVELS.get(node.tag or "", 0)
            sections.enter(depth, node.text(deep=True))


def _said(node: LexborNode) -> Said:
    link = node.css_first(".title a")
    year = _text(node, ".year")
    return Said(
        title=_text(node, ".title"),
        url=_href(link) if link else "",
        authors=_text(node, ".authors"),
        organization=_text(node, ".organization"),
        venue=_text(node, ".venue"),
        year=int(year) if year.isdecimal() and len(year) < 5 else None,
        links=[Address(clean(a.text(deep=True)), _href(a)) for a in node.css(".links a")],
        remark=_text(node, ".remark"),
        abstract=_text(node, ".abstract .fold"),
    )


def _href(node: LexborNode) -> str:
    return str(node.attributes.get("href") or "")


def _text(node: LexborHTMLParser | LexborNode, selector: str) -> str:
    """Return the words of the first element that is asked for, as they stand."""
    found = node.css_first(selector)
    return found.text(deep=True) if found else ""
