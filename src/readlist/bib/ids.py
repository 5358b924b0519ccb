"""Find the identifiers of papers in text and bring them to one normal form.

Pure; linear in the length of the text; no text whatever makes a function of this module raise.
Patterns are compiled at first use, because commands that take a row number import this module.
Quantifiers are bounded or possessive throughout: that is what keeps hostile text linear.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from readlist.bib.id_forms import (
    ACL,
    ACL_NEW,
    ARXIV,
    DOI_HEAD,
    DOI_STOP,
    HASH,
    INK,
    LONGEST,
    PUNCTUATION,
    SCHEMES,
    STOP,
    VALUES,
    Versioned,
    acl_value,
    arxiv_month,
    body,
    of_no_paper,
    pattern,
    quoted,
    read_arxiv,
    unquoted,
)
from readlist.model import Identifier
from readlist.text import clean

# An OpenReview identifier may end in "_".
_GOES_ON = ("{\\", "\\_")
# What LaTeX may stand behind a DOI that goes on: 10.1007/978-3-319-20794-0{\_}129-1.
_TRAILING = {"address": PUNCTUATION.replace("_", ""), "doi": PUNCTUATION + "/"}


__all__ = [
    "SCHEMES", "Found", "address", "arxiv_month", "doubt", "find", "find_all", "from_url",
    "implied", "normalise", "parse",
]  # fmt: skip


class Found(NamedTuple):
    """An identifier in running text, where it stands, and the version that it names."""

    identifier: Identifier
    start: int
    end: int
    version: int | None = None


@cache
def _running() -> re.Pattern[str]:
    """Return the pattern of everything that is looked for in running text."""
    address = body(INK, STOP, LONGEST)
    hosts = (
        r"arxiv\.org|doi\.org|openreview\.net|aclanthology\.org|aclweb\.org|aclanthology\.info|"
        r"huggingface\.co|hf\.co|alphaxiv\.org|ar5iv\.org|arxiv-vanity\.com|scirate\.com|"
        r"semanticscholar\.org|paperswithcode\.com?|ncbi\.nlm\.nih\.gov|europepmc\.org|"
        r"openlibrary\.org|xxx\.lanl\.gov|scholar\.archive\.org"
    )
    bare_host = rf"(?<![\w.@/-])(?:[a-z0-9-]{{1,20}}\.){{0,3}}(?:{hosts})/"
    prefix = r"(?:(?<![a-z0-9])arxiv[:.\s]{0,3}|(?<![a-z0-9.=$€£_+-]))"
    suffix = r"(?![a-z0-9_]|\.[0-9]|\s?%(?![0-9a-f]{2}))"
    isbn = r"isbn(?:-?1[03](?=[:\s]))?[:\s]{0,3}(?:97[89][- ]?)?[0-9](?:[- ]?[0-9]){8}[- ]?[0-9x]"
    kinds = {
        "address": rf"(?:https?://|{bare_host}){address}",
        "doi": rf"(?<![\w.])(?:doi[:\s]{{0,3}})?{DOI_HEAD}{body(INK, DOI_STOP, 400)}",
        "arxiv": f"{prefix}{ARXIV}{suffix}",
        "acl": rf"(?<![a-z0-9_.-])(?:acl:(?:{ACL})|{ACL_NEW})(?![a-z0-9_-])",
        "pmid": r"(?<![a-z0-9])pmid[:\s]{1,3}[0-9]{1,9}(?![0-9])",
        "pmcid": r"(?<![a-z0-9])(?:pmcid[:\s]{1,3})?pmc[0-9]{3,9}(?![a-z0-9])",
        "isbn": rf"(?<![a-z0-9]){isbn}(?![0-9])",
        "s2": rf"(?<![a-z0-9])s2:{HASH}(?![0-9a-f])",
    }
    return pattern("|".join(f"(?P<{kind}>{form})" for kind, form in kinds.items()))


_ARXIV_SEGMENT = (
    rf"(?:^|[/=:])(?:arxiv[.:])?{ARXIV}(?=$|[/,;)\s]|\.(?:pdf|ps|md|html?|txt|gz|tar)\b)"
)
_DOI_SEGMENT = rf"(?:^|[/:=])(?P<value>{DOI_HEAD}\S{{1,1000}}+)"
# What publishers add to a DOI in the addresses of their pages.
_DOI_VIEW = (
    r"(?:/(?:full|abstract|e?pdf|html|meta|summary|references|download))+$"
    r"|(?:v[0-9]{1,2})?\.(?:full|abstract)(?:\.pdf|-text)?$|\.(?:pdf|svg|xml|bib|html?)$"
)
_HOST = r"(?:https?:)?//|(?=[a-z0-9-]{1,60}\.[a-z0-9])"
_CORPUS = r"(?:s2:)?corpus\s?id:\s?([0-9]{1,12})"
_SCHEME = r"(arxiv|doi|openreview|acl|isbn|pmid|pmcid|pmc|s2|url)\s?:\s*(?!//)(.+)"


def find(text: str) -> Iterator[Found]:
    """Yield every identifier in running text from left to right.

    Stretches never overlap, except that a DOI of the ACL Anthology names two identifiers at once.
    """
    for match in _running().finditer(text):
        kind = str(match.lastgroup)
        stretch = match[0].rstrip(_TRAILING.get(kind, ""))
        if text[match.start() - 1 : match.start()] == "_":  # emphasis in Markdown
            stretch = stretch.rstrip("_")
        if (versioned := _read(kind, stretch)) is None:
            continue
        if text.startswith(_GOES_ON, match.end()):
            continue
        identifier, version = versioned
        end = match.start() + len(stretch)
        yield Found(identifier, match.start(), end, version)
        for other in implied(identifier):
            yield Found(other, match.start(), end)


def find_all(text: str) -> list[Found]:
    """Return every identifier in running text from left to right."""
    return list(find(text))


def of_scheme(identifiers: Iterable[Identifier], scheme: str) -> Identifier | None:
    """Return the first identifier of a scheme, None where there is none."""
    return next((one for one in identifiers if one.scheme == scheme), None)


def implied(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return what an identifier says besides itself.

    The ACL Anthology makes its DOIs of 10.18653/v1/ (earlier 10.3115/v1/) and its own identifier.
    """
    for prefix in ("10.18653/v1/", "10.3115/v1/"):
        if identifier.scheme == "doi" and identifier.value.startswith(prefix):
            value = acl_value(identifier.value.removeprefix(prefix))
            return (Identifier("acl", value),) if value else ()
    return ()


