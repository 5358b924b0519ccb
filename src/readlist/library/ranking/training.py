"""A model made from what a reader decided; pure, and the same for the same decisions.

Logistic regression by dual coordinate ascent: exact, without a step size, in a few passes
(Shalev-Shwartz and Zhang, Stochastic dual coordinate ascent methods, 2013). The examples are
visited in their order, so that the same examples give the same weights.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, repeat
from operator import mul
from typing import NamedTuple

from readlist.library.ranking.features import (
    counts_of,
    other_values,
    rarities,
    tag_phrases,
    weighed,
    word_values,
)
from readlist.library.ranking.model import AUTHOR, Model, prior
from readlist.model import NOTHING, Status
from readlist.store.ranking import Material

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


FEWEST = 30
"""Decisions below which scores are not calibrated."""
JUDGED = 1_000
"""Decisions by which scores are calibrated: the newest."""
DOUBT = 5.0
"""How many decisions it takes to believe that scores must be scaled or shifted."""


def platt(pairs: Iterable[tuple[float, int, float]]) -> tuple[float, float]:
    """Return scale and shift of log-odds that fit outcomes best, close to 1 and 0 for few.

    Pairs are (log-odds, +1 or -1, weight). Platt, Probabilistic outputs for support vector
    machines, 1999; by Newton's method with a prior.
    """
    told = list(pairs)
    scale, shift = 1.0, 0.0
    for _ in range(20):
        at_scale, at_shift = DOUBT * (scale - 1), DOUBT * shift
        ss, st, tt = DOUBT, 0.0, DOUBT
        for total, sign, weight in told:
            margin = scale * total + shift
            chance = 1 / (1 + math.exp(-max(-50.0, min(50.0, margin))))
            wrong = weight * (chance - (sign > 0))
            sure = weight * chance * (1 - chance)
            at_scale += wrong * total
            at_shift += wrong
            ss += sure * total * total
            st += sure * total
            tt += sure
        det = ss * tt - st * st
        if det <= 0:
            break
        step = (at_scale * tt - at_shift * st) / det
        scale -= step
        shift -= (at_shift * ss - at_scale * st) / det
        if abs(step) < 1e-4:
            break
    return max(0.2, round(scale, 4)), round(shift, 4)


COST = 4.0
"""How far one decision of today may move the weights; measured, 2 to 5 rank alike."""
HALF_LIFE_DAYS = 12
OLDEST = 0.15
"""What a decision of long ago still counts: a taste is not forgotten during a year's leave."""
PASSED = -0.15
"""What a paper says that was shown among the best and left, while others of its day were kept."""
VOCABULARY = 40_000
"""Words that are known, the commonest: bounds a stored model to some 300 KB."""
_STRENGTH = {
    Status.TO_READ: 1.0, Status.READING: 1.5, Status.READ: 1.5, Status.SKIMMED: 0.5,
    Status.DROPPED: -1.0,
}  # fmt: skip
_RATED = {1: -1.5, 2: -1.0, 3: 0.5, 4: 1.5, 5: 2.0}


def strength(paper: Material) -> float:
    """Return what a decision says: above 0 for a paper to keep, below for one that is not."""
    if paper.passed:
        return PASSED
    if paper.rating is not None:
        return _RATED.get(paper.rating, 0.0)
    return _STRENGTH.get(Status(paper.status), 0.0) if paper.status else 0.0


def train(
    decided: Iterable[Material],
    now: str,
    background: Iterable[tuple[str, str]] = (),
    tags: Mapping[str, int] = NOTHING,
) -> Model:
    """Return what decisions, oldest first, say of a reader's taste.

    ``background`` are titles and abstracts of other papers, which say how common words are;
    ``tags`` the reader's own with the number of their papers.
    """
    gathered = _Gathered(now, tags, tag_phrases(tags))
    for paper in decided:
        if said := strength(paper):
            gathered.decide(paper, said)
    for title, abstract in background:
        gathered.read(counts_of(title, abstract))
    return gathered.learn()


