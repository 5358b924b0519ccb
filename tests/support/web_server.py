"""A server on loopback that answers as a test says, and remembers when it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from readlist.services.base import Request, WrongAnswerError


class Asked(NamedTuple):
    """One request as it came in; ``at`` in seconds of the monotonic clock."""

    at: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    until: float = 0.0


@dataclass
class Answer:
    """What is sent back; ``act`` may write to the socket by itself instead."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[BaseHTTPRequestHandler], None] | None = None
    delay_s: float = 0.0


@dataclass
class Server:
    """Answers in the given order; the last one for ever."""

    url: str = ""
    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    asked: list[Asked] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_answer(self) -> Answer:
        with self.lock:
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Answering(BaseHTTPRequestHandler):
    """Takes a question to ``reply``, which sends one answer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.reply(b"")

    def do_POST(self):
        self.reply(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def reply(self, body: bytes):
        raise NotImplementedError

    def send(self, answer: Answer):
        """Send an answer; whoever asked may have left."""
        try:
            self._send(answer)
        except OSError:
            self.close_connection = True

    def _send(self, answer):
        time.sleep(answer.delay_s)
        if answer.act:
            self.close_connection = True
            answer.act(self)
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.status != 304:
            self.wfile.write(answer.body)

    def log_message(self, *args):
        pass


@contextmanager
def listening(handler: type[Answering], *, killed: bool = False) -> Iterator[str]:
    """Serve on a free port of loopback until the end of the block; yield the address.

    ``killed`` says that programs are, which leave connections behind.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    if killed:
        server.handle_error = lambda *_: None
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    ).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serving(*answers: Answer) -> Iterator[Server]:
    """Serve on a free port of loopback until the end of the block."""
    state = Server(answers=list(answers) or [Answer()])

    class Handler(Answering):
        def reply(self, body):
            with state.lock:
                state.running += 1
                state.most_at_once = max(state.most_at_once, state.running)
                headers = {k.lower(): v for k, v in self.headers.items()}
                state.asked.append(Asked(time.monotonic(), self.command, self.path, headers, body))
            try:
                self.send(state.next_answer())
            finally:
                with state.lock:
                    state.running -= 1

    with listening(Handler) as state.url:
        yield state


def as_json(body: bytes) -> object:
    """Read an answer."""
    try:
        return json.loads(body)
    except ValueError as error:
        raise WrongAnswerError("no JSON") from error


def question(**more: Any) -> Request[object]:
    """Return what is asked of the server in the place of Crossref."""
    return Request("crossref", "/works/x", as_json, **more)
