"""One paper to decide as a screen: what is said of it, the keys, and how far one is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.bib.names import display
from readlist.model import Paper
from readlist.text import plural, visible, visible_block
from readlist.views.answer import readable
from readlist.views.inbox import NO_REASON, feeds_text
from readlist.views.rows import NO_TITLE
from readlist.views.wrap import cropped

if TYPE_CHECKING:
    from readlist.library.papers.similar import Near
    from readlist.store.feeds import Brought
    from readlist.store.ranking import Score

AUTHORS = 10
"""Authors that are named; beyond that they are counted."""
MEASURE = 100
"""Characters of the longest line: an eye finds the next one no further."""
KEYS = {
    "k": ("keep", "keep it: to read"),
    "l": ("later", "skim it later: to read, with low priority"),
    "d": ("drop", "drop it"),
    "s": ("skip", "leave it undecided; it comes last next time"),
    "t": ("tag", "put tags on it"),
    "n": ("note", "write a note in your editor"),
    "m": ("more", "more like this: they come next"),
    "o": ("open", "open its page"),
    "p": ("pdf", "open its PDF, if it was downloaded"),
    "u": ("undo", "take the last step back, again and again"),
    "?": ("help", "show the keys"),
    "q": ("quit", "stop; start again to go on"),
}
"""Each key: its word below a paper, and what it does."""
PROMPT = "Enter takes it  Escape leaves it"
"""The line below a paper while a person types."""
_FIRST = ("k", "l", "d", "s", "u", "?", "q")
_LEAST = ("k", "l", "d", "?")
"""The keys that are named where there is no room for all."""


def card(
    paper: Paper,
    score: "Score | None",
    brought: "Sequence[Brought]",
    names: Mapping[int, str],
) -> Any:
    """Return what is said of a paper, for ``rich``; ``names`` are those of the feeds."""
    from rich.console import Group
    from rich.text import Text

    parts = [Text(readable(paper.title) or NO_TITLE, style="bold")]
    parts += [Text(line, style=style) for line, style in _facts(paper) if line]
    if feeds := feeds_text(brought, names):
        parts.append(Text(f"from {feeds}", style="magenta"))
    if score is not None:
        why = "; ".join(visible(reason.text) for reason in score.why()) or NO_REASON
        parts.append(Text.assemble((f"{score.score:.2f}", "bold green"), f"  {why}"))
    if paper.tags:
        parts.append(Text(f"tags {', '.join(map(visible, paper.tags))}", style="cyan"))
    for entry in paper.lists:
        remark = f": {visible(entry.remark)}" if entry.remark else ""
        parts.append(Text(f"on {visible(entry.list)}{remark}", style="magenta"))
    for note in paper.notes:
        parts.append(Text(f"note {visible_block(note.body)}", style="green"))
    parts += [Text(), Text(visible_block(paper.abstract) or "(no abstract)")]
    return Group(*parts)


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    names = [visible(display(author)) for author in paper.authors[:AUTHORS]]
    more = max(len(paper.authors), paper.author_count or 0) - len(names)
    who = ", ".join(names) + (f" and {more} more" if names and more > 0 else "")
    yield who or visible(paper.organization), ""
    when = paper.published or (str(paper.year) if paper.year else "")
    name = str(paper.identifiers[0]) if paper.identifiers else ""
    said = [paper.venue, _categories(paper), when, name]
    yield visible(" · ".join(filter(None, said))), "dim"


def _categories(paper: Paper) -> str:
    said = paper.extra.get("arxiv")
    found = said.get("categories") if isinstance(said, Mapping) else None
    return " ".join(map(str, found)) if isinstance(found, list) else ""


_DONE = {"keep": "kept", "later": "for later", "drop": "dropped", "skip": "skipped"}


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[what]} {word}" for what, word in _DONE.items() if counts[what])


def heading(at: int, total: int, counts: Counter[str], width: int) -> str:
    """Return the line above a paper: where one is, and what was done."""
    place, done = f"{at} of {total}", _counted(counts)
    return f"{place}   {done}" if done and len(place) + 3 + len(done) <= width else place


def footer(width: int, *, more: bool) -> str:
    """Return the line below a paper: the keys that there is room for."""
    for keys, gap in ((tuple(KEYS), "  "), (_FIRST, "  "), (_LEAST, " ")):
        said = [*(["space more"] if more else []), *(f"{key} {KEYS[key][0]}" for key in keys)]
        line = gap.join(said)
        if len(line) <= width:
            return line
    return "? help"


def help_lines() -> list[str]:
    """Return what the keys do."""
    return [
        *(f"  {key}  {does}" for key, (_, does) in KEYS.items()),
        "  space, arrows  scroll",
        "",
        "Every decision is kept at once. 'readlist undo' takes it back later, too.",
    ]


def near_lines(found: "Sequence[Near]", titles: Mapping[int, str], width: int) -> list[str]:
    """Return the papers that are most like one, each with the reasons."""
    lines = []
    for near in found:
        lines.append(visible(titles.get(near.id, "")))
        lines.append(f"      {visible(near.reasons())}")
    return [cropped(line, width) for line in lines]


def ending(counts: Counter[str], left: int) -> str:
    """Say how a sitting went: how many papers were kept, dropped, and are left."""
    said = _counted(counts) or "nothing decided"
    return f"{said[:1].upper()}{said[1:]}; {plural(left, 'paper')} left in the inbox."
