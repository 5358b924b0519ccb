"""Papers read whole, the rows that they are written as, and single facts of many: keys, titles."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from readlist.errors import LibraryError
from readlist.model import (
    FACTS,
    OF_READING,
    STATED,
    Author,
    Identifier,
    Link,
    ListEntry,
    Note,
    Paper,
    Reading,
    Status,
)
from readlist.store.connection import Library
from readlist.store.journal import chunks
from readlist.store.select_parts import TAG_NAMES
from readlist.text import caseless

LISTED = ("key", "title", "year", "published", "venue", "kind", "added")
"""The fields that every listing shows, which stand in the table ``papers``."""
DETAILED = tuple(name for name in FACTS if name not in ("authors", *LISTED))
"""The other facts that are stored as they are, in the table ``details``."""
PAPER_COLUMNS = (*LISTED, "byline", "fold")
DETAIL_COLUMNS = (*DETAILED, "authors", "names", "extra", "ranks")
READING_COLUMNS = ("paper_id", "reader_id", *OF_READING)

_PLAIN = (*LISTED, *DETAILED)
_COLUMNS = (*[f"p.{name}" for name in LISTED], *[f"d.{name}" for name in DETAILED])
_FACTS = f"""
SELECT p.id, {", ".join(_COLUMNS)}, d.authors, d.extra, d.ranks
FROM json_each(:ids) wanted JOIN papers p ON p.id = wanted.value JOIN details d ON d.id = p.id
"""
_OF_READING = ["readers.name" if one.name == "reader" else one.name for one in fields(Reading)]
_PARTS = {
    "identifiers": "SELECT paper_id, scheme, value FROM identifiers",
    "links": "SELECT paper_id, name, url FROM links",
    "tags": "SELECT paper_id, name FROM tags",
    "aliases": "SELECT paper_id, kind, value FROM aliases",
    "notes": "SELECT paper_id, body, created, readers.name, notes.id FROM notes "
    "JOIN readers ON readers.id = notes.reader_id",
    "entries": "SELECT paper_id, section, position, remark, lists.name FROM entries "
    "JOIN lists ON lists.id = entries.list_id",
    "readings": f"SELECT paper_id, {', '.join(_OF_READING)} FROM readings "
    "JOIN readers ON readers.id = readings.reader_id",
}
_FIELD_OF = {"entries": "lists", "readings": "reading"}
"""What a paper calls the values of a table that has another name."""
_ORDERS = {
    "tags": "tags.name",
    "entries": "lists.name, position, entries.id",
    "readings": "readers.name",
}


_STATUSES = {str(status): status for status in Status}


def load(library: Library, ids: Iterable[int], without: Collection[str] = ()) -> Iterator[Paper]:
    """Yield papers whole, in the order of their numbers as given; unknown numbers are left out.

    ``ids`` may be rows that are still being read: papers are loaded part by part. ``without`` may
    name ``abstract``, ``reading``, ``lists`` and ``notes``, which are then left empty.
    """
    for part in chunks(ids):
        yield from _loaded(library, part, without)


def _loaded(library: Library, numbers: list[int], without: Collection[str]) -> list[Paper]:
    """Return papers in this order; what they are made of is gone before the first is used."""
    wanted = {"ids": json.dumps(numbers)}
    sql = _FACTS.replace("d.abstract", "''") if "abstract" in without else _FACTS
    rows = library.db.execute(sql, wanted).fetchall()
    parts: dict[str, dict[int, list[Any]]] = {}
    for name in _PARTS:
        is_left_out = _FIELD_OF.get(name, name) in without
        parts[name] = {} if is_left_out else _part(library.db, name, wanted)
    papers = {paper.id: paper for paper in _papers(rows, parts, library.reader)}
    return [papers[number] for number in numbers if number in papers]


def _part(db: sqlite3.Connection, name: str, wanted: dict[str, str]) -> dict[int, list[Any]]:
    """Return the values that papers have in one table, by the papers' numbers."""
    order = _ORDERS.get(name, f"{name}.id")
    sql = (
        f"{_PARTS[name]} WHERE {name}.paper_id IN (SELECT value FROM json_each(:ids)) "
        f"ORDER BY {order}"
    )
    make = _VALUES[name]
    values: dict[int, list[Any]] = defaultdict(list)
    for row in db.execute(sql, wanted):
        values[row[0]].append(make(row[1:]))
    return values


