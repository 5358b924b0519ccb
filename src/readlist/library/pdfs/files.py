"""PDFs that the library keeps: in one folder, under their citation keys, each content once.

What a paper has is a link named ``file``: relative to the folder, so that both can move; absolute
where a bibliography named a file of another program. Names are made of the citation key alone.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from readlist.bib import ids
from readlist.errors import FileError, NotFoundError
from readlist.files.read import failed
from readlist.library.papers.marks import Mark, change_papers
from readlist.model import Identifier, Link, Paper, Record
from readlist.store.journal import Transaction
from readlist.store.papers import load
from readlist.text import visible

NAME = "file"
"""The name of a link to a file, which bibliographies use as well."""
_NAME_BYTES = 200
_PART_S = 30 * 86_400.0
# "con" and "aux.pdf"; not "context".
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


class Kept(NamedTuple):
    """A file in the folder; ``new`` says that its content was not there before."""

    name: str
    new: bool
    size: int


class Address(NamedTuple):
    """Where a PDF may be: a path at a service, or any address where ``service`` is empty."""

    service: str
    path: str


def has_file(paper: Paper, path: str) -> bool:
    """Say whether a paper has a file of that name, wherever the folder is now."""
    name = Path(path).name
    return any(Path(link.url).name == name for link in paper.links if link.name == NAME)


def file_name(key: str) -> str:
    """Return what the PDF of a citation key is called, without its suffix."""
    name = re.sub(r"[^\w.+-]", "-", key).lstrip(".-") or "paper"
    if _RESERVED.match(name):  # devices of Windows, whatever the suffix
        name = f"{name}-paper" if "." not in name else "paper-" + name
    return name.encode("utf-8", "replace")[:_NAME_BYTES].decode("utf-8", "ignore").rstrip(".")


def keep_copy(folder: Path, path: Path, key: str) -> Kept:
    """Copy a person's file into the folder, unless its content is there. Raises ``FileError``."""
    if known := find(folder, path):
        return Kept(known, False, path.stat().st_size)
    incoming = folder / f".copy-{os.getpid()}.part"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(path, incoming)
    except OSError as error:
        _remove(incoming)
        raise failed("copy", str(path), error) from error
    return keep(folder, incoming, key)


def keep_copies(
    tx: Transaction, folder: Path, records: Iterable[Record], numbers: Sequence[int]
) -> list[str]:
    """Copy the PDFs that records name under the keys of their papers; return what failed.

    The originals stay; one that could not be copied stays the paper's file.
    """
    paths = {link.url for record in records for link in record.links if link.name == NAME}
    failures = []
    for paper in list(load(tx.library, numbers)):
        for url in [link.url for link in paper.links if link.name == NAME]:
            if url not in paths or not Path(url).is_absolute():
                continue
            try:
                kept = keep_copy(folder, Path(url), paper.key)
            except FileError as error:
                failures.append(str(error))
            else:
                change_papers(tx, [paper.id], with_file(kept.name, instead_of=url))
    return failures


def keep(folder: Path, incoming: Path, key: str) -> Kept:
    """Give a whole file in the folder its name, unless its content is there under another."""
    try:
        size = incoming.stat().st_size
        if known := find(folder, incoming):
            return Kept(known, False, size)
        with incoming.open("rb+") as file:
            os.fsync(file.fileno())
        return Kept(_named(folder, incoming, file_name(key)), True, size)
    except OSError as error:
        raise failed("write", str(folder), error) from error
    finally:
        _remove(incoming)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def _named(folder: Path, incoming: Path, base: str) -> str:
    """Give a file the first name that is free, without ever touching another file."""
    for number in range(1, 10_000):
        name = f"{base}.pdf" if number == 1 else f"{base}-{number}.pdf"
        try:
            os.link(incoming, folder / name)  # fails where there is one, in one step
        except FileExistsError:
            continue
        except OSError:  # a disk that knows no second names
            if (folder / name).exists():
                continue
            incoming.rename(folder / name)
        return name
    raise FileExistsError(17, "ten thousand files of this name", str(folder / base))


def forget_parts(folder: Path, now_s: float) -> None:
    """Remove what is left of downloads that nobody has gone on with for a month."""
    for path in folder.glob(".*"):
        if ".part" in path.name or path.suffix == ".json":
            with suppress(OSError):
                if path.stat().st_mtime < now_s - _PART_S:
                    path.unlink()


def find(folder: Path, path: Path) -> str:
    """Return the name of the file in the folder with the same content, or nothing.

    Only files of the same size are read: no list of contents that could be wrong.
    """
    try:
        size = path.stat().st_size
        with os.scandir(folder) as entries:
            same = sorted(
                entry.name
                for entry in entries
                if entry.name.lower().endswith(".pdf") and entry.is_file()
                and not entry.name.startswith(".") and entry.stat().st_size == size
            )  # fmt: skip
        wanted = sha256(path) if same else ""
        return next((name for name in same if sha256(folder / name) == wanted), "")
    except OSError:
        return ""


