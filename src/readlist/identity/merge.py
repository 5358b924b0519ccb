"""Facts of one paper from several sources: which one stands; pure.

A fact is replaced only by one of a higher rank, an empty one never replaces a filled one, and what
merely says the same more precisely is taken whatever its rank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from readlist.bib.dates import SAY_PREPRINT
from readlist.bib.details import PLACE, VERBATIM_PLACE
from readlist.bib.types import PREPRINTS, SERVER_NAMES, shape
from readlist.model import (
    FACTS,
    FINISHED,
    MORE_AUTHORS,
    NOTHING,
    SETS,
    STATED,
    VENUE_YEAR,
    Author,
    Identifier,
    Link,
    Note,
    Paper,
    Rank,
    Reading,
    Record,
    Status,
)
from readlist.text import fold

PUBLISHED = frozenset({"article", "inproceedings", "incollection", "book"})
"""Kinds that say more of a work than that it is a preprint."""
_PRINTED = PUBLISHED | {"inbook", "phdthesis", "mastersthesis", "thesis"}
"""The same, and what else a bibliography may know a work to be."""
LOOSE = frozenset({"preprint", "online"})
"""What a bibliography may call a work of which another one knows where it appeared."""
ALL = "*"
"""Stands in ``ranks`` for every fact that is not named there."""

Ranked = tuple[str, int]


class Venue(NamedTuple):
    """A venue and its year; ``said`` where an account says that this is the venue's own year."""

    name: str
    year: int | None
    said: bool


@dataclass(slots=True, kw_only=True)
class Account:
    """What is told of a work, by a record or by a draft; each fact has its source and rank."""

    facts: dict[str, Any] = field(default_factory=dict)
    ranks: dict[str, Ranked] = field(default_factory=dict)
    identifiers: dict[Identifier, None] = field(default_factory=dict)
    links: dict[Link, None] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title, empty where there is none."""
        return str(self.facts.get("title", ""))


@dataclass(slots=True, kw_only=True)
class Draft(Account):
    """A paper as it will be, while records are being absorbed; ``before`` is what is stored."""

    id: int
    before: Paper | None = None
    tags: dict[str, None] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    aliases: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    others: dict[str, Reading] = field(default_factory=dict)
    key: str = ""
    added: str = ""

    def paper(self) -> Paper:
        """Return the paper as it will be; its places in lists are kept by the import itself."""
        sets: dict[str, Any] = {name: tuple(getattr(self, name)) for name in SETS}
        sets["tags"] = tuple(sorted(self.tags))
        return Paper(
            id=self.id,
            key=self.key,
            **self.facts,
            **sets,
            extra=self.extra or NOTHING,
            ranks=packed(self.ranks),
            reading=self.reading,
            others=tuple(self.others.values()),
            notes=tuple(self.notes),
            lists=self.before.lists if self.before else (),
            added=self.added,
        )


def draft_of(paper: Paper) -> Draft:
    """Return a stored paper as a draft."""
    facts = {name: value for name in FACTS if (value := getattr(paper, name))}
    sets = {name: dict.fromkeys(getattr(paper, name)) for name in SETS}
    return Draft(
        id=paper.id,
        before=paper,
        facts=facts,
        ranks={name: rank_of(paper.ranks, name) for name in facts},
        **sets,
        extra=dict(paper.extra),
        notes=list(paper.notes),
        reading=paper.reading,
        others={reading.reader: reading for reading in paper.others},
        key=paper.key,
        added=paper.added,
    )


def account_of(record: Record) -> Account:
    """Return what a record tells; a date tells the year as well."""
    facts = {name: value for name in FACTS if (value := getattr(record, name))}
    default = record.ranks.get(ALL) or (record.source, int(record.rank))
    ranks = {name: record.ranks.get(name, default) for name in facts}
    if "year" not in facts and record.published[:4].isdecimal():
        facts["year"], ranks["year"] = int(record.published[:4]), ranks["published"]
    return Account(
        facts=facts,
        ranks=ranks,
        identifiers=dict.fromkeys(record.identifiers),
        links=dict.fromkeys(record.links),
        extra=dict(record.extra),
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


def take(
    draft: Draft, name: str, value: Any, ranked: Ranked, *, newer: bool = False, venue: str = ""
) -> None:
    """Let one source say one fact of a paper; a ``newer`` word wins among equal ranks.

    ``venue`` is where the source says that the work appeared.
    """
    known = draft.facts.get(name)
    if not known:
        draft.facts[name], draft.ranks[name] = value, ranked
        return
    former = draft.ranks[name]
    stronger = max(former, ranked, key=lambda pair: pair[1])
    # A preprint becomes an article whoever says so; only what a person says stands.
    may_appear = name == "kind" and stronger[1] < Rank.PERSON
    if value == known:
        draft.ranks[name] = stronger
    elif may_appear and _appeared(known, former, value, draft.facts.get("venue", "")):
        draft.ranks[name] = former
    elif may_appear and _appeared(value, ranked, known, venue):
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


def venue_of(told: Account) -> Venue:
    """Return the venue as one account has it; its year is said, or that of the same source.

    Sources that date the preprint do not know the venue's year.
    """
    name, said = told.facts.get("venue", ""), told.extra.get(VENUE_YEAR)
    if isinstance(said, int):
        return Venue(name, said, said=True)
    together = name and "year" in told.facts and told.ranks["year"] == told.ranks["venue"]
    if not together or told.ranks["year"][0] in SAY_PREPRINT or PREPRINTS.match(name):
        return Venue(name, None, said=False)
    return Venue(name, told.facts["year"], said=False)


def follow_venue(draft: Draft, former: Venue, said: Venue) -> None:
    """Let the venue's year come and go with the venue, whoever's year became the paper's."""
    name = draft.facts.get("venue", "")
    chosen = next((one for one in (former, said) if one.name == name and one.year), None)
    if chosen and (chosen.said or chosen.year != draft.facts.get("year")):
        draft.extra[VENUE_YEAR] = chosen.year
    elif name:
        draft.extra.pop(VENUE_YEAR, None)


