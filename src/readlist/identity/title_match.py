"""Which of a service's papers is the one that a title means; pure.

A match is taken only when it is sure: the titles say the same, or nearly, what is known of first
author and year agrees, and no other work fits as well. What looks alike without being sure is a
candidate for the person to decide on.

How near (measured on 17,145 titles of one spring, among which no two different papers are within
one letter of each other, see ``benchmarks/matching.py``):

- the same words in one spelling (``spelling``), wherever blanks and hyphens stand;
- or one slip of the pen in one long word: a letter more, less, wrong, or two changed places, not
  in the first letter, where prefixes turn a meaning round, and in a title that is long enough;
- or one of the two without its part before or after the colon, which takes an author or a year as
  well, or a part that is so long that nobody else has it.

Digits, negations and words of a few letters must be the same throughout.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readlist.identity.merge import family_fold
from readlist.identity.people import families_agree
from readlist.identity.same_work import YEARS_TO_PUBLICATION, names_differ, years_agree
from readlist.identity.titles import Form, Likeness, likeness_of, title_forms
from readlist.model import Author, Identifier, Record

CANDIDATES = 5
"""Papers that are offered for one that could not be matched."""
_LIKELY = 50
"""Papers of a large answer that are compared with a title, those with most of its words."""


class Least(NamedTuple):
    """How long what agrees must be, in letters and words, to be believed."""

    letters: int
    words: int


# By likeness: with the first author agreeing, with the year alone, with neither known.
_ENOUGH = {
    Likeness.SAME: (Least(0, 0), Least(8, 2), Least(16, 3)),
    Likeness.NEAR: (Least(16, 2), Least(24, 4), Least(32, 5)),
    Likeness.PART: (Least(4, 1), Least(32, 5), Least(40, 6)),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the paper that is looked for; ``family`` is the first author's, folded.

    ``not_these`` are identifiers of works that a person said it is not.
    """

    title: str
    family: str = ""
    year: int | None = None
    identifiers: tuple[Identifier, ...] = ()
    not_these: frozenset[Identifier] = frozenset()


class Match(NamedTuple):
    """What was decided: what services say of the one work, or else candidates, likeliest first."""

    sure: tuple[Record, ...] = ()
    candidates: tuple[Record, ...] = ()


class _Scored(NamedTuple):
    """A candidate: how its title agrees, whether that is enough, and what else speaks for it."""

    likeness: Likeness
    sure: bool
    agreement: int
    nearness: float
    record: Record


def match(wanted: Wanted, records: Iterable[Record]) -> Match:
    """Find the paper among what services answered."""
    found = sorted(
        (scored for record in records if (scored := _scored(wanted, record))),
        key=lambda one: (one.sure, one.likeness, one.agreement, one.nearness, one.record.rank),
        reverse=True,
    )
    if not found:
        return Match()
    best = found[0]
    if best.sure and not any(_rivals(best, other) for other in found[1:]):
        return Match(tuple(one.record for one in found if _same_work(best.record, one.record)))
    return Match(candidates=distinct([one.record for one in found if one.record.identifiers]))


def title_index(records: Sequence[Record]) -> Callable[[str], list[Record]]:
    """Return what gives, of the papers in a large answer, those that a title may mean."""
    holders: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        for word in set(title_forms(record.title).form.words):
            holders.setdefault(word, []).append(number)

    def likely(title: str) -> list[Record]:
        words = set(title_forms(title).form.words)
        counts = Counter(number for word in words for number in holders.get(word, ()))
        least = min(len(words), 2)
        return [records[number] for number, count in counts.most_common(_LIKELY) if count >= least]

    return likely


def wanted_of(
    title: str,
    authors: Sequence[Author],
    year: int | None,
    *,
    identifiers: tuple[Identifier, ...] = (),
    not_these: frozenset[Identifier] = frozenset(),
) -> Wanted:
    """Return what is looked for; ``authors`` must be known to begin with the first one."""
    family = family_fold(authors[0]) if authors else ""
    return Wanted(title, family, year, identifiers, not_these)


def _scored(wanted: Wanted, record: Record) -> _Scored | None:
    """Weigh one candidate; None where it is surely another paper, or nothing like it."""
    if not wanted.not_these.isdisjoint(record.identifiers) or names_differ(
        wanted.identifiers, record.identifiers
    ):
        return None
    mine, theirs = title_forms(wanted.title), title_forms(record.title)
    author = families_agree(wanted.family, first_author(record))
    year = _year_agrees(wanted, record)
    likeness, shared = likeness_of(mine, theirs, author=bool(author))
    if likeness is Likeness.NONE:
        return None
    if likeness is Likeness.LOOSE and author is False:
        return None
    # The author says more than the year; one that differs takes back as much as one that agrees.
    agreement = {True: 2, None: 0, False: -2}[author] + bool(year)
    sure = _sure(likeness, shared, author, year)
    nearness = len(shared.whole) / max(1, len(mine.form.whole), len(theirs.form.whole))
    return _Scored(likeness, sure, agreement, nearness, record)


def _sure(likeness: Likeness, shared: Form, author: bool | None, year: bool | None) -> bool:
    """Say whether what agrees is enough, given what is known of author and year."""
    if likeness is Likeness.LOOSE or author is False:
        return False
    # Another year is that of another version: believed with the same title by the same author.
    if year is False and not (author and likeness is Likeness.SAME):
        return False
    by_author, by_year, by_title = _ENOUGH[likeness]
    least = by_title
    if author:
        least = by_author
    elif year:
        least = by_year
    return len(shared.whole) >= least.letters and len(shared.words) >= least.words


def first_author(record: Record) -> str:
    """Return the folded family name of a record's first author, where it says who that is."""
    return family_fold(record.authors[0]) if record.authors else ""


def _year_agrees(wanted: Wanted, record: Record) -> bool | None:
    year = record.year or (int(record.published[:4]) if record.published[:4].isdecimal() else None)
    return years_agree(wanted.year, year) if wanted.year and year else None


def _rivals(best: _Scored, other: _Scored) -> bool:
    """Say whether another work is as good."""
    as_good = (other.likeness, other.agreement) >= (best.likeness, best.agreement)
    if best.likeness is Likeness.PART and other.likeness is Likeness.PART:
        as_good = other.agreement >= best.agreement
    return as_good and not _same_work(best.record, other.record)


def _same_work(one: Record, other: Record) -> bool:
    """Say whether two services speak of one work: by identifier, or by title, author and year."""
    if one is other or set(one.identifiers) & set(other.identifiers):
        return True
    if title_forms(one.title).form.whole != title_forms(other.title).form.whole:
        return False
    if names_differ(one.identifiers, other.identifiers):
        return False
    mine, theirs = first_author(one), first_author(other)
    # Services tell of a preprint and of its publication, and neither says that there are two.
    near = years_agree(one.year, other.year, YEARS_TO_PUBLICATION)
    return bool(mine) and mine == theirs and near


def distinct(records: Sequence[Record]) -> tuple[Record, ...]:
    """Return one record of each work, in order, no more than a person is to be shown."""
    kept: list[Record] = []
    for record in records:
        if not any(_same_work(record, other) for other in kept):
            kept.append(record)
    return tuple(kept[:CANDIDATES])
