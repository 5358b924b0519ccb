"""Read what manuscripts cite: LaTeX, what it wrote (.aux, .bcf, .bbl), LyX, and marked text.

Pure: text in, citation keys with their lines out; other files are named and never opened here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from readlist.bib.citekeys import LONGEST
from readlist.formats.base import Document
from readlist.model import Record
from readlist.text import clean

SUFFIXES = {
    ".tex": "tex", ".ltx": "tex", ".latex": "tex", ".aux": "aux", ".bcf": "bcf", ".bbl": "bbl",
    ".typ": "typst", ".md": "markdown", ".markdown": "markdown", ".mkd": "markdown",
    ".mdown": "markdown", ".mdx": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".rmarkdown": "markdown", ".org": "org", ".rst": "rst", ".adoc": "asciidoc",
    ".asciidoc": "asciidoc", ".ipynb": "notebook", ".lyx": "lyx",
}  # fmt: skip
"""Kinds of manuscripts by the end of their name."""
_CONTENTS = (
    ("bcf", re.compile(r"<bcf:controlfile")),
    ("aux", re.compile(r"\A\s*\\relax\b|(?m:^\\(?:citation|abx@aux@\w+|bibdata|bibstyle)\{)")),
    ("bbl", re.compile(r"(?m)^\s*\\(?:refsection|begin\{refsection\}|begin\{thebibliography\})")),
    (
        "tex",
        re.compile(r"(?m)^[ \t]*\\(?:document(?:class|style)\b|begin\{document\}|usepackage\b)"),
    ),
)
# What tells marked text that has no name, on standard input and in a file ".txt".
_MARKS = (
    ("notebook", re.compile(r'\A\s*\{\s*"(?:cells|metadata|nbformat|worksheets)"')),
    ("lyx", re.compile(r"\A#LyX ")),
    ("typst", re.compile(r"(?m)^#(?:set|show|import|include|bibliography|let)\b|#cite\(")),
    ("org", re.compile(r"\[cite(?:/[\w/-]+)?:[^\[\]\n]*@")),
    ("asciidoc", re.compile(r"(?<!\w)cite(?:np)?:\[|(?m:^:bibtex-file:)")),
    ("rst", re.compile(r":(?:foot)?cite(?::[a-z]+)?:`")),
    ("markdown", re.compile(r"\[[^\[\]\n]*@[\w{][^\[\]\n]*\]|\{(?:foot)?cite(?::[a-z]+)?\}`")),
)
# What is another format by its name may well have LaTeX in it.
_OTHERS = re.compile(
    r"(?i)\.(?:bib\w*|json\w*|x?html?|[ct]sv|xml|ris|nbib|enw|opml|rss|atom|ya?ml|rdf)$"
)

EVERYTHING = "*"
"""The key that ``\\nocite{*}`` cites: every entry of the bibliography."""

# Keys that packages cite to configure a style: IEEEtran, REVTeX, achemso.
_SETTINGS = re.compile(r"(?i)ieeeexample:bstcontrol|(?:revtex|apsrev|aip|achemso).{0,12}control")
# "a, b" has two pieces; "% note" to the end of its line is one that says nothing.
_PIECE = re.compile(r"%[^\n]*+|[^,%]++")
# "\key" and "{a}" are no keys; "doe2020:a" is one.
_NO_KEY = re.compile(r"[\\{}#\x00-\x1f]")
# "a,b" can be split at its commas; "a, b", "a % old" and "*b" take longer.
_NOT_PLAIN = re.compile(r"[\\{}#\x00-\x1f%\s*]")
# REVTeX and mciteplus join "a,*b,*[see]c" in one number; "*" alone is everything.
_JOINED = re.compile(r"\A\*(?:\[[^\[\]]*+\])*+(?=[^\s*])")


class Cited(NamedTuple):
    """A key where it is cited."""

    key: str
    line: int


class Named(NamedTuple):
    """Another file that a manuscript names, as it is written there."""

    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Said:
    """What one file of a manuscript says; ``entries`` are references that stand in the file itself.

    ``includes`` are parts of the manuscript, ``bibs`` its bibliographies. ``sets`` are the keys
    that stand for several entries, with the keys of these. ``labels`` are places of the text, which
    its other files refer to as they cite.
    """

    keys: tuple[Cited, ...] = ()
    includes: tuple[Named, ...] = ()
    bibs: tuple[Named, ...] = ()
    entries: tuple[Record, ...] = ()
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()


def keys_in(group: str, line: int, *, strict: bool = False) -> Iterator[Cited]:
    """Yield the keys of a group such as ``a, b``; comments in it count for nothing.

    ``strict`` takes blanks within a key for a sign that the group is text, which has none.
    """
    if not _NOT_PLAIN.search(group):
        for key in group.split(","):
            if 0 < len(key) <= LONGEST and not _SETTINGS.fullmatch(key):
                yield Cited(clean(key, LONGEST), line)
        return
    found = []
    for piece in _PIECE.finditer(group):
        key = _JOINED.sub("", " ".join(piece[0].split()))
        if not key or key.startswith("%"):
            continue
        # "smith 2017" is a key in a list of keys, and two words of a sentence in brackets.
        is_text = len(key) > LONGEST or (strict and " " in key)
        if is_text or _NO_KEY.search(key):
            if strict:
                return
            continue
        if not _SETTINGS.fullmatch(key):
            before = len(piece[0]) - len(piece[0].lstrip())
            at = line + group.count("\n", 0, piece.start() + before)
            found.append(Cited(clean(key, LONGEST), at))
    yield from found


def names_in(group: str, line: int) -> Iterator[Named]:
    """Yield the file names of a group such as ``refs, more.bib``."""
    for piece in group.split(","):
        name = " ".join(piece.split()).strip('"')
        if name and not _NO_KEY.search(name):
            yield Named(clean(name), line)


class Lines:
    """Counts the line of ever later places in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line = 1

    def __call__(self, at: int) -> int:
        """Return the line of a place that is not before the last one."""
        self._line += self._text.count("\n", self._at, at)
        self._at = max(at, self._at)
        return self._line


