"""Which digest may be sent: one message a digest, also when two processes want to send it."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from readlist.library.digest.digest import Digest, digest, window
from readlist.store import digests
from readlist.store.digests import Sent
from readlist.store.journal import Transaction

CLAIM_S = 15 * 60
"""Seconds after which a digest whose sender is gone may be sent by another process."""
EMPTY, KNOWN, BUSY = "empty", "sent", "busy"

Owner = Mapping[str, Any]
"""Who sends a digest, such as its process and machine; kept with the claim."""


class Claim(NamedTuple):
    """A digest that this process alone sends; ``name`` is the same for the same digest."""

    id: int
    name: str
    digest: Digest


class Refusal(NamedTuple):
    """Why no digest is sent: ``empty``, ``sent`` at a time, or ``busy``: being sent since then."""

    reason: str
    at: str = ""


def claim(
    tx: Transaction, said: str, limit: int, owner: Owner, is_alive: Callable[[Owner], bool],
    *, send_empty: bool = False,
) -> Claim | Refusal:  # fmt: skip
    """Return the digest to send, written down as being sent, or why none is.

    It is composed in the transaction that claims it: what another process has sent meanwhile is
    not in it. ``is_alive`` says whether the process that made a claim still runs.
    """
    library = tx.library
    if other := digests.being_sent(library):
        if _is_held(other, tx.at, is_alive):
            return Refusal(BUSY, other.at)
        digests.release(library.db, other.id)
    found = digest(library, window(library, said), limit)
    if found.is_empty and not send_empty:
        return Refusal(EMPTY)
    mark = found.mark
    name = "|".join((library.reader, said, found.since, found.through, str(mark.entry), mark.news))
    if sent := digests.by_name(library.db, name):
        return Refusal(KNOWN, sent.at)
    facts = {"mark": list(mark), "owner": dict(owner), "papers": found.arrived}
    number = digests.claim(library, name, tx.at, found.through, facts)
    return Claim(number, _short(name, found), found)


def _is_held(other: Sent, now: str, is_alive: Callable[[Owner], bool]) -> bool:
    """Say whether a claim stands: it is young, or its process still runs.

    One from a time to come was made by a clock that was wrong, and is no longer young.
    """
    age = datetime.fromisoformat(now) - datetime.fromisoformat(other.at)
    return abs(age.total_seconds()) < CLAIM_S or is_alive(other.facts.get("owner", {}))


def _short(name: str, found: Digest) -> str:
    """Return a name for a message: another one for another library or another content."""
    papers = [(item.paper.key, item.paper.added) for item in found.items]
    changes = [(paper.key, change) for paper, change in found.changes]
    said = repr((name, papers, changes)).encode("utf-8", "surrogatepass")
    return f"{found.through[:10]}.{hashlib.sha256(said).hexdigest()[:24]}".lstrip(".")
