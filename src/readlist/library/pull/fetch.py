"""Feeds fetched at the same time: one thread for each host, which asks and hands over portions.

What goes wrong with one feed is handed over like the rest; the thread goes on with the next one.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from queue import Empty, Full, Queue
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import urlsplit

from readlist.errors import NetworkError, SilentError, ThrottledError, UsageError
from readlist.library.feeds.address import UNSEEN
from readlist.library.pull import days
from readlist.library.pull.days import Calendar
from readlist.library.pull.portions import Asking, MakeAsking, Portion, Task
from readlist.store.feeds import Feed

_KINDS = {
    "arxiv": ("arxiv", "portions"), "arxiv-query": ("arxiv", "query_portions"),
    "hf": ("hf", "portions"), "web": ("web", "portions"), "list": ("lists", "portions"),
    "citing": ("citing", "portions"),
}  # fmt: skip
"""By the kind of a feed the module that knows how to read it, imported for such feeds alone."""
_ARXIV = ("arxiv.org", ".arxiv.org")

Portions = Callable[[Task, Asking], Iterator[Portion]]


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield what a feed has. Raises ``NetworkError`` and other failures."""
    feed = task.feed
    if feed.options.get(UNSEEN):  # taken as it was typed, without network
        from readlist.library.feeds.address import decided  # HTML parser, for such feeds alone

        feed = decided(feed, ask)
    if feed.kind not in _KINDS:
        raise UsageError(f"Feeds of the kind {feed.kind!r} are of a newer readlist.")
    module, name = _KINDS[feed.kind]
    found: Portions = getattr(import_module(f"readlist.library.pull.{module}"), name)
    for portion in found(task._replace(feed=feed), ask):
        now = feed._replace(address=portion.moved_to) if portion.moved_to else feed
        yield portion._replace(feed=now) if now != task.feed else portion


def became(stored: Feed, before: Feed, now: Feed) -> Feed:
    """Return a feed as it is stored with what fetching found out, from ``before`` to ``now``."""
    options = {
        name: value for name, value in stored.options.items()
        if name in now.options or name not in before.options
    }  # fmt: skip
    found = {name: value for name, value in now.options.items() if name not in before.options}
    return stored._replace(kind=now.kind, address=now.address, options=found | options)


def calendar_of(feed: Feed) -> Calendar | None:
    """Return the days of a feed, None where it has no days."""
    if feed.kind == "arxiv":
        return days.ARXIV
    return days.HF_CALENDARS.get(feed.address) if feed.kind == "hf" else None


def wanted_days(task: Task) -> list[str]:
    """Return the days that a pull of a feed is to read, the oldest first."""
    calendar = calendar_of(task.feed)
    found = days.due(calendar, task.days, task.now, task.since) if calendar else ()
    return [day.isoformat() for day in found]


def window(task: Task) -> tuple[str, str]:
    """Return the first and the last day that a pull asks for, empty where it asks for none."""
    if task.feed.kind in ("arxiv-query", "citing"):
        first, last = task.span
        return first.isoformat(), last.isoformat()
    found = wanted_days(task)
    return (found[0], found[-1]) if found else ("", "")


def host_of(feed: Feed) -> str:
    """Return whom a feed asks: feeds of different hosts are fetched at the same time."""
    if feed.kind in ("arxiv", "arxiv-query", "hf"):
        return feed.kind.partition("-")[0]
    if feed.kind == "citing":
        return "s2"
    host = urlsplit(feed.address).netloc.rpartition("@")[2].lower()
    return "arxiv" if host.endswith(_ARXIV) else host


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


if TYPE_CHECKING:
    from readlist.services.base import Request

T = TypeVar("T")

PROBE_S = 15.0
"""How long a question may take after the service was silent to the one before."""
SILENCES = 2
"""Questions in a row without an answer after which a service is not asked again in this pull."""


@dataclass(slots=True)
class Patient:
    """Asks for the feeds of one host; remembers which services are silent."""

    ask: Asking
    heard: str = ""
    moved_to: str = ""
    silences: Counter[str] = field(default_factory=Counter)
    errors: dict[str, NetworkError] = field(default_factory=dict)

    @property
    def requests(self) -> int:
        """The requests that went out so far."""
        return self.ask.requests

    def __call__(self, request: "Request[T]", /) -> T | None:
        """Return the answer to a question. Raises ``NetworkError``."""
        name = request.service
        silent = self.silences[name]
        if silent >= SILENCES:
            raise self.errors[name]
        if silent:
            request = replace(request, patience_s=min(request.patience_s, PROBE_S))
        try:
            answer = self.ask(request)
        except (SilentError, ThrottledError) as error:
            self.silences[name] += 1
            self.errors[name] = error
            raise
        except NetworkError:
            self.silences[name] = 0
            raise
        self.heard, self.moved_to = self.ask.heard, self.ask.moved_to
        if self.heard != "kept":
            self.silences[name] = 0
        return answer
