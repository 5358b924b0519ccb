"""A list as one page of HTML without scripts, fonts or other files, and back."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from readlist import page
from readlist.formats.base import DumpOptions
from readlist.formats.list_export.arrange import (
    MARK,
    Address,
    Arranged,
    Head,
    Place,
    Said,
    Sections,
    addresses,
    arranged,
    authors_text,
    record,
    title_of,
)
from readlist.model import Item, ListEntry, ListInfo, Paper, Problem, Status
from readlist.text import clean, plural, whole_number

_SHOWN = {
    Status.READING: "reading", Status.SKIMMED: "skimmed", Status.READ: "read",
}  # fmt: skip
FOLDED = 12
"""Sections from which on the contents are shown at a click alone, so that papers come first."""


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the page piece by piece."""
    found = arranged(papers, options)
    yield page.head(found.title, more=f'<meta name="generator" content="{MARK}">\n')
    # A paper that stands in the list twice is counted once.
    papers_here = {place.paper.id: place.paper for place in found.places}
    read = sum(paper.reading.status == Status.READ for paper in papers_here.values())
    said = plural(len(papers_here), "paper") + (f", {read:,} read" if read else "")
    yield f"<body>\n<header>\n<h1>{page.text(found.title)}</h1>\n<p>{said}</p>\n</header>\n"
    yield contents(found.heads)
    yield "<main>\n"
    yield from body(found, lambda place, anchor: _paper(place, options.extras, anchor))
    yield "</main>\n</body>\n</html>\n"


def contents(heads: list[Head], link: Callable[[int], str] = "#s{}".format) -> str:
    """Return the table of contents; the sections are numbered, because names come again."""
    if not heads:
        return ""
    parts = ['<nav aria-label="Contents">\n']
    open_lists = 0
    for number, (depth, name) in enumerate(heads, 1):
        deeper = min(depth, open_lists + 1)
        if deeper > open_lists:
            parts.append("<ul>\n")
        else:
            parts.append("</li>\n" + "</ul>\n</li>\n" * (open_lists - deeper))
        open_lists = deeper
        parts.append(f'<li><a href="{link(number)}">{page.text(name)}</a>\n')
    parts.append("</li>\n</ul>\n" * open_lists + "</nav>\n")
    few = len(heads) <= FOLDED
    said = "Contents" if few else f"Contents: {plural(len(heads), 'section')}"
    return page.folded(said, "".join(parts), kind="contents", is_open=few)


def body(found: Arranged, draw: Callable[[Place, str], str]) -> Iterator[str]:
    """Yield headings and papers; ``draw`` gets a place and its anchor, where it is the first."""
    number = depth = 0
    is_open = False
    named: set[str] = set()
    for step in found.steps():
        if isinstance(step, Place):
            yield "" if is_open else "<ol>\n"
            is_open = True
            # Where a paper stands twice the page's address with ``#paper-KEY`` leads to the first.
            key = anchor_of(step.paper)
            yield draw(step, "" if key in named else key)
            named.add(key)
            continue
        yield "</ol>\n" if is_open else ""
        is_open = False
        yield "</section>\n" * (depth - max(0, step.depth - 1))
        depth = step.depth
        if depth:
            number += 1
            # HTML has six levels of headings; a deeper one says how deep it is.
            level = min(depth + 1, 6)
            deeper = f' aria-level="{depth + 1}"' if depth > 5 else ""
            name = page.text(step.name)
            yield f'<section>\n<h{level} id="s{number}"{deeper}>{name}</h{level}>\n'
        else:
            yield "<hr>\n"
    yield "</ol>\n" * is_open + "</section>\n" * depth


def anchor_of(paper: Paper) -> str:
    """Return what leads to a paper on a page; nothing where it has no key."""
    key = re.sub(r"\s", "-", clean(paper.key))
    return f"paper-{key}" if key else ""


def _paper(place: Place, extras: frozenset[str], anchor: str) -> str:
    paper = place.paper
    named = f' id="{escape(anchor)}"' if anchor else ""
    shown = _SHOWN.get(paper.reading.status) if paper.reading.status else None
    status = f' <span class="status">{shown}</span>' if shown else ""
    parts = [f'<li class="paper"{named}>\n{title(paper)}{status}</div>\n', facts(paper)]
    parts.append(remark(place.remark))
    if "abstract" in extras and paper.abstract:
        parts.append(long_text("Abstract", paper.abstract))
    if "notes" in extras:
        parts += [long_text("Note", note.body) for note in paper.notes]
    return "".join(parts) + "</li>\n"


def title(paper: Paper) -> str:
    """Return the title, which leads to the paper's page, in a division that is still open."""
    main, _ = addresses(paper)
    shown = escape(title_of(paper) or main or clean(paper.key))
    return f'<div><span class="title">{page.link(main, shown)}</span>'


def facts(paper: Paper) -> str:
    """Return who wrote a paper, where and when it appeared, and its other links."""
    said = {
        "authors": authors_text(paper),
        "organization": clean(paper.organization),
        "venue": clean(paper.venue),
        "year": str(paper.year or ""),
    }
    parts = [f'<span class="{name}">{escape(text)}</span>' for name, text in said.items() if text]
    _, others = addresses(paper)
    links = " ".join(page.link(address.url, escape(address.label)) for address in others)
    if links:
        parts.append(f'<span class="links">{links}</span>')
    return f'<div class="facts">{" · ".join(parts)}</div>\n' if parts else ""


def remark(said: str) -> str:
    """Return a curator's remark."""
    shown = page.block(said)
    return f'<div class="remark">{shown}</div>\n' if shown else ""


def long_text(name: str, said: str) -> str:
    """Return an abstract or a note, which a click shows."""
    return page.folded(name, f'<div class="fold">{page.block(said)}</div>')


if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# --- Read back by the classes of its elements ---------------------------------------------------

_LEVELS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}


def items(text: str) -> Iterator[Item]:
    """Yield the title of a list, then its papers."""
    from selectolax.lexbor import LexborHTMLParser  # for reading alone

    parsed = LexborHTMLParser(text)
    if parsed.css_first("h1"):
        yield ListInfo(title=clean(_text(parsed, "h1")))
    main = parsed.css_first("main")
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


def _said(node: "LexborNode") -> Said:
    link = node.css_first(".title a")

    return Said(
        title=_text(node, ".title"),
        url=_href(link) if link else "",
        authors=_text(node, ".authors"),
        organization=_text(node, ".organization"),
        venue=_text(node, ".venue"),
        year=whole_number(_text(node, ".year"), 4),
        links=[Address(clean(a.text(deep=True)), _href(a)) for a in node.css(".links a")],
        remark=_text(node, ".remark"),
        abstract=_text(node, ".abstract .fold"),
    )


def _href(node: "LexborNode") -> str:
    return str(node.attributes.get("href") or "")


def _text(node: "LexborHTMLParser | LexborNode", selector: str) -> str:
    """Return the words of the first element that is asked for, as they stand."""
    found = node.css_first(selector)
    return found.text(deep=True) if found else ""
