"""Papers that waited for too long leave the inbox, by the rule that the reader set."""

from readlist.library.marks import change_papers, status_mark
from readlist.model import Status
from readlist.query.fields import absolute
from readlist.store.inbox import left_alone
from readlist.store.journal import Transaction
from readlist.text import plural


def expire(tx: Transaction, after_days: int, now: str) -> list[int]:
    """Drop what came more than so many days ago and is undecided; return the papers.

    A tag, a note, a rating or a priority keeps a paper. The journal says why they went.
    """
    before = absolute(f"{after_days}d", now)
    gone = change_papers(tx, left_alone(tx.library, before), status_mark(Status.DROPPED, now))
    if gone:
        waited = plural(after_days, "day")
        tx.summary = f"Dropped {plural(len(gone), 'paper')} undecided for {waited}"
    return gone
