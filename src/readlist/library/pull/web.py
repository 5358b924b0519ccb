"""Any feed of the web: read whole each time, its papers recognised by their identifiers.

A post that only names a paper says nothing of it: the services that know such papers are asked, as
far as they answer; what they leave open is left to ``enrich``.
"""

from collections.abc import Iterator, Sequence

from readlist.errors import NetworkError
from readlist.library.pull.portions import EMPTY, UNMODIFIED, Asking, Portion, Task
from readlist.model import Identifier
from readlist.services import webfeed
from readlist.services.base import Announced

_ASKED_FOR = {"arxiv": None, "doi": 20}
"""The schemes that are asked for, with the most papers of one feed: DOIs are asked one by one."""


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield what a feed has now."""
    every = task.feed.options.get("items") == "all"
    answer = ask(webfeed.feed(task.feed.address, every=every))
    if answer is None:
        raise NetworkError(f"There is no feed at {task.feed.address} any more (HTTP 404).")
    heard, moved_to = ask.heard, ask.moved_to
    items = _completed(answer.items, ask)
    reason = "" if items else EMPTY
    if heard != "fresh":
        reason = UNMODIFIED
    yield Portion(items, reason=reason, others=answer.others, moved_to=moved_to)


def _completed(items: Sequence[Announced], ask: Asking) -> tuple[Announced, ...]:
    """Return announcements with what services say of papers that have no title."""
    from readlist.library.metadata.resolve import Resolved, resolve_first  # all sources, 60 ms

    bare: dict[str, dict[Identifier, None]] = {scheme: {} for scheme in _ASKED_FOR}
    for item in items:
        for name in () if item.record.title else item.record.identifiers:
            bare.setdefault(name.scheme, {})[name] = None
    into = Resolved()
    for scheme, most in _ASKED_FOR.items():
        if asked := list(bare[scheme])[:most]:
            resolve_first(scheme, asked, ask, into, lambda _: None)
    completed = []
    for item in items:
        record = item.record
        if not record.title:
            said = (one for name in record.identifiers for one in into.found.get(name, ()))
            record = next(said, record)
        completed.append(item._replace(record=record))
    return tuple(completed)
