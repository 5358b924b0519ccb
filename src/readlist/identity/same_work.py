"""When are two accounts of one work, and what speaks against it; pure.

Two accounts meet because they state one identifier or have one title. Each table lists what then
keeps them apart, with an example and a counter-example; the first row that holds is the reason
that a person is told. What is missing contradicts nothing, and a preprint and its publication are
one work.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from readlist.bib.details import MADE_TITLE, PLACE, VERBATIM_PLACE
from readlist.bib.ids import is_of_server, unversioned
from readlist.bib.types import PREPRINTS, SERVER_NAMES
from readlist.identity import generic_titles, people, places
from readlist.identity.generic_titles import is_about, is_notice
from readlist.identity.merge import Account, Draft, first_family
from readlist.identity.people import families_agree
from readlist.identity.places import (
    Place,
    numbers_differ,
    pages_differ,
    place_of,
    venues_agree,
    volumes_differ,
)
from readlist.model import Author, Identifier, Rank
from readlist.text import fold, fold_words, same_title

CROWD = 100
"""Papers of one title that a record is compared with; "Editorial" may be the title of thousands."""
NAME_WORDS = 2
"""Words up to which a title may be the name of a work that is also called otherwise."""
_LIKELY = 20
"""Papers of a crowd that one group of facts gives."""
YEARS = 1
"""Years that two accounts of one work may be apart."""
YEARS_TO_PUBLICATION = 4
"""The same between a preprint and its publication, where the first author agrees."""
# Schemes in which one paper may well have several values.
_LOOSE_SCHEMES = frozenset({"url"})


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
        return bool(PREPRINTS.match(venue) or SERVER_NAMES.match(venue))
    if str(account.facts.get("kind", "")).lower() == "preprint":
        return True
    schemes = {one.scheme for one in account.identifiers}
    dois = [one.value for one in account.identifiers if one.scheme == "doi"]
    # The ACL Anthology publishes, and so does who gives a DOI that is no preprint server's.
    if "acl" in schemes or not all(map(is_of_server, dois)):
        return False
    return "arxiv" in schemes or bool(dois)


# --- What authors, years and identifiers say ---------------------------------------------------


def years_agree(one: int | None, other: int | None, most: int = YEARS) -> bool:
    """Say whether two years may be of one work: a preprint of 2019 is published in 2020."""
    return not one or not other or abs(one - other) <= most


def names_differ(ones: Iterable[Identifier], others: Iterable[Identifier]) -> str:
    """Return a scheme in which both have a name, and not the same one; empty where there is none.

    Two arXiv ids are two papers. A DOI of bioRxiv and one of the journal are of one.
    """
    mine, theirs = by_scheme(ones), by_scheme(others)
    for scheme in sorted(mine.keys() & theirs.keys()):
        if mine[scheme].isdisjoint(theirs[scheme]):
            return scheme
    return ""


def by_scheme(identifiers: Iterable[Identifier]) -> dict[str, set[str]]:
    """Return the values of identifiers in schemes where a paper has one, DOIs without a version.

    DOIs of preprint servers are a scheme of their own. Addresses, of which there may be thousands,
    are left out.
    """
    schemes: dict[str, set[str]] = {}
    for scheme, value in identifiers:
        if scheme in _LOOSE_SCHEMES:
            continue
        if scheme == "doi":
            schemes.setdefault(_sort_of_doi(value), set()).add(unversioned(value))
        else:
            schemes.setdefault(scheme, set()).add(value)
    return schemes


def _years_differ(pair: Sides) -> bool:
    one, other = pair.one, pair.other
    most = YEARS
    if _comes_before(one) != _comes_before(other) and families_agree(
        first_family(one), first_family(other)
    ):
        most = YEARS_TO_PUBLICATION
    return not years_agree(one.facts.get("year"), other.facts.get("year"), most)


def _comes_before(account: Account) -> bool:
    """Say whether a work may be published years after: a preprint, a report, a manuscript."""
    kind = str(account.facts.get("kind", "")).lower()
    return kind in ("techreport", "report", "unpublished") or is_preprint(account)


def _sort_of_doi(value: str) -> str:
    """Return what a DOI is among those that one paper may have: a preprint's, JSTOR's, its own."""
    if is_of_server(value):
        return "doi of a preprint"
    # JSTOR names what publishers name, too, and ACM's library what has no DOI of its own.
    return {"10.2307": "doi of JSTOR", "10.5555": "doi of ACM's"}.get(
        value.partition("/")[0], "doi"
    )


# --- What titles say --------------------------------------------------------------------------


def _says_nothing(account: Account) -> bool:
    """Say whether a title tells no work from another.

    One that was guessed of a file, without author or identifier: two theses begin "University of
    Lower Saxony". A label, or a person: "PDF", "Jane Doe" by Jane Doe.
    """
    if not account.title:
        return False
    folded = fold(account.title)
    authors: tuple[Author, ...] = account.facts.get("authors", ())
    if folded in generic_titles.LABELS or any(fold(author.name) == folded for author in authors):
        return True
    guessed = account.ranks["title"][1] <= Rank.GUESS
    return guessed and bool(account.links) and not authors and not account.identifiers


def _restates(one: Account, other: Account) -> bool:
    """Say whether one account says nothing that the other does not say as well."""
    return (
        all(other.facts.get(name) == value for name, value in one.facts.items() if name != "title")
        and one.links.keys() <= other.links.keys()
        and one.identifiers.keys() <= other.identifiers.keys()
    )


def _is_only_named(account: Account) -> bool:
    """Say whether the library made the title of a work that has none (``bib.details``)."""
    return MADE_TITLE in account.extra.get(VERBATIM_PLACE, ())


def _untitled_differ(pair: Sides) -> bool:
    one, other = pair.one, pair.other
    if not (_is_only_named(one) or _is_only_named(other)):
        return False
    ones, others = (account.extra.get(PLACE, {}).items() for account in (one, other))
    within = _restates(one, other) and ones <= others
    return not (within or (_restates(other, one) and others <= ones))


def _title_is_nothing(pair: Sides) -> bool:
    if not (_says_nothing(pair.one) or _says_nothing(pair.other)):
        return False
    return not (_restates(pair.one, pair.other) or _restates(pair.other, pair.one))


def _recurs(pair: Sides) -> bool:
    of_body = people.is_body(pair.one) and people.is_body(pair.other)
    if not generic_titles.recurs(pair.one.title, of_body=of_body):
        return False
    if not years_agree(pair.one.facts.get("year"), pair.other.facts.get("year"), 0):
        return True
    if _dates_differ(pair) or pair.venues is False:
        return True
    one, other = pair.places
    if one.pages and other.pages and one.pages != other.pages:
        return True
    if volumes_differ(one, other) or numbers_differ(one.number, other.number):
        return True
    return _is_elsewhere(pair)


def _dates_differ(pair: Sides) -> bool:
    """Say whether two accounts are of other days or, where neither is a preprint, months."""
    dates = [str(account.facts.get("published", ""))[:10] for account in (pair.one, pair.other)]
    known = min(map(len, dates))
    least = len("2020-01") if pair.published else len("2020-01-01")
    return known >= least and dates[0][:known] != dates[1][:known]


def _is_elsewhere(pair: Sides) -> bool:
    """Say whether two accounts are of pages alone, of two sites, and not both of them signed."""
    if all(account.facts.get("authors") for account in (pair.one, pair.other)):
        return False
    if any(scheme != "url" for scheme, _ in (*pair.one.identifiers, *pair.other.identifiers)):
        return False
    ones, others = ({host for host, _ in _pages_of(a)} for a in (pair.one, pair.other))
    return bool(ones and others) and ones.isdisjoint(others)


def _short_title_elsewhere(pair: Sides) -> bool:
    """Say whether a title is too short to be of one work on two sites: "Transformers"."""
    words = fold_words(pair.one.title).split()
    return (len(words) < 3 or sum(map(len, words)) < 16) and _is_elsewhere(pair)


# --- What the place of publication says -------------------------------------------------------


def _other_journal(pair: Sides) -> bool:
    if pair.venues or not (pair.published and pair.both(places.PUBLICATIONS)):
        return False
    one, other = pair.places
    # An article, and a talk or chapter: SIGPLAN Notices prints PLDI on pages of its own.
    is_both = (one.kind in places.ARTICLES) != (other.kind in places.ARTICLES)
    if is_both and (places.prints_meetings(one) or places.prints_meetings(other)):
        return False
    if pair.venues is None:  # "ICCV" may be any meeting, and is no journal
        if is_both and pages_differ(one.pages, other.pages):
            return True
        is_named = places.is_journal(one) or places.is_journal(other)
        return is_both and is_named and pair.told("venue")
    if volumes_differ(one, other) or pages_differ(one.pages, other.pages):
        return True
    is_one = pair.both(places.PARTS) or places.on_the_same_pages(one, other)
    return pair.told("venue") and not is_one


def _other_issue(pair: Sides) -> bool:
    if not (pair.published and pair.both(places.ARTICLES)) or pair.venues is False:
        return False
    one, other = pair.places
    if volumes_differ(one, other):
        return True
    if not pair.venues:
        return False
    return numbers_differ(one.number, other.number) or pages_differ(one.pages, other.pages)


def _other_book(pair: Sides) -> bool:
    if not (pair.published and pair.both(places.PARTS)):
        return False
    one, other = pair.places
    # "Conf. on Agile Software", 201-216, stands in "Extreme Programming", 201-216; 1-8 is in all.
    if places.on_the_same_pages(one, other):
        return False
    if pair.venues is False:
        return pair.told("venue")
    if one.pages and other.pages and pages_differ(one.pages, other.pages):
        # "CHI" may be any meeting, and pages that begin at 1 those of the file.
        of_file = "1" in (one.pages.first, other.pages.first)
        return bool(pair.venues) or not of_file or places.is_abstract_of(one.pages, other.pages)
    return pair.venues is True and numbers_differ(one.chapter, other.chapter)


def _article_and_book(pair: Sides) -> bool:
    one, other = pair.places
    article, book = (one, other) if one.kind in places.ARTICLES else (other, one)
    if article.kind not in places.ARTICLES or book.kind not in places.BOOKS:
        return False
    if not article.venue or places.prints_books(article):
        return False
    return bool(article.volume or article.number or article.pages)


def _other_people(pair: Sides) -> bool:
    """Say whether a book without authors has other editors, or any work other translators."""
    if people.people_differ(pair.one, pair.other, "translator"):
        return True
    if any(account.facts.get("authors") for account in (pair.one, pair.other)):
        return False
    is_whole = pair.both(places.WHOLES)
    return is_whole and people.people_differ(pair.one, pair.other, "editor")


def _other_day(pair: Sides) -> bool:
    """Say whether a paper or a site printed one title on two days: a column of The Times."""
    if pair.venues is not True or not (pair.published and _dates_differ(pair)):
        return False
    for account, place in zip((pair.one, pair.other), pair.places, strict=True):
        is_dated = len(str(account.facts.get("published", ""))) >= len("2020-01-01")
        if not is_dated or place.volume or place.number or place.pages or account.identifiers:
            return False
    return True


def _other_edition(pair: Sides) -> bool:
    one, other = pair.places
    return numbers_differ(one.edition, other.edition)


def _other_numbered_edition(pair: Sides) -> bool:
    """Say whether books both count their edition: the second and the third, not "revised"."""
    if not pair.both(places.WHOLES):
        return False
    counted = all(re.search("[0-9]", place.edition) for place in pair.places)
    return counted and _other_edition(pair)


def _other_volume(pair: Sides) -> bool:
    if not (pair.both(places.WHOLES) or pair.both(places.LAWS)):
        return False
    one, other = pair.places
    return numbers_differ(one.volume, other.volume) or numbers_differ(one.part, other.part)


# A series with a number: "RFC 761"; not "Accessed 2020".
_NUMBERED = re.compile(r"([A-Z][A-Za-z .-]{1,30}?)[ -]?((?!(?:19|20)[0-9]{2}$)[0-9][0-9.]*)")


def _other_report(pair: Sides) -> bool:
    one, other = pair.places
    if one.kind != other.kind or one.kind in places.PUBLICATIONS | {"preprint", ""}:
        return False
    if one.kind in places.WHOLES:  # the number of a series, which a reprint may change
        return False
    if numbers_differ(one.number, other.number):
        return True
    mine, theirs = map(_NUMBERED.fullmatch, (one.venue, other.venue))
    if mine is None or theirs is None:
        return False
    return mine[1] == theirs[1] and mine[2] != theirs[2]


def _other_year_of_report(pair: Sides) -> bool:
    one, other = pair.places
    of_years = (
        places.REPORTS
        | places.LAWS
        | {"proceedings", "mvproceedings", "dataset", "online", "periodical"}
    )
    if one.kind != other.kind or one.kind not in of_years:
        return False
    return not years_agree(pair.one.facts.get("year"), pair.other.facts.get("year"), 0)


def _other_year_of_body(pair: Sides) -> bool:
    """Say whether a body has signed a book of one title in two years: "Education at a Glance"."""
    signed = (a.facts.get("authors") and people.is_body(a) for a in (pair.one, pair.other))
    if not pair.both(places.BOOKS) or not all(signed):
        return False
    return not years_agree(pair.one.facts.get("year"), pair.other.facts.get("year"), 0)


def _other_school(pair: Sides) -> bool:
    one, other = pair.places
    return pair.both(places.THESES) and places.schools_differ(one.venue, other.venue)


def _thesis_and_other(pair: Sides) -> bool:
    one, other = (place.kind for place in pair.places)
    theses = places.THESES
    if one in theses and other in theses:
        return {one, other} == {"phdthesis", "mastersthesis"}
    if one not in theses and other not in theses:
        return False
    publication = pair.places[0] if other in theses else pair.places[1]
    if publication.kind in places.WHOLES:
        return _PRESS.search(publication.venue) is not None
    return publication.kind in places.PUBLICATIONS


# Who publishes books of theses: "MIT Press", "Springer"; not "Stanford University", "Citeseer".
_PRESS = re.compile(
    r"\bpress\b|verlag|publish|springer|wiley|elsevier|routledge|mcgraw|gruyter|addison|birkh"
    r"|\bcrc\b|brill|palgrave|academic$|books\b|editions?\b",
    re.IGNORECASE,
)


def _data_and_publication(pair: Sides) -> bool:
    data = frozenset({"dataset", "software"})
    told = places.PUBLICATIONS | places.WHOLES | places.THESES
    return not pair.kinds.isdisjoint(data) and not pair.kinds.isdisjoint(told)


# What is heard or seen, which is another work than what was printed under its title.
_RECORDINGS = frozenset({"video", "audio", "movie", "music", "image", "performance", "artwork"})


def _recording_and_publication(pair: Sides) -> bool:
    told = places.PUBLICATIONS | places.WHOLES | places.THESES
    return not pair.kinds.isdisjoint(_RECORDINGS) and not pair.kinds.isdisjoint(told)


def _other_version(pair: Sides) -> bool:
    versioned = {"dataset", "software", "manual", "misc", "online", "standard", ""}
    if not pair.both(versioned) or not pair.published:
        return False
    one, other = (
        # "v2.0", "Version 2" and "2" are one.
        re.sub(r"^v(?:er(?:sion)?)?\.?\s*(?=[0-9])|(?:\.0)+$", "", str(said), flags=re.IGNORECASE)
        for said in (a.extra.get(PLACE, {}).get("version", "") for a in (pair.one, pair.other))
    )
    return numbers_differ(places.numbered(one), places.numbered(other))


def _other_sort(pair: Sides) -> bool:
    # Read by itself, because it is asked of every paper that comes again.
    sorts = {
        str(account.extra.get(PLACE, {}).get("entrysubtype", "")).casefold()
        for account in (pair.one, pair.other)
    }
    return len(sorts) == 2 and "" not in sorts


def _whole_and_part(pair: Sides) -> bool:
    if pair.kinds.isdisjoint(places.WHOLES):
        return False
    one, other = pair.places
    if other.kind in places.WHOLES:
        one, other = other, one
    if not (one.kind in places.WHOLES and other.kind in places.PARTS):
        return False
    if pair.titles_differ:
        return True
    # A foreword is no book, though biblatex gives it the title of the book.
    cut_out = (
        bool(other.chapter)
        or other.kind.startswith("supp")
        or (other.pages is not None and other.pages != one.pages)
    )
    return cut_out and other.kind in places.CHAPTERS


# A DOI of a book or a meeting: 10.1007/978-3-540-92828-7, 10.1007/11564096, 10.1145/3292500,
# 10.1109/CVPR.2016; not that of a part: 10.1201/9781315140919-3, 10.1145/3292500.3330701.
_OF_A_WHOLE = re.compile(
    r"10\.[0-9]{4,5}/(?:(?:isbn[.:-]?)?97[89](?:-?[0-9]){10})|10\.(?:1145|5555)/[0-9]{6,8}|"
    r"10\.1007/(?:[0-9]{8}|b[0-9]{5,6}|[0-9]-[0-9]{3}-[0-9]{5}-[0-9x])|"
    r"10\.1109/[a-z]+[0-9]*\.[0-9]{4}"
)


def _parts_of_one_whole(pair: Sides) -> bool:
    """Say whether two works state nothing in common but the name of the book that both are in."""
    if pair.both(places.WHOLES) or not pair.kinds.isdisjoint(places.ARTICLES):
        return False
    is_part = not pair.kinds.isdisjoint(places.PARTS)
    if not pair.titles_differ or not (is_part or pair.told("title")):
        return False
    of_wholes = (
        scheme == "isbn" or (scheme == "doi" and _OF_A_WHOLE.fullmatch(value))
        for scheme, value in pair.shared
    )
    return bool(pair.shared) and all(of_wholes)


def _other_part(pair: Sides) -> bool:
    """Say whether two parts of a work state one DOI; a preprint may be told anew by its number."""
    if pair.has_one_title or any(one.scheme == "arxiv" for one in pair.shared):
        return False
    from readlist.identity.titles import differ_in_number, title_forms

    return differ_in_number(title_forms(pair.one.title), title_forms(pair.other.title))


def _one_is_about_the_other(pair: Sides) -> bool:
    """Say whether one is a notice on the other, or somebody else's remark."""
    if pair.has_one_title:
        return False
    one, other = pair.one.title, pair.other.title
    if is_notice(one) != is_notice(other):
        return True
    return is_about(one) != is_about(other) and pair.authors_differ


