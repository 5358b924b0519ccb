"""A command that is killed at any moment leaves a sound library with all of it or nothing."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from readlist import interrupts
from readlist.store.connection import HEAD
from readlist.store.migrate import upgrade
from support.fault_tools import PROGRAM, Done, Place, assert_sentence, generated, json_lines
from support.program import HANG_S

HELD = 30
BROUGHT = 1_500

# Announces each COMMIT, so that kills can be aimed at it; everything else is the program's own.
ANNOUNCING = """
import os, sqlite3, sys
from readlist.cli import main
class Announcing(sqlite3.Connection):
    def execute(self, sql, *rest):
        if sql == "COMMIT":
            os.write(1, b"committing")
        return super().execute(sql, *rest)
plain = sqlite3.connect
sqlite3.connect = lambda *given, **named: plain(*given, **(named | {"factory": Announcing}))
sys.exit(main.main(sys.argv[1:]))
"""

# Stops an import at its second thousand of papers, when the first has been written.
HALF_WAY = """
import os, sys, time
from readlist.cli.main import run
from readlist.library.imports import import_file
plain, parts = import_file.plan_absorb, []
def planned(*given):
    parts.append(given)
    if len(parts) == 2:
        os.write(1, b"half way")
        time.sleep(3600)
    return plain(*given)
import_file.plan_absorb = planned
sys.exit(run())
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file of 1,500 papers."""
    place = Place(tmp_path_factory.mktemp("large"))
    return place.write("large.jsonl", json_lines(generated(BROUGHT, seed=1)))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A library that holds some papers already."""
    place = Place(tmp_path_factory.mktemp("base"))
    place.ok("import", place.write("small.jsonl", json_lines(generated(HELD, seed=2))))
    return place


