"""Which lines of a text are a table of papers: its delimiter and its header."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from readlist.bib import ids
from readlist.formats.tables.headers import PAPERS, known
from readlist.formats.tables.rows import DELIMITERS, Row, rows

_SAMPLE_LINES = 60
_SAMPLE_ROWS = 25
_SAMPLE_ABOVE = 8
_SAMPLE_CHARACTERS = 400_000
# The line below the header of a table in Markdown, a heading, a link.
_MARKDOWN = re.compile(r"(?m)^[ |:]{0,9}-{3,}[-|: ]*+$|^#{1,6} \S|^[ ]{0,9}[-*+] \[")
_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)


class Shape(NamedTuple):
    """How a table is written; ``fields`` is what its header is known to name."""

    delimiter: str
    header: Row
    fields: frozenset[str]


def sniff(head: str, name: str, delimiters: Sequence[str]) -> float:
    """Return how surely a text is a table of papers with one of these delimiters."""
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start in ("", "{", "[", "@", "%", "<", "|") or "\0" in head:
        return 0.0
    found = shape_of(sample_of(iter(head.split("\n"))), {})
    if found is None or found.delimiter not in delimiters or _is_zotero(found.header.cells):
        return 0.0
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    if not found.fields & PAPERS:
        # More than a list of references has, so that the person learns which headers there are.
        return 0.6 if named and _is_header(found.header.cells) else 0.0
    if named:
        return 0.8
    told = sum(bool(cell.strip()) for cell in found.header.cells)
    unsure = found.header.line > 1 or found.delimiter == "|"
    if unsure and (found.header.line > _SAMPLE_ABOVE or _MARKDOWN.search(head)):
        return 0.0
    certain = len(found.fields) > 1 and 2 * len(found.fields) >= told
    return 0.75 if certain and told > 1 else 0.0


def _is_header(cells: Sequence[str]) -> bool:
    """Say whether a row can be a header: a paper in it makes it a row of a table without one."""
    return len(cells) > 1 and not any(ids.parse(cell) for cell in cells)


def _is_zotero(header: Sequence[str]) -> bool:
    """Say whether Zotero wrote the table, which another format reads in full."""
    return [cell.strip('\ufeff "') for cell in header[:2]] == ["Key", "Item Type"]


def sample_of(lines: Iterator[str]) -> list[str]:
    """Return the lines in which the header is looked for."""
    sample: list[str] = []
    size = 0
    for line in islice(lines, _SAMPLE_LINES):
        sample.append(line.lstrip("\ufeff") if not sample else line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    return sample


def shape_of(sample: list[str], mapped: Mapping[str, str]) -> Shape | None:
    """Return the delimiter and the header that say most; of equals the one with more cells."""
    said = next((match[1] for line in sample[:3] if (match := _SEPARATOR.fullmatch(line))), "")
    best: Shape | None = None
    best_score = (-1, -1)
    for delimiter in [said] if said else DELIMITERS:
        for row in islice(rows(sample, delimiter), _SAMPLE_ROWS):
            if row.unclosed or is_separator(row.cells, delimiter):
                continue
            fields = frozenset(known(row.cells, mapped))
            score = (len(fields) if fields & PAPERS else 0, len(row.cells))
            if score[0] > best_score[0] or (
                score > best_score and best and row.line == best.header.line
            ):
                best, best_score = Shape(delimiter, row, fields), score
    return best


def is_separator(cells: Sequence[str], delimiter: str) -> bool:
    """Say whether a row is Excel's line that names the delimiter."""
    return bool(_SEPARATOR.fullmatch(delimiter.join(cells)))
