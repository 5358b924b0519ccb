"""Libraries of every schema that was released open, and export byte for byte what they held."""

import os
import sqlite3
from contextlib import contextmanager

import pytest

from readlist.errors import LibraryError
from readlist.formats import bibtex, jsonl
from readlist.formats.base import DumpOptions
from readlist.library.papers import search
from readlist.store import backups, connection, upkeep
from readlist.store.connection import HEAD, open_library
from readlist.store.lists import infos
from readlist.store.migrate import upgrade
from readlist.store.papers import load

NOW = "2026-11-22T08:00:00Z"

# What the program of that time stored, written here in SQL alone: the parts of a paper before the
# paper, as it does, so that the triggers put it into the search index whole.
FILL = """\
BEGIN;
INSERT INTO readers (id, name) VALUES (1, 'ada');
INSERT INTO lists (id, name, title, source, added)
    VALUES (1, 'vision', 'Papers on vision', 'vision.md', '2026-01-04T08:00:00Z');
INSERT INTO details (id, authors, names, author_count, organization, abstract, extra, ranks) VALUES
    (1, '[["Åsa Öberg","Öberg","Åsa"],["Kimi Team"]]', 'Åsa Öberg, Kimi Team', NULL, '',
     'We see at 50 % of the cost.', '{"primary_class":"cs.CV","bibtex":{"pages":"1--9"}}',
     '{"*":["arxiv",70],"venue":["crossref",60]}'),
    (2, '[]', '', 12, 'OpenAI', '', '{}', '{"*":["person",90]}');
INSERT INTO identifiers (id, paper_id, scheme, value) VALUES
    (1, 1, 'arxiv', '2401.00001'), (2, 1, 'doi', '10.5555/seeing');
INSERT INTO links (id, paper_id, name, url) VALUES (1, 1, 'code', 'https://code.example.org/see');
INSERT INTO tags (id, paper_id, name) VALUES (1, 1, 'vision/video'), (2, 1, 'later');
INSERT INTO aliases (id, paper_id, kind, value) VALUES
    (1, 1, 'key', 'oberg2023draft'), (2, 1, 'title', 'seeingless');
INSERT INTO notes (id, paper_id, reader_id, body, created)
    VALUES (1, 1, 1, 'Read **this**.', '2026-01-06T08:00:00Z');
INSERT INTO entries (id, list_id, paper_id, section, position, remark)
    VALUES (1, 1, 1, '["Models","Video"]', 3, 'Start here.');
INSERT INTO readings
    (id, paper_id, reader_id, status, priority, rating, progress, started, finished)
    VALUES (1, 1, 1, 'read', 2, 5, 'p. 9', '2026-01-05T08:00:00Z', '2026-01-06T08:00:00Z');
INSERT INTO papers (id, key, title, byline, year, published, venue, kind, added, fold) VALUES
    (1, 'oberg2024seeing', 'Seeing More with BERT & Less', 'Öberg & Kimi Team', 2024,
     '2024-01-02', 'Journal of Vision', 'article', '2026-01-05T08:00:00Z',
     'seeingmorewithbertless'),
    (2, 'openai2023report', 'A Report', '12 authors', 2023, '', '', '', '2026-01-07T08:00:00Z',
     'areport');
COMMIT;
"""

JSONL = (
    '{"type":"readlist","version":1}\n'
    '{"type":"list","name":"vision","title":"Papers on vision","source":"vision.md",'
    '"added":"2026-01-04T08:00:00Z"}\n'
    '{"type":"paper","key":"oberg2024seeing","title":"Seeing More with BERT & Less",'
    '"authors":[{"name":"Åsa Öberg","family":"Öberg","given":"Åsa"},'
    '{"name":"Kimi Team"}],"abstract":"We see at 50 % of the cost.","year":2024,'
    '"published":"2024-01-02","venue":"Journal of Vision","kind":"article",'
    '"identifiers":[["arxiv","2401.00001"],["doi","10.5555/seeing"]],"links":[["code",'
    '"https://code.example.org/see"]],"extra":{"primary_class":"cs.CV",'
    '"bibtex":{"pages":"1--9"}},"ranks":{"*":["arxiv",70],"venue":["crossref",60]},'
    '"reading":{"status":"read","priority":2,"rating":5,"progress":"p. 9",'
    '"started":"2026-01-05T08:00:00Z","finished":"2026-01-06T08:00:00Z"},"tags":["later",'
    '"vision/video"],"notes":[{"body":"Read **this**.",'
    '"created":"2026-01-06T08:00:00Z"}],"lists":[{"list":"vision","section":["Models",'
    '"Video"],"position":3,"remark":"Start here."}],"aliases":["oberg2023draft"],'
    '"titles":["seeingless"],"added":"2026-01-05T08:00:00Z"}\n'
    '{"type":"paper","key":"openai2023report","title":"A Report","author_count":12,'
    '"year":2023,"organization":"OpenAI","ranks":{"*":["person",90]},'
    '"added":"2026-01-07T08:00:00Z"}\n'
)