def updated(model: Model, decided: Iterable[Material], now: str) -> Model:
    """Return a model moved by a few more decisions, from where it stands.

    Words that it does not know stay unknown.
    """
    phrases = tag_phrases(model.tags)
    rarity = rarities(model.frequencies, model.documents)
    index: defaultdict[str, int] = defaultdict(count().__next__)
    examples: list[Example] = []
    for paper in decided:
        said = strength(paper)
        if not said:
            continue
        values = word_values(counts_of(paper.title, paper.abstract), rarity)
        values |= other_values(paper, model.tags, phrases)
        places = array("I", map(index.__getitem__, values))
        cost = COST * abs(said) * fresh(paper.at, now)
        examples.append(Example(places, array("d", values.values()), 1 if said > 0 else -1, cost))
    if not examples:
        return model
    names = list(index)
    learned = fit(examples, [model.weights.get(name, prior(name)) for name in names])
    weights = dict(model.weights) | {n: round(w, 4) for n, w in zip(names, learned, strict=True)}
    return model._replace(decisions=model.decisions + len(examples), weights=weights)


class _Draft(NamedTuple):
    """A decision before it is known how common its words are."""

    words: "array[int]"
    times: "array[int]"
    places: "array[int]"
    values: "array[float]"
    sign: int
    cost: float


@dataclass(slots=True)
class _Gathered:
    """Decisions in little room: features are numbers, in the order in which they came."""

    now: str
    tags: Mapping[str, int]
    phrases: Mapping[str, str]
    index: defaultdict[str, int] = field(default_factory=lambda: defaultdict(count().__next__))
    frequencies: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    drafts: list[_Draft] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def read(self, counts: Mapping[str, int]) -> None:
        """Count the words of one paper."""
        self.frequencies.update(counts.keys())
        self.documents += 1

    def decide(self, paper: Material, said: float) -> None:
        """Take up one decision."""
        counts = counts_of(paper.title, paper.abstract)
        self.read(counts)
        others = other_values(paper, self.tags, self.phrases)
        place = self.index.__getitem__
        self.drafts.append(
            _Draft(
                array("I", map(place, counts)),
                array("I", counts.values()),
                array("I", map(place, others)),
                array("d", others.values()),
                1 if said > 0 else -1,
                COST * abs(said) * fresh(paper.at, self.now),
            )
        )
        for name in others:
            if name.startswith(AUTHOR) and not paper.passed:
                kept, gone = self.counts.get(name, (0, 0))
                self.counts[name] = (kept + (said > 0), gone + (said < 0))

    def learn(self) -> Model:
        """Return the model."""
        by_number = sorted(self.frequencies.items(), key=lambda pair: (-pair[1], pair[0]))
        known = dict(by_number[:VOCABULARY])
        names = list(self.index)
        rarity = rarities(known, self.documents)
        by_place = [rarity.get(name, 0.0) for name in names]
        examples = [_example(draft, by_place) for draft in self.drafts]
        learned = fit(examples, [prior(name) for name in names])
        scale, shift = self._calibrated(examples, [prior(name) for name in names])
        weights = {name: round(weight, 4) for name, weight in zip(names, learned, strict=True)}
        return Model(
            len(self.drafts), self.documents, known,
            {name: weight for name, weight in weights.items() if weight != prior(name)},
            {name: pair for name, pair in self.counts.items() if weights[name]},
            {tag: number for tag, number in self.tags.items() if tag in self.phrases},
            scale, shift,
        )  # fmt: skip

    def _calibrated(
        self, examples: Sequence[Example], prior: Sequence[float]
    ) -> tuple[float, float]:
        """Return scale and shift by which sums of terms come true where they were not learned.

        Each half of the newest decisions is judged by what is learned without it.
        """
        if len(examples) < FEWEST:
            return 1.0, 0.0
        pairs: list[tuple[float, int, float]] = []
        newest = range(max(0, len(examples) - JUDGED), len(examples))
        for half in (0, 1):
            judged = [examples[n] for n in newest if n % 2 == half]
            others = [one for n, one in enumerate(examples) if n not in newest or n % 2 != half]
            if not judged or not others:
                return 1.0, 0.0
            weights = fit(others, prior)
            for one in judged:
                total = sum(map(mul, map(weights.__getitem__, one.places), one.values))
                pairs.append((total, one.sign, 1.0))
        return platt(pairs)


def _example(draft: _Draft, rarity: Sequence[float]) -> Example:
    rare = list(map(rarity.__getitem__, draft.words))
    values = array("d", weighed(draft.times, rare))
    return Example(draft.words + draft.places, values + draft.values, draft.sign, draft.cost)


def fresh(at: str, now: str) -> float:
    """Return how much a decision of a time counts today, 1 at most."""
    try:
        days = (date.fromisoformat(now[:10]) - date.fromisoformat(at[:10])).days
    except ValueError:
        return OLDEST
    return OLDEST + (1 - OLDEST) * math.exp2(-max(0, days) / HALF_LIFE_DAYS)
