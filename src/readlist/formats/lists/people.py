"""Names of people in the ways in which entries of lists write them.

One table of ways to write a row of names; a text that is in none of them is parted as
``bib.names`` parts the authors of a bibliography.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from readlist.bib.names import parse_author, parse_authors
from readlist.formats.lists.evidence import is_name, is_topic, weights
from readlist.formats.lists.pieces import BREAK, Piece, Pieces, text_of
from readlist.formats.lists.segments import NICKNAME
from readlist.formats.lists.words import ET_AL, YEAR
from readlist.model import Author
from readlist.text import clean

_POINTED = re.compile(r"\s[·•]\s")
_WIDE = str.maketrans({"，": ", ", "、": ", ", "；": "; ", "。": ". ", "（": " (", "）": ") "})
_INITIAL = re.compile(r"(?:[^\W\d_a-z]\.?[\s-]?){1,3}")
# A letter that is not small, in Latin, Greek and Cyrillic; a class of all capitals takes 80 ms to
# compile in so many patterns.
UP = r"[^\W\d_a-zß-öø-ÿа-яёά-ώ\u3040-\u9fff\uac00-\ud7af]"
_PARTICLE = (
    r"(?:(?:van|von|de|der|den|del|della|di|da|dos|do|du|la|le|ter|ten|al|bin|el)\s|[dD]['’])"
)
_WORD = rf"{_PARTICLE}{{0,3}}{UP}['’]?[^\W\d_][\w'’‐-]{{0,30}}+"
_FAMILY = rf"{_WORD}(?:\s{_WORD}){{0,2}}"
_INITIALS = rf"(?:{UP}[a-z]?\.[\s‐-]?){{1,5}}(?<!\s)"
_SUFFIX = r"(?:,\s(?:[JS]r\.|I{2,3}(?!\w)))?"
_NAME = rf"{UP}(?:[a-z]?\.|[^\W\d_][\w'’‐-]{{0,30}}+)"
_GIVEN = rf"{_NAME}(?:[\s‐-]{_NAME}|[\s‐-]?{UP}\.){{0,3}}"
_DIRECT = rf"(?:{_NAME}[\s‐-]?){{1,4}}\s?{_WORD}"
_AND = r"(?:,?\s(?:&|and|und|et|y|e|и|і|og|och|en)\s)"
# ``Richard S. Sutton, …``: what stands before an initial is no family where one follows.
_NO_FAMILY = rf"(?!\.?(?:\s{UP}\.)*\s{_WORD}(?:[,.(]|\s(?:and|&)\s{UP}))"
# A family of two words has one given name: ``Nicholas Carlini, David Wagner`` are two people.
_TURNED_NAME = rf"(?:{_WORD}, {_GIVEN}|{_WORD}\s{_WORD}, {_NAME}(?:\s{UP}\.{_NO_FAMILY})?)"
_OTHERS = (
    r"(?:,?\s(?:et\.?\sal\b\.?|et\scollab\.|u\.\s?a\.|y\sotros|и\sдр\.|and\sothers)|"
    r"[,，、]?\s?等(?:人)?|,?\s?(?:\.\.\.|…))"
)


class Names(NamedTuple):
    """A way to write a row of names: one name, what parts them, and how one is read."""

    one: str
    parted: str
    read: Callable[[str], Author]
    example: str
    counter: str
    rest: str = ""
    """How the names behind the first are written, where otherwise."""


def _turned(text: str) -> Author:
    """Return a name whose family is first; a family in capitals is in the dress of its style."""
    family, _, given = text.partition(",")
    return parse_author(f"{_cased(family)},{given}") if given else parse_author(text)


def _cased(family: str) -> str:
    return family.title() if family.isupper() and len(family) > 1 else family


def _without_comma(text: str) -> Author:
    """Return ``Li B`` or ``Колмогоров А. Н.``: what stands last are initials."""
    family, given = re.split(r"\s(?=\S{1,3}(?:\s\S)*$|\S\.)", text, maxsplit=1)
    return Author(f"{family} {given}", family, given)


def _in_capitals(text: str) -> Author:
    family, given = re.split(r"\s(?=(?:\S\s?){1,3}$|\S\S$)", text, maxsplit=1)
    return Author(f"{given} {_cased(family)}", _cased(family), given)


_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]{1,30}"


def _behind_capitals(text: str) -> Author:
    """Return ``LATOUR Bruno``: the family in capitals, the given name behind it."""
    family, given = text.split(maxsplit=1)
    return Author(f"{given} {_cased(family)}", _cased(family), given)


WAYS = (
    Names(rf"{_FAMILY}, {_INITIALS}{_SUFFIX}", rf"(?:;\s|{_AND}|,\s(?:…\s)?)", _turned,
          "Lee, A., Ray, B. C., & Cho, D.", "Lee, Ann and Ray, Bo"),
    Names(rf"{UP}[A-ZÀ-ÖØ-ÞА-ЯЁ'’ -]{{1,30}}\s{UP}{{1,2}}", r",\s", _in_capitals,
          "HE K, ZHANG X Y", "HE IS HERE"),
    Names(rf"{_FAMILY}\s{_INITIALS}{_NO_FAMILY}", rf"(?:{_AND}|,\s)",
          _without_comma, "Вапник В. Н., Червоненкис А. Я.", "Richard S. Sutton, Andrew Barto"),
    Names(rf"{_FAMILY}\s{UP}{{1,3}}(?:\s{UP}){{0,2}}{_NO_FAMILY}", r"[,;]\s", _without_comma,
          "Li B, Dewey CN, Qi C R", "Li Bo"),
    Names(rf"{_INITIALS}\s?{_FAMILY}", rf"(?:{_AND}|,\s)", parse_author,
          "V. G. Cerf and R. E. Kahn", "Vint Cerf"),
    Names(_TURNED_NAME, r"(?:;\s|\s/\s|,?\s(?:und|and|et|y|e|&)\s)", _turned,
          "Daston, Lorraine und Galison, Peter", "Daston und Galison"),
    Names(rf"{_CAPITALS}\s{_NAME}(?:[\s-]{_NAME}|\s{UP}\.)?", rf"(?:{_AND}|,\s)", _behind_capitals,
          "LATOUR Bruno, CALLON Michel", "Bruno Latour"),
    Names(rf"{_WORD}, {_NAME}(?:\s{UP}\.|\s{_NAME}(?=,\s(?:and|&)\s))?",
          rf"(?:{_AND}|,\s)", _turned,
          "Acemoglu, Daron, Simon Johnson, and James A. Robinson", "Acemoglu and Robinson",
          rest=_DIRECT),
    Names(_DIRECT, rf"(?:{_AND}|,\s)", parse_author,
          "Jeffrey Dean and Luiz André Barroso", "Dean and Barroso"),
    Names(_WORD, rf"(?:{_AND}|,\s)", parse_author, "Chen, Deng, and Teng", "Chen"),
    Names(r"[\u3400-\u9fff\uac00-\ud7af]{2,4}", r"[,，、]\s?", Author,
          "张钹, 朱军, 苏航", "人工智能研究"),
)  # fmt: skip
"""Ways to write names, each with an example and a counter-example; the first that fits is taken."""


def row_pattern(way: Names) -> str:
    """Return the pattern of a row of names; families alone must be two, or one "and others"."""
    if way.one == _WORD:
        several = rf"(?:{way.parted}{way.one}){{1,60}}"
        return rf"({way.one}(?:{several}{_OTHERS}?|{_OTHERS}))(?![\w'’])"
    rest = rf"(?:{way.parted}{way.rest or way.one}){{0,60}}"
    return rf"({way.one}{rest}){_OTHERS}?(?![\w'’])"


# A letter that is not small, where all are Latin: compiled four times faster.
_LATIN_UP = r"[^\W\d_a-zß-öø-ÿ]"
_OTHER_SIGNS = re.compile(r"[\u0370-\u052f\u3040-\ud7af]")


@cache
def _patterns(*, latin: bool) -> tuple[re.Pattern[str], ...]:
    """Return the pattern of a row of names in each way, for Latin letters or for all."""
    patterns = [row_pattern(way) for way in WAYS]
    if latin:
        patterns = [pattern.replace(UP, _LATIN_UP) for pattern in patterns]
    return tuple(map(re.compile, patterns))


class Row(NamedTuple):
    """Names with which a text begins, whether others are meant, and where they end."""

    authors: tuple[Author, ...]
    more: bool
    end: int
    lone: bool = False
    """Whether it is one name in full, which words of a title may look like."""


def rows(text: str) -> Iterator[Row]:
    """Yield each way in which a text can begin with names."""
    latin = text.isascii() or not _OTHER_SIGNS.search(text)
    for way, pattern in zip(WAYS, _patterns(latin=latin), strict=True):
        found = pattern.match(text)
        if found is None:
            continue
        named = re.sub(rf"{_OTHERS}$", "", found[1])
        first, *others = _names(way, named)
        read = [way.read, *[parse_author if way.rest else way.read] * len(others)]
        authors = tuple(one(name) for one, name in zip(read, [first, *others], strict=True))
        turned = way.read is _turned and len(authors) == 1
        if all(map(_could_be, authors)) or (
            turned and not any(map(is_topic, named_given(authors)))
        ):
            more = found.end(1) < found.end() or named != found[1]
            lone = way.one.startswith((_DIRECT, _CAPITALS)) and not others and not more
            yield Row(authors, more, found.end(), lone)


def _names(way: Names, text: str) -> list[str]:
    first, rest = _parts(way)
    if not rest:
        return [match[1] for match in first.finditer(text)]
    begun = first.match(text)
    own = begun[1] if begun else ""
    return [own, *(match[1] for match in rest.finditer(text[len(own) :]))]


@cache
def _parts(way: Names) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what matches one name of a row, and one behind the first where that is otherwise."""
    rest = re.compile(rf"({way.rest})(?={way.parted}|$)") if way.rest else None
    return re.compile(rf"({way.one})(?:{way.parted}|$)"), rest


