"""``tag``, ``rate`` and ``priority``."""

import shlex
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.choose import chosen
from readlist.cli.complete import (
    complete_paper_or_priority,
    complete_paper_or_rating,
    complete_paper_or_tag,
)
from readlist.cli.options import FORM, Form, spread
from readlist.cli.output import report_change
from readlist.errors import UsageError
from readlist.library.papers import marks
from readlist.library.papers.marks import Changed, Mark, change_papers
from readlist.text import visible

if TYPE_CHECKING:
    from readlist.store.journal import Transaction


class TagCommand(TyperCommand):
    """``tag``, where ``-word`` takes a tag off and is no cluster of short options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put tags to take off behind ``--``, where the option parser leaves them alone."""
        end = args.index("--") if "--" in args else len(args)
        head, rest = args[:end], args[end + 1 :]
        options = {name for one in self.get_params(ctx) for name in one.opts}
        marked = (word for word in head if word.startswith("-") and not word.startswith("--"))
        off = [word for word in marked if word != "-" and word not in options]
        if not off:
            return super().parse_args(ctx, args)
        return super().parse_args(ctx, [*(w for w in head if w not in off), "--", *off, *rest])


CLASSES = {"tag": TagCommand}


@spread
def tag(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        options.words("[PAPER]... [+TAG | -TAG]...", complete_paper_or_tag),
    ] = None,
    where: options.Where = "",
    form: Form = FORM,
) -> None:
    """Put tags on papers, or show all tags.

    readlist tag                                   every tag with its number of papers

    readlist tag vaswani2017attention +nlp/attention -later

    readlist tag --where 'title:diffusion' +vision

    Without + or -, the first word is the paper and the others are tags to put on.
    """
    app: App = ctx.obj
    if not words and not where:
        _show_tags(app, json=form.json)
        return
    papers, add, remove = split_tags(list(words or ()), named=not where)
    if not add and not remove:
        # "-n" is an option before it is a tag to take off.
        other = "; one that is called as an option is, so: readlist tag PAPER -- -n"
        advice = other if form.dry_run or form.quiet else ""
        raise UsageError(f"Which tag? For example: readlist tag PAPER +nlp/attention{advice}")
    if words and not (papers or where):
        _refuse_order(words)
    mark = marks.tag_mark(add, remove)
    signed = [*(f"+{marks.valid_tag(name)}" for name in add), *(f"-{name}" for name in remove)]
    alike: list[str] = []

    def respell(tx: "Transaction", ids: Sequence[int]) -> None:
        marks.respell_tags(tx, ids, add, remove)
        alike.extend(marks.tags_alike(tx, add))

    said = f"Tagged {' '.join(signed)}"
    changed = mark_papers(app, papers, where, mark, said, form, before=respell)
    if changed.numbers and not (form.json or form.quiet):
        for sentence in alike:
            app.say(sentence)


def _show_tags(app: App, *, json: bool) -> None:
    """Print every tag with its number of papers."""
    from readlist.cli.output import print_answer
    from readlist.store.papers import tag_counts
    from readlist.views.answer import Column, Listing  # 3 ms that a mark saves

    columns = (Column("tag", lambda one: one[0]), Column("papers", lambda one: one[1]))
    tags = Listing(
        "tags", columns, tag_counts(app.library().db),
        lambda one: {"tag": one[0], "papers": one[1]}, line="{1:>6}  {0}",
        empty="There are no tags yet. 'readlist tag PAPER +nlp' puts one on a paper.",
    )  # fmt: skip
    print_answer(app, tags, json=json)


def _refuse_order(words: Sequence[str]) -> None:
    """Refuse ``+late 4``; without any paper the names are asked for."""
    behind = [word for word in words if word[:1] not in ("+", "-")]
    if behind:
        signed = [word for word in words if word not in behind]
        right = visible(shlex.join([*behind, *signed]))
        raise UsageError(f"Papers stand before their tags: readlist tag {right}")


def split_tags(words: list[str], *, named: bool) -> tuple[list[str], list[str], list[str]]:
    """Return the papers, the tags to put on and the tags to take off.

    Papers stand before the first word with a sign; without signs, the first word is the paper.
    """
    count = 0
    if named:
        signed = (place for place, word in enumerate(words) if word[1:] and word[0] in "+-")
        count = next(signed, 1)
    add, remove = [], []
    for word in words[count:]:
        if not word.startswith("-"):
            add.append(word.removeprefix("+"))
        elif word != "-":
            remove.append(word[1:])
    return words[:count], list(filter(None, add)), remove


@spread
def rate(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, options.words("[PAPER]... RATING", complete_paper_or_rating)
    ] = None,
    where: options.Where = "",
    form: Form = FORM,
) -> None:
    """Rate papers from 1 to 5.

    readlist rate vaswani2017attention 5

    'none' takes a rating away.
    """
    app: App = ctx.obj
    papers, value = value_behind(words, "Which rating?", "readlist rate PAPER 4")
    rating = marks.rating_of(value)
    said = "Rating removed" if rating is None else f"Rated {rating} of 5"
    mark_papers(app, papers, where, marks.rating_mark(rating), said, form)


@spread
def priority(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, options.words("[PAPER]... PRIORITY", complete_paper_or_priority)
    ] = None,
    where: options.Where = "",
    form: Form = FORM,
) -> None:
    """Say how urgent papers are.

    readlist priority vaswani2017attention high

    The priorities are high, medium, low and none.
    """
    app: App = ctx.obj
    papers, value = value_behind(words, "Which priority?", "readlist priority PAPER high")
    wanted = marks.priority_of(value)
    said = f"Priority {wanted.name.lower()}"
    mark_papers(app, papers, where, marks.priority_mark(wanted), said, form)


def value_behind(words: list[str] | None, question: str, example: str) -> tuple[list[str], str]:
    """Return the papers and the value that stands behind them. Raises ``UsageError``."""
    if not words:
        raise UsageError(f"{question} For example: {example}")
    return words[:-1], words[-1]


def mark_papers(
    app: App,
    papers: list[str],
    where: str,
    mark: Mark,
    said: str,
    form: Form,
    before: Callable[["Transaction", Sequence[int]], None] | None = None,
) -> Changed:
    """Mark papers in one transaction, say which ones are different now, and return them.

    What is to be done ``before`` in this transaction gets the papers.
    """
    ids = chosen(app, app.library(), papers, where)
    with app.change(dry_run=form.dry_run) as tx:
        if before is not None:
            before(tx, ids)
        changed = change_papers(tx, ids, mark)
        tx.summary = f"{said}: {changed.summary}"
        report = report_change(app, tx, said, ids, changed, form)
    report()
    return changed
