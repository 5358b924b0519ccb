"""doi.org: what the registry of any DOI says of it, as CSL-JSON (citation.doi.org).

The last to ask: it knows what Crossref and DataCite know, and the small registries besides.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from readlist.bib.details import PLACE
from readlist.model import MORE_AUTHORS, NOTHING, Rank, Record
from readlist.services.answers import json_value
from readlist.services.base import DAY_S, PageError, Request, WrongAnswerError
from readlist.text import BLOCK_LIMIT, clean

_ACCEPT = "application/vnd.citationstyles.csl+json, application/json;q=0.5"
# 204: the registry has no metadata; 406: not in this form.
_ABSENT = frozenset({204, 404, 406, 410})
# A publisher's site may hang; of a registry one need not wait longer.
_PATIENCE_S = 30.0
_KEPT = (PLACE, MORE_AUTHORS)


def csl(doi: str) -> Request[Record | None]:
    """Return the question for the work of a DOI; its registry answers, behind redirects."""
    return Request(
        "doi", f"/{quote(doi, safe='/:;()')}", parse, accept=_ACCEPT, age_s=7 * DAY_S,
        absent=_ABSENT, patience_s=_PATIENCE_S, onward=True,
    )  # fmt: skip


def parse(body: bytes) -> Record | None:
    """Return the work, None where it has no title. Raises ``WrongAnswerError``.

    A landing page in place of JSON is a registry that ignores what was asked for: ``PageError``.
    """
    if body.strip() and body.lstrip()[:1] not in (b"{", b"["):
        raise PageError("what is not for programs")
    from readlist.formats.csl.read import record

    found = record(_item(json_value(body)), 0, "doi")
    if not found.title:
        return None
    # Its keywords and remarks are the registry's, and its number for the item is no citation key.
    extra = {name: value for name, value in found.extra.items() if name in _KEPT}
    return replace(
        found, rank=Rank.REGISTRY, extra=extra or NOTHING, key="", tags=(), notes=(),
        abstract=clean(found.abstract, BLOCK_LIMIT),
    )  # fmt: skip


def _item(answer: Any) -> dict[str, Any]:
    """Return the item of an answer; some registries put it into a list."""
    item = answer[0] if isinstance(answer, list) and len(answer) == 1 else answer
    if not isinstance(item, dict) or not item:
        raise WrongAnswerError("JSON that is no CSL item")
    return item
