"""One exchange with a host: in its turn, through its redirects, within its time and its size.

Whoever asks gets the last answer while its body is still on the way, and reads it in pieces.
Nothing that drips, no body that unpacks into a thousand times its size, and no redirect into the
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
from readlist.web.proxies import Proxy, proxy_of

if TYPE_CHECKING:
    from ssl import SSLContext

REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})
ENCODINGS = "gzip, deflate"
"""What bodies may be packed with: what can be unpacked piece by piece within a bound."""
_ASKED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_HEAD = b"\x1f\x8b"
# The other codings that there are (IANA, HTTP content codings). Words that are none, such as
# "utf-8" or "none", are said by servers that pack nothing.
_UNASKED = frozenset(
    {"aes128gcm", "br", "compress", "dcb", "dcz", "exi", "pack200-gzip", "x-compress", "zstd"}
)
_INSIDE = (".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home.arpa")
"""Names that are nobody's outside (RFC 6761, 6762, 8375, and as routers give them)."""
_PIECE_BYTES = 1_000_000
"""Unpacked bytes that are held at once, however well a body is packed."""
_LEAST_S = 0.1
"""What an exchange has at least, where its turn came at the last moment."""
_LOOK_S = 3600.0
"""Seconds after which the end is looked at again, however far it is."""


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
    is_over: Callable[[], bool]

    def pieces(self, limit_bytes: int, what: str = "answered with") -> Iterator[bytes]:
        """Yield the body, unpacked, in pieces of at most a megabyte.

        Raises ``FailedError`` where more than ``limit_bytes`` come, packed or unpacked, and where
        the time is over. ``what`` is said of the service then.
        """
        said = self.headers.get("content-encoding", "").lower().split(",")
        codings = [word.strip() for word in said if word.strip() in _ASKED | _UNASKED]
        if len(codings) > 1 or _UNASKED.intersection(codings):
            raise FailedError("answered in a form that was not asked for", again=False)
        came = self._within(self.response.iter_raw(), limit_bytes, what)
        if codings:
            came = self._within(_unpacked(came, codings[0]), limit_bytes, what)
        yield from came

    def _within(self, pieces: Iterator[bytes], limit_bytes: int, what: str) -> Iterator[bytes]:
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > limit_bytes:
                limit = limit_bytes // 1_000_000
                raise FailedError(f"{what} more than {limit} MB", again=False)
            if self.is_over():
                break
            yield piece
        # A body that ends with its connection ends as well where that was shut as too slow.
        if self.is_over():
            raise FailedError("did not answer in time", silent=True)


