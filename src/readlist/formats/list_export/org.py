r"""A list as an org file: headings, papers as headings with properties, remarks as their text.

Properties are those of org-bibtex where it has them. Org has no sign that takes the meaning off
another; its manual (12.2) puts a zero width space between the two, and so does this writer. One
that stood in the text is doubled, so that the reader knows them apart.
"""

import re
from collections.abc import Iterable, Iterator

from readlist.bib import ids, names
from readlist.formats.base import DumpOptions
from readlist.formats.list_export.arrange import (
    MARK,
    Head,
    Place,
    addresses,
    arranged,
    has_more_authors,
    is_web,
    title_of,
)
from readlist.model import Paper, Status
from readlist.text import BLOCK_LIMIT, clean, clean_block

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
_LINE = re.compile(r"\*+(?:\s|$)|[ \t]*(?:#|\||:[\w-]+:|%%\()|CLOCK:|\u200b", re.ASCII)
_HEADING = re.compile(r"(?:TODO|READING|DONE|SKIMMED|DROPPED|COMMENT)(?:\s|$)|\[#|\u200b")
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
    links = []
    for name, url in [("open", main), *others]:
        if url:
            target = re.sub(r"[\[\]]", r"\\\g<0>", url)
            label = escaped(name).replace("]", f"]{BLANK}")
            links.append(f"[[{target}][{label}]]")
    if links:
        lines.append(" ".join(links))
    if remark := clean_block(place.remark):
        lines += _body(remark)
    if "abstract" in extras and paper.abstract:
        lines += [":ABSTRACT:", *_body(clean_block(paper.abstract)), ":END:"]
    if "notes" in extras:
        for note in paper.notes:
            lines += [":NOTE:", *_body(note.body), ":END:"]
    return "\n".join(lines) + "\n"


def _drawer(paper: Paper, named: set[str]) -> list[str]:
    """Return the properties; one paper has the CUSTOM_ID, which must be unique in a file."""
    key = clean(paper.key)
    # As in BibTeX, which org-bibtex reads too.
    authors = [names.bibtex_name(one) for one in paper.authors if clean(names.display(one))]
    if authors and has_more_authors(paper):
        authors.append("others")
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
        if value:
            lines.append(f":{name}{'+' * (name in used)}: {value}")
            used.add(name)
    return [":PROPERTIES:", *lines, ":END:"]


def _body(text: str) -> list[str]:
    """Return text of several lines, none of which begins a heading, a keyword or a drawer."""
    return [BLANK * bool(_LINE.match(line)) + escaped(line) for line in text.split("\n")]
