"""What words mean as papers: references, PDFs, and other files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from readlist.bib import ids
from readlist.errors import FileError, FormatError, UsageError
from readlist.library.papers.edit import record_of
from readlist.library.session import Session
from readlist.model import Link, Problem, Rank, Record
from readlist.text import plural, visible

PROBLEMS_SHOWN = 5


def meant(session: Session, word: str, tell: Callable[[str], None]) -> Iterator[Record]:
    """Yield the papers that one word means. Raises ``FileError``, ``FormatError``.

    ``tell`` is told what in a file is no paper.
    The name of a PDF wins over the identifier that it looks like: so arXiv names its downloads.
    """
    from readlist.formats.refs import records_of

    is_pdf = word.lower().endswith(".pdf")
    if is_pdf and Path(word).is_file():
        yield _of_pdf(session, word)
        return
    named = ids.parse(word)
    if named is None and _is_file(word):
        yield from _of_file(session, word, tell)
        return
    if is_pdf and named is None and "/" not in word.removeprefix("./"):
        raise FileError(f"There is no file {visible(word)}.")
    if named is None and " " not in word.strip() and (reason := ids.doubt(word)):
        raise FormatError(f"{visible(word)} is not added: {reason}. Add the paper by its title.")
    yield from (replace(one, source="person", line=0) for one in records_of(word))


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


def _is_file(word: str) -> bool:
    try:
        return Path(word).is_file()
    except OSError:  # a title that is longer than a name may be
        return False


def _of_pdf(session: Session, path: str) -> Record:
    """Return what a PDF says of itself, with its place; its title is a guess."""
    from readlist.config import pdf_folder
    from readlist.files.pdf import look  # starts a process of its own
    from readlist.library.pdfs import files

    facts = look(path)
    kept = files.find(pdf_folder(session.settings), Path(path))
    return Record(
        source="pdf",
        rank=Rank.LIST if facts.identifiers else Rank.GUESS,
        title="" if facts.identifiers else facts.title or Path(path).stem.replace("_", " "),
        identifiers=facts.identifiers,
        links=(Link(files.NAME, kept or str(Path(path).resolve())),),
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
                    tell(f"{visible(path)}:{item.line}: {visible(item.message)}")
    if problems > PROBLEMS_SHOWN:
        tell(f"{visible(path)}: and {plural(problems - PROBLEMS_SHOWN, 'problem')} more.")
