"""The full text of PDFs, one row a page, in a SQLite file of its own beside the library.

Everything in it is read out of the PDFs again at any time: it is not in the journal, no backup
has it, and a damaged one is made anew. Keys and titles are the library's, which may change them.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, NoReturn

from readlist.errors import LibraryError, QueryError
from readlist.query import And, Node, Not, Or, Words, conjuncts
from readlist.query.words import other_words
from readlist.store.connection import DAMAGED, beside, explain, primary_code
from readlist.store.select_words import fts_term

APPLICATION_ID = 0x52644674
"""Tells the file from one of another program, before anything in it is touched."""
VERSION = 3
PAGES = 1 << 16
"""Pages of one file at most: a page's number is that of its file times this, and its own."""
START, END = "\x02", "\x03"
"""Stand around what was found in a snippet; text out of a PDF has no such characters."""
_SNIPPET_WORDS = 24

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, paper_id INTEGER NOT NULL, path TEXT NOT NULL,
    size INTEGER NOT NULL, changed_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    page_count INTEGER NOT NULL, problem TEXT NOT NULL, UNIQUE (paper_id, path)
);
CREATE VIRTUAL TABLE IF NOT EXISTS pages USING fts5(
    text, forms, tokenize='porter unicode61 remove_diacritics 2'
);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""


class File(NamedTuple):
    """A PDF as it was when it was read; ``problem`` says why nothing of it is in the index."""

    paper_id: int
    path: str
    size: int
    changed_ns: int
    sha256: str
    pages: int = 0
    problem: str = ""

    @property
    def place(self) -> tuple[int, str]:
        """Whose file it is, and where it lies: no other file has both."""
        return self.paper_id, self.path


class Hit(NamedTuple):
    """A page that has the words, and the file in which it is."""

    paper_id: int
    page: int
    snippet: str
    path: str


def index_path(library: Path) -> Path:
    """Return the file of the index that belongs to a library."""
    return beside(library, "fulltext")


@dataclass(slots=True)
class Index:
    """An open index."""

    db: sqlite3.Connection
    path: Path

    def files(self) -> list[File]:
        """Return what has been read; a paper may have several files."""
        with _explained(self.path):
            rows = self.db.execute(
                "SELECT paper_id, path, size, changed_ns, sha256, page_count, problem "
                "FROM files ORDER BY id"
            )
            return [File(*row) for row in rows]

    def put(self, file: File, pages: Sequence[tuple[str, str]]) -> None:
        """Put a file into the index: each page as text, and words of it in another spelling."""
        with _explained(self.path), self.db:
            self.db.execute("BEGIN IMMEDIATE")
            self._remove([file])
            number = self.db.execute(
                "INSERT INTO files (paper_id, path, size, changed_ns, sha256, page_count, problem) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                file,
            ).fetchone()[0]
            self.db.executemany(
                "INSERT INTO pages (rowid, text, forms) VALUES (?, ?, ?)",
                (
                    (number * PAGES + page, text, f"{forms} {other_words(text)}".strip())
                    for page, (text, forms) in enumerate(pages[:PAGES], 1)
                ),
            )

    def touch(self, former: File, now: File) -> None:
        """Take note that a file has another place or time, and the content that it had."""
        with _explained(self.path), self.db:
            self.db.execute(
                "UPDATE files SET path = ?, size = ?, changed_ns = ? "
                "WHERE paper_id = ? AND path = ?",
                (now.path, now.size, now.changed_ns, *former.place),
            )

    def remove(self, files: Iterable[File]) -> None:
        """Forget files."""
        with _explained(self.path), self.db:
            self.db.execute("BEGIN IMMEDIATE")
            self._remove(files)

    def _remove(self, files: Iterable[File]) -> None:
        for file in files:
            found = self.db.execute(
                "SELECT id FROM files WHERE paper_id = ? AND path = ?", file.place
            ).fetchone()
            if found:
                first = found[0] * PAGES
                self.db.execute(
                    "DELETE FROM pages WHERE rowid BETWEEN ? AND ?", (first, first + PAGES - 1)
                )
                self.db.execute("DELETE FROM files WHERE id = ?", found)

    def search(
        self, match: str, papers: Sequence[int] | None = None, limit: int | None = None
    ) -> Iterator[Hit]:
        """Yield the pages that match, the best first; only of these papers where some are given."""
        params: dict[str, object] = {
            "match": match, "limit": limit or -1, "start": START, "end": END,
            "words": _SNIPPET_WORDS,
        }  # fmt: skip
        among = ""
        if papers is not None:
            params["papers"] = json.dumps(list(papers))
            among = "AND f.paper_id IN (SELECT value FROM json_each(:papers))"
        sql = (
            f"SELECT f.paper_id, pages.rowid % {PAGES}, "
            "snippet(pages, 0, :start, :end, '…', :words), f.path "
            f"FROM pages JOIN files f ON f.id = pages.rowid / {PAGES} "
            f"WHERE pages MATCH :match {among} ORDER BY bm25(pages), pages.rowid LIMIT :limit"
        )
        with _explained(self.path):
            yield from (Hit(*row) for row in self.db.execute(sql, params))


