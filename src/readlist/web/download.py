"""PDFs from services onto the disk: whole or not at all, gone on with where they were cut.

They are asked for as any answer is (``client``): the same turns, tries and redirects. What has come
stands in the folder as ``.<name>.part`` beside ``.<name>.json``, the marks by which the server says
that the file is still the same (If-Range; RFC 9110, 13.1.5 and 14); without them it begins anew.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from readlist.errors import NetworkError, OfflineError
from readlist.files.read import failed
from readlist.services.base import Service
from readlist.text import whole_number
from readlist.web.client import TRIES, Client
from readlist.web.exchange import Question, Reply
from readlist.web.faults import FailedError, failure
from readlist.web.pace import Pace, PatienceError

LIMIT_BYTES = 200_000_000
SLOWEST_BYTES_S = 5_000
"""A file may take longer than an answer, as long as it comes at this rate at least."""
SILENCE_S = 30.0
"""Seconds without a single byte after which a connection is given up."""
_ADVICE = "Try later, or name another place with 'readlist edit KEY --link pdf=https://…'."
_HEAD_BYTES = 1024
_TAIL_BYTES = 2048
_ABSENT = frozenset({404, 410})

Tell = Callable[[int, int], None]
"""Is told how many bytes are here, of how many; 0 where nobody knows."""


class Fetched(NamedTuple):
    """A file that came whole; ``path`` is its place until it is given a name."""

    path: Path
    sha256: str
    size: int
    url: str


def fetch(
    client: Client, service: Service, url: str, folder: Path, tell: Tell | None = None
) -> Fetched | None:
    """Fetch a PDF into a folder; None where there is none at the address.

    Raises ``NetworkError``, and ``FileError`` where the folder cannot be written.
    """
    if client.options.offline:
        raise OfflineError(f"Offline: {service.label} was not asked.")
    if service in client.silent:
        raise client.silent[service]
    name = hashlib.sha256(url.encode()).hexdigest()[:20]
    part = _Part(folder / f".{name}.part", folder / f".{name}.json")
    return _Download(client, service, url, part, tell or (lambda _have, _total: None)).run()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise failed("write", str(path), error) from error


@dataclass(slots=True)
class _Part:
    """What has come of a file."""

    path: Path
    marks_path: Path
    size: int = 0
    head: bytes = b""
    digest: Any = field(default_factory=hashlib.sha256)
    file: Any = None

    def mark(self) -> str:
        """Return the server's mark of what is here, nothing where it cannot be gone on with."""
        try:
            said = json.loads(self.marks_path.read_text(encoding="utf-8"))
            size = self.path.stat().st_size
        except (OSError, ValueError):
            return ""
        mark = said.get("mark") if isinstance(said, dict) else None
        return mark if isinstance(mark, str) and mark.isprintable() and size else ""

    def begin(self, headers: Mapping[str, str], url: str) -> None:
        """Begin anew, and keep the mark that the server gives."""
        etag = headers.get("etag", "")
        mark = etag if etag.startswith('"') else headers.get("last-modified", "")
        if "content-encoding" in headers:  # against our wish: its parts are not those of the file
            mark = ""
        with _writing(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.marks_path.write_text(json.dumps({"url": url, "mark": mark}), encoding="utf-8")
            self.file = self.path.open("wb")
        self.size, self.head, self.digest = 0, b"", hashlib.sha256()

    def resume(self) -> None:
        """Go on behind what is here."""
        self.digest, self.size, self.head = hashlib.sha256(), 0, b""
        with _writing(self.path):
            self.file = self.path.open("r+b")
            while piece := self.file.read(1_000_000):
                self._count(piece)

    def add(self, piece: bytes) -> None:
        """Write what came."""
        with _writing(self.path):
            self.file.write(piece)
        self._count(piece)

    def _count(self, piece: bytes) -> None:
        self.digest.update(piece)
        self.size += len(piece)
        if len(self.head) < _HEAD_BYTES:
            self.head += piece[: _HEAD_BYTES - len(self.head)]

    def tail(self) -> bytes:
        """Return how the file ends."""
        with _writing(self.path), self.path.open("rb") as file:
            file.seek(max(0, self.size - _TAIL_BYTES))
            return file.read()

    def close(self) -> None:
        if self.file is not None:
            with _writing(self.path):
                self.file.close()
            self.file = None

    def done(self, url: str) -> Fetched:
        """Put the whole file aside, where no other command goes on with it."""
        whole = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        with _writing(whole):
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())
            self.path.replace(whole)
            self.marks_path.unlink(missing_ok=True)
        return Fetched(whole, self.digest.hexdigest(), self.size, url)

    def drop(self) -> None:
        self.close()
        for path in (self.path, self.marks_path):
            with suppress(OSError):
                path.unlink()


