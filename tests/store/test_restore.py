"""Going back to a backup: whatever lies about, whoever writes, and if it is killed half way."""

import errno
import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from readlist.errors import LibraryError
from readlist.store import backups, upkeep
from readlist.store.connection import HEAD, open_library
from readlist.store.functions import add_functions
from support.program import HANG_S


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
    kept = backups.restore(library, backup)
    assert titles(library) == ["old"]
    assert titles(kept) == ["one", "two", "three"]
    assert upkeep.examine(library).problems == ()
    assert not list(library.parent.glob(".*"))


def test_a_log_that_is_left_is_not_played_into_the_backup(library, backup, tmp_path):
    """The library is gone, its log is not: it belongs to the library that is gone."""
    log = crashed_log(library)
    library.unlink()
    Path(f"{library}-wal").write_bytes(log)
    backups.restore(library, backup)
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
    kept = backups.restore(library, backup)
    assert titles(library) == ["old"]
    assert titles(kept) == ["from the log"] * 3


def test_it_waits_for_who_writes(library, backup):
    """What another command commits meanwhile stands in the former library, not in the void."""
    writer = sqlite3.connect(library, isolation_level=None, check_same_thread=False)
    add_functions(writer)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE papers SET title = 'written' WHERE id = 1")
    done: list[Path | None] = []
    restoring = threading.Thread(target=lambda: done.append(backups.restore(library, backup)))
    restoring.start()
    restoring.join(0.5)
    assert restoring.is_alive()
    writer.execute("COMMIT")
    restoring.join()
    writer.close()
    assert titles(library) == ["old"]
    assert titles(done[0]) == ["written", "two", "three"]


