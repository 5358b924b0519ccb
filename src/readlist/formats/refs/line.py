"""One line of text: the papers that it names, and the title that stands beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from readlist.bib import ids
from readlist.formats.lists.programme import after_time, is_event
from readlist.model import Identifier, Item, Rank, Record, Skipped
from readlist.text import TITLE_LIMIT, clean

LINE_LIMIT = 200_000
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
def pattern(source: str) -> re.Pattern[str]:
    """Return a pattern, made when it is first needed: sniffing needs few of them."""
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
ADDRESS = r"https?://\S+"


@dataclass(frozen=True, slots=True)
class Reference:
    """One paper named on a line: its identifiers (several only where one says another)."""

    identifiers: tuple[Identifier, ...]
    start: int
    end: int


def items_of(line: str, number: int, *, is_list: bool) -> Iterator[Item]:
    """Yield the papers of a line, or why it is none; a title alone only in a list of titles."""
    line = line[:LINE_LIMIT]
    if not (stripped := line.strip(" \t\ufeff")) or stripped.startswith("#"):
        return
    if references := references_in(line):
        yield from of_references(line, references, number, is_list=is_list)
    elif address := re.search(ADDRESS, line):
        shown = clean(address[0].rstrip(".,;)]>\"'"), 200)
        yield Skipped(number, f"{shown} names no paper that is known by an identifier")
    elif is_list:
        bare = without_bullet(line)
        begin = after_time(bare)
        title = plain_title(bare[begin:])
        if begin and is_event(title):
            yield Skipped(number, f"it is no paper: {clean(title, 200)}")
        elif title and is_title(title):
            yield record_of((), title, number)


def heading(number: int, line: str) -> Skipped:
    """Return what a heading comes to."""
    return Skipped(number, f"it is a heading: {clean(line, 200)}")


def is_heading(line: str) -> bool:
    """Say whether a line among references is what they are about: ``Distributed systems``."""
    return len(line.split()) < 5 and not re.search(r"\d{3}|[.,:;?]|://", line)


def references_in(text: str) -> list[Reference]:
    """Return what is named in a text; what shares a stretch is one paper."""
    references: list[Reference] = []
    for found in ids.find(text):
        if references and references[-1].start == found.start:
            last = references.pop()
            both = (*last.identifiers, found.identifier)
            references.append(Reference(both, last.start, last.end))
        else:
            references.append(Reference((found.identifier,), found.start, found.end))
    return references


def of_references(
    line: str, references: list[Reference], number: int, *, is_list: bool
) -> Iterator[Record]:
    """Yield the papers named on a line; a title beside them belongs to a paper that is alone."""
    links = _links(line)
    alone = len({reference.identifiers for reference in references}) == 1
    beside = _title_beside(line, references, is_list=is_list) if alone else ""
    for reference in references:
        title = next((text for start, end, text in links if start <= reference.start < end), "")
        yield record_of(reference.identifiers, title or beside, number)


def _links(line: str) -> list[tuple[int, int, str]]:
    """Return the Markdown links whose text is a title and no label such as ``pdf``."""
    if "](" not in line:
        return []
    found = ((m.start(), m.end(), plain_title(m["text"])) for m in pattern(_LINK).finditer(line))
    return [(start, end, text) for start, end, text in found if is_title(text, words=2)]


def _title_beside(line: str, references: list[Reference], *, is_list: bool) -> str:
    """Return the title that stands before or behind the references of a line, if one does."""
    line = pattern(r"!?\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,1000}+)\]\((?=\S)").sub(_blanked, line)
    before = trimmed(without_bullet(line[: references[0].start]))
    behind = trimmed(line[references[-1].end :])
    if bool(before) == bool(behind):
        return ""
    title = plain_title(before or behind)
    if not is_title(title, words=2) or (before and title.split()[-1].lower() in _OPEN_ENDS):
        return ""
    talks = title.split()[0].lower().strip(",'’") in _TALK or not is_list
    return "" if talks and not _is_capitalised(title) else title


def _blanked(match: re.Match[str]) -> str:
    """Return as many blanks as the text of a link has: what counts stands beside the link."""
    return " " * len(match[0])


def trimmed(text: str) -> str:
    """Return the rest of a line without separators, categories and labels such as ``arXiv``."""
    text = pattern(r"%20").sub(" ", text)
    text = pattern(r"^\s*[)\]>]?\s*\[[\w.-]{2,20}\]").sub(" ", text)
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


def without_bullet(line: str) -> str:
    """Return a line without the sign or number of an item: ``- ``, ``> 3. ``, ``[12] ``."""
    match = pattern(_BULLET).match(line)
    return line[match.end() :] if match else line


def plain_title(text: str) -> str:
    """Return a title without emphasis, the quotes around it and the separators at its ends."""
    text = clean(pattern(r"\*{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|~~|`").sub("", text), TITLE_LIMIT)
    text = text.strip(" ,;:|-–—\t")
    while len(text) > 1 and text[0] in _QUOTES and text[-1].rstrip(".,") in _QUOTES:
        text = text.rstrip(".,").strip(_QUOTES + " ")
        text = text.rstrip(",;")
    return text


def is_title(text: str, words: int = 1) -> bool:
    """Return whether a text can be a title: a phrase, not a sentence, a label or an address."""
    parts = text.split()
    if not words <= len(parts) <= _TITLE_WORDS or all(_label(part) in _LABELS for part in parts):
        return False
    letters = sum(c.isalpha() for c in text)
    if letters < 3 or 2 * letters < len(text) - len(parts):
        return False
    if "://" in text or pattern(r"\bet al\b|\[[^\]]*\]\(").search(text):
        return False
    return not is_prose(text)


def is_prose(text: str) -> bool:
    """Return whether a line is a sentence or a part of one rather than a title."""
    text = text.rstrip()
    if len(text) > 400 or text.endswith((".", ",", ";", ":", "。", "，")):
        return True
    last = text.rsplit(None, 1)[-1].lower() if text else ""
    if last in _OPEN_ENDS or pattern(_SENTENCE_BREAK).search(text):
        return True
    return text.count("。") + text.count("，") > 2


def _is_capitalised(title: str) -> bool:
    words = [word for word in title.split() if len(word) > 3]
    return 2 * sum(not word[0].islower() for word in words) >= len(words)


def record_of(
    identifiers: tuple[Identifier, ...],
    title: str,
    line: int,
    source: str = "refs",
    rank: Rank = Rank.LIST,
) -> Record:
    """Return a paper; a year in brackets behind its title is its year."""
    year = pattern(_YEAR).search(title)
    if pattern(r"[a-z]{3}\.$").search(title):
        title = title[:-1]
    return Record(
        source=source,
        rank=rank,
        title=title[: year.start()] if year and year.start() else title,
        year=int(year[1]) if year and year.start() else None,
        identifiers=identifiers,
        line=line,
    )
