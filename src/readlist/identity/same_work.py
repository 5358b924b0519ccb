"""When are two accounts of one work: what is looked at, and the signs of either table; pure.

Two accounts meet because they state one identifier or have one title. ``against_one_identifier``
and ``against_one_title`` have the tables of what then keeps them apart; the first row that holds is
the reason that a person is told. What is missing contradicts nothing, and a preprint and its
publication are one work.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from readlist.bib.details import PLACE
from readlist.bib.dois import is_of_server, unversioned
from readlist.identity import people, places
from readlist.identity.merge import Account, Draft, first_family, is_name_of_server
from readlist.identity.people import families_agree
from readlist.identity.places import Place, numbers_differ, place_of, venues_agree
from readlist.model import Identifier, Rank
from readlist.text import fold, same_title

YEARS = 1
"""Years that two accounts of one work may be apart."""
YEARS_TO_PUBLICATION = 4
"""The same between a preprint and its publication, where the first author agrees."""


class Sign(NamedTuple):
    """What keeps two accounts apart: in words for the person, and the rule."""

    words: str
    holds: Callable[["Sides"], bool]


class Sides:
    """Two accounts with what the signs look at; each is worked out when it is first asked for."""

    def __init__(self, one: Account, other: Account, page: str = "") -> None:
        self.one, self.other, self.page = one, other, page
        self.kinds = frozenset(str(a.facts.get("kind", "")).lower() for a in (one, other))

    @cached_property
    def places(self) -> tuple[Place, Place]:
        """Where both appeared."""
        return place_of(self.one), place_of(self.other)

    def both(self, kinds: Iterable[str]) -> bool:
        """Say whether both are of these kinds."""
        return self.kinds <= frozenset(kinds)

    def mixed(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Say whether one is of some kinds and one of others."""
        return not (self.kinds.isdisjoint(some) or self.kinds.isdisjoint(others))

    @cached_property
    def published(self) -> bool:
        """Say whether neither is a preprint, so that they could be two publications."""
        return not (is_preprint(self.one) or is_preprint(self.other))

    @cached_property
    def venues(self) -> bool | None:
        """Say whether both name one venue; meetings have many names."""
        one, other = self.places
        loosely = not self.kinds.isdisjoint(places.TALKS)
        return venues_agree(one.venue, other.venue, loosely=loosely)

    @cached_property
    def shared(self) -> frozenset[Identifier]:
        """The identifiers that both state."""
        return frozenset(self.one.identifiers).intersection(self.other.identifiers)

    def told(self, name: str) -> bool:
        """Say whether both have a fact from more than a curated list, which often has it wrong."""
        return all(
            name in account.facts and account.ranks[name][1] >= Rank.FILE
            for account in (self.one, self.other)
        )

    @cached_property
    def authors_differ(self) -> bool:
        """Say whether both name their authors and nobody is among both."""
        return people.authors_differ(self.one, self.other)

    @cached_property
    def has_one_title(self) -> bool:
        """Say whether one title is missing, is the other one, or is what the paper also goes by."""
        if not (self.one.title and self.other.title):
            return True
        # What a paper also goes by speaks for a record, and not for making two papers one.
        former: set[str] = set()
        if not (isinstance(self.one, Draft) and isinstance(self.other, Draft)):
            former = {*_former(self.one), *_former(self.other)}
        one, other = fold(self.one.title), fold(self.other.title)
        return one == other or one in former or other in former

    @cached_property
    def titles_differ(self) -> bool:
        """Say whether the titles are of two works, and not two spellings or forms of one."""
        return not self.has_one_title and not self._likeness

    @property
    def titles_are_near(self) -> bool:
        """Say whether the titles are one but for a slip in one word."""
        from readlist.identity.titles import Likeness

        return self.has_one_title or self._likeness >= Likeness.NEAR

    @cached_property
    def _likeness(self) -> int:
        from readlist.identity.titles import likeness_of, title_forms  # seldom, and large

        return likeness_of(title_forms(self.one.title), title_forms(self.other.title))[0]


def _former(account: Account) -> Iterable[str]:
    """Return the folded titles that a paper also goes by."""
    return account.titles if isinstance(account, Draft) else ()


def is_preprint(account: Account) -> bool:
    """Say whether all that an account tells is a preprint."""
    venue = str(account.facts.get("venue", ""))
    if venue:
        return is_name_of_server(venue)
    if str(account.facts.get("kind", "")).lower() == "preprint":
        return True
    schemes = {one.scheme for one in account.identifiers}
    dois = [one.value for one in account.identifiers if one.scheme == "doi"]
    # The ACL Anthology publishes, and so does who gives a DOI that is no preprint server's.
    if "acl" in schemes or not all(map(is_of_server, dois)):
        return False
    return "arxiv" in schemes or bool(dois)


