"""Papers that have the words of a text, by the search index itself: no second index is kept.

FTS5's own. Its bm25 with the most telling words of a text as the question finds the neighbours of a
paper as well as TF-IDF of all its words does, and the triggers of the library keep it true.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence

from readlist.store.select_words import fts_term

_PART = 10_000
"""Papers in which common words are counted; the whole library has them as often."""
_ENOUGH = 100
"""Papers of that part that must have a word for it to be common."""
_HELD = """
SELECT way.value, (
    SELECT count(*) FROM search
    WHERE search MATCH '"' || way.value || '"' AND rowid <= :last
) AS papers
FROM json_each(:words) way
"""
# Words of the title count twice. By column: title, authors, abstract, venue, notes, remarks, tags.
_ALIKE = """
SELECT rowid, bm25(search, 2.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0) AS score
FROM search WHERE search MATCH :match {among} ORDER BY score, rowid LIMIT :most
"""
# The sign keeps SQLite from asking the index anew for each of the papers.
_AMONG = "AND +rowid IN (SELECT value FROM json_each(:among))"


def held(db: sqlite3.Connection, words: Sequence[str]) -> dict[str, int]:
    """Return in how many papers each word stands, about, without those that stand in none.

    Words are of letters and digits alone.
    """
    last = db.execute("SELECT coalesce(max(id), 0) FROM papers").fetchone()[0]
    found = dict(db.execute(_HELD, {"words": json.dumps(words), "last": _PART}).fetchall())
    if last > _PART:
        rare = [word for word, papers in found.items() if papers < _ENOUGH]
        found = {word: papers * last // _PART for word, papers in found.items()}
        found |= dict(db.execute(_HELD, {"words": json.dumps(rare), "last": last}).fetchall())
    return {word: papers for word, papers in found.items() if papers}


def alike(
    db: sqlite3.Connection, words: Sequence[str], among: Collection[int] | None, most: int
) -> list[int]:
    """Return the papers that have some of these words, by title and abstract, the best first.

    With ``among`` no others are looked at.
    """
    if not words:
        return []
    match = " OR ".join(fts_term(word, phrase=True) for word in words)
    values: dict[str, object] = {"match": match, "most": most}
    condition = ""
    if among is not None:
        values["among"] = json.dumps(sorted(among))
        condition = _AMONG
    rows = db.execute(_ALIKE.format(among=condition), values)
    return [number for number, _ in rows]
