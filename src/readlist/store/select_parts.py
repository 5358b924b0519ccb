"""Pieces of SQL that selections and their conditions share."""

LIST_COUNT = "(SELECT count(DISTINCT e.list_id) FROM entries e WHERE e.paper_id = p.id)"
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
