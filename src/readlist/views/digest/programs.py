"""A digest for programs: its lines in a pipe, and its JSON, to which fields are added."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from readlist.text import visible
from readlist.views import news
from readlist.views.digest import words
from readlist.views.paper_json import paper_json, paper_ref

if TYPE_CHECKING:
    from readlist.library.digest.digest import Digest, FeedPart, Item


def shape(digest: "Digest") -> dict[str, Any]:
    """Return the documented shape of a digest, without its version."""
    due = [
        {**paper_ref(paper.id, paper.key, paper.title, paper.status), "why": said}
        for paper, (_, _, said) in zip(digest.due, words.due(digest), strict=True)
    ]
    return {
        "since": digest.since or None,
        "through": digest.through or None,
        "arrived": digest.arrived,
        "shown": len(digest.items),
        "decided": digest.decided,
        "feeds": [_part(part) for part in digest.feeds],
        "changes": [news.news_json(pair) for pair in digest.changes],
        "due": due,
    }


def _part(part: "FeedPart") -> dict[str, Any]:
    return {
        "name": part.name or None,
        "title": part.title or None,
        "topics": [
            {"name": topic.name, "papers": [_paper(item) for item in topic.items]}
            for topic in part.topics
        ],
    }


def _paper(item: "Item") -> dict[str, Any]:
    """Return a paper as everywhere, and what the digest knows besides."""
    score = item.score
    return paper_json(item.paper) | {
        "arrived": item.arrived or None,
        "feeds": list(item.feeds),
        "score": round(score.score, 6) if score else None,
        "why": [
            {"text": reason.text, "weight": round(reason.weight, 6)}
            for reason in (score.reasons if score else ())
        ],
    }


def plain_lines(digest: "Digest") -> Iterator[str]:
    """Yield a line each for a pipe.

    ``new``, number, key, score, feeds, topic, title, reasons; ``change``, number, key, time, what,
    nothing, title, what happened; ``due``, number, key, nothing, nothing, nothing, title, reasons.
    """
    for part in digest.feeds:
        for topic in part.topics:
            for item in topic.items:
                paper, score = item.paper, f"{item.score.score:.3f}" if item.score else ""
                yield _tabbed(
                    "new", str(paper.id), paper.key, score, ",".join(item.feeds), topic.name,
                    paper.title, words.why(item),
                )  # fmt: skip
    for (paper, change), (_, said) in zip(digest.changes, words.changes(digest), strict=True):
        yield _tabbed(
            "change", str(paper.id), paper.key, change.at, change.what, "", paper.title, said
        )
    for waiting, (_, _, said) in zip(digest.due, words.due(digest), strict=True):
        yield _tabbed("due", str(waiting.id), waiting.key, "", "", "", waiting.title, said)


def _tabbed(*cells: str) -> str:
    return "\t".join(visible(cell) for cell in cells) + "\n"
