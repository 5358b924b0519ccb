"""Lists of papers in JSON that other programs write: Paperpile, Mendeley, one's own scripts.

A list of objects, or an object in which such a list stands; an object is read as a line of JSON
Lines of another program is (``jsonl_foreign``).
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from readlist.bib.json_values import WrongError
from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.json_objects import objects
from readlist.model import Item, Problem

# "[ {"; not "[[".
_LIST = re.compile(r"\[\s*\{")
# Names under which a list of papers stands; a paper's own "authors" is none.
_WRAPPED = re.compile(
    r'\{\s*"(?:papers|items|library|documents|references|data|articles|entries|publications|'
    r'results|works|records|bibliography)"\s*:\s*[\[{]'
)
# Names under which the papers of a list stand that has a title, and perhaps an "author", itself.
_PARTS = ("papers", "items", "library", "articles", "entries", "publications", "works", "records")
# Services answer with ``{"results": […]}`` as well, and a paper has references: only below a title.
_TITLED_PARTS = ("data", "results", "documents", "list", "reading", "readings", "reading_list")
_CITED = ("references", "bibliography")
_TITLED = re.compile(
    rf'"(?:{"|".join(_PARTS)}|(?P<below>{"|".join((*_TITLED_PARTS, *_CITED))}))"\s*:\s*\[\s*\{{'
)
_OF_A_PAPER = re.compile(r'"(?:authors|creators?|doi|arxiv|arxiv_id|abstract|journal|year)"\s*:')
# '"title" :', '"doi":'; not '"titles":'.
_PAPER = re.compile(r'"(?:title|doi|DOI|arxiv|arxiv_id)"\s*:')
_DEEPEST = 4


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers in order; an object that is none is one problem."""
    from readlist.formats import jsonl_foreign

    del options
    for line, value in _objects_of(document):
        if isinstance(value, Problem):
            yield value
            continue
        try:
            yield jsonl_foreign.record(value, line)
        except WrongError as error:
            yield Problem(line, f"This object is left out: {error}.")


def _objects_of(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield the objects with their lines; a list is read one by one, whatever is broken in it."""
    if not document.head.lstrip("\ufeff \t\r\n").startswith("["):
        try:
            value = json.loads(document.text().lstrip("\ufeff"), strict=False)
        except (ValueError, RecursionError):
            pass  # several objects one after another, or one that is broken
        else:
            yield from ((1, one) for one in _papers(value, 0))
            return
    for found in objects(document):
        yield found.line, found if isinstance(found, Problem) else found.value


def _papers(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield what may be a paper: an object with a title, or the objects of the lists inside."""
    if isinstance(value, list):
        for one in value:
            yield from _papers(one, depth + 1)
    if not isinstance(value, dict):
        return
    inside = [part for part in value.values() if isinstance(part, list | dict)]
    if "title" in value and (parts := _titled_parts(value)):
        yield from _papers(parts, depth + 1)
        return
    if "title" in value or depth >= _DEEPEST or not inside:
        yield value
        return
    for part in inside:
        yield from _papers(part, depth + 1)


def _titled_parts(value: Mapping[str, Any]) -> list[Any]:
    """Return the papers of ``{"title": "My list", "papers": […]}``, which is no paper itself."""
    if any(_OF_A_PAPER.match(f'"{name}":') for name in value):
        return []
    cited = () if "author" in value else _CITED
    for name in (*_PARTS, *_TITLED_PARTS, *cited):
        parts = value.get(name)
        if isinstance(parts, list) and any(
            isinstance(one, dict) and "title" in one for one in parts
        ):
            return parts
    return []


def sniff(head: str, name: str) -> float:
    """Return how surely a text is a list of papers in JSON that is no other format's."""
    text = head.lstrip("\ufeff \t\r\n")
    if not _PAPER.search(head):
        return 0.0
    if _LIST.match(text):
        return 0.6
    if _WRAPPED.match(text):
        return 0.92
    # On several lines it is read as data behind a page is, with the sections that it names.
    is_line = text.startswith("{") and "\n" not in text.rstrip()
    titled = _TITLED.search(text) if is_line else None
    above = text[: titled.start()] if titled else ""
    is_named = titled and (not titled["below"] or _PAPER.search(above))
    if is_named and not _OF_A_PAPER.search(above):
        return 0.95  # more than one object of JSON Lines, less than what this program wrote
    return 0.5 if text.startswith("{") and name.lower().endswith(".json") else 0.0


FORMAT = Format(
    name="json",
    summary="a list of papers in JSON: Paperpile, Mendeley, scripts of one's own",
    suffixes=(".json",),
    sniff=sniff,
    load=load,
)
