"""Two papers into one: every fact by rank, every word of the person kept; pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readlist.identity.merge import Draft, follow_venue, remember_title, take, venue_of
from readlist.model import MORE_AUTHORS, SETS, STATED, Reading, Status


def merge_drafts(kept: Draft, lost: Draft) -> None:
    """Let one paper take everything that another has; the person's words of both stay."""
    former_authors = kept.facts.get("authors")
    venues = venue_of(kept), venue_of(lost)
    for name, value in lost.facts.items():
        take(kept, name, value, lost.ranks[name])
    if kept.facts.get("authors") != former_authors:
        follow_authors(kept, lost.extra)
    fill(kept.extra, lost.extra)
    follow_venue(kept, *venues)
    for name in SETS:
        getattr(kept, name).update(getattr(lost, name))
    if lost.key:
        kept.aliases[lost.key] = None
    remember_title(kept, lost.title, kept.title)
    known = {(note.reader, note.body) for note in kept.notes}
    kept.notes += [replace(n, id=0) for n in lost.notes if (n.reader, n.body) not in known]
    kept.reading = combined(kept.reading, lost.reading)
    for reader, reading in lost.others.items():
        kept.others[reader] = combined(kept.others.get(reader, Reading(reader=reader)), reading)
    kept.added = min(filter(None, (kept.added, lost.added)), default="")
    settle_stated(kept)


def settle_stated(draft: Draft) -> None:
    """Forget that an identifier was another paper's once it is the paper's own."""
    if STATED not in draft.extra:
        return
    own = set(map(str, draft.identifiers))
    left = {name: why for name, why in draft.extra.pop(STATED).items() if name not in own}
    if left:
        draft.extra[STATED] = left


_PROGRESS = {status: place for place, status in enumerate(Status)}


def combined(one: Reading, other: Reading) -> Reading:
    """Return the reading of two papers that became one: what came furthest stands."""
    if other.status is None:
        return one
    if one.status is None:
        return replace(other, reader=one.reader or other.reader)
    further = other if _PROGRESS[other.status] > _PROGRESS[one.status] else one
    if Status.DROPPED in (one.status, other.status) and one.status != other.status:
        further = one if other.status is Status.DROPPED else other
    return Reading(
        status=further.status,
        priority=max(one.priority, other.priority),
        rating=one.rating if one.rating is not None else other.rating,
        progress=further.progress or one.progress or other.progress,
        started=min(filter(None, (one.started, other.started)), default=""),
        finished=further.finished,
        reader=one.reader or other.reader,
    )


def filled(known: Reading, said: Reading) -> Reading:
    """Return a reading with its gaps filled; what the person already said stays."""
    if known.status is None:
        return replace(said, reader=known.reader or said.reader)
    return replace(
        known,
        priority=known.priority or said.priority,
        rating=said.rating if known.rating is None else known.rating,
        progress=known.progress or said.progress,
        started=known.started or said.started,
        finished=known.finished or said.finished,
    )


def follow_authors(draft: Draft, extra: Mapping[str, Any]) -> None:
    """Let "et al." come and go with the authors that it belongs to."""
    draft.extra.pop(MORE_AUTHORS, None)
    if extra.get(MORE_AUTHORS):
        draft.extra[MORE_AUTHORS] = True


def fill(known: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Take what is said beside the facts; what is known stays, "et al." follows the authors."""
    for name, value in said.items():
        if name == MORE_AUTHORS:
            continue
        if name not in known:
            known[name] = value
        elif isinstance(value, dict) and isinstance(known[name], dict):
            known[name] = {**value, **known[name]}
