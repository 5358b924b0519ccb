"""Add papers that a person names: which of them to ask services for, and how both are absorbed."""

from collections.abc import Iterator, Mapping, Sequence

from readlist.identity.absorb import AbsorbOptions, Kind, Outcome
from readlist.library.imports.save import absorb_records
from readlist.library.metadata.ask import best_of, is_bare
from readlist.model import Identifier, Rank, Record
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.papers import by_folds, by_identifiers, load
from readlist.text import fold


def to_ask(library: Library, records: Sequence[Record]) -> dict[int, Identifier]:
    """Return by which identifier to ask for records, by their place; complete ones are left out.

    What the library knows well, or the record says itself, needs no service.
    """
    known = by_identifiers(library.db, {one for record in records for one in record.identifiers})
    papers = {paper.id: paper for paper in load(library, sorted(set(known.values())))}
    wanted = {}
    for place, record in enumerate(records):
        if record.title and record.authors:
            continue
        held = [papers[known[one]] for one in record.identifiers if one in known]
        if not all(map(is_bare, held)):
            continue
        names = [*record.identifiers]
        for paper in held:
            names += paper.identifiers
        if best := best_of(names):
            wanted[place] = best
    return wanted


def titles_to_ask(library: Library, records: Sequence[Record]) -> dict[int, Record]:
    """Return the records that are nothing but a title which the library does not know, by place."""
    bare = {
        place: record for place, record in enumerate(records)
        if record.title and record.rank < Rank.PERSON
        and not (record.identifiers or record.authors)
    }  # fmt: skip
    known = by_folds(library.db, {fold(record.title) for record in bare.values()})
    return {place: record for place, record in bare.items() if fold(record.title) not in known}


def absorb_named(
    tx: Transaction,
    records: Sequence[Record],
    said: Mapping[int, Sequence[Record]],
    options: AbsorbOptions,
) -> tuple[Outcome, ...]:
    """Absorb what a person named, with what services say of it; one outcome for each record.

    The services come first, so that a new paper's citation key is made from its facts.
    """
    batch = list(_in_turn(records, said))
    outcomes = absorb_records(tx, [record for _, record in batch], options)
    together: dict[int, list[Outcome]] = {place: [] for place in range(len(records))}
    for (place, _), outcome in zip(batch, outcomes, strict=True):
        together[place].append(outcome)
    return tuple(_as_one(group) for group in together.values())


def _in_turn(
    records: Sequence[Record], said: Mapping[int, Sequence[Record]]
) -> Iterator[tuple[int, Record]]:
    for place, record in enumerate(records):
        for found in said.get(place, ()):
            yield place, found
        yield place, record


def _as_one(outcomes: Sequence[Outcome]) -> Outcome:
    """Return what became of one paper of which several records spoke."""
    own = outcomes[-1]
    kinds = {outcome.kind for outcome in outcomes}
    kind = next(kind for kind in (Kind.NEW, Kind.MERGED, Kind.UNCHANGED) if kind in kinds)
    added = dict.fromkeys(word for outcome in outcomes for word in outcome.added)
    contradictions = dict.fromkeys(one for outcome in outcomes for one in outcome.contradictions)
    return Outcome(own.record, own.paper_id, kind, tuple(added), tuple(contradictions))