def named_given(authors: tuple[Author, ...]) -> list[str]:
    """Return the given names of ``Hacking, Ian``, whose family may be a word of titles."""
    return [word for author in authors for word in (author.given or "data").split()]


def _could_be(author: Author) -> bool:
    """Say whether words can be a name: ``Jane Doe``, but not ``Deep Learning``."""
    if not author.family:
        return not is_topic(author.name) and not weights(author.name).get("venue")
    if len(author.given) < 3 or "." in author.given:
        return not is_topic(author.family)
    return is_name(author.name) > 0


# Names over the end of a line


# ``…, Bob Poe, Charles`` or ``… by Charles``, with a family name on the next line
_TORN = re.compile(
    rf"(?:(?:^|[,;.]\s|\bby\s)(?P<former>[^,;.]{{4,40}})[,;]\s(?:(?:and|&)\s)?|\bby\s)"
    rf"(?P<given>{UP}[\w'’-]{{1,20}}(?:\s{UP}\.)?)\s*$"
)
_FAMILY_NEXT = re.compile(rf"\s*({UP}[\w'’-]{{1,30}})(?=[,;.\s]|$)")
_WRAPPED = 40
"""Characters of a line that an editor may have wrapped."""


def with_whole_names(pieces: Pieces) -> Pieces:
    """Return pieces without the ends of lines that stand within a name, as hard wraps put them."""
    out: Pieces = []
    begin = 0
    for piece in pieces:
        is_new = out[-1:] == [BREAK]
        if is_new and _goes_on(out[begin:-1], piece):
            before = out[-2]
            out[-2:] = [before._replace(text=f"{before.text.rstrip()} {piece.text.lstrip()}")]
            continue
        if is_new:
            begin = len(out)
        out.append(piece)
    return out


