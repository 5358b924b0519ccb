"""Sending a digest by mail: whom to, through which server, and the claim that makes it one message.

Two processes may want to send the same digest, such as two lines of one crontab; the one that wrote
its claim into the library first sends it.
"""

import hashlib
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, NamedTuple

from readlist.config import Settings
from readlist.errors import ConfigError
from readlist.library.digest.digest import Digest, digest, window
from readlist.store import digests
from readlist.store.journal import Transaction
from readlist.text import visible
from readlist.web import smtp

KEYRING = "readlist-smtp"
"""Under this name the password stands in the keyring."""

Change = Callable[[], AbstractContextManager[Transaction]]
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


class Delivered(NamedTuple):
    """A digest that the mail server has taken."""

    digest: Digest
    to: str


def send_digest(
    settings: Settings,
    change: Change,
    letter: Callable[[Digest], smtp.Letter],
    since: str,
    limit: int,
    *,
    send_empty: bool = False,
) -> Delivered | Refusal:
    """Send the digest, if there is something new and nobody has sent it.

    ``letter`` words it; from whom and to whom it goes is put in here. Raises ``ConfigError``, and
    ``NetworkError`` where the server does not take it; the next run then tries again.
    """
    to = settings.get("mail_to") or settings.get("contact")
    if not to:
        raise ConfigError(
            "Where shall the digest go? Say it with 'readlist config set mail_to you@example.org'."
        )
    server = smtp.server(
        url=settings.get("smtp_url"), host=settings.get("smtp_host"),
        port=settings.get("smtp_port"), security=settings.get("smtp_security"),
        user=settings.get("smtp_user"),
    )  # fmt: skip
    password = _password(settings.environment, server) if server.user else ""
    owner = {"process": os.getpid(), "machine": socket.gethostname()}
    with change() as tx:
        found = claim(tx, since, limit, owner, _is_alive, send_empty=send_empty)
    if isinstance(found, Refusal):
        return found
    sender = settings.get("mail_from") or to
    worded = letter(found.digest)._replace(sender=sender, to=to, name=found.name)
    try:
        smtp.send(smtp.message(worded), server, password, settings.get("patience"))
    except BaseException:  # the claim goes, so that the next run may send it
        with change() as tx:
            digests.release(tx.db, found.id)
        raise
    with change() as tx:
        digests.finish(tx.db, found.id, tx.at)
    return Delivered(found.digest, to)


def _password(environment: Mapping[str, str], server: smtp.Server) -> str:
    """Return the password: of the environment, or of the keyring where that is installed."""
    found = environment.get("READLIST_SMTP_PASSWORD", "") or _of_keyring(server.user)
    if not found:
        raise ConfigError(
            f"There is no password of {visible(server.user)} at {visible(server.host)}. Put it "
            f"into READLIST_SMTP_PASSWORD, or into the keyring: pip install 'readlist[mail]', "
            f"then keyring set {KEYRING} {visible(server.user)}"
        )
    if not (found + server.user).isascii():
        raise ConfigError(
            "Name and password of a mail server can be sent in ASCII alone; "
            "choose another password there."
        )
    return found


def _of_keyring(user: str) -> str:
    from importlib import import_module

    try:
        keyring: Any = import_module("keyring")
    except ImportError:
        return ""
    try:
        return keyring.get_password(KEYRING, user) or ""
    except keyring.errors.KeyringError as error:
        raise ConfigError(
            f"The keyring cannot be read: {visible(str(error))}. Unlock it, or put the password "
            "into READLIST_SMTP_PASSWORD."
        ) from error


def _is_alive(owner: Owner) -> bool:
    """Say whether a process of this machine runs; of another one nothing is known."""
    number = owner.get("process")
    if owner.get("machine") != socket.gethostname() or not isinstance(number, int):
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


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
        # A claim stands while it is young, or its process still runs. One from a time to come was
        # made by a clock that was wrong, and is no longer young.
        age = datetime.fromisoformat(tx.at) - datetime.fromisoformat(other.at)
        is_young = abs(age.total_seconds()) < CLAIM_S
        if is_young or is_alive(other.facts.get("owner", {})):
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
    # The message has another name for another library or another content.
    papers = [(item.paper.key, item.paper.added) for item in found.items]
    changes = [(paper.key, change) for paper, change in found.changes]
    content = repr((name, papers, changes)).encode("utf-8", "surrogatepass")
    short = f"{found.through[:10]}.{hashlib.sha256(content).hexdigest()[:24]}".lstrip(".")
    return Claim(number, short, found)
