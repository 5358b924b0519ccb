"""Pulls and their ledger: what each feed was asked, what it brought, and why it brought nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.text import plural, visible
from readlist.views.answer import Answer, Column, Listing
from readlist.views.feeds import line_json, moment, outcome, reason, window

if TYPE_CHECKING:
    from readlist.store.pulls import Line, Pull

_NUMBERS = ("scanned", "known", "filtered", "new")
_CHANGES = ("added", "removed", "moved", "reworded")
_STATES = {"running": "not finished", "done": "", "failed": "not whole"}


def _why(line: "Line") -> str:
    """Return why nothing came, what was left out by which rule, or what else happened."""
    rules = [f"{count:,} by {rule}" for rule, count in _rules(line.facts)]
    left_out = f"left out {', '.join(rules[:2])}{' and others' * (len(rules) > 2)}" * bool(rules)
    return ", ".join(filter(None, (reason(line), left_out, *_happened(line.facts))))


_RULES = {"kinds": "kind (new version, cross-list)"}
"""What a person is told in place of the name of a rule."""


def _rules(facts: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield the rules that left papers out, with how many."""
    for rule, count in facts.get("rules", {}).items():
        yield _RULES.get(rule, rule), count


def _happened(facts: Mapping[str, Any]) -> Iterator[str]:
    changes = facts.get("list", {})
    counts = [f"{changes[name]:,} {name}" for name in _CHANGES if name in changes]
    if sections := changes.get("sections"):
        counts.append(f"{plural(len(sections), 'section')} changed")
    if counts:
        yield f"list: {', '.join(counts)}"
    if news := facts.get("news"):
        yield plural(int(news), "new version")


def _number(name: str, style: str = "") -> Column:
    """Return the column of a number, which a feed that was left out has none of."""
    return Column(
        name, lambda line: getattr(line, name),
        lambda line: None if line.state == "skipped" else f"{getattr(line, name):,}",
        style, right=True,
    )  # fmt: skip


_LEDGER = (
    Column("feed", lambda line: line.name, style="cyan", share=0.3),
    Column(None, lambda line: line.first),
    Column(None, lambda line: line.last),
    Column(None, lambda line: line.requests),
    *(_number(name) for name in ("scanned", "known", "filtered")),
    _number("new", "green"),
    Column(None, lambda line: line.state),
    Column("why", lambda line: line.reason, _why, "yellow", share=-1),
)


def ledger(
    pull: "Pull", lines: Sequence["Line"], *, whole: bool, more: Mapping[str, Any] | None = None
) -> Answer:
    """Return what a pull did, a feed a row; ``whole`` tells a terminal all of each feed."""
    shape = pull_json(pull, lines) | dict(more or {})
    return Listing(
        "feeds", _LEDGER, lines, items=shape["feeds"],
        before={name: value for name, value in shape.items() if name != "feeds"},
        draw=(lambda rows, _: details(rows)) if whole else None,
    )  # fmt: skip


def details(lines: Sequence["Line"]) -> Iterator[str]:
    """Yield all that the ledger says of each feed, for people."""
    for line in lines:
        yield visible(f"{line.name}: {outcome(line)}")
        for text in _details(line):
            yield visible(f"  {text}")


def _details(line: "Line") -> Iterator[str]:
    facts = line.facts
    if line.state == "skipped":
        return
    days = window(line)
    asked = f" for {days}" if days else ""
    yield f"{plural(line.requests, 'request')}{asked}"
    counts = ", ".join(f"{getattr(line, name):,} {name}" for name in _NUMBERS)
    yield counts
    yield from (f"{count:,} filtered by {rule}" for rule, count in _rules(facts))
    if states := facts.get("days"):
        yield "days: " + ", ".join(f"{day} {state}" for day, state in sorted(states.items()))
    yield from (f"{day} cannot be read: {why}" for day, why in facts.get("unread", {}).items())
    yield from _happened(facts)
    for kind in ("removed", "moved"):
        for title in facts.get("list", {}).get(f"{kind} titles", ()):
            yield f"{kind}: {title}"
    yield from facts.get("list", {}).get("sections", ())
    if others := facts.get("others"):
        yield f"{plural(others, 'item')} without a paper"
    if error := facts.get("error"):
        yield str(error)


def _new(lines: Sequence["Line"]) -> int:
    return sum(line.new for line in lines)


def _summary(pull: "Pull", lines: Sequence["Line"]) -> str:
    failed = {line.name: line.reason for line in lines if line.state == "failed"}
    if pull.state != "running" and failed:  # on its way, what did not come yet counts as failed
        if set(failed.values()) == {"interrupted"}:
            return "interrupted"
        return f"failed: {', '.join(failed)}"
    reasons = dict.fromkeys(line.reason for line in lines if line.state == "ok" and not line.new)
    said = ", ".join(filter(None, reasons)) if not _new(lines) else ""
    return _STATES.get(pull.state, pull.state) or said


_PULLS = (
    Column("pull", lambda one: one[0].id, right=True),
    Column("started", lambda one: one[0].started, lambda one: moment(one[0].started), "dim"),
    Column(None, lambda one: one[0].finished),
    Column(None, lambda one: one[0].state),
    Column("feeds", lambda one: sum(line.state != "skipped" for line in one[1]), right=True),
    Column("new", lambda one: _new(one[1]), lambda one: f"{_new(one[1]):,}", "green", right=True),
    Column(None, lambda one: sum(line.state == "failed" for line in one[1])),
    Column("what happened", None, lambda one: _summary(*one), "yellow", share=-1),
)


def listing(found: Sequence["tuple[Pull, Sequence[Line]]"]) -> Listing[Any]:
    """Return pulls, newest first."""
    return Listing(
        "pulls", _PULLS, found, lambda one: pull_json(*one),
        empty="Nothing was pulled yet. 'readlist pull' brings what is new in the feeds.",
    )  # fmt: skip


def pull_json(pull: "Pull", lines: Sequence["Line"]) -> dict[str, Any]:
    """Return the documented shape of a pull; fields are added, never removed."""
    return {
        "pull": pull.id or None, "started": pull.started, "finished": pull.finished or None,
        "command": pull.command, "state": pull.state, "new": _new(lines),
        "feeds": [{"feed": line.name, **line_json(pull, line)} for line in lines],
    }  # fmt: skip


def failures(lines: Sequence["Line"]) -> Iterator[str]:
    """Yield a sentence for each feed that failed."""
    for line in lines:
        if error := line.facts.get("error"):
            yield visible(f"{line.name}: {error}")
