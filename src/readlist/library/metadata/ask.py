"""What use cases need in order to ask services, without the services: ``ask`` is given to them.

A command that finds nothing to ask for imports no more than this.
"""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from readlist.bib.ids import of_scheme
from readlist.errors import NetworkError
from readlist.identity.merge import rank_of
from readlist.model import Identifier, Paper, Rank

if TYPE_CHECKING:
    from readlist.services.base import Request

T = TypeVar("T")

SCHEMES = ("arxiv", "doi", "acl", "openreview", "pmid", "pmcid", "s2", "url")
"""The kinds of identifiers by which services know papers, the best to ask by first."""
DBLP = re.compile(r"https?://dblp\.(?:org|uni-trier\.de|dagstuhl\.de)/rec/(?:html/|bibtex/)?(.+)")
"""The address of a record of DBLP."""
CORPUS = re.compile(r"https://api\.semanticscholar\.org/CorpusID:([0-9]+)")
"""A paper of Semantic Scholar by its number; services know no other addresses than these two."""


class Ask(Protocol):
    """Asks a service; None where it says that there is no such thing. Raises ``NetworkError``."""

    def __call__(self, request: "Request[T]", /) -> T | None:
        """Return the answer to one question."""
        ...


Tell = Callable[[int], None]
"""Is told how many papers are found so far."""


def can_resolve(identifier: Identifier) -> bool:
    """Say whether some service knows papers by such an identifier."""
    if identifier.scheme == "url":
        return bool(DBLP.fullmatch(identifier.value) or CORPUS.fullmatch(identifier.value))
    return identifier.scheme in SCHEMES


def is_known(identifier: Identifier) -> bool:
    """Say whether some service, also of another package, can be asked for a paper."""
    if can_resolve(identifier):
        return True
    from readlist.services import plugin  # for identifiers of which nobody here knows

    return plugin.is_known(identifier)


def best_of(identifiers: Iterable[Identifier]) -> Identifier | None:
    """Return by which of its identifiers a paper is asked for, None where by none of them."""
    found = (one for one in identifiers if is_known(one))
    order = {scheme: place for place, scheme in enumerate(SCHEMES)}
    return min(found, key=lambda one: order.get(one.scheme, len(order)), default=None)


def page_of(identifiers: Iterable[Identifier]) -> Identifier | None:
    """Return the address whose page may say what paper it is, where no service knows it."""
    return of_scheme(identifiers, "url")


def is_bare(paper: Paper) -> bool:
    """Say whether so little is known of a paper that a service should be asked for it."""
    return not paper.title or not paper.authors or rank_of(paper.ranks, "title")[1] <= Rank.LIST


def reason_of(error: NetworkError) -> str:
    """Return why a service failed, without the advice."""
    return str(error).partition(" What was fetched is kept")[0]
