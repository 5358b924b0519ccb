"""Conditions of a query -> SQL over ``papers p`` and ``readings r``; values are always parameters.

A condition may be NULL where a fact is missing; its opposite is therefore ``IS NOT TRUE``.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from readlist import local_time
from readlist.query import And, Field, Node, Not, Or
from readlist.query.fields import AHEAD, DATES, IDENTIFIERS, PRIORITIES, bounds
from readlist.store.select_parts import LIST_COUNT, NEW, NO_SIMILAR, TAG_NAMES, Similar, chained
from readlist.store.select_words import fts_term, is_full_name, match_of, matching
from readlist.store.statuses import FINISHED, UNREAD, WAITING
from readlist.text import caseless

_STALE_AFTER = "180d"
# Sorts after every character that a date, key or identifier may go on with.
_LAST = "\U0010ffff"

_PRIORITY = "COALESCE(r.priority, 0)"

_IN_TAGS = "p.id IN (SELECT paper_id FROM tags)"
_IN_LISTS = "p.id IN (SELECT paper_id FROM entries)"
_ISSUED = (
    "p.id IN (SELECT paper_id FROM identifiers WHERE scheme IN ('acl', 'openreview') "
    "OR (scheme = 'doi' AND value NOT LIKE '10.48550/arxiv.%'))"
)
_APPEARED = f"(lower(p.venue) NOT IN ('', 'arxiv', 'corr') OR {_ISSUED})"
_ON_ARXIV = "p.id IN (SELECT paper_id FROM identifiers WHERE scheme = 'arxiv')"
_SAME_TITLE = (
    "(p.fold IN (SELECT fold FROM papers WHERE fold <> '' GROUP BY fold HAVING count(*) > 1) "
    "AND EXISTS (SELECT 1 FROM papers o WHERE o.fold = p.fold AND o.id <> p.id AND NOT EXISTS "
    "(SELECT 1 FROM apart a WHERE (a.paper_id = p.id AND a.other_id = o.id) "
    "OR (a.paper_id = o.id AND a.other_id = p.id))))"
)
_HAS = {
    "pdf": (
        "p.id IN (SELECT paper_id FROM links WHERE name = 'pdf' "
        "OR (name = 'file' AND url LIKE '%.pdf'))"
    ),
    "file": "p.id IN (SELECT paper_id FROM links WHERE name = 'file')",
    "code": "p.id IN (SELECT paper_id FROM links WHERE name = 'code')",
    "link": "p.id IN (SELECT paper_id FROM links)",
    "doi": "p.id IN (SELECT paper_id FROM identifiers WHERE scheme = 'doi')",
    "arxiv": _ON_ARXIV,
    "note": "p.id IN (SELECT paper_id FROM notes)",
    "remark": "p.id IN (SELECT paper_id FROM entries WHERE remark <> '')",
    "abstract": "EXISTS (SELECT 1 FROM details d WHERE d.id = p.id AND d.abstract <> '')",
    "authors": "EXISTS (SELECT 1 FROM details d WHERE d.id = p.id AND d.names <> '')",
    "rating": "r.rating IS NOT NULL",
    "tag": _IN_TAGS,
    "list": _IN_LISTS,
    "year": "p.year IS NOT NULL",
    "venue": "p.venue <> ''",
    "due": "r.due > ''",
}
# Through the index of those few that are snoozed, which every listing leaves out.
_SNOOZED = (
    "(SELECT paper_id FROM readings WHERE reader_id = :reader AND wait <> '' AND wait > {today})"
)
_UNREAD = f"r.status IN {UNREAD}"
_IS = {
    "unread": _UNREAD,
    "read": "r.status = 'read'",
    "reading": "r.status = 'reading'",
    "inbox": "r.status = 'inbox'",
    "new": f"(r.status = 'inbox' AND {NEW})",
    "skimmed": "r.status = 'skimmed'",
    "dropped": "r.status = 'dropped'",
    "overdue": f"(r.due > '' AND r.due < {{today}} AND {_UNREAD})",
    "snoozed": f"p.id IN {_SNOOZED}",
    "expired": "(r.status = 'dropped' AND r.progress LIKE 'expired %')",
    "queued": "r.status = 'to-read'",
    "finished": f"r.status IN {FINISHED}",
    "starred": "r.rating >= 4",
    "orphan": "p.id NOT IN (SELECT paper_id FROM entries)",
    "consensus": (
        "p.id IN (SELECT paper_id FROM entries GROUP BY paper_id "
        "HAVING count(DISTINCT list_id) > 1)"
    ),
    "untagged": "p.id NOT IN (SELECT paper_id FROM tags)",
    "duplicate": _SAME_TITLE,
    "preprint": f"({_ON_ARXIV} AND NOT {_APPEARED})",
    "published": _APPEARED,
    "stale": (
        f"(r.status IN {WAITING} AND "
        "CASE WHEN r.started <> '' THEN r.started ELSE p.added END < {stale})"
    ),
}
_NUMBERS = {"year": "p.year", "rating": "r.rating", "id": "p.id", "lists": LIST_COUNT}
# Of most papers in bibliographies the year alone is known.
_PUBLISHED = "COALESCE(NULLIF(p.published, ''), CAST(p.year AS TEXT), '')"
_DAYS = {
    "added": "p.added",
    "published": _PUBLISHED,
    "started": "r.started",
    "finished": "r.finished",
    "due": "r.due",
    "wait": "r.wait",
}
# What is a day wherever one is; the others are moments.
_WHOLE_DAYS = frozenset({_PUBLISHED, "r.due", "r.wait"})
_MOVED = ("kept", "dropped")
"""Days that the journal tells."""


class Terms:
    """Turns conditions into SQL and collects their parameters."""

    def __init__(self, now: str, similar: Similar = NO_SIMILAR, *, few: bool = False) -> None:
        self.now = now
        self.similar = similar
        # Something else leaves few papers: look at each, instead of gathering all that fit.
        self.few = few
        self.params: dict[str, Any] = {}

    def bind(self, value: object) -> str:
        """Return the name under which a statement finds the value."""
        name = f"v{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    def condition(self, node: Node, *, opposite: bool = False) -> str:
        """Return the SQL of a condition, or of its opposite."""
        if isinstance(node, Not):
            return self.condition(node.child, opposite=not opposite)
        if opposite and isinstance(node, Field) and node.name == "status":
            # The papers in none of some statuses, which every listing asks for: the few in the
            # inbox are gathered from the index once, instead of a look for each paper.
            return (
                "p.id NOT IN (SELECT paper_id FROM readings WHERE reader_id = :reader "
                f"AND status IN ({self._each(node.values)}))"
            )
        match = match_of(node)
        if match:
            sql = matching(self.bind(match))
        elif isinstance(node, And | Or):
            return self._several(node, opposite)
        else:
            sql = self._field(node) if isinstance(node, Field) else "0 = 1"
        return f"({sql}) IS NOT TRUE" if opposite else sql

    def _several(self, node: And | Or, opposite: bool) -> str:
        # SQLite's parser has a small stack: what nests deepest must come first.
        children = sorted(node.children, key=_depth, reverse=True)
        word = "AND" if isinstance(node, And) != opposite else "OR"
        return chained([self.condition(c, opposite=opposite) for c in children], word)

    def _field(self, node: Field) -> str:
        if node.name in DATES:
            return self._dated(node)
        if node.name in _NUMBERS:
            return self._number(_NUMBERS[node.name], node.operator, node.values)
        if node.name == "priority":
            ranks = [str(PRIORITIES.index(v)) if v else "" for v in node.values]
            return self._number(_PRIORITY, node.operator, ranks)
        if node.name in ("has", "is"):
            return self._fact(_HAS if node.name == "has" else _IS, node)
        if node.name in IDENTIFIERS:
            return self._identifier(node)
        named: dict[str, Callable[[Field], str]] = {
            "status": lambda f: f"r.status IN ({self._each(f.values)})",
            "author": self._people,
            "kind": self._kind,
            "tag": self._tag,
            "key": self._key,
            "section": self._section,
            "snoozed": self._snoozed,
            "list": lambda f: self._member("entries", "lists", "list_id", f),
            "feed": lambda f: self._member("feed_entries", "feeds", "feed_id", f),
            "similar": lambda f: (
                "p.id IN (SELECT value FROM json_each("
                f"{self.bind(json.dumps(self.similar.get(f.values, ())))}))"
            ),
        }
        # Another text field comes here only if nothing of it is a word.
        return named[node.name](node) if node.name in named else "0 = 1"

    def _each(self, values: tuple[str, ...]) -> str:
        return ", ".join(self.bind(value) for value in values)

    def _fact(self, facts: dict[str, str], node: Field) -> str:
        found = chained([facts[value] for value in node.values], "OR")
        today = local_time.day(self.now)
        if "{today}" in found:
            found = found.replace("{today}", self.bind(today))
        if "{stale}" in found:
            found = found.replace("{stale}", self.bind(bounds(_STALE_AFTER, today)[0]))
        return found

    def _snoozed(self, node: Field) -> str:
        today = self.bind(local_time.day(self.now))
        words = {"yes": "IN", "no": "NOT IN"}
        found = [f"p.id {words[value]} {_SNOOZED.format(today=today)}" for value in node.values]
        return chained(found, "OR")

    def _number(self, column: str, operator: str, values: "tuple[str, ...] | list[str]") -> str:
        if operator == "..":
            low, high = values
            parts = [f"{column} >= {self.bind(int(low))}"] if low else []
            parts += [f"{column} <= {self.bind(int(high))}"] if high else []
            return chained(parts, "AND")
        if operator != ":":
            return f"{column} {operator} {self.bind(int(values[0]))}"
        return f"{column} IN ({', '.join(self.bind(int(value)) for value in values)})"

    def _dated(self, node: Field) -> str:
        if node.name not in _MOVED:
            return self._date(_DAYS[node.name], node)
        from readlist.store.moves import MOVES  # 4 ms, for what asks for these days alone

        days = self._date(f"w.{node.name}", node)
        return f"p.id IN (SELECT w.paper FROM ({MOVES}) w WHERE {days})"

    def _date(self, column: str, node: Field) -> str:
        """Compare by what a date begins with: ``2026-01`` is the whole month."""
        today = local_time.day(self.now)
        if node.name in AHEAD and node.operator == ":":
            return chained([self._standing(node.name, value) for value in node.values], "OR")
        days = [bounds(value, today, node.name) for value in node.values]
        if node.operator == ":":
            return chained([self._days(column, *both) for both in days], "OR")
        first, last = days[0][0], days[-1][1]
        match node.operator:
            case "..":
                return self._days(column, first, last)
            case ">=":
                border = f">= {self._begin(column, first)}"
            case ">":
                border = f">= {self._end(column, last)}"
            case "<":
                border = f"< {self._begin(column, first)}"
            case _:
                border = f"< {self._end(column, last)}"
        return f"({column} > '' AND {column} {border})"

    def _standing(self, name: str, value: str) -> str:
        """Return how a day ahead stands: none, any, past it, or which day it is."""
        column = _DAYS[name]
        match value:
            case "none":
                return f"COALESCE({column}, '') = ''"
            case "any":
                return f"{column} > ''"
            case "overdue":
                return self._fact(_IS, Field("is", ":", ("overdue",)))
        return self._days(column, *bounds(value, local_time.day(self.now), name))

    def _days(self, column: str, first: str, last: str) -> str:
        parts = [f"{column} > ''"]
        parts += [f"{column} >= {self._begin(column, first)}"] if first else []
        parts += [f"{column} < {self._end(column, last)}"] if last else []
        return chained(parts, "AND")

    def _begin(self, column: str, day: str) -> str:
        return self._bound(column, day, local_time.begin(day))

    def _end(self, column: str, day: str) -> str:
        return self._bound(column, day + _LAST, local_time.end(day))

    def _bound(self, column: str, day: str, instant: str) -> str:
        """Return with what a date is compared: with a day, or where it is an instant with that."""
        if column in _WHOLE_DAYS:
            return self.bind(day)
        return (
            f"CASE WHEN length({column}) > 10 THEN {self.bind(instant)} ELSE {self.bind(day)} END"
        )

    def _people(self, node: Field) -> str:
        """Find each person of ``"Le, Quoc and Ng, Andrew"``, however the library has the name."""
        if not is_full_name(node):
            return "0 = 1"
        from readlist.query.people import people  # for names of several words alone

        found = [self._person(words) for words in people(node.values[0])]
        return chained(found, "AND") if found else "0 = 1"

    def _person(self, words: list[str]) -> str:
        """Find the words among the authors, and then all of them in one author's name."""
        from readlist.query.people import begun, in_any_order, whole

        as_typed = fts_term(" ".join(words), phrase=True, columns=("authors",))
        each = [fts_term(word, columns=("authors",)) for word in words if len(word) > 1]
        if not (as_typed and each):
            return "0 = 1"
        if len(words) == 1:
            return matching(self.bind(as_typed))
        ways = in_any_order(words)
        name = "(' ' || caseless(json_extract(a.value, '$[0]')))"
        likes = [f"{name} LIKE {self.bind(begun(way))}" for way in ways]
        is_one = chained(likes, "OR")
        if all(word.isascii() for word in words):
            exact = [f"{name} LIKE {self.bind(whole(way))}" for way in ways]
            is_one = f"({chained(exact, 'OR')} OR ({name} GLOB '*[^ -~]*' AND {is_one}))"
        return (
            f"({matching(self.bind(' AND '.join(each)))} AND EXISTS (SELECT 1 FROM details d, "
            f"json_each(d.authors) a WHERE d.id = p.id AND {is_one}))"
        )

    def _kind(self, node: Field) -> str:
        if node.operator == "*":
            return f"p.kind LIKE {self.bind(f'{_escaped(node.values[0])}%')} ESCAPE '!'"
        return f"lower(p.kind) IN ({self._each(node.values)})"

    def _named(self, column: str, node: Field) -> str:
        """Compare names without regard to case, whole or by their beginning: ``straße``, STRASSE.

        SQLite's ``lower`` knows the letters of ASCII alone; ``caseless`` is a function of ours.
        """
        if node.operator == "*":
            return self._like(column, f"{_escaped(node.values[0])}%")
        values = tuple(caseless(value) for value in node.values)
        return f"caseless({column}) IN ({self._each(values)})"

    def _like(self, column: str, pattern: str) -> str:
        return f"caseless({column}) LIKE {self.bind(pattern)} ESCAPE '!'"

    def _tag(self, node: Field) -> str:
        from readlist.bib.keywords import as_tags  # 2 ms, for tags alone

        # A keyword "machine learning" is the tag machine-learning, "#nlp" and "nlp/" are nlp.
        words = as_tags(node.values) if node.operator == ":" else ()
        values = tuple(dict.fromkeys((*node.values, *words)))
        parts = [self._named("name", replace(node, values=values))]
        if node.operator == ":":
            parts += [self._like("name", f"{_escaped(value)}/%") for value in values]
        names = f"SELECT name FROM ({TAG_NAMES}) WHERE {chained(parts, 'OR')}"
        if self.few:
            return f"EXISTS (SELECT 1 FROM tags t WHERE t.paper_id = p.id AND t.name IN ({names}))"
        return f"p.id IN (SELECT paper_id FROM tags WHERE name IN ({names}))"

    def _member(self, table: str, owners: str, owner_id: str, node: Field) -> str:
        return (
            f"p.id IN (SELECT m.paper_id FROM {owners} o JOIN {table} m ON m.{owner_id} = o.id "
            f"WHERE {self._named('o.name', node)})"
        )

    def _section(self, node: Field) -> str:
        """Look into each heading once, however many entries stand under it."""
        parts = [self._like("h.value", f"%{_escaped(value)}%") for value in node.values]
        return (
            "p.id IN (SELECT paper_id FROM entries WHERE section IN (SELECT s.section FROM "
            "(SELECT DISTINCT section FROM entries) s, json_each(s.section) h "
            f"WHERE {chained(parts, 'OR')}))"
        )

    def _key(self, node: Field) -> str:
        current = chained(
            [self._begins("key", v, node, " COLLATE NOCASE") for v in node.values], "OR"
        )
        former = chained(
            [self._begins("value", v, node, " COLLATE NOCASE") for v in node.values], "OR"
        )
        return (
            f"p.id IN (SELECT id FROM papers WHERE {current} "
            f"UNION ALL SELECT paper_id FROM aliases WHERE kind = 'key' AND ({former}))"
        )

    def _identifier(self, node: Field) -> str:
        values = [_normal(node, value) for value in node.values]
        return (
            f"p.id IN (SELECT paper_id FROM identifiers WHERE scheme = {self.bind(node.name)} "
            f"AND ({chained([self._begins('value', v, node, '') for v in values], 'OR')}))"
        )

    def _begins(self, column: str, value: str, node: Field, collate: str) -> str:
        """Compare in the way that an index on the column can answer."""
        if node.operator == ":":
            return f"{column}{collate} = {self.bind(value)}"
        low, high = self.bind(value), self.bind(value + _LAST)
        return f"({column}{collate} >= {low} AND {column}{collate} < {high})"


def _normal(node: Field, value: str) -> str:
    if node.operator != ":":
        return value
    from readlist.bib.ids import normalise  # 5 ms, and needed for identifiers alone

    found = normalise(node.name, value)
    return found.value if found else value


def _escaped(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, f"!{special}")
    return caseless(text)


def _depth(node: Node) -> int:
    if isinstance(node, Not):
        return _depth(node.child)
    return 1 + max(map(_depth, node.children)) if isinstance(node, And | Or) else 0
