"""A publication of DBLP (dblp.org/faq): the hits of a search.

Preprint and published version are two records that know nothing of each other.
"""

import html
import re
from typing import Any

from readlist.bib import dates, ids, markup, types
from readlist.bib.details import bibtex_pages, details
from readlist.bib.names import whole_names
from readlist.formats.service_json import answer_format, named, pdf_links, whole
from readlist.model import Identifier, Rank, Record
from readlist.text import clean

_KINDS = {
    "Journal Articles": "article", "Conference and Workshop Papers": "inproceedings",
    "Informal and Other Publications": "misc", "Informal Publications": "misc",
    "Books and Theses": "book", "Editorship": "proceedings",
    "Parts in Books or Collections": "incollection", "Reference Works": "incollection",
    "Data and Artifacts": "dataset",
}  # fmt: skip
# People of one name are told apart by a number: "Sanghyun Son 0003".
NUMBER = re.compile(r" [0-9]{4}$")
# "journals/corr/abs-1706-03762"; older keys, "journals/corr/VaswaniSPUJGKP17", say no number.
_PREPRINT_KEY = re.compile(
    r"journals/corr/abs-(?:([0-9]{4})-([0-9]{4,5})|([a-z-]{2,20})-([0-9]{7}))"
)


def _several(value: Any) -> list[Any]:
    """Return what is a list where there are several and the thing itself where there is one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _words(info: Any, name: str) -> list[str]:
    """Return the texts of a field, which may be one or a list, without HTML's entities."""
    values = _several(info.get(name)) if isinstance(info, dict) else []
    texts = (value.get("text") if isinstance(value, dict) else value for value in values)
    return [clean(html.unescape(text[:4000])) for text in texts if isinstance(text, str)]


def _first(info: Any, name: str) -> str:
    return next(filter(None, _words(info, name)), "")


def record(info: Any) -> Record | None:
    """Return what DBLP says of a publication; None where it has no title."""
    title = markup.plain(_first(info, "title"))
    # Every title ends in a full stop of DBLP's own; "Are We There Yet..." has more of them.
    if not title.endswith(".."):
        title = title.removesuffix(".")
    if not title or not isinstance(info, dict):
        return None
    identifiers = _identifiers(info)
    key = _first(info, "key")
    kind = "phdthesis" if key.startswith("phd/") else _KINDS.get(_first(info, "type"), "")
    venue = _first(info, "venue")
    extra: dict[str, Any] = {}
    if types.is_preprint_server(venue):
        # What DBLP says of a preprint (CoRR, volume abs/1706.03762) is its number once more.
        kind, venue = "preprint", ""
    else:
        if key:
            extra["dblp"] = {"key": key}
        extra |= details(
            {
                "volume": _first(info, "volume"),
                "number": _first(info, "number"),
                "pages": bibtex_pages(_first(info, "pages")),
                "publisher": _first(info, "publisher"),
            }
        )
    # JMLR and NeurIPS have the PDF itself among the electronic editions.
    pdfs = (address for address in _words(info, "ee") if address.lower().endswith(".pdf"))
    # One author alone is no list, and no author at all is nothing.
    authors = whole_names(NUMBER.sub("", name) for name in _words(info.get("authors"), "author"))
    return Record(
        source="dblp",
        rank=Rank.AGGREGATOR,
        title=title,
        authors=authors,
        year=dates.of_year("", whole(info, "year"))[0],
        venue=venue,
        kind=kind,
        identifiers=identifiers,
        links=pdf_links(pdfs, identifiers),
        extra=extra,
    )


def _identifiers(info: Any) -> tuple[Identifier, ...]:
    """Return what DOI and electronic editions name, and what the key of a preprint does."""
    pairs = [("doi", _first(info, "doi"))]
    pages = map(ids.from_url, _words(info, "ee")[:20])
    pairs += [(page.scheme, page.value) for page in pages if page]
    if types.is_preprint_server(_first(info, "venue")):
        pairs.append(("arxiv", _first(info, "volume").removeprefix("abs/")))
        if key := _PREPRINT_KEY.fullmatch(_first(info, "key")):
            pairs.append(("arxiv", f"{key[1]}.{key[2]}" if key[1] else f"{key[3]}/{key[4]}"))
    return named(pairs)


FORMAT = answer_format(
    "dblp",
    "what dblp.org's search answers in JSON",
    record,
    (r'"hits"\s*:\s*\{.*"info"\s*:|"@pid"\s*:',),
)
