"""Read a curated list saved as text: by contents, years and bulleted remarks, or by sections.

Such a list is a table of contents, in which every line is a bullet, followed by a body, in which
headings and titles stand without a bullet and the remarks below them with one. Either may be
missing, and neither need be complete: the papers are the union of both. Years are plain to see;
what stands above a year is a heading where the years begin anew, and a higher heading (a tier) is
known by the areas below it, which come again in every tier.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.lists import references, remarks
from readlist.model import Item, ListEntry, ListInfo, Problem, Rank, Record, Skipped
from readlist.text import TITLE_LIMIT, clean, fold

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


_BULLETS = "-*•‣▪◦–"
_TITLE_START = re.compile(r"[\"'“‘¿¡]?[^\W_a-z]")
# A name such as ``wav2thing:`` begins with a small letter and yet begins a title.
_COINED = re.compile(r"[a-z][\w-]{0,30}[A-Z0-9][\w-]{0,30}(?: [\w.-]{1,10}){0,2}:\s")
_OPEN_END = re.compile(
    r"(?:[,;(\[{]|(?<![\w-])(?:a|an|and|are|as|at|be|between|by|for|from|in|into|is|of|on|or|our|"
    r"that|the|their|this|to|using|via|was|were|which|with))$"
)
_ENDS = tuple(".!?:)]}”\"'’…")
_INTRODUCED = re.compile(
    r"\bpaper\s+(?:by|from|of)\b|\bthis\s+(?:\w+\s)?paper\b|\bet al\b", re.IGNORECASE
)


def load(document: Document, _options: LoadOptions) -> Iterator[Item]:
    """Yield the list's title, then one record for each place of a paper in the list."""
    if is_in_sections(document.head, document.name):
        from readlist.formats.lists import text

        yield from text.items(document.lines(), "annotated")
        return
    lines = list(_lines(document.lines()))
    title, contents, body = _split(lines)
    known = {fold(line.text[:TITLE_LIMIT]) for line in contents if not year_of(line.text)}
    listed = [_head(line) for line in contents]
    told = _blocks(body, known)
    title = title or own_title(told, lines[0].number if lines else 0)
    if title:
        yield ListInfo(title=clean(title))
        own = fold(title)
        yield from (
            Skipped(h.line, "the list's introduction") for h in told if h.key == own and h.below
        )
        listed = [head for head in listed if head.key != own]
        told = [head for head in told if head.key != own]
    places = _places(listed, told)
    if not places:
        yield Problem(0, "No paper was found: no title with a remark, no contents by year.")
    for position, place in enumerate(places, 1):
        yield _record(place, position)


def _record(place: Place, position: int) -> Record:
    """Return what the list says of one paper in one place."""
    remark = remarks.joined((line.mark, line.text, line.raw) for line in place.head.below)
    record = Record(
        source="annotated",
        rank=Rank.LIST,
        title=clean(place.head.text, TITLE_LIMIT),
        year=place.year or None,
        entries=(ListEntry(section=place.section, position=position, remark=remark),),
        line=place.head.line,
    )
    return remarks.with_facts(record, remark)


# Lines, and which of them are headings or titles


def _lines(raw: Iterable[str]) -> Iterator[Line]:
    for number, line in enumerate(raw, 1):
        text = line.strip(" \t\r\ufeff\xa0")
        if not text:
            continue
        if text[0] not in _BULLETS:
            yield Line(number, text, "", line)
        elif len(text) == 1 or text[1].isspace() or text[0] in "•‣▪◦":
            yield Line(number, text[1:].lstrip(), "-", line)
        else:
            yield Line(number, text, "~" if text[0] == "-" else "", line)


def _head(line: Line) -> Head:
    return Head(line.text, fold(line.text[:TITLE_LIMIT]), line.number, year_of(line.text))


def _split(lines: list[Line]) -> tuple[str, list[Line], list[Line]]:
    """Return the title above the contents, the contents and the body.

    A first block of bullets is the table of contents if it has years of its own, or if at least
    half of it comes again below, without bullets.
    """
    start = next((i for i, line in enumerate(lines) if line.mark), len(lines))
    end = next((i for i in range(start, len(lines)) if not lines[i].mark), len(lines))
    contents = [line for line in lines[start:end] if line.text]
    if start > 2 or len(contents) < 2:
        return "", [], lines
    if not any(year_of(line.text) for line in contents):
        plain = {fold(line.text) for line in lines[end:] if not line.mark and len(line.text) < 1000}
        again = sum(fold(line.text) in plain for line in contents if len(line.text) < 1000)
        if again < 2 or again * 2 < len(contents):
            return "", [], lines
    return lines[0].text if start else "", contents, lines[end:]


