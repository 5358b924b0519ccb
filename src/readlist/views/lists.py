"""Lists: in short with the progress, as a tree, what a file would change, what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.store.lists import ListSummary, Place
from readlist.text import plural, visible, visible_block
from readlist.views.overview import bar, cropped, styled
from readlist.views.rows import STATUS_STYLES

if TYPE_CHECKING:
    from readlist.library.imports.list_diff import Difference
    from readlist.library.lists.check import Finding
    from readlist.library.lists.lists import Progress
    from readlist.model import ListEntry

MARKS = {"read": "✓", "skimmed": "✓", "reading": "▸", "dropped": "×"}
LONGEST_WORDS = 1_000
"""Words of a remark that are compared one by one; the time grows with the square."""

Section = tuple[str, ...]


# Lists in short


def list_json(found: ListSummary) -> dict[str, Any]:
    """Return the documented shape of a list."""
    return {
        "name": found.name, "title": found.title, "source": found.source, "added": found.added,
        "entries": found.entries, "papers": found.papers, "done": found.done,
        "reading": found.reading, "read": found.read, "skimmed": found.skimmed,
        "dropped": found.dropped,
    }  # fmt: skip


def list_text(found: ListSummary, following: str, *, colour: bool, width: int = 0) -> str:
    """Return one list with its progress and the next unread paper, for a terminal."""
    name = visible(found.name)
    title = visible(found.title) if found.title != found.name else ""
    title = cropped(title, max(1, width - len(name) - 2) if width else 0)
    lines = [
        f"{styled(name, 'bold', colour=colour)}{'  ' if title else ''}{title}",
        cropped(f"  {bar(found.done, found.papers)} done{_of_which(found)}", width),
    ]
    if following:
        lines.append("  next: " + cropped(following, max(1, width - 8) if width else 0))
    return "\n".join(lines) + "\n"


def _of_which(found: ListSummary) -> str:
    done = [
        f"{number:,} {word}"
        for number, word in (
            (found.read, "read"), (found.skimmed, "skimmed"), (found.dropped, "dropped"),
        )
        if number
    ]  # fmt: skip
    said = f" ({', '.join(done)})" if done else ""
    said += f", {found.reading:,} being read" if found.reading else ""
    more = found.entries - found.papers
    return said + (f"; {plural(found.entries, 'entry')}" if more else "")


# One list


def show_json(
    summary: ListSummary,
    places: Iterable[Place],
    sections: Mapping[Section, "Progress"],
) -> dict[str, Any]:
    """Return the documented shape of a list with its entries and its sections."""
    return {
        "list": summary.name,
        "entries": [
            {"position": p.position, "section": list(p.section), "id": p.id, "key": p.key,
             "title": p.title, "status": p.status, "remark": p.remark, "authors": p.byline,
             "year": p.year}
            for p in places
        ],
        "sections": [
            {"section": list(section), "papers": p.papers, "done": p.done, "reading": p.reading}
            for section, p in sections.items() if section
        ],
        "summary": list_json(summary),
    }  # fmt: skip


def place_line(place: Place, *, remark: bool) -> str:
    """Return an entry for a pipe: position, key, status, section, title, and the remark."""
    cells = [str(place.position), place.key, place.status, _path(place.section), place.title]
    return "\t".join(visible(cell) for cell in [*cells, *([place.remark] if remark else [])])


def _path(section: Section) -> str:
    return " / ".join(section)


def tree(
    summary: ListSummary,
    places: Sequence[Place],
    sections: Mapping[Section, "Progress"],
    width: int,
    *,
    remarks: bool = False,
) -> Iterator[Any]:
    """Yield a list's entries under their sections with the progress in each, for a terminal."""
    from rich.padding import Padding
    from rich.text import Text

    yield _heading(visible(summary.name), "bold", 0, sections[()], width)
    former: Section = ()
    for place in places:
        same = shared(former, place.section)
        for depth in range(same, len(place.section)):
            part = sections[place.section[: depth + 1]]
            name = visible(place.section[depth]) or "·"
            yield _heading(name, "magenta", 2 * (depth + 1), part, width)
        former = place.section
        indent = 2 * (len(place.section) + 1)
        yield _entry(place, indent, width)
        if remarks and place.remark:
            said = Text(visible_block(place.remark), style="dim")
            yield Padding(said, (0, max(0, width - 100), 0, indent + 8))


