"""Papers of two or three lines each: a title, its authors perhaps, and an address."""

import re
from collections.abc import Iterator
from dataclasses import replace

from readlist.bib import ids
from readlist.formats.refs.line import (
    ADDRESS,
    heading,
    is_heading,
    is_title,
    items_of,
    plain_title,
    record_of,
    references_in,
    trimmed,
    without_bullet,
)
from readlist.model import MORE_AUTHORS, Identifier, Item, Record

_FEWEST_STACKS, _ADDRESS_WORDS = 2, 4


def items(blocks: list[tuple[int, list[str]]]) -> list[Item] | None:
    """Return what lines say of which each that is an address ends a paper, nothing where few do.

    A title stands above, its authors perhaps between.
    """
    stacks: list[tuple[int, list[str]]] = []
    for number, lines in blocks:
        first = 0
        for at, line in enumerate(lines, 1):
            if _address(line) or at == len(lines):
                stacks.append((number + first, lines[first:at]))
                first = at
    read = [(number, lines, _stacked(lines, number)) for number, lines in stacks]
    in_papers = [len(lines) for _, lines, paper in read if paper]
    in_all = sum(len(lines) for _, lines in blocks)
    if len(in_papers) < _FEWEST_STACKS or sum(in_papers) * 3 < in_all * 2:
        return None
    found: list[Item] = []
    for number, lines, paper in read:
        found += [paper] if paper else _unstacked(lines, number)
    return found


def _address(line: str) -> tuple[Identifier, ...]:
    """Return what a line names that is one identifier or address and nothing else.

    ``Link: https://arxiv.org/abs/2101.00001``, and a file or a page of papers without an
    identifier, ``https://lab.example/papers/sheep.pdf``; not ``https://sheep.example``, which
    may be anything.
    """
    if len(line.split()) > _ADDRESS_WORDS:  # ``[pdf] <https://…>``; prose is not looked through
        return ()
    references = references_in(line)
    if len({reference.identifiers for reference in references}) > 1:
        return ()
    if references:
        identifiers, first, end = references[0].identifiers, references[0].start, references[-1].end
    elif found := re.search(ADDRESS, line):
        identifiers, first, end = _paper_page(found[0]), found.start(), found.end()
    else:
        return ()
    return () if trimmed(line[:first]) or trimmed(line[end:]) else identifiers


def _paper_page(address: str) -> tuple[Identifier, ...]:
    from readlist.formats.lists.links import mended, place_of

    url = mended(address)
    page = ids.normalise("url", url) if place_of(url) == "paper" else None
    return (page,) if page else ()


def _stacked(lines: list[str], number: int) -> Record | None:
    """Return the paper of a title, its authors perhaps, and its address, a line each."""
    match lines:
        case [first, address]:
            named = ""
        case [first, named, address]:
            pass
        case _:
            return None
    title = plain_title(without_bullet(first))
    identifiers = _address(address)
    if not identifiers or references_in(first) or not is_title(title, words=2):
        return None
    record = record_of(identifiers, title, number)
    if not named:
        return record
    from readlist.formats.lists.people import rows

    plain = named.strip(" .,;")
    row = next((row for row in rows(plain) if row.end == len(plain) and not row.lone), None)
    if row is None:
        return None
    return replace(record, authors=row.authors, extra={MORE_AUTHORS: True} if row.more else {})


def _unstacked(lines: list[str], number: int) -> Iterator[Item]:
    for at, line in enumerate(lines, number):
        if not line.startswith("#") and not references_in(line) and is_heading(line):
            yield heading(at, line)
        else:
            yield from items_of(line, at, is_list=True)
