"""The program's own functions in SQL.

Every connection of the program has them: what writes papers or checks the search index makes the
index's words by them.
"""

import sqlite3

from readlist import local_time
from readlist.text import caseless


def add_functions(db: sqlite3.Connection) -> None:
    """Give a connection names whatever their case, days, the index's words, statuses."""
    db.create_function("caseless", 1, caseless, deterministic=True)
    db.create_function("local_day", 1, local_time.day)
    db.create_function("readlist_words", 1, _words, deterministic=True)
    db.create_function("readlist_names", 1, _names, deterministic=True)
    db.create_function("readlist_statuses", 1, _statuses, deterministic=True)


def _words(text: str | None) -> str:
    if not text:
        return ""
    from readlist.query.words import index_text  # 4 ms that whoever only reads saves

    return index_text(text)


def _names(text: str | None) -> str:
    if not text:
        return ""
    from readlist.query.words import index_names

    return index_names(text)


def _statuses(image: bytes) -> str:
    from readlist.store.images import statuses_json  # for those alone who ask when papers moved

    return statuses_json(image)
