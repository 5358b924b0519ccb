"""A list as Markdown that GitHub shows well (contents, headings, boxes, links), and back."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readlist.formats.base import DumpOptions
from readlist.formats.list_export import escapes
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
    is_read,
    record,
    title_of,
)
from readlist.model import Item, ListEntry, ListInfo, Paper, Problem, Record, Skipped
from readlist.text import BLOCK_LIMIT, clean, clean_block

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


# --- Read back by its form; an entry that was added by hand is read as those of the wild --------

_TEXT = r"(?:\\.|[^\\\[\]*]){0,20000}+"
_TARGET = r"<[^<>\s]{1,5000}>|[^<>()\s]{1,5000}"
# "**[A Title](https://x.org)**", "**A Title**"; not "[A Title](https://x.org)".
_TITLE = re.compile(rf"\*\*(?:\[({_TEXT})\]\(({_TARGET})\)|({_TEXT}))\*\*\\?")
# "[[pdf](https://x.org)]"; not "[pdf](https://x.org)".
_LINK = re.compile(rf"\[\[({_TEXT})\]\(({_TARGET})\)\]")
# "## NLP"; not "##NLP".
_HEADING = re.compile(r"(#{1,6}) (.{1,20000})")
# "**› Deeper**", a heading below the six levels of Markdown.
_DEEPER = re.compile(r"\*\*(›{1,200}) (.{1,20000})\*\*")
# "- [x] **A Title**", "- **A Title**"; not "* **A Title**".
_ENTRY = re.compile(r"- (?:\[[ xX-]\] )?(.*)")
# "Jane Roe. `Acme`. *ICML*, 2020."; not "Jane *Roe".
_FACTS = re.compile(
    rf"((?:\\.|[^\\*`])*?)(?:\s?`([^`]+)`\.)?(?:\s?\*({_TEXT})\*[.,])?(?:\s?(?:(?<=\s)|^)(\d{{1,4}})\.)?\s*"
)
# "<details><summary>Abstract</summary>"; not "<details>".
_FOLDED = re.compile(r"<details><summary>(\w+)</summary>")
_GUESSED = 20_000
"""Characters of an entry in another form that are looked through."""
_ABSTRACT = "<details><summary>Abstract</summary>"


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._sections = Sections()
        self._position = 0

    def items(self) -> Iterator[Item]:
        """Yield the list's title and its papers."""
        while self._at < len(self._lines):
            line = self._lines[self._at].rstrip()
            self._at += 1
            if line == CONTENTS:
                self._leave_contents()
            elif found := _HEADING.fullmatch(line):
                yield from self._heading(len(found[1]), escapes.plain(found[2]))
            elif found := _DEEPER.fullmatch(line):
                self._sections.enter(DEEPEST + len(found[1]), escapes.plain(found[2]))
            elif line == "---":
                self._sections.enter(0, "")
            elif re.match(r"[-*+] ", line):
                yield from self._entry()

    def _leave_contents(self) -> None:
        """Go on behind the table of contents; without an end it is no longer than its bullets."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.rstrip() == CONTENTS_END or not re.match(r"\s*- \[", line):
                return
            self._at += 1

    def _heading(self, level: int, name: str) -> Iterator[Item]:
        if level == 1:
            yield ListInfo(title=name)
        else:
            self._sections.enter(level - 1, name)

    def _entry(self) -> Iterator[Item]:
        start = self._at
        while self._at < len(self._lines) and re.match(r"  |\s*$", self._lines[self._at]):
            self._at += 1
        first, *below = self._lines[start - 1 : self._at]
        said = _said(first, [line[2:] for line in below])
        for one in [record("markdown", said)] if said else _by_guess([first, *below]):
            if not isinstance(one, Record):
                yield one._replace(line=start)
                continue
            self._position += 1
            remark = one.entries[0].remark if one.entries else ""
            place = ListEntry(self._sections.path(), self._position, remark)
            yield replace(one, entries=(place,), line=start)


def items(text: str) -> Iterator[Item]:
    """Yield the title of a list, then its papers."""
    yield from _Reader(text.split("\n")).items()


def _by_guess(lines: list[str]) -> Iterator[Record | Problem | Skipped]:
    """Yield what a bullet in another form than ours says."""
    from readlist.formats.lists.commonmark import blocks
    from readlist.formats.lists.reader import Reader

    text = "\n".join(lines)
    if len(text) > _GUESSED:
        yield Problem(0, f"An entry in a form of its own is longer than {_GUESSED:,} characters.")
        return
    for item in Reader(list(blocks(text))).items():
        if isinstance(item, Record | Problem | Skipped):
            yield item


def _said(first: str, below: list[str]) -> Said | None:
    """Return what an entry says, None where it has another form than ours."""
    found = _ENTRY.fullmatch(first.rstrip())
    title = _TITLE.fullmatch(found[1]) if found else None
    if title is None:
        return None
    url = escapes.address_of(title[2] or "")
    said = Said(title=escapes.plain(title[1] or title[3] or ""), url=url)
    if first.rstrip().endswith("**\\") and below and not _read_facts(said, below.pop(0)):
        return None
    _read_below(said, below)
    return said


def _read_facts(said: Said, line: str) -> bool:
    """Read the line below the title; return whether it has our form."""
    cut = _LINK.search(line)
    head = clean(line[: cut.start()] if cut else line, BLOCK_LIMIT)
    said.links = [
        Address(escapes.plain(m[1]), escapes.address_of(m[2])) for m in _LINK.finditer(line)
    ]
    found = _FACTS.fullmatch(head)
    if found is None:
        return False
    said.authors = escapes.plain((found[1] or "").strip())
    said.organization = found[2] or ""
    said.venue = escapes.plain(found[3] or "")
    said.year = int(found[4]) if found[4] else None
    return True


def _read_below(said: Said, lines: list[str]) -> None:
    """Read the remark, and the abstract where it is folded away directly below."""
    start = next((n for n, line in enumerate(lines) if _FOLDED.fullmatch(line.rstrip())), None)
    said.remark = escapes.text_of(lines[:start])
    if start is not None and lines[start].rstrip() == _ABSTRACT:
        end = next((n for n in range(start, len(lines)) if lines[n] == "</details>"), len(lines))
        said.abstract = escapes.text_of(lines[start + 1 : end])
