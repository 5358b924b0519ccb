"""Facts of one paper from several sources: which one stands; pure.

A fact is replaced only by one of a higher rank, an empty one never replaces a filled one, and what
merely says the same more precisely is taken whatever its rank.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readlist.bib.publication_dates import SAY_PREPRINT
from readlist.bib.types import PREPRINTS
from readlist.model import (
    NOTHING,
    VENUE_YEAR,
    Author,
    Identifier,
    Link,
    Note,
    Paper,
    Rank,
    Reading,
    Record,
)
from readlist.text import fold

FACTS = (
    "title", "authors", "author_count", "abstract", "year", "published", "venue", "kind",
    "organization",
)  # fmt: skip
"""The fields that have a source and a rank."""
PUBLISHED = frozenset({"article", "inproceedings", "incollection", "book"})
"""Kinds that say more of a work than that it is a preprint."""
ALL = "*"
"""Stands in ``ranks`` for every fact that is not named there."""

Ranked = tuple[str, int]


class Venue(NamedTuple):
    """A venue and its year; ``said`` where an account says that this is the venue's own year."""

    name: str
    year: int | None
    said: bool


@dataclass(slots=True)
class Draft:
    """A paper as it will be, while records are being absorbed; ``before`` is what is stored."""

    id: int
    before: Paper | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    ranks: dict[str, Ranked] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    aliases: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    others: dict[str, Reading] = field(default_factory=dict)
    key: str = ""
    added: str = ""

    @property
    def title_fold(self) -> str:
        """The folded title, empty where there is none."""
        return fold(self.facts.get("title", ""))

    def paper(self) -> Paper:
        """Return the paper as it will be; its places in lists are kept by the import itself."""
        return Paper(
            id=self.id,
            key=self.key,
            **self.facts,
            identifiers=tuple(self.identifiers),
            links=tuple(self.links),
            extra=self.extra or NOTHING,
            ranks=packed(self.ranks),
            reading=self.reading,
            others=tuple(self.others.values()),
            tags=tuple(sorted(self.tags)),
            notes=tuple(self.notes),
            lists=self.before.lists if self.before else (),
            aliases=tuple(self.aliases),
            titles=tuple(self.titles),
            added=self.added,
        )


def draft_of(paper: Paper) -> Draft:
    """Return a stored paper as a draft."""
    facts = {name: value for name in FACTS if (value := getattr(paper, name))}
    return Draft(
        id=paper.id,
        before=paper,
        facts=facts,
        ranks={name: rank_of(paper.ranks, name) for name in facts},
        identifiers=dict.fromkeys(paper.identifiers),
        links=dict.fromkeys(paper.links),
        extra=dict(paper.extra),
        tags=dict.fromkeys(paper.tags),
        notes=list(paper.notes),
        aliases=dict.fromkeys(paper.aliases),
        titles=dict.fromkeys(paper.titles),
        reading=paper.reading,
        others={reading.reader: reading for reading in paper.others},
        key=paper.key,
        added=paper.added,
    )


def rank_of(ranks: Mapping[str, Ranked], name: str) -> Ranked:
    """Return the source and rank of one fact."""
    return ranks.get(name) or ranks.get(ALL) or ("", int(Rank.GUESS))


def packed(ranks: Mapping[str, Ranked]) -> dict[str, Ranked]:
    """Return ranks in short: the most common one once, as ``*``, the others by name."""
    if not ranks:
        return {}
    values = list(ranks.values())
    common = max(sorted(set(values)), key=values.count)
    return {ALL: common} | {
        name: ranks[name] for name in FACTS if name in ranks and ranks[name] != common
    }


def facts_of(record: Record) -> dict[str, tuple[Any, Ranked]]:
    """Return what a record says, each fact with its source and rank."""
    default = record.ranks.get(ALL) or (record.source, int(record.rank))
    said = {
        name: (value, record.ranks.get(name, default))
        for name in FACTS
        if (value := getattr(record, name))
    }
    if record.published and "year" not in said and record.published[:4].isdecimal():
        said["year"] = (int(record.published[:4]), said["published"][1])
    return said


