"""``pull`` among other processes: one at a time, killed at any moment, stopped by its person."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from readlist.store.upkeep import check_file
from support.feeds_server import Feeds, Said, feeds_server, rss
from support.program import HANG_S, Run
from support.pulls import inbox

PULL = [sys.executable, "-m", "readlist", "pull"]
DAYS = [f"2026-11-{day}" for day in ("16", "17", "18", "19", "20", "23", "24", "25")]


@pytest.fixture
def net():
    with feeds_server() as running:
        for number, day in enumerate(DAYS):
            running.arxiv["cs.CL", day] = [Said(f"2611.1{number}{n:03}") for n in range(20)]
            running.hf[day] = [(f"2611.2{number}{n:03}", n) for n in range(10)]
        running.files["lab.xml"] = rss("https://arxiv.org/abs/2611.10001")
        yield running


@pytest.fixture
def env(net: Feeds, environment, tmp_path):
    folders = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache")}
    patience = {"READLIST_PATIENCE": str(HANG_S)}
    return {**environment, **net.environment(), **folders, **patience}


@pytest.fixture
def program(net: Feeds, env, run: Run):
    """The program in processes of its own, at the time that the services have."""

    def call(*words: str, code: int = 0):
        return run(*words, code=code, **{**env, "READLIST_NOW": net.now})

    return call


@pytest.fixture
def start(net: Feeds, env, tmp_path):
    """Start a pull and return its process."""
    running = []

    def begin(*words: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [*PULL, *words], env={**env, "READLIST_NOW": net.now}, cwd=tmp_path, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


class Gate:
    """Holds requests of one path back until it is opened."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.compile(pattern)
        self.reached, self.open = threading.Event(), threading.Event()

    def __call__(self, path: str) -> None:
        if self.pattern.search(path):
            self.reached.set()
            self.open.wait(HANG_S)


def expected(days: list[str]) -> list[str]:
    wanted = [f"2611.1{DAYS.index(day)}{n:03}" for day in days for n in range(20)]
    return sorted(wanted + [f"2611.2{DAYS.index(day)}{n:03}" for day in days for n in range(10)])


def await_inbox(program, count: int) -> None:
    """Wait until so many papers have come."""
    end_s = time.monotonic() + HANG_S
    while (came := len(inbox(program))) < count:
        assert time.monotonic() < end_s, f"{came} of {count} papers came."
        time.sleep(0.1)


def at(net: Feeds, day: str) -> None:
    net.now = f"{day}T12:00:00Z"


def test_a_second_pull_leaves_or_waits(net, program, start):
    """It names who is pulling; with ``--wait`` it comes after the other and brings the rest."""
    at(net, DAYS[4])
    program("feed", "add", "arxiv:cs.CL", "hf")
    net.watch = gate = Gate("arxiv_rss")
    first = start()
    assert gate.reached.wait(HANG_S)
    told = program("pull", code=5).stderr
    assert f"process {first.pid} on " in told
    assert "Another pull is running since 2026-11-20T12:00:00Z (readlist pull" in told
    second = start("--wait", str(HANG_S), "--all", "--verbose")
    time.sleep(1)
    assert second.poll() is None
    gate.open.set()
    assert first.wait(HANG_S) == 0
    assert (second.wait(HANG_S), first.communicate()[0]) == (0, "")
    assert "cs.CL\t2026-11-20\t2026-11-20\t2\t20\t20\t0\t0\tok" in second.stdout.read()
    assert len(inbox(program)) == 40


def test_a_killed_pull_leaves_no_lock(net, program, start):
    """The system takes the lock back; what was kept stays, the rest comes with the next pull."""
    at(net, DAYS[0])
    program("feed", "add", "arxiv:cs.CL", "hf")
    program("pull")
    at(net, DAYS[7])
    net.watch = gate = Gate("date=2026-11-2[3-5]")
    killed = start()
    assert gate.reached.wait(HANG_S)
    await_inbox(program, 150)
    killed.kill()
    killed.wait()
    gate.open.set()
    before = inbox(program)
    assert set(before) < set(expected(DAYS))
    shown = program("pulls", "show").stdout
    assert "\tfailed\tinterrupted" in shown
    program("pull", "--all")
    assert inbox(program) == expected(DAYS)
    states = [row.split("\t")[3] for row in program("pulls").stdout.splitlines()]
    assert states == ["done", "failed", "done"]


