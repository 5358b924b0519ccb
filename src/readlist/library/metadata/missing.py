"""What is missing of a paper, and in which order papers are completed; pure."""

import re

from readlist.bib.ids import of_scheme
from readlist.identity.merge import rank_of
from readlist.identity.title_match import Wanted, wanted_of
from readlist.library.metadata.ask import is_known
from readlist.model import Identifier, Paper, Rank, Status

NOT_THESE = "not"
"""Stands in ``extra``: identifiers of works that a person said a paper is not, with the day."""
NEEDS = ("identifier", "authors", "abstract", "date", "venue", "code")
# "Accepted to ...", and the name of a conference with its year: "ICML 2025", "CVPR'24"; but not
# "10 pages, 3 figures" nor "code at github.com/x/y", which most comments of arXiv are.
_ACCEPTED = re.compile(
    r"(?i:accept|publish|appear|proceeding|journal|camera|oral|poster|spotlight|conference|"
    r"workshop|transactions)|\b[A-Z][A-Za-z]{1,7}(?:-[A-Z]{2,6})?[ ']{1,2}(?:20)?[0-9]{2}\b"
)
_SHELF = {Status.READING: 0, Status.TO_READ: 1}
_WAITING = (Status.INBOX, Status.DROPPED)


def lacks(paper: Paper) -> tuple[str, ...]:
    """Return what is missing of a paper, in the order of ``NEEDS``."""
    known = {
        "identifier": is_named(paper),
        "authors": bool(paper.authors),
        "abstract": bool(paper.abstract),
        "date": bool(paper.published),
        "venue": bool(paper.venue),
        "code": any(link.name == "code" for link in paper.links),
    }
    return tuple(name for name in NEEDS if not known[name])


def is_named(paper: Paper) -> bool:
    """Say whether some service knows the paper by an identifier."""
    return any(is_known(one) or one.scheme == "isbn" for one in paper.identifiers)


def arxiv_of(paper: Paper) -> Identifier | None:
    """Return a paper's identifier on the arXiv."""
    return of_scheme(paper.identifiers, "arxiv")


def is_accepted(paper: Paper) -> bool:
    """Say whether the authors of a preprint say that it is published, or will be."""
    said = paper.part("arxiv")
    words = f"{said.get('comment') or ''} {said.get('journal_ref') or ''}"
    return bool(said.get("journal_ref") or _ACCEPTED.search(words))


def is_waiting(paper: Paper) -> bool:
    """Say whether nobody wants to read the paper, or has not said so yet."""
    return paper.reading.status in _WAITING


def place(paper: Paper) -> tuple[int, int, int]:
    """Return what papers are sorted by: what is read comes first, then what is urgent."""
    status = paper.reading.status
    shelf = _SHELF.get(status, 2) if status else 2
    return shelf, -paper.reading.priority, paper.id


def sought(paper: Paper) -> Wanted:
    """Return what is known of a paper that is looked for by its title; guesses count as nothing."""
    authors = paper.authors if rank_of(paper.ranks, "authors")[1] > Rank.GUESS else ()
    year = paper.year if rank_of(paper.ranks, "year")[1] > Rank.GUESS else None
    known = tuple(one for one in paper.identifiers if one.scheme != "url")
    return wanted_of(
        paper.title, authors, year, identifiers=known, not_these=rejected(paper)
    )  # fmt: skip


def rejected(paper: Paper) -> frozenset[Identifier]:
    """Return the identifiers of works that a person said this paper is not."""
    pairs = (name.partition(":") for name in paper.part(NOT_THESE))
    return frozenset(Identifier(scheme, value) for scheme, _, value in pairs)


def family_of(paper: Paper) -> str:
    """Return the first author's family name as a search takes it, where it is known."""
    if not paper.authors or rank_of(paper.ranks, "authors")[1] <= Rank.GUESS:
        return ""
    first = paper.authors[0]
    return first.family or (first.name.split() or [""])[-1]
