"""Feeds fetched at the same time: one thread for each host, which asks and hands over values.

What goes wrong with one feed is handed over like the rest; the thread goes on with the next one.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from queue import Empty, Full, Queue
from typing import NamedTuple

from readlist.library.pull.fetch import host_of, portions
from readlist.library.pull.timeouts import Patient
from readlist.library.pull.values import Asking, MakeAsking, Portion, Task

HANDED_OVER = 4
"""Portions that may wait to be kept: bounds memory; a thread with another one waits itself."""
THREADS = 8
_LOOK_S = 0.2


class Came(NamedTuple):
    """What a thread hands over: a portion of a feed, or without one that the feed is done.

    ``requests`` are those that went out for this feed so far; ``error`` is why it ended too early.
    """

    task: Task
    portion: Portion | None = None
    requests: int = 0
    error: BaseException | None = None


@contextmanager
def fetched(tasks: Sequence[Task], make_asking: MakeAsking) -> Iterator[Iterator[Came]]:
    """Give what the threads fetch, as it comes; at the end of the block they ask no more."""
    fetchers = _Fetchers(tasks, make_asking)
    try:
        yield fetchers.start()
    finally:
        fetchers.stop.set()


class _Fetchers:
    """The threads of one pull."""

    def __init__(self, tasks: Sequence[Task], make_asking: MakeAsking) -> None:
        self.make_asking = make_asking
        self.waiting = Queue[list[Task]]()
        self.came = Queue[Came](HANDED_OVER)
        self.stop = threading.Event()
        self.count = len(tasks)
        groups: dict[str, list[Task]] = defaultdict(list)
        # Those that fail all the time come last: a host may fall silent over them.
        for task in sorted(tasks, key=lambda task: task.state.failures):
            groups[host_of(task.feed)].append(task)
        for group in groups.values():
            self.waiting.put(group)
        self.threads = min(THREADS, len(groups))

    def start(self) -> Iterator[Came]:
        # Daemons: a person who stops a pull does not wait for a service that is silent.
        for _ in range(self.threads):
            threading.Thread(target=self._work, daemon=True).start()
        return self._until_done()

    def _until_done(self) -> Iterator[Came]:
        left = self.count
        while left:
            one = self.came.get()
            left -= one.portion is None
            yield one

    def _work(self) -> None:
        """Fetch the feeds of one host after the other, until there are no more."""
        while not self.stop.is_set():
            try:
                group = self.waiting.get_nowait()
            except Empty:
                return
            left = list(group)
            try:
                with self.make_asking() as asking:
                    ask = Patient(asking)
                    while left:
                        self._fetch(left.pop(0), ask)
            except BaseException as error:  # noqa: BLE001 - raised by the thread that waits for it
                for task in left:
                    self._hand_over(Came(task, error=error))

    def _fetch(self, task: Task, ask: Asking) -> None:
        before = ask.requests
        try:
            for portion in portions(task, ask):
                if self.stop.is_set():
                    return
                self._hand_over(Came(task, portion, ask.requests - before))
        except BaseException as error:  # noqa: BLE001 - the same
            self._hand_over(Came(task, requests=ask.requests - before, error=error))
            return
        self._hand_over(Came(task, requests=ask.requests - before))

    def _hand_over(self, one: Came) -> None:
        while not self.stop.is_set():
            try:
                self.came.put(one, timeout=_LOOK_S)
            except Full:
                continue
            return
