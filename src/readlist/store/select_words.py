"""Full-text conditions for SQLite's FTS5; another database would have a twin of this module."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from readlist.query import TEXT_FIELDS, And, Field, Node, Not, Or, Words

# By column: title, authors, abstract, venue, notes, remarks, tags.
_SCORE = "bm25(search, 10.0, 6.0, 1.0, 3.0, 4.0, 2.0, 6.0)"
_COLUMNS = dict.fromkeys(TEXT_FIELDS, "") | {
    "title": "title",
    "author": "authors",
    "abstract": "abstract",
    "note": "notes",
    "remark": "remarks",
    "venue": "venue",
}

# The limit keeps SQLite from folding this into the query around it, where bm25() has no meaning.
RANKED = f"(SELECT rowid AS id, {_SCORE} AS score FROM search WHERE search MATCH :match LIMIT -1)"
BEST = (
    f"(SELECT rowid AS id, {_SCORE} AS score FROM search WHERE search MATCH :match "
    "ORDER BY score, rowid LIMIT :limit)"
)
COUNT = "SELECT count(*) FROM search WHERE search MATCH :match"


def matching(parameter: str) -> str:
    """Return the condition that a paper holds what a full-text expression asks for."""
    return f"p.id IN (SELECT rowid FROM search WHERE search MATCH {parameter})"


def fts_term(
    text: str, *, prefix: bool = False, phrase: bool = False, columns: Sequence[str] = ()
) -> str:
    """Return text as a full-text expression in which nothing of it is syntax; may be empty."""
    from readlist.query.words import forms, is_unspaced, open_forms, phrase_forms  # 4 ms

    ways = [phrase_forms(text)] if phrase else [forms(word) for word in text.split()]
    terms = []
    for way in ways:
        ends = ["*" * (prefix or is_unspaced(form.strip())) for form in way]
        quoted = [_quoted(form, end) for form, end in zip(way, ends, strict=True)]
        quoted += [_quoted(word, "") for word in (open_forms(way[0]) if prefix else ())]
        terms.append(_any(quoted))
    terms = [term for term in terms if term]
    if not terms:
        return ""
    joined = " AND ".join(terms)
    if len(terms) > 1:
        joined = f"({joined})"
    return f"{{{' '.join(columns)}}} : {joined}" if columns else joined


def _quoted(form: str, end: str) -> str:
    """Return words that follow each other, in the last of which a star is an open end."""
    plain = form.replace('"', " ").replace("\0", " ").strip()
    return f'"{plain}"{end}' if any(c.isalnum() for c in plain) else ""


_LONGEST_PAIR = 24


def match_each(words: Sequence[Words]) -> list[str]:
    """Return an expression for each of some words, two neighbours also written as one.

    ``pre training`` finds pretraining, ``Le Cun`` LeCun.
    """
    terms = [match_of(word) for word in words]
    for place, (one, other) in enumerate(pairwise(words)):
        joined = one.text + other.text
        side_by_side = other.span[0] - one.span[1] == 1
        if not (side_by_side and joined.isalnum() and len(joined) <= _LONGEST_PAIR):
            continue
        if one.phrase or one.prefix or other.phrase or other.prefix:
            continue
        terms[place] = _any([terms[place], f'"{joined}"'])
        terms[place + 1] = _any([terms[place + 1], f'"{joined}"'])
    return terms


def match_of(node: Node) -> str:
    """Return one full-text expression for a text term or alternatives of them, else nothing."""
    if isinstance(node, Words):
        return fts_term(node.text, prefix=node.prefix, phrase=node.phrase)
    if isinstance(node, Field) and node.name in TEXT_FIELDS:
        prefix, phrase = node.operator == "*", node.operator == "="
        if phrase and is_full_name(node):
            return ""
        columns = (_COLUMNS[node.name],)
        terms = [fts_term(v, prefix=prefix, phrase=phrase, columns=columns) for v in node.values]
        if node.name == "author":
            terms += [_turned(value) for value in node.values if re.fullmatch(_HAN_NAME, value)]
        return _any(terms)
    if isinstance(node, Or):
        parts = [match_of(child) for child in node.children if not isinstance(child, And | Or)]
        return _any(parts) if len(parts) == len(node.children) else ""
    return ""


_HAN_NAME = "[\u4e00-\u9fff]{2,4}"


def _turned(name: str) -> str:
    """Return a Chinese name as many sources have it, the family name last: 小明 王."""
    parts = (name[:1], name[1:])
    return f"({' AND '.join(fts_term(part, columns=('authors',)) for part in parts)})"


def is_full_name(node: Field) -> bool:
    """Return whether a condition asks for people by more than one word."""
    return node.name == "author" and node.operator == "=" and len(node.values[0].split()) > 1


def _any(terms: list[str]) -> str:
    """Return the alternatives as one; nothing as soon as one of them is no text."""
    if not all(terms):
        return ""
    return f"({' OR '.join(terms)})" if len(terms) > 1 else "".join(terms)


class Split(NamedTuple):
    """The full-text part of some conditions: the whole, the same in titles, and what is left.

    ``titles`` is empty where something is asked of other fields.
    """

    match: str
    titles: str
    others: list[Node]


def split(parts: Sequence[Node]) -> Split:
    """Return one full-text expression for all text among the conditions, and the others."""
    words = [part for part in parts if isinstance(part, Words)]
    terms = dict(zip(words, match_each(words), strict=True))
    wanted: dict[Node, str] = {}
    unwanted: dict[Node, str] = {}
    others: list[Node] = []
    are_words = True
    for part in parts:
        if isinstance(part, Words):
            term, into = terms[part], wanted
        elif isinstance(part, Not):
            term, into = match_of(part.child), unwanted
        else:
            term, into = match_of(part), wanted
            are_words = are_words and not term
        if term:
            into[part] = term
        else:
            others.append(part)
    if not wanted:
        return Split("", "", list(parts))
    match = " AND ".join(wanted.values())
    titles = f"{{title}} : ({match})" if are_words else ""
    if unwanted:
        without = f" NOT ({' OR '.join(unwanted.values())})"
        match = f"({match}){without}"
        titles = f"({titles}){without}" if titles else ""
    return Split(match, titles, others)
