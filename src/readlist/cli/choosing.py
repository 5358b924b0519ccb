"""Which papers a command is about: by name, by query, or by asking."""

from collections.abc import Sequence

from readlist.cli.app import App
from readlist.errors import UsageError
from readlist.library import finding
from readlist.library.naming import SHOWN, Choose, resolve
from readlist.store.connection import Library
from readlist.store.naming import Candidate
from readlist.text import visible


def named(app: App, library: Library, words: Sequence[str], *, ask: bool = True) -> list[int]:
    """Return the papers that words name, asking a person where several are possible."""
    choose: Choose | None = None
    if ask and app.may_ask and "-" not in words:
        choose = _Picker(app)
    return resolve(library, app.names(words), choose)


def chosen(app: App, library: Library, words: Sequence[str], where: str) -> list[int]:
    """Return the papers named by words, or those that the query of ``--where`` finds."""
    if where and words:
        raise UsageError("Name papers or give --where, not both.")
    if where:
        return finding.ids(library, finding.prepare(library, [where], now=app.now))
    return named(app, library, words)


class _Picker:
    """Asks on the terminal which of several papers is meant."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, name: str, candidates: list[Candidate]) -> int | None:
        app = self.app
        app.say(f"{visible(name)!r} could be:")
        for place, found in enumerate(candidates[:SHOWN], 1):
            year = f" ({found.year})" if found.year else ""
            app.say(f"  {place:2}  {visible(found.title)}{year}  {found.key}")
        app.stderr.write("Which one? [number, empty for none] ")
        app.stderr.flush()
        answer = app.stdin.readline().strip()
        if answer.isdecimal() and 1 <= int(answer) <= min(len(candidates), SHOWN):
            return candidates[int(answer) - 1].id
        raise UsageError("Nothing was chosen.")
