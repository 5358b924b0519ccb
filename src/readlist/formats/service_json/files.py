"""Answers of services that were saved to files: the works in them, and what they are known by."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.csl.items import items
from readlist.model import Item, Problem, Record, Skipped

_BELOW = (
    "message", "items", "results", "resultList", "data", "result", "hits", "hit", "info",
    "recommendedPapers", "citingPaper", "citedPaper", "paper", "work",
)  # fmt: skip
"""Where an answer has its works; what has a title is one."""
_DEEPEST = 8


def answer_format(
    name: str, summary: str, record: Callable[[Any], Record | None], signs: tuple[str, ...]
) -> Format:
    """Return the format of a service's answers, of which ``record`` reads one work.

    ``signs`` are patterns, one of which the head of a file has.
    """

    def load(document: Document, options: LoadOptions) -> Iterator[Item]:
        del options
        for line, value in _values(document):
            if isinstance(value, Problem):
                yield value
                continue
            for work in _works(value):
                found = record(work)
                yield _placed(found, line) if found else Skipped(line, "it has no title, or no DOI")

    def sniff(head: str, _name: str) -> float:
        begins = head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
        # The signs stand in any order, in a line or over several.
        told = begins and any(re.search(sign, head, re.DOTALL) for sign in signs)
        return 0.97 if told else 0.0

    return Format(name, summary, sniff=sniff, load=load)


def _placed(found: Record, line: int) -> Record:
    from dataclasses import replace

    return replace(found, line=line)


def _values(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield what a file holds: one answer, or several one after another, each with its line."""
    try:
        yield 1, json.loads(document.text().lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        for found in items(document):
            yield (found.line, found if isinstance(found, Problem) else found.value)


def _works(value: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the works of an answer, in order."""
    if isinstance(value, list):
        for one in value:
            yield from _works(one, depth + 1)
    elif isinstance(value, dict) and ("title" in value or "display_name" in value):
        yield value
    elif isinstance(value, dict) and depth < _DEEPEST:
        for name in _BELOW:
            if name in value:
                yield from _works(value[name], depth + 1)
