"""What ``cited`` shows: what is to be looked at in the citations of a manuscript."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from readlist.text import visible
from readlist.views.seen import held_json

if TYPE_CHECKING:
    from readlist.library.manuscripts.check import Finding
    from readlist.library.manuscripts.manuscript import Manuscript
from readlist.views.answer import Column, Listing, Screen

HEADINGS = {
    "no-entry": "No entry in the bibliography",
    "missing": "Not in the library",
    "freed": "Under the key of a paper that was removed",
    "twice": "One paper under several keys",
    "preprint": "Cited as a preprint, though it appeared",
    "unread": "Not read yet",
}


def told(finding: "Finding") -> str:
    """Return what is particular to a finding: reference, status, where it appeared, other keys."""
    if finding.kind == "missing" and finding.record:
        return ", ".join(str(identifier) for identifier in finding.record.identifiers[:1])
    if finding.kind == "unread" and finding.paper:
        return finding.paper.status
    return finding.published or finding.former or ", ".join(finding.others)


def title_of(finding: "Finding") -> str:
    """Return the title, as the library has it or as the bibliography does."""
    held = finding.paper.title if finding.paper else ""
    return held or (finding.record.title if finding.record else "")


_COLUMNS = (
    Column(None, lambda one: one.kind),
    Column("key", lambda one: one.citation.key, style="cyan", share=0.25),
    Column(None, lambda one: one.citation.file),
    Column(None, lambda one: one.citation.line),
    Column("where", None, lambda one: f"{one.citation.file}:{one.citation.line}", "dim", 0.22),
    Column("", told, share=0.24),
    Column("title", title_of, share=-1),
)
TOLD = {"freed": "removed", "twice": "also", "unread": "status", "preprint": "appeared"}
"""What stands over that which is particular to a finding; over others, it is the reference."""


def listing(judged: "Sequence[tuple[Manuscript, Sequence[Finding]]]") -> "Listing[Finding]":
    """Return the findings of manuscripts; a terminal gets a table for each kind."""
    every = [finding for _, said in judged for finding in said]
    return Listing(
        "files", _COLUMNS, every, items=(_manuscript_json(*one) for one in judged),
        number=lambda one: visible(one.citation.key),
        tree=lambda screen: (part for _, said in judged for part in parts(said, screen)),
    )  # fmt: skip


def parts(findings: "Sequence[Finding]", screen: Screen) -> Iterator[Any]:
    """Yield a heading and a table for each kind of finding."""
    from rich.text import Text

    for number, (kind, group) in enumerate(groupby(findings, key=lambda found: found.kind)):
        found = list(group)
        yield Text(f"{chr(10) if number else ''}{HEADINGS[kind]} ({len(found):,})", style="bold")
        columns = [one for one in _COLUMNS if one.head is not None]
        if not any(title_of(one) for one in found):
            columns = columns[:-1]
        if any(told(one) for one in found):
            columns[2] = columns[2]._replace(head=TOLD.get(kind, "reference"))
        else:
            del columns[2]
        yield from Listing("findings", columns, found).parts(screen)


def _manuscript_json(found: "Manuscript", said: "Sequence[Finding]") -> dict[str, Any]:
    return {
        "file": found.file,
        "format": found.kind,
        "cited": len(found.cited().citations),
        "bibliographies": found.bibs,
        "findings": [finding_json(finding) for finding in said],
        "unread": [
            {"file": one.file, "line": one.line, "name": one.name, "reason": one.reason}
            for one in found.unread
        ],
    }


def finding_json(finding: "Finding") -> dict[str, Any]:
    """Return the documented shape of a finding."""
    record = finding.record
    former = {"former": finding.former} if finding.kind == "freed" else {}
    return {
        "kind": finding.kind,
        "key": finding.citation.key,
        "file": finding.citation.file,
        "line": finding.citation.line or None,
        "paper": held_json(finding.paper),
        "entry": {
            "title": record.title or None,
            "identifiers": [str(identifier) for identifier in record.identifiers],
        } if record else None,
        "others": list(finding.others),
        "published": finding.published or None,
        **former,
    }  # fmt: skip
