"""What ``add`` says of what services did not know, or could not be asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.text import plural, visible

if TYPE_CHECKING:
    from readlist.library.metadata.add import Gathered

NAMED = 5
"""Papers that a sentence names; beyond that it counts them."""


def gathered_json(gathered: "Gathered") -> dict[str, object]:
    """Return what did not come, for programs."""
    return {
        "absent": gathered.absent, "failed": gathered.failed, "waiting": gathered.waiting,
        "questions": gathered.questions,
    }  # fmt: skip


def sentences(gathered: "Gathered") -> list[str]:
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
