"""Pieces of SQL that selections and their conditions share."""

from collections.abc import Mapping, Sequence

Similar = Mapping[tuple[str, ...], Sequence[int]]
"""The papers that are most like those of a condition, by its values; the nearest first."""
NO_SIMILAR: Similar = {}

LIST_COUNT = "(SELECT count(DISTINCT e.list_id) FROM entries e WHERE e.paper_id = p.id)"
ANNOUNCED = (
    "COALESCE((SELECT min(e.announced) FROM feed_entries e WHERE e.paper_id = p.id "
    "AND e.announced <> ''), '')"
)
VOTES = (
    "COALESCE((SELECT max(json_extract(e.facts, '$.votes')) FROM feed_entries e "
    "WHERE e.paper_id = p.id), "
    "(SELECT json_extract(x.extra, '$.hf.upvotes') FROM details x WHERE x.id = p.id))"
)

TAG_NAMES = (
    "WITH RECURSIVE n(name) AS (SELECT min(name) FROM tags UNION ALL "
    "SELECT (SELECT min(t.name) FROM tags t WHERE t.name > n.name) FROM n "
    "WHERE n.name IS NOT NULL) SELECT name FROM n WHERE name IS NOT NULL"
)
"""All tags, from one to the next through the index: a library has 1,000 names in 300,000 rows."""

SEEN = (
    "COALESCE((SELECT CASE WHEN k.newest < (SELECT max(w.paper_id) FROM readings w "
    "WHERE w.reader_id = :reader AND w.status = 'inbox') THEN k.newest ELSE k.before END "
    "FROM looks k WHERE k.reader_id = :reader), 0)"
)
"""The highest number of a paper that the reader saw in the inbox before the newest arrived."""
NEW = f"(p.id > {SEEN})"


def _reasons(condition: str) -> str:
    return (
        "(SELECT group_concat(words, '; ') FROM (SELECT json_extract(value, '$[0]') AS words "
        f"FROM json_each(sc.reasons) WHERE {condition} AND json_extract(value, '$[2]') <> 'rest' "
        "ORDER BY key LIMIT 3))"
    )


_GOOD = "json_extract(value, '$[1]') > 0"
_OWN = _reasons(f"{_GOOD} AND json_extract(value, '$[2]') NOT IN ('feed', 'category')")
WHY = f"COALESCE({_OWN}, {_reasons(_GOOD)}, {_reasons('TRUE')}, '')"
"""The strongest reasons that speak for a paper, or else those against it (``Score.why``)."""
# SQLite takes expressions 1,000 deep, and a chain is as deep as it is long.
_LONGEST_CHAIN = 100


def chained(parts: list[str], word: str) -> str:
    """Return conditions joined by AND or OR; only alternatives need parentheses.

    SQLite's parser runs out of its stack at some ninety of them inside each other.
    """
    if len(parts) > _LONGEST_CHAIN:
        groups = range(0, len(parts), _LONGEST_CHAIN)
        parts = [f"({f' {word} '.join(parts[at : at + _LONGEST_CHAIN])})" for at in groups]
    joined = f" {word} ".join(parts)
    return f"({joined})" if word == "OR" and len(parts) > 1 else joined
