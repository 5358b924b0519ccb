"""What lies at the address of a feed that does not tell: a feed, a list, or a page with feeds."""

from typing import TYPE_CHECKING, NamedTuple

from readlist.errors import UsageError
from readlist.library.feeds.address import Spec, name_of, spec
from readlist.library.feeds.options import UNSEEN
from readlist.services import webfeed
from readlist.text import visible

if TYPE_CHECKING:
    from readlist.library.metadata.ask import Ask
    from readlist.store.feeds import Feed


class Seen(NamedTuple):
    """What was found: the feed to follow, its title, and other feeds that a page names."""

    spec: Spec
    title: str = ""
    others: tuple[str, ...] = ()
    papers: int | None = None


def look(wanted: Spec, ask: "Ask") -> Seen:
    """Return what lies at an address. Raises ``UsageError``, ``NetworkError``."""
    url = wanted.address
    found = ask(webfeed.discover(url))
    if found is None:
        raise UsageError(f"There is nothing at {visible(url)}; check the address.")
    if found.kind == "page":
        if not found.feeds:
            raise UsageError(
                f"The page {visible(url)} names no feed and is no list of papers. Give the "
                "address of the feed itself, or of the list's file."
            )
        # A blog names the feed of its posts and that of the comments on them, in any order.
        ranked = sorted(found.feeds, key=lambda one: "comment" in f"{one.title} {one.url}".lower())
        chosen = spec(ranked[0].url)
        if not chosen.sure:
            chosen = chosen._replace(name=name_of(found.title, url), sure=True)
        return Seen(chosen, found.title or ranked[0].title, tuple(one.url for one in ranked[1:]))
    kind = "list" if found.kind == "list" else "web"
    papers = found.papers if kind == "web" else None
    return Seen(Spec(kind, url, name_of(found.title, url)), found.title, papers=papers)


def decided(feed: "Feed", ask: "Ask") -> "Feed":
    """Return a feed that was taken as it was typed as what it is. Raises as ``look`` does."""
    if not feed.options.get(UNSEEN):
        return feed
    seen = look(Spec(feed.kind, feed.address, feed.name), ask)
    options = {name: value for name, value in feed.options.items() if name != UNSEEN}
    title = {"title": seen.title} if seen.title and not options.get("title") else {}
    return feed._replace(
        kind=seen.spec.kind, address=seen.spec.address, options={**options, **title}
    )
