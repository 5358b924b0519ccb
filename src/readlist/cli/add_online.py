"""What services say of the papers that a person adds, asked before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readlist.cli.app import App
from readlist.errors import ExitCode
from readlist.library.metadata.add import titles_to_ask, to_ask
from readlist.model import Identifier, Record
from readlist.text import plural, visible

if TYPE_CHECKING:
    from readlist.library.metadata.find_titles import Titled
    from readlist.library.metadata.resolve import Resolved

NAMED = 5
"""Papers that a sentence names; beyond that it counts them."""


@dataclass(slots=True)
class Gathered:
    """What came, by the place of each record, and what did not come and why.

    ``records`` are what the person gave, with what it turned out to be. ``waiting`` were not
    asked for: the person is offline, or interrupted the program, or there are too many.
    """

    records: Sequence[Record]
    said: dict[int, Sequence[Record]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    titled: "Titled | None" = None
    offline: bool = False
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """What the program answers: the gravest that happened."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.failed:
            return ExitCode.NETWORK
        return ExitCode.PROBLEMS if self.absent or self.questions else ExitCode.OK

    @property
    def questions(self) -> int:
        """How many titles may be several papers."""
        return len(self.titled.candidates) if self.titled else 0

    def json(self) -> dict[str, object]:
        """Return what did not come, for programs."""
        return {
            "absent": self.absent, "failed": self.failed, "waiting": self.waiting,
            "questions": self.questions,
        }  # fmt: skip


def gather(app: App, records: Sequence[Record], *, offline: bool) -> Gathered:
    """Ask services for the papers of which neither the library nor the record says enough."""
    library = app.library(write=True)
    wanted, titles = to_ask(library, records), titles_to_ask(library, records)
    gathered = Gathered(list(records), offline=offline)
    if offline:
        _wait(gathered, wanted, titles)
    elif wanted or titles:
        _ask(app, gathered, wanted, titles)
    return gathered


def _ask(
    app: App, gathered: Gathered, wanted: Mapping[int, Identifier], titles: Mapping[int, Record]
) -> None:
    from readlist.cli.services import asking
    from readlist.library.metadata.find_titles import MOST, Titled, find_titles
    from readlist.library.metadata.resolve import Resolved, resolve

    into, titled = Resolved(), Titled()
    gathered.titled = titled
    try:
        with asking(app, total=len(set(wanted.values())) + len(titles)) as services:
            resolve(wanted.values(), services, into, services.tell)
            if len(titles) <= MOST:
                find_titles(titles, services, titled)
    except KeyboardInterrupt:
        gathered.interrupted = True
    _take(gathered, wanted, into)
    _take_titles(app, gathered, titles, titled)


def _take(gathered: Gathered, wanted: Mapping[int, Identifier], into: "Resolved") -> None:
    settled = {*into.found, *into.absent, *into.failed}
    left = {place: one for place, one in wanted.items() if one not in settled}
    gathered.said |= {p: into.found[one] for p, one in wanted.items() if one in into.found}
    gathered.absent += map(str, into.absent)
    gathered.failed |= {str(one): reason for one, reason in into.failed.items()}
    _wait(gathered, left, {})


def _take_titles(
    app: App, gathered: Gathered, titles: Mapping[int, Record], titled: "Titled"
) -> None:
    from readlist.library.metadata.find_titles import named

    if titled.candidates and app.may_ask and not gathered.interrupted:
        from readlist.cli.choose import choose_record

        for place, candidates in list(titled.candidates.items()):
            if chosen := choose_record(app, titles[place].title, candidates):
                titled.sure[place] = (chosen,)
                del titled.candidates[place]
    records = list(gathered.records)
    for place, found in titled.sure.items():
        records[place] = named(records[place], found[0])
        gathered.said[place] = found
    gathered.records = records
    left = {p: one for p, one in titles.items() if p not in titled.sure | titled.candidates}
    asked = [one.title for place, one in left.items() if place in titled.tried]
    if titled.reasons:
        gathered.failed |= dict.fromkeys((one.title for one in left.values()), titled.reasons[0])
    else:
        gathered.absent += asked
        _wait(gathered, {}, {p: one for p, one in left.items() if p not in titled.tried})


def _wait(
    gathered: Gathered, wanted: Mapping[int, Identifier], titles: Mapping[int, Record]
) -> None:
    names = [*map(str, wanted.values()), *(one.title for one in titles.values())]
    gathered.waiting = list(dict.fromkeys((*gathered.waiting, *names)))


def sentences(gathered: Gathered) -> list[str]:
    """Return what the person must know of what did not come."""
    said = []
    if gathered.absent:
        verb = "are they" if len(gathered.absent) > 1 else "is it"
        said.append(
            f"No service knows {_named(gathered.absent)}; {verb} right? What you gave is kept."
        )
    if gathered.questions:
        said.append(
            f"{plural(gathered.questions, 'title')} may be one of several papers; "
            "'readlist questions' shows them."
        )
    if gathered.failed:
        reasons = " ".join(dict.fromkeys(gathered.failed.values()))
        said.append(f"{reasons} {_kept(len(gathered.failed))}")
    if gathered.waiting:
        why = "Interrupted. " if gathered.interrupted else "Offline: " if gathered.offline else ""
        said.append(f"{why}{_kept(len(gathered.waiting))}")
    return said


def _kept(count: int) -> str:
    verb, whose = ("is", "its") if count == 1 else ("are", "their")
    papers = plural(count, "paper")
    return f"{papers} {verb} kept without {whose} facts; 'readlist enrich' asks for them."


def _named(names: Sequence[str]) -> str:
    quoted = [f"'{visible(one)}'" if " " in one else visible(one) for one in names[:NAMED]]
    shown = ", ".join(quoted)
    left = len(names) - NAMED
    return f"{shown} and {left:,} more" if left > 0 else shown
