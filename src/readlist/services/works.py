"""What services say of a work in the same way: identifiers, PDFs, the year of the venue."""

from collections.abc import Iterable, Mapping
from typing import Any

from readlist.bib import ids
from readlist.model import VENUE_YEAR, Identifier, Link


def kept(source: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``extra`` takes of what only this service says; what is empty is left out."""
    found = {name: value for name, value in said.items() if value not in (None, "", [])}
    return {source: found} if found else {}


def named(pairs: Iterable[tuple[str, Any]]) -> tuple[Identifier, ...]:
    """Return what can be read of pairs of scheme and value, each once."""
    found: dict[Identifier, None] = {}
    for scheme, value in pairs:
        if isinstance(value, str | int) and (one := ids.normalise(scheme, str(value))):
            found[one] = None
            found.update(dict.fromkeys(ids.implied(one)))
    return tuple(found)


def pdf_links(addresses: Iterable[str], identifiers: tuple[Identifier, ...]) -> tuple[Link, ...]:
    """Return where the PDF is, but addresses that only repeat an identifier of the paper."""
    for url in addresses:
        page = ids.normalise("url", url)
        if page and ids.from_url(url) not in identifiers:
            return (Link("pdf", page.value),)
    return ()


def venue_year(
    identifiers: tuple[Identifier, ...], venue: str, year: int | None
) -> dict[str, int]:  # fmt: skip
    """Return the venue's year for ``extra`` where the identifier says that the preprint's differs.

    arXiv, help/arxiv_identifier: an identifier begins with the year of the first version.
    """
    number = next((one.value for one in identifiers if one.scheme == "arxiv"), "")
    if not (number and venue and year):
        return {}
    short = int(number.rpartition("/")[2][:2])
    first = 1900 + short if short > 90 else 2000 + short
    return {} if first == year else {VENUE_YEAR: year}
