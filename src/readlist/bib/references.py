"""The values in which ``seen`` and ``cited`` speak of references; immutable, without any I/O."""

from typing import NamedTuple

from readlist.model import Identifier, Record


class Held(NamedTuple):
    """What is told of a paper that the library holds; the status is the reader's, or nothing."""

    id: int
    key: str
    title: str
    status: str
    venue: str = ""
    year: int | None = None
    identifiers: tuple[Identifier, ...] = ()


class Reference(NamedTuple):
    """One paper that a document refers to: where first, how often, and whether it is held.

    ``record`` is what the document says of it; one that has only a key was cited by that key.
    """

    line: int
    times: int
    record: Record
    paper: Held | None


class Citation(NamedTuple):
    """A key where it is cited for the first time."""

    key: str
    file: str
    line: int


KINDS = ("no-entry", "missing", "twice", "preprint", "unread")
"""What may be the matter with a citation, the gravest first."""


class Finding(NamedTuple):
    """One thing to look at in a manuscript; ``kind`` is one of ``KINDS``.

    ``others`` are the further keys of one paper, ``published`` says where a preprint appeared.
    """

    kind: str
    citation: Citation
    record: Record | None = None
    paper: Held | None = None
    others: tuple[str, ...] = ()
    published: str = ""
