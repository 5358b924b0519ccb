"""The program run inside the test's own process: a tenth of the time that a start of it takes."""

import io
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, chdir, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from unittest import mock

import pytest

from readlist.cli import main as door
from readlist.web import client, pace
from support import json_shapes

NOW = "2026-11-22T08:00:00Z"
"""The time that it is in tests."""
HANG_S = 600
"""After which what a test waits for is taken to hang; says nothing of how long it may take."""
Run = Callable[..., subprocess.CompletedProcess[str]]
_NAME = str(Path(door.__file__).parents[1] / "__main__.py")
_QUICK = partial(client.WebOptions, first_wait_s=0.01)
"""Failed requests are tried again as often as ever, with shorter pauses between.

What the pauses are is a test of ``web``; the pace that a service is asked at keeps its interval.
"""


def runner(
    environment: Mapping[str, str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Return what runs the program as the fixture ``run`` does, in what the test patches."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(client, "WebOptions", _QUICK)
    monkeypatch.setattr(pace, "MARGIN_S", 0.0)

    def call(*words: str, code: int = 0, stdin: str = "") -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        answer = door.main(list(words))
        said = capsys.readouterr()
        assert answer == code, (words, answer, said)
        return subprocess.CompletedProcess(words, answer, said.out, said.err)

    return call


def called(
    environment: Mapping[str, str], folder: Path, *words: str, stdin: str = "", columns: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run the program with this environment and no other, in a folder, as a process would.

    Its streams are files, also for the processes that it starts; its output is a terminal where it
    has ``columns``. What a process has of its own beyond them (signals, keys that are pressed,
    closed pipes, the modules that are loaded) needs a real one.
    """
    with ExitStack() as held:
        files = [held.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        files[0].write(stdin.encode())
        files[0].seek(0)
        held.enter_context(mock.patch.dict(os.environ, environment, clear=True))
        held.enter_context(mock.patch.object(sys, "argv", [_NAME, *words]))
        held.enter_context(mock.patch.object(client, "WebOptions", _QUICK))
        held.enter_context(mock.patch.object(pace, "MARGIN_S", 0.0))
        held.enter_context(chdir(folder))
        with ExitStack() as running:
            shown = running.enter_context(_terminal(files[1], columns)) if columns else files[1]
            running.enter_context(_streams(files[0], shown, files[2]))
            try:
                code = door.main(list(words))
            except SystemExit as left:
                code = left.code
        for file in files[1:]:
            file.seek(0)
        out, err = (file.read().decode() for file in files[1:])
    return subprocess.CompletedProcess(words, int(code or 0), out, err)


@contextmanager
def _terminal(file: BinaryIO, columns: int) -> Iterator[BinaryIO]:
    """Give a terminal, and write what it shows into a file until it is closed."""
    import termios  # of POSIX alone

    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (200, columns))

    def keep() -> None:
        with suppress(OSError):  # which is how Linux tells that it was closed
            while chunk := os.read(ours, 65_536):
                file.write(chunk)

    reader = threading.Thread(target=keep)
    reader.start()
    try:
        with os.fdopen(theirs, "wb") as terminal:
            yield terminal
    finally:
        reader.join()
        os.close(ours)


@contextmanager
def _streams(*files: BinaryIO) -> Iterator[None]:
    """Put files in the place of the standard streams, for this process and those it starts."""
    former = [os.dup(number) for number in range(3)]
    try:
        for number, file in enumerate(files):
            os.dup2(file.fileno(), number)
        with (
            open(0, encoding="utf-8", closefd=False) as stdin,
            open(1, "w", encoding="utf-8", closefd=False) as stdout,
            open(2, "w", encoding="utf-8", closefd=False, buffering=1) as stderr,
            mock.patch.multiple(sys, stdin=stdin, stdout=stdout, stderr=stderr),
        ):
            yield
    finally:
        for number, kept in enumerate(former):
            os.dup2(kept, number)
            os.close(kept)


def started(
    environment: Mapping[str, str], folder: Path, *words: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, for what only a process has."""
    return subprocess.run(
        [sys.executable, "-m", "readlist", *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=folder,
        check=False,
    )


def checked(done: Any, code: int) -> Any:
    """Return what a run left, which ended as it was to."""
    assert done.returncode == code, (done.args, done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    json_shapes.check(done.args, done.stdout, done.stderr, done.returncode)
    return done


PROBE = """
import sys
from readlist.cli.main import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
sys.stderr.write("\\nLOADED " + " ".join(sorted(sys.modules)))
sys.exit(code)
"""
"""Run the program as ``python -c`` does, and tell on stderr which modules it has loaded."""
