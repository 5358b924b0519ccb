"""What the tags of RIS say of a work's identifiers and addresses; they stand in a dozen places."""

import re
from collections.abc import Iterator

from readlist.bib import ids, numbers
from readlist.bib.types import PREPRINTS
from readlist.formats.ris.tagged import Tags
from readlist.model import Identifier, Link
from readlist.text import clean

_WHOLE = frozenset(
    {"book", "collection", "booklet", "phdthesis", "techreport", "misc", "dataset", "software"}
)
"""Kinds whose ISBN is their own: a part may name the ISBN of its whole, which makes papers one."""
_ADDRESS_KINDS = frozenset({"misc", "online", "software", "dataset"})
_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_CATEGORY = re.compile(r"\[([a-z-]{2,12}(?:\.[A-Za-z-]{2,12})?)\]")
_PUBMED = re.compile(r"([A-Za-z]{0,4}[0-9.]{1,12})\s?\[(pmid|pmcid)\]", re.IGNORECASE)
_ADDRESSES_LIMIT = 100

Identity = tuple[tuple[Identifier, ...], tuple[Link, ...], str, str]


def identity(tags: Tags, kind: str, venue: str) -> Identity:
    """Return identifiers, links, the arXiv's category, and the venue where it is none of these."""
    found = dict.fromkeys(_dois(tags))
    category, archived = _archived(tags)
    found.update(dict.fromkeys(archived))
    if PREPRINTS.match(venue):
        volume = next(iter(tags.see("VL")), "").lower().removeprefix("abs/")
        here = ids.normalise("arxiv", volume) or _arxiv_in(venue)
        if here and here.value in volume:
            tags.take("VL")
        found.update(dict.fromkeys([here] if here else []))
        if any(one.scheme == "arxiv" for one in found):
            category = category or _category(venue)
            venue = ""
    found.update(dict.fromkeys(_elsewhere(tags)))
    if kind in _WHOLE:
        found.update(dict.fromkeys(_isbn(tags)))
    links = tuple(dict.fromkeys(_links(tags, found)))
    pages = (ids.normalise("url", link.url) for link in links if link.name == "url")
    if not found and kind in _ADDRESS_KINDS:
        found.update(dict.fromkeys([page for page in pages if page][:1]))
    for identifier in list(found):
        found.update(dict.fromkeys(ids.implied(identifier)))
    return tuple(found), links, category, venue


def _dois(tags: Tags) -> Iterator[Identifier]:
    for value in tags.take_all("DO", "DI"):
        if found := ids.normalise("doi", clean(value)):
            yield found
        elif not clean(value).startswith("10.0000/"):
            tags.put("DO", value)


def _archived(tags: Tags) -> tuple[str, list[Identifier]]:
    """Return what the accession number is: of the arXiv, of PubMed, of PubMed Central."""
    found: list[Identifier] = []
    category = ""
    pubmed = any("pubmed" in name.lower() or name == "NLM" for name in tags.see("DB", "DP"))
    for value in tags.take_all("AN"):
        text = clean(value)
        scheme = "pmid" if pubmed and text.isdecimal() else ""
        named = ids.normalise(scheme, text) if scheme else _arxiv_in(text) or ids.parse(text)
        if named and named.scheme in ("arxiv", "pmid", "pmcid"):
            found.append(named)
            category = category or _category(text)
        else:
            tags.put("AN", value)
    return category, found


def _category(text: str) -> str:
    found = _CATEGORY.search(text[:1000])
    return found[1] if found else ""


def _arxiv_in(text: str) -> Identifier | None:
    """Return the identifier of the arXiv that a text is; one merely mentioned is another's."""
    if not PREPRINTS.match(text):
        return None
    named = (one.identifier for one in ids.find(text[:1000]))
    return next((one for one in named if one.scheme == "arxiv"), None)


def _elsewhere(tags: Tags) -> Iterator[Identifier]:
    """Yield what stands where its tag means something else, which also stays there."""
    for value in tags.see("U1", "U2", "U3", "U4"):
        said = _PUBMED.fullmatch(value)
        if said and (found := ids.normalise(said[2].lower(), said[1])):
            tags.drop(value, "U1", "U2", "U3", "U4")
            yield found
    for value in tags.see("C2"):
        if value[:3].upper() == "PMC" and (found := ids.normalise("pmcid", value)):
            yield found
    for value in tags.see("M1", "M3", "N1"):
        if value[:200].lower().startswith(("arxiv", "10.", "doi:10.", "doi: 10.")):
            named = _arxiv_in(value) or ids.normalise("doi", value)
            if named:
                yield named


def _isbn(tags: Tags) -> Iterator[Identifier]:
    """Take the first ISBN; the others, and what is none, stay."""
    values = tags.take_all("SN")
    isbns, issns, others = numbers.numbers(values)
    for value in (*isbns[1:], *issns, *others):
        tags.put("SN", value)
    if isbns:
        yield Identifier("isbn", isbns[0])


def _links(tags: Tags, found: dict[Identifier, None]) -> Iterator[Link]:
    """Yield addresses and files but those that only repeat an identifier, which is added."""
    for value in _addresses(tags.take_all("UR", "LK", "L2")):
        if not value.startswith(("http://", "https://")):
            tags.put("UR", value)
        elif not _is_named(value, found):
            yield Link("url", value)
    for value in tags.take_all("L1"):
        if path := clean(value, 1_000):
            if path.startswith(("http://", "https://")):
                _is_named(path, found)
                yield Link("pdf", path)
            else:
                yield Link("file", path)


def _addresses(values: list[str]) -> Iterator[str]:
    for value in values[:_ADDRESSES_LIMIT]:
        parts = re.split(r"[\s;,]+(?=https?://)", value.strip()[:20_000])[:_ADDRESSES_LIMIT]
        for part in parts:
            if address := clean(part, 2_000):
                yield address


def _is_named(address: str, found: dict[Identifier, None]) -> bool:
    """Say whether an address only repeats an identifier; one that is new is added."""
    named = ids.from_url(address)
    if named is None:
        return False
    if named.scheme != "doi":
        found[named] = None
        return True
    if not any(one.scheme == "doi" for one in found):
        found[named] = None
    return named in found and bool(_RESOLVER.match(address))
