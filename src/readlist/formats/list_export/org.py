r"""A list as an org file: headings, papers as headings with properties, remarks as their text.

Properties are those of org-bibtex where it has them. Org has no sign that takes the meaning off
another; its manual (12.2) puts a zero width space between the two, and so does this writer. One
that stood in the text is doubled, so that the reader knows them apart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from readlist.bib import ids, names
from readlist.formats.base import DumpOptions
from readlist.formats.list_export.arrange import (
    MARK,
    Address,
    Head,
    Place,
    Said,
    Sections,
    addresses,
    arranged,
    has_more_authors,
    is_web,
    record,
    title_of,
)
from readlist.model import MORE_AUTHORS, Item, ListEntry, ListInfo, Paper, Record, Status
from readlist.text import BLOCK_LIMIT, clean, clean_block, whole_number

BLANK = "\u200b"
KEYWORDS = {
    Status.TO_READ: "TODO", Status.READING: "READING", Status.READ: "DONE",
    Status.SKIMMED: "SKIMMED", Status.DROPPED: "DROPPED",
}  # fmt: skip
_TODO = "#+TODO: TODO READING | DONE SKIMMED DROPPED"
# Links may run Lisp or the shell, blocks and macros may run anything, when a person lets them.
_ACTIVE = re.compile(
    r"\[(?=\[)|\{(?=\{\{)|<(?=<)|\b(?:src|call)_(?=\w)|"
    r"\b(?:elisp|shell|help|info|file(?:\+[a-z]{1,9})?|attachment|id|docview|mailto)(?=:\S)",
    re.IGNORECASE,
)
# "* one", "#+BEGIN", ":NAME:", "| a"; not "one *".
_LINE = re.compile(r"\*+(?:\s|$)|[ \t]*(?:#|\||:[\w-]+:|%%\()|CLOCK:|\u200b", re.ASCII)
# "TODO list", "[#A] list"; not "Todos".
_HEADING = re.compile(r"(?:TODO|READING|DONE|SKIMMED|DROPPED|COMMENT)(?:\s|$)|\[#|\u200b")
# "A title :nlp:"; not "A title: nlp".
_TAGS = re.compile(r":[\w@#%:]+:$")


def dump(papers: Iterable[Paper], options: DumpOptions) -> Iterator[str]:
    """Yield the list piece by piece."""
    found = arranged(papers, options)
    yield f"# {MARK}\n#+TITLE: {escaped(found.title)}\n{_TODO}\n"
    depth = 0
    named: set[str] = set()
    for step in found.steps():
        if isinstance(step, Head):
            depth = step.depth
            yield f"\n{'*' * depth} {_headline(step.name)}\n" if depth else ""
        else:
            yield _entry(step, depth + 1, options.extras, named)


def escaped(text: str) -> str:
    """Return text in which nothing is a link, a macro or code."""
    text = text.replace(BLANK, BLANK * 2)
    return _ACTIVE.sub(lambda match: match[0] + BLANK, text)


def plain(text: str) -> str:
    """Return the text that was escaped."""
    return re.sub(f"({BLANK}?){BLANK}", r"\1", text)


def _headline(name: str) -> str:
    """Return a heading that neither begins with a keyword nor ends in tags."""
    lead = BLANK * bool(_HEADING.match(name))
    return lead + escaped(name) + BLANK * bool(_TAGS.search(name))


def _entry(place: Place, stars: int, extras: frozenset[str], named: set[str]) -> str:
    paper = place.paper
    status = KEYWORDS.get(paper.reading.status, "") if paper.reading.status else ""
    title = _headline(title_of(paper)) or BLANK
    lines = [" ".join(filter(None, ["*" * stars, status, title])), *_drawer(paper, named)]
    main, others = addresses(paper)
    links = [_link(name, url) for name, url in [(_OPEN, main), *others] if url]
    lines += [" ".join(links)] * bool(links)
    if remark := clean_block(place.remark):
        lines += _body(remark)
    if "abstract" in extras and paper.abstract:
        lines += [":ABSTRACT:", *_body(clean_block(paper.abstract)), ":END:"]
    if "notes" in extras:
        for note in paper.notes:
            lines += [":NOTE:", *_body(note.body), ":END:"]
    return "\n".join(lines) + "\n"


def _link(name: str, url: str) -> str:
    target = re.sub(r"[\[\]]", r"\\\g<0>", url)
    return f"[[{target}][{escaped(name).replace(']', f']{BLANK}')}]]"


def _drawer(paper: Paper, named: set[str]) -> list[str]:
    """Return the properties; one paper has the CUSTOM_ID, which must be unique in a file."""
    key = clean(paper.key)
    # As in BibTeX, which org-bibtex reads too.
    authors = [names.bibtex_name(one) for one in paper.authors if clean(names.display(one))]
    authors += ["others"] * bool(authors and has_more_authors(paper))
    facts = [
        ("KEY" if key in named else "CUSTOM_ID", key),
        ("AUTHOR", clean(" and ".join(authors), BLOCK_LIMIT)),
        ("ORGANIZATION", clean(paper.organization)),
        ("VENUE", clean(paper.venue)),
        ("YEAR", str(paper.year or "")),
    ]
    named.add(key)
    facts += [(i.scheme.upper(), i.value) for i in paper.identifiers if is_web(ids.address(i))]
    lines: list[str] = []
    used: set[str] = set()
    for name, value in facts:
        if value:  # a second DOI is ":DOI+:"
            lines.append(f":{name}{'+' * (name in used)}: {value}")
            used.add(name)
    return [":PROPERTIES:", *lines, ":END:"]


def _body(text: str) -> list[str]:
    """Return text of several lines, none of which begins a heading, a keyword or a drawer."""
    return [BLANK * bool(_LINE.match(line)) + escaped(line) for line in text.split("\n")]


# --- Read back: a heading with properties is a paper, any other one is a section ----------------

# "** NLP"; not "**NLP**".
_STARS = re.compile(r"(\*{1,200})[ \t]+(.*)")
# "DONE A title"; not "DONEGAL".
_KEYWORD = re.compile(rf"\A(?:{'|'.join(KEYWORDS.values())})(?:\s+|$)")
# ":KEY: doe2020", and ":DOI+: …" of a second one.
_PROPERTY = re.compile(r"\s*:([\w-]{1,40})\+?:(?:\s+(.*))?", re.ASCII)
# "[[https://x.org][pdf]]"; not "[[https://x.org]]".
_LINK = re.compile(r"\[\[((?:\\.|[^\[\]\\]){1,5000}+)\]\[(.{1,500}?)\]\](?=\s|$)")
# "[[https://x.org][open]] [[https://y.org][pdf]]"; not "see [[https://x.org][pdf]]".
_LINKS = re.compile(r"(?:\[\[\S{1,5000}?\]\[.{1,500}?\]\](?:\s|$)){1,200}+")
# ":ABSTRACT:"; not ":KEY: roe".
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
        if line.startswith("*") and (found := _STARS.fullmatch(line)):
            yield start, head, lines[start : number - 1]
            start, head = number, found
    yield start, head, lines[start:]


def _title(lines: list[str]) -> Iterator[ListInfo]:
    for line in lines:
        if line[:8].upper() == "#+TITLE:":
            yield ListInfo(title=plain(line[8:].strip()))
            return


def _record(name: str, lines: list[str]) -> Record:
    end = next((n for n, line in enumerate(lines) if line.strip() == ":END:"), len(lines))
    properties = [match for line in lines[1:end] if (match := _PROPERTY.fullmatch(line))]
    facts = [(match[1].upper(), (match[2] or "").strip()) for match in properties]
    found = dict(facts)
    said = Said(
        title=plain(_KEYWORD.sub("", name, count=1)),
        venue=found.get("VENUE", ""),
        organization=found.get("ORGANIZATION", ""),
        year=whole_number(found.get("YEAR", ""), 4),
    )
    _read_body(said, lines[end + 1 :])
    text = found.get("AUTHOR", "")
    bare = text.removesuffix(" and others")
    # With a semicolon, a comma only parts the halves of a name.
    authors, more = names.parse_authors(f"{bare};"), bare != text
    identifiers = tuple(filter(None, (ids.normalise(name, value) for name, value in facts)))
    extra = {MORE_AUTHORS: True} if more and authors else {}
    return replace(record("org", said), authors=authors, identifiers=identifiers, extra=extra)


def _read_body(said: Said, lines: list[str]) -> None:
    """Read the links, the remark and the drawers behind it."""
    if lines and _LINKS.fullmatch(lines[0]):
        for link in _LINK.finditer(lines.pop(0)):
            label, url = plain(link[2]), re.sub(r"\\([\[\]])", r"\1", link[1])
            # Identifiers stand among the properties.
            if label != _OPEN and label not in ids.SCHEMES:
                said.links = [*said.links, Address(label, url)]
    drawers = [n for n, line in enumerate(lines) if _DRAWER.fullmatch(line)]
    said.remark = plain("\n".join(lines[: drawers[0]] if drawers else lines))
    for start, end in pairwise(drawers):
        if lines[start] == ":ABSTRACT:":
            said.abstract = plain("\n".join(lines[start + 1 : end]))
