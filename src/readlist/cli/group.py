"""Groups of commands, such as ``feed``: how they are made, and what a wrong word is answered."""

from collections.abc import Collection
from typing import Any

import typer
from typer.core import TyperGroup

from readlist.text import nearest

OTHER_WORDS = {
    **dict.fromkeys(("remove", "delete", "del", "unsubscribe"), "rm"),
    **dict.fromkeys(("new", "subscribe", "create"), "add"),
    **dict.fromkeys(("change", "set"), "edit"),
    **dict.fromkeys(("move", "mv"), "rename"),
    **dict.fromkeys(("stop", "disable"), "pause"),
    "ls": "list",
}
"""What people type in a group, and what does it there where the group has it."""


class Group(TyperGroup):
    """The commands of a group; a wrong name is answered with the one that is meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed."""
        word = args[0] if args else ""
        is_name = bool(word) and not word.startswith("-")
        if is_name and word not in self.commands and not ctx.resilient_parsing:
            meant = OTHER_WORDS.get(word.lower(), "")
            no_command(ctx, word, self.commands, meant if meant in self.commands else "")
        return super().resolve_command(ctx, args)


def no_command(ctx: Any, word: str, known: Collection[str], meant: str = "") -> None:
    """Say that there is no such command, and which one does what is ``meant`` or is nearest."""
    near = nearest(word, known, 0.65)
    if meant:
        advice = f"'{ctx.command_path} {meant}' does that."
    elif near:
        advice = f"did you mean '{near}'?"
    else:
        advice = f"'{ctx.command_path} --help' lists them."
    ctx.fail(f"There is no command {word!r}; {advice}")


def group(help_: str, kind: type[Group] = Group) -> typer.Typer:
    """Return a group that does something by itself, too: its callback shows what there is."""
    return typer.Typer(
        cls=kind, add_completion=False, rich_markup_mode=None, invoke_without_command=True,
        help=help_,
    )  # fmt: skip
