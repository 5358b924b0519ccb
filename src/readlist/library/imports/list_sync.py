"""Keep a curated list as its curator has it: what was added, removed, moved and reworded."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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
from readlist.text import plural, visible

Section = tuple[str, ...]
Pair = tuple[StoredEntry, ListEntry]
"""A place that a paper had, and the one that it has now."""


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


class SectionChange(NamedTuple):
    """A section that is called otherwise now, told once for all of its ``entries``.

    Where both names are the same it stands elsewhere among its siblings.
    """

    before: Section
    after: Section
    entries: int

    @property
    def sentence(self) -> str:
        """What became of the section, for people."""
        name, now = (visible(" / ".join(path)) for path in (self.before, self.after))
        what = f"is called {now!r} now" if name != now else "stands elsewhere in the list"
        return f"Section {name!r} {what} ({plural(self.entries, 'entry')})."


@dataclass(slots=True)
class ListChanges:
    """How a list changed, in numbers of entries; ``entries`` are the changes where ``keep`` is set.

    An entry that was moved and reworded counts as both, and stands in ``entries`` once. What only
    went along with its section was not moved: ``sections`` say it.
    """

    added: int = 0
    removed: int = 0
    moved: int = 0
    reworded: int = 0
    sections: list[SectionChange] = field(default_factory=list)
    keep: bool = False
    entries: list[EntryChange] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.moved or self.reworded or self.sections)

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

    A paper that is new to the list gets its places at once; those of the others are paired with
    the places that they had when all are known. ``mirror`` says that the file is the whole list, so
    that what it lacks is removed.
    """

    tx: Transaction
    list_id: int
    mirror: bool
    changes: ListChanges = field(default_factory=ListChanges)
    _had: dict[int, list[StoredEntry]] = field(default_factory=lambda: defaultdict(list))
    _wanted: dict[int, list[ListEntry]] = field(default_factory=lambda: defaultdict(list))
    _fresh: list[tuple[int, ListEntry]] = field(default_factory=list)
    _sections: set[Section] = field(default_factory=set)
    _present: set[int] = field(default_factory=set)
    _joined: dict[int, int] = field(default_factory=dict)
    _last: int = 0

    def __post_init__(self) -> None:
        for entry in stored_entries(self.tx.db, self.list_id):
            self._had[entry.paper_id].append(entry)
            self._last = max(self._last, entry.position)
        self._present = set(self._had)

    def place(self, paper_id: int, entry: ListEntry) -> bool:
        """Give a paper a place; return whether it is a new one."""
        self._present.add(paper_id)
        known = self._had.get(paper_id)
        if not known:
            self._fresh.append((paper_id, entry))
            return True
        wanted = self._wanted[paper_id]
        wanted.append(entry)
        return len(wanted) > len(known)

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
        self._had[kept] += self._had.pop(lost, [])
        self._wanted[kept] += self._wanted.pop(lost, [])

    def write_new(self) -> None:
        """Write the places that are certainly new; called before their papers are written."""
        insert_entries(self.tx, [
            (self.list_id, paper, to_json(entry.section), entry.position, entry.remark)
            for paper, entry in self._fresh
        ])  # fmt: skip
        for paper, entry in self._fresh:
            self.changes.note(EntryChange(paper, None, entry))
            self._sections.add(entry.section)
        self._fresh.clear()

    def finish(self) -> ListChanges:
        """Settle what was moved and, where the file is the whole list, what is gone."""
        known = {entry.section for entries in self._had.values() for entry in entries}
        standing = {entry.section for entries in self._wanted.values() for entry in entries}
        standing |= self._sections
        pairs, gone = self._paired(known, standing)
        self.write_new()
        if not self.mirror:
            standing |= {entry.section for entry in gone}
        self._update(pairs, renamed_sections(pairs, known, standing))
        if self.mirror:
            remove_entries(self.tx, [entry.id for entry in gone])
            for stored in gone:
                self.changes.note(EntryChange(stored.paper_id, entry_of(stored), None))
        for place, change in enumerate(self.changes.entries):
            now = change.paper_id
            while now in self._joined:
                now = self._joined[now]
            self.changes.entries[place] = change._replace(paper_id=now)
        return self.changes

    def _paired(
        self, known: set[Section], standing: set[Section]
    ) -> tuple[list[Pair], list[StoredEntry]]:
        """Return the places that papers had with those that they have now, and those gone.

        Places that are new become ``_fresh``.
        """
        # What stood and stands once tells which sections are called otherwise now.
        sure = [
            (had[0], self._wanted[paper][0])
            for paper, had in self._had.items()
            if len(had) == len(self._wanted.get(paper, ())) == 1
        ]
        renamed = renamed_sections(sure, known, standing)
        pairs, gone = [], []
        for paper, had in self._had.items():
            found, left, fresh = paired(had, self._wanted.get(paper, []), renamed)
            pairs += found
            gone += left
            self._fresh += [(paper, entry) for entry in fresh]
        return pairs, gone

    def _update(self, pairs: list[Pair], renamed: Mapping[Section, Section]) -> None:
        pairs.sort(key=lambda pair: pair[1].position)
        moved = moved_places(pairs, renamed)
        for place, (old, new) in enumerate(pairs):
            reworded = old.remark != new.remark
            self.changes.note(
                EntryChange(old.paper_id, entry_of(old), new, place in moved, reworded)
            )
        self.changes.sections = section_changes(pairs, renamed)
        rows = [(old.id, to_json(new.section), new.position, new.remark) for old, new in pairs]
        place_entries(self.tx, rows)


