"""What a look at a library says, the truth about each; and what can be put right."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from readlist.errors import LibraryError
from readlist.model import Record
from readlist.store import backups, citations, connection, journal, ranking, upkeep
from readlist.store.connection import HEAD, open_library
from readlist.store.functions import add_functions
from readlist.store.migrate import upgrade
from readlist.store.upkeep import Remedy
from support.papers import absorb


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a library with a paper."""
    opened = open_library(tmp_path / "lib.db", "ada", write=True)
    absorb(opened, Record(title="Sparse Attention"))
    opened.close()
    return tmp_path / "lib.db"


def changed(path: Path, script: str) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    add_functions(db)
    db.executescript(script)
    db.close()


def repaired(path: Path) -> upkeep.Health:
    opened = open_library(path, "ada", write=True)
    upkeep.repair(opened.db, path)
    opened.close()
    return upkeep.examine(path)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("DELETE FROM search_data", "does not agree with the papers"),
        ("DELETE FROM search_data WHERE id > 10", "does not agree with the papers"),
        ("UPDATE search_data SET block = x'00' WHERE id = 10", "does not agree"),
        ("DROP TRIGGER notes_after_insert", "without the trigger notes_after_insert"),
    ],
)
def test_what_the_search_index_lost_is_put_back(path, script, said):
    """Rows of the index, all of it, or what keeps it up to date."""
    changed(path, script)
    (fault,) = upkeep.examine(path).faults
    assert said in fault.sentence
    assert fault.remedy is Remedy.REPAIR
    assert repaired(path).problems == ()
    db = sqlite3.connect(path)
    add_functions(db)
    found = db.execute("SELECT rowid FROM search WHERE search MATCH 'sparse'").fetchall()
    db.close()
    assert found == [(1,)]


def test_an_index_of_sqlite_is_made_anew(path):
    """One flipped byte in an index is no damage to what it is an index of."""
    changed(path, "PRAGMA journal_mode = DELETE")
    db = sqlite3.connect(path)
    (page,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'papers_key'").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"sparse", (page - 1) * 4_096)
    data[at : at + 6] = b"zzzzzz"
    path.write_bytes(data)
    (fault,) = upkeep.examine(path).faults
    assert fault.sentence.startswith("An index is damaged: row 1 missing from index papers_key;")
    assert fault.remedy is Remedy.REPAIR
    assert repaired(path).problems == ()


def test_who_writes_meanwhile_makes_no_library_unsound(path, monkeypatch):
    """It says what was not looked at; a lock on all of the file is no fault of it either."""
    monkeypatch.setattr(upkeep, "LOCK_MS", 10)
    monkeypatch.setattr(upkeep, "WAIT_MS", 10)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    health = upkeep.examine(path)
    assert health.problems == ()
    assert "not compared with the papers: another command is writing." in health.notes[0]
    writer.execute("COMMIT")
    writer.close()
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA locking_mode = EXCLUSIVE")
    writer.execute("DELETE FROM looks")
    with pytest.raises(LibraryError, match="is being written by another program"):
        upkeep.examine(path)
    writer.close()


def test_a_library_without_its_mark_is_one(path):
    """'sqlite3 old.db .recover' makes a library that has lost it."""
    changed(path, "PRAGMA application_id = 0")
    assert upkeep.examine(path).problems == ()


@pytest.mark.parametrize("version", ["0003", HEAD, "f1a2b3c4d5e6"])
def test_a_file_of_another_program_is_never_migrated(tmp_path, version):
    """Alembic keeps its version in a table of one name, in whatever program."""
    path = tmp_path / "songs.db"
    changed(path, f"CREATE TABLE alembic_version (version_num TEXT); CREATE TABLE songs (title);"
                  f"INSERT INTO alembic_version VALUES ('{version}')")  # fmt: skip
    before = path.read_bytes()
    for write in (False, True):
        with pytest.raises(LibraryError, match="a SQLite file of another program"):
            open_library(path, "ada", write=write)
    (fault,) = upkeep.examine(path).faults
    assert fault == (f"{path} is not a readlist library.", Remedy.NONE)
    assert path.read_bytes() == before
    assert [other.name for other in tmp_path.iterdir()] == ["songs.db"]


def test_a_newer_library_is_said_to_be_newer(path):
    """No backup helps there."""
    changed(path, "UPDATE alembic_version SET version_num = '9999'")
    (fault,) = upkeep.examine(path).faults
    assert "of a newer readlist (schema 9999" in fault.sentence
    assert fault.remedy is Remedy.NONE


def test_an_empty_file_is_sound(tmp_path):
    """As ``touch`` makes one: the first command that writes makes a library of it."""
    path = tmp_path / "lib.db"
    path.touch()
    health = upkeep.examine(path)
    assert (health.problems, health.rows) == ((), {})
    assert health.notes == ("It is an empty file: the first command that writes fills it.",)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("lib (Ada's conflicted copy 2026-11-01).db", True),
        ("lib.sync-conflict-20261101-081500-ABCDEFG.db", True),
        ("lib (conflicted copy 2026-11-30 101010).db", True),
        ("lib_conflict-20261130-101010.db", True),
        ("lib (SFConflict ada 2026-11-30).db", True),
        ("lib.Conflict.db", True),
        ("lib (Ada's conflicted copy 2026-11-01).db-wal", True),
        ("lib-conflicts-of-interest.db", False),
        ("lib-2026.db", False),
        ("other (conflicted copy).db", False),
    ],
)
def test_other_states_of_a_synced_library_are_named(path, name, told):
    """What a program that syncs could not make one lies beside the library."""
    path.with_name(name).touch()
    assert any(name in note for note in upkeep.examine(path).notes) is told


