"""What a reader follows, what taste is learned from, what was learned, and the scores of papers."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from readlist.errors import LibraryError
from readlist.store.connection import Library, writing
from readlist.store.journal import Transaction, chunks, ensure_reader, unpack
from readlist.store.papers import to_json
from readlist.store.select_parts import NEW, SEEN
from readlist.store.statuses import CHOSEN

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

    ``authors`` are (name, family, given); ``feeds`` are names, and ``lists`` those of the lists
    that recommend the paper: not the one that it came with. ``votes`` is the most that any source
    counted, ``at`` when the reader decided. ``passed`` says that it was shown and left, while
    others of its day were kept.
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
    passed: bool = False


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
# after, one that stands here since an import when it was added. One that expired was not decided,
# and neither was one that came with a file and waits as it came.
_DECIDED = """
SELECT r.paper_id, r.status, r.rating, coalesce(nullif(r.finished, ''), nullif(r.started, ''),
    f.seen, p.added) AS at
FROM readings r JOIN papers p ON p.id = r.paper_id
LEFT JOIN (SELECT paper_id, max(seen) AS seen FROM feed_entries GROUP BY paper_id) f
    ON f.paper_id = r.paper_id
WHERE r.reader_id = :reader AND r.status <> 'inbox' AND {which}
    AND (r.status <> 'to-read' OR r.rating IS NOT NULL OR r.priority > 0 OR f.seen IS NOT NULL
        OR EXISTS (SELECT 1 FROM tags t WHERE t.paper_id = r.paper_id)
        OR EXISTS (SELECT 1 FROM scores s WHERE s.paper_id = r.paper_id AND s.reader_id = :reader))
    AND NOT (r.status = 'dropped' AND r.progress LIKE 'expired %')
ORDER BY at DESC, r.paper_id DESC LIMIT :most
"""


def decided(library: Library, most: int) -> Iterator[Material]:
    """Yield papers about which the reader decided, the newest decisions, oldest first.

    What came with a file and was not touched since was not decided; it has no score either, which
    every paper has that once waited in the inbox.
    """
    values = {"reader": library.reader_id, "most": most}
    return _with_decisions(library, _DECIDED.format(which="TRUE"), values)


def decided_of(library: Library, papers: Iterable[int]) -> Iterator[Material]:
    """Yield those of some papers about which the reader decided."""
    which = "r.paper_id IN (SELECT value FROM json_each(:papers))"
    values = {"reader": library.reader_id, "most": -1, "papers": to_json(list(papers))}
    return _with_decisions(library, _DECIDED.format(which=which), values)


def _with_decisions(library: Library, sql: str, values: Mapping[str, Any]) -> Iterator[Material]:
    rows = library.db.execute(sql, values).fetchall()
    for part in chunks(rows[::-1]):
        found = {one.id: one for one in material(library.db, [row[0] for row in part])}
        for number, status, rating, at in part:
            if number in found:
                yield found[number]._replace(status=status, rating=rating, at=at)


# Papers are passed over that stood among the best of a day which was looked at, wait still, and of
# whose day something was kept: there was a choice. A day is that of the pull that brought them.
_PASSED = f"""
WITH waiting AS (
    SELECT p.id, substr(p.added, 1, 10) AS day, row_number() OVER (
        PARTITION BY substr(p.added, 1, 10) ORDER BY s.score DESC, p.id) AS place
    FROM readings r JOIN papers p ON p.id = r.paper_id
    JOIN scores s ON s.paper_id = p.id AND s.reader_id = :reader
    WHERE r.reader_id = :reader AND r.status = 'inbox' AND r.wait = '' AND NOT {NEW}),
kept AS (
    SELECT DISTINCT substr(p.added, 1, 10) AS day FROM readings r JOIN papers p ON p.id = r.paper_id
    JOIN scores s ON s.paper_id = p.id AND s.reader_id = :reader
    WHERE r.reader_id = :reader AND r.status IN {CHOSEN})
SELECT w.id, w.day FROM waiting w WHERE w.place <= :best AND w.day IN (SELECT day FROM kept)
ORDER BY w.id DESC LIMIT :most
"""


def passed_over(library: Library, best: int, most: int) -> Iterator[Material]:
    """Yield papers that were shown among the ``best`` of their day and left, oldest first."""
    values = {"reader": library.reader_id, "best": best, "most": most}
    days = dict(library.db.execute(_PASSED, values).fetchall())
    for one in material(library.db, sorted(days)):
        yield one._replace(passed=True, at=days[one.id])


def decided_since(library: Library, entry: int) -> list[int]:
    """Return the papers whose reading was changed by entries of the journal after one."""
    rows = library.db.execute(
        "SELECT image FROM changes WHERE entry_id > ? AND rows_of = 'readings' AND kind = 'update'",
        (entry,),
    )
    numbers = [row[0] for (image,) in rows for row in unpack(image)[1]]
    papers = library.db.execute(
        "SELECT DISTINCT paper_id FROM readings WHERE reader_id = ? "
        "AND id IN (SELECT value FROM json_each(?)) ORDER BY paper_id",
        (library.reader_id, to_json(numbers)),
    )
    return [number for (number,) in papers]


def newest_entry(library: Library) -> int:
    """Return the number of the journal's newest entry."""
    return int(library.db.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()[0])


def learned_through(library: Library) -> int:
    """Return the newest entry of the journal from which the ranking has learned."""
    row = library.db.execute(
        "SELECT learned FROM looks WHERE reader_id = ?", (library.reader_id,)
    ).fetchone()
    return int(row[0]) if row else 0


