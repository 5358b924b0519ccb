"""``follow`` and ``mute``: what moves papers up and down in the inbox."""

from typing import Annotated

import typer

from readlist.cli import options
from readlist.cli.app import App
from readlist.cli.complete import complete_followed
from readlist.cli.output import print_answer
from readlist.errors import UsageError
from readlist.library.inbox import follows
from readlist.store.ranking import Follow
from readlist.text import visible
from readlist.views.answer import Column, Listing, Report

Words = Annotated[
    list[str] | None,
    options.words(
        "[author|word|list] [NAME]...", complete_followed, "What it is, and its name."
    ),
]  # fmt: skip
Remove = Annotated[bool, typer.Option("--remove", help="Forget it again.")]


def follow(
    ctx: typer.Context,
    words: Words = None,
    remove: Remove = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Follow an author, a word or a list: such papers come first.

    readlist follow author Yoshua Bengio

    readlist follow word mixture of experts

    readlist follow                       what you follow and mute

    readlist follow --remove word mixture of experts
    """
    _change(ctx.obj, words or [], muted=False, remove=remove, json=json, dry_run=dry_run)


def mute(
    ctx: typer.Context,
    words: Words = None,
    remove: Remove = False,
    json: options.Json = False,
    dry_run: options.DryRun = False,
) -> None:
    """Mute an author, a word or a list: such papers come last.

    readlist mute word blockchain

    readlist mute --remove word blockchain

    Nothing is hidden or dropped. A feed's rule 'drop:' keeps papers out altogether.
    """
    _change(ctx.obj, words or [], muted=True, remove=remove, json=json, dry_run=dry_run)


def _change(
    app: App, words: list[str], *, muted: bool, remove: bool, json: bool, dry_run: bool
) -> None:
    if not words:
        if remove:
            raise UsageError("What is to be forgotten? For example: --remove word transformer")
        _show(app, muted=muted, json=json)
        return
    kind, value = words[0].lower(), " ".join(words[1:])
    if not value:
        raise UsageError(
            f"Which one? For example: readlist {'mute' if muted else 'follow'} "
            "author Ada Lovelace, or 'word' and 'list' with a name."
        )
    app.library(write=True)
    with app.change(dry_run=dry_run) as tx:
        if remove:
            found: Follow | None = follows.unfollow(tx, kind, value)
        elif muted:
            found = follows.mute(tx, kind, value)
        else:
            found = follows.follow(tx, kind, value)
        tx.summary = said = _said(found, kind, value, muted=muted, remove=remove)
    if found and not dry_run:
        from readlist.library.ranking.scores import rescore

        rescore(app.library(write=True), app.now)
    changed = [_shape(found)] if found else []
    facts = {"changed": len(changed), "dry_run": dry_run, "follows": changed}
    if not found:
        said += ", nothing changed"
    would = "Dry run: " if dry_run else ""
    print_answer(app, Report([f"{would}{said}."], facts), json=json)


def _said(found: Follow | None, kind: str, value: str, *, muted: bool, remove: bool) -> str:
    name = f"the {kind} {visible(found.value if found else value)}"
    if found is None:
        return f"{name[0].upper()}{name[1:]} is {'muted' if muted else 'followed'} already"
    if remove:
        return f"No longer {'muted' if found.muted else 'followed'}: {name}"
    return f"{'Muted' if muted else 'Followed'}: {name}"


def _show(app: App, *, muted: bool, json: bool) -> None:
    """Show what is followed and muted; ``mute`` shows what is muted alone."""
    found = [one for one in follows.follows(app.library()) if one.muted or not muted]
    what = "muted" if muted else "followed or muted"
    word = "mute word blockchain" if muted else "follow author Ada Lovelace"
    columns = (
        Column("state", lambda one: "muted" if one.muted else "followed"),
        Column("kind", lambda one: one.kind),
        Column("value", lambda one: one.value),
    )
    answer = Listing(
        "follows", columns, found, _shape, line="{:<9} {:<7} {}",
        empty=f"Nothing is {what} yet. For example: readlist {word}",
    )  # fmt: skip
    print_answer(app, answer, json=json)


def _shape(one: Follow) -> dict[str, object]:
    return {
        "kind": one.kind, "value": one.value, "muted": one.muted, "added": one.added or None,
    }  # fmt: skip
