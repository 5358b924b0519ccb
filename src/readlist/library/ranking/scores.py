"""The scores of waiting papers, term by term, with the terms in words; learned anew when due.

Models and scores are kept outside the journal: both can be made again from what was decided.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from readlist.bib.names import display, parse_author
from readlist.errors import LibraryError
from readlist.library.ranking.features import (
    as_written,
    counts_of,
    other_values,
    person,
    phrase,
    rarities,
    same_person,
    tag_phrases,
    whole,
    within,
    word_values,
)
from readlist.library.ranking.model import (
    AUTHOR,
    BASE,
    CATEGORY,
    FEED,
    LIST,
    LISTS,
    TAG,
    VOTES,
    Model,
    from_bytes,
    prior,
)
from readlist.library.ranking.training import train, updated
from readlist.model import Author
from readlist.store import ranking as store
from readlist.store.connection import Library
from readlist.store.ranking import REST, Follow, Material, Reason, Score, follows
from readlist.text import clean, plural

FOLLOWED = {"author": 2.5, "word": 1.5, "list": 1.0}
MUTED = -12.0
NAMED = 8
"""Reasons that are named; what the others add stands in the rest."""
SMALL = 0.05
"""A term below this, in log-odds, is not worth a reason."""
WORDS_NAMED = 3
Scorer = Callable[[Material], Score]


class _Followed(NamedTuple):
    """Something that the reader follows or mutes, as it is looked for."""

    kind: str
    value: str
    form: str
    author: Author
    text: str
    weight: float


def scorer(model: Model, follows: Sequence[Follow] = ()) -> Scorer:
    """Return what scores papers by a model and what the reader follows and mutes."""
    phrases = tag_phrases(model.tags)
    rarity = rarities(model.frequencies, model.documents)
    # A feature that no decision has met counts by what one would expect of it before any.
    features = (BASE, VOTES, LISTS, *(f"{TAG}{tag}" for tag in model.tags))
    weights = {**{name: prior(name) for name in features}, **model.weights}
    followed = [_followed(one) for one in follows]
    none_learned = rarity.keys().isdisjoint(weights)

    def score(paper: Material) -> Score:
        words: dict[str, float] = {}
        if not none_learned:  # before the first decision reading all words would take most time
            counts = counts_of(paper.title, paper.abstract)
            words = _terms(weights, word_values(counts, rarity), model.scale)
        others = _terms(weights, other_values(paper, model.tags, phrases), model.scale)
        reasons = [
            *_said(_follow_terms(followed, paper)),
            *_said(_word_terms(paper, words)),
            *_said(_other_terms(model, paper, others)),
        ]
        return _summed(reasons, sum(words.values()) + sum(others.values()) + model.shift)

    return score


def _terms(
    weights: Mapping[str, float], values: Mapping[str, float], scale: float
) -> dict[str, float]:
    """Return what each feature adds to the log-odds."""
    return {
        name: weights[name] * value * scale for name, value in values.items() if name in weights
    }


def _said(reasons: Iterable[Reason]) -> Iterator[Reason]:
    for reason in reasons:
        if abs(reason.weight) >= SMALL:
            yield reason._replace(weight=round(reason.weight, 3))


def _summed(reasons: Sequence[Reason], learned: float) -> Score:
    """Return the score with its strongest reasons, and one more that holds all the rest."""
    followed = sum(reason.weight for reason in reasons if reason.kind in ("follow", "mute"))
    total = round(learned + followed, 3)
    ordered = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.text))[:NAMED]
    rest = round(total - sum(reason.weight for reason in ordered), 3)
    last = Reason("everything else, with how much you keep at all", rest, REST)
    return Score(round(odds(total), 4), (*ordered, last))


def odds(total: float) -> float:
    """Return the probability for log-odds."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def _word_terms(paper: Material, terms: Mapping[str, float]) -> Iterator[Reason]:
    """Yield the words that speak for a paper as one reason, and those against it as another."""
    if not terms:
        return
    both = {
        sign: [(term * sign, word) for word, term in terms.items() if term * sign > 0]
        for sign in (1, -1)
    }
    most = {sign: [w for _, w in nlargest(WORDS_NAMED, found)] for sign, found in both.items()}
    shown = as_written(chain(*most.values()), f"{paper.title} {paper.abstract}")
    for sign, text in ((1, "like papers you kept"), (-1, "like papers you dropped")):
        named = ", ".join(clean(shown[word], 40) for word in most[sign])
        yield Reason(f"{text}: {named}", sign * sum(term for term, _ in both[sign]), "words")


def _other_terms(model: Model, paper: Material, terms: Mapping[str, float]) -> Iterator[Reason]:
    for feature, term in terms.items():
        kind, _, name = feature.partition(":")
        if feature == BASE:
            continue
        if feature.startswith(AUTHOR):
            yield Reason(_author(paper, name, *model.counts.get(feature, (0, 0))), term, "author")
        elif feature == VOTES:
            yield Reason(plural(paper.votes, "vote"), term, "votes")
        elif feature == LISTS:
            yield Reason(f"on {plural(len(paper.lists), 'list')}", term, "lists")
        else:
            yield Reason(f"{_KINDS[f'{kind}:']} {clean(name, 60)}", term, kind)


