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

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from typing import NamedTuple

from readlist.identity.merge import family_fold
from readlist.identity.title_words import Form, Title, title_forms
from readlist.model import Author, Identifier, Record

CANDIDATES = 5
"""Papers that are offered for one that could not be matched."""
LETTERS = 5
"""Letters of a word from which one wrong one may be a slip; "BERT" and "BART" are two things."""
_LETTERS_OF_AUTHOR = 3
"""The same, where the first author agrees."""
_LIKELY = 50
"""Papers of a large answer that are compared with a title, those with most of its words."""
_LOOSE = 0.85
"""Share of equal letters from which a title is worth showing to a person."""
_YEARS = 1
_YEARS_OF_AUTHOR = 4
"""Years between a preprint and its publication, where the first author agrees."""


class Likeness(IntEnum):
    """How two titles agree, the surest last."""

    NONE = 0
    LOOSE = 1
    PART = 2
    NEAR = 3
    SAME = 4


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
# One letter apart and opposite or another thing, though long enough for a slip.
_CONFUSABLE = tuple(
    frozenset(pair)
    for pair in (
        ("micro", "macro"), ("context", "content"), ("casual", "causal"), ("modal", "model"),
        ("neural", "neutral"), ("adaption", "adoption"), ("trial", "trail"), ("moral", "mortal"),
        ("discrete", "discreet"), ("complement", "compliment"), ("contrast", "contract"),
        ("simulat", "stimulat"), ("formal", "format"), ("planning", "planing"),
    )
)  # fmt: skip
# What a part that is missing must not say: the work would be about the other one, or its sequel.
_OTHER_WORK = frozenset({
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "i", "v", "x", "part", "volume", "vol",
    "chapter", "revisited", "reloaded", "supplement", "supplementary", "supplemental",
    "appendix", "comment", "comments", "reply", "response", "erratum", "corrigendum",
    "correction", "addendum", "rebuttal", "retraction", "withdrawn", "extended", "extension",
    "reproducibility", "replication", "reproduction",
})  # fmt: skip
# The same, unless the first author is known to be the same.
_OTHER_AUTHORS = frozenset({
    "survey", "review", "overview", "tutorial", "discussion", "perspective",
})  # fmt: skip
_NEGATIONS = frozenset({
    "no", "not", "nor", "non", "never", "none", "without", "cannot", "isnt", "arent", "dont",
    "doesnt",
})  # fmt: skip
_CONNECTING = frozenset({
    "with", "from", "that", "this", "their", "into", "over", "when", "what", "where", "towards",
    "toward", "and", "the", "for", "are", "can", "how", "its",
})  # fmt: skip
_LATIN = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)*|[+#]+")


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
    if not wanted.not_these.isdisjoint(record.identifiers) or _contradicts(wanted, record):
        return None
    mine, theirs = title_forms(wanted.title), title_forms(record.title)
    author, year = _author_agrees(wanted, record), _year_agrees(wanted, record)
    likeness, shared = likeness_of(mine, theirs, author=bool(author))
    if likeness is Likeness.NONE:
        return None
    if likeness is Likeness.LOOSE and author is False:
        return None
    agreement = (2 if author else 0) + (1 if year else 0) - (2 if author is False else 0)
    sure = _sure(wanted, likeness, shared, author, year)
    nearness = len(shared.whole) / max(1, len(mine.form.whole), len(theirs.form.whole))
    return _Scored(likeness, sure, agreement, nearness, record)


def _sure(
    wanted: Wanted, likeness: Likeness, shared: Form, author: bool | None, year: bool | None
) -> bool:
    """Say whether what agrees is enough, given what is known of author and year."""
    if likeness is Likeness.LOOSE or author is False or (year is False and not author):
        return False
    if year is False and (likeness is not Likeness.SAME or not wanted.year):
        return False
    least = _ENOUGH[likeness][0 if author else 1 if year else 2]
    return len(shared.whole) >= least.letters and len(shared.words) >= least.words


def _contradicts(wanted: Wanted, record: Record) -> bool:
    """Say whether both have a name of one service, and not the same one."""
    mine = _by_scheme(wanted.identifiers)
    theirs = _by_scheme(record.identifiers)
    return any(mine[scheme].isdisjoint(theirs[scheme]) for scheme in mine.keys() & theirs.keys())


def _by_scheme(identifiers: Iterable[Identifier]) -> dict[str, set[str]]:
    """Return identifiers by scheme, without those of which a paper may well have several."""
    schemes: dict[str, set[str]] = {}
    for scheme, value in identifiers:
        if scheme not in ("url", "doi", "isbn"):
            schemes.setdefault(scheme, set()).add(value)
    return schemes


def _author_agrees(wanted: Wanted, record: Record) -> bool | None:
    """Say whether the first authors agree; None where one of them is not known."""
    theirs = first_author(record)
    if not wanted.family or not theirs:
        return None
    short, long = sorted((wanted.family, theirs), key=len)
    # "Oord" and "van den Oord", "García" and "García Márquez".
    return short == long or (len(short) > 3 and long.endswith(short)) or (
        len(short) > 3 and long.startswith(short)
    )  # fmt: skip


def first_author(record: Record) -> str:
    """Return the folded family name of a record's first author, where it says who that is."""
    return family_fold(record.authors[0]) if record.authors else ""


def _year_agrees(wanted: Wanted, record: Record) -> bool | None:
    year = record.year or (int(record.published[:4]) if record.published[:4].isdecimal() else None)
    if not wanted.year or not year:
        return None
    return abs(wanted.year - year) <= _YEARS


def likeness_of(mine: Title, theirs: Title, *, author: bool = False) -> tuple[Likeness, Form]:
    """Return how two titles agree, and the words that do; ``author`` says that authors agree."""
    shorter = min(mine.form, theirs.form, key=lambda form: len(form.whole))
    if (mine.form.whole == theirs.form.whole or mine.folded == theirs.folded) and shorter.whole:
        return Likeness.SAME, shorter
    if _near(mine.form, theirs.form, author=author) or _same_without_formulas(mine, theirs):
        return Likeness.NEAR, shorter
    if mine.cut and theirs.form.whole.startswith(mine.form.whole):
        return Likeness.NEAR, mine.form
    if (part := _shared_part(mine, theirs, author=author)) is not None:
        return Likeness.PART, part
    return (Likeness.LOOSE, shorter) if _loose(mine, theirs) else (Likeness.NONE, shorter)


def _same_without_formulas(mine: Title, theirs: Title) -> bool:
    """Say whether one of two titles lacks nothing but the formulas of the other."""
    return any(
        whole.form.whole == other.bare.whole and bool(whole.form.whole)
        for whole, other in ((mine, theirs), (theirs, mine))
    )


def _near(one: Form, other: Form, *, author: bool) -> bool:
    """Say whether two titles differ by one slip in one word."""
    if len(one.words) != len(other.words):
        return False
    differing = [
        place for place, word in enumerate(one.words) if word != other.words[place]
    ]  # fmt: skip
    if len(differing) != 1:
        return False
    # Also as they stand: of "denoising" and "denoisig" only one is in another spelling.
    pairs = ((one.words, other.words), (one.plain, other.plain))
    return any(is_slip(mine[differing[0]], theirs[differing[0]], author=author)
               for mine, theirs in pairs)  # fmt: skip


def is_slip(one: str, other: str, *, author: bool = False) -> bool:
    """Say whether two words are one word, once written with one slip."""
    harmless = one in _CONNECTING or other in _CONNECTING
    if min(len(one), len(other)) < (_LETTERS_OF_AUTHOR if author or harmless else LETTERS):
        return False
    if max(len(one), len(other)) < _LETTERS_OF_AUTHOR + 1 or one[0] != other[0]:
        return False
    if not (_LATIN.fullmatch(one) and _LATIN.fullmatch(other)) or {one, other} & _NEGATIONS:
        return False
    return _one_edit(one, other) and not _confusable(one, other)


def _confusable(one: str, other: str) -> bool:
    """Say whether two words are another's neighbours that both exist, such as micro and macro."""
    for stems in _CONFUSABLE:
        mine = {stem for stem in stems if one.startswith(stem)}
        theirs = {stem for stem in stems if other.startswith(stem)}
        if mine and theirs and mine != theirs:
            return True
    return False


def _one_edit(one: str, other: str) -> bool:
    """Say whether one letter more, less or wrong, or two in wrong order, is all that differs."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    first, second = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(first), len(second)) <= 1 or (len(first) == 2 and first == second[::-1])


def _shared_part(mine: Title, theirs: Title, *, author: bool) -> Form | None:
    """Return the part that is the whole of one title and stands beside the colon in the other."""
    for whole, parted in ((mine, theirs), (theirs, mine)):
        head, tail = parted.head, parted.tail
        # "What is X? V3": a tail like this is a number of the work, a head is a name.
        if len(tail.words) == 1 and _DIGITS.search(tail.whole):
            continue
        for part, rest in ((head, tail), (tail, head)):
            same = part.whole == whole.form.whole or (
                len(part.words) > 3 and _near(part, whole.form, author=author)
            )
            if part.whole and same and not _is_other_work(rest, author=author):
                return part
    return None


def _is_other_work(rest: Form, *, author: bool) -> bool:
    """Say whether the part that one title lacks makes it another work, as "Part II" does."""
    telling = _OTHER_WORK if author else _OTHER_WORK | _OTHER_AUTHORS
    words = rest.words if len(rest.words) < 5 else rest.words[:3]
    return not telling.isdisjoint(words)


def _loose(mine: Title, theirs: Title) -> bool:
    """Say whether a person may take two titles for one: nearly the same, with the same numbers."""
    one, other = mine.form, theirs.form
    if not one.words or not other.words:
        return False
    common = len(set(one.words) & set(other.words))
    if common < 0.6 * min(len(one.words), len(other.words)):
        return False
    if _DIGITS.findall(one.whole) != _DIGITS.findall(other.whole):
        return False
    for part in (theirs.head, theirs.tail):
        if len(part.words) > 2 and part.whole in (mine.head.whole, mine.tail.whole):
            return True
    return SequenceMatcher(None, one.whole, other.whole, autojunk=False).ratio() >= _LOOSE


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
    if _by_scheme_differ(one, other):
        return False
    mine, theirs = first_author(one), first_author(other)
    years = (one.year or 0, other.year or 0)
    near = not all(years) or abs(years[0] - years[1]) <= _YEARS_OF_AUTHOR
    return bool(mine) and mine == theirs and near


def _by_scheme_differ(one: Record, other: Record) -> bool:
    mine, theirs = _by_scheme(one.identifiers), _by_scheme(other.identifiers)
    return any(mine[scheme].isdisjoint(theirs[scheme]) for scheme in mine.keys() & theirs.keys())


def distinct(records: Sequence[Record]) -> tuple[Record, ...]:
    """Return one record of each work, in order, no more than a person is to be shown."""
    kept: list[Record] = []
    for record in records:
        if not any(_same_work(record, other) for other in kept):
            kept.append(record)
    return tuple(kept[:CANDIDATES])
