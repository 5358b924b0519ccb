"""What a feed announces: papers, each with the day and the way of its announcement; values."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from readlist.model import NOTHING, Record

NEW, CROSS, REPLACE, REPLACE_CROSS = "new", "cross", "replace", "replace-cross"
KINDS = (NEW, CROSS, REPLACE, REPLACE_CROSS)
"""arXiv's words for announcements (info.arxiv.org/help/rss_specifications); others say ``new``."""
DEFAULT_KINDS = (NEW, CROSS)
"""Those that count where a person says nothing."""


class Announced(NamedTuple):
    """One paper of a feed.

    ``day`` is when it was announced (``2026-11-20``), empty where the feed does not say; ``facts``
    are what moves on (``votes``, ``comments``, ``version``) and is kept with the feed's entry.
    """

    record: Record
    day: str = ""
    kind: str = NEW
    facts: Mapping[str, Any] = NOTHING


class Announcements(NamedTuple):
    """One answer of a feed, or one page of it.

    ``day`` is the one that the answer is about, empty where it has none. ``totals`` says, by kind
    of announcement, how many there are on all pages, as far as the answer says so. ``others``
    counts items in which no paper was recognised. ``next`` is where the following page begins.
    """

    items: tuple[Announced, ...] = ()
    day: str = ""
    title: str = ""
    site: str = ""
    totals: Mapping[str, int] = NOTHING
    others: int = 0
    next: int | None = None