def older(path: Path, reader: str) -> bytes:
    """Make a library of the first schema, with a reader, and return its bytes."""
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    upgrade(db, "0001")
    db.execute("INSERT INTO readers (id, name) VALUES (1, ?)", (reader,))
    db.close()
    return path.read_bytes()


def test_a_copy_before_a_migration_is_not_written_over(tmp_path):
    """Of two older states that came to one place both are kept, of one state a single copy."""
    path = tmp_path / "lib.db"
    ann, bob = older(path, "ann"), older(path, "bob")
    for state in (ann, bob, bob, ann):
        path.write_bytes(state)
        open_library(path, "ada", write=True).close()
    kept = sorted(other.name for other in tmp_path.glob("*.before-*"))
    assert kept == [f"lib.db.before-{HEAD}", f"lib.db.before-{HEAD}-2"]
    readers = []
    for name in kept:
        db = sqlite3.connect(tmp_path / name)
        readers += db.execute("SELECT name FROM readers").fetchall()
        db.close()
    assert readers == [("ann",), ("bob",)]


def test_a_migration_that_comes_second_keeps_no_copy(tmp_path):
    """Another process has brought the library up to date between the look and the lock."""
    path = tmp_path / "lib.db"
    older(path, "ann")
    open_library(path, "ada", write=True).close()
    copy = path.with_name(f"lib.db.before-{HEAD}")
    before = copy.read_bytes()
    db = sqlite3.connect(path, isolation_level=None)
    connection._migrate(db, path)
    db.close()
    assert copy.read_bytes() == before
    assert not path.with_name(f"lib.db.before-{HEAD}-2").exists()


@pytest.mark.parametrize("how", ["moved", "removed", "replaced"])
def test_nothing_is_written_into_the_log_of_a_file_that_is_elsewhere(path, how):
    """A library that a person moves while the app is open would not have what is done then."""
    opened = open_library(path, "ada")
    elsewhere = path.with_name("elsewhere.db")
    if how == "removed":
        path.unlink()
    else:
        path.rename(elsewhere)
    if how == "replaced":
        shutil.copy(elsewhere, path)
    beside = [
        lambda: ranking.save(opened, {}),
        lambda: citations.keep(opened, [], citations.REFS, "2026-01-01T00:00:00Z"),
    ]
    with (
        pytest.raises(LibraryError, match="was moved or replaced while it was open"),
        journal.transaction(opened, command="x", at="2026-01-01T00:00:00Z"),
    ):
        pass
    for write in beside:
        with pytest.raises(LibraryError, match="was moved or replaced while it was open"):
            write()
    opened.close()


def test_a_library_that_is_restored_meanwhile_is_the_same_file(path, tmp_path):
    """Whoever has it open goes on with what the backup holds."""
    other = tmp_path / "other.db"
    open_library(other, "ada", write=True).close()
    opened = open_library(path, "ada")
    backups.restore(path, other)
    absorb(opened, Record(title="Afterwards"))
    opened.close()
    assert upkeep.examine(path).problems == ()
    assert upkeep.examine(path).rows["papers"] == 1
