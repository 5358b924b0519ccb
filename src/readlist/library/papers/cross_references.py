"""Which papers others name in their entries: ``crossref``, ``related`` and ``xref``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from readlist.bib.details import PLACE, SETS
from readlist.model import Paper
from readlist.store import naming
from readlist.store.connection import Library
from readlist.store.history import added_with
from readlist.store.naming import Candidate
from readlist.store.papers import load, with_cross_references

FIELDS = ("related", "crossref", "xref")


class CrossReference(NamedTuple):
    """A key that an entry names in a field, and the paper that it means."""

    field: str
    key: str
    meant: Candidate


def named_in(library: Library, paper: Paper) -> Iterator[CrossReference]:
    """Yield the papers that an entry names, as far as the library has them for sure."""
    place = paper.part(PLACE)
    for field in FIELDS:
        for key in filter(None, map(str.strip, str(place.get(field) or "").split(","))):
            if meant := _meant(library, paper, key):
                yield CrossReference(field, key, meant)


def _meant(library: Library, paper: Paper, key: str) -> Candidate | None:
    """Return the paper that an entry means by a key, which several may have or have had.

    An entry of a file means those beside it: "roe1950" there is not the "roe1950" of another file,
    which had the key first. The key of a set is nobody's.
    """
    found = naming.all_by_key(library.db, key)
    if len(found) < 2:
        return found[0] if found else None
    numbers = [one.id for one in found]
    if any(key in one.part(SETS) for one in load(library, numbers)):
        return None
    beside = added_with(library.db, paper.id, numbers)
    return next((one for one in found if one.id in beside), found[0])


def with_keys(paper: Paper, keys: Mapping[tuple[str, str], str]) -> Paper:
    """Return a paper whose entry names others by other keys; ``keys`` are by field and key."""
    place = dict(paper.part(PLACE))
    for field in FIELDS:
        named = [key.strip() for key in str(place.get(field) or "").split(",")]
        now = [keys.get((field, key), key) for key in named]
        if now != named:
            place[field] = ",".join(now)
    return replace(paper, extra={**paper.extra, PLACE: place})


class Exported(NamedTuple):
    """How papers go into a bibliography: in which order, and which other keys theirs name."""

    numbers: Sequence[int]
    keys: Mapping[int, Mapping[tuple[str, str], str]]

    def papers(self, papers: Iterable[Paper]) -> Iterator[Paper]:
        """Yield papers, those that name others by the keys that these have now."""
        for paper in papers:
            keys = self.keys.get(paper.id)
            yield with_keys(paper, keys) if keys else paper


def exported(library: Library, numbers: Sequence[int], *, parents_last: bool) -> Exported:
    """Return how papers go into a bibliography.

    BibTeX finds what an entry names as its ``crossref`` only behind it.
    """
    chosen = set(numbers)
    keys: dict[int, dict[tuple[str, str], str]] = {}
    parents: dict[int, None] = {}
    for paper in load(library, with_cross_references(library.db, numbers)):
        for field, key, meant in named_in(library, paper):
            if meant.key != key:
                keys.setdefault(paper.id, {})[field, key] = meant.key
            if field == "crossref" and meant.id in chosen and parents_last:
                parents[meant.id] = None
    if parents:
        numbers = [*(number for number in numbers if number not in parents), *parents]
    return Exported(numbers, keys)
