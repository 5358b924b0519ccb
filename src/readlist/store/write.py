"""Papers written: new ones in bulk, changed ones by what differs; always through a transaction.

The parts of a new paper are written before the paper itself, so that the search index reads it
once and whole.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from readlist.bib.names import byline, names_text
from readlist.model import MORE_AUTHORS, OF_READING, Paper, Reading
from readlist.store.connection import CHILD_TABLES
from readlist.store.journal import Transaction, ensure_reader
from readlist.store.papers import (
    DETAIL_COLUMNS,
    DETAILED,
    LISTED,
    PAPER_COLUMNS,
    READING_COLUMNS,
    authors_json,
    children,
    tag_counts,
    to_json,
)
from readlist.text import caseless, fold

Pair = tuple[Paper, Paper]


def insert_papers(tx: Transaction, papers: Sequence[Paper]) -> None:
    """Write new papers, whose numbers follow each other; places in lists are written before."""
    if not papers:
        return
    papers = [_spelled(tx, paper, ()) for paper in papers]
    tx.insert_numbered("details", ("id", *DETAIL_COLUMNS), [(p.id, *_details(p)) for p in papers])
    for table, (columns, rows_of) in _PARTS.items():
        tx.insert(table, columns, [(p.id, *row) for p in papers for row in rows_of(p)])
    tx.insert("notes", _NOTE_COLUMNS, [row for p in papers for row in _note_rows(tx, p, p.notes)])
    readings = [(p.id, *_reading(tx, r)) for p in papers for r in _readings(p)]
    tx.insert("readings", READING_COLUMNS, readings)
    tx.insert_numbered("papers", ("id", *PAPER_COLUMNS), [(p.id, *_facts(p)) for p in papers])


def save_papers(tx: Transaction, pairs: Sequence[Pair]) -> None:
    """Write what differs between stored papers and the same papers as they should be."""
    pairs = [
        (before, _spelled(tx, after, before.tags)) for before, after in pairs if before != after
    ]
    tx.update("papers", PAPER_COLUMNS, [(after.id, *_facts(after)) for _, after in pairs])
    tx.update(
        "details", DETAIL_COLUMNS,
        [(after.id, *_details(after)) for before, after in pairs
         if _detail_facts(before) != _detail_facts(after)],
    )  # fmt: skip
    for table, (columns, rows_of) in _PARTS.items():
        _sync(tx, table, columns, [(p.id, rows_of(p), rows_of(q)) for p, q in pairs])
    _save_notes(tx, pairs)
    _save_readings(tx, pairs)


def remove_papers(tx: Transaction, ids: Iterable[int]) -> None:
    """Delete papers with everything that belongs to them; the journal keeps it all."""
    numbers = sorted(set(ids))
    parts = {table: children(tx.db, table, numbers) for table in CHILD_TABLES}
    parts["apart"] += [
        row for (row,) in tx.db.execute(
            "SELECT id FROM apart WHERE other_id IN (SELECT value FROM json_each(?))",
            (to_json(numbers),),
        )
    ]  # fmt: skip
    tx.delete("papers", numbers)
    tx.delete("details", numbers)
    for table, rows in parts.items():
        tx.delete(table, rows)


def _spelled(tx: Transaction, paper: Paper, former: Sequence[str]) -> Paper:
    """Return a paper whose new tags are spelled as the library has them.

    ``+nlp`` puts on ``NLP`` where that is there; the first spelling is everybody's.
    """
    if all(tag in former for tag in paper.tags):
        return paper
    known = _spellings(tx)
    tags = dict.fromkeys(tag if tag in former else _spelling(known, tag) for tag in paper.tags)
    spelled = tuple(sorted(tags))
    return paper if spelled == paper.tags else replace(paper, tags=spelled)


def _spelling(known: dict[str, str], tag: str) -> str:
    """Return a tag as it is spelled; of one that is new what it nests in: ``NLP/parsing``."""
    folded = caseless(tag)
    if folded not in known:
        around, slash, name = tag.rpartition("/")
        known[folded] = f"{_spelling(known, around)}/{name}" if slash else tag
    return known[folded]


def _spellings(tx: Transaction) -> dict[str, str]:
    if tx.tag_spellings is None:
        names = [name for name, _ in tag_counts(tx.db)]
        known = {caseless(name): name for name in names}
        for name in names:  # "nlp/parsing" says how "nlp" is spelled, where no tag says so itself
            while name := name.rpartition("/")[0]:
                known.setdefault(caseless(name), name)
        tx.tag_spellings = known
    return tx.tag_spellings


def respell(tx: Transaction, tag: str) -> None:
    """Write a tag so from now on, in this transaction as well."""
    _spellings(tx)[caseless(tag)] = tag


def _facts(paper: Paper) -> tuple[Any, ...]:
    line = byline(paper.authors, paper.author_count, more=bool(paper.extra.get(MORE_AUTHORS)))
    return (*_listed(paper), line, fold(paper.title))


def _details(paper: Paper) -> tuple[Any, ...]:
    return (
        *_detailed(paper), authors_json(paper.authors), names_text(paper.authors),
        to_json(dict(paper.extra)), to_json(dict(paper.ranks)),
    )  # fmt: skip


def _detail_facts(paper: Paper) -> tuple[Any, ...]:
    return (*_detailed(paper), paper.authors, dict(paper.extra), dict(paper.ranks))


_listed, _detailed = attrgetter(*LISTED), attrgetter(*DETAILED)
_of_reading = attrgetter(*OF_READING)
Rows = list[tuple[Any, ...]]
_PARTS: dict[str, tuple[tuple[str, ...], Callable[[Paper], Rows]]] = {
    "identifiers": (
        ("paper_id", "scheme", "value"),
        lambda p: [(i.scheme, i.value) for i in p.identifiers],
    ),
    "links": (("paper_id", "name", "url"), lambda p: [(link.name, link.url) for link in p.links]),
    "aliases": (
        ("paper_id", "kind", "value"),
        lambda p: [("key", key) for key in p.aliases] + [("title", title) for title in p.titles],
    ),
    "tags": (("paper_id", "name"), lambda p: [(tag,) for tag in p.tags]),
}
_NOTE_COLUMNS = ("paper_id", "reader_id", "body", "created")


def _sync(
    tx: Transaction,
    table: str,
    columns: Sequence[str],
    differences: Iterable[tuple[int, Rows, Rows]],
) -> None:
    """Bring the rows of papers from what they were to what they should be."""
    gone: set[tuple[Any, ...]] = set()
    came: Rows = []
    for number, old, new in differences:
        if old != new:
            gone.update((number, *row) for row in old if row not in new)
            came += [(number, *row) for row in new if row not in old]
    if gone:
        names = ", ".join(columns)
        found = tx.db.execute(
            f"SELECT id, {names} FROM {table} WHERE paper_id IN (SELECT value FROM json_each(?))",
            (to_json(sorted({row[0] for row in gone})),),
        )
        tx.delete(table, [row[0] for row in found if tuple(row[1:]) in gone])
    tx.insert(table, columns, came)


def _note_rows(tx: Transaction, paper: Paper, notes: Iterable[Any]) -> Rows:
    return [(paper.id, _reader_id(tx, n.reader), n.body, n.created) for n in notes]


def _save_notes(tx: Transaction, pairs: Sequence[Pair]) -> None:
    """Write new notes (number 0), reworded ones, and delete those that are gone."""
    held: list[int] = []
    kept: dict[int, str] = {}
    new: list[Any] = []
    for before, after in pairs:
        if before.notes == after.notes:
            continue
        held += [note.id for note in before.notes]
        kept |= {note.id: note.body for note in after.notes if note.id}
        new += _note_rows(tx, after, [note for note in after.notes if not note.id])
    tx.delete("notes", [number for number in held if number not in kept])
    tx.update("notes", ("body",), list(kept.items()))
    tx.insert("notes", _NOTE_COLUMNS, new)


def _readings(paper: Paper) -> list[Reading]:
    return [r for r in (paper.reading, *paper.others) if r.status is not None]


def _reading(tx: Transaction, reading: Reading) -> tuple[Any, ...]:
    status, priority, *others = _of_reading(reading)
    return (_reader_id(tx, reading.reader), str(status), int(priority), *others)


def _save_readings(tx: Transaction, pairs: Sequence[Pair]) -> None:
    new, changed, gone = [], [], []
    for before, after in pairs:
        former = {r.reader: r for r in _readings(before)}
        wanted = {r.reader: r for r in _readings(after)}
        gone += [(after.id, name) for name in former.keys() - wanted.keys()]
        for name, reading in wanted.items():
            if name not in former:
                new.append((after.id, *_reading(tx, reading)))
            elif former[name] != reading:
                changed.append((after.id, *_reading(tx, reading)))
    tx.insert("readings", READING_COLUMNS, new)
    numbers = _reading_numbers(tx, [row[0] for row in changed] + [row[0] for row in gone])
    tx.update(
        "readings", READING_COLUMNS[2:],
        [(numbers[row[0], row[1]], *row[2:]) for row in changed],
    )  # fmt: skip
    tx.delete("readings", [numbers[number, _reader_id(tx, name)] for number, name in gone])


def _reading_numbers(tx: Transaction, papers: Sequence[int]) -> dict[tuple[int, int], int]:
    if not papers:
        return {}
    rows = tx.db.execute(
        "SELECT paper_id, reader_id, id FROM readings "
        "WHERE paper_id IN (SELECT value FROM json_each(?))",
        (to_json(list(papers)),),
    )
    return {(paper, reader): number for paper, reader, number in rows}


def _reader_id(tx: Transaction, name: str) -> int:
    """Return the number of a reader, entering the name where it is new."""
    if not name or name == tx.library.reader:
        return ensure_reader(tx)
    found = tx.db.execute("SELECT id FROM readers WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else tx.insert("readers", ("name",), [(name,)])


def join_papers(tx: Transaction, kept: int, lost: int) -> None:
    """Give a paper's places in lists and feeds to another one and delete it.

    Its facts and the person's words are merged by the caller, who then saves the kept paper.
    """
    for table in ("entries", "feed_entries"):
        rows = children(tx.db, table, [lost])
        if table == "feed_entries":
            _keep_first_days(tx, kept, lost)
            rows = _without_twins(tx, rows, kept)
        tx.update(table, ("paper_id",), [(row, kept) for row in rows])
    remove_papers(tx, [lost])


def _keep_first_days(tx: Transaction, kept: int, lost: int) -> None:
    """Let a paper have been announced when its twin was, where one feed brought both."""
    rows = tx.db.execute(
        "SELECT k.id, l.announced FROM feed_entries k JOIN feed_entries l ON l.feed_id = k.feed_id "
        "WHERE k.paper_id = ? AND l.paper_id = ? AND l.announced <> '' "
        "AND l.announced < k.announced",
        (kept, lost),
    )
    tx.update("feed_entries", ("announced",), rows.fetchall())


def _without_twins(tx: Transaction, rows: Sequence[int], kept: int) -> list[int]:
    """Return the feed entries whose feed did not bring the kept paper as well."""
    return [
        number for (number,) in tx.db.execute(
            "SELECT id FROM feed_entries WHERE id IN (SELECT value FROM json_each(:rows)) "
            "AND feed_id NOT IN (SELECT feed_id FROM feed_entries WHERE paper_id = :kept)",
            {"rows": to_json(list(rows)), "kept": kept},
        )
    ]  # fmt: skip


def mark_apart(tx: Transaction, pairs: Sequence[tuple[int, int]]) -> int:
    """Remember pairs of papers (lower number first) as different; return how many are new."""
    known = {tuple(row) for row in tx.db.execute("SELECT paper_id, other_id FROM apart")}
    new = [pair for pair in pairs if pair not in known]
    tx.insert("apart", ("paper_id", "other_id"), new)
    return len(new)
