"""Why papers come in the order of a search: each term of the sum in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.store.ranking import Reason, Score
from readlist.views.answer import Listing
from readlist.views.inbox import why as score_listing

if TYPE_CHECKING:
    from readlist.model import Paper
    from readlist.query.relevance import Term
    from readlist.store.relevance import Ranked

_SAID = {
    "index": "how often it has the words, and how rare they are",
    "has": "has {}",
    "title": "{} in the title",
    "authors": "{} among the authors",
    "itself": "{} as typed, not only by its stem",
    "near": "{} near each other",
    "phrase": "the question {}, word for word",
    "meaning": "means nearly that: {} of 1",
    "rating": "you rated it {}",
    "lists": "lists that have it: {}",
}
_STATUS = {
    "read": "you read it", "skimmed": "you skimmed it", "reading": "you are reading it",
    "to-read": "you kept it", "dropped": "you dropped it",
}  # fmt: skip
_SUM = "sum {:.2f}: how well it answers; the best comes first"


def why(papers: "Sequence[Paper]", ranked: "Sequence[Ranked]") -> Listing[Sequence[object]]:
    """Return the worth of papers term by term, as ``show --why`` does with scores."""
    scores = {}
    for one in ranked:
        reasons = [Reason(_told(term), term.weight, term.kind) for term in one.terms]
        reasons.sort(key=lambda reason: -abs(reason.weight))
        scores[one.id] = Score(one.worth, tuple(reasons))
    beside = {one.id: {"lacks": list(one.lacks), "by_meaning": one.by_meaning} for one in ranked}
    return score_listing(papers, scores, _SUM, lambda paper: beside[paper.id])


def _told(term: "Term") -> str:
    if term.kind == "status":
        return _STATUS[term.words[0]]
    return _SAID[term.kind].format(", ".join(term.words))
