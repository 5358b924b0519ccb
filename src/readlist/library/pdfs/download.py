"""Download the PDFs of papers: from which place, what came of each, and how they are kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from readlist.errors import NetworkError, gravest
from readlist.library.papers.marks import change_papers
from readlist.library.pdfs import files
from readlist.library.pdfs.files import Address, Kept
from readlist.library.session import Session
from readlist.model import Paper
from readlist.services.base import SERVICES, Service
from readlist.store.journal import Transaction

if TYPE_CHECKING:
    from readlist.web.client import Client
    from readlist.web.download import Fetched

_SITES = {"openreview": "https://openreview.net"}
"""Where a service has its PDFs, if that is not where it answers questions."""


class Services(Protocol):
    """Asks services, and is told how far it is."""

    client: "Client"

    def show(self, doing: str, /) -> None:
        """Say what is going on."""
        ...

    def tell(self, found: int, /) -> None:
        """Take note of how many papers are done."""
        ...

    def explained(self) -> AbstractContextManager[None]:
        """Turn errors that are not the network's into sentences."""
        ...


Asking = Callable[[int], AbstractContextManager[Services]]
"""Gives the services, for so many papers."""


@dataclass(slots=True)
class Got:
    """What became of each paper: kept, here before, without a PDF anywhere, or not to be had."""

    kept: dict[int, Kept] = field(default_factory=dict)
    sources: dict[int, "Fetched"] = field(default_factory=dict)
    here: dict[int, Path] = field(default_factory=dict)
    absent: dict[int, str] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """What the program answers: the gravest that happened."""
        return gravest(interrupted=self.interrupted, failed=self.failed, problems=self.absent)


def to_download(folder: Path, papers: Iterable[Paper], got: Got, *, again: bool) -> list[Paper]:
    """Return the papers whose PDF is not here; ``again`` takes those as well."""
    if again:
        return list(papers)
    wanted = []
    for paper in papers:
        if path := files.file_of(folder, paper):
            got.here[paper.id] = path
        else:
            wanted.append(paper)
    return wanted


def download(
    session: Session, asking: Asking, folder: Path, wanted: Sequence[Paper], got: Got
) -> None:
    """Fetch PDFs one after the other; what came stands in ``got``, also where one interrupts."""
    got.left = [paper.id for paper in wanted]
    with asking(len(wanted)) as services:
        try:
            for paper in wanted:
                _get(session, services, folder, paper, got)
                got.left.remove(paper.id)
                services.tell(len(wanted) - len(got.left))
        except KeyboardInterrupt:
            got.interrupted = True


def _get(session: Session, services: Services, folder: Path, paper: Paper, got: Got) -> None:
    """Fetch the PDF of a paper from the first place that has it."""
    from readlist.web.download import fetch

    places = files.addresses(paper)
    if not places:
        got.absent[paper.id] = nowhere(paper)
        return
    reasons, asked = [], []
    for place in places:
        service, url = asked_at(session, place)
        asked.append(service.label)
        services.show(f"{paper.key} from {service.label}")

        def tell(have: int, total: int, label: str = service.label) -> None:
            of = f" of {megabytes(total)}" if total else ""
            services.show(f"{paper.key} from {label}, {megabytes(have)}{of}")

        try:
            with services.explained():
                fetched = fetch(services.client, service, url, folder, tell)
        except NetworkError as error:
            reasons.append(str(error))
            continue
        if fetched:
            got.kept[paper.id] = files.keep(folder, fetched.path, paper.key)
            got.sources[paper.id] = fetched
            return
    if reasons:
        got.failed[paper.id] = " ".join(dict.fromkeys(reasons))
    else:
        whom = " and ".join(dict.fromkeys(asked))
        got.absent[paper.id] = f"{whom} has no PDF of {paper.key}."


def asked_at(session: Session, place: Address) -> tuple[Service, str]:
    """Return whom to ask for a PDF, at which address."""
    from readlist.services.base import service_at

    if not place.service:
        return service_at(place.path), place.path
    service = SERVICES[place.service]
    own = session.settings.get(f"{place.service}_url")
    base = own or _SITES.get(place.service, service.url)
    return service, base.rstrip("/") + place.path


def nowhere(paper: Paper) -> str:
    """Say that a paper names no place for a PDF, and what would."""
    return (
        f"{paper.key} names no place for a PDF; 'readlist edit {paper.key} --link pdf=https://…' "
        "or an arXiv id would."
    )


def link(tx: Transaction, folder: Path, papers: Mapping[int, Paper], got: Got) -> None:
    """Let the papers have their files: one entry in the journal, whose undoing leaves the files."""
    for number, kept in got.kept.items():
        former = files.file_of(folder, papers[number])
        name = former.name if former and former.parent == folder else ""
        change_papers(tx, [number], files.with_file(kept.name, instead_of=name))
    if len(got.kept) == 1:
        (number,) = got.kept
        tx.summary = f"Kept the PDF of {papers[number].key}; undoing this leaves the file"
    else:
        tx.summary = f"Kept the {len(got.kept):,} PDFs; undoing this leaves the files"


def megabytes(size: int) -> str:
    """Return how large a file is: ``2.3 MB``, and ``4 kB`` of a small one."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, size // 1000)} kB"
