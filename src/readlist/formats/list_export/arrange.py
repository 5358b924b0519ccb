"""The papers of a list in its order, and what each syntax shows of one: all that they share.

``MARK`` stands near the top of every file that is written. It says that the layout is ours, so
that ``own_list`` reads it back by its form instead of guessing as for a list of the wild.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from readlist.bib import ids, names
from readlist.formats.base import DumpOptions
from readlist.model import (
    FINISHED,
    MORE_AUTHORS,
    NOTHING,
    Author,
    Identifier,
    Link,
    ListEntry,
    Paper,
    Rank,
    Record,
)
from readlist.text import TITLE_LIMIT, clean, clean_block

MARK = "readlist list 1"
"""The number goes up when an older program would misread the file."""
# "https://arxiv.org/abs/1"; not "javascript:alert(1)".
_URL = re.compile(r"https?://[^\s<>\"`\\]{1,4000}", re.IGNORECASE)


class Head(NamedTuple):
    """The beginning of a section; depth 0 leaves all sections."""

    depth: int
    name: str


class Place(NamedTuple):
    """A paper in one place of a list, with the curator's remark on it there."""

    paper: Paper
    section: tuple[str, ...]
    remark: str


class Address(NamedTuple):
    """Where a link leads and what it is called."""

    label: str
    url: str


class Arranged(NamedTuple):
    """A list, ready to be written."""

    title: str
    places: tuple[Place, ...]

    @property
    def heads(self) -> list[Head]:
        """The sections in order, as their table of contents shows them."""
        return [step for step in self.steps() if isinstance(step, Head) and step.depth]

    @property
    def is_begun(self) -> bool:
        """Say whether any of the papers has been read."""
        return any(is_read(place.paper) for place in self.places)

    def steps(self) -> Iterator[Head | Place]:
        """Yield headings and papers; a section that comes again is headed again."""
        here: tuple[str, ...] = ()
        for place in self.places:
            yield from _between(here, place.section)
            here = place.section
            yield place


def _between(here: tuple[str, ...], there: tuple[str, ...]) -> Iterator[Head]:
    """Yield the headings that lead from one section to another.

    From ``NLP / Parsing`` to ``NLP / Tagging`` it is ``Tagging`` alone, to ``Vision / Depth`` both;
    back to no section at all it is a rule.
    """
    if here == there:
        return
    if not there:
        yield Head(0, "")
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    for depth in range(min(shared, max(0, len(there) - 1)), len(there)):
        yield Head(depth + 1, there[depth])


def arranged(papers: Iterable[Paper], options: DumpOptions) -> Arranged:
    """Return the list that ``options.list`` names, or the papers in the order given.

    A paper that stands in the list twice is written twice; one that does not stand in it at all
    comes last, without a section.
    """
    if not options.list:
        return Arranged("Papers", tuple(_alone(paper) for paper in papers))
    placed: list[tuple[int, Place]] = []
    others: list[Place] = []
    for paper in papers:
        found = [entry for entry in paper.lists if entry.list == options.list]
        for entry in found:
            section = tuple(filter(None, map(clean, entry.section)))
            placed.append((entry.position, Place(paper, section, entry.remark)))
        others += [Place(paper, (), "")] * (not found)
    placed.sort(key=itemgetter(0))
    titles = {info.name: clean(info.title) for info in options.lists}
    title = titles.get(options.list) or clean(options.list)
    return Arranged(title, (*(place for _, place in placed), *others))


def _alone(paper: Paper) -> Place:
    """Return a paper outside any list, with what all its lists remark on it, each remark once."""
    remarks = dict.fromkeys(entry.remark for entry in paper.lists if entry.remark)
    return Place(paper, (), "\n\n".join(remarks))


# What is shown of a paper


def is_read(paper: Paper) -> bool:
    """Say whether a paper has been read, be it only skimmed."""
    return paper.reading.status in FINISHED


def title_of(paper: Paper) -> str:
    """Return the title as one line; nothing where it is not known."""
    return clean(paper.title, TITLE_LIMIT)


def is_web(url: str) -> bool:
    """Say whether an address may become a link: no scheme but these does."""
    return bool(_URL.fullmatch(url)) and url.isprintable()