_KINDS = {CATEGORY: "category", FEED: "feed", LIST: "list", TAG: "your tag"}


def _author(paper: Material, known: str, kept: int, gone: int) -> str:
    authors = (Author(*said) for said in paper.authors)
    name = next((display(one) for one in authors if person(one) == known), known)
    did, number = ("kept", kept) if kept >= gone else ("dropped", gone)
    times = {1: "once", 2: "twice"}.get(number, f"{number} times")
    return f"author you {did} {times}: {clean(name, 60)}"


def _followed(one: Follow) -> _Followed:
    value = clean(one.value, 60)
    named = {"author": value, "word": f"the word {value!r}", "list": f"the list {value}"}[one.kind]
    return _Followed(
        one.kind, one.value.casefold(), phrase(one.value) if one.kind == "word" else "",
        parse_author(one.value) if one.kind == "author" else Author(""),
        f"you {'muted' if one.muted else 'follow'} {named}",
        MUTED if one.muted else FOLLOWED[one.kind],
    )  # fmt: skip


def _follow_terms(followed: Sequence[_Followed], paper: Material) -> Iterator[Reason]:
    """Yield what the reader follows or mutes about a paper, each at its fixed weight."""
    if not followed:
        return
    authors = [Author(*author) for author in paper.authors]
    lists = {name.casefold() for name in paper.lists}
    words = whole(paper) if any(one.form for one in followed) else ""
    is_about: dict[str, Callable[[_Followed], bool]] = {
        "word": lambda one: bool(one.form) and within(one.form, words),
        "list": lambda one: one.value in lists,
        "author": lambda one: any(same_person(one.author, author) for author in authors),
    }
    for one in followed:
        if is_about[one.kind](one):
            yield Reason(one.text, one.weight, "mute" if one.weight < 0 else "follow")


DECISIONS = 10_000
"""Decisions that are learned from, the newest; training on them takes some seconds."""
PASSED = 500
"""Papers that were shown and left, from which a little is learned: the newest."""
SHOWN = 20
"""Papers of a day that a person surely looked at: the best."""
BACKGROUND = 2_000
"""Other papers whose words are counted."""


class Trained(NamedTuple):
    """What was done: papers that were learned from, and papers that have a score now."""

    decisions: int
    scored: int


def retrain(library: Library, now: str) -> Trained:
    """Learn the reader's taste anew and score every paper in the inbox.

    ``now`` is UTC, ISO 8601. Another process may read and write meanwhile: the library is
    locked only when all is known. Raises ``LibraryError``.
    """
    if not library.reader_id:
        return Trained(0, 0)
    through = store.newest_entry(library)
    others = store.others(library, BACKGROUND)
    model = train(_decided(library), now, others, store.tag_counts(library))
    found = _scored(library, model, store.waiting(library))
    store.save(library, found, (now, model.decisions, model.to_bytes()), through)
    return Trained(model.decisions, len(found))


SEEN_NEXT = 300
"""Papers that are scored anew when something was decided: what a person sees next. 0.1 s."""


def catch_up(library: Library, now: str, changed: Sequence[int]) -> None:
    """Let what was decided since the last pull move what the reader sees next.

    The model moves from where it stands by the decisions about ``changed`` papers alone; the next
    pull learns from all of them. Where nothing was learned yet it is learned now, which takes its
    time. Where the library cannot be written at once, the order stays as it is.
    """
    if not store.was_learned(library):
        if not store.any_scores(library):
            retrain(library, now)
        return
    newest = store.newest_entry(library)
    model = _learned(library)
    if model is None:  # of an older version: the next pull learns anew
        return
    find = store.next_to_see if changed else store.unscored
    wanted = find(library, SEEN_NEXT)
    decided = list(store.decided_of(library, changed))
    moved = updated(model, decided, now)
    found = _scored(library, moved, wanted)
    # The time of learning stays, so that the next pull learns anew.
    trained = ("", moved.decisions, moved.to_bytes()) if decided else None
    with suppress(LibraryError), store.at_once(library):
        store.save(library, found, trained, newest)


def rescore(library: Library, now: str) -> int:
    """Score the papers in the inbox by what was learned before; return how many.

    Where nothing was learned yet, it is learned now. Raises ``LibraryError``.
    """
    if not library.reader_id:
        return 0
    model = _learned(library)
    if model is None:
        retrain(library, now)
        model = _learned(library) or Model()
    found = _scored(library, model, store.waiting(library))
    store.save(library, found)
    return len(found)


def _learned(library: Library) -> Model | None:
    body = store.learned(library)
    return from_bytes(body) if body else None


def _decided(library: Library) -> Iterator[store.Material]:
    yield from store.passed_over(library, SHOWN, PASSED)
    yield from store.decided(library, DECISIONS)


def _scored(library: Library, model: Model, papers: Sequence[int]) -> dict[int, store.Score]:
    score = scorer(model, follows(library.db, library.reader_id))
    return {paper.id: score(paper) for paper in store.material(library.db, papers)}
