"""Libraries that cannot be used: one sentence, exit code 5, and the file stays as it was."""

import os
import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from readlist.errors import LibraryError
from readlist.store import connection, migrate, upkeep
from readlist.store.functions import add_functions
from support.fault_tools import (
    PROGRAM,
    Done,
    Inside,
    Place,
    apart,
    assert_sentence,
    generated,
    json_lines,
)

WRITES = (["add", "--title", "One more paper"], ["tag", "1", "+seen"], ["undo"])
READS = (["list"], ["show", "1"], ["search", "model"], ["status"], ["history"])


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A sound library of 400 papers."""
    place = Inside(tmp_path_factory.mktemp("sound"))
    place.ok("import", place.write("some.jsonl", json_lines(generated(400))))
    return place


@pytest.fixture
def place(sound: Place, tmp_path: Path) -> Place:
    """A copy of the sound library."""
    shutil.copyfile(sound.db, tmp_path / "library.db")
    return Inside(tmp_path)


def assert_refused(place: Place, *commands: list[str], **options: Any) -> None:
    """Check that commands fail with a sentence and do not touch the file."""
    before = place.db.read_bytes() if place.db.is_file() else None
    for words in commands:
        assert_sentence(place.run(*words, **options), 5)
    after = place.db.read_bytes() if place.db.is_file() else None
    assert after == before


def other_program(path: Path) -> None:
    db = sqlite3.connect(path)
    db.executescript("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('one');")
    db.close()


def newer(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()


def garbled_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    first, last = 4096, len(data) - 4096
    data[first:last] = random.Random(1).randbytes(last - first)
    path.write_bytes(data)


def garbled_header(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(random.Random(2).randbytes(100) + data[100:])


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3 // 4096 * 4096])


def cut_in_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6_000])


def cut_in_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def text(path: Path) -> None:
    path.write_text("These are my papers:\n" * 300)


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + random.Random(3).randbytes(9_000))


BREAKS: tuple[Callable[[Path], None], ...] = (
    newer, garbled_middle, garbled_header, cut, cut_in_a_page, cut_in_the_header, text, picture,
)  # fmt: skip


@pytest.mark.parametrize("break_it", BREAKS, ids=lambda found: found.__name__)
def test_broken_library_is_refused(place: Place, break_it: Callable[[Path], None]) -> None:
    """What is newer, damaged, cut off or no library at all is refused by readers and writers."""
    break_it(place.db)
    assert_refused(place, ["list"], WRITES[0])
    checked = place.run("db", "check")
    assert checked.code == 5
    assert "Traceback" not in checked.err


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    """A SQLite file of another program is refused and not even switched to another journal."""
    place = Inside(tmp_path)
    other_program(place.db)
    assert_refused(place, ["list"], WRITES[0])
    checked = place.run("db", "check")
    assert (checked.code, "not a readlist library" in checked.out) == (5, True)


def test_empty_file_is_a_new_library(tmp_path: Path) -> None:
    """An empty file, as ``touch`` and ``mktemp`` make, becomes a library."""
    place = Inside(tmp_path)
    place.db.touch()
    place.ok("add", "--title", "First paper")
    assert place.problems() == []
    assert place.count("papers") == 1


def test_folder_in_place_of_the_library(tmp_path: Path) -> None:
    """A library's path that is a folder, or lies below a file, is refused."""
    place = Inside(tmp_path)
    place.db.mkdir()
    assert_refused(place, ["list"], WRITES[0])
    assert list(place.db.iterdir()) == []
    below = {**place.env, "READLIST_DB": place.write("file", "text") + "/library.db"}
    assert_sentence(place.run(*WRITES[0], env=below), 5)


def test_random_damage_is_a_sentence(place: Place) -> None:
    """Bytes overwritten anywhere in the file never give a traceback, whatever is read."""
    sound, chance = place.db.read_bytes(), random.Random(4)
    for _ in range(6):
        data = bytearray(sound)
        for _ in range(60):
            at = chance.randrange(4096, len(data) - 8)
            data[at : at + 8] = chance.randbytes(8)
        place.db.write_bytes(data)
        for words in (["list", "--json"], ["tag", "--where", "model", "+x"]):
            done = place.run(*words)
            assert "Traceback" not in done.err, done.err
            assert done.code in {0, 5}, done
        for suffix in ("-wal", "-shm"):
            Path(f"{place.db}{suffix}").unlink(missing_ok=True)


