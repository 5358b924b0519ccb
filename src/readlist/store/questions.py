"""Where the completion of papers stands: who was asked, and what a person is to decide."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from readlist.model import FACTS, Author, Identifier, Link, Record
from readlist.store.journal import Transaction
from readlist.store.papers import to_json

ASKED, OPEN, ACCEPTED, REJECTED = "asked", "open", "accepted", "rejected"
COLUMNS = ("paper_id", "asked_at", "state", "tried", "candidates")


class Question(NamedTuple):
    """A row of ``questions``; ``tried`` holds the day of each question that was answered."""

    paper_id: int
    asked_at: str = ""
    state: str = ASKED
    tried: Mapping[str, str] = {}
    candidates: tuple[Record, ...] = ()


def standing(db: sqlite3.Connection, papers: Iterable[int]) -> dict[int, Question]:
    """Return where these papers stand; those that nobody was asked about are left out."""
    rows = db.execute(
        f"SELECT {', '.join(COLUMNS)} FROM questions "
        "WHERE paper_id IN (SELECT value FROM json_each(?))",
        (to_json(list(papers)),),
    )
    return {row[0]: _question(row) for row in rows}


def open_questions(db: sqlite3.Connection) -> list[Question]:
    """Return what a person is to decide; papers that have got an identifier are settled."""
    rows = db.execute(
        f"SELECT {', '.join(COLUMNS)} FROM questions q WHERE state = 'open' AND NOT EXISTS ("
        "SELECT 1 FROM identifiers i WHERE i.paper_id = q.paper_id AND i.scheme <> 'url') "
        "ORDER BY paper_id"
    )
    return [_question(row) for row in rows]


def save(tx: Transaction, questions: Iterable[Question]) -> None:
    """Write where papers stand, over what was there."""
    wanted = {question.paper_id: _row(question) for question in questions}
    known = {
        paper: number
        for number, paper in tx.db.execute(
            "SELECT id, paper_id FROM questions WHERE paper_id IN (SELECT value FROM json_each(?))",
            (to_json(list(wanted)),),
        )
    }
    tx.update(
        "questions", COLUMNS,
        [(known[paper], *row) for paper, row in wanted.items() if paper in known],
    )  # fmt: skip
    tx.insert("questions", COLUMNS, [row for paper, row in wanted.items() if paper not in known])


def _row(question: Question) -> tuple[Any, ...]:
    return (
        question.paper_id, question.asked_at, question.state, to_json(dict(question.tried)),
        to_json([_shape(record) for record in question.candidates]),
    )  # fmt: skip


def _question(row: Sequence[Any]) -> Question:
    paper_id, asked_at, state, tried, candidates = row
    found = tuple(_record(shape) for shape in json.loads(candidates))
    return Question(paper_id, asked_at, state, json.loads(tried), found)


_TUPLES: Mapping[str, Any] = {"authors": Author, "identifiers": Identifier, "links": Link}
_KEPT = frozenset({"source", "rank", *FACTS, *_TUPLES, "extra", "ranks"})


def _shape(record: Record) -> dict[str, Any]:
    """Return what a candidate says, without what only the person and lists say."""
    said = {field.name: getattr(record, field.name) for field in fields(record)}
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in said.items()
        if name in _KEPT and value
    }


def _record(shape: Mapping[str, Any]) -> Record:
    said = {name: value for name, value in shape.items() if name in _KEPT}
    for name, kind in _TUPLES.items():
        said[name] = tuple(kind(*values) for values in said.get(name, ()))
    said["ranks"] = {name: (source, rank) for name, (source, rank) in said.get("ranks", {}).items()}
    return Record(**said)