def _other_title_of_nobody(pair: Sides) -> bool:
    """Say whether two titles of several words have one identifier in common, and nobody signs."""
    if not pair.shared or any(one.scheme == "arxiv" for one in pair.shared):
        return False
    if any(account.facts.get("authors") for account in (pair.one, pair.other)):
        return False
    words = min(len(fold_words(account.title).split()) for account in (pair.one, pair.other))
    return words > NAME_WORDS and pair.told("title") and pair.titles_differ


def _other_title_at_one_address(pair: Sides) -> bool:
    """Say whether bibliographies give two works the address of the page that lists them."""
    addresses = {one.scheme for one in pair.shared} == {"url"}
    if not (addresses and pair.told("title") and pair.titles_differ):
        return False
    return all(account.ranks["title"][1] < Rank.PERSON for account in (pair.one, pair.other))


def _other_page(pair: Sides) -> bool:
    """Say whether both are pages of one site, which shows a work on one page."""
    pages = [_pages_of(account) for account in (pair.one, pair.other)]
    if not all(pages) or pages[0] & pages[1]:
        return False
    dates = {str(a.facts.get("published", "")) for a in (pair.one, pair.other)}
    if len(dates) == 1 and len(dates.pop()) == 10:  # one post, moved
        return False
    return not {host for host, _ in pages[0]}.isdisjoint(host for host, _ in pages[1])


