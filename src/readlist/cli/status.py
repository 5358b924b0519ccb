"""``status``: the overview, the status of papers, or a mark."""

from typing import Annotated

import typer

from readlist import local_time
from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_paper_or_status
from readlist.cli.options import FORM, Form, say_day, spread
from readlist.errors import UsageError
from readlist.status import Status
from readlist.text import visible

Words = Annotated[
    list[str] | None, options.words("[PAPER]... [STATUS]", complete_paper_or_status)
]  # fmt: skip


@spread
def status(
    ctx: typer.Context,
    words: Words = None,
    where: options.Where = "",
    progress: Annotated[
        str | None,
        typer.Option("--progress", metavar="TEXT", help="How far you are, such as 40% or p. 7."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DAY", help="The day it happened, such as monday; today by default."
        ),
    ] = None,
    form: Form = FORM,
) -> None:
    """Show the state of your reading, or mark papers.

    readlist status                       the overview

    readlist status vaswani2017attention read

    readlist status --where 'list:papers section:speech' dropped

    The statuses are inbox, to-read, reading, skimmed, read and dropped. --on
    corrects the day of papers that are so already.
    """
    app: App = ctx.obj
    if not words and not where:
        from readlist.cli.next import show_overview

        show_overview(app, json=form.json)
        return
    if not words:
        raise UsageError("Which status? For example: readlist status --where QUERY read")
    if len(words) == 1 and not where:
        from readlist.cli.next import show_status_of

        show_status_of(app, words, json=form.json)
        return
    from readlist.cli.tag import mark_papers  # 12 ms that the overview saves
    from readlist.library.papers import marks

    try:
        wanted = marks.status_of(words[-1])
    except UsageError:
        if words[0].lower() not in list(Status):
            raise
        right = visible(" ".join([*words[1:], words[0]]))
        raise UsageError(f"The status stands behind the papers: readlist status {right}") from None
    is_dated = on is not None
    # A day that is named stays that day in every time zone; an instant would not.
    when = app.now if on is None else _day_of(app, on)
    mark = marks.status_mark(wanted, when, progress=progress, dated=is_dated)
    changed = mark_papers(app, words[:-1], where, mark, f"Marked {wanted}", form)
    for paper in changed.first:
        reading = paper.reading
        began, ended = local_time.day(reading.started), local_time.day(reading.finished)
        if began and ended and ended < began:
            app.say(
                f"{paper.key} was finished ({ended}) before it was started ({began}): a clock was "
                "wrong. 'readlist status PAPER reading --on DAY', then 'read --on DAY' mends it."
            )


def _day_of(app: App, on: str) -> str:
    """Return the day that ``--on`` means. Raises ``UsageError``, also for one that is to come."""
    from readlist.query.days import PAST_EXAMPLES, ahead, behind, no_day

    day = behind(on, app.today) or ahead(on, app.today)
    if not day:
        raise UsageError(f"--on {visible(on)!r} {no_day(on, PAST_EXAMPLES)}.")
    if day > app.today:
        raise UsageError(
            f"--on {visible(on)!r} is {day}, which is still to come; today is {app.today}. "
            "'readlist due PAPER DAY' says until when a paper is to be read."
        )
    say_day(app, "--on", on, day)
    return day
