"""What keeps two accounts apart that have one title: the table and its rules; pure.

Titles come again: of columns, of chapters, of yearly reports, of a thesis and its article. Each row
has an example and a counter-example.
"""

import re

from readlist.bib.details import MADE_TITLE, PLACE, VERBATIM_PLACE, isbns_and_issns
from readlist.identity import generic_titles, people, places
from readlist.identity.merge import Account, first_family
from readlist.identity.people import families_agree
from readlist.identity.places import numbers_differ, pages_differ, volumes_differ
from readlist.identity.same_work import (
    YEARS,
    YEARS_TO_PUBLICATION,
    Sides,
    Sign,
    is_preprint,
    other_edition,
    other_sort,
    other_volume,
    schemes_differing,
    whole_and_part,
    years_agree,
)
from readlist.model import VENUE_YEAR, Author, Rank
from readlist.text import fold, fold_words


def _years_differ(pair: Sides) -> bool:
    one, other = pair.one, pair.other
    most = YEARS
    if _comes_before(one) != _comes_before(other) and families_agree(
        first_family(one), first_family(other)
    ):
        most = YEARS_TO_PUBLICATION
    ones, others = _years_of(one), _years_of(other)
    return not any(years_agree(mine, theirs, most) for mine in ones for theirs in others)


def _years_of(account: Account) -> tuple[int | None, ...]:
    """Return the year of a work and, where that is a preprint's, the one of its publication too."""
    year, of_venue = account.facts.get("year"), account.extra.get(VENUE_YEAR)
    return (year, of_venue) if year and isinstance(of_venue, int) else (year,)


def _comes_before(account: Account) -> bool:
    """Say whether a work may be published years after: a preprint, a report, a manuscript."""
    kind = str(account.facts.get("kind", "")).lower()
    return kind in ("techreport", "report", "unpublished") or is_preprint(account)


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


OTHER_UNTITLED = "another work without a title"


def _is_only_named(account: Account) -> bool:
    """Say whether the library made the title of a work that has none (``bib.details``)."""
    return MADE_TITLE in account.extra.get(VERBATIM_PLACE, ())


def is_only_keyed(account: Account) -> bool:
    """Say whether a work has neither title nor author nor identifier: its key alone tells it.

    ``@book{r1, date = {1911}}`` and ``@book{r2, date = {1911}}`` are two.
    """
    signed = account.facts.get("authors") or account.identifiers
    return not signed and _is_only_named(account)


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


def _other_identifier(pair: Sides) -> bool:
    """Say whether both have a name of one scheme, and not the same one.

    An article has two DOIs where its journal changed the publisher: it is in one volume, on the
    same pages. Two arXiv ids are never of one paper.
    """
    schemes = schemes_differing(pair.one.identifiers, pair.other.identifiers)
    if not schemes or "arxiv" in schemes:
        return bool(schemes)
    if schemes == ["isbn"] and not _isbns(pair.one).isdisjoint(_isbns(pair.other)):
        return False
    return not _is_in_one_place(pair)


def _isbns(account: Account) -> set[str]:
    """Return all ISBNs of a book, in print and online; one of them is its identifier."""
    own = [one.value for one in account.identifiers if one.scheme == "isbn"]
    said = [account.extra.get(part, {}).get("isbn", "") for part in (PLACE, VERBATIM_PLACE)]
    return {
        *own,
        *isbns_and_issns([*map(str, said), *account.extra.get("ris", {}).get("SN", ())])[0],
    }


def _is_in_one_place(pair: Sides) -> bool:
    one, other = pair.places
    if not pair.both(places.ARTICLES) or pair.venues is not True:
        return False
    if not one.volume or one.volume != other.volume or not places.on_the_same_pages(one, other):
        return False
    if generic_titles.recurs(pair.one.title, of_body=False):
        return False
    return families_agree(first_family(pair.one), first_family(pair.other)) is True