def _blocks(lines: list[Line], known: set[str]) -> list[Head]:
    """Return the body's headings and titles, each with the lines of its remark."""
    heads: list[Head] = []
    for line, is_head in zip(lines, _marked(lines, known), strict=True):
        if is_head:
            heads.append(_head(line))
        elif heads:
            heads[-1].below.append(line)
    return heads


def _marked(lines: list[Line], known: set[str]) -> list[bool]:
    """Say of each line whether it is a heading or a title.

    From the end to the beginning, because a title is known by what follows it: a bullet or
    another heading or title, where a fragment of a remark is followed by the rest of its sentence.
    """
    marked = [False] * len(lines)
    followed = True
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        if line.mark:
            followed = line.mark == "-" or line.text[1].isupper()
        else:
            marked[i] = followed = _is_head(lines[i - 1] if i else None, line.text, followed, known)
    return marked


def _is_head(before: Line | None, text: str, followed: bool, known: set[str]) -> bool:
    if len(text) > TITLE_LIMIT:
        return False
    one_word = " " not in text
    is_known = bool(known) and fold(text) in known
    if is_known and not one_word:
        return True
    if not followed or _is_open(before, one_word=one_word and not year_of(text)):
        return False
    return is_known or _is_titlelike(text) or year_of(text) > 0


def _is_open(before: Line | None, *, one_word: bool) -> bool:
    """Say whether the sentence of the line before goes on in the next line."""
    if before is None:
        return False
    if not before.text:
        return True
    tail = before.text[-20:]
    if _OPEN_END.search(tail):
        return True
    return (
        one_word
        and before.mark == "-"
        and not tail.endswith(_ENDS)
        and before.text.count(" ", 0, 500) > 7
    )


def _is_titlelike(text: str) -> bool:
    if len(text) > 400 or text.endswith((".", ",", ";", ":")):
        return False
    return bool(_TITLE_START.match(text) or _COINED.match(text))


# The union of contents and body


def _places(listed: list[Head], told: list[Head]) -> list[Place]:
    """Return every paper in every section, in the curator's order."""
    papers = {head.key for head in told if head.below}
    levels = levels_of(listed or told)
    names = names_of(listed, levels, papers, body=False)
    names |= names_of(told, levels_of(told), papers | ({h.key for h in listed} - names), body=True)
    names |= empty_areas(listed, names)
    contents = list(outlined(listed, names, levels))
    above = _once(place for place in contents if place.is_paper)
    body = _without_subheadings(list(outlined(told, names, levels)), above)
    below = _once(place for place in body if place.is_paper)
    _settle_moved(above, below, {place.key[0] for place in body})
    return _ordered(contents, body, above, below)


T = TypeVar("T")
Places = dict[tuple[Section, str], Place]


def _once(places: Iterable[Place]) -> Places:
    """Return each paper once a section; what the list says of it twice is joined."""
    found: Places = {}
    for place in places:
        known = found.setdefault(place.key, place)
        if known is not place:
            known.head.below.extend(place.head.below)
    return found


def _without_subheadings(body: list[Place], above: Places) -> list[Place]:
    """Give headings inside a remark back to it.

    Contents name a section's papers all or not at all. A line that they do not name, in a
    section that they do, is a paper only where the remark below introduces one.
    """
    sections = {section for section, _ in above}
    titles = {title for _, title in above}
    kept: list[Place] = []
    for place in body:
        head = place.head
        strange = place.is_paper and head.key not in titles and place.key[0] in sections
        introduced = any(_INTRODUCED.search(line.text[:400]) for line in head.below[:1])
        if strange and not introduced and kept and kept[-1].is_paper:
            kept[-1].head.below += [Line(head.line, head.text, "#", head.text), *head.below]
        else:
            kept.append(place)
    return kept


def _settle_moved(above: Places, below: Places, covered: set[Section]) -> None:
    """Drop a paper from the section of the contents where the body has it in another one."""
    in_body = {title for _, title in below}
    for section, title in list(above):
        if title in in_body and section in covered and (section, title) not in below:
            del above[section, title]


