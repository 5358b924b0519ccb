"""What takes long is told on a terminal, is gone when it is done, and never reaches a pipe."""

import io

import pytest

from readlist.cli import gauge as module
from readlist.cli.app import App
from readlist.cli.gauge import counted, gauge


class Screen(io.StringIO):
    """A terminal's standard error."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_once(monkeypatch):
    """Nobody waits for a second here."""
    monkeypatch.setattr(module, "AFTER_S", 0.0)
    monkeypatch.setattr(module, "EVERY_S", 0.0)


def until(screen: Screen, text: str) -> str:
    """Wait for what is to be drawn and return all that was."""
    while text not in screen.getvalue():
        pass
    return screen.getvalue()


@pytest.mark.usefixtures("at_once")
def test_a_terminal_is_told_how_far_it_is():
    """With a bar where the total is known; afterwards the line is empty."""
    screen = Screen()
    with gauge(App(stderr=screen), "exporting", 10) as tell:
        items = counted("abcdefghij", tell)
        assert [next(items) for _ in range(5)] == list("abcde")
        assert "██████████░░░░░░░░░░     5 of 10  exporting … 0 s" in until(screen, "5 of 10")
    assert screen.getvalue().endswith("\r\x1b[K")


@pytest.mark.usefixtures("at_once")
def test_what_has_no_total_says_how_long():
    """Also where it fails."""
    screen = Screen()
    with pytest.raises(KeyError), gauge(App(stderr=screen), "checking"):
        {}[until(screen, "checking … ")]
    assert screen.getvalue().endswith("\r\x1b[K")


def test_what_takes_no_second_says_nothing():
    """Nor does anything where nobody looks, or where nothing can be taken away again."""
    screen = Screen()
    with gauge(App(stderr=screen), "checking"):
        pass
    assert screen.getvalue() == ""
    pipe = io.StringIO()
    for app in (App(stderr=pipe), App(stderr=screen, environment={"TERM": "dumb"})):
        with gauge(app, "checking") as tell:
            tell(3)
    assert pipe.getvalue() == screen.getvalue() == ""
