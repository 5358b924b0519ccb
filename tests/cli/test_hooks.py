"""Hooks: the person's programs are told what happened, after it is in the library."""

import json
import os
import stat
import sys
import time
from pathlib import Path

import pytest

from support.program import NOW, Run

FILE = "1706.03762 Attention Is All You Need\n10.1000/xyz Another One Altogether\n"


@pytest.fixture
def hook(tmp_path: Path):
    """Put a shell script into the folder of the hooks."""

    def put(name: str, text: str) -> None:
        path = tmp_path / "hooks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    return put


@pytest.fixture
def told(tmp_path: Path, hook):
    """Return what hooks of every kind were told, in order."""
    for kind in ("add", "change", "pull", "undo"):
        hook(f"on-{kind}-write", f"cat >> {tmp_path}/told.jsonl")

    def read() -> list[dict]:
        path = tmp_path / "told.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [json.loads(line) for line in lines]

    return read


def test_what_a_hook_is_told(run: Run, told, tmp_path):
    """The documented shape: what was done, with its entry of the journal and its papers."""
    (tmp_path / "refs.txt").write_text(FILE)
    run("import", "refs.txt")
    [said] = told()
    papers = said.pop("added")
    assert said == {
        "version": 1, "event": "add", "at": NOW, "command": "readlist import refs.txt",
        "reader": "ada", "library": str(tmp_path / "library.db"),
        "entries": [{"id": 1, "summary": "Imported refs.txt: 2 new, 0 merged"}],
        "changed": [], "removed": [],
    }  # fmt: skip
    assert [paper["id"] for paper in papers] == [1, 2]
    assert papers[0]["title"] == "Attention Is All You Need"
    assert papers[0]["status"] == "to-read"


def test_which_hook_runs(run: Run, told, tmp_path):
    """Adding, changing, removing and undoing; nothing for what changes no paper."""
    (tmp_path / "refs.txt").write_text(FILE)
    run("import", "refs.txt", "--dry-run")
    run("list")
    assert told() == []
    run("import", "refs.txt")
    run("status", "1", "read")
    run("status", "1", "read")
    run("note", "2", "a thought")
    run("rm", "2", "--yes")
    run("undo")
    run("redo")
    run("follow", "author", "Ada Ferrante")
    events = told()
    assert [one["event"] for one in events] == ["add", "change", "change", "change", "undo", "undo"]
    [read] = events[1]["changed"]
    assert (read["id"], read["status"]) == (1, "read")
    assert [one["id"] for one in events[2]["changed"]] == [2]
    assert [one["id"] for one in events[3]["removed"]] == [2]
    assert [one["id"] for one in events[4]["added"]] == [2]
    assert [one["id"] for one in events[5]["removed"]] == [2]
    assert events[5]["entries"] == events[3]["entries"]


def test_one_that_fails_harms_nothing(run: Run, hook, tmp_path):
    """It is told on standard error, with what it said; the others run, and the change stands."""
    (tmp_path / "refs.txt").write_text(FILE)
    hook("on-add-1-fails", "echo trouble; exit 3")
    hook("on-add-2-missing", "")
    (tmp_path / "hooks" / "on-add-2-missing").write_text("#!/no/such/program\n")
    hook("on-add-3-deaf", "exec <&-; echo heard nothing")
    (tmp_path / "hooks" / "on-add-4-plain").write_text("not executable\n")
    done = run("import", "refs.txt")
    assert done.stdout.startswith("refs.txt")
    assert done.stderr.splitlines() == [
        "on-add-1-fails: trouble",
        "The hook on-add-1-fails failed with exit code 3. What it was told of is kept.",
        f"The hook on-add-2-missing cannot be run: {os.strerror(2)}. What it was told of is kept.",
        "on-add-3-deaf: heard nothing",
    ]
    assert len(json.loads(run("list", "--json").stdout)["papers"]) == 2


def test_one_that_hangs_is_stopped(run: Run, hook, tmp_path):
    """With what it has started, after the time of the setting; the rest of its output is nobody's.

    What it has started holds a pipe open as long as it lives.
    """
    (tmp_path / "refs.txt").write_text(FILE)
    (tmp_path / "config.toml").write_text("hooks_timeout = 0.2\n")
    os.mkfifo(tmp_path / "pipe")
    pipe = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    hook("on-add", f"(exec 9> {tmp_path}/pipe; sleep 3600) & wait")
    done = run("import", "refs.txt")
    assert "took longer than 0.2 seconds and was stopped" in done.stderr
    assert _is_let_go(pipe)
    os.close(pipe)


def _is_let_go(pipe: int) -> bool:
    for _ in range(6_000):  # what was killed may take a moment to end
        try:
            return os.read(pipe, 1) == b""
        except BlockingIOError:
            time.sleep(0.01)
    return False


def test_hooks_that_use_the_program(process: Run, hook, tmp_path):
    """What a hook does to the library is in it, and is told to no hook: it would never end."""
    (tmp_path / "refs.txt").write_text(FILE)
    program = f"{sys.executable} -m readlist"
    hook("on-add", f"{program} tag --where id:1 +new --quiet")
    hook("on-change", f"{program} tag --where id:2 +changed --quiet")
    process("import", "refs.txt")
    assert process("tag").stdout == "new\t1\n"


def test_hooks_can_be_switched_off(run: Run, told, tmp_path):
    """By the setting or the environment."""
    (tmp_path / "refs.txt").write_text(FILE)
    run("import", "refs.txt", READLIST_HOOKS="0")
    run("config", "set", "hooks", "false")
    run("status", "1", "read")
    assert told() == []


def test_what_a_hook_says_is_data(run: Run, hook, tmp_path):
    """No control sequence reaches the terminal, and not more than some lines."""
    (tmp_path / "refs.txt").write_text(FILE)
    hook("on-add", "printf '\\033[31mred\\n'; yes | head -n 100000")
    said = run("import", "refs.txt").stderr
    assert "\x1b" not in said
    assert len(said.splitlines()) == 10


def test_a_setting_that_is_wrong_is_told(run: Run, told, tmp_path):
    """The change is made all the same."""
    (tmp_path / "refs.txt").write_text(FILE)
    said = run("import", "refs.txt", READLIST_HOOKS="maybe").stderr
    assert "takes true or false" in said
    assert told() == []
    assert len(json.loads(run("list", "--json").stdout)["papers"]) == 2
