"""The format ``refs``: one reference a line, or any running text in which identifiers stand.

A line with one identifier is a paper, with a title where the rest of the line is one. A line
without is a title only in a document whose lines look like titles; in prose it is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from readlist.bib import ids
from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.lists.programme import after_time
from readlist.formats.refs import stacks
from readlist.formats.refs.line import (
    ADDRESS,
    LINE_LIMIT,
    heading,
    is_heading,
    is_prose,
    items_of,
    of_references,
    pattern,
    plain_title,
    record_of,
    references_in,
    without_bullet,
)
from readlist.formats.refused import is_tagged
from readlist.model import Identifier, Item, ListInfo, Rank, Record

if TYPE_CHECKING:
    from readlist.formats.lists.pieces import Pieces

_SAMPLE_LINES = 2_000
_REFERENCE = 2_000
"""Characters of one reference."""
_BLOCK_LINES, _SAMPLED = 7, 20


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the papers of a document in order, each identifier once."""
    del options
    found = list(_found(document))
    yield from _by_blocks(document, found) or found


_SHORTEST, _COMPARED = 3, 200
"""Lines that a list has at least, and on which two readings of a text are compared."""


def _by_blocks(document: Document, found: list[Item]) -> list[Item]:
    """Return the text read as a list, where that tells more of its papers than line by line.

    ``1) Title, Ann Lee, Nature 2005`` with its address on the next line, in an e-mail.
    """
    lines = list(islice(document.lines(), _COMPARED))
    sample = "\n".join(lines)
    marked = re.search(r"(?m)^\s*(?:[-*•\[(]|\d)|^\s{2,}\S|[\"“]", sample)
    if len(lines) < _SHORTEST or not marked or "](" in sample:
        return []
    from readlist.formats.lists import text

    least = len(text.told(found, len(lines)))
    if len(text.told(text.items(lines, "refs"))) <= least:
        return []
    read = text.items(document.lines(), "refs")
    return [
        replace(item, entries=()) if isinstance(item, Record) else item
        for item in read
        if not isinstance(item, ListInfo)
    ]


def _found(document: Document) -> Iterator[Item]:
    """Yield what is read line by line, each paper once."""
    items: list[Item] = []
    known: dict[Identifier, int] = {}
    for item in _by_lines(document):
        _collect(item, items, known)
    yield from items


def _by_lines(document: Document) -> Iterator[Item]:
    """Yield what blocks of lines are, where blocks are references, otherwise what each line is."""
    is_list = _is_list(_sample(document.lines()))
    blocks = _blocks(document.lines())
    if (stacked := stacks.items(blocks)) is not None:
        yield from stacked
        return
    in_blocks = _are_references(blocks)
    referenced = _are_told([line for _, lines in blocks for line in lines])
    for number, lines in blocks:
        if in_blocks and len(lines) == 1 and is_heading(lines[0]):
            yield heading(number, lines[0])
        elif whole := _by_evidence(lines, number) if in_blocks else None:
            yield whole
        else:
            for at, line in enumerate(lines, number):
                yield from _by_line(line, at, is_list=is_list, referenced=referenced)


def _by_line(line: str, number: int, *, is_list: bool, referenced: bool) -> Iterator[Item]:
    alone = _by_evidence([line], number) if is_list or referenced else None
    if alone:
        yield alone
    elif referenced and is_heading(line):
        yield heading(number, line)
    else:
        yield from items_of(line, number, is_list=is_list)


