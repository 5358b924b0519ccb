"""The library's file: schema, journal, undo, search index, upkeep."""

import re
import sqlite3

import pytest

from readlist.errors import LibraryError, NotFoundError
from readlist.library.inbox.follows import follow
from readlist.library.papers import marks, undo
from readlist.library.papers.marks import change_papers
from readlist.library.papers.merge import merge_papers
from readlist.model import Identifier, Record, Status
from readlist.store import backups, history, journal, migrate, upkeep
from readlist.store.connection import HEAD, Library, _remove_empty, open_library
from readlist.store.journal import Change, ranges, transaction
from readlist.store.papers import load
from readlist.store.write import remove_papers
from support.papers import absorb
from support.paths import MIGRATIONS, SOURCE
from support.program import NOW


def mark(library: Library, ids: list[int], change: marks.Mark) -> None:
    """Mark papers as a command does."""
    with transaction(library, command="test", at=NOW) as tx:
        change_papers(tx, ids, change)


def content(library: Library) -> dict[str, list[tuple]]:
    """Return every row of every table but the journal."""
    tables = [
        name for (name,) in library.db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%' "
            "AND name NOT LIKE 'sqlite%' AND name NOT IN ('journal', 'changes', 'readers')"
        )
    ]  # fmt: skip
    return {t: library.db.execute(f"SELECT * FROM {t} ORDER BY 1").fetchall() for t in tables}


def found(library: Library, words: str) -> list[int]:
    """Return the papers that the index finds."""
    rows = library.db.execute("SELECT rowid FROM search WHERE search MATCH ?", (words,))
    return sorted(number for (number,) in rows)


def test_migrations_and_declaration_agree(library):
    """The migrated schema is the declared one, so that neither drifts."""
    sqlalchemy = pytest.importorskip("sqlalchemy")
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    from readlist.store import schema  # noqa: F401 - declares the tables

    engine = sqlalchemy.create_engine(f"sqlite:///{library.path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or "search" not in name},
        )
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_head_is_the_newest_migration():
    """The constant that spares every start Alembic names the newest file."""
    folder = MIGRATIONS
    assert max(path.name[:4] for path in folder.glob("*.py")) == HEAD


def test_an_interrupted_beginning_leaves_no_file(tmp_path, monkeypatch):
    """Nothing that the next command would take for a damaged library."""

    def interrupted(db):
        db.execute("BEGIN IMMEDIATE")
        db.execute("CREATE TABLE half (id)")
        db.execute("ROLLBACK")
        raise KeyboardInterrupt

    path = tmp_path / "new.db"
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "upgrade", interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_library(path, "ada", write=True)
    assert list(tmp_path.iterdir()) == []
    open_library(path, "ada", write=True).close()
    assert list(upkeep.check_file(path)) == []


def test_an_interrupted_beginning_leaves_the_file_that_another_makes(tmp_path):
    path = tmp_path / "new.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    _remove_empty(path)
    assert path.exists()
    other.execute("ROLLBACK")
    other.close()


def test_statements_name_real_columns(library):
    """Every column that ``store`` writes exists, in its table."""
    from readlist.store import lists, papers

    wanted = {
        "papers": papers.PAPER_COLUMNS, "details": papers.DETAIL_COLUMNS,
        "readings": papers.READING_COLUMNS, "entries": lists.ENTRY_COLUMNS,
    }  # fmt: skip
    for table, columns in wanted.items():
        assert set(columns) <= set(journal.columns_of(library.db, table))


def test_papers_are_loaded_in_parts(library):
    """Five hundred papers take the statements of one: an export of a library is made of them."""
    absorb(library, *[Record(title=f"The Title of Number {n}") for n in range(500)])
    seen: list[str] = []
    library.db.set_trace_callback(seen.append)
    try:
        assert len(list(load(library, range(1, 501)))) == 500
    finally:
        library.db.set_trace_callback(None)
    assert len(seen) <= 8


def test_a_new_library_has_safe_settings(library):
    """WAL, foreign keys, our mark in the header."""
    values = {
        name: library.db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "foreign_keys", "application_id")
    }
    assert values == {"journal_mode": "wal", "foreign_keys": 1, "application_id": 0x52644C73}


def test_what_is_saved_comes_back(library):
    """A paper is read as it was written, word for word."""
    record = Record(
        title="Łukasz’s Title", year=2017, venue="ICML", abstract="Two\nlines",
        identifiers=(Identifier("arxiv", "1706.03762"),), tags=("nlp/x", "b"), organization="Lab",
        extra={"categories": ["cs.CL"]},
    )  # fmt: skip
    absorb(library, record)
    paper = next(load(library, [1]))
    for name in ("title", "year", "venue", "abstract", "identifiers", "organization"):
        assert getattr(paper, name) == getattr(record, name)
    assert dict(paper.extra) == {"categories": ["cs.CL"]}
    assert paper.tags == ("b", "nlp/x")
    assert paper.reading.status is Status.TO_READ