def located(
    pattern: re.Pattern[str], text: str, start: int = 0
) -> Iterator[tuple[re.Match[str], int]]:
    """Yield what a pattern finds in a text from a place on, and on which line."""
    line = Lines(text)
    for found in pattern.finditer(text, start):
        yield found, line(found.start())


def is_marked(name: str) -> bool:
    """Say whether a file that a text includes may cite: ``part.qmd``; not ``page.html``."""
    dot = name.rfind(".")
    return dot >= 0 and name[dot:].lower() in SUFFIXES


def sniff(head: str, name: str) -> str:
    """Return what kind of manuscript a document is: by its name, else by its head; or nothing."""
    dot = name.rfind(".")
    if dot >= 0 and (kind := SUFFIXES.get(name[dot:].lower())):
        return kind
    if _OTHERS.search(name):
        return ""
    return next((kind for kind, sign in _CONTENTS if sign.search(head)), "")


def read(document: Document, kind: str = "") -> Said:
    """Return what a manuscript cites.

    What is of no known kind is told by its marks, else read as LaTeX; where nothing is cited so, it
    may be a list of keys, or text with an ``@key`` somewhere.
    """
    text = document.text()
    known = kind or sniff(document.head, document.name)
    kind = known or next((name for name, mark in _MARKS if mark.search(text)), "")
    from readlist.formats.manuscripts import marked, tex, written

    readers = {
        "aux": written.read_aux, "bcf": written.read_bcf, "markdown": marked.read_markdown,
        "typst": marked.read_typst, "org": marked.read_org, "bbl": written.read_bbl,
        "rst": marked.read_rst, "asciidoc": marked.read_asciidoc,
        "notebook": marked.read_notebook, "lyx": written.read_lyx,
    }  # fmt: skip
    said = readers.get(kind, tex.read)(text)
    if known or said != Said():
        return said
    keys = _plain_keys(text)
    return Said(tuple(keys)) if keys else marked.read_markdown(text)


# "roe2020", "- @roe2020" and "roe2020, poe2021"; a line of words is none, nor one that a comment
# is made of.
_PLAIN = re.compile(r"(?:[-*+][ \t]+)?([^\s,]++(?:[ \t]*+,[ \t]*+[^\s,]++)*+),?")


def _plain_keys(text: str) -> list[Cited]:
    """Return the keys of a list of them, one a line or parted by commas; nothing of other text."""
    found: list[Cited] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said or said.startswith(("#", "%")):
            continue
        plain = _PLAIN.fullmatch(said)
        if plain is None:
            return []
        keys = (clean(key).removeprefix("@") for key in plain[1].split(","))
        found += (Cited(key, number) for key in keys if key)
    return found
