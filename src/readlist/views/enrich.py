"""What completing papers costs and brought, and what a person is to decide."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.bib.names import byline
from readlist.text import plural, visible

if TYPE_CHECKING:
    from readlist.library.metadata.enrich import Due, Enriched, Estimate
    from readlist.model import Paper, Record
    from readlist.store.questions import Question

_NOUNS = {
    "identifier": "identifier", "authors": "list of authors", "abstract": "abstract",
    "date": "date", "venue": "venue", "code": "link to code",
}  # fmt: skip
_MANY = {"list of authors": "lists of authors", "link to code": "links to code"}
CONTRADICTIONS_SHOWN = 10


def cost(estimate: "Estimate") -> str:
    """Return what is about to be asked, and how long that takes."""
    requests = plural(estimate.requests, "request")
    most = ""
    if estimate.most_requests > estimate.requests:
        most = f" (at most {estimate.most_requests:,}, {duration(estimate.most_s)})"
    return (
        f"{plural(estimate.papers, 'paper')} to complete: about {requests}, "
        f"{duration(estimate.seconds)} at the services' pace{most}; --limit asks for fewer."
    )


def duration(seconds: float) -> str:
    """Return a time in words, about as exact as it is known."""
    if seconds < 90:
        return plural(max(1, round(seconds)), "second")
    minutes = round(seconds / 60)
    return plural(minutes, "minute") if minutes < 120 else f"{round(minutes / 60)} hours"


def sentences(result: "Enriched") -> Iterator[str]:
    """Yield what a run brought."""
    if not result.due:
        yield "Nothing is missing that a service has not been asked for; --again asks once more."
        return
    changed = len(result.changed)
    gained = ", ".join(_counted(need, len(papers)) for need, papers in _in_order(result))
    yield f"Completed {changed:,} of {plural(result.due, 'paper')}{': ' if gained else ''}{gained}."
    if result.open:
        verb = "is" if result.open == 1 else "are"
        yield f"{plural(result.open, 'question')} {verb} left to you: see 'readlist questions'."
    for key, found in result.contradictions[:CONTRADICTIONS_SHOWN]:
        yield (
            f"Paper {key}: {found.field} {visible(found.kept)!r} is kept, "
            f"a service says {visible(found.said)!r}."
        )


def makeshift(count: int) -> str:
    """Return what can be done about keys that were made before the authors were known."""
    keys, them = ("key was", "it") if count == 1 else ("keys were", "them")
    return (
        f"{count:,} {keys} made before the authors were known; 'readlist keys --renew' makes "
        f"{them} anew."
    )


def how_to_undo(result: "Enriched") -> str:
    """Return how a run is taken back."""
    if len(result.entries) == 1:
        return "'readlist undo' takes it back."
    entries = ", ".join(map(str, result.entries))
    return (
        f"Something else was done meanwhile: 'readlist history' has this run as {entries}, and "
        "'readlist undo' takes back the last of them."
    )


def _in_order(result: "Enriched") -> list[tuple[str, set[int]]]:
    return [(need, result.gained[need]) for need in _NOUNS if need in result.gained]


def _counted(need: str, count: int) -> str:
    noun = _NOUNS[need]
    if count != 1 and noun in _MANY:
        return f"{count:,} {_MANY[noun]}"
    return plural(count, noun)


def result_json(result: "Enriched", requests: Mapping[str, int]) -> dict[str, Any]:
    """Return what a run brought as JSON values."""
    return {
        "due": result.due,
        "changed": len(result.changed),
        "papers": list(result.changed),
        "gained": {need: len(papers) for need, papers in _in_order(result)},
        "questions": result.open,
        "waiting": result.waiting,
        "requests": dict(requests),
        "failures": list(result.reasons),
        "dry_run": False,
    }


def plan_json(due: Sequence["Due"], estimate: "Estimate") -> dict[str, Any]:
    """Return what a run would ask as JSON values."""
    return {
        "due": len(due),
        "requests": estimate.requests,
        "seconds": round(estimate.seconds),
        "most_requests": estimate.most_requests,
        "most_seconds": round(estimate.most_s),
        "papers": [
            {"id": one.id, "key": one.key, "title": one.title, "lacks": list(one.lacks)}
            for one in due
        ],
        "dry_run": True,
    }


def plan_lines(due: Iterable["Due"]) -> Iterator[str]:
    """Yield what a run would ask, for a pipe: number, key, what is missing, title."""
    for one in due:
        yield "\t".join((str(one.id), one.key, ",".join(one.lacks), visible(one.title))) + "\n"


def plan_table(due: Sequence["Due"], width: int) -> Any:
    """Return what a run would ask as a table."""
    from readlist.views.tables import Head, small_table  # rich, for terminals alone

    heads = (Head("#", "dim", right=True), Head("key", "cyan", 0.25), Head("lacks", "yellow", 0.4),
             Head("title", "bold", -1))  # fmt: skip
    rows = [(str(one.id), one.key, ", ".join(one.lacks), one.title) for one in due]
    return small_table(heads, rows, width)


def question_json(question: "Question", paper: "Paper") -> dict[str, Any]:
    """Return a question with its candidates as JSON values."""
    return {
        "id": paper.id,
        "key": paper.key,
        "title": paper.title or None,
        "authors": [author.name for author in paper.authors],
        "year": paper.year,
        "asked": question.asked_at or None,
        "candidates": [
            _candidate_json(place, one) for place, one in enumerate(question.candidates, 1)
        ],
    }


def _candidate_json(place: int, record: "Record") -> dict[str, Any]:
    return {
        "number": place,
        "title": record.title or None,
        "authors": [author.name for author in record.authors],
        "year": record.year,
        "venue": record.venue or None,
        "identifiers": [str(one) for one in record.identifiers],
        "source": record.source,
    }


def question_lines(question: "Question", paper: "Paper") -> Iterator[str]:
    """Yield a question for a pipe, a line for each candidate.

    Columns: paper, its key, number of the candidate, its identifier, year, authors and title.
    """
    for place, one in enumerate(question.candidates, 1):
        cells = (
            str(paper.id), paper.key, str(place), _name(one), str(one.year or ""), _by(one),
            one.title,
        )  # fmt: skip
        yield "\t".join(visible(cell) for cell in cells) + "\n"


def question_block(question: "Question", paper: "Paper", width: int) -> Any:
    """Return a question as rich text: the paper, and under it what it may be."""
    from rich.text import Text

    from readlist.views.overview import cropped

    block = Text(no_wrap=True)
    block.append(f"{paper.id}  ", "dim")
    known = _said(_by(paper), paper.year)
    block.append(cropped(visible(paper.title), width - len(known) - 8), "bold")
    block.append(f"{known}\n")
    for place, one in enumerate(question.candidates, 1):
        said = f"{_said(_by(one), one.year).strip()}  {visible(_name(one))}".strip()
        block.append(f"  {place}  ", "cyan")
        block.append(f"{cropped(visible(one.title), width - 6)}\n")
        block.append(f"     {cropped(said, width - 6)}\n", "dim")
    return block


def _said(authors: str, year: int | None) -> str:
    parts = [part for part in (authors, str(year or "")) if part]
    return f"  ({', '.join(parts)})" if parts else ""


def _by(one: "Paper | Record") -> str:
    return visible(byline(one.authors, one.author_count, more=False))


def _name(record: "Record") -> str:
    return str(record.identifiers[0]) if record.identifiers else record.source
