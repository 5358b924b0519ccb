"""The papers that answer a question best: by the index first, the best few hundred by their text.

FTS5's own; how a text is weighed stands in ``query.relevance``. What a paper has of a question is
looked up in the index, word by word, so that it agrees with what a search for all words finds.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from math import log
from typing import NamedTuple

from readlist.query import Words
from readlist.query.relevance import Asked, Term, Text
from readlist.store.connection import Library
from readlist.store.select import Selection, best
from readlist.store.select_parts import LIST_COUNT
from readlist.store.select_words import BEST, match_each

LOOKED_AT = 200
"""Papers whose text is looked at; the best by the index alone."""
ENOUGH = 2_000
"""Papers that the rarest words must bring before common ones bring none by themselves."""
FEW = 20_000
"""Papers with any of the words of which every one is weighed."""
_HOLDERS = (
    "SELECT rowid FROM search WHERE search MATCH :match "
    # The sign keeps SQLite from asking the index anew for each of the papers.
    "AND +rowid IN (SELECT value FROM json_each(:among))"
)
_TEXTS = f"""
SELECT p.id, p.title, d.names, d.abstract, p.venue,
    (SELECT group_concat(n.body, ' ') FROM notes n WHERE n.paper_id = p.id),
    (SELECT group_concat(e.remark, ' ') FROM entries e WHERE e.paper_id = p.id),
    (SELECT group_concat(t.name, ' ') FROM tags t WHERE t.paper_id = p.id),
    r.status, r.rating, {LIST_COUNT}
FROM json_each(:among) wanted JOIN papers p ON p.id = wanted.value JOIN details d ON d.id = p.id
LEFT JOIN readings r ON r.paper_id = p.id AND r.reader_id = :reader
"""


_OF_WORDS = ("index", "has", "title", "authors", "phrase", "itself", "near")


class Ranked(NamedTuple):
    """A paper with the terms of its worth, and the words of the question that it lacks."""

    id: int
    terms: tuple[Term, ...]
    lacks: tuple[str, ...] = ()

    @property
    def worth(self) -> float:
        """The sum of the terms."""
        return sum([term.weight for term in self.terms])

    @property
    def by_meaning(self) -> bool:
        """Whether it came by what it means, more than by its words."""
        words = sum(term.weight for term in self.terms if term.kind in _OF_WORDS)
        return words < sum(term.weight for term in self.terms if term.kind == "meaning")


Means = Mapping[int, float]
"""How near the meaning of papers is to what was asked, of the nearest and no others."""
_NONE: Means = {}


def ranked(
    library: Library,
    selection: Selection,
    words: Sequence[Words],
    typed: str = "",
    means: Means = _NONE,
) -> list[Ranked]:
    """Return the papers of a selection that answer some words best, the best first.

    They are ``LOOKED_AT`` at most: whatever is beyond stands in the order of the index.
    """
    scores = dict(best(library.db, selection, LOOKED_AT))
    rarity = [1.0] * len(words)
    if len(words) > 1 and len(scores) > 1:
        rarity = _rarities(library.db, [_count(library.db, term) for term in match_each(words)])
    has = dict.fromkeys(scores, [True] * len(words))
    return _weighed(library, Asked(words, rarity, typed), scores, has, means)


def nearest(
    library: Library,
    words: Sequence[Words],
    most: int,
    *,
    without: Collection[int] = (),
    typed: str = "",
    means: Means = _NONE,
) -> list[Ranked]:
    """Return the papers that have most of some words, the rarer the more they count.

    With ``means`` those of the nearest meaning are among them, whatever words they have.
    """
    db = library.db
    terms = match_each(words)
    held = [_count(db, term) for term in terms]
    wanted = _expression([(count, term) for count, term in zip(held, terms, strict=True) if count])
    scores: dict[int, float] = {}
    if wanted and len(words) > 1:  # what has one word of one has all
        params = {"match": wanted, "limit": LOOKED_AT + len(without)}
        scores = dict(db.execute(f"SELECT * FROM {BEST}", params).fetchall())
    scores = dict.fromkeys(means, 0.0) | scores
    for number in without:
        scores.pop(number, None)
    among = json.dumps(list(scores))
    has: dict[int, list[bool]] = {number: [] for number in scores}
    for term, count in zip(terms, held, strict=True):
        holders = _holders(db, term, among) if count and scores else set()
        for number, found in has.items():
            found.append(number in holders)
    asked = Asked(words, _rarities(db, held), typed)
    return _weighed(library, asked, scores, has, means)[:most]


def _weighed(
    library: Library,
    asked: Asked,
    scores: Mapping[int, float],
    has: Mapping[int, list[bool]],
    means: Means,
) -> list[Ranked]:
    """Return papers by the sum of all that speaks for them; ``scores`` are those of the index."""
    if not scores:
        return []
    top = max(*(-score for score in scores.values()), 1e-9)
    values = {"among": json.dumps(list(scores)), "reader": library.reader_id}
    # What is not among the nearest is further away than the last of them.
    least = min(means.values(), default=0.0)
    found = []
    for number, title, names, *others, status, rating, lists in library.db.execute(_TEXTS, values):
        said = " ".join(filter(None, others))
        text = Text(title, names, said, status, rating, lists)
        near = means.get(number, least)
        terms = asked.weigh(text, -scores[number] / top, has[number], near)
        lacks = [
            word.typed for word, held in zip(asked.words, has[number], strict=True) if not held
        ]
        found.append(Ranked(number, tuple(terms), tuple(lacks)))
    return sorted(found, key=lambda one: (-one.worth, one.id))


def _rarities(db: sqlite3.Connection, held: Sequence[int]) -> list[float]:
    papers = int(db.execute("SELECT count(*) FROM papers").fetchone()[0])
    return [max(log((papers - count + 0.5) / (count + 0.5)), 0.01) for count in held]


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
