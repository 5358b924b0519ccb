"""A curated list that is followed: its text becomes the list of the feed's name, as by import.

New entries arrive in the inbox with their sections and remarks; what the curator removed, moved or
reworded is said. A text without any paper never empties a list that has some.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from readlist import local_time
from readlist.errors import FormatError
from readlist.files.encodings import Survey, codec_of_head
from readlist.formats import sniff
from readlist.formats.base import LoadOptions, TextDocument
from readlist.identity.absorb import AbsorbOptions, plan_absorb
from readlist.library.imports.import_file import ImportOptions, ImportResult, import_document
from readlist.library.imports.save import known_for
from readlist.library.pull.portions import UNMODIFIED, Asking, Portion, Task
from readlist.library.pull.save import LIMIT_RULE, Bounds, Kept, judge, rules_of
from readlist.model import Item, Record
from readlist.services import raw
from readlist.store.feeds import Brought, Feed, keep_brought
from readlist.store.journal import Transaction
from readlist.store.papers import load

SAID = 20
"""Titles of changed entries that the ledger keeps of each kind."""


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield the text of a list."""
    address = task.feed.address
    body = ask(raw.text(address))
    if body is None:
        raise FormatError(f"There is no list at {address} any more (HTTP 404).")
    name = raw.raw_url(address).partition("?")[0].rpartition("/")[2]
    unmodified = UNMODIFIED * (ask.heard != "fresh")
    codec = codec_of_head(body[:4096], name)
    if not codec:
        survey = Survey()
        survey.add(body)
        codec = survey.encoding()[0]
    text = body.decode(codec, "replace").removeprefix("\ufeff").replace("\r\n", "\n")
    yield Portion(document=TextDocument(text, name), reason=unmodified, moved_to=ask.moved_to)


def keep_list(
    tx: Transaction, feed: Feed, portion: Portion, options: AbsorbOptions, bounds: Bounds
) -> Kept:
    """Bring the list of a feed up to date, within the bounds of the pull.

    Raises ``FormatError`` where the text has no paper.
    """
    document = portion.document
    if document is None:
        raise TypeError("a list without its text")
    found = sniff(document)
    said = LoadOptions(today=local_time.day(tx.at))
    if found.load is None:
        raise TypeError(f"format {found.name} has no loader")
    items = list(found.load(document, said))
    if not any(isinstance(item, Record) for item in items):
        raise FormatError(f"{document.name} has no papers any more, so that nothing was changed.")
    items, gone = _sifted(tx, feed, items, options, bounds)
    chosen = ImportOptions(options, said, feed.kept_list, keep_outcomes=True)
    result = import_document(tx, document, found, chosen, lambda _: None, items)
    keep_brought(tx, _gained(feed, result, tx.at))
    kept = Kept(result.found + gone.total(), result.found - result.new, result.new)
    kept.rules += gone
    kept.changes = _said(tx, result)
    return kept


def _sifted(
    tx: Transaction,
    feed: Feed,
    items: Sequence[Item],
    options: AbsorbOptions,
    bounds: Bounds,
) -> tuple[list[Item], Counter[str]]:
    """Return the items that the rules let in, and how many each rule left out."""
    rules = rules_of(feed.options)
    if not any((bounds.room is not None, bounds.removed, rules.asks, rules.tag)):
        return list(items), Counter()
    records = [item for item in items if isinstance(item, Record)]
    plan = plan_absorb(records, known_for(tx, records, options.make_key), options)
    verdict = judge(tx.library, plan.new, rules, tx.at)
    gone = {**verdict.gone, **bounds.gone(plan.new)}
    if bounds.room is not None:
        waiting = [paper.id for paper in plan.new if paper.id not in gone]
        gone |= dict.fromkeys(waiting[bounds.room :], LIMIT_RULE)
    outcomes = iter(plan.outcomes)
    counted: Counter[str] = Counter()
    kept: list[Item] = []
    for item in items:
        if not isinstance(item, Record):
            kept.append(item)
            continue
        number = next(outcomes).paper_id
        if number in gone:
            counted[gone[number]] += 1
        else:
            kept.append(replace(item, tags=(*item.tags, *verdict.tags.get(number, ()))))
    return kept, counted


def _gained(feed: Feed, result: ImportResult, at: str) -> Iterator[Brought]:
    """Yield the papers that the list gained; one that moved within it was there before."""
    for change in result.list_changes.entries:
        if change.before is None and change.after is not None:
            section = " / ".join(change.after.section)
            facts = {"section": section} if section else {}
            yield Brought(feed.id, change.paper_id, local_time.day(at), at, facts)


def _said(tx: Transaction, result: ImportResult) -> dict[str, object]:
    """Return how the list changed: numbers, and the titles of what was removed or moved."""
    changes = result.list_changes
    said: dict[str, object] = {}
    for name in ("added", "removed", "moved", "reworded"):
        if count := getattr(changes, name):
            said[name] = count
    for kind in ("removed", "moved"):
        numbers = [change.paper_id for change in changes.entries if kind in change.kinds][:SAID]
        if titles := [paper.title or paper.key for paper in load(tx.library, numbers)]:
            said[f"{kind} titles"] = titles
    if changes.sections:
        said["sections"] = [change.sentence for change in changes.sections[:SAID]]
    return said
