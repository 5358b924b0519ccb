"""The morning's overview and what is next; drawn without rich, which costs 35 ms."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from readlist import local_time
from readlist.store.reading import Overview, Waiting
from readlist.text import visible
from readlist.views.answer import Column, Listing, Report, Screen
from readlist.views.rows import PRIORITIES
from readlist.views.wrap import bar, cropped, styled


def overview(state: Overview, now: datetime) -> Report:
    """Return the state of a reader's papers; a pipe gets it bare and whole."""
    return Report(
        _overview_lines(state, now, Screen(0, colour=False)),
        lambda: overview_json(state, now),
        draw=lambda screen: _overview_lines(state, now, screen),
    )  # fmt: skip


def overview_json(state: Overview, now: datetime) -> dict[str, Any]:
    """Return the state of a reader's papers for programs."""
    from readlist.model import Status  # 5 ms that people save
    from readlist.views.lists import list_json  # which draws with what stands here

    return {
        "papers": state.total,
        "counts": {status: state.counts.get(status, 0) for status in Status},
        "urgent": state.urgent,
        "new": state.new,
        "best": [paper._asdict() | {"title": paper.title or None} for paper in state.best],
        "finished": {"week": state.week, "month": state.month},
        "overdue": state.overdue,
        "due": [waiting_json(paper, now) for paper in state.due],
        "reading": [waiting_json(paper, now) for paper in state.reading],
        "next": [waiting_json(paper, now) for paper in state.next],
        "lists": [list_json(found) for found in state.lists],
    }


def waiting_json(paper: Waiting, now: datetime) -> dict[str, Any]:
    """Return a paper to read with the reasons for it, for programs."""
    return {
        "id": paper.id, "key": paper.key, "title": paper.title or None, "authors": paper.byline,
        "year": paper.year, "status": paper.status, "priority": paper.priority,
        "added": paper.added, "started": paper.started or None, "progress": paper.progress or None,
        "due": paper.due or None, "why": reasons(paper, now),
    }  # fmt: skip


def _overview_lines(state: Overview, now: datetime, screen: Screen) -> Iterator[str]:
    width, colour = screen
    yield _counts(state, colour)
    yield from _new(state, screen)
    yield from _due(state, now, screen)
    if state.reading:
        yield ""
        yield styled("Reading now", "bold", colour=colour)
        for paper in state.reading:
            yield from _waiting_lines(paper, _since(paper, now), screen)
    if state.next:
        yield ""
        yield styled("Next", "bold", colour=colour)
        for paper in state.next:
            yield from _waiting_lines(paper, reasons(paper, now), screen)
    if state.week or state.month:
        yield ""
        yield f"Finished {state.week} in the last 7 days, {state.month} in the last 30."
    if state.lists:
        yield ""
        yield styled("Lists", "bold", colour=colour)
        for found in state.lists[:5]:
            yield f"  {bar(found.done, found.papers)}  {visible(found.name)}"
    if state.last:
        when = ago(state.last.at, now)
        end = " (readlist undo takes it back)"
        said = f"Last change {when}: {visible(state.last.summary or state.last.command)}"
        yield ""
        yield styled(cropped(said, max(0, width - len(end))) + end, "dim", colour=colour)


def _due(state: Overview, now: datetime, screen: Screen) -> Iterator[str]:
    """Yield what has a day and is not being read, which says its day where it stands."""
    reading = {paper.id for paper in state.reading}
    papers = [paper for paper in state.due if paper.id not in reading]
    if not papers:
        return
    yield ""
    late = f": {state.overdue:,} overdue" if state.overdue else ""
    yield styled(f"Due{late}", "bold", colour=screen.colour)
    for paper in papers:
        yield from _waiting_lines(paper, reasons(paper, now), screen)


def _new(state: Overview, screen: Screen) -> Iterator[str]:
    """Yield the best of what came since the last look."""
    width, colour = screen
    if not state.best:
        return
    yield ""
    yield styled(f"New in the inbox: {state.new:,}", "bold", colour=colour)
    for paper in state.best:
        score = "" if paper.score is None else f"{paper.score:.2f}"
        title = cropped(visible(paper.title) or paper.key, max(0, width - 14))
        yield f"{paper.id:>6}  {score:>4}  {styled(title, 'bold', colour=colour)}"


