"""arXiv's daily feeds: what a day announced, in RSS or Atom (info.arxiv.org/help/rss).

A feed holds one day and is rebuilt at midnight of New York; on days without announcement it is
empty. Read by an XML parser: one that takes descriptions for HTML eats formulas.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element

from readlist.bib import dates
from readlist.bib.names import name_line
from readlist.services.answers import SHOWN, xml_root
from readlist.services.base import (
    KINDS,
    NEW,
    Announced,
    Announcements,
    Request,
    WrongAnswerError,
    WrongQuestionError,
)
from readlist.services.works import Eprint, categories, numbered, record, unaccented
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_REFUSAL = "feed error for query"
_ABSTRACT = "\nAbstract: "
# "arXiv:2411.00001v1 Announce Type: replace-cross".
_TYPE = re.compile(r"Announce Type: ([a-z-]{3,13})")
# Short: after midnight of New York the same address says something else.
AGE_S = 600.0


def announcements(spec: str) -> Request[Announcements]:
    """Return the question for the newest day of categories, ``cs.CL+stat.ML``.

    Items stand as on the feed: first what is new, then what is listed from elsewhere, then what
    was replaced; no more than 2,000. ``day`` is the day in New York.
    """
    return Request(
        "arxiv_rss", f"/{spec}", parse, accept="application/rss+xml, application/atom+xml",
        age_s=AGE_S, timeout_s=60.0, spoken=frozenset({400}), alone=True,
    )  # fmt: skip


def parse(body: bytes) -> Announcements:
    """Return what a feed announces. Raises ``WrongAnswerError``, and ``WrongQuestionError``."""
    # One byte that is no UTF-8 would cost all the papers around it.
    body = body.decode("utf-8", "replace").encode()
    if re.search(rb"<rss[\s>]", body[:2_000]):
        channel = xml_root(body, "rss").find("channel")
        if channel is None:
            raise WrongAnswerError("RSS without a channel")
        return _read(channel, "", "item", "description", "pubDate", "lastBuildDate")
    feed = xml_root(body, f"{_ATOM}feed")
    return _read(feed, _ATOM, "entry", "subtitle", "published", "updated")


def _read(feed: Element, space: str, item: str, note: str, dated: str, built: str) -> Announcements:
    title = _said(feed, f"{space}title")
    if title.lower().startswith(_REFUSAL):
        raise WrongQuestionError(f"refuses the feed ({_said(feed, f'{space}{note}')[:SHOWN]})")
    found = list(feed.iterfind(f"{space}{item}"))
    announced = [one for entry in found for one in _announced(entry, space, dated)]
    if found and not announced:
        raise WrongAnswerError(f"none of the {len(found)} papers that it announces")
    newest = max((one.day for one in announced), default="")
    return Announcements(
        items=tuple(announced),
        day=_day(feed, f"{space}{dated}") or newest or _built(_said(feed, f"{space}{built}")),
        title=title,
        site=_said(feed, f"{space}link"),
        totals={kind: sum(one.kind == kind for one in announced) for kind in KINDS},
        others=len(found) - len(announced),
    )


def _said(entry: Element, name: str, limit: int = TITLE_LIMIT) -> str:
    return clean(entry.findtext(name, ""), limit)


def _day(entry: Element, name: str) -> str:
    """Return the day of a time as it is written: midnight of New York is another day in UTC."""
    text = entry.findtext(name, "").strip()
    day = dates.read(text.partition(",")[2] or text)
    return day if len(day) == 10 else ""


def _built(said: str) -> str:
    """Return the day in New York of a time in UTC at which a feed was built.

    It is built at midnight there or later; an hour more in winter would change no day.
    """
    try:
        at = parsedate_to_datetime(said) if "," in said else datetime.fromisoformat(said)
        return (at.astimezone(UTC) - timedelta(hours=4)).date().isoformat()
    except (ValueError, OverflowError):
        return ""


def _announced(entry: Element, space: str, dated: str) -> Iterator[Announced]:
    """Yield the paper of an item, whose version stands in its guid alone."""
    guid = _said(entry, f"{space}id" if space else "guid")
    number = numbered(guid.rpartition(":")[2])
    title = unaccented(_said(entry, f"{space}title"))
    if number is None or not title:
        return
    text = entry.findtext(f"{space}summary" if space else "description", "")[: 2 * BLOCK_LIMIT]
    head, _, abstract = text.partition(_ABSTRACT)
    filed = entry.iterfind(f"{space}category")
    found = record(
        Eprint(
            number[0],
            title,
            name_line(entry.findtext(f"{_DUBLIN}creator", "")),
            abstract=unaccented(abstract),
            version=number[1],
            categories=categories(one.get("term", "") or one.text or "" for one in filed),
            journal_ref=_said(entry, f"{_ARXIV}journal_reference"),
            doi=_said(entry, f"{_ARXIV}DOI"),
            license=_said(entry, f"{_DUBLIN}rights"),
        )
    )
    facts: dict[str, Any] = {"version": number[1]} if number[1] else {}
    yield Announced(found, _day(entry, f"{space}{dated}"), _kind(entry, head), facts)


def _kind(entry: Element, head: str) -> str:
    """Return how a paper is announced, as its own element or the head of the description says."""
    said = _said(entry, f"{_ARXIV}announce_type").lower()
    if said not in KINDS:
        found = _TYPE.search(head)
        said = found[1] if found else NEW
    return said if said in KINDS else NEW
