"""What other programs say of a paper in JSON: many names for the same few facts.

A program's export is read by ``formats.json`` and ``formats.jsonl``, which take its objects apart.

Known to be read: Paperpile, Mendeley, arXiv metadata dumps (Kaggle's and simpler ones), extracts of
Semantic Scholar and OpenAlex, and whatever a table may say (``tables.headers``). What has no place
stays in ``extra["json"]``; an object without a title and without an identifier is no paper.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from readlist.bib import dates, ids, markup, names, statuses, types
from readlist.bib import json_values as values
from readlist.bib.citekeys import LONGEST
from readlist.bib.details import VERBATIM_PLACE, bibtex_pages, details, wordings
from readlist.bib.json_values import WrongError
from readlist.bib.keywords import as_tags, parted
from readlist.formats.tables.programs import listed
from readlist.model import (
    FACTS,
    FIELDS,
    LINE,
    MORE_AUTHORS,
    NOTHING,
    Author,
    Identifier,
    Link,
    Note,
    Rank,
    Reading,
    Record,
)
from readlist.text import TITLE_LIMIT, clean

_NAMED = {
    "arxiv": "arxiv", "arxiv_id": "arxiv", "arxivid": "arxiv", "eprint": "arxiv", "doi": "doi",
    "openreview": "openreview", "openreview_id": "openreview", "acl": "acl", "acl_id": "acl",
    "isbn": "isbn", "pmid": "pmid", "pubmed": "pmid", "pmcid": "pmcid",
}  # fmt: skip
_URLS = ("url", "link", "paper_url", "urls", "websites")
_WEB = ("http://", "https://")
_ANY = ("id", "url", "link", "paper_url", "abs_url", "entry_id", "pdf_url", "pdf")
_LINKS = {
    "code": "code", "code_url": "code", "github": "code", "repo": "code", "pdf": "pdf",
    "pdf_url": "pdf", "project": "project", "project_page": "project", "video": "video",
    "slides": "slides",
}  # fmt: skip
_ADDRESSED = frozenset({*_LINKS, *_URLS, "links"})
_DATES = ("published", "date", "publication_date", "published_date", "publicationDate", "created")
_KINDS = (
    "kind", "type", "publication_type", "publicationTypes", "document_type", "item_type",
    "itemType", "entry_type", "ENTRYTYPE",
)  # fmt: skip
_LINES = tuple(n for n in FACTS if FIELDS[n] == LINE and n not in ("title", "venue", "kind"))
_KEYS = ("key", "citation_key", "citationKey", "citekey", "bibtex_key", "bibkey")
_TAGS = (
    "tags", "tag", "keywords", "keyword", "labels", "labelsNamed", "foldersNamed", "topics",
    "subjects", "fieldsOfStudy",
)  # fmt: skip
_NOTES = ("notes", "note", "my_notes", "annote", "review", "my_review", "remarks", "remark")
_HIGHLIGHTS = ("highlights", "annotations")
_FAVOURITES = ("favourite", "favorite", "starred", "is_starred", "is_favorite")
_VENUES = ("venue", "journalfull", "journal", "booktitle", "container_title", "publication")
_ADDED = (
    "added", "date_added", "dateAdded", "added_at", "addedAt", "created_at", "createdAt", "savedAt",
)  # fmt: skip
_STATUSES = ("status", "reading_status", "read_status", "readstatus")
_TICKS = ("read", "done", "is_read")
_STARTED = ("started", "date_started")
_FINISHED = ("finished", "date_finished", "date_read", "read_at", "readAt", "finishedAt")
_RATINGS = ("rating", "my_rating")
_DUE = ("due", "due_date")
_OF_READER = frozenset(
    {*_STATUSES, *_TICKS, *_STARTED, *_FINISHED, *_RATINGS, *_DUE, "priority", "progress", "wait"}
)
"""Every field that says something of the reader."""
_OF_JOURNAL = ("volume", "number", "issue", "pages", "issn")
_DETAILS = {
    "volume": ("volume",), "number": ("number", "issue"), "publisher": ("publisher",),
    "series": ("series",), "edition": ("edition",), "issn": ("issn",), "language": ("language",),
    "shortjournal": ("shortjournal", "journal_abbreviation"), "eid": ("eid", "article_number"),
    "eventtitle": ("eventtitle", "event_title"), "location": ("location",),
}  # fmt: skip
_OF_DETAILS = frozenset(name for several in _DETAILS.values() for name in several)


_FAMILY = (
    "family", "last", "lastName", "last_name", "lastname", "surname", "family_name", "familyName",
    "keyname",
)  # fmt: skip
_GIVEN = (
    "given", "first", "firstName", "first_name", "firstname", "forename", "given_name",
    "givenName", "forenames",
)  # fmt: skip
_MANY, _LONG, _KEPT = 1_000, 2_000, 60
_LAST_YEAR = 100_000
"""A larger number is no year but a moment, in seconds since 1970."""
_KNOWN = frozenset(
    {
        "title", "authors_parsed", "authors", "author", "author_count", "abstract", "summary",
        "year", "month", "editor", "editors", "translator", "translators", "pages", "page",
        "categories", "primary_category",
        "links", "primary_class", "comment", "comments", "journal_ref", "journal-ref",
        "externalIds", "identifiers", "attachments", "websites", "type",
        *_NAMED, *_ANY, *_LINKS, *_DATES, *_KINDS, *_LINES, *_KEYS, *_TAGS, *_NOTES, *_OF_READER,
        *_HIGHLIGHTS, *_FAVOURITES, *_VENUES, *_ADDED, *_URLS, *_OF_DETAILS,
    }
)  # fmt: skip


_WORDS = ("body", "name", "display_name", "tag", "text")
"""Where an object in a list of keywords or notes has its word."""


def record(data: Mapping[str, Any], number: int) -> Record:
    """Return what one line of another program says of a paper."""
    said_title = _text(data, "title")[:TITLE_LIMIT]
    title = markup.title(said_title)
    identifiers = tuple(dict.fromkeys(_identifiers(data)))
    if not (title or identifiers):
        raise WrongError("it has neither a title nor an identifier that is known")
    published, year, ranks = _dates(data, identifiers)
    tags = list(_tags(data))
    said = map(data.get, ("authors_parsed", "authors", "author"))
    people, more = authors(next(filter(None, said), []))
    count = data.get("author_count")
    knows_more = type(count) is int and len(people) < count < 100_000
    bodies = [*map(markup.block, _texts(data, *_NOTES)), *_highlights(data)]
    lines: dict[str, Any] = {name: _first_line(data, name) for name in _LINES}
    return Record(
        source="jsonl",
        title=title,
        authors=people,
        author_count=count if knows_more else None,
        abstract=_abstract(data),
        year=year,
        published=published,
        venue=markup.plain(_venue(data)),
        kind=next(filter(None, map(types.kind_of, _texts(data, *_KINDS))), ""),
        **lines,
        identifiers=identifiers or _pages(data),
        links=tuple(_links(data, identifiers)),
        key=clean(_text(data, *_KEYS), LONGEST),
        reading=_reading(data),
        tags=as_tags(tags),
        notes=tuple(Note(body) for body in dict.fromkeys(bodies) if body),
        added=_added(data),
        extra=_extra(data, wordings(said_title, tags), more=more) or NOTHING,
        ranks=ranks,
        line=number,
    )


def _abstract(data: Mapping[str, Any]) -> str:
    """Return the abstract, whose paragraphs some have in a list."""
    for name in ("abstract", "summary"):
        if paragraphs := list(_texts(data, name)):
            return markup.block("\n\n".join(paragraphs))
    return ""


def _venue(data: Mapping[str, Any]) -> str:
    """Return where the work appeared; Mendeley's interface calls it the source."""
    if found := _text(data, *_VENUES):
        return found
    return _first_line(data, "source") if isinstance(data.get("identifiers"), dict) else ""


