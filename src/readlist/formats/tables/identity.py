"""What the cells of a row name the paper by: identifiers, and addresses that say no identifier."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readlist.bib import ids
from readlist.formats.tables.cells import Cells
from readlist.formats.tables.write import PAGE
from readlist.model import Identifier, Link
from readlist.text import clean

_SCHEMES = tuple(scheme for scheme in ids.SCHEMES if scheme != "url")
_LINKS = ("url", "pdf", "code", "project", "video", "slides")
_ADDRESSED = frozenset({*_LINKS, *_SCHEMES})
# "pdf: https://a.org"; not "https://a.org".
_NAMED_LINK = re.compile(r"([^:;]{1,40}): (\S.*)")
# Addresses that name the paper itself.
_PAPER_PAGES = ("url", "pdf")
_HYPERLINK = re.compile(r'=HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)', re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){1,1000}+)\]\((https?://[^()\s]+)\)")
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}+")
_BARE_ADDRESS = re.compile(r"(?:[\w-]{1,60}\.){1,4}[A-Za-z]{2,12}/\S{1,1000}")


def identity(said: Cells, *, own: bool) -> tuple[tuple[Identifier, ...], tuple[Link, ...]]:
    """Return what names the paper, and its other addresses; ``own`` is a table of this program."""
    named = list(_named_links(said)) if own else []
    only_links = [one for one in named if one.name not in (*_SCHEMES, PAGE)]
    addresses = {one.url for one in only_links}
    # The program shows the first link under "url" where the paper has no other address.
    pages = [one for one in _pages(said) if one.named or one.address not in addresses]
    identifiers = _identifiers(said, pages)
    others = (_identifier_of(one) for one in named if one not in only_links)
    identifiers = tuple(dict.fromkeys((*identifiers, *filter(None, others))))
    links = _links(pages, identifiers)
    if not identifiers:
        identifiers, links = _named_by_page(links)
    return identifiers, (*links, *only_links)


def _identifier_of(named: Link) -> Identifier | None:
    """Return what ``pmid: https://…``, ``isbn: 978…`` and ``page: https://…`` name."""
    if named.name == PAGE:
        return ids.normalise("url", named.url)
    return ids.from_url(named.url) or ids.normalise(named.name, named.url)


def _identifiers(said: Cells, pages: "Sequence[_Page]") -> tuple[Identifier, ...]:
    """Return what the columns name, in the order of the schemes, then what addresses name."""
    found: dict[Identifier, None] = {}
    for scheme in _SCHEMES:
        for header, cell in said.values.get(scheme, ()):
            named = _identifiers_in(scheme, cell)
            found.update(dict.fromkeys(named))
            if not named and not any(_addresses_in(cell)):
                said.keep(header, cell)
    for header, cell in said.values.get("id", ()):
        one = ids.parse(cell)
        if one and one.scheme != "url":
            found[one] = None
        elif not cell.strip().isdecimal():
            said.keep(header, cell)
    of_pages = (page.named for page in pages if page.link in _PAPER_PAGES)
    return ids.with_implied((*found, *filter(None, of_pages)))


class _Page(NamedTuple):
    """An address of the row: what its link is called, and what it names."""

    link: str
    address: str
    named: Identifier | None


def _pages(said: Cells) -> list[_Page]:
    """Return the addresses of the row; columns of identifiers have some too."""
    found = []
    for field, values in said.values.items():
        if field not in _ADDRESSED:
            continue
        link = field if field in _LINKS else "url"
        for header, cell in values:
            addresses = list(_addresses_in(cell))
            found += [_Page(link, address, ids.from_url(address)) for address in addresses]
            if addresses or field not in _LINKS:
                continue
            # No address: "1706.03762" under "Link" names a paper, "see the site" is kept.
            named = ids.parse(cell) if field in _PAPER_PAGES else None
            if named:
                found.append(_Page(field, "", named))
            else:
                said.keep(header, cell)
    return found


def _links(pages: Sequence[_Page], identifiers: tuple[Identifier, ...]) -> tuple[Link, ...]:
    """Return the addresses that no identifier says already."""
    found: dict[Link, None] = {}
    for page in pages:
        whole = ids.normalise("url", page.address) if page.named not in identifiers else None
        if whole:
            found[Link(page.link, whole.value)] = None
    return tuple(found)


def _named_by_page(links: tuple[Link, ...]) -> tuple[tuple[Identifier, ...], tuple[Link, ...]]:
    """Return the address of a paper that has no better name, and the other links."""
    page = next((link for link in links if link.name in _PAPER_PAGES), None)
    if page is None:
        return (), links
    return (Identifier("url", page.url),), tuple(link for link in links if link != page)


def _named_links(said: Cells) -> Iterator[Link]:
    """Take the addresses of the program's own column: ``pdf: https://a.org; code: https://…``."""
    for _, cell in said.values.pop("links", ()):
        for part in re.split(r";\s+(?=[^:;]{1,40}: )", cell):
            if found := _NAMED_LINK.fullmatch(part):
                yield Link(clean(found[1]), clean(found[2]))


def without_link(cell: str) -> tuple[str, str]:
    """Return text and address of a cell that is a link of a spreadsheet or of Markdown."""
    if match := _HYPERLINK.fullmatch(cell.strip()):
        return match[2] or "", match[1]
    if match := _MARKDOWN_LINK.fullmatch(cell.strip()):
        return match[1], match[2]
    return cell, ""


def _addresses_in(cell: str) -> Iterator[str]:
    """Yield the addresses in a cell; one without ``https://`` counts where it is the whole cell."""
    found = _ADDRESS.findall(cell[:20_000])
    for address in found[:20]:
        yield address.rstrip(".,;)]'")
    bare = cell.strip()
    if not found and _BARE_ADDRESS.fullmatch(bare):
        yield f"https://{bare}"


def _identifiers_in(scheme: str, cell: str) -> list[Identifier]:
    """Return the identifiers of a scheme in a cell, where nothing else is in it."""
    whole = ids.normalise(scheme, cell)
    if whole:
        return [whole]
    parts = [part for part in re.split(r"[;,|\s]+", cell.strip())[:20] if part]
    found = [one for part in parts if (one := ids.normalise(scheme, part))]
    return found if len(found) == len(parts) else []
