"""One exchange with a host: in its turn, through its redirects, within its time and its size.

Whoever asks gets the last answer while its body is still on the way, and reads it in pieces. No
headers that drip, no body that unpacks into a thousand times its size, and no redirect into the
network of the person gets past this place.
"""

import ipaddress
import socket
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from readlist.log import debug
from readlist.web.faults import FailedError, onward, reason, shown
from readlist.web.pace import Pace

if TYPE_CHECKING:
    from ssl import SSLContext

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})
ENCODINGS = "gzip, deflate"
"""What bodies may be packed with: what can be unpacked piece by piece within a bound."""
_PIECE_BYTES = 1_000_000
"""Unpacked bytes that are held at once, however well a body is packed."""


@dataclass(frozen=True, slots=True)
class Question:
    """What goes out: where to, with which headers for which address, and how long it may take.

    ``end`` tells by the clock when the exchange is given up; ``quiet_s`` is how long nothing may
    come. ``sent_on`` says that the address may lead to hosts whose faults are not the service's;
    ``what`` is being sent.
    """

    url: str
    headers: Callable[[str], Mapping[str, str]]
    end: Callable[[], float]
    quiet_s: float
    body: bytes | None = None
    sent_on: bool = False
    what: str = "its answer"


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer at the end of the redirects.

    ``moved_to`` is the address that it has for good from now on, if it moved.
    """

    status: int
    headers: Mapping[str, str]
    url: str
    moved_to: str
    response: Any

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, unpacked, in pieces of at most a megabyte."""
        coding = self.headers.get("content-encoding", "").strip().lower()
        if coding in ("", "identity"):
            yield from self.response.iter_raw()
        elif coding in ("gzip", "x-gzip", "deflate"):
            yield from self._unpacked(coding)
        else:
            raise FailedError("answered in a form that was not asked for", again=False)

    def _unpacked(self, coding: str) -> Iterator[bytes]:
        # 32: gzip's head or zlib's; what some servers call deflate has neither.
        unpacker = zlib.decompressobj(32 + zlib.MAX_WBITS)
        begun = False
        for packed in self.response.iter_raw():
            if not begun and coding == "deflate" and packed and packed[0] & 0x0F != 8:
                unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            begun = True
            try:
                piece = unpacker.decompress(packed, _PIECE_BYTES)
                while piece:
                    yield piece
                    piece = unpacker.decompress(unpacker.unconsumed_tail, _PIECE_BYTES)
            except zlib.error as error:
                raise FailedError("answered with a damaged body") from error
        if begun and not unpacker.eof:
            raise FailedError("answered with a damaged body")


@cache
def _trusted() -> "SSLContext":
    """Return whom all threads trust; reading their certificates takes 45 ms."""
    import httpx

    return httpx.create_ssl_context()


@dataclass
class Exchanges:
    """The connections of one thread; it follows no redirect that it has not looked at."""

    clock: Callable[[], float]
    transport: Any = None
    _http: Any = None
    _begun: bool = False
    _sockets: list[Any] = field(default_factory=list)

    def connected(self) -> Any:
        """Return what holds the connections."""
        if self._http is None:
            import httpx  # 150 ms, only where something is asked

            verify = True if self.transport else _trusted()
            self._http = httpx.Client(
                transport=self.transport, verify=verify, follow_redirects=False
            )
        return self._http

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()

    @contextmanager
    def open(self, question: Question, pace: Pace, count: Callable[[], None]) -> Iterator[Reply]:
        """Give the last answer while its body can be read; each redirect waits for its own turn.

        ``count`` is called for each request that goes out. Raises ``FailedError``, and
        ``PatienceError`` where a turn comes too late.
        """
        url, moved_to = question.url, ""
        for _ in range(REDIRECTS + 1):
            self.connected()  # before the turn: the import takes its time
            # The turn lasts until the body is read: no two commands write to one file.
            with pace.turn(max(0.0, question.end() - self.clock())) as arrived:
                count()
                with self._explained(question, url), self._sent(question, url, arrived) as response:
                    location = response.headers.get("location")
                    if response.status_code not in _MOVED or not location:
                        yield Reply(response.status_code, response.headers, url, moved_to, response)
                        return
            # The address has moved for good as long as every redirect so far says so.
            lasting = response.status_code in _LASTING and (moved_to or question.url) == url
            url = _next_url(url, location)
            if lasting:
                moved_to = url
        raise FailedError(f"sent the program on more than {REDIRECTS} times", again=False)

    @contextmanager
    def _sent(self, question: Question, url: str, arrived: Callable[[], None]) -> Iterator[Any]:
        """Send one request; its headers must be here in time, however they come."""
        left_s = max(0.1, question.end() - self.clock())
        # httpx's timeout counts from byte to byte: a header every second would never end.
        watch = threading.Timer(left_s, self._shut)
        watch.daemon = True
        watch.start()
        self._begun = False
        method = "GET" if question.body is None else "POST"
        start = self.clock()
        try:
            with self.connected().stream(
                method,
                url,
                headers={"Accept-Encoding": ENCODINGS, **question.headers(url)},
                content=question.body,
                timeout=min(question.quiet_s, left_s),
                extensions={"trace": self._remember},
            ) as response:
                watch.cancel()
                self._begun = True
                arrived()
                took_ms = (self.clock() - start) * 1000
                debug("web", "%s %s: HTTP %s, %.0f ms", method, url, response.status_code, took_ms)
                yield response
        finally:
            watch.cancel()

    def _remember(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of the sockets of this thread; TLS makes a new one of one that was opened."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._sockets = [one for one in self._sockets if one.fileno() >= 0]
            self._sockets.append(info["return_value"].get_extra_info("socket"))

    def _shut(self) -> None:
        """End what is being waited for: a thread that reads from a socket notices nothing less."""
        for one in list(self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def _explained(self, question: Question, url: str) -> Iterator[None]:
        """Turn what goes wrong with a connection into ``FailedError``."""
        try:
            with self._as_fault(question, url):
                yield
        except FailedError as fault:
            if question.sent_on and url != question.url and not fault.elsewhere:
                raise onward(fault, url) from fault
            raise

    @contextmanager
    def _as_fault(self, question: Question, url: str) -> Iterator[None]:
        import httpx

        try:
            yield
        except httpx.TransportError as error:
            late = isinstance(error, httpx.TimeoutException) or self.clock() >= question.end()
            if late:
                raise FailedError("did not answer in time", silent=True) from error
            if self._begun:
                raise FailedError(f"broke off in the middle of {question.what}") from error
            raise FailedError(f"cannot be reached ({reason(error)})", silent=True) from error
        except (httpx.InvalidURL, httpx.HTTPError, UnicodeError) as error:
            raise FailedError(f"cannot be asked at {shown(url)}", again=False) from error


def _next_url(url: str, location: str) -> str:
    """Return where a redirect leads; what was safe stays safe."""
    try:
        following = urljoin(url, location)
        urlsplit(following)
    except ValueError as error:
        raise FailedError("sent the program to what is no address", again=False) from error
    if urlsplit(following).scheme not in ("http", "https"):
        raise FailedError("sent the program to an address that is no web address", again=False)
    if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
        raise FailedError("sent the program on to an address that is not safe", again=False)
    if _is_inside(following) and not _is_inside(url):
        raise FailedError("sent the program on to an address inside your network", again=False)
    return following


def _is_inside(url: str) -> bool:
    """Say whether an address names this machine or its own network.

    ``http://127.0.0.1:8080``, ``http://192.168.1.1`` and ``http://localhost`` do; a name that leads
    there is not looked up.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
