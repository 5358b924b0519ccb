"""What a person waits for, told on a terminal's standard error; gone before anything else is said.

Never in a pipe, nor where TERM says ``dumb``.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from readlist.cli.app import App

T = TypeVar("T")
AFTER_S, EVERY_S = 1.0, 0.2


class Line:
    """One line that is written over again and again, and is gone in the end."""

    def __init__(self, app: App) -> None:
        self.stream = app.stderr
        self.is_seen = app.stderr.isatty() and app.environment.get("TERM") != "dumb"
        self.shown = False

    def show(self, text: str) -> None:
        """Show a text in place of the last one."""
        if self.is_seen:
            self._write(f"\r\x1b[K{text}")
            self.shown = True

    def clear(self) -> None:
        """Take away what was shown."""
        if self.shown:
            self._write("\r\x1b[K")
            self.shown = False

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


@contextmanager
def gauge(app: App, doing: str, total: int = 0) -> Iterator[Callable[[int], None]]:
    """Give what tells how much is done, of a total where that is known; it may never be called.

    Shown once it takes more than a second, by a thread of its own: much of what takes long is one
    statement of SQLite.
    """
    line = Line(app)
    if not line.is_seen:
        yield lambda _: None
        return
    import threading  # 3 ms, for what may take long alone

    from readlist.views.wrap import bar

    reached, ended = [0], threading.Event()

    def draw() -> None:
        began = time.monotonic()
        wait_s = AFTER_S
        while not ended.wait(wait_s):
            passed = f"{time.monotonic() - began:.0f} s"
            done = f"{bar(min(reached[0], total), total)}  " if total else ""
            line.show(f"{done}{doing} … {passed}")
            wait_s = EVERY_S
        line.clear()

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()

    def tell(number: int) -> None:
        reached[0] = number

    try:
        yield tell
    finally:
        ended.set()
        thread.join()


@contextmanager
def progress_bar(app: App, doing: str, total: float | None, after: str) -> Iterator[Any]:
    """Give what moves a bar: how much is done, what that is from now on, and how much there is.

    ``after`` the bar stands the ``count`` of what is done, or the ``time`` that is left.
    """
    if not app.stderr.isatty():
        yield lambda _done, _doing=None, _total=None: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    last = MofNCompleteColumn() if after == "count" else TimeRemainingColumn()
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), last)
    with Progress(*columns, console=Console(file=app.stderr), transient=True) as drawn:
        task = drawn.add_task(doing, total=total)

        def move(done: float | None, doing: str | None = None, total: float | None = None) -> None:
            drawn.update(task, completed=done, description=doing, total=total)

        yield move


def counted(items: Iterable[T], tell: Callable[[int], None]) -> Iterator[T]:
    """Yield things and tell how many have passed."""
    for number, item in enumerate(items, 1):
        tell(number)
        yield item
