"""What the headings of a list say of the papers below them: ``## 2018``, ``## NeurIPS 2018``.

A year above papers is that in which they appeared, or that in which somebody read them. Which of
them a list means, the papers tell that have a year of their own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from readlist.bib import citekeys
from readlist.formats.lists.facts import year_of
from readlist.formats.lists.words import KNOWN_VENUES, YEAR
from readlist.model import Item, ListInfo, Record

_PAPERS = r"papers?|articles?|publications?|preprints?|works?|论文|論文"
_COUNT = r"(?:\s?[(（]\d{1,4}(?:\s\w{1,20})?[)）])?"
# ``2018``, ``Year 2018``, ``Papers of 2018``, ``2018年``, ``2018 (12 papers)``; not ``Spring
# 2018``, ``2018-05-01``, ``2018 and before``, ``Read in 2018``.
_OF_YEAR = re.compile(
    rf"(?i)(?:(?:year|{_PAPERS}|published)\s)?(?:(?:of|from|in)\s)?({YEAR})\s?年?"
    rf"(?:\s?(?:{_PAPERS}))?{_COUNT}"
)
# ``NeurIPS 2018``, ``CVPR'98``; not ``ICML 2019 Workshop on Sheep``.
_OF_MEETING = re.compile(
    rf"({KNOWN_VENUES.pattern})(?:\s|-)?(?:{YEAR}|['’]\d\d)(?:\s(?i:{_PAPERS}))?{_COUNT}"
)
# Nobody's meeting where they stand alone: ``## Science``.
_ALSO_TOPICS = ("Nature", "Science")
_OF_READERS = re.compile(
    r"(?i)\b(?:(?:reading|study|discussion)\s(?:group|club|circle|log|diary|seminar|notes)|"
    r"(?:journal|paper|book)s?\sclub|seminars?|meetings?|schedule|syllabus|course|semester|"
    r"(?:i|we)(?:['’]ve|\shave|\shad)?\s(?:read|liked|enjoyed)|read\sin|lesekreis|lesegruppe)\b|"
    r"读书|讀書|組会|组会|輪講|輪読|勉強会|스터디"
)
_USUAL, _MOST = 1, 2
"""Years from a preprint to its publication: mostly, and at the most."""


def dated(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items with the years and venues of their headings, where these are of papers.

    Items are held back from the first below such a heading on: the whole list is the evidence.
    """
    held: list[Item] = []
    is_log = False
    for item in items:
        if isinstance(item, ListInfo):
            is_log = is_log or bool(_OF_READERS.search(item.title))
        if held or (isinstance(item, Record) and told_above(item)):
            held.append(item)
        else:
            yield item
    if is_log or not _of_papers(held):
        yield from held
        return
    for item in held:
        above = told_above(item) if isinstance(item, Record) else None
        yield _with(item, *above) if above and isinstance(item, Record) else item


def told_above(record: Record) -> tuple[int, str] | None:
    """Return the year and the venue that stand above a paper; nothing where no year does."""
    year, venue = 0, ""
    for name in reversed(record.entries[0].section if record.entries else ()):
        bare = re.sub(r"^[^\w]+|[^\w)）]+$", "", name)
        if _OF_READERS.search(bare):
            return None
        if found := _OF_YEAR.fullmatch(bare):
            year = year or int(found[1])
        elif found := _OF_MEETING.fullmatch(bare):
            venue = venue or found[1]
            year = year or year_of(bare, venue=True) or 0
        elif KNOWN_VENUES.fullmatch(bare) and bare not in _ALSO_TOPICS:
            venue = venue or bare
    return (year, venue) if year else None


def _of_papers(items: list[Item]) -> bool:
    """Say whether the years above papers are theirs, as at least three of four that know theirs."""
    agree: list[bool] = []
    for item in items:
        if not isinstance(item, Record):
            continue
        above, own = told_above(item), citekeys.year_of(item)
        if above and own:
            agree.append(0 <= above[0] - own <= _USUAL)
    return sum(agree) * 4 >= len(agree) * 3


def _with(record: Record, year: int, venue: str) -> Record:
    """Return a paper with what stands above it, unless it is of another year."""
    own = citekeys.year_of(record) or year
    if (record.year and record.year != year) or not 0 <= year - own <= _MOST:
        return record
    return replace(record, year=year, venue=record.venue or venue)