def addresses(paper: Paper) -> tuple[str, list[Address]]:
    """Return where the title leads, and the other links: first identifiers, then named links."""
    found = [(one.scheme, ids.address(one)) for one in paper.identifiers]
    kept = [Address(scheme, url) for scheme, url in found if is_web(url)]
    named = [Address(clean(n) or "link", url) for n, url in paper.links if is_web(url)]
    return (kept[0].url if kept else ""), [*kept[1:], *named]


def has_more_authors(paper: Paper) -> bool:
    """Say whether the authors are only the first ones."""
    return names.has_more_authors(paper, len(paper.authors))


def authors_text(paper: Paper) -> str:
    """Return the authors as people write them: ``A B, C D et al.``.

    A name that would not be read back from this form is turned round; semicolons then part them,
    and end a single one.
    """
    written = [name for author in paper.authors if (name := _written(author))]
    if any(re.search("[,;]", name) for name in written):
        said = "; ".join(written) + ";" * (len(written) == 1)
    else:
        said = ", ".join(written)
    return f"{said} et al." if said and has_more_authors(paper) else said


def _written(author: Author) -> str:
    """Return a name in the form that is read back as it is, where there is one."""
    shown = clean(names.display(author))
    parts = [clean(part) for part in (author.family, author.suffix, author.given) if part]
    inverted = ", ".join(parts)
    if names.parse_author(shown) != author and names.parse_author(inverted) == author:
        return inverted
    return shown


def authors_of(text: str) -> tuple[tuple[Author, ...], bool]:
    """Return the authors that ``authors_text`` wrote, and whether there are more."""
    bare = text.removesuffix(" et al.")
    found = (names.parse_author(part) for part in re.split(";" if ";" in bare else ",", bare))
    return tuple(author for author in found if author.name), bare != text


def identifier_of(label: str, url: str) -> Identifier | None:
    """Return the identifier that a link labelled with its scheme names."""
    found = ids.from_url(url)
    if found is None or label == "url":
        found = ids.normalise("url", url) if label in ("", "url") else None
    return found if found and label in ("", found.scheme) else None


def facts_of_links(
    main: str, others: Iterable[Address]
) -> tuple[tuple[Identifier, ...], tuple[Link, ...]]:
    """Return what ``addresses`` wrote as identifiers and named links."""
    found = [identifier_of("", main)] if main else []
    named: list[Link] = []
    for label, url in others:
        identifier = identifier_of(label, url) if label in ids.SCHEMES else None
        if identifier:
            found.append(identifier)
        elif is_web(url):
            named.append(Link(label, url))
    return tuple(one for one in found if one), tuple(named)


# --- What an entry that is read back says of its paper, and where in the list it is -------------

SECTIONS = 200
"""Sections within sections that are told apart; deeper ones are left out."""


class Sections:
    """The path of the sections that are open."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def enter(self, depth: int, name: str) -> None:
        """Begin a section, which ends all that are as deep; depth 0 only ends them."""
        while self._open and self._open[-1][0] >= depth:
            self._open.pop()
        if depth and len(self._open) < SECTIONS and (name := clean(name)):
            self._open.append((depth, name))

    def path(self) -> tuple[str, ...]:
        """Return the names of the open sections, from the outermost."""
        return tuple(name for _, name in self._open)


@dataclass(slots=True)
class Said:
    """The parts of an entry; ``url`` is where its title leads, ``links`` are the others."""

    title: str = ""
    url: str = ""
    authors: str = ""
    organization: str = ""
    venue: str = ""
    year: int | None = None
    links: Iterable[Address] = field(default_factory=tuple)
    remark: str = ""
    abstract: str = ""


def record(source: str, said: Said) -> Record:
    """Return the record that an entry is; its place in the list is set by its reader."""
    identifiers, links = facts_of_links(said.url, said.links)
    # Names stand without the full stop behind them, which an initial keeps: "A. Lovelace." and
    # "Lovelace A."
    names = said.authors
    if not re.search(r"(?:et al|\b[A-Z]|\b[JS]r)\.$", names):
        names = names.removesuffix(".")
    authors, more = authors_of(names)
    title = clean(said.title, TITLE_LIMIT)
    return Record(
        source=source,
        rank=Rank.LIST,
        title="" if title == said.url else title,
        authors=authors,
        organization=clean(said.organization),
        venue=clean(said.venue),
        year=said.year,
        abstract=clean_block(said.abstract),
        identifiers=identifiers,
        links=links,
        extra={MORE_AUTHORS: True} if more and authors else NOTHING,
        entries=(ListEntry(remark=clean_block(said.remark)),),
    )
