"""A mail server on loopback that takes messages, or fails as a test says."""

import base64
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

HANG, RESET = "hang", "reset"


@dataclass
class Mailbox:
    """What the server got; ``answers`` are those to a verb in place of the usual one.

    An answer may also be ``hang`` or ``reset``; ``offers`` are what EHLO says; ``drip_s`` are the
    seconds between two bytes of a greeting that never ends.
    """

    host: str = "127.0.0.1"
    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    offers: tuple[str, ...] = ("AUTH PLAIN LOGIN",)
    context: ssl.SSLContext | None = None
    is_tls: bool = False
    delay_s: float = 0.0
    drip_s: float = 0.0
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, str, bool]] = field(default_factory=list)
    verbs: list[str] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """What ``smtp_url`` takes."""
        return f"{self.host}:{self.port}"


class _Session(socketserver.StreamRequestHandler):
    """One connection."""

    timeout = 20

    def handle(self):
        box: Mailbox = self.server.box
        self.is_secure = False
        try:
            if box.is_tls:
                self._secure(box)
            self._greet(box)
            while line := self.rfile.readline(8192):
                verb, _, rest = line.decode().rstrip("\r\n").partition(" ")
                box.verbs.append(verb.upper())
                if not self._failed(box, verb.upper()) and self._answer(box, verb.upper(), rest):
                    return
        except (OSError, EOFError):
            pass
        finally:
            self.rfile.close()
            self.connection.close()

    def _greet(self, box):
        while box.drip_s:
            self.wfile.write(b"2")
            time.sleep(box.drip_s)
        if not self._failed(box, "GREETING"):
            self._say("220 test ESMTP")

    def _failed(self, box, verb):
        said = box.answers.get(verb)
        if said == HANG:
            box.closed.wait()
        if said in (HANG, RESET):
            raise EOFError
        if said:
            self._say(said)
        return bool(said)

    def _answer(self, box, verb, rest):
        """Answer; say whether the connection is over."""
        if verb == "EHLO":
            for offer in ("test", *box.offers):
                self._say(f"250-{offer}")
            self._say("250 8BITMIME")
        elif verb == "STARTTLS":
            self._say("220 go ahead")
            self._secure(box)
        elif verb == "AUTH":
            _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
            box.logins.append((user, password, self.is_secure))
            self._say("235 accepted")
        elif verb == "DATA":
            self._take(box)
        elif verb == "QUIT":
            self._say("221 bye")
            return True
        else:
            if verb == "RCPT":
                box.recipients.append(rest)
            self._say("250 ok")
        return False

    def _take(self, box):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise EOFError
            lines.append(line[1:] if line.startswith(b"..") else line)
        time.sleep(box.delay_s)
        self._failed(box, "MESSAGE")
        box.messages.append(message_from_bytes(b"".join(lines), policy=default))
        self._say("250 queued")

    def _secure(self, box):
        self.connection = box.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.is_secure = True

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that leaves is its own business."""


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Take mail on a free port of loopback until the end of the block."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.box = Mailbox(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.box
        finally:
            server.box.closed.set()
            server.shutdown()
