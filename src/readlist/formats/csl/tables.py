"""Which CSL type and variable is which kind and detail of a paper."""

from collections.abc import Mapping

from readlist.bib import types
from readlist.model import Paper

PLACE = "csl"
"""The name in ``extra`` under which variables stand that nothing else has words for."""

# CSL 1.0.2, appendix III: its words that mean another thing elsewhere.
_OWN_KINDS = {"article": "preprint", "standard": "techreport", "document": "", "other": ""}
TYPES: Mapping[str, str] = {
    "article": "article-journal", "inproceedings": "paper-conference", "preprint": "article",
    "book": "book", "incollection": "chapter", "inbook": "chapter", "thesis": "thesis",
    "phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report", "report": "report",
    "dataset": "dataset", "software": "software", "unpublished": "manuscript", "patent": "patent",
    "booklet": "pamphlet", "collection": "book", "proceedings": "book", "manual": "book",
    "online": "webpage",
}  # fmt: skip
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
"""What a thesis is called where its source does not say it."""

WHERE: Mapping[str, str] = {
    "book": "publisher", "collection": "publisher", "proceedings": "publisher",
    "thesis": "publisher", "phdthesis": "publisher", "mastersthesis": "publisher",
    "techreport": "publisher", "report": "publisher", "manual": "publisher",
    "preprint": "publisher",
}  # fmt: skip
"""The variable that says where a work of this kind appeared; ``container-title`` for others."""

DETAILS: Mapping[str, tuple[str, ...]] = {
    "volume": ("volume",), "page": ("pages",), "publisher": ("publisher",),
    "publisher-place": ("address", "location"), "collection-title": ("series",),
    "edition": ("edition",), "genre": ("type",), "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",), "chapter-number": ("chapter",),
    "event-title": ("eventtitle",), "event-place": ("venue",), "ISSN": ("issn",),
    "ISBN": ("isbn",), "language": ("language", "langid"), "title-short": ("shorttitle",),
    "container-title-short": ("shortjournal",), "original-title": ("origtitle",),
    "original-publisher": ("origpublisher",), "original-publisher-place": ("origlocation",),
    "status": ("pubstate",), "version": ("version",), "issue": ("issue",),
    "container-title": ("booktitle", "journal"),
}  # fmt: skip
"""Variables that are text, and the details (BibTeX, biblatex) that say the same."""
PEOPLE: Mapping[str, str] = {
    "editor": "editor", "translator": "translator", "container-author": "bookauthor",
}  # fmt: skip
DATES: Mapping[str, str] = {
    "accessed": "urldate", "original-date": "origdate", "event-date": "eventdate",
}  # fmt: skip
RENAMED: Mapping[str, str] = {
    "event": "event-title", "shortTitle": "title-short", "short-title": "title-short",
    "journalAbbreviation": "container-title-short", "short-container-title":
    "container-title-short", "publisher-location": "publisher-place", "citekey": "citation-key",
    "doi": "DOI", "url": "URL", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID",
    "pages": "page", "keywords": "keyword", "container_title": "container-title",
}  # fmt: skip
"""Names of variables in older drafts of CSL, in Crossref's and in other programs' items."""

# What the registry says of its own record, and the works that the work cites.
REGISTRY = frozenset(
    {
        "indexed", "reference-count", "references-count", "is-referenced-by-count", "reference",
        "content-domain", "created", "deposited", "score", "prefix", "member", "resource",
        "relation", "assertion", "issn-type", "isbn-type", "license", "link", "update-policy",
        "aliases", "crossref-score",
    }
)  # fmt: skip


def kind_of(said: str) -> str:
    """Return the kind of an item's type, nothing where the library has no such kind."""
    if said in _OWN_KINDS:
        return _OWN_KINDS[said]
    found = types.kind_of(said)
    return found if found in TYPES else ""


def csl_type(paper: Paper) -> str:
    """Return the type of an item that this paper is; ``document`` where nobody knows."""
    kind = types.entry_type(paper)
    if kind == "misc":
        if paper.kind.strip().lower() == "preprint" or types.first(paper, "arxiv"):
            kind = "preprint"
        elif paper.kind.strip().lower() == "webpage":
            kind = "online"
    return TYPES.get(kind, "document")


def number_variable(kind: str) -> str:
    """Return what BibTeX's ``number`` is called for works of a kind (BibTeXing, 3.2)."""
    if kind in ("article", "periodical"):
        return "issue"
    if kind in ("book", "inproceedings", "incollection", "inbook", "proceedings", "collection"):
        return "collection-number"
    return "number"