def normalise(scheme: str, value: str) -> Identifier | None:
    """Return the identifier that a source gives, in normal form; None where it is malformed.

    A DOI that arXiv issued is the identifier of the arXiv, not a DOI.
    """
    scheme = scheme.strip().lower()
    scheme = "pmcid" if scheme == "pmc" else scheme
    value = value.strip()
    if scheme not in VALUES or not value or len(value) > LONGEST:
        return None
    if scheme == "doi" and (read := _read("doi", value)):
        return read[0]
    if normal := VALUES[scheme](value):
        return Identifier(scheme, normal)
    found = from_url(value) if "/" in value else None
    return found if found and found.scheme == scheme else None


def doubt(text: str) -> str:
    """Say why a text that looks like a DOI is not taken for one; empty where it is, or is none."""
    start = pattern(DOI_HEAD).search(text)
    if start is None or normalise("doi", text):
        return ""
    what = of_no_paper(unquoted(text[start.start() :]).strip().lower())
    shown = clean(text, 100)
    if what:
        return f"the DOI {shown!r} is that of {what}, so it names no paper here"
    return f"the DOI {shown!r} cannot be read to its end, so it names no paper here"


def from_url(url: str) -> Identifier | None:
    """Return the scholarly identifier of an address, None where the address names no paper."""
    versioned = _read_address(url.strip()) if len(url) <= LONGEST else None
    return versioned[0] if versioned else None


def parse(text: str) -> Identifier | None:
    """Return the identifier that the text as a whole is; None for a number, a key or a title."""
    text = text.strip().strip("<>\"'“”")
    if corpus := pattern(_CORPUS).fullmatch(text):  # as Semantic Scholar writes itself
        return Identifier("url", f"https://api.semanticscholar.org/CorpusID:{corpus[1]}")
    if len(text) > LONGEST or not (set("./:") & set(text) or text[:3].lower() == "pmc"):
        return None
    if named := pattern(_SCHEME).fullmatch(text):
        return normalise(named[1], named[2])
    found = next(find(text), None)
    if found and found.start == 0 and not _after_identifier(text[found.end :]):
        return found.identifier
    if text[:8].lower().startswith(("http://", "https://")) and not re.search(r"\s", text):
        return from_url(text) or normalise("url", text)
    return None


def _after_identifier(text: str) -> str:
    """Return what stands behind an identifier but its category and file suffix."""
    text = text.strip(" .,;/")
    if text.startswith("[") and text.endswith("]") and " " not in text:
        return ""
    return "" if text.lower() == "pdf" else text


def address(identifier: Identifier) -> str:
    """Return the page where a person opens what the identifier names; empty where there is none."""
    if identifier.scheme == "url":
        return identifier.value
    if identifier.scheme == "doi":
        return "https://doi.org/" + quoted(identifier.value)
    page = _PAGES.get(identifier.scheme)
    return page.format(identifier.value) if page else ""


_PAGES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "openreview": "https://openreview.net/forum?id={}",
    "acl": "https://aclanthology.org/{}/",
    "isbn": "https://openlibrary.org/isbn/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/",
    "pmcid": "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    "s2": "https://www.semanticscholar.org/paper/{}",
}


