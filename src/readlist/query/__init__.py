"""The query language, text -> a frozen ``Query`` and back; pure, and cheap to import.

``a b`` is both, ``a OR b`` either, ``-a`` or ``NOT a`` without, ``( )`` groups; AND binds tighter
than OR. Whatever the text, ``parse`` raises nothing but ``QueryError``.
"""

from collections.abc import Mapping

from readlist.query.nodes import (
    STATUSES,
    TEXT_FIELDS,
    And,
    Field,
    Node,
    Not,
    Or,
    Query,
    SortKey,
    Words,
    conjuncts,
    drop_each,
    joined,
    negated,
    quoted,
    unparse,
    unparse_node,
    words_of,
)

__all__ = [
    "STATUSES", "TEXT_FIELDS", "And", "Field", "Node", "Not", "Or", "Query", "SortKey", "Words",
    "conjuncts", "drop_each", "joined", "negated", "parse", "parse_sort", "quoted", "unparse",
    "unparse_node", "words_of",
]  # fmt: skip


def parse(
    text: str, today: str = "", saved: Mapping[str, str] | None = None, *, stored: bool = False
) -> Query:
    """Return what the text asks for; with ``today``, ``7d`` and the like become dates.

    ``saved`` are the queries that ``@NAME`` stands for, by folded names; without it such a word is
    text. What was ``stored`` may hold what is refused by now, and is a text there: ``bert | gpt``.
    """
    if not text or text.isspace():
        return Query()
    from readlist.query.parser import parse_query  # 2 ms that a plain listing does not need

    return parse_query(text, today, saved, stored=stored)


def parse_sort(text: str) -> tuple[SortKey, ...]:
    """Return the keys of ``year-,title``: a minus before or after a name turns the order."""
    from readlist.query.parser import sort_keys

    return sort_keys(text)
