"""Shared fixtures: a scratch library, and the program run as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from in_process import Run, called
from readlist.store.connection import Library, open_library

settings.register_profile(
    "project", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("project")

SHARED = Path(__file__).parents[2] / "shared"
NOW = "2026-11-22T08:00:00Z"


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Skip tests of the real files where these are absent."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="../shared is absent")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a program that knows nothing but a scratch library."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(tmp_path),
        "READLIST_DB": str(tmp_path / "library.db"),
        "READLIST_CONFIG": str(tmp_path / "config.toml"),
        "READLIST_READER": "ada",
        "READLIST_NOW": NOW,
        "READLIST_OFFLINE": "1",
        "COLUMNS": "100",
    }


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the program: ``run("list", "--json", code=0, stdin="")``."""

    def call(*words: str, code: int = 0, stdin: str = "", **extra: str) -> Any:
        return checked(called({**environment, **extra}, tmp_path, *words, stdin=stdin), code)

    return call


@pytest.fixture
def process(environment: dict[str, str], tmp_path: Path) -> Run:
    """Run the program as ``run`` does, in a process of its own."""

    def call(*words: str, code: int = 0, stdin: str = "", **extra: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "readlist", *words],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**environment, **extra},
            cwd=tmp_path,
            timeout=120,
            check=False,
        )
        return checked(done, code)

    return call


def checked(done: Any, code: int) -> Any:
    """Return what a run left, which ended as it was to."""
    assert done.returncode == code, (done.args, done.returncode, done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library, open for writing."""
    opened = open_library(tmp_path / "library.db", "ada", write=True)
    yield opened
    opened.close()
