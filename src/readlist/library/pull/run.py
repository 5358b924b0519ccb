"""One pull: feeds fetched at the same time, kept one portion after the other, told in the ledger.

The library is written by the caller's thread alone. A portion with its day, its entries and its
line of the ledger is one transaction: a process that is killed loses what it was just fetching,
which the next pull asks for again, because days are written down as planned before they are asked
for. All transactions of a pull are one entry of the journal.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from readlist.config import days_of
from readlist.errors import GoneError, LibraryError, NotFoundError, ReadlistError, ThrottledError
from readlist.files.lock import HeldError, held, this_process
from readlist.identity.absorb import AbsorbOptions
from readlist.library.inbox.inbox import expire
from readlist.library.pull import days
from readlist.library.pull.days import PARTIAL, TRIES
from readlist.library.pull.fetch import Came, became, calendar_of, fetched, wanted_days, window
from readlist.library.pull.plan import Plan, When, planned
from readlist.library.pull.portions import (
    ALL_FILTERED,
    ALL_KNOWN,
    ALL_OLD,
    EARLY,
    EMPTY,
    FAILED,
    GONE,
    HOLIDAY,
    INTERRUPTED,
    STALE,
    THROTTLED,
    UNMODIFIED,
    WEEKEND,
    MakeAsking,
    Portion,
    Task,
)
from readlist.library.pull.save import Bounds, Kept, keep, rules_of
from readlist.library.session import Session
from readlist.model import Identifier, Status
from readlist.store import feeds as store
from readlist.store import pulls
from readlist.store.connection import Library
from readlist.store.feeds import Feed, State
from readlist.store.history import removed
from readlist.store.journal import Transaction, transaction
from readlist.store.pulls import Line
from readlist.store.ranking import is_current
from readlist.text import masked, plural, visible

Tell = Callable[[str, int], None]
"""Is told which feed something came of, and how many new papers there are so far."""


@dataclass(frozen=True, slots=True)
class PullOptions:
    """How a pull is done: how papers arrive (with what status, when), and what was typed.

    ``clock`` tells the time at the end. What waits undecided for more than ``expires_days`` leaves
    the inbox; 0: nothing does.
    """

    absorb: AbsorbOptions
    command: str
    clock: Callable[[], str]
    expires_days: int = 0
    dry_run: bool = False


class Pulled(NamedTuple):
    """What a pull did; its ``number`` in the ledger is 0 where it was not entered.

    ``entries`` are those of the journal that hold what it changed.
    """

    number: int
    lines: tuple[Line, ...]
    interrupted: bool = False
    entries: tuple[int, ...] = ()

    @property
    def new(self) -> int:
        """How many papers arrived."""
        return sum(line.new for line in self.lines)

    @property
    def failed(self) -> bool:
        """Whether some feed failed."""
        return any(line.state == pulls.FAILED for line in self.lines)


@contextmanager
def alone(session: Session, wait_s: float = 0.0) -> Iterator[str]:
    """Pull alone; gives a sentence where the pull before broke off.

    Raises ``LibraryError`` where another pull goes on for longer than ``wait_s``.
    """
    path = Path(f"{session.path.resolve()}.pull.lock")
    try:
        with held(path, this_process(session.now, session.command), wait_s) as stale:
            yield (
                f"The pull of {stale.started} (process {stale.pid}) broke off; what it had "
                "kept is here, and this one goes on."
                if stale
                else ""
            )
    except HeldError as error:
        who = error.owner
        said = f" ({who.command}, process {who.pid} on {who.host})" if who else ""
        since = f" since {who.started}" if who else ""
        raise LibraryError(
            f"Another pull is running{since}{visible(said)}. This one left; --wait 600 would "
            "have waited for ten minutes."
        ) from error


def pull_feeds(
    session: Session, feeds: Sequence[Feed], make_asking: MakeAsking, tell: Tell, *,
    since: date | None = None, asked_for: bool = False, dry_run: bool = False,
) -> Pulled:  # fmt: skip
    """Bring what is new in some feeds into the inbox, by the settings of a session.

    ``since`` reads all days from one on, ``asked_for`` pulls feeds that are not due as well.
    Raises ``LibraryError``.
    """
    library = session.library(write=True)
    plan = planned(library, feeds, When(session.clock, None, since, asked_for))
    expires = session.settings.get("inbox_expires")
    options = PullOptions(
        AbsorbOptions(session.now, library.reader, Status.INBOX, make_key=session.make_key),
        session.command,
        session.moment,
        days_of(expires) if expires else 0,
        dry_run,
    )
    done = pull(library, plan, options, make_asking, tell)
    session.happened(done.entries, "pull")
    return done


def pull(
    library: Library, plan: Plan, options: PullOptions, make_asking: MakeAsking, tell: Tell
) -> Pulled:
    """Ask the feeds of a plan and say what came of each; those that fail fail alone.

    Then what waited for too long leaves the inbox, and the ranking of what waits is brought up to
    date. Where no feed is due nothing is asked and nothing written. Raises ``LibraryError``.
    """
    if not plan.tasks:
        return Pulled(0, plan.skipped)
    done = _Run(library, plan, options, tell).go(make_asking)
    if options.dry_run or done.interrupted:
        return done
    try:
        entry = _tidy_inbox(library, options, changed=bool(done.new))
    except KeyboardInterrupt:
        return done._replace(interrupted=True)
    return done._replace(entries=(*done.entries, entry)) if entry else done


def _tidy_inbox(library: Library, options: PullOptions, *, changed: bool) -> int:
    """Let go what waited for too long; rank the others anew where anything has changed.

    Return the entry of the journal, 0 where nothing was let go.
    """
    now = options.absorb.now
    entry = 0
    if options.expires_days:
        with transaction(library, command=options.command, at=now) as tx:
            expire(tx, options.expires_days, now)
        entry = tx.entry_id
    if changed or not is_current(library):
        from readlist.library.ranking.scores import retrain  # 10 ms, where something changed

        retrain(library, now)
    return entry


# Of several reasons the first of these is said.
_FIRST = (STALE, WEEKEND, HOLIDAY, EARLY)


@dataclass(slots=True)
class Account:
    """What a pull did for a feed so far; until it is closed it counts as interrupted.

    ``through`` is the day up to which a feed without days is complete, as far as this pull saw;
    ``days`` are those that were read, each with what became of it; ``faults`` those that alone
    could not be read, each with the reason, and ``told`` what is said of these.
    """

    feed: Feed
    first: str = ""
    last: str = ""
    kept: Kept = field(default_factory=Kept)
    requests: int = 0
    reasons: list[str] = field(default_factory=list)
    days: dict[str, str] = field(default_factory=dict)
    others: int = 0
    through: str = ""
    partial: bool = False
    faults: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    closed: bool = False
    error: ReadlistError | None = None

    @property
    def room(self) -> int | None:
        """How many new papers this pull may still take, None without a limit."""
        limit = rules_of(self.feed.options).limit
        return None if limit is None else max(0, limit - self.kept.new)

    @property
    def gone(self) -> bool:
        """Whether the feed's address says that there is nothing any more, for good."""
        return isinstance(self.error, GoneError)

    def add(self, portion: Portion, kept: Kept) -> None:
        """Enter what became of a portion."""
        known = self.kept
        self.kept = Kept(
            known.scanned + kept.scanned, known.known + kept.known, known.new + kept.new,
            known.news + kept.news, known.rules + kept.rules, known.changes | kept.changes,
        )  # fmt: skip
        self.reasons.append(portion.reason)
        self.others += portion.others
        if portion.day:
            self.days[portion.day] = portion.state
        self.partial = self.partial or portion.state == PARTIAL
        if portion.through and not self.partial:
            self.through = max(self.through, portion.through)

    def add_fault(self, day: str, fault: ReadlistError, failures: int) -> None:
        """Enter that a day alone could not be read: told once, and when it is given up."""
        why = masked(str(fault))
        self.faults[day] = why
        if failures == 1:
            self.partial = True  # perhaps it was that moment: the next pull asks once more
            self.told.append(
                f"{day} cannot be read while other days can ({why}) It is tried again, ever more "
                "seldom."
            )
        elif failures >= TRIES:
            self.told.append(f"{day} is given up after {failures} tries: {why}")

    def close(self, error: ReadlistError | None) -> None:
        """Enter that the feed was asked to its end, or where it failed."""
        self.closed = True
        self.error = self.error or error

    def line(self) -> Line:
        """Return the line of the ledger."""
        kept = self.kept
        errors = [masked(str(self.error))] if self.error else []
        said = {
            "rules": dict(kept.rules), "days": self.days, "list": kept.changes, "news": kept.news,
            "others": self.others, "incomplete": self.partial, "unread": self.faults,
            "error": " ".join([*errors, *self.told]),
        }  # fmt: skip
        failed = self.error is not None or not self.closed or bool(self.told)
        return Line(
            self.feed.id, self.feed.name, self.first, self.last, self.requests, kept.scanned,
            kept.known, kept.filtered, kept.new, pulls.FAILED if failed else pulls.OK,
            self._reason(), {name: value for name, value in said.items() if value},
        )  # fmt: skip

    def _reason(self) -> str:
        if not self.closed:
            return INTERRUPTED
        if self.gone:
            return GONE
        if isinstance(self.error, ThrottledError):
            return THROTTLED
        if self.error is not None or self.told:
            return FAILED
        said = next((reason for reason in _FIRST if reason in self.reasons), "")
        if self.kept.new:
            return said if said == STALE else ""
        return said or self._of_counts()

    def _of_counts(self) -> str:
        if set(self.reasons) == {UNMODIFIED}:
            return UNMODIFIED
        if not self.kept.scanned:
            return next(filter(None, self.reasons), EMPTY)
        if not self.kept.filtered:
            return ALL_KNOWN
        return ALL_OLD if self.kept.known else ALL_FILTERED

    def state(self, former: State, at: str, through: str) -> State:
        """Return where the feed stands after this pull; a pull that lacks something is no success.

        ``through`` is the day up to which a feed with days was read.
        """
        if self.error is not None:
            told = masked(str(self.error))
            # A feed that was not even asked, because its host was silent, did not fail by itself.
            failures = former.failures + (self.requests > 0)
            return former._replace(tried=at, failures=failures, note=told)
        succeeded = former.succeeded if self.partial else at
        reached = max(former.through, through or self.through)
        return State(at, succeeded, 0, reached, self._reason())


