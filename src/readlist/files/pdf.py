"""What a PDF says: identifiers, title and authors, its text; ``look`` and ``read_all`` read it.

The file is read by ``pdf_process`` in a process of its own: a damaged or hostile PDF costs that
process its time and memory, and this one a sentence. What it tells is weighed by pure modules:
``pdf_front`` (title and authors), ``pdf_identity`` (identifiers), ``pdf_text`` (words).
"""

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from readlist.errors import FileError
from readlist.files.pdf_front import Box, Line, Piece, authors_of, lines_of, title_of
from readlist.files.pdf_identity import Front, own_identifiers
from readlist.files.pdf_text import Page, is_garbage, pages_of, whole_words
from readlist.files.read import failed
from readlist.model import Author, Identifier
from readlist.text import clean_block, visible

LIMIT_BYTES = 200_000_000
TIMEOUT_S = 20.0
"""Seconds for one file, the process's own limit being 8 of them: a paper takes 0.1."""
TEXT_LIMIT = 3_000
"""Characters of the first page that are given."""
WHOLE_TIMEOUT_S = 600.0
"""Seconds for the text of all pages: a paper of 20 pages takes 0.2, a book some."""
_HEAD_BYTES = 1024


class PdfFacts(NamedTuple):
    """What a PDF says of the paper that it is; ``pages`` is 0 if not known.

    ``title`` and ``authors`` are read from the page; ``why`` says what the identifiers are believed
    for, ``version`` is the arXiv's, ``problem`` a sentence for a page that has no text.
    """

    title: str = ""
    authors: tuple[Author, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    why: str = ""
    version: int = 0
    text_start: str = ""
    pages: int = 0
    problem: str = ""


class Insides(NamedTuple):
    """What was read out of a PDF; ``pieces`` are the letters of the first page, with places."""

    info: Mapping[str, str] = {}
    xmp: str = ""
    pages: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    box: Box = Box()
    total: int = 0


class Whole(NamedTuple):
    """The text of a PDF by pages, in their order; ``total`` is how many pages it has."""

    pages: tuple[Page, ...]
    total: int


def look(path: str, *, timeout_s: float = TIMEOUT_S) -> PdfFacts:
    """Return what a PDF says of itself; raises ``FileError``, never anything else."""
    shown = visible(path)
    insides = _read(path, timeout_s)
    facts = facts_of(insides, PurePath(path).name)
    return facts._replace(problem=f"{shown} {facts.problem}") if facts.problem else facts


def read_all(path: str) -> Whole:
    """Return the text of every page, as far as it can be had; raises ``FileError``.

    A PDF without any text, which is one of pictures, is an error too, and so is one whose text
    layer is no text.
    """
    insides = _read(path, WHOLE_TIMEOUT_S, "--all")
    if problem := _no_text(insides.pages):
        raise FileError(f"{visible(path)} {problem}")
    return Whole(pages_of(insides.pages), insides.total)


def is_pdf(path: str) -> bool:
    """Say whether a file begins as a PDF does, whatever it is called."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as below
            return file.read(_HEAD_BYTES).lstrip().startswith(b"%PDF-")
    except (OSError, ValueError):
        return False


def _no_text(pages: Sequence[str]) -> str:
    """Return what is wrong with the text of pages, as the rest of a sentence."""
    if not any(page.strip() for page in pages):
        return "has no text: it is made of pictures, as from a scanner."
    if is_garbage(pages):
        return "has a text that is none: its fonts do not say which letters they draw."
    return ""


def _read(path: str, timeout_s: float, *more: str) -> Insides:
    shown = visible(path)
    try:
        with _opened(path, shown) as file:
            return _insides(file, shown, timeout_s, *more)
    except (OSError, ValueError) as error:  # the latter for a name with a NUL in it
        raise failed("read", shown, error) from error


def _opened(path: str, shown: str) -> BinaryIO:
    """Return the file, which is one, is not too large and begins as a PDF does."""
    status = os.stat(path)  # noqa: PTH116
    if not stat.S_ISREG(status.st_mode):
        raise FileError(f"{shown} is no file. Name a PDF.")
    if status.st_size > LIMIT_BYTES:
        raise FileError(
            f"{shown} is larger than {LIMIT_BYTES // 1_000_000} MB, and is not read for that."
        )
    file = open(path, "rb")  # noqa: PTH123, SIM115
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if b"%PDF-" not in head:
        file.close()
        page = re.match(rb"\s*<(?:!doctype html|html|head)", head, re.IGNORECASE)
        what = "a web page, no PDF. Download the paper again" if page else "no PDF. Check the file"
        raise FileError(f"{shown} is {what}.")
    return file


def _insides(file: BinaryIO, shown: str, timeout_s: float, *more: str) -> Insides:
    """Return what the reader told before it ended, or was ended."""
    command = [sys.executable, "-P", "-m", "readlist.files.pdf_process", *more]
    try:
        told = subprocess.run(  # noqa: S603 - our own program, the file on its standard input
            command, stdin=file, capture_output=True, timeout=timeout_s, check=False
        ).stdout
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    insides = Insides()
    for line in told.splitlines():
        try:
            said = json.loads(line)
        except ValueError:  # the last line of a reader that was ended
            continue
        if error := said.get("error"):
            raise FileError(f"{shown} {_ERRORS.get(error, _ERRORS['damaged'])}")
        insides = _with(insides, said)
    if not insides.total:
        raise FileError(f"{shown} takes more time or memory than any paper, and was given up on.")
    return insides


_ERRORS = {
    "password": "is locked with a password. Unlock it first, or name the paper by its DOI.",
    "cipher": "is encrypted in a way that cannot be read here. Name the paper by its DOI.",
    "damaged": "is damaged and cannot be read as a PDF. Download it again.",
    "library": "cannot be read: the package pypdfium2 is not here. 'pip install pypdfium2' helps.",
}  # fmt: skip


def _with(insides: Insides, said: dict[str, Any]) -> Insides:
    if "info" in said:
        return insides._replace(info=said["info"], xmp=said["xmp"], total=said["total"])
    insides = insides._replace(pages=(*insides.pages, said.get("text", "")))
    if "box" not in said:
        return insides
    pieces = tuple(Piece(*values) for values in said["pieces"])
    return insides._replace(pieces=pieces, box=Box(*said["box"]))


def facts_of(insides: Insides, name: str = "") -> PdfFacts:
    """Return what the insides of a PDF and the name of its file say of the paper."""
    first = insides.pages[0] if insides.pages else ""
    problem = _no_text(insides.pages)
    if problem:  # neither pictures nor garbage are a title
        insides = insides._replace(pages=(), pieces=())
        first = ""
    lines = lines_of(insides.pieces) or _lines_of_text(first)
    title = title_of(lines, insides.info, first)
    front = Front(lines, insides.pieces, insides.box, title)
    own = own_identifiers(front, insides.pages, insides.info, insides.xmp, name)
    return PdfFacts(
        title=title.text,
        authors=authors_of(lines, title, insides.info, first),
        identifiers=own.identifiers,
        why=own.why,
        version=own.version,
        text_start=clean_block(whole_words(first), TEXT_LIMIT),
        pages=insides.total,
        problem=problem,
    )


def _lines_of_text(page: str) -> list[Line]:
    """Return the lines of a page whose letters have no places, evenly down the page."""
    texts = page.split("\n")
    step = 680.0 / max(1, len(texts) - 1)
    return [Line(0.45 * step, 740 - step * at, 72, 540, "", one) for at, one in enumerate(texts)]
