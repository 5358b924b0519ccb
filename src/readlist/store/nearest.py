"""The papers that have most of a question, where none or few have all of it; FTS5's own.

What a paper has of a question is looked up in the index, word by word, so that it agrees with what
a search for all words would find.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from readlist.query import Words
from readlist.store.select_words import BEST, match_each, match_of

LOOKED_AT = 300
"""Papers that are compared; the best by their words alone."""
ENOUGH = 2_000
"""Papers that the rarest words must bring before common ones bring none by themselves."""
FEW = 20_000
"""Papers with any of the words of which every one is weighed."""
_HOLDERS = (
    "SELECT rowid FROM search WHERE search MATCH :match "
    # The sign keeps SQLite from asking the index anew for each of the papers.
    "AND +rowid IN (SELECT value FROM json_each(:among))"
)
# Measured on 52 judged questions over 3,204 abstracts (benchmarks/search.py): each of the two adds
# .015 of nDCG@10, and twice or half as much of either makes no difference.
_SHARE = 0.5
_TOGETHER = 0.25


class Near(NamedTuple):
    """A paper and the words of a question that it lacks."""

    id: int
    lacks: tuple[str, ...]


def nearest(
    db: sqlite3.Connection, words: Sequence[Words], most: int, *, without: Collection[int] = ()
) -> list[Near]:
    """Return the papers that have most of some words, the rarer the more they count.

    A paper's worth is that of its words in the index, and how much of the question it has, and how
    much of it word after word, each as a share of the best.
    """
    terms = match_each(words)
    held = [_count(db, term) for term in terms]
    papers = int(db.execute("SELECT count(*) FROM papers").fetchone()[0])
    rarity = [max(log((papers - count + 0.5) / (count + 0.5)), 0.01) for count in held]
    wanted = _expression([(count, term) for count, term in zip(held, terms, strict=True) if count])
    if not wanted:
        return []
    params = {"match": wanted, "limit": LOOKED_AT + len(without)}
    scores = {number: -score for number, score in db.execute(f"SELECT * FROM {BEST}", params)}
    for number in without:
        scores.pop(number, None)
    if not scores:
        return []
    best, whole, among = max(*scores.values(), 1e-9), sum(rarity), json.dumps(list(scores))
    worth = {number: score / best for number, score in scores.items()}
    has: list[set[int]] = []
    for term, count, weight in zip(terms, held, rarity, strict=True):
        has.append(_holders(db, term, among) if count else set())
        for number in has[-1]:
            worth[number] += _SHARE * weight / whole
    for place, (one, other) in enumerate(pairwise(words)):
        # Only words that stand side by side in the question belong together: "time sharing".
        if held[place] and held[place + 1] and other.span[0] - one.span[1] == 1:
            pair = match_of(Words(f"{one.text} {other.text}", phrase=True))
            for number in _holders(db, pair, among):
                worth[number] += _TOGETHER * (rarity[place] + rarity[place + 1]) / whole
    order = sorted(worth, key=lambda number: (-worth[number], number))[:most]
    return [
        Near(n, tuple(word.text for word, ids in zip(words, has, strict=True) if n not in ids))
        for n in order
    ]


def _count(db: sqlite3.Connection, term: str) -> int:
    found = db.execute("SELECT count(*) FROM search WHERE search MATCH ?", (term,)).fetchone()
    return int(found[0])


def _holders(db: sqlite3.Connection, term: str, among: str) -> set[int]:
    rows = db.execute(_HOLDERS, {"match": term, "among": among})
    return {number for (number,) in rows}


def _expression(held: list[tuple[int, str]]) -> str:
    """Return what finds the papers that are compared.

    Weighing each paper that has a common word takes long, and it cannot win by that alone: where
    there are many, one of the rarer words must be there, and common ones only add.
    """
    held = sorted(held)
    every = " OR ".join(term for _, term in held)
    if sum(count for count, _ in held) <= FEW:
        return every
    rarer: list[str] = []
    brought = 0
    for count, term in held:
        if rarer and brought + count > FEW:
            break
        rarer.append(term)
        brought += count
        if brought >= ENOUGH:
            break
    return f"({' OR '.join(rarer)}) AND ({every})"