def entry_of(stored: StoredEntry) -> ListEntry:
    """Return a stored entry as a place in a list."""
    return ListEntry(stored.section, stored.position, stored.remark)


# Which of the places that a paper had is which of those that it gets

_SAME: tuple[Callable[[StoredEntry | ListEntry], Any], ...] = (
    lambda one: (one.section, one.position, one.remark),
    lambda one: (one.section, one.remark),
    lambda one: one.remark,
)
"""By what two places are surely one, the surest first."""
_FEW = 10_000
"""Pairs that are compared; a paper with more places of each kind keeps them in their order."""


def paired(
    had: Sequence[StoredEntry], wanted: Sequence[ListEntry], renamed: Mapping[Section, Section]
) -> tuple[list[Pair], list[StoredEntry], list[ListEntry]]:
    """Return the places of one paper in pairs, and those of each side that are left.

    What has the same section and remark is the same place, then what has the same remark, then
    what is most alike.
    """
    pairs: list[Pair] = []
    old = [entry._replace(section=called_now(entry.section, renamed)) for entry in had]
    as_stored = {entry.id: entry for entry in had}
    new = list(wanted)
    for key in _SAME:
        places: dict[Any, list[StoredEntry]] = defaultdict(list)
        for entry in reversed(old):
            # A remark that is not there makes no two places one.
            if key(entry):
                places[key(entry)].append(entry)
        left: list[ListEntry] = []
        for place in new:
            if same := places.get(key(place)):
                pairs.append((as_stored.pop(same.pop().id), place))
            else:
                left.append(place)
        new = left
        old = [entry for entry in old if entry.id in as_stored]
    alike = _most_alike(old, new)
    pairs += [(as_stored.pop(old[i].id), new[j]) for i, j in alike.items()]
    taken = set(alike.values())
    return pairs, list(as_stored.values()), [e for j, e in enumerate(new) if j not in taken]


def _most_alike(old: Sequence[StoredEntry], new: Sequence[ListEntry]) -> dict[int, int]:
    """Return which of some places is which of the new ones, by where each stands among its like."""
    if len(old) * len(new) > _FEW:
        return {place: place for place in range(min(len(old), len(new)))}
    alike = [(_likeness(a, b), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new)]
    found: dict[int, int] = {}
    for _, i, j in sorted(alike, reverse=True):
        if -i not in found and -j not in found.values():
            found[-i] = -j
    return found