BIBTEX = r"""@article{oberg2024seeing,
  title         = {Seeing More with {BERT} \& Less},
  author        = {{\"O}berg, {\AA}sa and {Kimi Team}},
  year          = {2024},
  journal       = {Journal of Vision},
  pages         = {1--9},
  eprint        = {2401.00001},
  archivePrefix = {arXiv},
  primaryClass  = {cs.CV},
  doi           = {10.5555/seeing},
  url           = {https://arxiv.org/abs/2401.00001},
  keywords      = {later, vision/video},
  ids           = {oberg2023draft}
}

@misc{openai2023report,
  title  = {A Report},
  author = {{OpenAI}},
  year   = {2023}
}
"""


@pytest.mark.parametrize("version", ["0001", "0002", "0003", "0004", "0005", "0006", "0007"])
def test_an_old_library_exports_what_it_held(tmp_path, version):
    """A library of that schema is brought to today's, and nothing of it reads differently."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    upgrade(db, version)
    db.executescript(FILL)
    db.close()

    library = open_library(path, "ada")
    found = list(load(library, [1, 2]))
    options = DumpOptions(lists=tuple(infos(library.db)))
    assert "".join(jsonl.dump(found, options)) == JSONL
    assert "".join(bibtex.dump(found, options)) == BIBTEX
    words = search.prepare(library, ["bert", "tag:vision", "oberg"], now=NOW)
    assert search.ids(library, words) == [1]
    assert library.db.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    library.close()
    assert path.with_name(f"old.db.before-{HEAD}").exists() == (version != HEAD)


@pytest.mark.parametrize("version", ["0001", "0004", "0007"])
def test_an_old_library_that_may_not_be_written_is_read(tmp_path, monkeypatch, version):
    """A copy is brought to today's schema; the file stays as it is, and nothing lies beside it."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    upgrade(db, version)
    db.executescript(FILL)
    db.close()
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)

    library = open_library(path, "ada")
    options = DumpOptions(lists=tuple(infos(library.db)))
    assert "".join(jsonl.dump(load(library, [1, 2]), options)) == JSONL
    words = search.prepare(library, ["bert"], now=NOW)
    assert search.ids(library, words) == [1]
    assert not library.writable
    backup, _ = backups.backup(library, tmp_path / "backup.db")
    library.close()
    assert upkeep.examine(backup).version == HEAD
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"old.db", "backup.db"}


@pytest.mark.parametrize("fault", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY])
def test_an_old_library_where_there_is_no_room_is_read(tmp_path, monkeypatch, fault):
    """On a disk that is full it is read as well; who wants to write is told."""
    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    upgrade(db, "0005")
    db.executescript(FILL)
    db.close()
    error = sqlite3.OperationalError("no room")
    error.sqlite_errorcode = fault

    def refused(*_):
        raise error

    monkeypatch.setattr(connection, "_keep_former", refused)
    library = open_library(path, "ada")
    assert len(list(load(library, [1, 2]))) == 2
    assert not library.writable
    library.close()
    with pytest.raises(LibraryError):
        open_library(path, "ada", write=True)


def test_bringing_a_library_up_to_date_can_be_told(tmp_path):
    """What is held meanwhile is held for an old library alone, not for a new one."""
    held = []

    @contextmanager
    def told():
        held.append("begun")
        yield
        held.append("ended")

    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    upgrade(db, "0005")
    db.close()
    open_library(path, "ada", migrating=told).close()
    assert held == ["begun", "ended"]
    open_library(path, "ada", migrating=told).close()
    open_library(tmp_path / "new.db", "ada", write=True, migrating=told).close()
    assert held == ["begun", "ended"]
