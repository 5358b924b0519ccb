"""The program run inside the test's own process: a tenth of the time that a start of it takes."""

import io
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from readlist.cli.main import main


def runner(
    environment: Mapping[str, str],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Return what runs the program as the fixture ``run`` does, without a process of its own."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)

    def call(*words: str, code: int = 0, stdin: str = "") -> Any:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        answer = main(list(words))
        said = capsys.readouterr()
        assert answer == code, (words, answer, said)
        return subprocess.CompletedProcess(words, answer, said.out, said.err)

    return call
