"""Curated lists as things of their own: found by name, their sections, progress and papers.

And a person's hand in a list: put papers into it, take them out, rename it, remove it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from readlist.errors import NotFoundError, UsageError
from readlist.model import ListInfo, Paper
from readlist.status import DONE
from readlist.store import lists as store
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.lists import (
    Place,
    StoredEntry,
    find_list,
    infos,
    insert_entries,
    list_name,
    make_list,
    place_entries,
    remove_entries,
    rename_list,
    stored_entries,
)
from readlist.store.papers import to_json
from readlist.text import caseless, clean, nearest, visible


def known_list(library: Library, name: str) -> tuple[int, ListInfo]:
    """Return the number of a list and the list. Raises ``NotFoundError`` with the nearest name."""
    found = find_list(library.db, name)
    if found:
        return found
    if name.startswith("@"):
        raise UsageError(
            f"{visible(name)} is no list but a search: 'readlist list {visible(name)}' shows what "
            "it finds, 'readlist export' writes it."
        )
    raise NotFoundError(no_list(name, [info.name for info in infos(library.db)]))


def no_list(name: str, known: Sequence[str]) -> str:
    """Say that there is no such list, and which one may be meant."""
    near = nearest(name, known)
    said = ", ".join(known[:20]) + (" …" if len(known) > 20 else "")
    advice = f"Did you mean {near!r}?" if near else f"The lists are: {said or 'none yet'}."
    return f"There is no list {visible(name)!r}. {visible(advice)}"


def matching_sections(
    sections: Iterable[tuple[str, ...]], wanted: str, name: str
) -> set[tuple[str, ...]]:
    """Return the sections under a heading that has this text in it, as the query field does.

    Raises ``NotFoundError`` with the nearest heading.
    """
    known = list(dict.fromkeys(sections))
    found = {path for path in known if any(wanted.lower() in head.lower() for head in path)}
    if found:
        return found
    near = nearest(wanted, (head for path in known for head in path), 0.4)
    advice = f" Did you mean {visible(near)!r}?" if near else ""
    raise NotFoundError(f"The list {visible(name)} has no section {visible(wanted)!r}.{advice}")


class Progress(NamedTuple):
    """How far a reader is with a part of a list, in papers; ``done`` as in ``ListSummary``."""

    papers: int = 0
    done: int = 0
    reading: int = 0


def progress(places: Iterable[Place]) -> dict[tuple[str, ...], Progress]:
    """Return the progress in each section with those under it, in order; ``()`` is the whole."""
    seen: dict[tuple[str, ...], dict[int, str]] = {(): {}}
    for place in places:
        for depth in range(len(place.section) + 1):
            seen.setdefault(place.section[:depth], {})[place.id] = place.status
    return {
        section: Progress(
            len(papers),
            sum(status in DONE for status in papers.values()),
            sum(status == "reading" for status in papers.values()),
        )
        for section, papers in seen.items()
    }


def papers_of(library: Library, list_id: int, name: str) -> Iterator[Paper]:
    """Yield the papers of a list in the curator's order, each once, with its places in it alone."""
    from dataclasses import replace

    from readlist.store.papers import load  # 6 ms that a tree saves

    numbers = dict.fromkeys(entry.paper_id for entry in stored_entries(library.db, list_id))
    for paper in load(library, numbers):
        yield replace(paper, lists=tuple(entry for entry in paper.lists if entry.list == name))


Section = tuple[str, ...]


class Wish(NamedTuple):
    """Where papers should stand in a list; None leaves a section or remark as it is."""

    section: Section | None = None
    remark: str | None = None

    def of(self, entry: StoredEntry) -> StoredEntry:
        """Return an entry as it is wished."""
        section = entry.section if self.section is None else self.section
        remark = entry.remark if self.remark is None else self.remark
        return entry._replace(section=section, remark=remark)


def section_named(text: str) -> Section:
    """Return a section path from ``Tier 1 / NLP``."""
    return tuple(part for part in (clean(part) for part in text.split(" / ")) if part)


