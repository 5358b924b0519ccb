"""Citation keys: what is wrong with them, and new ones for those that nobody chose.

Two keys for one work become one when the papers are merged, and a document that cites both prints
it twice until then; one key for two works cites the wrong one.

A key never changes by itself, and nothing records who chose one. A key that is exactly what the
program makes of a bare title or of an identifier was chosen by nobody: only such keys are renewed,
when a person asks for it, and the former key goes on finding the paper.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readlist.bib.citekeys import MakeKey, citable, folded, free_key
from readlist.identity.duplicates import Pair
from readlist.library.papers.edit import with_key
from readlist.model import Identifier, Paper, Record
from readlist.store.connection import Library
from readlist.store.history import freed_keys
from readlist.store.journal import Transaction
from readlist.store.papers import KeyRow, load, taken_keys
from readlist.store.write import save_papers


class Finding(NamedTuple):
    """One thing that is wrong: its kind, the keys, the papers of the library, and a sentence.

    Kinds: ``same-work`` (two keys, one work), ``same-key`` (one key, two works), ``not-citable``.
    """

    kind: str
    keys: tuple[str, ...]
    papers: tuple[int, ...]
    message: str


def check_library(
    rows: Sequence[KeyRow],
    former: Iterable[tuple[int, str]],
    pairs: Iterable[Pair],
    wanted: Container[int],
) -> Iterator[Finding]:
    """Yield what is wrong with the keys of the papers that are wanted."""
    chosen = [row for row in rows if row.id in wanted]
    for row in chosen:
        if not _is_safe(row.key):
            yield Finding("not-citable", (row.key,), (row.id,), _not_citable(row.key))
    yield from _shared(rows, former, wanted)
    papers = {row.id: row for row in rows}
    for pair in pairs:
        one, other = papers.get(pair.one), papers.get(pair.other)
        if one is None or other is None:
            continue
        if one.id in wanted or other.id in wanted:
            # "both state arxiv:…", but "have the same title"
            said = pair.reason if pair.reason.startswith("both ") else f"have {pair.reason}"
            yield Finding(
                "same-work", (one.key, other.key), (one.id, other.id),
                f"{one.key} and {other.key} {said}. If they are one work: "
                f"readlist merge {one.id} {other.id}",
            )  # fmt: skip


def _is_safe(key: str) -> bool:
    """Say whether BibTeX, biber and TeX all take a key.

    ``it's`` is one for BibTeX alone, and ``a~b`` is one for both that LaTeX cannot cite.
    """
    return citable(key) and set("'()~").isdisjoint(key)


def _not_citable(key: str) -> str:
    return (
        f"{key!r} cannot be cited safely: a key has letters, digits and signs, but no blank and "
        "none of , ' \" ( ) { } # % ~ \\ =, which BibTeX, biber or TeX reads otherwise."
    )


def _shared(
    rows: Sequence[KeyRow], former: Iterable[tuple[int, str]], wanted: Container[int]
) -> Iterator[Finding]:
    """Yield keys that are equal but for case: of two papers, or of one and formerly of another."""
    owners: dict[str, KeyRow] = {}
    for row in rows:
        owner = owners.setdefault(folded(row.key), row)
        if owner is not row and (row.id in wanted or owner.id in wanted):
            said = f"{row.key} is the key of papers {owner.id} and {row.id}, but for its case."
            yield Finding("same-key", (owner.key, row.key), (owner.id, row.id), said)
    for number, key in former:
        found = owners.get(folded(key))
        if found is None or found.id == number:
            continue
        if number in wanted or found.id in wanted:
            said = f"{found.key} is the key of paper {found.id} and was one of paper {number}."
            yield Finding("same-key", (found.key,), (found.id, number), said)


def check_file(
    library: Library, records: Sequence[Record], numbers: Sequence[int], owners: Mapping[str, int]
) -> Iterator[Finding]:
    """Yield what is wrong with the keys of a bibliography.

    ``numbers`` are the papers that the records are: of the library, or negative and shared by
    records of one work. ``owners`` are the papers whose keys these are in the library, by the key
    in lower case.
    """
    freed = freed_keys(library.db, {folded(record.key) for record in records if record.key})
    works: dict[int, list[Record]] = defaultdict(list)
    keys: dict[str, list[tuple[Record, int]]] = defaultdict(list)
    for record, number in zip(records, numbers, strict=True):
        works[number].append(record)
        keys[folded(record.key)].append((record, number))
        if record.key and not _is_safe(record.key):
            said = f"Line {record.line}: {_not_citable(record.key)}"
            yield Finding("not-citable", (record.key,), _held(number), said)
        former = freed.get(folded(record.key)) if number < 0 else None
        if former and not former.is_of(record.title, map(str, record.identifiers)):
            said = f"Line {record.line}: {record.key} {former.why}."
            yield Finding("same-key", (record.key,), (), said)
    for number, same in works.items():
        named = {folded(record.key): record for record in same if record.key}
        if len(named) > 1:
            listed = ", ".join(f"{r.key} (line {r.line})" for r in named.values())
            said = f"{listed} are one work: a merge would make them one."
            yield Finding("same-work", tuple(r.key for r in named.values()), _held(number), said)
    for key, used in keys.items():
        yield from _misused(key, used, owners)


def _misused(
    key: str, used: Sequence[tuple[Record, int]], owners: Mapping[str, int]
) -> Iterator[Finding]:
    """Yield a key that is of two works in the file, or of another paper in the library."""
    if not key:
        return
    record, first = used[0]
    other = next((other for other, number in used if number != first), None)
    if other:
        said = f"{record.key} names two works, in line {record.line} and in line {other.line}."
        yield Finding("same-key", (record.key, other.key), _held(first), said)
    owner = owners.get(key)
    if owner is not None and owner != first:
        said = (
            f"Line {record.line}: {record.key} is the key of another paper in the library, "
            f"number {owner}."
        )
        yield Finding("same-key", (record.key,), (owner,), said)


def _held(number: int) -> tuple[int, ...]:
    return (number,) if number > 0 else ()


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


def renew_keys(tx: Transaction, papers: Iterable[Paper], make_key: MakeKey) -> list[Renewed]:
    """Give papers the keys that their facts suggest; the former ones still find them.

    No key of a removed paper, which manuscripts may cite still, unless it was the same work.
    """
    pairs, found = [], []
    made = [(paper, make_key(paper)) for paper in papers]
    taken = taken_keys(tx.db, {key for _, key in made})
    freed = freed_keys(tx.db)

    def is_taken(key: str, paper: Paper) -> bool:
        names = map(str, paper.identifiers)
        return key in taken or (key in freed and not freed[key].is_of(paper.title, names))

    for paper, base in made:
        key = free_key(base, lambda candidate: is_taken(folded(candidate), paper))  # noqa: B023
        taken.add(folded(key))
        pairs.append((paper, with_key(paper, key)))
        found.append(Renewed(paper.id, paper.key, key, paper.title))
    save_papers(tx, pairs)
    return found
