"""What papers cite and who cites them: Semantic Scholar, OpenAlex, OpenCitations, Crossref.

Semantic Scholar knows preprints and their references, a hundred papers at once; some publishers
hide theirs there. The others know what lies between DOIs. What a service does not show is told
apart from a paper that cites nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from readlist.bib import ids
from readlist.formats.service_json import items, named, whole, word
from readlist.formats.service_json import openalex as openalex_json
from readlist.formats.service_json import s2 as s2_json
from readlist.model import Identifier, Rank, Record
from readlist.services.answers import json_object, json_value
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.services.s2 import form, reason

AT_ONCE = 100
"""Papers of one question about references: an answer may have 10 MB, and each names 40 works."""
PAGE, PAGED = 1_000, 9_999
"""Citing works on a page, and the last that can be asked for (Semantic Scholar, API reference)."""
RESOLVED = 50
"""OpenAlex's works in one question; see ``openalex.BATCH``."""
_AGE_S = 30 * DAY_S
_WORK = "externalIds,title,year,authors,citationCount"
_REFERENCES = ",".join(f"references.{name}" for name in ("paperId", *_WORK.split(",")))
_TIMEOUT_S = 60.0


class References(NamedTuple):
    """A paper as the service knows it, and what it cites; None where that is hidden.

    ``fragments`` counts references that the service could not match with a work.
    """

    record: Record
    works: tuple[Record, ...] | None
    fragments: int = 0


class Citing(NamedTuple):
    """A page of works that cite a paper, newest first; ``next`` is where another one begins."""

    works: tuple[Record, ...]
    next: int | None = None


# --- Semantic Scholar ---------------------------------------------------------------------------


def references(wanted: Sequence[Identifier]) -> Request[tuple[References | None, ...]]:
    """Return the question what papers cite; the answer has one for each, None for unknown ones.

    Raises ``ValueError`` for an identifier that the service cannot name.
    """
    if not all(map(form, wanted)):
        raise ValueError("Semantic Scholar has no name for one of these")

    def parse(body: bytes) -> tuple[References | None, ...]:
        answer = json_value(body)
        if isinstance(answer, dict) and "no valid paper ids" in reason(answer).lower():
            return (None,) * len(wanted)
        if not isinstance(answer, list) or len(answer) != len(wanted):
            raise WrongAnswerError(reason(answer))
        return tuple(_references(one) for one in answer)

    return Request(
        "s2", "/graph/v1/paper/batch", parse,
        params=(("fields", f"{_WORK},referenceCount,{_REFERENCES}"),),
        body=json.dumps({"ids": [form(one) for one in wanted]}).encode(),
        accept="application/json", age_s=_AGE_S, timeout_s=_TIMEOUT_S, spoken=frozenset({400}),
        alone=True,
    )  # fmt: skip


def _references(one: Any) -> References | None:
    record = s2_json.record(one)
    if record is None:
        return None
    said = one.get("references") if isinstance(one, dict) else None
    if not isinstance(said, list):
        return References(record, None)
    if not said and (whole(one, "referenceCount") or 0) > 0:
        return References(record, None)
    works = _named_works(said)
    return References(record, works, len(said) - len(works))


def _named_works(rows: Iterable[Any]) -> tuple[Record, ...]:
    """Return the works of rows that an identifier names; others could be anybody's."""
    found = map(s2_json.record, rows)
    return tuple(work for work in found if work is not None and work.identifiers)


def citing(wanted: Identifier, offset: int = 0, since: str = "") -> Request[Citing | None]:
    """Return the question who cites a paper, from a place on; ``since`` is a day (``2026-09-01``).

    None where the service does not know it. Raises ``ValueError`` for what it cannot name.
    """
    if not (name := form(wanted)):
        raise ValueError(f"Semantic Scholar has no name for {wanted}")
    limit = min(PAGE, PAGED - offset)
    params = [("fields", f"{_WORK},publicationDate,abstract"), ("limit", str(limit))]
    params += [("offset", str(offset))]
    if since:
        params.append(("publicationDateOrYear", f"{since}:"))
    return Request(
        "s2", f"/graph/v1/paper/{quote(name, safe=':/')}/citations", _parse_citing,
        params=tuple(params), accept="application/json", age_s=DAY_S, timeout_s=_TIMEOUT_S,
    )  # fmt: skip


def _parse_citing(body: bytes) -> Citing | None:
    answer = json_object(body)
    if "data" not in answer:
        if "not found" in reason(answer).lower():
            return None
        raise WrongAnswerError(reason(answer))
    rows = items(answer, "data")
    works = _named_works(row.get("citingPaper") for row in rows if isinstance(row, dict))
    # An empty page is the end, whatever the service says of others.
    onward = whole(answer, "next") if rows else None
    return Citing(works, onward if onward is not None and onward < PAGED else None)


