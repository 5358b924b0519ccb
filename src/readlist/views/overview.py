"""The morning's overview and what is next; drawn without rich, which costs 35 ms."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from readlist import local_time
from readlist.store.reading import Fresh, Overview, Waiting
from readlist.text import plural, visible
from readlist.views.answer import Column, Listing, Report, Screen, readable
from readlist.views.rows import PRIORITIES
from readlist.views.wrap import BAR, bar, cropped, styled


def overview(state: Overview, now: datetime) -> Report:
    """Return the state of a reader's papers; a pipe gets it bare and whole."""
    return Report(
        _bare_lines(state, now),
        lambda: overview_json(state, now),
        draw=lambda screen: _screen_lines(state, now, screen),
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
        "moving": sorted(state.moving),
        "flow": state.flow._asdict(),
        "hand": {
            "questions": state.hand.questions,
            "failed_feeds": list(state.hand.failed),
            "backup": state.backed_up or None,
            "backup_due": _backup_due(state, now),
        },
    }


def waiting_json(paper: Waiting, now: datetime) -> dict[str, Any]:
    """Return a paper to read with the reasons for it, for programs."""
    return {
        "id": paper.id, "key": paper.key, "title": paper.title or None, "authors": paper.byline,
        "year": paper.year, "status": paper.status, "priority": paper.priority,
        "added": paper.added, "started": paper.started or None, "progress": paper.progress or None,
        "due": paper.due or None, "why": reasons(paper, now),
    }  # fmt: skip


LABEL = 9
"""Columns before what an overview says on a terminal: each part has its name there."""
MOST = {"due": 2, "reading": 3, "lists": 3}
"""Papers and lists of a part that a screen of 24 lines has room for."""


def _screen_lines(state: Overview, now: datetime, screen: Screen) -> Iterator[str]:
    """Yield what a screen of 80 columns and 24 lines has room for, the most urgent first."""
    yield from _count_lines(state, screen.width)
    yield from _labelled(f"New {state.new:,}", [
        (paper.id, paper.title or paper.key, _score(paper)) for paper in state.best
    ], screen)  # fmt: skip
    due = _due(state)[: MOST["due"]]
    begun = state.reading[: MOST["reading"] - bool(due)]
    asked = [
        ("Due", [(paper, due_text(paper.due, now)) for paper in due]),
        ("Reading", [(paper, _since(paper, now)) for paper in begun]),
        ("Next", [(paper, reasons(paper, now).partition("; ")[0]) for paper in state.next]),
    ]
    for label, papers in asked:
        rows = [(paper.id, paper.title or paper.key, why) for paper, why in papers]
        lines = _labelled(label, rows, screen)
        if label == "Reading" and due:
            next(lines, None)  # no line between: both are under way
        yield from lines
    yield ""
    yield _named("Week", _week(state), screen)
    yield from _moving(state, screen)
    yield from _ending(state, now, screen)


def _due(state: Overview) -> list[Waiting]:
    """Return what has a day and is not being read, which says its day where it stands."""
    reading = {paper.id for paper in state.reading}
    return [paper for paper in state.due if paper.id not in reading]


def _score(paper: Fresh) -> str:
    return "" if paper.score is None else f"{paper.score:.2f}"


def _count_lines(state: Overview, width: int) -> Iterator[str]:
    """Yield how many papers there are, in as many lines as it takes."""
    line = ""
    for part in _counts(state).split(", "):
        if line and len(line) + len(part) + 3 > width:
            yield f"{line},"
            line = part
        else:
            line = f"{line}, {part}" if line else part
    yield line


def _week(state: Overview) -> str:
    """Say what the last seven days brought."""
    flow = state.flow
    moved = (
        (flow.came, "came"), (flow.kept, "kept from the inbox"), (state.week, "finished"),
        (flow.let_go, "let go"),
    )  # fmt: skip
    said = ", ".join(f"{count:,} {word}" for count, word in moved if count)
    return said or "nothing moved"