def _counts(state: Overview, colour: bool) -> str:
    counts = state.counts
    shown = [
        (counts.get("inbox", 0), "in the inbox", "yellow"),
        (counts.get("to-read", 0), "to read", "bold"),
        (counts.get("reading", 0), "being read", "bold green"),
        (counts.get("skimmed", 0) + counts.get("read", 0), "read or skimmed", "cyan"),
        (counts.get("dropped", 0), "dropped", "dim"),
    ]
    said = [f"{styled(f'{n:,}', style, colour=colour)} {word}" for n, word, style in shown if n]
    urgent = f" ({state.urgent:,} with a priority)" if state.urgent else ""
    papers = "paper" if state.total == 1 else "papers"
    return f"{state.total:,} {papers}: {', '.join(said)}{urgent}."


def _since(paper: Waiting, now: datetime) -> str:
    since = f"since {ago(paper.started, now)}" if paper.started else ""
    place = f"at {paper.progress}" if paper.progress else ""
    return "; ".join(filter(None, (due_text(paper.due, now), since, place)))


def _waiting_lines(paper: Waiting, why: str, screen: Screen) -> Iterator[str]:
    width, colour = screen
    year = f" ({paper.year})" if paper.year else ""
    title = cropped(visible(paper.title) or paper.key, max(0, width - 8 - len(year)))
    number = styled(f"{paper.id:>6}", "dim", colour=colour)
    yield f"{number}  {styled(title, 'bold', colour=colour)}{year}"
    why = cropped(why, max(0, width - 10 - len(paper.key)))
    yield "        " + "  ".join(filter(None, (styled(paper.key, "cyan", colour=colour), why)))


def next_papers(papers: Sequence[Waiting], now: datetime) -> Listing[Waiting]:
    """Return what to read now, with the reasons."""
    columns = (
        Column(None, lambda paper: paper.id),
        Column(None, lambda paper: paper.key),
        Column(None, lambda paper: paper.title),
        Column(None, lambda paper: reasons(paper, now)),
    )

    def drawn(rows: Sequence[Waiting], screen: Screen) -> Iterator[str]:
        for paper in rows:
            yield from _waiting_lines(paper, reasons(paper, now), screen)

    return Listing(
        "papers", columns, papers, lambda paper: waiting_json(paper, now),
        number=lambda paper: paper.id, draw=drawn, empty="Nothing waits to be read.",
    )  # fmt: skip


def reasons(paper: Waiting, now: datetime) -> str:
    """Say why a paper is next."""
    said = []
    if paper.status == "reading":
        said.append(f"you are reading it since {ago(paper.started, now)}" if paper.started
                    else "you are reading it")  # fmt: skip
        if paper.progress:
            said.append(f"at {paper.progress}")
    if paper.due:
        said.append(due_text(paper.due, now))
    if paper.wait:
        said.append(f"snoozed until {paper.wait}")
    if paper.priority:
        said.append(f"priority {PRIORITIES[paper.priority]}")
    if paper.score is not None:
        said.append(f"you kept it lately, score {paper.score:.2f}")
    if paper.list:
        said.append(f"number {paper.position} of {visible(paper.list)}")
    if paper.lists > 1:
        said.append(recommended(paper.lists))
    if paper.status != "reading":
        said.append(f"waiting since {ago(paper.added, now)}")
    return "; ".join(said)


def due_text(day: str, now: datetime) -> str:
    """Say when a paper is due, as a person would: overdue, today, tomorrow, Friday, in some days.

    Nothing for a paper without a day.
    """
    try:
        then = date.fromisoformat(day)
    except ValueError:
        return f"due {day}" if day else ""
    left = (then - now.astimezone().date()).days
    if left < 0:
        since = "yesterday" if left == -1 else f"{day} ({-left} days)"
        return f"overdue since {since}"
    match left:
        case 0:
            return "due today"
        case 1:
            return "due tomorrow"
        case _ if left < len(_WEEKDAYS):
            return f"due {_WEEKDAYS[then.weekday()]}"
    return f"due {day} (in {left} days)"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def recommended(lists: int) -> str:
    """Say that several curators chose a paper."""
    return f"recommended by {lists} lists"


def ago(when: str, now: datetime) -> str:
    """Return a stored time as a person says it."""
    then = local_time.day(when)
    try:
        days = (now.astimezone().date() - date.fromisoformat(then)).days
    except ValueError:
        return when or "long ago"
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{then} ({days} days)"
