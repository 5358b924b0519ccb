"""Papers that waited for too long leave the inbox, by the rule that the reader set."""

from readlist.library.papers.marks import EXPIRED, Changed, change_papers, status_mark
from readlist.model import Status
from readlist.query.fields import absolute
from readlist.store.inbox import left_alone
from readlist.store.journal import Transaction
from readlist.text import plural


def expire(tx: Transaction, after_days: int, now: str) -> Changed:
    """Drop what came more than so many days ago and is undecided; return the papers.

    A tag, a note, a rating or a priority keeps a paper. The journal says why they went, and each
    paper says that it expired: nobody decided against it.
    """
    before = absolute(f"{after_days}d", now)
    mark = status_mark(Status.DROPPED, now, progress=f"{EXPIRED} {now[:10]}")
    gone = change_papers(tx, left_alone(tx.library, before), mark)
    if gone.numbers:
        waited = plural(after_days, "day")
        tx.summary = f"Dropped {plural(len(gone.numbers), 'paper')} undecided for {waited}"
    return gone