def test_control_c_keeps_what_came(net, program, start):
    """Exit code 130, one sentence; the ledger says that it was interrupted."""
    at(net, DAYS[4])
    program("feed", "add", "arxiv:cs.CL", "hf")
    net.watch = gate = Gate("date=2026-11-20")
    stopped = start()
    assert gate.reached.wait(HANG_S)
    await_inbox(program, 30)
    stopped.send_signal(signal.SIGINT)
    out, err = stopped.communicate(timeout=HANG_S)
    gate.open.set()
    assert (stopped.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "Interrupted. What came is kept; the next pull goes on."
    assert "Traceback" not in err
    assert len(inbox(program)) == 30
    assert "hf\t2026-11-19\t2026-11-20" in program("pulls", "show").stdout
    program("pull")
    assert len(inbox(program)) == 40


@pytest.mark.slow
def test_kills_at_any_moment_lose_and_double_nothing(net, program, start, env):
    """A week's gap is closed by pulls that are killed again and again."""
    at(net, DAYS[0])
    program("feed", "add", "arxiv:cs.CL", "hf")
    program("pull")
    at(net, DAYS[7])
    chance = random.Random(11)
    net.watch = lambda _: time.sleep(0.02)
    for _ in range(12):
        process = start("--all")
        time.sleep(chance.uniform(0.2, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
    program("pull", "--all")
    assert inbox(program) == expected(DAYS)
    assert list(check_file(Path(env["READLIST_DB"]))) == []


@pytest.mark.slow
def test_two_processes_bring_the_same_as_one(net, program, start):
    """Both ask for everything at once; nobody is there twice."""
    at(net, DAYS[0])
    program("feed", "add", "arxiv:cs.CL", "hf")
    program("pull")
    at(net, DAYS[7])
    processes = [start("--all", "--wait", str(HANG_S)) for _ in range(3)]
    for process in processes:
        out, err = process.communicate(timeout=HANG_S)
        assert (process.returncode, out, err) == (0, "", "")
    assert inbox(program) == expected(DAYS)


def test_a_feed_removed_meanwhile_is_said(net, program, start):
    """The pull goes on with the others."""
    at(net, DAYS[4])
    program("feed", "add", "hf", "arxiv:cs.CL")
    net.watch = gate = Gate("hf/api")
    process = start()
    assert gate.reached.wait(HANG_S)
    program("feed", "rm", "hf")
    gate.open.set()
    out, err = process.communicate(timeout=HANG_S)
    assert (process.returncode, out) == (4, "")
    assert err == "readlist: hf: The feed was removed while it was pulled.\n"
    assert len(inbox(program)) == 20


def test_the_owner_of_a_lock_is_written_down(tmp_path):
    """Whose it is, that it is free again, and that a dead owner is recognised."""
    from readlist.files.lock import HeldError, Owner, held, owner_of, this_process

    path = tmp_path / "x.lock"
    mine = this_process("2026-11-20T12:00:00Z", "readlist pull")
    with held(path, mine) as stale:
        assert (stale, owner_of(path)) == (None, mine)
        assert mine.pid == os.getpid()
        with pytest.raises(HeldError) as told, held(path, mine):
            pass
        assert told.value.owner == mine
    assert owner_of(path) is None
    (tmp_path / "x.lock.owner").write_text(
        '{"pid": 1, "host": "h", "started": "t", "command": "c"}'
    )
    with held(path, mine) as stale:
        assert stale == Owner(1, "h", "t", "c")
    (tmp_path / "x.lock.owner").write_text("[]")
    assert owner_of(path) is None
