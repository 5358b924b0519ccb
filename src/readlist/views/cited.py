"""What ``cited`` shows: what is to be looked at in the citations of a manuscript."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from readlist.bib.references import Finding
from readlist.text import visible
from readlist.views.seen import held_json
from readlist.views.tables import Head, small_table

HEADINGS = {
    "no-entry": "No entry in the bibliography",
    "missing": "Not in the library",
    "twice": "One paper under several keys",
    "preprint": "Cited as a preprint, though it appeared",
    "unread": "Not read yet",
}


def told(finding: Finding) -> str:
    """Return what is particular to a finding: reference, status, where it appeared, other keys."""
    if finding.kind == "missing" and finding.record:
        return ", ".join(str(identifier) for identifier in finding.record.identifiers[:1])
    if finding.kind == "unread" and finding.paper:
        return finding.paper.status
    return finding.published or ", ".join(finding.others)


def title_of(finding: Finding) -> str:
    """Return the title, as the library has it or as the bibliography does."""
    held = finding.paper.title if finding.paper else ""
    return held or (finding.record.title if finding.record else "")


def plain_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield lines for a pipe: kind, key, file, line, what is told, title."""
    for finding in findings:
        place = finding.citation
        cells = (
            finding.kind, place.key, place.file, str(place.line), told(finding), title_of(finding),
        )  # fmt: skip
        yield "\t".join(visible(cell) for cell in cells) + "\n"


def parts(findings: Sequence[Finding], width: int) -> Iterator[Any]:
    """Yield a heading and a rich table for each kind of finding."""
    from rich.text import Text

    for number, (kind, group) in enumerate(groupby(findings, key=lambda found: found.kind)):
        found = list(group)
        yield Text(f"{chr(10) if number else ''}{HEADINGS[kind]} ({len(found):,})", style="bold")
        particular = any(told(one) for one in found)
        heads = [Head("key", "cyan", 0.25), Head("where", "dim", 0.22)]
        if particular:
            heads.append(
                Head(
                    {"twice": "also", "unread": "status"}.get(kind, "reference")
                    if kind != "preprint"
                    else "appeared",
                    "",
                    0.24,
                )
            )
        rows = [[one.citation.key, f"{one.citation.file}:{one.citation.line}"] for one in found]
        rows = [
            [*row, *([told(one)] if particular else []), title_of(one)]
            for row, one in zip(rows, found, strict=True)
        ]
        if any(row[-1] for row in rows):
            heads.append(Head("title", "", -1))
        else:
            rows = [row[:-1] for row in rows]
        yield small_table(heads, rows, width)


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return the documented shape of a finding."""
    record = finding.record
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
    }  # fmt: skip