def shared(one: Section, other: Section) -> int:
    """Return how many headings two sections have in common from the outside."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return same


def _heading(name: str, style: str, indent: int, progress: "Progress", width: int) -> Any:
    from rich.text import Text

    said = f"  {progress.done:,} of {progress.papers:,} done"
    line = Text(" " * indent, no_wrap=True, overflow="ellipsis")
    line.append(name, style=style)
    line.truncate(max(indent + 4, width - len(said)), overflow="ellipsis")
    whole = progress.papers and progress.done == progress.papers
    line.append(said, style="green" if whole else "dim")
    return line


def _entry(place: Place, indent: int, width: int) -> Any:
    from rich.text import Text

    year = f"  {place.year}" if place.year and width >= 60 else ""
    if width >= 110 and place.byline:
        year = f"  {cropped(visible(place.byline), 40)}{',' if year else ''}{year[1:]}"
    line = Text(" " * indent, no_wrap=True, overflow="ellipsis")
    line.append(f"{MARKS.get(place.status, '·')} ", style=STATUS_STYLES.get(place.status, ""))
    line.append(f"{place.id:<5} ", style="dim")
    line.append(visible(place.title) or place.key)
    line.truncate(max(indent + 20, width - _cells(year)), overflow="ellipsis")
    line.append(year, style="dim")
    return line


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


# What a file would change

SIGNS = {"added": "+", "removed": "-", "moved": ">", "reworded": "~"}
_SIGN_STYLES = {"added": "green", "removed": "red", "moved": "cyan", "reworded": "yellow"}


def diff_json(name: str, found: Iterable["Difference"], *, file: str) -> dict[str, Any]:
    """Return the documented shape of a difference; ``id`` is null for a paper that is not known."""
    changes = list(found)
    return {
        "list": name,
        "file": file,
        **counts(changes),
        "changes": [
            {"changes": list(d.change.kinds), "id": None if d.new else d.change.paper_id,
             "key": d.key, "title": d.title, "before": _place_json(d.change.before),
             "after": _place_json(d.change.after)}
            for d in changes
        ],
    }  # fmt: skip


def _place_json(entry: "ListEntry | None") -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "section": list(entry.section), "position": entry.position, "remark": entry.remark or None,
    }  # fmt: skip


def counts(found: Iterable["Difference"]) -> dict[str, int]:
    """Return how many entries were added, removed, moved and reworded."""
    kinds = [kind for difference in found for kind in difference.change.kinds]
    return {kind: kinds.count(kind) for kind in SIGNS}


def diff_sentence(name: str, found: Collection["Difference"]) -> str:
    """Return a difference in numbers, the words in the order of an import's report."""
    said = [f"{number:,} {kind}" for kind, number in counts(found).items() if number]
    return f"List {visible(name)}: {', '.join(said) or 'the file changes nothing'}."


def diff_lines(found: Iterable["Difference"]) -> Iterator[str]:
    """Yield a difference for a pipe: what, key, old and new section, title, old and new remark.

    What happened to an entry is one word, or two with a comma: ``moved,reworded``.
    """
    for difference in found:
        change = difference.change
        places = (change.before, change.after)
        sections = [_path(entry.section) if entry else "" for entry in places]
        remarks = [entry.remark if entry else "" for entry in places]
        cells = [",".join(change.kinds), difference.key, *sections, difference.title, *remarks]
        yield "\t".join(visible(cell) for cell in cells)


