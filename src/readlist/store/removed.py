"""Papers that feeds brought and that a person removed, as the journal remembers them.

So that a feed does not bring them again, and ``undo`` of the removal lets it.
"""

import sqlite3

from readlist.bib.citekeys import folded
from readlist.model import Identifier
from readlist.store.journal import unpack

MOST = 20_000
"""Identifiers that are remembered, those of the papers that were removed last."""

# Feeds that are removed lose what they brought as well, but no paper goes with them.
_GONE = """
SELECT c.entry_id, c.rows_of, c.image FROM changes c JOIN journal j ON j.id = c.entry_id
WHERE c.kind = 'delete' AND c.rows_of IN ('feed_entries', 'identifiers') AND j.state = 'done'
AND c.entry_id IN (SELECT entry_id FROM changes WHERE kind = 'delete' AND rows_of = 'papers')
AND c.entry_id IN (SELECT entry_id FROM changes
                   WHERE kind = 'delete' AND rows_of = 'feed_entries')
ORDER BY c.entry_id DESC, c.rows_of, c.id
"""


def removed(db: sqlite3.Connection) -> frozenset[Identifier]:
    """Return the identifiers of removed papers; a paper that came back otherwise may be there."""
    found: set[Identifier] = set()
    brought: set[tuple[int, int]] = set()
    for entry_id, rows_of, image in db.execute(_GONE):
        columns, rows = unpack(image)
        paper = columns.index("paper_id")
        if rows_of == "feed_entries":
            brought.update((entry_id, row[paper]) for row in rows)
            continue
        scheme, value = columns.index("scheme"), columns.index("value")
        found.update(
            Identifier(row[scheme], row[value]) for row in rows if (entry_id, row[paper]) in brought
        )
        if len(found) >= MOST:
            break
    return frozenset(found)


_FREED = """
SELECT c.entry_id, c.rows_of, c.image FROM changes c JOIN journal j ON j.id = c.entry_id
WHERE c.kind = 'delete' AND c.rows_of IN ('papers', 'aliases', 'identifiers') AND j.state = 'done'
AND c.entry_id IN (SELECT entry_id FROM changes WHERE kind = 'delete' AND rows_of = 'papers')
"""


def freed_keys(db: sqlite3.Connection) -> dict[str, frozenset[str]]:
    """Return the folded keys of removed papers, with the folded titles and identifiers of these.

    Manuscripts may cite them still, so that no other paper may get them.
    """
    keys: dict[tuple[int, int], set[str]] = {}
    names: dict[tuple[int, int], set[str]] = {}
    for entry_id, rows_of, image in db.execute(_FREED):
        columns, rows = unpack(image)
        for row in rows:
            said = dict(zip(columns, row, strict=True))
            paper = entry_id, said["id" if rows_of == "papers" else "paper_id"]
            if rows_of == "papers":
                keys.setdefault(paper, set()).add(said["key"])
                names.setdefault(paper, set()).add(said["fold"])
            elif rows_of == "identifiers":
                names.setdefault(paper, set()).add(f"{said['scheme']}:{said['value']}")
            elif said["kind"] == "key":
                keys.setdefault(paper, set()).add(said["value"])
    found: dict[str, frozenset[str]] = {}
    for paper, freed in keys.items():
        for key in map(folded, freed):
            found[key] = found.get(key, frozenset()) | names.get(paper, set()) - {""}
    return found
