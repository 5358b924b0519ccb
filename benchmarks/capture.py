"""See which statements a command executes: python capture.py OUT readlist-arguments...

The command runs whole; its COMMIT is remembered but not done, so the library stays as it was.
"""

import io
import marshal
import os
import sqlite3
import sys
from typing import Any

Statements = list[tuple[str, Any]]


def recorder(seen: Statements) -> type[sqlite3.Connection]:
    """Return a kind of connection that remembers its statements."""

    class Recorder(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            seen.append((sql, dict(values) if isinstance(values, dict) else tuple(values)))
            return super().execute("ROLLBACK" if sql == "COMMIT" else sql, values)

        def executemany(self, sql: str, rows: Any, /) -> sqlite3.Cursor:
            kept = [tuple(row) for row in rows]
            seen.extend((sql, row) for row in kept)
            return super().executemany(sql, kept)

    return Recorder


def main(out: str, arguments: list[str]) -> None:
    """Run a command of the program in this process and write what it executed."""
    seen: Statements = []
    connect, kind = sqlite3.connect, recorder(seen)

    def connect_and_record(*args: Any, **options: Any) -> sqlite3.Connection:
        found: sqlite3.Connection = connect(*args, **{**options, "factory": kind})
        return found

    sqlite3.connect = connect_and_record  # type: ignore[assignment]
    from readlist.cli.main import main as readlist

    sys.stdout = io.StringIO()
    try:
        # Completion leaves by itself, with the code that the shell expects.
        readlist(arguments)
    except SystemExit:
        pass
    finally:
        sys.stdout = sys.__stdout__
    with open(out, "wb") as file:  # noqa: PTH123 - the twin of bare.py
        marshal.dump(seen, file)


if __name__ == "__main__":
    os.environ.setdefault("READLIST_READER", "bench")
    main(sys.argv[1], sys.argv[2:])
