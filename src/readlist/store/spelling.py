"""Words of the library that are spelled nearly like one that it does not have; FTS5's own.

The index holds stems, so a word is looked for in all the ways in which it may have been mistyped,
which the index stems as it did the papers, and what is offered stands in a paper as it is.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from difflib import SequenceMatcher
from string import ascii_lowercase

from readlist.text import fold_words

NEAREST = 3
SHORTEST = 4
LONGEST = 30
_COUNTED = 2_000
_READ = 8
"""Papers in which a word must stand as it is offered; in others stands another word of its stem."""
_TRIED = 12
_SEVERAL = 5
"""Papers that have a word which is offered though none of them has the others of a question."""
CLOSE = 0.8
_WORD = re.compile(r"[^\W_]+")
# The limits bound what is read of common words; beyond them all are as good.
_HELD = f"""
SELECT way.value, (
    SELECT count(*) FROM (
        SELECT 1 FROM search WHERE search MATCH '"' || way.value || '"' || :beside
        LIMIT {_COUNTED}
    )
) AS papers
FROM json_each(:ways) way WHERE papers > 0 ORDER BY papers DESC, way.key LIMIT {5 * _TRIED}
"""
_TEXTS = f"""
SELECT title || ' ' || authors || ' ' || abstract || ' ' || venue || ' ' || remarks || ' ' || notes
    || ' ' || tags
FROM search_text
WHERE id IN (SELECT rowid FROM search WHERE search MATCH :match LIMIT {_READ})
"""


def has(db: sqlite3.Connection, match: str) -> bool:
    """Return whether any paper has what a full-text expression asks for."""
    sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return db.execute(sql, (match,)).fetchone() is not None


def nearest_words(db: sqlite3.Connection, word: str, beside: str = "") -> list[str]:
    """Return up to three words of the library near to this one; none if it has the word itself.

    The likeliest is first: of those one slip away the one that most papers have together with what
    stands beside it (a full-text expression), or else by itself; it is rarely another slip. What
    a single paper has may be meant where nothing else is asked, and in no long question. Only
    where no word is one slip away are those looked at that are two.
    """
    wanted = fold_words(word).replace(" ", "")
    if not SHORTEST <= len(wanted) <= LONGEST or not wanted.isalpha() or has(db, f'"{wanted}"'):
        return []
    if wanted.isascii():
        held = _held(db, list(dict.fromkeys(_slips(wanted))), "")
        # Only words that are there at all are looked for together with the others.
        others = f" AND {beside}" if beside else ""
        together = _held(db, [way for way, _ in held], others) if beside else held
        several = [(way, papers) for way, papers in held if papers >= _SEVERAL]
        found = _standing(db, together, others) or (_standing(db, several) if beside else [])
        if found:
            return found
    if beside:
        return []
    return _alike(db, wanted)


def _held(db: sqlite3.Connection, ways: list[str], beside: str) -> list[tuple[str, int]]:
    """Return those of some words that papers have, and how many; the commonest first."""
    values = {"ways": json.dumps(ways), "beside": beside}
    return db.execute(_HELD, values).fetchall()


def _slips(word: str) -> Iterator[str]:
    """Yield what was meant if one letter is too many, missing, wrong or swapped, or a blank."""
    for at in range(len(word)):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]
        if at > 1 and len(after) > 1:
            yield f"{before} {after}"
    for letter in ascii_lowercase:
        yield word + letter


def _standing(db: sqlite3.Connection, held: list[tuple[str, int]], others: str = "") -> list[str]:
    """Return those of some words that stand in papers as they are, the commonest first."""
    counted: list[tuple[int, str]] = []
    for way, papers in held:
        texts = _texts(db, way, others)
        times = sum(f" {way} " in text for text in texts)
        if times:
            counted.append((papers * (_READ + times), way))
        if len(counted) == _TRIED:
            break
    return [way for _, way in sorted(counted, key=lambda pair: -pair[0])[:NEAREST]]


def _texts(db: sqlite3.Connection, word: str, others: str = "") -> list[str]:
    rows = db.execute(_TEXTS, {"match": f'"{word}"{others}'})
    words = [_WORD.findall(text.lower()) for (text,) in rows]
    return [f" {' '.join(found)} " for found in words]


def _alike(db: sqlite3.Connection, wanted: str) -> list[str]:
    """Return words that look like this one and begin as it does."""
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, search, row)")
    first = wanted[0]
    rows = db.execute(
        # The index is in the order of its words: a range reads no more than it holds.
        "SELECT term, doc FROM terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (first, first + "\U0010ffff", len(wanted) - 4, len(wanted) + 2),
    )
    scored = sorted(_scored(rows, wanted), reverse=True)[: 2 * NEAREST]
    words = [found for _, term in scored if (found := _written(db, term, wanted))]
    return list(dict.fromkeys(words))[:NEAREST]


def _scored(rows: sqlite3.Cursor, wanted: str) -> list[tuple[tuple[float, int], str]]:
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    scored = []
    for term, papers in rows:
        matcher.set_seq1(term)
        # A stem has lost its ending; compare it with as much of the word.
        if matcher.real_quick_ratio() < CLOSE - 0.1 or matcher.quick_ratio() < CLOSE - 0.1:
            continue
        stem = SequenceMatcher(None, term, wanted[: len(term) + 1], autojunk=False).ratio()
        score = max(matcher.ratio(), stem)
        if score >= CLOSE:
            scored.append(((round(score, 2), papers), term))
    return scored


def _written(db: sqlite3.Connection, term: str, wanted: str) -> str:
    """Return a term as a paper writes it."""
    start = term[: max(3, len(term) - 1)]
    forms = [
        word for text in _texts(db, term) for word in text.split() if word.startswith(start)
    ]  # fmt: skip
    return max(forms, key=lambda form: SequenceMatcher(None, form, wanted).ratio(), default="")
