"""What is asked for each kind of feed."""

from collections.abc import Callable, Iterator
from importlib import import_module
from urllib.parse import urlsplit

from readlist.errors import UsageError
from readlist.library.feeds.options import UNSEEN
from readlist.library.pull import days
from readlist.library.pull.days import Calendar
from readlist.library.pull.values import Asking, Portion, Task
from readlist.store.feeds import Feed

_KINDS = {"arxiv": "arxiv", "arxiv-query": "arxiv_query", "hf": "hf", "web": "web", "list": "lists"}
_ARXIV = ("arxiv.org", ".arxiv.org")

Portions = Callable[[Task, Asking], Iterator[Portion]]


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield what a feed has. Raises ``NetworkError`` and other failures."""
    feed = _decided(task.feed, ask)
    if feed.kind not in _KINDS:
        raise UsageError(f"Feeds of the kind {feed.kind!r} are of a newer readlist.")
    module = import_module(f"readlist.library.pull.{_KINDS[feed.kind]}")
    found: Portions = module.portions
    for portion in found(task._replace(feed=feed), ask):
        now = feed._replace(address=portion.moved_to) if portion.moved_to else feed
        yield portion._replace(feed=now) if now != task.feed else portion


def _decided(feed: Feed, ask: Asking) -> Feed:
    """Return a feed that was taken as it was typed, without network, as what it is."""
    if not feed.options.get(UNSEEN):
        return feed
    from readlist.library.feeds.discover import decided  # HTML parser, for such feeds alone

    return decided(feed, ask)


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
    if task.feed.kind == "arxiv-query":
        from readlist.library.pull.arxiv_query import span

        first, last = span(task)
        return first.isoformat(), last.isoformat()
    found = wanted_days(task)
    return (found[0], found[-1]) if found else ("", "")


def host_of(feed: Feed) -> str:
    """Return whom a feed asks: feeds of different hosts are fetched at the same time."""
    if feed.kind in ("arxiv", "arxiv-query", "hf"):
        return feed.kind.partition("-")[0]
    host = urlsplit(feed.address).netloc.rpartition("@")[2].lower()
    return "arxiv" if host.endswith(_ARXIV) else host
