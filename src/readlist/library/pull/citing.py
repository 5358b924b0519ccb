"""A feed of citations: what cites papers of the library, from a day on."""

from collections.abc import Iterator

from readlist.library.pull.days import DONE
from readlist.library.pull.portions import EMPTY, UNMODIFIED, Asking, Portion, Task
from readlist.model import Identifier
from readlist.services import citations
from readlist.services.base import Announced

NO_SEEDS = "no paper with an identifier fits"
"""Why a feed brings nothing whose query finds no paper that services know."""


def portions(task: Task, ask: Asking) -> Iterator[Portion]:
    """Yield what cites the papers that the feed is about, in one portion."""
    first, last = (day.isoformat() for day in task.span)
    if not task.seeds:
        yield Portion(reason=NO_SEEDS)
        return
    found: dict[Identifier, Announced] = {}
    fresh = False
    for seed in task.seeds:
        offset: int | None = 0
        while offset is not None:
            page = ask(citations.citing(seed, offset, first))
            fresh = fresh or ask.heard == "fresh"
            for record in page.works if page else ():
                found.setdefault(record.identifiers[0], Announced(record, record.published))
            offset = page.next if page else None
    reason = "" if found else EMPTY
    if not fresh:
        reason = UNMODIFIED
    yield Portion(tuple(found.values()), state=DONE, reason=reason, through=last)