def take(draft: Draft, name: str, value: Any, ranked: Ranked, *, newer: bool = False) -> None:
    """Let one source say one fact of a paper; a ``newer`` word wins among equal ranks."""
    known = draft.facts.get(name)
    if not known:
        draft.facts[name], draft.ranks[name] = value, ranked
        return
    former = draft.ranks[name]
    stronger = max(former, ranked, key=lambda pair: pair[1])
    if value == known:
        draft.ranks[name] = stronger
    elif name == "kind" and stronger[1] < Rank.PERSON and _appeared(known, former, value):
        draft.ranks[name] = former
    elif name == "kind" and stronger[1] < Rank.PERSON and _appeared(value, ranked, known):
        draft.facts[name], draft.ranks[name] = value, ranked
    elif refines(name, value, known):
        draft.facts[name], draft.ranks[name] = value, stronger
    elif refines(name, known, value):
        draft.ranks[name] = stronger
    elif ranked[1] > former[1] or (newer and ranked[1] == former[1]):
        if name == "title":
            remember_title(draft, known, value)
        draft.facts[name], draft.ranks[name] = value, ranked
    elif name == "title":
        remember_title(draft, value, known)


def venue_of(
    facts: Mapping[str, Any], ranks: Mapping[str, Ranked], extra: Mapping[str, Any]
) -> Venue:
    """Return the venue as one account has it; its year is said, or that of the same source.

    Sources that date the preprint do not know the venue's year.
    """
    name, said = facts.get("venue", ""), extra.get(VENUE_YEAR)
    if isinstance(said, int):
        return Venue(name, said, said=True)
    together = name and "year" in facts and ranks["year"] == ranks["venue"]
    of_preprint = not together or ranks["year"][0] in SAY_PREPRINT or PREPRINTS.match(name)
    return Venue(name, None if of_preprint else facts["year"], said=False)


def follow_venue(draft: Draft, former: Venue, said: Venue) -> None:
    """Let the venue's year come and go with the venue, whoever's year became the paper's."""
    name = draft.facts.get("venue", "")
    chosen = next((one for one in (former, said) if one.name == name and one.year), None)
    if chosen and (chosen.said or chosen.year != draft.facts.get("year")):
        draft.extra[VENUE_YEAR] = chosen.year
    elif name:
        draft.extra.pop(VENUE_YEAR, None)


def _appeared(kind: str, ranked: Ranked, other: str) -> bool:
    """Say whether a registry knows as published what another source calls a preprint.

    Whoever issues the preprint's identifier knows that it is one, not what became of it.
    """
    return kind in PUBLISHED and ranked[1] >= Rank.AGGREGATOR and other == "preprint"


def remember_title(draft: Draft, former: str, title: str) -> None:
    """Keep a title that the paper also goes by, so that lists that use it still find the paper."""
    folded = fold(former)
    if folded and folded != fold(title):
        draft.titles[folded] = None
    draft.titles.pop(fold(title), None)


def refines(name: str, fine: Any, coarse: Any) -> bool:
    """Say whether one value says the same as another, and more."""
    if name == "published":
        return len(fine) > len(coarse) and str(fine).startswith(str(coarse))
    if name == "authors":
        return _refines_authors(fine, coarse)
    return False


def _refines_authors(fine: tuple[Author, ...], coarse: tuple[Author, ...]) -> bool:
    if len(fine) < len(coarse):
        return False
    families = [family_fold(author) for author in fine]
    if families[: len(coarse)] != [family_fold(author) for author in coarse]:
        return False
    return _detail(fine) > _detail(coarse)


def _detail(authors: tuple[Author, ...]) -> tuple[int, int]:
    return len(authors), sum(len(author.name) for author in authors)


def family_fold(author: Author) -> str:
    """Return a family name for comparison; of a name that was never split, its last word."""
    family = author.family or (author.name.split() or [""])[-1]
    return fold(family)


def first_family(facts: Mapping[str, Any], ranks: Mapping[str, Ranked]) -> str:
    """Return the first author's family name, or nothing where it was only guessed."""
    authors = facts.get("authors")
    if not authors or ranks["authors"][1] <= Rank.GUESS:
        return ""
    return family_fold(authors[0])
