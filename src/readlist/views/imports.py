"""What an import did, or would do: sentences, the plan as lines or a table, JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from readlist.text import plural, visible
from readlist.views.answer import Column, Listing, Report, Screen

if TYPE_CHECKING:
    from readlist.formats.lists.explain import Explained
    from readlist.identity.absorb import Contradiction, Outcome
    from readlist.library.imports.import_file import ImportResult
    from readlist.library.imports.list_sync import SectionChange

CONTRADICTIONS_SHOWN = 20
KEPT_SHOWN = 8
KEYS_SHOWN = 3
SECTIONS_SHOWN = 10


class Step(NamedTuple):
    """One line of a plan: what becomes of a paper of the file, and what it changes."""

    kind: str
    line: int
    key: str
    title: str
    gains: str
    why: str = ""


def steps(result: "ImportResult", keys: Mapping[int, str], *, every: bool) -> Iterator[Step]:
    """Yield what is new, what is merged with what it adds, every contradiction and question.

    ``every`` paper comes, what is unchanged too.
    """
    for outcome in result.outcomes:
        key = keys.get(outcome.paper_id, "")
        title = visible(outcome.record.title) or ", ".join(map(str, outcome.record.identifiers))
        line = outcome.record.line
        if every or outcome.kind != "unchanged":
            gains = ", ".join(outcome.added)
            if outcome.kind == "merged":
                gains = gains or "place in list"
            yield Step(str(outcome.kind), line, key, title, gains, _why(outcome))
        for question in outcome.asked:
            gains = f"{question.identifier} is that of paper {question.paper_id}: {question.why}"
            yield Step("question", line, key, title, gains)
        for found in outcome.contradictions:
            kept, said = visible(found.kept), visible(found.said)
            stands = f"{said!r} takes the place of {kept!r}"
            keeps = f"{kept!r} is kept, the file says {said!r}"
            gains = f"{found.field}: {stands if found.taken else keeps}"
            yield Step("correction" if found.taken else "contradiction", line, key, title, gains)

    for left in result.left_out:
        yield Step("skipped", left.line, "", visible(left.reason), "")


def _why(outcome: "Outcome") -> str:
    """Return by what a record is its paper, or why it is not one of the same title."""
    apart = [f"not paper {one.paper_id}: {one.why}" for one in outcome.apart]
    return ", ".join(filter(None, (outcome.why, *apart)))


_STYLES = {
    "new": "green", "merged": "cyan", "contradiction": "yellow", "correction": "cyan",
    "question": "yellow",
}  # fmt: skip
_PLAN = (
    Column(None, lambda step: step.kind),
    Column(None, lambda step: step.line or ""),
    Column(None, lambda step: step.key),
    Column(None, lambda step: step.gains),
    Column(None, lambda step: step.title),
)
_WHY = Column(None, lambda step: step.why)


def plan(found: Sequence[Step], said: Sequence[str], *, why: bool = False) -> Listing[Step]:
    """Return a plan with its sentences, which stand aside in a pipe, so that the rows are data.

    ``why`` adds a column that says by what a paper is known, or why it is not another one.
    """

    def drawn(screen: Screen) -> Iterator[Any]:
        from rich.text import Text

        yield from map(Text, said)
        if found:
            yield _plan_table(found, screen.width, why=why)

    columns = (*_PLAN, _WHY) if why else _PLAN
    return Listing("plan", columns, found, tree=drawn, pipe_note="\n".join(said))


def _plan_table(found: Sequence[Step], width: int, *, why: bool) -> Any:
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
    if why:
        drawn.add_column("why", ratio=2, overflow="fold")
    for step in found:
        cells = [Text(step.kind, _STYLES.get(step.kind, "")), Text(str(step.line or ""))]
        if width >= 100:
            cells.append(Text(step.key if step.kind != "new" else ""))
        cells += [Text(step.title), Text(step.gains)] if adds else [Text(step.title)]
        cells += [Text(step.why)] if why else []
        drawn.add_row(*cells)
    return drawn


def sentences(result: "ImportResult", *, dry_run: bool) -> Iterator[str]:
    """Yield what an import did, in sentences."""
    would = "would be " if dry_run else ""
    file = "Standard input" if result.file == "-" else visible(result.file)
    yield f"{file} ({result.format}): {', '.join(_counts(result, would))}."
    if result.recognised:
        yield f"{file} is {result.recognised}."
    if result.unlinked > result.found:
        lines = f"{result.unlinked + result.found:,} lines that look like papers"
        others = "" if dry_run else "; --dry-run lists the others with the reason"
        yield f"Less than half of the {lines} were taken{others}."
    if result.kept:
        yield _kept(result.kept.most_common())
    if result.list_name:
        yield f"List {visible(result.list_name)}: {_changes(result) or 'as it was'}."
        yield from _sections(result.list_changes.sections)
        if result.list_alike:
            name = visible(result.list_alike)
            yield f"It is not list {name}, which has other papers; --list {name} makes it that one."
    if result.other_keys:
        yield _other_keys(result.other_keys)
    if not dry_run:
        yield from _contradictions(result)
        yield from _questions(result)


def _counts(result: "ImportResult", would: str) -> Iterator[str]:
    if result.found or not (result.feeds or result.searches):
        papers = f"{plural(result.found, 'paper')}: {result.new:,} {would}new, "
        yield papers + f"{result.merged:,} {would}merged, {result.unchanged:,} unchanged"
    if result.feeds:
        yield f"{plural(result.feeds, 'feed')}: {result.new_feeds:,} {would}new"
    if result.searches:
        found = "1 saved search" if result.searches == 1 else f"{result.searches:,} saved searches"
        yield f"{found}: {result.new_searches:,} {would}new"
    if result.skipped:
        yield f"{result.skipped:,} skipped"
    if result.problem_count:
        yield plural(result.problem_count, "problem")


def _other_keys(found: Sequence[tuple[str, str]]) -> str:
    """Say which keys of a bibliography are further ones of known papers."""
    named = [f"{visible(said)} is {visible(key)}" for said, key in found[:KEYS_SHOWN]]
    more = f" and {len(found) - KEYS_SHOWN:,} more" if len(found) > KEYS_SHOWN else ""
    whose = "1 paper keeps its key" if len(found) == 1 else f"{len(found):,} papers keep their keys"
    return f"{whose}, and that of the file names it as well: {', '.join(named)}{more}."


def _kept(names: Sequence[tuple[str, int]]) -> str:
    """Say what had no place here, the most frequent first, and where it is kept."""
    shown = ", ".join(f"{visible(name)} ({number:,})" for name, number in names[:KEPT_SHOWN])
    more = f" and {len(names) - KEPT_SHOWN:,} more" if len(names) > KEPT_SHOWN else ""
    where = "kept with each paper, under 'extra' of 'readlist show KEY --json'"
    return f"Without a place here, but {where}: {shown}{more}."


def _changes(result: "ImportResult") -> str:
    changes = result.list_changes
    counts = (
        (changes.added, "added"), (changes.removed, "removed"), (changes.moved, "moved"),
        (changes.reworded, "reworded"),
    )  # fmt: skip
    said = [f"{number:,} {word}" for number, word in counts if number]
    if changes.sections:
        said.append(plural(len(changes.sections), "section") + " changed")
    return ", ".join(said)


def _sections(found: Sequence["SectionChange"]) -> Iterator[str]:
    yield from (one.sentence for one in found[:SECTIONS_SHOWN])
    if left := len(found[SECTIONS_SHOWN:]):
        yield f"And {plural(left, 'other section')} changed; --json has all of them."


def _contradictions(result: "ImportResult") -> Iterator[str]:
    return _told_once(
        result,
        (
            (outcome.record.line, f"paper {outcome.paper_id} {_contradiction(found)}.")
            for outcome in result.contradictions
            for found in outcome.contradictions
        ),
    )


def _contradiction(found: "Contradiction") -> str:
    kept, said = visible(found.kept), visible(found.said)
    if found.taken:
        return f"has {found.field} {said!r} now, and had {kept!r}"
    return f"has {found.field} {kept!r}, the file says {said!r}"


def _questions(result: "ImportResult") -> Iterator[str]:
    return _told_once(
        result,
        (
            (outcome.record.line, sentence)
            for outcome in result.questions
            for sentence in kept_apart(outcome)
        ),
    )


def _told_once(result: "ImportResult", told: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Yield what is to be said of lines, each sentence once with the first of its lines."""
    where = "Line " if result.file == "-" else f"{visible(result.file)}:"
    lines: dict[str, list[int]] = {}
    for line, sentence in told:
        if sentence in lines or len(lines) < CONTRADICTIONS_SHOWN:
            lines.setdefault(sentence, []).append(line)
    for sentence, found in lines.items():
        more = f" and {plural(len(found) - 1, 'other line')}" if len(found) > 1 else ""
        yield f"{where}{found[0]}{more}: {sentence}"


