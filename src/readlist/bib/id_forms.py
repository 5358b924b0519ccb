"""The one normal form of an identifier's value, scheme by scheme, and the patterns they share.

Pure, and no text makes it raise. ``ids`` is the door to it; nothing else imports this module.
"""

import re
from collections.abc import Callable
from functools import cache

from readlist.model import Identifier

LONGEST = 2_000
"""Characters of one identifier or address that are looked at."""

Versioned = tuple[Identifier, int | None]


@cache
def pattern(source: str) -> re.Pattern[str]:
    """Return a compiled pattern, compiled at first use: all of them cost 8 ms."""
    return re.compile(source, re.IGNORECASE | re.ASCII)


# arXiv, help/arxiv_identifier: archives that gave identifiers before April 2007.
_ARCHIVES = {
    name.replace("-", ""): name
    for name in (  # noqa: SIM905 - a list of words reads better than a list of strings
        "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg "
        "comp-gas cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph "
        "mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int "
        "supr-con"
    ).split()
}
_OLD_ARXIV = (
    "(?:" + "|".join(sorted((name.replace("-", "-?") for name in _ARCHIVES.values()), reverse=True))
    + r")(?:\.[a-z-]{2,8})?/[0-9]{7}"
)  # fmt: skip
ARXIV = rf"(?P<value>[0-9]{{4}}\.[0-9]{{4,5}}|{_OLD_ARXIV})(?:v(?P<version>[1-9][0-9]{{0,2}}))?"
# ACL Anthology, info/ids: P18-1001 until 2019, 2020.acl-main.447 since; volumes are no papers.
ACL_NEW = r"(?:19|20)[0-9]{2}\.[a-z0-9]{1,20}-[a-z0-9_]{1,20}\.[0-9]{1,5}"
ACL = rf"[A-Z][0-9]{{2}}-[0-9]{{4,5}}|{ACL_NEW}"
HASH = r"[0-9a-f]{40}"
PUNCTUATION = ".,;:!?'*_~"

# What an address or a DOI is made of in running text: visible ASCII without quotes and brackets
# (text in Chinese goes on without a blank), Markdown and LaTeX escapes, and brackets that close.
INK = r"[!#-'*-;=?-Z^_a-z~]"
UNICODE_INK = r"[!#-'*-;=?-Z^_a-z~\u00a1-\U0010ffff]"
STOP = r"%20|https?://"
DOI_STOP = r"https?://|[,;](?:10\.[0-9]{4}|doi:|arxiv:)"
DOI_HEAD = r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/"


def body(ink: str, stop: str, longest: int) -> str:
    """Return the pattern of a run of ink in which every bracket that opens is closed."""
    plain = rf"(?!{stop})(?:{ink}|\\[_&%#~])"
    nested = rf"(?:{plain}|\({ink}{{0,80}}+\))"
    # <693::AID-ASI4> stands in DOIs that were made of a SICI.
    serial = r"<[0-9]{1,6}:[A-Za-z0-9:.-]{0,40}>"
    brackets = rf"\({nested}{{0,200}}+\)|\[{nested}{{0,200}}+\](?!\()|{serial}"
    return rf"(?:{plain}|{brackets}){{1,{longest}}}+"


_DOI = (
    r"\s*(?:doi[:\s]{0,3}|(?:https?://)?(?:dx\.|www\.)?doi\.org/)?"
    rf"(?P<value>{DOI_HEAD}{body(UNICODE_INK, '(?!)', LONGEST)})"
)
_URL = (
    r"(https?)://(?:[^/?#@\s]*@)?([\w.\u00a1-\uffff-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?"
    r"(?=[/?#]|$)([^?#]*)(\?[^#]*)?"
)


def read_arxiv(match: re.Match[str] | None) -> Versioned | None:
    """Return the identifier without version and subject class, where its month and width can be.

    arXiv, help/arxiv_identifier: 9107 to 0703 with an archive, then four digits until 1412, then
    five. Nothing after 2049 is believed: such numbers are numbers.
    """
    if match is None:
        return None
    archive, _, number = match["value"].lower().rpartition("/")
    month, year = int(number[2:4]), int(number[:2])
    if not 1 <= month <= 12:
        return None
    if archive:
        name = archive.split(".")[0].replace("-", "")
        if 703 < int(number[:4]) < 9107 or number.endswith("000"):
            return None
        value = f"{_ARCHIVES[name]}/{number}"
    elif 704 <= int(number[:4]) <= 4912 and len(number) == (9 if year < 15 else 10):
        value = number
    else:
        return None
    return Identifier("arxiv", value), int(match["version"]) if match["version"] else None


