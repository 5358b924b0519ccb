"""Crossref, which registers the DOIs of journals and proceedings (api.crossref.org/swagger-ui).

It also says which preprint a work had, and which works were taken back.
"""

from typing import Any
from urllib.parse import quote

from readlist.formats.service_json import crossref
from readlist.model import Record
from readlist.services.answers import json_object
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.text import clean

# Fields that a list may be asked for; what is not among those that the service offers is a 400.
_SELECT = (
    "DOI,type,title,subtitle,author,editor,issued,published-print,published-online,container-title,"
    "short-container-title,event,volume,issue,page,article-number,publisher,ISSN,ISBN,abstract,"
    "relation,update-to,is-referenced-by-count"
)


def work(doi: str) -> Request[Record | None]:
    """Return the question for the work of a DOI, None where Crossref has not registered it.

    An alias is answered with the DOI that took its place.
    """
    return Request(
        "crossref", f"/works/{quote(doi, safe='/:;()')}", parse_work, accept="application/json",
        age_s=7 * DAY_S,
    )  # fmt: skip


def by_title(
    title: str, author: str = "", year: int | None = None
) -> Request[tuple[Record, ...]]:  # fmt: skip
    """Return the question for works that a title may name; the best is not always the one."""
    words = [clean(title)[:400], clean(author)[:100], str(year or "")]
    params = (
        ("query.bibliographic", " ".join(filter(None, words))),
        ("rows", "5"),
        ("select", _SELECT),
    )
    return Request(
        "crossref", "/works", parse_list, params=params, accept="application/json", age_s=7 * DAY_S
    )


def parse_work(body: bytes) -> Record | None:
    """Return the work, None where it has no title. Raises ``WrongAnswerError``."""
    return crossref.record(_message(body))


def parse_list(body: bytes) -> tuple[Record, ...]:
    """Return the works of a list that have a title. Raises ``WrongAnswerError``."""
    message = _message(body)
    if not isinstance(message.get("items"), list):
        raise WrongAnswerError("JSON without a list of works")
    return tuple(found for one in message["items"] if (found := crossref.record(one)))


def _message(body: bytes) -> dict[str, Any]:
    message = json_object(body).get("message")
    if not isinstance(message, dict):
        raise WrongAnswerError("JSON without a message")
    return message
