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
        "questions": gathered.questions, "doubts": gathered.doubts,
    }  # fmt: skip


def sentences(gathered: "Gathered") -> list[str]:
    """Return what the person must know of what did not come."""
    said = list(gathered.doubts)
    kept = [name for name in gathered.absent if name not in gathered.left_out]
    if kept:
        said.append(f"No service knows {_named(kept)}; {_right(kept)}? What you gave is kept.")
    if left := gathered.left_out:
        what = "They are" if len(left) > 1 else "It is"
        said.append(
            f"No service knows {_named(left)}; {_right(left)}? {what} not added. "
            f'To keep one, say what it is: readlist add {visible(left[0])} --title "…".'
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


def _right(names: Sequence[str]) -> str:
    return "are they right" if len(names) > 1 else "is it right"


def _kept(count: int) -> str:
    verb, whose = ("is", "its") if count == 1 else ("are", "their")
    papers = plural(count, "paper")
    return f"{papers} {verb} kept without {whose} facts; 'readlist enrich' asks for them."


def _named(names: Sequence[str]) -> str:
    quoted = [f"'{visible(one)}'" if " " in one else visible(one) for one in names[:NAMED]]
    shown = ", ".join(quoted)
    left = len(names) - NAMED
    return f"{shown} and {left:,} more" if left > 0 else shown
