"""A large file is read by a process of its own, while this one writes what was read before.

Making records of a bibliography costs as much time as writing them, and neither waits for the
other. The child is this program again; records come back through a pipe, some hundred at a time.
A child that has to wait for its parent makes the search index's words of titles, abstracts and
authors as well, a tenth of the work of writing papers.
"""

import copyreg
import io
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Mapping
from dataclasses import fields
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from readlist.bib.names import names_text
from readlist.errors import FileError
from readlist.formats.base import LoadOptions
from readlist.model import NOTHING, Item, Reading, Record
from readlist.query.words import index_names, index_text, remember

_BATCH = 200
_WAITING = 5
"""Batches that may wait here, so that the child reads on while a thousand papers are written."""
_SLOW_SHARE = 0.25
"""Share of its time that a child waits for a parent which is slower than it."""
_SIZE_BYTES = 8
_CHILD = "from readlist.files.reader_process import child; child()"


class _Batch(NamedTuple):
    """What the child says: some items and the share of the file that was read; or what is wrong."""

    items: tuple[Item, ...] = ()
    texts: Mapping[str, str] = NOTHING
    names: Mapping[str, str] = NOTHING
    share: float = 0.0
    failure: str = ""


class Ahead:
    """The items of a file, read by another process; ``share`` is how much of it was read."""

    def __init__(self, path: str, format_name: str, options: LoadOptions) -> None:
        self.share = 0.0
        self._child = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if self._child.stdin is not None:
            said = (path, format_name, options.year, options.today, options.all_links)
            pickle.dump((*said, dict(options.columns)), self._child.stdin)
            self._child.stdin.close()
        self._batches: queue.Queue[bytes] = queue.Queue(_WAITING)
        self._ended = threading.Event()
        self._fetching = threading.Thread(target=self._fetch, daemon=True)
        self._fetching.start()

    def _fetch(self) -> None:
        """Take what the child writes as it comes: a pipe holds only some thirty papers."""
        out = self._child.stdout
        while out is not None and (size := out.read(_SIZE_BYTES)):
            self._offer(out.read(int.from_bytes(size)))
        self._offer(b"")

    def _offer(self, packed: bytes) -> None:
        """Put a batch into the queue when there is room, unless nobody takes it any more."""
        while not self._ended.is_set():
            try:
                self._batches.put(packed, timeout=0.1)
            except queue.Full:
                continue
            return

    def __iter__(self) -> Generator[Item, None, None]:
        """Yield the items in order. Raises ``FileError`` as reading here would."""
        try:
            while batch := self._next():
                if batch.failure:
                    raise FileError(batch.failure)
                self.share = batch.share
                remember(batch.texts, batch.names)
                yield from batch.items
        finally:
            self.close()

    def _next(self) -> _Batch | None:
        """Return the next batch; None after the last. A child that died is a defect of ours."""
        packed = self._batches.get()
        if not packed:
            raise RuntimeError("the process that read the file has died")
        batch: _Batch | None = pickle.loads(packed)  # noqa: S301 - from our child
        return batch

    def close(self) -> None:
        """End the child, whatever it is doing."""
        self._ended.set()
        self._child.kill()
        self._fetching.join()
        if self._child.stdout is not None:
            self._child.stdout.close()
        self._child.wait()


def child() -> None:
    """Read the file that standard input names and write its items to standard output."""
    try:
        from readlist import formats
        from readlist.files.read import open_document
        from readlist.formats import conflicts

        path, name, year, today, all_links, columns = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our parent
        options = LoadOptions(year=year, today=today, all_links=all_links, columns=columns)
        found = formats.reader(name)
        parent = _Parent()
        try:
            with open_document(path) as document:
                items: list[Item] = []
                for item in conflicts.items(found, document, options):
                    items.append(item)
                    if len(items) == _BATCH:
                        parent.give(items, document.share)
                        items = []
                parent.give(items, 1.0)
        except FileError as error:
            parent.hand(_Batch(failure=str(error)))
        parent.hand(None)
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stderr.close()  # the parent has ended, and says so itself


class _Parent:
    """Who takes what the child reads, a thousand papers at once and then for long nothing."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._waited_s = 0.0

    def give(self, items: list[Item], share: float) -> None:
        """Hand over some items and the share of the file that was read."""
        is_slow = self._waited_s > (time.monotonic() - self._begun) * _SLOW_SHARE
        texts, names = _words(items) if is_slow else (NOTHING, NOTHING)
        self.hand(_Batch(tuple(items), texts, names, share))

    def hand(self, batch: _Batch | None) -> None:
        """Write a batch to standard output; None says that there is no more."""
        packed = _packed(batch)
        begun = time.monotonic()
        sys.stdout.buffer.write(packed)
        sys.stdout.buffer.flush()
        self._waited_s += time.monotonic() - begun


def _words(items: list[Item]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the index's words of titles and abstracts, and those of authors, by text."""
    records = [item for item in items if isinstance(item, Record)]
    texts = (text for one in records for text in (one.title, one.abstract) if text)
    people = (names_text(one.authors) for one in records if one.authors)
    return {one: index_text(one) for one in texts}, {one: index_names(one) for one in people}


def _packed(batch: _Batch | None) -> bytes:
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = _DISPATCH
    pickler.dump(batch)
    packed = buffer.getvalue()
    return len(packed).to_bytes(_SIZE_BYTES) + packed


def _proxy(value: MappingProxyType[str, Any]) -> Any:
    """Reduce the one empty mapping to its name, any other to what it holds."""
    return "NOTHING" if value is NOTHING else (MappingProxyType, (dict(value),))


def _record(record: Record) -> Any:
    """Reduce a record to its values; the way of frozen dataclasses takes three times as long."""
    return _remade, _values_of(record)


def _remade(*values: Any) -> Record:
    return Record(**dict(zip(_FIELDS, values, strict=True)))


def _reading(reading: Reading) -> Any:
    return Reading, _values_of_reading(reading)


_FIELDS = tuple(one.name for one in fields(Record))
_values_of = attrgetter(*_FIELDS)
_values_of_reading = attrgetter(*(one.name for one in fields(Reading)))
_DISPATCH = copyreg.dispatch_table | {
    MappingProxyType: _proxy, Record: _record, Reading: _reading,
}  # fmt: skip
