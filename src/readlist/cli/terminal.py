"""The terminal as one screen and one key at a time; what was there before always comes back.

Plain control sequences of ECMA-48 and xterm, which every terminal over ssh obeys; where TERM says
``dumb`` there are none, and each screen is printed below the last.
"""

import codecs
import os
import re
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, Self, TextIO

END, RESIZED, PASTED = "end", "resized", "\x1b[200~"
"""What ``key`` answers beside keys: nobody is there any more; the screen has another size; a text
that begins so was pasted, and is nobody's keys."""
_NAMES = {
    "\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace", "\x1b": "escape",
    "\t": "tab", "\x15": "clear", "\x04": END, "\x0c": RESIZED,
    "\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down",
    "\x1b[5~": "page up", "\x1b[6~": "page down",
}  # fmt: skip
# A pasted text, a sequence, a key with Alt, or one character.
_TOKEN = re.compile(
    r"\x1b\[200~.*?\x1b\[201~|\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\x1b\[O])|.", re.DOTALL
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?$|\x1b\[200~(?!.*\x1b\[201~)", re.DOTALL)
_REST_S = 0.05
"""Seconds for the rest of a sequence to come; after that, Escape was pressed alone."""
_ENTER = "\x1b[?1049h\x1b[?2004h\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[?2004l\x1b[?25h\x1b[?1049l"
_ENTER_INLINE = "\x1b[?2004h\x1b[?25l\r"
_LEAVE_INLINE = "\r\x1b[J\x1b[?2004l\x1b[?25h"


class Size(NamedTuple):
    """Characters of the screen."""

    columns: int
    lines: int


class Terminal:
    """A screen of its own, as long as the ``with`` lasts; ``inline`` some lines below the prompt.

    These lines are gone afterwards, and what stood above them stays.
    """

    def __init__(
        self, keyboard: TextIO, screen: TextIO, kind: str, *, inline: bool = False
    ) -> None:
        self.inline = inline
        self.keyboard = keyboard.fileno()
        self.screen = screen
        self.plain = kind in {"", "dumb"}
        self._keys: deque[str] = deque()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def __enter__(self) -> Self:
        self._begin()
        enter = _ENTER_INLINE if self.inline else _ENTER
        self._write("" if self.plain else enter)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # nobody may be there any more
            leave = _LEAVE_INLINE if self.inline else _LEAVE
            self._write("" if self.plain else leave)
        self._finish()

    def size(self) -> Size:
        """Return the size of the screen; where it has none, the usual one."""
        with suppress(OSError):
            columns, lines = os.get_terminal_size(self.screen.fileno())
            if columns and lines:
                return Size(max(20, columns), max(6, lines))
        return Size(80, 24)

    def show(self, lines: Sequence[str]) -> None:
        """Show lines in place of what was shown; none may be wider than the screen."""
        if self.plain:
            self._write("\n".join(lines) + "\n\n")
            return
        # Cleared first: at the right edge, clearing afterwards takes the last character away.
        drawn = "\n".join(f"\x1b[2K{line}" for line in lines)
        if self.inline:  # and back to the first line, wherever on the screen it is
            back = f"\x1b[{len(lines) - 1}A" if len(lines) > 1 else ""
            self._write(f"\r{drawn}\x1b[J{back}\r")
        else:
            self._write(f"\x1b[H{drawn}\x1b[J")

    def key(self) -> str:
        """Return the next key: a character, a name, or one of the words above."""
        while not self._keys:
            try:
                text = self._read()
            except EOFError:
                return END
            if text is None:
                return RESIZED
            self._keys.extend(_keys(text))
        return self._keys.popleft()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Give the terminal to another program, as it was before; Ctrl-C is that one's alone."""
        self.__exit__()
        former = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, former)
            self.__enter__()

    def _write(self, text: str) -> None:
        self.screen.write(text)
        self.screen.flush()

    def _begin(self) -> None:
        raise NotImplementedError

    def _finish(self) -> None:
        raise NotImplementedError

    def _read(self) -> str | None:
        """Return what was typed, None where the screen is to be drawn anew.

        Raises ``EOFError`` where nobody types any more.
        """
        raise NotImplementedError


def _keys(text: str) -> Iterator[str]:
    """Yield the keys of what was typed; sequences and controls that nobody knows are no keys."""
    for token in _TOKEN.findall(text):
        if token.startswith(PASTED):
            yield token.removesuffix("\x1b[201~")
        elif token in _NAMES:
            yield _NAMES[token]
        elif token.isprintable():
            yield token


class _Unix(Terminal):
    """A terminal of termios. Ctrl-C raises ``KeyboardInterrupt`` as everywhere."""

    def _begin(self) -> None:
        import termios
        import tty

        self._former: Any = termios.tcgetattr(self.keyboard)
        self._stopped = self._ended = False
        self._wakes, self._woken = os.pipe()
        os.set_blocking(self._woken, False)
        self._handlers = {
            number: signal.signal(number, self._note)
            for number in (signal.SIGWINCH, signal.SIGTSTP, signal.SIGTERM)
        }
        self._wakeup = signal.set_wakeup_fd(self._woken)
        tty.setcbreak(self.keyboard, termios.TCSADRAIN)

    def _finish(self) -> None:
        import termios

        with suppress(termios.error, OSError):
            termios.tcsetattr(self.keyboard, termios.TCSADRAIN, self._former)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        os.close(self._wakes)
        os.close(self._woken)

    def _note(self, number: int, _: object) -> None:
        self._stopped |= number == signal.SIGTSTP
        self._ended |= number == signal.SIGTERM

    def _read(self) -> str | None:
        if self._await(None):
            self._happened()
            return None
        text = self._typed()
        while _UNFINISHED.search(text) and not self._await(_REST_S):
            text += self._typed()
        return text

    def _await(self, seconds: float | None) -> bool:
        """Wait for keys; say whether there was something else, or nothing."""
        import select

        ready, _, _ = select.select([self.keyboard, self._wakes], [], [], seconds)
        return self._wakes in ready or not ready

    def _typed(self) -> str:
        try:
            found = os.read(self.keyboard, 4_096)
        except OSError as error:  # the terminal was closed
            raise EOFError from error
        if not found:
            raise EOFError
        return self._decoder.decode(found)

    def _happened(self) -> None:
        os.read(self._wakes, 4_096)
        if self._ended:
            raise EOFError
        if self._stopped:
            with self.aside():
                os.kill(os.getpid(), signal.SIGTSTP)


class _Windows(Terminal):
    """The console of Windows."""

    def _begin(self) -> None:
        os.system("")  # noqa: S605, S607 - makes the console obey control sequences

    def _finish(self) -> None:
        pass

    def _read(self) -> str:
        import msvcrt

        read: Any = msvcrt.getwch  # type: ignore[attr-defined, unused-ignore]
        text: str = read()
        if text in {"\x00", "\xe0"}:
            sequences = {"H": "\x1b[A", "P": "\x1b[B", "I": "\x1b[5~", "Q": "\x1b[6~"}
            return sequences.get(read(), "")
        if text == "\x03":
            raise KeyboardInterrupt
        return text


def terminal(keyboard: TextIO, screen: TextIO, kind: str, *, inline: bool = False) -> Terminal:
    """Return the terminal of a person; ``kind`` is what TERM says."""
    made = _Windows if sys.platform == "win32" else _Unix
    return made(keyboard, screen, kind, inline=inline)
