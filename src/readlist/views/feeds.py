"""Feeds: as lines for programs, as tables for a terminal, as JSON; never printed here."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from readlist.store.feeds import Feed
from readlist.text import plural, visible
from readlist.views.tables import Head, small_table

if TYPE_CHECKING:
    from readlist.library.pull.standing import Details, Standing
    from readlist.store.pulls import Line, Pull

_WIDE = 100
KINDS = {
    "arxiv": "arXiv announcements", "arxiv-query": "arXiv search", "hf": "Hugging Face papers",
    "web": "feed", "list": "curated list",
}  # fmt: skip


def what(feed: Feed) -> str:
    """Return what a feed is, as a person would type it."""
    if feed.kind == "hf":
        return "hf" if feed.address == "daily" else f"hf:{feed.address}"
    return f"arxiv:{feed.address}" if feed.kind.startswith("arxiv") else feed.address


def schedule(feed: Feed) -> str:
    """Return when a feed is pulled."""
    return "paused" if feed.options.get("paused") else str(feed.options.get("schedule", "daily"))


def moment(at: str) -> str:
    """Return a stored time for people, UTC."""
    return at[:16].replace("T", " ")


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
        "name": feed.name, "kind": feed.kind, "address": feed.address,
        "title": said.get("title"), "site": said.get("site"), "tags": said.get("tags", []),
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


def cells(standing: "Standing") -> tuple[str, ...]:
    """Return a feed as the cells of a line: what it is, then where it stands."""
    feed = standing.feed
    said = feed.options
    return (
        feed.name, feed.kind, feed.address, said.get("title", ""), ",".join(said.get("tags", ())),
        schedule(feed), standing.last[0].started if standing.last else "",
        outcome(standing.last[1]) if standing.last else "", str(standing.waiting),
    )  # fmt: skip


def table(found: Sequence["Standing"], width: int) -> Any:
    """Return feeds as a table for a terminal; a narrow one leaves out what the name mostly says."""
    columns: list[tuple[Head, Callable[[Standing], str]]] = [
        (Head("feed", "cyan", 0.25), lambda one: one.feed.name),
        (Head("what", "", 0.3), lambda one: str(one.feed.options.get("title") or what(one.feed))),
        (Head("schedule", "dim", 0.2), lambda one: schedule(one.feed)),
        (Head("pulled", "dim"), lambda one: one.last[0].started[:10] if one.last else "never"),
        (Head("waiting", "yellow", right=True), lambda one: f"{one.waiting:,}"),
        (Head("last pull", "", -1), lambda one: outcome(one.last[1]) if one.last else ""),
    ]
    if width < _WIDE:
        del columns[1]
    rows = [[read(one) for _, read in columns] for one in found]
    return small_table([head for head, _ in columns], rows, width)


def settings(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the settings of a feed in words, those that differ from the default."""
    said = feed.options
    yield "what", f"{what(feed)} ({KINDS.get(feed.kind, feed.kind)})"
    for name in ("title", "site"):
        yield name, str(said.get(name, ""))
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
_HEADS = (
    Head("at", "dim"), Head("asked for"), Head("requests", right=True),
    Head("scanned", right=True), Head("known", right=True), Head("filtered", right=True),
    Head("new", "green", right=True), Head("why", "yellow", -1),
)  # fmt: skip


def show(found: "Details", width: int) -> Iterator[Any]:
    """Yield what a terminal is drawn of one feed."""
    from rich.text import Text

    pairs = facts(found)
    size = max(len(name) for name, _ in pairs)
    for name, value in pairs:
        text = Text(f"{name:<{size}}  ", style="dim")
        yield text.append(visible(value), style="default not dim")
    if found.lines:
        yield Text()
        yield small_table(_HEADS, [ledger_cells(*one) for one in found.lines], width)


def ledger_cells(pull: "Pull", line: "Line") -> tuple[str, ...]:
    """Return what one pull did for a feed, as cells."""
    window = line.first if line.first == line.last else f"{line.first} to {line.last}"
    numbers = (line.requests, line.scanned, line.known, line.filtered, line.new)
    counts = (f"{number:,}" for number in numbers)
    return moment(pull.started), window, *counts, reason(line)


def show_lines(found: "Details") -> Iterator[str]:
    """Yield one feed as lines: facts with a tab, then the ledger with the word ``pull`` first."""
    for name, value in facts(found):
        yield f"{name}\t{visible(value)}"
    for one in found.lines:
        yield "\t".join(("pull", *(visible(cell) for cell in ledger_cells(*one))))


def sentences(found: Iterable[tuple[Feed, str]]) -> Iterator[str]:
    """Yield a sentence for each feed that something was done with."""
    for feed, done in found:
        yield f"{done} {visible(feed.name)}: {visible(what(feed))}."
