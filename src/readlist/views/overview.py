"""The morning's overview and what is next; drawn without rich, which costs 35 ms."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from readlist.store.reading import Overview, Waiting
from readlist.text import visible
from readlist.views.rows import PRIORITIES

BAR = 20
"""Characters of a progress bar."""
_CODES = {"bold": "1", "dim": "2", "green": "32", "cyan": "36", "yellow": "33", "magenta": "35"}


def styled(text: str, style: str, *, colour: bool) -> str:
    """Return text in a style of the terminal, or as it is."""
    if not colour or not text:
        return text
    codes = ";".join(_CODES[name] for name in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"


def overview_text(state: Overview, now: datetime, *, colour: bool, width: int = 0) -> str:
    """Return the state of a reader's papers; ``width`` crops what is longer, 0 crops nothing."""
    return "\n".join(_overview_lines(state, now, colour, width)) + "\n"


def cropped(text: str, width: int) -> str:
    """Return text that fits the width; colours are put on after this."""
    if not width or len(text) <= width:
        return text
    return text[: max(1, width - 1)].rstrip() + "…"


def _overview_lines(state: Overview, now: datetime, colour: bool, width: int) -> Iterator[str]:
    yield _counts(state, colour)
    if state.reading:
        yield "\n" + styled("Reading now", "bold", colour=colour)
        for paper in state.reading:
            yield from _waiting_lines(paper, _since(paper, now), colour, width)
    if state.next:
        yield "\n" + styled("Next", "bold", colour=colour)
        for paper in state.next:
            yield from _waiting_lines(paper, reasons(paper, now), colour, width)
    if state.week or state.month:
        yield f"\nFinished {state.week} in the last 7 days, {state.month} in the last 30."
    if state.lists:
        yield "\n" + styled("Lists", "bold", colour=colour)
        for found in state.lists[:5]:
            yield f"  {bar(found.done, found.papers)}  {visible(found.name)}"
    if state.last:
        when = ago(state.last.at, now)
        end = " (readlist undo takes it back)"
        said = f"Last change {when}: {visible(state.last.summary or state.last.command)}"
        yield ""
        yield styled(cropped(said, max(0, width - len(end))) + end, "dim", colour=colour)


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
    return "; ".join(filter(None, (since, f"at {paper.progress}" if paper.progress else "")))


def _waiting_lines(paper: Waiting, why: str, colour: bool, width: int) -> Iterator[str]:
    year = f" ({paper.year})" if paper.year else ""
    title = cropped(visible(paper.title) or paper.key, max(0, width - 8 - len(year)))
    number = styled(f"{paper.id:>6}", "dim", colour=colour)
    yield f"{number}  {styled(title, 'bold', colour=colour)}{year}"
    why = cropped(why, max(0, width - 10 - len(paper.key)))
    yield "        " + "  ".join(filter(None, (styled(paper.key, "cyan", colour=colour), why)))


def next_text(papers: Iterable[Waiting], now: datetime, *, colour: bool, width: int = 0) -> str:
    """Return what to read now, with the reasons."""
    lines = [
        line
        for paper in papers
        for line in _waiting_lines(paper, reasons(paper, now), colour, width)
    ]
    return "\n".join(lines) + "\n"


def bar(done: int, total: int) -> str:
    """Return progress as a bar with its numbers; what was begun is never drawn as nothing."""
    filled = round(BAR * done / total) if total else 0
    if done and not filled:
        filled = 1
    return f"{'█' * filled}{'░' * (BAR - filled)} {done:>5} of {total:,}"


def reasons(paper: Waiting, now: datetime) -> str:
    """Say why a paper is next."""
    said = []
    if paper.status == "reading":
        said.append(f"you are reading it since {ago(paper.started, now)}" if paper.started
                    else "you are reading it")  # fmt: skip
        if paper.progress:
            said.append(f"at {paper.progress}")
    if paper.priority:
        said.append(f"priority {PRIORITIES[paper.priority]}")
    if paper.list:
        said.append(f"number {paper.position} of {visible(paper.list)}")
    if paper.lists > 1:
        said.append(recommended(paper.lists))
    if paper.status != "reading":
        said.append(f"waiting since {ago(paper.added, now)}")
    return "; ".join(said)


def recommended(lists: int) -> str:
    """Say that several curators chose a paper."""
    return f"recommended by {lists} lists"


def ago(when: str, now: datetime) -> str:
    """Return a stored time as a person says it."""
    then = when[:10]
    try:
        days = (now.date() - datetime.strptime(then, "%Y-%m-%d").date()).days  # noqa: DTZ007
    except ValueError:
        return when or "long ago"
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{then} ({days} days)"