def _pages_of(account: Account) -> set[tuple[str, str]]:
    """Return the hosts and paths that an account goes by, in one spelling; PDFs are no pages."""
    found = set()
    for scheme, value in account.identifiers:
        if scheme != "url" or value.lower().endswith(".pdf") or "/pdf/" in value:
            continue
        host, _, path = value.partition("://")[2].partition("/")
        path = re.sub(r"(?:index)?(?:\.html?)?/?$", "", path)
        found.add((host.removeprefix("www."), path.lower()))
    return found


def _places_differ(pair: Sides) -> bool:
    one, other = pair.places
    return (
        (bool(one.pages and other.pages) and one.pages != other.pages)
        or numbers_differ(one.volume, other.volume)
        or numbers_differ(one.chapter, other.chapter)
    )


def _reprint(pair: Sides) -> bool:
    """Say whether one account is of a later print at another place."""
    years = pair.one.facts.get("year"), pair.other.facts.get("year")
    return len(pair.kinds) == 2 and not years_agree(*years, 3) and pair.venues is False


# --- The tables -------------------------------------------------------------------------------

OF_ONE_IDENTIFIER = (
    # "Erratum to: Rain" with the DOI of "Rain"; Poe's "Comment on: Rain". Not: "Letter: Rain".
    Sign("one is about the other", _one_is_about_the_other),
    # "Weather" by Adams, "Rivers" by Brown. Not: "LLaMA" and "LLaMA: Open Models", a typing error.
    Sign("other title and authors", lambda p: p.titles_differ and p.authors_differ),
    # A handbook and a chapter of it. Not: a chapter that one source calls a book.
    Sign("the whole and a part of it", _whole_and_part),
    # "Weather", 1-20, and "Rivers", 21-40, of one author. Not: a title that was corrected.
    Sign("other title and pages", lambda p: p.titles_differ and _places_differ(p)),
    # Two chapters with the ISBN of their book. Not: a chapter with its own DOI, corrected.
    Sign("parts of one book", _parts_of_one_whole),
    # "Weather of the North", "Rivers of the South", without authors. Not: "BERT", nor a preprint
    # under its new title.
    Sign("other title, and no authors", _other_title_of_nobody),
    # Two reports at the home page of a body. Not: a list that has only a nickname for a paper.
    Sign("other title at one address", _other_title_at_one_address),
    # An article of 1992 and a chapter of 2004. Not: a preprint of 1992 and its article.
    Sign("a reprint elsewhere", _reprint),
    # "Rain, Part I" and "Part II" with one DOI. Not: an arXiv paper in its second form.
    Sign("another part", _other_part),
    # The set's ISBN on volumes 1 and 2. Not: volume 1 and a set without number.
    Sign("another volume", _other_volume),
    # The second and the third. Not: a second one and a revised one.
    Sign("another edition", _other_numbered_edition),
    # A film and the series of its name, both under the address of a database.
    Sign("another sort of work", _other_sort),
    # 2507.90001 and 2508.90002 state one DOI. Not: an arXiv id and the DOI of its publication.
    # The last, because it says nothing where one of the two ids is a third work's.
    Sign("another arXiv id", lambda p: "arxiv" in _differing(p)),
)
"""What makes two works of accounts that state one identifier; a person is asked about them."""

