"""Import a document: its records are absorbed in parts, all in one transaction."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import NamedTuple

from readlist.bib import ids
from readlist.formats import conflicts
from readlist.formats.base import Document, Format, LoadOptions
from readlist.identity.absorb import AbsorbOptions, AbsorbPlan, Kind, Outcome, Renamed, plan_absorb
from readlist.library.imports.list_sync import EntryChange, Keeper, ListChanges, SectionChange
from readlist.library.imports.save import apply_plan, known_for
from readlist.library.lists.lists import known_list
from readlist.model import (
    NO_LINK,
    FeedInfo,
    Item,
    ListEntry,
    ListInfo,
    Problem,
    Record,
    SearchInfo,
    Skipped,
)
from readlist.store.journal import Transaction
from readlist.store.lists import find_list, lists_alike, make_list, papers_of_list
from readlist.store.papers import load
from readlist.text import free_name, slug, visible

BATCH = 1_000
"""Records absorbed at a time: bounds memory, and is large enough for few queries a record."""
STDIN = "-"
"""What standard input, which has no name, is called in results."""
_SAME_LIST = 0.5
"""The share of papers from which on two lists of one title or file are the same list."""
_KEPT = frozenset(
    {"bookmarks", "csl", "csv", "json", "ovid", "pubmed", "refer", "refworks", "ris", "wos",
     "zotero"}
)  # fmt: skip
"""Where in ``extra`` formats keep, by its own name, what the library has no place for."""
_WORDING = frozenset(
    {"title", "author", "editor", "translator", "issued", "accessed", "keyword", "type", "genre"}
)
"""What stands there as CSL wrote it, to be written so again, and has its place all the same."""
SHOWN = 10_000
"""Outcomes and problems that are kept to be shown; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a document is imported; ``list_name`` puts its papers into that list."""

    absorb: AbsorbOptions
    load: LoadOptions = field(default_factory=LoadOptions)
    list_name: str = ""
    keep_outcomes: bool = False


@dataclass(slots=True)
class ImportResult:
    """What an import did; ``found`` is ``new`` + ``merged`` + ``unchanged``."""

    file: str
    format: str
    recognised: str = ""
    """By what the format was chosen, where that is asked for."""
    found: int = 0
    new: int = 0
    merged: int = 0
    unchanged: int = 0
    skipped: int = 0
    unlinked: int = 0
    """Of those skipped what looks like a paper that nobody linked."""
    left_out: list[Skipped] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    contradictions: list[Outcome] = field(default_factory=list)
    questions: list[Outcome] = field(default_factory=list)
    renamed: list[Outcome] = field(default_factory=list)
    other_keys: list[tuple[str, str]] = field(default_factory=list)
    """Keys of the file that name known papers from now on, each with the key that the paper has."""
    outcomes: list[Outcome] = field(default_factory=list)
    list_name: str = ""
    list_alike: str = ""
    list_changes: ListChanges = field(default_factory=ListChanges)
    lists: dict[int, ListChanges] = field(default_factory=dict)
    feeds: int = 0
    new_feeds: int = 0
    searches: int = 0
    new_searches: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    """What the file says that has no place here, by its own names, and of how many papers."""
    new_ids: "array[int]" = field(default_factory=lambda: array("q"))


def import_document(
    tx: Transaction,
    document: Document,
    found: Format,
    options: ImportOptions,
    progress: Callable[[int], None],
    items: Iterable[Item] | None = None,
) -> ImportResult:
    """Absorb every record of a document inside a transaction and say what became of them.

    ``items`` are what the format reads in the document, where another process reads it.
    """
    run = _Import(tx, document, found, options)
    found_items = conflicts.items(found, document, options.load) if items is None else items
    for batch in batches(found_items, run.note):
        run.absorb(batch)
        progress(run.result.found)
    return run.finish()


def batches(items: Iterable[Item], note: Callable[[Item], None]) -> Iterator[list[Record]]:
    """Yield the records of a stream of items in parts; anything else goes to ``note``."""
    batch: list[Record] = []
    for item in items:
        if not isinstance(item, Record):
            note(item)
            continue
        if not item.title and not item.identifiers:
            note(
                Problem(item.line, "This has neither a title nor an identifier, so it is left out.")
            )
            continue
        for text in _names_left(item):
            if reason := ids.doubt(text):
                note(Problem(item.line, f"In {item.key or visible(item.title)}: {reason}."))
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _names_left(record: Record) -> Iterator[str]:
    """Yield the DOIs and PubMed ids that a bibliography states and that were not taken as names."""
    for place, names in (("bibtex", ("doi", "pmid")), ("ris", ("DO",)), ("csl", ("DOI", "PMID"))):
        kept = record.extra.get(place)
        if not isinstance(kept, Mapping):
            continue
        for name in names:
            said = kept.get(name, ())
            for value in [said] if isinstance(said, str) else map(str, said):
                yield f"PMID: {value}" if name.upper() == "PMID" else value


class _Import:
    """One document on its way in."""

    def __init__(
        self, tx: Transaction, document: Document, found: Format, options: ImportOptions
    ) -> None:
        self.tx = tx
        self.document = document
        self.format = found
        self.options = options
        self.info = ListInfo()
        self.result = ImportResult(document.name or STDIN, found.name)
        self.keepers: dict[str, Keeper] = {}
        self.opened: dict[int, Keeper] = {}
        self.own: Keeper | None = None
        self.feeds: list[FeedInfo] = []
        self.searches: list[SearchInfo] = []
        self.here: set[int] = set()

    def note(self, item: Item) -> None:
        """Take what is not a record: the list's own facts, problems, what is left out."""
        if isinstance(item, ListInfo):
            if not item.name:
                self.info = item
            elif item.name not in self.keepers:
                # At once, so that lists keep their order and empty ones are not lost.
                self.keepers[item.name] = self._open(item, mirror=False)
        elif isinstance(item, Problem):
            self.result.problem_count += 1
            if len(self.result.problems) < SHOWN:
                self.result.problems.append(item)
        elif isinstance(item, Skipped):
            self.result.skipped += 1
            self.result.unlinked += item.reason.startswith(NO_LINK)
            if self.options.keep_outcomes:
                self.result.left_out.append(item)
        elif isinstance(item, FeedInfo):
            self.feeds.append(item)
        elif isinstance(item, SearchInfo):
            self.searches.append(item)

    def absorb(self, records: list[Record]) -> None:
        """Decide on a part of the records and write it."""
        options = self.options.absorb
        known = known_for(self.tx, records, options.make_key)
        plan = plan_absorb(records, known, options)
        apply_plan(self.tx, plan, lambda: self._write_places(plan))

    def _write_places(self, plan: AbsorbPlan) -> None:
        """Give the papers of a part their places, before the new ones are written."""
        for keeper in self.opened.values():
            for kept, lost in plan.joined:
                keeper.joined(kept, lost)
        self.here = {outcome.paper_id for outcome in plan.outcomes}
        fresh: set[int] = set()
        papers = (*plan.new, *(after for _, after in plan.changed))
        keys = {paper.id: paper.key for paper in papers}
        for outcome in plan.outcomes:
            placed = self._place(outcome)
            kind = outcome.kind
            if placed and kind is Kind.UNCHANGED:
                kind = Kind.MERGED
            if kind is Kind.NEW:
                fresh.add(outcome.paper_id)
            self._tell_of_keys(outcome, keys.get(outcome.paper_id, ""))
            if kind is not Kind.UNCHANGED:
                self._count_kept(outcome.record)
            self._keep(replace(outcome, kind=kind) if kind is not outcome.kind else outcome)
        self.result.new_ids.extend(sorted(fresh))
        for keeper in self.opened.values():
            keeper.write_new()

    def _tell_of_keys(self, outcome: Outcome, key: str) -> None:
        """Tell of keys that were not kept, and note which are further ones of known papers."""
        if outcome.renamed:
            self.result.renamed.append(outcome)
        for renamed in outcome.renamed:
            self._tell_renamed(renamed, outcome.record.line)
        said = outcome.record.key
        is_told = said in (renamed.said for renamed in outcome.renamed)
        if said and key and f"key {said}" in outcome.added and not is_told:
            self.result.other_keys.append((said, key))

    def _count_kept(self, record: Record) -> None:
        """Count what a record says that is kept without a place of its own."""
        kept = self.result.kept
        for place, said in record.extra.items():
            if place not in _KEPT:
                continue
            names = said.keys() - _WORDING if isinstance(said, Mapping) else ()
            kept.update(name for name in sorted(names) if name in kept or len(kept) < SHOWN)

    def _tell_renamed(self, renamed: Renamed, line: int) -> None:
        """Tell of a key that was not kept, in place of the reader, who knows no new one."""
        told = Problem(line, renamed.sentence)
        for place, known in enumerate(self.result.problems):
            if known.line == told.line and "the key belongs to another entry" in known.message:
                self.result.problems[place] = told
                return
        self.note(told)

    def _keep(self, outcome: Outcome) -> None:
        """Count what became of a record, and keep what is shown of it."""
        result = self.result
        result.found += 1
        result.new += outcome.kind is Kind.NEW
        result.merged += outcome.kind is Kind.MERGED
        result.unchanged += outcome.kind is Kind.UNCHANGED
        if outcome.contradictions and len(result.contradictions) < SHOWN:
            result.contradictions.append(outcome)
        asked = outcome.apart and outcome.asked and outcome.kind is not Kind.UNCHANGED
        if asked and len(result.questions) < SHOWN:
            result.questions.append(outcome)
        if self.options.keep_outcomes and len(result.outcomes) < SHOWN:
            result.outcomes.append(outcome)

    def _place(self, outcome: Outcome) -> bool:
        """Give the paper its places in lists; return whether it gained one."""
        gained = False
        for entry in outcome.record.entries:
            if entry.list:
                if entry.list not in self.keepers:
                    self.keepers[entry.list] = self._open(ListInfo(name=entry.list), mirror=False)
                gained |= self.keepers[entry.list].place(outcome.paper_id, entry)
            elif self.format.makes_list or self.options.list_name:
                gained |= self._own().place(outcome.paper_id, entry)
        if not outcome.record.entries and self.options.list_name:
            gained |= self._own().append(outcome.paper_id)
        return gained

    def _own(self) -> Keeper:
        """Return the list that the document is, or the one that it is added to.

        Only a document that is a list in itself says what the list no longer has; references that
        are put into a list with ``--list`` come after those that are there.
        """
        if self.own is None:
            info = self.info._replace(source=self.document.name)
            name = self.options.list_name or self._name(info)
            self.own = self._open(info._replace(name=name), mirror=self.format.makes_list)
            self.keepers[name] = self.own
            self.result.list_name = name
        return self.own

    def _open(self, info: ListInfo, *, mirror: bool) -> Keeper:
        known = find_list(self.tx.db, info.name)
        added = info.added or self.options.absorb.now
        number = known[0] if known else make_list(self.tx, info._replace(added=added))
        if number not in self.opened:
            changes = ListChanges(keep=self.options.keep_outcomes)
            self.opened[number] = Keeper(self.tx, number, mirror, changes)
        return self.opened[number]

    def _name(self, info: ListInfo) -> str:
        """Return the name of the list that this file brings up to date, or a free one.

        Half of the papers must be the same: a file may be saved under another name and a title may
        change, but so many lists are called README or Papers that neither says which list it is.
        """
        base = slug(info.title) or slug(PurePath(info.source).stem) or "imported"
        alike = lists_alike(self.tx.db, info, base)
        shares = [(self._share(former), former.name) for former in alike]
        share, name = max(shares, default=(0.0, ""), key=lambda pair: pair[0])
        if share >= _SAME_LIST:
            return name
        self.result.list_alike = name
        return free_name(base, lambda name: find_list(self.tx.db, name) is not None)

    def _share(self, former: ListInfo) -> float:
        """Return how much of the smaller one, the file's first part or a list, is in both."""
        held = papers_of_list(self.tx.db, former.name)
        smaller = min(len(held), len(self.here))
        if not smaller:
            return float(former.source == self.document.name)
        return len(held & self.here) / smaller

    def finish(self) -> ImportResult:
        """Settle the lists."""
        for number, keeper in self.opened.items():
            self.result.lists[number] = keeper.finish()
            if keeper is self.own:
                self.result.list_changes = keeper.changes
        self.result.searches = len(self.searches)
        if self.searches:
            from readlist.library.papers.saved import take  # for files that have some alone

            self.result.new_searches, problems = take(self.tx, self.searches)
            for problem in problems:
                self.note(problem)
        self.result.feeds = len(self.feeds)
        if self.feeds:
            from readlist.library.feeds.feeds import take_feeds  # for files that name feeds alone

            kept = take_feeds(self.tx, self.feeds)
            self.result.new_feeds = len(kept.new)
            for problem in kept.problems:
                self.note(problem)
        return self.result