# --- OpenAlex -----------------------------------------------------------------------------------


class Named(NamedTuple):
    """A work of OpenAlex with its number, and the numbers of what it cites."""

    record: Record
    number: str
    cites: tuple[str, ...]


def openalex_references(dois: Sequence[str]) -> Request[tuple[Named, ...]]:
    """Return the question what works of these DOIs cite, which it tells by its own numbers."""

    def parse(body: bytes) -> tuple[Named, ...]:
        found = []
        for one in items(json_object(body), "results"):
            record = openalex_json.record(one)
            if record:
                cites = tuple(_number(name) for name in items(one, "referenced_works"))
                found.append(Named(record, _number(word(one, "id")), tuple(filter(None, cites))))
        return tuple(found)

    select = "id,doi,ids,title,publication_year,authorships,cited_by_count,referenced_works"
    return _openalex("doi:" + "|".join(dois), select, len(dois), parse)


def openalex_works(numbers: Sequence[str]) -> Request[tuple[Record, ...]]:
    """Return the question what works these numbers name."""

    def parse(body: bytes) -> tuple[Record, ...]:
        found = map(openalex_json.record, items(json_object(body), "results"))
        return tuple(one for one in found if one is not None)

    select = "id,doi,ids,title,publication_year,authorships,cited_by_count,locations"
    return _openalex("openalex:" + "|".join(numbers), select, len(numbers), parse)


def _openalex(chosen: str, select: str, most: int, parse: Any) -> Request[Any]:
    params = (("filter", chosen), ("per-page", str(most)), ("select", select))
    return Request(
        "openalex", "/works", parse, params=params, accept="application/json", age_s=_AGE_S
    )


def _number(name: Any) -> str:
    return name.rpartition("/")[2] if isinstance(name, str) else ""


# --- OpenCitations and Crossref -----------------------------------------------------------------


def opencitations_references(doi: str) -> Request[tuple[Record, ...]]:
    """Return the question what a DOI cites, as OpenCitations has it: DOIs without titles.

    An unknown one is answered like one that cites nothing (opencitations.net/index/api/v2).
    """

    def parse(body: bytes) -> tuple[Record, ...]:
        rows = json_value(body)
        if not isinstance(rows, list):
            raise WrongAnswerError(reason(rows))
        found = (_of_names(word(row, "cited")) for row in rows)
        return tuple(record for record in found if record.identifiers)

    path = f"/index/v2/references/doi:{quote(doi, safe='/:;()')}"
    return Request("opencitations", path, parse, accept="application/json", age_s=_AGE_S)


def _of_names(text: str) -> Record:
    """Return the work of ``omid:br/06… doi:10.7717/… doi:10.7287/…``, all of them its names."""
    pairs = [name.partition(":")[::2] for name in text.split()]
    found = named((scheme, value) for scheme, value in pairs if scheme in ("doi", "pmid"))
    return Record(source="opencitations", rank=Rank.AGGREGATOR, identifiers=found)


def crossref_references(doi: str) -> Request[tuple[Record, ...] | None]:
    """Return the question what a DOI cites, as its publisher deposited it; None where it did not.

    References without a DOI are text that somebody typed, and left out.
    """

    def parse(body: bytes) -> tuple[Record, ...] | None:
        said = json_object(body).get("message")
        rows = said.get("reference") if isinstance(said, dict) else None
        if not isinstance(rows, list):
            return None
        found = (_deposited(row) for row in rows)
        return tuple(record for record in found if record is not None)

    return Request(
        "crossref", f"/works/{quote(doi, safe='/:;()')}", parse, accept="application/json",
        age_s=7 * DAY_S,
    )  # fmt: skip


def _deposited(row: Any) -> Record | None:
    doi = ids.normalise("doi", word(row, "DOI"))
    if doi is None:
        return None
    year = whole(row, "year")
    identifiers = (doi, *ids.implied(doi))
    title = word(row, "article-title") or word(row, "volume-title")
    return Record(
        source="crossref", rank=Rank.AGGREGATOR, identifiers=identifiers, title=title, year=year
    )


def dois_at_once(dois: Sequence[str]) -> Iterator[list[str]]:
    """Yield DOIs in parts that OpenAlex takes; those with commas and bars part values there."""
    plain = [doi for doi in dois if not set(doi) & set(",|")]
    for start in range(0, len(plain), RESOLVED):
        yield plain[start : start + RESOLVED]
