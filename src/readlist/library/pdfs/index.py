"""Bring the index of full texts up to date with the PDFs: only what changed is read."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from readlist.errors import FileError
from readlist.files.pdf import Whole, read_all
from readlist.files.read import failed
from readlist.library.pdfs import files
from readlist.library.pdfs.files import sha256
from readlist.store.connection import Library
from readlist.store.fulltext import File, Index, pdf_counts
from readlist.store.papers import load
from readlist.text import plural

AT_ONCE = 8
"""PDFs that are read at once at most, each by a process of its own."""

Tell = Callable[[int, int], None]
"""Is told how many PDFs are read, of how many."""
Place = tuple[int, str]
"""The number of a paper, and the path of a file of it."""


@dataclass(slots=True)
class Indexed:
    """What a run did; ``problems`` are sentences with their papers, of former runs as well."""

    read: int = 0
    pages: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    interrupted: bool = False


class Wanted(NamedTuple):
    """The PDFs of papers: those that are here, and those that are not, which stay in the index."""

    here: tuple[Place, ...] = ()
    away: frozenset[Place] = frozenset()


def to_read(
    library: Library, folder: Path, numbers: Sequence[int], problems: list[tuple[int, str]]
) -> Wanted:
    """Return the PDFs of papers, all of each; ``problems`` are told which are not where they were.

    A folder that is away, as on a drive that is not mounted, is one sentence.
    """
    having = pdf_counts(library.db)
    is_away = not folder.is_dir()
    here: list[Place] = []
    away: list[Place] = []
    kept: list[Place] = []
    for paper in load(library, [number for number in numbers if number in having]):
        for path in files.files(folder, paper):
            place = (paper.id, str(path))
            if files.is_here(path):
                here.append(place)
                continue
            away.append(place)
            if is_away and path.is_relative_to(folder):
                kept.append(place)
            else:
                problems.append((paper.id, f"The PDF of {paper.key} is not at {path} any more."))
    if kept:
        stay = "stays" if len(kept) == 1 else "stay"
        sentence = (
            f"The folder {folder} is not there; is its drive mounted? "
            f"{plural(len(kept), 'PDF')} of it {stay} in the index as read before."
        )
        problems.append((kept[0][0], sentence))
    return Wanted(tuple(here), frozenset(away))


def update(index: Index, wanted: Wanted, result: Indexed, tell: Tell, *, whole: bool) -> None:
    """Read the PDFs of papers into the index, each in its own transaction.

    ``whole`` says that these are all papers: what none of them names is forgotten.
    """
    due = list(_due(index, wanted, result))
    if whole:
        named = {*wanted.here, *wanted.away}
        if gone := [file for file in index.files() if file.place not in named]:
            index.remove(gone)
            result.removed = len(gone)
    for done, (file, text) in enumerate(_read(due), 1):
        if isinstance(text, str):
            result.problems.append((file.paper_id, text))
            index.put(file._replace(problem=text), ())
        else:
            result.read += 1
            result.pages += len(text.pages)
            problem = ""
            if len(text.pages) < text.total:
                problem = (
                    f"{file.path}: only {len(text.pages):,} of {text.total:,} pages could be read."
                )
                result.problems.append((file.paper_id, problem))
            index.put(file._replace(pages=len(text.pages), problem=problem), text.pages)
        tell(done, len(due))


def _due(index: Index, wanted: Wanted, result: Indexed) -> Iterator[File]:
    """Yield the files that must be read; the same size and time mean the same content.

    A file that lies elsewhere now, because its folder has another name, is the same file.
    """
    files_known = index.files()
    known = {file.place: file for file in files_known}
    here = set(wanted.here)
    moved = {(file.paper_id, file.sha256): file for file in files_known if file.place not in here}
    for number, path in wanted.here:
        try:
            status = os.stat(path)  # noqa: PTH116 - paths are text here
            former = known.get((number, path))
            file = File(number, path, status.st_size, status.st_mtime_ns, "")
            if former is None or former[:4] != file[:4]:  # all but the hash, which takes time
                file = file._replace(sha256=sha256(Path(path)))
                former = former or moved.pop((number, file.sha256), None)
                if former is None or former.sha256 != file.sha256:
                    yield file
                    continue
                index.touch(former, file)
        except OSError as error:
            result.problems.append((number, str(failed("read", path, error))))
            continue
        result.unchanged += 1
        if former.problem:
            result.problems.append((number, former.problem))


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
