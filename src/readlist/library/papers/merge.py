"""Make two papers one by hand, or say that they are not the same."""

from collections.abc import Sequence
from typing import NamedTuple

from readlist.errors import UsageError
from readlist.identity.duplicates import Pair, Titled, differences, find_pairs, groups
from readlist.identity.merge import draft_of, merge_drafts
from readlist.model import Paper
from readlist.store.connection import Library
from readlist.store.journal import Transaction
from readlist.store.papers import all_apart, load, stated_elsewhere, titles
from readlist.store.write import join_papers, mark_apart, save_papers


def merge_papers(tx: Transaction, kept: int, lost: Sequence[int]) -> Paper:
    """Let one paper take everything of the others, which then are gone; return it."""
    if not lost:
        raise UsageError("Name the paper that stays and at least one other that goes into it.")
    before = next(load(tx.library, [kept]))
    draft = draft_of(before)
    for other in load(tx.library, lost):
        merge_drafts(draft, draft_of(other))
    for number in lost:
        join_papers(tx, kept, number)
    save_papers(tx, [(before, draft.paper())])
    return next(load(tx.library, [kept]))


def keep_apart(tx: Transaction, papers: Sequence[int]) -> int:
    """Remember that papers are different works; return how many pairs are new."""
    if len(papers) < 2:
        raise UsageError("Name at least two papers that are not the same.")
    ordered = sorted(set(papers))
    pairs = [(one, other) for place, one in enumerate(ordered) for other in ordered[place + 1 :]]
    return mark_apart(tx, pairs)


def suspects(library: Library) -> list[Pair]:
    """Return the pairs of papers that may be one work, those that state one identifier first."""
    apart = all_apart(library.db)
    found = stating_one_name(library)
    known = {(pair.one, pair.other) for pair in found}
    alike = find_pairs((Titled(*told) for told in titles(library.db)), apart)
    return [*found, *(pair for pair in alike if (pair.one, pair.other) not in known)]


class Suspected(NamedTuple):
    """Papers that may be one, why, and the facts in which they differ."""

    papers: list[Paper]
    why: str
    differ: list[str]


def suspected(library: Library, most: int | None = None) -> list[Suspected]:
    """Return groups of papers that may be one."""
    pairs = suspects(library)
    reasons: dict[int, str] = {}
    for pair in pairs:
        reasons.setdefault(pair.one, pair.reason)
    found = []
    for numbers in groups(pairs)[: most or None]:
        papers = list(load(library, numbers))
        why = next(reasons[number] for number in numbers if number in reasons)
        found.append(Suspected(papers, why, differences(papers)))
    return found


def stating_one_name(library: Library) -> list[Pair]:
    """Return the pairs of papers that were kept apart though both state one identifier."""
    apart = set(all_apart(library.db))
    pairs: dict[tuple[int, int], str] = {}
    for number, other, name in stated_elsewhere(library.db):
        pairs.setdefault((min(number, other), max(number, other)), name)
    return [
        Pair(one, other, f"both state {name}")
        for (one, other), name in pairs.items()
        if (one, other) not in apart
    ]
