"""arXiv's query API: what to ask, and what its Atom answers say (user's manual, and its source).

Both formats in use are read: that of the rewrite of November 2025 and the one before. The order of
an answer is not the order asked for, and an unknown identifier is left out: match by identifier.

Many titles fit into one question, ``(ti:a AND ti:b) OR (ti:c AND ...)``. A request takes three
seconds whatever it asks, so that forty titles in one are forty times faster; which paper is whose
is seen by the titles that come back. First every word of a title must be there; what was not found
is asked again so that one stretch of it may be wrong.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from readlist.bib.names import whole_names
from readlist.model import Identifier, Record
from readlist.services.answers import xml_root
from readlist.services.base import (
    DAY_S,
    NEW,
    Announced,
    Announcements,
    Request,
    WrongAnswerError,
    WrongQuestionError,
)
from readlist.services.works import Eprint, categories, numbered, record
from readlist.text import FIELD_LIMIT, TITLE_LIMIT, clean, fold_words, whole_number

BATCH = 100
"""Identifiers in one request: 200 resolve in two."""
PAGE = 200
"""Papers on a page of ``submitted``: half a megabyte, and half a second of the service's."""
WINDOW = 10_000
"""Papers of one question that the service gives at all; ask for fewer days at once."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

# Lucene's English stop words: the index has none of them.
_STOP_WORDS = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is",
        "it", "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there",
        "these", "they", "this", "to", "was", "will", "with",
    }
)  # fmt: skip


class Found(NamedTuple):
    """What an answer holds: papers, how many there are in all, and a refusal's reason."""

    records: tuple[Record, ...] = ()
    total: int = 0
    refused: str = ""


def by_ids(wanted: Sequence[str]) -> Iterator[Request[Found]]:
    """Yield as few requests as there must be for these identifiers (without ``arxiv:``)."""
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        # As a form: a hundred identifiers make an address that some proxies refuse.
        said = {"id_list": ",".join(batch), "max_results": str(len(batch)), "start": "0"}
        # Some answers hold fewer papers than they count; one that counts none may be such a fault.
        yield replace(
            _asked(said, age_s=DAY_S), whole=lambda found: 0 < found.total <= len(found.records)
        )


def search(
    query: str, *, start: int = 0, most: int = 100, sort: str = "submittedDate",
    ascending: bool = False, age_s: float = DAY_S,
) -> Request[Found]:  # fmt: skip
    """Return a search in the API's own grammar (user's manual, 5.1)."""
    said = {"search_query": query, "start": str(start), "max_results": str(most), "sortBy": sort}
    order = "ascending" if ascending else "descending"
    return _asked(said | {"sortOrder": order}, age_s=age_s)


def submitted(query: str, first: str, last: str, start: int = 0) -> Request[Announcements]:
    """Return the question for what was submitted and answers to a query, from the oldest on.

    ``first`` and ``last`` are days, ``2026-11-20``, both included; ``submittedDate`` is the time
    of the first version, by Greenwich, and a paper is announced one to four days later (user's
    manual, 3.1.1). The page begins with the ``start``-th paper. ``totals`` has all papers under
    ``new``, also those past ``WINDOW``, which no page holds.
    """
    span = f"[{first.replace('-', '')}0000 TO {last.replace('-', '')}2359]"
    asked: Request[Any] = search(
        f"({query}) AND submittedDate:{span}", start=start, most=min(PAGE, WINDOW - start),
        ascending=True, age_s=3600.0,
    )  # fmt: skip
    return replace(asked, parse=partial(parse_submitted, start=start), alone=True)


def _asked(said: dict[str, str], age_s: float) -> Request[Found]:
    return Request(
        "arxiv_api", "", parse, body=urlencode(said).encode(), accept="application/atom+xml",
        body_type="application/x-www-form-urlencoded", age_s=age_s, timeout_s=60.0,
        absent=frozenset(), spoken=frozenset({400}),
    )  # fmt: skip


