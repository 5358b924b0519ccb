"""The format ``refs``: one reference a line, or any running text in which identifiers stand.

A line with one identifier is a paper, with a title where the rest of the line is one. A line
without is a title only in a document whose lines look like titles; in prose it is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from readlist.bib import ids
from readlist.formats.base import Document, Format, LoadOptions
from readlist.formats.lists.programme import after_time, is_event
from readlist.formats.refused import is_tagged
from readlist.model import MORE_AUTHORS, Identifier, Item, ListInfo, Rank, Record, Skipped
from readlist.text import TITLE_LIMIT, clean

if TYPE_CHECKING:
    from readlist.formats.lists.pieces import Pieces

_SAMPLE_LINES = 2_000
_LINE_LIMIT = 200_000
_REFERENCE = 2_000
"""Characters of one reference."""
_BLOCK_LINES, _SAMPLED = 7, 20
_TITLE_WORDS = 45
_QUOTES = "\"'“”‘’«»„`"
_LABELS = frozenset(
    "abs abstract arxiv article available at blog code demo doi here homepage html http https in "  # noqa: SIM905
    "info isbn link openreview page paper pdf pmid pmcid post preprint project read ref ref. "
    "reference see slides source url video web website 论文 链接".split()
)
# A person who writes about a paper begins so; a title that does is written with capitals.
_TALK = frozenset("also as cf check he here i it my our read see she there they this we".split())  # noqa: SIM905
# No title ends in these words, but the beginning of a sentence before a reference does.
_OPEN_ENDS = frozenset(
    "a an and are as at by for from in is of on or see that the this to via was with".split()  # noqa: SIM905
)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


_BULLET = (
    r"\s*(?:>\s?)*(?:[-*+•·–—]\s+\[[ xX]\]\s+|[-*+•·–—]\s+|\(?[0-9]{1,4}[.)]\s+|"
    r"\*{0,2}\[[0-9]{1,4}\]\*{0,2}\s+)?"
)
_LINK = r"!?\[(?P<text>(?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1000}+)\]\((?P<url>[^()\s]{0,1000}+)"
# "learning. We show"; not "J. Doe", whose capital is an initial.
_SENTENCE_BREAK = r"[a-z0-9)\]][.!?]\s+[A-Z]"
# "On Graphs (2020)."; not "On 2020 Graphs".
_YEAR = r" ?\(((?:19|20)[0-9]{2})\)\.?$"
_ADDRESS = r"https?://\S+"


@dataclass(frozen=True, slots=True)
class _Reference:
    """One paper named on a line: its identifiers (several only where one says another)."""

    identifiers: tuple[Identifier, ...]
    start: int
    end: int


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
    if (stacks := _stacks(blocks)) is not None:
        yield from stacks
        return
    in_blocks = _are_references(blocks)
    referenced = _are_told([line for _, lines in blocks for line in lines])
    for number, lines in blocks:
        if in_blocks and len(lines) == 1 and _is_heading(lines[0]):
            yield _heading(number, lines[0])
        elif whole := _by_evidence(lines, number) if in_blocks else None:
            yield whole
        else:
            for at, line in enumerate(lines, number):
                yield from _by_line(line, at, is_list=is_list, referenced=referenced)


def _by_line(line: str, number: int, *, is_list: bool, referenced: bool) -> Iterator[Item]:
    alone = _by_evidence([line], number) if is_list or referenced else None
    if alone:
        yield alone
    elif referenced and _is_heading(line):
        yield _heading(number, line)
    else:
        yield from _items(line, number, is_list=is_list)


def _heading(number: int, line: str) -> Skipped:
    return Skipped(number, f"it is a heading: {clean(line, 200)}")


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
    lines = [line for line in lines if not line.startswith("#") and not _is_heading(line)]
    sample = lines[:_SAMPLED]
    read = [line for line in sample if _by_evidence([line], 0)]
    return len(read) > 1 and len(read) * 5 >= len(sample) * 3


def _stacks(blocks: list[tuple[int, list[str]]]) -> list[Item] | None:
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
    papers = [_stacked(lines, number) for number, lines in stacks]
    whole = [len(lines) for (_, lines), paper in zip(stacks, papers, strict=True) if paper]
    if len(whole) < _FEWEST_STACKS or sum(whole) * 3 < sum(len(lines) for _, lines in stacks) * 2:
        return None
    items: list[Item] = []
    for (number, lines), paper in zip(stacks, papers, strict=True):
        items += [paper] if paper else _unstacked(lines, number)
    return items


_FEWEST_STACKS, _ADDRESS_WORDS = 2, 4


def _address(line: str) -> tuple[Identifier, ...]:
    """Return what a line names that is one identifier or address and nothing else.

    ``Link: https://arxiv.org/abs/2101.00001``, and a file or a page of papers without an
    identifier, ``https://lab.example/papers/sheep.pdf``; not ``https://sheep.example``, which
    may be anything.
    """
    if len(line.split()) > _ADDRESS_WORDS:  # ``[pdf] <https://…>``; prose is not looked through
        return ()
    references = _references(line)
    if len({reference.identifiers for reference in references}) > 1:
        return ()
    if references:
        identifiers, first, end = references[0].identifiers, references[0].start, references[-1].end
    elif found := re.search(_ADDRESS, line):
        identifiers, first, end = _paper_page(found[0]), found.start(), found.end()
    else:
        return ()
    return () if _trimmed(line[:first]) or _trimmed(line[end:]) else identifiers


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
    title = _plain(_without_bullet(first))
    identifiers = _address(address)
    if not identifiers or _references(first) or not _is_title(title, words=2):
        return None
    record = _record(identifiers, title, number)
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
        if not line.startswith("#") and not _references(line) and _is_heading(line):
            yield _heading(at, line)
        else:
            yield from _items(line, at, is_list=True)


def _is_heading(line: str) -> bool:
    """Say whether a line among references is what they are about: ``Distributed systems``."""
    return len(line.split()) < 5 and not re.search(r"\d{3}|[.,:;?]|://", line)


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
    pieces = _pieces(_without_bullet(lines[0]))
    for line in lines[1:]:
        pieces += [BREAK, *_pieces(line.strip())]
    found = found_in(pieces, number)
    title = found.title
    if title is None or title.link:
        return None
    # "Graphs" alone, or a sentence, is a title only where a style of references says so.
    if not title.is_reference and (" " not in title.text.strip() or _is_prose(title.text)):
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
    return len({reference.identifiers for reference in _references("\n".join(lines))}) < 2


def records_of(text: str, *, source: str = "refs", rank: Rank = Rank.LIST) -> list[Record]:
    """Return what a person means by one reference: the papers it identifies, or a title."""
    if identifier := ids.parse(text):
        return [_record((identifier, *ids.implied(identifier)), "", 0, source, rank)]
    items: list[Item] = []
    known: dict[Identifier, int] = {}
    for item in _of_references(text, _references(text), 0, is_list=True):
        _collect(item, items, known)
    found = [item for item in items if isinstance(item, Record)]
    if not found and (title := _plain(_without_bullet(text))):
        found = [_record((), title, 0)]
    return [replace(record, source=source, rank=rank) for record in found]


def sniff(head: str, name: str) -> float:
    """Return 0.5 for a list of references, 0.4 for prose with some, 0.2 for titles, else 0."""
    del name
    if _is_something_else(head):
        return 0.0
    sample = _sample(head.splitlines())
    lines = [line for line in sample if not line.startswith("#")]
    named = [line for line in lines if any(ids.find(line[:_LINE_LIMIT]))]
    if named:
        prose = sum(map(_is_prose, named))
        return 0.5 if 2 * (len(named) - prose) >= len(lines) else 0.4
    if re.search(_ADDRESS, "\n".join(lines)):
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
    bare = [_without_bullet(line) for line in lines]
    counts = [len(line.split()) for line in bare]
    if all(line.isascii() for line in bare):
        short = sum(count < 2 for count in counts)
        if short * 5 > len(counts) or sum(counts) < 3 * len(counts):
            return False
    logged = sum(_pattern(_LOGGED).match(line) is not None for line in bare)
    return logged * 3 < len(bare)


_MANUSCRIPT = (
    r"(?m)^\s{0,8}\\(?:documentclass|usepackage|begin\{|bibitem|citation\{|bibdata\{|relax)"
)


def _is_something_else(head: str) -> bool:
    """Return whether the head is binary, JSON, XML, HTML, BibTeX, tagged or a LaTeX manuscript."""
    start = head.lstrip("\ufeff \t\r\n")[:200]
    odd = sum(c == "\ufffd" or (c < " " and c not in "\t\n\r\f") for c in head)
    return (
        "\0" in head
        or odd * 20 > len(head)
        or bool(_pattern(r"\{|\[\s*(?:[\[{\"]|-?[0-9]+\s*,|\]?\s*$)").match(start))
        or bool(_pattern(r"(?i)<(?:\?xml|!doctype|!--|[a-z][a-z0-9:]*(?:\s|/?>))").match(start))
        or bool(_pattern(r"(?m)^\s{0,8}@[A-Za-z]{3,30}\s{0,8}[{(]|^TY  - ").search(head))
        or bool(_pattern(_MANUSCRIPT).search(head))
        or is_tagged(head)
    )


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


def _items(line: str, number: int, *, is_list: bool) -> Iterator[Item]:
    line = line[:_LINE_LIMIT]
    if not (stripped := line.strip(" \t\ufeff")) or stripped.startswith("#"):
        return
    if references := _references(line):
        yield from _of_references(line, references, number, is_list=is_list)
    elif address := re.search(_ADDRESS, line):
        shown = clean(address[0].rstrip(".,;)]>\"'"), 200)
        yield Skipped(number, f"{shown} names no paper that is known by an identifier")
    elif is_list:
        bare = _without_bullet(line)
        begin = after_time(bare)
        title = _plain(bare[begin:])
        if begin and is_event(title):
            yield Skipped(number, f"it is no paper: {clean(title, 200)}")
        elif title and _is_title(title):
            yield _record((), title, number)


def _references(text: str) -> list[_Reference]:
    """Return what is named in a text; what shares a stretch is one paper."""
    references: list[_Reference] = []
    for found in ids.find(text):
        if references and references[-1].start == found.start:
            last = references.pop()
            both = (*last.identifiers, found.identifier)
            references.append(_Reference(both, last.start, last.end))
        else:
            references.append(_Reference((found.identifier,), found.start, found.end))
    return references


def _of_references(
    line: str, references: list[_Reference], number: int, *, is_list: bool
) -> Iterator[Record]:
    """Yield the papers named on a line; a title beside them belongs to a paper that is alone."""
    links = _links(line)
    alone = len({reference.identifiers for reference in references}) == 1
    beside = _title_beside(line, references, is_list=is_list) if alone else ""
    for reference in references:
        title = next((text for start, end, text in links if start <= reference.start < end), "")
        yield _record(reference.identifiers, title or beside, number)


def _links(line: str) -> list[tuple[int, int, str]]:
    """Return the Markdown links whose text is a title and no label such as ``pdf``."""
    if "](" not in line:
        return []
    found = ((m.start(), m.end(), _plain(m["text"])) for m in _pattern(_LINK).finditer(line))
    return [(start, end, text) for start, end, text in found if _is_title(text, words=2)]


def _title_beside(line: str, references: list[_Reference], *, is_list: bool) -> str:
    """Return the title that stands before or behind the references of a line, if one does."""
    line = _pattern(r"!?\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1000}+)\]\((?=\S)").sub(_blanked, line)
    before = _trimmed(_without_bullet(line[: references[0].start]))
    behind = _trimmed(line[references[-1].end :])
    if bool(before) == bool(behind):
        return ""
    title = _plain(before or behind)
    if not _is_title(title, words=2) or (before and title.split()[-1].lower() in _OPEN_ENDS):
        return ""
    talks = title.split()[0].lower().strip(",'’") in _TALK or not is_list
    return "" if talks and not _is_capitalised(title) else title


def _blanked(match: re.Match[str]) -> str:
    """Return as many blanks as the text of a link has: what counts stands beside the link."""
    return " " * len(match[0])


def _trimmed(text: str) -> str:
    """Return the rest of a line without separators, categories and labels such as ``arXiv``."""
    text = _pattern(r"%20").sub(" ", text)
    text = _pattern(r"^\s*[)\]>]?\s*\[[\w.-]{2,20}\]").sub(" ", text)
    words = _unbracketed(text).split()
    # "We Are What We Read: …" keeps its last word; labels are small, or capitals as in PDF.
    while words and _label(words[-1]) in _LABELS and (len(words) == 1 or not words[-1].istitle()):
        words.pop()
    while words and words[0].endswith(":") and _label(words[0]) in _LABELS:
        words.pop(0)
    return _unbracketed(" ".join(words))


def _unbracketed(text: str) -> str:
    """Return text without separators at its ends and without brackets that have no partner."""
    if not any(c.isalnum() for c in text):
        return ""
    for _ in range(20):
        shorter = text.strip(" \t,;:|<>-–—=→/\\")
        for opened, closed in ("()", "[]", "{}"):
            shorter = shorter.removesuffix(opened).removeprefix(closed)
            if shorter.count(opened) > shorter.count(closed):
                shorter = shorter.removeprefix(opened)
            elif shorter.count(opened) < shorter.count(closed):
                shorter = shorter.removesuffix(closed)
        if shorter == text:
            break
        text = shorter
    return text


def _label(word: str) -> str:
    return word.strip(" ,;:|()[]<>{}*_\"'-–—").lower()


def _without_bullet(line: str) -> str:
    match = _pattern(_BULLET).match(line)
    return line[match.end() :] if match else line


def _plain(text: str) -> str:
    """Return a title without emphasis, the quotes around it and the separators at its ends."""
    text = clean(_pattern(r"\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|~~|`").sub("", text), TITLE_LIMIT)
    text = text.strip(" ,;:|-–—\t")
    while len(text) > 1 and text[0] in _QUOTES and text[-1].rstrip(".,") in _QUOTES:
        text = text.rstrip(".,").strip(_QUOTES + " ")
        text = text.rstrip(",;")
    return text


def _is_title(text: str, words: int = 1) -> bool:
    """Return whether a text can be a title: a phrase, not a sentence, a label or an address."""
    parts = text.split()
    if not words <= len(parts) <= _TITLE_WORDS or all(_label(part) in _LABELS for part in parts):
        return False
    letters = sum(c.isalpha() for c in text)
    return (
        letters >= 3
        and 2 * letters >= len(text) - len(parts)
        and "://" not in text
        and not _pattern(r"\bet al\b|\[[^\]]*\]\(").search(text)
        and not _is_prose(text)
    )


def _is_prose(text: str) -> bool:
    """Return whether a line is a sentence or a part of one rather than a title."""
    text = text.rstrip()
    last = text.rsplit(None, 1)[-1].lower() if text else ""
    return (
        len(text) > 400
        or text.endswith((".", ",", ";", ":", "。", "，"))
        or last in _OPEN_ENDS
        or bool(_pattern(_SENTENCE_BREAK).search(text))
        or text.count("。") + text.count("，") > 2
    )


def _is_capitalised(title: str) -> bool:
    words = [word for word in title.split() if len(word) > 3]
    return 2 * sum(not word[0].islower() for word in words) >= len(words)


def _sample(lines: Iterable[str]) -> list[str]:
    """Return the first lines that say something, cut to a length that a judgement needs."""
    sample: list[str] = []
    for line in lines:
        if len(sample) >= _SAMPLE_LINES:
            break
        if stripped := line[:_LINE_LIMIT].strip(" \t\ufeff"):
            sample.append(stripped)
    return sample


def _is_list(lines: list[str]) -> bool:
    """Return whether the lines of a document look like titles rather than like prose.

    A page in Markdown (with chapters, or links that lead to no paper) names its papers by links:
    its other lines are headings and talk. Lines with an identifier say nothing about the others.
    """
    lines = [line for line in lines if not re.match(r"#(?!#)", line)]
    silent = [line for line in lines if not any(ids.find(line))]
    if any(re.search(r"^##|\]\(", line) for line in silent):
        return False
    judged = [line for line in silent if "://" not in line] or lines
    prose = sum(_is_prose(_without_bullet(line)) for line in judged)
    flowing = sum(line[:1].islower() for line in judged) if prose else 0
    return 4 * (prose + flowing) <= len(judged)


def _record(
    identifiers: tuple[Identifier, ...],
    title: str,
    line: int,
    source: str = "refs",
    rank: Rank = Rank.LIST,
) -> Record:
    year = _pattern(_YEAR).search(title)
    if _pattern(r"[a-z]{3}\.$").search(title):
        title = title[:-1]
    return Record(
        source=source,
        rank=rank,
        title=title[: year.start()] if year and year.start() else title,
        year=int(year[1]) if year and year.start() else None,
        identifiers=identifiers,
        line=line,
    )


FORMAT = Format(
    name="refs",
    summary="one reference a line (arXiv, DOI, OpenReview, ACL, title), or text that names some",
    suffixes=(".txt", ".md"),
    sniff=sniff,
    load=load,
)
