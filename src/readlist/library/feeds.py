"""Feeds that a person follows: kept from files, shown, removed."""

from collections.abc import Sequence

from readlist.errors import NotFoundError
from readlist.library.slugs import free_name, slug
from readlist.model import FeedInfo
from readlist.store import feeds as store
from readlist.store.feeds import Feed
from readlist.store.journal import Transaction
from readlist.text import visible


def keep_feeds(tx: Transaction, found: Sequence[FeedInfo]) -> int:
    """Store the feeds that are not known by their address and return how many those are."""
    known = store.feeds(tx.db)
    addresses = {feed.address for feed in known}
    names = {feed.name.lower() for feed in known}
    fresh = []
    for info in found:
        if info.url in addresses:
            continue
        addresses.add(info.url)
        host = info.url.partition("://")[2].partition("/")[0]
        name = free_name(slug(info.title) or slug(host) or "feed", names.__contains__)
        names.add(name)
        said = {"title": info.title, "site": info.site, "tags": list(info.tags)}
        options = {key: value for key, value in said.items() if value}
        fresh.append(Feed(0, name, "web", info.url, options, tx.at))
    store.insert_feeds(tx, fresh)
    return len(fresh)


def feed_infos(found: Sequence[Feed]) -> list[FeedInfo]:
    """Return feeds as a file says them."""
    return [
        FeedInfo(
            url=feed.address,
            title=feed.options.get("title", ""),
            site=feed.options.get("site", ""),
            tags=tuple(feed.options.get("tags", ())),
        )
        for feed in found
    ]


def remove_feeds(tx: Transaction, names: Sequence[str]) -> list[Feed]:
    """Forget feeds by name or address; their papers stay. Raises ``NotFoundError``."""
    known = store.feeds(tx.db)
    chosen = []
    for name in names:
        found = [f for f in known if name.lower() == f.name.lower() or name == f.address]
        if not found:
            listed = ", ".join(feed.name for feed in known) or "none yet"
            raise NotFoundError(f"There is no feed {visible(name)!r}. The feeds are: {listed}.")
        chosen += found
    store.delete_feeds(tx, [feed.id for feed in chosen])
    return chosen
