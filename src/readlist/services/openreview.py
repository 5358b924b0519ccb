"""OpenReview: what to ask, and what its notes say (docs.openreview.net, both versions of its API).

Papers of before 2023 or so are known to the first version alone, which stands at an address of its
own. Anonymous questions are often answered with a challenge for browsers; that is no fault that
goes away by asking again.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple, TypeVar

from readlist.bib import dates, ids, types
from readlist.bib.details import PLACE
from readlist.bib.names import whole_names
from readlist.formats.service_json import items, kept, pdf_links, word
from readlist.model import Author, Identifier, Rank, Record
from readlist.services import bibtex
from readlist.services.answers import json_object
from readlist.services.base import DAY_S, RefusedError, Request, WrongAnswerError
from readlist.text import BLOCK_LIMIT, clean, clean_block

T = TypeVar("T")

_OLD = "https://api.openreview.net"
# "Submitted to ICLR 2026", "ICLR 2025 Withdrawn Submission"; not "ICLR 2026 Poster".
_UNPUBLISHED = re.compile(
    r"\b(?:submitted|submission|withdrawn|reject\w*|under review|pending|blind)\b", re.IGNORECASE
)
# What goes of "Accepted by TMLR"; "TMLR" has nothing of it.
_ACCEPTED_BY = re.compile(r"^accepted (?:by|at|to)\s+", re.IGNORECASE)
# What goes of "ICLR 2026 Poster"; "Datasets and Benchmarks" is a track and stays.
_DECISION = re.compile(
    r"[\s(-]*\b(?:poster|oral|spotlight|talk|accept(?:ed)?|notable|top[ -][0-9]|highlight|"
    r"(?:short|long|main|regular) (?:paper|track|conference)|main$)\b.*",
    re.IGNORECASE,
)
_LAST_MS = 4_102_444_800_000  # the year 2100


class Venue(NamedTuple):
    """Where a note says that its paper appeared."""

    name: str = ""
    year: int | None = None


def note(forum_id: str) -> Request[Record | None]:
    """Return the question for the paper of a forum.

    Raises ``ValueError`` for what is no identifier.
    """
    if (wanted := ids.normalise("openreview", forum_id)) is None:
        raise ValueError(f"{forum_id!r} is no identifier of OpenReview")
    return _asked("/notes", partial(parse_note, wanted=wanted), ("id", wanted.value))


def old_note(forum_id: str) -> Request[Record | None]:
    """Return the question for the paper of a forum that the first version of the API knows."""
    return replace(note(forum_id), at=_OLD)


def _asked(
    path: str, parse: Callable[[bytes], T], *params: tuple[str, str]
) -> Request[T]:  # fmt: skip
    return Request(
        "openreview", path, parse, params=params, accept="application/json", age_s=7 * DAY_S,
        spoken=frozenset({403}),
    )  # fmt: skip


def parse_note(body: bytes, *, wanted: Identifier) -> Record | None:
    """Return the paper of a forum. Raises ``WrongAnswerError``."""
    found = parse(body) or ()
    return next((record for record in found if wanted in record.identifiers), None)


def parse(body: bytes) -> tuple[Record, ...] | None:
    """Return the papers of an answer, without reviews and comments.

    Raises ``WrongAnswerError`` and ``RefusedError``.
    """
    answer = json_object(body)
    if "notes" in answer:
        return tuple(record for one in items(answer, "notes") if (record := _record(one)))
    name = word(answer, "name")
    if name == "ChallengeRequiredError":
        raise RefusedError("answers browsers alone now")
    if name in ("ForbiddenError", "NotFoundError"):
        return None
    raise WrongAnswerError((name or word(answer, "message"))[:200] or "JSON without notes")


def _value(one: Any, name: str) -> Any:
    """Return a field of a note's content, which the second version wraps into ``{"value": …}``."""
    content = one.get("content") if isinstance(one, dict) else None
    value = content.get(name) if isinstance(content, dict) else None
    return value.get("value") if isinstance(value, dict) else value


def _text(one: Any, name: str) -> str:
    value = _value(one, name)
    return value if isinstance(value, str) else ""


