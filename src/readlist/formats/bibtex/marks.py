"""What the fields of a BibTeX entry say of its reader: tags, notes, marks, addresses, files.

Mendeley, JabRef, BibDesk, Zotero and Better BibTeX have their own fields for them.
"""

import re
from collections.abc import Iterator

from readlist.bib import ids, latex_decode, statuses
from readlist.bib.citekeys import citable
from readlist.bib.keywords import as_tags, parted
from readlist.bib.program_notes import is_by_program
from readlist.formats.bibtex.dialects import COMMENT
from readlist.formats.bibtex.fields import Fields, from_url
from readlist.model import Identifier, Link, Note, Reading, Status
from readlist.text import clean

KEYWORDS = ("keywords", "keyword", "tags", "groups", "mendeley-groups", "mendeley-tags")
"""The fields whose words are tags."""
_PATHS_LIMIT = 50
READING = ("readstatus", "read", "priority", "ranking", "rating")

# How a note begins that a bibliography prints; what is left may be the reader's own.
_PRINTED = re.compile(
    r"\W*(?:(?:arxiv|corr|e-?print|preprint|to appear|accepted|in press|forthcoming|submitted|"
    r"under review|unpublished|version|v[0-9.]+|[0-9+]+ pages|[0-9]{4}\.[0-9]{4,5}|www|doi|"
    r"available (?:at|from|on|online)|(?:last )?accessed|retrieved|pmid|pmcid|isbn|issn|equal|"
    r"joint|oral|spotlight|poster|best paper|outstanding|extended (?:version|abstract)|"
    r"also (?:in|available|appeared)|presented|published|appeared|technical report|ph\.?d|"
    r"software|r package|google-books|cited by|talk at)\b|https?:|tex\.|\[online\]|"
    r"(?:publisher|place|conference name|series title|section|type|comment|_eprint|number|"
    r"license|copyright|backup publisher|citation key|event-?place)\s*:)",
    re.IGNORECASE,
)
# Mendeley, for the colon behind the letter of a drive: {:C$\backslash$:/Users/me/x.pdf:pdf}.
_BACKSLASH = re.compile(r"\{?\\?\$\}?\\backslash\{?\\?\$\}?")
_COMMANDS = re.compile(r"\\(?:url|href|nolinkurl|path)\s*+\{\s*+(https?://[^{}\s]++)\s*+\}")
_BARE = re.compile(r"https?://[^\s{}\\<>|]++")
_RESOLVER = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)


def links(fields: Fields, identifiers: tuple[Identifier, ...]) -> tuple[Link, ...]:
    """Return the addresses of an entry, but those that only repeat an identifier."""
    found: dict[Link, None] = {}
    for name, called in (("url", "url"), ("link", "url"), ("ee", "url"), ("pdf", "pdf")):
        addresses = fields.addresses(name)
        for address in addresses:
            if (page := ids.normalise("url", address)) is None:
                continue
            named = from_url(address)
            is_said = named in identifiers and named.scheme in ("arxiv", "acl", "openreview")
            if len(addresses) == 1 and (page in identifiers or is_said):
                fields.take(name)
            if page in identifiers:
                found[Link(called, page.value)] = None
            elif named not in identifiers or not (is_said or _RESOLVER.match(address)):
                found[Link(called, clean(address, 2_000))] = None
    found.update(dict.fromkeys(_printed_links(fields, identifiers)))
    for path in _paths(fields.address("file")):
        found[Link("file", path)] = None
    return tuple(found)


def _printed_links(fields: Fields, identifiers: tuple[Identifier, ...]) -> Iterator[Link]:
    """Yield the pages that a printed field has; a DOI in a note is the paper's or an erratum's."""
    for name in ("howpublished", "note"):
        for address in _addresses_in(fields.see(name)):
            named = from_url(address)
            if named is None or (named.scheme == "url" and named not in identifiers):
                yield Link("url", address)


def _addresses_in(text: str) -> Iterator[str]:
    r"""Yield the addresses in a text: ``\url{https://a.org/~b}``, ``\href{…}{here}``, bare ones."""
    if "://" not in text:
        return
    for command in _COMMANDS.finditer(text[:20_000]):
        yield clean(latex_decode.verbatim(command[1]), 2_000)
    for bare in _BARE.finditer(latex_decode.verbatim(_COMMANDS.sub(" ", text[:20_000]))):
        yield clean(bare[0].rstrip(".,;:)]'\""), 2_000)


def _paths(text: str) -> Iterator[str]:
    r"""Yield the paths in ``description:path:type;…`` (JabRef, Mendeley, Better BibTeX)."""
    if not text or re.match(r"[a-z]{2,6}://", text):
        return
    text = _BACKSLASH.sub(r"\\", text)
    if not re.search(r"(?<!\\):[\w/+.-]*(?:;|$)", text) or re.match(r"[A-Za-z]:[\\/][^:]*$", text):
        yield clean(text, 1_000)
        return
    for part in re.split(r"(?<!\\);", text)[:_PATHS_LIMIT]:
        pieces = re.split(r"(?<!\\):", part)
        path = ":".join(pieces[1:-1]) if len(pieces) > 2 else pieces[0]
        if path := re.sub(r"\\([:;\\])", r"\1", path).strip():
            yield clean(path, 1_000)


def tags(fields: Fields) -> tuple[str, ...]:
    """Return keywords and groups as tags: a word each, with hyphens for what a tag cannot have."""
    said = [latex_decode.name(clean(value)) for name in KEYWORDS if (value := fields.take(name))]
    return as_tags(word for value in said for word in parted(value)) if said else ()


def reading(fields: Fields) -> Reading | None:
    """Return what JabRef and BibDesk say of the reader; a word that they do not use stays."""
    if not any(map(fields.see, READING)):
        return None
    status = statuses.status(fields.word("readstatus"))
    if status:
        fields.take("readstatus")
    if statuses.done(fields.word("read")) is Status.READ:
        fields.take("read")
        status = status or Status.READ
    priority = statuses.priority(fields.word("priority"))
    if priority:
        fields.take("priority")
    said = {name: statuses.rating(fields.word(name).lower()) for name in ("ranking", "rating")}
    fields.drop(*filter(said.get, said))
    rating = said["ranking"] or said["rating"]
    found = Reading(status=status, priority=int(priority or 0), rating=rating)
    return None if found == Reading() else found


def notes(fields: Fields) -> tuple[Note, ...]:
    """Return the reader's notes; a ``note`` is printed in bibliographies, so it also stays.

    A ``comment`` stays as well: it is part of the file that goes to others.
    """
    bodies: list[str] = []
    for name in filter(fields.see, ("annote", "annotation", "review")):
        own = latex_decode.notes(fields.see(name))
        # Mendeley's "From Duplicate 1 (…)" stays in its field; "42" is what a reader noted.
        if any(body.isdecimal() or not is_by_program(body) for body in own):
            bodies += latex_decode.notes(fields.take(name))
    # JabRef has a comment for each of a file's writers: "comment", "comment-anna".
    for name in ("note", *filter(COMMENT.fullmatch, fields.beginning("comment"))):
        note = latex_decode.block(fields.see(name))
        if not _PRINTED.match(note) and not is_by_program(note):
            bodies.append(note)
    return tuple(Note(body) for body in dict.fromkeys(bodies) if body)


def aliases(fields: Fields) -> tuple[str, ...]:
    """Return the other keys of an entry (biblatex, 2.2.3)."""
    found = dict.fromkeys(key.strip() for key in fields.word("ids").split(",") if key.strip())
    if all(map(citable, found)):
        fields.take("ids")
    return tuple(found)
