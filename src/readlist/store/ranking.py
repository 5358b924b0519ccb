"""What a reader follows, what taste is learned from, what was learned, and the scores of papers."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from readlist.store.connection import Library, explained
from readlist.store.journal import Transaction, chunks, ensure_reader
from readlist.store.papers import to_json

REST = "rest"
"""The kind of the last reason, which holds everything that no other reason names."""
COMMON = ("feed", "category")
"""The kinds of reasons that nearly every paper of a feed shares."""


class Reason(NamedTuple):
    """One term of a score: in words, and what it adds to the log-odds of being kept.

    ``kind`` is ``words``, ``author``, ``category``, ``tag``, ``list``, ``lists``, ``feed``,
    ``votes``, ``follow``, ``mute`` or ``rest``.
    """

    text: str
    weight: float
    kind: str = ""


class Score(NamedTuple):
    """How likely a reader keeps a paper, between 0 and 1, and why: strongest first.

    The weights of all ``reasons`` together are the log-odds of ``score``; the last one is the
    rest.
    """

    score: float
    reasons: tuple[Reason, ...] = ()

    def why(self, most: int = 3) -> tuple[Reason, ...]:
        """Return the strongest reasons that speak for the paper, or else those against it.

        Its feed and its categories are named only where nothing else speaks for the paper: they
        are those of nearly every paper beside it.
        """
        named = [reason for reason in self.reasons if reason.kind != REST]
        good = [reason for reason in named if reason.weight > 0]
        own = [reason for reason in good if reason.kind not in COMMON]
        return tuple((own or good or named)[:most])


class Material(NamedTuple):
    """What the ranking may know of a paper.

    ``authors`` are (name, family, given); ``feeds`` and ``lists`` are names, ``votes`` the most
    that any source counted. ``own`` says that the reader decided about this paper itself rather
    than taking it in with a file; ``at`` is when.
    """

    id: int
    title: str = ""
    abstract: str = ""
    authors: tuple[tuple[str, str, str], ...] = ()
    categories: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    votes: int = 0
    status: str = ""
    rating: int | None = None
    at: str = ""
    own: bool = True


def scores(db: sqlite3.Connection, reader_id: int, papers: Iterable[int]) -> dict[int, Score]:
    """Return the stored scores of papers; those that were never scored are left out."""
    rows = db.execute(
        "SELECT paper_id, score, reasons FROM scores WHERE reader_id = ? "
        "AND paper_id IN (SELECT value FROM json_each(?))",
        (reader_id, to_json(list(papers))),
    )
    return {
        number: Score(score, tuple(Reason(*reason) for reason in json.loads(reasons)))
        for number, score, reasons in rows
    }


def waiting(library: Library) -> list[int]:
    """Return the papers in the reader's inbox."""
    rows = library.db.execute(
        "SELECT paper_id FROM readings WHERE reader_id = ? AND status = 'inbox' ORDER BY paper_id",
        (library.reader_id,),
    )
    return [number for (number,) in rows]


# The newest time at which something was decided; a paper that came by a feed is decided soon
# after, one that stands here since an import when it was added. One that expired was not decided.
_DECIDED = """
SELECT r.paper_id, r.status, r.rating, coalesce(nullif(r.finished, ''), nullif(r.started, ''),
    f.seen, p.added) AS at
FROM readings r JOIN papers p ON p.id = r.paper_id
LEFT JOIN (SELECT paper_id, max(seen) AS seen FROM feed_entries GROUP BY paper_id) f
    ON f.paper_id = r.paper_id
WHERE r.reader_id = :reader AND r.status <> 'inbox' AND {own}
    AND NOT (r.status = 'dropped' AND r.progress LIKE 'expired %')
ORDER BY at DESC, r.paper_id DESC LIMIT :most
"""
_OWN = (
    "(r.status <> 'to-read' OR r.rating IS NOT NULL OR r.priority > 0 OR f.seen IS NOT NULL "
    "OR EXISTS (SELECT 1 FROM tags t WHERE t.paper_id = r.paper_id))"
)


