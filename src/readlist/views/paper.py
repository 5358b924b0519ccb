"""One paper in full, and who said what of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readlist import local_time
from readlist.bib.ids import address
from readlist.bib.names import display
from readlist.model import (
    FACTS,
    MORE_AUTHORS,
    NOTICES,
    VENUE_YEAR,
    Identifier,
    Paper,
    Priority,
    Rank,
    Status,
)
from readlist.views.answer import Column, Listing, Screen
from readlist.views.cards import Block, Card
from readlist.views.rows import NO_TITLE


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
    yield from (("notice", text) for text in _notices(paper))
    for identifier in paper.identifiers:
        page = address(identifier)
        yield (
            identifier.scheme,
            identifier.value if page in {"", identifier.value} else (f"{identifier.value}  {page}"),
        )
    for link in paper.links:
        if link.name != "url" or Identifier("url", link.url) not in paper.identifiers:
            yield link.name, link.url
    yield from _reading(paper)
    yield from _words(paper)


def _notices(paper: Paper) -> Iterator[str]:
    """Yield what was published about the work, and that a service knows it as taken back."""
    said = paper.extra.get(NOTICES)
    yield from (text for text in said if isinstance(text, str)) if isinstance(said, list) else ()
    for source in ("crossref", "openalex"):
        known = paper.extra.get(source)
        if isinstance(known, Mapping) and known.get("retracted"):
            yield f"retracted, says {source}"


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
        from readlist.views.overview import recommended

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
        said.append(f"started {local_time.day(reading.started)}")
    if reading.finished:
        said.append(f"finished {local_time.day(reading.finished)}")
    said.append(f"added {local_time.day(paper.added)}")
    yield "status", ", ".join(said)
    if reading.due:
        yield "due", reading.due
    if reading.wait:
        yield "snoozed", f"until {reading.wait}"
    if reading.priority:
        yield "priority", Priority(reading.priority).name.lower()
    if reading.rating is not None:
        yield "rating", f"{reading.rating} of 5"
    for other in paper.others:
        yield other.reader, str(other.status)


def card(paper: Paper, item: Mapping[str, Any]) -> Card:
    """Return a paper with its facts, its places in lists with the curator's remarks, its notes."""
    facts = list(fields(paper))
    blocks = [Block("abstract", paper.abstract, "")] if paper.abstract else []
    for entry in paper.lists:
        section = " / ".join(entry.section)
        where = f"{entry.list}, number {entry.position}" + (f", {section}" if section else "")
        blocks.append(Block("list", where, entry.remark, where, "magenta"))
    for note in paper.notes:
        day = local_time.day(note.created)
        shown = f"note of {day}, {note.reader}"
        blocks.append(Block("note", f"{day} {note.reader}", note.body, shown, "green"))
    return Card(
        item,
        [("title", paper.title), ("key", paper.key), ("id", str(paper.id)), *facts],
        drawn=[(name, text + _in_year(paper) if name == "venue" else text) for name, text in facts],
        title=paper.title or NO_TITLE,
        number=str(paper.id),
        key=paper.key,
        blocks=blocks,
        measure=100,
    )


_RANKS = {
    Rank.GUESS: "a guess", Rank.LIST: "a list", Rank.FILE: "a file",
    Rank.AGGREGATOR: "a collecting service", Rank.REGISTRY: "the publisher's registry",
    Rank.ISSUER: "the issuer of the identifier", Rank.PERSON: "you",
}  # fmt: skip


Sourced = tuple[Paper, str, str, str, str]
"""A paper, the name of a fact, its text, who said it, and how far that is believed."""


def sources(paper: Paper) -> list[Sourced]:
    """Return each fact in short with the source that said it and how far that is believed."""
    found = []
    for name in FACTS:
        if value := getattr(paper, name):
            source, rank = paper.ranks.get(name) or paper.ranks.get("*") or ("", int(Rank.GUESS))
            text = _authors(paper) if name == "authors" else str(value)
            found.append((paper, name, text, source or "unknown", _rank(rank)))
    return found


def _rank(rank: int) -> str:
    """Return the words for a rank, those of the nearest below it for one in between."""
    return _RANKS[max((known for known in Rank if known <= rank), default=Rank.GUESS)]


_SOURCES = (
    Column(None, lambda one: one[0].key),
    Column("fact", lambda one: one[1], style="dim"),
    Column("value", None, lambda one: one[2], share=-1),
    Column("source", lambda one: one[3], style="cyan"),
    Column("that is", lambda one: one[4]),
    Column(None, lambda one: one[2]),
)


def sources_listing(papers: Sequence[Paper]) -> Listing[Sourced]:
    """Return who said the facts of papers, a table for each."""

    def tables(screen: Screen) -> Iterator[Any]:
        from rich.text import Text

        for paper in papers:
            yield Text(paper.key, style="cyan")
            yield from Listing("sources", _SOURCES, sources(paper)).parts(screen)

    rows = (one for paper in papers for one in sources(paper))
    return Listing("sources", _SOURCES, rows, tree=tables)


def sources_json(paper: Paper) -> dict[str, dict[str, Any]]:
    """Return the sources of a paper's facts for programs."""
    return {name: {"source": said, "rank": rank} for _, name, _, said, rank in sources(paper)}