def kept_apart(outcome: "Outcome") -> Iterator[str]:
    """Yield from which papers one is kept apart although both state one identifier, and why."""
    for one in outcome.asked:
        yield (
            f"paper {outcome.paper_id} states {one.identifier}, which is that of paper "
            f"{one.paper_id}, and is kept apart ({one.why}); 'readlist dupes' asks about them."
        )


def kept_apart_json(outcomes: Iterable["Outcome"]) -> list[dict[str, object]]:
    """Return the same for programs."""
    return [
        {"paper": o.paper_id, "line": o.record.line, "other": one.paper_id,
         "identifier": str(one.identifier), "why": one.why}
        for o in outcomes for one in o.asked
    ]  # fmt: skip


def renamed_json(outcomes: Iterable["Outcome"]) -> list[dict[str, object]]:
    """Return the keys that papers could not keep or get, for programs."""
    return [
        {"paper": o.paper_id, "line": o.record.line, "key": one.said, "new_key": one.key,
         "why": one.why}
        for o in outcomes for one in o.renamed
    ]  # fmt: skip


def sections_json(sections: Iterable["SectionChange"]) -> list[dict[str, object]]:
    """Return the sections that are called otherwise or stand elsewhere, for programs."""
    return [
        {"before": list(one.before), "after": list(one.after), "entries": one.entries}
        for one in sections
    ]


