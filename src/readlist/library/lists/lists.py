"""Curated lists as things of their own: found by name, their sections, progress and papers."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from readlist.errors import NotFoundError
from readlist.store.connection import Library
from readlist.store.lists import Place, find_list, infos, stored_entries
from readlist.text import visible

if TYPE_CHECKING:
    from readlist.model import ListInfo, Paper


def known_list(library: Library, name: str) -> "tuple[int, ListInfo]":
    """Return the number of a list and the list. Raises ``NotFoundError`` with the nearest name."""
    found = find_list(library.db, name)
    if found:
        return found
    from difflib import get_close_matches  # 3 ms, and needed for errors alone

    names = [info.name for info in infos(library.db)]
    near = get_close_matches(name.lower(), [known.lower() for known in names], n=1)
    said = ", ".join(names[:20]) + (" …" if len(names) > 20 else "")
    advice = (
        f"Did you mean {next(n for n in names if n.lower() == near[0])!r}?"
        if near
        else f"The lists are: {said or 'none yet'}."
    )
    raise NotFoundError(f"There is no list {visible(name)!r}. {visible(advice)}")


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
    from difflib import get_close_matches

    heads = {head.lower(): head for path in known for head in path}
    near = get_close_matches(wanted.lower(), heads, n=1, cutoff=0.4)
    advice = f" Did you mean {visible(heads[near[0]])!r}?" if near else ""
    raise NotFoundError(f"The list {visible(name)} has no section {visible(wanted)!r}.{advice}")


class Progress(NamedTuple):
    """How far a reader is with a part of a list, in papers; ``done`` as in ``ListSummary``."""

    papers: int = 0
    done: int = 0
    reading: int = 0


DONE = frozenset({"read", "skimmed", "dropped"})


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


def papers_of(library: Library, list_id: int, name: str) -> "Iterator[Paper]":
    """Yield the papers of a list in the curator's order, each once, with its places in it alone."""
    from dataclasses import replace

    from readlist.store.papers import load  # 6 ms that a tree saves

    numbers = dict.fromkeys(entry.paper_id for entry in stored_entries(library.db, list_id))
    for paper in load(library, numbers):
        yield replace(paper, lists=tuple(entry for entry in paper.lists if entry.list == name))
