"""Which texts are about the same: the cosine of their words, the rarer the heavier; pure."""

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt
from typing import NamedTuple

from readlist.library.ranking.features import as_written, telling

LEAST = 0.1
"""The cosine below which two texts share no more than chance has it."""
SHARED = 5
"""Words that are named of those that two texts share."""


class Near(NamedTuple):
    """A text that is like another: how much, from 0 to 1, and the words that weigh most in it."""

    number: int
    cosine: float
    shared: tuple[str, ...]


def nearest(text: str, others: Mapping[int, str], most: int) -> list[Near]:
    """Return the texts most like a given one, the nearest first.

    Weights are ``(1 + log tf) * log(N / df)`` (Manning, Raghavan, Schütze 2008, 6.4.1).
    """
    counts = {number: telling(other) for number, other in others.items()}
    wanted = telling(text)
    spread = Counter(word for found in counts.values() for word in found)
    spread.update(wanted.keys())
    rarity = {word: log((len(counts) + 1) / number) for word, number in spread.items()}
    ours = _weighted(wanted, rarity)
    found = [_near(number, ours, _weighted(other, rarity)) for number, other in counts.items()]
    found = [near for near in found if near.cosine >= LEAST]
    found = sorted(found, key=lambda near: (-near.cosine, near.number))[:most]
    told = []
    for near in found:
        shown = as_written(near.shared, others[near.number])
        told.append(near._replace(shared=tuple(shown[word] for word in near.shared)))
    return told


def _weighted(counted: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of a text's words, as a vector of length 1."""
    weights = {word: (1 + log(number)) * rarity[word] for word, number in counted.items()}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def _near(number: int, ours: Mapping[str, float], theirs: Mapping[str, float]) -> Near:
    products = {word: weight * theirs[word] for word, weight in ours.items() if word in theirs}
    heaviest = sorted(products, key=lambda word: (-products[word], word))
    shared = tuple(word for word in heaviest[:SHARED] if products[word] > 0)
    return Near(number, sum(products.values()), shared)
