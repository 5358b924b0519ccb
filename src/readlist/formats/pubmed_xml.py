"""PubMed's XML, ``PubmedArticleSet``: what efetch answers and its site saves, and its baseline.

Elements: NLM, MEDLINE/PubMed XML Data Elements. They are put into the tags of RIS, as the tagged
format of PubMed is.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.formats.base import Document, Format, LoadOptions
from readlist.model import NOTICES, Item, Problem
from readlist.text import BLOCK_LIMIT, clean

if TYPE_CHECKING:
    from readlist.formats.ris.tagged import Field
    from readlist.formats.xml import Element

_ARTICLES = ("PubmedArticle", "PubmedBookArticle")
# What PubMed calls them, RefType, and the words that a reader is told.
_NOTICES = {
    "RetractionIn": "retraction in", "RetractionOf": "retraction of", "ErratumIn": "erratum in",
    "ErratumFor": "erratum for", "CorrectedandRepublishedIn": "corrected and republished in",
    "CorrectedandRepublishedFrom": "corrected and republished from",
    "ExpressionOfConcernIn": "expression of concern in", "UpdateIn": "update in",
    "ExpressionOfConcernFor": "expression of concern for", "UpdateOf": "update of",
    "RepublishedIn": "republished in", "RepublishedFrom": "republished from",
}  # fmt: skip
_NOTICES_LIMIT = 100
_OF_ARTICLE = (
    ("J2", "Journal/ISOAbbreviation"), ("VL", "Journal/JournalIssue/Volume"),
    ("IS", "Journal/JournalIssue/Issue"), ("SN", "Journal/ISSN"), ("LA", "Language"),
)  # fmt: skip
_OF_BOOK = (
    ("PB", "Book/Publisher/PublisherName"), ("CY", "Book/Publisher/PublisherLocation"),
    ("SN", "Book/Isbn"),
)  # fmt: skip
"""Tags of RIS, and where an article and its record say the same."""


def load(document: Document, options: LoadOptions) -> Iterator[Item]:
    """Yield the articles; after a broken one it goes on with the next."""
    del options
    from readlist.formats import xml
    from readlist.formats.ris.read import items
    from readlist.formats.ris.tagged import Entry

    name = _ARTICLES[1] if f"<{_ARTICLES[1]}" in document.head else _ARTICLES[0]
    for element in xml.elements(document, name):
        if isinstance(element, Problem):
            yield element
            continue
        entry = Entry(list(_in_ris(element)), element.line)
        yield from items(entry, "pubmed", {NOTICES: list(_notices(element))})


def sniff(head: str, _name: str) -> float:
    """Return how surely a text is PubMed's XML."""
    return 0.96 if re.search(r"<Pubmed(?:Book)?Article(?:Set)?[\s>]", head) else 0.0


def _text(element: "Element | None", *paths: str) -> str:
    """Return the text of an element, or of the first on these paths that has one."""
    if element is None:
        return ""
    found = [element.find(path) for path in paths] if paths else [element]
    return next(filter(None, (clean(one.text, BLOCK_LIMIT) for one in found if one)), "")


def _all(element: "Element | None", path: str) -> "list[Element]":
    """Return the elements of the last name, in the first element on the path before it."""
    above, _, name = path.rpartition("/")
    found = element.find(above) if element and above else element
    return found.all(name) if found else []


