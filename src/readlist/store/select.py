"""A query -> the statements that find, order, show and count its papers.

A statement reads ``papers p``, and ``readings r`` and ``scores sc`` of one reader, ``details d``
and the matches ``m`` of the full-text index only where something asks for them.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from readlist.query import STATUSES, Node, Query, SortKey, conjuncts
from readlist.store.select_parts import (
    ANNOUNCED,
    LIST_COUNT,
    NEW,
    NO_SIMILAR,
    VOTES,
    WHY,
    Similar,
    chained,
)
from readlist.store.select_words import BEST, COUNT, RANKED, matching, split

Statement = tuple[str, dict[str, Any]]


class Selection(NamedTuple):
    """Which papers and in what order; ``match`` is a full-text expression beside ``where_sql``.

    ``titles`` is the expression for those that have it in their titles.
    """

    where_sql: str
    params: dict[str, Any]
    match: str | None
    order_sql: str
    titles: str = ""


def compile_query(
    query: Query,
    reader_id: int,
    *,
    now: str,
    similar: Similar = NO_SIMILAR,
    foundations: Sequence[int] = (),
) -> Selection:
    """Return what finds the papers of a query; ``now`` is UTC, ISO 8601.

    ``similar`` is what conditions on similar papers mean; the first of them orders by itself where
    neither words nor a sort do. ``foundations`` are papers in the order to read them in.
    """
    match, titles, others = split(conjuncts(query.where))
    where, params = _conditions(others, now, similar, few=bool(match)) if others else ("", {})
    params["reader"] = reader_id
    sort = query.sort
    params["similar"] = json.dumps(next(iter(similar.values()), ()))
    params["foundations"] = json.dumps(list(foundations))
    if similar and not match:
        sort = sort or (SortKey("similar"),)
    if match:
        params["match"] = match
    return Selection(where, params, match or None, _order(sort, bool(match)), titles)


def _conditions(nodes: list[Node], now: str, similar: Similar, *, few: bool) -> Statement:
    from readlist.store.select_terms import Terms  # 8 ms that words and plain listings save

    terms = Terms(now, similar, few=few)
    return chained([terms.condition(node) for node in nodes], "AND"), terms.params


_LIFE = " ".join(f"WHEN '{status}' THEN {place}" for place, status in enumerate(STATUSES))
_NEARNESS = "(SELECT s.key FROM json_each(:similar) s WHERE s.value = p.id)"
_PLACE = "(SELECT s.key FROM json_each(:foundations) s WHERE s.value = p.id)"
# What stands last in both directions, and the value to order by.
_ORDERS: dict[str, tuple[str, str]] = {
    "id": ("", "p.id"),
    "key": ("", "lower(p.key)"),
    "title": ("p.fold = ''", "p.fold"),
    "author": ("p.byline = ''", "lower(p.byline)"),
    "year": ("p.year IS NULL", "p.year"),
    "published": ("p.published = ''", "p.published"),
    "added": ("", "p.added"),
    "started": ("COALESCE(r.started, '') = ''", "r.started"),
    "finished": ("COALESCE(r.finished, '') = ''", "r.finished"),
    "due": ("COALESCE(r.due, '') = ''", "r.due"),
    "wait": ("COALESCE(r.wait, '') = ''", "r.wait"),
    "status": ("r.status IS NULL", f"CASE r.status {_LIFE} END"),
    "priority": ("", "COALESCE(r.priority, 0)"),
    "rating": ("r.rating IS NULL", "r.rating"),
    "venue": ("p.venue = ''", "lower(p.venue)"),
    "lists": ("", LIST_COUNT),
    "score": ("sc.score IS NULL", "sc.score"),
    "announced": (f"{ANNOUNCED} = ''", ANNOUNCED),
    "new": ("", NEW),
    "votes": (f"{VOTES} IS NULL", VOTES),
    "relevance": ("", "m.score"),
    "similar": (f"{_NEARNESS} IS NULL", _NEARNESS),
    "foundations": (f"{_PLACE} IS NULL", _PLACE),
}


def _order(sort: Sequence[SortKey], ranked: bool) -> str:
    """Return the order: as asked, else the best match first, else as they came."""
    keys = [key for key in sort if ranked or key.field != "relevance"]
    if not keys and ranked:
        keys = [SortKey("relevance")]
    parts: list[str] = []
    for key in keys:
        missing, value = _ORDERS[key.field]
        parts += [missing] if missing else []
        parts.append(value + " DESC" * key.descending)
    if all(key.field not in ("id", "key") for key in keys):
        parts.append("p.id")
    return ", ".join(parts)


_USES_READING = r"\br\."
_USES_SCORE = r"\bsc\."
_BEST_FIRST = "m.score, p.id"


def _source(selection: Selection, *shown: str) -> str:
    """Return FROM and WHERE for the selection, with the tables that the shown columns need."""
    where = [selection.where_sql] if selection.where_sql else []
    tables = "papers p"
    if "m.score" in selection.order_sql and any("m.score" in text for text in shown):
        tables = f"{RANKED} m JOIN papers p ON p.id = m.id"
    elif selection.match:
        where.append(matching(":match"))
    tables += _joins(selection.where_sql, *shown)
    return f"{tables} WHERE {' AND '.join(where)}" if where else tables


def _joins(*texts: str) -> str:
    joins = ""
    if any(re.search(_USES_READING, text) for text in texts):
        joins += " LEFT JOIN readings r ON r.paper_id = p.id AND r.reader_id = :reader"
    if any(re.search(_USES_SCORE, text) for text in texts):
        joins += " LEFT JOIN scores sc ON sc.paper_id = p.id AND sc.reader_id = :reader"
    if any(text.startswith("d.") for text in texts):
        joins += " LEFT JOIN details d ON d.id = p.id"
    return joins


def ids_sql(selection: Selection, limit: int | None = None) -> Statement:
    """Return the statement for the ids in order; a limit of None or 0 is none."""
    params = selection.params | ({"limit": limit} if limit else {})
    if _is_plain_search(selection) and limit:
        return f"SELECT id FROM {BEST} m ORDER BY score, id", params
    return _picked("p.id AS id", selection, limit), params


def best(db: sqlite3.Connection, selection: Selection, most: int) -> list[tuple[int, float]]:
    """Return the papers that the index thinks best, with what it thinks (less is better).

    Weighing every paper that has a common word takes long, and what has it in its title is better:
    where there are enough of these, no other is weighed.
    """
    if selection.titles:
        titles = selection._replace(params=selection.params | {"match": selection.titles})
        if run(db, (COUNT, {"match": selection.titles})).fetchone()[0] >= most:
            found = _best(db, titles, most)
            if len(found) == most:
                return found
    return _best(db, selection, most)


def _best(db: sqlite3.Connection, selection: Selection, most: int) -> list[tuple[int, float]]:
    params = selection.params | {"limit": most}
    if selection.where_sql:
        return db.execute(_picked("p.id, m.score", selection, most), params).fetchall()
    return db.execute(f"SELECT id, score FROM {BEST}", params).fetchall()


def without(selection: Selection, ids: Sequence[int]) -> Selection:
    """Return the selection without some papers."""
    where = "p.id NOT IN (SELECT value FROM json_each(:without))"
    where = f"{selection.where_sql} AND {where}" if selection.where_sql else where
    return selection._replace(
        where_sql=where, params=selection.params | {"without": json.dumps(ids)}
    )  # fmt: skip


def within(selection: Selection, ids: Iterable[int]) -> Selection:
    """Return what of some papers the selection holds."""
    where = "p.id IN (SELECT value FROM json_each(:within))"
    where = f"{selection.where_sql} AND {where}" if selection.where_sql else where
    return selection._replace(
        where_sql=where, params=selection.params | {"within": json.dumps(list(ids))}
    )  # fmt: skip


def these_sql(ids: Sequence[int], columns: Sequence[str], reader_id: int) -> Statement:
    """Return the statement for columns of these papers, in their order."""
    shown, listed = _listed(columns)
    tables = f"json_each(:ids) m JOIN papers p ON p.id = m.value{_joins(*shown)}"
    params = {"ids": json.dumps(ids), "reader": reader_id}
    return f"SELECT {listed} FROM {tables} ORDER BY m.key", params


def _is_plain_search(selection: Selection) -> bool:
    return not selection.where_sql and selection.order_sql == _BEST_FIRST


def _picked(columns: str, selection: Selection, limit: int | None) -> str:
    order = selection.order_sql
    sql = f"SELECT {columns} FROM {_source(selection, order)} ORDER BY {order}"
    return f"{sql} LIMIT :limit" if limit else sql


# SQLite's way; PostgreSQL has string_agg. Without a limit SQLite may leave out the inner order.
def _comma_joined(select: str) -> str:
    return f"COALESCE((SELECT group_concat(name, ',') FROM ({select} LIMIT -1)), '')"


def _identifier(scheme: str) -> str:
    # The sign keeps SQLite from looking for the least value in the index of all papers' names,
    # which takes 2 ms for each of 17,000 papers instead of 2 microseconds.
    return (
        "COALESCE((SELECT min(i.value) FROM identifiers i "
        f"WHERE i.paper_id = p.id AND +i.scheme = '{scheme}'), '')"
    )


_P = ("id", "key", "title", "byline", "year", "published", "venue", "kind", "added")
_D = ("abstract", "names", "authors", "extra")
_R = ("status", "progress", "started", "finished", "due", "wait")
COLUMNS: dict[str, str] = {
    **{name: f"p.{name}" for name in _P},
    **{name: f"d.{name}" for name in _D},
    **{name: f"COALESCE(r.{name}, '')" for name in _R},
    "state": (
        "CASE WHEN r.status = 'dropped' AND r.progress LIKE 'expired %' THEN 'expired' "
        "ELSE COALESCE(r.status, '') END"
    ),
    "priority": "COALESCE(r.priority, 0)",
    "rating": "r.rating",
    "tags": _comma_joined("SELECT name FROM tags WHERE paper_id = p.id ORDER BY name"),
    "lists": _comma_joined(
        "SELECT DISTINCT l.name FROM entries e JOIN lists l ON l.id = e.list_id "
        "WHERE e.paper_id = p.id ORDER BY l.name"
    ),
    "list_count": LIST_COUNT,
    "notes": "(SELECT count(*) FROM notes n WHERE n.paper_id = p.id)",
    "remark": (
        "COALESCE((SELECT e.remark FROM entries e WHERE e.paper_id = p.id AND e.remark <> '' "
        "ORDER BY e.id LIMIT 1), '')"
    ),
    "arxiv": _identifier("arxiv"),
    "doi": _identifier("doi"),
    "score": "sc.score",
    "why": WHY,
    "feeds": _comma_joined(
        "SELECT f.name FROM feed_entries e JOIN feeds f ON f.id = e.feed_id "
        "WHERE e.paper_id = p.id ORDER BY f.name"
    ),
    "announced": ANNOUNCED,
    "new": NEW,
    "votes": VOTES,
}
"""What ``rows_sql`` can show beside all other facts: ``lists``, ``tags``, ``feeds`` are names with
commas, ``notes`` and ``votes`` numbers, ``why`` the reasons of the score in words, ``state`` is the
status, and ``expired`` for what was dropped undecided."""


def _detail(name: str) -> str:
    """Return the column of a fact that few listings show. Raises ``KeyError``."""
    from readlist.store.papers import DETAILED  # 10 ms that the columns above save

    if name not in DETAILED:
        raise KeyError(name)
    return f"d.{name}"


def _listed(columns: Sequence[str]) -> tuple[list[str], str]:
    """Return the SQL of columns, and all of them as a SELECT lists them."""
    shown = [COLUMNS.get(name) or _detail(name) for name in columns]
    named = (f"{sql} AS {name}" for sql, name in zip(shown, columns, strict=True))
    return shown, ", ".join(named)


def rows_sql(selection: Selection, columns: Sequence[str], limit: int | None = None) -> Statement:
    """Return the statement for these columns in order; a limit of None or 0 is none."""
    shown, listed = _listed(columns)
    order = selection.order_sql
    params = selection.params | ({"limit": limit} if limit else {})
    if not limit:
        return f"SELECT {listed} FROM {_source(selection, order, *shown)} ORDER BY {order}", params
    # The limit falls before the columns are looked up: a sort would carry them all along.
    carried = "p.id AS id, m.score AS score" if "m.score" in order else "p.id AS id"
    picked = f"({_picked(carried, selection, limit)})"
    if _is_plain_search(selection):
        picked = BEST
    tables = f"{picked} m JOIN papers p ON p.id = m.id{_joins(order, *shown)}"
    return f"SELECT {listed} FROM {tables} ORDER BY {order}", params


def count_sql(selection: Selection) -> Statement:
    """Return the statement for the number of papers."""
    if selection.match and not selection.where_sql:
        return COUNT, selection.params
    return f"SELECT count(*) FROM {_source(selection)}", selection.params


def any_snoozed(db: sqlite3.Connection, reader_id: int, today: str) -> bool:
    """Return whether a reader has papers that are left out until a day after this one."""
    sql = "SELECT 1 FROM readings WHERE reader_id = ? AND wait <> '' AND wait > ? LIMIT 1"
    return db.execute(sql, (reader_id, today)).fetchone() is not None


def statuses_sql(selection: Selection) -> Statement:
    """Return the statement for the number of papers of each status."""
    source = _source(selection, "r.status")
    return f"SELECT r.status, count(*) FROM {source} GROUP BY r.status", selection.params


def run(db: sqlite3.Connection, statement: Statement) -> sqlite3.Cursor:
    """Return what a statement finds, as it is read."""
    sql, values = statement
    return db.execute(sql, values)
