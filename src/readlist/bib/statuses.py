"""What people and programs call the marks of a reader: status, priority, stars.

A word is looked up without case, blanks and punctuation: ``To read``, ``to_read``, ``TOREAD``.
"""

import re

from readlist.model import Priority, Status

_STATUSES = {
    Status.INBOX: "inbox new neu feed",
    Status.TO_READ: "toread unread todo tbr queue queued planned backlog wanttoread notstarted "
    "later shortlist wishlist readlater notread next pending open ungelesen zulesen offen alire "
    "nonlu 未读 待读 想读 未開始 0",
    Status.READING: "reading inprogress started current currentlyreading doing ongoing wip "
    "partlyread angefangen inarbeit encours 在读 阅读中 进行中",
    Status.SKIMMED: "skimmed skim skimming scanned glanced browsed uberflogen survole 略读 泛读",
    Status.READ: "read done finished complete completed gelesen fertig erledigt lu termine 已读 "
    "完成 已完成 精读 archive archived",
    Status.DROPPED: "dropped abandoned didnotfinish dnf skipped skip rejected wontread notreading "
    "notinteresting discarded cancelled canceled abgebrochen abandonne 放弃",
}  # fmt: skip
_STATUS_OF = {word: status for status, words in _STATUSES.items() for word in words.split()}
_YES = frozenset("yes y true x 1 ja oui 是 checked done read ✓ ✔ ✅ ☑ ✔️ ☑️ [x]".split())  # noqa: SIM905
_NO = frozenset("no n false 0 nein non 否 unchecked ✗ ✘ ❌ ☐ [] [ ]".split())  # noqa: SIM905
# JabRef's prio1 and everybody's P1 are the highest; of bare numbers, the program's own, 3 is.
_PRIORITIES = {
    Priority.NONE: "none 0",
    Priority.LOW: "low niedrig p3 prio3 低 1",
    Priority.MEDIUM: "medium normal moderate mittel p2 prio2 中 2",
    Priority.HIGH: "high urgent hoch p1 p0 prio1 高 3",
}
_PRIORITY_OF = {word: found for found, words in _PRIORITIES.items() for word in words.split()}
FAVOURITE = "favourite"
"""The tag of what a reader marked with a star or a heart."""
# "4", "4/5", "rank4" (JabRef), "4.0"; not "6" nor "4.5".
_OUT_OF_FIVE = re.compile(r"(?:rank)?([1-5])(?:\.0)?(?:\s?/\s?5)?")
# "4.25" stars; not "4".
_FRACTION = re.compile(r"([0-4])\.([0-9]{1,2})")
_THROUGH = 99
"""Percent of a text behind which only its end is left."""
# "★★★☆☆" is three, "***" as well; six are no rating.
_STARS = re.compile(r"((?:★|⭐️?|\*){1,5})☆{0,4}")


def status(text: str) -> Status | None:
    """Return the status that a word means, None where it means none."""
    found = _STATUS_OF.get(_folded(text))
    return found or (Status.READ if text.strip() in _YES - {"1"} else None)


def done(text: str) -> Status | None:
    """Return what a tick in a column such as ``Read?`` means."""
    word = text.strip().lower()
    if word in _YES:
        return Status.READ
    return Status.TO_READ if word in _NO else status(text)


def progress(text: str) -> tuple[str, bool]:
    """Return how far a reader is, a share as percent, and whether that is to the end.

    ``0.4`` is 40%, ``1.0`` and ``100%`` the end; ``p. 12`` is what it says.
    """
    share = re.fullmatch(r"([01]\.[0-9]{1,20})|(100)\s?%?", text)
    if share is None:
        return text, False
    percent = 100 if share[2] else round(float(share[1]) * 100)
    if percent >= _THROUGH:
        return "", True
    return (f"{percent}%" if percent else ""), False


def implied(started: str, finished: str) -> Status | None:
    """Return the status that days of reading mean where nobody says one."""
    if finished:
        return Status.READ
    return Status.READING if started else None


def is_yes(value: object) -> bool:
    """Say whether a mark such as a star is set: ``true``, ``1``, ``yes``."""
    return value is True or str(value).strip().lower() in ("1", "true", "yes")


def priority(text: str) -> Priority | None:
    """Return a priority: a word, ``P1`` (the highest) or the number that this program writes."""
    return _PRIORITY_OF.get(_folded(text))


def rating(text: str) -> int | None:
    """Return one to five: a number, ``4/5``, JabRef's ``rank4`` or stars; 4.25 is four."""
    if match := _OUT_OF_FIVE.fullmatch(text.strip()):
        return int(match[1])
    if match := _FRACTION.fullmatch(text.strip()):
        return min(5, int(match[1]) + (match[2] >= "5")) or None
    if match := _STARS.fullmatch(text.strip()):
        return sum(match[1].count(star) for star in "★⭐*")
    return None


def _folded(text: str) -> str:
    return "".join(char for char in text.casefold()[:40] if char.isalnum())