def _first_line(data: Mapping[str, Any], *aliases: str) -> str:
    if data.keys().isdisjoint(aliases):
        return ""
    found = (clean(value) for name in aliases if isinstance(value := data.get(name), str))
    return next(filter(None, found), "")


def _texts(data: Mapping[str, Any], *aliases: str) -> Iterator[str]:
    """Yield what fields say: text, numbers and ticks as text, and what lists of these hold.

    ``{"name": "NLP"}`` in a list is ``NLP``, as OpenAlex and others write their keywords.
    """
    for name in aliases:
        value = data.get(name)
        if value is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            said = one
            if isinstance(one, dict):
                said = next((one[key] for key in _WORDS if key in one), None)
            if isinstance(said, bool):
                yield str(said).lower()
            elif isinstance(said, str | int | float):
                yield str(said)


def _text(data: Mapping[str, Any], *aliases: str) -> str:
    if data.keys().isdisjoint(aliases):  # nine of ten: a line has ten fields, sixty are known
        return ""
    return next(filter(None, map(clean, _texts(data, *aliases))), "")


def authors(value: Any) -> tuple[tuple[Author, ...], bool]:
    """Return authors, and whether there are more than are named.

    They are given as one line, or as a list of names, objects or ``[family, given]``.
    """
    if isinstance(value, str):
        listed_names = listed(value)  # "['Anna Roe', 'Ben Poe']"
        return names.parse_people("; ".join(listed_names) if listed_names else value)
    if not isinstance(value, list):
        raise WrongError("authors is neither a text nor a list")
    found = [author for one in value if (author := _author(one)).name]
    named = tuple([author for author in found if not names.is_others(author.name)])
    return named, len(named) < len(found)


