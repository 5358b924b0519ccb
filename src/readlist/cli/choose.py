"""Which papers a command is about: by name, by query, or by asking."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.cli.app import App, width
from readlist.errors import UsageError
from readlist.store.connection import Library
from readlist.text import visible

if TYPE_CHECKING:
    from readlist.library.papers.resolve_name import Choose
    from readlist.model import Record
    from readlist.store.naming import Candidate


def named(app: App, library: Library, words: Sequence[str], *, ask: bool = True) -> list[int]:
    """Return the papers that words name, asking a person where several are possible."""
    from readlist.library.papers.resolve_name import resolve  # 8 ms that an overview saves

    choose: Choose | None = None
    if ask and app.may_ask and "-" not in words:
        choose = _Picker(app)
    return resolve(library, app.names(words), choose)


def named_one(app: App, library: Library, word: str, *, ask: bool = True) -> int:
    """Return the one paper that a word names. Raises ``UsageError`` where it names several."""
    numbers = named(app, library, [word], ask=ask)
    if len(numbers) > 1:
        raise UsageError(f"{visible(word)} names {len(numbers)} papers. Name one.")
    return numbers[0]


def chosen(app: App, library: Library, words: Sequence[str], where: str) -> list[int]:
    """Return the papers named by words, or those that the query of ``--where`` finds."""
    if where and words:
        raise UsageError("Name papers or give --where, not both.")
    return asked_for(app, library, [where]) if where else named(app, library, words)


def asked_for(
    app: App,
    library: Library,
    query: Sequence[str],
    limit: int | None = None,
    *,
    shown: bool = False,
) -> list[int]:
    """Return the papers that a query finds, and say how it is meant where that may surprise.

    With ``shown`` those that ``list`` leaves out are left out, too.
    """
    from readlist.library.papers import search  # 4 ms, for queries alone

    found = search.prepare(library, query, now=app.now, chosen=shown)
    if found.said:
        app.say(found.said)
    return search.ids(library, found, limit)


class _Picker:
    """Asks on the terminal which of several papers is meant."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, name: str, candidates: "list[Candidate]") -> int | None:
        from readlist.library.papers.query_names import SHOWN
        from readlist.views.wrap import cropped

        app, wide = self.app, width()
        app.say(f"{visible(name)!r} could be:")
        if chosen := self._picked(candidates):
            return chosen
        for place, found in enumerate(candidates[:SHOWN], 1):
            year = f" ({found.year})" if found.year else ""
            title = cropped(visible(found.title), wide - len(found.key) - len(year) - 8)
            app.say(f"  {place:2}  {title}{year}  {found.key}")
        if chosen := _number(app, min(len(candidates), SHOWN)):
            return candidates[chosen - 1].id
        raise UsageError("Nothing was chosen.")

    def _picked(self, candidates: "list[Candidate]") -> int | None:
        """Return the paper that is picked where the terminal can be drawn on, else None."""
        from readlist.cli.pick import can_pick, choose
        from readlist.views.pick import Choice

        if not can_pick(self.app):
            return None
        picked = choose(self.app, [Choice(*one) for one in candidates])
        if not picked:
            raise UsageError("Nothing was chosen.")
        return picked[0]


def choose_record(app: App, title: str, candidates: "Sequence[Record]") -> "Record | None":
    """Ask on the terminal which of several works a title means; None for none of them."""
    from readlist.bib.names import byline
    from readlist.views.wrap import cropped

    app.say(f"{visible(title)!r} could be:")
    for place, found in enumerate(candidates, 1):
        year = f" ({found.year})" if found.year else ""
        by = visible(byline(found.authors, found.author_count, more=False))
        name = found.identifiers[0] if found.identifiers else ""
        app.say(f"  {place:2}  {cropped(visible(found.title), width() - 6)}")
        app.say(f"      {cropped(f'{by}{year}  {name}', width() - 6)}")
    chosen = _number(app, len(candidates))
    return candidates[chosen - 1] if chosen else None


def _number(app: App, count: int) -> int:
    """Return which of so many a person wants, from 1; 0 for none."""
    answer = app.asked("Which one? [number, empty for none]")
    return int(answer) if answer.isdecimal() and 1 <= int(answer) <= count else 0