def parse(body: bytes) -> Found:
    """Return the papers of an answer. Raises ``WrongAnswerError``.

    An entry whose identifier is an error page says what is wrong with the question, whatever the
    status; it is no paper. A page that is empty before the end is a fault that passes.
    """
    feed = xml_root(body, f"{_ATOM}feed")
    records: list[Record] = []
    named = False
    for entry in feed.iterfind(f"{_ATOM}entry"):
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address:
            return Found(refused=_text(entry, f"{_ATOM}summary") or "it is not understood")
        _, abstract_page, number = address.partition("/abs/")
        named = named or bool(abstract_page)
        # For some unknown identifiers there was an entry without a title.
        if (found := numbered(number)) and (title := _text(entry, f"{_ATOM}title")):
            records.append(_record(entry, *found, title))
    total = _count(feed, "totalResults")
    if not named and _count(feed, "startIndex") < total:
        raise WrongAnswerError(f"none of the {total} papers that it counts")
    return Found(tuple(records), total)


def _count(feed: Element, name: str) -> int:
    return whole_number(feed.findtext(f"{_SEARCH}{name}", "0").strip(), 11) or 0


def _text(entry: Element, name: str, limit: int = TITLE_LIMIT) -> str:
    return clean(entry.findtext(name, ""), limit)


def _record(entry: Element, identifier: Identifier, version: int | None, title: str) -> Record:
    # The primary category first, wherever it stands.
    primary = entry.findall(f"{_ARXIV}primary_category")[:1]
    filed = (*primary, *entry.iterfind(f"{_ATOM}category"))
    return record(
        Eprint(
            identifier,
            title,
            whole_names(name.text or "" for name in entry.iterfind(f"{_ATOM}author/{_ATOM}name")),
            abstract=entry.findtext(f"{_ATOM}summary", ""),
            published=_text(entry, f"{_ATOM}published"),
            updated=_text(entry, f"{_ATOM}updated"),
            version=version,
            categories=categories(one.get("term", "") for one in filed),
            comment=_text(entry, f"{_ARXIV}comment", FIELD_LIMIT),
            journal_ref=_text(entry, f"{_ARXIV}journal_ref"),
            doi=_text(entry, f"{_ARXIV}doi"),
        )
    )


def parse_submitted(body: bytes, start: int = 0) -> Announcements:
    """Return a page of ``submitted``. Raises ``WrongAnswerError``, and ``WrongQuestionError``."""
    found = parse(body)
    if found.refused:
        raise WrongQuestionError(f"does not understand the query ({found.refused})")
    announced = []
    for one in found.records:
        version = one.extra.get("arxiv", {}).get("version")
        facts = {"version": version} if version else {}
        announced.append(Announced(one, one.published, NEW, facts))
    following = start + len(announced)
    more = bool(announced) and following < min(found.total, WINDOW)
    return Announcements(
        items=tuple(announced), totals={NEW: found.total}, next=following if more else None
    )


TERMS = 400
"""Words in one question. Elasticsearch, which answers, takes 1,024 clauses, several for a word."""
MOST = 1_000
"""Papers in one answer: 2.5 MB; the manual allows 2,000."""
WORDS = 14
"""Words of a title that are asked for; more of them find nothing less."""
LEAST = 3
"""Words from which a title is worth asking for without its author."""
_AGE_S = 7 * DAY_S
# "$k$" of "$k$-means" and "\alpha" cannot be searched for.
_FORMULA = re.compile(r"\$[^$]{1,200}\$|\\[A-Za-z]+")
# "k" and "means" of "k-means"; not "_".
_WORD = re.compile(r"[^\W_]+")
# And what people change ("via X" is "through X" elsewhere), or what is left of markup.
_UNASKED = _STOP_WORDS | {
    "from", "its", "than", "we", "via", "using", "through", "thru", "vs", "versus", "w", "ii",
    "iii", "iv", "vi", "vii", "viii", "ix", "part", "amp", "quot", "lt", "gt", "nbsp",
}  # fmt: skip


