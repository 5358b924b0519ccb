"""What a paper is to the ranking: numbers for its words, authors, categories, feeds and so on."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import mul

from readlist.library.ranking.model import (
    AUTHOR,
    BASE,
    CATEGORY,
    FEED,
    LIST,
    LISTS,
    TAG,
    VOTES,
)
from readlist.library.ranking.people import person
from readlist.library.ranking.words import phrase, telling, within, words
from readlist.model import Author
from readlist.store.ranking import Material

TITLE_TIMES = 3
"""A word of the title counts as often as three of the abstract."""
WORDS = 3.0
"""Length of all words of a paper together, where an author has 0.7 and a category 0.5: measured,
1 learns too slowly and from 5 on the taste of yesterday holds for too long."""
AUTHORS_LIMIT = 30
"""Authors of a paper that count: the first of them; papers of hundreds have no author."""


def counts_of(title: str, abstract: str) -> Counter[str]:
    """Return how often each telling word stands in a paper."""
    counts = telling(abstract)
    for word, number in telling(title).items():
        counts[word] += TITLE_TIMES * number
    return counts


def whole(paper: Material) -> str:
    """Return the words of a paper in their order, to look for phrases in them."""
    return f"{' '.join(words(paper.title))} . {' '.join(words(paper.abstract))}"


def rarities(frequencies: Mapping[str, int], documents: int) -> dict[str, float]:
    """Return how much each word tells: the logarithm of how rare it is."""
    return {word: math.log((documents + 1) / number) for word, number in frequencies.items()}


def word_values(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return TF-IDF of words, sublinear in their number; words that are unknown are left out.

    Manning, Raghavan and Schuetze, Introduction to Information Retrieval, 6.4.
    """
    known = [word for word in counts if word in rarity]
    rare = list(map(rarity.__getitem__, known))
    return dict(zip(known, weighed(map(counts.__getitem__, known), rare), strict=True))


def weighed(times: Iterable[int], rare: Sequence[float]) -> list[float]:
    """Return what words count that stand so many times in a paper and are so rare."""
    found = [r if t == 1 else (1 + math.log(t)) * r for t, r in zip(times, rare, strict=True)]
    length = math.sqrt(sum(map(mul, found, found)))
    return [value * WORDS / length for value in found] if length else found


def tag_phrases(tags: Mapping[str, int]) -> dict[str, str]:
    """Return what to look for in a text for each tag: ``area/long-word`` is ``long word``."""
    found = {tag: phrase(tag.rpartition("/")[2].replace("-", " ")) for tag in tags}
    return {tag: form for tag, form in found.items() if form}


def other_values(
    paper: Material, tags: Mapping[str, int], phrases: Mapping[str, str]
) -> dict[str, float]:
    """Return the features that are no words, each in its measure.

    ``phrases`` is what to look for in the text of the paper for each tag.
    """
    found = {} if not paper.own else {BASE: 1.0}
    if paper.votes:
        found[VOTES] = math.log2(1 + paper.votes) / 8
    if paper.lists:
        found[LISTS] = math.log2(1 + len(paper.lists))
    found |= _shared(AUTHOR, _people(paper), 0.7)
    found |= _shared(CATEGORY, paper.categories, 0.5)
    found |= _shared(FEED, paper.feeds, 0.3)
    found |= _shared(LIST, paper.lists, 0.3)
    text = whole(paper) if phrases else ""
    for tag, form in phrases.items():
        if within(form, text):
            found[f"{TAG}{tag}"] = 0.5 * min(1.0, math.log2(1 + tags[tag]) / 2)
    return found


def _people(paper: Material) -> Iterator[str]:
    """Yield the authors who count, by the names that the ranking knows them by."""
    for name, family, given in paper.authors[:AUTHORS_LIMIT]:
        if known := person(Author(name, family, given)):
            yield known


def _shared(kind: str, names: Iterable[str], measure: float) -> dict[str, float]:
    """Return features of one kind, less of each the more there are."""
    found = list(dict.fromkeys(names))
    value = measure / math.sqrt(max(1.0, len(found) / 3))
    return {f"{kind}{name}": value for name in found}
