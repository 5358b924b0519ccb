"""How well a paper answers the words of a question, as a sum whose terms can be told; pure.

The index weighs how often a paper has words and how rare they are. It knows neither whether they
stand together nor that ``university``, which has the stem of ``universal``, is another word. Both
are looked up here, in the text of the few hundred papers that the index thinks best.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from readlist.query.nodes import Words
from readlist.query.words import forms, is_unspaced, standing

# Chosen on the judged questions of benchmarks/search.py and on 1,440 searches for a known paper by
# words of its title, abstract and authors; twice or half as much of any makes little difference.
_INDEX = 1.0
_SHARE = 0.5
_TITLE = 0.6
_AUTHORS = 0.15
_PHRASE = {"is the title": 1.2, "in the title": 0.6, "in the text": 0.3}
_NEAR = 0.25
_ITSELF = 0.9
_MEANING = 2.5
# What a reader did with a paper decides only between papers that answer alike.
_STATUS = {"read": 0.04, "skimmed": 0.04, "reading": 0.04, "to-read": 0.02, "dropped": -0.04}
_LIKED, _STARS = 0.02, 4
_LISTED, _LISTS = 0.02, 5
_CLOSE = 60
"""Characters between two words that are near each other: some ten words."""
_PLACES = 12
"""Places of a word in one text that are compared with those of its neighbour."""
_LOOKED_THROUGH = 4_000
"""Characters of abstract and notes; an abstract has 2,000."""


class Term(NamedTuple):
    """One term of the sum: of which kind, what it adds, and the words that earn it."""

    kind: str
    weight: float
    words: tuple[str, ...] = ()


class Text(NamedTuple):
    """What a paper says, and what its reader did with it; ``lists`` is how many have it."""

    title: str
    authors: str = ""
    others: str = ""
    status: str | None = None
    rating: int | None = None
    lists: int = 0


Places = list[tuple[int, int]]
"""Where a word begins and ends in a text."""


class _Word(NamedTuple):
    """A word of a question, the ways in which it stands in a text, and how much of it it tells."""

    typed: str
    bases: tuple[str, ...]
    is_open: bool
    share: float

    def places(self, text: str) -> Places:
        """Return where the word stands in a text: itself, not another one of its stem."""
        places: Places = []
        for base in self.bases:
            at = text.find(f" {base}")
            while at >= 0 and len(places) < _PLACES:
                end = text.find(" ", at + 1 + len(base))
                if self.is_open or base_form(text[at + 1 : end]) == base:
                    places.append((at + 1, end))
                at = text.find(f" {base}", end)
        return places


class Asked:
    """The words of a question as they are looked for; ``rarity`` says how much each tells."""

    def __init__(self, words: Sequence[Words], rarity: Sequence[float], typed: str = "") -> None:
        whole = sum(rarity) or 1.0
        self.words = [_word(word, rare / whole) for word, rare in zip(words, rarity, strict=True)]
        # Only words that stand side by side in the question belong together: "time sharing".
        self.side_by_side = [b.span[0] - a.span[1] == 1 for a, b in pairwise(words)]
        said = (typed, " ".join(word.text for word in words))
        phrases = dict.fromkeys(map(standing, said))
        self.phrases = tuple(phrase for phrase in phrases if " " in phrase.strip())

    def weigh(
        self, text: Text, index: float, has: Sequence[bool], means: float = 0.0
    ) -> list[Term]:
        """Return what speaks for a paper, and against it.

        ``index`` is its worth in the index as a share of the best paper's, ``has`` says which words
        it has according to the index, ``means`` is how near its meaning is, from 0 to 1.
        """
        title, authors = standing(text.title), standing(text.authors)
        others = standing(text.others[:_LOOKED_THROUGH])
        in_title = [word.places(title) for word in self.words]
        in_authors = [word.places(authors) for word in self.words]
        in_others = [word.places(others) for word in self.words]
        itself = [any(found) for found in zip(in_title, in_authors, in_others, strict=True)]
        found = [
            Term("index", _INDEX * index),
            Term("meaning", _MEANING * means, (f"{means:.2f}",)),
            self._some("has", _SHARE, has),
            self._some("title", _TITLE, in_title),
            self._some("authors", _AUTHORS, in_authors),
            self._phrase(title, others),
            self._some("itself", _ITSELF, itself),
            *self._near(in_title, in_others),
            *_prior(text),
        ]
        return [term for term in found if term.weight]

    def _some(self, kind: str, weight: float, has: Sequence[object]) -> Term:
        found = [word for word, is_there in zip(self.words, has, strict=True) if is_there]
        share = sum([word.share for word in found])
        return Term(kind, weight * share, tuple([word.typed for word in found]))

    def _phrase(self, title: str, others: str) -> Term:
        """Return what the whole question is worth where it stands as one phrase."""
        place = ""
        for phrase in self.phrases:
            if phrase == title:
                place = "is the title"
            elif phrase in title:
                place = place or "in the title"
            elif phrase in others:
                place = place or "in the text"
        return Term("phrase", _PHRASE[place], (place,)) if place else Term("phrase", 0.0)

    def _near(self, in_title: Sequence[Places], in_others: Sequence[Places]) -> Iterator[Term]:
        """Yield a term for each two neighbours of the question that are near each other."""
        for place, belong_together in enumerate(self.side_by_side):
            if not belong_together:
                continue
            one, other = self.words[place : place + 2]
            near = _nearness(in_title[place], in_title[place + 1])
            if near < 1:
                near = max(near, _nearness(in_others[place], in_others[place + 1]))
            if near:
                yield Term(
                    "near", _NEAR * near * (one.share + other.share), (one.typed, other.typed)
                )


def _word(word: Words, share: float) -> _Word:
    ways = (word.text,) if word.phrase else forms(word.text)
    stand = [standing(way).strip() for way in ways]
    is_open = word.prefix or is_unspaced(word.text)
    bases = stand if is_open else map(base_form, stand)
    return _Word(word.text, tuple(filter(None, dict.fromkeys(bases))), is_open, share)


_IES = re.compile("(?<=..)ies$")
_ES = re.compile("(?:(?<=[sxz])|(?<=[cs]h))es$")
_S = re.compile("(?<=..[^sui])s$")
_VERB = re.compile("(?<=...)y?(?:ing|ed|e|y)$")


@lru_cache(maxsize=1 << 14)
def base_form(word: str) -> str:
    """Return a word without the endings of plural and verb: ``shares``, ``sharing`` as ``shar``.

    ``universal``, ``universe`` and ``university`` remain three words.
    """
    for ending, instead in ((_IES, "y"), (_ES, ""), (_S, "")):
        singular, changed = ending.subn(instead, word)
        if changed:
            return _VERB.sub("", singular)
    return _VERB.sub("", word)


def _nearness(one: Places, other: Places) -> float:
    """Return 1 where two words follow each other, half where a few words are between them."""
    best = 0.0
    for start, end in one:
        for after, stop in other:
            if after == end + 1:
                return 1.0
            if abs(after - end) <= _CLOSE or abs(start - stop) <= _CLOSE:
                best = 0.5
    return best


def _prior(text: Text) -> Iterator[Term]:
    """Yield what a reader's own doing and curators say for a paper, whatever is asked."""
    if text.status in _STATUS:
        yield Term("status", _STATUS[text.status], (text.status,))
    if text.rating and text.rating >= _STARS:
        yield Term("rating", _LIKED, (str(text.rating),))
    if text.lists:
        yield Term("lists", _LISTED * min(text.lists, _LISTS), (str(text.lists),))