def decided(library: Library, most: int, *, own: bool) -> Iterator[Material]:
    """Yield papers about which the reader decided, the newest decisions, oldest first.

    ``own`` chooses those of single papers; without it come those taken in with a file and not
    touched since.
    """
    sql = _DECIDED.format(own=_OWN if own else f"NOT {_OWN}")
    rows = library.db.execute(sql, {"reader": library.reader_id, "most": most}).fetchall()
    for part in chunks(rows[::-1]):
        found = {one.id: one for one in material(library.db, [row[0] for row in part])}
        for number, status, rating, at in part:
            if number in found:
                yield found[number]._replace(status=status, rating=rating, at=at, own=own)


def others(library: Library, most: int) -> list[tuple[str, str]]:
    """Return titles and abstracts of papers spread over the library: how common words are."""
    rows = library.db.execute(
        "SELECT p.title, d.abstract FROM papers p JOIN details d ON d.id = p.id "
        "WHERE p.id % max(1, (SELECT count(*) FROM papers) / :most) = 0 ORDER BY p.id LIMIT :most",
        {"most": most},
    )
    return rows.fetchall()


def tag_counts(library: Library) -> dict[str, int]:
    """Return how many papers that the reader did not drop have each tag."""
    rows = library.db.execute(
        "SELECT t.name, count(*) FROM tags t JOIN readings r ON r.paper_id = t.paper_id "
        "WHERE r.reader_id = ? AND r.status NOT IN ('inbox', 'dropped') "
        "GROUP BY t.name ORDER BY t.name",
        (library.reader_id,),
    )
    return dict(rows.fetchall())


def material(db: sqlite3.Connection, papers: Sequence[int]) -> Iterator[Material]:
    """Yield what the ranking may know of papers, by number."""
    for part in chunks(papers):
        wanted = (to_json(list(part)),)
        feeds, counted, lists, tags = _beside(db, wanted)
        for number, title, abstract, authors, categories, primary, votes in db.execute(
            "SELECT p.id, p.title, d.abstract, d.authors, json_extract(d.extra, "
            "'$.arxiv.categories'), json_extract(d.extra, '$.primary_class'), "
            "json_extract(d.extra, '$.hf.upvotes') FROM json_each(?) wanted "
            "JOIN papers p ON p.id = wanted.value JOIN details d ON d.id = p.id ORDER BY p.id",
            wanted,
        ):
            yield Material(
                number, title, abstract,
                # Authors are stored without their empty ends: (name,), (name, family) and so on.
                authors=tuple((*one, "", "", "")[:3] for one in json.loads(authors)),
                categories=_categories(categories, primary),
                feeds=tuple(feeds.get(number, ())),
                lists=tuple(lists.get(number, ())),
                tags=tuple(tags.get(number, ())),
                votes=max([_whole(votes), *counted.get(number, ())]),
            )  # fmt: skip


Names = Mapping[int, list[str]]


def _beside(
    db: sqlite3.Connection, wanted: tuple[str]
) -> tuple[Names, Mapping[int, list[int]], Names, Names]:
    """Return by paper: names of its feeds, the votes that they said, its lists, its tags."""
    feeds: dict[int, list[str]] = {}
    votes: dict[int, list[int]] = {}
    for number, name, said in db.execute(
        "SELECT e.paper_id, f.name, json_extract(e.facts, '$.votes') FROM feed_entries e "
        "JOIN feeds f ON f.id = e.feed_id "
        "WHERE e.paper_id IN (SELECT value FROM json_each(?)) ORDER BY f.name",
        wanted,
    ):
        feeds.setdefault(number, []).append(name)
        votes.setdefault(number, []).append(_whole(said))
    lists = db.execute(
        "SELECT DISTINCT e.paper_id, l.name FROM entries e JOIN lists l ON l.id = e.list_id "
        "WHERE e.paper_id IN (SELECT value FROM json_each(?)) ORDER BY l.name",
        wanted,
    )
    by_list = _grouped(lists)
    tags = db.execute(
        "SELECT paper_id, name FROM tags "
        "WHERE paper_id IN (SELECT value FROM json_each(?)) ORDER BY name",
        wanted,
    )
    return feeds, votes, by_list, _grouped(tags)


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for number, name in rows:
        found.setdefault(number, []).append(name)
    return found


