"""Pages, ISBNs and ISSNs as bibliographies and reference managers write them."""

import re
from collections.abc import Iterable

from readlist.bib import ids

_RANGE = re.compile(r"([^\s–—-]{1,20})\s*[–—-]{1,3}\s*([^\s–—-]{1,20})")
_ISSN = re.compile(r"(?<![0-9-])([0-9]{4})[-–]?([0-9]{3}[0-9Xx])(?![0-9-])")


def pages(first: str, last: str = "") -> str:
    """Return pages as BibTeX has them: ``193--194``, from two fields or from one range."""
    if first and last and not _RANGE.fullmatch(first):
        return f"{first}--{last}"
    found = _RANGE.fullmatch(first)
    return f"{found[1]}--{found[2]}" if found else first


def page_range(text: str) -> tuple[str, str]:
    """Return first and last page; one that is no simple range stays whole."""
    for dash in ("--", "–"):
        first, found, last = text.partition(dash)
        if found and first.strip() and last.strip() and dash not in last:
            return first.strip(), last.strip()
    simple = _RANGE.fullmatch(text)
    return (simple[1], simple[2]) if simple else (text, "")


def numbers(values: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the ISBNs, the ISSNs and what is neither, in values that may hold several."""
    isbns: dict[str, None] = {}
    issns: dict[str, None] = {}
    others: list[str] = []
    for value in values:
        books = _isbns(value[:500])
        serials = [] if books else _ISSN.findall(value[:500])
        isbns.update(dict.fromkeys(books))
        issns.update(dict.fromkeys(f"{head}-{tail.upper()}" for head, tail in serials))
        if not (books or serials):
            others.append(value)
    return list(isbns), list(issns), others


def _isbns(text: str) -> list[str]:
    whole = ids.normalise("isbn", text)
    if whole:
        return [whole.value]
    pieces = [*re.split(r"[,;/(\n]", text), *text.split()]
    found = (ids.normalise("isbn", piece) for piece in pieces)
    return list(dict.fromkeys(one.value for one in found if one))
