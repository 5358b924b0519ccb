"""Feeds that a person follows: added, taken from files, changed, paused, removed."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from readlist.errors import NotFoundError, QueryError, UsageError
from readlist.library.feeds import options as feed_options
from readlist.library.feeds.address import NAME_LIMIT, Spec, name_of, spec, valid_name
from readlist.library.feeds.options import Asked
from readlist.library.papers.saved import check_rules, queries_of
from readlist.model import FeedInfo, Problem
from readlist.store import feeds as store
from readlist.store.feeds import Feed
from readlist.store.journal import Transaction
from readlist.text import caseless, free_name, nearest, visible, without_secrets

_OWN = frozenset({"title", "site", "tags"})
"""What a file says of a feed in fields of its own."""


class Added(NamedTuple):
    """A feed that a person asked for, and whether it was there before."""

    feed: Feed
    known: bool


class Kept(NamedTuple):
    """What became of the feeds of a file."""

    new: tuple[Feed, ...]
    known: tuple[Feed, ...]
    problems: tuple[Problem, ...]


def add_feeds(
    tx: Transaction, wanted: Sequence[tuple[Spec, dict[str, Any]]], chosen_name: str = ""
) -> list[Added]:
    """Follow feeds with their settings; one that is followed already stays as it is."""
    known = {_place(feed.kind, feed.address): feed for feed in store.feeds(tx.db)}
    names = _Names(known.values())
    found: list[Added] = []
    fresh: list[Feed] = []
    check_rules(tx, [rule for _, options in wanted for rule in queries_of(options)])
    for one, options in wanted:
        former = known.get(_place(one.kind, one.address))
        if former is None:
            name = names.chosen(chosen_name) if chosen_name else names.free(one.name)
            former = Feed(0, name, one.kind, one.address, options, tx.at)
            known[_place(one.kind, one.address)] = former
            fresh.append(former)
            found.append(Added(former, known=False))
        else:
            found.append(Added(former, known=True))
    first = store.insert_feeds(tx, fresh) if fresh else 0
    numbers = {feed.name: first + place for place, feed in enumerate(fresh)}
    return [
        one._replace(feed=one.feed._replace(id=numbers.get(one.feed.name, one.feed.id)))
        for one in found
    ]


def follow_list(tx: Transaction, name: str, wanted: Spec) -> Added:
    """Keep a list up to date from where its keeper writes it.

    Raises ``UsageError`` where it follows another address, or another list follows this one.
    """
    for feed in store.feeds(tx.db):
        same = _place(feed.kind, feed.address) == _place(wanted.kind, wanted.address)
        own = caseless(feed.kept_list) == caseless(name)
        if same and own:
            return Added(feed, known=True)
        if same or own:
            raise UsageError(
                f"Feed {visible(feed.name)} keeps list {visible(feed.kept_list or feed.name)} from "
                f"{visible(feed.address)} already. 'readlist feed rm {visible(feed.name)}' ends "
                "that; the list and its papers stay."
            )
    return add_feeds(tx, [(wanted, {"list": name})])[0]


def _place(kind: str, address: str) -> tuple[str, str]:
    """Return what two feeds share that are one.

    ``http://www.Example.org:80/feed/`` is ``https://example.org/feed``; ``?format=atom`` is
    another. ``cs.CL+cs.LG`` is ``cs.LG+cs.CL``.
    """
    if kind == "arxiv":
        return kind, "+".join(sorted(address.split("+")))
    if kind not in ("web", "list"):
        return kind, address
    rest = unquote(address).partition("://")[2]
    host, slash, path = rest.removesuffix("/").partition("/")
    host = re.sub(r":(?:80|443)$", "", host.lower()).removeprefix("www.")
    page, mark, query = f"{host}{slash}{path}".partition("?")
    return kind, page.rstrip("/") + mark + "&".join(sorted(query.split("&")))


def take_feeds(tx: Transaction, found: Iterable[FeedInfo]) -> Kept:
    """Follow the feeds of a file with the settings that it gives them, as far as they are right."""
    problems: list[Problem] = []
    wanted = []
    private = _private(store.feeds(tx.db))
    for info in found:
        try:
            one = _spec_of(info)
        except UsageError as error:
            problems.append(Problem(info.line, str(error)))
            continue
        one = one._replace(address=private.get((one.kind, one.address), one.address))
        read, wrong = feed_options.from_file(one.kind, info.options, tx.at[:10])
        problems += [Problem(info.line, sentence) for sentence in wrong]
        said = {"title": info.title, "site": info.site, "tags": list(info.tags)}
        options = read | {key: value for key, value in said.items() if value}
        try:
            check_rules(tx, queries_of(options))
        except QueryError as error:
            problems.append(Problem(info.line, f"The feed is left out: {error}"))
            continue
        wanted.append((one, options))
    added = add_feeds(tx, wanted)
    return Kept(
        tuple(one.feed for one in added if not one.known),
        tuple(one.feed for one in added if one.known),
        tuple(problems),
    )


def _private(followed: Sequence[Feed]) -> dict[tuple[str, str], str]:
    """Return the addresses that have secrets, by the kind and the address that a file says of them.

    A file that was written here has them without their secrets; that is another feed where one of
    just this address is followed, too.
    """
    said = {feed.address: (feed.kind, without_secrets(feed.address)) for feed in followed}
    return {public: address for address, public in said.items() if public[1] not in said}


def _spec_of(info: FeedInfo) -> Spec:
    """Return what a feed of a file is; a feed of arXiv in a feed reader becomes one of ours.

    Raises ``UsageError`` for a kind or an address that cannot be.
    """
    if info.kind in {"arxiv", "arxiv-query", "hf", "citing"}:
        service = info.kind.partition("-")[0]
        read = spec(f"{service}:{info.address}")
    elif info.kind in {"", "web", "list"}:
        address = info.address or info.url
        read = spec(address) if "://" in address else spec(f"https://{address}")
        # What a feed reader has as rss.arxiv.org/rss/cs.CL is followed by days, as cs.CL.
        if info.kind or read.kind != "arxiv":
            read = Spec(info.kind or "web", address, name_of(info.title, address))
    else:
        raise UsageError(f"A feed of the kind {visible(info.kind)!r} is not known; it is left out.")
    try:
        return read._replace(name=valid_name(info.name)) if info.name else read
    except UsageError:
        return read


class _Names:
    """The names that are taken, whatever their case."""

    def __init__(self, known: Iterable[Feed]) -> None:
        self._taken = {feed.name.lower() for feed in known}

    def free(self, name: str) -> str:
        """Return a name, or the first of its kind that is free, and take it."""
        found = free_name(name[:NAME_LIMIT], lambda one: one.lower() in self._taken)
        self._taken.add(found.lower())
        return found

    def chosen(self, text: str) -> str:
        """Return the name that a person chose and take it. Raises ``UsageError``."""
        name = valid_name(text)
        if name.lower() in self._taken:
            raise UsageError(f"There is a feed {name!r} already; choose another name.")
        self._taken.add(name.lower())
        return name


def known_feeds(found: Sequence[Feed], names: Iterable[str]) -> list[Feed]:
    """Return feeds by name, address or what a person types. Raises ``NotFoundError``."""
    chosen: dict[int, Feed] = {}
    for name in names:
        meant = [feed for feed in found if name.lower() == feed.name.lower()] or _at(found, name)
        if not meant:
            known = [feed.name for feed in found]
            near = nearest(name, known).lower()
            listed = ", ".join(known) or "none yet"
            advice = f"; did you mean {near!r}?" if near else f". The feeds are: {listed}."
            raise NotFoundError(f"There is no feed {visible(name)!r}{advice}")
        chosen |= {feed.id: feed for feed in meant}
    return list(chosen.values())


def _at(found: Sequence[Feed], text: str) -> list[Feed]:
    """Return the feeds that have an address, as it is kept or as a person types it."""
    try:
        meant = spec(text)
    except UsageError:
        return [feed for feed in found if feed.address == text]
    place = _place(meant.kind, meant.address)
    return [
        feed for feed in found
        if feed.address == text or _place(feed.kind, feed.address) == place
    ]  # fmt: skip


def edit_feed(tx: Transaction, name: str, asked: Asked, new_name: str = "") -> tuple[Feed, Feed]:
    """Change the settings or the name of a feed; return it as it was and as it is."""
    known = store.feeds(tx.db)
    (former,) = known_feeds(known, [name])[:1]
    problems: list[str] = []
    others = [feed for feed in known if feed.id != former.id]
    options = feed_options.with_problem(
        problems, lambda: feed_options.changed(former.options, former.kind, asked, tx.at[:10])
    )
    chosen = feed_options.with_problem(
        problems, lambda: _Names(others).chosen(new_name) if new_name else former.name
    )
    if problems:
        raise UsageError("\n".join(problems))
    now = former._replace(name=chosen, options=options)
    check_rules(tx, queries_of(options))
    if now != former:
        store.update_feeds(tx, [now])
    if former.kept_list == former.name != now.name:
        # The list that the feed keeps up to date had its name, and goes on having it.
        from readlist.library.lists.lists import rename
        from readlist.store.lists import find_list

        if found := find_list(tx.db, former.name):
            rename(tx, found[0], now.name)
    return former, now


def pause_feeds(tx: Transaction, names: Sequence[str], *, pause: bool) -> list[tuple[Feed, Feed]]:
    """Pause feeds, or pull them again; return each as it was and as it is."""
    pairs: list[tuple[Feed, Feed]] = []
    for feed in known_feeds(store.feeds(tx.db), names):
        now = feed
        # One that is paused already keeps the day since when it is.
        if bool(feed.options.get("paused")) != pause:
            options = {name: value for name, value in feed.options.items() if name != "paused"}
            now = feed._replace(options=options | ({"paused": tx.at} if pause else {}))
        pairs.append((feed, now))
    store.update_feeds(tx, [now for former, now in pairs if former != now])
    return pairs


def remove_feeds(tx: Transaction, names: Sequence[str]) -> list[Feed]:
    """Forget feeds; their papers stay. Raises ``NotFoundError``."""
    chosen = known_feeds(store.feeds(tx.db), names)
    store.delete_feeds(tx, [feed.id for feed in chosen])
    return chosen


def feed_infos(found: Sequence[Feed]) -> list[FeedInfo]:
    """Return feeds as a file says them; the secrets in their addresses stay here."""
    return [
        FeedInfo(
            url=public_url(feed.kind, without_secrets(feed.address)),
            title=feed.options.get("title", ""),
            site=without_secrets(feed.options.get("site", "")),
            tags=tuple(feed.options.get("tags", ())),
            name=feed.name,
            kind=feed.kind,
            address=without_secrets(feed.address),
            options={name: said for name, said in feed.options.items() if name not in _OWN},
        )
        for feed in found
    ]


def public_url(kind: str, address: str) -> str:
    """Return where other programs find a feed, or at least its page."""
    from urllib.parse import quote, urlencode

    if kind == "arxiv":
        return f"https://rss.arxiv.org/rss/{quote(address, safe='+')}"
    if kind == "arxiv-query":
        order = {"sortBy": "submittedDate", "sortOrder": "descending", "max_results": 100}
        return f"https://export.arxiv.org/api/query?{urlencode({'search_query': address, **order})}"
    if kind == "citing":
        return f"https://www.semanticscholar.org/search?{urlencode({'q': address})}"
    if kind == "hf":
        return "https://huggingface.co/papers" + ("/trending" if address == "trending" else "")
    return address
