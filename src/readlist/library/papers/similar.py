"""The neighbours of papers and of any text: by words, references and meaning, with the reasons.

Each signal puts papers into an order; the orders are fused by reciprocal rank (Cormack, Clarke,
Büttcher 2009), so that their figures need not be comparable.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from math import log
from typing import NamedTuple

from readlist.library.meaning.near import like_papers, like_text
from readlist.library.ranking.features import as_written, counts_of, telling, word_values
from readlist.query.words import standing
from readlist.store import citations
from readlist.store import similar as store
from readlist.store.connection import Library
from readlist.store.papers import count
from readlist.store.reading import texts

TERMS = 25
"""Words of a text that are looked for, the most telling; of several texts some more."""
_TERMS_MORE, _TERMS_MOST = 5, 50
LOOKED_AT = 200
"""Papers that each signal brings."""
SHARED = 5
"""Words that are named of those that two texts share."""
_LEAST = 0.05
"""The share of a text's weight below which another has no more of it than chance gives."""
_MEANT = 0.5
"""The cosine from which on two texts mean nearly the same; below, it only helps to order them."""
_FUSED = 60
"""What is added to a rank before it is inverted: the first ranks should not decide alone."""


class Near(NamedTuple):
    """A paper that is like others: the words and references that it shares, and its meaning.

    ``means`` is the cosine of what both mean; 0 where that is not known, or far away.
    """

    id: int
    shares: tuple[str, ...] = ()
    cites: int = 0
    means: float = 0.0

    def reasons(self) -> str:
        """Return in words why it is near."""
        said = [f"shares: {', '.join(self.shares)}"] if self.shares else []
        said += [f"cites {self.cites} of the same"] if self.cites else []
        said += [f"means nearly the same ({self.means:.2f})"] if self.means >= _MEANT else []
        return "; ".join(said)


def similar(
    library: Library,
    papers: Sequence[int],
    most: int,
    *,
    text: str = "",
    among: Collection[int] | None = None,
) -> list[Near]:
    """Return what is most like some papers and a text together, the nearest first.

    The papers themselves are left out; with ``among`` no others are looked at.
    """
    seeds = list(texts(library.db, papers).values())
    weights = _weights(library, seeds, text)
    terms = min(TERMS + _TERMS_MORE * (len(seeds) - 1), _TERMS_MOST) if seeds else TERMS
    heaviest = sorted(weights, key=lambda word: (-weights[word], word))[:terms]
    looked_at = LOOKED_AT + len(papers)
    by_words = store.alike(library.db, heaviest, among, looked_at)
    coupled = citations.coupled(library.db, papers, LOOKED_AT)
    cites = {one.paper: one.shared for one in coupled if among is None or one.paper in among}
    means = like_text(library, text, looked_at, among) if text else {}
    means |= like_papers(library, papers, looked_at, among)
    left_out = set(papers)
    order = fused([by_words, list(cites), list(means)])
    found = [number for number in order if number not in left_out]
    words = {word: weights[word] for word in heaviest}
    return list(islice(_told(library, found, words, Beside(cites, means)), most))


class Beside(NamedTuple):
    """What speaks for papers beside their words: references in common, and what they mean."""

    cites: Mapping[int, int]
    means: Mapping[int, float]


def fused(orders: Sequence[Sequence[int]]) -> list[int]:
    """Return several orders as one: what stands far ahead in any of them stands far ahead."""
    worth: defaultdict[int, float] = defaultdict(float)
    for order in orders:
        for rank, number in enumerate(order):
            worth[number] += 1 / (_FUSED + rank)
    return sorted(worth, key=lambda number: (-worth[number], number))


def _weights(library: Library, seeds: Sequence[tuple[str, str]], text: str) -> dict[str, float]:
    """Return how much each word tells of what papers and a text are about.

    A word that stands in none but these papers finds nothing.
    """
    counted = [counts_of(standing(title), standing(abstract)) for title, abstract in seeds]
    own = Counter(word for counts in counted for word in counts)
    if text:
        counted.append(telling(standing(text)))
    words = list(dict.fromkeys(word for counts in counted for word in counts))
    papers = count(library.db)
    rarity = {
        word: log((papers + 1) / number)
        for word, number in store.held(library.db, words).items()
        if number > own[word]
    }
    weights: defaultdict[str, float] = defaultdict(float)
    for counts in counted:
        for word, value in word_values(counts, rarity).items():
            weights[word] += value
    return weights


def _told(
    library: Library, found: Sequence[int], weights: Mapping[str, float], beside: Beside
) -> Iterator[Near]:
    """Yield papers with the reasons why they are near, without those that are so by chance."""
    whole = sum(value * value for value in weights.values())
    said = texts(library.db, found)
    for number in found:
        if number not in said:
            return
        title, abstract = said[number]
        has = telling(f"{standing(title)} {standing(abstract)}")
        shared = [word for word in weights if word in has]
        cites, means = beside.cites.get(number, 0), beside.means.get(number, 0.0)
        by_chance = sum(weights[word] ** 2 for word in shared) < _LEAST * whole
        if by_chance and not cites and means < _MEANT:
            continue
        shown = as_written(shared[:SHARED], f"{title} {abstract}")
        yield Near(number, tuple(shown[word] for word in shared[:SHARED]), cites, means)