def _in_ris(article: "Element") -> "Iterator[Field]":
    """Yield what an article, or a book, says under the tags of RIS."""
    from readlist.formats.ris.tagged import Field
    from readlist.formats.tagged import bare_title, full_pages, heading

    citation = article.find("MedlineCitation") or article.find("BookDocument")
    said = (citation and citation.find("Article")) or citation
    types = [_text(one) for one in _all(said, "PublicationTypeList/PublicationType")]
    title = bare_title(_text(said, "ArticleTitle", "VernacularTitle"))
    whole = bare_title(_text(citation, "Book/BookTitle"))
    yield Field("TY", _kind(types, title=title, book=whole))
    yield Field("TI", title or whole)
    yield Field("BT", whole if title else "")
    yield from _people(_all(said, "AuthorList"))
    yield from _people(_all(citation, "Book/AuthorList"))
    yield Field("AB", _abstract(said))
    yield Field(
        "T2", _text(said, "Journal/Title") or _text(citation, "MedlineJournalInfo/MedlineTA")
    )
    for tag, path in _OF_ARTICLE:
        yield Field(tag, _text(said, path))
    yield Field("SP", full_pages(_text(said, "Pagination/MedlinePgn", "Pagination/StartPage")))
    dates = (*_all(said, "Journal/JournalIssue/PubDate"), *_all(citation, "Book/PubDate"))
    yield Field("PY", _date(next(iter(dates), None)))
    for tag, path in _OF_BOOK:
        yield Field(tag, _text(citation, path))
    words = [one for several in _all(citation, "KeywordList") for one in several.all("Keyword")]
    yield from (Field("KW", _text(one)) for one in words)
    for one in _all(citation, "MeshHeadingList/MeshHeading"):
        yield Field("KW", heading(_text(one, "DescriptorName")))
    yield from _identifiers(article, citation, said)


def _date(date: "Element | None") -> str:
    parts = [_text(date, name) for name in ("Year", "Month", "Day")]
    return " ".join(filter(None, parts)) or _text(date, "MedlineDate")


def _kind(types: list[str], *, title: str, book: str) -> str:
    if book:
        return "CHAP" if title else "BOOK"
    known = {"Preprint": "UNPB", "Dataset": "DATA", "Technical Report": "RPRT", "Congress": "CONF"}
    return next((known[name] for name in types if name in known), "JOUR")


def _people(lists: "list[Element]") -> "Iterator[Field]":
    """Yield authors and editors with their names in full, and groups, in the order of the work."""
    from readlist.formats.ris.tagged import Field
    from readlist.formats.tagged import group

    for several in lists:
        tag = "A2" if several.attributes.get("Type") == "editors" else "AU"
        for one in _all(several, "Author"):
            family = _text(one, "LastName")
            given = _text(one, "ForeName") or _text(one, "Initials")
            if family:
                parts = (family, given, _text(one, "Suffix"))
                yield Field(tag, ", ".join(part for part in parts if part))
            elif name := _text(one, "CollectiveName"):
                yield Field(tag, group(name))
        if several.attributes.get("CompleteYN") == "N" and tag == "AU":
            yield Field(tag, "et al.")


def _abstract(said: "Element | None") -> str:
    """Return the abstract, each part of a structured one with its label."""
    parts = []
    for one in _all(said, "Abstract/AbstractText"):
        label = one.attributes.get("Label", "").strip()
        text = _text(one)
        parts.append(f"{label}: {text}" if label and text else text)
    return "\n".join(filter(None, parts))


def _identifiers(
    article: "Element", citation: "Element | None", said: "Element | None"
) -> "Iterator[Field]":
    """Yield the DOI, PubMed's numbers and that of the arXiv, whose server is among the journals."""
    from readlist.formats.ris.tagged import Field

    yield Field("U1", f"{_text(citation, 'PMID')}[pmid]")
    data = article.find("PubmedData") or article.find("PubmedBookData")
    named = [(one.attributes.get("IdType", ""), _text(one))
             for one in _all(data, "ArticleIdList/ArticleId")]  # fmt: skip
    named += [(one.attributes.get("EIdType", ""), _text(one)) for one in _all(said, "ELocationID")]
    for sort, value in dict.fromkeys(named):
        if sort == "doi":
            yield Field("DO", value)
        elif sort == "pmc":
            yield Field("U2", f"{value}[pmcid]")
        elif value.lower().startswith("arxiv"):
            yield Field("AN", value)


def _notices(article: "Element") -> Iterator[str]:
    """Yield what was published about the work: ``retraction in: Marine Letters. 2020``."""
    several = _all(article, "MedlineCitation/CommentsCorrectionsList/CommentsCorrections")
    for one in several[:_NOTICES_LIMIT]:
        if words := _NOTICES.get(one.attributes.get("RefType", "")):
            where = _text(one, "RefSource") or _text(one, "PMID")
            yield clean(f"{words}: {where}", 1_000) if where else words


FORMAT = Format(
    name="pubmed-xml",
    summary="PubMed's XML (PubmedArticleSet)",
    suffixes=(".xml",),
    sniff=sniff,
    load=load,
)