# Permissions do not stop root, so there the program gives up the rights that ignore them:
# PR_CAPBSET_DROP of CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER.
NO_RIGHTS = """
import ctypes
for right in (1, 2, 3):
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(24, right, 0, 0, 0):
        os._exit(97)
"""


@pytest.fixture
def bound(place: Place) -> Iterator[dict[str, Any]]:
    """Return how to run the program so that permissions count; skips where that fails."""
    with apart(place, NO_RIGHTS) as run:
        if run("--version").code == 97:
            pytest.skip("rights cannot be given up here")
        yield {"apart": run}
    place.folder.chmod(0o755)


@pytest.mark.parametrize(
    ("file_mode", "folder_mode"), [(0o444, 0o555), (0o644, 0o555), (0o444, 0o755)]
)
def test_read_only_library(
    place: Place, bound: dict[str, Any], file_mode: int, folder_mode: int
) -> None:
    """A library that may not be written, or whose folder may not, can be read and says so."""
    place.db.chmod(file_mode)
    place.folder.chmod(folder_mode)
    for words in READS:
        assert place.ok(*words, **bound)
    assert_refused(place, *WRITES, **bound)
    for words in (*READS, ["db", "check"]):
        assert place.ok(*words, **bound)


def test_unreadable_library(place: Place, bound: dict[str, Any]) -> None:
    """A library that may not be read is refused."""
    place.db.chmod(0o000)
    assert_refused(place, ["list"], WRITES[0], **bound)
    assert place.run("db", "check", **bound).code == 5


def test_read_only_library_while_its_owner_writes(place: Place, bound: dict[str, Any]) -> None:
    """Somebody who may only read sees what the owner has written since, without an error."""
    if os.geteuid() != 0:
        pytest.skip("needs an owner whom permissions do not stop")
    place.db.chmod(0o444)
    place.folder.chmod(0o555)
    db = sqlite3.connect(place.db, isolation_level=None)
    add_functions(db)
    try:
        db.execute("INSERT INTO tags (paper_id, name) VALUES (1, 'fresh')")
        assert "fresh" in place.ok("show", "1", **bound)
    finally:
        db.close()


def test_folder_that_cannot_be_made(place: Place, bound: dict[str, Any]) -> None:
    """A new library in a folder that cannot be made is refused; reading it finds it empty."""
    place.folder.chmod(0o555)
    env = {**place.env, "READLIST_DB": str(place.folder / "new" / "library.db")}
    assert_sentence(place.run(*WRITES[0], env=env, **bound), 5)
    assert place.run("list", env=env, **bound).code == 0
    env["READLIST_DB"] = str(place.folder / "new.db")
    assert_sentence(place.run(*WRITES[0], env=env, **bound), 5)


# A full disk: first a limit that every system has, then a real full one where that is permitted.


LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))
"""


@pytest.mark.slow
@pytest.mark.parametrize("room_bytes", [0, 4_096, 60_000])
def test_file_may_not_grow(place: Place, room_bytes: int) -> None:
    """An import that cannot be written down changes nothing."""
    large = place.write("large.jsonl", json_lines(generated(1_200, seed=1)))
    limit = place.db.stat().st_size + room_bytes
    assert_refused(place, ["import", large], under=LIMITED.format(limit))
    assert place.problems() == []
    assert place.count("papers") == 400
    place.ok("import", large)


def test_new_library_may_not_grow(tmp_path: Path) -> None:
    """A library that cannot be made leaves nothing that stands in the way later."""
    place = Place(tmp_path)
    assert_sentence(place.run(*WRITES[0], under=LIMITED.format(20_000)), 5)
    place.ok(*WRITES[0])
    assert place.problems() == []


FULL_DISK = """
set -e
mount -t tmpfs -o size=1500k none "$1"
cp "$2" "$1/library.db"
set +e
READLIST_DB="$1/library.db" "$3" -m readlist import "$4"
code=$?
cp "$1/library.db" "$5"
READLIST_DB="$1/library.db" "$3" -m readlist list --quiet --limit 1 > /dev/null || exit 99
exit $code
"""


def test_full_disk(place: Place) -> None:
    """On a disk that is really full, an import says so and changes nothing."""
    if not shutil.which("unshare"):
        pytest.skip("no unshare")
    mount = place.folder / "disk"
    mount.mkdir()
    probe = ["unshare", "-m", "mount", "-t", "tmpfs", "none", str(mount)]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted")
    large = place.write("large.jsonl", json_lines(generated(5_000, seed=1)))
    kept = place.folder / "kept.db"
    script = ["unshare", "-m", "sh", "-c", FULL_DISK, "sh"]
    words = [str(mount), str(place.db), PROGRAM[0], large, str(kept)]
    found = subprocess.run([*script, *words], capture_output=True, env=place.env, check=False)
    done = Done(found.returncode, found.stdout.decode(), found.stderr.decode())
    assert_sentence(done, 5)
    assert "is full" in done.err
    assert kept.read_bytes() == place.db.read_bytes()


@pytest.mark.parametrize("words", [["list"], ["export"], ["db", "check"]])
def test_what_may_not_grow_can_be_read(place: Place, words: list[str]) -> None:
    """Where not even the file fits that readers share, a library without a log is read alone."""
    under = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    done = place.run(*words, under=under)
    assert (done.code, done.err) == (0, "")
    assert done.out
    assert_sentence(place.run("add", "--title", "Another", under=under), 5)


# Migrations.

BEFORE = connection.HEAD
NEXT = f"{int(connection.HEAD) + 1:04}"
"""A version that this program does not know."""
STEP = """
from alembic import op
import sqlalchemy as sa
revision, down_revision, branch_labels, depends_on = "{revision}", "{before}", None, None

