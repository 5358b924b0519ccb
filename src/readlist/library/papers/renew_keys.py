"""Citation keys that were made before a paper's authors were known, and what they would be now.

A key never changes by itself, and nothing records who chose one. A key that is exactly what the
program makes of a bare title or of an identifier was chosen by nobody: only such keys are renewed,
when a person asks for it, and the former key goes on finding the paper.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from readlist.bib.citekeys import MakeKey, folded, free_key
from readlist.library.papers.edit import with_key
from readlist.model import Identifier, Paper, Record
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.papers import load, taken_keys
from readlist.store.write import save_papers

# What is put behind a key that another paper has.
_LETTERS = re.compile(r"[a-z]{0,2}")


class Renewed(NamedTuple):
    """A paper with its former key and the one that its facts suggest."""

    number: int
    former: str
    key: str
    title: str


def outdated(library: Library, numbers: Sequence[int], make_key: MakeKey) -> list[Paper]:
    """Return the papers whose keys were made of less than is known now."""
    return [paper for paper in load(library, numbers) if is_outdated(paper, make_key)]


def is_outdated(paper: Paper, make_key: MakeKey) -> bool:
    """Say whether a paper's key is one that was made without its authors."""
    key = paper.key.lower()
    made = make_key(paper).lower()
    if not paper.authors or _is_made_of(key, made):
        return False
    return any(_is_made_of(key, base.lower()) for base in _poor_keys(paper, make_key))


def _is_made_of(key: str, base: str) -> bool:
    return key.startswith(base) and bool(_LETTERS.fullmatch(key[len(base) :]))


def _poor_keys(paper: Paper, make_key: MakeKey) -> Iterator[str]:
    """Yield the keys that a paper may have got by its title, with or without a year, or a number.

    The year may have been one off, as that of a venue is.
    """
    near = range(paper.year - 1, paper.year + 2) if paper.year else ()
    if paper.title:
        for year in (None, *near):
            yield make_key(_bare(title=paper.title, year=year))
    for one in paper.identifiers:
        yield make_key(_bare(identifiers=(one,)))


def _bare(
    title: str = "", year: int | None = None, identifiers: tuple[Identifier, ...] = ()
) -> Record:
    return Record(source="", title=title, year=year, identifiers=identifiers)


def renew(tx: Transaction, papers: Iterable[Paper], make_key: MakeKey) -> list[Renewed]:
    """Give papers the keys that their facts suggest; the former ones still find them."""
    pairs, found = [], []
    made = [(paper, make_key(paper)) for paper in papers]
    taken = taken_keys(tx.db, {key for _, key in made})
    for paper, base in made:
        key = free_key(base, lambda candidate: folded(candidate) in taken)
        taken.add(folded(key))
        pairs.append((paper, with_key(paper, key)))
        found.append(Renewed(paper.id, paper.key, key, paper.title))
    save_papers(tx, pairs)
    return found