def diff_view(found: Iterable["Difference"], width: int, *, colour: bool) -> Iterator[Any]:
    """Yield a difference for a terminal: each entry once, with its section and its new words."""
    from rich.padding import Padding
    from rich.text import Text

    for difference in found:
        kinds = difference.change.kinds
        sign = "".join(SIGNS[kind] for kind in kinds)
        line = Text(f"{sign:<3}", style=_SIGN_STYLES[kinds[0]], no_wrap=True, overflow="ellipsis")
        line.append(visible(difference.title) or difference.key, style="default")
        line.truncate(width, overflow="ellipsis")
        yield line
        right = (0, 0, 0, 3)
        if where := _where(difference):
            yield Padding(Text(where, style="dim"), right)
        if "reworded" in kinds:
            yield Padding(_reworded(difference, colour=colour), right)


def _where(difference: "Difference") -> str:
    """Return the section of an entry, or where it was and where it is."""
    before, after = difference.change.before, difference.change.after
    places = [visible(_path(entry.section)) or "no section" for entry in (before, after) if entry]
    if not difference.change.moved:
        return places[0] if places[0] != "no section" else ""
    if before and after and before.section == after.section:
        return f"{places[0]}: number {before.position} → {after.position}"
    return " → ".join(places)


def _reworded(difference: "Difference", *, colour: bool) -> Any:
    """Return both remarks in one, with the words that went and came."""
    from rich.text import Text

    before, after = difference.change.before, difference.change.after
    text = Text()
    for sign, words in word_diff(before.remark if before else "", after.remark if after else ""):
        plain = sign == " " or colour
        styles = {"-": "red strike", "+": "green"}
        text.append(" " if len(text) else "")
        text.append(words if plain else f"[{sign}{words}{sign}]", style=styles.get(sign, "dim"))
    return text


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Return the words of two texts in stretches that stay (blank), go (-) and come (+)."""
    from difflib import SequenceMatcher

    old, new = visible(before).split(), visible(after).split()
    if max(len(old), len(new)) > LONGEST_WORDS:
        return [("-", " ".join(old)), ("+", " ".join(new))]
    stretches: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            stretches.append((" ", " ".join(old[a:b])))
        else:
            stretches += [("-", " ".join(old[a:b]))] if b > a else []
            stretches += [("+", " ".join(new[c:d]))] if d > c else []
    return stretches


# What is wrong


def check_json(
    name: str, found: Iterable["Finding"], papers: Mapping[int, tuple[str, str]]
) -> dict[str, Any]:
    """Return the documented shape of what a check found; ``papers`` are keys and titles."""
    return {
        "list": name,
        "findings": [
            {"kind": finding.kind, "what": finding.what,
             "papers": [{"id": number, "key": papers[number][0], "title": papers[number][1]}
                        for number in finding.papers]}
            for finding in found
        ],
    }  # fmt: skip


def check_lines(found: Iterable["Finding"], papers: Mapping[int, tuple[str, str]]) -> Iterator[str]:
    """Yield what a check found for a pipe: kind, keys with commas, sentence, title of the first."""
    for finding in found:
        keys = ",".join(papers[number][0] for number in finding.papers)
        cells = (finding.kind, keys, finding.what, papers[finding.papers[0]][1])
        yield "\t".join(visible(cell) for cell in cells)


def check_view(
    groups: Mapping[str, Sequence["Finding"]],
    heads: Mapping[str, tuple[str, str]],
    papers: Mapping[int, tuple[str, str]],
    width: int,
    most: int,
) -> Iterator[Any]:
    """Yield what a check found for a terminal, at most ``most`` of each kind (0: all)."""
    from rich.padding import Padding
    from rich.text import Text

    for kind, found in groups.items():
        noun, rest = heads[kind]
        yield Text(f"{plural(len(found), noun)} {rest}", style="bold")
        shown = found[:most] if most else found
        for finding in shown:
            for number in finding.papers:
                line = Text("  ", no_wrap=True, overflow="ellipsis")
                line.append(f"{number:<5} ", style="dim")
                line.append(visible(papers[number][1]) or papers[number][0])
                line.truncate(width, overflow="ellipsis")
                yield line
            if finding.what:
                yield Padding(Text(visible(finding.what), style="dim"), (0, 0, 0, 8))
        if len(found) > len(shown):
            yield Text(f"  and {len(found) - len(shown):,} more; --all shows them.", style="dim")
        yield Text()