def upgrade():
    op.create_table("more", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("DELETE FROM papers WHERE id > 10")
    {rest}
"""


@pytest.fixture
def second_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Make this program one migration newer, in a folder of its own."""

    def prepare(rest: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate.scripts(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{NEXT}_more.py").write_text(
            STEP.format(rest=rest, revision=NEXT, before=BEFORE)
        )
        monkeypatch.setattr(migrate, "scripts", lambda: folder)
        monkeypatch.setattr(connection, "HEAD", NEXT)
        monkeypatch.setattr(upkeep, "HEAD", NEXT)

    return prepare


def dump(path: Path) -> list[str]:
    db = sqlite3.connect(path)
    add_functions(db)
    try:
        return list(db.iterdump())
    finally:
        db.close()


def test_failing_migration_leaves_the_library(
    place: Place, second_step: Callable[[str], None]
) -> None:
    """A migration that fails half way leaves every row and table as it was, and a backup."""
    before = dump(place.db)
    second_step('raise RuntimeError("half way")')
    with pytest.raises((RuntimeError, LibraryError)):
        connection.open_library(place.db, "ann", write=True)
    assert dump(place.db) == before
    assert dump(Path(f"{place.db}.before-{NEXT}")) == before


def test_migration_that_breaks_references_is_taken_back(
    place: Place, second_step: Callable[[str], None]
) -> None:
    """A migration after which rows belong to nothing is taken back as a whole."""
    before = dump(place.db)
    second_step("pass")
    with pytest.raises(LibraryError, match="reference"):
        connection.open_library(place.db, "ann", write=True)
    assert dump(place.db) == before


def test_migration_that_succeeds_keeps_a_backup(
    place: Place, second_step: Callable[[str], None]
) -> None:
    """Before a migration the library is copied, so that an older program can go on with it."""
    before = dump(place.db)
    tables = ("details", "identifiers", "readings", "links", "notes", "tags", "entries", "aliases")
    second_step(
        "\n    ".join(
            f'op.execute("DELETE FROM {t} WHERE {"id" if t == "details" else "paper_id"} > 10")'
            for t in tables
        )
    )
    connection.open_library(place.db, "ann", write=True).close()
    assert place.count("papers") == 10
    assert place.rows("SELECT version_num FROM alembic_version") == [(NEXT,)]
    backup = Path(f"{place.db}.before-{NEXT}")
    assert dump(backup) == before
    # The older program reads the backup.
    kept = Place(place.folder / "kept")
    kept.folder.mkdir()
    shutil.copyfile(backup, kept.db)
    assert len(kept.ok("list", "--quiet").splitlines()) == 400
    assert_refused(Place(place.folder), ["list"])


def test_backup_while_others_write(place: Place) -> None:
    """A backup taken during an import is sound and holds the import as a whole or not at all."""
    large = place.write("large.jsonl", json_lines(generated(2_000, seed=1)))
    process = place.start("import", large)
    for number in range(3):
        target = place.folder / f"backup-{number}.db"
        place.ok("db", "backup", str(target))
        assert list(upkeep.check_file(target)) == []
        copied = sqlite3.connect(target)
        assert copied.execute("SELECT count(*) FROM papers").fetchone()[0] in {400, 2_400}
        copied.close()
        time.sleep(0.1)
    process.communicate()
    assert process.returncode == 0
