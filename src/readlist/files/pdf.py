"""What a PDF says: identifiers, title, its text. Pure but for ``look`` and ``read_all``.

The file is read by ``pdf_process`` in a process of its own: a damaged or hostile PDF costs that
process its time and memory, and this one a sentence. An identifier counts where it is surely the
paper's own, in this order: arXiv's stamp, the metadata, the imprint of the first page, the name of
the file. One that is merely cited never does.
"""

import json
import os
import re
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from readlist.bib import ids
from readlist.errors import FileError
from readlist.files.read import failed
from readlist.model import Identifier
from readlist.text import clean, clean_block, fold, visible

LIMIT_BYTES = 200_000_000
TIMEOUT_S = 20.0
"""Seconds for one file: three pages of a paper take 0.1, starting the reader 0.15."""
TEXT_LIMIT = 3_000
"""Characters of the first page that are given."""
WHOLE_TIMEOUT_S = 600.0
"""Seconds for the text of all pages: a paper of 20 pages takes 1 to 3, a book a minute."""
PAGE_LIMIT = 50_000
_HEAD_BYTES = 1024

_REFERENCES = re.compile(
    r"^[ \t]{0,20}(?:[0-9]{1,2}\.?[ \t]{1,4})?(?:references|bibliography|literature cited|"
    r"works cited|references and notes)[ \t]{0,20}$",
    re.IGNORECASE | re.MULTILINE,
)
# arXiv, help/submit_tex: "arXiv:1706.03762v7 [cs.CL] 2 Aug 2023" up the left margin.
_STAMPED = re.compile(
    r"\s{0,4}(?:\[[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?\])?\s{0,4}[0-9]{1,2}\s{1,2}[A-Z][a-z]{2}\s{1,2}"
    r"(?:19|20)[0-9]{2}(?![0-9])"
)
_STAMPED_ALONE = re.compile(r"[ \t]{0,4}\[[a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?\][ \t]*(?:\n|$)")
_XMP_FIELD = re.compile(
    r"(?:prism|pdfx|crossmark|dc|bibtex|jav):(?:doi|identifier|wps-articledoi|arxivid|eprint)"
    r"(?:\s?=\s?[\"']([^\"'<>]{1,300})|[^<>]{0,200}>([^<>]{1,300})<)",
    re.IGNORECASE,
)
# A DOI that a line ends in the middle of, or a blank that stands in it.
_BROKEN_DOI = re.compile(
    r"(doi\.org/|10\.[0-9]{4,9}/(?:[!-~]{0,100}[./_-])?)[ \t]?(?:\n[ \t]?|(?<=/) )"
    r"(?=[0-9a-z]{0,20}[0-9])"
)
_DATA = ("10.5281/", "10.6084/")
"""Prefixes of repositories of data and code, which papers name beside themselves."""
_IMPRINT = re.compile(
    r"©|\(c\)|copyright|isbn|issn|permission|received|accepted|published|reference format|"
    r"cite this|citation:|how to cite|volume|vol\.|proceedings|article|open access|licen[cs]e|"
    r"correspond|e-?mail|journal",
    re.IGNORECASE,
)
_AROUND = 250
_MARGIN = 700
_REVIEWED = re.compile(r"(?:reviewed on|published (?:on|in)) openreview:?\s{0,4}$", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"untitled|microsoft (?:word|powerpoint)|powerpoint|slide [0-9]|presentation|doi\s?:|"
    r"pii\s?:|arxiv:|https?:|.*\.(?:dvi|tex|docx?|pdf|indd|qxd|p65|ps|rtf|pptx?)$|.*\btemplate\b|"
    r".*\binstructions (?:for|to)\b|(?:full|main|final|camera|title|paper|manuscript|article)\b"
    r"[\w -]{0,20}$|[\w-]{0,40}[0-9]{3,40}[\w-]{0,40}(?: [0-9]+\.\.[0-9]+)?$",
    re.IGNORECASE,
)


class PdfFacts(NamedTuple):
    """What a PDF says of the paper that it is; ``title`` is a guess, ``pages`` 0 if not known."""

    title: str = ""
    identifiers: tuple[Identifier, ...] = ()
    text_start: str = ""
    pages: int = 0


class Insides(NamedTuple):
    """What was read out of a PDF; ``pieces`` are of the first page: size, height, text."""

    info: Mapping[str, str] = {}
    xmp: str = ""
    pages: tuple[str, ...] = ()
    pieces: tuple[tuple[float, float, str], ...] = ()
    total: int = 0


