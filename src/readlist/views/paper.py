"""One paper in full: for a terminal, and as plain lines."""

from collections.abc import Iterator
from typing import Any

from readlist.bib.ids import address
from readlist.bib.names import display
from readlist.model import FACTS, MORE_AUTHORS, VENUE_YEAR, Paper, Priority, Rank, Status
from readlist.text import visible, visible_block
from readlist.views.overview import recommended
from readlist.views.tables import Head, small_table


def fields(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield what is known of a paper in short, as pairs of a name and a text."""
    if paper.authors:
        yield "authors", _authors(paper)
    elif paper.author_count:
        yield "authors", f"{paper.author_count} authors"
    if paper.organization:
        yield "from", paper.organization
    when = paper.published or (str(paper.year) if paper.year else "")
    if when:
        inferred = " (year inferred)" if paper.extra.get("published_inferred") else ""
        yield "published", when + inferred
    if paper.venue:
        yield "venue", paper.venue
    for identifier in paper.identifiers:
        page = address(identifier)
        yield (
            identifier.scheme,
            identifier.value if page in {"", identifier.value} else (f"{identifier.value}  {page}"),
        )
    for link in paper.links:
        yield link.name, link.url
    yield from _reading(paper)
    yield from _words(paper)


def _in_year(paper: Paper) -> str:
    """Return the venue's year where it is not the paper's, and the venue's name lacks it."""
    year = paper.extra.get(VENUE_YEAR)
    told = not isinstance(year, int) or year == paper.year or str(year) in paper.venue
    return "" if told else f" ({year})"


def _words(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.tags:
        yield "tags", ", ".join(paper.tags)
    if paper.aliases:
        yield "also", ", ".join(paper.aliases)
    if len(lists := {entry.list for entry in paper.lists}) > 1:
        yield "lists", recommended(len(lists))


def _authors(paper: Paper) -> str:
    names = [display(author) for author in paper.authors]
    left = (paper.author_count or 0) - len(names)
    more = " et al." if paper.extra.get(MORE_AUTHORS) else ""
    return ", ".join(names) + (f" and {left} more" if left > 0 else more)


def _reading(paper: Paper) -> Iterator[tuple[str, str]]:
    reading = paper.reading
    said = [str(reading.status or "not on your list")]
    if reading.progress:
        place = reading.status not in (Status.INBOX, Status.DROPPED)
        said.append(f"at {reading.progress}" if place else reading.progress)
    if reading.started:
        said.append(f"started {reading.started[:10]}")
    if reading.finished:
        said.append(f"finished {reading.finished[:10]}")
    said.append(f"added {paper.added[:10]}")
    yield "status", ", ".join(said)
    if reading.priority:
        yield "priority", Priority(reading.priority).name.lower()
    if reading.rating is not None:
        yield "rating", f"{reading.rating} of 5"
    for other in paper.others:
        yield other.reader, str(other.status)


def places(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield each place in a list with the curator's remark."""
    for entry in paper.lists:
        section = " / ".join(entry.section)
        where = f"{entry.list}, number {entry.position}" + (f", {section}" if section else "")
        yield where, entry.remark


def plain(paper: Paper) -> str:
    """Return a paper as plain text."""
    lines = [f"title: {visible(paper.title)}".rstrip(), f"key: {paper.key}", f"id: {paper.id}"]
    lines += [f"{name}: {visible(text)}" for name, text in fields(paper)]
    if paper.abstract:
        lines.append(f"abstract: {visible(paper.abstract)}")
    for where, remark in places(paper):
        lines.append(f"list: {visible(where)}")
        if remark:
            lines.append(_indented(remark))
    for note in paper.notes:
        lines.append(f"note: {note.created[:10]} {visible(note.reader)}")
        lines.append(_indented(note.body))
    return "\n".join(lines) + "\n"


_RANKS = {
    Rank.GUESS: "a guess", Rank.LIST: "a list", Rank.FILE: "a file",
    Rank.AGGREGATOR: "a collecting service", Rank.REGISTRY: "the publisher's registry",
    Rank.ISSUER: "the issuer of the identifier", Rank.PERSON: "you",
}  # fmt: skip


def sources(paper: Paper) -> list[tuple[str, str, str, str]]:
    """Return each fact in short with the source that said it and how far that is believed."""
    found = []
    for name in FACTS:
        if value := getattr(paper, name):
            source, rank = paper.ranks.get(name) or paper.ranks.get("*") or ("", int(Rank.GUESS))
            text = _authors(paper) if name == "authors" else str(value)
            found.append((name, text, source or "unknown", _rank(rank)))
    return found


def _rank(rank: int) -> str:
    """Return the words for a rank, those of the nearest below it for one in between."""
    return _RANKS[max((known for known in Rank if known <= rank), default=Rank.GUESS)]


def sources_plain(paper: Paper) -> str:
    """Return the sources of a paper's facts as lines: key, fact, source, rank, value."""
    return "".join(
        f"{paper.key}\t{name}\t{visible(source)}\t{rank}\t{visible(text)}\n"
        for name, text, source, rank in sources(paper)
    )


def sources_table(paper: Paper, width: int) -> Any:
    """Return the sources of a paper's facts for a terminal."""
    from rich.console import Group
    from rich.text import Text

    heads = (Head("fact", "dim"), Head("value", "", -1), Head("source", "cyan"), Head("that is"))
    rows = [(name, text, source, rank) for name, text, source, rank in sources(paper)]
    return Group(Text(paper.key, style="cyan"), small_table(heads, rows, width))


def sources_json(paper: Paper) -> dict[str, dict[str, Any]]:
    """Return the sources of a paper's facts for programs."""
    return {name: {"source": source, "rank": rank} for name, _, source, rank in sources(paper)}


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in visible_block(text).splitlines())


def rich_view(paper: Paper, width: int) -> Any:
    """Return a paper for a terminal."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    title = Text(visible(paper.title) or "(no title yet)", style="bold")
    head = Text.assemble((f"{paper.id}", "dim"), "  ", (paper.key, "cyan"))
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, text in fields(paper):
        year = _in_year(paper) if name == "venue" else ""
        grid.add_row(Text(visible(name)), Text(visible(text) + year))
    parts: list[Any] = [title, head, Text(), grid]
    measure = min(width, 100)
    if paper.abstract:
        parts += [Text(), Padding(Text(visible_block(paper.abstract)), (0, 0, 0, 2))]
    for where, remark in places(paper):
        parts += [Text(), Text(visible(where), style="magenta")]
        if remark:
            parts.append(Padding(Text(visible_block(remark)), (0, 0, 0, 2)))
    for note in paper.notes:
        parts += [
            Text(),
            Text(f"note of {note.created[:10]}, {visible(note.reader)}", style="green"),
        ]
        parts.append(Padding(Text(visible_block(note.body)), (0, 0, 0, 2)))
    return _narrow(Group(*parts), measure)


def _narrow(content: Any, width: int) -> Any:
    from rich.constrain import Constrain

    return Constrain(content, width)