def years_agree(one: int | None, other: int | None, most: int = YEARS) -> bool:
    """Say whether two years may be of one work: a preprint of 2019 is published in 2020."""
    return not one or not other or abs(one - other) <= most


def names_differ(ones: Iterable[Identifier], others: Iterable[Identifier]) -> str:
    """Return the first scheme in which both have a name, and not the same one, or nothing."""
    return next(iter(schemes_differing(ones, others)), "")


def schemes_differing(ones: Iterable[Identifier], others: Iterable[Identifier]) -> list[str]:
    """Return the schemes in which both have a name, and not the same one.

    Two arXiv ids are two papers. A DOI of bioRxiv and one of the journal are of one.
    """
    mine, theirs = by_scheme(ones), by_scheme(others)
    both = sorted(mine.keys() & theirs.keys())
    return [scheme for scheme in both if mine[scheme].isdisjoint(theirs[scheme])]


def other_arxiv(pair: Sides) -> bool:
    """Say whether both have arXiv ids, and not the same one."""
    ones, others = (
        [one for one in account.identifiers if one.scheme == "arxiv"]
        for account in (pair.one, pair.other)
    )
    return bool(names_differ(ones, others))


def by_scheme(identifiers: Iterable[Identifier]) -> dict[str, set[str]]:
    """Return the values of identifiers in schemes where a paper has one, DOIs without a version.

    DOIs of preprint servers are a scheme of their own. Addresses, of which there may be thousands,
    are left out.
    """
    schemes: dict[str, set[str]] = {}
    for scheme, value in identifiers:
        if scheme == "url":
            continue
        if scheme == "doi":
            schemes.setdefault(_sort_of_doi(value), set()).add(unversioned(value))
        else:
            schemes.setdefault(scheme, set()).add(value)
    return schemes


def _sort_of_doi(value: str) -> str:
    """Return what a DOI is among those that one paper may have: a preprint's, JSTOR's, its own."""
    if is_of_server(value):
        return "doi of a preprint"
    # JSTOR names what publishers name, too, and ACM's library what has no DOI of its own.
    return {"10.2307": "doi of JSTOR", "10.5555": "doi of ACM's"}.get(
        value.partition("/")[0], "doi"
    )


def other_edition(pair: Sides) -> bool:
    """Say whether both are of an edition, and not of the same one."""
    one, other = pair.places
    return numbers_differ(one.edition, other.edition)


def other_volume(pair: Sides) -> bool:
    """Say whether two books or laws are other volumes, or other parts of one."""
    if not (pair.both(places.WHOLES) or pair.both(places.LAWS)):
        return False
    one, other = pair.places
    return numbers_differ(one.volume, other.volume) or numbers_differ(one.part, other.part)


def other_sort(pair: Sides) -> bool:
    """Say whether both name the sort of their work, and not the same: a film and a series."""
    # Not read with the place, because it is asked of every paper that comes again.
    sorts = {
        str(account.extra.get(PLACE, {}).get("entrysubtype", "")).casefold()
        for account in (pair.one, pair.other)
    }
    return len(sorts) == 2 and "" not in sorts


def whole_and_part(pair: Sides) -> bool:
    """Say whether one is a book and the other a piece of it, and not the book under its kind."""
    if pair.kinds.isdisjoint(places.WHOLES):
        return False
    one, other = pair.places
    if other.kind in places.WHOLES:
        one, other = other, one
    if not (one.kind in places.WHOLES and other.kind in places.PARTS):
        return False
    if pair.titles_differ:
        return True
    if other.kind not in places.CHAPTERS:
        return False
    # A foreword is no book, though biblatex gives it the title of the book.
    if other.chapter or other.kind.startswith("supp"):
        return True
    return other.pages is not None and other.pages != one.pages


def against(one: Account, other: Account, signs: tuple[Sign, ...], page: str = "") -> str:
    """Return what keeps two accounts from being of one work, in words; empty where nothing does.

    ``page`` is the text of the first page of the file that the first account is of.
    """
    pair = Sides(one, other, page)
    return next((sign.words for sign in signs if sign.holds(pair)), "")


def agreement(one: Account, other: Account) -> int:
    """Return how much speaks for two papers of one title being the same."""
    score = 0
    if families_agree(first_family(one), first_family(other)):
        score += 2
    if one.facts.get("year") and one.facts.get("year") == other.facts.get("year"):
        score += 1
    return score


def contradicted(known: Account, said: Account) -> list[str]:
    """Return the describing facts on which two accounts of one identifier differ."""
    differing = []
    if known.title and said.title and not same_title(known.title, said.title):
        differing.append("title")
    mine, theirs = first_family(known), first_family(said)
    if mine and theirs and mine != theirs:
        differing.append("authors")
    if not years_agree(known.facts.get("year"), said.facts.get("year")):
        differing.append("year")
    return differing
