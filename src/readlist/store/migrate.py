"""Bring a library to the newest schema with Alembic: whole or not at all.

Alembic and SQLAlchemy cost 0.8 s to import, so this module is imported only when a migration is
due. SQLAlchemy's driver is put in autocommit mode and the whole upgrade runs in one explicit
transaction with foreign keys off: otherwise a failing migration leaves half of its statements
behind, and a rebuilt table loses its children.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import StaticPool, create_engine

from readlist.errors import LibraryError
from readlist.store.functions import add_functions


def scripts() -> Path:
    """Return the folder of the migrations: in the installed package, or in the checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "migrations", package.parent.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise LibraryError("The program's own migrations are missing. Install readlist again.")


class _Guarded:
    """A connection whose transaction SQLAlchemy cannot end: it belongs to ``upgrade``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def commit(self) -> None:
        """Leave the transaction open."""

    def rollback(self) -> None:
        """Leave the transaction open."""

    def close(self) -> None:
        """Leave the connection open."""


def upgrade(
    db: sqlite3.Connection, target: str = "head", first: Callable[[], object] | None = None
) -> None:
    """Run the migrations that are due on an open connection in autocommit mode.

    ``first`` is called where nobody else can write any more, and nothing is written yet.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    engine = create_engine("sqlite://", creator=lambda: _Guarded(db), poolclass=StaticPool)
    add_functions(db)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN IMMEDIATE")
    try:
        if first is not None:
            first()
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, target)
        _check_references(db)
        db.execute("COMMIT")
    except BaseException as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        cause = getattr(error, "orig", None)
        if isinstance(cause, sqlite3.Error):  # which SQLAlchemy wraps: a full disk, a damaged page
            raise cause from error
        raise
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def _check_references(db: sqlite3.Connection) -> None:
    if broken := db.execute("PRAGMA foreign_key_check").fetchone():
        raise LibraryError(f"A migration broke a reference in table {broken[0]}.")
