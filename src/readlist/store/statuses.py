"""Groups of reading statuses as SQL has them, ``('read', 'skimmed')``, each from its one home."""

from collections.abc import Iterable

from readlist import status
from readlist.status import Status


def _listed(statuses: Iterable[Status]) -> str:
    return f"({', '.join(repr(str(one)) for one in sorted(statuses))})"


FINISHED = _listed(status.FINISHED)
"""What its reader is through with and did not drop."""
DONE = _listed(status.DONE)
"""What its reader is through with."""
BEGUN = _listed({*status.FINISHED, Status.READING})
"""What its reader reads or has read."""
CHOSEN = _listed({*status.FINISHED, Status.READING, Status.TO_READ})
"""What its reader decided to read, or has read."""
WAITING = _listed({Status.TO_READ, Status.READING})
"""What is on the reading list."""
UNREAD = _listed({Status.INBOX, Status.TO_READ, Status.READING})
"""What is neither read nor dropped."""