def look(path: str, *, timeout_s: float = TIMEOUT_S) -> PdfFacts:
    """Return what a PDF says of itself; raises ``FileError``, never anything else."""
    shown = visible(path)
    try:
        with _opened(path, shown) as file:
            insides = _insides(file, shown, timeout_s)
    except (OSError, ValueError) as error:  # the latter for a name with a NUL in it
        raise failed("read", shown, error) from error
    return facts_of(insides, PurePath(path).name)


class Whole(NamedTuple):
    """The text of a PDF by pages, in their order; ``total`` is how many pages it has."""

    pages: tuple[str, ...]
    total: int


def read_all(path: str, *, timeout_s: float = WHOLE_TIMEOUT_S) -> Whole:
    """Return the text of every page, as far as it can be had; raises ``FileError``.

    A PDF without any text, which is one of pictures, is an error too.
    """
    shown = visible(path)
    try:
        with _opened(path, shown) as file:
            insides = _insides(file, shown, timeout_s, "--all")
    except (OSError, ValueError) as error:
        raise failed("read", shown, error) from error
    pages = tuple(_running(page) for page in insides.pages)
    if not any(pages):
        raise FileError(f"{shown} has no text: it is made of pictures, as from a scanner.")
    return Whole(pages, insides.total)


# At the end of a line a hyphen mostly parts a word, "transfor-mer"; the other half then begins
# small, which "Mask-RCNN" does not.
_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad\u2010][ \t]{0,3}\n[ \t]{0,3}(?=[a-zà-ÿ])")


def _running(page: str) -> str:
    """Return a page as one line, with whole words and without ligatures (NFKC)."""
    return clean(unicodedata.normalize("NFKC", _HYPHEN.sub("", page)), PAGE_LIMIT)


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
    for said in _lines(told):
        if error := said.get("error"):
            raise FileError(f"{shown} {_ERRORS.get(error, _ERRORS['damaged'])}")
        insides = _with(insides, said)
    if not insides.total and not insides.info:
        raise FileError(f"{shown} takes more time or memory than any paper, and was given up on.")
    return insides


_ERRORS = {
    "password": "is locked with a password. Unlock it first, or name the paper by its DOI.",
    "cipher": "is encrypted in a way that needs another package: pip install 'pypdf[crypto]'.",
    "damaged": "is damaged and cannot be read as a PDF. Download it again.",
}  # fmt: skip


def _lines(told: bytes) -> Iterator[dict[str, Any]]:
    for line in told.split(b"\n"):
        try:
            said = json.loads(line)
        except ValueError:  # the last line of a reader that was ended
            continue
        if isinstance(said, dict):
            yield said


def _with(insides: Insides, said: dict[str, Any]) -> Insides:
    if "info" in said:
        return insides._replace(info=said["info"], xmp=said["xmp"], total=said["total"])
    pieces = tuple((size, height, text) for size, height, text in said.get("pieces", ()))
    return insides._replace(
        pages=(*insides.pages, said.get("text", "")), pieces=insides.pieces or pieces
    )


def facts_of(insides: Insides, name: str = "") -> PdfFacts:
    """Return what the insides of a PDF and the name of its file say of the paper."""
    pages = tuple(_BROKEN_DOI.sub(r"\1", page) for page in insides.pages)
    first = pages[0] if pages else ""
    return PdfFacts(
        title=_title(insides, first),
        identifiers=_identifiers(insides, pages, name),
        text_start=clean_block(first, TEXT_LIMIT),
        pages=insides.total,
    )


def _identifiers(
    insides: Insides, pages: Sequence[str], name: str
) -> tuple[Identifier, ...]:  # fmt: skip
    first = _before_references(pages[0]) if pages else ""
    stamp = _stamp(pages[0]) if pages else None
    said = [one for one in _metadata(insides) if not (stamp and one.scheme == "arxiv")]
    found = dict.fromkeys([stamp, *said] if stamp else said)
    if not found:
        found = dict.fromkeys(_imprint(pages, first))
    if not found and (named := _from_name(name, first)):
        found = {named: None}
    for one in list(found):
        found.update(dict.fromkeys(ids.implied(one)))
    return tuple(found)


def _before_references(page: str) -> str:
    heading = _REFERENCES.search(page)
    return page[: heading.start()] if heading else page


def _stamp(page: str) -> Identifier | None:
    """Return what arXiv printed on the margin: identifier and version, then category and day.

    Without the day it must have a line to itself, because citations look so too. Some PDFs give
    the turned line from its end.
    """
    lines = [line[::-1] for line in page.split("\n") if "viXra" in line]
    for text in (page, *lines):
        for found in ids.find(text):
            if found.version is None:
                continue
            begins = not text[max(0, found.start - 40) : found.start].rpartition("\n")[2].strip()
            if _STAMPED.match(text, found.end) or (
                begins and _STAMPED_ALONE.match(text, found.end)
            ):
                return found.identifier
    return None


