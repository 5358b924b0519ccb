"""Answers that were understood, kept on disk for as long as their kind is good.

After that they are asked for with the service's own marks (ETag, Last-Modified; RFC 9110, 13).
RFC 9111 knows ages by the server's word alone; here each kind of answer has its own, because the
services mostly say nothing. Nothing in it is worth more than a request: a damaged file is dropped.
"""

import math
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from readlist.services.base import Kept

KEPT_S = 30 * 86_400.0
"""How long an answer is kept at all; after that its marks are of little use."""
LIMIT_BYTES = 500_000_000
CLOCKS_S = 60.0
"""How far clocks may differ that are both right."""
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, at REAL NOT NULL, "
    "etag TEXT NOT NULL, modified TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID"
)


@dataclass(slots=True)
class Cache:
    """The file of kept answers; without a path nothing is kept."""

    path: Path | None
    now: Callable[[], float] = time.time

    def get(self, key: str) -> Kept | None:
        """Return what was kept under a key."""
        row = None
        with self._open() as db:
            if db is not None:
                sql = "SELECT body, at, etag, modified FROM answers WHERE key = ?"
                row = db.execute(sql, (key,)).fetchone()
        if row is None:
            return None
        try:
            # How old an answer is; one from a time to come was kept by a clock that was wrong.
            age_s = self.now() - row[1]
            age_s = max(0.0, age_s) if age_s > -CLOCKS_S else math.inf
            return Kept(zlib.decompress(row[0]), age_s, row[2], row[3])
        except zlib.error:
            return None

    def put(self, key: str, body: bytes, etag: str = "", modified: str = "") -> None:
        """Keep an answer, and forget those that are too old."""
        with self._open() as db:
            if db is None:
                return
            row = (key, self.now(), etag, modified, zlib.compress(body, 1))
            db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", row)
            db.execute("DELETE FROM answers WHERE at < ?", (self.now() - KEPT_S,))

    def refresh(self, key: str) -> None:
        """Take note that an answer is still good."""
        with self._open() as db:
            if db is not None:
                db.execute("UPDATE answers SET at = ? WHERE key = ?", (self.now(), key))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """Open the file for one statement; whatever is wrong with it, the program goes on."""
        db = self._connected()
        if db is None:
            yield None
            return
        try:
            with db:
                yield db
        except sqlite3.Error:
            self._drop()
        finally:
            db.close()

    def _connected(self) -> sqlite3.Connection | None:
        if self.path is None:
            return None
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > LIMIT_BYTES:
                self.path.unlink()
            db = sqlite3.connect(self.path, timeout=5)
        except (OSError, sqlite3.Error):
            return None
        try:
            db.execute(_SCHEMA)
        except sqlite3.Error:
            db.close()
            self._drop()
            return None
        return db

    def _drop(self) -> None:
        if self.path is not None:
            self.path.unlink(missing_ok=True)
