"""What keeps two accounts apart that state one identifier, and a file from its identifier; pure.

A book's DOI stands on its chapters, an article's on its erratum, and one slip of the hand names
another paper. Each row has an example and a counter-example; a person is asked about them.
"""

import re

from readlist.bib.stand_ins import is_stand_in
from readlist.identity import people, places
from readlist.identity.generic_titles import companion, is_about, is_notice, is_remark
from readlist.identity.places import numbers_differ
from readlist.identity.same_work import (
    Sides,
    Sign,
    other_arxiv,
    other_edition,
    other_sort,
    other_volume,
    whole_and_part,
    years_agree,
)
from readlist.model import Rank
from readlist.text import fold_words

NAME_WORDS = 2
"""Words up to which a title may be the name of a work that is also called otherwise."""


def _other_numbered_edition(pair: Sides) -> bool:
    """Say whether books both count their edition: the second and the third, not "revised"."""
    if not pair.both(places.WHOLES):
        return False
    counted = all(re.search("[0-9]", place.edition) for place in pair.places)
    return counted and other_edition(pair)


# A DOI of a book or a meeting: 10.1007/978-3-540-92828-7, 10.1007/11564096, 10.1145/3292500,
# 10.1109/CVPR.2016; not that of a part: 10.1201/9781315140919-3, 10.1145/3292500.3330701. Then CRC,
# Cambridge and Oxford, AMS, MIT Press, Elsevier, SIAM, World Scientific, Benjamins, APA, InTech,
# ASTM, Dagstuhl, IJCAI, ISCA and the ACL, whose parts have more behind that.
_OF_A_WHOLE = re.compile(
    r"10\.[0-9]{4,5}/(?:(?:isbn[.:-]?)?97[89](?:-?[0-9]){10})|10\.(?:1145|5555)/[0-9]{6,8}|"
    r"10\.1007/(?:[0-9]{8}|b[0-9]{5,6}|[0-9]-[0-9]{3}-[0-9]{5}-[0-9x])|"
    r"10\.1109/[a-z]+[0-9]*\.[0-9]{4}|"
    r"10\.1201/b[0-9]{4,6}|10\.1017/cbo97[89][0-9]{10}|"
    r"10\.1093/[a-z]+(?::[a-z]+)?/97[89][0-9]{10}(?:\.001\.0001)?|"
    r"10\.1090/(?:cbms|chel|coll|conm|fic|gsm|hmath|mbk|memo|pspum|stml|surv|text|ulect)/[0-9]+|"
    r"10\.7551/mitpress/[0-9]+\.001\.0001|10\.1016/[cb](?:20|97[89]-)[0-9-]+[0-9x-]+|"
    r"10\.1137/1\.97[89][0-9]{10}|10\.1142/[0-9]{4,5}|10\.1075/[a-z]+\.[0-9]+|10\.1037/[0-9]+-000|"
    r"10\.5772/[0-9]{1,6}|10\.1520/stp[0-9]+-eb|10\.4230/[a-z]+\.[a-z]+\.[0-9]{4}|"
    r"10\.24963/ijcai\.[0-9]{4}|10\.21437/[a-z]+\.[0-9]{4}|"
    r"10\.18653/v1/(?:[a-z][0-9]{2}-[0-9]{1,2}|[0-9]{4}\.[a-z0-9]+-[a-z0-9]+)"
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
    return is_remark(one) != is_remark(other) and pair.authors_differ


def _book_and_companion(pair: Sides) -> bool:
    """Say whether one is what is sold with the other: a book and its solutions manual."""
    return not pair.has_one_title and companion(pair.one.title) != companion(pair.other.title)


def _other_title_of_nobody(pair: Sides) -> bool:
    """Say whether two titles of several words have one identifier in common, and nobody signs."""
    if not pair.shared or any(one.scheme == "arxiv" for one in pair.shared):
        return False
    if any(account.facts.get("authors") for account in (pair.one, pair.other)):
        return False
    words = min(len(fold_words(account.title).split()) for account in (pair.one, pair.other))
    return words > NAME_WORDS and pair.told("title") and pair.titles_differ


# Where a person, a meeting or a volume lists papers: "http://roe.org/", "https://iclr.cc/2024",
# "https://proceedings.mlr.press/v139/", "https://mit.edu/~roe/index.html"; not "https://roe.org/rain".
_LISTS_PAPERS = re.compile(
    r"https?://[^/?]+/(?:~[\w.-]+|v?[0-9]+|papers|publications|people|research)?/?"
    r"(?:index\.[a-z]{3,5})?"
)


def _other_title_at_one_address(pair: Sides) -> bool:
    """Say whether two works have but the address of the page that lists them in common.

    Curated lists call a work by a nickname or a remark of their own, so that there only a page
    that is surely none of one work tells.
    """
    addresses = {one.scheme for one in pair.shared} == {"url"}
    if not (addresses and pair.titles_differ):
        return False
    both = (pair.one, pair.other)
    if pair.told("title"):
        return all(account.ranks["title"][1] < Rank.PERSON for account in both)
    words = min(len(fold_words(account.title).split()) for account in both)
    is_list = all(_LISTS_PAPERS.fullmatch(one.value) for one in pair.shared)
    return words > NAME_WORDS and is_list


def _places_differ(pair: Sides) -> bool:
    one, other = pair.places
    return (
        (bool(one.pages and other.pages) and one.pages != other.pages)
        or numbers_differ(one.volume, other.volume)
        or numbers_differ(one.chapter, other.chapter)
    )


def _other_journal(pair: Sides) -> bool:
    """Say whether two articles have no word in common but the authors', and years between them."""
    years = pair.one.facts.get("year"), pair.other.facts.get("year")
    if not pair.titles_differ or years_agree(*years) or not pair.told("venue"):
        return False
    return pair.published and pair.both(places.PUBLICATIONS) and pair.venues is False


def _reprint(pair: Sides) -> bool:
    """Say whether one account is of a later print at another place."""
    years = pair.one.facts.get("year"), pair.other.facts.get("year")
    return len(pair.kinds) == 2 and not years_agree(*years, 3) and pair.venues is False


def _other_title_of_stand_in(pair: Sides) -> bool:
    """Say whether two titles have only a number in common that people type where they have none."""
    return pair.titles_differ and bool(pair.shared) and all(map(is_stand_in, pair.shared))


OF_ONE_IDENTIFIER = (
    # "Erratum to: Rain" with the DOI of "Rain"; Poe's "Comment on: Rain". Not: "Letter: Rain".
    Sign("one is about the other", _one_is_about_the_other),
    # "Calculus" and its "Student Solutions Manual", under the book's ISBN. Not: "Student Edition".
    Sign("a book and what goes with it", _book_and_companion),
    # Two drafts with the PubMed id 12345678. Not: a paper that got a new title.
    Sign("other title under the number of a template", _other_title_of_stand_in),
    # "Weather" by Adams, "Rivers" by Brown. Not: "LLaMA" and "LLaMA: Open Models", a typing error.
    Sign("other title and authors", lambda p: p.titles_differ and p.authors_differ),
    # A handbook and a chapter of it. Not: a chapter that one source calls a book.
    Sign("the whole and a part of it", whole_and_part),
    # "Weather", 1-20, and "Rivers", 21-40, of one author. Not: a title that was corrected.
    Sign("other title and pages", lambda p: p.titles_differ and _places_differ(p)),
    # "Tea", Leaf 2010, and "Coffee", Bean 2014, by one author: a DOI copied with its line.
    Sign("other title and journal", _other_journal),
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
    Sign("another volume", other_volume),
    # The second and the third. Not: a second one and a revised one.
    Sign("another edition", _other_numbered_edition),
    # A film and the series of its name, both under the address of a database.
    Sign("another sort of work", other_sort),
    # 2507.90001 and 2508.90002 state one DOI. Not: an arXiv id and the DOI of its publication.
    # The last, because it says nothing where one of the two ids is a third work's.
    Sign("another arXiv id", other_arxiv),
)
"""What makes two works of accounts that state one identifier; a person is asked about them."""
NOT_OF_ONE_ENTRY = frozenset(
    {
        "other title and pages",
        "other title and journal",
        "a reprint elsewhere",
        "other title under the number of a template",
    }
)
"""Signs that say nothing where both have one citation key and first author as well.

"Deep lists", Nature 1, is corrected to "Shallow trees", Science 77, of the same key and DOI.
"""


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
