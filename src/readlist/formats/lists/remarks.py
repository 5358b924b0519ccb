"""Put a remark's lines together as Markdown, and read facts of low rank out of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from readlist.model import MORE_AUTHORS, VENUE_YEAR, Author, Rank, Record
from readlist.text import clean, clean_block

_CLOSING = (".", ",", ";", ":", "!", "?", ")", "]")
_DEEPEST = 12
"""Columns of indentation that are kept of a nested bullet."""


def joined(lines: Iterable[tuple[str, str, str]]) -> str:
    """Return a remark as Markdown bullets; each line is its mark, its text and its raw form.

    The mark is ``-`` for a bullet, ``~`` for a dash without a blank, ``#`` for a heading inside
    the remark. A line without a bullet goes on with the bullet above it.
    """
    blocks: list[list[str]] = []
    before = "-"
    for mark, text, raw in lines:
        if mark == "#":
            blocks.append(["\n" * bool(blocks), text, "\n"])
        elif mark == "-" or (mark == "~" and before):
            blocks.append([_indent(raw), "- ", text.removeprefix("-") if mark == "~" else text])
        elif not blocks or before == "#":
            blocks.append([text])
        elif mark == "~" or text.startswith(_CLOSING) or not blocks[-1][-1]:
            blocks[-1].append(text)
        else:
            blocks[-1] += [" ", text]
        before = mark
    filled = (block for block in blocks if len(block) != 3 or block[2])
    return clean_block("".join(chain.from_iterable([*block, "\n"] for block in filled)))


def _indent(raw: str) -> str:
    """Return the blanks before a nested bullet, which say how deep it is."""
    start = raw[:_DEEPEST].expandtabs(4)
    return " " * min(len(start) - len(start.lstrip()), _DEEPEST)


# Facts of low rank, as in: This paper by Doe et al. from Some University in ICML 2019 shows

_CLAUSE_LIMIT = 600
"""Characters in which the authors, their affiliation and the venue must have been named."""
_NAMED_BULLETS = 4
"""Bullets in which a paper is introduced; later ones speak of other papers."""
_THIS_PAPER = re.compile(r"\bthis\s(?:[\w-]{1,20}\s)?paper\sby\s", re.IGNORECASE)
_FIRST_PAPER = re.compile(r"(?:The\s)?(?:[\w-]{1,30}\s){0,2}paper\sby\s")
_NAME = (
    r"(?:(?:van|von|de|den|der|la|le|di|da|del|dos|el|al|bin|ter)\s){0,3}"
    r"[^\W\d_][^\W\d_'’]{0,30}(?:['’-][^\W\d_]{1,30}){0,3}"
)
_AUTHORS = re.compile(
    rf"({_NAME}(?:,\s{_NAME}){{0,5}}(?:,?\s(?:and|&)\s{_NAME})?)"
    r"(\s(?:w?et|at)\.?\sa?l\b\.?)?(?=[\s,(])"
)
_EMPTY_AUTHORS = re.compile(r"et\sal\b\.?")
_NAME_IN = re.compile(_NAME)
_SURNAME = re.compile(
    r"(?:[a-z]{1,3}\s){0,3}(?:Mc|Mac|Le|De|La|Di|Du|Van|O['’]|D['’])?"
    r"[^\W\d_a-z][^\W\d_A-Z]+(?:-[^\W\d_][^\W\d_A-Z]+){0,3}"
)
# Houses that are named where a family could be; asked only where no "et al." or "from" follows.
_HOUSES = re.compile(
    r"google|meta|microsoft|facebook|apple|amazon|nvidia|anthropic|stanford|berkeley|"
    r"princeton|harvard|oxford|cambridge|cornell|adobe|intel|alibaba|tencent|baidu|huawei|"
    r"samsung|salesforce|cohere|mistral|inria|yale|caltech|mila|twitter|uber|netflix|"
    r"researchers|authors",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\(?((?:19|20)\d\d)\)?(?!\w)")
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s"
)
_JOINT = re.compile(
    r"[\s,]*(?:and\s)?(?:(from)\s|((?:(?:presented|published|accepted)\s)?(?:in|at)\s)|)"
)
_VENUES = re.compile(
    r"aaai|acl|acml|aistats|asru|assp|bmvc|chi|cikm|coling|colm|colt|conll|corl|cvpr|eacl|"
    r"eccv|ecir|emnlp|facct|icassp|iccv|iclr|icml|icra|ijcai|ijcnlp|ijcv|interspeech|iros|"
    r"isca|jair|jmlr|kdd|lrec|miccai|mlsys|naacl|nature|neurips|nips|osdi|pami|pnas|recsys|"
    r"rss|science|sigir|siggraph|sigmod|slt|sosp|tacl|tmlr|tpami|uai|vldb|wacv|wsdm|www",
    re.IGNORECASE,
)
_PERIODICAL = re.compile(
    r"transactions|journal|proceedings|letters|conference|workshop",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"of|the|and|for|at|de|du|la|&|labs?|group|team")
_ABBREVIATED = re.compile(
    r"co\.|ltd\.|inc\.|corp\.|univ\.|st\.",
    re.IGNORECASE,
)
_LATIN = ("école", "ecole", "université", "institut", "universidad", "universität", "technische")


@dataclass(slots=True)
class _Facts:
    authors: tuple[Author, ...] = ()
    more: bool = False
    organization: str = ""
    venue: str = ""
    year: int | None = None


def with_facts(record: Record, remark: str) -> Record:
    """Return the record with what its remark says of authors, affiliation, venue and year.

    What the record knows already stays; what is added is marked as a guess from the remark.
    """
    found = _facts(remark)
    news: dict[str, Any] = {
        name: value
        for name in ("authors", "organization", "venue", "year")
        if (value := getattr(found, name)) and not getattr(record, name)
    }
    if not news:
        return record
    ranks = {**record.ranks, **dict.fromkeys(news, ("remark", int(Rank.GUESS)))}
    extra = dict(record.extra)
    if found.more and "authors" in news:
        extra[MORE_AUTHORS] = True
    if "venue" in news and found.year and found.year != (record.year or found.year):
        extra[VENUE_YEAR] = found.year
    return replace(record, ranks=ranks, extra=extra, **news)


def _facts(remark: str) -> _Facts:
    """Read the first clause that introduces the paper."""
    for number, bullet in enumerate(remark.split("\n", _NAMED_BULLETS)[:_NAMED_BULLETS]):
        text = bullet.lstrip(" -")[: 5 * _CLAUSE_LIMIT]
        match = _THIS_PAPER.search(text)
        if not match and not number:
            match = _FIRST_PAPER.match(text)
        if match:
            return _clause(clean(text[match.end() : match.end() + _CLAUSE_LIMIT]))
    return _Facts()


def _clause(text: str) -> _Facts:
    """Read what follows "This paper by"."""
    found = _Facts()
    at = _read_authors(text, found)
    for _ in range(5):
        if year := _YEAR.match(text, at + text.startswith(" ", at)):
            found.year, at = found.year or int(year[1]), year.end()
        joint = _JOINT.match(text, at)
        if not joint or not (joint[1] or joint[2]):
            break
        start = joint.end()
        if joint[1] and not text.startswith("in ", start):
            at = _read_source(text, start, found)
        elif joint[2]:
            at = _read_venue(text, start, found)
        else:
            at = start - 1
    return found


def _read_authors(text: str, found: _Facts) -> int:
    """Read the family names at the beginning; return where they end."""
    if empty := _EMPTY_AUTHORS.match(text):
        return empty.end()
    match = _AUTHORS.match(text)
    if not match:
        return 0
    names = [name for name in _NAME_IN.findall(match[1].replace(" and ", ", ")) if name]
    after = text[match.end() :].lstrip(" ,")
    certain = match[2] or after.startswith("from ")
    if not certain and not after.startswith(("in ", "(", "published ", "presented ")):
        return len(text)
    if not all(_SURNAME.fullmatch(name) for name in names):
        return len(text)
    if not certain and any(_HOUSES.fullmatch(name) for name in names):
        return len(text)
    found.authors = tuple(Author(name=name, family=name) for name in names)
    found.more = bool(match[2])
    return match.end()


def _read_source(text: str, start: int, found: _Facts) -> int:
    """Read what stands after "from": an affiliation, or a venue with its year."""
    name, end = _organization(text, start)
    words = name.split()
    if len(words) > 1 and _YEAR.fullmatch(words[-1]):
        if _is_venue(words[:-1]):
            found.venue = found.venue or " ".join(words[:-1])
            found.year = found.year or int(words[-1])
    elif name and not found.organization:
        found.organization = name
    return end


def _organization(text: str, start: int) -> tuple[str, int]:
    """Return the capitalised words from ``start`` with what belongs between, and their end."""
    words: list[str] = []
    at = end = start
    kept = 0
    ahead = text[start:].split(" ")
    for word, after in zip(ahead, [*ahead[1:], ""], strict=True):
        bare = word.rstrip(",.;:")
        if not bare or (bare == "at" and _VENUES.fullmatch(after)):
            break
        is_name = _is_of_name(word, words)
        if not is_name and not _INSIDE.fullmatch(bare):
            break
        words.append(word)
        at += len(word) + 1
        if is_name or bare in ("lab", "labs", "group", "team"):
            kept, end = len(words), at - 1
        if word.endswith((".", ";", ":")) and not _ABBREVIATED.fullmatch(word):
            break
    name = " ".join(words[:kept]).rstrip(",;:")
    if not kept or not _ABBREVIATED.fullmatch(name.rpartition(" ")[2]):
        name = name.rstrip(".")
    return name.removeprefix("the "), end


def _is_of_name(word: str, words: list[str]) -> bool:
    """Say whether a word behind others can end a name: ``DeepMind``, ``Universidad de chile,``."""
    bare = word.rstrip(",.;:")
    if bare[0].isupper() or bare[0].isdigit():
        return True
    if not words:
        return False
    if _item(words).startswith(_LATIN) and bare not in ("in", "and"):
        return True
    return word.endswith(",") and not bare.endswith(("s", "ed", "ly", "ever")) and bare.islower()


def _item(words: list[str]) -> str:
    """Return the first word of the item of an enumeration that the last word belongs to."""
    first = len(words) - 1
    while first and not words[first - 1].endswith(",") and words[first - 1] not in ("and", "the"):
        first -= 1
    return words[first].lower()


def _read_venue(text: str, start: int, found: _Facts) -> int:
    """Read a venue and a year, or a year alone, after "in" or "at"."""
    if month := _MONTH.match(text, start):
        start = month.end()
    words: list[str] = []
    at = start
    for word in text[start:].split(" ")[:8]:
        if year := _YEAR.match(word):
            if not words or _is_venue(words) or all(w[:1].isupper() for w in words):
                found.venue = found.venue or " ".join(words)
                found.year = found.year or int(year[1])
            return at + year.end()
        bare = word.rstrip(",.;:")
        if not bare or not (
            bare[0].isupper() or bare[0] == "(" or (words and bare in ("on", "of"))
        ):
            break
        words.append(bare)
        at += len(word) + 1
        if bare != word:
            break
    if _is_venue(words) and not found.venue:
        found.venue = " ".join(words)
    return at - 1 if words else start


def _is_venue(words: list[str]) -> bool:
    return any(_VENUES.fullmatch(word) or _PERIODICAL.fullmatch(word) for word in words[:4])
