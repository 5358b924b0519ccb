"""Read what manuscripts cite: LaTeX, what LaTeX wrote (.aux, .bcf, .bbl), Markdown and Typst.

Pure: text in, citation keys with their lines out; other files are named and never opened here.
"""

import re
from collections.abc import Iterable

from readlist.formats.base import Document
from readlist.formats.manuscripts.said import EVERYTHING, Cited, Named, Said

__all__ = ["EVERYTHING", "SUFFIXES", "Cited", "Named", "Said", "cited_keys", "read", "sniff"]

SUFFIXES = {
    ".tex": "tex", ".ltx": "tex", ".latex": "tex", ".aux": "aux", ".bcf": "bcf", ".bbl": "bbl",
    ".typ": "typst", ".md": "markdown", ".markdown": "markdown", ".qmd": "markdown",
    ".rmd": "markdown",
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
# What is another format by its name may well have LaTeX in it.
_OTHERS = re.compile(
    r"(?i)\.(?:bib\w*|json\w*|x?html?|[ct]sv|xml|ris|nbib|enw|opml|rss|atom|ya?ml|rdf|org)$"
)


def sniff(head: str, name: str) -> str:
    """Return what kind of manuscript a document is: by its name, else by its head; or nothing."""
    dot = name.rfind(".")
    if dot >= 0 and (kind := SUFFIXES.get(name[dot:].lower())):
        return kind
    if _OTHERS.search(name):
        return ""
    return next((kind for kind, sign in _CONTENTS if sign.search(head)), "")


def read(document: Document, kind: str = "") -> Said:
    """Return what a manuscript cites; what is of no known kind is read as LaTeX."""
    text = document.text()
    kind = kind or sniff(document.head, document.name)
    from readlist.formats.manuscripts import aux, bbl, marked, tex

    readers = {
        "aux": aux.read, "bcf": aux.read_bcf, "markdown": marked.read_markdown,
        "typst": marked.read_typst, "bbl": bbl.read,
    }  # fmt: skip
    return readers.get(kind, tex.read)(text)


def cited_keys(documents: Iterable[Document]) -> list[str]:
    """Return the keys that manuscripts cite, each once, in the order of their first citation.

    ``*`` (``EVERYTHING``) is among them where a manuscript cites its whole bibliography.
    """
    return list(dict.fromkeys(found.key for document in documents for found in read(document).keys))