def _goes_on(line: Pieces, piece: Piece) -> bool:
    """Say whether a piece begins with the family name whose given name ends the line before."""
    if piece.url or not line or line[-1]._replace(text="") != piece._replace(text=""):
        return False
    given, family = _TORN.search(line[-1].text[-200:]), _FAMILY_NEXT.match(piece.text)
    if not given or not family or len(text_of(line)) < _WRAPPED:
        return False
    whole = is_name(f"{given['given']} {family[1]}") > 0
    return whole and (given["former"] is None or is_name(given["former"].strip()) > 0)


# All of a text


# ``Ann Lee (AI21 Labs)``; not ``Lee et al. (ICML 2020)``
_HOUSE = re.compile(rf"\((?![^()]*\b{YEAR}\b)(?=[^()]*[^\W\d_]{{2}})([^()]{{2,80}})\)")


def authors_of(text: str) -> tuple[tuple[Author, ...], bool, str]:
    """Return the authors that a text names, whether others are meant, and their house."""
    text = clean(_POINTED.sub(", ", text[:12_000]).translate(_WIDE), 6_000).strip(" ,.:;*_|-–—")
    text = NICKNAME.sub("", text)
    house = _HOUSE.search(text)
    if house:
        text = re.sub(r"\s*\([^()]{0,80}\)", "", text)
    said = house[1].strip() if house else ""
    for row in rows(text):
        if row.end == len(text) or (row.end == len(text.rstrip(".")) and row.more):
            return row.authors, row.more, said
    more = bool(ET_AL.search(text))
    return parse_authors(ET_AL.sub(" et al", text).strip(" ,.:;")), more, said


