"""Search while somebody types: one thread, one connection of its own, the newest question wins."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from readlist.errors import ReadlistError
from readlist.library.inbox import inbox
from readlist.library.papers import search
from readlist.store.connection import (
    Library,
    OvertakenError,
    explained,
    open_library,
    while_wanted,
)

SHORT = 5
"""Letters, with the star, below which what is typed is not ranked."""
FIRST = 200
"""Papers that are told at once; to put tens of thousands in order takes longer."""


class Question(NamedTuple):
    """What is asked: words, whether of the inbox, and the time; ``number`` grows."""

    number: int
    words: str
    waiting: bool
    now: str


class Found(NamedTuple):
    """The papers of a question, or why there are none; ``begun`` are the best, more follow."""

    number: int
    ids: Sequence[int]
    said: str = ""
    failed: bool = False
    begun: bool = False


class Finder(threading.Thread):
    """Answers questions one after the other; those that were overtaken are ended."""

    def __init__(self, path: Path, reader: str, tell: Callable[[Found], None]) -> None:
        super().__init__(name="finder", daemon=True)
        self.path, self.reader, self.tell = path, reader, tell
        self._asked: Question | None = None
        self._newest = 0
        self._running = 0
        self._ending = False
        self._changed = threading.Condition()

    def ask(self, words: str, *, waiting: bool, now: str) -> int:
        """Ask, in place of what was asked before; return the number of the question."""
        with self._changed:
            self._newest += 1
            self._asked = Question(self._newest, words, waiting, now)
            self._changed.notify()
            return self._newest

    def end(self) -> None:
        """End the thread, whatever it is at."""
        with self._changed:
            self._ending = True
            self._newest += 1
            self._changed.notify()
        self.join(timeout=5)

    def run(self) -> None:
        """Answer until the end."""
        library = open_library(self.path, self.reader)
        try:
            while (question := self._next()) is not None:
                with suppress(OvertakenError), while_wanted(library.db, self._is_stale):
                    for found in self._answer(library, question):
                        self.tell(found)
        finally:
            library.close()

    def _next(self) -> Question | None:
        with self._changed:
            while self._asked is None and not self._ending:
                self._changed.wait()
            question, self._asked = self._asked, None
            self._running = question.number if question else 0
            return None if self._ending else question

    def _is_stale(self) -> bool:
        return self._running != self._newest

    @staticmethod
    def _answer(library: Library, question: Question) -> Iterator[Found]:
        try:
            with explained(library.path):
                if question.waiting:
                    asked = inbox.search(library, [question.words], now=question.now)
                elif len(question.words) < SHORT and question.words.endswith("*"):
                    # What begins so is half of the library: to rank it would take a second.
                    asked = search.prepare(library, [question.words], now=question.now, sort="id-")
                elif question.words:
                    asked = search.ask(library, [question.words], now=question.now)
                else:
                    asked = search.prepare(library, [], now=question.now, chosen=True)
                numbers = search.numbers(library, asked)
                ids = list(islice(numbers, FIRST))
                if len(ids) == FIRST:
                    yield Found(question.number, ids, asked.said, begun=True)
                    ids = [*ids, *numbers]
                yield Found(question.number, ids, asked.said)
        except ReadlistError as error:
            said = str(error).partition("\n")[0]
            yield Found(question.number, (), said, failed=True)
