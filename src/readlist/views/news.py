"""News of papers: as lines for programs, as a table for a terminal, as JSON; never printed here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readlist.model import Paper, Status
from readlist.text import clean, visible
from readlist.views.tables import Head, small_table

if TYPE_CHECKING:
    from readlist.library.metadata.news import Change

Pair = tuple[Paper, "Change"]

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


def lines(pairs: Sequence[Pair]) -> list[str]:
    """Return a line each: time, number, key, kind, former and new value, status, title."""
    return [
        "\t".join(
            visible(cell)
            for cell in (
                change.at, str(paper.id), paper.key, change.what, change.former, change.now,
                str(paper.reading.status or ""), paper.title,
            )
        )
        for paper, change in pairs
    ]  # fmt: skip


def table(pairs: Sequence[Pair], width: int) -> Any:
    """Return a table for a terminal."""
    heads = (
        Head("day", "dim"), Head("key", "cyan", 0.25), Head("what", "", 0.4),
        Head("you", "yellow"), Head("title", "", -1),
    )  # fmt: skip
    rows = [
        (change.at[:10], paper.key, what(change), mark(paper), paper.title)
        for paper, change in pairs
    ]
    return small_table(heads, rows, width)


def as_json(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Return news for programs; fields are added, never removed."""
    return [
        {
            "at": change.at,
            "what": change.what,
            "from": change.former or None,
            "to": change.now or None,
            "paper": {
                "id": paper.id,
                "key": paper.key,
                "title": paper.title,
                "status": str(paper.reading.status) if paper.reading.status else None,
            },
        }
        for paper, change in pairs
    ]
