"""The account of one feed in one pull: what came so far, and why nothing more; pure."""

from dataclasses import dataclass, field

from readlist.errors import GoneError, ReadlistError, ThrottledError
from readlist.library.pull.days import PARTIAL, TRIES
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
    Portion,
)
from readlist.library.pull.save import Kept, rules_of
from readlist.store import pulls
from readlist.store.feeds import Feed, State
from readlist.store.pulls import Line
from readlist.text import masked

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
        if self.error is not None:
            throttled = isinstance(self.error, ThrottledError)
            return GONE if self.gone else THROTTLED if throttled else FAILED
        if self.told:
            return FAILED
        said = next((reason for reason in _FIRST if reason in self.reasons), "")
        if self.kept.new:
            return said if said == STALE else ""
        if not said and set(self.reasons) == {UNMODIFIED}:
            return UNMODIFIED
        return said or self._of_counts()

    def _of_counts(self) -> str:
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
