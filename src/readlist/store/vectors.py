"""What papers mean, a vector each, in a SQLite file of its own beside the library.

Everything in it is made again of titles and abstracts at any time: it is not in the journal, no
backup has it, and one of another model, or a damaged one, is made anew.
"""

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from readlist.errors import LibraryError
from readlist.store.connection import Library, beside, explain

APPLICATION_ID = 0x52644D6E
"""Tells the file from one of another program."""
_LARGEST = 127
_ROWS = 20_000
"""Vectors that are compared at once: 30 MB of floats."""
_SCHEMA = f"""
CREATE TABLE model (name TEXT NOT NULL);
CREATE TABLE vectors (paper_id INTEGER PRIMARY KEY, text_hash BLOB NOT NULL, vector BLOB NOT NULL);
PRAGMA application_id = {APPLICATION_ID};
"""


class Due(NamedTuple):
    """A paper whose vector is missing or of another text."""

    id: int
    text: str
    text_hash: bytes


def vectors_path(library: Path) -> Path:
    """Return the file that belongs to a library."""
    return beside(library, "meaning")


class Vectors:
    """An open file of vectors."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def count(self) -> int:
        """Return how many papers have a vector."""
        return int(self.db.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def due(self, library: Library, papers: Iterable[int] | None = None) -> list[Due]:
        """Return the papers that need a vector, the newest first."""
        had = dict(self.db.execute("SELECT paper_id, text_hash FROM vectors").fetchall())
        among, values = "", []
        if papers is not None:
            among = "WHERE p.id IN (SELECT value FROM json_each(?))"
            values = [json.dumps(list(papers))]
        rows = library.db.execute(
            "SELECT p.id, p.title, d.abstract FROM papers p JOIN details d ON d.id = p.id "
            f"{among} ORDER BY p.id DESC",
            values,
        )
        found = []
        for number, title, abstract in rows:
            text = f"{title}. {abstract}".strip(". ")
            text_hash = sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]
            if text and had.get(number) != text_hash:
                found.append(Due(number, text, text_hash))
        return found

    def put(self, rows: Sequence[tuple[Due, Sequence[float]]]) -> None:
        """Keep the vectors of papers."""
        with self.db:
            self.db.executemany(
                "INSERT INTO vectors VALUES (?, ?, ?) ON CONFLICT (paper_id) DO UPDATE "
                "SET text_hash = excluded.text_hash, vector = excluded.vector",
                [(due.id, due.text_hash, rounded(vector)) for due, vector in rows],
            )

    def forget(self, library: Library) -> None:
        """Forget papers that are not in the library any more."""
        there = json.dumps([number for (number,) in library.db.execute("SELECT id FROM papers")])
        with self.db:
            self.db.execute(
                "DELETE FROM vectors WHERE paper_id NOT IN (SELECT value FROM json_each(?))",
                (there,),
            )

    def mean(self, papers: Iterable[int]) -> list[float]:
        """Return what papers mean together; nothing where none of them has a vector."""
        rows = self.db.execute(
            "SELECT vector FROM vectors WHERE paper_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(papers)),),
        )
        found = [array("b", vector) for (vector,) in rows]
        return [float(sum(numbers)) for numbers in zip(*found, strict=True)]

    def nearest(
        self, vector: Sequence[float], most: int, among: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the papers whose meaning is nearest, each with the cosine, the nearest first."""
        import numpy as np  # of the extra 'meaning', with which alone there are vectors

        wanted = np.asarray(vector, dtype=np.float32)
        wanted /= np.linalg.norm(wanted) or 1.0
        best: list[tuple[int, float]] = []
        cursor = self.db.execute("SELECT paper_id, vector FROM vectors")
        while rows := cursor.fetchmany(_ROWS):
            joined = b"".join(vector for _, vector in rows)
            theirs = np.frombuffer(joined, dtype=np.int8).reshape(len(rows), -1).astype(np.float32)
            cosines = (theirs @ wanted) / np.linalg.norm(theirs, axis=1)
            pairs = zip([number for number, _ in rows], cosines.tolist(), strict=True)
            best += [pair for pair in pairs if among is None or pair[0] in among]
            best = sorted(best, key=lambda pair: (-pair[1], pair[0]))[:most]
        return best


def rounded(vector: Sequence[float]) -> bytes:
    """Return a vector as numbers of one byte each; its direction stays within half a degree."""
    scale = _LARGEST / (max(map(abs, vector)) or 1.0)
    return array("b", [round(value * scale) for value in vector]).tobytes()


@contextmanager
def open_vectors(path: Path, model: str, *, write: bool = False) -> Iterator[Vectors | None]:
    """Open the vectors of a model; None where there are none and nothing is to be written.

    Raises ``LibraryError`` for a file of another program.
    """
    if not write and not path.exists():
        yield None
        return
    with _explained(path), closing(sqlite3.connect(path, timeout=30)) as db:
        if _is_of(db, path, model):
            yield Vectors(db)
        elif write:
            db.executescript(f"DROP TABLE IF EXISTS model; DROP TABLE IF EXISTS vectors; {_SCHEMA}")
            with db:
                db.execute("INSERT INTO model VALUES (?)", (model,))
            yield Vectors(db)
        else:
            yield None


def _is_of(db: sqlite3.Connection, path: Path, model: str) -> bool:
    """Say whether a file has the vectors of a model; refuse one of another program."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    ours = db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if tables and not ours:
        raise LibraryError(f"{path} is a file of another program; move it out of the way.")
    return "model" in tables and db.execute("SELECT name FROM model").fetchone() == (model,)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        sentence = explain(error, path)
        if sentence is None:
            raise
        raise LibraryError(sentence.replace("The library", "The file of vectors")) from error