def unquoted(text: str) -> str:
    """Return text without percent escapes, however often it was escaped."""
    for _ in range(5):
        plain = pattern(r"(?:%[0-9a-f]{2})+").sub(_unescaped, text) if "%" in text else text
        plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if plain == text:
            return text
        text = plain
    return ""


def _unescaped(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


def quoted(text: str) -> str:
    """Return text that can stand in the path of an address."""
    kept = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/();:"
    return "".join(
        c if c in kept else "".join(f"%{byte:02X}" for byte in c.encode("utf-8", "replace"))
        for c in text
    )


def _arxiv_value(text: str) -> str | None:
    text = pattern(r"^arxiv\s?[:.]?\s*").sub("", text)
    text = pattern(r"(?:\.pdf|\s*\[[a-z.-]{2,20}\])$").sub("", text)
    read = read_arxiv(pattern(ARXIV).fullmatch(text))
    return read[0].value if read else None


def _doi_value(text: str) -> str | None:
    """Return a paper's DOI, whole, in lower case and bare (DOI handbook, 2.2 and 2.4)."""
    text = pattern(r"\\(?=[_&%#~])").sub("", unquoted(text))
    match = pattern(_DOI).match(text)
    if match is None or _goes_on(text[match.end() :]):
        return None
    value = match["value"].lower()
    while (shorter := value.rstrip(PUNCTUATION + "/").removesuffix(".pdf")) != value:
        value = shorter
    if not pattern(r"10\.[0-9.]+/.").match(value) or not value.isprintable():
        return None
    return None if of_no_paper(value) else value


def _goes_on(rest: str) -> bool:
    """Say whether a DOI goes on behind what can be read of it, so that it is a shorter one.

    ``10.1007/978-3-319-20794-0{_}129-1`` and ``10.1007/978-3-319-24574-4 28``, whose underscore
    was lost, are chapters, and what is before is the book. ``10.1000/xyz (accessed 2020)``,
    ``10.1000/xyz</a>`` and ``10.1000/xyz}`` are whole.
    """
    if not rest:
        return False
    if rest[0].isspace():
        return rest.lstrip()[:1].isdigit()
    return not pattern(r"[\"'”’»)\]}>.,;:!?*]+(?:\s|$)|\||</?[a-z]").match(rest)


# Where a DOI names something else than a paper: what it is, how it looks, an example.
_NO_PAPERS = (
    ("a funder", r"10\.13039/", "10.13039/501100001659"),
    ("a data set", r"10\.57967/hf/", "10.57967/hf/1234"),
    ("a data set", r"10\.3886/", "10.3886/E112345V1"),
    ("a data set", r"10\.15468/", "10.15468/dl.abc123"),
    ("a data set", r"10\.(?:17632|7910|5061|24433)/", "10.17632/abcdef.1"),
    ("a journal", r"[^/]+/(?:\(?issn\)?[.:-]?)?[0-9]{4}-[0-9]{3}[0-9x]$",
     "10.1111/(ISSN)1467-9868"),
    ("a journal", r"10\.1007/[0-9]{3,5}\.[0-9]{4}-[0-9]{3}[0-9x]$", "10.1007/10994.1573-0565"),
    ("a journal", r"10\.(?:3389|1093)/[a-z]{3,20}$", "10.3389/fnins"),
    ("a placeholder", r"10\.0+/", "10.0000/abc"),
    ("a placeholder", r".*[/.]doi(?: number)?$", "10.1109/ACCESS.2017.DOI"),
    ("a placeholder", r".*(?:to-?be-?assigned|to-?appear|/tbd$|/todo$)", "10.1177/ToBeAssigned"),
    ("a placeholder", r".*lipics\.cvit\.", "10.4230/LIPIcs.CVIT.2016.23"),
    ("a placeholder", r".*x{4,}", "10.1073/pnas.XXXXXXXXXX"),
    ("a placeholder", r".*(?<![a-z0-9])(?:x{3}(?![a-z])|x+\.x+)", "10.1145/xxx.2020"),
    ("a placeholder", r".*/n{2,}\.n{2,}$", "10.1145/nnnnnnn.nnnnnnn"),
    ("a placeholder", r".*/1122445\.", "10.1145/1122445.1122456"),
    ("a placeholder", r".*/(?:1234567\.1234567|12345\.67890|1010000)$", "10.3390/1010000"),
    # No digit but 0, and at least three of them: the figures of a template.
    ("a placeholder", r"[^/]+/(?=[^0]*0[^0]*0[^0]*0)[^1-9]+$", "10.1007/s00000-000-00000-0"),
)  # fmt: skip


@cache
def _no_paper() -> re.Pattern[str]:
    return pattern("|".join(f"(?:{form})" for _, form, _ in _NO_PAPERS))


def of_no_paper(value: str) -> str:
    """Return what a DOI in normal form names that is no paper: ``a funder``; empty for a paper."""
    if not _no_paper().match(value):
        return ""
    return next(what for what, form, _ in _NO_PAPERS if pattern(form).match(value))


def acl_value(text: str) -> str | None:
    """Return an identifier of the ACL Anthology: capital of old, small since 2020."""
    match = pattern(ACL).fullmatch(text.strip().removesuffix(".pdf"))
    if match is None:
        return None
    return match[0].lower() if "." in match[0] else match[0].upper()


def _isbn_value(text: str) -> str | None:
    """Return the 13 digits of an ISBN whose check digit is right (ISBN manual, appendix 1)."""
    digits = pattern(r"^isbn(?:-?1[03](?=[:\s]))?[:\s]*").sub("", text)
    digits = pattern(r"[-\s‐‑–]").sub("", digits).upper()
    if pattern(r"[0-9]{9}[0-9X]").fullmatch(digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        total = sum((10 - n) * value for n, value in enumerate(values))
        body = "978" + digits[:9] if total % 11 == 0 else ""
    elif pattern(r"97[89][0-9]{10}").fullmatch(digits):
        body = digits[:12]
    else:
        return None
    if not body:
        return None
    check = -sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(body)) % 10
    whole = f"{body}{check}"
    return whole if len(digits) == 10 or whole == digits else None


def _pmid_value(text: str) -> str | None:
    match = pattern(r"(?:pmid[:\s]*)?0*([1-9][0-9]{0,8})").fullmatch(text)
    return match[1] if match else None


def _pmcid_value(text: str) -> str | None:
    match = pattern(r"(?:pmcid[:\s]*)?(?:pmc)?0*([1-9][0-9]{2,8})(?:\.[0-9]+)?").fullmatch(text)
    return f"PMC{match[1]}" if match else None


def _openreview_value(text: str) -> str | None:
    return text if pattern(r"[A-Za-z0-9_-]{5,64}").fullmatch(text) else None


def _s2_value(text: str) -> str | None:
    text = text.lower().removeprefix("s2:")
    return text if pattern(HASH).fullmatch(text) else None


# What says who linked a page, and nothing of which page it is.
_TRACKING = ("utm_", "fbclid=", "gclid=", "dclid=", "msclkid=", "yclid=", "twclid=", "mc_cid=",
             "mc_eid=", "_hsenc=", "_hsmi=", "igshid=")  # fmt: skip


def untracked(query: str) -> str:
    """Return the query of an address without marks of who linked it: ``a=1&utm_source=x``."""
    return "&".join(p for p in query.split("&") if p and not p.lower().startswith(_TRACKING))


def _url_value(text: str) -> str | None:
    """Return an address of the web without fragment, password, default port and tracking marks.

    RFC 3986, 6.2: scheme and host do not distinguish case, and an empty path is ``/``.
    """
    match = pattern(_URL).match(text)
    if match is None or not text.isprintable() or " " in text:
        return None
    scheme, host, port, path, query = match.groups(default="")
    if host.lower().endswith("doi.org") and of_no_paper(unquoted(path[1:]).lower()):
        return None
    kept = untracked(query[1:])
    query = f"?{kept}" if kept else ""
    scheme = scheme.lower()
    port = "" if port in ("", {"http": "80", "https": "443"}[scheme]) else f":{port}"
    return f"{scheme}://{host.lower()}{port}{path or '/'}{query}"


VALUES: dict[str, Callable[[str], str | None]] = {
    "arxiv": _arxiv_value,
    "doi": _doi_value,
    "openreview": _openreview_value,
    "acl": lambda text: acl_value(pattern(r"^acl:").sub("", text)),
    "isbn": _isbn_value,
    "pmid": _pmid_value,
    "pmcid": _pmcid_value,
    "s2": _s2_value,
    "url": _url_value,
}
SCHEMES = tuple(VALUES)
"""The schemes that this program knows, each with one normal form."""


def arxiv_month(value: str) -> str:
    """Return ``2017-06`` for ``1706.03762``, ``1999-01`` for ``hep-th/9901001``.

    arXiv, help/arxiv_identifier: the month in which the first version came in.
    """
    found = re.fullmatch(r"(?:[a-z-]+/)?([0-9]{2})(0[1-9]|1[0-2])[0-9.]+", value)
    if not found:
        return ""
    old = "/" in value and found[1] >= "91"
    return f"{'19' if old else '20'}{found[1]}-{found[2]}"
