r"""What an entry says only where it is asked for: abstract, notes, marks of reading, files.

Everything here comes back when the entry is read again.
"""

import re
from collections.abc import Set as AbstractSet

from readlist.bib import latex_encode
from readlist.bib.latex_decode import BETWEEN_NOTES, block
from readlist.formats.bibtex.dialects import COMMENT, Fields, details_of
from readlist.model import Paper, Status

_STATUSES: dict[Status | None, str] = {
    Status.READ: "read", Status.SKIMMED: "skimmed", Status.READING: "reading",
    Status.TO_READ: "unread",
}  # fmt: skip
_PRIORITIES = {3: "prio1", 2: "prio2", 1: "prio3"}


def extras(paper: Paper, wanted: AbstractSet[str], *, biblatex: bool) -> Fields:
    """Return the fields for ``abstract``, ``notes``, ``reading`` and ``file``."""
    found: Fields = {}
    if "abstract" in wanted:
        found["abstract"] = latex_encode.block(paper.abstract)
    if "notes" in wanted:  # but those that fields of the entry say already
        printed = printed_notes(paper)
        bodies = [note.body for note in paper.notes if one_line(note.body) not in printed]
        name = "annotation" if biblatex else "annote"
        found[name] = BETWEEN_NOTES.join(map(latex_encode.note, bodies))
    if "reading" in wanted:  # in the words of JabRef
        reading = paper.reading
        found["readstatus"] = _STATUSES.get(reading.status, "")
        found["priority"] = _PRIORITIES.get(reading.priority, "")
        found["ranking"] = f"rank{reading.rating}" if reading.rating else ""
    if "file" in wanted:
        found["file"] = latex_encode.verbatim(_files(paper))
    return found


def printed_notes(paper: Paper) -> frozenset[str]:
    """Return what the entry's own ``note`` and comments say, each as one line."""
    kept = details_of(paper)
    said = [text for name, text in kept.items() if name == "note" or COMMENT.fullmatch(str(name))]
    return frozenset(one_line(block(str(text or ""))) for text in said)


def one_line(text: str) -> str:
    """Return a text as a field of one line has it."""
    if text.isprintable() and "  " not in text:  # a third of the time
        return text.strip()
    return " ".join(text.split())


def _files(paper: Paper) -> str:
    """Return the files as the entry named them, otherwise as ``:path:type`` (JabRef)."""
    if said := str(details_of(paper).get("file") or ""):
        return said
    written = []
    for path in dict.fromkeys(link.url for link in paper.links if link.name == "file"):
        suffix = re.search(r"\.(\w{1,5})$", path)
        escaped = re.sub(r"([:;\\])", r"\\\1", path)
        written.append(f":{escaped}:{suffix[1].upper() if suffix else ''}")
    return ";".join(written)
