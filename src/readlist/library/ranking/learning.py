"""Logistic regression by dual coordinate ascent: exact, without a step size, in a few passes.

Shalev-Shwartz and Zhang, Stochastic dual coordinate ascent methods (2013); the examples are
visited in their order, so that the same examples give the same weights.
"""

import math
from array import array
from collections.abc import Sequence
from itertools import repeat
from operator import mul
from typing import NamedTuple

STEPS = 50_000
"""Visits to examples, all passes together: five passes over 10,000, when little moves."""
CLOSE = 0.002
"""An example that would move by less than this part of its cost stays; passes end when all do."""


class Example(NamedTuple):
    """One decision: the places and values of its features, +1 or -1, and how much it counts."""

    places: "array[int]"
    values: "array[float]"
    sign: int
    cost: float


def fit(examples: Sequence[Example], prior: Sequence[float]) -> list[float]:
    """Return the weights that are nearest to the prior ones and agree with the examples.

    They minimise |w - prior|^2 / 2 + sum of cost * log(1 + exp(-sign * w.x)).
    """
    weights = list(prior)
    known = [0.0] * len(examples)
    lengths = [sum(map(mul, one.values, one.values)) for one in examples]
    for _ in range(max(1, STEPS // max(1, len(examples)))):
        moved = False
        for number, (places, values, sign, cost) in enumerate(examples):
            margin = sign * sum(map(mul, map(weights.__getitem__, places), values))
            wanted = cost / (1 + math.exp(min(margin, 50.0)))
            step = (wanted - known[number]) / (1 + cost * lengths[number] / 4)
            if abs(step) < CLOSE * cost:
                continue
            known[number] += step
            moved = True
            for place, change in zip(places, map(mul, values, repeat(sign * step)), strict=True):
                weights[place] += change
        if not moved:
            break
    return weights
