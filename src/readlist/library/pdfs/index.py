"""Bring the index of full texts up to date with the PDFs: only what changed is read."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from readlist.errors import FileError
from readlist.files.pdf import Whole, read_all
from readlist.files.read import failed
from readlist.library.pdfs import files
from readlist.library.pdfs.files import sha256
from readlist.store.connection import Library
from readlist.store.fulltext import File, Index, papers_with_pdf
from readlist.store.papers import load

AT_ONCE = 8
"""PDFs that are read at once at most, each by a process of its own."""

Tell = Callable[[int, int], None]
"""Is told how many PDFs are read, of how many."""


@dataclass(slots=True)
class Indexed:
    """What a run did; ``problems`` are sentences by paper, those of former runs included."""

    read: int = 0
    pages: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: dict[int, str] = field(default_factory=dict)
    interrupted: bool = False


def to_read(
    library: Library, folder: Path, numbers: Sequence[int]
) -> tuple[dict[int, Path], dict[int, str]]:
    """Return the PDFs of papers, and a sentence for each that is not where it was."""
    having = papers_with_pdf(library.db)
    found: dict[int, Path] = {}
    missing: dict[int, str] = {}
    for paper in load(library, [number for number in numbers if number in having]):
        if path := files.file_of(folder, paper):
            found[paper.id] = path
        elif gone := next(files.files(folder, paper), None):
            missing[paper.id] = f"The PDF of {paper.key} is not at {gone} any more."
    return found, missing


def update(
    index: Index, wanted: Mapping[int, Path], result: Indexed, tell: Tell, *, whole: bool
) -> None:
    """Read the PDFs of papers into the index, each in its own transaction.

    ``whole`` says that these are all papers: what else is in the index is forgotten.
    """
    known = index.files()
    if whole and (gone := known.keys() - wanted.keys()):
        index.remove(gone)
        result.removed = len(gone)
    due = list(_due(index, wanted, known, result))
    for done, (file, text) in enumerate(_read(due), 1):
        if isinstance(text, str):
            result.problems[file.paper_id] = text
            index.put(file._replace(problem=text), ())
        else:
            result.read += 1
            result.pages += len(text.pages)
            if len(text.pages) < text.total:
                result.problems[file.paper_id] = (
                    f"{file.path}: only {len(text.pages):,} of {text.total:,} pages could be read."
                )
            problem = result.problems.get(file.paper_id, "")
            index.put(file._replace(pages=len(text.pages), problem=problem), text.pages)
        tell(done, len(due))


def _due(
    index: Index, wanted: Mapping[int, Path], known: Mapping[int, File], result: Indexed
) -> Iterator[File]:
    """Yield the files that must be read; the same size and time mean the same content."""
    for number, path in wanted.items():
        try:
            status = path.stat()
            former = known.get(number)
            file = File(number, str(path), status.st_size, status.st_mtime_ns, "")
            if former is None or former[:4] != file[:4]:  # all but the hash, which takes time
                file = file._replace(sha256=sha256(path))
                if former is None or former.sha256 != file.sha256:
                    yield file
                    continue
                index.touch(file)
        except OSError as error:
            result.problems[number] = str(failed("read", str(path), error))
            continue
        result.unchanged += 1
        if former.problem:
            result.problems[number] = former.problem


def _read(due: Sequence[File]) -> Iterator[tuple[File, Whole | str]]:
    """Yield each file with its text, or with the sentence that says why there is none."""
    from concurrent.futures import ThreadPoolExecutor  # 15 ms

    pool = ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1))
    try:
        yield from zip(due, pool.map(_text, due), strict=True)
    finally:
        with suppress(RuntimeError):
            pool.shutdown(cancel_futures=True)


def _text(file: File) -> Whole | str:
    try:
        return read_all(file.path)
    except FileError as error:
        return str(error)
