"""A person's hand in a list: put papers into it, take them out, rename it, remove it."""

from collections.abc import Sequence
from typing import NamedTuple

from readlist.errors import UsageError
from readlist.model import ListInfo
from readlist.store import lists as store
from readlist.store.feeds import feeds, update_feeds
from readlist.store.journal import Transaction
from readlist.store.lists import (
    StoredEntry,
    find_list,
    insert_entries,
    list_name,
    make_list,
    place_entries,
    remove_entries,
    rename_list,
    stored_entries,
)
from readlist.store.papers import to_json
from readlist.text import clean, visible

Section = tuple[str, ...]


class Wish(NamedTuple):
    """Where papers should stand in a list; None leaves a section or remark as it is."""

    section: Section | None = None
    remark: str | None = None


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
    cleaned = free_list_name(tx, name, besides=list_id)
    former = list_name(tx.db, list_id).casefold()
    update_feeds(
        tx,
        [
            feed._replace(options={**feed.options, "list": cleaned})
            for feed in feeds(tx.db)
            if feed.kept_list.casefold() == former
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
    wished = [entry for entry in entries if entry.section == wish.section]
    own: dict[int, StoredEntry] = {}
    for entry in (*wished, *entries):
        own.setdefault(entry.paper_id, entry)
    arriving: list[StoredEntry] = []
    reworded: dict[int, StoredEntry] = {}
    for paper in dict.fromkeys(papers):
        old = own.get(paper)
        if old is None:
            arriving.append(_wished(StoredEntry(0, paper, (), 0, ""), wish))
            continue
        new = _wished(old, wish)
        if new.section != old.section:
            arriving.append(new)
        elif new != old:
            reworded[new.id] = new
    leaving = {entry.id for entry in arriving}
    staying = [reworded.get(entry.id, entry) for entry in entries if entry.id not in leaving]
    _write(tx, list_id, _inserted(staying, arriving, wish.section))
    changed = {entry.paper_id for entry in (*arriving, *reworded.values())}
    return [paper for paper in dict.fromkeys(papers) if paper in changed]


def _wished(entry: StoredEntry, wish: Wish) -> StoredEntry:
    section = entry.section if wish.section is None else wish.section
    remark = entry.remark if wish.remark is None else wish.remark
    return entry._replace(section=section, remark=remark)


def _write(tx: Transaction, list_id: int, entries: Sequence[StoredEntry]) -> None:
    """Write entries as they should be; those that are as they were are not touched."""
    known = [(e.id, to_json(e.section), e.position, e.remark) for e in entries if e.id]
    new = [(e.paper_id, to_json(e.section), e.position, e.remark) for e in entries if not e.id]
    place_entries(tx, known)
    insert_entries(tx, [(list_id, *row) for row in new])


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
