"""The one client: asks a service, waits its turn, tries again where that helps, and never longer.

Answers come back read: what cannot be read is a fault of the service, tried again like any other.
Every failure is a sentence that names the service.
"""

import hashlib
import random
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

from readlist.errors import GoneError, NetworkError, OfflineError, SilentError, ThrottledError
from readlist.log import debug
from readlist.services.base import (
    Answers,
    Kept,
    PageError,
    RefusedError,
    Request,
    Service,
    WrongAnswerError,
    WrongQuestionError,
    service_at,
)
from readlist.services.plugin import service_named
from readlist.web.exchange import Exchanges, Question, Reply
from readlist.web.faults import (
    ADVICE,
    FailedError,
    failure,
    is_refusal,
    onward,
    too_late,
)
from readlist.web.pace import Pace, PatienceError

T = TypeVar("T")

TRIES = 4
"""Requests for one question, the first included."""


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How this person's program goes out: addresses, intervals and secrets by name of service.

    ``contact`` is a mail address for the services, ``folder`` the place of the paces;
    ``patience_s`` bounds one question with all its tries and waits; ``anew`` asks for every kept
    answer once more, by its marks.
    """

    folder: Path | None
    version: str = "0"
    contact: str = ""
    urls: Mapping[str, str] = field(default_factory=dict)
    intervals_s: Mapping[str, float] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    anew: bool = False
    patience_s: float = 120.0
    first_wait_s: float = 1.0
    rest_s: float | None = None


@dataclass
class Client:
    """Asks services; ``asked`` counts the requests that went out, by pace.

    After an answer ``heard`` says how it came: ``fresh``, ``kept`` (there was no request) or
    ``unchanged``; ``moved_to`` is the address that it has for good from now on, if it moved.
    """

    options: WebOptions
    answers: Answers | None = None
    transport: Any = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    asked: dict[str, int] = field(default_factory=dict)
    heard: str = ""
    moved_to: str = ""
    _connections: Exchanges | None = None
    _paces: dict[str, Pace] = field(default_factory=dict)
    silent: dict[Service, NetworkError] = field(default_factory=dict)

    def ask(self, request: Request[T]) -> T | None:
        """Return what a service answers, read; None where it says that there is no such thing.

        Raises ``NetworkError``. A service that failed in all tries is not asked again in this run.
        """
        service = self.service_of(request)
        url = self._url(request, service)
        self.heard, self.moved_to = "fresh", ""
        key = key_of(request, url)
        kept = self.answers.get(key) if self.answers and request.age_s else None
        if kept and kept.age_s < request.age_s and not self.options.anew:
            try:
                self.heard = "kept"
                debug("web", "kept for %.0f s: %s", kept.age_s, url)
                return request.parse(kept.body)
            except WrongAnswerError:
                kept = None  # kept by an older version of the program
                self.heard = "fresh"
        if self.options.offline:
            raise OfflineError(f"Offline: {service.label} was not asked.")
        if service in self.silent and not request.alone:
            raise self.silent[service]
        return self._tried(request, service, url, key, kept)

    def _tried(
        self, request: Request[T], service: Service, url: str, key: str, kept: Kept | None
    ) -> T | None:
        end = self.clock() + min(self.options.patience_s, request.patience_s)
        fault: FailedError | None = None
        for number in range(1, TRIES + 1):
            try:
                return self._once(request, service, url, key, kept, end)
            except FailedError as failed:
                fault = failed
                debug("web", "%s: try %s of %s failed: %s", url, number, TRIES, failed.why)
                fault.elsewhere = fault.elsewhere or request.alone
                self.give_up_or_wait(fault, service, number, end)
            except PatienceError as late:
                raise self.late(service, late, fault) from late
        raise AssertionError  # the last try has raised

    def give_up_or_wait(
        self, failure: FailedError, service: Service, number: int, end: float
    ) -> None:
        """Wait before the next try; raises ``NetworkError`` where there is none.

        The service is not asked again in this run then, where it is the one that failed.
        """
        most_s = self.options.first_wait_s * 2 ** (number - 1)
        # Full jitter: programs that failed together do not come back together.
        wait_s = max(failure.wait_s, random.uniform(0, most_s))  # noqa: S311 - no secret
        if not failure.again or number == TRIES or self.clock() + wait_s > end:
            raise self._given_up(failure, service) from failure
        self.sleep(wait_s)

    def _given_up(self, failure: FailedError, service: Service) -> NetworkError:
        silent = SilentError if failure.silent else NetworkError
        kind = ThrottledError if failure.throttled else silent
        error = kind(f"{service.label} {failure.why}.{f' {ADVICE}' if failure.later else ''}")
        if not failure.elsewhere:
            self.silent[service] = error
        return error

    def late(
        self, service: Service, late: PatienceError, failure: FailedError | None
    ) -> NetworkError:
        """Return why a question was given up whose turn came too late, perhaps after a failure."""
        if failure:
            return self._given_up(failure, service)
        return ThrottledError(f"{service.label} {too_late(late)}. {ADVICE}")

    def _once(
        self, request: Request[T], service: Service, url: str, key: str, kept: Kept | None,
        end: float,
    ) -> T | None:  # fmt: skip
        """Return the answer to one request. Raises ``FailedError``."""
        pace = self.pace_of(service)
        question = Question(
            url,
            lambda place: self._headers(request, service, place, kept),
            lambda: end,
            request.timeout_s,
            request.body,
            sent_on=request.onward,
        )
        with self.opened(question, service) as reply:
            body = b"".join(reply.pieces(request.limit_bytes))
        self.moved_to = reply.moved_to
        if reply.status == 304 and kept and self.answers:
            try:
                answer = request.parse(kept.body)
            except WrongAnswerError:  # kept by an older version of the program
                return self._once(request, service, url, key, None, end)
            pace.well()
            self.answers.refresh(key)
            self.heard = "unchanged"
            return answer
        elsewhere = reply.url if request.onward and reply.url != url else ""
        if not self._is_there(request, service, reply, elsewhere=bool(elsewhere)):
            pace.well()
            return None
        try:
            answer = _read_by(request, body, elsewhere)
        except PageError:
            pace.well()
            return None
        pace.well()
        self._keep(request, reply, key, body, answer)
        return answer

    def _keep(self, request: Request[T], reply: Reply, key: str, body: bytes, answer: T) -> None:
        """Keep an answer, unless it says what is wrong or leaves something out."""
        if not self.answers or not request.age_s or reply.status in request.spoken:
            return
        if request.whole is None or request.whole(answer):
            etag = reply.headers.get("etag", "")
            self.answers.put(key, body, etag, reply.headers.get("last-modified", ""))

    def _is_there(
        self, request: Request[T], service: Service, reply: Reply, *, elsewhere: bool
    ) -> bool:
        """Say whether a reply holds an answer. Raises ``FailedError`` and ``GoneError``.

        ``elsewhere`` says that it comes from whom the service sent the program on to. doi.org
        leads to registries and publishers: there any refusal means that they have nothing, and a
        fault is theirs, so that the service keeps its pace.
        """
        status = reply.status
        if status in request.absent or (elsewhere and is_refusal(status)):
            return False
        if status == 410:
            raise GoneError(f"{service.label} says that it is gone for good (HTTP 410).")
        if 200 <= status < 300 or status in request.spoken:
            return True
        if elsewhere:
            raise onward(failure(status, reply.headers, None, self.now()), reply.url)
        raise failure(status, reply.headers, self.pace_of(service), self.now())

    def opened(self, question: Question, service: Service) -> AbstractContextManager[Reply]:
        """Give the answer to a question that goes out in the service's turn."""

        def count() -> None:
            self.asked[service.pace] = self.asked.get(service.pace, 0) + 1

        if self._connections is None:
            self._connections = Exchanges(self.clock, self.transport)
        return self._connections.open(question, self.pace_of(service), count)

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

    def service_of(self, request: Request[T]) -> Service:
        """Return whom a question is for."""
        if request.service == "web":
            return service_at(request.path, self.options.urls)
        return service_named(request.service)

    def _url(self, request: Request[T], service: Service) -> str:
        chosen = self.options.urls.get(service.name)
        base = (chosen or request.at or service.url).rstrip("/")
        if request.service == "web":
            url = request.path
        elif request.path.startswith("../"):
            url = urljoin(f"{base}/", request.path)
        else:
            url = base + request.path
        return f"{url}?{urlencode(request.params)}" if request.params else url

    def pace_of(self, service: Service) -> Pace:
        """Return the turns of a service."""
        if service.pace not in self._paces:
            chosen = self.options.intervals_s
            usual_s = chosen.get(service.name, service.interval_s)  # of any host that is no service
            interval_s = chosen.get(service.pace, usual_s)
            rest_s = service.rest_s if self.options.rest_s is None else self.options.rest_s
            folder = self.options.folder or Path()
            self._paces[service.pace] = Pace(
                folder / "pace", service.pace, interval_s, service.at_once, rest_s,
                self.now, self.sleep,
            )  # fmt: skip
        return self._paces[service.pace]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._connections is not None:
            self._connections.close()


def _read_by(request: Request[T], body: bytes, elsewhere: str) -> T:
    """Return what a body says, which came from ``elsewhere`` where that is not the service.

    Raises ``FailedError``, and ``PageError`` where a web page stands in place of an answer that
    may as well not be there.
    """
    try:
        return request.parse(body)
    except (RefusedError, WrongAnswerError) as error:
        if request.onward and isinstance(error, PageError):
            raise
        if isinstance(error, RefusedError):
            later = not isinstance(error, WrongQuestionError)
            fault = FailedError(str(error), again=False, later=later)
        else:
            fault = FailedError(f"answered with something else than asked for ({error})")
        raise (onward(fault, elsewhere) if elsewhere and fault.again else fault) from error


def key_of(request: Request[Any], url: str) -> str:
    """Return the name of an answer: what was asked for, in which form."""
    method = "POST" if request.body else "GET"
    asked = f"{method}\n{url}\n{request.accept}\n".encode() + (request.body or b"")
    return hashlib.sha256(asked).hexdigest()
