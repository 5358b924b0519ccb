"""A list as Markdown that GitHub shows well: contents, headings, boxes, links, remarks."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from readlist.formats.base import DumpOptions
from readlist.formats.list_export import escapes
from readlist.formats.list_export.arrange import (
    MARK,
    Arranged,
    Head,
    Place,
    addresses,
    arranged,
    authors_text,
    is_read,
    title_of,
)
from readlist.model import Paper
from readlist.text import clean, clean_block

DEEPEST = 5
"""Sections that have headings: Markdown has six levels, the first of which is the list's title."""
CONTENTS, CONTENTS_END = "<!-- contents -->", "<!-- end of contents -->"


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the list piece by piece; boxes stand before the papers once one of them is read."""
    found = arranged(papers, options)
    yield f"<!-- {MARK} -->\n# {escapes.inline(found.title)}\n\n"
    yield from _contents(found)
    boxes = found.is_begun
    before: Head | Place | None = None
    for step in found.steps():
        if isinstance(step, Head):
            yield "\n" * isinstance(before, Place) + heading(step)
        else:
            yield entry(step, options.extras, boxes=boxes)
        before = step


def _contents(found: Arranged) -> Iterator[str]:
    heads = [head for head in found.heads if head.depth <= DEEPEST]
    if not heads:
        return
    slugs = Slugs()
    slugs.of(found.title)
    yield f"{CONTENTS}\n"
    for head in heads:
        indent = "  " * (head.depth - 1)
        yield f"{indent}- [{escapes.inline(head.name)}](#{slugs.of(head.name)})\n"
    yield f"{CONTENTS_END}\n\n"


def heading(head: Head) -> str:
    """Return a heading; what is deeper than Markdown's is a bold line with marks of its depth."""
    name = escapes.inline(head.name)
    if not head.depth:
        return "---\n\n"
    if head.depth <= DEEPEST:
        return f"{'#' * (head.depth + 1)} {name}\n\n"
    return f"**{'›' * (head.depth - DEEPEST)} {name}**\n\n"


class Slugs:
    """The anchors that GitHub gives to headings, each once (github-slugger, index.js)."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def of(self, name: str) -> str:
        """Return the anchor of the next heading of this name."""
        base = slug = "".join(map(_in_slug, name.lower()))
        while slug in self._used:
            self._used[base] += 1
            slug = f"{base}-{self._used[base]}"
        self._used[slug] = 0
        return slug


def _in_slug(char: str) -> str:
    """Return a letter of a heading as its anchor has it: Ruby's ``Word`` class, and hyphens."""
    if char in " -":
        return "-"
    kind = unicodedata.category(char)
    return char if kind[0] in "LM" or kind in ("Nd", "Pc") else ""


def entry(place: Place, extras: frozenset[str], *, boxes: bool) -> str:
    """Return one paper: its title, a line of facts and links, then the remark.

    Notes are the person's own Markdown and stay it; all else is text and becomes no markup.
    """
    box = ("[x] " if is_read(place.paper) else "[ ] ") if boxes else ""
    facts = _facts(place.paper)
    lines = [f"- {box}{_title(place.paper)}" + "\\" * bool(facts)]
    lines += [f"  {facts}"] * bool(facts)
    if remark := clean_block(place.remark):
        lines += ["", *_indented(escapes.block(remark))]
    if "abstract" in extras and place.paper.abstract:
        lines += _folded("Abstract", escapes.block(clean_block(place.paper.abstract)))
    if "notes" in extras:
        for note in place.paper.notes:
            lines += _folded("Note", note.body.split("\n"))
    return "\n".join(lines) + "\n"


def _title(paper: Paper) -> str:
    main, _ = addresses(paper)
    title = escapes.inline(title_of(paper)) or escapes.inline(main or clean(paper.key))
    return f"**[{title}]({escapes.destination(main)})**" if main else f"**{title}**"


def _facts(paper: Paper) -> str:
    said = escapes.inline(authors_text(paper))
    # "Doe et al." and "Smith, J." end in a full stop already; "Jane Doe" does not.
    if said and not re.search(r"(?:et al|\b[A-Z]|\b[JS]r)\.$|;$", said):
        said += "."
    house = clean(paper.organization).replace("`", "'")
    venue = clean(paper.venue)
    year = str(paper.year or "")
    parts = [
        said,
        f"`{house}`." if house else "",
        f"*{escapes.inline(venue)}*" + ("," if year else ".") if venue else "",
        f"{year}." if year else "",
    ]
    _, others = addresses(paper)
    parts += [f"[[{escapes.inline(a.label)}]({escapes.destination(a.url)})]" for a in others]
    return " ".join(filter(None, parts))


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _folded(name: str, lines: Iterable[str]) -> list[str]:
    head = f"  <details><summary>{name}</summary>"
    return ["", head, "", *_indented(lines), "", "  </details>"]
