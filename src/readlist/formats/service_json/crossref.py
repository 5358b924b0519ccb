"""A work of Crossref, which also says what preprint it had and which works were taken back.

api.crossref.org/swagger-ui; the answer for one work, for a list of them, and works a line.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from readlist.bib import ids, markup, types
from readlist.bib.details import bibtex_pages, details
from readlist.bib.names import split_name, whole_names
from readlist.formats.csl.values import date_of
from readlist.formats.service_json import answer_format, items, kept, venue_year, whole, word
from readlist.model import Author, Identifier, Link, Rank, Record
from readlist.text import clean

_OWN_KINDS = {"journal": "", "peer-review": "misc", "standard": "techreport"}
_BOOKS = frozenset({"book", "collection", "proceedings", "techreport", "phdthesis"})
_PARTS = frozenset({"inproceedings", "incollection"})
# "Lecture Notes in Computer Science"; not "Advances in Neural Information Processing Systems".
_SERIES = re.compile(
    r"lecture notes|advances in (?!neural)|communications in|studies in|ifip |smart innovation|"
    r"springer |contributions to|progress in|methods in|frontiers in|leibniz international|lipics",
    re.IGNORECASE,
)
_TAKEN_BACK = frozenset({"retraction", "withdrawal", "removal"})
# "RETRACTED: On Graphs", "Retracted Article: On Graphs"; not a study of "Retracted papers".
_TAKEN_BACK_TITLE = re.compile(r"(?:RETRACTED|WITHDRAWN|Retracted|Withdrawn)(?: (?i:article))?:")
_RELATED = {"has-preprint": "preprint", "is-preprint-of": "published", "is-version-of": "version"}
_LIST_LIMIT = 20
_DATES = ("published-print", "published-online", "published", "issued", "posted")


def record(said: Any) -> Record | None:
    """Return what Crossref says of a work; None where it has no title or no DOI."""
    title = markup.titled(_line(said, "title"), _line(said, "subtitle"))
    doi = ids.normalise("doi", word(said, "DOI"))
    if not title or doi is None:
        return None
    kind, venue, series = _where(said)
    found = tuple(_identifiers(said, doi, kind))
    date = next((iso for name in _DATES if (iso := date_of(said.get(name)))), "")
    year = int(date[:4]) if date else None
    return Record(
        source="crossref",
        rank=Rank.REGISTRY,
        title=title,
        authors=_people(said, "author"),
        abstract=markup.abstract(_text(said, "abstract")),
        year=year,
        published=date if len(date) > 4 else "",
        venue=venue,
        kind=kind,
        identifiers=found,
        links=tuple(_links(said)),
        extra={
            **details(_details(said, kind, venue, series)),
            **_extra(said, title),
            **venue_year(found, venue, year),
        },
    )


def _text(said: Any, name: str) -> str:
    """Return a text, or the first of several, as it came."""
    value = said.get(name) if isinstance(said, dict) else None
    several = value if isinstance(value, list) else [value]
    return next((one for one in several if isinstance(one, str) and one.strip()), "")


def _line(said: Any, name: str) -> str:
    return markup.plain(_text(said, name))


def _people(said: Any, role: str) -> tuple[Author, ...]:
    found = (_person(one) for one in items(said, role))
    return tuple(author for author in found if author.name)


def _person(one: Any) -> Author:
    """Return a person, split, or a group by its name."""
    parts = [markup.plain(word(one, name)) for name in ("family", "given", "suffix")]
    if not (parts[0] or parts[1]):
        return next(iter(whole_names([markup.plain(word(one, "name"))])), Author(""))
    return split_name(*parts)


def _where(said: Any) -> tuple[str, str, str]:
    """Return kind, venue and series: of two containers of a paper one is the series.

    A book appears with its publisher, a thesis at its school, as in BibTeX.
    """
    kind = _kind(said)
    named = _containers(said, kind)
    first = next(iter(named), "")
    if kind in _BOOKS:
        school = markup.plain(_institution(said)) if kind != "book" else ""
        return kind, school or _line(said, "publisher"), first
    if kind not in _PARTS or len(named) < 2:
        return kind, first, ""
    # "Lecture Notes in Computer Science" and "Computer Vision – ECCV 2020", in either order. Where
    # neither looks like a series, the first one is taken for it.
    series = next((one for one in named if _SERIES.match(one)), first)
    venue = next((one for one in named if one != series), series)
    return kind, venue, series


def _kind(said: Any) -> str:
    name = word(said, "type")
    if name in _OWN_KINDS:
        return _OWN_KINDS[name]
    kind = types.kind_of(name)
    # Springer's proceedings are books, and their papers "book-chapter" like those of a handbook;
    # only the event tells them apart.
    if kind == "incollection" and _event(said):
        return "inproceedings"
    return kind


def _containers(said: Any, kind: str) -> list[str]:
    """Return the titles of what a work stands in: journal, proceedings, series.

    A preprint of bioRxiv has bioRxiv for its container, which Crossref calls its institution; the
    arXiv is no place where a work appears, whoever says so.
    """
    titles = _strings(said, "container-title")
    if kind == "preprint" and not titles:
        titles = [_institution(said)]
    plain = [markup.plain(one) for one in titles]
    return [one for one in plain if one and not types.is_preprint_server(one)]


def _institution(said: Any) -> str:
    """Return the institution: of a preprint its server, of a thesis its school."""
    value = said.get("institution")
    several = value if isinstance(value, list) else [value]
    return next((name for one in several if (name := word(one, "name"))), "")


def _event(said: Any) -> str:
    """Return the conference, which also stands among what a publisher asserts."""
    if name := markup.plain(word(said, "event", "name")):
        return name
    for one in items(said, "assertion"):
        if word(one, "name") in ("conference_name", "conference_acronym"):
            return markup.plain(word(one, "value"))
    return ""


def _identifiers(said: Any, doi: Identifier, kind: str) -> Iterator[Identifier]:
    """Yield what names the work: its DOI, the ISBN of a book, the number of its arXiv preprint."""
    yield doi
    yield from ids.implied(doi)
    if kind in _BOOKS:
        isbns = (ids.normalise("isbn", value) for value in _strings(said, "ISBN"))
        yield from list(filter(None, isbns))[:1]
    preprints = {found for found in _relations(said, "has-preprint") if found.scheme == "arxiv"}
    # Two preprints of one work are two papers until a person says otherwise.
    if len(preprints) == 1:
        yield preprints.pop()


def _relations(said: Any, relation: str) -> Iterator[Identifier]:
    """Yield what a work is related to, of what has an identifier that we know."""
    for one in items(said, "relation", relation)[:_LIST_LIMIT]:
        found = ids.normalise(word(one, "id-type"), word(one, "id"))
        if found and found.scheme in ("doi", "arxiv"):
            yield found


def _strings(said: Any, name: str) -> list[str]:
    return [clean(one) for one in items(said, name) if isinstance(one, str)]


def _links(said: Any) -> Iterator[Link]:
    """Yield the PDF where everybody may read it; other addresses are for paying libraries."""
    licences = (word(one, "URL") for one in items(said, "license"))
    if any("creativecommons.org" in url for url in licences):
        for one in items(said, "link"):
            url = ids.normalise("url", word(one, "URL"))
            if url and word(one, "content-type") == "application/pdf":
                yield Link("pdf", url.value)
                return


def _details(said: Any, kind: str, venue: str, series: str) -> dict[str, str | tuple[Author, ...]]:
    def line(name: str) -> str:
        return _line(said, name)

    publisher = line("publisher")
    return {
        "volume": line("volume"),
        "number": line("issue"),
        "pages": bibtex_pages(line("page")[:100]),
        "eid": line("article-number"),
        "series": series,
        # As in BibTeX: what a book appears with is its venue, and not said twice.
        "publisher": "" if publisher == venue else publisher,
        "address": line("publisher-location"),
        "eventtitle": "" if (event := _event(said)) == venue else event,
        "venue": markup.plain(word(said, "event", "location")),
        "shortjournal": line("short-container-title") if kind == "article" else "",
        "issn": next(iter(_strings(said, "ISSN")), ""),
        "isbn": next(iter(_strings(said, "ISBN")), "") if kind in _PARTS else "",
        "edition": line("edition-number"),
        "language": line("language"),
        "editor": _people(said, "editor"),
    }


def _extra(said: Any, title: str) -> dict[str, Any]:
    related: dict[str, list[str]] = {}
    for relation, name in _RELATED.items():
        if works_named := list(dict.fromkeys(map(str, _relations(said, relation)))):
            related[name] = works_named
    later = list(_updates(items(said, "updated-by")))
    taken_back = any(one["type"] in _TAKEN_BACK for one in later)
    here = {
        "type": word(said, "type"),
        "cited": whole(said, "is-referenced-by-count"),
        "retracted": taken_back or bool(_TAKEN_BACK_TITLE.match(title)) or None,
        **related,
        "updated_by": later,
        "updates": list(_updates(items(said, "update-to"))),
    }
    return kept("crossref", here)


def _updates(said: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Yield corrections and retractions: what they are, their DOI, their day."""
    for one in list(said)[:_LIST_LIMIT]:
        kind = word(one, "type").lower().replace("_", "-")
        doi = ids.normalise("doi", word(one, "DOI"))
        if kind and doi:
            date = date_of(one.get("updated"))
            fields = {"type": kind, "doi": doi.value, "date": date}
            yield {name: value for name, value in fields.items() if value}


FORMAT = answer_format(
    "crossref",
    "what api.crossref.org answers in JSON: one work, or a list",
    record,
    (r'"message-type"\s*:\s*"work', r'"DOI"\s*:.*"title"\s*:\s*\[|"title"\s*:\s*\[.*"DOI"\s*:'),
)
