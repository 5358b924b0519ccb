"""DataCite, which registers the DOIs of arXiv, Zenodo and many data sets (support.datacite.org).

It answers where arXiv throttles, with the same facts a little later.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from readlist.bib import dates, ids, markup, types
from readlist.bib.details import bibtex_pages, details
from readlist.bib.names import split_name, whole_names
from readlist.formats.service_json import items, kept, whole, word
from readlist.model import Author, Identifier, Rank, Record
from readlist.services.answers import json_object
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.services.works import Eprint, categories, record

# A whole journal, and a collection of anything: neither is a work of these names.
_NO_WORKS = frozenset({"Journal", "Collection"})
# As in BibTeX a book appears with its publisher, a thesis at its school.
_AT_PUBLISHER = frozenset({"book", "proceedings", "phdthesis", "techreport"})
# "Computation and Language (cs.CL)"; not "Graphs (2020)".
_CATEGORY = re.compile(r"\(([a-z][\w.-]{1,19})\)$")
_SUBJECTS = 50
# What says best when a work appeared.
_DATES = ("Issued", "Available", "Submitted", "Created", "Copyrighted")


def doi(value: str) -> Request[Record | None]:
    """Return the question for the work of a DOI, None where DataCite has not registered it."""
    read = partial(parse, wanted=ids.normalise("doi", value))
    return Request(
        "datacite", f"/dois/{quote(value, safe='/:;()')}", read,
        accept="application/vnd.api+json", age_s=7 * DAY_S,
    )  # fmt: skip


def eprint(arxiv_id: str) -> Request[Record | None]:
    """Return the question for a paper of the arXiv, whose DOIs have no versions."""
    return doi(f"10.48550/arXiv.{arxiv_id}")


def parse(body: bytes, *, wanted: Identifier | None = None) -> Record | None:
    """Return the work, None where it has no title; it must be the one that was asked for.

    Raises ``WrongAnswerError``.
    """
    data = json_object(body).get("data")
    said = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(said, dict):
        raise WrongAnswerError("JSON without a work")
    identifier = ids.normalise("doi", word(said, "doi") or word(data, "id"))
    if wanted and identifier not in (None, wanted):
        raise WrongAnswerError(f"the work of {identifier}")
    title = _title(said)
    if identifier is None or not title:
        return None
    if identifier.scheme == "arxiv":
        return record(_eprint(said, identifier, title), "datacite", Rank.REGISTRY)
    return _work(said, identifier, title)


def _title(said: Any) -> str:
    """Return the title, with its subtitle; translations and other titles are no titles."""
    titles = items(said, "titles")
    main = next((word(one, "title") for one in titles if not word(one, "titleType")), "")
    main = markup.plain(main or next((word(one, "title") for one in titles), ""))
    more = (word(one, "title") for one in titles if word(one, "titleType") == "Subtitle")
    return markup.titled(main, markup.plain(next(more, "")))


def _eprint(said: Any, identifier: Identifier, title: str) -> Eprint:
    subjects = [word(one, "subject") for one in items(said, "subjects")]
    found = (_CATEGORY.search(subject) for subject in subjects)
    submitted = sorted(filter(None, _dates(said, "Submitted")))
    return Eprint(
        identifier,
        title,
        _authors(said, "creators"),
        abstract=_abstract(said),
        published=submitted[0] if submitted else "",
        updated=max([*_dates(said, "Updated"), *submitted], default=""),
        version=whole(said, "version"),
        categories=categories(match[1] for match in found if match),
        # What arXiv calls comments; more than one description is never of the kind "Other".
        comment=next(_descriptions(said, "Other"), ""),
        doi=next(_version_of(said), ""),
        license=_license(said),
    )


def _work(said: Any, identifier: Identifier, title: str) -> Record:
    days = (day for kind in _DATES for day in _dates(said, kind))
    year, published = dates.of_year(next(days, ""), whole(said, "publicationYear"))
    kind = _kind(said)
    # A book appears with its publisher; a data set appears nowhere, Zenodo only keeps it.
    container = markup.plain(word(said, "container", "title"))
    venue = container or (_publisher(said) if kind in _AT_PUBLISHER else "")
    subjects = [markup.plain(word(one, "subject"), 200) for one in items(said, "subjects")]
    here = {
        "type": word(said, "types", "resourceTypeGeneral"),
        "cited": whole(said, "citationCount"),
        "license": _license(said),
        "version_of": list(_version_of(said))[:_SUBJECTS],
        "subjects": [subject for subject in subjects if subject][:_SUBJECTS],
    }
    extra = kept("datacite", here)
    return Record(
        source="datacite",
        rank=Rank.REGISTRY,
        title=title,
        authors=_authors(said, "creators"),
        abstract=_abstract(said),
        year=year,
        published=published,
        venue=venue,
        kind=kind,
        identifiers=(identifier, *ids.implied(identifier)),
        extra={**_details(said, venue), **extra},
    )


def _kind(said: Any) -> str:
    general = word(said, "types", "resourceTypeGeneral")
    if general not in _NO_WORKS and (kind := types.kind_of(general)):
        return kind
    kind = word(said, "types", "bibtex").lower()
    return kind if kind in types.TYPES and kind != "misc" else ""


def _authors(said: Any, role: str) -> tuple[Author, ...]:
    found = (_author(one) for one in items(said, role))
    return tuple(author for author in found if author.name)


def _author(one: Any) -> Author:
    """Return a creator: split, as ``Family, Given``, or an organization."""
    name = markup.plain(word(one, "name"))
    if word(one, "nameType") == "Organizational":
        return Author(name) if any(map(str.isalpha, name)) else Author("")
    family, given = word(one, "familyName"), word(one, "givenName")
    if not (family and given):
        family, comma, given = name.partition(", ")
        if not comma:
            return next(iter(whole_names([name])), Author(""))
    return split_name(markup.plain(family), markup.plain(given))


def _dates(said: Any, kind: str) -> Iterator[str]:
    for one in items(said, "dates"):
        if word(one, "dateType") == kind and (day := dates.day(word(one, "date"))):
            yield day


def _descriptions(said: Any, kind: str) -> Iterator[str]:
    for one in items(said, "descriptions"):
        text = one.get("description") if isinstance(one, dict) else None
        if word(one, "descriptionType") == kind and isinstance(text, str):
            yield markup.abstract(text)


def _abstract(said: Any) -> str:
    return next(_descriptions(said, "Abstract"), "")


def _version_of(said: Any) -> Iterator[str]:
    """Yield the DOIs of the works of which this is a version."""
    for one in items(said, "relatedIdentifiers"):
        if word(one, "relationType") == "IsVersionOf":
            found = ids.normalise("doi", word(one, "relatedIdentifier"))
            if found and found.scheme == "doi":
                yield found.value


def _license(said: Any) -> str:
    return next((word(one, "rightsUri") for one in items(said, "rightsList")), "")


def _publisher(said: Any) -> str:
    """Return the publisher, whose name alone or whose object it is."""
    return markup.plain(word(said, "publisher") or word(said, "publisher", "name"))


def _details(said: Any, venue: str) -> dict[str, Any]:
    container = said.get("container")
    pages = bibtex_pages(word(container, "firstPage")[:40], word(container, "lastPage")[:40])
    serial = word(container, "identifierType") == "ISSN"
    editors = (
        _author(one)
        for one in items(said, "contributors")
        if word(one, "contributorType") == "Editor"
    )
    publisher = _publisher(said)
    return details(
        {
            "volume": word(container, "volume"),
            "number": word(container, "issue"),
            "pages": pages,
            "issn": word(container, "identifier") if serial else "",
            "publisher": "" if publisher == venue else publisher,
            "editor": tuple(author for author in editors if author.name),
            "version": word(said, "version"),
            "language": word(said, "language"),
        }
    )