def _author(value: Any) -> Author:
    if isinstance(value, str):
        return names.parse_author(value)
    if isinstance(value, list):
        parts = [clean(part) if isinstance(part, str) else "" for part in value[:3]]
        family, given, suffix = [*parts, "", "", ""][:3]
        return _split_author(family, given, suffix)
    if isinstance(value, dict):
        family = _first_line(value, *_FAMILY)
        given = _first_line(value, *_GIVEN)
        name = _first_line(value, "name", "literal", "full_name", "display_name")
        if family and given:
            return _split_author(family, given, _first_line(value, "suffix"), name)
        return names.parse_author(name or family or _first_line(value, "formatted"))
    raise WrongError("an author is neither a text nor an object")


def _split_author(family: str, given: str, suffix: str, name: str = "") -> Author:
    if not given:
        return names.parse_author(family)
    whole = " ".join(part for part in (given, family, suffix) if part)
    return Author(name or whole, family, given, suffix)


def _identifiers(data: Mapping[str, Any]) -> Iterator[Identifier]:
    """Yield what the fields name, the particular ones first."""
    for source in (data, data.get("externalIds"), data.get("identifiers")):
        for name, value in source.items() if isinstance(source, dict) else ():
            scheme = _NAMED.get(name.lower())
            if scheme and isinstance(value, str | int):
                yield from filter(None, [ids.normalise(scheme, str(value))])
    for value in _texts(data, *_ANY):
        found = ids.parse(value)
        if found and found.scheme != "url":
            yield found


