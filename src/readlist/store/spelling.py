"""Words of the library that are spelled nearly like one that it does not have.

FTS5's own; the index holds stems, so the offered word is read out of a paper that has it.
"""

import re
import sqlite3
from difflib import SequenceMatcher

from readlist.text import fold_words

NEAREST = 3
SCANNED = 200_000
"""Terms looked at; a library of 100,000 papers has about as many."""
CLOSE = 0.75


def nearest_words(db: sqlite3.Connection, word: str) -> list[str]:
    """Return up to three words of the library near to this one; none if it has the word itself."""
    wanted = fold_words(word).replace(" ", "")
    if len(wanted) < 3 or _has(db, wanted):
        return []
    db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, search, row)")
    rows = db.execute(
        "SELECT term, doc FROM terms WHERE length(term) BETWEEN ? AND ? LIMIT ?",
        (len(wanted) - 4, len(wanted) + 2, SCANNED),
    )
    scored = sorted(_scored(rows, wanted), reverse=True)[: 2 * NEAREST]
    words = [found for _, term in scored if (found := _written(db, term, wanted))]
    return list(dict.fromkeys(words))[:NEAREST]


def _has(db: sqlite3.Connection, word: str) -> bool:
    sql = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return db.execute(sql, (f'"{word}"',)).fetchone() is not None


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
    row = db.execute(
        "SELECT title || ' ' || authors || ' ' || abstract || ' ' || venue || ' ' || remarks "
        "|| ' ' || notes || ' ' || tags "
        "FROM search_text WHERE id = (SELECT rowid FROM search WHERE search MATCH ? LIMIT 1)",
        (f'"{term}"',),
    ).fetchone()
    text = fold_words(row[0]) if row else ""
    start = term[: max(3, len(term) - 1)]
    forms: list[str] = re.findall(rf"\b{re.escape(start)}\w*", text)
    if not forms:
        return ""
    return max(set(forms), key=lambda form: SequenceMatcher(None, form, wanted).ratio())