def _appeared(kind: str, ranked: Ranked, other: str, venue: str) -> bool:
    """Say whether a source knows what another source calls a preprint, or calls nothing.

    A registry does, and a bibliography that says where: ``@inproceedings`` with its ``booktitle``
    after ``@misc`` with its arXiv id. Not ``@article``, which many call a preprint. Whoever issues
    the preprint's identifier knows that it is one, not what became of it.
    """
    if other == "misc":  # which says nothing
        return kind != "misc"
    if other == "preprint" and kind in PUBLISHED and ranked[1] >= Rank.AGGREGATOR:
        return True
    if other not in LOOSE or shape(kind) not in _PRINTED or ranked[1] < Rank.FILE:
        return False
    return bool(venue) and not is_name_of_server(venue)


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
        if len(fine) < len(coarse):
            return False
        families = [family_fold(author) for author in fine]
        if families[: len(coarse)] != [family_fold(author) for author in coarse]:
            return False
        return _detail(fine) > _detail(coarse)
    return False


def _detail(authors: tuple[Author, ...]) -> tuple[int, int]:
    return len(authors), sum(len(author.name) for author in authors)


def family_fold(author: Author) -> str:
    """Return a family name for comparison; of a name that was never split, its last word."""
    family = author.family or (author.name.split() or [""])[-1]
    return fold(family)


def first_family(told: Account) -> str:
    """Return the first author's family name, or nothing where it was only guessed."""
    authors = told.facts.get("authors")
    if not authors or told.ranks["authors"][1] <= Rank.GUESS:
        return ""
    return family_fold(authors[0])


def merge_drafts(kept: Draft, lost: Draft) -> None:
    """Let one paper take everything that another has; the person's words of both stay."""
    former_authors = kept.facts.get("authors")
    venues = venue_of(kept), venue_of(lost)
    for name, value in lost.facts.items():
        take(kept, name, value, lost.ranks[name], venue=lost.facts.get("venue", ""))
    if kept.facts.get("authors") != former_authors:
        follow_authors(kept, lost.extra)
    fill(kept.extra, lost.extra)
    follow_venue(kept, *venues)
    for name in SETS:
        getattr(kept, name).update(getattr(lost, name))
    if lost.key:
        kept.aliases[lost.key] = None
    remember_title(kept, lost.title, kept.title)
    known = {(note.reader, note.body) for note in kept.notes}
    kept.notes += [replace(n, id=0) for n in lost.notes if (n.reader, n.body) not in known]
    kept.reading = combined(kept.reading, lost.reading)
    for reader, reading in lost.others.items():
        kept.others[reader] = combined(kept.others.get(reader, Reading(reader=reader)), reading)
    kept.added = min(filter(None, (kept.added, lost.added)), default="")
    settle_stated(kept)