def _labelled(label: str, rows: Sequence[tuple[int, str, str]], screen: Screen) -> Iterator[str]:
    """Yield papers under each other behind their part's name: number, title, and why in short."""
    width, colour = screen
    if rows:
        yield ""
    for place, (number, title, why) in enumerate(rows):
        # A narrow screen has no room for reasons.
        reason = cropped(visible(why), width * 7 // 20) if width >= 60 else ""
        room = width - LABEL - 8 - (len(reason) + 2 if reason else 0)
        shown = cropped(readable(title), room)
        end = f"  {styled(reason, 'dim', colour=colour)}" if reason else ""
        head = _head("" if place else label, screen)
        yield f"{head}{styled(f'{number:>6}', 'dim', colour=colour)}  {shown}{end}"


def _head(label: str, screen: Screen) -> str:
    """Return the name of a part as wide as it is for all of them."""
    return styled(label, "bold", colour=screen.colour) + " " * (LABEL - len(label))


def _moving(state: Overview, screen: Screen) -> Iterator[str]:
    """Yield the lists that are read, and how many others there are."""
    if not state.lists:
        return
    moving = [found for found in state.lists if found.name in state.moving]
    shown = moving[: MOST["lists"]]
    for place, found in enumerate(shown):
        done = bar(found.done, found.papers)
        done = done[BAR:] if screen.width < 60 else done
        name = cropped(visible(found.name), screen.width - LABEL - len(done) - 2)
        head = _head("" if place else "Lists", screen)
        yield f"{head}{done}  {name}".rstrip()
    if left := len(state.lists) - len(shown):
        others = plural(left, "more list" if shown else "list")
        yield _named("" if shown else "Lists", f"{others}: readlist lists", screen)


def _ending(state: Overview, now: datetime, screen: Screen) -> Iterator[str]:
    """Yield what needs a hand, in one line, and what was done last."""
    said = []
    if state.hand.questions:
        said.append(f"{plural(state.hand.questions, 'question')} (readlist questions)")
    if state.hand.failed:
        feeds = plural(len(state.hand.failed), "feed")
        said.append(f"{feeds} failed (readlist pulls)")
    if _backup_due(state, now):
        since = f" since {state.backed_up}" if state.backed_up else ""
        said.append(f"no backup{since} (readlist db backup)")
    if said:
        yield _named("To do", ", ".join(said), screen)
    if state.last:
        end = " (readlist undo)"
        done = visible(state.last.summary or state.last.command)
        room = screen.width - LABEL - len(end)
        yield _named("Last", cropped(f"{ago(state.last.at, now)}: {done}", room) + end, screen)


def _named(label: str, text: str, screen: Screen) -> str:
    """Return a line behind the name of its part."""
    return _head(label, screen) + cropped(text, screen.width - LABEL)


BACKUP_PAPERS, BACKUP_AFTER_DAYS, BACKUP_EVERY_DAYS = 100, 30, 90
"""A library of so many papers and days wants a backup, and another after so many."""


def _backup_due(state: Overview, now: datetime) -> bool:
    if state.total < BACKUP_PAPERS or not state.hand.began:
        return False
    if _days_since(state.backed_up, now) is None:
        return (_days_since(state.hand.began, now) or 0) > BACKUP_AFTER_DAYS
    return (_days_since(state.backed_up, now) or 0) > BACKUP_EVERY_DAYS


def _days_since(when: str, now: datetime) -> int | None:
    try:
        return (now.astimezone().date() - date.fromisoformat(local_time.day(when))).days
    except ValueError:
        return None


def _bare_lines(state: Overview, now: datetime) -> Iterator[str]:
    """Yield what a pipe gets: all of it, bare."""
    bare = Screen(0, colour=False)
    yield _counts(state)
    if state.best:
        yield from ("", f"New in the inbox: {state.new:,}")
    for one in state.best:
        yield f"{one.id:>6}  {_score(one):>4}  {visible(one.title) or one.key}"
    late = f": {state.overdue:,} overdue" if state.overdue else ""
    asked = [
        (f"Due{late}", [(paper, reasons(paper, now)) for paper in _due(state)]),
        ("Reading now", [(paper, _since(paper, now)) for paper in state.reading]),
        ("Next", [(paper, reasons(paper, now)) for paper in state.next]),
    ]
    for heading, papers in asked:
        if papers:
            yield from ("", heading)
        for paper, why in papers:
            yield from _waiting_lines(paper, why, bare)
    if state.week or state.month:
        yield from ("", f"Finished {state.week} in the last 7 days, {state.month} in the last 30.")
    if state.lists:
        yield from ("", "Lists")
    for found in state.lists[:5]:
        yield f"  {bar(found.done, found.papers)}  {visible(found.name)}"
    if state.last:
        done = visible(state.last.summary or state.last.command)
        said = f"Last change {ago(state.last.at, now)}: {done} (readlist undo takes it back)"
        yield from ("", said)


def _counts(state: Overview) -> str:
    counts = state.counts
    shown = (
        (counts.get("inbox", 0), "in the inbox"),
        (counts.get("to-read", 0), "to read"),
        (counts.get("reading", 0), "being read"),
        (counts.get("skimmed", 0) + counts.get("read", 0), "read or skimmed"),
        (counts.get("dropped", 0), "dropped"),
    )
    said = ", ".join(f"{number:,} {word}" for number, word in shown if number)
    urgent = f" ({state.urgent:,} with a priority)" if state.urgent else ""
    return f"{plural(state.total, 'paper')}: {said}{urgent}."


def _since(paper: Waiting, now: datetime) -> str:
    since = f"since {ago(paper.started, now)}" if paper.started else ""
    place = f"at {paper.progress}" if paper.progress else ""
    return "; ".join(filter(None, (due_text(paper.due, now), since, place)))


def _waiting_lines(paper: Waiting, why: str, screen: Screen) -> Iterator[str]:
    width, colour = screen
    year = f" ({paper.year})" if paper.year else ""
    title = cropped(readable(paper.title) or paper.key, max(0, width - 8 - len(year)))
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
    said += filter(None, (due_text(paper.due, now), paper.wait and f"snoozed until {paper.wait}"))
    if paper.priority:
        said.append(f"priority {PRIORITIES[paper.priority]}")
    if paper.decided or paper.score is not None:
        kept = "you just decided to read it" if paper.decided else "you kept it lately"
        said.append(kept if paper.score is None else f"{kept}, score {paper.score:.2f}")
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
    if left < 2:
        return "due tomorrow" if left else "due today"
    return f"due {then:%A}" if left < 7 else f"due {day} (in {left} days)"


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
    if days < -1:  # of a clock that was wrong; a day ahead may be another time zone's
        return then
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{then} ({days} days)"
