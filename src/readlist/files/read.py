"""The only reading of people's files: bytes become text here, in bounded memory.

One pass over the bytes decides the encoding and refuses what is not text, and each later pass
decodes as it goes.
"""

import errno
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

from readlist.errors import FileError
from readlist.files.encodings import Survey, codec_of_head, declared, not_text
from readlist.text import visible

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LIMIT_BYTES = 256 * 1024**2
"""Bytes that a format may ask for at once with ``text()``."""
LINE_BYTES = 16 * 1024**2
"""Bytes of the longest line; the longest line of a real export known to us has 2 MB."""
STREAM_BYTES = 8 * 1024**3
"""Bytes that a stream or a compressed file may hold altogether."""
HEAD_CHARACTERS = 16_384
_BLOCK_CHARACTERS = 65_536
_SPOOL_BYTES = 8 * 1024**2
_BLOCK_BYTES = 1024**2
# Real lists compress 3 to 10 times, very repetitive ones 50 times; deflate can reach 1,032 times.
_BOMB_RATIO = 100
_BOMB_FLOOR_BYTES = 64 * 1024**2


class FileDocument:
    """A file or standard input as text (see ``formats.base.Document``); may be read repeatedly.

    ``damaged`` says that some bytes made no sense in ``encoding`` and stand as U+FFFD.
    """

    def __init__(self, source: "_Source", limit_bytes: int) -> None:
        self._source = source
        self._limit_bytes = limit_bytes
        self.name = source.name.removesuffix(".gz") if source.compressed else source.name
        self.encoding, self.damaged, self.size_bytes, self._long = _detect(source)
        with self._decoded() as text:
            self.head = text.read(HEAD_CHARACTERS)

    def lines(self) -> Iterator[str]:
        """Yield the lines without their ends, from the beginning, in constant memory.

        Raises ``FileError`` where a line is too long for that; ``blocks`` has no such limit.
        """
        if self._long:
            raise FileError(
                f"{self._source.shown} has a line of more than {_mb(LINE_BYTES)}. "
                "Break it into lines."
            )
        with self._decoded() as text:
            for line in text:
                yield line.removesuffix("\n")

    def blocks(self) -> Iterator[str]:
        """Yield the text in pieces of any length, for formats whose files may be one line."""
        with self._decoded() as text:
            while piece := text.read(_BLOCK_CHARACTERS):
                yield piece

    def text(self) -> str:
        """Return everything at once; raises ``FileError`` above the limit."""
        if self.size_bytes > self._limit_bytes:
            raise FileError(
                f"{self._source.shown} is too large to be read at once: {_mb(self.size_bytes)}, "
                f"the limit is {_mb(self._limit_bytes)}. Split it, or import JSON Lines instead."
            )
        with self._decoded() as text:
            return text.read()

    def close(self) -> None:
        """Forget what was kept of standard input."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def share(self) -> float:
        """How much of the document the latest reading has taken, from 0 to 1."""
        return min(1.0, getattr(self._reading, "seen", 0) / max(1, self.size_bytes))

    def _decoded(self) -> io.TextIOWrapper:
        reader = self._source.open()
        self._reading = reader.raw
        return io.TextIOWrapper(reader, self.encoding, errors="replace", newline=None)


def open_document(path: str, *, limit_bytes: int = LIMIT_BYTES) -> FileDocument:
    """Return a file as a document, ``-`` as standard input; raises ``FileError``."""
    if path == "-":
        stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise FileError("There is no standard input to read. Name a file instead.")
        source = _Source("", "Standard input", kept=_keep(stream, "Standard input"))
    else:
        source = _source_of(path)
    try:
        return FileDocument(source, limit_bytes)
    except BaseException:
        source.close()
        raise


def text_as_it_is(path: str) -> str:
    """Return the text of a file with its line ends and marks, for a patch of it.

    Raises ``FileError`` where it is no UTF-8: the patch is, and would not fit.
    """
    shown = visible(path)
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise failed("read", shown, error) from error
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(
            f"{shown} is not in UTF-8 (byte {error.start + 1:,}), so no patch would fit it. "
            "Save it as UTF-8 first."
        ) from error


def name_in_repository(path: str) -> str:
    """Return what a patch calls a file: its path below the repository that it lies in.

    Outside of any repository it is the name alone.
    """
    whole = Path(path).resolve()
    for folder in whole.parents:
        if (folder / ".git").exists():
            return whole.relative_to(folder).as_posix()
    return whole.name


class _Source:
    """Bytes that can be read from the beginning any number of times, from a path or kept here."""

    def __init__(
        self, name: str, shown: str, *, path: str = "", kept: IO[bytes] | None = None
    ) -> None:
        self.name = name
        self.shown = shown
        self._path = path
        self._kept = kept
        with self._open_raw(STREAM_BYTES) as raw:
            self.compressed = raw.read(2) == b"\x1f\x8b"
            self._raw_bytes = raw.seek(0, io.SEEK_END)

    def open(self) -> io.BufferedReader:
        """Return the bytes, decompressed, from the beginning."""
        raw = self._open_raw(STREAM_BYTES)
        if not self.compressed:
            return raw
        import gzip

        unpacked = cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
        limit = min(STREAM_BYTES, max(_BOMB_FLOOR_BYTES, _BOMB_RATIO * self._raw_bytes))
        plain = _Bounded(unpacked, self.shown, limit, also=raw)
        return io.BufferedReader(plain, _BLOCK_BYTES)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()

    def __del__(self) -> None:
        if getattr(self, "_kept", None) is not None:
            self.close()

    def _open_raw(self, limit: int) -> io.BufferedReader:
        if self._kept is not None:
            file: IO[bytes] = _View(self._kept)  # type: ignore[assignment]
        else:
            try:
                file = open(self._path, "rb", buffering=0)  # noqa: PTH123, SIM115
            except OSError as error:
                raise failed("read", self.shown, error) from error
        return io.BufferedReader(_Bounded(file, self.shown, limit), _BLOCK_BYTES)


class _View(io.RawIOBase):
    """A position of its own in a file that several readers share."""

    def __init__(self, shared: IO[bytes]) -> None:
        self._shared = shared
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_CUR:
            offset, whence = self._position + offset, io.SEEK_SET
        self._shared.seek(offset, whence)
        self._position = self._shared.tell()
        return self._position

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        self._shared.seek(self._position)
        data = self._shared.read(len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)


class _Bounded(io.RawIOBase):
    """Bytes up to a limit; what goes wrong below is a sentence."""

    def __init__(
        self, file: IO[bytes], shown: str, limit: int, also: IO[bytes] | None = None
    ) -> None:
        self._file = file
        self._also = also
        self._shown = shown
        self._limit = limit
        self.seen = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._file.read(len(view))
        except EOFError as error:
            raise FileError(f"{self._shown} is cut off; fetch or copy it again.") from error
        except OSError as error:
            raise failed("read", self._shown, error) from error
        except Exception as error:  # zlib.error, which only gzip knows
            raise FileError(
                f"{self._shown} is damaged ({error}); fetch or copy it again."
            ) from error
        self.seen += len(data)
        if self.seen > self._limit:
            raise FileError(
                f"{self._shown} unpacks to more than {_mb(self._limit)}, which no list does; "
                "unpack it yourself if you trust it."
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        for file in (self._file, self._also):
            if file is not None:
                file.close()
        super().close()


def _source_of(path: str) -> _Source:
    shown = visible(path)
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
        if stat.S_ISDIR(mode):
            raise FileError(f"{shown} is a folder. Name a file in it.")
        kept = None
        if not stat.S_ISREG(mode):
            with open(path, "rb") as stream:  # noqa: PTH123
                kept = _keep(stream, shown)
    except (OSError, ValueError) as error:
        raise failed("read", shown, error) from error
    return _Source(os.path.basename(path), shown, path=path, kept=kept)  # noqa: PTH119


def _keep(stream: IO[bytes], shown: str) -> IO[bytes]:
    """Return what a stream says as a file that can be read again; large ones go to disk."""
    import tempfile

    kept = tempfile.SpooledTemporaryFile(_SPOOL_BYTES)  # noqa: SIM115
    try:
        size = 0
        while block := stream.read(_BLOCK_BYTES):
            if size == 0 and not block.startswith(b"\x1f\x8b"):
                codec_of_head(block[:4096], shown)
            size += len(block)
            if size > STREAM_BYTES:
                raise FileError(  # noqa: TRY301 - the handler below closes the copy
                    f"{shown} does not end within {_mb(STREAM_BYTES)}. Give less."
                )
            kept.write(block)
    except OSError as error:
        kept.close()
        raise failed("read", shown, error) from error
    except BaseException:
        kept.close()
        raise
    return kept


def _detect(source: _Source) -> tuple[str, bool, int, bool]:
    """Return the encoding, whether bytes do not fit it, their number, whether a line is long."""
    with source.open() as file:
        head = file.peek(4096)[:4096]
        codec = codec_of_head(head, source.shown)
        if codec.startswith(("utf-16", "utf-32")):
            return _survey_wide(file, codec, source.shown)
        survey = Survey()
        long = False
        for block, is_long in _whole_characters(file):
            survey.add(block)
            long = long or is_long
            if b"\0" in block:
                raise not_text(source.shown, "it has NUL bytes")
        best, damaged = survey.encoding()
        if best != "utf-8" and (told := declared(head)):
            best, damaged = told, False
        return codec if codec and best == "utf-8" else best, damaged, survey.size_bytes, long


def _survey_wide(file: IO[bytes], codec: str, shown: str) -> tuple[str, bool, int, bool]:
    damaged, long, size = False, False, 0
    with io.TextIOWrapper(file, codec, errors="replace") as text:
        while line := text.readline(LINE_BYTES):
            size += 2 * len(line)
            damaged = damaged or "\ufffd" in line
            long = long or len(line) >= LINE_BYTES
            if "\0" in line:
                raise not_text(shown, "it has NUL characters")
    return codec, damaged, size, long


def _whole_characters(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield blocks that end where a line ends, and whether a line in them is too long.

    So no character is cut in any encoding. In a line without end the cut is behind a blank or a
    mark that is half a character nowhere.
    """
    parts: list[bytes] = []
    size = 0
    while block := file.read(_BLOCK_BYTES):
        cut = max(block.rfind(b"\n"), block.rfind(b"\r")) + 1
        if not cut and size > LINE_BYTES:
            cut = max(block.rfind(mark) for mark in (b" ", b">", b",", b'"')) + 1
        if cut or size > 2 * LINE_BYTES:
            yield b"".join((*parts, block[:cut])), size > LINE_BYTES
            parts, size = [], 0
        parts.append(block[cut:])
        size += len(block) - cut
    if rest := b"".join(parts):
        yield rest, size > LINE_BYTES


_REASONS = {
    errno.ENOENT: ("there is no such file or folder", "Check the name."),
    errno.ENOTDIR: ("a part of the path is no folder", "Check the name."),
    errno.EACCES: ("permission is missing", "Change its permissions or choose another place."),
    errno.EPERM: ("permission is missing", "Change its permissions or choose another place."),
    errno.EROFS: ("the file system is read-only", "Choose another place."),
    errno.ENOSPC: ("the disk is full", "Make room and try again."),
    errno.EDQUOT: ("your disk quota is used up", "Make room and try again."),
    errno.EFBIG: ("it may not grow so large", "Raise the limit or choose another place."),
    errno.ELOOP: ("its links go round in a circle", "Check the name."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one."),
}


def failed(verb: str, shown: str, error: Exception) -> FileError:
    """Return the sentence for what the system says of a file."""
    why, then = _REASONS.get(getattr(error, "errno", None) or 0, (str(error), ""))
    return FileError(f"Cannot {verb} {shown}: {why}. {then}".rstrip())


def _mb(size: int) -> str:
    return f"{size // 1024**2:,} MB"