class Sought(NamedTuple):
    """A title that is looked for; ``family`` is the first author's family name, if known."""

    number: int
    title: str
    family: str = ""


class Batch(NamedTuple):
    """Titles that are asked for together, and the question."""

    sought: tuple[Sought, ...]
    request: Request[Found]


def exact(sought: Sequence[Sought]) -> Iterator[Batch]:
    """Yield questions for papers that have every word of a title."""
    return _batches([(one, _exact(one)) for one in sought])


def tolerant(sought: Sequence[Sought]) -> Iterator[Batch]:
    """Yield questions for papers that have most words of a title."""
    return _batches([(one, _tolerant(one)) for one in sought])


def has_exact(one: Sought) -> bool:
    """Say whether a title has words enough to be asked for."""
    return bool(_exact(one))


def has_tolerant(one: Sought) -> bool:
    """Say whether a title has words enough to be asked for without some of them."""
    return bool(_tolerant(one))


def words_of(title: str) -> list[str]:
    """Return the words of a title that a search can rely on, in order, each once."""
    plain = fold_words(_FORMULA.sub(" ", clean(title, 600).replace("+", " ").replace("#", " ")))
    words = dict.fromkeys(_WORD.findall(plain))
    return [word for word in words if len(word) > 1 and word not in _UNASKED][:WORDS]


def _exact(one: Sought) -> list[list[str]]:
    words = words_of(one.title)
    if len(words) >= LEAST:
        return [_of_title(words)]
    # "Adam" alone is half of the arXiv, "Adam" by Kingma is one paper.
    return [[*_of_title(words), *_of_author(one)]] if words and one.family else []


def _tolerant(one: Sought) -> list[list[str]]:
    """Return alternatives: two thirds of the title, or one with the author, or one part of it."""
    words = words_of(one.title)
    found = []
    if len(words) >= LEAST:
        thirds = _thirds(words)
        if one.family:
            found += [[*_of_title(part), *_of_author(one)] for part in thirds if len(part) > 1]
        if len(words) >= LEAST + 1:
            found += [_of_title(words[: -len(thirds[2])]), _of_title(words[len(thirds[0]) :])]
            found.append(_of_title(thirds[0] + thirds[2]))
    # One half is enough: "BERT: Pre-training of Deep Bidirectional ..." also without "BERT".
    head, colon, tail = clean(one.title).partition(": ")
    if colon:
        parts = (words_of(head), words_of(tail))
        found += [_of_title(part) for part in parts if len(part) >= LEAST]
    return found


def _thirds(words: list[str]) -> list[list[str]]:
    """Return three stretches: what is wrong in a title mostly stands in one place."""
    ends = [round(len(words) * share / 3) for share in range(4)]
    return [words[start:end] for start, end in pairwise(ends)]


def _of_title(words: Sequence[str]) -> list[str]:
    return [f"ti:{word}" for word in words]


def _of_author(one: Sought) -> list[str]:
    words = _WORD.findall(fold_words(one.family))
    return [f"au:{words[-1]}"] if words else []


def _batches(asked: Sequence[tuple[Sought, list[list[str]]]]) -> Iterator[Batch]:
    sought: list[Sought] = []
    clauses: list[str] = []
    terms = 0
    for one, alternatives in asked:
        size = sum(map(len, alternatives))
        if not size:
            continue
        if terms + size > TERMS and sought:
            yield _batch(sought, clauses)
            sought, clauses, terms = [], [], 0
        sought.append(one)
        clauses += [f"({' AND '.join(parts)})" for parts in alternatives]
        terms += size
    if sought:
        yield _batch(sought, clauses)


def _batch(sought: Sequence[Sought], clauses: Sequence[str]) -> Batch:
    query = " OR ".join(clauses)
    return Batch(tuple(sought), search(query, most=MOST, sort="relevance", age_s=_AGE_S))
