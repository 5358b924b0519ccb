"""The way in for other people's code: a library that Python reads and changes.

Every method does what a command of the same purpose does, through the same use cases: what changes
something is one transaction with one entry of the journal, which ``undo`` takes back. The surface
is pinned by a test, and told in ``docs/python.md``.
"""

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from readlist import formats, local_time
from readlist.errors import AmbiguousError, UsageError
from readlist.identity.absorb import AbsorbOptions
from readlist.library.papers import marks, search
from readlist.library.papers.resolve_name import resolve
from readlist.library.session import Session
from readlist.model import ListInfo, Note, Paper
from readlist.store import journal
from readlist.store.journal import Entry, Transaction
from readlist.store.papers import load
from readlist.text import clean, clean_block, visible

if TYPE_CHECKING:
    from readlist.services.base import Request
    from readlist.web.client import Client

T = TypeVar("T")
Papers = str | int | Paper | Iterable[str | int | Paper]
"""Papers as they are named: by number, citation key, identifier, address or a part of the title."""


class Imported(NamedTuple):
    """What an import did: numbers of papers that are new, how many were known, what went wrong."""

    new: list[int]
    merged: int
    unchanged: int
    problems: list[str]


class Pulled(NamedTuple):
    """What a pull did: how many papers are new, and a sentence for each feed that failed."""

    new: int
    failures: list[str]


