"""A paper of Semantic Scholar (api.semanticscholar.org/api-docs), alone or in an answer."""

from typing import Any

from readlist.bib import dates, ids, markup, types
from readlist.bib.details import bibtex_pages, details
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
from readlist.model import Identifier, Rank, Record
from readlist.text import BLOCK_LIMIT

_EXTERNAL = (
    ("ArXiv", "arxiv"), ("DOI", "doi"), ("ACL", "acl"), ("PubMed", "pmid"),
    ("PubMedCentral", "pmcid"),
)  # fmt: skip
# The first that a paper has; "JournalArticle" stands at nearly everything.
_KINDS = ("Conference", "BookSection", "Book", "Dataset", "JournalArticle", "Review")
_TYPES = {"conference": "inproceedings", "journal": "article"}


def record(one: Any) -> Record | None:
    """Return what Semantic Scholar says of a paper; None where it has no title."""
    title = markup.plain(word(one, "title"))
    external = one.get("externalIds") if isinstance(one, dict) else None
    pairs = [(scheme, word(external, name)) for name, scheme in _EXTERNAL]
    identifiers = named([*pairs, ("s2", word(one, "paperId"))])
    if not title:
        return None
    authors = whole_names(word(found, "name") for found in items(one, "authors"))
    # Where the work appeared; "arXiv.org", the venue of many, is no such place.
    said = (word(one, "publicationVenue", "name"), word(one, "venue"), word(one, "journal", "name"))
    venue = next((name for name in said if name and not types.is_preprint_server(name)), "")
    year, published = dates.of_year(word(one, "publicationDate"), whole(one, "year"))
    return Record(
        source="s2",
        rank=Rank.AGGREGATOR,
        title=title,
        authors=authors,
        ranks={"authors": ("s2", int(Rank.GUESS))} if authors else {},
        abstract=markup.plain(word(one, "abstract"), BLOCK_LIMIT),
        year=year,
        published=published,
        venue=venue,
        kind=_kind(one, venue, identifiers),
        identifiers=identifiers,
        links=pdf_links([word(one, "openAccessPdf", "url")], identifiers),
        extra={**_extra(one), **_details(one), **venue_year(identifiers, venue, year)},
    )


def _kind(one: Any, venue: str, identifiers: tuple[Identifier, ...]) -> str:
    if not venue and ids.of_scheme(identifiers, "arxiv"):
        return "preprint"
    if kind := _TYPES.get(word(one, "publicationVenue", "type").lower()):
        return kind
    said = items(one, "publicationTypes")
    return next((types.kind_of(name) for name in _KINDS if name in said), "")


def _details(one: Any) -> dict[str, Any]:
    """Return volume and pages, whose blanks and line breaks come from the publisher's page."""
    if types.is_preprint_server(word(one, "journal", "name")):
        return {}
    pages = word(one, "journal", "pages").replace(" ", "")
    volume = word(one, "journal", "volume")
    return details({"volume": volume, "pages": bibtex_pages(pages[:40])})


def _extra(one: Any) -> dict[str, Any]:
    said = {
        "cited": whole(one, "citationCount"),
        "cited_influentially": whole(one, "influentialCitationCount"),
        "tldr": markup.plain(word(one, "tldr", "text")),
        "corpus_id": whole(one, "externalIds", "CorpusId"),
    }
    extra = kept("s2", said)
    key = word(one, "externalIds", "DBLP")
    if key and not key.startswith("journals/corr/"):  # of a preprint DBLP knows no more than arXiv
        extra["dblp"] = {"key": key}
    return extra


FORMAT = answer_format(
    "s2",
    "what Semantic Scholar's API answers in JSON: one paper, a search, a batch",
    record,
    (r'"paperId"\s*:\s*(?:"[0-9a-f]{40}"|null)',),
)
