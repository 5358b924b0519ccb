"""OpenAlex: what to ask, and what it says of works (docs.openalex.org).

One work by its DOI is free, a list costs a little and a search ten times that, of a budget that
starts anew every day: ask by DOI in batches, by title last.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from readlist.bib import dates, ids, markup, types
from readlist.bib.details import details
from readlist.bib.names import whole_names
from readlist.model import MORE_AUTHORS, Author, Identifier, Rank, Record
from readlist.services import works
from readlist.services.answers import items, json_object, whole, word
from readlist.services.base import DAY_S, Request, WrongAnswerError
from readlist.text import BLOCK_LIMIT, clean

BATCH = 50
"""DOIs in one request; the service takes 100, but addresses of that length do not pass everywhere.
"""
_SELECT = (
    "id,doi,title,display_name,publication_year,publication_date,type,ids,authorships,"
    "primary_location,best_oa_location,locations,biblio,abstract_inverted_index,cited_by_count,"
    "is_retracted"
)
_AUTHORS_IN_LISTS = 100
"""Lists of works hold no more authors than this of each."""
_WORDS_LIMIT = 20_000


def by_dois(wanted: Sequence[str]) -> Iterator[Request[tuple[Record, ...]]]:
    """Yield as few requests as there must be for these DOIs; that of an arXiv paper is 10.48550/….

    A work that has moved to another DOI comes under that one; match by identifier.
    """
    plain = [doi for doi in wanted if not set(doi) & set(",|")]
    for start in range(0, len(plain), BATCH):
        batch = plain[start : start + BATCH]
        yield _list("doi:" + "|".join(batch), most=len(batch), age_s=7 * DAY_S)
    for doi in wanted:
        if doi not in plain:  # commas and bars part values in a filter
            path = f"/works/doi:{quote(doi, safe='/')}"
            yield Request("openalex", path, parse, accept="application/json", age_s=7 * DAY_S)


def by_title(
    title: str, year: int | None = None, most: int = 5
) -> Request[tuple[Record, ...]]:  # fmt: skip
    """Return a search for a title; a year admits those next to it, for preprints."""
    # In small letters, because AND, OR and NOT have a meaning.
    words = " ".join(re.findall(r"\w+", clean(title)[:300].lower())[:30])
    around = f",publication_year:{year - 1}-{year + 1}" if year else ""
    return _list(f"title.search:{words}{around}", most=most, age_s=7 * DAY_S)


def _list(chosen: str, *, most: int, age_s: float) -> Request[tuple[Record, ...]]:
    params = (("filter", chosen), ("per-page", str(most)), ("select", _SELECT))
    return Request(
        "openalex", "/works", parse, params=params, accept="application/json", age_s=age_s
    )


def parse(body: bytes) -> tuple[Record, ...]:
    """Return the works of a list, or the one that was asked for. Raises ``WrongAnswerError``."""
    answer = json_object(body)
    if "results" in answer:
        return tuple(record for one in items(answer, "results") if (record := _record(one)))
    if record := _record(answer):
        return (record,)
    reason = word(answer, "message") or word(answer, "error")
    raise WrongAnswerError(reason[:200] or "JSON without works")


def _record(one: Any) -> Record | None:
    title = markup.plain(word(one, "title") or word(one, "display_name"))
    identifiers = _identifiers(one)
    if not title or not identifiers:
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
    own = works.kept("openalex", said)
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
        links=works.pdf_links(
            [word(one, place, "pdf_url") for place in ("best_oa_location", "primary_location")],
            identifiers,
        ),
        extra={**extra, **works.venue_year(identifiers, venue, year)},
    )


def _identifiers(one: Any) -> tuple[Identifier, ...]:
    """Return the DOI, PubMed's numbers, and the preprint among the places where the work is."""
    pages = [word(place, "landing_page_url") for place in items(one, "locations")[:50]]
    pairs = [("doi", word(one, "doi")), ("pmid", word(one, "ids", "pmid"))]
    pairs += [("pmcid", word(one, "ids", "pmcid"))]
    pairs += [page for page in map(ids.from_url, pages) if page and page.scheme == "arxiv"]
    found = works.named(pairs)
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
