"""Semantic Scholar's graph: what to ask, and what it says (api.semanticscholar.org/api-docs).

Its names are respelled and shortened, so that its authors are only a guess. Without a key it
throttles half of the requests: ask for many papers at once, and only where others know nothing.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from readlist.formats.service_json import items, s2, word
from readlist.model import Identifier, Record
from readlist.services.answers import json_value
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.text import clean

BATCH = 500
"""Identifiers in one request, the most that the service takes."""
_FIELDS = (
    "externalIds,title,abstract,year,publicationDate,venue,publicationVenue,journal,authors,"
    "citationCount,influentialCitationCount,openAccessPdf,publicationTypes,tldr"
)
_FORMS = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL", "pmid": "PMID", "pmcid": "PMCID"}
_TIMEOUT_S = 60.0


def by_ids(wanted: Sequence[Identifier]) -> Iterator[Request[tuple[Record, ...]]]:
    """Yield as few requests as there must be for the identifiers that the service knows.

    What it does not know is left out of the answer; match by identifier.
    """
    forms = list(dict.fromkeys(filter(None, map(form, wanted))))
    for start in range(0, len(forms), BATCH):
        yield Request(
            "s2", "/graph/v1/paper/batch", parse_batch, params=(("fields", _FIELDS),),
            body=json.dumps({"ids": forms[start : start + BATCH]}).encode(),
            accept="application/json", age_s=7 * DAY_S, timeout_s=_TIMEOUT_S,
            spoken=frozenset({400}),
        )  # fmt: skip


def paper(wanted: Identifier) -> Request[Record | None]:
    """Return the question for one paper. Raises ``ValueError`` for what the service cannot name."""
    if not (name := form(wanted)):
        raise ValueError(f"Semantic Scholar has no name for {wanted}")
    return _asked(f"/graph/v1/paper/{quote(name, safe=':/')}", parse_paper)


def match(title: str) -> Request[tuple[Record, ...]]:
    """Return the question for the paper whose title is nearest; it may still be another one."""
    query = clean(title)[:300]
    return _asked("/graph/v1/paper/search/match", parse_match, ("query", query))


def _asked(path: str, parse: Any, *params: tuple[str, str]) -> Request[Any]:
    return Request(
        "s2", path, parse, params=(*params, ("fields", _FIELDS)), accept="application/json",
        age_s=7 * DAY_S, timeout_s=_TIMEOUT_S,
    )  # fmt: skip


def form(identifier: Identifier) -> str:
    """Return how the service names an identifier; nothing where it has no form for it."""
    scheme, value = identifier
    if scheme == "s2":
        return value
    if scheme == "url":
        base, _, number = value.partition("/CorpusID:")
        return f"CorpusId:{number}" if base == "https://api.semanticscholar.org" else ""
    prefix = _FORMS.get(scheme)
    return f"{prefix}:{value.removeprefix('PMC')}" if prefix else ""


def parse_batch(body: bytes) -> tuple[Record, ...]:
    """Return the papers of a batch; unknown ones are null there. Raises ``WrongAnswerError``."""
    answer = json_value(body)
    if isinstance(answer, dict):
        said = reason(answer)
        if "no valid paper ids" in said.lower():  # none of them is known
            return ()
        raise WrongAnswerError(said)
    if not isinstance(answer, list):
        raise WrongAnswerError("JSON that is no array")
    return tuple(record for one in answer if (record := _record(one)))


def parse_match(body: bytes) -> tuple[Record, ...]:
    """Return the best match of a title, none where there is none. Raises ``WrongAnswerError``."""
    answer = json_value(body)
    if not isinstance(answer, dict) or "data" not in answer:
        if "not found" in (said := reason(answer)).lower():
            return ()
        raise WrongAnswerError(said)
    return tuple(record for one in items(answer, "data") if (record := _record(one)))


def parse_paper(body: bytes) -> Record | None:
    """Return one paper. Raises ``WrongAnswerError``."""
    answer = json_value(body)
    if record := _record(answer):
        return record
    if "not found" in (said := reason(answer)).lower():
        return None
    raise WrongAnswerError(said)


def reason(answer: Any) -> str:
    """Return what an error says, in both of its shapes."""
    said = word(answer, "error") or word(answer, "message")
    return said[:200] or "JSON without a paper"


def _record(one: Any) -> Record | None:
    """Return what an identifier names: by a title alone an answer could be anybody's."""
    found = s2.record(one)
    return found if found and found.identifiers else None