def test_the_index_follows_every_table(library):
    """Title, authors, notes, remarks and tags are found when they come and gone when they go."""
    absorb(library, Record(title="Étude of Transformers", abstract="needle"))
    assert (
        found(library, "etude") == found(library, "transformer") == found(library, "needle") == [1]
    )
    mark(library, [1], marks.note_mark("my thimble", NOW))
    mark(library, [1], marks.tag_mark(["sewing/kit"], []))
    assert found(library, "thimble") == found(library, "sewing") == [1]
    mark(library, [1], marks.tag_mark([], ["sewing/kit"]))
    assert found(library, "sewing") == []
    with transaction(library, command="test", at=NOW) as tx:
        remove_papers(tx, [1])
    assert found(library, "thimble OR needle OR etude") == []
    assert list(upkeep.check(library.db, library.path)) == []


def test_undo_and_redo_restore_every_row(library):
    """After undoing everything the library is empty; after redoing it is the same to the row."""
    states = [content(library)]
    steps = [
        lambda: absorb(library, *(Record(title=f"Paper {n}", tags=("t",)) for n in range(700))),
        lambda: absorb(
            library, Record(title="Other", identifiers=(Identifier("acl", "P18-1001"),))
        ),
        lambda: mark(library, [1, 2, 3], marks.status_mark(Status.READ, NOW)),
        lambda: mark(library, [2], marks.note_mark("a note", NOW)),
        lambda: mark(library, list(range(1, 601)), marks.tag_mark(["x"], ["t"])),
        lambda: _in_transaction(library, lambda tx: merge_papers(tx, 5, [6, 7])),
        lambda: _in_transaction(library, lambda tx: remove_papers(tx, range(10, 650))),
    ]
    for step in steps:
        step()
        states.append(content(library))
    for state in reversed(states[:-1]):
        _in_transaction(library, undo.undo)
        assert content(library) == state
        assert list(upkeep.check(library.db, library.path)) == []
    for state in states[1:]:
        _in_transaction(library, undo.redo)
        assert content(library) == state
    assert list(upkeep.check(library.db, library.path)) == []
    with pytest.raises(NotFoundError):
        _in_transaction(library, undo.redo)


def _in_transaction(library, step):
    with transaction(library, command="test", at=NOW) as tx:
        return step(tx)


def test_a_new_command_ends_redo(library):
    """What was undone cannot be redone over something newer, but stays in the history."""
    absorb(library, Record(title="One"))
    _in_transaction(library, undo.undo)
    absorb(library, Record(title="Two"))
    with pytest.raises(NotFoundError):
        _in_transaction(library, undo.redo)
    assert [entry.state for entry in journal.entries(library)] == ["done", "replaced"]


def test_numbers_are_never_given_twice(library):
    """A removed paper's number stays free, so that a number a person remembers is unambiguous."""
    absorb(library, Record(title="One"), Record(title="Two"))
    _in_transaction(library, lambda tx: remove_papers(tx, [2]))
    absorb(library, Record(title="Three"))
    assert [paper.id for paper in load(library, [1, 2, 3])] == [1, 3]


def test_a_failing_command_changes_nothing(library):
    """An error in the middle takes the whole command back, journal entry included."""
    absorb(library, Record(title="One"))
    before = content(library)

    def fail(tx):
        change_papers(tx, [1], marks.tag_mark(["x"], []))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        _in_transaction(library, fail)
    assert content(library) == before
    assert len(journal.entries(library)) == 1


def test_a_dry_run_changes_nothing(library):
    """What a dry run would do is seen inside it and gone after it."""
    absorb(library, Record(title="One"))
    before = content(library)
    with transaction(library, command="test", at=NOW, dry_run=True) as tx:
        change_papers(tx, [1], marks.tag_mark(["x"], []))
        assert next(load(library, [1])).tags == ("x",)
    assert content(library) == before
    assert len(journal.entries(library)) == 1


def test_history_of_a_paper(library):
    """Only the entries that touched the paper, whichever table they changed."""
    absorb(library, Record(title="One"), Record(title="Two"))
    mark(library, [1], marks.tag_mark(["x"], []))
    mark(library, [2], marks.note_mark("note", NOW))
    mark(library, [1], marks.tag_mark([], ["x"]))
    assert [e.id for e in history.entries_of(library, [1], limit=None)] == [4, 2, 1]
    assert [e.id for e in history.entries_of(library, [2], limit=None)] == [3, 1]


def test_changes_merge_into_ranges():
    """Numbers that follow each other are one range, so that an import is a few rows."""
    assert list(ranges([1, 2, 3, 5, 7, 8])) == [(1, 3), (5, 5), (7, 8)]
    assert list(ranges([])) == []


def test_an_import_of_any_size_is_a_few_journal_rows(library):
    """What undoes an insert is a range, not a copy."""
    absorb(library, *(Record(title=f"Paper {n}") for n in range(3_000)))
    rows = library.db.execute("SELECT kind, image FROM changes").fetchall()
    assert len(rows) < 8
    assert all(row == ("insert", None) for row in rows)


