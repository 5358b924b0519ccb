"""Feeds: what is followed, and how each of them stands."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from readlist import local_time
from readlist.store.feeds import Feed
from readlist.text import masked, plural, visible
from readlist.views.answer import Column, Listing, Report
from readlist.views.cards import Card

if TYPE_CHECKING:
    from readlist.library.feeds.feeds import Added
    from readlist.library.pull.standing import Details, Standing
    from readlist.store.pulls import Line, Pull

KINDS = {
    "arxiv": "arXiv announcements", "arxiv-query": "arXiv search", "hf": "Hugging Face papers",
    "web": "feed", "list": "curated list", "citing": "papers that cite yours",
}  # fmt: skip


def what(feed: Feed) -> str:
    """Return what a feed is, as a person would type it."""
    if feed.kind == "hf":
        return "hf" if feed.address == "daily" else f"hf:{feed.address}"
    if feed.kind == "citing":
        return f"citing:{feed.address}"
    return f"arxiv:{feed.address}" if feed.kind.startswith("arxiv") else masked(feed.address)


def schedule(feed: Feed) -> str:
    """Return when a feed is pulled."""
    return "paused" if feed.options.get("paused") else str(feed.options.get("schedule", "daily"))


def moment(at: str) -> str:
    """Return a stored time for people."""
    return local_time.minute(at)


def outcome(line: "Line") -> str:
    """Return in words what a pull of a feed came to."""
    if line.state == "failed":
        reason = "" if line.reason == "failed" else line.reason or line.facts.get("error", "")
        return f"failed: {reason}".rstrip(": ")
    new = f"{line.new:,} new" if line.new else ""
    return ", ".join(filter(None, (new, line.reason))) or "nothing new"


def reason(line: "Line") -> str:
    """Return in words why nothing came, or not all; nothing where all is well."""
    return outcome(line) if line.state == "failed" else line.reason


def last(standing: "Standing") -> str:
    """Return when a feed was last pulled and what came of it."""
    if standing.last is None:
        return "never"
    pull, line = standing.last
    return f"{moment(pull.started)}  {outcome(line)}"


def feed_json(feed: Feed) -> dict[str, Any]:
    """Return the documented shape of a feed."""
    said = feed.options
    return {
        "name": feed.name, "kind": feed.kind, "address": masked(feed.address),
        "title": said.get("title"), "site": masked(said.get("site", "")) or None,
        "tags": said.get("tags", []),
        "added": feed.added or None, "schedule": said.get("schedule", "daily"),
        "paused": said.get("paused"), "kinds": said.get("kinds"), "items": said.get("items"),
        "keep": said.get("keep", []), "drop": said.get("drop", []),
        "tag": [{"query": query, "tag": tag} for query, tag in said.get("tag", [])],
        "limit": said.get("limit"), "min_votes": said.get("votes"),
        "list": feed.kept_list or None,
    }  # fmt: skip


def standing_json(standing: "Standing") -> dict[str, Any]:
    """Return the shape of a feed with where it stands."""
    state = standing.state
    pulled = {
        "tried": state.tried or None, "succeeded": state.succeeded or None,
        "failures": state.failures, "through": state.through or None, "note": state.note or None,
        "last": line_json(*standing.last) if standing.last else None,
    }  # fmt: skip
    return {**feed_json(standing.feed), "waiting": standing.waiting, "pulled": pulled}


def details_json(found: "Details") -> dict[str, Any]:
    """Return the shape of all that is known of a feed."""
    return {
        **standing_json(found.standing), "papers": found.papers, "missing": list(found.missing),
        "pulls": [line_json(pull, line) for pull, line in found.lines],
    }  # fmt: skip


def line_json(pull: "Pull", line: "Line") -> dict[str, Any]:
    """Return the shape of what one pull did for a feed."""
    return {
        "pull": pull.id, "at": pull.started, "first": line.first or None, "last": line.last or None,
        "requests": line.requests, "scanned": line.scanned, "known": line.known,
        "filtered": line.filtered, "new": line.new, "state": line.state,
        "reason": line.reason or None, "facts": dict(line.facts),
    }  # fmt: skip


_FEEDS = (
    Column("feed", lambda one: one.feed.name, style="cyan", share=0.25),
    Column(None, lambda one: one.feed.kind),
    Column(None, lambda one: masked(one.feed.address)),
    Column(None, lambda one: one.feed.options.get("title")),
    # A narrow terminal leaves out what the name mostly says.
    Column(
        "what", None, lambda one: one.feed.options.get("title") or what(one.feed),
        share=0.3, wide=100,
    ),
    Column(None, lambda one: ",".join(one.feed.options.get("tags", ()))),
    Column("schedule", lambda one: schedule(one.feed), style="dim", share=0.2),
    Column(
        "pulled", lambda one: one.last and one.last[0].started,
        lambda one: local_time.day(one.last[0].started) if one.last else "never", "dim",
    ),
    Column(None, lambda one: one.last and outcome(one.last[1])),
    Column(
        "waiting", lambda one: one.waiting, lambda one: f"{one.waiting:,}", "yellow", right=True
    ),
    Column("last pull", None, lambda one: one.last and outcome(one.last[1]), share=-1),
)  # fmt: skip


def listing(found: Sequence["Standing"]) -> Listing["Standing"]:
    """Return the feeds with what their last pulls brought."""
    return Listing(
        "feeds", _FEEDS, found, standing_json,
        empty="There are no feeds yet. 'readlist feed add arxiv:cs.CL' follows arXiv, 'readlist "
        "feed import FILE.opml' takes those of a feed reader.",
    )  # fmt: skip


def settings(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the settings of a feed in words, those that differ from the default."""
    said = feed.options
    yield "what", f"{what(feed)} ({KINDS.get(feed.kind, feed.kind)})"
    for name in ("title", "site"):
        yield name, masked(str(said.get(name, "")))
    yield "list", str(said.get("list", ""))
    yield "folders", ", ".join(said.get("tags", ()))
    paused = said.get("paused")
    yield "schedule", f"paused since {moment(paused)}" if paused else schedule(feed)
    yield "announcements", ", ".join(said.get("kinds", ()))
    for name in ("keep", "drop"):
        yield from ((name, query) for query in said.get(name, ()))
    for query, tag in said.get("tag", ()):
        yield "tag", f"{tag} = {query}" if query else str(tag)
    yield "limit", plural(said["limit"], "new paper") + " a pull" if said.get("limit") else ""
    yield "votes", f"at least {said['votes']:,}" if said.get("votes") else ""
    yield "items", "all, papers or not" if said.get("items") == "all" else ""
    yield "look", "the first pull looks what it is" if said.get("unseen") else ""


