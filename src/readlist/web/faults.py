"""What goes wrong with one try, whether another may do better, and the words for it."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from math import ceil
from urllib.parse import urlsplit

from readlist.text import plural, visible
from readlist.web.pace import Pace, PatienceError

ADVICE = "What was fetched is kept; run the command again later."
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone a moment later (RFC 9110, 15; facts of the services)."""
# What goes of "[Errno 111] Connection refused".
_NUMBERS = re.compile(r"^\[(?:Errno|SSL)[^\]]{0,60}\]|\(_ssl\.c:[0-9]{1,6}\)")
_THROTTLED = frozenset({429, 503})


class FailedError(Exception):
    """One try failed; ``again`` says whether another may do better, after ``wait_s`` at least.

    ``later`` says whether it may do better another day, ``throttled`` that it asked too often.
    ``silent`` says that nothing came that is an answer to this question. ``elsewhere`` says that it
    is not the service that failed, but whom it sent the program to, or this one question.
    """

    def __init__(
        self,
        why: str,
        *,
        again: bool = True,
        wait_s: float = 0.0,
        elsewhere: bool = False,
        later: bool = True,
        throttled: bool = False,
        silent: bool = False,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.again = again
        self.wait_s = wait_s
        self.elsewhere = elsewhere
        self.later = later
        self.throttled = throttled
        self.silent = silent


def failure(status: int, headers: Mapping[str, str], pace: Pace | None, now: float) -> FailedError:
    """Return what a status means that is no answer; a service that is throttling gets its rest."""
    if status in _THROTTLED:
        asked_s = retry_after(headers.get("retry-after", ""), now)
        rest_s = pace.rest(asked_s) if pace else asked_s or 0.0
        # Both ask for a rest; only 429 says that it is we who asked too often.
        word = "is throttling" if status == 429 else "is not available"
        return FailedError(
            f"{word} (HTTP {status})", wait_s=rest_s, throttled=status == 429, silent=True
        )
    return FailedError(f"answered with HTTP {status}", again=status in _PASSING)


def is_refusal(status: int) -> bool:
    """Say whether a status means no, now and later."""
    return 400 <= status < 500 and status not in _PASSING


def onward(fault: FailedError, url: str) -> FailedError:
    """Return the fault of those to whom a service sends one on."""
    why = f"sent the program on to {shown(url)}, which {fault.why}"
    return FailedError(why, again=fault.again, wait_s=fault.wait_s, elsewhere=True)


def too_late(late: PatienceError) -> str:
    """Return why the turn of a question did not come."""
    if late.wait_s <= 0:
        return "is being asked by another command"
    return f"must not be asked for another {plural(ceil(late.wait_s), 'second')}"


def reason(error: Exception) -> str:
    """Return what a failed connection says of itself, without the numbers of the system."""
    return _NUMBERS.sub("", str(error)).strip() or type(error).__name__


def shown(url: str) -> str:
    """Return the host of an address for a sentence; the rest may be secret."""
    return visible(urlsplit(url).netloc.rpartition("@")[2][:100])


def retry_after(text: str, now: float) -> float | None:
    """Return the seconds that ``Retry-After`` asks for; None where it says nothing.

    It may be a number or a date (RFC 9110, 10.2.3).
    """
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError):
        return None
