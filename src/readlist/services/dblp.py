"""DBLP, the bibliography of computer science: what to ask, and what it says (dblp.org/faq).

Preprint and published version are two records that know nothing of each other; both come back.
"""

import re
from dataclasses import replace
from urllib.parse import quote

from readlist.bib import names
from readlist.formats.service_json import dblp
from readlist.model import Rank, Record
from readlist.services import bibtex
from readlist.services.answers import json_object
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.text import clean

# "conf/nips/VaswaniSPUJGKP17".
_KEY = re.compile(r"[a-z]{2,20}(?:/[\w+-][\w.+-]{0,100}){1,4}", re.ASCII)


def by_title(title: str) -> Request[tuple[Record, ...]]:
    """Return a search for publications that have all words of a title, or words that begin so."""
    words = " ".join(re.findall(r"\w+", clean(title)[:300])[:30])
    return Request(
        "dblp", "/search/publ/api", parse, accept="application/json", age_s=7 * DAY_S,
        params=(("q", words), ("format", "json"), ("h", "30"), ("c", "0")),
    )  # fmt: skip


def record(key: str) -> Request[Record]:
    """Return the question for one record by its key, such as ``conf/nips/VaswaniSPUJGKP17``.

    Raises ``ValueError`` for what is no key: it becomes a part of the address.
    """
    key = key.removeprefix("DBLP:")
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of DBLP")
    return Request(
        "dblp", f"/rec/{quote(key, safe='/')}.bib", parse_record, age_s=30 * DAY_S,
        accept="application/x-bibtex, text/plain, */*;q=0.5", limit_bytes=1_000_000,
    )  # fmt: skip


def parse(body: bytes) -> tuple[Record, ...]:
    """Return the publications of an answer. Raises ``WrongAnswerError``."""
    answer = json_object(body)
    result = answer.get("result")
    hits = result.get("hits") if isinstance(result, dict) else None
    if not isinstance(hits, dict):
        raise WrongAnswerError("JSON without hits")
    several = hits.get("hit")
    hit = several if isinstance(several, list) else [several]
    found = (dblp.record(one.get("info")) for one in hit if isinstance(one, dict))
    return tuple(one for one in found if one)


def parse_record(body: bytes) -> Record:
    """Return the publication of a ``.bib`` answer. Raises ``WrongAnswerError``."""
    found = bibtex.entry(body, "dblp", Rank.AGGREGATOR)
    authors = (
        names.parse_author(dblp.NUMBER.sub("", one.name)) if dblp.NUMBER.search(one.name) else one
        for one in found.authors
    )
    return replace(found, authors=tuple(authors))
