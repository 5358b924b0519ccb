"""A manuscript and what belongs to it: the files that it includes, and its bibliographies.

Files are followed within the folder of the manuscript alone, links resolved; a file that names
itself, or is named twice, is read once. What is not followed is told.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from readlist.errors import FileError
from readlist.files.read import FileDocument, open_document
from readlist.formats.base import LoadOptions
from readlist.formats.manuscripts import EVERYTHING, Named, Said, read, sniff
from readlist.library.manuscripts.check import SET, Citation, Cited, entry_of
from readlist.model import Problem, Record
from readlist.text import placed

FILES_LIMIT = 1_000
"""Files that one manuscript may consist of; a book has a hundred."""
DEPTH_LIMIT = 50
"""Files that include one another, one inside the other."""
_PARTS = {"tex": ".tex", "aux": "", "typst": "", "bbl": ".tex"}


class Unread(NamedTuple):
    """A file that a manuscript names and that was not read, and why.

    With a ``part`` citations may be lost; ``glyphtounicode``, which TeX finds elsewhere, is none.
    """

    file: str
    line: int
    name: str
    reason: str
    part: bool = False

    @property
    def sentence(self) -> str:
        """What the person is told."""
        what = "" if self.name == self.file else f"{self.name} was not read: "
        return placed(self.file, self.line, what + self.reason)


@dataclass(slots=True)
class Manuscript:
    """What a manuscript cites, with its parts and its bibliographies; ``file`` is as it was given.

    ``bibs`` are the bibliographies that were read; ``whole`` says that none is missing. ``sets``
    are keys that stand for several entries, ``labels`` places of the text.
    """

    file: str
    kind: str
    citations: dict[str, Citation] = field(default_factory=dict)
    bibs: list[str] = field(default_factory=list)
    entries: dict[str, Record] = field(default_factory=dict)
    entry_keys: set[str] = field(default_factory=set)
    whole: bool = True
    unread: list[Unread] = field(default_factory=list)
    sets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)

    def cited(self) -> Cited:
        """Return what is judged: of a set its entries; what cites everything cites every entry."""
        citations: dict[str, Citation] = {}
        for key, place in self.citations.items():
            for member in self.sets.get(key, (key,)):
                if member != EVERYTHING and member not in self.labels:
                    citations.setdefault(member, place._replace(key=member))
        if everything := self.citations.get(EVERYTHING):
            for record in self.entries.values():
                place = everything._replace(key=record.key)
                citations.setdefault(record.key, place)
        whole = self.whole and bool(self.bibs or self.entry_keys)
        return Cited(
            tuple(citations.values()), self.entries, frozenset(self.entry_keys), whole=whole
        )


def is_bibliography(document: FileDocument) -> bool:
    """Say whether a file is BibTeX rather than a manuscript."""
    from readlist.formats.bibtex import FORMAT

    return not sniff(document.head, document.name) and bool(
        FORMAT.sniff and FORMAT.sniff(document.head, document.name) >= 0.5
    )


def references_of(path: str) -> dict[str, Record | None]:
    """Return the keys that a manuscript cites, see ``references_in``."""
    return references_in(whole_manuscript(path))


def whole_manuscript(path: str) -> Manuscript:
    """Return a manuscript with its parts and bibliographies, or a bibliography as one."""
    with open_document(path) as document:
        if is_bibliography(document):
            return bibliography(path, document)
        return manuscript(path, document)


def references_in(found: Manuscript) -> dict[str, Record | None]:
    """Return the keys that a manuscript cites, with those of the files that it includes.

    Each once, in the order of their first citation, with the entry that it has in the manuscript's
    bibliography. Where a manuscript cites everything, these are all entries of a bibliography that
    is whole; otherwise ``EVERYTHING`` stands among the keys. A set is a record that has the keys of
    its entries, which stand among the keys, too.
    """
    cited = found.cited()
    references = {citation.key: entry_of(cited, citation.key) for citation in cited.citations}
    if EVERYTHING in found.citations and not (cited.whole and found.entries):
        references[EVERYTHING] = None
    for key, members in found.sets.items():
        if key in found.citations:
            references[key] = Record(source="bibtex", key=key, kind=SET, extra={SET: members})
    return references


def bibliography(path: str, document: FileDocument) -> Manuscript:
    """Return a bibliography as a manuscript that cites all of it."""
    found = Manuscript(path, "bibtex")
    _read_bib(found, path, document)
    for record in found.entries.values():
        found.citations.setdefault(record.key, Citation(record.key, path, record.line))
    return found


def manuscript(path: str, document: FileDocument, bibs: Iterable[str] | None = None) -> Manuscript:
    """Return what a manuscript cites; ``bibs`` stand in place of the bibliographies it names."""
    run = _Reading(path, document)
    run.follow(path, document, 0)
    if bibs is None:
        run.read_bibs()
    else:
        for name in bibs:
            with open_document(name) as bib:
                _read_bib(run.found, name, bib)
    return run.found


class _Reading:
    """One manuscript while it is being put together."""

    def __init__(self, path: str, document: FileDocument) -> None:
        self.found = Manuscript(path, sniff(document.head, document.name) or "tex")
        self.folder = Path(path).parent.resolve() if path != "-" else None
        self.shown = os.path.dirname(path)  # noqa: PTH120 - as the person wrote it
        self.seen: set[Path] = set()
        if path != "-":
            self.seen.add(Path(path).resolve())
        self.bibs: list[tuple[str, Named]] = []

    def follow(self, shown: str, document: FileDocument, depth: int) -> None:
        """Take the citations of a file and of those it includes, in the order of the text."""
        said = read(document, self._kind_of(document) if depth else "")
        self.found.labels |= said.labels
        self.bibs += [(shown, named) for named in said.bibs]
        for record in said.entries:
            _enter(self.found, record)
        self.found.sets |= said.sets
        for item in _in_order(said):
            if isinstance(item, Named):
                self._include(shown, item, depth)
            else:
                place = Citation(item.key, shown, item.line)
                self.found.citations.setdefault(item.key, place)

    def _kind_of(self, part: FileDocument) -> str:
        """Return what a part is: of LaTeX whatever its name, of LyX perhaps LaTeX."""
        kind = self.found.kind
        return kind if kind in _PARTS else sniff("", part.name) or kind

    def _include(self, shown: str, named: Named, depth: int) -> None:
        suffix = _PARTS.get(self.found.kind, "")
        path = self._beside(shown, named, suffix, is_part=True)
        if path is None or path in self.seen:
            return
        if depth >= DEPTH_LIMIT or len(self.seen) >= FILES_LIMIT:
            self._tell(shown, named, "there are too many files inside each other", is_part=True)
            return
        self.seen.add(path)
        try:
            with open_document(str(path)) as document:
                self.follow(self._name(path), document, depth + 1)
        except FileError as error:
            self._tell(shown, named, str(error), is_part=True)

    def read_bibs(self) -> None:
        """Read the bibliographies that the manuscript names, or what stands in their place."""
        if self.found.kind == "aux" and not self.bibs:
            self._bibs_of_bcf()
        before = len(self.found.unread)
        for shown, named in self.bibs:
            path = self._beside(shown, named, ".bib")
            if path is None:
                self.found.whole = False
            elif path not in self.seen:
                self.seen.add(path)
                self._bib(shown, named, path)
        if not self.found.whole and self._from_bbl():
            del self.found.unread[before:]
            self.found.whole = True

    def _bib(self, shown: str, named: Named, path: Path) -> None:
        try:
            with open_document(str(path)) as bib:
                if is_bibliography(bib) or path.suffix == ".bib":
                    _read_bib(self.found, self._name(path), bib)
                    return
                if _read_csl(self.found, self._name(path), bib):
                    return
                self._tell(shown, named, "it is neither BibTeX nor CSL")
        except FileError as error:
            self._tell(shown, named, str(error))
        self.found.whole = False

    def _bibs_of_bcf(self) -> None:
        """Find the bibliographies that biblatex names to biber, in the file beside the ``.aux``."""
        if path := self._sibling(".bcf"):
            with suppress(FileError), open_document(str(path)) as document:
                self.bibs = [(self._name(path), named) for named in read(document).bibs]

    def _from_bbl(self) -> bool:
        """Take the entries of the ``.bbl``, which is all that a paper's source on arXiv has."""
        path = self._sibling(".bbl")
        if path is None:
            return False
        try:
            with open_document(str(path)) as document:
                said = read(document, "bbl")
        except FileError:
            return False
        for record in said.entries:
            _enter(self.found, record)
        self.found.bibs.append(self._name(path))
        return True

    def _sibling(self, suffix: str) -> Path | None:
        """Return the file of the same name with another end."""
        if self.folder is None:
            return None
        path = (self.folder / Path(self.found.file).name).with_suffix(suffix)
        return path if path.is_file() and path.resolve().is_relative_to(self.folder) else None

    def _beside(
        self, shown: str, named: Named, suffix: str, *, is_part: bool = False
    ) -> Path | None:
        """Return the file that a name means, within the folder alone; tell where there is none."""
        if self.folder is None:
            self._tell(shown, named, "standard input has no folder", is_part=is_part)
            return None
        inner = Path(os.path.relpath(shown, self.shown or ".")).parent
        outside = False
        for base in dict.fromkeys((self.folder, self.folder / inner)):
            for name in dict.fromkeys((named.name.removesuffix(suffix) + suffix, named.name)):
                try:
                    path = (base / name).resolve()
                    inside = path.is_relative_to(self.folder)
                    if inside and path.is_file():
                        return path
                except (OSError, ValueError, RuntimeError):
                    continue
                outside = outside or not inside
        where = visible_folder(self.shown)
        reason = f"it is outside {where}" if outside else f"it is not in {where}"
        # LaTeX finds files of its own distribution that are nowhere here, by their bare names.
        is_own = self.found.kind != "tex" or "/" in named.name
        is_lost = is_part and (outside or is_own)
        self._tell(shown, named, reason, is_part=is_lost)
        return None

    def _name(self, path: Path) -> str:
        """Return a file's name beside the one that was given, as the person would write it."""
        inner = path.relative_to(self.folder) if self.folder else path
        return os.path.join(self.shown, inner)  # noqa: PTH118 - "./" would be lost

    def _tell(self, shown: str, named: Named, reason: str, *, is_part: bool = False) -> None:
        self.found.unread.append(Unread(shown, named.line, named.name, reason, is_part))


