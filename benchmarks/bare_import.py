"""What an import costs without a program: JSON lines into the same tables by ``executemany``.

    python bare_import.py children|parents PAPERS.jsonl LIBRARY.db

The library exists already and is empty. No text is cleaned, no paper is compared with another, no
journal is kept: this is the price of the tables, their indexes and the search index alone.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

from readlist.store.functions import add_functions

BATCH = 1_000

TABLES = {
    "details": "id, authors, names, abstract, extra, ranks",
    "identifiers": "paper_id, scheme, value",
    "links": "paper_id, name, url",
    "tags": "paper_id, name",
    "notes": "paper_id, reader_id, body, created",
    "entries": "list_id, paper_id, section, position, remark",
    "readings": "paper_id, reader_id, status, priority, rating, started, finished",
    "papers": "id, key, title, byline, year, published, venue, kind, added, fold",
}


def add(rows: dict[str, list[tuple[Any, ...]]], number: int, paper: dict[str, Any]) -> None:
    """Add the rows of one paper."""
    names = [author["name"] for author in paper["authors"]]
    title, reading = paper["title"], paper["reading"]
    rows["details"].append((
        number, json.dumps([list(author.values()) for author in paper["authors"]]),
        ", ".join(names), paper["abstract"], json.dumps(paper["extra"]),
        json.dumps(paper["ranks"]),
    ))  # fmt: skip
    rows["identifiers"] += [(number, *pair) for pair in paper["identifiers"]]
    rows["links"] += [(number, *pair) for pair in paper.get("links", ())]
    rows["tags"] += [(number, tag) for tag in paper.get("tags", ())]
    rows["notes"] += [(number, 1, n["body"], n["created"]) for n in paper.get("notes", ())]
    rows["entries"] += [
        (1, number, json.dumps(e["section"]), e["position"], e.get("remark", ""))
        for e in paper.get("lists", ())
    ]
    rows["readings"].append((
        number, 1, reading["status"], reading.get("priority", 0), reading.get("rating"),
        reading.get("started", ""), reading.get("finished", ""),
    ))  # fmt: skip
    rows["papers"].append((
        number, paper["key"], title, names[0] if names else "", paper["year"], paper["published"],
        paper.get("venue", ""), paper["kind"], paper["added"], title.lower().replace(" ", ""),
    ))  # fmt: skip


def batches(path: str) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """Yield the rows of a thousand papers at a time."""
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
    number = 0
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs a bare process 5 ms
        for line in file:
            paper = json.loads(line)
            if paper["type"] != "paper":
                continue
            number += 1
            add(rows, number, paper)
            if number % BATCH == 0:
                yield rows
                rows = {table: [] for table in TABLES}
    yield rows


def main(order: str, path: str, library: str) -> None:
    """Write everything in one transaction, the papers before or after what belongs to them."""
    db = sqlite3.connect(library, isolation_level=None)
    add_functions(db)
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO readers (id, name) VALUES (1, 'bench')")
    db.execute("INSERT INTO lists (id, name) VALUES (1, 'benchmark-list')")
    tables = list(TABLES) if order == "children" else ["papers", *list(TABLES)[:-1]]
    for rows in batches(path):
        for table in tables:
            marks = ", ".join("?" * (TABLES[table].count(",") + 1))
            db.executemany(f"INSERT INTO {table} ({TABLES[table]}) VALUES ({marks})", rows[table])
    db.execute("COMMIT")
    db.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
