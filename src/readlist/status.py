"""What a reader does with a paper: the statuses, which everything else derives from these lines.

A module of its own because queries name them, and commands that only list load nothing else of
``model``. The words of other programs for them stand in ``bib.statuses``.
"""

from enum import StrEnum


class Status(StrEnum):
    """What a reader does with a paper; the order is the order of a paper's life."""

    INBOX = "inbox"
    TO_READ = "to-read"
    READING = "reading"
    SKIMMED = "skimmed"
    READ = "read"
    DROPPED = "dropped"


FINISHED = frozenset({Status.SKIMMED, Status.READ})
"""The statuses of a paper that its reader is through with and did not drop."""
DONE = FINISHED | {Status.DROPPED}
"""The statuses of a paper that its reader is through with."""
