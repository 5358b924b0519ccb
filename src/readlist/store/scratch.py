"""An empty library in memory, for papers that are looked at before they may come in."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readlist.store.connection import Library
from readlist.store.functions import add_functions

# Made by the virtual table that they belong to.
_SHADOWS = "SELECT name FROM pragma_table_list WHERE type = 'shadow'"
_PARTS = (
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
    f"AND name NOT IN ({_SHADOWS}) AND type = ? ORDER BY rowid"
)


@contextmanager
def scratch(library: Library) -> Iterator[Library]:
    """Give an empty library with the tables, triggers and saved searches of an open one.

    Copied from the open one, which takes a tenth of the time of its migrations.
    """
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        add_functions(db)
        for kind in ("table", "view", "index", "trigger"):
            for (sql,) in library.db.execute(_PARTS, (kind,)):
                db.execute(sql)
        saved = library.db.execute("SELECT id, name, query, added FROM saved").fetchall()
        db.executemany("INSERT INTO saved (id, name, query, added) VALUES (?, ?, ?, ?)", saved)
        yield Library(db, Path(":memory:"), library.reader)
    finally:
        db.close()
