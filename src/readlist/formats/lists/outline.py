"""Tell headings from titles in a flat list of lines, and give every title its section.

Years are plain to see. What stands above a year is a heading where the years begin anew; a higher
heading (a tier) is known by the areas below it, which come again in every tier.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from readlist.text import clean, fold

_LEVELS = 4
"""Headings above a year that are told apart; deeper lists are cut to the innermost."""
_HEADING_WORDS = 5
_YEAR = re.compile(r"[(\[]?((?:1[5-9]|20)\d\d)(?:\s?[-–/]\s?\d{2,4})?[)\]]?:?")

Section = tuple[str, ...]


class Line(NamedTuple):
    """A line that is not blank; ``mark`` is ``-`` for a bullet, ``~`` for a dash before a word."""

    number: int
    text: str
    mark: str
    raw: str


@dataclass(slots=True)
class Head:
    """A line that may be a heading or a title, with what stands below it."""

    text: str
    key: str
    line: int
    year: int = 0
    below: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Place:
    """A paper in a section, or a year that opens one.

    ``key`` is what makes two places one: the section and the paper, both folded.
    """

    section: Section
    year: int
    head: Head
    key: tuple[Section, str]
    is_paper: bool


def year_of(text: str) -> int:
    """Return the year that a line consists of, the first of a range, or 0."""
    match = _YEAR.fullmatch(text) if len(text) < 16 and text[:1] in "([12" else None
    return int(match[1]) if match else 0


def _could_head(head: Head) -> bool:
    return not head.below and ":" not in head.text


def _is_short(head: Head) -> bool:
    return ":" not in head.text and len(head.text.split(None, _HEADING_WORDS)) <= _HEADING_WORDS


# The outline: which heads are headings


def own_title(told: list[Head], first_line: int) -> str:
    """Return the title of a list without contents: one heading more than any later run has."""
    if not told or told[0].line != first_line or told[0].year:
        return ""
    if told[0].below:
        return told[0].text if len(told) > 1 and not told[1].below else ""
    runs = [0]
    for head in told:
        if head.below or head.year:
            runs.append(0)
        else:
            runs[-1] += 1
    return told[0].text if runs[0] > max(1, *runs[1:], 1) else ""


def _restarts(heads: list[Head], papers: set[str]) -> list[int]:
    """Return the indices of the years with which an area begins.

    These are the first one, those against the order of the years, and those below the name of an
    area that is known by now.
    """
    years = [i for i, head in enumerate(heads) if head.year]
    anew = min((_against(heads, years, sign) for sign in (1, -1)), key=lambda a: _words(heads, a))
    anew = [*years[:1], *anew]
    areas = {heads[i - 1].key for i in anew if i and not heads[i - 1].below} - papers
    known = set(anew)
    return [i for i in years if i in known or (i and heads[i - 1].key in areas)]


def _against(heads: list[Head], years: list[int], sign: int) -> list[int]:
    """Return the years that fall where years rise (``sign`` 1), or rise where they fall."""
    return [b for a, b in pairwise(years) if (heads[b].year - heads[a].year) * sign < 0]


def _words(heads: list[Head], restarts: list[int]) -> float:
    """Return the mean length of what would be headings: in the right order they are short."""
    if not restarts:
        return _HEADING_WORDS / 2
    above = (heads[i - 1] for i in restarts)
    total = sum(head.text.count(" ", 0, 500) + 1 if _could_head(head) else 9 for head in above)
    return total / len(restarts)


def levels_of(heads: list[Head]) -> int:
    """Return how many headings stand above the first year, or above the first paper."""
    has_years = any(head.year for head in heads)
    count = 0
    for head in heads:
        if head.year or (head.below and not has_years):
            break
        count += 1
    return max(1, min(count, _LEVELS))


def names_of(heads: list[Head], levels: int, papers: set[str], *, body: bool) -> set[str]:
    """Return the headings of contents or body: what stands above a year that begins an area."""
    found: set[str] = set()
    used: set[str] = set()
    for restart in _restarts(heads, papers):
        area = heads[restart - 1].key if restart else ""
        again = area in used
        for n, i in enumerate(range(restart - 1, max(-1, restart - 1 - levels), -1)):
            head = heads[i]
            if head.year or head.below or head.key in papers:
                break
            if n and not (again or not used or head.key in found or (body and _is_short(head))):
                break
            found.add(head.key)
            if n:
                used.clear()
        used.add(area)
    if body:
        found |= _plain_names(heads, papers)
    return found


def _plain_names(heads: list[Head], papers: set[str]) -> set[str]:
    """Return what stands without a remark above any year, or in a list that has no years."""
    has_years = any(head.year for head in heads)
    plain = [
        (head, after)
        for head, after in pairwise(heads)
        if not (head.below or head.year or head.key in papers)
    ]
    if not has_years:
        return {head.key for head, _ in plain if _is_short(head)}
    runs = zip(heads, heads[1:], heads[2:], strict=False)
    if any(a.year and not (b.year or b.below or c.year) for a, b, c in runs):
        return set()  # papers without a remark are usual here, and may be the last of a year
    return {head.key for head, after in plain if after.year}


def empty_areas(heads: list[Head], names: set[str]) -> set[str]:
    """Return the short lines between two headings without a year between: areas still empty."""
    found: set[str] = set()
    run: list[Head] | None = None
    for head in heads:
        if head.key in names:
            found.update(h.key for h in run or ())
            run = []
        elif head.year or head.below or not _is_short(head):
            run = None
        elif run is not None:
            run.append(head)
    return found


def outlined(heads: list[Head], names: set[str], levels: int) -> Iterator[Place]:
    """Yield every paper in its section, and every year as it opens one."""
    path: Section = ()
    run: list[str] = []
    used: set[str] = set()
    areas = {a.key for a, b in pairwise(heads) if b.year}
    year = no_year = Head("", "", 0)
    section = folded = path
    for head in heads:
        if head.key in names and not head.year:
            run.append(clean(head.text))
            continue
        if run or head.year:
            if run:
                path, year, run = _descended(path, run, levels, used, areas), no_year, []
            year = head if head.year else year
            section = (*path, clean(year.text)) if year.text else path
            folded = tuple(map(fold, section))
        value = year.year if year.text.isdigit() else 0
        yield Place(section, value, head, (folded, head.key), is_paper=not head.year)


def _descended(
    path: Section, run: list[str], levels: int, used: set[str], areas: set[str]
) -> Section:
    """Return the path below the headings ``run``; a new tier begins where an area comes again."""
    area = fold(run[-1])
    if len(run) == levels and (levels == 1 or not path or fold(run[-2]) not in areas):
        new = tuple(run)
    elif len(run) > levels:
        new = tuple(run[-levels:]) if area in used or not path else (*path[:-1], run[-1])
    else:
        new = (*path[: levels - len(run)], *run)
    if new[:-1] != path[:-1]:
        used.clear()
    used.add(area)
    return new
