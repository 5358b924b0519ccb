"""Ctrl-C where Python loses it: in functions that SQLite calls, and where values are let go."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_DROPPED = "user-defined function raised exception"
"""What SQLite says of whatever a function of the program raises, a defect as well."""
_AGAIN_S = 0.01

_noticed: list[int] = []


def notice() -> None:
    """Remember that Ctrl-C came, and give it again where it was lost.

    A program that ignores Ctrl-C, or has its own way with it, keeps it.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    signal.signal(signal.SIGINT, _note)
    sys.unraisablehook = _give_again


def _note(number: int, frame: Any) -> None:
    _noticed.append(number)
    signal.default_int_handler(number, frame)


def _give_again(lost: Any) -> None:
    """Interrupt once more, from beside: here ``KeyboardInterrupt`` would be lost again.

    A signal of the system also ends a wait that has begun meanwhile, such as for an answer;
    ``_thread.interrupt_main`` is seen only behind it.
    """
    if lost.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(lost)
        return
    from threading import Timer, main_thread

    again = Timer(_AGAIN_S, _interrupt, [main_thread().ident])
    again.daemon = True
    again.start()


def _interrupt(thread: int) -> None:
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, signal.SIGINT)
    else:  # Windows
        import _thread

        _thread.interrupt_main()


@contextmanager
def kept() -> Iterator[None]:
    """Raise ``KeyboardInterrupt`` where a statement failed because SQLite dropped it.

    One that came before, and that the command has answered, is no reason of what fails now.
    """
    before = len(_noticed)
    try:
        yield
    except Exception as error:  # of the driver, which the store alone imports
        if len(_noticed) > before and str(error) == _DROPPED:
            raise KeyboardInterrupt from error
        raise