def sha256(path: Path) -> str:
    """Return the hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files(folder: Path, paper: Paper) -> Iterator[Path]:
    """Yield where a paper's PDFs should be, those of the folder first."""
    urls = [link.url for link in paper.links if link.name == NAME]
    for url in sorted(urls, key=lambda url: Path(url).is_absolute()):
        if not url.lower().endswith(".pdf") or "\0" in url:
            continue
        path = Path(os.path.normpath(folder / url))
        if Path(url).is_absolute() or path.is_relative_to(os.path.normpath(folder)):
            yield path


def files_here(folder: Path, paper: Paper) -> list[Path]:
    """Return the PDFs of a paper that are on this disk, in the order in which they came."""
    return list(filter(is_here, files(folder, paper)))


def is_here(path: Path) -> bool:
    """Say whether a file is on this disk."""
    try:
        return path.is_file()
    except OSError:  # a name that is too long for this disk
        return False


def file_of(folder: Path, paper: Paper) -> Path | None:
    """Return the first PDF of a paper that is on this disk."""
    return next(iter(files_here(folder, paper)), None)


def version_of(path: Path) -> int:
    """Return which version of the arXiv's a PDF is by its stamp or its name; 0 for no other."""
    from readlist.files.pdf import look  # starts a process of its own

    try:
        return look(str(path)).version
    except FileError:
        return 0


def newest_file(folder: Path, paper: Paper) -> Path | None:
    """Return the PDF of a paper that a person means: the newest version of what came first.

    What came first may be the publisher's, which no version of the arXiv's is newer than.
    """
    here = files_here(folder, paper)
    if len(here) < 2:
        return here[0] if here else None
    versions = {path: version_of(path) for path in here}
    if not versions[here[0]]:
        return here[0]
    return max(here, key=lambda path: versions[path])


def with_file(name: str, instead_of: str = "") -> Mark:
    """Give a paper a file, perhaps in the place of another link to it."""

    def mark(paper: Paper) -> Paper:
        link = Link(NAME, name)
        gone = {Link(NAME, instead_of)} - {link}
        if link in paper.links and gone.isdisjoint(paper.links):
            return paper
        links = (one for one in paper.links if one != link and one not in gone)
        return replace(paper, links=(*links, link))

    return mark


def addresses(paper: Paper) -> tuple[Address, ...]:
    """Return where a paper's PDF may be, the services that hold papers first."""
    found = [place for one in paper.identifiers for place in _at_service(one)]
    found.sort(key=lambda place: _SERVICES.index(place.service))
    links = sorted(paper.links, key=lambda link: link.name.lower() != "pdf")
    for link in links:
        if not link.url.startswith(("https://", "http://")):
            continue
        named = ids.from_url(link.url)
        if link.name.lower() == "pdf" or link.url.lower().partition("?")[0].endswith(".pdf"):
            found += _at_service(named) if named else ()
            if not named or named.scheme not in _SCHEMES:
                found.append(Address("", link.url))
    return tuple(dict.fromkeys(found))


_SERVICES = ("arxiv_pdf", "acl", "openreview", "")
_SCHEMES = ("arxiv", "acl", "openreview")


def _at_service(identifier: Identifier) -> tuple[Address, ...]:
    paths = {
        "arxiv": ("arxiv_pdf", "/{}"), "acl": ("acl", "/{}.pdf"),
        "openreview": ("openreview", "/pdf?id={}"),
    }  # fmt: skip
    if identifier.scheme not in paths:
        return ()
    service, path = paths[identifier.scheme]
    return (Address(service, path.format(identifier.value)),)


def chosen_files(folder: Path, paper: Paper, *, version: int, every: bool) -> list[Path]:
    """Return PDFs of a paper that are here: the newest, that of a ``version``, or ``every`` one.

    Raises ``NotFoundError``.
    """
    here = files_here(folder, paper)
    if not here:
        raise NotFoundError(_missing(folder, paper))
    if every:
        return here
    if not version:
        newest = newest_file(folder, paper)
        return [newest] if newest else []
    versions = {path: version_of(path) for path in here}
    if found := [path for path in here if versions[path] == version]:
        return found[:1]
    known = ", ".join(f"v{number}" for number in sorted(set(versions.values())) if number)
    raise NotFoundError(
        f"There is no PDF of version {version} of {paper.key} here; "
        + (f"there is {known}." if known else "its PDFs do not say their versions.")
    )


def _missing(folder: Path, paper: Paper) -> str:
    """Say why a paper has no PDF here; a drive that is not mounted has lost nothing."""
    gone = next(files(folder, paper), None)
    if gone is None:
        return f"There is no PDF of {paper.key} here. 'readlist pdf {paper.key}' downloads it."
    if not folder.is_dir() and gone.is_relative_to(folder):
        return (
            f"The PDF of {paper.key} is not at hand: the folder {visible(str(folder))} is not "
            "there. Is its drive mounted?"
        )
    return (
        f"The PDF of {paper.key} is not at {visible(str(gone))} any more. "
        f"'readlist pdf {paper.key}' downloads it."
    )
