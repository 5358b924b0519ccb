"""The floor: a typer command that opens the same file and does the same SQL, nothing else.

    python bare.py run STATEMENTS LIBRARY.db

``STATEMENTS`` is what ``capture.py`` saw the program do. Rows of the last SELECT are printed.
"""

import marshal
import sqlite3
import sys

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def run(statements: str, library: str) -> None:
    """Do the statements and print the rows of the last one that reads."""
    with open(statements, "rb") as file:  # noqa: PTH123 - pathlib costs a bare process 5 ms
        wanted = marshal.load(file)
    db = sqlite3.connect(library, isolation_level=None)
    if any(sql.lstrip()[:6] in _WRITES for sql, _ in wanted):
        from readlist.store.functions import add_functions  # what the triggers of the index call

        add_functions(db)
    write = sys.stdout.write
    last = max(place for place, (sql, _) in enumerate(wanted) if sql.lstrip()[:4] in _READS)
    for place, (sql, values) in enumerate(wanted):
        rows = db.execute(sql, values)
        if place != last:
            rows.fetchall()
            continue
        for row in rows:
            write("\t".join(map(str, row)) + "\n")
    db.close()


_READS = ("SELE", "WITH")
_WRITES = ("INSERT", "UPDATE", "DELETE")


@app.command()
def version() -> None:
    """Make the program one of several commands, as the real one is."""


if __name__ == "__main__":
    app()