class Difference(NamedTuple):
    """A change of one entry, with the paper that it is about; ``new`` is not in the library yet."""

    change: EntryChange
    key: str
    title: str
    new: bool


class ListDiff(NamedTuple):
    """What a file would change in a list, in the list's order, and its items that are bad."""

    differences: tuple[Difference, ...]
    sections: tuple[SectionChange, ...]
    problems: tuple[Problem, ...]


def list_diff(
    tx: Transaction,
    document: Document,
    found: Format,
    options: ImportOptions,
    progress: Callable[[int], None],
) -> ListDiff:
    """Return what importing a document into a list that is known would change in the list.

    It is the import itself that says so: the transaction is one of a dry run.
    """
    if not tx.dry_run:
        raise ValueError("a difference is looked for in a dry run alone")
    number, _ = known_list(tx.library, options.list_name)
    result = import_document(tx, document, found, replace(options, keep_outcomes=True), progress)
    changed = result.lists.get(number, ListChanges())
    new = set(result.new_ids)
    papers = {p.id: p for p in load(tx.library, {c.paper_id for c in changed.entries})}
    differences = (
        Difference(c, papers[c.paper_id].key, papers[c.paper_id].title, c.paper_id in new)
        for c in sorted(changed.entries, key=_place)
    )
    return ListDiff(tuple(differences), tuple(changed.sections), tuple(result.problems))


def _place(change: EntryChange) -> tuple[int, bool]:
    entry = change.after or change.before or ListEntry()
    return entry.position, change.after is not None
