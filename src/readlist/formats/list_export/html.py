"""A list as one page of HTML without scripts, fonts or other files, and back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

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
    is_web,
    record,
    title_of,
)
from readlist.model import Item, ListEntry, ListInfo, Paper, Problem, Status
from readlist.text import clean, clean_block, plural, whole_number

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
nav ul { padding-left: 1.2rem; }
ol { padding-left: 2.5rem; }
li.paper { margin: 0 0 1rem; }
.title { font-weight: 600; }
.facts { opacity: .8; }
.facts a { margin-right: .6rem; }
.remark, .fold { white-space: pre-wrap; overflow-wrap: anywhere; margin: .4rem 0; }
.status { font-size: .75rem; border: 1px solid; border-radius: .6rem; padding: 0 .5rem; }
@media print { nav { display: none; } }
"""
_SHOWN = {
    Status.READING: "reading", Status.SKIMMED: "skimmed", Status.READ: "read",
}  # fmt: skip
_ADDRESS = re.compile(r"""https?://[^\s<>"'`，。；、（）【】]{1,2000}""", re.IGNORECASE)


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the page piece by piece."""
    found = arranged(papers, options)
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="{MARK}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(found.title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
    )
    # A paper that stands in the list twice is counted once.
    papers_here = {place.paper.id: place.paper for place in found.places}
    read = sum(paper.reading.status == Status.READ for paper in papers_here.values())
    said = plural(len(papers_here), "paper") + (f", {read:,} read" if read else "")
    yield f"<body>\n<header>\n<h1>{escape(found.title)}</h1>\n<p>{said}</p>\n</header>\n"
    yield from _contents(found.heads)
    yield "<main>\n"
    yield from _body(found, options.extras)
    yield "</main>\n</body>\n</html>\n"


def _contents(heads: list[Head]) -> Iterator[str]:
    """Yield the table of contents; the sections are numbered, because names come again."""
    if not heads:
        return
    yield '<nav aria-label="Contents">\n'
    open_lists = 0
    for number, (depth, name) in enumerate(heads, 1):
        deeper = min(depth, open_lists + 1)
        if deeper > open_lists:
            yield "<ul>\n"
        else:
            yield "</li>\n" + "</ul>\n</li>\n" * (open_lists - deeper)
        open_lists = deeper
        yield f'<li><a href="#s{number}">{escape(name)}</a>\n'
    yield "</li>\n</ul>\n" * open_lists + "</nav>\n"


def _body(found: Arranged, extras: frozenset[str]) -> Iterator[str]:
    number = depth = 0
    is_open = False
    named: set[str] = set()
    for step in found.steps():
        if isinstance(step, Place):
            yield "" if is_open else "<ol>\n"
            is_open = True
            yield _paper(step, extras, named)
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
            yield f'<section>\n<h{level} id="s{number}"{deeper}>{escape(step.name)}</h{level}>\n'
        else:
            yield "<hr>\n"
    yield "</ol>\n" * is_open + "</section>\n" * depth


def _paper(place: Place, extras: frozenset[str], named: set[str]) -> str:
    paper = place.paper
    key = re.sub(r"\s", "-", clean(paper.key))
    anchor = ""
    # Where a paper stands twice the address of the page with ``#paper-KEY`` leads to the first.
    if key and key not in named:
        named.add(key)
        anchor = f' id="paper-{escape(key)}"'
    parts = [f'<li class="paper"{anchor}>\n{_title(paper)}', _facts(paper)]
    if remark := clean_block(place.remark):
        parts.append(f'<div class="remark">{_linked(remark)}</div>\n')
    if "abstract" in extras and paper.abstract:
        parts.append(_folded("Abstract", paper.abstract))
    if "notes" in extras:
        parts += [_folded("Note", note.body) for note in paper.notes]
    return "".join(parts) + "</li>\n"


def _title(paper: Paper) -> str:
    main, _ = addresses(paper)
    title = escape(title_of(paper) or main or clean(paper.key))
    shown = _SHOWN.get(paper.reading.status) if paper.reading.status else None
    status = f' <span class="status">{shown}</span>' if shown else ""
    linked = _link(main, title) if main else title
    return f'<div><span class="title">{linked}</span>{status}</div>\n'


def _link(url: str, shown: str) -> str:
    return f'<a href="{escape(url)}" rel="noopener">{shown}</a>'


def _facts(paper: Paper) -> str:
    said = {
        "authors": authors_text(paper),
        "organization": clean(paper.organization),
        "venue": clean(paper.venue),
        "year": str(paper.year or ""),
    }
    parts = [f'<span class="{name}">{escape(text)}</span>' for name, text in said.items() if text]
    _, others = addresses(paper)
    links = " ".join(_link(address.url, escape(address.label)) for address in others)
    if links:
        parts.append(f'<span class="links">{links}</span>')
    return f'<div class="facts">{" · ".join(parts)}</div>\n' if parts else ""


def _linked(text: str) -> str:
    """Return text with its addresses as links."""
    out, at = "", 0
    for match in _ADDRESS.finditer(text):
        url = match[0].rstrip(".,;:!?)]}*_")
        if is_web(url):
            out += escape(text[at : match.start()]) + _link(url, escape(url))
            at = match.start() + len(url)
    return out + escape(text[at:])


def _folded(name: str, text: str) -> str:
    body = _linked(clean_block(text))
    return (
        f'<details class="{name.lower()}"><summary>{name}</summary>'
        f'<div class="fold">{body}</div></details>\n'
    )


if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# --- Read back by the classes of its elements ---------------------------------------------------

_LEVELS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4, "h6": 5}


def items(text: str) -> Iterator[Item]:
    """Yield the title of a list, then its papers."""
    from selectolax.lexbor import LexborHTMLParser  # for reading alone

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