@contextmanager
def open_index(path: Path, *, write: bool = False) -> Iterator[Index | None]:
    """Open an index; None where there is none and nothing is to be written.

    Raises ``LibraryError`` for a file of another program, or one that is damaged and only read.
    """
    db = _opened(path, write=write) if write or path.exists() else None
    try:
        yield Index(db, path) if db else None
    finally:
        if db:
            db.close()


def _opened(path: Path, *, write: bool) -> sqlite3.Connection | None:
    try:
        return _connected(path, write=write)
    except sqlite3.DatabaseError as error:
        if not (write and primary_code(error) in DAMAGED):
            raise LibraryError(_sentence(error, path)) from error
    _discard(path)
    with _explained(path):
        return _connected(path, write=True)


def _connected(path: Path, *, write: bool) -> sqlite3.Connection | None:
    db = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        ours = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
        tables = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if tables and ours != APPLICATION_ID:
            _refuse(path)
        if tables and version == VERSION:
            return db
        if write and not tables:
            db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            return db
    except BaseException:
        db.close()
        raise
    db.close()
    if not write:
        return None
    _discard(path)  # of another version of the program
    return _connected(path, write=True)


def _refuse(path: Path) -> NoReturn:
    raise LibraryError(f"{path} is a file of another program; move it out of the way.")


def _discard(path: Path) -> None:
    for suffix in ("", "-journal"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise LibraryError(_sentence(error, path)) from error


def _sentence(error: sqlite3.Error, path: Path) -> str:
    """Return what an error of SQLite means; raise it again where it is a defect of ours."""
    if primary_code(error) in DAMAGED:
        return f"The index {path} is damaged. 'readlist index --pdf' makes it anew."
    sentence = explain(error, path)
    if sentence is None:
        raise error
    return sentence.replace("The library", "The index")


def pdf_counts(db: sqlite3.Connection) -> dict[int, int]:
    """Return how many PDFs the papers of a library have, or had when they were named."""
    sql = (
        "SELECT paper_id, count(*) FROM links WHERE name = 'file' AND url LIKE '%.pdf' "
        "GROUP BY paper_id"
    )
    return dict(db.execute(sql).fetchall())


def file_links(db: sqlite3.Connection) -> set[str]:
    """Return where the files of papers lie: a path, or a name in the PDF folder."""
    return {url for (url,) in db.execute("SELECT url FROM links WHERE name = 'file'")}


def unread(db: sqlite3.Connection, files: Iterable[File]) -> int:
    """Return how many PDFs of a library are not in an index that has these files."""
    read = Counter(file.paper_id for file in files)
    return sum(max(0, count - read[paper]) for paper, count in pdf_counts(db).items())


def divided(where: Node | None) -> tuple[str, list[Node]]:
    """Return the words of a query as an expression for pages, and what it asks of papers.

    Raises ``QueryError`` where it has no words, or words and fields are mixed.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    rest: list[Node] = []
    for part in conjuncts(where):
        if not _is_text(part):
            rest.append(part)
        elif isinstance(part, Not):
            unwanted.append(_expression(part.child))
        else:
            wanted.append(_expression(part))
    match = " AND ".join(filter(None, wanted))
    if not match:
        raise QueryError("Which words? For example: readlist search --fulltext attention tag:nlp")
    others = " OR ".join(filter(None, unwanted))
    return f"({match}) NOT ({others})" if others else match, rest


def _is_text(node: Node) -> bool:
    inner = node.child if isinstance(node, Not) else node
    if isinstance(inner, And | Or):
        return all(_is_text(child) and not isinstance(child, Not) for child in inner.children)
    return isinstance(inner, Words)


def _expression(node: Node) -> str:
    if isinstance(node, Words):
        return fts_term(node.text, prefix=node.prefix, phrase=node.phrase)
    if not isinstance(node, And | Or):
        return ""
    parts = list(filter(None, map(_expression, node.children)))
    return f"({(' AND ' if isinstance(node, And) else ' OR ').join(parts)})" if parts else ""