def _papers(
    rows: Sequence[Sequence[Any]], parts: Mapping[str, Mapping[int, list[Any]]], reader: str
) -> Iterator[Paper]:
    """Yield the papers of these rows as one reader sees them."""
    # JSON is read a column at a time, which takes a third of the time that it takes by the value.
    columns = [_json_column(rows, place) for place in (-3, -2, -1)]
    unread = Reading(reader=reader)
    identifiers, links, tags, aliases, notes, entries, readings = (
        parts[name].get for name in _PARTS
    )
    for row, authors, extra, ranks in zip(rows, *columns, strict=True):
        number = row[0]
        former = aliases(number, ())
        mine, others = unread, []
        for reading in readings(number, ()):
            if reading.reader == reader:
                mine = reading
            else:
                others.append(reading)
        yield Paper(
            id=number,
            **dict(zip(_PLAIN, row[1:], strict=False)),
            authors=tuple([Author(*values) for values in authors]),
            extra=extra,
            ranks={name: (source, rank) for name, (source, rank) in ranks.items()},
            identifiers=tuple(identifiers(number, ())),
            links=tuple(links(number, ())),
            reading=mine,
            others=tuple(others),
            tags=tuple(tags(number, ())),
            notes=tuple(notes(number, ())),
            lists=tuple(entries(number, ())),
            aliases=tuple([value for kind, value in former if kind == "key"]) if former else (),
            titles=tuple([value for kind, value in former if kind == "title"]) if former else (),
        )


@lru_cache(maxsize=1024)  # most papers wait to be read, unrated and undated
def _reading(values: tuple[Any, ...]) -> Reading:
    status, *others = values
    known = _STATUSES.get(status)
    if known is None:
        raise LibraryError(
            f"The library is damaged: {status!r} is no reading status. Run 'readlist db check' to "
            "see what else is, and 'readlist db restore' to go back to a backup."
        )
    return Reading(known, *others)


def _entry(values: Sequence[Any]) -> ListEntry:
    section, position, remark, name = values
    return ListEntry(tuple(json.loads(section)), position, remark, name)


_VALUES: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "identifiers": Identifier._make,
    "links": Link._make,
    "tags": itemgetter(0),
    "aliases": tuple,
    "notes": lambda values: Note(*values),
    "entries": _entry,
    "readings": _reading,
}
"""What a row of a table is in a paper."""


def _json_column(rows: Sequence[Sequence[Any]], place: int) -> list[Any]:
    found: list[Any] = json.loads(f"[{','.join([row[place] for row in rows])}]")
    return found


def authors_json(authors: Iterable[Author]) -> str:
    """Return authors as they are stored: arrays without their empty ends."""
    return to_json([_author_values(author) for author in authors])


def _author_values(author: Author) -> list[str]:
    values = [author.name, author.family, author.given, author.suffix]
    while values and not values[-1]:
        values.pop()
    return values


def to_json(value: object) -> str:
    """Return JSON as the library stores it."""
    return _encoded(value)


_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def by_identifiers(
    db: sqlite3.Connection, identifiers: Iterable[Identifier]
) -> dict[Identifier, int]:
    """Return the papers that these identifiers name.

    An address is found in whatever spelling it is kept, a DOI in whatever version.
    """
    from readlist.bib.dois import is_versioned, unversioned
    from readlist.bib.paper_addresses import spellings  # 2 ms, where identifiers are looked up

    asked: dict[tuple[str, str], list[Identifier]] = {}
    works: dict[str, list[Identifier]] = {}
    for one in identifiers:
        for value in spellings(one.value) if one.scheme == "url" else (one.value,):
            asked.setdefault((one.scheme, value), []).append(one)
        if one.scheme == "doi" and is_versioned(one.value):
            works.setdefault(unversioned(one.value), []).append(one)
    wanted = to_json(list(asked))
    rows = db.execute(
        "SELECT i.scheme, i.value, i.paper_id FROM json_each(?) wanted JOIN identifiers i "
        "ON i.scheme = json_extract(wanted.value, '$[0]') "
        "AND i.value = json_extract(wanted.value, '$[1]')",
        (wanted,),
    )
    found: dict[Identifier, int] = {}
    for scheme, value, number in rows:
        found.update(dict.fromkeys((Identifier(scheme, value), *asked[scheme, value]), number))
    for work, ones in works.items():
        for version, number in _versions_of(db, work):
            for one in (version, *ones):
                found.setdefault(one, number)
    return found