def _record(one: Any) -> Record | None:
    forum = ids.normalise("openreview", word(one, "forum") or word(one, "id"))
    title = clean(_text(one, "title"), 2_000)
    if forum is None or not title or word(one, "id") not in ("", forum.value):
        return None
    cited = bibtex.read(_text(one, "_bibtex"), "openreview", Rank.ISSUER) or Record()
    said = clean(_text(one, "venue"), 300)
    venue = read_venue(said or cited.venue)
    # Without a venue the entry's year is that of a submission, and says nothing.
    said_year = venue.year or (cited.year if venue.name else None)
    year, published = dates.of_year(_day(one), said_year)
    others = (found for found in cited.identifiers if found.scheme in ("doi", "arxiv", "acl"))
    identifiers = tuple(dict.fromkeys((forum, *others)))
    return Record(
        source="openreview",
        rank=_rank(one),
        title=title,
        authors=_authors(one) or _signed(cited.authors),
        abstract=clean_block(_text(one, "abstract")[:BLOCK_LIMIT]),
        year=year,
        published=published,
        venue=venue.name,
        kind=_kind(cited.kind, said, venue),
        identifiers=identifiers,
        links=pdf_links([_text(one, "pdf")], identifiers),
        extra={**_extra(one), **(_details(cited, title) if venue.name else {})},
    )


def read_venue(text: str) -> Venue:
    """Return venue and year of what a note says: ``ICLR 2026 Poster`` is the ICLR of 2026.

    What was submitted, withdrawn or rejected has no venue.
    """
    text = clean(text, 300)
    if _UNPUBLISHED.search(text) or types.is_preprint_server(text):
        return Venue()
    text = _ACCEPTED_BY.sub("", text)
    year = dates.year_in(text)
    before, _, after = text.partition(str(year)) if year else ("", "", text)
    # "ICLR 2026 Poster" is ICLR, "NeurIPS 2023 Datasets and Benchmarks" keeps its track.
    name = clean(f"{before.strip()} {_DECISION.sub('', after)}").strip(" ,-")
    return Venue(name, year) if name else Venue()


def _rank(one: Any) -> Rank:
    """Return how far a note is believed; some were only copied from DBLP."""
    said = [word(one, "invitation"), *items(one, "invitations")]
    copied = any(isinstance(name, str) and name.lower().startswith("dblp") for name in said)
    return Rank.AGGREGATOR if copied else Rank.ISSUER


def _authors(one: Any) -> tuple[Author, ...]:
    value = _value(one, "authors")
    said = value if isinstance(value, list) else []
    return _signed(whole_names(name for name in said if isinstance(name, str)))


def _signed(authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Return the authors; while a paper is under review they are called Anonymous."""
    return tuple(one for one in authors if not one.name.lower().startswith("anonymous"))


def _kind(cited: str, said: str, venue: Venue) -> str:
    if not venue.name:
        return "preprint" if types.is_preprint_server(said) else "unpublished"
    if cited in ("article", "inproceedings"):
        return cited
    # Mostly meetings stand here; TMLR, JMLR and DMLR are journals.
    in_journal = re.search(r"\b(?:[TJD]MLR|Transactions|Journal)\b", said)
    return "article" if in_journal else "inproceedings"


def _day(one: Any) -> str:
    """Return the day on which the paper was published, or else became known (UTC)."""
    for name in ("pdate", "odate", "cdate", "tcdate"):
        stamp = one.get(name) if isinstance(one, dict) else None
        if type(stamp) is int and 0 < stamp < _LAST_MS:
            return datetime.fromtimestamp(stamp / 1000, UTC).date().isoformat()
    return ""


def _details(cited: Record, title: str) -> dict[str, Any]:
    """Return what the entry says of a published paper beside the facts."""
    kept = dict(cited.extra.get(PLACE) or {})
    if cited.title != title:
        kept.pop("title", None)
    return {PLACE: kept} if kept else {}


def _extra(one: Any) -> dict[str, Any]:
    keywords = _value(one, "keywords")
    listed = keywords[:50] if isinstance(keywords, list) else []
    said = {
        "venue": clean(_text(one, "venue"), 300),
        "tldr": clean(_text(one, "TLDR") or _text(one, "TL;DR")),
        "keywords": [clean(name, 200) for name in listed if isinstance(name, str)],
    }
    return kept("openreview", said)
