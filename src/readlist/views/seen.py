"""What ``seen`` shows: references that are known and that are new."""

from collections.abc import Sequence
from typing import Any

from readlist.bib.references import Held, Reference
from readlist.text import visible
from readlist.views.tables import Head, small_table

Found = tuple[str, Reference]
"""A reference with the file that it was found in."""


def reference_of(found: Reference) -> str:
    """Return how a reference is named so that ``add`` takes it: identifier or title.

    A key of LaTeX that the library does not know names nothing to others, so that nothing is said.
    """
    record, paper = found.record, found.paper
    if named := record.identifiers or (paper.identifiers if paper and not record.title else ()):
        return str(named[0])
    return visible(record.title or (paper.title if paper else ""))


def plain_lines(found: Sequence[Found]) -> list[str]:
    """Return lines for a pipe: reference, known or new, status, key, title, file, line, count."""
    return ["\t".join(visible(cell) for cell in _cells(file, one)) + "\n" for file, one in found]


def _cells(file: str, found: Reference) -> tuple[str, ...]:
    paper, record = found.paper, found.record
    return (
        reference_of(found),
        "known" if paper else "new",
        paper.status if paper else "",
        paper.key if paper else record.key,
        (paper.title if paper else "") or record.title,
        file,
        str(found.line or ""),
        str(found.times),
    )


def table(found: Sequence[Found], width: int) -> Any:
    """Return references as a rich table."""
    several = len({file for file, _ in found}) > 1
    heads = [Head("", "bold"), Head("status"), Head("key", "cyan", 0.25)]
    heads += [Head("reference", "", 0.2)] if width >= 110 else []
    heads += [Head("title", "bold", -1)]
    heads += [Head("times", "dim", right=True)] if width >= 110 else []
    heads += [Head("where", "dim", 0.2)] if width >= 110 or several else []
    rows = []
    for file, one in found:
        named, known, status, key, title, _, line, count = _cells(file, one)
        where = f"{file}:{line}" if several else line
        cells = {
            "": known, "status": status, "key": key, "reference": named,
            "title": title or (named if width < 110 else ""), "times": count, "where": where,
        }  # fmt: skip
        rows.append([cells[head.name] for head in heads])
    return small_table(heads, rows, width)


def reference_json(file: str, found: Reference) -> dict[str, Any]:
    """Return the documented shape of a reference."""
    record = found.record
    return {
        "file": file,
        "line": found.line or None,
        "count": found.times,
        "known": found.paper is not None,
        "reference": reference_of(found) or None,
        "found": {
            "key": record.key or None,
            "title": record.title or None,
            "identifiers": [str(identifier) for identifier in record.identifiers],
        },
        "paper": held_json(found.paper),
    }


def held_json(paper: Held | None) -> dict[str, Any] | None:
    """Return the documented short shape of a paper that the library holds."""
    if paper is None:
        return None
    return {
        "id": paper.id,
        "key": paper.key,
        "title": paper.title or None,
        "status": paper.status or None,
    }
