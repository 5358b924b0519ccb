"""An org file in the layout of ``org``, read back by its properties.

A heading with properties is a paper, any other one is a section.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from readlist.bib import ids, names
from readlist.formats.list_export.arrange import Address
from readlist.formats.list_export.org import KEYWORDS, plain
from readlist.formats.list_export.said import Said, Sections, record
from readlist.model import MORE_AUTHORS, Identifier, Item, ListEntry, ListInfo, Record

_HEADING = re.compile(r"(\*{1,200})[ \t]+(.*)")
_KEYWORD = re.compile(rf"\A(?:{'|'.join(KEYWORDS.values())})(?:\s+|$)")
# ":KEY: doe2020", and ":DOI+: …" of a second one.
_PROPERTY = re.compile(r"\s*:([\w-]{1,40})\+?:(?:\s+(.*))?", re.ASCII)
_LINK = re.compile(r"\[\[((?:\\.|[^\[\]\\]){1,5000}+)\]\[(.{1,500}?)\]\](?=\s|$)")
_LINKS = re.compile(r"(?:\[\[\S{1,5000}?\]\[.{1,500}?\]\](?:\s|$)){1,200}+")
_DRAWER = re.compile(r":([A-Z]{1,40}):")
_OPEN = "open"


def items(text: str) -> Iterator[Item]:
    """Yield the title of a list, then its papers."""
    sections = Sections()
    position = 0
    for start, head, lines in _parts(text.split("\n")):
        if head is None:
            yield from _title(lines)
            continue
        depth, name = len(head[1]), head[2].strip(" \t")
        if not lines or lines[0].strip() != ":PROPERTIES:":
            sections.enter(depth, plain(name))
            continue
        sections.enter(depth, "")
        position += 1
        found = _record(name, lines)
        place = ListEntry(sections.path(), position, found.entries[0].remark)
        yield replace(found, entries=(place,), line=start)


def _parts(lines: list[str]) -> Iterator[tuple[int, re.Match[str] | None, list[str]]]:
    """Yield what stands above the first heading, then each heading with the lines below it."""
    start, head = 0, None
    for number, line in enumerate(lines, 1):
        if line.startswith("*") and (found := _HEADING.fullmatch(line)):
            yield start, head, lines[start : number - 1]
            start, head = number, found
    yield start, head, lines[start:]


def _title(lines: list[str]) -> Iterator[ListInfo]:
    for line in lines:
        if line[:8].upper() == "#+TITLE:":
            yield ListInfo(title=plain(line[8:].strip()))
            return


def _record(name: str, lines: list[str]) -> Record:
    said = Said(title=plain(_KEYWORD.sub("", name, count=1)))
    end = next((n for n, line in enumerate(lines) if line.strip() == ":END:"), len(lines))
    facts = [match.groups() for line in lines[1:end] if (match := _PROPERTY.fullmatch(line))]
    found = {str(key).upper(): (value or "").strip() for key, value in facts}
    said.venue, said.organization = found.get("VENUE", ""), found.get("ORGANIZATION", "")
    year = found.get("YEAR", "")
    said.year = int(year) if year.isdecimal() and len(year) < 5 else None
    _read_body(said, lines[end + 1 :])
    text = found.get("AUTHOR", "")
    bare = text.removesuffix(" and others")
    # With a semicolon, a comma only parts the halves of a name.
    authors, more = names.parse_authors(f"{bare};"), bare != text
    identifiers = tuple(_identifiers(facts))
    extra = {MORE_AUTHORS: True} if more and authors else {}
    return replace(record("org", said), authors=authors, identifiers=identifiers, extra=extra)


def _identifiers(facts: list[tuple[str | None, ...]]) -> Iterator[Identifier]:
    for name, value in facts:
        if found := ids.normalise(name or "", value or ""):
            yield found


def _read_body(said: Said, lines: list[str]) -> None:
    """Read the links, the remark and the drawers behind it."""
    if lines and _LINKS.fullmatch(lines[0]):
        found = [(m[1], plain(m[2])) for m in _LINK.finditer(lines.pop(0))]
        said.links = [Address(n, re.sub(r"\\([\[\]])", r"\1", u)) for u, n in found if n != _OPEN]
        said.links = [one for one in said.links if one.label not in ids.SCHEMES]
    drawers = [n for n, line in enumerate(lines) if _DRAWER.fullmatch(line)]
    said.remark = plain("\n".join(lines[: drawers[0]] if drawers else lines))
    for start, end in pairwise(drawers):
        if lines[start] == ":ABSTRACT:":
            said.abstract = plain("\n".join(lines[start + 1 : end]))
