"""Read a Hugging Face papers page saved as text: title, abstract, authors, date, comments.

A page is a few lines of its own (with its date, mostly without a year), then for each paper a
title, an abstract, and a block that tells how many authors, or which organisation, and the date.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import Item, ListEntry, ListInfo, Problem, Rank, Record, Skipped
from readlist.text import TITLE_LIMIT, clean, clean_block

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(
    r"(?P<month>[A-Z][a-z]{2})[a-z]{0,6}\.? (?P<day>\d{1,2})"
    r"(?:, (?P<year>(?:19|20)\d\d))?(?: (?P<comments>\d{1,6}))?"
)
_AUTHORS = re.compile(r"[•·*-]?\s*(\d{1,6}) authors?")
_INVITATION = "get trending papers in your email inbox!"
_OWN_LINES = frozenset(
    (
        "new",
        "subscribe",
        "daily papers",
        "trending papers",
        "get trending papers in your email inbox!",
    )
)
_COMMUNITY = re.compile(r"by\s?.{0,40}and the research community", re.IGNORECASE)
_DOT = "·"
_HEADER_BLOCKS = 12
_TITLE_WORDS = 60
_LEAP_YEARS = 8


@dataclass(frozen=True, slots=True)
class _Day:
    """A date as the page writes it; ``year`` 0 where it writes none."""

    month: int
    day: int
    year: int = 0
    comments: int | None = None


@dataclass(slots=True)
class _Block:
    """Lines without a blank line between."""

    line: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """One paper as the page shows it."""

    line: int
    title: str = ""
    abstract: list[str] = field(default_factory=list)
    author_count: int | None = None
    organization: str = ""
    day: _Day | None = None
    has_facts: bool = False


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the page's title, if it shows one, then one record for each paper."""
    blocks = list(_blocks(document.lines()))
    start, page_day, title = _header(blocks)
    if title:
        yield ListInfo(title=title)
    entries = list(_entries(blocks[start:]))
    until = _page_date(page_day, [entry.day for entry in entries if entry.day], options)
    position = 0
    for entry in entries:
        if not entry.title:
            yield Problem(entry.line, "An abstract without a title is left out.")
        elif not (entry.abstract or entry.has_facts):
            yield Skipped(entry.line, "a line of the page without an abstract")
        else:
            position += 1
            yield _record(entry, position, until, options)
    if not position:
        yield Problem(0, "No paper was found on the page: no title with an abstract.")


def _record(entry: _Entry, position: int, until: date | None, options: LoadOptions) -> Record:
    """Return what the page says of one paper."""
    published, inferred = _published(entry.day, until, options)
    extra: dict[str, object] = {}
    if entry.day and entry.day.comments is not None:
        extra["comments"] = entry.day.comments
    if inferred:
        extra["published_inferred"] = True
    return Record(
        source="hf-page",
        rank=Rank.LIST,
        title=clean(entry.title, TITLE_LIMIT),
        author_count=entry.author_count,
        abstract=clean_block("\n\n".join(entry.abstract)),
        published=published,
        organization=entry.organization,
        extra=extra,
        ranks={"published": ("inferred", int(Rank.GUESS))} if inferred else {},
        entries=(ListEntry(position=position),),
        line=entry.line,
    )


# Blocks and entries


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    block = _Block(0)
    for number, raw in enumerate(lines, 1):
        line = raw.strip(" \t\r\ufeff\xa0\u200b")
        if line:
            if not block.lines:
                block.line = number
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block(0)
    if block.lines:
        yield block


def _header(blocks: list[_Block]) -> tuple[int, _Day | None, str]:
    """Return where the papers begin, the page's date and its title."""
    start, day, title = 0, None, ""
    for number, block in enumerate(blocks[:_HEADER_BLOCKS], 1):
        if len(block.lines) > 8 or any(len(line) > 80 for line in block.lines):
            break
        for line in block.lines:
            own_day = _day(line)
            if own_day and not _facts(block):
                day, start = own_day, number
            elif line.lower() in _OWN_LINES or _COMMUNITY.match(line):
                start = number
                title = line if line.lower().endswith(" papers") else title
        if day:
            break
    return start, day, title


def _entries(blocks: list[_Block]) -> Iterator[_Entry]:
    """Yield the papers: texts until the block of facts that closes a paper, again and again."""
    texts: list[_Block] = []
    for block in blocks:
        facts = _facts(block)
        if facts is None:
            texts.append(block)
            continue
        *whole, last = _told(texts) or [_Entry(block.line)]
        yield from whole
        last.author_count, last.organization, last.day = facts
        last.has_facts = True
        yield last
        texts = []
    yield from _told(texts)