@dataclass
class _Run:
    """A pull on its way."""

    library: Library
    plan: Plan
    options: PullOptions
    tell: Tell
    number: int = 0
    entry_id: int = 0
    entries: dict[int, None] = field(default_factory=dict)
    written: int = 0
    accounts: dict[int, Account] = field(default_factory=dict)
    shared: Transaction | None = None
    removed: frozenset[Identifier] = frozenset()

    def go(self, make_asking: MakeAsking) -> Pulled:
        tasks = self.plan.tasks
        self.accounts = {task.feed.id: Account(task.feed, *window(task)) for task in tasks}
        if not any(task.since for task in tasks):  # who asks for days anew wants all of them
            self.removed = removed(self.library.db)
        if not self.options.dry_run:
            self._begin()
        with fetched(tasks, make_asking) as came:
            try:
                self._keep_all(came)
                interrupted = False
            except KeyboardInterrupt:
                interrupted = True
            except LibraryError as error:
                self._broke_off()
                if not self.written:
                    raise
                came_before = f"{plural(self.written, 'new paper')} that came before"
                raise LibraryError(f"{error} Kept: {came_before}.") from error
        lines = (*(account.line() for account in self.accounts.values()), *self.plan.skipped)
        done = Pulled(self.number, lines, interrupted, tuple(self.entries))
        try:
            if not self.options.dry_run:
                self._end(done)
        except KeyboardInterrupt:  # once more: the next pull enters how this one ended
            return done._replace(interrupted=True)
        return done

    @property
    def _new(self) -> int:
        return sum(account.kept.new for account in self.accounts.values())

    def _begin(self) -> None:
        """Enter the pull, and the days that are planned as not yet read."""
        at = self.options.absorb.now
        with self._change() as tx:
            self.number = pulls.begin(tx.db, at, self.options.command)
            for task in self.plan.tasks:
                account = self.accounts[task.feed.id]
                self._plan(tx, account, task)
                self._enter(tx, account.line())
            for line in self.plan.skipped:
                self._enter(tx, line)

    def _broke_off(self) -> None:
        """Write that the pull failed, as far as the library can still be written."""
        if self.number:
            with suppress(LibraryError):
                self._end(Pulled(self.number, (), interrupted=True))

    def _end(self, done: Pulled) -> None:
        state = pulls.FAILED if done.interrupted or done.failed else pulls.DONE
        with self._change() as tx:
            pulls.finish(tx.db, self.number, self.options.clock(), state)

    @contextmanager
    def _change(self) -> Iterator[Transaction]:
        """Give one transaction after the other; a dry run has one, which is taken back."""
        if self.shared is not None:
            yield self.shared
            return
        with transaction(
            self.library, command=self.options.command, at=self.options.absorb.now,
            entry_id=self.entry_id,
        ) as tx:  # fmt: skip
            yield tx
            tx.summary = f"Pulled {plural(len(self.accounts), 'feed')}: {self._new:,} new"
        self.entry_id = tx.entry_id
        if tx.entry_id:
            self.entries[tx.entry_id] = None

    def _keep_all(self, came: Iterable[Came]) -> None:
        """Keep what comes, as it comes."""
        if not self.options.dry_run:
            for one in came:
                self._take(one)
            return
        everything = list(came)  # first: the library must not be held up while services are asked
        at = self.options.absorb.now
        with transaction(self.library, command="", at=at, dry_run=True) as tx:
            self.shared = tx
            for one in everything:
                self._take(one)

    def _take(self, one: Came) -> None:
        """Keep a portion, or close the account of a feed; a defect is raised."""
        account = self.accounts[one.task.feed.id]
        if one.error is not None and not isinstance(one.error, ReadlistError):
            raise one.error
        account.requests = one.requests
        if one.portion is None:
            self._close(one.task, account, one.error)
        elif account.error is None:
            try:
                self._keep(one.task, one.portion, account)
            except LibraryError:
                raise
            except ReadlistError as fault:
                account.error = fault
        self.tell(account.feed.name, self._new)

    def _keep(self, task: Task, portion: Portion, account: Account) -> None:
        at = self.options.absorb.now
        with self._change() as tx:
            self._follow(tx, account, task, portion)
            if portion.fault:
                failures = task.failures(portion.day) + 1
                state = EMPTY if failures >= TRIES else PARTIAL
                day = store.Day(portion.day, state, -failures, at)
                store.save_days(tx.db, task.feed.id, [day])
                account.add_fault(portion.day, portion.fault, failures)
            else:
                bounds = Bounds(account.room, self.removed)
                if portion.document is None:
                    kept = keep(tx, account.feed, portion, self.options.absorb, bounds)
                else:
                    from readlist.library.pull.lists import keep_list  # formats, for lists alone

                    kept = keep_list(tx, account.feed, portion, self.options.absorb, bounds)
                account.add(portion, kept)
                if portion.day and portion.state != PARTIAL:  # as which it is written down already
                    day = store.Day(portion.day, portion.state, len(portion.items), at)
                    store.save_days(tx.db, task.feed.id, [day])
            self._enter(tx, account.line())
        self.written = 0 if self.options.dry_run else self._new

    def _follow(
        self, tx: Transaction, account: Account, task: Task, portion: Portion
    ) -> None:  # fmt: skip
        """Let a feed become what it is now; what a person changes meanwhile holds.

        Raises ``NotFoundError`` where it was removed meanwhile.
        """
        stored = store.feed(tx.db, account.feed.id)
        if stored is None:
            raise NotFoundError("The feed was removed while it was pulled.")
        account.feed = became(stored, task.feed, portion.feed) if portion.feed else stored
        if account.feed == stored:
            return
        store.update_feeds(tx, [account.feed])
        if account.feed.kind != stored.kind:  # nobody knew which days it has
            self._plan(tx, account, task._replace(feed=account.feed))

    def _plan(self, tx: Transaction, account: Account, task: Task) -> None:
        """Write down the days of a feed as not yet read."""
        known = {day.isoformat() for day in task.days}
        new = [day for day in wanted_days(task) if day not in known]
        at = self.options.absorb.now
        store.save_days(tx.db, task.feed.id, [store.Day(day, PARTIAL, 0, at) for day in new])
        account.first, account.last = window(task)

    def _enter(self, tx: Transaction, line: Line) -> None:
        if self.number:
            pulls.save_line(tx.db, self.number, line)

    def _close(self, task: Task, account: Account, error: ReadlistError | None) -> None:
        """Write how the pulling of a feed ended and where it stands now."""
        account.close(error)
        at = self.options.absorb.now
        with self._change() as tx:
            self._enter(tx, account.line())
            found = store.days(tx.db, task.feed.id)
            read = days.parsed(found)
            calendar = calendar_of(account.feed)
            through = days.through(calendar, read, task.now) if calendar else ""
            store.save_state(tx.db, task.feed.id, account.state(task.state, at, through))
            stored = store.feed(tx.db, task.feed.id)
            if account.gone and stored:
                options = {**stored.options, "paused": at}
                store.update_feeds(tx, [stored._replace(options=options)])