def test_two_restores_at_once_keep_what_each_replaced(library, backup):
    """Each takes a name for it that the other has not taken, though both wait for one writer."""
    writer = sqlite3.connect(library, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    code = "import sys; from pathlib import Path; from readlist.store import backups; "
    code += "print(backups.restore(*map(Path, sys.argv[1:])))"
    command = [sys.executable, "-c", code, str(library), str(backup)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    while len(list(library.parent.glob(".*.restoring"))) < 2 and not any(
        one.poll() for one in both
    ):
        time.sleep(0.01)
    writer.execute("COMMIT")
    writer.close()
    kept = [Path(one.communicate(timeout=HANG_S)[0].strip()) for one in both]
    assert sorted(map(titles, kept)) == [["old"], ["one", "two", "three"]]


def test_who_reads_meanwhile_sees_one_library_or_the_other(library, backup):
    """An open connection goes on reading, and sees the backup afterwards."""
    reader = sqlite3.connect(library, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    backups.restore(library, backup)
    assert reader.execute("SELECT count(*) FROM papers").fetchone() == (3,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT title FROM papers").fetchall() == [("old",)]
    reader.close()


def test_a_link_stays_a_link(library, backup, tmp_path):
    """The file that the link names is the library, wherever it is."""
    link = tmp_path / "link.db"
    link.symlink_to(library)
    backups.restore(link, backup)
    assert link.is_symlink()
    assert titles(library) == ["old"]


def test_a_backup_through_a_link_is_written_where_it_leads(library, tmp_path):
    """A link to the folder of backups stays one."""
    there = made(tmp_path / "there.db")
    link = tmp_path / "link.db"
    link.symlink_to(there)
    opened = open_library(library, "ada")
    assert backups.backup(opened, link)[0] == there
    opened.close()
    assert link.is_symlink()
    assert titles(there) == ["one", "two", "three"]


def test_a_library_in_use_is_a_backup_with_its_log(library, backup):
    """What stands in its log alone comes along."""
    db = sqlite3.connect(backup, isolation_level=None)
    add_functions(db)
    db.execute("UPDATE papers SET title = 'in the log'")
    assert Path(f"{backup}-wal").stat().st_size
    backups.restore(library, backup)
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
    assert (health.problems, health.version) == ((), version)
    assert "made by an older readlist" in health.notes[0]
    backups.restore(library, old)
    assert upkeep.examine(library).version == HEAD
    assert upkeep.examine(old).version == version
    assert not list(tmp_path.glob(".*"))


def test_a_damaged_library_is_replaced_and_kept(library, backup):
    """What nobody can read is kept as it is, byte by byte."""
    library.write_bytes(b"\x00" * 40_000)
    kept = backups.restore(library, backup)
    assert titles(library) == ["old"]
    assert kept.read_bytes() == b"\x00" * 40_000


@pytest.mark.parametrize("name", ["lib.db.replaced-1", "lib.db.replaced-1-wal"])
def test_nothing_that_was_kept_before_is_written_over(library, backup, name):
    """Neither a library nor a log that lies under the next name."""
    (library.parent / name).write_bytes(b"kept")
    assert backups.restore(library, backup).name == "lib.db.replaced-2"
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
            backups.restore(library, source)
    assert library.read_bytes() == before


def test_what_is_put_in_place_by_hand_is_not_mixed_with_a_dead_log(library, backup, tmp_path):
    """A backup that was copied beside the log of the former library is refused, then restored."""
    log = crashed_log(library)
    shutil.copy(stored(backup, tmp_path / "stored.db"), library)
    Path(f"{library}-wal").write_bytes(log)
    with pytest.raises(LibraryError, match=r"lib\.db-wal, the log of another file"):
        open_library(library, "ada")
    with pytest.raises(LibraryError, match=r"lib\.db-wal, the log of another file"):
        upkeep.examine(library)
    kept = backups.restore(library, backup)
    assert titles(library) == ["old"]
    assert Path(f"{kept}-wal").read_bytes() == log


def stored(library: Path, target: Path) -> Path:
    """Return a backup of a library as the program writes it."""
    opened = open_library(library, "ada")
    backups.backup(opened, target)
    opened.close()
    return target


def test_a_backup_beside_a_dead_log_is_refused(library, backup, tmp_path):
    """It would be what the log says."""
    source = stored(backup, tmp_path / "stored.db")
    Path(f"{source}-wal").write_bytes(crashed_log(library))
    with pytest.raises(LibraryError, match=r"stored\.db-wal, the log of another file"):
        backups.restore(library, source)
    assert titles(library) == ["from the log"] * 3


@pytest.mark.parametrize("name", ["backup.db", "new.db"])
def test_no_backup_is_written_beside_a_log(library, backup, name):
    """Neither over a library in use nor beside what a killed process left there."""
    target = backup.with_name(name)
    Path(f"{target}-wal").write_bytes(crashed_log(library))
    opened = open_library(library, "ada")
    with pytest.raises(LibraryError, match=f"{name}-wal lies there"):
        backups.backup(opened, target)
    opened.close()


def test_a_copy_is_as_private_as_the_library(library, backup, tmp_path):
    """Nobody reads in a copy what he may not read in the library."""
    library.chmod(0o600)
    copy = stored(library, tmp_path / "copy.db")
    kept = backups.restore(library, backup)
    assert [path.stat().st_mode & 0o777 for path in (copy, kept, library)] == [0o600] * 3


@pytest.mark.parametrize(
    "change",
    [
        "PRAGMA journal_mode = DELETE; PRAGMA page_size = 8192; VACUUM",
        "PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM",
        "PRAGMA auto_vacuum = FULL; VACUUM",
        "PRAGMA journal_mode = PERSIST",
        "PRAGMA application_id = 0",
        "DELETE FROM search_data",
        "DROP TRIGGER papers_after_insert; DROP INDEX papers_fold",
    ],
)
def test_what_other_tools_make_of_a_backup_is_restored(library, backup, change):
    """Pages of another size, no mark, no triggers, no index: the papers are there, and found."""
    db = sqlite3.connect(backup, isolation_level=None)
    add_functions(db)
    db.executescript(change)
    db.close()
    backups.restore(library, backup)
    assert titles(library) == ["old"]
    assert upkeep.examine(library).problems == ()


def test_a_backup_that_was_being_changed_is_taken_as_it_was_before(library, backup):
    """A killed process left a journal: it is played back in the copy, and the backup stays."""
    db = sqlite3.connect(backup, isolation_level=None)
    add_functions(db)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE papers SET title = 'half'")
    db.execute("CREATE TABLE large (x)")
    db.executemany("INSERT INTO large VALUES (zeroblob(?))", [(9_000,)] * 9)
    half, journal = backup.read_bytes(), Path(f"{backup}-journal").read_bytes()
    db.execute("ROLLBACK")
    db.close()
    backup.write_bytes(half)
    Path(f"{backup}-journal").write_bytes(journal)
    backups.restore(library, backup)
    assert titles(library) == ["old"]
    assert (backup.read_bytes(), Path(f"{backup}-journal").read_bytes()) == (half, journal)


def test_a_library_that_cannot_be_replaced_leaves_no_copy(library, backup, monkeypatch):
    """The copy of what was there is taken away again, and the sentence names the library."""
    monkeypatch.setattr(backups, "WAIT_MS", 10)
    db = sqlite3.connect(library, isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("BEGIN")
    db.execute("SELECT * FROM papers").fetchone()
    with pytest.raises(LibraryError, match=r"lib\.db is being written"):
        backups.restore(library, backup)
    db.close()
    assert titles(library) == ["one", "two", "three"]
    assert not list(library.parent.glob("lib.db?*"))


def test_a_library_in_a_new_folder_is_the_persons_own(backup, tmp_path):
    """As where the first command makes the folder."""
    path = tmp_path / "new" / "lib.db"
    assert backups.restore(path, backup) is None
    assert titles(path) == ["old"]
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_library_by_another_name_is_no_backup_of_itself(library, tmp_path):
    """A hard link is the file itself, and what its log has would be lost."""
    other = tmp_path / "other.db"
    other.hardlink_to(library)
    with pytest.raises(LibraryError, match="is the library itself"):
        backups.restore(library, other)


KILLED = """
import os, sys
from pathlib import Path
from readlist.store import backups
kept = backups.back_up
def killed(db, target):
    kept(db, target)
    if "replaced" in target.name:
        os._exit(9)
backups.back_up = killed
backups.restore(Path(sys.argv[1]), Path(sys.argv[2]))
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


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda whole: b"", "it is empty"),
        (gzip.compress, "It is compressed: unpack it"),
        (lambda whole: whole[:-3_000], "is cut off"),
        (lambda whole: b"No database at all. " * 500, "no SQLite file"),
    ],
)
def test_what_is_wrong_with_a_backup_is_told(library, backup, broken, said):
    """A copy that was broken off within its last page is one that SQLite takes for whole."""
    db = sqlite3.connect(backup)
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    backup.write_bytes(broken(backup.read_bytes()))
    with pytest.raises(LibraryError, match=said):
        backups.restore(library, backup)
    assert titles(library) == ["one", "two", "three"]


def test_a_backup_is_a_file_on_a_disk(library, tmp_path):
    """A pipe that nobody reads would wait for ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    opened = open_library(library, "ada")
    with pytest.raises(LibraryError, match="is no file on a disk"):
        backups.backup(opened, pipe)
    opened.close()


def test_copies_belong_to_whom_the_library_belongs(library, backup, monkeypatch):
    """Whoever restores by ``sudo`` goes on without it."""
    given = []
    monkeypatch.setattr(os, "chown", lambda path, *owner: given.append((Path(path).name, owner)))
    kept = backups.restore(library, backup)
    owner = library.stat().st_uid, library.stat().st_gid
    assert (f".{kept.name}.{os.getpid()}.part", owner) in given


def test_a_disk_without_permissions_takes_a_backup(library, tmp_path, monkeypatch):
    """A stick that was formatted for every system refuses what it cannot show."""

    def refused(*_):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refused)
    opened = open_library(library, "ada")
    written, _ = backups.backup(opened, tmp_path / "stick.db")
    opened.close()
    assert titles(written) == ["one", "two", "three"]


def test_a_library_is_not_lost_to_a_backup(library, tmp_path):
    """What was used since it was written may hold what is nowhere else."""
    other = made(tmp_path / "other.db", "nowhere else")
    opened = open_library(library, "ada")
    written, kept = backups.backup(opened, other)
    assert (titles(written), titles(kept)) == (["one", "two", "three"], ["nowhere else"])
    assert backups.backup(opened, other) == (written, None)
    opened.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing stops root")
def test_a_library_that_may_not_be_written_is_sound(library):
    """A look at it changes nothing and needs no right to."""
    library.chmod(0o444)
    library.parent.chmod(0o555)
    try:
        assert upkeep.examine(library).problems == ()
    finally:
        library.parent.chmod(0o755)