def _metadata(insides: Insides) -> list[Identifier]:
    """Return at most one identifier a scheme from where publishers and arXiv write their own."""
    values = [
        value
        for name, value in insides.info.items()
        if "doi" in name.lower() or "arxiv" in name.lower()
    ]
    values += [(inside or text) for inside, text in _XMP_FIELD.findall(insides.xmp)]
    values.append(insides.info.get("/Subject", ""))
    title = insides.info.get("/Title", "")
    if re.match(r"\s*(?:doi|arxiv)\s*:", title, re.IGNORECASE):  # "doi:10.1016/j.x.2020.1"
        values.append(title)
    found: dict[str, Identifier] = {}
    for value in values:
        for one in ids.find(value):
            if one.identifier.scheme in ("doi", "arxiv") and not _is_of_data(one.identifier):
                found.setdefault(one.identifier.scheme, one.identifier)
    return list(found.values())


def _is_of_data(identifier: Identifier) -> bool:
    return identifier.scheme == "doi" and identifier.value.startswith(_DATA)


def _imprint(pages: Sequence[str], first: str) -> list[Identifier]:
    """Return the one DOI of the first page that stands where publishers print it.

    That is at the top, at the end, beside words of an imprint, or again on the next pages; where
    several do, it is the one that is repeated, or none.
    """
    found: dict[Identifier, None] = {}
    for one in ids.find(first):
        identifier = one.identifier
        before, after = first[max(0, one.start - _AROUND) : one.start], first[one.end :][:_AROUND]
        if identifier.scheme == "openreview" and _REVIEWED.search(before):
            return [identifier]
        if identifier.scheme != "doi" or _is_of_data(identifier):
            continue
        # "https://doi.org/10.1145/3292500 © 2019 ACM" is the paper's own; one in the middle of a
        # sentence, "as in 10.1038/nature14539 we", is of a work that it cites.
        at_edge = one.start < _MARGIN or len(first) - one.end < _MARGIN
        if at_edge or any(map(_IMPRINT.search, (before, after))):
            found[identifier] = None
    if len(found) > 1:
        later = {one.identifier for page in pages[1:] for one in ids.find(_before_references(page))}
        found = {one: None for one in found if one in later}
    return list(found) if len(found) == 1 else []


def _from_name(name: str, first: str) -> Identifier | None:
    """Return what a file is called by that was saved from arXiv or the ACL Anthology."""
    stem = re.sub(r"[ _-]?\([0-9]{1,3}\)$", "", PurePath(name).stem)
    stem = re.sub(r"(?i)^arxiv[-_ ]?", "", stem)
    if re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,2})?", stem):
        return ids.normalise("arxiv", stem)
    found = ids.normalise("acl", stem)
    # P18-1001 may be the number of an invoice.
    surely = "." in stem or "computational linguistics" in " ".join(first.lower().split())
    return found if surely else None


def _title(insides: Insides, first: str) -> str:
    """Return the title of the metadata where the first page has it too, else the largest text."""
    said = clean(insides.info.get("/Title", ""), 500)
    if len(said) < 8 or " " not in said or _NO_TITLE.match(said):
        said = ""  # "main.dvi", "Microsoft Word - paper.doc", "untitled"
    if said and fold(said) in fold(first):
        return said
    return _largest(insides.pieces) or said


def _largest(pieces: Sequence[tuple[float, float, str]]) -> str:
    """Return the text in the largest letters that can be a title.

    Small capitals are a fifth smaller than the capitals between which they stand.
    """
    sizes = sorted({size for size, _, text in pieces if size and text.strip()}, reverse=True)
    for size in sizes[:4]:
        places = [at for at, piece in enumerate(pieces) if piece[0] == size]
        chosen = pieces[places[0] : places[-1] + 1]
        text = _line([piece for piece in chosen if piece[0] >= 0.79 * size])
        if 12 <= len(text) <= 300 and text.count(" ") > 1 and not _NO_TITLE.match(text):
            return text
    return ""


def _line(pieces: Sequence[tuple[float, float, str]]) -> str:
    """Return pieces as one line; those of another height were on another line."""
    parts: list[str] = []
    for at, (size, height, text) in enumerate(pieces):
        if at and abs(height - pieces[at - 1][1]) > size / 2:
            parts.append(" ")
        parts.append(text)
    return clean("".join(parts))