class Library:
    """A library, open until it is closed; used by the thread that opened it.

    Errors are ``readlist.ReadlistError``, a sentence with its exit code.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._session.close()

    @property
    def path(self) -> Path:
        """The library's file."""
        return self._session.path

    # Reading

    def papers(
        self, query: str = "", *, sort: str = "", limit: int | None = None
    ) -> Iterator[Paper]:
        """Yield the papers that a query finds, as they are read; all of them without one.

        Raises ``QueryError``, which points at the column.
        """
        library = self._session.library()
        wanted = search.prepare(library, [query], sort=sort, now=self._now, weigh=True)
        return load(library, search.ids(library, wanted, limit))

    def count(self, query: str = "") -> int:
        """Return how many papers a query finds."""
        library = self._session.library()
        return search.count(library, search.prepare(library, [query], now=self._now))

    def get(self, name: str | int) -> Paper:
        """Return the paper of a name. Raises ``NotFoundError``, ``AmbiguousError``."""
        library = self._session.library()
        found = list(load(library, resolve(library, [str(name)])))
        if len(found) > 1:
            raise AmbiguousError(f"{visible(str(name))} names {len(found)} papers. Name one.")
        return found[0]

    def lists(self) -> list[ListInfo]:
        """Return the curated lists, oldest first."""
        from readlist.store.lists import infos

        return infos(self._session.library().db)

    def papers_of(self, list: str) -> Iterator[Paper]:
        """Yield the papers of a list in the curator's order. Raises ``NotFoundError``."""
        from readlist.library.lists.lists import known_list, papers_of

        library = self._session.library()
        number, info = known_list(library, list)
        return papers_of(library, number, info.name)

    def tags(self) -> dict[str, int]:
        """Return every tag with its number of papers."""
        from readlist.store.papers import tag_counts

        return dict(tag_counts(self._session.library().db))

    def history(self, limit: int | None = None) -> list[Entry]:
        """Return the journal, newest first."""
        return journal.entries(self._session.library(), limit=limit)

    # Changing

    def add(
        self,
        *references: str,
        tags: Iterable[str] = (),
        note: str = "",
        status: str = "to-read",
        key: str = "",
        online: bool = False,
        **facts: str,
    ) -> list[Paper]:
        """Add papers by reference, or one by its facts, and return them as they are now.

        ``facts`` are ``title``, ``authors`` (parted by semicolons), ``year``, ``published``,
        ``venue``, ``kind``, ``abstract``, ``identifiers`` and ``links``, as ``readlist edit`` shows
        them. With ``online`` services are asked for what is missing; what they do not say, or say
        too late, is missing all the same. What is known already is not added twice. Raises
        ``UsageError``, ``FormatError``.
        """
        from readlist.library.metadata.add import absorb_gathered, gather
        from readlist.library.metadata.references import meant, with_facts
        from readlist.library.papers.edit import FIELDS

        if unknown := facts.keys() - set(FIELDS):
            raise UsageError(f"There is no fact {min(unknown)!r}; there are {', '.join(FIELDS)}.")
        fronts: dict[str, str] = {}
        records = [one for word in references for one in meant(self._session, word, _warn, fronts)]
        records = with_facts(records, facts)
        if not records:
            raise UsageError("Which paper? Give a reference, or facts such as title='…'.")
        if note:
            written = (Note(clean_block(note), self._now),)
            records = [replace(one, notes=written) for one in records]
        names = tuple(map(marks.valid_tag, tags))
        arrival = marks.status_of(status)
        library = self._session.library(write=True)
        gathered = gather(library, records, self._asking if online else None, fronts=fronts)
        with self._change("add", *references) as tx:
            options = AbsorbOptions(
                tx.at, tx.library.reader, arrival, names, self._session.make_key
            )
            outcomes = absorb_gathered(tx, gathered, options, key)
            numbers = list(dict.fromkeys(outcome.paper_id for outcome in outcomes))
            tx.summary = f"Added {marks.changed_papers(tx.library, numbers).summary}"
        return self._loaded(numbers)

    def import_file(
        self,
        path: str | os.PathLike[str],
        *,
        format: str = "",
        list: str = "",
        tags: Iterable[str] = (),
        status: str = "to-read",
    ) -> Imported:
        """Import a file in any format that is read, or in the one that is named.

        Raises ``FileError``, ``FormatError``.
        """
        from readlist.files.read import open_document
        from readlist.formats.base import LoadOptions
        from readlist.library.imports.import_file import ImportOptions, import_document

        names, arrival = tuple(map(marks.valid_tag, tags)), marks.status_of(status)
        with open_document(os.fspath(path)) as document:
            found = formats.reader(format) if format else formats.sniff(document)
            with self._change("import_file", os.fspath(path)) as tx:
                absorb = AbsorbOptions(
                    tx.at, tx.library.reader, arrival, names, self._session.make_key
                )
                options = ImportOptions(
                    absorb, LoadOptions(today=local_time.day(tx.at)), clean(list)
                )
                done = import_document(tx, document, found, options, lambda _count: None)
                tx.summary = f"Imported {done.file}: {done.new} new, {done.merged} merged"
        problems = [f"{done.file}:{one.line}: {one.message}" for one in done.problems]
        return Imported(done.new_ids.tolist(), done.merged, done.unchanged, problems)

    def mark(
        self,
        papers: Papers,
        *,
        status: str = "",
        priority: str | int = "",
        rating: int | None = None,
        progress: str | None = None,
        due: str = "",
        snooze: str = "",
    ) -> list[Paper]:
        """Set status, priority or rating of papers; return those that are different now.

        A rating of 0 takes it away. ``due`` and ``snooze`` take days as people type them
        (``friday``, ``2w``, ``2026-12-24``), and ``none``.
        """
        now = self._now
        chosen: dict[str, marks.Mark] = {}
        if status:
            wanted = marks.status_of(status)
            chosen[f"Marked {wanted}"] = marks.status_mark(wanted, now, progress=progress)
        if priority != "":
            urgency = marks.priority_of(str(priority))
            chosen[f"Priority {urgency.name.lower()}"] = marks.priority_mark(urgency)
        if rating is not None:
            stars = marks.rating_of(str(rating))
            said = "Rating removed" if stars is None else f"Rated {stars} of 5"
            chosen[said] = marks.rating_mark(stars)
        if due:
            day = marks.due_of(due, self._session.today)
            chosen[f"Due {day}" if day else "No longer due"] = marks.due_mark(day)
        if snooze:
            day = marks.wait_of(snooze, self._session.today)
            chosen[f"Snoozed until {day}" if day else "Woken"] = marks.wait_mark(day)
        if not chosen:
            raise UsageError("What shall be marked? Give status, priority, rating, due or snooze.")

        def every(paper: Paper) -> Paper:
            for one in chosen.values():
                paper = one(paper)
            return paper

        return self._marked("mark", papers, every, ", ".join(chosen))

    def tag(
        self, papers: Papers, *add: str, remove: Iterable[str] = ()
    ) -> list[Paper]:  # fmt: skip
        """Put tags on papers and take others off; return those that are different now."""
        off = tuple(remove)
        said = " ".join([*(f"+{name}" for name in add), *(f"-{name}" for name in off)])
        return self._marked("tag", papers, marks.tag_mark(add, off), f"Tagged {said}")

    def note(self, papers: Papers, text: str) -> list[Paper]:
        """Put a note in Markdown on papers; return them."""
        if not (body := clean_block(text)):
            raise UsageError("The note is empty, so nothing was changed.")
        return self._marked("note", papers, marks.note_mark(body, self._now), "Note")

    def remove(self, papers: Papers) -> int:
        """Remove papers with all that belongs to them; return how many."""
        from readlist.library.papers.edit import remove_papers

        numbers = self._numbers(papers)
        with self._change("remove") as tx:
            tx.summary = f"Removed {marks.changed_papers(tx.library, numbers).summary}"
            remove_papers(tx, numbers)
        return len(numbers)

    def put(
        self, list: str, papers: Papers, *, section: str | None = None, remark: str | None = None
    ) -> list[Paper]:  # fmt: skip
        """Put papers into a list, which is made where there is none; return those that moved.

        ``section`` is a path such as ``Basics / Attention``.
        """
        from readlist.library.lists import lists as editing
        from readlist.store.lists import find_list

        numbers = self._numbers(papers)
        path = None if section is None else editing.section_named(section)
        wish = editing.Wish(path, None if remark is None else clean_block(remark))
        with self._change("put", list) as tx:
            known = find_list(tx.db, list)
            changed = editing.put(
                tx, known[0] if known else editing.new_list(tx, list), numbers, wish
            )
            said = marks.changed_papers(tx.library, changed).summary
            tx.summary = f"Put into {'' if known else 'new '}list {clean(list)}: {said}"
        return self._loaded(changed)

    def take_out(self, list: str, papers: Papers) -> list[Paper]:
        """Take papers out of a list, and return those that were in it; they stay in the library."""
        from readlist.library.lists import lists as editing
        from readlist.library.lists.lists import known_list

        numbers = self._numbers(papers)
        with self._change("take_out", list) as tx:
            number, info = known_list(tx.library, list)
            changed = editing.drop(tx, number, numbers)
            said = marks.changed_papers(tx.library, changed).summary
            tx.summary = f"Taken out of list {info.name}: {said}"
        return self._loaded(changed)

    def pull(self, *feeds: str, due_only: bool = False) -> Pulled:
        """Bring what is new in the feeds, or in those that are named, into the inbox.

        Raises ``NotFoundError``, and ``LibraryError`` where another pull is running.
        """
        from readlist.library.feeds.feeds import known_feeds
        from readlist.library.pull.run import alone, pull_feeds
        from readlist.store.feeds import feeds as stored

        found = stored(self._session.library(write=True).db)
        chosen = known_feeds(found, feeds) if feeds else found
        self._session.look_again()
        with alone(self._session):
            done = pull_feeds(
                self._session, chosen, self._feed_asking, lambda _name, _new: None,
                asked_for=not due_only,
            )  # fmt: skip
        self._session.run_hooks(_warn)
        if done.interrupted:
            raise KeyboardInterrupt
        failed = [(line.name, line.facts.get("error")) for line in done.lines]
        return Pulled(done.new, [f"{name}: {error}" for name, error in failed if error])

    def undo(self, count: int = 1) -> list[Entry]:
        """Take the last commands back, whoever gave them; return them. Raises ``NotFoundError``."""
        from readlist.library.papers import undo

        done = undo.taken_back(self._session, lambda tx: undo.undo(tx, count))
        self._session.run_hooks(_warn)
        return done

    def redo(self, count: int = 1) -> list[Entry]:
        """Do again what was undone last; return it. Raises ``NotFoundError``."""
        from readlist.library.papers import undo

        done = undo.taken_back(self._session, lambda tx: undo.redo(tx, count))
        self._session.run_hooks(_warn)
        return done

    # Writing

    def export(
        self,
        query: str = "",
        format: str = "bibtex",
        *,
        list: str = "",
        sort: str = "",
        limit: int | None = None,
        fields: str = "",
        columns: str = "",
        style: str = "",
        latex: bool = False,
        prefer: str = "",
    ) -> str:
        """Return papers as the text of a format. Raises ``UsageError``, ``QueryError``."""
        from readlist.library.export import Form, Wanted, prepared

        found = formats.writer(format)
        if found.dump is None:
            raise UsageError(f"Format {found.name} writes a folder of files; export it there.")
        wanted = Wanted([query] if query else [], list, sort, limit, None, prefer)
        form = Form(fields, columns, style, latex)
        library = self._session.library()
        selected, options = prepared(library, found, wanted, form, self._now)
        return "".join(found.dump(selected.papers, options))

    # How

    @property
    def _now(self) -> str:
        """The time as it is now; a program may hold a library open for days."""
        self._session.look_again()
        return self._session.now

    @contextmanager
    def _change(self, name: str, *words: str) -> Iterator[Transaction]:
        """Do a change in one transaction with one entry."""
        self._session.look_again()
        command = f"readlist.{name}({', '.join(map(repr, words[:20]))})"
        with self._session.change(command=clean(command)) as tx:
            yield tx
        self._session.run_hooks(_warn)

    def _marked(self, name: str, papers: Papers, mark: marks.Mark, said: str) -> list[Paper]:
        numbers = self._numbers(papers)
        with self._change(name) as tx:
            changed = marks.change_papers(tx, numbers, mark)
            tx.summary = f"{said}: {changed.summary}"
        return self._loaded(changed.numbers)

    def _numbers(self, papers: Papers) -> list[int]:
        if isinstance(papers, str | int | Paper):
            papers = [papers]
        names = (str(one.id if isinstance(one, Paper) else one) for one in papers)
        return resolve(self._session.library(), names)

    def _loaded(self, numbers: Iterable[int]) -> list[Paper]:
        return [*load(self._session.library(), [*numbers])]

    @contextmanager
    def _asking(self, _total: int) -> Iterator["_Asking"]:
        with self._session.client() as client:
            yield _Asking(client)

    @contextmanager
    def _feed_asking(self) -> Iterator["_Asking"]:
        with self._session.client() as client:
            yield _Asking(client)


class _Asking:
    """Asks services, and shows nothing of it."""

    heard = moved_to = ""

    def __init__(self, client: "Client") -> None:
        self.client = client

    @property
    def requests(self) -> int:
        return sum(self.client.asked.values())

    def __call__(self, request: "Request[T]", /) -> T | None:
        answer = self.client.ask(request)
        self.heard, self.moved_to = self.client.heard, self.client.moved_to
        return answer

    def tell(self, found: int, /) -> None:
        pass


def _warn(sentence: str) -> None:
    warnings.warn(sentence, stacklevel=3)


def open(
    path: str | os.PathLike[str] = "",
    *,
    reader: str = "",
    environment: Mapping[str, str] | None = None,
) -> Library:
    """Open a library, made when something is written to it; the one of the settings by default.

    ``reader`` is whose reading it is, the person of the settings by default. ``environment`` takes
    the place of the process's own, for settings. Raises ``LibraryError`` where the file cannot be
    used, ``ConfigError`` where the configuration is wrong.
    """
    known: dict[str, str] = dict(os.environ if environment is None else environment)
    if reader:
        known["READLIST_READER"] = reader
    session = Session(known, os.fspath(path))
    session.library()
    return Library(session)
