"""What stands in a cell: words for a status, stars, links, several people."""

import re
from collections.abc import Iterator

from readlist.bib import ids, names
from readlist.bib.names import parse_author, parse_authors
from readlist.model import Author, Identifier
from readlist.text import clean

_HYPERLINK = re.compile(r'=HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)', re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){1,1000}+)\]\((https?://[^()\s]+)\)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}+")
_BARE_ADDRESS = re.compile(r"(?:[\w-]{1,60}\.){1,4}[A-Za-z]{2,12}/\S{1,1000}")
_NOTHING = frozenset({
    "", "-", "–", "—", "n/a", "#n/a", "nan", "none", "null", "nil", "?", "tbd", "unknown", "[]",
})  # fmt: skip

# Scopus and PubMed put the initials behind the family name, without a comma.
_TURNED = re.compile(
    r"((?:[^\W\d_][\w'’.-]*\s){1,4}?)((?:[^\W\d_a-z]\.[- ]?){1,4}|[^\W\d_a-z]{1,3})"
)
_NUMBERED = re.compile(r"\s*\([0-9]{6,}\)")


def is_nothing(cell: str) -> bool:
    """Say whether a cell says that there is nothing to say."""
    return len(cell) < 9 and cell.strip().lower() in _NOTHING


def without_link(cell: str) -> tuple[str, str]:
    """Return text and address of a cell that is a link of a spreadsheet or of Markdown."""
    if match := _HYPERLINK.fullmatch(cell.strip()):
        return match[2] or "", match[1]
    if match := _MARKDOWN_LINK.fullmatch(cell.strip()):
        return match[1], match[2]
    return cell, ""


def addresses(cell: str) -> Iterator[str]:
    """Yield the addresses in a cell; one without ``https://`` counts where it is the whole cell."""
    found = _ADDRESS.findall(cell[:20_000])
    for address in found[:20]:
        yield address.rstrip(".,;)]'")
    bare = cell.strip()
    if not found and _BARE_ADDRESS.fullmatch(bare):
        yield f"https://{bare}"


def identifiers(scheme: str, cell: str) -> list[Identifier]:
    """Return the identifiers of a scheme in a cell, where nothing else is in it."""
    whole = ids.normalise(scheme, cell)
    if whole:
        return [whole]
    found = [
        ids.normalise(scheme, part) for part in re.split(r"[;,|\s]+", cell.strip())[:20] if part
    ]
    return [one for one in found if one] if all(found) else []


def people(cell: str, *, own: bool = False) -> tuple[tuple[Author, ...], bool]:
    """Return the authors of a cell, and whether they are only the first of more.

    ``own`` says that the program wrote the cell, every author with the given name first.
    """
    if own:
        return parse_authors(cell), False
    cell = _NUMBERED.sub("", cell) if "(" in cell else cell
    named, more = names.without_others(cell)
    if turned := _turned(cell):
        return turned, more
    if ";" in named and not any(mark in named for mark in ("{", " and ", "&", "\\")):
        found = (names.author(clean(part)) for part in named.split(";"))
        return tuple(author for author in found if author.name), more
    return parse_authors(named), more


def _turned(cell: str) -> tuple[Author, ...]:
    """Return ``Vaswani A.; Shazeer N.`` and ``Vaswani A, Shazeer N`` with the family name known."""
    parts = [part.strip() for part in re.split("[;,]", cell.rstrip(" ;,."))]
    if not 0 < len(parts) <= 5_000:
        return ()
    if "." in "".join(parts) and cell.rstrip(" ;,").endswith("."):
        parts[-1] += "."  # of the last initial, not of the list
    found = [_TURNED.fullmatch(part) for part in parts]
    certain = len(parts) > 1 or "." in parts[0]
    if not certain or not all(found):
        return ()
    return tuple(parse_author(f"{match[1].strip()}, {match[2]}") for match in found if match)
