"""What completing papers costs and brought, and what a person is to decide."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from readlist.bib.names import byline
from readlist.text import plural, visible
from readlist.views.answer import Column, Listing
from readlist.views.paper_json import paper_ref, ref_of

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


_DUE = (
    Column("#", lambda one: one.id, style="dim", right=True),
    Column("key", lambda one: one.key, style="cyan", share=0.25),
    Column(
        "lacks", lambda one: ",".join(one.lacks), lambda one: ", ".join(one.lacks), "yellow", 0.4
    ),
    Column("title", lambda one: one.title, style="bold", share=-1),
)


def plan(due: Sequence["Due"], estimate: "Estimate") -> Listing["Due"]:
    """Return what a run would ask."""
    before = {
        "due": len(due),
        "requests": estimate.requests,
        "seconds": round(estimate.seconds),
        "most_requests": estimate.most_requests,
        "most_seconds": round(estimate.most_s),
    }
    return Listing(
        "papers", _DUE, due,
        lambda one: paper_ref(one.id, one.key, one.title, one.status) | {"lacks": list(one.lacks)},
        before=before, after={"dry_run": True}, number=lambda one: one.id,
        note=f"Dry run: {cost(estimate)}",
    )  # fmt: skip


Asked = tuple["Question", "Paper"]


_QUESTIONS = (
    Column(None, lambda one: one[1].id),
    Column(None, lambda one: one[1].key),
    Column(None, lambda one: one[2]),
    Column(None, lambda one: _name(one[3])),
    Column(None, lambda one: one[3].year),
    Column(None, lambda one: _by(one[3])),
    Column(None, lambda one: one[3].title),
)


def questions(asked: Sequence[Asked]) -> Listing[Any]:
    """Return questions; a pipe gets a line for each candidate.

    Columns: paper, its key, number of the candidate, its identifier, year, authors and title.
    """
    rows = (
        (question, paper, place, record)
        for question, paper in asked
        for place, record in enumerate(question.candidates, 1)
    )
    note = (
        "'readlist accept PAPER N' says which it is, 'readlist reject PAPER [N]' that not; "
        "--ask goes through them."
    )
    return Listing(
        "questions", _QUESTIONS, rows, items=(question_json(*one) for one in asked),
        tree=lambda screen: (question_block(*one, screen.width) for one in asked),
        terminal_note=note if asked else "", empty="There are no questions.",
    )  # fmt: skip


def question_json(question: "Question", paper: "Paper") -> dict[str, Any]:
    """Return a question with its candidates as JSON values."""
    return {
        **ref_of(paper),
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


def question_block(question: "Question", paper: "Paper", width: int) -> Any:
    """Return a question as rich text: the paper, and under it what it may be."""
    from rich.text import Text

    from readlist.views.wrap import cropped

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