def _versions_of(db: sqlite3.Connection, work: str) -> Iterator[tuple[Identifier, int]]:
    """Yield the DOIs of the versions of a work, with the papers that have them."""
    from readlist.bib.dois import unversioned

    begins_so = db.execute(
        "SELECT value, paper_id FROM identifiers "
        "WHERE scheme = 'doi' AND value >= :work AND value < :work || '~' ORDER BY paper_id",
        {"work": work},
    )
    for value, number in begins_so:
        if unversioned(value) == work:
            yield Identifier("doi", value), number


def by_folds(db: sqlite3.Connection, folds: Iterable[str]) -> dict[str, list[int]]:
    """Return the papers with these folded titles, former titles included, oldest first."""
    wanted = to_json([found for found in folds if found])
    rows = db.execute(
        "SELECT p.fold, p.id FROM json_each(:folds) wanted JOIN papers p ON p.fold = wanted.value "
        "UNION SELECT a.value, a.paper_id FROM json_each(:folds) wanted "
        "JOIN aliases a ON a.kind = 'title' AND a.value = wanted.value ORDER BY 2",
        {"folds": wanted},
    )
    groups: dict[str, list[int]] = defaultdict(list)
    for name, number in rows:
        groups[name].append(number)
    return dict(groups)


def keys_of(db: sqlite3.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Return the citation keys of papers, by number."""
    rows = db.execute(
        "SELECT id, key FROM papers WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    return dict(rows.fetchall())


def taken_keys(db: sqlite3.Connection, bases: Iterable[str]) -> set[str]:
    """Return the citation keys in use, former ones included, that begin with one of ``bases``.

    Keys are compared without case; the answer is in lower case.
    """
    wanted = to_json(sorted(set(bases)))
    rows = db.execute(
        "SELECT lower(p.key) FROM json_each(:bases) wanted JOIN papers p "
        "ON p.key >= wanted.value AND p.key < wanted.value || '{' "
        "UNION SELECT lower(a.value) FROM json_each(:bases) wanted JOIN aliases a "
        "ON a.kind = 'key' AND a.value >= wanted.value AND a.value < wanted.value || '{'",
        {"bases": wanted},
    )
    return {key for (key,) in rows}


def by_keys(db: sqlite3.Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return the papers that have or had these keys, by key in lower case."""
    rows = db.execute(
        "WITH wanted AS (SELECT lower(value) AS key FROM json_each(:keys)) "
        "SELECT lower(a.value), a.paper_id FROM aliases a JOIN wanted w ON lower(a.value) = w.key "
        "WHERE a.kind = 'key' "
        "UNION ALL SELECT lower(p.key), p.id FROM papers p JOIN wanted w ON lower(p.key) = w.key",
        {"keys": to_json(sorted(set(keys)))},
    )
    return dict(rows.fetchall())


def count(db: sqlite3.Connection) -> int:
    """Return how many papers the library holds."""
    return int(db.execute("SELECT count(*) FROM papers").fetchone()[0])


def children(db: sqlite3.Connection, table: str, paper_ids: Iterable[int]) -> list[int]:
    """Return the row numbers of one table that belong to these papers."""
    return [
        number
        for (number,) in db.execute(
            f"SELECT id FROM {table} WHERE paper_id IN (SELECT value FROM json_each(?))",
            (to_json(list(paper_ids)),),
        )
    ]


def pairs_apart(db: sqlite3.Connection, numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the pairs among these papers that a person said are different."""
    rows = db.execute(
        "SELECT paper_id, other_id FROM apart WHERE paper_id IN (SELECT value FROM json_each(?))",
        (to_json(list(numbers)),),
    )
    return [(one, other) for one, other in rows]


def all_apart(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return every pair of papers that a person said are different."""
    return [(one, other) for one, other in db.execute("SELECT paper_id, other_id FROM apart")]


def stated_elsewhere(db: sqlite3.Connection) -> list[tuple[int, int, str]]:
    """Return papers with another one whose identifier a source of theirs gives, and that one."""
    return db.execute(
        "SELECT d.id, i.paper_id, said.key FROM details d, "
        f"json_each(d.extra, '$.{STATED}') said JOIN identifiers i "
        "ON i.scheme = substr(said.key, 1, instr(said.key, ':') - 1) "
        "AND i.value = substr(said.key, instr(said.key, ':') + 1) "
        f"WHERE d.extra LIKE '%\"{STATED}\"%' AND i.paper_id <> d.id ORDER BY d.id"
    ).fetchall()


def titles(db: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return the number, the title and the authors in short of every paper."""
    return list(db.execute("SELECT id, title, byline FROM papers ORDER BY id"))


def papers_with_news(db: sqlite3.Connection) -> list[int]:
    """Return the numbers of papers whose details hold news."""
    # The words are looked for first: reading the JSON of every paper takes ten times as long.
    rows = db.execute(
        "SELECT id FROM details WHERE extra LIKE '%\"news\":%' "
        "AND json_type(extra, '$.news') = 'array' ORDER BY id"
    )
    return [number for (number,) in rows]


class KeyRow(NamedTuple):
    """A paper by its citation key."""

    id: int
    key: str
    title: str


def key_rows(db: sqlite3.Connection) -> list[KeyRow]:
    """Return every paper's key, in the order of their numbers."""
    return [KeyRow(*row) for row in db.execute("SELECT id, key, title FROM papers ORDER BY id")]


def former_keys(db: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return the former keys of papers."""
    sql = "SELECT paper_id, value FROM aliases WHERE kind = 'key' ORDER BY paper_id, value"
    return list(db.execute(sql))


def with_cross_references(db: sqlite3.Connection, numbers: Sequence[int]) -> list[int]:
    """Return those of some papers whose entries may name others."""
    named = " OR ".join(f"extra LIKE '%\"{name}\"%'" for name in ("related", "crossref", "xref"))
    sql = f"SELECT id FROM details WHERE id IN (SELECT value FROM json_each(?)) AND ({named})"
    return [number for (number,) in db.execute(f"{sql} ORDER BY id", (json.dumps(list(numbers)),))]


def former_keys_of_others(db: sqlite3.Connection) -> frozenset[tuple[int, str]]:
    """Return the papers with those of their former keys that are another paper's now.

    It is the key of that paper, or a former key that the paper had first.
    """
    rows = db.execute(
        "SELECT a.paper_id, a.value FROM aliases a JOIN papers p ON p.key = a.value "
        "WHERE a.kind = 'key' AND p.id <> a.paper_id "
        "UNION SELECT a.paper_id, a.value FROM aliases a JOIN aliases b "
        "ON b.kind = 'key' AND b.value = a.value AND b.id < a.id "
        "WHERE a.kind = 'key' AND b.paper_id <> a.paper_id"
    )
    return frozenset((number, key) for number, key in rows)


def tagged(db: sqlite3.Connection, tag: str) -> set[int]:
    """Return the papers that have a tag, however it is spelled."""
    sql = "SELECT paper_id FROM tags WHERE caseless(name) = ?"
    return {number for (number,) in db.execute(sql, (caseless(tag),))}


def tag_names(db: sqlite3.Connection) -> list[str]:
    """Return every tag, those that differ in case alone as well."""
    return [name for (name,) in db.execute(TAG_NAMES)]


def tag_counts(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return every tag with the number of its papers.

    Spellings that differ in case alone are one tag, called as most papers have it.
    """
    rows: Sequence[Any] = db.execute(
        "SELECT name, count(*) FROM tags GROUP BY name ORDER BY count(*) DESC, name"
    ).fetchall()
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for name, number in rows:
        counts[names.setdefault(caseless(name), name)] += number
    return sorted(counts.items())
