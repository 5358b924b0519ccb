"""The keys of the app: what each does, and its name in the setting ``ui_keys``.

They are those of triage for decisions, and those of vim and newsboat to move about.
"""

from typing import NamedTuple

from textual.binding import Binding

from readlist.errors import ConfigError
from readlist.text import visible


class Key(NamedTuple):
    """A key: its name in the settings, the action, and what it does in a word and a sentence."""

    id: str
    keys: str
    action: str
    word: str
    help: str


KEYS = (
    Key("move.down", "j,down", "move(1)", "", "the next paper"),
    Key("move.up", "up", "move(-1)", "", "the one before; k as well, but in the inbox"),
    Key("move.half-down", "ctrl+d,pagedown", "page(1)", "", "half a page down"),
    Key("move.half-up", "ctrl+u,pageup", "page(-1)", "", "half a page up"),
    Key("move.first", "g,home", "move(-1000000000)", "", "the first paper"),
    Key("move.last", "G,end", "move(1000000000)", "", "the last paper"),
    Key("place.inbox", "1", "place('inbox')", "inbox", "the inbox, best first"),
    Key("place.library", "2", "place('library')", "library", "the library, a list or a search"),
    Key("place.reading", "3", "place('reading')", "reading", "what to read now, and why"),
    Key("search", "slash", "search", "search", "search as you type; Escape leaves it"),
    Key("choose", "space", "choose", "", "choose this paper; what follows is done to all chosen"),
    Key("mark.keep", "k", "keep", "keep", "keep it: to read (in the inbox; elsewhere move up)"),
    Key("mark.later", "l", "mark('later')", "later", "skim it later: to read, with low priority"),
    Key("mark.drop", "d", "mark('drop')", "drop", "drop it"),
    Key("mark.reading", "b", "mark('reading')", "", "begin to read it"),
    Key("mark.read", "r", "mark('read')", "read", "it is read"),
    Key("mark.skimmed", "s", "mark('skimmed')", "", "it is skimmed"),
    Key("tag", "t", "tag", "tag", "put tags on it; -tag takes one off"),
    Key("note", "n", "note", "note", "write a note in your editor"),
    Key("edit", "e", "edit", "", "edit its facts in your editor"),
    Key("more", "m", "more", "more", "papers like this one"),
    Key("open", "o", "open", "open", "open its page"),
    Key("pdf", "p", "pdf", "", "open its PDF, if it was downloaded"),
    Key("sidebar", "tab", "sidebar", "", "to the lists and searches at the left, and back"),
    Key("read-all", "enter", "reader", "", "read all that is said of it, and back"),
    Key("undo", "u", "undo", "undo", "take the last command back"),
    Key("redo", "ctrl+r", "redo", "", "do it again"),
    Key("help", "question_mark", "help", "? help", "show the keys"),
    Key("quit", "q", "leave", "quit", "leave"),
)


def bindings() -> list[Binding]:
    """Return the keys for Textual; none is shown by its own footer."""
    # Textual itself goes to the next widget with Tab, unless ours comes first.
    return [
        Binding(
            key.keys, key.action, key.help, show=False, id=key.id, priority=key.keys == "tab"
        )
        for key in KEYS
    ]  # fmt: skip


def keymap(text: str) -> dict[str, str]:
    """Return other keys from ``mark.read=x,move.down=n``. Raises ``ConfigError``."""
    found = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, key = part.partition("=")
        if name.strip() not in {one.id for one in KEYS} or not key.strip():
            names = ", ".join(one.id for one in KEYS)
            raise ConfigError(
                f"'ui_keys' has {visible(part)!r}; it takes NAME=KEY, parted by commas. The names "
                f"are {names}."
            )
        found[name.strip()] = key.strip()
    return found


def footer(width: int) -> str:
    """Return the line of keys that there is room for."""
    shown: list[str] = []
    for key in KEYS:
        first = {"slash": "/", "question_mark": "?"}.get(key.keys, key.keys.partition(",")[0])
        if key.word:
            word = key.word.removeprefix("? ")
            if len("  ".join([*shown, f"{first} {word}"])) <= width:
                shown.append(f"{first} {word}")
    return "  ".join(shown)


def help_lines() -> list[str]:
    """Return what the keys do."""
    names = {"slash": "/", "question_mark": "?", "space": "space"}
    lines = []
    for key in KEYS:
        keys = " ".join(names.get(one, one) for one in key.keys.split(","))
        lines.append(f"  {keys:18} {key.help}")
    return [
        *lines, "  ctrl+p             every command by name, lists and saved searches too", "",
        "Every key is kept at once, as a command is; 'readlist undo' takes it back, too.",
        "The setting 'ui_keys' gives other keys: mark.read=x,move.down=n",
    ]  # fmt: skip
