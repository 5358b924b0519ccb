"""What is wrong with the citations of a manuscript, as far as the library can tell; no I/O."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from readlist.bib.citekeys import folded
from readlist.bib.dois import is_of_server
from readlist.bib.ids import of_scheme
from readlist.bib.types import PREPRINTS
from readlist.formats.manuscripts import EVERYTHING
from readlist.identity.freed_keys import Freed
from readlist.identity.merge import account_of, draft_of
from readlist.identity.same_work import Sides
from readlist.library.manuscripts.seen import Held, identify, keys_held, sets_held
from readlist.model import FINISHED, Identifier, Record
from readlist.store.connection import Library
from readlist.store.history import freed_keys
from readlist.store.papers import keys_of, load

# "bioRxiv", "Under review at ICML"; not "ICML", and "CoRR" but not "Corrosion".
_UNPUBLISHED = re.compile(
    r"(?i)\W*(?:arxiv|corr$|\w*rxiv|ssrn|preprint|under review|submitted|in preparation|manuscript"
    r"|openreview|research square|unpublished)"
)


class Citation(NamedTuple):
    """A key where it is cited for the first time."""

    key: str
    file: str
    line: int


KINDS = ("no-entry", "missing", "freed", "twice", "preprint", "unread")
"""What may be the matter with a citation, the gravest first."""


class Finding(NamedTuple):
    """One thing to look at in a manuscript; ``kind`` is one of ``KINDS``.

    ``others`` are the further keys of one paper, ``published`` says where a preprint appeared,
    ``former`` what the removed paper was called that had the key.
    """

    kind: str
    citation: Citation
    record: Record | None = None
    paper: Held | None = None
    others: tuple[str, ...] = ()
    published: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A manuscript with its bibliography: what is cited, each key once, and the entries by key.

    ``entry_keys`` are the keys of all entries, those that are no papers too. Only where the
    bibliography is known as a ``whole`` can something be said to lack in it.
    """

    citations: Sequence[Citation] = ()
    entries: Mapping[str, Record] = field(default_factory=dict)
    entry_keys: frozenset[str] = frozenset()
    whole: bool = False


SET = "set"
"""The kind of a reference that is a set of entries (biblatex, 3.14.5)."""


class PapersCited(NamedTuple):
    """The papers that a manuscript cites, the keys that name none, and the sets that it cites.

    Each paper comes with the keys that cite it, which may be some that it had before; one that a
    set alone cites has none. Sets have their papers in order.
    """

    keys: dict[int, list[str]]
    missing: list[str]
    sets: dict[str, list[int]]


def papers_cited(library: Library, references: Mapping[str, Record | None]) -> PapersCited:
    """Return the papers that a manuscript cites.

    An entry of the manuscript's bibliography says what its key means: the library may have given
    the key to another paper. Where the entry is not known, the key is believed unless the entry
    contradicts.
    """
    wanted = dict(references)
    wanted.pop(EVERYTHING, None)
    own_sets = {key: one.extra[SET] for key, one in wanted.items() if one and one.kind == SET}
    sets = sets_held(library, (key for key, record in wanted.items() if record is None))
    for key in (*own_sets, *sets):
        del wanted[key]
    named = _named(library, wanted)
    keys: dict[int, list[str]] = {}
    missing = []
    for key in wanted:
        if key in named:
            keys.setdefault(named[key], []).append(key)
        else:
            missing.append(key)
    for held in sets.values():
        for number in held:
            keys.setdefault(number, [])
    for key, members in own_sets.items():
        sets[key] = [named[member] for member in members if member in named]
    return PapersCited(keys, missing, sets)


def _named(library: Library, wanted: Mapping[str, Record | None]) -> dict[str, int]:
    """Return the papers that keys mean, by the entries that they have or by the keys alone."""
    entries = {key: record for key, record in wanted.items() if record}
    numbers, _ = identify(library, entries.values())
    found = {key: number for key, number in zip(entries, numbers, strict=True) if number > 0}
    return found | _believed(library, {key: one for key, one in wanted.items() if key not in found})


def _believed(library: Library, wanted: Mapping[str, Record | None]) -> dict[str, int]:
    """Return the papers that have keys, unless the entry of a key has quite another title."""
    held = keys_held(library, wanted)
    doubted = {held[key].id for key in wanted if wanted[key] and key in held}
    drafts = {paper.id: draft_of(paper) for paper in load(library, doubted)}
    found = {}
    for key, record in wanted.items():
        paper = held.get(key)
        if paper is None:
            continue
        if record and Sides(account_of(record), drafts[paper.id]).titles_differ:
            continue
        found[key] = paper.id
    return found


def keys_of_removed(library: Library, keys: Mapping[str, int]) -> dict[str, Freed]:
    """Return those keys of papers that were another work's until that was removed.

    A manuscript that cites such a key may mean the other. The key that a paper goes by was given
    to it by a person.
    """
    now = keys_of(library.db, set(keys.values()))
    former = {key: number for key, number in keys.items() if folded(now[number]) != folded(key)}
    if not former:
        return {}
    freed = freed_keys(library.db, set(map(folded, former)))
    former = {key: number for key, number in former.items() if folded(key) in freed}
    papers = {paper.id: paper for paper in load(library, set(former.values()))}
    found = {key: freed[folded(key)] for key in former}
    return {key: one for key, one in found.items() if not one.was_of(papers[former[key]])}


