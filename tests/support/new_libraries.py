"""New libraries of tests are copies of one that the migrations made: a fortieth of the work.

How one is made step by step is seen by every process that a test starts, and in ``tests/store``.
"""

import sqlite3
from functools import cache
from pathlib import Path

from readlist.store import connection

_made = connection._migrate


def copied(db: sqlite3.Connection, path: Path) -> None:
    """Bring a library to the newest schema, as ``connection`` does."""
    from readlist.store import migrate  # Alembic, for tests that have a library alone

    patched = migrate.upgrade.__module__ != migrate.__name__
    if patched or connection.version_of(db) is not None:
        _made(db, path)
    else:
        _template(connection.HEAD).backup(db)


@cache
def _template(_head: str) -> sqlite3.Connection:
    from readlist.store import migrate

    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate.upgrade(db)
    return db
