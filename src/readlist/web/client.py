"""The one client: asks a service, waits its turn, tries again where that helps, and never longer.

Answers come back read: what cannot be read is a fault of the service, tried again like any other.
Every failure is a sentence that names the service.
"""

import hashlib
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from readlist.errors import NetworkError, OfflineError, ThrottledError
from readlist.sources.base import SERVICES, Answers, Kept, Request, Service, WrongAnswerError
from readlist.web.pace import Pace, PatienceError
from readlist.web.waiting import retry_after

T = TypeVar("T")

TRIES = 4
"""Requests for one question, the first included."""
REDIRECTS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone a moment later (RFC 9110, 15; facts of the services)."""
_THROTTLED = frozenset({429, 503})
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How this person's program goes out: addresses, intervals and secrets by name of service.

    ``contact`` is a mail address for the services, ``folder`` the place of the paces;
    ``patience_s`` bounds one question with all its tries and waits.
    """

    folder: Path | None
    version: str = "0"
    contact: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)
    intervals_s: Mapping[str, float] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    patience_s: float = 120.0
    first_wait_s: float = 1.0
    rest_s: float | None = None


class _Reply(NamedTuple):
    """What one request brought."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class FailedError(Exception):
    """One try failed; ``again`` says whether another may do better, after ``wait_s`` at least."""

    def __init__(self, why: str, *, again: bool = True, wait_s: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.again = again
        self.wait_s = wait_s


@dataclass
class Client:
    """Asks services; ``asked`` counts the requests that went out, by pace."""

    options: WebOptions
    answers: Answers | None = None
    transport: Any = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    asked: dict[str, int] = field(default_factory=dict)
    _http: Any = None
    _paces: dict[str, Pace] = field(default_factory=dict)
    silent: dict[str, NetworkError] = field(default_factory=dict)

    def ask(self, request: Request[T]) -> T | None:
        """Return what a service answers, read; None where it says that there is no such thing.

        Raises ``NetworkError``. A service that failed in all tries is not asked again in this run.
        """
        service = SERVICES[request.service]
        url = self._url(request, service)
        key = key_of("POST" if request.body else "GET", url, request.accept, request.body)
        kept = self.answers.get(key) if self.answers and request.age_s else None
        if kept and kept.age_s < request.age_s:
            try:
                return request.parse(kept.body)
            except WrongAnswerError:
                kept = None  # kept by an older version of the program
        if self.options.offline:
            raise OfflineError(f"Offline: {service.label} was not asked.")
        if service.pace in self.silent:
            raise self.silent[service.pace]
        try:
            return self._tried(request, service, url, key, kept)
        except NetworkError as error:
            self.silent[service.pace] = error
            raise

    def _tried(
        self, request: Request[T], service: Service, url: str, key: str, kept: Kept | None
    ) -> T | None:
        end = self.clock() + self.options.patience_s
        for number in range(1, TRIES + 1):
            try:
                return self._once(request, service, url, key, kept, end)
            except FailedError as failure:
                self.give_up_or_wait(failure, service, number, end)
            except PatienceError as late:
                raise ThrottledError(
                    f"{service.label} must not be asked for another {round(late.wait_s) or 1} "
                    "seconds. What was fetched is kept; run the command again later."
                ) from late
        raise AssertionError  # the last try has raised

    def give_up_or_wait(
        self, failure: FailedError, service: Service, number: int, end: float
    ) -> None:
        """Wait before the next try; raises ``NetworkError`` where there is none."""
        most_s = self.options.first_wait_s * 2 ** (number - 1)
        # Full jitter: programs that failed together do not come back together.
        wait_s = max(failure.wait_s, random.uniform(0, most_s))  # noqa: S311 - no secret
        if not failure.again or number == TRIES or self.clock() + wait_s > end:
            raise NetworkError(
                f"{service.label} {failure.why}. What was fetched is kept; "
                "run the command again later."
            ) from failure
        self.sleep(wait_s)

    def _once(
        self,
        request: Request[T],
        service: Service,
        url: str,
        key: str,
        kept: Kept | None,
        end: float,
    ) -> T | None:
        pace = self.pace_of(service)
        reply = self._followed(request, service, url, kept, pace, end)
        if reply.status == 304 and kept and self.answers:
            self.answers.refresh(key)
            return request.parse(kept.body)
        if reply.status in request.absent:
            pace.well()
            return None
        if not (200 <= reply.status < 300 or reply.status in request.spoken):
            raise failure(reply.status, reply.headers, pace)
        try:
            answer = request.parse(reply.body)
        except WrongAnswerError as error:
            raise FailedError(f"answered with something else than asked for ({error})") from error
        pace.well()
        if self.answers and request.age_s and reply.status not in request.spoken:
            marks = (reply.headers.get("etag", ""), reply.headers.get("last-modified", ""))
            self.answers.put(key, reply.body, *marks)
        return answer

    def _followed(
        self, request: Request[T], service: Service, url: str, kept: Kept | None, pace: Pace,
        end: float,
    ) -> _Reply:  # fmt: skip
        """Return the answer at the end of the redirects; each of them waits for its own turn."""
        for _ in range(REDIRECTS + 1):
            self.connected()  # before the turn: the import takes its time
            with pace.turn(max(0.0, end - self.clock())) as arrived:
                reply = self._sent(request, service, url, kept, end, arrived)
            if reply.status not in MOVED or not reply.headers.get("location"):
                return reply
            url = next_url(url, reply.headers["location"])
        raise FailedError(f"sent the program on more than {REDIRECTS} times", again=False)

    def _sent(
        self, request: Request[T], service: Service, url: str, kept: Kept | None, end: float,
        arrived: Callable[[], None],
    ) -> _Reply:  # fmt: skip
        """Send one request and read its answer, no larger and no longer than allowed."""
        import httpx

        self.asked[service.pace] = self.asked.get(service.pace, 0) + 1
        headers = self._headers(request, service, url, kept)
        method = "POST" if request.body is not None else "GET"
        patience_s = max(0.1, min(request.timeout_s, end - self.clock()))
        try:
            with self.connected().stream(
                method, url, headers=headers, content=request.body, timeout=patience_s
            ) as response:
                arrived()
                return _Reply(
                    response.status_code, self._read(response, request, end), response.headers
                )
        except httpx.TimeoutException as error:
            raise FailedError("did not answer in time") from error
        except httpx.DecodingError as error:
            raise FailedError("answered with a damaged body") from error
        except httpx.TransportError as error:
            raise FailedError(f"cannot be reached ({reason(error)})") from error
        except (httpx.InvalidURL, httpx.HTTPError) as error:
            raise FailedError(f"cannot be asked at {url} ({error})", again=False) from error

    def _read(self, response: Any, request: Request[T], end: float) -> bytes:
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > request.limit_bytes:
                limit = request.limit_bytes // 1_000_000
                raise FailedError(f"answered with more than {limit} MB", again=False)
            if self.clock() > end:
                raise FailedError("did not answer in time", again=False)
            parts.append(part)
        return b"".join(parts)

    def _headers(
        self, request: Request[T], service: Service, url: str, kept: Kept | None
    ) -> dict[str, str]:
        headers = {"User-Agent": self.agent(), "Accept": request.accept}
        if request.body is not None:
            headers["Content-Type"] = request.body_type
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        secret = self.options.secrets.get(service.name)
        if secret and urlsplit(url).netloc == urlsplit(self.base_of(service)).netloc:
            name, _, value = secret.partition(": ")
            headers[name] = value
        return headers

    def agent(self) -> str:
        """Return what the program calls itself, with whom to write to about it."""
        contact = f" (mailto:{self.options.contact})" if self.options.contact else ""
        return f"readlist/{self.options.version}{contact}"

    def base_of(self, service: Service) -> str:
        """Return the address of a service, that of the person's settings before its own."""
        return self.options.urls.get(service.name) or service.url

    def _url(self, request: Request[T], service: Service) -> str:
        url = self.base_of(service).rstrip("/") + request.path
        return f"{url}?{urlencode(request.params)}" if request.params else url

    def connected(self) -> Any:
        """Return what holds the connections; it follows no redirect by itself."""
        if self._http is None:
            import httpx  # 150 ms, only where something is asked

            self._http = httpx.Client(transport=self.transport, follow_redirects=False)
        return self._http

    def pace_of(self, service: Service) -> Pace:
        """Return the turns of a service."""
        if service.pace not in self._paces:
            interval_s = self.options.intervals_s.get(service.pace, service.interval_s)
            rest_s = service.rest_s if self.options.rest_s is None else self.options.rest_s
            folder = self.options.folder or Path()
            self._paces[service.pace] = Pace(
                folder / "pace", service.pace, interval_s, service.at_once, rest_s, sleep=self.sleep
            )
        return self._paces[service.pace]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()


