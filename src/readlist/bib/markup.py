"""What services say of a work in the same way: dates, markup in titles, addresses of PDFs."""

import html
import re
from collections.abc import Iterable
from typing import Any

from readlist.bib import ids
from readlist.bib.types import PREPRINTS
from readlist.model import VENUE_YEAR, Identifier, Link
from readlist.text import BLOCK_LIMIT, TITLE_LIMIT, clean

# Only what is surely markup: a title may well say "x<y>z".
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m|xhtml):[a-z]{1,20}|i|b|u|p|em|strong|sub|sup|inf|sc|scp|tt|br|span|div|"
    r"italic|bold|title|sec|math|mrow|mi|mo|mn|msub|msup|mtext)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)


def plain(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return one line without HTML, JATS, MathML and their entities."""
    text = text[: 2 * limit]
    if "<" in text or "&" in text:
        text = _TAG.sub("", html.unescape(_TAG.sub("", text)))
    return clean(text, limit)


def plain_block(text: str) -> str:
    """Return an abstract as one line; services break its lines where their pages do."""
    return plain(text, BLOCK_LIMIT)


def is_preprint_server(venue: str) -> bool:
    """Say whether a venue is the arXiv under one of its names, where nothing is published."""
    return bool(PREPRINTS.match(venue))


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
