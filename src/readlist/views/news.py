"""News of papers: what became of those that a reader knows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist import local_time
from readlist.model import Paper, Status
from readlist.text import clean
from readlist.views.answer import Column, Listing
from readlist.views.paper_json import ref_of

if TYPE_CHECKING:
    from readlist.library.metadata.news import Change

Row = tuple[Paper, "Change", *tuple["Change", ...]]
"""A paper with what became of it: one change, or several with the weightiest first."""

_READ = {Status.READING: "you are reading it", Status.SKIMMED: "you skimmed it",
         Status.READ: "you read it"}  # fmt: skip


def what(change: "Change") -> str:
    """Return what happened, in words."""
    said = {
        "version": f"new version, {change.former} to {change.now}",
        "published": f"published: {change.now}",
        "journal-ref": f"journal reference now {change.now}",
        "withdrawn": f"withdrawn: {change.now}" if change.now else "withdrawn",
        "retracted": "retracted",
        "title": f"renamed from {change.former}",
    }
    return clean(said.get(change.what, f"{change.what} {change.now}"))


def mark(paper: Paper) -> str:
    """Return why this news may matter: what the reader did with the paper."""
    return _READ.get(paper.reading.status or Status.INBOX, "")


_COLUMNS = (
    Column("day", lambda one: one[1].at, lambda one: local_time.day(one[1].at), "dim"),
    Column(None, lambda one: one[0].id),
    Column("key", lambda one: one[0].key, style="cyan", share=0.25),
    Column("what", lambda one: one[1].what, lambda one: "; ".join(map(what, one[1:])), share=0.4),
    Column(None, lambda one: one[1].former),
    Column(None, lambda one: one[1].now),
    Column("you", lambda one: one[0].reading.status, lambda one: mark(one[0]), "yellow"),
    Column("title", lambda one: one[0].title, share=-1),
)


def listing(
    rows: Sequence[Row], note: str, before: Mapping[str, Any] | None = None
) -> Listing[Row]:
    """Return news with the papers that they are about."""
    return Listing(
        "news", _COLUMNS, rows, news_json,
        before=before or {}, number=lambda one: one[0].id, note=note,
    )  # fmt: skip


def news_json(row: Row) -> dict[str, Any]:
    """Return what became of a paper for programs."""
    paper, change, *others = row
    also = {"also": [_change_json(one) for one in others]} if others else {}
    return _change_json(change) | {"paper": ref_of(paper)} | also


def _change_json(change: "Change") -> dict[str, str | None]:
    return {
        "at": change.at,
        "what": change.what,
        "from": change.former or None,
        "to": change.now or None,
    }
