"""The page of a paper, for addresses that no service knows: what its head says for programs.

Publishers and repositories write ``citation_…`` there (Google Scholar's inclusion guidelines),
others the same under ``DC.…``, ``bepress_citation_…`` and ``eprints.…``.
"""

from collections.abc import Sequence

from readlist.bib import dates, markup
from readlist.bib.details import bibtex_pages, details
from readlist.bib.names import parse_authors, people
from readlist.formats.service_json import named, pdf_links
from readlist.model import Rank, Record
from readlist.services.answers import tags_of
from readlist.services.base import DAY_S, Request
from readlist.text import BLOCK_LIMIT, clean

LIMIT_BYTES = 5_000_000
_FAMILIES = ("citation_", "bepress_citation_", "eprints.", "dc.", "dcterms.", "dc_")
_TITLE = ("title",)
_AUTHORS = ("author", "authors", "creators_name", "creator")
_DATES = ("publication_date", "date", "cover_date", "online_date", "year", "issued")
_VENUES = ("journal_title", "conference_title", "inbook_title", "publication", "journal_abbrev")
_ABSTRACT = ("abstract", "description.abstract")
_SCHEMES = (
    ("doi", ("doi", "id_number", "identifier", "identifier.doi")),
    ("arxiv", ("arxiv_id",)),
    ("pmid", ("pmid",)),
)
_MOST = 10_000
"""Tags that are read: each reference may have one."""

Said = dict[str, list[str]]


def page(url: str) -> Request[Record | None]:
    """Return the question for the page at an address; None where it speaks of no paper."""
    return Request(
        "web", url, parse, accept="text/html, application/xhtml+xml, */*;q=0.5", age_s=7 * DAY_S,
        limit_bytes=LIMIT_BYTES, alone=True,
    )  # fmt: skip


def parse(body: bytes) -> Record | None:
    """Return the paper of a page, None where the page names none."""
    said = _said(body)
    title = markup.plain(_first(said, _TITLE))
    if not title:
        return None
    pairs = [
        (scheme, value) for scheme, names in _SCHEMES for name in names
        for value in said.get(name, ())
    ]  # fmt: skip
    identifiers = named(pairs)
    # "0000/00/00" is no date, where another tag has one.
    given_dates = [value for name in _DATES for value in said.get(name, ())]
    when = next((one for one in given_dates if dates.year_in(one)), "")
    published = dates.read(when)
    pages = bibtex_pages(_first(said, ("firstpage",)), _first(said, ("lastpage",)))
    found = {
        "volume": _first(said, ("volume",)), "number": _first(said, ("issue",)),
        "pages": pages, "publisher": _first(said, ("publisher",)),
    }  # fmt: skip
    # One author a tag, or all of them in one tag.
    given = next((said[name] for name in _AUTHORS if said.get(name)), [])
    authors = parse_authors(given[0]) if len(given) == 1 else people(given)[0]
    return Record(
        source="page",
        rank=Rank.AGGREGATOR,
        title=title,
        authors=authors,
        abstract=markup.plain(_first(said, _ABSTRACT), BLOCK_LIMIT),
        year=dates.year_in(when),
        published=published,
        venue=clean(_first(said, _VENUES)),
        identifiers=identifiers,
        links=pdf_links(said.get("pdf_url", ()), identifiers),
        extra=details(found),
    )


def _said(body: bytes) -> Said:
    """Return what the head says, by its names without their family; the first family that speaks.

    A page of citations for people, as any page has a title, is no page of a paper: only what is
    meant for programs counts.
    """
    if body.lstrip()[:4] == b"%PDF" or b"<" not in body[:LIMIT_BYTES]:
        return {}
    from selectolax.lexbor import LexborHTMLParser  # 6 ms, for web pages alone

    families: dict[str, Said] = {family: {} for family in _FAMILIES}
    head = tags_of(body, "meta", most=_MOST)
    for meta in LexborHTMLParser(head).css("meta[content]"):
        name = str(meta.attributes.get("name") or meta.attributes.get("property") or "").lower()
        value = str(meta.attributes.get("content") or "").strip()
        family = next((one for one in _FAMILIES if name.startswith(one)), "")
        if family and value:
            families[family].setdefault(name.removeprefix(family), []).append(value)
    return next((said for said in families.values() if "title" in said), {})


def _first(said: Said, names: Sequence[str]) -> str:
    return next((said[name][0] for name in names if said.get(name)), "")