def _ordered(
    contents: list[Place],
    body: list[Place],
    above: Places,
    below: Places,
) -> list[Place]:
    """Return all places: sections, and papers in a section, as contents and body order them."""
    sections = _woven([p.key[0] for p in contents], [p.key[0] for p in body])
    papers: dict[Section, tuple[list[str], list[str]]] = {s: ([], []) for s in sections}
    for side, places in enumerate((above, below)):
        for section, title in places:
            papers[section][side].append(title)
    keys = ((s, title) for s in sections for title in _woven(*papers[s]))
    return [below.get(key) or above[key] for key in keys]


def _woven(first: list[T], second: list[T]) -> list[T]:
    """Return the first order, with what only the second has after its neighbour there."""
    known = dict.fromkeys(first)
    opening: list[T] = []
    after: dict[T, list[T]] = {item: [] for item in known}
    here = opening
    for item in second:
        if item in known:
            here = after[item]
        elif item not in after:
            after[item] = []
            here.append(item)
    woven = opening
    for item in known:
        woven += [item, *after[item]]
    return woven


# Sniffing


def sniff(head: str, name: str) -> float:
    """Answer how far a document looks like a list of papers with sections, or years and remarks."""
    return _sniffed(head) or (0.6 if is_in_sections(head, name) else 0.0)


_NAMES = (".txt", ".text", ".wiki", ".mediawiki", ".dokuwiki")
_LOOKED = 200


def is_in_sections(head: str, name: str) -> bool:
    """Say whether a plain text has papers in sections, in whatever way it marks these."""
    if _sniffed(head):
        return False
    if "." in name and not name.lower().endswith(_NAMES):
        return False
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start in ("", "{", "[", "@", "%", "<", "|", "#") or "](" in head or "\n@" in head:
        return False
    from readlist.formats.lists import text

    found = text.items(head.split("\n")[:_LOOKED], "annotated")
    records = [item for item in found if isinstance(item, Record)]
    told = text.told(records)
    placed = sum(bool(record.entries[0].section) for record in told)
    return placed > 1 and placed * 2 > len(records)


def _sniffed(head: str) -> float:
    """Answer how far a document is a list of contents, titles, years and bulleted remarks."""
    if head.lstrip("\ufeff \t\r\n")[:1] in ("", "{", "[", "@", "%", "<", "|", "#"):
        return 0.0
    lines = list(_lines(head.split("\n")))
    if _is_another_format(lines):
        return 0.0
    marked = _marked(lines, set())
    bullets = sum(line.mark == "-" for line in lines)
    if bullets * 5 >= len(lines) * 4 and _listed_years(lines) > 1:
        return 0.9
    heads = [line for line, is_head in zip(lines, marked, strict=True) if is_head]
    if (bullets + len(heads)) * 5 < len(lines) * 3:
        return 0.0
    return _sniffed_body(_blocks(lines, set()))


def _listed_years(lines: list[Line]) -> int:
    return sum(line.mark == "-" and year_of(line.text) > 0 for line in lines)


def _sniffed_body(heads: list[Head]) -> float:
    told = [head for head in heads if head.below and not head.year]
    introduced = sum(any(_is_introduction(b.text[:400]) for b in h.below[:2]) for h in told)
    if len(told) > 1 and introduced * 2 >= len(told):
        return 0.9
    if told and any(head.year and not head.below for head in heads):
        return 0.7
    return 0.0


def _is_introduction(text: str) -> bool:
    """Say whether a bullet introduces the paper above it, and is no reference itself."""
    return bool(_INTRODUCED.search(text)) and references.read(text, []) is None


def _is_another_format(lines: list[Line]) -> bool:
    """Say whether Markdown headings, links or the marks of a web page are all over the lines."""
    foreign = sum(
        line.text.startswith(("#", "|", "@", "·"))
        or "](" in line.text[:500]
        or "://" in line.text[:500]
        for line in lines
    )
    return foreign * 10 > len(lines)


FORMAT = Format(
    name="annotated",
    summary="a curated list saved as text: contents, headings, titles and bulleted remarks",
    suffixes=(".txt",),
    sniff=sniff,
    load=load,
    makes_list=True,
)
