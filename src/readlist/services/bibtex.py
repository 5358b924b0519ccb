"""An answer that is one BibTeX entry, as DBLP, OpenReview and the ACL Anthology give it."""

import re
from dataclasses import replace

from readlist.bib.details import PLACE
from readlist.formats.base import LoadOptions, TextDocument
from readlist.model import NOTHING, Record
from readlist.services.answers import SHOWN, refuse_page
from readlist.services.base import WrongAnswerError
from readlist.text import BLOCK_LIMIT, clean

# A field on a line of its own, in quotation marks, of which there may be others inside.
_QUOTED = re.compile(r"^([ \t]{0,20}\w{1,20}[ \t]{0,20}=[ \t]{0,20}\")(.*)(\",?)$", re.MULTILINE)
# What a service says of itself or of its own page, and what would be the person's word.
_NOT_KEPT = frozenset(
    {"biburl", "bibsource", "timestamp", "keywords", "note", "annote", "file", "url", "urldate"}
)


def entry(body: bytes, source: str, rank: int) -> Record:
    """Return the paper of the first entry in an answer. Raises ``WrongAnswerError``."""
    refuse_page(body)
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise WrongAnswerError("an entry that is not in UTF-8") from error
    if (found := read(text, source, rank)) is None:
        start = clean(text[:SHOWN])
        raise WrongAnswerError(f"no BibTeX: {start!r}")
    return found


def read(text: str, source: str, rank: int) -> Record | None:
    """Return the paper of the first entry in a text, None where there is none.

    Keys, tags, notes and files are a person's, whoever wrote the entry; those of a service go.
    """
    text = text[:BLOCK_LIMIT]
    found = _first(text) or _first(_QUOTED.sub(_mended, text))
    if found is None:
        return None
    said = dict(found.extra.get(PLACE) or {})
    for name in _NOT_KEPT:
        said.pop(name, None)
    extra = {name: value for name, value in found.extra.items() if name != PLACE}
    extra |= {PLACE: said} if said else {}
    links = tuple(link for link in found.links if link.name != "file")
    return replace(
        found, source=source, rank=rank, extra=extra or NOTHING, links=links, key="", aliases=(),
        tags=(), notes=(), reading=None, line=0,
    )  # fmt: skip


def _first(text: str) -> Record | None:
    from readlist.formats.bibtex import load

    loaded = load(TextDocument(text), LoadOptions())
    return next((item for item in loaded if isinstance(item, Record) and item.title), None)


def _mended(match: re.Match[str]) -> str:
    """Return a field whose quotation marks are not taken for its end."""
    inside = match[2].replace('{"}', '"').replace('"', '{"}')
    return f"{match[1]}{inside}{match[3]}"