NOT_OF_ONE_ENTRY = frozenset({"other title and pages", "a reprint elsewhere"})
"""Signs that say nothing where both have one citation key and first author as well.

"Deep lists", Nature 1, is corrected to "Shallow trees", Science 77, of the same key and DOI.
"""

OF_ONE_TITLE = (
    # "Survey" by Lee and by Roe, by Wei and by Min Zhang. Not: "Oord" and "van den Oord".
    Sign("another first author", lambda p: people.first_authors_differ(p.one, p.other)),
    # 2015 and 2017. Not: 2016 and 2017; nor a preprint or report of 2014 and its article of 2017.
    Sign("years apart", _years_differ),
    # Two arXiv ids. Not: an arXiv id and a DOI, or bioRxiv's DOI and the journal's.
    Sign(
        "another identifier", lambda p: bool(names_differ(p.one.identifiers, p.other.identifiers))
    ),
    # Nature 10:1-2 and Science 77:301, ICCV 2961-2969 and TPAMI 386-397. Not: an article and its
    # preprint; a journal abbreviated; article 65 of TOG and 1-14 of SIGGRAPH.
    Sign("another journal", _other_journal),
    # Volumes 10 and 11 of Nature, or pages 10 and 90. Not: early access 1-14 and 1234-1247.
    Sign("another issue or pages", _other_issue),
    # "Introduction" of two handbooks. Not: NIPS, and Advances in Neural Information Processing.
    Sign("another book", _other_book),
    # "The End of History?" of 1989 and of 1992. Not: Foundations and Trends, which prints both.
    Sign("an article and a book", _article_and_book),
    # Handbooks by Bass and by Driscoll, Faust by two translators. Not: a handbook without editors.
    Sign("other editors or translators", _other_people),
    # A column of 5 and of 12 January. Not: an article with its pages, online and in print.
    Sign("another day", _other_day),
    # Second and third. Not: "2nd" and "Second".
    Sign("another edition", _other_edition),
    # The Art of Computer Programming, 1 and 2. Not: "Vol. I" and 1.
    Sign("another volume", _other_volume),
    # TR-1 and TR-2, RFC 761 and RFC 793. Not: a report and its article.
    Sign("another number", _other_report),
    # A yearly outlook of 2019 and of 2020. Not: a paper, whose preprint is a year older.
    Sign("another year of a report", _other_year_of_report),
    # A thesis and the article of its name, or a press's book. Not: what a university "publishes".
    Sign("a thesis and another publication", _thesis_and_other),
    # A corpus and the paper on it. Not: a corpus and a page about it.
    Sign("data or a program and a publication", _data_and_publication),
    # A filmed talk and the paper. Not: a page with the film.
    Sign("a recording and a publication", _recording_and_publication),
    # spaCy 2.0 and 3.0. Not: a program and its version 3.0.
    Sign("another version", _other_version),
    # The same whole and part as above.
    Sign("the whole and a part of it", _whole_and_part),
    Sign("another sort of work", _other_sort),
    # Two posts of a blog. Not: a page with and without its slash, or its PDF.
    Sign("another page of one site", _other_page),
    # "Editorial" of two issues, "Overview of the track" of two years. Not: one without a year.
    Sign("a title that comes again", _recurs),
    # "Education at a Glance" of two years. Not: a book by Jane Roe, which is dated by its copy.
    Sign("another year of a body's book", _other_year_of_body),
    # Oslo and Kyoto. Not: "MIT" and its name, "TU München" and "Technical University of Munich".
    Sign("a thesis at another school", _other_school),
    # Two letters of one person in one year. Not: the same letter again.
    Sign("another work without a title", _untitled_differ),
    # A file that begins "University of Lower Saxony". Not: the same file again.
    Sign("a title that says nothing", _title_is_nothing),
    # "Transformers" at two blogs. Not: "Transformers" by Roe at both, nor a title of many words.
    Sign("a short title on another site", _short_title_elsewhere),
)
"""What makes two works of accounts that have one title; ``dupes`` shows them."""