def _pages(data: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Return the address of a paper that has no better name."""
    for value in _texts(data, *_URLS, "pdf_url"):
        if found := ids.normalise("url", value):
            return (found,)
    return ()


def _links(data: Mapping[str, Any], identifiers: tuple[Identifier, ...]) -> Iterator[Link]:
    """Yield files, then addresses by their names, and pages beside what names the paper."""
    yield from _files(data.get("attachments"))
    if data.keys().isdisjoint(_ADDRESSED):
        return
    fields = [(field, name) for field, name in _LINKS.items() if field in data]
    named = [(name, value) for field, name in fields for value in _texts(data, field)]
    given = data.get("links")
    if isinstance(given, dict):
        named += [(clean(name), value) for name in given for value in _texts(given, name)]
    if identifiers:
        named += [("url", value) for value in _texts(data, *_URLS) if not _names_paper(value)]
    for name, value in dict.fromkeys(named):
        if name and value.startswith(_WEB):
            yield Link(name, clean(value))


def _names_paper(address: str) -> bool:
    """Say whether an address is a page of an identifier, which says it."""
    found = ids.from_url(address)
    return found is not None and found.scheme != "url"


def _files(attached: Any) -> Iterator[Link]:
    """Yield Paperpile's files, by their place in its folder."""
    for one in attached[:_MANY] if isinstance(attached, list) else ():
        if isinstance(one, dict) and (path := _first_line(one, "filename", "path")):
            yield Link("file", path[:1_000])


def _dates(
    data: Mapping[str, Any], identifiers: tuple[Identifier, ...]
) -> tuple[str, int | None, dict[str, tuple[str, int]]]:
    """Return date and year; without either, the month that the number of an arXiv paper tells."""
    year = dates.year_in(_text(data, "year")[:100])
    for name in _DATES:
        value = data.get(name)
        published = dates.read(_date(value)) if value else ""
        # Mendeley's "created" is when the reader took the paper in.
        is_of_row = name == "created" and year and not published.startswith(str(year))
        if published and not is_of_row:
            return published, year or int(published[:4]), {}
    if year:
        month = _text(data, "month")
        numbered = f"{year}-{month}" if month.isdecimal() else month
        return dates.read(numbered, year) if month else "", year, {}
    eprint = ids.of_scheme(identifiers, "arxiv")
    month = ids.arxiv_month(eprint.value) if eprint else ""
    if not month:
        return "", None, {}
    guess = ("arxiv-id", int(Rank.GUESS))
    return month, int(month[:4]), {"published": guess, "year": guess}


def _date(value: Any) -> str:
    """Return the text of a date; ``{"year": "2021", "month": 3}`` is Paperpile's.

    Seconds since 1970 are of a file, and no date of a paper.
    """
    if isinstance(value, dict):
        parts = (_text(value, part) for part in ("year", "month", "day"))
        return "-".join(part for part in parts if part)
    is_second = isinstance(value, int | float) and value > _LAST_YEAR
    return "" if is_second else _text({"": value}, "")


def _added(data: Mapping[str, Any]) -> str:
    """Return when the paper was added; ``created`` in seconds is when the program made it."""
    created = data.get("created")
    if isinstance(created, int | float) and created > _LAST_YEAR:
        return dates.moment(str(int(created)))
    said = _text(data, *_ADDED)
    if not said and isinstance(created, str) and len(created) > len("2017-06-12"):
        said = created  # a day alone is arXiv's; a moment is a row's
    return dates.moment(said)


def _highlights(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words that a reader marked, as quotations, each with what was said of it."""
    for name in _HIGHLIGHTS:
        several = data.get(name)
        for one in several[:_MANY] if isinstance(several, list) else ():
            said = one if isinstance(one, dict) else {"text": one}
            words = next(_texts(said, "text", "quote", "highlight", "content"), "")
            yield markup.quotation(words, next(_texts(said, "note", "comment"), ""))


def _reading(data: Mapping[str, Any]) -> Reading | None:
    """Return what the line says of its reader; None where it says nothing."""
    if data.keys().isdisjoint(_OF_READER):
        return None
    started = dates.moment(_text(data, *_STARTED))
    finished = dates.moment(_text(data, *_FINISHED))
    said = statuses.status(_text(data, *_STATUSES)) or statuses.done(_text(data, *_TICKS))
    found = Reading(
        status=said or statuses.implied(started, finished),
        priority=int(statuses.priority(_text(data, "priority")) or 0),
        rating=statuses.rating(_text(data, *_RATINGS)),
        progress=_text(data, "progress"),
        started=started,
        finished=finished,
        due=dates.day(_text(data, *_DUE)),
        wait=dates.day(_text(data, "wait")),
    )
    return None if found == Reading() else found


def _tags(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield keywords: a line of them, or one each."""
    for name in filter(data.__contains__, _TAGS):
        for said in _texts(data, name):
            yield from parted(said) if isinstance(data[name], str) else [said]
    if any(statuses.is_yes(data[name]) for name in _FAVOURITES if name in data):
        yield statuses.FAVOURITE


def _extra(data: Mapping[str, Any], wording: Mapping[str, str], *, more: bool) -> dict[str, Any]:
    """Return the details, what is kept of arXiv's dumps, and the fields that nobody reads."""
    said: dict[str, Any] = {}
    if not data.keys().isdisjoint(_OF_DETAILS):
        said = {name: _text(data, *aliases) for name, aliases in _DETAILS.items()}
    journal = data.get("journal")
    if isinstance(journal, dict):  # Semantic Scholar: {"name": "Nature", "volume": "1", "pages": …}
        data = {**{name: journal[name] for name in _OF_JOURNAL if name in journal}, **data}
        said |= {name: _text(data, *_DETAILS[name]) for name in ("volume", "number", "issn")}
    short, full = _first_line(data, "journal"), _first_line(data, "journalfull")
    if full and short != full:
        said["shortjournal"] = said.get("shortjournal") or short
    said["pages"] = bibtex_pages(_text(data, "pages", "page"))
    for role in ("editor", "translator"):
        if people := data.get(role) or data.get(f"{role}s"):
            said[role] = authors(people)[0]
    if when := _text(data, "year"):
        said |= dates.beside(when)
    extra = {
        **details(said),
        VERBATIM_PLACE: wording,
        "categories": _categories(data.get("categories")),
        "primary_class": _first_line(data, "primary_category", "primary_class"),
        "comment": _first_line(data, "comment", "comments"),
        "journal_ref": _first_line(data, "journal_ref", "journal-ref"),
        MORE_AUTHORS: more,
        "json": _rest(data),
    }
    return {name: value for name, value in extra.items() if value}


def _categories(said: Any) -> list[str]:
    """Return arXiv's categories of ``cs.CL stat.ML``, or of a list."""
    several = re.split(r"[\s,;]+", said) if isinstance(said, str) else said
    if not isinstance(several, list):
        return []
    shown = (clean(name, 100) for name in several if isinstance(name, str))
    return list(filter(None, shown))


def _rest(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that nobody reads here, short enough to be kept."""
    kept: dict[str, Any] = {}
    for name, value in data.items():
        if name in _KNOWN or value in (None, "", [], {}) or len(kept) >= _KEPT:
            continue
        if len(repr(value)) <= _LONG:
            kept[clean(name, 100)] = values.free(value)
    return kept
