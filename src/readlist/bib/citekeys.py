"""Citation keys such as ``vaswani2017attention``: made once, then kept for ever.

A person may set another pattern, ``{authors.etal|slug}-{year}``: literal text and fields in braces,
each with a part after a dot, a number after a colon and filters after bars. It is checked when it
is set; whatever it makes of a paper is a valid key.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from readlist.bib.ids import arxiv_month
from readlist.errors import ConfigError
from readlist.model import Author, Identifier
from readlist.text import fold_words, nearest

KEY_LIMIT = 60
"""Characters of a key that the program makes, before the letters that tell equal ones apart."""
NAME_LIMIT = 30
"""Characters of the author in a key."""
PERSON_LIMIT = 100
"""Characters of a key that a person gives."""
LONGEST = 1_000
"""Characters of a key that a bibliography has; some programs make them of whole titles."""

STOP_WORDS = frozenset(
    {
        "a", "an", "the", "on", "of", "in", "and", "for", "to", "with", "is", "are", "from",
        "by", "at", "towards", "toward", "via", "using", "how", "what", "why", "do", "does",
        "can",
    }
)  # fmt: skip
# What goes of "Gödel’s" is ’s, of "O'Hara" the apostrophe alone.
_APOSTROPHE = re.compile(r"['’ʼ`](?:s\b)?")
# "3.5" is one word, as in "GPT-3.5"; the full stop of "in 3." is no part of one.
_WORD = re.compile(r"[a-z0-9]+(?:(?<=[0-9])\.(?=[0-9])[a-z0-9]+)*")
# BibTeX and biber accept more; these need no escaping in TeX, a shell or a comma-separated \cite.
_VALID = re.compile(rf"(?=[\W\d_]*[^\W\d_])\w[\w:./+-]{{0,{PERSON_LIMIT - 1}}}")
# On the command line these name a paper by other means: row, arXiv id (new and old), DOI.
_REFERENCE = re.compile(
    r"[0-9]+v[0-9]+|[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?|[a-z-]+(\.[A-Z]{2})?/[0-9]{7}(v[0-9]+)?"
    r"|10\.[0-9]{4,9}/.*|(arxiv|doi|https?):.*",
    re.IGNORECASE,
)


def base_key(
    authors: Sequence[Author], year: int | None, title: str, organization: str = ""
) -> str:
    """Return first author, year and first significant word of the title, in lower-case ASCII.

    Without an author the organisation stands in its place, otherwise the first word of the title:
    ``openai2023gpt``, ``attention2017all``.
    """
    who, words = who_and_words(authors, title, organization)
    return begun(f"{who}{year or ''}{_first(words)}")


def who_and_words(
    authors: Sequence[Author], title: str, organization: str
) -> tuple[str, list[str]]:
    """Return what stands for the author, and the words of the title that are left."""
    who = (author_part(authors[0]) if authors else "") or _first(_words(organization))
    words = _words(title)
    if not who and words:
        who, *words = words
    return who[:NAME_LIMIT] or "paper", words


def begun(key: str) -> str:
    """Return a key of the right length that begins with a letter."""
    key = key[:KEY_LIMIT]
    return f"p{key}"[:KEY_LIMIT] if key[:1].isdigit() else key


class Keyed(Protocol):
    """What a key is made from: a record, or a paper."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def authors(self) -> tuple[Author, ...]: ...  # noqa: D102
    @property
    def year(self) -> int | None: ...  # noqa: D102
    @property
    def published(self) -> str: ...  # noqa: D102
    @property
    def venue(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def organization(self) -> str: ...  # noqa: D102
    @property
    def identifiers(self) -> tuple[Identifier, ...]: ...  # noqa: D102


MakeKey = Callable[[Keyed], str]


def default_key(work: Keyed) -> str:
    """Return the citation key that a work's facts suggest, at least its first identifier."""
    year = year_of(work)
    if work.title or work.authors:
        return base_key(work.authors, year, work.title, work.organization)
    if work.identifiers:
        first = work.identifiers[0]
        words = "".join(c if c.isalnum() else "" for c in f"{first.scheme}{first.value}")
        return base_key((), None, words)
    return base_key((), year, "")


def year_of(work: Keyed) -> int | None:
    """Return the year; without one that of the date, or of the number that arXiv gave."""
    if work.year:
        return work.year
    numbers = (found.value for found in work.identifiers if found.scheme == "arxiv")
    said = work.published[:4] or next(filter(None, map(arxiv_month, numbers)), "")[:4]
    return int(said) if said.isdecimal() else None


def first_word(text: str) -> str:
    """Return the first significant word of a text in lower-case ASCII, empty where none is."""
    return _first(_words(text))


def author_part(author: Author) -> str:
    """Return the family name as one word, or the first word of a group's."""
    if author.family:
        return "".join(ascii_words(author.family))
    return _first(_words(author.name))


def _first(words: list[str]) -> str:
    return words[0] if words else ""


def _words(text: str) -> list[str]:
    """Return the significant words, then the numbers; all words where there is neither."""
    words = ascii_words(text)
    numbers = [word for word in words if word.isdigit()]
    said = [word for word in words if len(word) > 1 and not word.isdigit()]
    return [word for word in said if word not in STOP_WORDS] + numbers or words


def ascii_words(text: str) -> list[str]:
    """Return the words of a text in lower-case ASCII."""
    text = _APOSTROPHE.sub("", text)
    if text.isascii() and "\\" not in text:
        return _found(text.lower())
    folded = fold_words(text)
    if not folded.isascii():
        from anyascii import anyascii  # only for letters that are not Latin

        folded = " ".join(anyascii(word) for word in folded.split()).lower()
    return _found(folded)


def _found(text: str) -> list[str]:
    return [word.replace(".", "") for word in _WORD.findall(text)]


def free_key(base: str, taken: Callable[[str], bool]) -> str:
    """Return ``base``, or ``base`` with the first free of ``a`` … ``z``, ``aa`` ….

    ``taken`` compares without case, as BibTeX does. After ``z`` the search doubles its step and
    then halves it, so that the thousandth paper without a title costs twenty questions.
    """
    if not taken(base):
        return base
    for number in range(1, 27):
        if not taken(found := base + _letters(number)):
            return found
    low, high = 26, 52
    while taken(base + _letters(high)):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if taken(base + _letters(middle)):
            low = middle
        else:
            high = middle
    return base + _letters(high)


def _letters(number: int) -> str:
    """Return 1 as ``a``, 26 as ``z``, 27 as ``aa``."""
    found = ""
    while number > 0:
        number, digit = divmod(number - 1, 26)
        found = chr(ord("a") + digit) + found
    return found


def folded(key: str) -> str:
    """Return a key as the library compares it: without case, as SQLite does for ASCII alone."""
    return key.lower() if key.isascii() else key.translate(_LOWER)


_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
# Tried with BibTeX and biber: BibTeX ends a key at a blank or a comma, biber takes none of "#%\=
# either, and TeX does not let # % \ { } into a \cite. BibTeX alone takes '().
_CITABLE = re.compile(r"(?=.*[^\W_])[^\s,{}#%\\=\"\x00-\x20\x7f]+")


def citable(key: str) -> bool:
    """Say whether a key is kept as a bibliography has it, because BibTeX or biber accepts it.

    ``10.1145/3290605.3300233``, ``7780459`` and ``2013A&A...558A..33A`` are; ``a b`` is not. Such a
    key may look like another name of a paper; what the program makes itself never does.
    """
    return len(key) <= LONGEST and key.isprintable() and bool(_CITABLE.fullmatch(key))


def valid_key(key: str) -> bool:
    """Say whether a person may give this key: it cites safely and names nothing else.

    A row number, an arXiv id and a DOI are other names of papers on the command line.
    """
    if len(key) > PERSON_LIMIT or not _VALID.fullmatch(key):
        return False
    if not key.isascii() and any(not c.isascii() and c.lower() != c for c in key):
        return False  # the library compares keys without case, and knows that of ASCII alone
    return not _REFERENCE.fullmatch(key)


DEFAULT_PATTERN = "{author.family|ascii|lower}{year}{title.first_word}"
"""The pattern that ``default_key`` follows."""
_PARTS = {
    "author": ("family", "given", "initial"), "authors": ("etal",), "year": (), "yy": (),
    "title": ("first_word", "words", "camel"), "venue": (), "organization": (), "kind": (),
    "arxiv": (), "doi": (),
}  # fmt: skip
_COUNTED = frozenset({"authors", "title.words", "title.camel"})
_FILTERS = ("ascii", "lower", "upper", "capital", "slug", "max")
_SPELT: dict[str, Callable[[str], str]] = {
    "upper": str.upper, "lower": str.lower, "capital": lambda word: word[:1].upper() + word[1:],
}  # fmt: skip
_PIECE = r"[^{}]+|\{[^{}]*\}|[{}]"
_LITERAL = r"[A-Za-z0-9_:./+-]*"


class _Hole(NamedTuple):
    """One ``{field|filter}`` of a pattern; ``number`` is what stands after a colon."""

    field: str
    part: str
    number: int
    filters: tuple[tuple[str, int], ...]


def compile_pattern(pattern: str) -> MakeKey:
    """Return what makes keys by a pattern such as ``{authors.etal|slug}-{year}``.

    Words are lower-case ASCII to begin with. A work for which the pattern gives nothing, or no
    key, has its default key. Raises ``ConfigError`` with the column and the nearest word.
    """
    if pattern == DEFAULT_PATTERN:
        return default_key
    pieces = [_parsed(found[0], found.start() + 1) for found in re.finditer(_PIECE, pattern)]
    if not any(isinstance(piece, _Hole) for piece in pieces):
        raise ConfigError(
            f"The key pattern {pattern!r} has no field in braces, so every key would be the same; "
            f"the default is {DEFAULT_PATTERN}"
        )

    def make(work: Keyed) -> str:
        if not (work.title or work.authors):
            return default_key(work)
        key = begun("".join(p if isinstance(p, str) else _filled(p, work) for p in pieces))
        return key if valid_key(key) else default_key(work)

    return make


def _parsed(piece: str, column: int) -> str | _Hole:
    if piece in ("{", "}"):
        raise ConfigError(f"Column {column} of the key pattern: this brace has no counterpart.")
    if not piece.startswith("{"):
        wrong = re.match(_LITERAL, piece)
        if wrong and wrong.end() < len(piece):
            raise ConfigError(
                f"Column {column + wrong.end()} of the key pattern: a key cannot hold "
                f"{piece[wrong.end()]!r}; letters, digits and - _ : . / + are possible."
            )
        return piece
    said, *filters = piece[1:-1].split("|")
    field, part, number = _field(said, column + 1)
    at = column + 1 + len(said)
    chosen = []
    for word in filters:
        chosen.append(_filter(word, at + 1))
        at += 1 + len(word)
    return _Hole(field, part, number, tuple(chosen))


def _field(said: str, column: int) -> tuple[str, str, int]:
    name, colon, count = said.strip().partition(":")
    field, dot, part = name.partition(".")
    if field not in _PARTS:
        raise _unknown("field", field, tuple(_PARTS), column)
    if dot and part not in _PARTS[field]:
        raise _unknown(f"part of {field}", part, _PARTS[field], column + len(field) + 1)
    at = column + len(name) + 1
    if colon and name not in _COUNTED:
        raise ConfigError(
            f"Column {at} of the key pattern: {name} takes no number; "
            f"{', '.join(sorted(_COUNTED))} do."
        )
    return field, part, _number(count, at) if colon else 0


def _filter(said: str, column: int) -> tuple[str, int]:
    name, colon, count = said.strip().partition(":")
    if name not in _FILTERS:
        raise _unknown("filter", name, _FILTERS, column)
    if colon and name != "max":
        raise ConfigError(f"Column {column} of the key pattern: {name} takes no number.")
    return name, _number(count, column + len(name) + 1) if name == "max" else 0


def _number(text: str, column: int) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:3]) <= PERSON_LIMIT):
        raise ConfigError(
            f"Column {column} of the key pattern: {text!r} is not a number from 1 to "
            f"{PERSON_LIMIT}."
        )
    return int(text[:3])


