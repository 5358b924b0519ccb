"""The app: three places, a list, a pane to read in, a line to type in."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from rich.cells import cell_len
from textual.app import App, ComposeResult, SuspendNotSupported, SystemCommand
from textual.containers import Horizontal, VerticalScroll
from textual.markup import escape
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.suggester import SuggestFromList
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from readlist.errors import ReadlistError
from readlist.files.write import kept_aside
from readlist.library.inbox import inbox
from readlist.library.inbox.inbox import SAID, Decision, mark_of
from readlist.library.papers import marks, overview, search
from readlist.library.papers import undo as journal
from readlist.library.papers.marks import Mark
from readlist.library.session import Session
from readlist.model import Paper, Status
from readlist.store import lists as store_lists
from readlist.store import reading as store_reading
from readlist.store.history import Touched, papers_touched
from readlist.store.papers import load
from readlist.store.ranking import look, scores, tag_counts
from readlist.store.searches import searches
from readlist.store.select import ids_sql, run, these_sql, within
from readlist.text import plural, visible
from readlist.ui import keys
from readlist.ui.finder import Finder, Found
from readlist.ui.reader import drawn
from readlist.ui.rows import Papers, Row, cropped
from readlist.views.answer import readable
from readlist.views.overview import reasons

T = TypeVar("T")

LEAST_WIDTH, LEAST_HEIGHT = 60, 16
"""The smallest screen that there is room on."""
SIDE_ROOM = 23
"""Cells of a line of the lists at the left: their width without border, margins and scroll bar."""
SIDE_FROM = 110
"""Columns from which on the lists stand at the left without being asked for."""
WAIT_S = 0.02
"""After a letter, before the library is asked: the next one of what is pasted comes at once."""
REST_S = 0.08
"""How long the cursor rests before the paper under it is drawn: a key that is held goes on."""
LOOK_S = 2.0
"""How often it is looked whether another program has changed the library."""
FEW = 100
"""Papers that a command touched at most, of which it is looked up whether they stay in the list."""
QUEUE = 200
"""Papers that are named of those to read now."""


class Place(StrEnum):
    """Where one is."""

    INBOX = "inbox"
    LIBRARY = "library"
    READING = "reading"


@dataclass
class Hands:
    """What needs another program; each is called while the app does not draw.

    ``note`` returns what the person wrote, ``edit`` the change that they made, the others what is
    to be said.
    """

    note: Callable[[Paper], str]
    edit: Callable[[Paper], Mark]
    page: Callable[[Paper], str]
    pdf: Callable[[Paper], str]


class Help(ModalScreen[None]):
    """The keys, until one is pressed."""

    DEFAULT_CSS = """
    Help { align: center middle; }
    Help > VerticalScroll { width: 90%; height: 90%; border: round $primary; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        """Show the keys."""
        with VerticalScroll():
            yield Static("\n".join(keys.help_lines()), markup=False)

    def on_key(self, event: Any) -> None:
        """Leave, but for what scrolls."""
        if event.key not in {"up", "down", "pageup", "pagedown"}:
            event.stop()
            self.dismiss()


class Line(Input):
    """The line at the bottom in which one types; Escape leaves it."""

    BINDINGS: ClassVar[list[Any]] = [("escape", "app.leave_line", "Leave")]


class Sidebar(OptionList):
    """Lists, saved searches and tags; Enter shows their papers."""

    BINDINGS: ClassVar[list[Any]] = [
        ("j", "cursor_down", "Down"), ("k", "cursor_up", "Up"), ("escape", "app.sidebar", "Back"),
    ]  # fmt: skip


class ReadlistApp(App[None]):
    """The library full-screen; every action is a use case and one entry of the journal."""

    TITLE = "readlist"
    CSS = """
    #head { height: 1; text-style: bold; }
    #body { height: 1fr; }
    #side {
        width: 28; height: 1fr; max-height: 100%; display: none;
        border: none; border-right: solid $panel;
    }
    #pane { width: 42%; border-left: solid $panel; padding: 0 1; }
    #said { height: auto; max-height: 3; }
    #foot { height: 1; text-style: dim; }
    #line { display: none; height: 1; border: none; padding: 0; }
    .narrow #pane { display: none; }
    .alone #pane { display: block; width: 100%; border: none; }
    .alone Papers { display: none; }
    .alone #side { display: none; }
    #small { display: none; }
    .small #body, .small #foot, .small #head, .small #said { display: none; }
    .small #small { display: block; }
    """
    BINDINGS: ClassVar[list[Any]] = keys.bindings()
    ENABLE_COMMAND_PALETTE = True

    class Answered(Message):
        """The finder has an answer."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    def __init__(
        self, session: Session, hands: Hands, *, place: Place, words: str = "", colour: bool = True
    ) -> None:
        # Said at once: Textual decides here how it leaves colours out, and of its usual theme it
        # would leave black on black.
        super().__init__(ansi_color=None if colour else True)
        if not colour:
            self.theme = "ansi-dark"
        self.session, self.hands = session, hands
        self.place, self.words = place, dict.fromkeys(Place, "") | {place: words}
        self.reasons: dict[int, str] = {}
        self.typing = ""
        self.finder = Finder(session.path, session.library().reader, self._answered)
        self.question = self.shown_question = 0
        self.more_follow = False
        self.version = self._version()
        self._later: Timer | None = None
        self._read: Timer | None = None

    # --- The screen -----------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static("", id="head", markup=False)
        with Horizontal(id="body"):
            yield Sidebar(id="side", markup=False)
            yield Papers(self._rows, id="papers")
            with VerticalScroll(id="pane"):
                yield Static("", id="paper", markup=False)
        yield Static("", id="said", markup=False)
        yield Line(id="line", select_on_focus=False)
        yield Static("", id="foot", markup=False)
        yield Static("", id="small", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.finder.start()
        self.set_interval(LOOK_S, self._look)
        self.screen.set_focus(self.papers)
        self.show(self.place)

    def on_unmount(self) -> None:
        """End the thread."""
        self.finder.end()

    def on_resize(self, event: Any) -> None:
        """Fit the screen, or say that it is too small."""
        width, height = event.size
        self.screen.set_class(width < 100, "narrow")
        small = width < LEAST_WIDTH or height < LEAST_HEIGHT
        self.screen.set_class(small, "small")
        self.query_one("#small", Static).update(too_small(width, height) if small else "")
        self._draw_frame()

    @property
    def papers(self) -> Papers:
        """The list."""
        return self.query_one(Papers)

    def _draw_frame(self) -> None:
        width = self.size.width
        self.query_one("#foot", Static).update(keys.footer(width), layout=False)
        counts = store_reading.counts(self.session.library())
        away = counts.get("inbox", 0) + counts.get("dropped", 0)
        total = sum(counts.values()) - away
        names = {
            Place.INBOX: f"1 Inbox {counts.get('inbox', 0):,}",
            Place.LIBRARY: f"2 Library {total:,}",
            Place.READING: f"3 Reading {counts.get('reading', 0):,}",
        }
        shown = [f"[{name}]" if one is self.place else f" {name} " for one, name in names.items()]
        words = visible(self.words[self.place].removesuffix("*"))
        found = f"{len(self.papers.ids):,}{'+' * self.more_follow}"
        head = " ".join(shown) + (f"   {words}: {found}" if words else "")
        self.query_one("#head", Static).update(head, layout=False)

    def say(self, text: str) -> None:
        """Say something below the list."""
        line = self.query_one("#said", Static)
        room = self.size.width
        fits = line.size.height == 1 and "\n" not in text and 0 < cell_len(text) <= room
        line.update(visible(text), layout=not fits)

    # --- What is shown --------------------------------------------------------------------------

    def show(self, place: Place, words: str | None = None, at: int = 0) -> None:
        """Show a place, with the papers of a query where there is one."""
        self.place = place
        if words is not None:
            self.words[place] = words
        library = self.session.library()
        self.session.look_again()
        self.reasons = {}
        self.more_follow = False
        wrong = ""
        try:
            ids = self._ids(place, self.words[place])
        except ReadlistError as error:
            wrong, ids = str(error), []
        if place is Place.INBOX and not self.words[place] and library.writable:
            look(library)
        self.query_one("#side").display = place is Place.LIBRARY and self.size.width >= SIDE_FROM
        if place is Place.LIBRARY:
            self._fill_sidebar()
        self.papers.load(ids, at)
        if not ids:
            self.query_one("#paper", Static).update("")
            self.say(wrong or self._why_empty(place))
        self._draw_frame()

    def _ids(self, place: Place, words: str) -> Sequence[int]:
        """Return the papers of a place. Raises ``QueryError``."""
        library, now = self.session.library(), self.session.now
        asked = [words] if words else []
        if place is Place.INBOX:
            return search.ids(library, inbox.search(library, asked, now=now))
        if place is Place.READING:
            waiting = overview.next_papers(library, asked, QUEUE, self.session.clock, now)
            self.reasons = {one.id: reasons(one, self.session.clock) for one in waiting}
            return [one.id for one in waiting]
        return search.ids(library, self._asked(words))

    def _asked(self, words: str) -> search.Search:
        """Return what is looked for in the library. Raises ``QueryError``."""
        library, now = self.session.library(), self.session.now
        if words:
            return search.ask(library, [words], now=now)
        return search.prepare(library, [], now=now, chosen=True, sort="added-")

    def _why_empty(self, place: Place) -> str:
        if self.words[place]:
            return "Nothing fits. Escape or / shows others."
        return {
            Place.INBOX: "The inbox is empty; 'readlist pull' brings what is new.",
            Place.LIBRARY: "The library is empty; 'readlist import FILE' takes a list of papers.",
            Place.READING: "Nothing waits to be read.",
        }[place]

    def _rows(self, ids: Sequence[int]) -> Sequence[Row]:
        """Return what is seen of papers."""
        library = self.session.library()
        columns = ("id", "state", "year", "title", "byline")
        known = scores(library.db, library.reader_id, ids) if self.place is Place.INBOX else {}
        rows = []
        for number, status, year, title, byline in run(
            library.db, these_sql(ids, columns, library.reader_id)
        ):
            score = known.get(number)
            lead = f"{score.score:.2f}" if score else str(year or "")
            why = self.reasons.get(number, "")
            if score:
                why = "; ".join(one.text for one in score.why()[:2])
            shown = readable(title) or "(no title yet)"
            rows.append(Row(number, status or "", lead, shown, visible(byline), visible(why)))
        return rows

    def _fill_sidebar(self) -> None:
        side = self.query_one("#side", Sidebar)
        library = self.session.library()
        options = [Option("All papers", id="")]
        options += [
            Option(_beside(f"@{one.name}"), id=f"@{one.name}") for one in searches(library.db)
        ]
        for one in store_lists.summaries(library):
            name = f'list:"{one.name}"'
            options.append(Option(_beside(one.name, f"{one.done:,}/{one.papers:,}"), id=name))
        tags = sorted(tag_counts(library).items(), key=lambda pair: (-pair[1], pair[0]))
        options += [
            Option(_beside(f"#{tag}", f"{count:,}"), id=f"tag:{tag}") for tag, count in tags
        ]
        shown = list({option.id: option for option in options}.values())
        if [(one.id, one.prompt) for one in shown] != [
            (one.id, one.prompt) for one in side.options
        ]:
            at = side.highlighted
            side.set_options(shown)
            side.highlighted = min(at or 0, side.option_count - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the papers of a list, a search or a tag."""
        self.show(Place.LIBRARY, event.option.id or "")
        self.screen.set_focus(self.papers)

    def on_papers_moved(self) -> None:
        """Show the paper under the cursor, once the cursor rests."""
        if self._read is not None:
            self._read.stop()
        self._read = self.set_timer(REST_S, self._draw_paper)

    def _draw_paper(self) -> None:
        if not self.query("#pane"):  # the screen is gone already
            return
        pane = self.query_one("#pane", VerticalScroll)
        if not pane.display:
            return
        library = self.session.library()
        paper = next(load(library, [self.papers.current]), None)
        self.query_one("#paper", Static).update(drawn(library, paper) if paper else "")
        pane.scroll_home(animate=False)

    # --- Search ---------------------------------------------------------------------------------

    def action_search(self) -> None:
        """Type what is looked for."""
        self._type("search", self.words[self.place].removesuffix("*"))

    def _type(self, what: str, value: str = "", suggestions: Iterable[str] = ()) -> None:
        line = self.query_one("#line", Line)
        self.typing = what
        line.placeholder = {"search": "Search", "tag": "Tags, -tag takes one off"}[what]
        words = list(suggestions)
        line.suggester = SuggestFromList(words, case_sensitive=False) if words else None
        line.value = value
        line.cursor_position = len(value)
        line.display = True
        self.screen.set_focus(line)

    def on_key(self, event: Any) -> None:
        """Take over what was typed, or pasted, before the line had the focus: it is no command."""
        line = self.query_one("#line", Line)
        if self.focused is line and event.is_printable:
            event.prevent_default()
            line.insert_text_at_cursor(event.character)

    def action_leave_line(self) -> None:
        """Leave the line; a search is given up."""
        what, self.typing = self.typing, ""
        self.query_one("#line").display = False
        self.screen.set_focus(self.papers)
        if what == "search":
            self.show(self.place, "", at=self.papers.current)
            self.say("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for what is typed, once no letter has come for a moment."""
        if self.typing != "search" or event.value == self.words[self.place]:
            return
        if self._later is not None:
            self._later.stop()
        self._later = self.set_timer(WAIT_S, lambda: self._ask(event.value))

    def _ask(self, words: str) -> None:
        if self.place is Place.READING:
            self.show(self.place, words)
            return
        self.words[self.place] = words
        typed = _begun(words)
        if words and not typed:
            return
        self.session.look_again()
        waiting = self.place is Place.INBOX
        self.question = self.finder.ask(typed, waiting=waiting, now=self.session.now)

    def _answered(self, found: Found) -> None:
        """Take an answer over from the thread of the finder."""
        self.post_message(self.Answered(found))

    def on_readlist_app_answered(self, event: "ReadlistApp.Answered") -> None:
        """Show what was found, unless something else was asked since."""
        if event.found.number != self.question:
            return
        found = event.found
        is_first = found.number != self.shown_question
        self.shown_question = found.number
        if is_first:
            self.say(found.said)
        if found.failed:
            return
        if is_first:
            self.papers.cursor = 0
        self.more_follow = found.begun
        self.papers.load(found.ids)
        self._draw_frame()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed."""
        what, self.typing = self.typing, ""
        self.query_one("#line").display = False
        self.screen.set_focus(self.papers)
        if what == "search":
            typed = event.value.strip()
            # What is seen stays: the last word may have been only begun.
            begun = _begun(typed)
            seen = bool(self.papers.ids) and self.shown_question == self.question
            is_open = begun.endswith("*") and seen and self.question
            self.show(self.place, begun if is_open else typed)
        elif what == "tag" and event.value.strip():
            self._tag(event.value.split())

    # --- Moving ---------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        if self.screen.has_class("alone"):
            pane = self.query_one("#pane", VerticalScroll)
            pane.scroll_relative(y=max(-100, min(by, 100)), animate=False)
        else:
            self.papers.move(by)

    def action_page(self, way: int) -> None:
        """Move by half a page."""
        self.action_move(way * max(1, self.papers.size.height // 2))

    def action_place(self, name: str) -> None:
        """Go to a place."""
        self.say("")
        self.screen.remove_class("alone")
        self.show(Place(name))
        self.screen.set_focus(self.papers)

    def action_sidebar(self) -> None:
        """Go to the lists, and back."""
        if self.typing:
            return
        side = self.query_one("#side", Sidebar)
        if self.focused is side or self.place is not Place.LIBRARY:
            side.display = side.display and self.size.width >= SIDE_FROM
            self.screen.set_focus(self.papers)
            return
        side.display = True
        self.screen.set_focus(side)

    def action_reader(self) -> None:
        """Read all that is said of a paper, and back."""
        self.screen.toggle_class("alone")
        self.call_after_refresh(self._draw_paper)

    def action_choose(self) -> None:
        """Choose a paper."""
        self.papers.choose()
        self.say(
            f"{plural(len(self.papers.chosen), 'paper')} chosen." if self.papers.chosen else ""
        )

    # --- Doing ----------------------------------------------------------------------------------

    def _numbers(self) -> list[int]:
        """Return the papers that something is done to: those chosen, else the one at the cursor."""
        papers = self.papers
        if papers.chosen:
            return [number for number in papers.ids if number in papers.chosen]
        return [papers.current] if papers.current else []

    def _change(self, mark: Mark, what: str, typed: str = "") -> bool:
        """Change papers in one entry of the journal; say what was done, or why not.

        What was ``typed`` at length is kept in a file where nothing was changed.
        """
        numbers = self._numbers()
        if not numbers:
            return False
        self.session.look_again()
        try:
            with self.session.change() as tx:
                changed = marks.change_papers(tx, numbers, mark)
                tx.summary = f"{what}: {changed.summary}" if changed.numbers else ""
        except ReadlistError as error:
            self.say(f"{kept_aside(typed)} {error}" if typed else str(error))
            return False
        self.session.run_hooks(self.say)
        titles = changed.first[0].title if len(changed.numbers) == 1 else changed.summary
        kept = f"{kept_aside(typed)} " if typed and not changed.numbers else ""
        self.say(f"{what}: {titles}" if changed.numbers else f"{kept}Nothing has changed.")
        self.papers.chosen.clear()
        return True

    def action_keep(self) -> None:
        """Keep a paper of the inbox; elsewhere go up, as in vim."""
        if self.place is Place.INBOX and not self.screen.has_class("alone"):
            self.action_mark("keep")
        else:
            self.action_move(-1)

    def action_mark(self, word: str) -> None:
        """Decide about papers, or say how one's reading of them stands."""
        now = self.session.now
        if word in {"keep", "later"} or (word == "drop" and self.place is Place.INBOX):
            decision = Decision(word)
            done = self._change(mark_of(decision, now), SAID[decision])
        else:
            status = Status.DROPPED if word == "drop" else Status(word)
            done = self._change(marks.status_mark(status, now), f"Marked {status}")
        if done:
            self._after()

    def _after(self) -> None:
        """Show how the list stands now; a paper that has left it gives its place to the next."""
        if self.place is Place.LIBRARY:
            self.papers.forget()
            self._fill_sidebar()
            self._draw_paper()
            self._draw_frame()
        else:
            self.show(self.place)
        self.version = self._version()

    def action_tag(self) -> None:
        """Type tags."""
        if self._numbers():
            self._type("tag", suggestions=tag_counts(self.session.library()))

    def _tag(self, words: Sequence[str]) -> None:
        on = [word.lstrip("+") for word in words if not word.startswith("-")]
        off = [word[1:] for word in words if word.startswith("-")]
        try:
            mark = marks.tag_mark(on, off)
        except ReadlistError as error:
            self.say(str(error))
            return
        if self._change(mark, f"Tagged {' '.join(words)}"):
            self._after()

    def action_note(self) -> None:
        """Write a note on a paper."""
        paper = self._paper()
        if paper is None:
            return
        words = self._aside(lambda: self.hands.note(paper))
        if words == "":
            self.say("The note is empty, so nothing was changed.")
        if not words:
            return
        try:
            mark = marks.note_mark(words, self.session.now)
        except ReadlistError as error:
            self.say(f"{kept_aside(words)} {error}")
            return
        if self._change(mark, "Noted", words):
            self._after()

    def action_edit(self) -> None:
        """Change the facts of a paper."""
        paper = self._paper()
        mark = self._aside(lambda: self.hands.edit(paper)) if paper else None
        if callable(mark) and self._change(mark, "Edited"):
            self._after()

    def action_open(self) -> None:
        """Open the page of a paper."""
        if paper := self._paper():
            self.say(self._aside(lambda: self.hands.page(paper)) or "")

    def action_pdf(self) -> None:
        """Open the PDF of a paper."""
        if paper := self._paper():
            self.say(self._aside(lambda: self.hands.pdf(paper)) or "")

    def _paper(self) -> Paper | None:
        return next(load(self.session.library(), [self.papers.current]), None)

    def _aside(self, do: Callable[[], T]) -> T | None:
        """Let another program have the terminal; what is wrong with that is said."""
        try:
            with nullcontext() if self.is_headless else self.suspend():
                return do()
        except (ReadlistError, SuspendNotSupported) as error:
            self.say(str(error))
            return None

    def action_more(self) -> None:
        """Show the papers that are like one."""
        if paper := self._paper():
            self.show(Place.LIBRARY, f"similar:{paper.key} sort:similar")
            self.screen.set_focus(self.papers)

    def action_undo(self) -> None:
        """Take the last command back."""
        self._taken_back(journal.undo, "Undid")

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._taken_back(journal.redo, "Did again")

    def _taken_back(self, change: Callable[[Any], Any], word: str) -> None:
        self.session.look_again()
        try:
            entries = journal.taken_back(self.session, change)
        except ReadlistError as error:
            self.say(str(error))
            return
        touched = papers_touched(self.session.library().db, [entry.id for entry in entries])
        if self.place is Place.LIBRARY and self._stay(touched):
            self._after()
        else:
            self.show(self.place, at=self.papers.current)
        self.say(f"{word}: {'; '.join(entry.summary or entry.command for entry in entries)}")
        self.version = self._version()

    def _stay(self, touched: Touched) -> bool:
        """Say whether the list holds the same papers as before, which are not looked for anew."""
        changed = set(touched.changed)
        if touched.added or touched.removed or len(changed) > FEW:
            return False
        try:
            asked = self._asked(self.words[Place.LIBRARY])
        except ReadlistError:  # what is shown was said to be wrong
            return False
        statement = ids_sql(within(asked.selection, changed))
        fitting = {number for (number,) in run(self.session.library().db, statement)}
        return fitting == changed.intersection(self.papers.ids)

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(Help())

    def action_leave(self) -> None:
        """Leave the reader, then the app."""
        if self.screen.has_class("alone"):
            self.action_reader()
        else:
            self.exit()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Name what the palette offers: every key, every list, every search."""
        del screen
        for key in keys.KEYS:
            if not key.id.startswith("move."):
                yield SystemCommand(key.help, key.id, self._runner(key.action))
        library = self.session.library()
        for one in searches(library.db):
            # The palette takes what it shows for markup.
            said = escape(visible(f"Search @{one.name}")), escape(visible(one.query))
            yield SystemCommand(*said, self._shower(f"@{one.name}"))
        for summary in store_lists.summaries(library):
            said = escape(visible(f"List {summary.name}")), escape(visible(summary.title))
            yield SystemCommand(*said, self._shower(f'list:"{summary.name}"'))

    def _runner(self, action: str) -> Callable[[], None]:
        def run() -> None:
            self.call_later(self.run_action, action)

        return run

    def _shower(self, words: str) -> Callable[[], None]:
        return lambda: self.show(Place.LIBRARY, words)

    # --- Others ---------------------------------------------------------------------------------

    def _version(self) -> int:
        return int(self.session.library().db.execute("PRAGMA data_version").fetchone()[0])

    def _look(self) -> None:
        """Follow what other programs have changed."""
        now = self._version()
        if now != self.version and not self.typing and self.query("#pane"):
            self.version = now
            self.show(self.place, at=self.papers.current)


def _beside(name: str, count: str = "") -> str:
    """Return a line of the lists at the left: a long name is cut, its count is not."""
    behind = f"  {count}" if count else ""
    return cropped(visible(name), SIDE_ROOM - len(behind)) + behind


def _begun(words: str) -> str:
    """Return what is typed with a star at its last word, which may go on: ``atten`` is ``atten*``.

    One letter says nothing yet: ``deep l`` is ``deep``. What is a query already, or ends with a
    blank, stays as it is.
    """
    before, _, last = words.rpartition(" ")
    if not all(c.isalnum() or c in " -" for c in words) or not last.isalpha():
        return words
    if len(last) > 1:
        return f"{words}*"
    return before.strip() if last.isascii() else words


def too_small(width: int, height: int) -> str:
    """Say that a screen is too small, and what works there."""
    return (
        f"This screen has {width} columns and {height} lines; 'readlist ui' needs {LEAST_WIDTH} by "
        f"{LEAST_HEIGHT}. 'readlist triage', 'readlist list' and 'readlist next' work on any."
    )
