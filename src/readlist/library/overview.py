"""What a person wants to know in the morning, and what to read now with the reasons."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from readlist.model import Priority
from readlist.store import journal, lists, reading
from readlist.store.connection import Library
from readlist.store.papers import count
from readlist.store.reading import Waiting


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of a reader's papers."""

    total: int
    counts: dict[str, int]
    urgent: int
    week: int
    month: int
    reading: list[Waiting]
    next: list[Waiting]
    lists: list[lists.ListSummary]
    last: journal.Entry | None


def overview(library: Library, now: datetime) -> Overview:
    """Return the state of a reader's papers."""
    counts = reading.counts(library)
    waiting = reading.waiting(library, 8)
    current = [paper for paper in waiting if paper.status == "reading"]
    return Overview(
        total=sum(counts.values()),
        counts=counts,
        urgent=reading.urgent(library),
        week=reading.finished_since(library, day(now - timedelta(days=7))),
        month=reading.finished_since(library, day(now - timedelta(days=30))),
        reading=current[:5],
        next=[paper for paper in waiting if paper.status != "reading"][:3],
        lists=[found for found in lists.summaries(library) if found.papers],
        last=journal.next_to_undo(library.db),
    )


def day(when: datetime) -> str:
    """Return a date as the library stores it."""
    return when.strftime("%Y-%m-%d")


def reasons(paper: Waiting, now: datetime) -> str:
    """Say why a paper is next."""
    said = []
    if paper.status == "reading":
        said.append(f"you are reading it since {ago(paper.started, now)}" if paper.started
                    else "you are reading it")  # fmt: skip
        if paper.progress:
            said.append(f"at {paper.progress}")
    if paper.priority:
        said.append(f"priority {Priority(paper.priority).name.lower()}")
    if paper.list:
        said.append(f"number {paper.position} of {paper.list}")
    if paper.status != "reading":
        said.append(f"waiting since {ago(paper.added, now)}")
    return "; ".join(said)


def ago(when: str, now: datetime) -> str:
    """Return a stored time as a person says it."""
    then = when[:10]
    try:
        days = (now.date() - datetime.strptime(then, "%Y-%m-%d").date()).days  # noqa: DTZ007
    except ValueError:
        return when or "long ago"
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{then} ({days} days)"


def any_papers(library: Library) -> bool:
    """Return whether the library holds papers at all, this reader's or not."""
    return bool(count(library.db))
