"""Printing an answer: the one place where it becomes JSON, lines, or what a terminal shows."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from readlist.cli.app import App, command_words, width
from readlist.text import more_problems, visible
from readlist.views.answer import Answer, Screen
from readlist.views.wrap import sentence_lines

if TYPE_CHECKING:
    from readlist.cli.options import Form
    from readlist.library.papers.marks import Changed
    from readlist.store.journal import Transaction

BLOCK = 2_000
"""Lines that are written at once, which is three times as fast as one by one."""
_LINK = r"\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)"
PROBLEMS_SHOWN = 20
"""Problems that a person is told one by one; beyond that they are counted."""


def print_answer(app: App, answer: Answer, *, json: bool = False, quiet: bool = False) -> None:
    """Print an answer in the form that was asked for.

    What stands beside it, or that there is nothing, is said to a person on standard error.
    """
    if json:
        _print_json(app, answer)
        return
    if quiet:
        _print_lines(app, map(str, answer.quiet()))
        return
    if app.on_terminal:
        shown = _draw_or_print(app, iter(answer.parts(screen(app))))
    else:
        shown = _print_lines(app, answer.lines())
    if not shown and answer.empty:
        app.say(answer.empty if isinstance(answer.empty, str) else answer.empty())
    for note in (answer.note, answer.terminal_note if app.on_terminal else answer.pipe_note):
        if note:
            app.say(note)


def most_shown(app: App, limit: int | None, usual: int | None = None) -> int | None:
    """Return how many things are shown, None for all: what --limit says, all in a pipe.

    A person gets the ``usual`` number otherwise, by default that of the setting ``limit``.
    """
    if limit is None and app.on_terminal:
        limit = app.settings.get("limit") if usual is None else usual
    return limit or None


def say_problems(
    app: App, said: Sequence[str], count: int = 0, *, file: str = "", most: int = PROBLEMS_SHOWN
) -> None:
    """Say the first problems and how many more there are; ``count`` is all that were met."""
    for sentence in said[:most]:
        app.say(sentence)
    left = (count or len(said)) - most
    if left > 0:
        app.say(more_problems(left, file))


def report_change(
    app: App,
    tx: "Transaction",
    said: str,
    asked: Sequence[int],
    changed: "Changed",
    form: "Form",
) -> Callable[[], None]:
    """Return what prints the change once it is safely in the library.

    What is printed is read inside the transaction, so that a dry run shows how it would be.
    """
    if form.quiet:
        return lambda: app.write("".join(f"{number}\n" for number in changed.numbers))
    if form.json:
        from readlist.store.papers import load
        from readlist.views.paper_json import paper_json

        count = len(changed.numbers)
        papers = [paper_json(paper) for paper in load(tx.library, asked)]
        return lambda: app.json({"changed": count, "dry_run": tx.dry_run, "papers": papers})
    lines = _change_lines(tx, said, asked, changed)
    if app.on_terminal:
        lines = [part for line in lines for part in sentence_lines(line, width() - 1)]
    return lambda: app.write("".join(f"{line}\n" for line in lines))


def _change_lines(
    tx: "Transaction", said: str, asked: Sequence[int], changed: "Changed"
) -> list[str]:
    would = "Dry run: " if tx.dry_run else ""
    if not asked:
        return ["No papers found, nothing changed."]
    if not changed.numbers:
        what = "It is so" if len(asked) == 1 else f"All {len(asked):,} papers are so"
        return [f"{what} already, nothing changed."]
    lines = [visible(f"{would}{said}: {paper.key}  {paper.title}") for paper in changed.first]
    if left := len(changed.numbers) - len(changed.first):
        lines.append(f"and {left:,} more.")
    return lines


def _print_json(app: App, answer: Answer) -> None:
    shape = answer.shape()
    if not answer.is_long:
        lists = {k: list(v) if isinstance(v, Iterator) else v for k, v in shape.items()}
        app.json(lists)
        return
    import json

    [(name, items)] = shape.items()
    app.write(f'{{"version": 1, "{name}": [')
    between, end = "\n", "]}\n"
    for item in items:
        app.write(between + json.dumps(item, ensure_ascii=False))
        between, end = ",\n", "\n]}\n"
    app.write(end)


def _print_lines(app: App, lines: Iterable[str]) -> bool:
    shown = False
    lines = iter(lines)
    while block := list(islice(lines, BLOCK)):
        app.write("\n".join(block) + "\n")
        shown = True
    return shown


def _draw_or_print(app: App, parts: Iterator[Any]) -> bool:
    """Draw what rich draws, print what is text already: importing rich takes 35 ms."""
    first = next(parts, None)
    if first is None:
        return False
    if isinstance(first, str):
        return _print_lines(app, chain([first], parts))
    draw(app, first, *parts)
    return True


def screen(app: App) -> Screen:
    """Return what there is to draw on."""
    return Screen(width(), colour=app.colour)


def draw(app: App, *parts: Any, page: bool = True) -> None:
    """Draw rich renderables; what is longer than the screen goes through the pager."""
    from rich.console import Console

    console = Console(
        file=app.stdout, width=width(), highlight=False, markup=False, emoji=False,
        no_color=not app.colour or None, soft_wrap=False,
    )  # fmt: skip
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    text = "\n".join(line.rstrip() for line in captured.get().split("\n"))
    if page:
        print_paged(app, text)
    else:
        app.write(text)


def print_paged(app: App, text: str) -> None:
    """Print text; what is longer than the screen goes through the pager."""
    from shutil import get_terminal_size

    rows = get_terminal_size((80, 24)).lines
    if not app.on_terminal or text.count("\n") < rows or not _paged(app, text):
        app.write(text)


def _paged(app: App, text: str) -> bool:
    """Show text in the pager; say whether there was one."""
    import shutil
    import subprocess

    chosen = app.settings.get("pager") or app.environment.get("PAGER") or "less"
    try:
        command = command_words(chosen)
    except ValueError:  # a quote that nobody closes
        return False
    if not command or command[0] == "cat" or not shutil.which(command[0]):
        return False
    environment = {**os.environ, "LESS": os.environ.get("LESS", "FRX")}
    app.stdout.flush()
    text = re.sub(_LINK, "", text)  # a pager may show what a terminal obeys
    try:
        pager = subprocess.Popen(  # noqa: S603 - the person's own pager
            command, stdin=subprocess.PIPE, env=environment, encoding="utf-8", errors="replace"
        )
        pager.communicate(text)
    except (OSError, KeyboardInterrupt):
        return True
    return True
