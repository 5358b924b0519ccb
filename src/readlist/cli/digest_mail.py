"""Sending a digest by mail: whom to, through which server, and the claim that makes it one."""

import os
import socket
from typing import Any

from readlist.cli.app import App
from readlist.errors import ConfigError
from readlist.library.digest.claim import BUSY, EMPTY, Claim, Owner, Refusal, claim
from readlist.library.digest.digest import Digest
from readlist.store import digests
from readlist.text import visible
from readlist.views import digest_words as words
from readlist.web import smtp

KEYRING = "readlist-smtp"
"""Under this name the password stands in the keyring."""


def send_digest(app: App, since: str, limit: int, *, send_empty: bool, verbose: bool) -> None:
    """Send the digest, if there is something new and nobody has sent it.

    Quiet for cron, which makes a mail of every word. Raises ``NetworkError`` where the server does
    not take it; the next run then tries again.
    """
    sender, to = _addresses(app)
    server = _server(app)
    password = _password(app, server) if server.user else ""
    with app.change() as tx:
        found = claim(tx, since, limit, _owner(), _is_alive, send_empty=send_empty)
    if isinstance(found, Refusal):
        if verbose:
            app.say(_refused(found))
        return
    _deliver(app, found, _letter(app, found, sender, to), server, password)
    if verbose:
        app.say(f"Sent {words.count(found.digest)} to {visible(to)}.")


def _deliver(
    app: App, found: Claim, letter: smtp.Letter, server: smtp.Server, password: str
) -> None:  # fmt: skip
    """Send a letter and write that it was sent; the claim goes where it could not be."""
    try:
        smtp.send(smtp.message(letter), server, password, app.settings.get("patience"))
    except BaseException:
        with app.change() as tx:
            digests.release(tx.db, found.id)
        raise
    with app.change() as tx:
        digests.finish(tx.db, found.id, app.now)


def _letter(app: App, found: Claim, sender: str, to: str) -> smtp.Letter:
    from readlist.views.digest_html import page
    from readlist.views.digest_text import text

    made: Digest = found.digest
    return smtp.Letter(
        sender, to, words.subject(made), found.name, app.clock, text(made), page(made)
    )


def _addresses(app: App) -> tuple[str, str]:
    get = app.settings.get
    to = get("mail_to") or get("contact")
    if not to:
        raise ConfigError(
            "Where shall the digest go? Say it with 'readlist config set mail_to you@example.org'."
        )
    return get("mail_from") or to, to


def _server(app: App) -> smtp.Server:
    get = app.settings.get
    return smtp.server(
        url=get("smtp_url"), host=get("smtp_host"), port=get("smtp_port"),
        security=get("smtp_security"), user=get("smtp_user"),
    )  # fmt: skip


def _password(app: App, server: smtp.Server) -> str:
    """Return the password: of the environment, or of the keyring where that is installed."""
    found = app.environment.get("READLIST_SMTP_PASSWORD", "") or _of_keyring(server.user)
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


def _owner() -> Owner:
    return {"process": os.getpid(), "machine": socket.gethostname()}


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


def _refused(found: Refusal) -> str:
    if found.reason == EMPTY:
        return "Nothing new; no mail was sent. --send-empty sends one all the same."
    if found.reason == BUSY:
        return f"Another process is sending a digest since {found.at}; this one sends none."
    return f"This digest was sent at {found.at} already."
