"""Which paper an address names, and which addresses are one.

Pure, and no text makes it raise. The forms of addresses stand in two tables: publishers, journals
and meetings in ``bib.publisher_addresses``, everything else in ``bib.archive_addresses``.
"""

import re
from functools import cache, lru_cache
from urllib.parse import unquote

from readlist.bib.archive_addresses import ARCHIVES, OF_ANYTHING
from readlist.bib.publisher_addresses import PUBLISHERS, SAME, Form
from readlist.bib.wrapped_addresses import unwrapped

TABLE = (*ARCHIVES, *PUBLISHERS, *OF_ANYTHING)
"""The forms of addresses, in the order in which they are tried."""

# "https://" and "//"; not "arxiv.org/abs".
_SCHEME = re.compile(r"(?i)(?:https?:)?//")
# The same pages for small screens: m.nature.com.
_OTHER_SITES = re.compile(r"^(?:www\d?|m|mobile|amp|preview-www)\.")


class _Word(str):
    """What a form found; ``{1:l}`` is in small letters, ``{1:u}`` in capitals."""

    __slots__ = ()

    def __format__(self, said: str, /) -> str:
        """Return the word as the name of a form wants it."""
        match said:
            case "l":
                return self.lower()
            case "u":
                return self.upper()
        return super().__format__(said)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=500)
def _forms_at(host: str) -> tuple[tuple[Form, str], ...]:
    """Return the forms of a host, each with what its host says: ``gmd`` of gmd.copernicus.org."""
    by_name, by_pattern = _hosts()
    found = [(place, "") for place in by_name.get(host, ())]
    found += [
        (place, (match.groups() or ("",))[0] or "")
        for place in by_pattern
        if (match := _pattern(TABLE[place].host).fullmatch(host))
    ]
    return tuple((TABLE[place], word) for place, word in sorted(found))


@cache
def _hosts() -> tuple[dict[str, list[int]], list[int]]:
    """Return the places of forms in the table, by the name of a host, and those of a pattern."""
    by_name: dict[str, list[int]] = {}
    by_pattern = []
    for place, form in enumerate(TABLE):
        if re.fullmatch(r"[a-z0-9.-]+", form.host):
            by_name.setdefault(form.host, []).append(place)
        else:
            by_pattern.append(place)
    return by_name, by_pattern


def named_by(address: str) -> tuple[str, str] | None:
    """Return scheme and value of what an address names, with or without ``https://`` before it."""
    named = _said_by(address)
    return None if named is None or named[0] == SAME else named


def _said_by(address: str) -> tuple[str, str] | None:
    """Return what the table says of an address: what it names, or what it is the ``SAME`` as."""
    address = unwrapped(address).replace("/#abs/", "/abs/")  # as ADS wrote its addresses
    start = _SCHEME.match(address)
    host, slash, rest = address[start.end() if start else 0 :].partition("/")
    if not slash:
        return None
    site = host.lower().rpartition("@")[2].partition(":")[0]
    target = slash + rest.partition("#")[0].lstrip("/")
    for form, word in _forms_at(_OTHER_SITES.sub("", site)):
        if match := _pattern(form.form).match(target):
            groups = [_Word(group or "") for group in match.groups()]
            return form.scheme, form.name.format("", *groups, host=word, site=site)
    return None


def page_of(address: str) -> str:
    """Return the page of the paper that an address names, or the address itself."""
    named = _said_by(unquote(address))
    return named[1] if named and named[0] == "url" else address


def _one_page(address: str) -> str:
    """Return the one address that stands for all of a page, a file or a paper."""
    named = _said_by(unquote(address))
    return named[1] if named and named[0] in ("url", SAME) else address


def _parted(address: str) -> tuple[str, str, str]:
    """Return an address without its scheme in parts: what it is of, its query, its place there.

    The page of a folder is the folder: ``/framework/index.html``. A place is only told apart where
    a program of the page makes other pages of it: ``#/papers/1``.
    """
    rest, mark, place = address.partition("://")[2].partition("#")
    rest, query_mark, query = rest.partition("?")
    folder = re.sub(r"/index\.html?$", "", rest.removeprefix("www.").rstrip("/"))
    return folder, query_mark + query, mark + place


def folded_address(address: str) -> str:
    """Return what all spellings of an address have in common.

    They differ by scheme, ``www.``, a slash at the end and the order of the query; a paper's page
    and PDF differ by what the table says.
    """
    page, query, place = _parted(_one_page(unwrapped(address)))
    return _case_folded(page) + _in_order(query) + place


def _in_order(query: str) -> str:
    """Return a query, with its question mark, in one order of its parts."""
    return query[:1] + "&".join(sorted(query[1:].split("&")))


def _case_folded(rest: str) -> str:
    """Return an address whose case tells nothing where its server takes both.

    ``openaccess.thecvf.com/content_ICCV_2017`` is also written ``content_iccv_2017``.
    """
    return rest.lower() if rest.startswith("openaccess.thecvf.com/content_") else rest


def spellings(address: str) -> list[str]:
    """Return the spellings under which an address may be kept, without those of its query."""
    found = {address: None}
    bases = (address, _one_page(address), unwrapped(address, copies=False))
    for base in dict.fromkeys(bases):
        page, query, place = _parted(base)
        queries = dict.fromkeys((query, _in_order(query)))
        for start in ("https://", "http://", "https://www.", "http://www."):
            for end in ("", "/", "/index.html"):
                found.update((f"{start}{page}{end}{one}{place}", None) for one in queries)
    return list(found)
