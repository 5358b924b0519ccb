"""Papers as manuscripts cite them: under which keys, with which others, what cannot be written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from readlist.bib.citekeys import citable, folded
from readlist.bib.details import SETS
from readlist.formats.base import BIBLIOGRAPHIES
from readlist.formats.manuscripts import EVERYTHING
from readlist.library.manuscripts.check import keys_of_removed, papers_cited
from readlist.library.papers.cross_references import named_in, with_keys
from readlist.model import Paper, Record
from readlist.store.connection import Library
from readlist.store.naming import by_key
from readlist.store.papers import keys_of, load
from readlist.text import visible

_ENTRY_FOR_EACH_KEY = frozenset({"bibtex", "csl-json"})
"""Formats whose programs know no other keys of an entry: one that is cited twice stands twice."""


@dataclass(frozen=True, slots=True)
class AsCited:
    """The papers that manuscripts cite, in order, for one format.

    ``missing`` are the cited keys that name none, ``said`` is what the format cannot write as it is
    cited, ``doubts`` which keys may mean papers that were removed. ``keys`` are those that cite a
    paper, ``sets`` those of which it is an entry.
    """

    library: Library
    format: str
    without: Collection[str]
    numbers: Sequence[int]
    missing: Sequence[str]
    said: str
    doubts: str = ""
    keys: Mapping[int, Sequence[str]] = field(default_factory=dict)
    sets: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    others: Mapping[int, Mapping[tuple[str, str], str]] = field(default_factory=dict)

    def papers(self, numbers: Sequence[int]) -> Iterator[Paper]:
        """Yield papers under the keys that cite them; one that a paper had before, too."""
        for found in load(self.library, numbers, self.without):
            others = self.others.get(found.id)
            paper = with_keys(found, others) if others else found
            cited = list(self.keys.get(paper.id, ()))
            if self.format in BIBLIOGRAPHIES:  # "a b" is no key of an entry
                cited = list(filter(citable, cited))
            cited = cited or [paper.key]
            if self.format in _ENTRY_FOR_EACH_KEY and len(cited) > 1:
                yield from (replace(paper, key=key, aliases=()) for key in cited)
                continue
            aliases = dict.fromkeys((*cited, *paper.aliases, paper.key))
            del aliases[cited[0]]
            sets = {SETS: self.sets[paper.id]} if paper.id in self.sets else {}
            extra = {**paper.extra, **sets}
            yield replace(paper, key=cited[0], aliases=tuple(aliases), extra=extra)


def as_cited(
    library: Library,
    name: str,
    references: Mapping[str, Record | None],
    numbers: Sequence[int],
    without: Collection[str],
) -> AsCited:
    """Return those of some papers that manuscripts cite, for the format of this name.

    A bibliography gets, behind them, what they refer to.
    """
    cited = papers_cited(library, references)
    others: dict[int, dict[tuple[str, str], str]] = {}
    said: list[str] = []
    if EVERYTHING not in references:
        if name in BIBLIOGRAPHIES:
            numbers = _with_referred(library, numbers, cited.keys, others)
        numbers = [number for number in numbers if number in cited.keys]
    if name in BIBLIOGRAPHIES:
        said += _not_citable(library, cited.keys)
    if name == "bibtex":
        said += _twins(cited.keys.values())
    if name != "biblatex":
        said += _sets_unknown(library, cited.sets, name)
    sets: dict[int, dict[str, int]] = {}
    for key, members in cited.sets.items():
        for place, number in enumerate(members, 1):
            sets.setdefault(number, {})[key] = place
    bare = {
        key: number for number, named in cited.keys.items() for key in named
        if references.get(key) is None
    }  # fmt: skip
    return AsCited(
        library, name, without, numbers, cited.missing, " ".join(said),
        " ".join(_doubts(library, bare)), cited.keys, sets, others,
    )  # fmt: skip


def _doubts(library: Library, keys: Mapping[str, int]) -> Iterator[str]:
    """Yield which keys were those of removed papers, and what to cite in their place."""
    doubted = keys_of_removed(library, keys)
    now = keys_of(library.db, {keys[key] for key in doubted})
    for key, freed in doubted.items():
        own = visible(now[keys[key]])
        yield (
            f"The key {visible(key)} {freed.why}; what is written is {own}. If that is meant, cite "
            f"{own}, or say so: readlist key {own} {visible(key)}."
        )


def _with_referred(
    library: Library,
    numbers: Sequence[int],
    keys: dict[int, list[str]],
    others: dict[int, dict[tuple[str, str], str]],
) -> list[int]:
    """Return numbers with those of papers last that cited ones refer to; these get their keys.

    biblatex prints ``related = {roe1950}``, and BibTeX fails without what ``crossref`` names, which
    stands behind. ``others`` gets what entries name by keys that are now those of other papers.
    """
    asked = list(keys)
    while asked:
        referred: dict[int, dict[str, None]] = {}
        for paper in load(library, asked):
            for field_name, key, meant in named_in(library, paper):
                owner = by_key(library.db, key)
                is_others = bool(owner) and owner[0].id != meant.id
                if is_others:
                    others.setdefault(paper.id, {})[field_name, key] = meant.key
                referred.setdefault(meant.id, {})[meant.key if is_others else key] = None
        asked = [number for number in referred if number not in keys]
        for number, names in referred.items():
            own = keys.setdefault(number, [])
            own += (key for key in names if key not in own)
        numbers = [*(one for one in numbers if one not in asked), *asked]
    return list(numbers)


def _not_citable(library: Library, keys: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """Yield which keys no entry can have, and what to cite in their place."""
    unsafe = [(number, key) for number, cited in keys.items() for key in cited if not citable(key)]
    now = keys_of(library.db, {number for number, _ in unsafe})
    for number, key in unsafe:
        yield f"The key {visible(key)} cannot be cited; cite {visible(now[number])}."


def _twins(keys: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield keys that differ in case alone, of which BibTeX takes one and refuses the other."""
    first: dict[str, str] = {}
    for key in (key for cited in keys for key in cited):
        known = first.setdefault(folded(key), key)
        if known != key:
            yield f"BibTeX takes {visible(known)} and {visible(key)} for one key; biber does not."


def _sets_unknown(library: Library, sets: Mapping[str, Sequence[int]], name: str) -> Iterator[str]:
    """Yield which sets of entries a format does not know, and what stands in their place."""
    keys = keys_of(library.db, {number for numbers in sets.values() for number in numbers})
    for key, numbers in sets.items():
        members = ", ".join(visible(keys[number]) for number in numbers) or "nothing"
        yield f"{visible(key)} is a set, which {name} does not know: {members} in its place."