def _other_journal(pair: Sides) -> bool:
    if pair.venues or not (pair.published and pair.both(places.PUBLICATIONS)):
        return False
    one, other = pair.places
    # An article, and a talk or chapter: SIGPLAN Notices prints PLDI on pages of its own.
    is_mixed = (one.kind in places.ARTICLES) != (other.kind in places.ARTICLES)
    if is_mixed and any(map(places.prints_meetings, pair.places)):
        return False
    if pair.venues is None:  # "ICCV" may be any meeting, and is no journal
        is_named = any(map(places.is_journal, pair.places)) and pair.told("venue")
        return is_mixed and (is_named or pages_differ(one.pages, other.pages))
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
    """Say whether a book without authors has other editors, or any work other translators.

    Or whether one publisher has a book of an author, and another one a book of an editor.
    """
    if people.people_differ(pair.one, pair.other, "translator"):
        return True
    if not pair.both(places.WHOLES):
        return False
    if any(account.facts.get("authors") for account in (pair.one, pair.other)):
        return people.author_is_not_editor(pair.one, pair.other) and _publishers_differ(pair)
    return people.people_differ(pair.one, pair.other, "editor")


_OF_PUBLISHERS = frozenset({
    "and", "co", "company", "inc", "ltd", "of", "press", "publisher", "publishers", "publishing",
    "the", "university", "verlag",
})  # fmt: skip


def _publishers_differ(pair: Sides) -> bool:
    """Say whether both name a publisher, a book's venue, with no word of its own in common."""
    one, other = (
        set(fold_words(str(account.facts.get("venue") or "")).split()) - _OF_PUBLISHERS
        for account in (pair.one, pair.other)
    )
    return bool(one) and bool(other) and one.isdisjoint(other)


def _other_day(pair: Sides) -> bool:
    """Say whether a paper or a site printed one title on two days: a column of The Times."""
    if pair.venues is not True or not (pair.published and _dates_differ(pair)):
        return False
    for account, place in zip((pair.one, pair.other), pair.places, strict=True):
        is_dated = len(str(account.facts.get("published", ""))) >= len("2020-01-01")
        if not is_dated or place.volume or place.number or place.pages or account.identifiers:
            return False
    return True


# A series with a number, and the year of its print: "RFC 761", "ISO/IEC 8601-1:2019"; not "Accessed
# 2020".
_NUMBERED = re.compile(
    r"([A-Z][A-Za-z /.-]{1,30}?)[ -]?((?!(?:19|20)[0-9]{2}$)[0-9][0-9.]*(?:-[0-9]+)*)(?::[0-9]{4})?"
)


def _other_patent(pair: Sides) -> bool:
    """Say whether both are patents and count otherwise; "US 7,123,456 B2" is 7123456."""
    if not pair.both({"patent"}):
        return False
    ones, others = (_patent_numbers(account) for account in (pair.one, pair.other))
    return bool(ones and others) and ones.isdisjoint(others)


def _patent_numbers(account: Account) -> set[str]:
    """Return the figures of a patent's number, wherever programs put it (in RIS ``SN``, ``M1``)."""
    own = account.extra.get(PLACE, {}).get("number")
    ris = account.extra.get("ris", {})
    said = [own, *ris.get("SN", ()), *ris.get("M1", ())]
    bare = (re.sub(r"[\s,/.-]|[A-Z][0-9]?$", "", str(number)) for number in said if number)
    return {found[0] for text in bare if (found := re.search("[0-9]{5,}", text))}


def _other_report(pair: Sides) -> bool:
    one, other = pair.places
    if one.kind != other.kind or one.kind in places.PUBLICATIONS | {"preprint", "patent", ""}:
        return False
    if one.kind in places.WHOLES:  # the number of a series, which a reprint may change
        return False
    is_draft = [place.number.startswith("draft ") for place in pair.places]
    if is_draft[0] != is_draft[1]:  # draft-ietf-quic-transport-34 is before RFC 9000
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


_TOLD = places.PUBLICATIONS | places.WHOLES | places.THESES | {"preprint"}
"""What tells of data, of an invention or of what is to be heard, and is another work."""


_HEARD = frozenset({"audio", "music"})
_FILMED = frozenset({"video", "movie"})
_RECORDINGS = _HEARD | _FILMED | {"image", "performance", "artwork"}


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


