"""Lists: in short with the progress, as a tree, what a file would change, what is wrong."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.store.lists import ListSummary, Place
from readlist.text import plural, visible, visible_block
from readlist.views.answer import Column, Listing, Screen
from readlist.views.paper_json import paper_ref, ref_of
from readlist.views.rows import STATUS_STYLES
from readlist.views.wrap import bar, cells, cropped, styled

if TYPE_CHECKING:
    from readlist.library.imports.import_file import Difference
    from readlist.library.imports.list_sync import SectionChange
    from readlist.library.lists.check import Finding
    from readlist.library.lists.lists import Progress
    from readlist.library.lists.mend import Mended
    from readlist.library.papers.saved import Counted
    from readlist.model import ListEntry, Paper

MARKS = {"read": "✓", "skimmed": "✓", "reading": "▸", "dropped": "×"}
TWICE_SHOWN = 3
LONG = 60
"""Entries from which on a terminal shows a list folded."""
ROWS = 40
"""Sections that are shown of it where those within sections have room, too."""
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


InShort = tuple[ListSummary, "Paper | None"]
"""A list, and the next paper of it that is not done."""

_IN_SHORT = (
    Column(None, lambda one: one[0].name),
    Column(None, lambda one: one[0].papers),
    Column(None, lambda one: one[0].done),
    Column(None, lambda one: one[1] and one[1].key),
    Column(None, lambda one: one[1] and one[1].title),
)


def listing(found: Sequence[InShort], saved: Sequence["Counted"] = ()) -> Listing[InShort]:
    """Return lists with the progress in each and the next unread paper.

    Saved searches stand apart: behind the lists on a terminal, by themselves in the JSON, and in
    no pipe, whose lines are lists.
    """
    from readlist.views.saved import search_json

    def drawn(rows: Sequence[InShort], screen: Screen) -> Iterator[str]:
        yield from _in_short(rows, screen)
        if saved:
            yield styled("Saved searches", "bold", colour=screen.colour)
        for one in saved:
            done = f"{bar(one.done, one.papers)} done" if not one.problem else one.problem
            yield cropped(f"  @{visible(one.saved.name)}  {visible(done)}", screen.width)

    return Listing(
        "lists", _IN_SHORT, found,
        lambda one: {**list_json(one[0]), "next": one[1].key if one[1] else None},
        after={"saved": [search_json(one) for one in saved]}, draw=drawn,
        empty="There are no lists yet. 'readlist import FILE' takes a curated list.",
    )  # fmt: skip


def _in_short(found: Sequence[InShort], screen: Screen) -> Iterator[str]:
    """Yield each list with its progress and the next unread paper, for a terminal."""
    for summary, following in found:
        name = visible(summary.name)
        title = visible(summary.title) if summary.title != summary.name else ""
        title = cropped(title, max(1, screen.width - cells(name) - 2))
        yield f"{styled(name, 'bold', colour=screen.colour)}{'  ' if title else ''}{title}"
        yield cropped(
            f"  {bar(summary.done, summary.papers)} done{_of_which(summary)}", screen.width
        )
        if following and following.title:
            yield "  next: " + cropped(visible(following.title), max(1, screen.width - 8))


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


_PLACES = (
    Column(None, lambda place: place.position),
    Column(None, lambda place: place.key),
    Column(None, lambda place: place.status),
    Column(None, lambda place: _path(place.section)),
    Column(None, lambda place: place.title),
)
_REMARK = Column(None, lambda place: place.remark)


def one_list(
    summary: ListSummary,
    places: Sequence[Place],
    sections: Mapping[Section, "Progress"],
    *,
    remarks: bool,
    folded: bool = False,
) -> Listing[Place]:
    """Return a list with its entries and the progress in its sections.

    Where it may be ``folded``, a terminal gets the sections of a long one alone.
    """
    if folded and len(places) > LONG and len(sections) > 2:
        drawn = lambda screen: contents(summary, sections, screen.width)  # noqa: E731
        number = plural(len(sections) - 1, "section")
        note = (
            f"{plural(len(places), 'entry')} in {number}: --section NAME opens one, --unread shows "
            "what is left, --all everything."
        )
    else:
        drawn = lambda screen: tree(summary, places, sections, screen.width, remarks=remarks)  # noqa: E731
        note = ""
    progress = [
        {"section": list(section), "papers": p.papers, "done": p.done, "reading": p.reading}
        for section, p in sections.items()
        if section
    ]
    return Listing(
        "entries", (*_PLACES, _REMARK) if remarks else _PLACES, places, place_json,
        before={"list": summary.name},
        after={"sections": progress, "summary": list_json(summary)},
        tree=drawn, terminal_note=note,
    )  # fmt: skip


def place_json(place: Place) -> dict[str, Any]:
    """Return an entry of a list for programs."""
    return {
        "position": place.position,
        "section": list(place.section),
        **paper_ref(place.id, place.key, place.title, place.status),
        "remark": place.remark,
        "authors": place.byline,
        "year": place.year,
    }


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


def contents(
    summary: ListSummary, sections: Mapping[Section, "Progress"], width: int
) -> Iterator[Any]:
    """Yield the sections of a list with the progress in each, as deep as a screen has room for."""
    deepest = 1
    while sum(len(section) <= deepest + 1 for section in sections) <= ROWS:
        if not any(len(section) > deepest for section in sections):
            break
        deepest += 1
    below = Counter(section[:deepest] for section in sections if len(section) > deepest)
    yield _heading(visible(summary.name), "bold", 0, sections[()], width)
    for section, part in sections.items():
        if not 0 < len(section) <= deepest:
            continue
        hidden = below[section]
        name = visible(section[-1]) or "·"
        said = f" ({plural(hidden, 'section')})" if hidden else ""
        yield _heading(name + said, "magenta", 2 * len(section), part, width)


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
    from rich.cells import cell_len
    from rich.text import Text

    year = f"  {place.year}" if place.year and width >= 60 else ""
    if width >= 110 and place.byline:
        year = f"  {cropped(visible(place.byline), 40)}{',' if year else ''}{year[1:]}"
    line = Text(" " * indent, no_wrap=True, overflow="ellipsis")
    line.append(f"{MARKS.get(place.status, '·')} ", style=STATUS_STYLES.get(place.status, ""))
    line.append(f"{place.id:<5} ", style="dim")
    line.append(visible(place.title) or place.key)
    line.truncate(max(indent + 20, width - cell_len(year)), overflow="ellipsis")
    line.append(year, style="dim")
    return line


# What a file would change

SIGNS = {"added": "+", "removed": "-", "moved": ">", "reworded": "~"}
_SIGN_STYLES = {"added": "green", "removed": "red", "moved": "cyan", "reworded": "yellow"}


def difference(
    name: str, found: Sequence["Difference"], sections: Sequence["SectionChange"], *, file: str
) -> Listing["Difference"]:
    """Return what a file would change in a list, each entry once, and each section once.

    What happened to an entry is one word, or two with a comma: ``moved,reworded``.
    """
    from readlist.views.imports import sections_json  # for what a file would change alone

    columns = (
        Column(None, lambda one: ",".join(one.change.kinds)),
        Column(None, lambda one: one.key),
        Column(None, lambda one: one.change.before and _path(one.change.before.section)),
        Column(None, lambda one: one.change.after and _path(one.change.after.section)),
        Column(None, lambda one: one.title),
        Column(None, lambda one: one.change.before and one.change.before.remark),
        Column(None, lambda one: one.change.after and one.change.after.remark),
    )
    return Listing(
        "changes", columns, found, _change_json,
        before={"list": name, "file": file, **counts(found), "sections": sections_json(sections)},
        tree=lambda screen: _diff_view(name, found, sections, screen),
        pipe_note=diff_sentence(name, found, sections),
    )  # fmt: skip


def _change_json(one: "Difference") -> dict[str, Any]:
    """Return what happened to an entry; ``id`` is null for a paper that is not known."""
    return {
        "changes": list(one.change.kinds),
        "id": None if one.new else one.change.paper_id,
        "key": one.key,
        "title": one.title or None,
        "before": _place_json(one.change.before),
        "after": _place_json(one.change.after),
    }


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


def diff_sentence(
    name: str, found: Collection["Difference"], sections: Sequence["SectionChange"]
) -> str:
    """Return a difference in sentences, the words in the order of an import's report."""
    said = [f"{number:,} {kind}" for kind, number in counts(found).items() if number]
    if sections:
        said.append(plural(len(sections), "section") + " changed")
    first = f"List {visible(name)}: {', '.join(said) or 'the file changes nothing'}."
    return "\n".join([first, *(one.sentence for one in sections)])


