"""What services answer in JSON about works: read once, from the wire and from saved files."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from readlist.bib import ids
from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.json_objects import objects
from readlist.model import VENUE_YEAR, Identifier, Item, Link, Problem, Record, Skipped
from readlist.text import clean, whole_number


def word(value: Any, *path: str) -> str:
    """Return the text at a path of keys, as one clean line; nothing where it is anything else."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return clean(value) if isinstance(value, str) else ""


def items(value: Any, *path: str) -> list[Any]:
    """Return the array at a path of keys; nothing where it is anything else."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def whole(value: Any, *path: str) -> int | None:
    """Return the whole number at a path of keys, also where it is written as text."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if isinstance(value, str):
        return whole_number(value, 9)
    return value if type(value) is int else None


def kept(source: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``extra`` takes of what only this service says; what is empty is left out."""
    found = {name: value for name, value in said.items() if value not in (None, "", [])}
    return {source: found} if found else {}


def named(pairs: Iterable[tuple[str, Any]]) -> tuple[Identifier, ...]:
    """Return what can be read of pairs of scheme and value, each once."""
    found: dict[Identifier, None] = {}
    for scheme, value in pairs:
        if isinstance(value, str | int) and (one := ids.normalise(scheme, str(value))):
            found[one] = None
            found.update(dict.fromkeys(ids.implied(one)))
    return tuple(found)


def pdf_links(addresses: Iterable[str], identifiers: tuple[Identifier, ...]) -> tuple[Link, ...]:
    """Return where the PDF is, but addresses that only repeat an identifier of the paper."""
    for url in addresses:
        page = ids.normalise("url", url)
        if page and ids.from_url(url) not in identifiers:
            return (Link("pdf", page.value),)
    return ()


def venue_year(
    identifiers: tuple[Identifier, ...], venue: str, year: int | None
) -> dict[str, int]:  # fmt: skip
    """Return the venue's year for ``extra`` where the identifier says that the preprint's differs.

    1910.01108 came in 2019: a venue of 2020 is kept, one of 2019 says nothing more.
    """
    eprint = ids.of_scheme(identifiers, "arxiv")
    if not (eprint and venue and year):
        return {}
    first = ids.arxiv_month(eprint.value)[:4]
    return {} if first == str(year) else {VENUE_YEAR: year}


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
                if found:
                    yield replace(found, line=line)
                else:
                    yield Skipped(line, "it has no title, or no DOI")

    def sniff(head: str, _name: str) -> float:
        begins = head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
        # The signs stand in any order, in a line or over several.
        told = begins and any(re.search(sign, head, re.DOTALL) for sign in signs)
        return 0.97 if told else 0.0

    return Format(name, summary, sniff=sniff, load=load)


def _values(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield what a file holds: one answer, or several one after another, each with its line."""
    try:
        yield 1, json.loads(document.text().lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        for found in objects(document):
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
