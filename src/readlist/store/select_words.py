"""Full-text conditions for SQLite's FTS5; another database would have a twin of this module."""

from collections.abc import Sequence

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
    plain = text
    if "\\" in text:
        from readlist.text import latex_accents  # 3 ms, and needed for LaTeX alone

        plain = latex_accents(text)
    for mark in ('"', "{", "}", "\0"):
        plain = plain.replace(mark, " " if mark in '"\0' else "")
    words = [plain] if phrase else plain.split()
    terms = [f'"{word}"' for word in words if any(c.isalnum() for c in word)]
    if not terms:
        return ""
    terms[-1] += "*" * prefix
    joined = " AND ".join(terms)
    if len(terms) > 1:
        joined = f"({joined})"
    return f"{{{' '.join(columns)}}} : {joined}" if columns else joined


def match_of(node: Node) -> str:
    """Return one full-text expression for a text term or alternatives of them, else nothing."""
    if isinstance(node, Words):
        return fts_term(node.text, prefix=node.prefix, phrase=node.phrase)
    if isinstance(node, Field) and node.name in TEXT_FIELDS:
        prefix, phrase = node.operator == "*", node.operator == "="
        columns = (_COLUMNS[node.name],)
        return _any(
            [fts_term(v, prefix=prefix, phrase=phrase, columns=columns) for v in node.values]
        )
    if isinstance(node, Or):
        parts = [match_of(child) for child in node.children if not isinstance(child, And | Or)]
        return _any(parts) if len(parts) == len(node.children) else ""
    return ""


def _any(terms: list[str]) -> str:
    """Return the alternatives as one; nothing as soon as one of them is no text."""
    if not all(terms):
        return ""
    return f"({' OR '.join(terms)})" if len(terms) > 1 else "".join(terms)


def split(parts: Sequence[Node]) -> tuple[str, list[Node]]:
    """Return one full-text expression for all text among the conditions, and the others."""
    wanted = {part: term for part in parts if (term := match_of(part))}
    if not wanted:
        return "", list(parts)
    unwanted = {p: term for p in parts if isinstance(p, Not) and (term := match_of(p.child))}
    match = " AND ".join(wanted.values())
    if unwanted:
        match = f"({match}) NOT ({' OR '.join(unwanted.values())})"
    return match, [part for part in parts if part not in wanted and part not in unwanted]
