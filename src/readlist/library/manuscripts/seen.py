"""Which references the library knows already, as an import would decide it; nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from readlist.bib.references import Held, Reference
from readlist.identity.absorb import AbsorbOptions, Known, plan_absorb
from readlist.library.imports.save import known_for
from readlist.model import NOTHING, Paper, Record
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.naming import by_key
from readlist.store.papers import load

BATCH = 1_000
"""References looked up at a time: bounds memory, and is large enough for few queries each."""


def look(library: Library, records: Iterable[Record]) -> list[Reference]:
    """Return the papers that records refer to, each once, in the order of their first mention."""
    mentioned = [_slim(record) for record in records]
    said = [record for record in mentioned if record.title or record.identifiers]
    numbers, held = identify(library, said)
    named = keys_held(library, (r.key for r in mentioned if not (r.title or r.identifiers)))
    held |= {paper.id: paper for paper in named.values()}
    found: dict[int | str, Reference] = {}
    identified = iter(numbers)
    for record in mentioned:
        if record.title or record.identifiers:
            which: int | str = next(identified)
        else:
            paper = named.get(record.key.lower())
            which = paper.id if paper else record.key
        former = found.get(which)
        found[which] = (
            former._replace(times=former.times + 1, record=_fuller(former.record, record))
            if former
            else Reference(record.line, 1, record, held.get(which) if type(which) is int else None)
        )
    return list(found.values())


def _fuller(one: Record, other: Record) -> Record:
    """Return what two mentions of one paper say together."""
    new = tuple(i for i in other.identifiers if i not in one.identifiers)
    if not new and (one.title or not other.title):
        return one
    return replace(one, title=one.title or other.title, identifiers=(*one.identifiers, *new)[:20])


def identify(library: Library, records: Iterable[Record]) -> tuple[list[int], dict[int, Held]]:
    """Return for each record the number of its paper, and those papers that the library holds.

    The number is the library's, or a negative one that records of one unknown paper share. What is
    the same paper is decided by the one door in, so that the answer is what an import would do.
    """
    reading = Transaction(library)  # never begun: what bears on records is read through it
    options = AbsorbOptions("", library.reader)
    numbers: list[int] = []
    held: dict[int, Held] = {}
    unknown: list[tuple[int, Record]] = []
    for part in _parts(records):
        known = known_for(reading, part)
        for record, outcome in zip(part, plan_absorb(part, known, options).outcomes, strict=True):
            paper = known.papers.get(outcome.paper_id)
            if paper is None:
                unknown.append((len(numbers), record))
            else:
                held[paper.id] = held_of(paper)
            numbers.append(paper.id if paper else 0)
    together = plan_absorb((record for _, record in unknown), Known(), options).outcomes
    for (place, _), outcome in zip(unknown, together, strict=True):
        numbers[place] = -outcome.paper_id
    return numbers, held


def keys_held(library: Library, keys: Iterable[str]) -> dict[str, Held]:
    """Return the papers that citation keys name, former keys too, by the key in lower case."""
    numbers: dict[str, int] = {}
    for key in dict.fromkeys(key.lower() for key in keys):
        if found := by_key(library.db, key):
            numbers[key] = found[0].id
    papers = {paper.id: held_of(paper) for paper in load(library, set(numbers.values()))}
    return {key: papers[number] for key, number in numbers.items() if number in papers}


def held_of(paper: Paper) -> Held:
    """Return what is told of a paper."""
    status = str(paper.reading.status) if paper.reading.status else ""
    return Held(
        paper.id, paper.key, paper.title, status, paper.venue, paper.year, paper.identifiers
    )


def _parts(records: Iterable[Record]) -> Iterator[list[Record]]:
    records = iter(records)
    while part := list(islice(records, BATCH)):
        yield part


def _slim(record: Record) -> Record:
    """Return what tells a record from others, without its abstract and the like."""
    return replace(record, abstract="", extra=NOTHING, notes=(), links=(), entries=())
