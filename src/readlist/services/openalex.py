"""OpenAlex: what to ask, and what it says of works (docs.openalex.org).

One work by its DOI is free, a list costs a little and a search ten times that, of a budget that
starts anew every day: ask by DOI in batches, by title last.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from readlist.formats.service_json import items, openalex, word
from readlist.model import Record
from readlist.services.answers import json_object
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.text import clean

BATCH = 50
"""DOIs in one request; the service takes 100, but addresses of that length do not pass everywhere.
"""
_SELECT = (
    "id,doi,title,display_name,publication_year,publication_date,type,ids,authorships,"
    "primary_location,best_oa_location,locations,biblio,abstract_inverted_index,cited_by_count,"
    "is_retracted"
)


def by_dois(wanted: Sequence[str]) -> Iterator[Request[tuple[Record, ...]]]:
    """Yield as few requests as there must be for these DOIs; that of an arXiv paper is 10.48550/….

    A work that has moved to another DOI comes under that one; match by identifier.
    """
    plain = [doi for doi in wanted if not set(doi) & set(",|")]
    for start in range(0, len(plain), BATCH):
        batch = plain[start : start + BATCH]
        yield _list("doi:" + "|".join(batch), most=len(batch))
    for doi in wanted:
        if doi not in plain:  # commas and bars part values in a filter
            path = f"/works/doi:{quote(doi, safe='/')}"
            yield Request("openalex", path, parse, accept="application/json", age_s=7 * DAY_S)


def by_title(title: str) -> Request[tuple[Record, ...]]:
    """Return a search for a title."""
    # In small letters, because AND, OR and NOT have a meaning.
    words = " ".join(re.findall(r"\w+", clean(title)[:300].lower())[:30])
    return _list(f"title.search:{words}", most=5)


def _list(chosen: str, *, most: int) -> Request[tuple[Record, ...]]:
    params = (("filter", chosen), ("per-page", str(most)), ("select", _SELECT))
    return Request(
        "openalex", "/works", parse, params=params, accept="application/json", age_s=7 * DAY_S
    )


def parse(body: bytes) -> tuple[Record, ...]:
    """Return the works of a list, or the one that was asked for. Raises ``WrongAnswerError``."""
    answer = json_object(body)
    if "results" in answer:
        return tuple(record for one in items(answer, "results") if (record := _record(one)))
    if record := _record(answer):
        return (record,)
    reason = word(answer, "message") or word(answer, "error")
    raise WrongAnswerError(reason[:200] or "JSON without works")


def _record(one: Any) -> Record | None:
    """Return what an identifier names: by a title alone an answer could be anybody's."""
    found = openalex.record(one)
    return found if found and found.identifiers else None