def free_list_name(tx: Transaction, name: str, *, besides: int = 0) -> str:
    """Return a name for a list, cleaned. Raises ``UsageError`` where it cannot be one."""
    cleaned = clean(name, 200)
    if not cleaned or cleaned.startswith("-"):
        raise UsageError(f"{visible(name)!r} cannot be the name of a list.")
    taken = find_list(tx.db, cleaned)
    if taken and taken[0] != besides:
        raise UsageError(f"There is a list {visible(taken[1].name)!r} already.")
    return cleaned


def new_list(tx: Transaction, name: str) -> int:
    """Make an empty list and return its number. Raises ``UsageError``."""
    return make_list(tx, ListInfo(name=free_list_name(tx, name), added=tx.at))


def rename(tx: Transaction, list_id: int, name: str) -> str:
    """Give a list another name and return it; a feed that keeps it up to date follows.

    Raises ``UsageError`` where the name is taken.
    """
    from readlist.store.feeds import feeds, update_feeds  # for a new name alone

    cleaned = free_list_name(tx, name, besides=list_id)
    former = caseless(list_name(tx.db, list_id))
    update_feeds(
        tx,
        [
            feed._replace(options={**feed.options, "list": cleaned})
            for feed in feeds(tx.db)
            if caseless(feed.kept_list) == former
        ],
    )
    rename_list(tx, list_id, cleaned)
    return cleaned


def put(tx: Transaction, list_id: int, papers: Sequence[int], wish: Wish) -> list[int]:
    """Give papers a place in a list and return those for which something changed.

    A new paper comes behind the last one of its section, one that is there already moves to the
    section that is wished; without a section it stays where it is.
    """
    entries = stored_entries(tx.db, list_id)
    # A paper may stand in several sections: the one wished for is meant, else the first.
    own: dict[int, StoredEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.section != wish.section):
        own.setdefault(entry.paper_id, entry)
    arriving: list[StoredEntry] = []
    reworded: dict[int, StoredEntry] = {}
    changed = []
    for paper in dict.fromkeys(papers):
        old = own.get(paper, StoredEntry(0, paper, (), 0, ""))
        new = wish.of(old)
        if not old.id or new.section != old.section:
            arriving.append(new)
        elif new != old:
            reworded[new.id] = new
        else:
            continue
        changed.append(paper)
    leaving = {entry.id for entry in arriving}
    staying = [reworded.get(entry.id, entry) for entry in entries if entry.id not in leaving]
    known, new_ones = [], []
    for one in _inserted(staying, arriving, wish.section):
        row = (to_json(one.section), one.position, one.remark)
        if one.id:
            known.append((one.id, *row))
        else:
            new_ones.append((list_id, one.paper_id, *row))
    place_entries(tx, known)  # those that are as they were are not touched
    insert_entries(tx, new_ones)
    return changed


def _inserted(
    staying: list[StoredEntry], arriving: list[StoredEntry], section: Section | None
) -> list[StoredEntry]:
    """Return the entries with others behind the last of a section; what follows makes room."""
    if not arriving:
        return staying
    at = len(staying)
    for place, entry in enumerate(staying):
        if section and entry.section[: len(section)] == section:
            at = place + 1
    first = staying[at - 1].position + 1 if at else 1
    placed = [entry._replace(position=first + n) for n, entry in enumerate(arriving)]
    room = 0
    if at < len(staying):
        room = max(0, first + len(arriving) - staying[at].position)
    moved = [entry._replace(position=entry.position + room) for entry in staying[at:]]
    return [*staying[:at], *placed, *moved]


def remove_list(tx: Transaction, list_id: int) -> None:
    """Remove a list; its papers stay in the library."""
    store.remove_list(tx, list_id)


def drop(tx: Transaction, list_id: int, papers: Sequence[int]) -> list[int]:
    """Take papers out of a list and return those that were in it."""
    named = set(papers)
    gone = [entry for entry in stored_entries(tx.db, list_id) if entry.paper_id in named]
    remove_entries(tx, [entry.id for entry in gone])
    present = {entry.paper_id for entry in gone}
    return [paper for paper in dict.fromkeys(papers) if paper in present]