def visible_folder(folder: str) -> str:
    """Return a folder as a sentence names it."""
    return f"the folder {folder}" if folder else "this folder"


def _in_order(said: Said) -> Iterator[Named | Citation]:
    """Yield citations and included files by their lines."""
    first: dict[str, int] = {}
    for found in said.keys:
        first.setdefault(found.key, found.line)
    both: list[tuple[int, int, Named | Citation]] = [
        (line, 1, Citation(key, "", line)) for key, line in first.items()
    ]
    both += [(named.line, 0, named) for named in said.includes]
    for _, _, item in sorted(both, key=lambda each: each[:2]):
        yield item


def _read_bib(found: Manuscript, shown: str, document: FileDocument) -> None:
    """Read the entries of a bibliography; those that are no papers are known by their keys."""
    from readlist.formats.bibtex.read import load
    from readlist.formats.bibtex.read import members as entries_of
    from readlist.formats.bibtex.scan import scan

    found.bibs.append(shown)
    for item in load(document, LoadOptions()):
        if isinstance(item, Record):
            _enter(found, item)
        elif isinstance(item, Problem):
            found.unread.append(Unread(shown, item.line, shown, item.message))
    for entry in scan(document.lines()):
        if isinstance(entry, Problem) or not entry.key:
            continue
        found.entry_keys |= {entry.key, entry.key.lower()}
        if members := entries_of(entry):
            found.sets.setdefault(entry.key, tuple(members))


def _read_csl(found: Manuscript, shown: str, document: FileDocument) -> bool:
    """Read the items of CSL-JSON or of pandoc's YAML; say whether it is such a bibliography."""
    from readlist.formats.csl import FORMAT, load

    if not (FORMAT.sniff and FORMAT.sniff(document.head, document.name) >= 0.5):
        return False
    found.bibs.append(shown)
    for item in load(document, LoadOptions()):
        if isinstance(item, Record):
            _enter(found, item)
    return True


def _enter(found: Manuscript, record: Record) -> None:
    for key in filter(None, (record.key, *record.aliases)):
        found.entries.setdefault(key, record)
        found.entries.setdefault(key.lower(), record)
        found.entry_keys |= {key, key.lower()}
