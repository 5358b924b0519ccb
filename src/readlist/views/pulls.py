"""Pulls and their ledger: lines for programs, tables for a terminal, JSON; never printed here."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.text import plural, visible
from readlist.views.feeds import line_json, moment, outcome, reason
from readlist.views.tables import Head, small_table

if TYPE_CHECKING:
    from readlist.store.pulls import Line, Pull

_NUMBERS = ("scanned", "known", "filtered", "new")
_HEADS = (
    Head("feed", "cyan", 0.3), Head("scanned", right=True), Head("known", right=True),
    Head("filtered", right=True), Head("new", "green", right=True), Head("why", "yellow", -1),
)  # fmt: skip
_STATES = {"running": "not finished", "done": "", "failed": "not whole"}


def table(lines: Sequence["Line"], width: int) -> Any:
    """Return what a pull did as a table for a terminal, a feed a row."""
    return small_table(_HEADS, [(line.name, *_counts(line), _why(line)) for line in lines], width)


def _counts(line: "Line") -> tuple[str, ...]:
    if line.state == "skipped":
        return ("",) * len(_NUMBERS)
    return tuple(f"{getattr(line, name):,}" for name in _NUMBERS)


def _why(line: "Line") -> str:
    """Return why nothing came, or what else happened."""
    return ", ".join(filter(None, (reason(line), *_happened(line.facts))))


def _happened(facts: Mapping[str, Any]) -> Iterator[str]:
    changes = facts.get("list", {})
    counts = [f"{changes[name]:,} {name}" for name in _CHANGES if name in changes]
    if counts:
        yield f"list: {', '.join(counts)}"
    if news := facts.get("news"):
        yield plural(int(news), "new version")


_CHANGES = ("added", "removed", "moved", "reworded")


def cells(line: "Line") -> tuple[str, ...]:
    """Return a line of the ledger as cells: feed, days, numbers, state, reason."""
    numbers = (line.requests, line.scanned, line.known, line.filtered, line.new)
    return (
        line.name, line.first, line.last, *(str(number) for number in numbers), line.state,
        line.reason,
    )  # fmt: skip


def lines_of(lines: Sequence["Line"]) -> Iterator[str]:
    """Yield the ledger as lines of cells with tabs between them."""
    for line in lines:
        yield "\t".join(visible(cell) for cell in cells(line))


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
    window = line.first if line.first == line.last else f"{line.first} to {line.last}"
    asked = f" for {window}" if window else ""
    yield f"{plural(line.requests, 'request')}{asked}"
    counts = ", ".join(f"{getattr(line, name):,} {name}" for name in _NUMBERS)
    yield counts
    yield from (f"{count:,} filtered by {rule}" for rule, count in facts.get("rules", {}).items())
    if days := facts.get("days"):
        yield "days: " + ", ".join(f"{day} {state}" for day, state in sorted(days.items()))
    yield from _happened(facts)
    for kind in ("removed", "moved"):
        for title in facts.get("list", {}).get(f"{kind} titles", ()):
            yield f"{kind}: {title}"
    if others := facts.get("others"):
        yield f"{plural(others, 'item')} without a paper"
    if error := facts.get("error"):
        yield str(error)


def pulls_table(found: Sequence["tuple[Pull, Sequence[Line]]"], width: int) -> Any:
    """Return pulls as a table for a terminal, newest first."""
    heads = (
        Head("pull", right=True), Head("started", "dim"), Head("feeds", right=True),
        Head("new", "green", right=True), Head("what happened", "yellow", -1),
    )  # fmt: skip
    rows = [
        (str(pull.id), moment(pull.started), str(_asked(lines)), f"{_new(lines):,}",
         _summary(pull, lines))
        for pull, lines in found
    ]  # fmt: skip
    return small_table(heads, rows, width)


def _asked(lines: Sequence["Line"]) -> int:
    return sum(line.state != "skipped" for line in lines)


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


def pull_cells(pull: "Pull", lines: Sequence["Line"]) -> tuple[str, ...]:
    """Return a pull as cells: number, times, state, feeds, new papers, feeds that failed."""
    failed = sum(line.state == "failed" for line in lines)
    counts = (_asked(lines), _new(lines), failed)
    return str(pull.id), pull.started, pull.finished, pull.state, *(str(n) for n in counts)


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
