"""Sending a digest by mail: whom to, through which server, and the claim that makes it one."""

import os
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from readlist.config import Settings
from readlist.errors import ConfigError
from readlist.library.digest.claim import Owner, Refusal, claim
from readlist.library.digest.digest import Digest
from readlist.store import digests
from readlist.store.journal import Transaction
from readlist.text import visible
from readlist.web import smtp

KEYRING = "readlist-smtp"
"""Under this name the password stands in the keyring."""

Change = Callable[[], AbstractContextManager[Transaction]]


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
