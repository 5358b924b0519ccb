"""Patterns of citation keys, as a person sets them: ``{authors.etal|slug}-{year}``.

A pattern is literal text and fields in braces, each with a part after a dot, a number after a
colon and filters after bars. It is checked when it is set; whatever it makes of a paper is a valid
key.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from readlist.bib.citekeys import (
    NAME_LIMIT,
    PERSON_LIMIT,
    Keyed,
    MakeKey,
    ascii_words,
    author_part,
    begun,
    default_key,
    valid_key,
    who_and_words,
    year_of,
)
from readlist.errors import ConfigError

DEFAULT_PATTERN = "{author.family|ascii|lower}{year}{title.first_word}"
"""The pattern that ``default_key`` follows."""
_PARTS = {
    "author": ("family", "given", "initial"), "authors": ("etal",), "year": (), "yy": (),
    "title": ("first_word", "words", "camel"), "venue": (), "organization": (), "kind": (),
    "arxiv": (), "doi": (),
}  # fmt: skip
_COUNTED = frozenset({"authors", "title.words", "title.camel"})
_FILTERS = ("ascii", "lower", "upper", "capital", "slug", "max")
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
    from difflib import get_close_matches

    near = get_close_matches(said, known, n=1, cutoff=0.5)
    listed = f"there are {', '.join(known)}." if known else "it has none."
    advice = f"did you mean {near[0]!r}?" if near else listed
    return ConfigError(f"Column {column} of the key pattern: there is no {what} {said!r}; {advice}")


def _filled(hole: _Hole, work: Keyed) -> str:
    words = _value(hole, work)
    glue = ""
    for name, number in hole.filters:
        if name == "upper":
            words = [word.upper() for word in words]
        elif name == "lower":
            words = [word.lower() for word in words]
        elif name == "capital":
            words = [word[:1].upper() + word[1:] for word in words]
        elif name == "slug":
            glue = "-"
        elif name == "max":
            words = [glue.join(words)[:number]]
    return glue.join(word for word in words if word)


def _value(hole: _Hole, work: Keyed) -> list[str]:
    field, part, number = hole.field, hole.part, hole.number
    if field in ("author", "authors", "title"):
        return _of_title_or_authors(field, part, number, work)
    if field in ("year", "yy"):
        year = str(year_of(work) or "")
        return [year[-2:] if field == "yy" else year]
    if field in ("arxiv", "doi"):
        values = (found.value for found in work.identifiers if found.scheme == field)
        return ascii_words(next(values, ""))
    return ascii_words(str(getattr(work, field)))


def _of_title_or_authors(field: str, part: str, number: int, work: Keyed) -> list[str]:
    who, words = who_and_words(work.authors, work.title, work.organization)
    if field == "title":
        chosen = words[:1] if part == "first_word" else words[: number or None]
        return [word.capitalize() for word in chosen] if part == "camel" else chosen
    if part in ("given", "initial"):
        given = ascii_words(work.authors[0].given) if work.authors else []
        return [word[:1] for word in given[:1]] if part == "initial" else given
    if field == "author":
        return [who]
    others = [author_part(author)[:NAME_LIMIT] for author in work.authors[1:]]
    if part == "etal":
        return [who, "etal"] if len(others) > 1 else [who, *others]
    return [who, *others][: number or None]
