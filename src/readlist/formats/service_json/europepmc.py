"""A work of Europe PMC (europepmc.org/RestfulWebService): the results of a search, lite or core."""

import re
from collections.abc import Iterator
from typing import Any

from readlist.bib import dates, markup, types
from readlist.bib.details import bibtex_pages, details
from readlist.bib.keywords import as_tags
from readlist.bib.names import parse_people, split_name
from readlist.formats.service_json import answer_format, items, kept, named, pdf_links, whole, word
from readlist.model import NOTICES, Author, Rank, Record
from readlist.text import BLOCK_LIMIT, clean

_NOTICES = ("retract", "erratum", "correct", "concern", "withdraw", "preprint", "update")
# The words that say most; "research-article" and "Journal Article" stand at nearly everything.
_KINDS = ("preprint", "book", "thesis", "journal article", "research-article", "review")


def record(one: Any) -> Record | None:
    """Return what Europe PMC says of a work; None where it has no title."""
    title = markup.plain(word(one, "title")).removesuffix(".")
    if not title:
        return None
    identifiers = named([(name, word(one, name)) for name in ("doi", "pmid", "pmcid")])
    journal = one.get("journalInfo")
    venue = word(journal, "journal", "title") or word(one, "journalTitle")
    book = word(one, "bookOrReportDetails", "title")
    year = whole(one, "pubYear") or whole(journal, "yearOfPublication")
    year, published = dates.of_year(word(one, "firstPublicationDate"), year)
    extra: dict[str, Any] = {**details(_details(one, journal)), **_kept(one)}
    if notices := list(_notices(one)):
        extra[NOTICES] = notices
    return Record(
        source="europepmc",
        rank=Rank.AGGREGATOR,
        title=title,
        authors=_authors(one),
        # "<h4>Background</h4>We watched" has no blank between them.
        abstract=markup.plain(
            re.sub(r"<h[1-6]>([^<]*)</h[1-6]>", r" \1: ", word(one, "abstractText")), BLOCK_LIMIT
        ),
        year=year,
        published=published,
        venue=markup.plain(venue or book),
        kind=_kind(one, venue),
        identifiers=identifiers,
        links=pdf_links(_pdfs(one), identifiers),
        tags=as_tags(
            clean(name) for name in items(one, "keywordList", "keyword") if _is_text(name)
        ),
        extra=extra,
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _authors(one: Any) -> tuple[Author, ...]:
    """Return the authors with their names in full where there are any, else of the line."""
    found = []
    for author in items(one, "authorList", "author"):
        family, given = word(author, "lastName"), word(author, "firstName")
        if family:
            found.append(split_name(family, given or word(author, "initials")))
        elif name := word(author, "collectiveName") or word(author, "fullName"):
            found.append(Author(name))
    return tuple(author for author in found if author.name) or _of_line(word(one, "authorString"))


def _of_line(line: str) -> tuple[Author, ...]:
    """Return the authors of ``Roe A, Poe BC.``; of a name in one word the line is read as any."""
    names = (name.strip().rpartition(" ") for name in line.rstrip(".").split(","))
    found = (split_name(family, given) for family, _, given in names if family)
    return tuple(author for author in found if author.name) or parse_people(line.rstrip("."))[0]


def _kind(one: Any, venue: str) -> str:
    if word(one, "source") == "PPR":
        return "preprint"
    said = {name.lower() for name in items(one, "pubTypeList", "pubType") if _is_text(name)}
    said |= {name.strip().lower() for name in word(one, "pubType").split(";")}
    named_kind = next((name for name in _KINDS if name in said), "")
    return types.kind_of("journal-article" if "article" in named_kind else named_kind) or (
        "article" if venue else ""
    )


def _details(one: Any, journal: Any) -> dict[str, str]:
    return {
        "volume": word(journal, "volume") or word(one, "journalVolume"),
        "number": word(journal, "issue") or word(one, "issue"),
        "pages": bibtex_pages(word(one, "pageInfo")[:100]),
        "issn": word(journal, "journal", "issn") or word(journal, "journal", "essn"),
        "shortjournal": word(journal, "journal", "medlineAbbreviation"),
        "publisher": word(one, "bookOrReportDetails", "publisher"),
        "language": word(one, "language"),
    }


def _pdfs(one: Any) -> Iterator[str]:
    for place in items(one, "fullTextUrlList", "fullTextUrl"):
        is_pdf = word(place, "documentStyle") == "pdf"
        if is_pdf and word(place, "availability") in ("Open access", "Free"):
            yield word(place, "url")


def _kept(one: Any) -> dict[str, Any]:
    return kept("europepmc", {"id": word(one, "id"), "cited": whole(one, "citedByCount") or None})


def _notices(one: Any) -> Iterator[str]:
    """Yield retractions, errata and preprints: ``retraction in: Marine Letters. 2020``."""
    for said in items(one, "commentCorrectionList", "commentCorrection")[:100]:
        sort = word(said, "type").lower()
        if any(name in sort for name in _NOTICES):
            yield f"{sort}: {word(said, 'reference') or word(said, 'id')}"


FORMAT = answer_format(
    "europepmc",
    "what Europe PMC's search answers in JSON",
    record,
    (r'"hitCount"\s*:.*"resultList"\s*:', r'"journalInfo"\s*:.*"pubYear"\s*:'),
)
