"""Words of a library that a shell completes: citation keys, tags, names of lists and feeds."""

import sqlite3
from pathlib import Path

MOST = 200
"""Words offered at once; a person types another letter before reading more."""
_WAIT_S = 0.2

_COLUMNS = {"papers": "key", "tags": "name", "lists": "name", "feeds": "name"}


def words_of(path: Path, table: str, start: str) -> list[str]:
    """Return what the rows of a table are called, as far as it begins with ``start``.

    The file is opened as it is: completion never makes, migrates or waits for a library, and what
    goes wrong with it completes nothing.
    """
    if not path.is_file():
        return []
    column = _COLUMNS[table]
    sql = (
        f"SELECT DISTINCT {column} FROM {table} "
        f"WHERE {column} >= ?1 AND {column} < ?1 || char(1114111) ORDER BY {column} LIMIT ?2"
    )
    try:
        db = sqlite3.connect(path, timeout=_WAIT_S)
        try:
            return [word for (word,) in db.execute(sql, (start, MOST))]
        finally:
            db.close()
    except sqlite3.Error:
        return []
