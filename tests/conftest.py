"""Shared fixtures: a scratch library, and the program run as a person runs it."""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from readlist.cli import main
from readlist.store import connection
from readlist.store.connection import Library, open_library
from support import new_libraries
from support.paths import SHARED
from support.program import NOW, Run, called, checked, runner, started

# A test says the same on every machine and every day; "make fuzz" looks for what it does not know.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
settings.register_profile("project", max_examples=60, derandomize=True, **_COMMON)
settings.register_profile("fuzz", max_examples=1_000, print_blob=True, **_COMMON)
settings.load_profile("project")

connection._migrate = new_libraries.copied

# A shell starts what runs behind it with Ctrl-C ignored, and so would every program of the tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Begin with what takes long, and skip tests of the real files where these are absent."""
    items.sort(key=lambda item: "slow" not in item.keywords)
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="../shared is absent")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    """Let no test depend on those before it.

    Hypothesis also tries constants of the modules that are loaded by then; "make fuzz" lets it.
    The garbage collector would look at thousands of tests again and again; beyond them it looks
    as seldom as in the program.
    """
    if settings().derandomize and hasattr(providers, "_get_local_constants"):
        providers._get_local_constants = providers.Constants
    gc.freeze()
    gc.set_threshold(main.GARBAGE)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a program that knows nothing but a scratch library."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(tmp_path),
        "TZ": "UTC",
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
        return checked(started({**environment, **extra}, tmp_path, *words, stdin=stdin), code)

    return call


@pytest.fixture
def online(
    request: pytest.FixtureRequest,
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the program against the services of the test, its fixture ``net``.

    ``online.at(moment)`` sets the clock of the program and that of the services.
    """
    net = request.getfixturevalue("net")
    folders = {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache")}
    environment |= net.environment() | folders  # also for processes that the test starts
    call: Any = runner(environment, tmp_path, monkeypatch, capsys)

    def at(moment: str) -> None:
        net.now = moment
        monkeypatch.setenv("READLIST_NOW", moment)

    call.at = at
    return call


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library, open for writing."""
    opened = open_library(tmp_path / "library.db", "ada", write=True)
    yield opened
    opened.close()
