"""Many titles in one question to arXiv: ``(ti:a AND ti:b) OR (ti:c AND ...)``.

A request takes three seconds whatever it asks, so that forty titles in one are forty times faster;
which paper is whose is seen by the titles that come back. First every word of a title must be
there; what was not found is asked again so that one stretch of it may be wrong.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from readlist.services.arxiv import Found, search
from readlist.services.base import DAY_S, Request
from readlist.text import clean, fold_words

TERMS = 400
"""Words in one question. Elasticsearch, which answers, takes 1,024 clauses, several for a word."""
MOST = 1_000
"""Papers in one answer: 2.5 MB; the manual allows 2,000."""
WORDS = 14
"""Words of a title that are asked for; more of them find nothing less."""
LEAST = 3
"""Words from which a title is worth asking for without its author."""
_AGE_S = 7 * DAY_S
_FORMULA = re.compile(r"\$[^$]{1,200}\$|\\[A-Za-z]+")
_WORD = re.compile(r"[^\W_]+")
# Lucene's, which the server leaves out, and words that people change: numerals, "via".
_UNASKED = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "if", "in", "into",
        "is", "it", "its", "no", "not", "of", "on", "or", "such", "than", "that", "the", "their",
        "then", "there", "these", "they", "this", "to", "was", "we", "will", "with", "via",
        "using", "through", "thru", "vs", "versus", "w", "ii", "iii", "iv", "vi", "vii", "viii",
        "ix", "part", "amp", "quot", "lt", "gt", "nbsp",
    }
)  # fmt: skip


class Sought(NamedTuple):
    """A title that is looked for; ``family`` is the first author's family name, if known."""

    number: int
    title: str
    family: str = ""


class Batch(NamedTuple):
    """Titles that are asked for together, and the question."""

    sought: tuple[Sought, ...]
    request: Request[Found]


def exact(sought: Sequence[Sought]) -> Iterator[Batch]:
    """Yield questions for papers that have every word of a title."""
    return _batches([(one, _exact(one)) for one in sought])


def tolerant(sought: Sequence[Sought]) -> Iterator[Batch]:
    """Yield questions for papers that have most words of a title."""
    return _batches([(one, _tolerant(one)) for one in sought])


def has_exact(one: Sought) -> bool:
    """Say whether a title has words enough to be asked for."""
    return bool(_exact(one))


def has_tolerant(one: Sought) -> bool:
    """Say whether a title has words enough to be asked for without some of them."""
    return bool(_tolerant(one))


def words_of(title: str) -> list[str]:
    """Return the words of a title that a search can rely on, in order, each once."""
    plain = fold_words(_FORMULA.sub(" ", clean(title, 600).replace("+", " ").replace("#", " ")))
    words = dict.fromkeys(_WORD.findall(plain))
    return [word for word in words if len(word) > 1 and word not in _UNASKED][:WORDS]


def _exact(one: Sought) -> list[list[str]]:
    words = words_of(one.title)
    if len(words) >= LEAST:
        return [_of_title(words)]
    return [[*_of_title(words), *_of_author(one)]] if words and one.family else []


def _tolerant(one: Sought) -> list[list[str]]:
    """Return alternatives: two thirds of the title, or one with the author, or one part of it."""
    words = words_of(one.title)
    found = []
    if len(words) >= LEAST:
        thirds = _thirds(words)
        if one.family:
            found += [[*_of_title(part), *_of_author(one)] for part in thirds if len(part) > 1]
        if len(words) >= LEAST + 1:
            found += [_of_title(words[: -len(thirds[2])]), _of_title(words[len(thirds[0]) :])]
            found.append(_of_title(thirds[0] + thirds[2]))
    head, colon, tail = clean(one.title).partition(": ")
    for part in (words_of(head), words_of(tail)) if colon else ():
        if len(part) >= LEAST:
            found.append(_of_title(part))
    return found


def _thirds(words: list[str]) -> list[list[str]]:
    """Return three stretches: what is wrong in a title mostly stands in one place."""
    ends = [round(len(words) * share / 3) for share in range(4)]
    return [words[start:end] for start, end in pairwise(ends)]


def _of_title(words: Sequence[str]) -> list[str]:
    return [f"ti:{word}" for word in words]


def _of_author(one: Sought) -> list[str]:
    words = _WORD.findall(fold_words(one.family))
    return [f"au:{words[-1]}"] if words else []


def _batches(asked: Sequence[tuple[Sought, list[list[str]]]]) -> Iterator[Batch]:
    sought: list[Sought] = []
    clauses: list[str] = []
    terms = 0
    for one, alternatives in asked:
        size = sum(map(len, alternatives))
        if not size:
            continue
        if terms + size > TERMS and sought:
            yield _batch(sought, clauses)
            sought, clauses, terms = [], [], 0
        sought.append(one)
        clauses += [f"({' AND '.join(parts)})" for parts in alternatives]
        terms += size
    if sought:
        yield _batch(sought, clauses)


def _batch(sought: Sequence[Sought], clauses: Sequence[str]) -> Batch:
    query = " OR ".join(clauses)
    return Batch(tuple(sought), search(query, most=MOST, sort="relevance", age_s=_AGE_S))
