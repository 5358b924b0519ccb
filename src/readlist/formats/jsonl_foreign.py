"""What other programs say of a paper in JSON: many names for the same few facts.

Known to be read: arXiv metadata dumps (Kaggle's and simpler ones), Semantic Scholar, OpenAlex
extracts, and ``readlist list --json``. A fact in a shape that is not known is left out quietly; a
line without a title and without an identifier is no paper.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from readlist.bib import ids
from readlist.bib import json_values as values
from readlist.bib.json_values import WrongError
from readlist.bib.names import parse_author, parse_authors
from readlist.model import Author, Identifier, Link, Rank, Record
from readlist.text import TITLE_LIMIT, clean

_NAMED = {
    "arxiv": "arxiv", "arxiv_id": "arxiv", "arxivid": "arxiv", "eprint": "arxiv", "doi": "doi",
    "openreview": "openreview", "openreview_id": "openreview", "acl": "acl", "acl_id": "acl",
    "isbn": "isbn", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid",
}  # fmt: skip
_ANY = ("id", "url", "link", "paper_url", "abs_url", "entry_id", "pdf_url", "pdf")
_LINKS = {
    "code": "code", "code_url": "code", "github": "code", "repo": "code", "pdf": "pdf",
    "pdf_url": "pdf", "project": "project", "project_page": "project", "video": "video",
}  # fmt: skip
_DATES = ("published", "date", "publication_date", "published_date", "publicationDate", "created")
_DATE = re.compile(
    r"\s*([12][0-9]{3})(?:[-/](0[1-9]|1[0-2])(?:[-/](0[1-9]|[12][0-9]|3[01]))?)?(?![0-9])"
)


def record(data: Mapping[str, Any], number: int) -> Record:
    """Return what one line of another program says of a paper."""
    title = values.line(data, "title", TITLE_LIMIT)
    identifiers = tuple(dict.fromkeys(_identifiers(data)))
    if not (title or identifiers):
        raise WrongError("it has neither a title nor an identifier that is known")
    published, year, ranks = _dates(data, identifiers)
    return Record(
        source="jsonl",
        title=title,
        authors=_all_authors(data),
        abstract=values.block(data, "abstract") or values.block(data, "summary"),
        year=year,
        published=published,
        venue=_first_line(data, "venue", "journal", "booktitle"),
        organization=_first_line(data, "organization"),
        identifiers=identifiers or _pages(data),
        links=tuple(_links(data)),
        extra=_extra(data),
        ranks=ranks,
        line=number,
    )


def _first_line(data: Mapping[str, Any], *names: str) -> str:
    found = (clean(value) for name in names if isinstance(value := data.get(name), str))
    return next(filter(None, found), "")


def _all_authors(data: Mapping[str, Any]) -> tuple[Author, ...]:
    for name in ("authors_parsed", "authors", "author"):
        if value := data.get(name):
            return authors(value)
    return ()


def authors(value: Any) -> tuple[Author, ...]:
    """Return authors given as one line, or as a list of names, objects or ``[family, given]``."""
    if isinstance(value, str):
        return parse_authors(value)
    if not isinstance(value, list):
        raise WrongError("authors is neither a text nor a list")
    found = (_author(one) for one in value)
    return tuple(author for author in found if author.name)


def _author(value: Any) -> Author:
    if isinstance(value, str):
        return parse_author(value)
    if isinstance(value, list):
        parts = [clean(part) if isinstance(part, str) else "" for part in value[:3]]
        family, given, suffix = [*parts, "", "", ""][:3]
        return _split_author(family, given, suffix)
    if isinstance(value, dict):
        family = _first_line(value, "family", "last", "lastName", "keyname")
        given = _first_line(value, "given", "first", "firstName", "forenames")
        name = _first_line(value, "name", "literal", "full_name", "display_name")
        if family and given:
            return _split_author(family, given, _first_line(value, "suffix"), name)
        return parse_author(name or family)
    raise WrongError("an author is neither a text nor an object")


def _split_author(family: str, given: str, suffix: str, name: str = "") -> Author:
    if not given:
        return parse_author(family)
    whole = " ".join(part for part in (given, family, suffix) if part)
    return Author(name or whole, family, given, suffix)


def _identifiers(data: Mapping[str, Any]) -> Iterator[Identifier]:
    """Yield what the fields name, the particular ones first."""
    for source in (data, data.get("externalIds"), data.get("identifiers")):
        if not isinstance(source, dict):
            continue
        for name, value in source.items():
            scheme = _NAMED.get(name.lower())
            if scheme and isinstance(value, str | int):
                found = ids.normalise(scheme, str(value))
                if found:
                    yield found
    for name in _ANY:
        value = data.get(name)
        if isinstance(value, str) and (found := ids.parse(value)) and found.scheme != "url":
            yield found


def _pages(data: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Return the address of a paper that has no better name."""
    for name in ("url", "link", "paper_url", "pdf_url"):
        value = data.get(name)
        if isinstance(value, str) and (found := ids.normalise("url", value)):
            return (found,)
    return ()


def _links(data: Mapping[str, Any]) -> Iterator[Link]:
    named = [(name, data.get(field)) for field, name in _LINKS.items()]
    given = data.get("links")
    if isinstance(given, dict):
        named += [(clean(name), value) for name, value in given.items()]
    for name, value in dict(named).items():
        if name and isinstance(value, str) and value.startswith(("http://", "https://")):
            yield Link(name, clean(value))


def _dates(
    data: Mapping[str, Any], identifiers: tuple[Identifier, ...]
) -> tuple[str, int | None, dict[str, tuple[str, int]]]:
    """Return date and year; without either, the month that the number of an arXiv paper tells."""
    year = _year(data.get("year"))
    for name in _DATES:
        value = data.get(name)
        if isinstance(value, str) and (match := _DATE.match(value)):
            published = "-".join(part for part in match.groups() if part)
            return published, year or int(match[1]), {}
    if year:
        return "", year, {}
    month = next((ids.arxiv_month(one.value) for one in identifiers if one.scheme == "arxiv"), "")
    if not month:
        return "", None, {}
    guess = ("arxiv-id", int(Rank.GUESS))
    return month, int(month[:4]), {"published": guess, "year": guess}


def _year(value: Any) -> int | None:
    if isinstance(value, str) and re.fullmatch(r"\s*[12][0-9]{3}\s*", value):
        value = int(value)
    return value if type(value) is int and 1000 <= value <= 2999 else None


def _extra(data: Mapping[str, Any]) -> dict[str, Any]:
    found = data.get("categories")
    categories = re.split(r"[\s,;]+", found) if isinstance(found, str) else found
    extra: dict[str, Any] = {}
    if isinstance(categories, list):
        names = [clean(name, 100) for name in categories if isinstance(name, str)]
        extra["categories"] = [name for name in names if name]
    extra["primary_class"] = _first_line(data, "primary_category", "primary_class")
    extra["comment"] = _first_line(data, "comment", "comments")
    extra["journal_ref"] = _first_line(data, "journal_ref", "journal-ref")
    return {name: value for name, value in extra.items() if value}