def _blocks(lines: Iterable[str]) -> list[tuple[int, list[str]]]:
    """Part a document at its blank lines; each block has the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    open_block = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            open_block = False
        elif open_block:
            blocks[-1][1].append(line)
        else:
            blocks.append((number, [line]))
            open_block = True
    return blocks


def _are_references(blocks: list[tuple[int, list[str]]]) -> bool:
    """Say whether each block is one reference: title, authors, journal and address, a line each."""
    several = [lines for _, lines in blocks if 1 < len(lines) <= _BLOCK_LINES]
    if len(several) < 2 or len(several) * 3 < len(blocks) * 2:
        return False
    read = [lines for lines in several[:_SAMPLED] if _by_evidence(lines, 0)]
    return len(read) * 3 >= min(len(several), _SAMPLED) * 2


def _are_told(lines: list[str]) -> bool:
    """Say whether most lines are references that tell authors and year, as a bibliography does."""
    lines = [line for line in lines if not line.startswith("#") and not is_heading(line)]
    sample = lines[:_SAMPLED]
    read = [line for line in sample if _by_evidence([line], 0)]
    return len(read) > 1 and len(read) * 5 >= len(sample) * 3


def _pieces(line: str) -> "Pieces":
    """Return a line as pieces; the parser of Markdown is loaded where a line has emphasis."""
    from readlist.formats.lists.pieces import Piece

    if not re.search(r"[*`]|\b_", line):
        return [Piece(line)]
    from readlist.formats.lists.commonmark import inline

    return inline(line)


def _by_evidence(lines: list[str], number: int) -> Record | None:
    """Return the paper of a reference that tells its authors beside its year or venue."""
    from readlist.formats.lists.entries import Entry, found_in
    from readlist.formats.lists.pieces import BREAK
    from readlist.formats.lists.reader import record_of

    if not _may_be_reference(lines):
        return None
    pieces = _pieces(without_bullet(lines[0]))
    for line in lines[1:]:
        pieces += [BREAK, *_pieces(line.strip())]
    found = found_in(pieces, number)
    title = found.title
    if title is None or title.link:
        return None
    # "Graphs" alone, or a sentence, is a title only where a style of references says so.
    if not title.is_reference and (" " not in title.text.strip() or is_prose(title.text)):
        return None
    facts = title.facts
    facts.filled(found.facts)
    if not facts.authors or not (facts.year or facts.venue):
        return None
    record = record_of(Entry(title.text, number, list(found.links), facts), (), 0, "refs")
    return replace(record, entries=())


def _may_be_reference(lines: list[str]) -> bool:
    """Say whether lines can be one reference: short, no Markdown link or heading, one paper."""
    if sum(map(len, lines)) > _REFERENCE or "](" in lines[0] or lines[0].startswith("#"):
        return False
    return len({reference.identifiers for reference in references_in("\n".join(lines))}) < 2


def records_of(text: str, *, source: str = "refs", rank: Rank = Rank.LIST) -> list[Record]:
    """Return what a person means by one reference: the papers it identifies, or a title."""
    if identifier := ids.parse(text):
        return [record_of((identifier, *ids.implied(identifier)), "", 0, source, rank)]
    items: list[Item] = []
    known: dict[Identifier, int] = {}
    for item in of_references(text, references_in(text), 0, is_list=True):
        _collect(item, items, known)
    found = [item for item in items if isinstance(item, Record)]
    if not found and (title := plain_title(without_bullet(text))):
        found = [record_of((), title, 0)]
    return [replace(record, source=source, rank=rank) for record in found]


def sniff(head: str, name: str) -> float:
    """Return 0.5 for a list of references, 0.4 for prose with some, 0.2 for titles, else 0."""
    del name
    if _is_something_else(head):
        return 0.0
    sample = _sample(head.splitlines())
    lines = [line for line in sample if not line.startswith("#")]
    named = [line for line in lines if any(ids.find(line[:LINE_LIMIT]))]
    if named:
        prose = sum(map(is_prose, named))
        return 0.5 if 2 * (len(named) - prose) >= len(lines) else 0.4
    if re.search(ADDRESS, "\n".join(lines)):
        return 0.1
    # A bibliography in APA or IEEE reads like prose, line by line, but tells authors and years.
    are_titles = lines and _is_list(sample) and _are_titles(lines)
    return 0.2 if are_titles or _are_told(lines) or _are_talks(lines) else 0.0


def _are_talks(lines: list[str]) -> bool:
    """Say whether half of the lines with a time name a talk and who gives it.

    ``9:30 Counting Sheep with Networks. Ann Lee``; not ``9:30 Status of the release. Ann Lee``,
    from the agenda of a meeting, nor the lines of a chat.
    """
    timed = [line for line in lines if after_time(line)][:_SAMPLED]
    if len(timed) < _SHORTEST:
        return False
    from readlist.formats.lists import text

    told = text.told(text.items(timed, "refs"))
    talks = [one for one in told if len(one.title.split()) > 2 and _is_headline(one.title)]
    return len(talks) * 2 >= len(timed)


def _is_headline(title: str) -> bool:
    return all(not word[0].islower() for word in title.split() if len(word) > 4)


# What programs write line by line: a time, the number of a commit, a version.
_LOGGED = r"(?:[0-9a-f]{7,40}|\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*|\S+[=<>~]=\S+)(?:\s|$)"


def _are_titles(lines: list[str]) -> bool:
    """Say whether lines without any fact are long enough for titles, and written by hand.

    ``Milk``, ``Bread, two loaves`` or the lines of an address are not.
    """
    bare = [without_bullet(line) for line in lines]
    counts = [len(line.split()) for line in bare]
    if all(line.isascii() for line in bare):
        short = sum(count < 2 for count in counts)
        if short * 5 > len(counts) or sum(counts) < 3 * len(counts):
            return False
    logged = sum(pattern(_LOGGED).match(line) is not None for line in bare)
    return logged * 3 < len(bare)


# How JSON, XML and HTML begin; not "[1] Roe" nor "<https://…>".
_OTHER_STARTS = (
    r"\{|\[\s*(?:[\[{\"]|-?[0-9]+\s*,|\]?\s*$)",
    r"(?i)<(?:\?xml|!doctype|!--|[a-z][a-z0-9:]*(?:\s|/?>))",
)
# What stands in BibTeX, RIS and manuscripts in LaTeX.
_OTHER_SIGNS = (
    r"(?m)^\s{0,8}@[A-Za-z]{3,30}\s{0,8}[{(]|^TY  - ",
    r"(?m)^\s{0,8}\\(?:documentclass|usepackage|begin\{|bibitem|citation\{|bibdata\{|relax)",
)


def _is_something_else(head: str) -> bool:
    """Return whether the head is binary, JSON, XML, HTML, BibTeX, tagged or a LaTeX manuscript."""
    odd = sum(c == "\ufffd" or (c < " " and c not in "\t\n\r\f") for c in head)
    if "\0" in head or odd * 20 > len(head):
        return True
    start = head.lstrip("\ufeff \t\r\n")[:200]
    if any(pattern(one).match(start) for one in _OTHER_STARTS):
        return True
    return any(pattern(one).search(head) for one in _OTHER_SIGNS) or is_tagged(head)


def _collect(item: Item, items: list[Item], known: dict[Identifier, int]) -> None:
    """Add an item, or lend its title to the record that has its identifier already."""
    if not isinstance(item, Record) or not item.identifiers:
        items.append(item)
        return
    places = [known[one] for one in item.identifiers if one in known]
    if not places:
        known.update(dict.fromkeys(item.identifiers, len(items)))
        items.append(item)
        return
    earlier = items[places[0]]
    if isinstance(earlier, Record) and item.title and not earlier.title:
        items[places[0]] = replace(earlier, title=item.title, year=item.year)


def _sample(lines: Iterable[str]) -> list[str]:
    """Return the first lines that say something, cut to a length that a judgement needs."""
    sample: list[str] = []
    for line in lines:
        if len(sample) >= _SAMPLE_LINES:
            break
        if stripped := line[:LINE_LIMIT].strip(" \t\ufeff"):
            sample.append(stripped)
    return sample


# "|---|:--:|" of a table in Markdown, "---|---"; not "---".
_BELOW_HEADER = r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?"


def _is_list(lines: list[str]) -> bool:
    """Return whether the lines of a document look like titles rather than like prose.

    A page in Markdown (with chapters, or links that lead to no paper) names its papers by links:
    its other lines are headings, talk, and tables of options or commands. Lines with an identifier
    say nothing about the others.
    """
    lines = [line for line in lines if not re.match(r"#(?!#)", line)]
    if any(pattern(_BELOW_HEADER).fullmatch(line) for line in lines):
        return False
    silent = [line for line in lines if not any(ids.find(line))]
    if any(re.search(r"^##|\]\(", line) for line in silent):
        return False
    judged = [line for line in silent if "://" not in line] or lines
    prose = sum(is_prose(without_bullet(line)) for line in judged)
    flowing = sum(line[:1].islower() for line in judged) if prose else 0
    return 4 * (prose + flowing) <= len(judged)


FORMAT = Format(
    name="refs",
    summary="one reference a line (arXiv, DOI, OpenReview, ACL, title), or text that names some",
    suffixes=(".txt", ".md"),
    sniff=sniff,
    load=load,
)
