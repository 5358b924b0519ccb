"""Keep a curated list as its curator has it: what was added, removed, moved and reworded."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from readlist.model import ListEntry
from readlist.store.journal import Transaction
from readlist.store.lists import (
    StoredEntry,
    insert_entries,
    place_entries,
    remove_entries,
    stored_entries,
)
from readlist.store.papers import to_json


class EntryChange(NamedTuple):
    """One entry that a list gains (nothing before), loses (nothing after) or has otherwise."""

    paper_id: int
    before: ListEntry | None
    after: ListEntry | None
    moved: bool = False
    reworded: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """What happened to the entry, in words; a moved one may be reworded as well."""
        said = (
            ("added", self.before is None), ("removed", self.after is None),
            ("moved", self.moved), ("reworded", self.reworded),
        )  # fmt: skip
        return tuple(word for word, so in said if so)


@dataclass(slots=True)
class ListChanges:
    """How a list changed, in numbers of entries; ``entries`` are the changes where ``keep`` is set.

    An entry that was moved and reworded counts as both, and stands in ``entries`` once.
    """

    added: int = 0
    removed: int = 0
    moved: int = 0
    reworded: int = 0
    keep: bool = False
    entries: list[EntryChange] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.reworded)

    def note(self, change: EntryChange) -> None:
        """Count a change, and keep it where it is to be shown."""
        self.added += change.before is None
        self.removed += change.after is None
        self.moved += change.moved
        self.reworded += change.reworded
        if self.keep and change.kinds:
            self.entries.append(change)


@dataclass(slots=True)
class Keeper:
    """The entries of one list while a file is imported into it.

    Entries are matched by paper and section first; what is left of a paper that still has a place
    was moved. ``mirror`` says that the file is the whole list, so that what it lacks is removed.
    """

    tx: Transaction
    list_id: int
    mirror: bool
    changes: ListChanges = field(default_factory=ListChanges)
    _unused: dict[int, list[StoredEntry]] = field(default_factory=lambda: defaultdict(list))
    _later: list[tuple[int, ListEntry]] = field(default_factory=list)
    _kept: list[tuple[StoredEntry, ListEntry]] = field(default_factory=list)
    _fresh: list[tuple[int, ListEntry]] = field(default_factory=list)
    _present: set[int] = field(default_factory=set)
    _joined: dict[int, int] = field(default_factory=dict)
    _last: int = 0

    def __post_init__(self) -> None:
        for entry in stored_entries(self.tx.db, self.list_id):
            self._unused[entry.paper_id].append(entry)
            self._last = max(self._last, entry.position)
        self._present = set(self._unused)

    def place(self, paper_id: int, entry: ListEntry) -> bool:
        """Give a paper a place; return whether it is a new one."""
        self._present.add(paper_id)
        known = self._unused.get(paper_id)
        if not known:
            self._fresh.append((paper_id, entry))
            return True
        same = [stored for stored in known if stored.section == entry.section]
        if not same:
            self._later.append((paper_id, entry))
            return False
        stored = max(same, key=lambda s: (s.position == entry.position, s.remark == entry.remark))
        known.remove(stored)
        self._kept.append((stored, entry))
        return False

    def append(self, paper_id: int) -> bool:
        """Give a paper a place after all others, unless it has one; return whether it is new."""
        if paper_id in self._present:
            return False
        self._last += 1
        return self.place(paper_id, ListEntry(position=self._last))

    def joined(self, kept: int, lost: int) -> None:
        """Follow two papers that became one."""
        self._joined[lost] = kept
        if lost not in self._present:
            return
        self._present.add(kept)
        self._unused[kept] += self._unused.pop(lost, [])
        self._later = [(kept if p == lost else p, entry) for p, entry in self._later]

    def write_new(self) -> None:
        """Write the places that are certainly new; called before their papers are written."""
        insert_entries(self.tx, [
            (self.list_id, paper, to_json(entry.section), entry.position, entry.remark)
            for paper, entry in self._fresh
        ])  # fmt: skip
        for paper, entry in self._fresh:
            self.changes.note(EntryChange(paper, None, entry))
        self._fresh.clear()

    def finish(self) -> ListChanges:
        """Settle what was moved and, where the file is the whole list, what is gone."""
        for paper_id, entry in self._later:
            if self._unused.get(paper_id):
                self._kept.append((self._unused[paper_id].pop(0), entry))
            else:
                self._fresh.append((paper_id, entry))
        self.write_new()
        self._update()
        if self.mirror:
            gone = [entry for entries in self._unused.values() for entry in entries]
            remove_entries(self.tx, [entry.id for entry in gone])
            for stored in gone:
                self.changes.note(EntryChange(stored.paper_id, entry_of(stored), None))
        for place, change in enumerate(self.changes.entries):
            now = change.paper_id
            while now in self._joined:
                now = self._joined[now]
            self.changes.entries[place] = change._replace(paper_id=now)
        return self.changes

    def _update(self) -> None:
        pairs = sorted(self._kept, key=lambda pair: pair[1].position)
        moved = moved_places(pairs)
        for place, (old, new) in enumerate(pairs):
            reworded = old.remark != new.remark
            self.changes.note(
                EntryChange(old.paper_id, entry_of(old), new, place in moved, reworded)
            )
        rows = [(old.id, to_json(new.section), new.position, new.remark) for old, new in pairs]
        place_entries(self.tx, rows)


def entry_of(stored: StoredEntry) -> ListEntry:
    """Return a stored entry as a place in a list."""
    return ListEntry(stored.section, stored.position, stored.remark)


def moved_places(pairs: Sequence[tuple[StoredEntry, ListEntry]]) -> set[int]:
    """Return the places of pairs, in the new order, that changed section or order.

    As few as can be: of those that kept their section, the longest run in the old order stays.
    """
    stayed = [place for place, (old, new) in enumerate(pairs) if old.section == new.section]
    rising = longest_rising([pairs[place][0].position for place in stayed])
    return set(range(len(pairs))) - {stayed[place] for place in rising}


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of the longest subsequence that never falls (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    former: list[int] = []
    for place, number in enumerate(numbers):
        pile = bisect_right(tops, number)
        former.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [place]
    found = []
    place = ends[-1] if ends else -1
    while place >= 0:
        found.append(place)
        place = former[place]
    return found[::-1]