def next_url(url: str, location: str) -> str:
    """Return where a redirect leads; what was safe stays safe."""
    following = urljoin(url, location)
    if urlsplit(following).scheme not in ("http", "https"):
        raise FailedError("sent the program to an address that is no web address", again=False)
    if urlsplit(url).scheme == "https" and urlsplit(following).scheme != "https":
        raise FailedError("sent the program on to an address that is not safe", again=False)
    return following


def failure(status: int, headers: Mapping[str, str], pace: Pace) -> FailedError:
    """Return what a status means that is no answer; a service that is throttling gets its rest."""
    if status in _THROTTLED:
        asked_s = retry_after(headers.get("retry-after", ""), time.time())
        rest_s = pace.rest(asked_s)
        word = "is throttling" if status == 429 else "is not available"
        return FailedError(f"{word} (HTTP {status})", wait_s=rest_s)
    return FailedError(f"answered with HTTP {status}", again=status in _PASSING)


def reason(error: Exception) -> str:
    """Return what a failed connection says of itself."""
    return str(error) or type(error).__name__


def key_of(method: str, url: str, accept: str, body: bytes | None) -> str:
    """Return the name of an answer: what was asked for, in which form."""
    asked = f"{method}\n{url}\n{accept}\n".encode() + (body or b"")
    return hashlib.sha256(asked).hexdigest()
