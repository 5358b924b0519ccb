"""Keep a curated list as its curator has it: what was added, removed, moved and reworded."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from readlist.model import ListEntry
from readlist.store.journal import Transaction
from readlist.store.lists import StoredEntry, insert_entries, stored_entries
from readlist.store.papers import to_json


@dataclass(slots=True)
class ListChanges:
    """How a list changed, in numbers of entries."""

    added: int = 0
    removed: int = 0
    moved: int = 0
    reworded: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.reworded)


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
        stored = next((s for s in same if s.position == entry.position), same[0])
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
        self._present.add(kept)
        self._unused[kept] += self._unused.pop(lost, [])
        self._later = [(kept if p == lost else p, entry) for p, entry in self._later]

    def write_new(self) -> None:
        """Write the places that are certainly new; called before their papers are written."""
        insert_entries(self.tx, [self._row(paper, entry) for paper, entry in self._fresh])
        self.changes.added += len(self._fresh)
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
            gone = [entry.id for entries in self._unused.values() for entry in entries]
            self.changes.removed = self.tx.delete("entries", gone)
        return self.changes

    def _update(self) -> None:
        self.changes.reworded = sum(old.remark != new.remark for old, new in self._kept)
        self.changes.moved = count_moved(self._kept)
        rows = [(old.id, to_json(new.section), new.position, new.remark) for old, new in self._kept]
        self.tx.update("entries", ("section", "position", "remark"), rows)

    def _row(self, paper_id: int, entry: ListEntry) -> tuple[int, int, str, int, str]:
        return self.list_id, paper_id, to_json(entry.section), entry.position, entry.remark


def count_moved(kept: Iterable[tuple[StoredEntry, ListEntry]]) -> int:
    """Return how many entries changed their section or their order among those that stayed."""
    pairs = sorted(kept, key=lambda pair: pair[1].position)
    stayed = [old.position for old, new in pairs if old.section == new.section]
    return len(pairs) - longest_rising(stayed)


def longest_rising(numbers: Sequence[int]) -> int:
    """Return the length of the longest subsequence that never falls (patience sorting)."""
    piles: list[int] = []
    for number in numbers:
        place = bisect_left(piles, number + 1)
        piles[place : place + 1] = [number]
    return len(piles)
