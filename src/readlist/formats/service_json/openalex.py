"""A work of OpenAlex (docs.openalex.org): one, the results of a list, or works a line."""

from typing import Any

from readlist.bib import dates, ids, markup, types
from readlist.bib.details import details
from readlist.bib.names import whole_names
from readlist.formats.service_json import (
    answer_format,
    items,
    kept,
    named,
    pdf_links,
    venue_year,
    whole,
    word,
)
from readlist.model import MORE_AUTHORS, Author, Identifier, Rank, Record
from readlist.text import BLOCK_LIMIT

_AUTHORS_IN_LISTS = 100
"""Lists of works hold no more authors than this of each."""
_WORDS_LIMIT = 20_000


def record(one: Any) -> Record | None:
    """Return what OpenAlex says of a work; None where it has no title."""
    title = markup.plain(word(one, "title") or word(one, "display_name"))
    identifiers = _identifiers(one)
    if not title:
        return None
    authors, more = _authors(one)
    source = one.get("primary_location") if isinstance(one, dict) else None
    venue = _venue(source)
    year, published = dates.of_year(word(one, "publication_date"), whole(one, "publication_year"))
    said: dict[str, Any] = {
        "id": word(one, "id").rpartition("/")[2],
        "cited": whole(one, "cited_by_count") or None,
        "retracted": one.get("is_retracted") is True or None,
    }
    own = kept("openalex", said)
    extra = {**own, **_details(one, source, venue)}
    if more:
        extra[MORE_AUTHORS] = True
    return Record(
        source="openalex",
        rank=Rank.AGGREGATOR,
        title=title,
        authors=authors,
        abstract=markup.plain(_abstract(one.get("abstract_inverted_index")), BLOCK_LIMIT),
        year=year,
        # The first of January stands for a day that nobody knows.
        published=published.removesuffix("-01-01"),
        venue=venue,
        kind=_kind(one, source, venue, identifiers),
        identifiers=identifiers,
        links=pdf_links(
            [word(one, place, "pdf_url") for place in ("best_oa_location", "primary_location")],
            identifiers,
        ),
        extra={**extra, **venue_year(identifiers, venue, year)},
    )


def _identifiers(one: Any) -> tuple[Identifier, ...]:
    """Return the DOI, PubMed's numbers, and the preprint among the places where the work is."""
    pages = [word(place, "landing_page_url") for place in items(one, "locations")[:50]]
    pairs = [("doi", word(one, "doi")), ("pmid", word(one, "ids", "pmid"))]
    pairs += [("pmcid", word(one, "ids", "pmcid"))]
    pairs += [page for page in map(ids.from_url, pages) if page and page.scheme == "arxiv"]
    found = named(pairs)
    # Two preprints are two papers, whatever the service thinks; a DOI beside one is the same work.
    first = ids.of_scheme(found, "arxiv")
    return tuple(name for name in found if name.scheme != "arxiv" or name == first)


def _authors(one: Any) -> tuple[tuple[Author, ...], bool]:
    """Return the authors as the paper names them, and whether there are others."""
    said = items(one, "authorships")
    shown = (word(a, "raw_author_name") or word(a, "author", "display_name") for a in said)
    truncated = isinstance(one, dict) and one.get("is_authors_truncated") is True
    more = truncated or len(said) == _AUTHORS_IN_LISTS
    return whole_names(shown), more


def _venue(source: Any) -> str:
    """Return where the work appeared; a repository is no such place.

    "Nature" is one, "arXiv (Cornell University)" and "PubMed Central" are where a copy lies.
    """
    venue = markup.plain(word(source, "source", "display_name"))
    repository = word(source, "source", "type").lower() in ("repository", "metadata")
    return "" if repository or types.is_preprint_server(venue) else venue


def _kind(one: Any, source: Any, venue: str, identifiers: tuple[Identifier, ...]) -> str:
    if not venue and ids.of_scheme(identifiers, "arxiv"):
        return "preprint"
    if word(source, "source", "type").lower() == "conference":
        return "inproceedings"
    said = (word(source, "raw_type"), word(one, "type"))
    return next(filter(None, map(types.kind_of, said)), "")


def _details(one: Any, source: Any, venue: str) -> dict[str, Any]:
    if not venue:
        return {}
    first, last = word(one, "biblio", "first_page"), word(one, "biblio", "last_page")
    return details(
        {
            "volume": word(one, "biblio", "volume"),
            "number": word(one, "biblio", "issue"),
            "pages": f"{first}--{last}" if last and last != first else first,
            "publisher": markup.plain(word(source, "source", "host_organization_name")),
            "issn": word(source, "source", "issn_l"),
        }
    )


def _abstract(index: Any) -> str:
    """Return an abstract from the places at which each of its words stands."""
    if not isinstance(index, dict):
        return ""
    found: list[tuple[int, str]] = []
    for term, places in index.items():
        if isinstance(places, list):
            found += [(place, term) for place in places if type(place) is int]
        if len(found) > _WORDS_LIMIT:
            break
    return " ".join(term for _, term in sorted(found)[:_WORDS_LIMIT])


FORMAT = answer_format(
    "openalex",
    "what api.openalex.org answers in JSON: one work, or a list",
    record,
    (r'"https://openalex\.org/W[0-9]+".*"(?:authorships|publication_year|cited_by_count)"',),
)
