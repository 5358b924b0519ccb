"""What the figures of a reader's papers are told by: lists, tags, venues, authors, feeds."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from readlist.store.connection import Library
from readlist.store.statuses import BEGUN

_DECIDED = (
    "readings r ON r.paper_id = {owner} AND r.reader_id = :reader AND r.status <> 'inbox'{among}"
)
_NAMES = {
    "list": """SELECT o.name, count(DISTINCT e.paper_id)
        FROM lists o JOIN entries e ON e.list_id = o.id JOIN {of}""",
    "tag": "SELECT o.name, count(*) FROM tags o JOIN {of}",
    "feed": """SELECT o.name, count(*)
        FROM feeds o JOIN feed_entries e ON e.feed_id = o.id JOIN {of}""",
    "venue": "SELECT p.venue, count(*) FROM papers p JOIN {of} AND p.venue <> ''",
    # Authors of everything would be read out of 250 MB of a large library.
    "author": f"""SELECT json_extract(a.value, '$[0]'), count(*)
        FROM details d JOIN {{of}} AND r.status IN {BEGUN},
        json_each(d.authors) a""",
}
_OWNERS = {
    "list": "e.paper_id", "tag": "o.paper_id", "feed": "e.paper_id", "venue": "p.id",
    "author": "d.id",
}  # fmt: skip
BY = tuple(_NAMES)
"""What papers can be told apart by."""


def names_of(
    library: Library, kind: str, most: int, among: str = "", values: Mapping[str, Any] | None = None
) -> list[str]:
    """Return the lists, tags, venues, authors or feeds with the most papers that were decided on.

    Authors are those of what was read or begun.
    """
    owner = _OWNERS[kind]
    beside = f" AND {owner} IN ({among})" if among else ""
    sql = _NAMES[kind].format(of=_DECIDED.format(owner=owner, among=beside))
    known = {"reader": library.reader_id, "most": most, **(values or {})}
    rows = library.db.execute(f"{sql} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most", known)
    return [name for name, _ in rows if name]


class Told(NamedTuple):
    """A paper of which a page of statistics tells."""

    id: int
    key: str
    title: str
    year: int | None
    rating: int | None


def told(library: Library, papers: Iterable[int]) -> dict[int, Told]:
    """Return what is told of papers, by number."""
    rows = library.db.execute(
        "SELECT p.id, p.key, p.title, p.year, r.rating FROM papers p "
        "JOIN readings r ON r.paper_id = p.id AND r.reader_id = :reader "
        "WHERE p.id IN (SELECT value FROM json_each(:papers))",
        {"reader": library.reader_id, "papers": json.dumps(list(papers))},
    )
    return {row[0]: Told(*row) for row in rows}
