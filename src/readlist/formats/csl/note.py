"""The lines of ``note``, which Zotero fills from its field Extra: ``Key: value``, one a line.

Identifiers, the citation key and variables of CSL stand there when the item has no field for them;
Better BibTeX adds ``tex.field: value``. What is no such line is the note.
"""

import re
from typing import NamedTuple

from readlist.bib import ids
from readlist.model import Identifier
from readlist.text import clean, clean_block

_LIMIT = 50_000
_LINES_LIMIT = 500
_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9. _-]{1,40}?)\s*[:=]\s*(\S.*)")
# CSL-JSON of before 2016: {:original-date: 1900}.
_BRACED = re.compile(r"\{:([A-Za-z-]{2,40}):\s{0,5}([^{}]{1,2000})\}")
_SCHEMES = {
    "arxiv": "arxiv", "arxiv id": "arxiv", "doi": "doi", "pmid": "pmid", "pubmed id": "pmid",
    "pmcid": "pmcid", "isbn": "isbn", "openreview": "openreview", "acl": "acl",
    "acl anthology": "acl", "s2": "s2", "_eprint": "arxiv", "tex.eprint": "arxiv",
    "tex.arxivid": "arxiv",
}  # fmt: skip
LABELS = {
    "arxiv": "arXiv", "doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN",
    "openreview": "OpenReview", "acl": "ACL", "s2": "S2",
}  # fmt: skip
"""How an identifier is called in a line of a note."""


class Said(NamedTuple):
    """What a note says in lines of its own, and the text that is left."""

    identifiers: tuple[Identifier, ...]
    variables: dict[str, str]
    tex: dict[str, str]
    rest: str


def read(text: str, known: frozenset[str] = frozenset()) -> Said:
    """Return what the lines of a note say; ``known`` are the variables that are understood."""
    identifiers: dict[Identifier, None] = {}
    variables: dict[str, str] = {}
    tex: dict[str, str] = {}
    rest = []
    text = clean_block(_BRACED.sub(r"\n\1: \2\n", text[:_LIMIT]))
    for line in text.split("\n")[:_LINES_LIMIT]:
        found = _LINE.fullmatch(line)
        name = found[1].lower() if found else ""
        value = clean(found[2]) if found else ""
        if found and (identifier := _identifier(name, value)):
            identifiers[identifier] = None
        elif name.startswith("tex.") and name[4:].replace("-", "").isalnum():
            tex[name[4:]] = value
        elif (variable := name.replace(" ", "-")) in known:
            variables.setdefault(variable, value)
        elif found or line.strip():
            rest.append(line)
    return Said(tuple(identifiers), variables, tex, clean_block("\n".join(rest)))


def _identifier(name: str, value: str) -> Identifier | None:
    scheme = _SCHEMES.get(name)
    if scheme is None:
        return None
    if scheme == "arxiv":
        value = value.partition("[")[0].strip()
        value = re.sub(r"^arxiv:\s*", "", value, flags=re.IGNORECASE)
    return ids.normalise(scheme, value)


def written(identifiers: list[Identifier]) -> str:
    """Return identifiers as lines of a note."""
    return "\n".join(f"{LABELS.get(one.scheme, one.scheme)}: {one.value}" for one in identifiers)
