"""Mail: the message of a digest and the one client that sends it (SMTP, RFC 5321)."""

import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple
from urllib.parse import urlsplit

from readlist import __version__
from readlist.errors import ConfigError, NetworkError
from readlist.text import clean, visible

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""How a connection is secured, and the port that a server offers it on (RFC 8314)."""
TIMEOUT_S = 30.0
"""Seconds that one answer may take."""
_READY = 220
_WHO_WE_ARE = "[127.0.0.1]"
"""Said to the server; the name of the machine is nobody's business and slow to find out."""


class Server(NamedTuple):
    """A mail server; ``security`` is one of ``PORTS``."""

    host: str
    port: int
    security: str
    user: str = ""


class Letter(NamedTuple):
    """A message; ``name`` is the same for one digest however often it is sent."""

    sender: str
    to: str
    subject: str
    name: str
    date: datetime
    text: str
    html: str


def server(
    *, url: str = "", host: str = "", port: int = 0, security: str = "", user: str = ""
) -> Server:  # fmt: skip
    """Return the server that the settings name. Raises ``ConfigError``.

    ``url`` is ``host:port``, ``smtp://host`` or ``smtps://host`` and wins. Without TLS mail leaves
    for a server on this machine alone.
    """
    if url:
        host, port, security = _parts(url, security)
    if not host:
        raise ConfigError(
            "No mail server is set. Name it with 'readlist config set smtp_host mail.example.org'."
        )
    local = _is_loopback(host)
    chosen = security
    if not chosen:
        # Mail to a server on this machine leaves no machine; any other must be secured.
        unsaid = "none" if local else "starttls"
        chosen = "tls" if port == PORTS["tls"] else unsaid
    if chosen == "none" and not local:
        raise ConfigError(
            f"smtp_security is none, and {visible(host)} is not on this machine: "
            "mail and password would be readable on the way. Set it to starttls or tls."
        )
    return Server(host, port or PORTS[chosen], chosen, user)


def _parts(url: str, security: str) -> tuple[str, int, str]:
    scheme, found, rest = url.rpartition("://")
    try:
        parts = urlsplit(f"//{rest}")
        host, port = parts.hostname or "", parts.port or 0
    except ValueError:
        host, port = "", 0
    if not host or "@" in rest or (found and scheme not in ("smtp", "smtps")):
        raise ConfigError(
            "'smtp_url' takes host and port, such as mail.example.org:587 or "
            "smtps://mail.example.org; the name goes into 'smtp_user', the password into "
            "READLIST_SMTP_PASSWORD."
        )
    return host, port, "tls" if scheme == "smtps" else security


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def message(letter: Letter) -> EmailMessage:
    """Return a letter as a message with a text and an HTML part.

    The headers let a person filter it and keep automatic replies away (RFC 2919, RFC 3834).
    """
    domain = letter.sender.rpartition("@")[2]
    said = EmailMessage(policy=SMTP)
    said["From"] = f"readlist <{letter.sender}>"
    said["To"] = letter.to
    said["Subject"] = letter.subject
    said["Date"] = letter.date
    said["Message-ID"] = f"<digest.{letter.name}@{domain}>"
    said["List-Id"] = f"Reading list digest <digest.readlist.{domain}>"
    said["Auto-Submitted"] = "auto-generated"
    said["Precedence"] = "bulk"
    said["User-Agent"] = f"readlist/{__version__}"
    said.set_content(letter.text, cte="quoted-printable")
    said.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return said


def send(said: EmailMessage, to: Server, password: str = "", patience_s: float = 120.0) -> None:
    """Send a message. Raises ``NetworkError`` with what the server said, never with the password.

    It is over after ``patience_s`` seconds, however slowly a server answers.
    """
    where = f"The mail server {visible(to.host)}:{to.port}"
    late = threading.Event()
    try:
        with _connected(to, patience_s, late) as smtp:
            if to.user:
                smtp.login(to.user, password)
            smtp.send_message(said)
    except smtplib.SMTPAuthenticationError as error:
        raise NetworkError(
            f"{where} refused the name {visible(to.user)!r} and its password "
            f"({error.smtp_code}). Check both; many providers want a password made for programs."
        ) from None
    except (smtplib.SMTPException, OSError) as error:
        reason = _reason(error, to)
        if late.is_set():
            reason = f"took longer than {patience_s:g} seconds"
        raise NetworkError(f"{where} {reason}. The digest was not sent.") from error


@contextmanager
def _connected(
    to: Server, patience_s: float, late: threading.Event
) -> Iterator[smtplib.SMTP]:  # fmt: skip
    """Open a connection, secure it, and close it; ``late`` says that it was cut as too slow."""
    context = ssl.create_default_context()
    timeout_s = min(TIMEOUT_S, patience_s)
    smtp = (
        smtplib.SMTP_SSL(local_hostname=_WHO_WE_ARE, timeout=timeout_s, context=context)
        if to.security == "tls"
        else smtplib.SMTP(local_hostname=_WHO_WE_ARE, timeout=timeout_s)
    )
    # The name to check the certificate against, which the constructor takes with a connection only.
    smtp._host = to.host  # type: ignore[attr-defined]  # noqa: SLF001
    timer = threading.Timer(patience_s, _cut, (smtp, late))
    timer.daemon = True
    timer.start()
    try:
        code, answer = smtp.connect(to.host, to.port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, answer)
        if to.security == "starttls":
            smtp.starttls(context=context)
        yield smtp
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
    finally:
        timer.cancel()
        smtp.close()


def _cut(smtp: smtplib.SMTP, late: threading.Event) -> None:
    late.set()
    if smtp.sock is not None:
        with suppress(OSError):
            smtp.sock.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception, to: Server) -> str:
    """Return what went wrong, behind the name of the server."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        what = "STARTTLS" if "STARTTLS" in str(error) else "a login"
        return f"does not offer {what}; check 'smtp_security' and 'smtp_port'"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()), (0, b""))
        return f"refused the recipient: {_answer(code, answer)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"refused the message: {_answer(error.smtp_code, error.smtp_error)}"
    # Of a server that took too long smtplib says that it has closed the connection.
    cause = error.__context__ if isinstance(error.__context__, TimeoutError) else error
    plain = next((said for kind, said in _BROKEN if isinstance(cause, kind)), "")
    if plain:
        return plain.format(host=visible(to.host))
    return f"cannot be reached: {clean(getattr(error, 'strerror', '') or str(error), 200)}"


_BROKEN = (
    (ssl.SSLCertVerificationError, "has no certificate that can be trusted for {host}"),
    (ssl.SSLError, "could not make a secure connection; check 'smtp_security' and 'smtp_port'"),
    (TimeoutError, "did not answer in time"),
    (socket.gaierror, "was not found; check its name in 'smtp_host'"),
    (smtplib.SMTPServerDisconnected, "closed the connection"),
    (ConnectionResetError, "closed the connection"),
    (BrokenPipeError, "closed the connection"),
)
"""What is said of an error that carries no answer of the server, the most particular first."""


def _answer(code: int, said: bytes | str) -> str:
    """Return a server's answer, and whether trying again helps."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    again = "; try again later" if 400 <= code < 500 else ""
    return f"{code} {clean(text, 200)}".rstrip(" .") + again