def _unknown(what: str, said: str, known: Sequence[str], column: int) -> ConfigError:
    near = nearest(said, known, 0.5)
    listed = f"there are {', '.join(known)}." if known else "it has none."
    advice = f"did you mean {near!r}?" if near else listed
    return ConfigError(f"Column {column} of the key pattern: there is no {what} {said!r}; {advice}")


def _filled(hole: _Hole, work: Keyed) -> str:
    words = _value(hole, work)
    glue = ""
    for name, number in hole.filters:
        if name in _SPELT:
            words = [_SPELT[name](word) for word in words]
        elif name == "slug":
            glue = "-"
        elif name == "max":
            words = [glue.join(words)[:number]]
    return glue.join(word for word in words if word)


def _value(hole: _Hole, work: Keyed) -> list[str]:
    """Return the words of a field: ``vaswani`` of ``{author}``, ``2017`` of ``{year}``."""
    match hole.field:
        case "author":
            return _author_words(hole.part, work)
        case "authors":
            return _authors_words(hole.part, hole.number, work)
        case "title":
            return _title_words(hole.part, hole.number, work)
        case "year" | "yy":
            year = str(year_of(work) or "")
            return [year[-2:] if hole.field == "yy" else year]
        case "arxiv" | "doi":
            values = (found.value for found in work.identifiers if found.scheme == hole.field)
            return ascii_words(next(values, ""))
    return ascii_words(str(getattr(work, hole.field)))


def _author_words(part: str, work: Keyed) -> list[str]:
    given = ascii_words(work.authors[0].given) if work.authors else []
    if part == "given":
        return given
    if part == "initial":
        return [word[:1] for word in given[:1]]
    return [who_and_words(work.authors, work.title, work.organization)[0]]


def _authors_words(part: str, number: int, work: Keyed) -> list[str]:
    who, _ = who_and_words(work.authors, work.title, work.organization)
    several = [who, *(author_part(author)[:NAME_LIMIT] for author in work.authors[1:])]
    if part == "etal":  # two authors are both named
        return several if len(several) < 3 else [who, "etal"]
    return several[: number or None]


def _title_words(part: str, number: int, work: Keyed) -> list[str]:
    _, words = who_and_words(work.authors, work.title, work.organization)
    if part == "first_word":
        return words[:1]
    words = words[: number or None]
    return [word.capitalize() for word in words] if part == "camel" else words