def _diff_view(
    name: str,
    found: Sequence["Difference"],
    sections: Sequence["SectionChange"],
    screen: Screen,
) -> Iterator[Any]:
    """Yield each entry that changes with its section and its new words."""
    from rich.padding import Padding
    from rich.text import Text

    yield Text(diff_sentence(name, found, sections), style="bold")
    for one in found:
        kinds = one.change.kinds
        sign = "".join(SIGNS[kind] for kind in kinds)
        line = Text(f"{sign:<3}", style=_SIGN_STYLES[kinds[0]], no_wrap=True, overflow="ellipsis")
        line.append(visible(one.title) or one.key, style="default")
        line.truncate(screen.width, overflow="ellipsis")
        yield line
        right = (0, 0, 0, 3)
        if where := _where(one):
            yield Padding(Text(where, style="dim"), right)
        if "reworded" in kinds:
            yield Padding(_reworded(one, colour=screen.colour), right)


def _where(difference: "Difference") -> str:
    """Return the section of an entry, or where it was and where it is."""
    before, after = difference.change.before, difference.change.after
    places = [visible(_path(entry.section)) or "no section" for entry in (before, after) if entry]
    if not difference.change.moved:
        return places[-1] if places[-1] != "no section" else ""
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


def check(
    name: str,
    found: Sequence["Finding"],
    papers: Mapping[int, "Paper"],
    heads: Mapping[str, tuple[str, str]],
    most: int,
    mended: Sequence["Mended"] = (),
    *,
    dry_run: bool = False,
) -> Listing["Finding"]:
    """Return what a check found; a terminal shows at most ``most`` of each kind (0: all).

    ``heads`` are the noun and the rest of the heading of each kind.
    """
    columns = (
        Column(None, lambda one: one.kind),
        Column(None, lambda one: ",".join(papers[number].key for number in one.papers)),
        Column(None, lambda one: one.what),
        Column(None, lambda one: papers[one.papers[0]].title),
    )

    def finding_json(one: "Finding") -> dict[str, Any]:
        meant = [papers[number] for number in one.papers]
        return {
            "kind": one.kind,
            "what": one.what,
            "papers": [ref_of(paper) for paper in meant],
        }

    would = "Would put right" if dry_run else "Put right"
    titles = {number: visible(paper.title) or paper.key for number, paper in papers.items()}
    said = [f"{would}: {titles.get(one.paper, '')}: {visible(one.what)}" for one in mended]
    done = [{"paper": one.paper, "what": one.what} for one in mended]
    return Listing(
        "findings", columns, found, finding_json,
        before={"list": name, "mended": done, "dry_run": dry_run}, note="\n".join(said),
        draw=lambda rows, screen: _check_view(rows, heads, papers, screen.width, most),
    )  # fmt: skip


def _check_view(
    found: Sequence["Finding"],
    heads: Mapping[str, tuple[str, str]],
    papers: Mapping[int, "Paper"],
    width: int,
    most: int,
) -> Iterator[Any]:
    from rich.padding import Padding
    from rich.text import Text

    for kind, (noun, rest) in heads.items():
        group = [one for one in found if one.kind == kind]
        if not group:
            continue
        yield Text(f"{plural(len(group), noun)} {rest}", style="bold")
        # A paper in two sections is most often meant so.
        few = most if kind != "twice" else min(most, TWICE_SHOWN)
        shown = group[:few] if most else group
        for finding in shown:
            for number in finding.papers:
                line = Text("  ", no_wrap=True, overflow="ellipsis")
                line.append(f"{number:<5} ", style="dim")
                line.append(visible(papers[number].title) or papers[number].key)
                line.truncate(width, overflow="ellipsis")
                yield line
            if finding.what:
                yield Padding(Text(visible(finding.what), style="dim"), (0, 0, 0, 8))
        if len(group) > len(shown):
            yield Text(f"  and {len(group) - len(shown):,} more; --all shows them.", style="dim")
        yield Text()