def _nobody_on_page(pair: Sides) -> bool:
    return people.nobody_on_page(pair.one, pair.other, pair.page)


OF_A_PAGE = (
    # "Erratum to: Deep Lists", and "Deep Lists". Not: an erratum, and what the service calls one.
    Sign("page 1 is about that work", lambda p: is_about(p.one.title) > is_about(p.other.title)),
    # "Lists, Revisited" by Roe quotes "Simulation" by Zeng. Not: a title that was changed.
    Sign(
        "page 1 has another title and other authors",
        lambda p: p.titles_differ and p.authors_differ and _nobody_on_page(p),
    ),
    # The same where no names could be told from the rest of the page.
    Sign(
        "page 1 has another title, and none of its authors",
        lambda p: p.titles_differ and not people.families(p.one) and _nobody_on_page(p),
    ),
)
"""What keeps a file from being the work that its identifier names; a person is asked."""


def _differing(pair: Sides) -> str:
    """Return ``arxiv`` where both have identifiers of the arXiv, and not the same one."""
    ones, others = (
        [i for i in account.identifiers if i.scheme == "arxiv"]
        for account in (pair.one, pair.other)
    )
    return names_differ(ones, others)


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


@dataclass(slots=True)
class Crowd:
    """Many papers with one title, by what is known of them; ``seen`` of them are in the groups."""

    seen: int = 0
    groups: dict[tuple[str, Any], list[int]] = field(default_factory=dict)
    told: dict[tuple[Any, ...], list[int]] = field(default_factory=dict)

    def add(self, number: int, known: Account) -> None:
        """Enter a paper under what is known of it and under what a record may not say."""
        family, year = first_family(known), known.facts.get("year")
        for group in {(family, year), (family, "any"), ("any", year), ("any", "any")}:
            self.groups.setdefault(group, []).append(number)
        self.told.setdefault(_telling_facts(known), []).append(number)

    def likely(self, said: Account) -> list[int]:
        """Return papers of which the same is told, and others that author and year may mean."""
        family, year = first_family(said), said.facts.get("year")
        families = (family, "") if family else ("any",)
        years = (*range(year - YEARS, year + YEARS + 1), None) if year else ("any",)
        found = self.told.get(_telling_facts(said), [])[:_LIKELY]
        for group in ((name, when) for name in families for when in years):
            found += self.groups.get(group, [])[:_LIKELY]
        return list(dict.fromkeys(found))


def _telling_facts(account: Account) -> tuple[Any, ...]:
    """Return what tells one editorial of a journal from the next."""
    place = place_of(account)
    dated = account.facts.get("year"), account.facts.get("published")
    return first_family(account), *dated, place