def _unpacked(packed: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """Yield what packed bytes hold; gzip may have several parts, one behind the other.

    What stands behind the last of them, often zeros, is nothing (as gzip itself takes it).
    """
    unpacker: Any = None
    held, first = b"", True
    for piece in packed:
        held += piece
        while held and (unpacker := unpacker or _unpacker(held, coding, first=first)):
            first = False
            try:
                while unpacked := unpacker.decompress(held, _PIECE_BYTES):
                    yield unpacked
                    held = unpacker.unconsumed_tail
            except zlib.error as error:
                raise FailedError("answered with a damaged body") from error
            held = unpacker.unused_data
            if unpacker.eof:
                unpacker = None
        held = held if held == _GZIP_HEAD[:1] else b""
    if unpacker is not None:
        raise FailedError("answered with a damaged body")


def _unpacker(begins: bytes, coding: str, *, first: bool) -> Any:
    """Return what unpacks a part that begins with these bytes; None where no other part does."""
    if not first and (coding == "deflate" or not begins.startswith(_GZIP_HEAD)):
        return None
    # 32: gzip's head or zlib's; what some servers call deflate has neither.
    is_bare = coding == "deflate" and begins[0] & 0x0F != 8
    return zlib.decompressobj(-zlib.MAX_WBITS if is_bare else 32 + zlib.MAX_WBITS)


@cache
def _trusted() -> "SSLContext":
    """Return whom all threads trust; reading their certificates takes 45 ms."""
    import httpx

    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise FailedError(
            f"cannot be asked safely ({reason(error)}); check SSL_CERT_FILE, SSL_CERT_DIR and "
            "SSLKEYLOGFILE",
            again=False,
            silent=True,
        ) from error


@dataclass
class Exchanges:
    """The connections of one thread; it follows no redirect that it has not looked at."""

    clock: Callable[[], float]
    transport: Any = None
    _proxies: Mapping[str, str] = field(default_factory=dict)
    _http: dict[Proxy | None, Any] = field(default_factory=dict)
    _begun: bool = False
    _over: bool = False
    _question: Question | None = None
    _sockets: list[Any] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def connected(self, url: str) -> Any:
        """Return what holds the connections to a host, or to its proxy. Raises ``FailedError``."""
        import httpx  # 150 ms, only where something is asked

        if not self._http:
            from urllib.request import getproxies  # httpx has loaded it

            self._proxies = getproxies()
        proxy = self._proxy(url)
        if proxy not in self._http:
            verify = True if self.transport else _trusted()
            try:
                self._http[proxy] = httpx.Client(
                    transport=self.transport, verify=verify, proxy=proxy.url if proxy else None,
                    follow_redirects=False, trust_env=False,
                )  # fmt: skip
            except (ValueError, httpx.InvalidURL, ImportError) as error:
                if proxy is None:
                    raise
                why = "names no proxy that can be used"
                if isinstance(error, ImportError):
                    why = "names a SOCKS proxy, which needs the Python package socksio"
                sentence = f"cannot be asked: {proxy.variable} {why}"
                raise FailedError(sentence, again=False, silent=True) from error
        return self._http[proxy]

    def _proxy(self, url: str) -> Proxy | None:
        return None if self.transport else proxy_of(url, self._proxies)

    def close(self) -> None:
        """Close the connections."""
        for one in self._http.values():
            one.close()

    @contextmanager
    def open(self, question: Question, pace: Pace, count: Callable[[], None]) -> Iterator[Reply]:
        """Give the last answer while its body can be read; each redirect waits for its own turn.

        ``count`` is called for each request that goes out. Raises ``FailedError``, and
        ``PatienceError`` where a turn comes too late.
        """
        url, moved_to = question.url, ""
        for _ in range(REDIRECTS + 1):
            self.connected(url)  # before the turn: the import takes its time
            # The turn lasts until the body is read: no two commands write to one file.
            with pace.turn(max(0.0, question.end() - self.clock())) as arrived:
                count()
                with self._explained(question, url), self._sent(question, url, arrived) as response:
                    location = response.headers.get("location")
                    if response.status_code not in _MOVED or not location:
                        yield Reply(
                            response.status_code, response.headers, url, moved_to, response,
                            lambda: self._over or self.clock() > question.end(),
                        )  # fmt: skip
                        return
            # The address has moved for good as long as every redirect so far says so.
            lasting = response.status_code in _LASTING and (moved_to or question.url) == url
            url = _next_url(url, location)
            if lasting:
                moved_to = url
        raise FailedError(f"sent the program on more than {REDIRECTS} times", again=False)

    @contextmanager
    def _sent(self, question: Question, url: str, arrived: Callable[[], None]) -> Iterator[Any]:
        """Send one request, and end it when its time is over, whatever is still on the way."""
        left_s = max(_LEAST_S, question.end() - self.clock())
        self._begun, self._question = False, question
        method = "GET" if question.body is None else "POST"
        start = self.clock()
        with (
            self._watched(question, left_s),
            self.connected(url).stream(
                method,
                url,
                headers={"Accept-Encoding": ENCODINGS, **question.headers(url)},
                content=question.body,
                timeout=min(question.quiet_s, left_s),
                extensions={"trace": self._remember},
            ) as response,
        ):
            self._begun = True
            arrived()
            took_ms = (self.clock() - start) * 1000
            debug("web", "%s %s: HTTP %s, %.0f ms", method, url, response.status_code, took_ms)
            yield response

    @contextmanager
    def _watched(self, question: Question, left_s: float) -> Iterator[None]:
        """Shut the connection when the time of an exchange is over.

        httpx's timeout counts from byte to byte: a header, a chunk's extension or a trailer that
        drips would never end. What came may have put the end off meanwhile.
        """
        done = threading.Event()
        self._over = False

        def watch() -> None:
            wait_s = left_s
            while not done.wait(min(wait_s, _LOOK_S)):
                wait_s = question.end() - self.clock()
                if wait_s <= 0:
                    self._end(done)
                    return

        threading.Thread(target=watch, daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                done.set()

    def _end(self, done: threading.Event) -> None:
        """End what is being waited for: a thread that reads from a socket notices nothing less."""
        with self._lock:
            if done.is_set():  # the connection is another exchange's by now
                return
            self._over = True
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def _remember(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of the sockets of this thread; TLS makes a new one of one that was opened."""
        if event.endswith(".connect_tcp.started"):
            self._share_time(info)
        if not event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            return
        opened = info["return_value"].get_extra_info("socket")
        with self._lock:
            self._sockets = [one for one in self._sockets if one.fileno() >= 0]
            self._sockets.append(opened)
            if self._over:  # while it was being connected
                with suppress(OSError):
                    opened.shutdown(socket.SHUT_RDWR)

    def _share_time(self, info: Mapping[str, Any]) -> None:
        """Give each address of a host its share of the time that is left.

        They are tried one after the other, and a dead one takes all the time that it gets.
        """
        host, port, wait_s = info.get("host"), info.get("port"), info.get("timeout")
        if self._question is None or not (host and port and wait_s and isinstance(info, dict)):
            return  # one that httpcore says otherwise waits as long as it may
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return  # who connects looks it up again, and says what is wrong
        left_s = max(_LEAST_S, self._question.end() - self.clock())
        info["timeout"] = min(wait_s, left_s / max(1, len(addresses)))

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
            if isinstance(error, httpx.TimeoutException) or self._over:
                raise FailedError("did not answer in time", silent=True) from error
            if self._begun:
                raise FailedError(f"broke off in the middle of {question.what}") from error
            if "location header" in str(error):  # httpx reads it even where it is not to follow
                raise FailedError("sent the program to what is no address", again=False) from error
            again = "certificate verify failed" not in str(error)  # nor will it hold a moment later
            raise FailedError(self._broken(error, url), again=again, silent=True) from error
        except (httpx.InvalidURL, httpx.HTTPError, UnicodeError) as error:
            raise FailedError(f"cannot be asked at {shown(url)}", again=False) from error

    def _broken(self, error: Exception, url: str) -> str:
        """Return what became of a connection that brought no answer."""
        import httpx

        if not isinstance(error, httpx.RemoteProtocolError):
            proxy = self._proxy(url)
            by = f" through the proxy {shown(proxy.url)}" if proxy else ""
            return f"cannot be reached{by} ({reason(error)})"
        if "without sending" in str(error):
            return "cannot be reached (the connection was closed without an answer)"
        return "answered with what is no HTTP"


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
    return _with_login(following, url)


def _with_login(following: str, url: str) -> str:
    """Return where a redirect leads with the login of the address before, on the same host alone.

    After ``http://ann:pw@example.org/a`` that is ``https://example.org/b``, but no other host and
    not ``https://example.org:8080/b``.
    """
    login, at, place = urlsplit(url).netloc.rpartition("@")
    parts = urlsplit(following)
    if not at or parts.netloc.lower() != place.lower():
        return following
    return parts._replace(netloc=f"{login}@{parts.netloc}").geturl()


def _is_inside(url: str) -> bool:
    """Say whether an address names this machine or its own network.

    ``http://127.0.0.1:8080``, ``http://192.168.1.1`` and ``http://router`` do, and ``http://2130706433``,
    which is 127.0.0.1 as well; another name that leads there is not looked up.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    try:
        return not ipaddress.ip_address(socket.inet_aton(host)).is_global
    except OSError:
        return "." not in host or host.endswith(_INSIDE)