def import_json(
    result: "ImportResult", plan: Iterable[Step], *, dry_run: bool
) -> dict[str, object]:
    """Return the documented shape of an import; ``plan`` is filled where it is shown."""
    changes = result.list_changes
    return {
        "file": result.file,
        "format": result.format,
        "recognised": result.recognised or None,
        "found": result.found,
        "new": result.new,
        "merged": result.merged,
        "unchanged": result.unchanged,
        "skipped": result.skipped,
        "problems": [{"line": p.line, "message": p.message} for p in result.problems],
        "kept": dict(result.kept),
        "list": result.list_name or None,
        "list_changes": {
            "added": changes.added, "removed": changes.removed, "moved": changes.moved,
            "reworded": changes.reworded, "sections": sections_json(changes.sections),
        },
        "contradictions": [
            {"paper": o.paper_id, "line": o.record.line, "field": c.field, "kept": c.kept,
             "said": c.said, "taken": c.taken}
            for o in result.contradictions for c in o.contradictions
        ],
        "questions": kept_apart_json(result.questions),
        "renamed": renamed_json(result.renamed),
        "dry_run": dry_run,
        "feeds": {"found": result.feeds, "new": result.new_feeds},
        "searches": {"found": result.searches, "new": result.new_searches},
        "plan": [
            {"kind": step.kind, "line": step.line or None, "key": step.key or None,
             "title": step.title, "adds": step.gains or None, "why": step.why or None}
            for step in plan
        ],
    }  # fmt: skip


_PARTED = {
    "open": "bracket", "close": "bracket", "semi": "semicolon", "ask": "question mark",
    "dress": "change of dress", "told": "sign of its kind", "by": "'by'", "line": "line's end",
}  # fmt: skip


def explained(found: Sequence["Explained"], line: int) -> Report:
    """Return how a line of a list is read: each segment, what it was taken for, and why."""
    facts = {"line": line, "entries": [_explained_json(one) for one in found]}
    if not found:
        return Report([f"Nothing stands on line {line}, nor above it."], facts)
    return Report([said for one in found for said in _explained_lines(one)], facts)


def _explained_lines(one: "Explained") -> Iterator[str]:
    yield f"Line {one.line}: {visible(one.text)}"
    yield f"Title: {visible(one.title) or 'none'} ({one.how})."
    for part in one.parts:
        dress = ", ".join(
            filter(
                None,
                (part.dress, part.parted and f"behind a {_PARTED.get(part.parted, part.parted)}"),
            )
        )
        sure = f" {part.weight:.1f}" if part.weight else ""
        yield f"  {part.role}{sure}: {visible(part.text)}" + (f" ({dress})" if dress else "")
        yield from (f"      {visible(why)}" for why in part.why)


def _explained_json(one: "Explained") -> dict[str, object]:
    segments = [
        {"text": part.text, "dress": part.dress or None, "behind": part.parted or None,
         "role": part.role, "weight": part.weight, "why": list(part.why)}
        for part in one.parts
    ]  # fmt: skip
    return {
        "line": one.line, "text": one.text, "title": one.title or None, "how": one.how,
        "segments": segments,
    }  # fmt: skip