@pytest.fixture(scope="module")
def import_s(base: Place, large: str, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How much processor time the import takes in its own process."""
    place = copy_of(base, tmp_path_factory.mktemp("measured"))
    process, worked_s = place.start("import", large, stdout=subprocess.DEVNULL), 0.0
    while process.poll() is None:
        worked_s = cpu_of(process)
        time.sleep(0.002)
    process.communicate()
    assert place.count("papers") == HELD + BROUGHT
    return worked_s


def cpu_of(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time of a process that was not waited for, in seconds."""
    clock = (~process.pid << 3) | 2  # what clock_getcpuclockid(3) returns on Linux
    return time.clock_gettime(clock)


def copy_of(place: Place, folder: Path) -> Place:
    copied = Place(folder)
    for suffix in ("", "-wal", "-shm"):
        Path(f"{copied.db}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(place.db, copied.db)
    return copied


def kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill a process and those that it started; say whether it was still running."""
    running = process.poll() is None
    if running:
        process.send_signal(signal.SIGKILL)
    process.communicate()
    return running


def assert_all_or_nothing(place: Place) -> bool:
    """Check a library after a kill; return whether the command had been done."""
    assert place.problems() == []
    papers, entries = place.count("papers"), place.count("journal")
    assert (papers, entries) in {(HELD, 1), (HELD + BROUGHT, 2)}
    assert place.count("details") == place.count("readings") == papers
    assert place.count("identifiers") == papers
    return papers > HELD


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs the processor time of another process")
@pytest.mark.parametrize("part", range(2))
def test_kill_during_import(
    base: Place, large: str, import_s: float, tmp_path: Path, part: int
) -> None:
    """Kill -9 at 46 random moments of an import of 1,500 papers leaves nothing of it, or all.

    One moment is drawn from each of 46 parts of its duration; the early parts, which cost less to
    reach, are smaller. Each half of them is a test, so that two processors share them.
    """
    chance, kills = random.Random(f"kill {part}"), 0
    for moment in range(part, 46, 2):
        place = copy_of(base, tmp_path)
        process = place.start("import", large, stdout=subprocess.DEVNULL)
        goal_s = import_s * ((moment + chance.random()) / 46) ** 2
        while cpu_of(process) < goal_s and process.poll() is None:
            time.sleep(0.002)
        kills += kill(process)
        assert_all_or_nothing(place)
    assert kills >= 10
    assert place.ok("list", "--limit", "1")


@pytest.mark.slow
def test_kill_during_commit(base: Place, large: str, tmp_path: Path) -> None:
    """Kill -9 in the milliseconds around the commit leaves nothing of the import, or all."""
    for delay_ms in (0, 3, 10, 40):
        place = copy_of(base, tmp_path)
        command = [PROGRAM[0], "-c", ANNOUNCING, "import", large, "--quiet"]
        process = subprocess.Popen(command, env=place.env, stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.read(10) == b"committing"
        time.sleep(delay_ms / 1000)
        kill(process)
        assert_all_or_nothing(place)


@pytest.mark.slow
@pytest.mark.parametrize("delay_ms", [0, 2, 8])
def test_kill_during_the_commit_of_a_migration(tmp_path: Path, delay_ms: int) -> None:
    """The library is the old one or the new one, whole, and the next command goes on with it."""
    place = Place(tmp_path)
    db = sqlite3.connect(place.db, isolation_level=None)
    upgrade(db, "0001")
    db.execute("BEGIN")
    for number in range(1, 51):  # the parts first: the triggers put a paper into the index whole
        db.execute(
            "INSERT INTO details (id, authors, names, organization, abstract, extra, ranks) "
            "VALUES (?, '[]', '', '', 'Text.', '{}', '{}')",
            (number,),
        )
        db.execute(
            "INSERT INTO papers (id, key, title, byline, published, venue, kind, added, fold) "
            "VALUES (?, ?, 'Deep', '', '', '', '', '2026-01-01T00:00:00Z', 'deep')",
            (number, f"key{number}"),
        )
    db.execute("COMMIT")
    db.close()
    command = [PROGRAM[0], "-c", ANNOUNCING, "list", "deep"]
    process = subprocess.Popen(command, env=place.env, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.read(10) == b"committing"
    time.sleep(delay_ms / 1000)
    kill(process)
    assert place.problems() == []
    [(version,)] = place.rows("SELECT version_num FROM alembic_version")
    assert version in {"0001", HEAD}
    assert len(place.ok("list", "deep").splitlines()) == 50
    assert place.rows("SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert place.problems() == []
    before = sqlite3.connect(f"{place.db}.before-{HEAD}")
    assert before.execute("SELECT count(*) FROM papers").fetchone() == (50,)
    before.close()


@pytest.mark.slow
@pytest.mark.parametrize("written", [1, 7, 20])
def test_kill_during_an_export_of_a_vault(base: Place, tmp_path: Path, written: int) -> None:
    """Every note is whole or not there; the next export writes the rest and keeps my words."""
    place = copy_of(base, tmp_path)
    whole, vault = tmp_path / "whole", tmp_path / "vault"
    place.run("export", "--format", "obsidian", "--out", str(whole))
    notes = {path.name: path.read_text() for path in whole.rglob("*.md")}
    assert len(notes) >= HELD
    process = place.start("export", "--format", "obsidian", "--out", str(vault))
    while process.poll() is None and len(list(vault.rglob("*.md"))) < written:
        time.sleep(0.001)
    kill(process)
    kept = {path.name: path.read_text() for path in vault.rglob("*.md")}
    assert kept.items() <= notes.items()
    mine = next(vault.rglob("*.md"))
    mine.write_text(mine.read_text() + "\nMy own words.\n")
    assert place.run("export", "--format", "obsidian", "--out", str(vault)).code == 0
    after = {path.name: path.read_text() for path in vault.rglob("*.md")}
    assert after.keys() == notes.keys()
    assert "My own words." in after[mine.name]
    assert {n: t for n, t in after.items() if n != mine.name}.items() <= notes.items()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, None)], ids=["int", "term"]
)
def test_signals_change_nothing(
    base: Place, large: str, tmp_path: Path, sent: signal.Signals, code: int | None
) -> None:
    """Ctrl-C ends an import with one sentence and 130; SIGTERM too leaves the library as it was."""
    place = copy_of(base, tmp_path)
    before = place.rows("SELECT * FROM papers")
    command = [PROGRAM[0], "-c", HALF_WAY, "import", large]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(command, env=place.env, stdin=subprocess.DEVNULL, **pipes)
    assert process.stdout
    assert process.stdout.read(8) == b"half way"
    process.send_signal(sent)
    out, err = process.communicate(timeout=HANG_S)
    done = Done(process.returncode, out.decode(), err.decode())
    assert done.out == ""
    if code is not None:
        assert_sentence(done, code)
    else:
        assert done.code in {-signal.SIGTERM, 143}
        assert "Traceback" not in done.err
    assert place.problems() == []
    assert place.rows("SELECT * FROM papers") == before
    assert place.count("journal") == 1


_START = """
import os, signal, time
from readlist.cli.main import run
from readlist.query import words
"""
_IN_SQL = """
def interrupted(text):
    os.kill(os.getpid(), signal.SIGINT)
    return text

words.index_text = interrupted
"""
_WHERE_A_VALUE_IS_LET_GO = """
class Value:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

def letting_go(text):
    Value()
    time.sleep(3600)

words.index_text = letting_go
"""


@pytest.mark.parametrize("place_of_it", [_IN_SQL, _WHERE_A_VALUE_IS_LET_GO])
def test_ctrl_c_is_never_lost(base: Place, tmp_path: Path, place_of_it: str) -> None:
    """SQLite and Python drop what some functions raise; it ends even a wait that begins then."""
    place = copy_of(base, tmp_path)
    before = place.rows("SELECT * FROM papers")
    script = f"{_START}{place_of_it}run()"
    command = [sys.executable, "-c", script, "add", "--title", "A paper", "--offline"]
    process = subprocess.run(
        command, env=place.env, capture_output=True, timeout=HANG_S, check=False
    )
    done = Done(process.returncode, process.stdout.decode(), process.stderr.decode())
    assert_sentence(done, 130)
    assert "Interrupted" in done.err
    assert place.rows("SELECT * FROM papers") == before


@contextmanager
def noticed() -> Iterator[None]:
    """Let Ctrl-C come now."""
    interrupts._noticed.append(signal.SIGINT)
    yield


def test_ctrl_c_that_was_answered_hides_no_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull that is interrupted goes on to write down what came: what fails then is a defect."""
    monkeypatch.setattr(interrupts, "_noticed", [signal.SIGINT])
    dropped = sqlite3.OperationalError("user-defined function raised exception")
    with pytest.raises(sqlite3.OperationalError), interrupts.kept():
        raise dropped
    with pytest.raises(KeyboardInterrupt), interrupts.kept(), noticed():
        raise dropped