def findings(library: Library, cited: Cited) -> list[Finding]:
    """Return what is to be looked at in a manuscript, by kind and then by place."""
    judged = _judged(library, cited)
    found = [one for each in judged for one in _of_one(each, cited)]
    found += [*_freed(library, judged), *_twice(judged), *_unread(judged)]
    return sorted(found, key=lambda one: KINDS.index(one.kind))


class _Judged(NamedTuple):
    """A citation with its entry, its number in the sense of ``identify``, and its paper."""

    citation: Citation
    record: Record | None
    number: int | None
    paper: Held | None


def _judged(library: Library, cited: Cited) -> list[_Judged]:
    """Return every citation with what is known of it: by its entry, otherwise by its key."""
    records = [entry_of(cited, citation.key) for citation in cited.citations]
    said = {id(record): record for record in records if record}
    numbers, held = identify(library, said.values())
    numbered = dict(zip(said, numbers, strict=True))
    named = keys_held(
        library,
        (c.key for c, record in zip(cited.citations, records, strict=True) if record is None),
    )
    judged = []
    for citation, record in zip(cited.citations, records, strict=True):
        if record:
            number = numbered[id(record)]
            judged.append(_Judged(citation, record, number, held.get(number)))
        else:
            paper = named.get(citation.key)
            judged.append(_Judged(citation, None, paper.id if paper else None, paper))
    return judged


def entry_of(cited: Cited, key: str) -> Record | None:
    """Return the entry of a key; BibTeX takes case for nothing, biber does not."""
    record = cited.entries.get(key) or cited.entries.get(key.lower())
    return record if record and (record.title or record.identifiers) else None


def _of_one(judged: _Judged, cited: Cited) -> Iterator[Finding]:
    citation, record, _, paper = judged
    entered = not {citation.key, citation.key.lower()}.isdisjoint(cited.entry_keys)
    if cited.whole and not entered:
        yield Finding("no-entry", citation, None, paper)
    elif paper is None and (record or not entered):  # an entry of a web page is no paper
        yield Finding("missing", citation, record)
    where = appeared(paper) if paper else ""
    if where and record and is_preprint(record):
        yield Finding("preprint", citation, record, paper, published=where)


def _freed(library: Library, judged: Sequence[_Judged]) -> Iterator[Finding]:
    """Yield what no entry explains, where the key was that of a removed paper."""
    bare = {one.citation.key: one for one in judged if one.paper and not one.record}
    numbers = {key: one.paper.id for key, one in bare.items() if one.paper}
    for key, freed in keys_of_removed(library, numbers).items():
        former = next(iter(freed.titles), "")
        yield Finding("freed", bare[key].citation, None, bare[key].paper, former=former)


def _unread(judged: Sequence[_Judged]) -> Iterator[Finding]:
    """Yield papers that wait to be read, each under the key that cites it first."""
    told: set[int] = set()
    for one in judged:
        if one.paper and one.paper.status not in FINISHED and one.paper.id not in told:
            told.add(one.paper.id)
            yield Finding("unread", one.citation, one.record, one.paper)


def _twice(judged: Sequence[_Judged]) -> Iterator[Finding]:
    """Yield papers that are cited under several keys; names of one entry are one key."""
    groups: dict[int, dict[int | str, _Judged]] = {}
    for one in judged:
        if one.number is not None:
            entry = id(one.record) if one.record else one.citation.key
            groups.setdefault(one.number, {}).setdefault(entry, one)
    for group in groups.values():
        first, *others = group.values()
        if others:
            keys = tuple(other.citation.key for other in others)
            yield Finding("twice", first.citation, first.record, first.paper, keys)


def is_preprint(record: Record) -> bool:
    """Say whether an entry cites a preprint and nothing that appeared.

    ``journal={arXiv preprint arXiv:1706.03762}`` does, as does "under review at ICML"; an entry
    with neither venue nor number may be a book.
    """
    if _published_venue(record.venue) or _publisher_doi(record.identifiers):
        return False
    if record.venue or record.kind == "preprint":
        return True
    return any(one.scheme == "arxiv" or _is_server(one) for one in record.identifiers)


def appeared(paper: Held) -> str:
    """Return where a paper appeared, as the library knows it: venue and DOI; or nothing."""
    venue = paper.venue if _published_venue(paper.venue) else ""
    doi = _publisher_doi(paper.identifiers)
    if venue and paper.year and str(paper.year) not in venue:
        venue = f"{venue} {paper.year}"
    return ", ".join(filter(None, (venue, doi)))


def _published_venue(venue: str) -> bool:
    return bool(venue) and not PREPRINTS.match(venue) and not _UNPUBLISHED.match(venue)


def _publisher_doi(identifiers: Iterable[Identifier]) -> str:
    """Return the identifier that a publisher gave, in the form that names it anywhere."""
    given = [i for i in identifiers if i.scheme in ("doi", "acl") and not _is_server(i)]
    if not given:
        return ""
    return str(of_scheme(given, "doi") or given[0])


def _is_server(identifier: Identifier) -> bool:
    return identifier.scheme == "doi" and bool(is_of_server(identifier.value))
