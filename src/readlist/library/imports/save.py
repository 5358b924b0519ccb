"""Absorb into the library: read what bears on records, and write what was decided about them."""

from collections.abc import Callable, Sequence

from readlist.bib.citekeys import MakeKey, citable, default_key, folded
from readlist.identity.absorb import AbsorbOptions, AbsorbPlan, Known, Outcome, plan_absorb
from readlist.log import debug, is_on
from readlist.model import Record
from readlist.store.connection import Library
from readlist.store.history import freed_keys
from readlist.store.journal import Transaction
from readlist.store.papers import by_folds, by_identifiers, by_keys, load, pairs_apart, taken_keys
from readlist.store.write import insert_papers, join_papers, save_papers
from readlist.text import folds


def absorb_records(
    tx: Transaction, records: Sequence[Record], options: AbsorbOptions
) -> tuple[Outcome, ...]:
    """Absorb a handful of records inside a transaction."""
    plan = plan_absorb(records, known_for(tx, records, options.make_key), options)
    apply_plan(tx, plan, lambda: None)
    return plan.outcomes


def apply_plan(tx: Transaction, plan: AbsorbPlan, write_parts: Callable[[], None]) -> None:
    """Write a plan; ``write_parts`` writes what must stand before the new papers it belongs to."""
    if is_on("absorb"):
        for outcome in plan.outcomes:
            record = outcome.record
            names = ", ".join(map(str, record.identifiers)) or record.title[:60]
            source = record.source or "a file"
            said = [f"{names} of {source}: paper {outcome.paper_id}, {outcome.kind}"]
            if outcome.added:
                said.append(f"adds {', '.join(outcome.added)}")
            if unlike := [one.field for one in outcome.contradictions]:
                said.append(f"contradicts in {', '.join(unlike)}")
            debug("absorb", "%s", "; ".join(said))
    for kept, lost in plan.joined:
        debug("absorb", "paper %s goes into %s", lost, kept)
        join_papers(tx, kept, lost)
    save_papers(tx, plan.changed)
    write_parts()
    insert_papers(tx, plan.new)


def known_for(tx: Transaction, records: Sequence[Record], make_key: MakeKey = default_key) -> Known:
    """Read what the library knows that bears on these records, and on the keys made for them."""
    library: Library = tx.library
    identifiers = by_identifiers(tx.db, {i for record in records for i in record.identifiers})
    known = by_folds(tx.db, {one for r in records if r.title for one in folds(r.title)})
    numbers = set(identifiers.values()).union(*known.values())
    bases = {key for record in records for key in (record.key, *record.aliases) if key}
    bases |= {make_key(record) for record in records if not citable(record.key)}
    taken = frozenset(map(folded, taken_keys(tx.db, bases)))
    stated = {record.key for record in records if record.key and folded(record.key) in taken}
    keys = by_keys(tx.db, stated) if stated else {}
    numbers.update(keys.values())
    if tx.freed_keys is None:
        tx.freed_keys = freed_keys(tx.db)
    return Known(
        papers={paper.id: paper for paper in load(library, sorted(numbers))},
        identifiers=identifiers,
        folds=known,
        keys=keys,
        taken_keys=taken,
        freed=tx.freed_keys,
        apart=frozenset(pairs_apart(tx.db, numbers)),
        next_id=tx.next_id("papers"),
    )
