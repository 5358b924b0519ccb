"""Papers that may be the same work: questions for a person, never answered by the program.

What is looked at: one folded title that something contradicts, one title in two spellings, a title
with and without its subtitle, its name or what stands in brackets, and titles that differ by a few
letters. Titles whose numbers differ ("II", "Part 2") do not count as near.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from readlist.identity.against_one_identifier import OF_ONE_IDENTIFIER
from readlist.identity.against_one_title import OF_ONE_TITLE
from readlist.identity.merge import draft_of
from readlist.identity.people import families_agree
from readlist.identity.same_work import Sides
from readlist.identity.titles import form, unescaped
from readlist.model import Paper
from readlist.text import fold, fold_words

NEAR = 0.94
"""Share of equal letters from which two titles look alike; below it, different works appear."""
WINDOW = 6
"""Neighbours in alphabetical order that a title is compared with."""
SHORTEST = 12
"""Folded letters below which a title or its first part says too little."""

_NAME = 3
"""Folded letters from which on a part of a title may be a work's name."""
_COMPARED = 4
"""Papers of one group that are compared with each other."""
# What is told with its values.
_SAID = frozenset({"another first author", "years apart", "another identifier", "another arXiv id"})
# What tells "Part II" and "GPT 3.5" from others: numbers, Roman ones and words.
_NUMBERS = re.compile(r"\b(?:\d+(?:\.\d+)*|[ivx]+|one|two|three|four|first|second|third)\b")


# What is added to the end of a title: "(Extended version)", "[version 2; peer review: approved]".
_IN_BRACKETS = re.compile(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
# What is put before one: "RETRACTED ARTICLE: On Rain".
_BEFORE = re.compile(r"^(?:retracted|withdrawn|removed)\b[^:]{0,20}:\s*", re.IGNORECASE)
# "BERT: Pre-training", "Rain - a Review", "Why? Because", "Война и мир = War and Peace".
_PARTING = re.compile(r":\s+|\s[-\u2013\u2014=/]{1,3}\s|\u2014|(?<=[?!.])\s+")


@dataclass(frozen=True, slots=True)
class Titled:
    """What is compared: a paper's number and title; ``byline`` is its authors in short."""

    id: int
    title: str
    byline: str = ""

    @property
    def family(self) -> str:
        """The first author's folded family name, empty where there is none."""
        return fold(re.split(r" & | et al\.$|\d+ authors?$", self.byline)[0])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers that may be one, the older first, and why."""

    one: int
    other: int
    reason: str


def find_pairs(titles: Iterable[Titled], apart: Iterable[tuple[int, int]]) -> list[Pair]:
    """Return the pairs that a person should look at, the surest first."""
    known = set(apart)
    folds = [(fold(titled.title), titled) for titled in titles if titled.title]
    found: dict[tuple[int, int], str] = {}
    for reason, one, other in _signs(folds):
        pair = (min(one, other), max(one, other))
        if one != other and pair not in known:
            found.setdefault(pair, reason)
    return [Pair(one, other, reason) for (one, other), reason in found.items()]


Folded = tuple[str, Titled]


def _signs(folds: list[Folded]) -> Iterator[tuple[str, int, int]]:
    yield from _same("the same title", folds)
    spelled = ((form(unescaped(titled.title)).whole, titled) for _, titled in folds)
    yield from _same("the same title in another spelling", spelled)
    yield from _parts(folds)
    yield from _near(sorted(folds, key=lambda pair: pair[0]))
    yield from _near(sorted(folds, key=lambda pair: pair[0][::-1]))


def _same(reason: str, folds: Iterable[Folded]) -> Iterator[tuple[str, int, int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for folded, titled in folds:
        if folded:
            groups[folded].append(titled.id)
    for numbers in groups.values():
        for other in numbers[1:]:
            yield reason, numbers[0], other


def _parts(folds: list[Folded]) -> Iterator[tuple[str, int, int]]:
    """Yield titles that are a part of another; a short part is one of the same first author."""
    whole: dict[str, list[Titled]] = defaultdict(list)
    for folded, titled in folds:
        whole[folded].append(titled)
    for _, titled in folds:
        bare = _BEFORE.sub("", _IN_BRACKETS.sub("", titled.title))
        first, *rest = _PARTING.split(bare, maxsplit=1)
        parts = []
        if bare != titled.title:
            parts.append(("the same title but for what is in brackets", bare))
        if rest:
            parts.append(("the same title without its subtitle", first))
            parts.append(("the same title without its name", rest[0]))
        for reason, part in parts:
            folded = fold(part)
            for other in whole.get(folded, ())[:_COMPARED]:
                if len(folded) >= SHORTEST or (len(folded) >= _NAME and _one_author(titled, other)):
                    yield reason, titled.id, other.id


def _one_author(one: Titled, other: Titled) -> bool:
    """Say whether both are signed, and by one person as far as can be read."""
    signed = bool(one.family and other.family)
    return signed and families_agree(one.family, other.family) is not False


def _near(folds: list[Folded]) -> Iterator[tuple[str, int, int]]:
    for place, (folded, titled) in enumerate(folds):
        if len(folded) < SHORTEST:
            continue
        matcher = SequenceMatcher(None, "", folded, autojunk=False)
        for other_fold, other in folds[place + 1 : place + 1 + WINDOW]:
            if abs(len(other_fold) - len(folded)) > 0.1 * len(folded) or other_fold == folded:
                continue
            matcher.set_seq1(other_fold)
            if (
                matcher.real_quick_ratio() >= NEAR
                and matcher.quick_ratio() >= NEAR
                and matcher.ratio() >= NEAR
                and _numbers(titled.title) == _numbers(other.title)
            ):
                yield "nearly the same title", titled.id, other.id


def _numbers(title: str) -> list[str]:
    return _NUMBERS.findall(fold_words(title))


def groups(pairs: Iterable[Pair]) -> list[list[int]]:
    """Return the papers of linked pairs together, each group and all groups in order."""
    leader: dict[int, int] = {}

    def find(number: int) -> int:
        while leader.setdefault(number, number) != number:
            number = leader[number]
        return number

    for pair in pairs:
        first, second = sorted((find(pair.one), find(pair.other)))
        leader[second] = first
    together: dict[int, list[int]] = defaultdict(list)
    for number in leader:
        together[find(number)].append(number)
    return sorted(sorted(numbers) for numbers in together.values())


def differences(papers: list[Paper]) -> list[str]:
    """Return what keeps papers of one title apart, in words."""
    firsts = {}
    values: dict[str, set[str]] = {"arxiv": set(), "doi": set(), "openreview": set(), "acl": set()}
    for paper in papers:
        for author in paper.authors[:1]:
            firsts[fold(author.name)] = author.name
        for identifier in paper.identifiers:
            if identifier.scheme in values:
                values[identifier.scheme].add(identifier.value)
    told = {
        "years": {str(paper.year) for paper in papers if paper.year},
        "first authors": set(firsts.values()),
        **values,
    }
    said = [f"{name} {', '.join(sorted(several))}" for name, several in told.items()
            if len(several) > 1]  # fmt: skip
    return [*said, *dict.fromkeys(_signs_between(papers[:_COMPARED]))]


def _signs_between(papers: list[Paper]) -> Iterator[str]:
    """Yield the signs that keep two of the papers apart, in their words."""
    for one, other in combinations(map(draft_of, papers), 2):
        sides = Sides(one, other)
        for sign in (*OF_ONE_IDENTIFIER, *OF_ONE_TITLE):
            if sign.words not in _SAID and sign.holds(sides):
                yield sign.words
