"""Going back to a backup: whatever lies about, whoever writes, and if it is killed half way."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from readlist.errors import LibraryError
from readlist.store import upkeep
from readlist.store.connection import HEAD, open_library
from readlist.store.functions import add_functions


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The path of a library with three tags on nothing, which are easy to count."""
    return made(tmp_path / "lib.db", "one", "two", "three")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """The path of a backup with one tag."""
    return made(tmp_path / "backup.db", "old")


def made(path: Path, *titles: str) -> Path:
    opened = open_library(path, "ada", write=True)
    for number, title in enumerate(titles, 1):
        opened.db.execute(
            "INSERT INTO papers (id, key, title, added) VALUES (?, ?, ?, '2026-01-01')",
            (number, f"key{number}", title),
        )
    opened.close()
    return path


def titles(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    try:
        return [title for (title,) in db.execute("SELECT title FROM papers ORDER BY id")]
    finally:
        db.close()


def test_the_former_library_is_kept(library, backup):
    """Beside it, with all that it held."""
    kept = upkeep.restore(library, backup)
    assert titles(library) == ["old"]
    assert titles(kept) == ["one", "two", "three"]
    assert upkeep.examine(library).problems == ()
    assert not list(library.parent.glob(".*"))


def test_a_log_that_is_left_is_not_played_into_the_backup(library, backup, tmp_path):
    """The library is gone, its log is not: it belongs to the library that is gone."""
    log = crashed_log(library)
    library.unlink()
    Path(f"{library}-wal").write_bytes(log)
    upkeep.restore(library, backup)
    assert titles(library) == ["old"]
    assert (tmp_path / "lib.db.replaced-1-wal").read_bytes() == log


def crashed_log(path: Path) -> bytes:
    """Return the log of a process that was killed after it had written."""
    db = sqlite3.connect(path, isolation_level=None)
    add_functions(db)
    db.execute("UPDATE papers SET title = 'from the log'")
    log = Path(f"{path}-wal").read_bytes()
    db.close()
    return log


def test_what_only_the_log_has_is_kept(library, backup):
    """The former library is kept with what a killed process had committed."""
    log = crashed_log(library)
    Path(f"{library}-wal").write_bytes(log)
    kept = upkeep.restore(library, backup)
    assert titles(library) == ["old"]
    assert titles(kept) == ["from the log"] * 3


def test_it_waits_for_who_writes(library, backup):
    """What another command commits meanwhile stands in the former library, not in the void."""
    writer = sqlite3.connect(library, isolation_level=None, check_same_thread=False)
    add_functions(writer)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE papers SET title = 'written' WHERE id = 1")
    done: list[Path | None] = []
    restoring = threading.Thread(target=lambda: done.append(upkeep.restore(library, backup)))
    restoring.start()
    restoring.join(0.5)
    assert restoring.is_alive()
    writer.execute("COMMIT")
    restoring.join()
    writer.close()
    assert titles(library) == ["old"]
    assert titles(done[0]) == ["written", "two", "three"]


def test_who_reads_meanwhile_sees_one_library_or_the_other(library, backup):
    """An open connection goes on reading, and sees the backup afterwards."""
    reader = sqlite3.connect(library, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    upkeep.restore(library, backup)
    assert reader.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT title FROM papers").fetchall() == [("old",)]
    reader.close()


def test_a_link_stays_a_link(library, backup, tmp_path):
    """The file that the link names is the library, wherever it is."""
    link = tmp_path / "link.db"
    link.symlink_to(library)
    upkeep.restore(link, backup)
    assert link.is_symlink()
    assert titles(library) == ["old"]


def test_a_backup_through_a_link_is_written_where_it_leads(library, tmp_path):
    """A link to the folder of backups stays one."""
    there = made(tmp_path / "there.db")
    link = tmp_path / "link.db"
    link.symlink_to(there)
    opened = open_library(library, "ada")
    assert upkeep.backup(opened, link) == there
    opened.close()
    assert link.is_symlink()
    assert titles(there) == ["one", "two", "three"]


def test_a_library_in_use_is_a_backup_with_its_log(library, backup):
    """What stands in its log alone comes along."""
    db = sqlite3.connect(backup, isolation_level=None)
    add_functions(db)
    db.execute("UPDATE papers SET title = 'in the log'")
    assert Path(f"{backup}-wal").stat().st_size
    upkeep.restore(library, backup)
    db.close()
    assert titles(library) == ["in the log"]


@pytest.mark.parametrize("version", ["0001", "0002"])
def test_a_backup_of_an_older_readlist_is_sound_and_migrated(library, tmp_path, version):
    """A program that has been updated takes the backups of last month."""
    from readlist.store.migrate import upgrade

    old = tmp_path / "old.db"
    db = sqlite3.connect(old, isolation_level=None)
    upgrade(db, version)
    db.close()
    health = upkeep.examine(old)
    assert (health.problems, health.version, health.is_older) == ((), version, True)
    upkeep.restore(library, old)
    assert upkeep.examine(library).version == HEAD
    assert upkeep.examine(old).version == version
    assert not list(tmp_path.glob(".*"))


def test_a_damaged_library_is_replaced_and_kept(library, backup):
    """What nobody can read is kept as it is, byte by byte."""
    library.write_bytes(b"\x00" * 40_000)
    kept = upkeep.restore(library, backup)
    assert titles(library) == ["old"]
    assert kept.read_bytes() == b"\x00" * 40_000


@pytest.mark.parametrize("name", ["lib.db.replaced-1", "lib.db.replaced-1-wal"])
def test_nothing_that_was_kept_before_is_written_over(library, backup, name):
    """Neither a library nor a log that lies under the next name."""
    (library.parent / name).write_bytes(b"kept")
    assert upkeep.restore(library, backup).name == "lib.db.replaced-2"
    assert (library.parent / name).read_bytes() == b"kept"


def test_what_is_no_sound_backup_changes_nothing(library, tmp_path):
    """A damaged file, another program's, the library itself, nothing."""
    stranger = tmp_path / "stranger.db"
    db = sqlite3.connect(stranger)
    db.execute("CREATE TABLE t (x)")
    db.close()
    before = library.read_bytes()
    for source in (stranger, tmp_path / "missing.db", library):
        with pytest.raises(LibraryError, match="Nothing was changed"):
            upkeep.restore(library, source)
    assert library.read_bytes() == before


KILLED = """
import os, sys
from pathlib import Path
from readlist.store import upkeep
kept = upkeep.back_up
def killed(db, target):
    kept(db, target)
    if "replaced" in target.name:
        os._exit(9)
upkeep.back_up = killed
upkeep.restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_restore_that_is_killed_leaves_the_library(library, backup):
    """Pages are half written then, and none of them counts."""
    done = subprocess.run([sys.executable, "-c", KILLED, library, backup], check=False)
    assert done.returncode == 9
    assert titles(library) == ["one", "two", "three"]
    assert upkeep.examine(library).problems == ()


def test_a_log_beside_the_file_is_read_through_a_link(library, tmp_path):
    """Somebody who may only read sees what the owner has just written, also through a link."""
    from readlist.store.connection import open_readable

    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(library)
    owner = sqlite3.connect(library, isolation_level=None)
    add_functions(owner)
    owner.execute("UPDATE papers SET title = 'fresh' WHERE id = 1")
    reading = open_readable(link)
    assert reading.execute("SELECT title FROM papers WHERE id = 1").fetchone() == ("fresh",)
    reading.close()
    owner.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing stops root")
def test_a_library_that_may_not_be_written_is_sound(library):
    """A look at it changes nothing and needs no right to."""
    library.chmod(0o444)
    library.parent.chmod(0o555)
    try:
        assert upkeep.examine(library).problems == ()
    finally:
        library.parent.chmod(0o755)