def _told(texts: list[_Block]) -> list[_Entry]:
    """Return the papers of texts between two blocks of facts: title, abstract, title, abstract."""
    entries: list[_Entry] = []
    for number, block in enumerate(texts):
        opens = not entries or (
            entries[-1].abstract and _is_title(block, texts[number + 1 : number + 2])
        )
        if opens:
            entries.append(_Entry(block.line, " ".join(block.lines)))
        else:
            entries[-1].abstract.append("\n".join(block.lines))
    return entries


def _is_title(block: _Block, after: list[_Block]) -> bool:
    """Say whether a text after an abstract is the next title, not one more paragraph of it."""
    text = " ".join(block.lines)
    if len(text) > 400 or text.count(" ") > _TITLE_WORDS or text.endswith((".", ",", ";", ":")):
        return False
    return not after or len(" ".join(after[0].lines)) > len(text)


def _facts(block: _Block) -> tuple[int | None, str, _Day | None] | None:
    """Return the number of authors, the organisation and the date; None for a text."""
    if len(block.lines) > 6:
        return None
    count: int | None = None
    organization, day = "", None
    for line in block.lines:
        if match := _AUTHORS.fullmatch(line):
            count = int(match[1])
        elif found := _day(line):
            day = found
        elif line != _DOT and not organization and len(line) < 200:
            organization = _once(clean(line.lstrip("•·* ")))
    if count is None and (_DOT not in block.lines or not day):
        return None
    return count, organization, day


def _once(name: str) -> str:
    """Return a name that stands twice, beside its picture and below it, once."""
    half = len(name) // 2
    return (
        name[:half]
        if len(name) % 2 and name[half] == " " and name[:half] == name[half + 1 :]
        else name
    )


# Dates


def _day(line: str) -> _Day | None:
    match = _DATE.fullmatch(line) if len(line) < 40 else None
    if not match or match["month"].lower() not in _MONTHS:
        return None
    month, day = _MONTHS.index(match["month"].lower()) + 1, int(match["day"])
    if not _date(2000, month, day):
        return None
    comments = int(match["comments"]) if match["comments"] else None
    return _Day(month, day, int(match["year"] or 0), comments)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(day: _Day, until: date) -> date | None:
    """Return the latest such day that does not lie after ``until``."""
    for year in range(until.year, max(until.year - _LEAP_YEARS, 0), -1):
        found = _date(year, day.month, day.day)
        if found and found <= until:
            return found
    return None


def _page_date(day: _Day | None, days: list[_Day], options: LoadOptions) -> date | None:
    """Return the page's own date; no date on the page lies after it.

    Without a year it is the latest one up to today, but not before the newest full date shown.
    Where today is not known, the page is of the first year that it does not write out.
    """
    today = _parsed(options.today)
    if day is None:
        return today
    if year := day.year or options.year:
        return _date(year, day.month, day.day)
    full = [found for d in days if d.year and (found := _date(d.year, d.month, d.day))]
    newest = max(full, default=None)
    found = _latest(day, today) if today else None
    if newest and (found is None or found < newest):
        first = newest.year + (today is None)
        years = (_date(y, day.month, day.day) for y in range(first, first + _LEAP_YEARS + 1))
        return next((each for each in years if each and each >= newest), found)
    return found


def _parsed(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _published(day: _Day | None, until: date | None, options: LoadOptions) -> tuple[str, bool]:
    """Return the date of a paper, and whether its year was inferred."""
    if day is None:
        return "", False
    if year := day.year or options.year:
        whole = _date(year, day.month, day.day)
        return (whole.isoformat() if whole else f"{year:04}-{day.month:02}"), False
    found = _latest(day, until) if until else None
    return (found.isoformat(), True) if found else ("", False)


def sniff(head: str, _name: str) -> float:
    """Answer how far a document looks like a saved page of papers."""
    if head.lstrip("\ufeff \t\r\n")[:1] in ("", "{", "[", "@", "%", "<"):
        return 0.0
    lines = [line.strip() for line in head.split("\n")]
    own = any(_COMMUNITY.match(line) for line in lines[:60])
    own = own or any(line.lower() == _INVITATION for line in lines[:60])
    blocks = sum(bool(_facts(block)) for block in _blocks(lines))
    if own and not blocks:
        return 0.8
    return 0.95 if own else 0.9 if blocks > 1 else 0.5 * blocks


FORMAT = Format(
    name="hf-page",
    summary="a Hugging Face papers page saved as text",
    suffixes=(".txt",),
    sniff=sniff,
    load=load,
    makes_list=True,
)