def _read(kind: str, stretch: str) -> Versioned | None:
    """Return the identifier that a stretch of running text is."""
    if kind == "address":
        return _read_address(stretch, pages=True)
    if kind == "arxiv":
        return read_arxiv(pattern(ARXIV).search(stretch))
    normal = VALUES[kind](stretch)
    if normal and kind == "doi" and normal.startswith("10.48550/arxiv."):
        return read_arxiv(pattern(ARXIV).fullmatch(normal.removeprefix("10.48550/arxiv.")))
    return (Identifier(kind, normal), None) if normal else None


def _read_address(url: str, *, pages: bool = False) -> Versioned | None:
    """Return the identifier that an address names, with or without ``https://`` before it.

    With ``pages`` that may be the page of a paper whose other names the address does not tell.
    """
    from readlist.bib.paper_addresses import named_by  # 2 ms, for addresses alone

    start = pattern(_HOST).match(url)
    if start is None:
        return None
    url = pattern(r"\\(?=[_&%#~])").sub("", url[start.end() :]).replace("&amp;", "&")
    if named := named_by("//" + unquoted(url)):
        scheme, value = named
        known = Identifier(scheme, VALUES[scheme](value) or "")
        return (known, None) if known.value and (pages or scheme != "url") else None
    host, _, path = url.partition("/")
    host = host.lower().rpartition("@")[2].partition(":")[0]
    pieces = [unquoted(piece) for piece in re.split("[?#&]", path)]
    for read in (_doi_of_address, _arxiv_of_address, _issuer_of_address):
        if found := read(host, pieces):
            return found
    return None


def _doi_of_address(host: str, pieces: list[str]) -> Versioned | None:
    """Return the DOI in an address; publishers put it in the path (``/doi/10.…``) or the query."""
    for piece in pieces:
        if match := pattern(_DOI_SEGMENT).search(piece):
            value = match["value"]
            if not host.endswith("doi.org"):
                value = pattern(_DOI_VIEW).sub("", value.rstrip("/"))
            if host.endswith(
                "rxiv.org"
            ):  # bioRxiv and medRxiv name the version, their DOI does not
                value = pattern(r"v[0-9]{1,2}$").sub("", value)
            return _read("doi", value)
    return None


def _arxiv_of_address(_host: str, pieces: list[str]) -> Versioned | None:
    """Return the arXiv identifier that is a whole part of the path, whichever site mirrors it.

    arXiv's own pages (abs, pdf, html, ps, format, src, e-print), ar5iv, alphaXiv, Hugging Face,
    SciRate, Semantic Scholar and others all end so; addresses in a query are looked at too.
    """
    for piece in pieces:
        for match in pattern(_ARXIV_SEGMENT).finditer(piece):
            if found := read_arxiv(match):
                return found
    return None


def _issuer_of_address(host: str, pieces: list[str]) -> Versioned | None:
    """Return the identifier that the site of its issuer shows in the address."""
    for suffix, scheme, form in _ISSUERS:
        if host == suffix or host.endswith("." + suffix):
            whole = pieces[0] + "".join("&" + piece for piece in pieces[1:])
            found = pattern(form).search("/" + whole)
            value = VALUES[scheme](found[1]) if found else None
            if value:
                return Identifier(scheme, value), None
    return None


_ISSUERS = (
    (
        "openreview.net",
        "openreview",
        r"^/(?:forum|pdf|attachment)/?&(?:[^&]*&){0,20}?id=([\w-]{5,64})(?![\w./-])",
    ),
    ("aclanthology.org", "acl", rf"/({ACL})(?![0-9-])"),
    ("aclweb.org", "acl", rf"^/anthology.*/({ACL})(?![0-9-])"),
    ("aclanthology.info", "acl", rf"/({ACL})(?![0-9-])"),
    ("pubmed.ncbi.nlm.nih.gov", "pmid", r"^/([0-9]{1,9})(?![0-9])"),
    ("ncbi.nlm.nih.gov", "pmcid", r"/articles/(?:pmid/)?(PMC[0-9]{3,9})(?![0-9])"),
    ("ncbi.nlm.nih.gov", "pmid", r"^/pubmed/([0-9]{1,9})(?![0-9])"),
    ("europepmc.org", "pmcid", r"/(PMC[0-9]{3,9})(?![0-9])"),
    ("europepmc.org", "pmid", r"/(?:med|abstract/med)/([0-9]{1,9})(?![0-9])"),
    ("semanticscholar.org", "s2", rf"/paper/(?:[^/]*/)?({HASH})(?![0-9a-f])"),
    ("openlibrary.org", "isbn", r"^/isbn/([0-9X-]{10,17})(?![0-9])"),
)