@dataclass(slots=True)
class _Download:
    """One file with all its tries."""

    client: Client
    service: Service
    url: str
    part: _Part
    tell: Tell
    began: float = 0.0
    came: int = 0
    mark: str = ""

    def run(self) -> Fetched | None:
        self.began = self.client.clock()
        fault: FailedError | None = None
        for number in range(1, TRIES + 1):
            try:
                return self._once()
            except FailedError as failed:
                fault = failed
                if not fault.again:  # the service is well, this file is not to be had
                    self.part.drop()
                    sentence = f"{self.service.label} {fault.why}. {_ADVICE}"
                    raise NetworkError(sentence) from fault
                self.client.give_up_or_wait(fault, self.service, number, self.end)
            except PatienceError as late:
                raise self.client.late(self.service, late, fault) from late
            finally:
                self.part.close()
        raise AssertionError  # the last try has raised

    @property
    def end(self) -> float:
        """When it is given up; what comes gives it more time."""
        return self.began + self.client.options.patience_s + self.came / SLOWEST_BYTES_S

    def _once(self) -> Fetched | None:
        """Send one request; return the file, or None where it is not."""
        question = Question(self.url, self._headers, lambda: self.end, SILENCE_S, what="the file")
        pace = self.client.pace_of(self.service)
        try:
            with self.client.opened(question, self.service) as reply:
                fetched = None if reply.status in _ABSENT else self._taken(reply, pace)
        finally:
            self.part.close()
        pace.well()
        return fetched

    def _headers(self, _url: str) -> dict[str, str]:
        # Compressed, a part would be of no use: it is counted in the bytes of the file.
        headers = {
            "User-Agent": self.client.agent(),
            "Accept": "application/pdf, */*;q=0.1",
            "Accept-Encoding": "identity",
        }
        # Read in this turn: before it, another command may have written to the part.
        self.mark = self.part.mark()
        if self.mark:
            size = self.part.path.stat().st_size
            headers |= {"Range": f"bytes={size}-", "If-Range": self.mark}
        return headers

    def _taken(self, reply: Reply, pace: Pace) -> Fetched:
        """Write what comes, as long as it is a PDF of no more than the limit."""
        self._begin(reply, pace)
        total = _length(reply.headers)
        total = total + self.part.size if total else 0
        self._check_size(total)
        for piece in reply.pieces(LIMIT_BYTES, "offers a file of"):
            self.part.add(piece)
            self.came += len(piece)
            self._check_size(self.part.size)
            if len(self.part.head) == _HEAD_BYTES:
                self._check_type(reply.headers)
            self.tell(self.part.size, total)
        return self._whole(reply)

    def _begin(self, reply: Reply, pace: Pace) -> None:
        """Begin the file anew, or go on behind what is here where the server does."""
        status = reply.status
        if status == 416 and self.mark:
            self.part.drop()
            raise FailedError("does not go on with the file")
        if status not in (200, 206):
            raise failure(status, reply.headers, pace, self.client.now())
        if status == 200:
            self.part.begin(reply.headers, self.url)
            return
        if self.mark:
            self.part.resume()
        if not self.mark or _range_start(reply.headers) != self.part.size:
            self.part.drop()
            raise FailedError("goes on with another part of the file than asked for")

    def _whole(self, reply: Reply) -> Fetched:
        self._check_type(reply.headers)
        self.part.close()
        # Without a length and without chunks the end of the file is merely that of the connection.
        told = "content-length" in reply.headers or "transfer-encoding" in reply.headers
        if not told and b"%%EOF" not in self.part.tail():
            raise FailedError("broke off in the middle of the file")
        return self.part.done(reply.url)

    def _check_size(self, size: int) -> None:
        if size > LIMIT_BYTES:
            limit = LIMIT_BYTES // 1_000_000
            raise FailedError(f"offers a file of more than {limit} MB", again=False)

    def _check_type(self, headers: Mapping[str, str]) -> None:
        head = self.part.head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if head.startswith(b"%PDF-"):
            return
        kind = headers.get("content-type", "")
        if "html" in kind.lower() or head[:1] == b"<":
            what = "a web page"
        else:
            what = "something else" if head else "an empty file"
        raise FailedError(f"answered with {what} instead of a PDF", again=False)


def _length(headers: Mapping[str, str]) -> int:
    said = "" if "content-encoding" in headers else headers.get("content-length", "")
    return whole_number(said, 15) or 0


def _range_start(headers: Mapping[str, str]) -> int:
    found = re.match(r"bytes ([0-9]{1,15})-", headers.get("content-range", ""))
    return int(found[1]) if found else -1