def _likeness(old: StoredEntry, new: ListEntry) -> tuple[bool, float, int, int]:
    """Return how much two places are alike: section, words of the remark, headings, order."""
    words, others = set(old.remark.split()), set(new.remark.split())
    both = len(words & others) / (len(words | others) or 1)
    headings = len(set(old.section) & set(new.section))
    return old.section == new.section, both, headings, -abs(old.position - new.position)


# Sections that are called otherwise, and what moved besides


def renamed_sections(
    pairs: Iterable[Pair], known: Iterable[Section], standing: Iterable[Section]
) -> dict[Section, Section]:
    """Return the former names of sections with those that they have now.

    That is a section of a name that was not there before (``known``), which has more than half of
    what stood in one that is no longer there (not ``standing``), and hardly anything else. ``NLP /
    Parsing`` that became ``Language / Parsing`` is ``NLP`` that became ``Language``.
    """
    there_before = {part for section in known for part in _parts(section)}
    there_now = {part for section in standing for part in _parts(section)}
    votes: Counter[tuple[Section, Section]] = Counter()
    came_from: Counter[Section] = Counter()
    went_to: Counter[Section] = Counter()
    for old, new in pairs:
        came_from.update(_parts(old.section))
        went_to.update(_parts(new.section))
        if old.section != new.section:
            votes[_above_same_end(old.section, new.section)] += 1
    found: dict[Section, Section] = {}
    for (before, after), count in votes.most_common():
        if not before or not after or before in there_now or after in there_before:
            continue
        most = 2 * count > max(came_from[before], went_to[after])
        if most and before not in found and after not in found.values():
            found[before] = after
    return found


def _above_same_end(before: Section, after: Section) -> tuple[Section, Section]:
    """Return two sections without the headings that end both, but for their first ones."""
    while min(len(before), len(after)) > 1 and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


def _parts(section: Section) -> list[Section]:
    return [section[:depth] for depth in range(1, len(section) + 1)]


def called_now(section: Section, renamed: Mapping[Section, Section]) -> Section:
    """Return what a section is called now; ``NLP / Parsing`` follows ``NLP``."""
    for depth in range(len(section), 0, -1):
        if section[:depth] in renamed:
            return renamed[section[:depth]] + section[depth:]
    return section


def moved_places(pairs: Sequence[Pair], renamed: Mapping[Section, Section]) -> set[int]:
    """Return the places of pairs, in the new order, that changed section or order in theirs.

    As few as can be: of those that kept their section, the longest run in the old order stays.
    """
    stayed: dict[Section, list[int]] = defaultdict(list)
    for place, (old, new) in enumerate(pairs):
        if called_now(old.section, renamed) == new.section:
            stayed[new.section].append(place)
    moved = set(range(len(pairs)))
    for places in stayed.values():
        rising = longest_rising([pairs[place][0].position for place in places])
        moved -= {places[place] for place in rising}
    return moved


def section_changes(
    pairs: Sequence[Pair], renamed: Mapping[Section, Section]
) -> list[SectionChange]:
    """Return the sections that are called otherwise, and those that changed places among others."""
    sizes = Counter(part for _, new in pairs for part in _parts(new.section))
    found = [SectionChange(before, after, sizes[after]) for before, after in renamed.items()]
    for begins in _beginnings(pairs, renamed):
        sections = list(begins)
        stayed = {sections[place] for place in longest_rising(list(begins.values()))}
        stayed.update(renamed.values())
        found += [SectionChange(one, one, sizes[one]) for one in sections if one not in stayed]
    return found


def _beginnings(
    pairs: Sequence[Pair], renamed: Mapping[Section, Section]
) -> Iterable[Mapping[Section, int]]:
    """Return for the sections below each one, in their new order, where each began before."""
    siblings: dict[Section, dict[Section, int]] = defaultdict(dict)
    for old, new in pairs:
        if called_now(old.section, renamed) != new.section:
            continue
        for part in _parts(new.section):
            begins = siblings[part[:-1]]
            begins[part] = min(begins.get(part, old.position), old.position)
    return siblings.values()


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
