"""What an import did, or would do: sentences, the plan as lines or a table, JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from readlist.text import plural, visible
from readlist.views.answer import Column, Listing, Screen

if TYPE_CHECKING:
    from readlist.identity.absorb import Outcome
    from readlist.library.imports.import_file import ImportResult

CONTRADICTIONS_SHOWN = 20


class Step(NamedTuple):
    """One line of a plan: what becomes of a paper of the file, and what it changes."""

    kind: str
    line: int
    key: str
    title: str
    gains: str


def steps(result: "ImportResult", keys: Mapping[int, str]) -> Iterator[Step]:
    """Yield what would be new, what would be merged with what it adds, and every contradiction."""
    for outcome in result.outcomes:
        key = keys.get(outcome.paper_id, "")
        title = visible(outcome.record.title) or _named(outcome)
        line = outcome.record.line
        if outcome.kind != "unchanged":
            gains = "" if outcome.kind == "new" else ", ".join(outcome.added) or "place in list"
            yield Step(str(outcome.kind), line, key, title, gains)
        for found in outcome.contradictions:
            kept, said = visible(found.kept), visible(found.said)
            gains = f"{found.field}: {kept!r} is kept, the file says {said!r}"
            yield Step("contradiction", line, key, title, gains)


def _named(outcome: "Outcome") -> str:
    return ", ".join(str(identifier) for identifier in outcome.record.identifiers)


_STYLES = {"new": "green", "merged": "cyan", "contradiction": "yellow"}
_PLAN = (
    Column(None, lambda step: step.kind),
    Column(None, lambda step: step.line or ""),
    Column(None, lambda step: step.key),
    Column(None, lambda step: step.gains),
    Column(None, lambda step: step.title),
)


def plan(found: Sequence[Step], said: Sequence[str]) -> Listing[Step]:
    """Return a plan with its sentences, which stand aside in a pipe, so that the rows are data."""

    def drawn(screen: Screen) -> Iterator[Any]:
        from rich.text import Text

        yield from map(Text, said)
        if found:
            yield _plan_table(found, screen.width)

    return Listing("plan", _PLAN, found, tree=drawn, pipe_note="\n".join(said))


def _plan_table(found: Sequence[Step], width: int) -> Any:
    """Return a plan as a rich table; what a merge adds stands beside it, in full."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", width=width, expand=True
    )
    drawn.add_column("plan", no_wrap=True, width=13)
    drawn.add_column("line", justify="right", no_wrap=True, width=6)
    if width >= 100:
        drawn.add_column("paper", no_wrap=True, width=24, style="dim", overflow="ellipsis")
    drawn.add_column("title", ratio=3, no_wrap=True, overflow="ellipsis")
    adds = any(step.gains for step in found)
    if adds:
        drawn.add_column("adds", ratio=2, overflow="fold")
    for step in found:
        cells = [Text(step.kind, _STYLES.get(step.kind, "")), Text(str(step.line or ""))]
        if width >= 100:
            cells.append(Text(step.key if step.kind != "new" else ""))
        cells += [Text(step.title), Text(step.gains)] if adds else [Text(step.title)]
        drawn.add_row(*cells)
    return drawn


def sentences(result: "ImportResult", *, dry_run: bool) -> Iterator[str]:
    """Yield what an import did, in sentences."""
    would = "would be " if dry_run else ""
    file = "Standard input" if result.file == "-" else visible(result.file)
    papers = f"{plural(result.found, 'paper')}: {result.new:,} {would}new, "
    papers += f"{result.merged:,} {would}merged, {result.unchanged:,} unchanged"
    said = [papers] if result.found or not result.feeds else []
    if result.feeds:
        said.append(f"{plural(result.feeds, 'feed')}: {result.new_feeds:,} {would}new")
    if result.skipped:
        said.append(f"{result.skipped:,} skipped")
    if result.problem_count:
        said.append(plural(result.problem_count, "problem"))
    yield f"{file} ({result.format}): {', '.join(said)}."
    if result.list_name:
        yield f"List {visible(result.list_name)}: {_changes(result) or 'as it was'}."
        if result.list_alike:
            name = visible(result.list_alike)
            yield f"It is not list {name}, which has other papers; --list {name} makes it that one."
    if not dry_run:
        yield from _contradictions(result)


def _changes(result: "ImportResult") -> str:
    changes = result.list_changes
    counts = (
        (changes.added, "added"), (changes.removed, "removed"), (changes.moved, "moved"),
        (changes.reworded, "reworded"),
    )  # fmt: skip
    return ", ".join(f"{number:,} {word}" for number, word in counts if number)


def _contradictions(result: "ImportResult") -> Iterator[str]:
    where = "Line " if result.file == "-" else f"{visible(result.file)}:"
    for outcome in result.contradictions[:CONTRADICTIONS_SHOWN]:
        for found in outcome.contradictions:
            yield (
                f"{where}{outcome.record.line}: paper {outcome.paper_id} has {found.field} "
                f"{visible(found.kept)!r}, the file says {visible(found.said)!r}."
            )


def import_json(
    result: "ImportResult", plan: Iterable[Step], *, dry_run: bool
) -> dict[str, object]:
    """Return the documented shape of an import; ``plan`` is filled by a dry run alone."""
    changes = result.list_changes
    return {
        "file": result.file,
        "format": result.format,
        "found": result.found,
        "new": result.new,
        "merged": result.merged,
        "unchanged": result.unchanged,
        "skipped": result.skipped,
        "problems": [{"line": p.line, "message": p.message} for p in result.problems],
        "list": result.list_name or None,
        "list_changes": {
            "added": changes.added, "removed": changes.removed, "moved": changes.moved,
            "reworded": changes.reworded,
        },
        "contradictions": [
            {"paper": o.paper_id, "line": o.record.line, "field": c.field, "kept": c.kept,
             "said": c.said}
            for o in result.contradictions for c in o.contradictions
        ],
        "dry_run": dry_run,
        "feeds": {"found": result.feeds, "new": result.new_feeds},
        "plan": [
            {"kind": step.kind, "line": step.line or None, "key": step.key or None,
             "title": step.title, "adds": step.gains or None}
            for step in plan
        ],
    }  # fmt: skip
