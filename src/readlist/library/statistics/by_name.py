"""The figures of each list, tag, venue, author or feed, by the queries that list their papers."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from readlist.errors import UsageError
from readlist.library.papers.search import count_statuses, prepare
from readlist.library.statistics.statistics import Figure, naming
from readlist.query import Or, quoted, unparse_node
from readlist.store.connection import Library
from readlist.store.select import ids_sql
from readlist.store.statistics import BY, names_of
from readlist.text import visible

SHOWN = 12


class Named(NamedTuple):
    """A list, tag, venue, author or feed, and how far a reader is with its papers."""

    name: str
    inbox: Figure
    waiting: Figure
    finished: Figure
    dropped: Figure


class ByName(NamedTuple):
    """The figures of what papers are told apart ``by``, those with most papers first."""

    by: str
    asked: str
    rows: list[Named]


def by_name(
    library: Library, kind: str, words: Sequence[str], now: str, most: int | None = None
) -> ByName:
    """Return the figures by list, tag, venue, author or feed. Raises ``UsageError``."""
    kind = kind.lower().removesuffix("s")
    if kind not in BY:
        raise UsageError(f"There are no figures by {visible(kind)!r}; they are by {', '.join(BY)}.")
    asked, among = "", ""
    values: dict[str, Any] = {}
    if words:
        found = prepare(library, words, now=now)
        where = found.query.where
        if where is not None:
            asked = f"({unparse_node(where)})" if isinstance(where, Or) else unparse_node(where)
            among, values = ids_sql(found.selection)
    limit = -1 if most == 0 else most or SHOWN
    rows = []
    for name in names_of(library, kind, limit, among, values):
        named = naming(library, f"{kind}:{quoted(name)} {asked}".rstrip(), now)
        count = count_statuses(library, prepare(library, [named("")], now=now))
        rows.append(
            Named(
                name,
                Figure(count.get("inbox", 0), named("status:inbox")),
                Figure(
                    count.get("to-read", 0) + count.get("reading", 0),
                    named("status:to-read,reading"),
                ),
                Figure(count.get("read", 0) + count.get("skimmed", 0), named("is:finished")),
                Figure(count.get("dropped", 0), named("status:dropped")),
            )
        )
    return ByName(kind, asked, rows)
