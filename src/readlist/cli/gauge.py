"""What a person waits for, told on a terminal's standard error once it takes more than a second.

Drawn by a thread of its own, because much of what takes long is one statement of SQLite. It is gone
before anything else is said, and never in a pipe.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from readlist.cli.app import App

T = TypeVar("T")
AFTER_S, EVERY_S = 1.0, 0.2
_CLEAR = "\r\x1b[K"


@contextmanager
def gauge(app: App, doing: str, total: int = 0) -> Iterator[Callable[[int], None]]:
    """Give what tells how much is done, of a total where that is known; it may never be called."""
    if not app.stderr.isatty() or app.environment.get("TERM") == "dumb":
        yield lambda _: None
        return
    import threading  # 3 ms, for what may take long alone

    from readlist.views.wrap import bar

    reached, ended = [0], threading.Event()

    def draw() -> None:
        began = time.monotonic()
        if ended.wait(AFTER_S):
            return
        while not ended.is_set():
            passed = f"{time.monotonic() - began:.0f} s"
            line = f"{doing} … {passed}"
            if total:
                line = f"{bar(min(reached[0], total), total)}  {line}"
            app.stderr.write(_CLEAR + line)
            app.stderr.flush()
            ended.wait(EVERY_S)
        app.stderr.write(_CLEAR)
        app.stderr.flush()

    thread = threading.Thread(target=draw, daemon=True)
    thread.start()

    def tell(number: int) -> None:
        reached[0] = number

    try:
        yield tell
    finally:
        ended.set()
        thread.join()


def counted(items: Iterable[T], tell: Callable[[int], None]) -> Iterator[T]:
    """Yield things and tell how many have passed."""
    for number, item in enumerate(items, 1):
        tell(number)
        yield item
