"""A connection that tells how long each statement took; made only while somebody debugs.

Rows of a query that are read later are not in its time.
"""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from readlist.log import debug

_SHOWN = 300
"""Characters of a statement; its values are never shown."""


class Timed(sqlite3.Connection):
    """Counts and tells what is executed."""

    statements = 0
    seconds = 0.0

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Execute a statement and tell how long it took."""
        return self._told(sql, lambda: super(Timed, self).execute(sql, parameters))

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        """Execute a statement for many rows and tell how long it took."""
        return self._told(sql, lambda: super(Timed, self).executemany(sql, parameters))

    def _told(self, sql: str, run: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        start = time.perf_counter()
        try:
            return run()
        finally:
            took_s = time.perf_counter() - start
            self.statements += 1
            self.seconds += took_s
            debug("store", "%.1f ms  %s", took_s * 1000, " ".join(sql.split())[:_SHOWN])

    def close(self) -> None:
        """Close the connection and tell what all took together."""
        debug("store", "%s statements, %.0f ms", self.statements, self.seconds * 1000)
        super().close()