def test_two_readers_share_facts_not_reading(library, tmp_path):
    """Facts, tags and lists belong to everyone; status and rating to a reader."""
    absorb(library, Record(title="One", tags=("t",)))
    mark(library, [1], marks.status_mark(Status.READ, NOW))
    other = open_library(tmp_path / "library.db", "bob", write=True)
    paper = next(load(other, [1]))
    assert (paper.reading.status, paper.tags) == (None, ("t",))
    assert [(r.reader, r.status) for r in paper.others] == [("ada", Status.READ)]
    mark(other, [1], marks.rating_mark(4))
    assert next(load(library, [1])).reading.rating is None
    other.close()


def test_a_newer_library_is_refused(library, tmp_path):
    """With advice, and untouched."""
    library.db.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryError, match="newer readlist"):
        open_library(tmp_path / "library.db", "ada")


def test_a_strangers_file_is_refused(tmp_path):
    """A SQLite file of another program is not touched."""
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(LibraryError, match="another program"):
        open_library(path, "ada", write=True)


def test_backup_and_restore(library, tmp_path):
    """A backup is sound, and restoring it keeps the former library beside it."""
    absorb(library, Record(title="One"))
    target = tmp_path / "copy.db"
    backups.backup(library, target)
    assert list(upkeep.check_file(target)) == []
    absorb(library, Record(title="Two"))
    library.close()
    kept = backups.restore(library.path, target)
    restored = open_library(library.path, "ada")
    assert [p.title for p in load(restored, [1, 2])] == ["One"]
    restored.close()
    former = open_library(kept, "ada")
    assert len(list(load(former, [1, 2]))) == 2
    former.close()
    library.db = sqlite3.connect(":memory:")


def test_check_sees_a_broken_index(library):
    """An index that lost a paper is told, and repaired by a rebuild."""
    absorb(library, Record(title="Lost"))
    library.db.execute("DROP TRIGGER papers_before_delete")
    library.db.execute("DROP TRIGGER papers_before_update")
    library.db.execute("UPDATE papers SET title = 'Found'")
    assert any("search index" in fault.sentence for fault in upkeep.check(library.db, library.path))
    upkeep.repair(library.db, library.path)
    assert list(upkeep.check(library.db, library.path)) == []


def test_sql_lives_in_store_alone():
    """No other room speaks SQL or imports the driver, but the door that explains its errors."""
    source = SOURCE
    allowed = {"cli/main.py"}
    for path in source.rglob("*.py"):
        name = path.relative_to(source).as_posix()
        if name.startswith("store/") or name in allowed:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(import|from) sqlite3", text, re.MULTILINE), name
        assert not re.search(r"\"(SELECT|INSERT|UPDATE|DELETE) ", text), name


def test_change_is_a_value():
    """Inverses are immutable, so that a journal in memory cannot be altered."""
    change = Change("insert", "papers", 1, 2)
    with pytest.raises(AttributeError):
        change.kind = "delete"


def test_a_library_of_the_first_version_is_migrated_without_loss(tmp_path):
    """Every row is there afterwards, a copy from before beside it, and the journal still works."""
    from readlist.store.migrate import upgrade

    path = tmp_path / "old.db"
    db = sqlite3.connect(path, isolation_level=None)
    upgrade(db, "0001")
    old = Library(db, path, "ada")
    numbers = (1, 2, 3)
    with transaction(old, command="import", at=NOW) as tx:  # in the columns of that time
        tx.insert_numbered("details", ("id", "abstract"), [(n, "needle") for n in numbers])
        tx.insert("tags", ("paper_id", "name"), [(n, "t") for n in numbers])
        reader = journal.ensure_reader(tx)
        columns = ("paper_id", "reader_id", "status")
        tx.insert("readings", columns, [(n, reader, "to-read") for n in numbers])
        rows = [(n, f"key{n}", f"Paper {n}") for n in numbers]
        tx.insert_numbered("papers", ("id", "key", "title"), rows)
    with transaction(old, command="note", at=NOW) as tx:
        columns = ("paper_id", "reader_id", "body", "created")
        tx.insert("notes", columns, [(2, reader, "a note", NOW)])
    former = content(old)
    former["readings"] = [(*row, "", "") for row in former["readings"]]  # nothing is due
    db.close()
    new = open_library(path, "ada")
    now = content(new)
    fresh = [now.pop(table) for table in sorted(now.keys() - former.keys())]
    assert len(fresh) >= 9
    assert not any(fresh)
    assert now.pop("alembic_version") == [(HEAD,)]
    assert now == {table: rows for table, rows in former.items() if table != "alembic_version"}
    assert found(new, "needle") == [1, 2, 3]
    assert list(upkeep.check(new.db, path)) == []
    _in_transaction(new, undo.undo)
    assert not next(load(new, [2])).notes
    new.close()
    copy = sqlite3.connect(f"{path}.before-{HEAD}")
    assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert copy.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    copy.close()


def test_history_of_a_paper_passes_over_what_belongs_to_no_paper(library):
    """Rows of readers, lists, feeds and follows stand in the journal as well."""
    absorb(library, Record(title="One"))
    _in_transaction(library, lambda tx: follow(tx, "word", "attention"))
    assert len(history.entries_of(library, [1], limit=None)) == 1