def next_to_see(library: Library, most: int) -> list[int]:
    """Return what the inbox begins with: the new papers, and the best of the others."""
    rows = library.db.execute(
        "SELECT r.paper_id FROM readings r JOIN papers p ON p.id = r.paper_id "
        "LEFT JOIN scores s ON s.paper_id = r.paper_id AND s.reader_id = r.reader_id "
        "WHERE r.reader_id = :reader AND r.status = 'inbox' "
        f"ORDER BY {NEW} DESC, s.score IS NULL DESC, s.score DESC, p.id LIMIT :most",
        {"reader": library.reader_id, "most": most},
    )
    return [number for (number,) in rows]


def unscored(library: Library, most: int) -> list[int]:
    """Return what waits and has no score yet, the newest first."""
    rows = library.db.execute(
        "SELECT r.paper_id FROM readings r WHERE r.reader_id = ? AND r.status = 'inbox' AND "
        "NOT EXISTS (SELECT 1 FROM scores s WHERE s.paper_id = r.paper_id "
        "AND s.reader_id = r.reader_id) ORDER BY r.paper_id DESC LIMIT ?",
        (library.reader_id, most),
    )
    return [number for (number,) in rows]


def any_scores(library: Library) -> bool:
    """Say whether any paper has a score of this reader."""
    sql = "SELECT 1 FROM scores WHERE reader_id = ? LIMIT 1"
    return library.db.execute(sql, (library.reader_id,)).fetchone() is not None


def seen(library: Library) -> int:
    """Return the highest number of a paper that the reader saw before the newest arrived."""
    row = library.db.execute(f"SELECT {SEEN}", {"reader": library.reader_id}).fetchone()
    return int(row[0])


def look(library: Library) -> None:
    """Remember that the reader looks at the inbox now: what comes from here on is new.

    What was new stays so until more arrives. Where the library cannot be written, or somebody else
    writes it, the look is forgotten.
    """
    newest = (
        "(SELECT coalesce(max(paper_id), 0) FROM readings "
        "WHERE reader_id = :r AND status = 'inbox')"
    )
    _written_at_once(
        library,
        f"INSERT INTO looks (reader_id, newest, before) VALUES (:r, {newest}, 0) "
        "ON CONFLICT (reader_id) DO UPDATE SET newest = max(newest, excluded.newest), "
        "before = CASE WHEN excluded.newest > newest THEN newest ELSE before END",
        {"r": library.reader_id},
    )


def _written_at_once(library: Library, sql: str, values: Mapping[str, Any]) -> None:
    """Write what may be lost, if nobody else is writing."""
    if not library.writable or not library.reader_id or library.db.in_transaction:
        return
    with suppress(LibraryError), at_once(library), writing(library):
        library.db.execute(sql, values)


@contextmanager
def at_once(library: Library) -> Iterator[None]:
    """Let what is written inside fail, not wait, where somebody else is writing."""
    patience = library.db.execute("PRAGMA busy_timeout").fetchone()[0]
    library.db.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        library.db.execute(f"PRAGMA busy_timeout = {patience}")


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
        f"WHERE r.reader_id = ? AND r.status IN {CHOSEN} "
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
    # A list says something of a paper that was here before the list, or came by a feed: the list
    # that a paper came with says nothing, be it as long as it will.
    lists = db.execute(
        "SELECT DISTINCT e.paper_id, l.name FROM entries e JOIN lists l ON l.id = e.list_id "
        "JOIN papers p ON p.id = e.paper_id "
        "WHERE e.paper_id IN (SELECT value FROM json_each(?)) AND (l.added > p.added "
        "OR EXISTS (SELECT 1 FROM feed_entries f WHERE f.paper_id = e.paper_id)) ORDER BY l.name",
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


def was_learned(library: Library) -> bool:
    """Say whether the reader's taste was learned before."""
    sql = "SELECT 1 FROM models WHERE reader_id = ?"
    return library.db.execute(sql, (library.reader_id,)).fetchone() is not None


def is_current(library: Library) -> bool:
    """Say whether nothing was entered into the journal since the reader's taste was learned."""
    row = library.db.execute(
        "SELECT trained >= coalesce((SELECT max(at) FROM journal), '') FROM models "
        "WHERE reader_id = ?",
        (library.reader_id,),
    ).fetchone()
    return bool(row and row[0])


def save(
    library: Library,
    found: Mapping[int, Score],
    model: tuple[str, int, bytes] | None = None,
    through: int = 0,
) -> None:
    """Write scores, and what was learned (when, from how many decisions), outside the journal.

    ``through`` is the newest entry of the journal from which it was learned. Scores of papers that
    are gone are deleted. Raises ``LibraryError`` where the library cannot be written.
    """
    db, reader = library.db, library.reader_id
    with writing(library):
        if through:
            db.execute(
                "INSERT INTO looks (reader_id, learned) VALUES (?, ?) "
                "ON CONFLICT (reader_id) DO UPDATE SET learned = excluded.learned",
                (reader, through),
            )
        if model is not None:
            db.execute(
                "INSERT INTO models (reader_id, trained, decisions, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (reader_id) DO UPDATE SET "
                "trained = coalesce(nullif(excluded.trained, ''), trained), "
                "decisions = excluded.decisions, body = excluded.body",
                (reader, *model),
            )
            db.execute("DELETE FROM scores WHERE paper_id NOT IN (SELECT id FROM papers)")
        db.executemany(
            "INSERT INTO scores (paper_id, reader_id, score, reasons) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (paper_id, reader_id) DO UPDATE SET score = excluded.score, "
            "reasons = excluded.reasons",
            [(number, reader, one.score, to_json(one.reasons)) for number, one in found.items()],
        )


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