OF_ONE_TITLE = (
    # "Survey" by Lee and by Roe, by Wei and by Min Zhang. Not: "Oord" and "van den Oord".
    Sign("another first author", lambda p: people.first_authors_differ(p.one, p.other)),
    # 2015 and 2017. Not: 2016 and 2017; nor a preprint or report of 2014 and its article of 2017.
    Sign("years apart", _years_differ),
    # Two arXiv ids. Not: an arXiv id and a DOI, or bioRxiv's DOI and the journal's, or two DOIs on
    # the same pages of one volume.
    Sign("another identifier", _other_identifier),
    # Nature 10:1-2 and Science 77:301, ICCV 2961-2969 and TPAMI 386-397. Not: an article and its
    # preprint; a journal abbreviated; article 65 of TOG and 1-14 of SIGGRAPH.
    Sign("another journal", _other_journal),
    # Volumes 10 and 11 of Nature, or pages 10 and 90. Not: early access 1-14 and 1234-1247.
    Sign("another issue or pages", _other_issue),
    # "Introduction" of two handbooks. Not: NIPS, and Advances in Neural Information Processing.
    Sign("another book", _other_book),
    # "The End of History?" of 1989 and of 1992. Not: Foundations and Trends, which prints both.
    Sign("an article and a book", _article_and_book),
    # Handbooks by Bass and by Driscoll, Faust by two translators, "Rain" by Roe (Sage) and "Rain"
    # edited by Poe (Knopf). Not: a handbook without editors, "Rain" of one house.
    Sign("other editors or translators", _other_people),
    # A column of 5 and of 12 January. Not: an article with its pages, online and in print.
    Sign("another day", _other_day),
    # Second and third. Not: "2nd" and "Second".
    Sign("another edition", other_edition),
    # The Art of Computer Programming, 1 and 2. Not: "Vol. I" and 1.
    Sign("another volume", other_volume),
    # TR-1 and TR-2, RFC 761 and RFC 793. Not: a report and its article.
    Sign("another number", _other_report),
    # US 7,123,456 and US 7,654,321. Not: US7123456B2.
    Sign("another patent", _other_patent),
    # A yearly outlook of 2019 and of 2020. Not: a paper, whose preprint is a year older.
    Sign("another year of a report", _other_year_of_report),
    # A thesis and the article of its name, or a press's book. Not: what a university "publishes".
    Sign("a thesis and another publication", _thesis_and_other),
    # A corpus and the paper on it. Not: a corpus and a page about it.
    Sign("data or a program and a publication", lambda p: p.mixed({"dataset", "software"}, _TOLD)),
    # "Page ranking", the patent and the paper. Not: two accounts of the patent.
    Sign("a patent and a publication", lambda p: p.mixed({"patent"}, _TOLD)),
    # A filmed talk and the paper, a song and a film. Not: a page with the film.
    Sign(
        "a recording and a publication",
        lambda p: p.mixed(_RECORDINGS, _TOLD) or p.mixed(_HEARD, _FILMED),
    ),
    # Slides, and the article of their name. Not: slides and the paper of that meeting.
    Sign("a talk and a publication", lambda p: p.mixed({"presentation"}, _TOLD - places.TALKS)),
    # spaCy 2.0 and 3.0. Not: a program and its version 3.0.
    Sign("another version", _other_version),
    # The same whole and part as above.
    Sign("the whole and a part of it", whole_and_part),
    Sign("another sort of work", other_sort),
    # Two posts of a blog. Not: a page with and without its slash, or its PDF.
    Sign("another page of one site", _other_page),
    # "Editorial" of two issues, "Overview of the track" of two years. Not: one without a year.
    Sign("a title that comes again", _recurs),
    # "Education at a Glance" of two years. Not: a book by Jane Roe, which is dated by its copy.
    Sign("another year of a body's book", _other_year_of_body),
    # Oslo and Kyoto. Not: "MIT" and its name, "TU München" and "Technical University of Munich".
    Sign("a thesis at another school", _other_school),
    # Two letters of one person in one year. Not: the same letter again.
    Sign(OTHER_UNTITLED, _untitled_differ),
    # A file that begins "University of Lower Saxony". Not: the same file again.
    Sign("a title that says nothing", _title_is_nothing),
    # "Transformers" at two blogs. Not: "Transformers" by Roe at both, nor a title of many words.
    Sign("a short title on another site", _short_title_elsewhere),
)
"""What makes two works of accounts that have one title; ``dupes`` shows them."""