def facts(found: "Details") -> list[tuple[str, str]]:
    """Return all that is to be said of a feed but its ledger, name and value."""
    standing = found.standing
    state = standing.state
    failed = f"{plural(state.failures, 'time')} in a row: {state.note}" if state.failures else ""
    missing = ", ".join(found.missing[:LISTED]) + (" …" if len(found.missing) > LISTED else "")
    pairs = [
        ("feed", standing.feed.name), *settings(standing.feed),
        ("added", moment(standing.feed.added)), ("pulled", last(standing)),
        ("succeeded", moment(state.succeeded)), ("failed", failed.rstrip(": ")),
        ("read through", state.through), ("days missing", missing),
        ("papers", f"{found.papers:,}, {standing.waiting:,} of them in the inbox"),
    ]  # fmt: skip
    return [(name, value) for name, value in pairs if value]


LISTED = 20
"""Days that are named; beyond that there are more."""
_Pulled = tuple["Pull", "Line"]


def _number(name: str, style: str = "") -> Column:
    return Column(name, lambda one: f"{getattr(one[1], name):,}", style=style, right=True)


_LEDGER = (
    Column("at", lambda one: moment(one[0].started), style="dim"),
    Column("asked for", lambda one: window(one[1])),
    *(_number(name) for name in ("requests", "scanned", "known", "filtered")),
    _number("new", "green"),
    Column("why", lambda one: reason(one[1]), style="yellow", share=-1),
)


def window(line: "Line") -> str:
    """Return the days that a feed was asked for, one or the first and the last."""
    return line.first if line.first == line.last else f"{line.first} to {line.last}"


def card(found: "Details") -> Card:
    """Return one feed with its last pulls."""
    ledger: Listing[_Pulled] = Listing("pulls", _LEDGER, found.lines)
    return Card(details_json(found), facts(found), listing=ledger, mark="\t", word="pull")


def sentences(found: Iterable[tuple[Feed, str]]) -> Iterator[str]:
    """Yield a sentence for each feed that something was done with."""
    for feed, done in found:
        yield f"{done} {visible(feed.name)}: {visible(what(feed))}."


def added(found: "Sequence[Added]", *, dry_run: bool) -> Report:
    """Return which feeds are followed now, and which were before."""
    fresh = [one.feed for one in found if not one.known]
    known = [one.feed for one in found if one.known]
    would = "Would add" if dry_run else "Added"
    said = list(sentences((feed, would) for feed in fresh))
    said += [f"{visible(what(feed))} is there already, as {visible(feed.name)}." for feed in known]
    facts = {
        "added": [feed_json(feed) for feed in fresh], "known": [feed_json(feed) for feed in known],
        "dry_run": dry_run,
    }  # fmt: skip
    note = "'readlist pull' brings the papers, 'readlist pull --install' does it every day."
    return Report(said, facts, terminal_note=note if fresh and not dry_run else "")