def _categories(listed: Any, primary: Any) -> tuple[str, ...]:
    said = json.loads(listed) if isinstance(listed, str) and listed.startswith("[") else []
    found = [*([primary] if isinstance(primary, str) else []), *said]
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def _whole(said: Any) -> int:
    return min(max(said, 0), 1_000_000) if isinstance(said, int) else 0


def learned(library: Library) -> bytes | None:
    """Return what was learned of the reader's taste, as it was saved."""
    row = library.db.execute(
        "SELECT body FROM models WHERE reader_id = ?", (library.reader_id,)
    ).fetchone()
    return bytes(row[0]) if row else None


def is_current(library: Library) -> bool:
    """Say whether nothing was entered into the journal since the reader's taste was learned."""
    row = library.db.execute(
        "SELECT trained >= coalesce((SELECT max(at) FROM journal), '') FROM models "
        "WHERE reader_id = ?",
        (library.reader_id,),
    ).fetchone()
    return bool(row and row[0])


def save(
    library: Library, found: Mapping[int, Score], model: tuple[str, int, bytes] | None = None
) -> None:
    """Write scores, and what was learned (when, from how many decisions), outside the journal.

    Scores of papers that are gone are deleted. Raises ``LibraryError`` where the library cannot
    be written.
    """
    db, reader = library.db, library.reader_id
    with explained(library.path):
        db.execute("BEGIN IMMEDIATE")
        try:
            if model is not None:
                db.execute(
                    "INSERT INTO models (reader_id, trained, decisions, body) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (reader_id) DO UPDATE SET trained = excluded.trained, "
                    "decisions = excluded.decisions, body = excluded.body",
                    (reader, *model),
                )
                db.execute("DELETE FROM scores WHERE paper_id NOT IN (SELECT id FROM papers)")
            db.executemany(
                "INSERT INTO scores (paper_id, reader_id, score, reasons) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (paper_id, reader_id) DO UPDATE SET score = excluded.score, "
                "reasons = excluded.reasons",
                [
                    (number, reader, one.score, to_json(one.reasons))
                    for number, one in found.items()
                ],
            )
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


class Follow(NamedTuple):
    """An ``author``, a ``word`` or a ``list`` by name; ``muted`` turns it round."""

    kind: str
    value: str
    muted: bool
    added: str
    id: int = 0


def follows(db: sqlite3.Connection, reader_id: int) -> list[Follow]:
    """Return what a reader follows and mutes, by kind and value."""
    rows = db.execute(
        "SELECT kind, value, muted, added, id FROM follows WHERE reader_id = ? "
        "ORDER BY kind, value, id",
        (reader_id,),
    )
    return [Follow(kind, value, bool(muted), added, i) for kind, value, muted, added, i in rows]


def insert_follow(tx: Transaction, wanted: Follow) -> None:
    """Write something that the reader who works did not follow before."""
    row = (ensure_reader(tx), wanted.kind, wanted.value, int(wanted.muted), wanted.added)
    tx.insert("follows", ("reader_id", "kind", "value", "muted", "added"), [row])


def update_follow(tx: Transaction, wanted: Follow) -> None:
    """Write that something is followed or muted from now on."""
    row = (wanted.id, wanted.value, int(wanted.muted), wanted.added)
    tx.update("follows", ("value", "muted", "added"), [row])


def delete_follow(tx: Transaction, number: int) -> None:
    """Forget that something was followed or muted."""
    tx.delete("follows", [number])