_ANY_WORD = r"(?!and\s)[^\W\d_][\w'’.-]{0,25}+"
_ANY_NAME = rf"{_ANY_WORD}(?:\s{_ANY_WORD}){{0,4}}+"
_ANY_NAMES = re.compile(
    rf"{_ANY_NAME}(?:(?:,\s?(?:and\s|&\s)?|;\s?|\sand\s|\s&\s){_ANY_NAME}){{1,200}}[.,]?"
)
_HALVES = r"[^\W\d_a-z][^,;]{0,40},\s[^\W\d_a-z](?:(?!\s(?:and|&)\s)[^,;]){0,40}+"
_TURNED = re.compile(rf"{_HALVES}(?:,?\s(?:and|&)\s{_HALVES}){{1,60}}")


def is_people(text: str, *, certain: bool = False) -> bool:
    """Say whether a text is a list of names; "certain" that no title is one as well."""
    text = _POINTED.sub(", ", text[:6_001]).strip(" ,.:;*_")
    if not text or len(text) > 6_000:
        return False
    bare = re.sub(r"\([^()]{0,80}\)|(?<=\w)[*†‡]+", "", text)
    if (ET_AL.search(text[-40:]) and len(text.split()) < 40) or _TURNED.fullmatch(bare):
        return True
    return bool(_ANY_NAMES.fullmatch(bare)) and _are_names(bare, certain=certain)


def _are_names(bare: str, *, certain: bool) -> bool:
    """Say whether words with commas between them are mostly names."""
    parts = [part for part in re.split(r",\s?(?:and\s|&\s)?|;\s?|\sand\s|\s&\s", bare) if part]
    if certain and len(parts) < 3 and not re.search(r"(?:^|[\s.])[^\W\d_a-z]\.", bare):
        return False
    initials = sum(bool(_INITIAL.fullmatch(part)) for part in parts)
    if initials and initials * 2 >= len(parts) - 1:
        return True
    names = sum(1 < len(part.split()) < 5 and _looks_named(part) for part in parts)
    return names * 2 > len(parts) or (names * 2 == len(parts) and "." in bare)


def _looks_named(text: str) -> bool:
    words = text.split()
    return all(not word[0].islower() or len(word) < 5 for word in words) and words[-1][0].isupper()
