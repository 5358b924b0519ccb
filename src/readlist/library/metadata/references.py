"""Which papers the words of a person mean: references, titles, PDFs, folders and other files.

No service is asked, and nothing is written.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from readlist.bib import ids
from readlist.errors import FileError, FormatError, UsageError
from readlist.library.papers.edit import record_of
from readlist.library.session import Session
from readlist.model import PDF, Link, Problem, Rank, Record
from readlist.text import more_problems, placed, plural, visible

PROBLEMS_SHOWN = 5
"""Problems of a file that are told one by one."""


def meant(
    session: Session, word: str, tell: Callable[[str], None], fronts: dict[str, str]
) -> Iterator[Record]:
    """Yield the papers that one word means. Raises ``FileError``, ``FormatError``.

    ``tell`` is told what in a file is no paper; ``fronts`` takes the first pages of PDFs, by their
    links. The name of a PDF wins over the identifier that it looks like: so arXiv names its
    downloads.
    """
    from readlist.formats.refs import records_of

    path = _path_of(word)
    if _is_there(path, Path.is_file):
        from readlist.files.pdf import is_pdf

        if path.lower().endswith(".pdf") or is_pdf(path):
            yield of_pdf(session, path, tell, fronts)
            return
        if ids.parse(word) is None:
            yield from _of_file(session, path, tell)
            return
    if ids.parse(word) is None:
        if _is_there(path, Path.is_dir):
            yield from _of_folder(session, path, tell, fronts)
            return
        if _looks_like_path(word):
            raise FileError(f"There is no file {visible(path)}.")
        reason = "" if " " in word.strip() else ids.doubt(word)
        if reason:
            raise FormatError(
                f"{visible(word)} is not added: {reason}. Add the paper by its title."
            )
    yield from (replace(one, source="person", line=0) for one in records_of(word))


def _path_of(word: str) -> str:
    """Return the path that a word is: an address of a file as browsers give it, one at home."""
    if word.lower().startswith("file:"):
        from urllib.parse import unquote

        rest = unquote(word[len("file:") :])
        return "/" + rest.lstrip("/").removeprefix("localhost/") if rest.startswith("//") else rest
    return os.path.expanduser(word) if word.startswith("~/") else word  # noqa: PTH111 - text stays


def _looks_like_path(word: str) -> bool:
    """Say whether a word can be nothing but a file that is not there.

    "Downloads/typo.pdf", "../v", "/nowhere/x". Not: "host.org/paper.pdf", which may be an address;
    "TCP/IP Illustrated", a title.
    """
    first, slash, _ = word.partition("/")
    if first.lower() in ("http:", "https:"):
        return False
    if word.lower().startswith("file:") or (slash and first in ("", ".", "..", "~")):
        return True
    is_pdf = word.lower().endswith(".pdf")
    if not slash:
        return is_pdf
    return "." not in first and (is_pdf or " " not in word.strip())


def _is_there(path: str, kind: Callable[[Path], bool]) -> bool:
    try:
        return kind(Path(path))
    except (OSError, ValueError):  # a title that is longer than a name may be
        return False


def _of_folder(
    session: Session, folder: str, tell: Callable[[str], None], fronts: dict[str, str]
) -> Iterator[Record]:
    """Yield the papers of the PDFs that lie in a folder itself. Raises ``FileError``."""
    from readlist.files.pdf import is_pdf

    inside = sorted(path for path in Path(folder).iterdir() if not path.name.startswith("."))
    found = [path for path in inside if path.is_file() and is_pdf(str(path))]
    if not found:
        raise FileError(
            f"{visible(folder)} is a folder without a PDF. 'readlist import --recursive "
            f"{visible(folder)}' takes the files in it and below it."
        )
    if len(inside) > len(found):
        tell(f"{visible(folder)}: {plural(len(inside) - len(found), 'other file')} left alone.")
    for path in found:
        try:
            yield of_pdf(session, str(path), tell, fronts)
        except FileError as error:
            tell(str(error))


def is_bare_word(word: str, found: Record) -> bool:
    """Say whether a reference is one word, which names no paper by itself: ``attention``.

    A title in Chinese or Japanese has no blanks either, and a file's paper was not typed.
    """
    typed = word.strip()
    if found.source != "person" or found.identifiers or len(typed.split()) != 1:
        return False
    return max(typed) < "\u2e80"


def with_facts(records: list[Record], facts: Mapping[str, str]) -> list[Record]:
    """Return what a person says of a paper, together with the one reference that names it.

    Without any facts these are the references. Raises ``UsageError``.
    """
    said = {name: text for name, text in facts.items() if text.strip()}
    if not said:
        return records
    if len(records) > 1:
        raise UsageError("Options such as --title describe one paper; name one reference at most.")
    own = record_of(said)
    if records:
        known = tuple(i for i in records[0].identifiers if i not in own.identifiers)
        own = replace(
            own, identifiers=known + own.identifiers, title=own.title or records[0].title,
            links=own.links + records[0].links,
        )  # fmt: skip
    return [own]


def of_pdf(
    session: Session, path: str, tell: Callable[[str], None], fronts: dict[str, str]
) -> Record:
    """Return what a PDF says of itself, with its place. Raises ``FileError``.

    Its title and authors are read from the page, and give way to what any service says.
    """
    from readlist.config import pdf_folder
    from readlist.files.pdf import look  # starts a process of its own
    from readlist.library.pdfs import files

    facts = look(path)
    if facts.problem:
        tell(f"{facts.problem} It is added under the name of its file.")
    kept = files.find(pdf_folder(session.settings), Path(path))
    link = Link(files.NAME, kept or str(Path(path).resolve()))
    fronts[link.url] = facts.text_start
    known = bool(facts.identifiers or facts.authors)
    return Record(
        source=PDF,
        rank=Rank.LIST if known else Rank.GUESS,
        title=facts.title or ("" if facts.identifiers else Path(path).stem.replace("_", " ")),
        authors=facts.authors,
        identifiers=facts.identifiers,
        links=(link,),
    )


def _of_file(session: Session, path: str, tell: Callable[[str], None]) -> Iterator[Record]:
    """Yield the papers of a file in any format that is read, without its list."""
    from readlist import formats
    from readlist.files.read import open_document
    from readlist.formats.base import LoadOptions

    problems = 0
    with open_document(path) as document:
        load = formats.sniff(document).load
        for item in load(document, LoadOptions(today=session.today)) if load else ():
            if isinstance(item, Record):
                yield item
            elif isinstance(item, Problem):
                problems += 1
                if problems <= PROBLEMS_SHOWN:
                    tell(placed(path, item.line, item.message))
    if problems > PROBLEMS_SHOWN:
        tell(more_problems(problems - PROBLEMS_SHOWN, path))