def settle_stated(draft: Draft) -> None:
    """Forget that an identifier was another paper's once it is the paper's own."""
    if STATED not in draft.extra:
        return
    own = set(map(str, draft.identifiers))
    left = {name: why for name, why in draft.extra.pop(STATED).items() if name not in own}
    if left:
        draft.extra[STATED] = left


_PROGRESS = {status: place for place, status in enumerate(Status)}


def combined(one: Reading, other: Reading) -> Reading:
    """Return the reading of two papers that became one: what came furthest stands."""
    if other.status is None:
        return one
    if one.status is None:
        return replace(other, reader=one.reader or other.reader)
    further = other if _PROGRESS[other.status] > _PROGRESS[one.status] else one
    if Status.DROPPED in (one.status, other.status) and one.status != other.status:
        further = one if other.status is Status.DROPPED else other
    return Reading(
        status=further.status,
        priority=max(one.priority, other.priority),
        rating=one.rating if one.rating is not None else other.rating,
        progress=further.progress or one.progress or other.progress,
        started=_earlier(one.started, other.started),
        finished=further.finished,
        due=_earlier(one.due, other.due),
        wait="" if further.status in FINISHED else _earlier(one.wait, other.wait),
        reader=one.reader or other.reader,
    )


def _earlier(one: str, other: str) -> str:
    return min(filter(None, (one, other)), default="")


def filled(known: Reading, said: Reading) -> Reading:
    """Return a reading with its gaps filled; what the person already said stays."""
    if known.status is None:
        reader = known.reader or said.reader
        return said if said.reader == reader else replace(said, reader=reader)
    return replace(
        known,
        priority=known.priority or said.priority,
        rating=said.rating if known.rating is None else known.rating,
        progress=known.progress or said.progress,
        started=known.started or said.started,
        finished=known.finished or said.finished,
        due=known.due or said.due,
        wait=known.wait or said.wait,
    )


def follow_authors(draft: Draft, extra: Mapping[str, Any]) -> None:
    """Let "et al." come and go with the authors that it belongs to."""
    draft.extra.pop(MORE_AUTHORS, None)
    if extra.get(MORE_AUTHORS):
        draft.extra[MORE_AUTHORS] = True


# The fields that an entry says a fact in.
_FIELDS_OF = {
    "title": ("title", "subtitle"), "authors": ("author", "authors"), "abstract": ("abstract",),
    "year": ("year", "date"), "published": ("month", "day", "date"),
    "venue": ("journal", "journaltitle", "booktitle", "howpublished", "school", "institution"),
}  # fmt: skip


def _new_wording(
    known: Mapping[str, Any], said: Mapping[str, Any], gained: Iterable[str]
) -> dict[str, Any]:
    r"""Return how a record words what no bibliography said before it.

    The first file's ``{\it E. coli}`` stays when a second one spells the same title otherwise.
    """
    wording = dict(said[VERBATIM_PLACE])
    if PLACE not in known and VERBATIM_PLACE not in known:
        return wording
    new = {name for fact in gained for name in _FIELDS_OF.get(fact, ())}
    new |= said.get(PLACE, {}).keys() - known.get(PLACE, {}).keys()
    new |= {"doi"} - known.get(VERBATIM_PLACE, {}).keys()
    return {name: text for name, text in wording.items() if name in new}


def fill(known: dict[str, Any], said: Mapping[str, Any], gained: Iterable[str] = ()) -> None:
    """Take what is said beside the facts; what is known stays, "et al." follows the authors.

    ``gained`` are the facts that were unknown before.
    """
    if VERBATIM_PLACE in said:
        wording = _new_wording(known, said, gained)
        said = {name: value for name, value in said.items() if name != VERBATIM_PLACE}
        if wording:
            known[VERBATIM_PLACE] = {**known.get(VERBATIM_PLACE, {}), **wording}
    for name, value in said.items():
        if name == MORE_AUTHORS:
            continue
        if name not in known:
            known[name] = value
        elif isinstance(value, dict) and isinstance(known[name], dict):
            appeared = name == PLACE and value.get("publisher") and is_on_server(known[name])
            newer = {"publisher": value["publisher"]} if appeared else {}
            known[name] = {**value, **known[name], **newer}


def is_on_server(details: Mapping[str, Any]) -> bool:
    """Say whether a server of preprints published a paper, so that a publisher may follow."""
    return is_name_of_server(str(details.get("publisher", "")))


def is_name_of_server(name: str) -> bool:
    """Say whether a venue or a publisher is a server of preprints."""
    return bool(PREPRINTS.match(name) or SERVER_NAMES.match(name))
